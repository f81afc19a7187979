"""A course's phase, its position in words, and the marks of the course line; derived from what was held, never
stored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from kapdesk.domain.dates import short
from kapdesk.domain.protocol import FOUNDING, Protocol
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


@dataclass(frozen=True)
class CourseFacts:
    """A course as the rules need it; the numbers are the course's own."""

    planned_preparation: int = FOUNDING.preparations
    planned_ketamine: int = FOUNDING.planned_ketamine
    ended_on: date | None = None
    ended_how: str = ""


@dataclass(frozen=True)
class Tally:
    """The sessions of a course summed up; `integrated` counts the integrations since the last ketamine session."""

    prepared: int = 0
    taken: int = 0
    last_ketamine: date | None = None
    integrated: int = 0
    last: date | None = None


MarkState = Literal["held", "today", "planned", "due", "late"]


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
    order = list(SessionKind)
    return sorted(held, key=lambda one: (one.on, order.index(one.kind), one.session_id))


def tally(held: Sequence[Held]) -> Tally:
    """The sum of the sessions of a course."""
    kinds = [one.kind for one in held]
    last = max((one.on for one in held if one.kind is SessionKind.KETAMINE), default=None)
    integrated = sum(one.kind is SessionKind.INTEGRATION and last is not None and one.on >= last for one in held)
    latest = max((one.on for one in held), default=None)
    return Tally(kinds.count(SessionKind.PREPARATION), kinds.count(SessionKind.KETAMINE), last, integrated, latest)


def position(course: CourseFacts, held: Sequence[Held] | Tally, today: date) -> Position:
    """Where the course stands. The phase follows from what was held:

    preparation until the first ketamine session; ketamine on its day and once the last one was integrated while
    more are planned;
    integration from the day after a ketamine session until it was integrated, and after the last planned one.
    """
    sums = held if isinstance(held, Tally) else tally(held)
    summary = f"Preparation {sums.prepared} of {max(course.planned_preparation, sums.prepared)}"
    if course.ended_on is not None:
        how = f" · {course.ended_how}" if course.ended_how else ""
        return Position(Phase.ENDED, f"Ended {short(course.ended_on, today)}{how}", summary)
    if sums.taken == 0:
        return Position(Phase.PREPARATION, summary if sums.prepared else "Preparation not begun", summary)
    planned = max(course.planned_ketamine, sums.taken)
    if not sums.integrated:
        if sums.last_ketamine == today:
            return Position(Phase.KETAMINE, f"Ketamine session {sums.taken} of {planned} today", summary)
        return Position(Phase.INTEGRATION, f"Integration of ketamine session {sums.taken}", summary)
    if sums.taken < planned:
        return Position(Phase.KETAMINE, f"Ketamine session {sums.taken + 1} of {planned} next", summary)
    return Position(Phase.INTEGRATION, f"All {sums.taken} planned ketamine sessions held", summary)


def marks(course: CourseFacts, held: Sequence[Held], today: date, protocol: Protocol = FOUNDING) -> tuple[Mark, ...]:
    """The course line from left to right: what was held, what is due, what is planned."""
    return (*_held_marks(held, today), *to_come(course, tally(held), today, protocol))


def to_come(course: CourseFacts, sums: Tally, today: date, protocol: Protocol = FOUNDING) -> Iterator[Mark]:
    """What is due and planned, in its order; the first is what is next. Nothing once the course has ended."""
    if course.ended_on is not None:
        return
    earliest = ""
    if sums.last_ketamine is not None:
        if not sums.integrated:
            yield _integration_due(sums.last_ketamine, sums.taken, today, protocol)
        earliest = f"from {short(sums.last_ketamine + timedelta(days=protocol.recommended_interval_days), today)}"
    else:
        for number in range(sums.prepared + 1, course.planned_preparation + 1):
            yield _planned(SessionKind.PREPARATION, number)
    for number in range(sums.taken + 1, course.planned_ketamine + 1):
        yield _planned(SessionKind.KETAMINE, number, earliest if number == sums.taken + 1 else "")


def check_session(kind: SessionKind, on: date, today: date) -> None:
    """A session is entered when it was held, not before (BadInput)."""
    if on > today:
        raise BadInput(f"{short(on, today)} is still to come. Enter a session once it was held.", "on")
    if on.year < 1990:
        raise BadInput(f"Is {on.year} the right year? Enter the day on which the session was held.", "on")


def _held_marks(held: Sequence[Held], today: date) -> list[Mark]:
    line: list[Mark] = []
    counts = dict.fromkeys(SessionKind, 0)
    last_ketamine: date | None = None
    for one in in_order(held):
        counts[one.kind] += 1
        label = short(one.on, today)
        if one.kind is SessionKind.KETAMINE:
            last_ketamine = one.on
        elif one.kind is SessionKind.INTEGRATION and last_ketamine is not None:
            label = _days_after((one.on - last_ketamine).days)
        state: MarkState = "held"
        if one.on == today and one.kind is SessionKind.KETAMINE:
            label, state = "today", "today"
        line.append(Mark(one.kind, counts[one.kind], state, one.on, label, one.session_id, one.note_id))
    return line


def _integration_due(after: date, number: int, today: date, protocol: Protocol) -> Mark:
    by = after + timedelta(days=protocol.integration_within_days)
    late = today > by
    label = f"integration was due {short(by, today)}" if late else f"integration by {short(by, today)}"
    return Mark(SessionKind.INTEGRATION, number, "late" if late else "due", by, label)


def _planned(kind: SessionKind, number: int, label: str = "") -> Mark:
    return Mark(kind, number, "planned", None, label)


def _days_after(days: int) -> str:
    return "same day" if days == 0 else f"+{days} day" + ("s" if days != 1 else "")
