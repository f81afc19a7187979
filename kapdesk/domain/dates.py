"""Dates in words, as the desk and its papers write them (US English)."""

import calendar
from datetime import date

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def in_full(day: date) -> str:
    """`June 9, 2026`."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def long(day: date, today: date) -> str:
    """`June 9`, with the year when it is not this one."""
    return f"{_MONTHS[day.month - 1]} {day.day}" if day.year == today.year else in_full(day)


def short(day: date, today: date) -> str:
    """`Jun 9`, with the year when it is not this one."""
    words = f"{_MONTHS[day.month - 1][:3]} {day.day}"
    return words if day.year == today.year else f"{words}, {day.year}"


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def weekday_in_full(day: date) -> str:
    """`Tuesday, June 9, 2026`."""
    return f"{_WEEKDAYS[day.weekday()]}, {in_full(day)}"
