"""What left the practice about a client: to whom, what, for what purpose and on what basis (45 CFR 164.528)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from kapdesk.domain.dates import months_after
from kapdesk.errors import BadInput

ACCOUNTING_YEARS = 6
"""How far back an accounting goes: 45 CFR 164.528(a)(1)."""


class Basis(StrEnum):
    """Why it may be disclosed."""

    TREATMENT = "treatment"
    AUTHORIZATION = "authorization"
    TO_CLIENT = "to_client"
    REQUIRED_BY_LAW = "required_by_law"
    THREAT = "threat"
    OTHER = "other"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {
            "treatment": "Treatment",
            "authorization": "The client’s authorization",
            "to_client": "To the client",
            "required_by_law": "Required by law",
            "threat": "A threat to safety",
            "other": "Other",
        }[self.value]

    @property
    def accounted(self) -> bool:
        """Whether an accounting lists it: 164.528(a)(1) leaves out treatment, what the client got herself, and what she
        authorized.
        """
        return self not in (Basis.TREATMENT, Basis.TO_CLIENT, Basis.AUTHORIZATION)


class ForWhom(StrEnum):
    """For whom something is printed or saved."""

    OWN = "own"
    CLIENT = "client"
    ELSE = "else"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {"own": "My own file", "client": "The client", "else": "Somebody else"}[self.value]


@dataclass(frozen=True)
class Disclosure:
    """One entry of the list; `on` is the day it left the practice, `how` in a few words (printed, saved, told).

    `part2` says that records under 42 CFR Part 2 were among it, `paper_id` which release it rests on.
    """

    on: date
    to_whom: str
    what: str
    purpose: str
    basis: Basis | None
    basis_words: str = ""
    how: str = ""
    sha256: str = ""
    id: int = 0
    part2: bool = False
    paper_id: int | None = None

    def checked(self, today: date) -> "Disclosure":
        """The same without outer blanks; BadInput when it cannot be kept."""
        words: dict[str, Any] = {
            name: " ".join(getattr(self, name).split()) for name in ("to_whom", "what", "purpose", "basis_words", "how")
        }
        entry = replace(self, **words)
        if entry.on > today:
            raise BadInput("The day is still to come. Type the day on which it left the practice.", "on")
        if not entry.to_whom:
            raise BadInput("Say to whom it goes.", "to_whom")
        if not entry.what:
            raise BadInput("Say what was disclosed.", "what")
        if not entry.purpose:
            raise BadInput("Say for what purpose.", "purpose")
        if entry.basis is None:
            raise BadInput("Choose the basis on which it may be disclosed.", "basis")
        if entry.basis is Basis.OTHER and not entry.basis_words:
            raise BadInput("Say in words on what basis.", "basis_words")
        return entry


@dataclass(frozen=True)
class GoingOut:
    """For whom something leaves the desk; `entry` is how it is entered when that is somebody else, without its `what`."""

    for_whom: ForWhom = ForWhom.OWN
    entry: Disclosure | None = None

    @property
    def part2(self) -> bool:
        """Whether the notice of 42 CFR Part 2 goes with it."""
        return self.for_whom is ForWhom.ELSE and self.entry is not None and self.entry.part2


OWN_FILE = GoingOut()
TO_CLIENT = GoingOut(ForWhom.CLIENT)


@dataclass(frozen=True)
class Span:
    """The days that an accounting is about, both included; `whole` lists what the law leaves out, too."""

    first: date
    last: date
    whole: bool = False

    def checked(self, today: date) -> "Span":
        """The same; BadInput when the days are the wrong way round, still to come, or more than six years apart."""
        if self.last > today:
            raise BadInput("The last day is still to come.", "last")
        if self.first > self.last:
            raise BadInput("The first day comes after the last one. Are both right?", "first")
        if self.first < six_years_before(self.last):
            raise BadInput("An accounting goes back six years at most. Choose a later first day.", "first")
        return self


def six_years_before(day: date) -> date:
    """The first day of an accounting that ends on this day."""
    return months_after(day, -12 * ACCOUNTING_YEARS)


def accounted(entries: Iterable[Disclosure], span: Span) -> tuple[Disclosure, ...]:
    """What stands on an accounting, the oldest first."""
    listed = [
        one
        for one in entries
        if span.first <= one.on <= span.last and (span.whole or one.basis is None or one.basis.accounted)
    ]
    return tuple(sorted(listed, key=lambda one: (one.on, one.id)))
