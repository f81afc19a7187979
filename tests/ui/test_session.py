"""The session screen lived through with the keyboard: one key one entry, the line, what is asked once more."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kapdesk.domain.entry_words import entry_words
from kapdesk.domain.medicine_day import EntryKind, Shown, standing
from kapdesk.domain.orders import Limits, Order
from kapdesk.domain.tablets import Dose
from kapdesk.ui.session.page import SessionPage
from kapdesk.usecases import clients, gate, medicine, medicine_days, orders
from kapdesk.usecases.clients import ClientFacts
from kapdesk.vault.database import Vault
from tests.conftest import NOW


class Times:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW.replace(hour=9, minute=0)

    def __call__(self) -> datetime:
        return self.now

    def at(self, hour: int, minute: int, second: int = 0) -> datetime:
        self.now = NOW.replace(hour=hour, minute=minute, second=second)
        return self.now


@pytest.fixture
def times() -> Times:
    return Times()


@pytest.fixture
def day(vault: Vault, times: Times) -> int:
    """A day whose gate was answered; the client is Rosa Delgado."""
    client = clients.create_client(vault, ClientFacts("Rosa Delgado"), times())
    order = Order(
        "Dr. Amari",
        written_on=date(2026, 5, 2),
        dose_least_mg=100,
        dose_most_mg=200,
        limits=Limits(systolic_most=140, diastolic_most=90, pulse_most=100),
    )
    orders.enter_order(vault, client, order, times())
    number = medicine_days.begin(vault, client, times())
    gate.answer(vault, number, "touch_today", times(), data={"agreed": ["hand", "shoulder"]})
    gate.answer(vault, number, "tablets", times(), data={"taken": 4, "brought": 4, "strength_mg": 100})
    return number


@pytest.fixture
def taken(vault: Vault, day: int, times: Times) -> int:
    """The same after medicine in at 9:26."""
    at = times.at(9, 26)
    medicine.take_in(vault, day, Dose(4, 100), 4, "", at, at)
    return day


@pytest.fixture
def page(qtbot: QtBot, vault: Vault, taken: int, times: Times) -> Iterator[SessionPage]:
    """The screen alone, with the running session."""
    yield from shown_page(qtbot, vault, taken, times)


def shown_page(qtbot: QtBot, vault: Vault, day: int, times: Times) -> Iterator[SessionPage]:
    made = SessionPage(vault, times, steady=lambda: times().timestamp())
    qtbot.addWidget(made)
    made.resize(1280, 800)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.open_day(day)
    yield made
    made.close_down()


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(qtbot: QtBot, *keys: str) -> None:
    """Press keys where the cursor is: letters, and `Enter`, `Esc`, `Up`, `Down`, `Tab`, `F4`."""
    named = {"Enter": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape, "Up": Qt.Key.Key_Up, "Down": Qt.Key.Key_Down}
    named |= {"Tab": Qt.Key.Key_Tab, "F4": Qt.Key.Key_F4, "F6": Qt.Key.Key_F6}
    for key in keys:
        if key in named:
            qtbot.keyClick(focus(), named[key])
        else:
            qtbot.keyClick(focus(), key)


def typed(qtbot: QtBot, words: str) -> None:
    qtbot.keyClicks(focus(), words)


def entries(vault: Vault, day: int) -> list[Shown]:
    return list(standing(medicine_days.get_day(vault, day, NOW).entries))


def last(vault: Vault, day: int) -> Shown:
    """The entry that was made last."""
    return max(entries(vault, day), key=lambda one: one.id)


def test_a_key_is_an_entry_with_the_time_of_the_key_and_only_one(
    qtbot: QtBot, vault: Vault, page: SessionPage, taken: int, times: Times
) -> None:
    at = times.at(9, 44, 7)
    press(qtbot, "s")
    assert (last(vault, taken).kind, last(vault, taken).at) == (EntryKind.SPOKE, at)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_S, Qt.KeyboardModifier.NoModifier, "s", True)
    QApplication.sendEvent(focus(), held)
    qtbot.keyClick(focus(), "d", Qt.KeyboardModifier.ControlModifier)
    assert len(entries(vault, taken)) == 2
    press(qtbot, "Enter")
    typed(qtbot, "it is wide here")
    assert len(entries(vault, taken)) == 2, "letters in the line are words"
    times.now += timedelta(minutes=2)
    press(qtbot, "Enter")
    assert (entry_words(last(vault, taken)), last(vault, taken).at) == ("Spoke: “it is wide here”", at)
    assert last(vault, taken).before == ()


def test_vitals_are_one_key_and_one_line_and_what_is_outside_is_said(
    qtbot: QtBot, vault: Vault, page: SessionPage, taken: int, times: Times
) -> None:
    times.at(9, 40)
    press(qtbot, "v")
    typed(qtbot, "152/94 720 98")
    press(qtbot, "Enter")
    assert "pulse 720" in page.running.line.problem.text()
    qtbot.keyClick(focus(), "a", Qt.KeyboardModifier.ControlModifier)
    typed(qtbot, "152/94 72 98 +10")
    press(qtbot, "Enter")
    assert entry_words(last(vault, taken)) == "Vitals 152/94, 72, SpO₂ 98, again in 10 min"
    said = page.running.clock.outside.text().lower()
    assert "outside the limits of the order of may 2 (dr. amari): 152/94, up to 140/90" in said
    assert page.running.clock.next.text() == "in 10 min"
    times.at(9, 50)
    page.tick()
    assert page.running.clock.next.property("cue") is True
    assert page.running.clock.clock.text() == "00:24:00"


def test_the_line_is_kept_as_it_is_typed_and_open_again_after_a_stop(
    qtbot: QtBot, vault: Vault, page: SessionPage, taken: int, times: Times
) -> None:
    at = times.at(9, 50)
    press(qtbot, "Enter")
    typed(qtbot, "breathing sl")
    press(qtbot, "Esc")
    press(qtbot, "v")
    typed(qtbot, "124/")
    page.close_down()
    times.at(9, 53)
    again = next(shown_page(qtbot, vault, taken, times))
    assert again.running.line.mode.text() == "Vitals"
    assert again.running.line.edit.text() == "124/"
    press(qtbot, "Esc", "Enter")
    assert again.running.line.edit.text() == "124/", "what was put aside last is offered first"
    typed(qtbot, "78 72")
    press(qtbot, "Enter", "Enter")
    assert again.running.line.edit.text() == "breathing sl"
    typed(qtbot, "ow")
    press(qtbot, "Enter")
    assert (last(vault, taken).words, last(vault, taken).at) == ("breathing slow", at)
    assert medicine_days.get_day(vault, taken, NOW).line is None


def test_an_entry_is_corrected_withdrawn_and_moved_from_the_keyboard(
    qtbot: QtBot, vault: Vault, page: SessionPage, taken: int, times: Times
) -> None:
    for minute, key in ((44, "s"), (49, "m"), (55, "t")):
        times.at(9, minute)
        press(qtbot, key)
        press(qtbot, "Enter")
        typed(qtbot, f"words of {key}")
        press(qtbot, "Enter")
    press(qtbot, "Down", "c", "Tab")
    typed(qtbot, "9:53")
    press(qtbot, "Enter")
    found = last(vault, taken)
    assert (found.at.minute, found.by_hand, [one.at.minute for one in found.before]) == (53, True, [55])
    press(qtbot, "Down", "Down", "z")
    typed(qtbot, "wrong key")
    press(qtbot, "Enter")
    assert [(one.words, one.why) for one in entries(vault, taken) if one.withdrawn] == [("words of m", "wrong key")]
    press(qtbot, "Down", "Down", "Down", "y")
    assert [one.kind for one in entries(vault, taken) if one.moved] == [EntryKind.SPOKE]
