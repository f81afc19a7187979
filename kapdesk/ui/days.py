"""Days and times as they are typed and shown: in the computer's locale."""

from datetime import date, datetime

from PySide6.QtCore import QDate, QLocale

from kapdesk.errors import BadInput

_FORMS = ("yyyy-M-d", "M/d/yyyy", "M-d-yyyy", "d.M.yyyy", "MMMM d, yyyy", "MMM d, yyyy", "MMMM d yyyy", "MMM d yyyy")


def parse_day(text: str, field: str) -> date | None:
    """A typed day; None for an empty field, BadInput with an example for what is no day."""
    text = " ".join(text.split())
    if not text:
        return None
    locale = QLocale()
    for form in (
        locale.dateFormat(QLocale.FormatType.ShortFormat).replace("yy", "yyyy").replace("yyyyyyyy", "yyyy"),
        *_FORMS,
    ):
        found = locale.toDate(text, form)
        if found.isValid() and found.year() > 1000:
            return date(found.year(), found.month(), found.day())
    example = typed(date(1985, 2, 17))
    raise BadInput(f"“{text}” is not a day. Type it as {example} or 1985-02-17.", field)


def typed(day: date | None) -> str:
    """A day as it stands in a field for typing, with the whole year."""
    if day is None:
        return ""
    form = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    form = form if "yyyy" in form else form.replace("yy", "yyyy")
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


def shown(day: date | None) -> str:
    """A day as it is read: `Jun 9, 2026`."""
    if day is None:
        return ""
    return QLocale().toString(
        QDate(day.year, day.month, day.day), QLocale.FormatType.ShortFormat if _is_short() else "MMM d, yyyy"
    )


def clock_time(at: datetime) -> str:
    """The time of day: `14:02`."""
    return f"{at:%H:%M}"


def moment(at: datetime) -> str:
    """Day and time: `Jun 9, 2026, 14:02`."""
    return f"{shown(at.date())}, {clock_time(at)}"


def _is_short() -> bool:
    return QLocale().language() is not QLocale.Language.English
