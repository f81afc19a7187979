"""The gate by keyboard: one line after the other, kept as it is typed, and closed until each owner has said it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kapdesk.domain.contacts import Contact, Role
from kapdesk.domain.gate import in_the_way
from kapdesk.domain.medicine_day import DayEnding
from kapdesk.domain.orders import Limits, Order
from kapdesk.ui import ask
from kapdesk.ui.gate.panel import GatePanel
from kapdesk.ui.gate.views import Turn
from kapdesk.ui.session.emergency import EmergencyCard
from kapdesk.ui.session.medicine_panel import MedicinePanel
from kapdesk.ui.session.page import SessionPage
from kapdesk.usecases.course import courses, ready
from kapdesk.usecases.medicine_day import gate, medicine_days
from kapdesk.usecases.people import clients, contacts
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.prescribing import orders
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.papers import signed_on_paper
from tests.ui.seen import type_keys, words_in_sight

NINE = NOW.replace(hour=9, minute=0)


@pytest.fixture
def client(vault: Vault) -> int:
    """Somebody with an order; the chart's own lines are passed by `chart_is_done`."""
    number = clients.create_client(vault, ClientFacts("Rosa Delgado"), NINE)
    order = Order(
        "Dr. Amari",
        written_on=date(2026, 5, 2),
        dose_least_mg=100,
        dose_most_mg=200,
        limits=Limits(systolic_most=140, diastolic_most=90, pulse_most=100),
    )
    orders.enter_order(vault, number, order, NINE)
    return number


@pytest.fixture
def day(vault: Vault, client: int) -> int:
    return medicine_days.begin(vault, client, NINE)


@pytest.fixture
def open_panel(qtbot: QtBot, vault: Vault, day: int) -> Callable[[], GatePanel]:
    """A panel alone, as after a lock: made anew each time."""

    def opened() -> GatePanel:
        panel = GatePanel(vault, lambda: NINE)
        panel.resize(1000, 640)
        qtbot.addWidget(panel)
        with qtbot.waitActive(panel):
            panel.show()
            panel.activateWindow()
        panel.show_day(medicine_days.get_day(vault, day, NINE))
        return panel

    return opened


def chart_is_done(vault: Vault, client: int, day: int) -> None:
    """What the chart asks for is ticked, seen or passed, so that only the day's own lines are left."""
    signed_on_paper(vault, client, NINE, on=TODAY - timedelta(days=9))
    ready.tick(vault, client, "baseline", TODAY, "Robin Alder", "", None, NINE)
    for one in in_the_way(gate.gate(vault, day, NINE)):
        if one.needs == "reason":
            gate.pass_with_reason(vault, day, one, "agreed", NINE)
        elif one.needs == "seen":
            gate.see(vault, day, one, NINE)


def answer_all() -> None:
    """All ten lines, in one go."""
    enter = Qt.Key.Key_Return
    type_keys("y", "n", "n", "y")
    type_keys("Slept 7 h, toast at 6", enter, "y")
    type_keys("R. Delgado", enter, "100", enter, "4", enter, "2", enter)
    type_keys("1", "3", enter)
    type_keys("Let the grief have its own room.", enter)
    type_keys("124/78 72", enter)


def question(panel: GatePanel) -> str:
    return panel.asking.heading.text()


def test_all_lines_are_answered_by_keyboard_in_one_go_and_medicine_is_two_steps_away(
    vault: Vault, client: int, day: int, open_panel: Callable[[], GatePanel]
) -> None:
    chart_is_done(vault, client, day)
    panel, wanted = open_panel(), []
    panel.medicine_wanted.connect(lambda: wanted.append("medicine"))
    type_keys("k")
    assert wanted == []
    assert "In the way (10)" in panel.asking.error.text()
    answer_all()
    found = gate.gate(vault, day, NINE)
    assert in_the_way(found) == ()
    assert question(panel) == "Nothing is in the way."
    kept = medicine_days.get_day(vault, day, NINE)
    assert kept.intention == "Let the grief have its own room."
    assert kept.agreed == ("hand", "shoulder")
    tablets = kept.answer("tablets")
    assert tablets is not None
    assert tablets.data == {"strength_mg": 100, "brought": 8, "taken": 4, "label": "R. Delgado"}
    type_keys("k")
    assert wanted == ["medicine"], "begin is one step, this is the second"


