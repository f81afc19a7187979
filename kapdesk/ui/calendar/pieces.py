"""Where appointments stand in a grid of days: a piece for each day they touch, side by side where they overlap."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from kapdesk.domain.appointments import WorkingHours
from kapdesk.usecases.calendar.appointments import AppointmentRow

DAY = 24 * 60
_HOUR = 60
_LEAST = 15
"""Minutes: a shorter appointment is drawn as if it were so long."""


@dataclass(frozen=True)
class Piece:
    """What of an appointment lies in one day: minutes after midnight, its lane among so many."""

    row: AppointmentRow
    column: int
    begin: int
    end: int
    lane: int = 0
    lanes: int = 1


def pieces_of(rows: Sequence[AppointmentRow], days: Sequence[date]) -> list[Piece]:
    """The pieces of these days, a day after the other, each from the earliest to the latest."""
    found: list[Piece] = []
    for column, day in enumerate(days):
        cut = [one for one in (_cut(row, column, day) for row in rows) if one is not None]
        found += _in_lanes(sorted(cut, key=lambda one: (one.begin, -one.end, one.row.id)))
    return found


def hours_shown(pieces: Sequence[Piece], hours: WorkingHours, days: Sequence[date], cursor: int) -> tuple[int, int]:
    """The first and last hour of the grid: working hours with an hour of air, and whatever lies outside them."""
    worked = [one for one in hours.days if one is not None] or [(9 * _HOUR, 17 * _HOUR)]
    inside = [one for one in pieces if (one.begin, one.end) != (0, DAY)]
    first = min(min(one[0] for one in worked) - _HOUR, *(one.begin for one in inside), cursor)
    last = max(max(one[1] for one in worked) + _HOUR, *(one.end for one in inside), cursor + 1)
    return max(0, first // _HOUR), min(24, -(-last // _HOUR))


def days_of_week(first: date, rows: Sequence[AppointmentRow], hours: WorkingHours, cursor: date) -> list[date]:
    """The days of a week that are worked on, that something is kept on, or that the cursor stands on."""
    every = [first + timedelta(days=number) for number in range(7)]
    taken = {
        day for day in every for row in rows if row.when.day <= day <= row.when.last_day and row.when.minutes < DAY
    }
    return [day for day in every if hours.on(day) is not None or day in taken or day == cursor] or every


def _cut(row: AppointmentRow, column: int, day: date) -> Piece | None:
    midnight = datetime.combine(day, time())
    # where clocks go back, the wall's end can lie before the start: then the real length is drawn
    end_at = max(row.when.ends, row.when.starts + timedelta(minutes=min(row.when.minutes, DAY)))
    begin = int((row.when.starts - midnight).total_seconds()) // 60
    end = int((end_at - midnight).total_seconds()) // 60
    if end <= 0 or begin >= DAY:
        return None
    begin = max(0, begin)
    return Piece(row, column, begin, min(DAY, max(end, begin + _LEAST)))


def _in_lanes(pieces: list[Piece]) -> list[Piece]:
    """Each beside those that it overlaps; a group of overlapping ones shares its width."""
    done: list[Piece] = []
    group: list[Piece] = []
    until = 0
    for one in pieces:
        if group and one.begin >= until:
            done += _spread(group)
            group = []
        group.append(one)
        until = max(until, one.end) if len(group) > 1 else one.end
    return done + _spread(group)


def _spread(group: list[Piece]) -> list[Piece]:
    ends: list[int] = []
    placed: list[Piece] = []
    for one in group:
        lane = next((number for number, end in enumerate(ends) if end <= one.begin), len(ends))
        ends[lane : lane + 1] = [one.end]
        placed.append(replace(one, lane=lane))
    return [replace(one, lanes=len(ends)) for one in placed]
