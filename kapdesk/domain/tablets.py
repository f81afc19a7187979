"""Tablets as they are counted in the room: in halves, so that nothing is rounded; and the milligrams that they come to."""

import re
from dataclasses import dataclass

from kapdesk.errors import BadInput

_COUNT = re.compile(r"(\d{0,2}) *(½|(?<! )[.,]5|(?<! )[.,]0|(?<!\d)1/2)?")
MOST_HALVES = 80
"""More than 40 tablets at once is a typing error."""
_MOST_MG = 2000
"""A tablet of more is a typing error: a bound of the keyboard, not of medicine."""


@dataclass(frozen=True)
class Dose:
    """What was taken at once: halves of tablets, and the milligrams of a whole one (None: not read from the label)."""

    halves: int
    strength_mg: int | None

    @property
    def milligrams(self) -> float | None:
        """In mg; None without a strength."""
        return None if self.strength_mg is None else self.halves * self.strength_mg / 2

    @property
    def words(self) -> str:
        """`2 × 100 mg`, `1½ × 100 mg`; `2 tablets` without a strength."""
        if self.strength_mg is None:
            return f"{count_words(self.halves)} {'tablet' if self.halves <= 2 else 'tablets'}"
        return f"{count_words(self.halves)} × {self.strength_mg} mg"


def count_words(halves: int) -> str:
    """`2`, `1½`, `½`."""
    whole, half = divmod(halves, 2)
    return f"{whole or ''}½" if half else str(whole)


def milligrams_words(milligrams: float) -> str:
    """`200 mg`, `37.5 mg`."""
    return f"{milligrams:g} mg"


def read_halves(typed: str, field: str) -> int:
    """How many half tablets a typed number means (`2`, `1.5`, `1½`, `1 1/2`, `1/2`); BadInput with the field's name."""
    text = typed.strip()
    found = _COUNT.fullmatch(text)
    if not text or found is None:
        raise BadInput("Type the number of tablets: 2, 1.5 or ½.", field)
    halves = 2 * int(found[1] or 0) + (found[2] in ("½", ".5", ",5", "1/2"))
    if halves > MOST_HALVES:
        raise BadInput(f"{text} tablets look like a slip of the keys.", field)
    return halves


def read_strength(typed: str, field: str) -> int | None:
    """The milligrams of one tablet; None when nothing is typed. BadInput with the field's name."""
    text = typed.lower().replace("mg", "").strip()
    if not text:
        return None
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_MG:
        raise BadInput("Type the strength of one tablet in mg, as the label says it.", field)
    return int(text)