def test_what_is_typed_survives_a_lock_and_is_gone_on_with(
    vault: Vault, day: int, open_panel: Callable[[], GatePanel]
) -> None:
    first = open_panel()
    type_keys("y", "t", "at night, not")
    first.hide()
    again = open_panel()
    assert question(again).startswith("Mood, thoughts of death")
    assert again.asking.fields.values() == {"words": "at night, not"}
    type_keys(" now", Qt.Key.Key_Return)
    said = medicine_days.get_day(vault, day, NINE)
    risk = said.answer("risk")
    assert risk is not None
    assert (risk.answer, risk.words) == ("thoughts", "at night, not now")
    assert said.line is None
    type_keys(Qt.Key.Key_Up, "g", "n")
    assert [one.answer for one in medicine_days.get_day(vault, day, NINE).answers] == ["yes", "thoughts", "none"]


def test_drafts_of_two_lines_are_both_kept(vault: Vault, day: int, open_panel: Callable[[], GatePanel]) -> None:
    first = open_panel()
    type_keys("9", "rest", Qt.Key.Key_Down, "124/", Qt.Key.Key_Escape, "1", "y")
    first.hide()
    again = open_panel()
    again.turn_to("intention")
    assert again.asking.fields.values() == {"words": "rest"}
    again.turn_to("vitals")
    assert again.asking.fields.values() == {"line": "124/"}


