"""Appointments: their kinds, what became of them, and their times as the wall clock of the practice shows them."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from kapdesk.domain.dates import short
from kapdesk.domain.phases import SessionKind
from kapdesk.domain.protocol import Protocol
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

    @property
    def needs_client(self) -> bool:
        """Whether it is always somebody's."""
        return self.session is not None


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


class Which(StrEnum):
    """Which of a series an act is about."""

    THIS = "this"
    AFTER = "after"
    ALL = "all"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {"this": "Only this one", "after": "This one and those after", "all": "The whole series"}[self.value]


_WELL_BEFORE_MIDNIGHT = 22 * 60
"""Minutes after midnight: no change of clocks is longer than the two hours that are left then."""


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
        return self.starts.replace(tzinfo=zone_named(self.zone), fold=int(self.second))

    @property
    def until(self) -> datetime:
        """The end as a moment, in the same zone."""
        try:
            return (self.at.astimezone(UTC) + timedelta(minutes=self.minutes)).astimezone(zone_named(self.zone))
        except OverflowError:  # at the end of all time
            raise BadInput(_WRONG_YEAR.format(self.starts.year), "day") from None

    @property
    def ends(self) -> datetime:
        """The end as the wall clock shows it; minutes that clocks skip or show again are in it."""
        return self.until.replace(tzinfo=None, fold=0)

    @property
    def day(self) -> date:
        """The day on the wall's calendar."""
        return self.starts.date()

    @property
    def last_day(self) -> date:
        """The last day of which it takes any time; an end at midnight takes nothing of the day that begins then."""
        if self.starts.hour * 60 + self.starts.minute + self.minutes <= _WELL_BEFORE_MIDNIGHT:
            return self.starts.date()  # so for nearly all, and a month has hundreds
        return max(self.day, (self.ends - timedelta(microseconds=1)).date())

    @property
    def words(self) -> str:
        """From when to when on the wall: `9:00–12:00`."""
        return f"{clock(self.starts)}–{clock(self.ends)}"

    def overlaps(self, other: "When") -> bool:
        """Whether they share any time."""
        return self.at.astimezone(UTC) < other.until.astimezone(UTC) and other.at.astimezone(
            UTC
        ) < self.until.astimezone(UTC)

    def shown_in(self, zone: str) -> "When":
        """The same moments as the wall clock of another zone shows them."""
        if zone == self.zone:
            return self
        there = self.at.astimezone(zone_named(zone))
        return When(there.replace(tzinfo=None, fold=0), self.minutes, zone, bool(there.fold))

    def moved_to(self, starts: datetime) -> "When":
        """At another time of the wall, as long as before; the first of two where the clock shows it twice."""
        return replace(self, starts=starts, second=self.second and starts == self.starts)


FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
"""The ends of the calendar; a day outside is a slip of the keys."""
BEYOND = f"The calendar goes from {FIRST_DAY.year} to {LAST_DAY.year}."
_WRONG_YEAR = f"Is {{}} the right year? {BEYOND}"
LONGEST = 31 * 24 * 60
"""Minutes: no appointment or absence is longer in one piece."""


def within_calendar(day: date) -> date:
    """The day, or the end of the calendar that lies nearer to it."""
    return max(FIRST_DAY, min(LAST_DAY, day))


def check_when(when: When) -> None:
    """Refuse (BadInput) a time that the wall clock skips when clocks go forward, a length that cannot be, a day beyond the
    ends of the calendar, and a time zone that this computer does not know.
    """
    if not _in_span(when.day):
        raise BadInput(_WRONG_YEAR.format(when.day.year), "day")
    if not 0 < when.minutes <= LONGEST:
        raise BadInput("An appointment lasts between 1 minute and 31 days.", "minutes")
    back = when.at.astimezone(UTC).astimezone(zone_named(when.zone)).replace(tzinfo=None)
    if back != when.starts:
        raise BadInput(
            f"There is no {clock(when.starts)} on that day: clocks go forward then. Choose {clock(back)} or another time.",
            "starts",
        )


def zone_named(name: str) -> ZoneInfo:
    """A time zone by its name; BadInput for one that this computer does not know."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadInput(
            f"This computer does not know the time zone “{name}”. Choose another one under Practice.", "zone"
        ) from None


def clock(at: datetime) -> str:
    """The time of day: `9:05`, `14:30`."""
    return f"{at.hour}:{at.minute:02}"


def length_of(kind: AppointmentKind, protocol: Protocol) -> int:
    """Minutes that are kept for a kind, by the practice's protocol; what it says nothing of is kept as an integration."""
    return {
        AppointmentKind.CALL: protocol.call_minutes,
        AppointmentKind.PREPARATION: protocol.preparation_minutes,
        AppointmentKind.KETAMINE: protocol.ketamine_minutes,
    }.get(kind, protocol.integration_minutes)


def check_has_come(when: When, at: datetime) -> None:
    """Refuse (BadInput) to say of a day to come what was held or missed on it."""
    today = at.astimezone(ZoneInfo(when.zone)).date()
    if when.day > today:
        raise BadInput(f"{short(when.day, today)} is still to come. Say what became of it on its day.", "status")


def initials_of(name: str) -> str:
    """The first letters of the first and the last word of a name: `R. D.`; one letter where there is one word."""
    words = [word for word in name.replace(".", " ").split() if word[0].isalpha()]
    ends = words if len(words) < 2 else (words[0], words[-1])
    return " ".join(f"{word[0].upper()}." for word in ends)


@dataclass(frozen=True)
class WorkingHours:
    """From when to when the practice works on each day of the week, in minutes after midnight; None: not at all."""

    days: tuple[tuple[int, int] | None, ...] = ((540, 1020),) * 5 + (None, None)

    def on(self, day: date) -> tuple[int, int] | None:
        """The hours of a day."""
        return self.days[day.weekday()]

    def checked(self) -> "WorkingHours":
        """The same, when every day can be; BadInput with the day's number."""
        for number, hours in enumerate(self.days):
            if hours is not None and not 0 <= hours[0] < hours[1] <= _DAY:
                raise BadInput("A day’s work ends after it begins.", f"hours_{number}")
        return self


_DAY = 24 * 60
_STEP = 15


def first_free(
    taken: list[When], minutes: int, days: list[date], hours: WorkingHours, zone: str, not_before: datetime
) -> When | None:
    """The first time in the working hours of these days in which nothing is kept, on the quarter of an hour.

    `not_before` is a moment; None when there is no such time.
    """
    for day in days:
        begin, end = hours.on(day) or (0, 0)
        for start in range(begin, end - minutes + 1, _STEP):
            when = When(datetime.combine(day, time(start // 60, start % 60)), minutes, zone)
            if when.at >= not_before and not _skipped(when) and not any(when.overlaps(one) for one in taken):
                return when
    return None


def is_shown_twice(when: When) -> bool:
    """Whether the wall clock shows this start twice, because clocks go back."""
    if not _in_span(when.day):
        return False
    zone = zone_named(when.zone)
    first, second = (when.starts.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first != second and not _skipped(when)


def _in_span(day: date) -> bool:
    return FIRST_DAY <= day <= LAST_DAY


def _skipped(when: When) -> bool:
    return when.at.astimezone(UTC).astimezone(zone_named(when.zone)).replace(tzinfo=None) != when.starts
