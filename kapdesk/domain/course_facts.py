"""What the rules of a course are given and give back, and how they say numbers."""

from dataclasses import dataclass
from datetime import date

from kapdesk.domain.phases import SessionKind


@dataclass(frozen=True)
class Booked:
    """An appointment that is still to be held, as the course needs it."""

    kind: SessionKind
    on: date
    appointment_id: int = 0


@dataclass(frozen=True)
class Ordered:
    """The prescriber's order in force, as the course needs it; `name` says which it is, None is not on file."""

    name: str
    written_on: date
    interval_days: int | None = None
    valid_until: date | None = None
    doses_left: int | None = None
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class SessionNow:
    """A session that was held, with its number among those of its kind (0 for ketamine without medicine).

    `integrated_after_days` of a ketamine session: the days after it at which it was integrated.
    """

    session_id: int
    kind: SessionKind
    number: int
    on: date
    dosed: bool = False
    integrated_after_days: tuple[int, ...] = ()


@dataclass(frozen=True)
class Earliest:
    """When the next ketamine session may earliest be: by the order, which binds, and as the protocol recommends.

    `on` is what binds, and where the order says nothing what is recommended; `why` says which.
    """

    on: date | None = None
    by_order: date | None = None
    recommended: date | None = None
    why: str = ""


def days(number: int) -> str:
    """A number of days in words."""
    return f"{number} day" + ("" if number == 1 else "s")


def count(number: int, what: str) -> str:
    """A number of something in words."""
    return f"{number} {what}" + ("" if number == 1 else "s")


def times(number: int) -> str:
    """How often, in words."""
    return {0: "not yet", 1: "once", 2: "twice"}.get(number, f"{number} times")