def test_vitals_outside_the_limits_wait_for_the_prescriber_alone(
    vault: Vault, client: int, day: int, open_panel: Callable[[], GatePanel]
) -> None:
    chart_is_done(vault, client, day)
    panel = open_panel()
    type_keys("0", "150/92 88", Qt.Key.Key_Return)
    assert question(panel).startswith("Consent said again"), "the rest is asked first"
    panel.turn_to("vitals")
    assert "outside the limits of the order of May 2 (Dr. Amari)" in panel.asking.why.text()
    type_keys("r", "s", Qt.Key.Key_Return)  # no reason, no seeing: Enter asks for the prescriber's answer
    assert question(panel) == "The prescriber’s answer"
    assert "If the answer is no: Esc" in words_in_sight(panel)
    assert panel.asking.fields.is_open
    type_keys("by telephone", Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert "words" in panel.asking.error.text()
    type_keys("up to 155 today", Qt.Key.Key_Return)
    found = panel.found("vitals")
    assert found is not None
    assert (found.line.state, found.needs) == ("red", "")
    assert "up to 155 today" in found.passed_by
    assert [one.words for one in orders.list_answers(vault, client)] == ["up to 155 today"]


def test_an_implausible_reading_is_asked_about(vault: Vault, day: int, open_panel: Callable[[], GatePanel]) -> None:
    panel = open_panel()
    ask.answer(False)
    assert panel.asking.mode.text() == "Keys"
    type_keys("0", "124/78 720", Qt.Key.Key_Return)
    assert ask.asked == ["Is this right: pulse 720?"]
    assert medicine_days.get_day(vault, day, NINE).answer("vitals") is None
    assert panel.asking.mode.text() == "Typing · Esc: keys"


def test_a_line_is_left_for_later_and_taken_up_when_its_time_has_come(
    vault: Vault, client: int, day: int, qtbot: QtBot
) -> None:
    chart_is_done(vault, client, day)
    at: list[datetime] = [NINE]
    panel = GatePanel(vault, lambda: at[0])
    qtbot.addWidget(panel)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    panel.show_day(medicine_days.get_day(vault, day, NINE))
    type_keys("0", Qt.Key.Key_Escape, "l", "resting, second reading", Qt.Key.Key_Return, "9:05", Qt.Key.Key_Return)
    type_keys("y", "n", "n", "y", "slept", Qt.Key.Key_Return, "y", Qt.Key.Key_Return)
    type_keys("100", Qt.Key.Key_Return, "2", Qt.Key.Key_Return, "2", Qt.Key.Key_Return, "n", "rest", Qt.Key.Key_Return)
    assert question(panel) == "Everything else is said."
    assert "Sooner, by its digit: 0 Vitals before." in words_in_sight(panel)
    assert "later: resting, second reading, 09:05" in words_in_sight(panel)
    at[0] = NINE.replace(minute=6)
    panel.look_again()
    assert question(panel) == "Vitals before"
    assert "due: resting, second reading, 09:05" in words_in_sight(panel)
    type_keys("152/94 104", Qt.Key.Key_Return)
    panel.turn_to("vitals")
    type_keys("l", "resting", Qt.Key.Key_Return, "9:15", Qt.Key.Key_Return)
    at[0] = NINE.replace(minute=16)
    panel.turn_to("vitals")
    type_keys(Qt.Key.Key_Return)
    assert panel.turn == Turn("vitals", "ask"), "after the rest Enter reads again, and answers nothing else"


def test_current_intent_turns_to_the_emergency_path(
    vault: Vault, client: int, day: int, open_panel: Callable[[], GatePanel]
) -> None:
    amari = Contact("Dr. Amari", phone="505-555-0120")
    contacts.save_person(vault, client, amari, contacts.Link(role=Role.PRESCRIBER), NINE)
    panel = open_panel()
    looked: list[str] = []
    ended: list[bool] = []
    panel.look_wanted.connect(looked.append)
    panel.ended.connect(lambda: ended.append(True))
    type_keys("y", "i")
    words = words_in_sight(panel)
    assert "988" in words
    assert "911" in words
    assert "Dr. Amari, 505-555-0120" in words
    assert "Reason" not in words
    type_keys("s", "k", "r")
    assert looked == ["safety"]
    type_keys("g")
    assert question(panel).startswith("Mood")
    type_keys(Qt.Key.Key_Escape)
    ask.answer(True)
    type_keys("p")
    assert ended == [True]
    assert medicine_days.get_day(vault, day, NINE).ending is DayEnding.POSTPONED


def test_postponing_asks_why_and_can_be_taken_back(vault: Vault, day: int, open_panel: Callable[[], GatePanel]) -> None:
    panel = open_panel()
    undone: list[object] = []
    panel.said.connect(lambda _words, undo: undone.append(undo))
    type_keys("p", Qt.Key.Key_Return)
    assert "why" in panel.asking.error.text()
    type_keys("not sober", Qt.Key.Key_Return)
    assert medicine_days.get_day(vault, day, NINE).ending is DayEnding.POSTPONED
    undone[0].take_back(vault, NINE)
    assert medicine_days.get_day(vault, day, NINE).ended_at is None


def test_a_session_held_without_medicine_closes_the_gate_with_its_reason(
    vault: Vault, client: int, day: int, open_panel: Callable[[], GatePanel]
) -> None:
    panel = open_panel()
    type_keys("q", "too tired", Qt.Key.Key_Return)
    assert question(panel) == "The gate closed at 09:00."
    assert [row.medicine for row in courses.list_sessions(vault, client)] == ["not_taken"]
    type_keys("y", "k", "0")
    assert medicine_days.get_day(vault, day, NINE).answers == ()


def test_on_the_screen_of_the_session_the_gate_is_taken_up_and_goes_on_to_the_medicine(
    vault: Vault, client: int, day: int, qtbot: QtBot
) -> None:
    def page() -> SessionPage:
        made = SessionPage(vault, lambda: NINE)
        qtbot.addWidget(made)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        made.open_day(day)
        return made

    chart_is_done(vault, client, day)
    first = page()
    type_keys("0", "124/78")
    first.close_down()
    first.hide()
    again = page()
    assert again.gate.asking.fields.values() == {"line": "124/78"}
    type_keys(" 72", Qt.Key.Key_Return, "e")
    assert isinstance(again.over, EmergencyCard)
    type_keys(Qt.Key.Key_Escape, "k")
    assert again.over is None
    assert "In the way (9)" in again.gate.asking.error.text()
    button = again.gate.asking.findChild(QPushButton, "gate_anyway")
    assert button is not None
    button.click()
    assert isinstance(again.over, MedicinePanel), "what was taken can always be entered"
