"""What was told about a client's health: as told, by whom and when; the program judges none of it."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from kapdesk.domain.contacts import stripped
from kapdesk.domain.dates import short
from kapdesk.errors import BadInput

_ICD10 = re.compile(r"[A-Z]\d[0-9A-Z](\.?[0-9A-Z]{1,4})?", re.IGNORECASE)
"""A letter, a digit, a letter or digit, and up to four more behind a point."""
_LONGEST_CHIP = 40


class HowKnown(StrEnum):
    """How a flag is known."""

    SAID = "said"
    RECORD = "record"
    MEASURED = "measured"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {"said": "The client said so", "record": "From a record", "measured": "Measured"}[self.value]


class Weight(StrEnum):
    """What a flag asks for."""

    STOP_AND_ASK = "stop_and_ask"
    TELL = "tell"
    NOTE = "note"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {"stop_and_ask": "Stop and ask", "tell": "Tell the prescriber", "note": "Note only"}[self.value]


@dataclass(frozen=True)
class Diagnosis:
    """Code and words as typed, from and until, and who made it."""

    code: str = ""
    words: str = ""
    from_on: date | None = None
    until_on: date | None = None
    by_whom: str = ""
    id: int = 0

    def checked(self, today: date) -> "Diagnosis":
        """The same without outer blanks; BadInput when it cannot be kept."""
        entry = stripped(self)
        if not entry.code and not entry.words:
            raise BadInput("Type the code, the words, or both.", "words")
        _not_to_come(entry.from_on, today, "from_on")
        if entry.from_on and entry.until_on and entry.until_on < entry.from_on:
            raise BadInput("It ends before it begins. Is one of the days wrong?", "until_on")
        return entry


@dataclass(frozen=True)
class Flag:
    """Something the prescriber is to know: what, how known, how weighty, told when and how, and the answer."""

    what: str = ""
    how_known: HowKnown | None = None
    weight: Weight | None = None
    words: str = ""
    noted_on: date | None = None
    told_on: date | None = None
    told_how: str = ""
    answer: str = ""
    answered_by: str = ""
    answered_on: date | None = None
    closed_on: date | None = None
    id: int = 0

    def checked(self, today: date) -> "Flag":
        """The same without outer blanks; BadInput when it cannot be kept."""
        entry = stripped(self)
        if not entry.what:
            raise BadInput("Say what the prescriber is to know.", "what")
        if entry.how_known is None:
            raise BadInput("Choose how it is known.", "how_known")
        if entry.weight is None:
            raise BadInput("Choose what it asks for.", "weight")
        for name in ("noted_on", "told_on", "answered_on", "closed_on"):
            _not_to_come(getattr(entry, name), today, name)
        if entry.told_how and entry.told_on is None:
            raise BadInput("Type the day on which the prescriber was told.", "told_on")
        if (entry.answered_on or entry.answered_by) and not entry.answer:
            raise BadInput("Type what the prescriber answered.", "answer")
        if entry.answer and entry.answered_on is None:
            raise BadInput("Type the day of the answer.", "answered_on")
        return entry

    @property
    def open(self) -> bool:
        """Whether it belongs in sight; a mere note never does."""
        return self.closed_on is None and self.weight in (Weight.STOP_AND_ASK, Weight.TELL)

    @property
    def unanswered(self) -> bool:
        """Whether it still waits for the prescriber."""
        return self.open and not self.answer

    @property
    def chip(self) -> tuple[str, Literal["bad", "warning"]]:
        """A few words for the chart's header, and their tone."""
        what = self.what if len(self.what) <= _LONGEST_CHIP else f"{self.what[: _LONGEST_CHIP - 1].rstrip()}…"
        what = what[:1].lower() + what[1:] if what[1:2].islower() else what
        if self.weight is Weight.STOP_AND_ASK and not self.answer:
            return (f"Stop and ask, told: {what}" if self.told_on else f"Stop and ask: {what}"), "bad"
        return (f"Told prescriber: {what}" if self.told_on else f"Tell prescriber: {what}"), "warning"


@dataclass(frozen=True)
class Allergy:
    """A substance and what it does, as told."""

    substance: str = ""
    reaction: str = ""
    told_on: date | None = None
    id: int = 0

    def checked(self, today: date) -> "Allergy":
        """The same without outer blanks; BadInput when it cannot be kept."""
        entry = stripped(self)
        if not entry.substance:
            raise BadInput("Type the substance.", "substance")
        _not_to_come(entry.told_on, today, "told_on")
        return entry


@dataclass(frozen=True)
class Medicine:
    """A medicine as told: name, dose, prescribed by, since, the source, and when it was last asked about."""

    name: str = ""
    dose: str = ""
    prescribed_by: str = ""
    since: str = ""
    source: str = ""
    last_asked: date | None = None
    stopped_on: date | None = None
    id: int = 0

    def checked(self, today: date) -> "Medicine":
        """The same without outer blanks; BadInput when it cannot be kept."""
        entry = stripped(self)
        if not entry.name:
            raise BadInput("Type the medicine's name.", "name")
        _not_to_come(entry.last_asked, today, "last_asked")
        _not_to_come(entry.stopped_on, today, "stopped_on")
        return entry


def looks_like_icd10(code: str) -> bool:
    """Whether a code is shaped like one of ICD-10-CM; a warning at most, never a refusal."""
    return _ICD10.fullmatch(code.strip()) is not None


def _not_to_come(day: date | None, today: date, field: str) -> None:
    if day is not None and day > today:
        raise BadInput(f"{short(day, today)} is still to come. Type the day on which it was.", field)
