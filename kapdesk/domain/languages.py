"""The languages in which papers are written, and which of them a client reads."""

import re
from collections.abc import Mapping

PAPERS: Mapping[str, str] = {"en": "English", "es": "Español"}
"""By the code of their folder; each called by its own name."""
_SPANISH = re.compile(r"\b(spanish|español|espanol|castellano)\b", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(english|inglés|ingles)\b", re.IGNORECASE)


def of_papers(spoken: str) -> str:
    """The papers' language to begin with for a client whose language is entered as `spoken`: the one named first.

    It is only where the choice stands at first; English where neither is named.
    """
    spanish, english = _SPANISH.search(spoken), _ENGLISH.search(spoken)
    if spanish is None or (english is not None and english.start() < spanish.start()):
        return "en"
    return "es"
