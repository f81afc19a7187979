"""Appointments that come again: every so many weeks, or each month on the same weekday."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from kapdesk.domain.appointments import When, check_when
from kapdesk.domain.dates import in_full
from kapdesk.errors import BadInput

MOST = 104
"""Appointments in a series: two years of weeks."""
_MOST_WEEKS, _MOST_MONTHS = 52, 24
"""The longest step from one appointment of a series to the next."""
_LEAST = 2
_FOURTH = 4


class Rhythm(StrEnum):
    """How a series comes again."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True)
class Repeat:
    """Every `every` weeks or months, so many times or until a day (which may be one of them)."""

    rhythm: Rhythm
    every: int = 1
    times: int | None = None
    until: date | None = None


def occurrences(when: When, repeat: Repeat) -> list[When]:
    """The times of a series, at the same time of the wall, `when` the first; BadInput where one cannot be.

    A monthly series keeps the weekday and its place in the month: the second Tuesday. A fifth one is the last.
    """
    if not 1 <= repeat.every <= (_MOST_WEEKS if repeat.rhythm is Rhythm.WEEKLY else _MOST_MONTHS):
        raise BadInput(
            f"A series comes again every week, every 2 weeks … up to {_MOST_WEEKS} weeks, or {_MOST_MONTHS} months.",
            "every",
        )
    if (repeat.times is None) == (repeat.until is None):
        raise BadInput("Say how many times, or until which day.", "times")
    if repeat.times is not None and not _LEAST <= repeat.times <= MOST:
        raise BadInput(f"A series has between {_LEAST} and {MOST} appointments.", "times")
    if repeat.until is not None and repeat.until < when.day:
        raise BadInput("The series ends before it begins.", "until")
    found = [
        replace(when, starts=start, second=when.second and start == when.starts) for start in _starts(when, repeat)
    ]
    if len(found) > MOST:
        raise BadInput(f"That makes more than {MOST} appointments. Choose a nearer end.", "until")
    for one in found:
        check_one(one)
    if repeat.times is not None and len(found) < repeat.times:
        raise BadInput(f"Only {len(found)} of {repeat.times} appointments can be. Choose fewer.", "times")
    if len(found) < _LEAST:
        raise BadInput("The series ends before it comes again. Choose a later day, or book it once.", "until")
    return found


def check_one(when: When) -> None:
    """Refuse (BadInput) a time of a series that cannot be, and name its day."""
    try:
        check_when(when)
    except BadInput as problem:
        raise BadInput(f"{in_full(when.day)}: {problem}", problem.field) from problem


def _starts(when: When, repeat: Repeat) -> list[datetime]:
    until = None if repeat.until is None else datetime.combine(repeat.until, time.max)
    # one more than may be, so that too many are seen without counting to the end of time
    count = repeat.times if repeat.times is not None else None
    if repeat.rhythm is Rhythm.WEEKLY:
        rule = rrule(WEEKLY, dtstart=when.starts, interval=repeat.every, count=count, until=until)
    else:
        place = (when.day.day - 1) // 7 + 1
        on = weekday(when.day.weekday(), -1 if place > _FOURTH else place)
        rule = rrule(MONTHLY, dtstart=when.starts, interval=repeat.every, count=count, until=until, byweekday=on)
    starts: list[datetime] = []
    for start in rule:
        starts.append(start)
        if len(starts) > MOST:
            break
    return starts
