"""The session screen lived through with the keyboard: one key one entry, the line, what is asked once more."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kapdesk import app as program
from kapdesk.app import Desk
from kapdesk.domain.entry_words import entry_words
from kapdesk.domain.medicine_day import EntryKind, Shown, standing
from kapdesk.domain.orders import Limits, Order
from kapdesk.domain.plans import SafetyPlan
from kapdesk.domain.tablets import Dose
from kapdesk.ui.session.emergency import EmergencyCard
from kapdesk.ui.session.page import SessionPage
from kapdesk.ui.unlock import UnlockWindow
from kapdesk.ui.window import Window
from kapdesk.usecases.house import opening
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.medicine_day import gate, medicine, medicine_days
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.prescribing import orders
from kapdesk.usecases.writing import plans, private_notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.ui.seen import focus, type_keys, words_in_sight


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


def entries(vault: Vault, day: int) -> list[Shown]:
    return list(standing(medicine_days.get_day(vault, day, NOW).entries))


def last(vault: Vault, day: int) -> Shown:
    """The entry that was made last."""
    return max(entries(vault, day), key=lambda one: one.id)


def test_a_key_is_an_entry_with_the_time_of_the_key_and_only_one(
    qtbot: QtBot, vault: Vault, page: SessionPage, taken: int, times: Times
) -> None:
    at = times.at(9, 44, 7)
    type_keys("s")
    assert (last(vault, taken).kind, last(vault, taken).at) == (EntryKind.SPOKE, at)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_S, Qt.KeyboardModifier.NoModifier, "s", True)
    QApplication.sendEvent(focus(), held)
    qtbot.keyClick(focus(), "d", Qt.KeyboardModifier.ControlModifier)
    assert len(entries(vault, taken)) == 2
    type_keys("Enter")
    type_keys("it is wide here")
    assert len(entries(vault, taken)) == 2, "letters in the line are words"
    times.now += timedelta(minutes=2)
    type_keys("Enter")
    assert (entry_words(last(vault, taken)), last(vault, taken).at) == ("Spoke: “it is wide here”", at)
    assert last(vault, taken).before == ()


def test_escape_is_for_the_gate_and_not_for_the_window_around_it(
    qtbot: QtBot, vault: Vault, day: int, times: Times
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    taken: list[bool] = []
    QShortcut(QKeySequence("Escape"), window, lambda: taken.append(True))
    page = SessionPage(vault, times, steady=lambda: times().timestamp())
    QVBoxLayout(window).addWidget(page)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    page.open_day(day)
    said: list[str] = []
    page.said.connect(lambda words, undo: said.append(words if undo is not None else ""))
    type_keys("p")
    assert page.gate.turn.purpose == "postpone"
    type_keys("Esc")
    assert page.gate.turn.purpose != "postpone"
    assert taken == []
    page.messages.setFocus()
    page.steps.changed.emit()
    assert focus() is page.gate.asking, "what became of a step was told: the next key is the gate's"
    page.show_leaving()
    type_keys("Esc")
    assert page.stack.currentWidget() is page.running
    page.show_side()
    type_keys("p")
    type_keys("not sober")
    type_keys("Enter")
    assert said == ["Session postponed"], "it can still be taken back where one comes to"
    page.close_down()


def test_vitals_are_one_key_and_one_line_and_what_is_outside_is_said(
    qtbot: QtBot, vault: Vault, page: SessionPage, taken: int, times: Times
) -> None:
    times.at(9, 40)
    type_keys("v")
    type_keys("152/94 720 98")
    type_keys("Enter")
    assert "pulse 720" in page.running.line.problem.text()
    qtbot.keyClick(focus(), "a", Qt.KeyboardModifier.ControlModifier)
    type_keys("152/94 72 98 +10")
    type_keys("Enter")
    assert entry_words(last(vault, taken)) == "Vitals 152/94, 72, SpO₂ 98, again in 10 min"
    said = page.running.clock.outside.text().lower()
    assert "outside the limits of the order of may 2 (dr. amari): 152/94, up to 140/90" in said
    assert page.running.clock.next.text() == "in 10 min"
    times.at(9, 50)
    page.tick()
    assert page.running.clock.next.property("cue") is True
    assert page.running.clock.clock.text() == "00:24:00"
    for line, above in (("refused", "refused 09:50, last vitals 09:40"), ("p72 +5", "last vitals 09:50")):
        type_keys("v")
        type_keys(line)
        type_keys("Enter")
        assert page.running.clock.last_words.text() == above
        assert "152/94, up to 140/90 (at 09:40)" in page.running.clock.outside.text(), "nobody measured it anew"
    type_keys("q")
    assert not page.running.line.is_open, "medicine is in: there is nothing to type a reason for"
    assert "Medicine in is entered" in page.messages.findChild(QLabel, "message").text()


def test_the_line_is_kept_as_it_is_typed_and_open_again_after_a_stop(
    qtbot: QtBot, vault: Vault, page: SessionPage, taken: int, times: Times
) -> None:
    at = times.at(9, 50)
    type_keys("Enter")
    type_keys("breathing sl")
    type_keys("Esc")
    type_keys("v")
    type_keys("124/")
    page.close_down()
    times.at(9, 53)
    again = next(shown_page(qtbot, vault, taken, times))
    assert again.running.line.mode.text() == "Vitals"
    assert again.running.line.edit.text() == "124/"
    type_keys("Esc", "Enter")
    assert again.running.line.edit.text() == "124/", "what was put aside last is offered first"
    type_keys("78 72")
    type_keys("Enter", "Enter")
    assert again.running.line.edit.text() == "breathing sl"
    type_keys("ow")
    type_keys("Enter")
    assert (last(vault, taken).words, last(vault, taken).at) == ("breathing slow", at)
    assert medicine_days.get_day(vault, taken, NOW).line is None


def test_an_entry_is_corrected_withdrawn_and_moved_from_the_keyboard(
    qtbot: QtBot, vault: Vault, page: SessionPage, taken: int, times: Times
) -> None:
    for minute, key in ((44, "s"), (49, "m"), (55, "t")):
        times.at(9, minute)
        type_keys(key)
        type_keys("Enter")
        type_keys(f"words of {key}")
        type_keys("Enter")
    type_keys("Down", "c", "Tab")
    type_keys("9:53")
    type_keys("Enter")
    found = last(vault, taken)
    assert (found.at.minute, found.by_hand, [one.at.minute for one in found.before]) == (53, True, [55])
    type_keys("Down", "Down", "z")
    type_keys("wrong key")
    type_keys("Enter")
    assert [(one.words, one.why) for one in entries(vault, taken) if one.withdrawn] == [("words of m", "wrong key")]
    type_keys("Down", "Down", "Down", "y")
    assert [one.kind for one in entries(vault, taken) if one.moved] == [EntryKind.SPOKE]
    type_keys("j")
    assert page.running.line.mode.text() == "Psychotherapy notes, not the chart"
    type_keys("her brother")
    type_keys("Enter")
    (note,) = private_notes.list_notes(vault, 1)
    assert note.text.splitlines()[2:] == ["09:44 words of s", "", "09:55 her brother"]
    assert not any("brother" in one.words for one in entries(vault, taken))


def test_medicine_in_asks_once_more_and_names_what_is_open_at_the_gate(
    qtbot: QtBot, vault: Vault, day: int, times: Times
) -> None:
    page = next(shown_page(qtbot, vault, day, times))
    at = times.at(9, 26)
    page.gate.medicine_wanted.emit()
    assert page.over is not None
    assert "Still open at the gate: " in words_in_sight(page.over)
    assert "2 × 100 mg = 200 mg: within the dose of the order of May 2 (Dr. Amari)" in words_in_sight(page.over)
    type_keys("Enter")
    assert entries(vault, day) == [], "the way back is the default"
    page.gate.medicine_wanted.emit()
    type_keys("Tab")
    page.close_down()  # the power fails
    page = next(shown_page(qtbot, vault, day, times))
    assert page.over is not None
    assert page.over.typed()["taken"] == "2"
    times.at(9, 28)
    qtbot.mouseClick(page.over.findChild(QPushButton, "medicine_record"), Qt.MouseButton.LeftButton)
    assert (entry_words(last(vault, day)), last(vault, day).at) == (
        "Medicine in: 2 × 100 mg, taken by the client (2 brought)",
        at,
    )
    assert page.stack.currentWidget() is page.running
    assert page.running.clock.clock.text() == "00:02:00"


def test_medicine_after_not_taken_names_what_was_open_and_the_clock_runs(
    qtbot: QtBot, vault: Vault, day: int, times: Times
) -> None:
    medicine.not_taken(vault, day, "too high", times(), times())
    page = next(shown_page(qtbot, vault, day, times))
    assert page.running.clock.clock.text() == "Without medicine"
    times.at(9, 30)
    type_keys("k")
    assert page.over is not None
    assert "09:00 Not taken today: too high. It stays in the record." in words_in_sight(page.over)
    assert "Open when the gate closed: " in words_in_sight(page.over)
    type_keys("Enter")
    assert [one.kind for one in entries(vault, day)] == [EntryKind.NOT_TAKEN], "the way back is the default"
    type_keys("k")
    qtbot.mouseClick(page.over.findChild(QPushButton, "medicine_record"), Qt.MouseButton.LeftButton)
    assert "risk" in last(vault, day).data["open"]
    times.at(9, 31)
    page.tick()
    assert page.running.clock.clock.text() == "00:01:00"
    page.close_down()


def test_a_booster_that_is_not_on_the_order_is_said_and_recorded_all_the_same(
    qtbot: QtBot, vault: Vault, page: SessionPage, taken: int, times: Times
) -> None:
    times.at(9, 50)
    type_keys("x")
    assert page.over is not None
    assert "says nothing of a booster" in words_in_sight(page.over)
    type_keys("½")
    type_keys("Enter")
    assert len(entries(vault, taken)) == 1
    type_keys("x")
    type_keys("½")
    qtbot.mouseClick(page.over.findChild(QPushButton, "medicine_record"), Qt.MouseButton.LeftButton)
    assert entry_words(last(vault, taken)) == "Booster: ½ × 100 mg, taken by the client, not on the order"


def test_how_the_medicine_went_out_and_what_is_left_behind(
    qtbot: QtBot, vault: Vault, page: SessionPage, taken: int, times: Times
) -> None:
    times.at(9, 38)
    type_keys("u")
    assert last(vault, taken).kind is EntryKind.MEDICINE_OUT, "it is kept before anything is asked"
    type_keys("s", "g")
    assert page.running.entries.entry(last(vault, taken).id) is not None
    type_keys("1½")
    type_keys("Enter")
    assert "what was done with them" in page.running.line.problem.text()
    type_keys(" taken home by the client")
    type_keys("Enter")
    said = [entry_words(one, times.at(9, 26)) for one in entries(vault, taken)]
    assert "Medicine out, spat, after 12 min" in said
    assert "Tablets left behind: 1½; taken home by the client" in said


def test_touch_is_narrowed_and_never_widened(
    qtbot: QtBot, vault: Vault, page: SessionPage, taken: int, times: Times
) -> None:
    type_keys("h")
    assert page.over is not None
    assert "Agreed now: hand, shoulder" in words_in_sight(page.over)
    type_keys("n")
    type_keys("2")
    type_keys("Enter")
    assert page.running.clock.touch.text() == "touch agreed: hand, narrowed in session"
    type_keys("h", "g")
    type_keys("shoulder")
    type_keys("Enter", "1", "1")
    assert entry_words(last(vault, taken)) == (
        "Touch given: shoulder, therapist touches client, asked by client; not agreed sober"
    )


def test_what_touch_was_agreed_is_in_sight_however_small_the_window(page: SessionPage) -> None:
    for size in ((1280, 800), (900, 500)):
        page.resize(*size)
        QApplication.processEvents()
        assert words_in_sight(page.running.clock).count("touch agreed: hand, shoulder") == 1


def test_e_is_the_emergency_card_from_a_panel_too(qtbot: QtBot, page: SessionPage) -> None:
    for key in ("h", "u"):
        type_keys(key)
        type_keys("e")
        assert isinstance(page.over, EmergencyCard), "whatever is asked, E is the emergency card and nothing else"
        type_keys("e", "Esc")
        assert page.over is None
    type_keys("f", "e")
    assert isinstance(page.over, EmergencyCard)


def test_the_emergency_card_is_one_key_and_f6_from_an_open_line(
    qtbot: QtBot, page: SessionPage, taken: int, vault: Vault
) -> None:
    type_keys("e")
    assert page.over is not None
    assert "Call 911" in words_in_sight(page.over)
    assert "12 Juniper Street, Cedar Wash, NM" in words_in_sight(page.over)
    type_keys("e", "w")
    type_keys("pale")
    type_keys("F6", "Esc")
    type_keys(", cold")
    type_keys("Enter")
    assert last(vault, taken).words == "pale, cold"


def test_an_adverse_event_is_an_entry_at_once_and_its_form_can_wait_half_filled(
    qtbot: QtBot, vault: Vault, page: SessionPage, taken: int, times: Times
) -> None:
    times.at(10, 15)
    type_keys("a")
    assert last(vault, taken).kind is EntryKind.ADVERSE_EVENT
    assert page.over is not None
    assert "A sudden severe headache" in words_in_sight(page.over)
    type_keys("Enter", "Enter")
    type_keys("Headache")
    type_keys("Esc", "Up", "Enter", "Tab")
    type_keys("10:14")
    type_keys("Enter")
    assert entry_words(last(vault, taken)) == "Adverse event: Headache; onset: 10:14"
    assert last(vault, taken).before == ()


def test_a_jump_of_the_clock_is_said_and_the_time_is_right(
    qtbot: QtBot, vault: Vault, taken: int, times: Times
) -> None:
    steady = [1_000.0]
    page = SessionPage(vault, times, steady=lambda: steady[0])
    qtbot.addWidget(page)
    times.at(9, 30)
    page.open_day(taken)
    page.tick()
    times.at(9, 50)
    steady[0] += 1
    page.tick()
    assert last(vault, taken).kind is EntryKind.CLOCK
    assert "forward by 20 min" in last(vault, taken).words
    assert page.running.clock.clock.text() == "00:24:00"
    page.close_down()


def test_a_lock_keeps_clock_and_emergency_card_without_a_name_and_leads_back(desk: Desk, qtbot: QtBot) -> None:
    assert isinstance(desk.window, Window)
    vault, now = desk._vault, program.now()
    rosa = next(row.id for row in clients.list_clients(vault, now.date()) if row.name == "Rosa Delgado")
    day = medicine_days.begin(vault, rosa, now, paper_of=None)
    medicine.not_taken(vault, day, "a test of the lock", now, now)
    desk.window.take_up()
    assert (desk.window.page, desk.window.sidebar.isVisible(), desk._idle._minutes()) == ("session", False, 0)
    type_keys("s")
    folder = vault.folder
    desk.lock()
    assert isinstance(desk.window, UnlockWindow)
    qtbot.mouseClick(desk.window.findChild(QPushButton, "stand_by_emergency"), Qt.MouseButton.LeftButton)
    said = words_in_sight(desk.window)
    assert "Call 911" in said
    assert "Rosa" not in said
    assert "Luis" not in said
    assert "Emergency contact" not in said
    desk.open_practice(opening.unlock(folder, Secret.passphrase(PASSPHRASE), program.now()))
    assert isinstance(desk.window, Window)
    assert (desk.window.page, desk.window.session.day_id) == ("session", day)
    desk.window.show_page("today")
    assert (desk.window.sidebar.isVisible(), desk._idle._minutes()) == (True, 0)


def test_a_touch_that_is_being_entered_is_gone_on_with_after_a_stop(
    qtbot: QtBot, vault: Vault, page: SessionPage, taken: int, times: Times
) -> None:
    at = times.at(10, 22)
    type_keys("h", "g", "1")
    page.close_down()  # the power fails
    times.at(10, 24)
    again = next(shown_page(qtbot, vault, taken, times))
    assert again.over is not None
    assert again.over.title.text() == "Touch given"
    type_keys("1", "1")
    assert (entry_words(last(vault, taken)), last(vault, taken).at) == (
        "Touch given: hand, therapist touches client, asked by client",
        at,
    )
    assert medicine_days.get_day(vault, taken, NOW).line is None


@pytest.mark.styled
def test_the_safety_plan_is_dark_over_the_session_of_a_light_desk(
    qtbot: QtBot, vault: Vault, page: SessionPage, taken: int, times: Times
) -> None:
    plan = SafetyPlan(warning_signs="I stop answering messages")
    plans.save_version(vault, 1, plan, times())
    type_keys("F4")
    assert page.over is not None
    assert "I stop answering messages" in words_in_sight(page.over)
    picture = page.grab().toImage()
    lights = [picture.pixelColor(x, y).lightnessF() for x in range(300, 980, 17) for y in range(200, 600, 13)]
    assert sum(one > 0.5 for one in lights) < 0.1 * len(lights), "letters are light, the ground is not"
