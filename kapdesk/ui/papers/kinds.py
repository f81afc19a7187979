"""The kinds of papers in the words of the library, and what the therapist is told of a text that came with the program."""

from kapdesk.usecases.paper.client_papers import SIGNED_KINDS

HEADINGS = {
    "handout": "Handouts",
    "consent": "Consents and agreements",
    "notice": "Notices",
    "intake": "Intake",
    "release": "Releases",
    "letter": "Letters",
}
"""The kinds in the order of the library."""
SIZES = (("Usual type", ""), ("12 point", "12"), ("Large print", "18"))


def to_be_reviewed(kind: str, language: str) -> str:
    """By whom a text should be read before it is used; "" when by nobody in particular."""
    who = ["your practice’s attorney"] if kind in SIGNED_KINDS else []
    who += ["a qualified translator"] if language != "en" else []
    if not who:
        return ""
    words = " and ".join(who)
    return f"A starting text. Have {words} review it before you use it."
