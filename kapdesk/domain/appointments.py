"""Appointments: their kinds, what became of them, and their times as the wall clock of the practice shows them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from kapdesk.domain.phases import SessionKind
from kapdesk.errors import BadInput


class AppointmentKind(StrEnum):
    """What a time is kept for."""

    CALL = "call"
    PREPARATION = "preparation"
    KETAMINE = "ketamine"
    INTEGRATION = "integration"
    OTHER = "other"
    UNAVAILABLE = "unavailable"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {"call": "Introductory call", "ketamine": "Ketamine session"}.get(self.value, self.value.capitalize())

    @property
    def session(self) -> SessionKind | None:
        """The kind of session that is held in it, if one is."""
        return SessionKind(self.value) if self.value in tuple(SessionKind) else None


class AppointmentStatus(StrEnum):
    """What became of an appointment."""

    BOOKED = "booked"
    HELD = "held"
    LATE_CANCELLATION = "late_cancellation"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return self.value.replace("_", " ").capitalize()

    @property
    def takes_time(self) -> bool:
        """Whether the time is still taken; a cancelled one is free again."""
        return self in (AppointmentStatus.BOOKED, AppointmentStatus.HELD)


class CancelledBy(StrEnum):
    """Who cancelled, where somebody did."""

    NOBODY = ""
    CLIENT = "client"
    PRACTICE = "practice"
    PRESCRIBER = "prescriber"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return self.value.capitalize()


@dataclass(frozen=True)
class When:
    """A start as the wall clock shows it in a zone, and how many minutes it lasts; what is UTC follows from it.

    `starts` is naive: the time on the wall. `second` says the later of the two when the clock shows a time twice.
    """

    starts: datetime
    minutes: int
    zone: str
    second: bool = False

    @property
    def at(self) -> datetime:
        """The start as a moment, by the rules of the zone that this computer knows now."""
        return self.starts.replace(tzinfo=ZoneInfo(self.zone), fold=int(self.second))

    @property
    def until(self) -> datetime:
        """The end as a moment, in the same zone."""
        return (self.at.astimezone(UTC) + timedelta(minutes=self.minutes)).astimezone(ZoneInfo(self.zone))

    @property
    def day(self) -> date:
        """The day on the wall's calendar."""
        return self.starts.date()

    def overlaps(self, other: "When") -> bool:
        """Whether they share any time."""
        return self.at.astimezone(UTC) < other.until.astimezone(UTC) and other.at.astimezone(
            UTC
        ) < self.until.astimezone(UTC)


LONGEST = 31 * 24 * 60
"""Minutes: no appointment or absence is longer in one piece."""


def check_when(when: When) -> None:
    """Refuse (BadInput) a time that the wall clock skips when clocks go forward, or a length that cannot be."""
    if not 0 < when.minutes <= LONGEST:
        raise BadInput("An appointment lasts between 1 minute and 31 days.", "minutes")
    back = when.at.astimezone(UTC).astimezone(ZoneInfo(when.zone)).replace(tzinfo=None)
    if back != when.starts:
        raise BadInput(
            f"There is no {clock(when.starts)} on that day: clocks go forward then. Choose {clock(back)} or another time.",
            "starts",
        )


def clock(at: datetime) -> str:
    """The time of day: `9:05`, `14:30`."""
    return f"{at.hour}:{at.minute:02}"


def is_shown_twice(when: When) -> bool:
    """Whether the wall clock shows this start twice, because clocks go back."""
    zone = ZoneInfo(when.zone)
    first, second = (when.starts.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first != second and not _skipped(when)


def _skipped(when: When) -> bool:
    return when.at.astimezone(UTC).astimezone(ZoneInfo(when.zone)).replace(tzinfo=None) != when.starts
