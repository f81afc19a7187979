"""Names, numbers and addresses made comparable, and who may be the same person."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

_LEAST_DIGITS = 7
"""Fewer digits are no telephone number to compare."""
_NATIONAL = 10
"""Digits of a number without the country's."""
_LONG = 5
"""Names with so many letters are also compared with one letter wrong."""
_MOST_TOLD = 3


@dataclass(frozen=True)
class Known:
    """Somebody as far as it takes to know her again."""

    client_id: int = 0
    name: str = ""
    legal_name: str = ""
    birth_date: date | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True)
class Likeness:
    """Somebody on file who may be the one just being entered, and why."""

    client_id: int
    name: str
    reasons: tuple[str, ...]


def fold(text: str) -> str:
    """Letters without accents and case, so that “jose” finds “José”."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("Ø", "O"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def digits(number: str) -> str:
    """The digits of a telephone number, without the country's; empty when there are too few to compare."""
    found = "".join(letter for letter in number if letter.isascii() and letter.isdigit())
    return found[-_NATIONAL:] if len(found) >= _LEAST_DIGITS else ""


class Register:
    """Everybody on file, made comparable once, so that two thousand clients are compared while somebody types."""

    def __init__(self, on_file: Iterable[Known]) -> None:
        self._on_file = [(one, _Looks.of(one)) for one in on_file]

    def alike(self, entered: Known) -> list[Likeness]:
        """Who may be the one being entered, those with the most reasons first; at most three."""
        looks = _Looks.of(entered)
        found = []
        for one, theirs in self._on_file:
            reasons = tuple(looks.shares(theirs))
            if reasons:
                found.append(Likeness(one.client_id, one.name, reasons))
        found.sort(key=lambda likeness: -len(likeness.reasons))
        return found[:_MOST_TOLD]


@dataclass(frozen=True)
class _Looks:
    """Somebody's names, numbers and addresses, folded."""

    names: frozenset[str]
    birth_date: date | None
    phones: frozenset[str]
    emails: frozenset[str]

    @classmethod
    def of(cls, known: Known) -> "_Looks":
        """Somebody's, made comparable."""
        """How somebody looks for the comparison."""
        emails = frozenset(fold(one.strip()) for one in known.emails if "@" in one)
        phones = frozenset(filter(None, map(digits, known.phones)))
        return cls(frozenset(_names(known)), known.birth_date, phones, emails)

    def shares(self, other: "_Looks") -> Iterator[str]:
        """In what somebody else is the same."""
        if self.names & other.names:
            yield "the same name"
        elif any(_one_letter_apart(mine, theirs) for mine in self.names for theirs in other.names):
            yield "nearly the same name"
        if self.birth_date is not None and self.birth_date == other.birth_date:
            yield "the same birth date"
        if self.phones & other.phones:
            yield "the same telephone"
        if self.emails & other.emails:
            yield "the same email"


def _names(known: Known) -> Iterator[str]:
    """Each name as it is, with its words in the order of letters (first and last may be swapped), and without what
    stands in the middle; a single word is too little.
    """
    for name in {known.name, known.legal_name}:
        words = fold(name).replace(",", " ").replace(".", " ").replace("-", " ").split()
        if len(words) > 1:
            yield " ".join(words)
            yield " ".join(sorted(words))
            yield " ".join(sorted((words[0], words[-1])))


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether a single letter was left out, put in, changed, or swapped with its neighbor."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < _LONG:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    mine, theirs = one[start:], other[start:]
    if mine[1:] == theirs[1:] or mine[1:] == theirs or mine == theirs[1:]:
        return True
    return len(mine) > 1 and mine[:2] == theirs[1::-1] and mine[2:] == theirs[2:]
