"""The calendar as a file for other calendars (.ics): times, and initials or “busy”; never a name, a kind, or other words."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from kapdesk.domain.dates import in_full
from kapdesk.errors import BadInput
from kapdesk.records.appointment import Appointment
from kapdesk.usecases.calendar.appointment_rows import between, practice_zone
from kapdesk.usecases.house.history import enter
from kapdesk.vault.database import Vault

_BUSY = "busy"
_LONGEST_SPAN = 366 * 2
"""Days; more at once is taken for a slip of the keys."""


class Shown(StrEnum):
    """What stands at each time."""

    BUSY = "busy"
    INITIALS = "initials"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return "Only “busy”" if self is Shown.BUSY else "Initials"


def calendar_ics(vault: Vault, first: date, last: date, shown: Shown, at: datetime) -> tuple[bytes, int]:
    """What takes time on these days, as an iCalendar file; its bytes, and how many appointments it holds.

    Each keeps its identity from one file to the next, so that another calendar knows it again. Times are in UTC, which is
    right on the days on which clocks change, too. BadInput for a span that cannot be, or without any appointment.
    """
    from icalendar import Calendar, Event

    if last < first:
        raise BadInput("The last day is before the first one.", "last")
    if last - first > timedelta(days=_LONGEST_SPAN):
        raise BadInput("That is more than two years. Choose fewer days.", "last")
    with vault.read() as db:
        rows = [row for row in between(db, first, last, practice_zone(db)) if row.status.takes_time]
        uids = dict(db.execute(select(Appointment.id, Appointment.uid)).all())
    if not rows:
        raise BadInput("There is no appointment on these days.", "first")
    file = Calendar()
    file.add("prodid", "-//kapdesk//calendar//EN")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    for row in rows:
        event = Event()
        event.add("uid", f"{uids[row.id]}@kapdesk")
        event.add("dtstamp", at.astimezone(UTC))
        event.add("dtstart", row.when.at.astimezone(UTC))
        event.add("dtend", row.when.until.astimezone(UTC))
        event.add("summary", (row.initials or _BUSY) if shown is Shown.INITIALS else _BUSY)
        event.add("class", "PRIVATE")
        event.add("transp", "OPAQUE")
        file.add_component(event)
    return file.to_ical(), len(rows)


def enter_exported(vault: Vault, first: date, last: date, shown: Shown, number: int, at: datetime) -> None:
    """Enter which days were written to a file, with what, and how many appointments."""
    what = "initials" if shown is Shown.INITIALS else "busy"
    span = f"{in_full(first)} to {in_full(last)}, {what}, {number} appointment{'s' if number != 1 else ''}"
    with vault.write() as db:
        enter(db, at, "calendar", "exported", detail=span)
