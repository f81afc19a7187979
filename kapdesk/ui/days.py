"""Days and times as they are typed and shown: in the computer's locale."""

import re
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QDate, QLocale

from kapdesk.errors import BadInput

_FORMS = ("yyyy-M-d", "M/d/yyyy", "M-d-yyyy", "d.M.yyyy", "MMMM d, yyyy", "MMM d, yyyy", "MMMM d yyyy", "MMM d yyyy")
_WEEKDAY = re.compile(r"\s*,?\s*d{3,4}\s*,?\s*")
_YEAR = re.compile(r"[\s,]*(?:'[^']*'\s*)?y{2,4}(?:\s*'[^']*')?\.?")
_TIME = re.compile(r"(\d{1,2}?)(?::?(\d{2}))? ?(?:([ap])m?)?")
_EXAMPLE = date(1985, 2, 17)
FIRST_YEAR, LAST_YEAR = 1900, 2100
"""The years of days that can be typed; another one is a slip of the keys."""


def locale() -> QLocale:
    """The computer's locale; US English where the system names none."""
    found = QLocale()
    if found.language() is QLocale.Language.C:
        return QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
    return found


def parse_day(text: str, field: str) -> date | None:
    """A typed day; None for an empty field, BadInput with an example for what is no day, or for a year that cannot be."""
    text = " ".join(text.split())
    if not text:
        return None
    for form in (_short_form(), *_FORMS):
        found = locale().toDate(text, form)
        if found.isValid() and found.year() > 1000:
            if not FIRST_YEAR <= found.year() <= LAST_YEAR:
                span = f"between {FIRST_YEAR} and {LAST_YEAR}"
                raise BadInput(f"Is {found.year()} the right year? Type a day {span}.", field)
            return date(found.year(), found.month(), found.day())
    if re.fullmatch(r"\d{1,2}\D\d{1,2}\D\d{2}", text):
        raise BadInput(f"Type the whole year: {typed(_EXAMPLE)}.", field)
    raise BadInput(f"“{text}” is not a day. Type it as {typed(_EXAMPLE)} or {_EXAMPLE.isoformat()}.", field)


def typed(day: date | None) -> str:
    """A day as it stands in a field for typing, with the whole year: `6/9/2026`."""
    if day is None:
        return ""
    return day.isoformat() if locale().zeroDigit() != "0" else locale().toString(_qdate(day), _short_form())


def typed_form() -> str:
    """How a day is typed here, in letters that are taken for no day: `M/D/YYYY`."""
    return re.sub(r"'[^']*'", "", _short_form()).strip().upper()


def shown(day: date | None, today: date | None = None) -> str:
    """A day as it is read: `Jun 9, 2026`; without the year when it is that of `today`."""
    return "" if day is None else _written(day, today, "MMM")


def in_full(day: date, today: date | None = None) -> str:
    """`June 9, 2026`; without the year when it is that of `today`."""
    return _written(day, today, "MMMM")


def parse_time(text: str, field: str) -> time | None:
    """A typed time of day (`9:05`, `905`, `14.30`, `2:30 pm`); None for an empty field, BadInput for what is none."""
    text = " ".join(text.lower().replace(".", ":").split()).removesuffix(":")
    if not text:
        return None
    found = _TIME.fullmatch(text.replace("a:m", "am").replace("p:m", "pm"))
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    if found and found[3]:
        hour = hour % 12 + (12 if found[3] == "p" else 0) if 1 <= hour <= 12 else 99
    if hour > 23 or minute > 59:
        raise BadInput(f"“{text}” is not a time of day. Type it as 9:05 or 14:30.", field)
    return time(hour, minute)


def weekday(day: date, short: bool = False) -> str:
    """`Tuesday`, or `Tue`."""
    form = QLocale.FormatType.ShortFormat if short else QLocale.FormatType.LongFormat
    return locale().dayName(day.isoweekday(), form)


def month_name(day: date) -> str:
    """`June 2026`."""
    return f"{locale().standaloneMonthName(day.month)} {day.year}"


def first_of_week(day: date) -> date:
    """The day on which the week of a day begins, as this computer's calendars show it."""
    return day - timedelta(days=(day.isoweekday() - locale().firstDayOfWeek().value) % 7)


def clock_time(at: datetime) -> str:
    """The time of day: `14:02`."""
    return f"{at:%H:%M}"


def moment(at: datetime, now: datetime | None = None) -> str:
    """Day and time: `June 9, 2026, 14:02`; with `now` in its time zone, and without the year when it is the same."""
    there = at if now is None else at.astimezone(now.tzinfo)
    return f"{in_full(there.date(), None if now is None else now.date())}, {clock_time(there)}"


def days_ago(days: int) -> str:
    """`today`, `1 day`, `3 days`."""
    return "today" if days == 0 else f"{days} day" + ("" if days == 1 else "s")


def _short_form() -> str:
    if locale().zeroDigit() != "0":  # what is typed with other digits is not read back reliably
        return "yyyy-MM-dd"
    return re.sub(r"y+", "yyyy", locale().dateFormat(QLocale.FormatType.ShortFormat))


def _written(day: date, today: date | None, month: str) -> str:
    form = _WEEKDAY.sub("", locale().dateFormat(QLocale.FormatType.LongFormat))
    form = re.sub(r"M{3,4}", month, form)
    if today is not None and day.year == today.year and not form.startswith("y"):
        form = _YEAR.sub("", form)
    return locale().toString(_qdate(day), form.strip(" ,"))


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
