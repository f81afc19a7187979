"""Where the keyboard stands in the calendar: a day, a minute of it, and the appointment that is chosen there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kapdesk.domain.appointments import within_calendar
from kapdesk.ui.calendar.pieces import DAY, Piece

STEP = 15
"""Minutes from one place of the cursor to the next."""


@dataclass(frozen=True)
class Cursor:
    """A day, a minute of it, and the appointment chosen (None: an empty time)."""

    day: date
    minute: int = 540
    chosen: int | None = None


def down(cursor: Cursor, there: Sequence[Piece]) -> Cursor:
    """One place later in the day: the next of overlapping appointments, else the end of the chosen one."""
    at = _place(cursor, there)
    if at is None:
        return landed(replace(cursor, minute=min(DAY - STEP, _on_step(cursor.minute) + STEP)), there)
    after = there[at + 1 :]
    if after and after[0].begin < there[at].end:
        return replace(cursor, minute=after[0].begin, chosen=after[0].row.id)
    end = max(one.end for one in there[: at + 1])
    return landed(replace(cursor, minute=min(DAY - STEP, end)), there)


def up(cursor: Cursor, there: Sequence[Piece]) -> Cursor:
    """One place earlier in the day."""
    at = _place(cursor, there)
    if at is not None and at > 0 and there[at - 1].end > there[at].begin:
        before = there[at - 1]
        return replace(cursor, minute=before.begin, chosen=before.row.id)
    begin = cursor.minute if at is None else there[at].begin
    minute = max(0, -(-begin // STEP) * STEP - STEP)
    if at == 0 and begin == 0:
        return cursor
    return landed(replace(cursor, minute=minute), there, last=True)


def aside(cursor: Cursor, days: int, there: Sequence[Piece]) -> Cursor:
    """The same time on another day, whose pieces these are."""
    return landed(replace(cursor, day=within_calendar(cursor.day + timedelta(days=days))), there)


def landed(cursor: Cursor, there: Sequence[Piece], last: bool = False) -> Cursor:
    """The same place with what is chosen there: an appointment that takes its minute, or begins before the next place."""
    found = [one for one in there if one.begin < cursor.minute + STEP and one.end > cursor.minute]
    if not found:
        return replace(cursor, chosen=None)
    one = found[-1] if last else found[0]
    return replace(cursor, chosen=one.row.id)


def _place(cursor: Cursor, there: Sequence[Piece]) -> int | None:
    return next((at for at, one in enumerate(there) if one.row.id == cursor.chosen), None)


def _on_step(minute: int) -> int:
    return minute // STEP * STEP
