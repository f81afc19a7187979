"""Appointments and days in words: for the line beneath the calendar, tool tips, and those who do not see it."""

from collections.abc import Sequence
from datetime import date

from kapdesk.domain.appointments import AppointmentStatus, clock
from kapdesk.domain.dates import long
from kapdesk.ui import days
from kapdesk.usecases.calendar.appointments import AppointmentRow

AS_IT_WAS = "Cancel leaves the appointment where it was."
_MOST_TOLD = 3
"""Appointments that are named in one sentence."""


def day_in_words(day: date, today: date) -> str:
    """`Tuesday, June 9`, with the year when it is not this one."""
    return f"{days.weekday(day)}, {days.in_full(day, today)}" + (" (today)" if day == today else "")


def span_in_words(first: date, last: date) -> str:
    """`June 8–12, 2026`, `June 29 – July 3, 2026`."""
    if first == last:
        return f"{days.weekday(first)}, {days.in_full(first)}"
    end = str(last.day) if (first.year, first.month) == (last.year, last.month) else long(last, first)
    year = "" if last.year != first.year else f", {first.year}"
    dash = "–" if end.isdigit() else " – "
    return f"{long(first, last)}{dash}{end}{year}"


def appointment_in_words(row: AppointmentRow) -> str:
    """`9:00–12:00, Rosa Delgado, ketamine session, held`; her own words at the end."""
    kind = row.kind.words[0].lower() + row.kind.words[1:]
    state = (row.state or "booked") if row.client or row.status is not AppointmentStatus.BOOKED else ""
    own = [words for words in (row.words, row.status_words) if words and words != row.title]
    parts = [row.when.words, row.title, kind if row.title != row.kind.words else "", state.lower(), *own]
    return ", ".join(part for part in parts if part) + (", one of a series" if row.series else "")


def days_in_words(day: date, today: date, rows: Sequence[AppointmentRow]) -> str:
    """All that is kept on a day, one after the other."""
    there = [row for row in rows if row.when.day <= day <= row.when.last_day]
    told = "; ".join(appointment_in_words(row) for row in there) if there else "nothing is booked"
    return f"{day_in_words(day, today)}: {told}."


def overlap_in_words(rows: Sequence[AppointmentRow]) -> str:
    """`Overlaps with Theo Marsh, 13:30–14:20.`; empty for none."""
    if not rows:
        return ""
    told = [f"{row.title}, {_times(row)}" for row in rows[:_MOST_TOLD]]
    more = f" and {len(rows) - _MOST_TOLD} more" if len(rows) > _MOST_TOLD else ""
    return f"Overlaps with {'; '.join(told)}{more}."


def _times(row: AppointmentRow) -> str:
    if row.when.day == row.when.last_day:
        return row.when.words
    return f"{long(row.when.day, row.when.day)} {clock(row.when.starts)} to {long(row.when.last_day, row.when.day)}"
