"""Days and times as this computer writes them, and days as a person types them."""

import re
from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale

from kapdesk.errors import BadInput

_WEEKDAY = re.compile(r"\s*,?\s*d{3,4}\s*,?\s*")
_YEAR = re.compile(r"[\s,]*(?:'[^']*'\s*)?y{2,4}(?:\s*'[^']*')?\.?")


def locale() -> QLocale:
    """The computer's locale; US English where the system names none."""
    found = QLocale()
    if found.language() is QLocale.Language.C:
        return QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
    return found


def day(on: date, today: date | None = None) -> str:
    """`Jun 9, 2026`; without the year when it is today's."""
    return _written(on, today, "MMM")


def day_in_full(on: date, today: date | None = None) -> str:
    """`June 9, 2026`; without the year when it is today's."""
    return _written(on, today, "MMMM")


def clock_time(at: datetime, now: datetime) -> str:
    """`14:02`, in the time zone of `now`."""
    return at.astimezone(now.tzinfo).strftime("%H:%M")


def moment(at: datetime, now: datetime) -> str:
    """`June 9, 14:02`, in the time zone of `now`."""
    there = at.astimezone(now.tzinfo)
    return f"{day_in_full(there.date(), now.date())}, {there:%H:%M}"


def typed(on: date | None) -> str:
    """A day as it stands in a field, the year in full: `6/9/2026`."""
    return "" if on is None else locale().toString(_qdate(on), _short_format())


def parse(text: str, field: str = "") -> date | None:
    """A typed day, None for an empty field; BadInput says how to type it."""
    words = " ".join(text.split())
    if not words:
        return None
    for form in (_short_format(), "yyyy-MM-dd", "MMMM d, yyyy", "MMM d, yyyy", "MMMM d yyyy", "MMM d yyyy"):
        found = locale().toDate(words, form)
        if found.isValid():
            return date(found.year(), found.month(), found.day())
    example = typed(date(1985, 2, 17))
    if re.fullmatch(r"\d{1,2}\D\d{1,2}\D\d{2}", words):
        raise BadInput(f"Write the year with four digits, like {example}.", field)
    raise BadInput(f"“{words}” is not a date. Type it like {example}.", field)


def _short_format() -> str:
    form = locale().dateFormat(QLocale.FormatType.ShortFormat)
    return re.sub(r"y+", "yyyy", form)


def _written(on: date, today: date | None, month: str) -> str:
    form = _WEEKDAY.sub("", locale().dateFormat(QLocale.FormatType.LongFormat))
    form = re.sub(r"M{3,4}", month, form)
    if today is not None and on.year == today.year and not form.startswith("y"):
        form = _YEAR.sub("", form)
    return locale().toString(_qdate(on), form.strip(" ,"))


def _qdate(on: date) -> QDate:
    return QDate(on.year, on.month, on.day)
