"""A course's phase, its position in words, and the marks of the course line; derived from what was held, never
stored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from kapdesk.domain.dates import short
from kapdesk.domain.protocol import FOUNDING
from kapdesk.errors import BadInput


class SessionKind(StrEnum):
    """The three kinds of sessions of KAP."""

    PREPARATION = "preparation"
    KETAMINE = "ketamine"
    INTEGRATION = "integration"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return "Ketamine session" if self is SessionKind.KETAMINE else self.value.capitalize()


class Medicine(StrEnum):
    """Whether medicine was taken in a ketamine session; what was not recorded counts as taken, to be on the safe side."""

    NOT_RECORDED = ""
    TAKEN = "taken"
    NOT_TAKEN = "not_taken"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {"": "medicine not recorded", "taken": "medicine taken", "not_taken": "no medicine"}[self.value]


class Stage(StrEnum):
    """How far a course has come."""

    PLANNED = "planned"
    PREPARING = "preparing"
    UNDER_WAY = "under_way"
    CLOSING = "closing"
    ENDED = "ended"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return self.value.replace("_", " ").capitalize()


class Ending(StrEnum):
    """How a course ended; why stands beside it in words."""

    COMPLETED = "completed"
    CLIENT_STOPPED = "client_stopped"
    PRESCRIBER_STOPPED = "prescriber_stopped"
    REFERRED = "referred"
    OTHER = "other"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return self.value.replace("_", " ")

    @property
    def asks_why(self) -> bool:
        """Whether it says too little without a reason beside it."""
        return self is not Ending.COMPLETED


class Phase(StrEnum):
    """Where a client is in the course; exactly one at a time."""

    NONE = "none"
    PREPARATION = "preparation"
    KETAMINE = "ketamine"
    INTEGRATION = "integration"
    ENDED = "ended"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return "Not begun" if self is Phase.NONE else self.value.capitalize()


@dataclass(frozen=True)
class Held:
    """A session that was held, as the rules need it."""

    session_id: int
    kind: SessionKind
    on: date
    note_id: int | None = None
    medicine: Medicine = Medicine.NOT_RECORDED

    @property
    def dosed(self) -> bool:
        """Whether it is a ketamine session in which medicine was taken, as far as is known."""
        return self.kind is SessionKind.KETAMINE and self.medicine is not Medicine.NOT_TAKEN


@dataclass(frozen=True)
class CourseFacts:
    """A course as the rules need it; the numbers are the course's own (see `protocol.Protocol`).

    `stage_by_hand` is the stage that the therapist moved it to, with her reason; None while it follows from what was held.
    `ended_how` is how and why it ended, in words.
    """

    planned_preparation: int = FOUNDING.preparations
    planned_ketamine: int = FOUNDING.planned_ketamine
    ended_on: date | None = None
    ended_how: str = ""
    integrations_each: int = FOUNDING.integrations_each
    integration_from_days: int = FOUNDING.integration_from_days
    integration_within_days: int = FOUNDING.integration_within_days
    recommended_interval_days: int = FOUNDING.recommended_interval_days
    started_on: date | None = None
    stage_by_hand: Stage | None = None
    moved_on: date | None = None
    moved_why: str = ""
    reviewed_on: date | None = None


@dataclass(frozen=True)
class Tally:
    """The sessions of a course summed up: `taken` counts the ketamine sessions with medicine, `last_ketamine` is the last
    of them, and `integrated` counts the integrations since. `last` is the last session of any kind.
    """

    prepared: int = 0
    taken: int = 0
    last_ketamine: date | None = None
    integrated: int = 0
    last: date | None = None


MarkState = Literal["held", "today", "planned", "booked", "due", "late", "without"]
"""`without` is a ketamine session that was held without medicine."""


@dataclass(frozen=True)
class Mark:
    """One mark of the course line: what, which, its state, and the words under it."""

    kind: SessionKind
    number: int
    state: MarkState
    on: date | None
    label: str
    session_id: int | None = None
    note_id: int | None = None
    appointment_id: int | None = None


@dataclass(frozen=True)
class Position:
    """The phase, the position in a few words, and the sum of the preparations."""

    phase: Phase
    words: str
    summary: str


def in_order(held: Sequence[Held]) -> list[Held]:
    """Sessions as they followed each other; on one day, preparation before ketamine before integration, then as
    entered.
    """
    return sorted(held, key=lambda one: (one.on, _ORDER[one.kind], one.session_id))


_ORDER = {kind: place for place, kind in enumerate(SessionKind)}


def tally(held: Sequence[Held]) -> Tally:
    """The sum of the sessions of a course."""
    prepared = sum(one.kind is SessionKind.PREPARATION for one in held)
    dosed = [one.on for one in held if one.dosed]
    last = max(dosed, default=None)
    integrated = sum(one.kind is SessionKind.INTEGRATION and last is not None and one.on >= last for one in held)
    latest = max((one.on for one in held), default=None)
    return Tally(prepared, len(dosed), last, integrated, latest)


def stage(course: CourseFacts, sums: Tally) -> Stage:
    """How far the course has come: as the therapist moved it, else as it follows from what was held.

    Closing begins when the last planned ketamine session was integrated.
    """
    if course.ended_on is not None:
        return Stage.ENDED
    if course.stage_by_hand is not None:
        return course.stage_by_hand
    if sums.taken == 0:
        return Stage.PLANNED if sums.last is None else Stage.PREPARING
    done = sums.taken >= course.planned_ketamine and sums.integrated >= course.integrations_each
    return Stage.CLOSING if done else Stage.UNDER_WAY


def position(course: CourseFacts, held: Sequence[Held] | Tally, today: date, ketamine_today: bool = False) -> Position:
    """Where the course stands; `ketamine_today` says that a ketamine session is booked for today. The phase follows from
    what was held:

    preparation until the first ketamine session with medicine; ketamine on its day and once the last one was integrated
    while more are planned;
    integration from the day after a ketamine session until it was integrated, and after the last planned one.
    A stage moved by hand takes the phase with it.
    """
    sums = held if isinstance(held, Tally) else tally(held)
    summary = f"Preparation {sums.prepared} of {max(course.planned_preparation, sums.prepared)}"
    now = stage(course, sums)
    if now is Stage.ENDED and course.ended_on is not None:
        how = f" · {course.ended_how}" if course.ended_how else ""
        return Position(Phase.ENDED, f"Ended {short(course.ended_on, today)}{how}", summary)
    planned = max(course.planned_ketamine, sums.taken)
    if sums.taken and sums.last_ketamine == today and not sums.integrated:
        return Position(Phase.KETAMINE, f"Ketamine session {sums.taken} of {planned} today", summary)
    if ketamine_today:
        number = sums.taken + 1
        return Position(Phase.KETAMINE, f"Ketamine session {number} of {max(planned, number)} today", summary)
    if now in (Stage.PLANNED, Stage.PREPARING):
        return Position(Phase.PREPARATION, summary if sums.prepared else "Preparation not begun", summary)
    if sums.taken and sums.integrated < course.integrations_each:
        return Position(Phase.INTEGRATION, f"Integration of ketamine session {sums.taken}", summary)
    if now is Stage.UNDER_WAY:
        words = f"Ketamine session {sums.taken + 1} of {max(planned, sums.taken + 1)} next"
        return Position(Phase.KETAMINE, words, summary)
    all_held = sums.taken >= course.planned_ketamine
    words = f"All {sums.taken} planned ketamine sessions held" if all_held else f"Closing after {_sessions(sums.taken)}"
    if not sums.taken:
        words = "Closing before the first ketamine session"
    return Position(Phase.INTEGRATION, words, summary)


def marks(course: CourseFacts, held: Sequence[Held], today: date) -> tuple[Mark, ...]:
    """The course line from left to right: what was held, what is due, what is planned."""
    return (*held_marks(held, today), *to_come(course, tally(held), today))


def to_come(course: CourseFacts, sums: Tally, today: date, interval_days: int | None = None) -> Iterator[Mark]:
    """What is due and planned, in its order; the first is what is next. Nothing once the course has ended.

    `interval_days` are those of the prescriber's order, which binds; the course's recommendation stands in where it is None.
    """
    if course.ended_on is not None:
        return
    earliest, closing = "", stage(course, sums) is Stage.CLOSING
    if sums.last_ketamine is not None:
        if sums.integrated < course.integrations_each:
            yield _integration_due(sums.last_ketamine, sums.taken, today, course)
        interval = course.recommended_interval_days if interval_days is None else interval_days
        earliest = f"from {short(sums.last_ketamine + timedelta(days=interval), today)}"
    elif not closing:
        for number in range(sums.prepared + 1, course.planned_preparation + 1):
            yield _planned(SessionKind.PREPARATION, number)
    if closing:
        return
    for number in range(sums.taken + 1, course.planned_ketamine + 1):
        yield _planned(SessionKind.KETAMINE, number, earliest if number == sums.taken + 1 else "")


def check_session(kind: SessionKind, on: date, today: date) -> None:
    """A session is entered when it was held, not before (BadInput)."""
    if on > today:
        raise BadInput(f"{short(on, today)} is still to come. Enter a session once it was held.", "on")
    if on.year < 1990:
        raise BadInput(f"Is {on.year} the right year? Enter the day on which the session was held.", "on")


def check_medicine(kind: SessionKind, medicine: Medicine) -> Medicine:
    """What is kept of the medicine: of a ketamine session it must be said (BadInput), of others nothing is."""
    if kind is not SessionKind.KETAMINE:
        return Medicine.NOT_RECORDED
    if medicine is Medicine.NOT_RECORDED:
        raise BadInput("Say whether medicine was taken in this session.", "medicine")
    return medicine


def held_marks(held: Sequence[Held], today: date) -> list[Mark]:
    """The marks of the sessions that were held."""
    line: list[Mark] = []
    counts = dict.fromkeys(SessionKind, 0)
    last_ketamine: date | None = None
    for one in in_order(held):
        label = short(one.on, today)
        if one.kind is SessionKind.KETAMINE and not one.dosed:
            without = f"{label} no medicine"
            line.append(Mark(one.kind, counts[one.kind], "without", one.on, without, one.session_id, one.note_id))
            continue
        counts[one.kind] += 1
        if one.kind is SessionKind.KETAMINE:
            last_ketamine = one.on
        elif one.kind is SessionKind.INTEGRATION and last_ketamine is not None:
            label = _days_after((one.on - last_ketamine).days)
        state: MarkState = "held"
        if one.on == today and one.kind is SessionKind.KETAMINE:
            label, state = "today", "today"
        line.append(Mark(one.kind, counts[one.kind], state, one.on, label, one.session_id, one.note_id))
    return line


def _integration_due(after: date, number: int, today: date, course: CourseFacts) -> Mark:
    by = after + timedelta(days=course.integration_within_days)
    late = today > by
    label = f"integration was due {short(by, today)}" if late else f"integration by {short(by, today)}"
    return Mark(SessionKind.INTEGRATION, number, "late" if late else "due", by, label)


def _planned(kind: SessionKind, number: int, label: str = "") -> Mark:
    return Mark(kind, number, "planned", None, label)


def _sessions(number: int) -> str:
    return f"{number} ketamine session" + ("" if number == 1 else "s")


def _days_after(days: int) -> str:
    return "same day" if days == 0 else f"+{days} day" + ("s" if days != 1 else "")
