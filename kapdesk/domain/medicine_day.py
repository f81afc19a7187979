"""The record of a medicine day: entries that are never overwritten, each shown in its newest version (kap-facts, 5).

An entry is an event of the time line, kept at once. To complete, correct, withdraw or move one is another entry about it.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class DayEnding(StrEnum):
    """How a medicine day came to its end; empty while it is open."""

    OPEN = ""
    LEFT = "left"
    AGAINST_ADVICE = "against_advice"
    EMERGENCY = "emergency"
    POSTPONED = "postponed"
    MISTAKE = "mistake"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {
            "": "Open",
            "left": "Fit to leave",
            "against_advice": "Left against advice",
            "emergency": "Handed to emergency services",
            "postponed": "Postponed",
            "mistake": "Begun by mistake",
        }[self.value]


class EntryKind(StrEnum):
    """The events of the time line."""

    MEDICINE_IN = "medicine_in"
    MEDICINE_OUT = "medicine_out"
    BOOSTER = "booster"
    NOT_TAKEN = "not_taken"
    VITALS = "vitals"
    ONSET = "onset"
    PEAK = "peak"
    SPOKE = "spoke"
    SILENCE = "silence"
    TEARS = "tears"
    DISTRESS = "distress"
    MUSIC = "music"
    TOUCH = "touch"
    NAUSEA = "nausea"
    BATHROOM = "bathroom"
    FOOD = "food"
    RETURNING = "returning"
    OBSERVATION = "observation"
    ADVERSE_EVENT = "adverse_event"
    TABLETS_LEFT = "tablets_left"
    FIT_TO_LEAVE = "fit_to_leave"
    CLOCK = "clock"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return _WORDS[self]


_WORDS = {
    EntryKind.MEDICINE_IN: "Medicine in",
    EntryKind.MEDICINE_OUT: "Medicine out",
    EntryKind.BOOSTER: "Booster",
    EntryKind.NOT_TAKEN: "Not taken today",
    EntryKind.VITALS: "Vitals",
    EntryKind.ONSET: "Onset",
    EntryKind.PEAK: "Peak",
    EntryKind.SPOKE: "Spoke",
    EntryKind.SILENCE: "Silence, inward",
    EntryKind.TEARS: "Tears",
    EntryKind.DISTRESS: "Distress",
    EntryKind.MUSIC: "Music change",
    EntryKind.TOUCH: "Touch",
    EntryKind.NAUSEA: "Nausea",
    EntryKind.BATHROOM: "Bathroom",
    EntryKind.FOOD: "Food and drink",
    EntryKind.RETURNING: "Returning",
    EntryKind.OBSERVATION: "Observation",
    EntryKind.ADVERSE_EVENT: "Adverse event",
    EntryKind.TABLETS_LEFT: "Tablets left behind",
    EntryKind.FIT_TO_LEAVE: "Fit to leave",
    EntryKind.CLOCK: "Clock",
}

KEYS: dict[str, EntryKind] = {
    "K": EntryKind.MEDICINE_IN,
    "U": EntryKind.MEDICINE_OUT,
    "X": EntryKind.BOOSTER,
    "Q": EntryKind.NOT_TAKEN,
    "V": EntryKind.VITALS,
    "O": EntryKind.ONSET,
    "P": EntryKind.PEAK,
    "S": EntryKind.SPOKE,
    "I": EntryKind.SILENCE,
    "T": EntryKind.TEARS,
    "D": EntryKind.DISTRESS,
    "M": EntryKind.MUSIC,
    "H": EntryKind.TOUCH,
    "N": EntryKind.NAUSEA,
    "B": EntryKind.BATHROOM,
    "L": EntryKind.FOOD,
    "R": EntryKind.RETURNING,
    "W": EntryKind.OBSERVATION,
    "A": EntryKind.ADVERSE_EVENT,
    "G": EntryKind.TABLETS_LEFT,
    "F": EntryKind.FIT_TO_LEAVE,
}
"""The key of each event. J writes a line into the psychotherapy notes, E shows the emergency card, C corrects the chosen
entry, Z withdraws it.
"""
PLAIN = frozenset(
    {
        EntryKind.ONSET,
        EntryKind.PEAK,
        EntryKind.SPOKE,
        EntryKind.SILENCE,
        EntryKind.TEARS,
        EntryKind.DISTRESS,
        EntryKind.MUSIC,
        EntryKind.NAUSEA,
        EntryKind.BATHROOM,
        EntryKind.FOOD,
        EntryKind.RETURNING,
        EntryKind.ADVERSE_EVENT,
    }
)
"""What is an entry with the key alone; words may follow."""
FREE = frozenset(
    {
        EntryKind.SPOKE,
        EntryKind.SILENCE,
        EntryKind.TEARS,
        EntryKind.DISTRESS,
        EntryKind.MUSIC,
        EntryKind.RETURNING,
        EntryKind.ONSET,
        EntryKind.PEAK,
        EntryKind.OBSERVATION,
    }
)
"""What may hold words that belong into the psychotherapy notes, and can be moved there before signing. Medicine, vitals,
touch, adverse events and times never can (45 CFR 164.501).
"""


class EntryAct(StrEnum):
    """What an entry does to an earlier one; empty for a first one."""

    FIRST = ""
    COMPLETED = "completed"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"


@dataclass(frozen=True)
class Entry:
    """One row of the record. `at` is when it happened, `kept_at` when it was entered; `by_hand` says that `at` was typed.

    `about` is the id of the first entry that this one is about. What `data` holds depends on the kind: vitals as
    `domain.vitals.Vitals.data`, medicine as `domain.tablets`, touch as `domain.touch`, leaving as `domain.leaving`.
    """

    id: int
    kind: EntryKind
    at: datetime
    kept_at: datetime
    words: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    by_hand: bool = False
    about: int | None = None
    act: EntryAct = EntryAct.FIRST


@dataclass(frozen=True)
class Shown:
    """An entry as it stands now: its newest version, what it was before, and whether it was withdrawn or moved.

    `before` holds only versions that said something else; one that was merely completed has none. `why` is the reason
    for a withdrawal, `changed_at` the moment of the last correction, withdrawal or move.
    """

    id: int
    kind: EntryKind
    at: datetime
    words: str
    data: Mapping[str, Any]
    by_hand: bool
    before: tuple[Entry, ...] = ()
    withdrawn: bool = False
    moved: bool = False
    why: str = ""
    changed_at: datetime | None = None

    @property
    def counts(self) -> bool:
        """Whether it still says what happened."""
        return not self.withdrawn


def standing(entries: Iterable[Entry]) -> tuple[Shown, ...]:
    """Every entry in its newest version, in the order in which things happened."""
    versions: dict[int, list[Entry]] = {}
    for entry in sorted(entries, key=lambda one: one.id):
        versions.setdefault(entry.about or entry.id, []).append(entry)
    return tuple(
        sorted((_shown(number, chain) for number, chain in versions.items()), key=lambda one: (one.at, one.id))
    )


def _shown(number: int, chain: Sequence[Entry]) -> Shown:
    said = [one for one in chain if one.act not in (EntryAct.WITHDRAWN, EntryAct.MOVED)]
    newest, acts = said[-1], {one.act: one for one in chain}
    withdrawn, moved = acts.get(EntryAct.WITHDRAWN), acts.get(EntryAct.MOVED)
    before = tuple(
        one for one, after in itertools.pairwise(said) if after.act is EntryAct.CORRECTED and _says(one) != _says(after)
    )
    last = next((one for one in reversed(chain) if one.act not in (EntryAct.FIRST, EntryAct.COMPLETED)), None)
    return Shown(
        number,
        newest.kind,
        newest.at,
        newest.words,
        newest.data,
        newest.by_hand,
        before,
        withdrawn is not None,
        moved is not None,
        withdrawn.words if withdrawn else "",
        last.kept_at if last else None,
    )


def _says(entry: Entry) -> tuple[object, ...]:
    return entry.at, entry.words, dict(entry.data)


def of_kind(shown: Iterable[Shown], *kinds: EntryKind) -> list[Shown]:
    """Those of these kinds that were not withdrawn."""
    return [one for one in shown if one.kind in kinds and one.counts]


@dataclass(frozen=True)
class OpenLine:
    """What is being typed: for which kind of entry, about which one, since when; kept as it is typed."""

    kind: str
    text: str
    at: datetime
    about: int | None = None


PRIVATE = "private"
"""The kind of an open line that goes to the psychotherapy notes."""
