"""Days and times in words and in fields, in several languages."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QLocale, Qt
from pytestqt.qtbot import QtBot

from kapdesk.errors import BadInput
from kapdesk.ui import days
from kapdesk.ui.date_field import DateField
from tests.conftest import NOW, TODAY


@pytest.fixture
def language() -> Iterator[None]:
    """Whatever a test sets is taken back."""
    before = QLocale()
    yield
    QLocale.setDefault(before)


def test_days_as_they_are_read() -> None:
    assert days.shown(TODAY) == "Jun 9, 2026"
    assert days.shown(TODAY, TODAY) == "Jun 9"
    assert days.shown(date(2025, 6, 9), TODAY) == "Jun 9, 2025"
    assert days.in_full(TODAY) == "June 9, 2026"
    assert days.shown(None) == ""
    assert [days.days_ago(number) for number in (0, 1, 3)] == ["today", "1 day", "3 days"]


def test_moments_are_told_in_the_practices_time_zone() -> None:
    at = datetime(2026, 6, 10, 3, 30, tzinfo=UTC)
    assert days.moment(at, NOW) == "June 9, 21:30"
    assert days.moment(NOW) == "June 9, 2026, 14:02"
    assert days.clock_time(NOW) == "14:02"


@pytest.mark.parametrize(
    ("language_name", "read", "short", "typed"),
    [
        ("en_US", "Feb 17, 1985", "Feb 17", "2/17/1985"),
        ("en_GB", "17 Feb 1985", "17 Feb", "17/02/1985"),
        ("de_DE", "17. Feb. 1985", "17. Feb.", "17.02.1985"),
        ("fr_FR", "17 févr. 1985", "17 févr.", "17/02/1985"),
        ("C", "Feb 17, 1985", "Feb 17", "2/17/1985"),
    ],
)
@pytest.mark.usefixtures("language")
def test_days_follow_the_computers_language(language_name: str, read: str, short: str, typed: str) -> None:
    QLocale.setDefault(QLocale.c() if language_name == "C" else QLocale(language_name))
    day = date(1985, 2, 17)
    assert days.shown(day) == read
    assert days.shown(day, date(1985, 12, 1)) == short
    assert days.typed(day) == typed
    assert days.parse_day(typed, "birth_date") == day
    assert days.parse_day("1985-2-17", "birth_date") == day


@pytest.mark.usefixtures("language")
def test_every_language_reads_what_it_writes() -> None:
    for found in QLocale.matchingLocales(
        QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry
    ):
        QLocale.setDefault(found)
        for day in (date(1985, 2, 17), date(2026, 12, 1)):
            assert days.parse_day(days.typed(day), "on") == day, found.name()
            assert days.shown(day, day), found.name()


@pytest.mark.parametrize("typed", ["yesterday", "2/30/2026", "17", "0/0/0000", "1/1/1"])
def test_what_is_no_day_is_answered_with_an_example(typed: str) -> None:
    with pytest.raises(BadInput, match=r"Type it as 2/17/1985 or 1985-02-17\.") as told:
        days.parse_day(typed, "on")
    assert told.value.field == "on"


def test_an_empty_field_is_no_day() -> None:
    assert days.parse_day("  ", "on") is None


@pytest.mark.parametrize(("name", "form"), [("en_US", "M/D/YYYY"), ("de_DE", "DD.MM.YYYY"), ("fr_FR", "DD/MM/YYYY")])
@pytest.mark.usefixtures("language")
def test_an_empty_field_shows_how_a_day_is_typed(qtbot: QtBot, name: str, form: str) -> None:
    QLocale.setDefault(QLocale(name))
    field = DateField("on", "Day")
    qtbot.addWidget(field)
    assert field.placeholderText() == form


def test_the_calendar_has_ends(qtbot: QtBot) -> None:
    for typed in ("12/31/9999", "1899-12-31", "1/1/2101"):
        with pytest.raises(BadInput, match="Type a day between 1900 and 2100"):
            days.parse_day(typed, "on")
    field = DateField("on", "Day")
    qtbot.addWidget(field)
    for text, key in (
        ("12/31/2100", Qt.Key.Key_Up),
        ("1/1/1900", Qt.Key.Key_Down),
        ("12/31/9999", Qt.Key.Key_Up),
    ):
        field.setText(text)
        qtbot.keyClick(field, key)
        assert field.text() == text


def test_up_and_down_go_a_day_on_and_back(qtbot: QtBot) -> None:
    field = DateField("on", "Day", date(2026, 2, 28))
    qtbot.addWidget(field)
    with qtbot.waitSignal(field.day_changed):
        qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.day() == date(2026, 3, 1)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field.text() == "2/28/2026"
    field.setText("nonsense")
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.text() == "nonsense"
    field.set_day(None)
    assert field.day() is None
