"""The sheet of the introductory call by keyboard, the wait list, and the practice's capacity."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kapdesk.domain.calls import Fit, NextStep, Safety
from kapdesk.domain.clients import Status
from kapdesk.domain.contacts import Answer
from kapdesk.ui.calendar.booking import BookingDialog
from kapdesk.ui.calls.sheet import CallDialog
from kapdesk.ui.calls.wait_list import WaitListDialog
from kapdesk.ui.plans.safety_plan import SafetyPlanDialog
from kapdesk.ui.window import Window
from kapdesk.usecases.desk import tasks
from kapdesk.usecases.house import moving
from kapdesk.usecases.people import calls, capacity, clients, wait_list
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.ui.seen import in_dialog, press, words_on

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def named(vault: Vault, name: str) -> int:
    return next(row.id for row in clients.list_clients(vault, TODAY) if row.name.startswith(name))


@pytest.fixture
def sheet(qtbot: QtBot, sample: Vault, clock: Callable[[], datetime]) -> CallDialog:
    """The sheet of J. Whitcombe, who is to be called today."""
    dialog = CallDialog(sample, clock, named(sample, "J. Whitcombe"))
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    return dialog


def test_the_whole_sheet_by_keyboard(sheet: CallDialog, sample: Vault) -> None:
    client = named(sample, "J. Whitcombe")
    assert sheet.reason.hasFocus()
    before = calls.view(sample, client).call
    sheet.keep()
    assert calls.view(sample, client).call == before  # only to look changes nothing
    QTest.keyClicks(sheet.reason, "grief")

    def on() -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, Key.Key_Tab)
        found = QApplication.focusWidget()
        assert found is not None
        return found

    QTest.keyClick(on(), Key.Key_Right)  # prescriber: yes
    line = on()
    line.selectAll()  # type: ignore[attr-defined]  # a field of one line
    QTest.keyClicks(line, "Dr. Amari")
    QTest.keyClick(on(), Key.Key_Right)  # safety: no thoughts
    QTest.keyClicks(on(), "tired, wants to live")
    QTest.keyClick(on(), Key.Key_Right)  # fit: good
    QTest.keyClicks(on(), "easy to talk to")
    QTest.keyClicks(on(), "about a month")
    QTest.keyClick(on(), Key.Key_Right)  # next: the wait list, since the practice is full
    QTest.keyClick(sheet, Key.Key_Escape)
    assert not sheet.isVisible()
    call = calls.view(sample, client).call
    assert (call.called_on, call.reason, call.prescriber, call.prescriber_words) == (
        TODAY,
        "grief",
        Answer.YES,
        "Dr. Amari",
    )
    assert (call.safety_now, call.safety, call.safety_asked_on) == (Safety.NONE, "tired, wants to live", TODAY)
    assert (call.fit, call.fit_words, call.space) == (Fit.GOOD, "easy to talk to", "about a month")
    assert call.next_step is NextStep.WAIT


def test_current_intent_shows_at_once_what_to_do(sheet: CallDialog, sample: Vault, qtbot: QtBot) -> None:
    assert "988" not in words_on(sheet)
    sheet.findChild(QPushButton, "safety_now_intent").click()
    words = words_on(sheet)
    for said in ("Stay on the line.", "988", "911", "505-555-0155", "None on file. Ask who is near"):
        assert said in words
    assert calls.view(sample, named(sample, "J. Whitcombe")).call.safety_now is Safety.INTENT
    with qtbot.waitSignal(sheet.safety_wanted):
        press(sheet, "open_safety_plan")
    sheet.findChild(QPushButton, "safety_now_none").click()
    assert "988" not in words_on(sheet)


def test_a_day_that_is_none_waits_at_its_field_and_nothing_is_lost(sheet: CallDialog, sample: Vault) -> None:
    client = named(sample, "J. Whitcombe")
    QTest.keyClicks(sheet.reason, "grief")
    for typed, said in (("someday", "“someday” is not a day"), ("12/31/2026", "still to come on that day")):
        sheet.called_on.setText(typed)
        QTest.keyClick(sheet, Key.Key_Escape)
        assert sheet.isVisible()
        assert said in words_on(sheet)
        assert sheet.called_on.hasFocus()
        assert calls.view(sample, client).call.reason == "grief"
    sheet.called_on.setText("6/8/2026")
    QTest.keyClick(sheet, Key.Key_Escape)
    assert not sheet.isVisible()
    assert calls.view(sample, client).call.called_on == TODAY - timedelta(days=1)


def test_full_offers_the_wait_list_and_booking_stays_possible(sheet: CallDialog, sample: Vault) -> None:
    client = named(sample, "J. Whitcombe")
    assert "Full: 7 of 7" in words_on(sheet)
    assert sheet.next.act.text() == "Put on the wait list"
    sheet.findChild(QPushButton, "next_step_book").click()
    assert "You can book all the same." in words_on(sheet)
    assert sheet.next.act.text() == "Book the first preparation…"
    QTest.keyClick(sheet, Key.Key_Z, CTRL)
    sheet.findChild(QPushButton, "next_step_wait").click()
    press(sheet, "do_next_step")
    assert clients.get_client(sample, client).status is Status.WAIT_LIST
    assert "Done: wait list." in words_on(sheet)
    QTest.keyClick(sheet, Key.Key_Z, CTRL)
    assert clients.get_client(sample, client).status is Status.INQUIRY
    sheet.do_next_step(NextStep.BOOK)
    assert (sheet.book, sheet.isVisible()) == (True, False)
    assert calls.view(sample, client).call.next_step is NextStep.BOOK


def test_other_steps_enter_a_task_or_close_the_inquiry(sheet: CallDialog, sample: Vault) -> None:
    client = named(sample, "J. Whitcombe")

    def enter(dialog: QDialog) -> None:
        QTest.keyClick(dialog.due, Key.Key_Return)  # type: ignore[attr-defined]  # the task's dialog

    in_dialog(QDialog, enter, lambda: sheet.do_next_step(NextStep.THINK))
    assert [row.words for row in tasks.list_tasks(sample, TODAY, client_id=client)] == [
        "Hear from J. Whitcombe after the introductory call"
    ]
    sheet.do_next_step(NextStep.NONE)
    assert clients.get_client(sample, client).status is Status.CLOSED
    assert "Done: closed." in words_on(sheet)


def test_the_chart_says_it_in_a_line_and_leads_to_sheet_safety_plan_and_booking(
    window: Window, sample: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked: list[str] = []

    def ask(dialog: BookingDialog) -> int:
        booked.extend((dialog.form.client.currentText(), dialog.form.kind.currentText()))
        return 0

    monkeypatch.setattr(BookingDialog, "exec", ask)
    window.open_client(named(sample, "J. Whitcombe"))
    card = window.chart.overview.call
    assert "Day of the call not entered · prescriber not asked" in words_on(card)
    assert "Full: 7 of 7" in words_on(card)

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, CallDialog)
        dialog.findChild(QPushButton, "safety_now_intent").click()
        in_dialog(SafetyPlanDialog, lambda plan: None, lambda: press(dialog, "open_safety_plan"))
        dialog.do_next_step(NextStep.BOOK)

    in_dialog(CallDialog, act, lambda: press(card, "introductory_call"))
    assert booked == ["J. Whitcombe", "Preparation"]
    assert "Current intent was said" in words_on(card)
    window.open_client(named(sample, "Wren"))
    assert "Call of Apr 12 · Dr. Renn · No thoughts of dying or harm" in words_on(card)
    window.open_client(named(sample, "Rosa"))
    assert not card.isVisible()


def test_in_a_retired_file_sheet_and_wait_list_are_read(window: Window, sample: Vault) -> None:
    capacity.set_capacity(sample, 20, NOW)  # so that the first thing the list offers is to write
    new = clients.create_client(sample, clients.ClientFacts("Quill Adeyemi", status=Status.INQUIRY), NOW)
    moving.retire(sample, NOW)
    window.refresh_page()
    window.open_client(new)
    QApplication.processEvents()
    assert not window.chart.findChild(QWidget, "introductory_call").isEnabled()

    def read(dialog: QDialog) -> None:
        assert isinstance(dialog, CallDialog)
        assert "the knee goes" in dialog.reason.toPlainText()
        QTest.keyClicks(dialog.reason, "more")
        assert not dialog.findChild(QPushButton, "safety_now_intent").isEnabled()
        dialog.reject()
        assert not dialog.isVisible()

    window.open_client(named(sample, "Hollis"))
    QApplication.processEvents()
    in_dialog(CallDialog, read, lambda: press(window.chart, "introductory_call"))
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        seen.append(words_on(dialog))
        dialog.reject()

    window.show_page("clients")
    in_dialog(WaitListDialog, look, lambda: press(window, "wait_list"))
    assert "Hollis" in seen[0]
    assert "kept to be read only" not in words_on(window.messages)


def test_the_wait_list(window: Window, sample: Vault) -> None:
    hollis, asking = named(sample, "Hollis"), named(sample, "J. Whitcombe")
    wait_list.join(sample, asking, NOW)

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, WaitListDialog)
        words = words_on(dialog)
        assert "1.  Hollis Tran" in words
        assert "43 days, since Apr 27" in words
        assert "No thoughts of dying or harm, asked May 11 · 505-555-0158" in words
        assert "2.  J. Whitcombe" in words
        assert "Full: 7 of 7" in words
        press(dialog, f"inquiry_{asking}")
        assert "J. Whitcombe is off the wait list: inquiry" in words_on(dialog)
        press(dialog, f"begin_{hollis}")
        assert "Nobody is waiting" in words_on(dialog)
        assert "Full: 8 clients active, capacity 7" in words_on(dialog)
        QTest.keyClick(dialog, Key.Key_Z, CTRL)
        assert "1.  Hollis Tran" in words_on(dialog)
        open_chart = dialog.focusWidget()
        assert open_chart.objectName() == f"open_{hollis}"
        QTest.keyClick(open_chart, Key.Key_Space)

    in_dialog(WaitListDialog, act, lambda: press(window.clients, "wait_list"))
    assert clients.get_client(sample, asking).status is Status.INQUIRY
    assert (window.page, window.chart.client_id) == ("chart", hollis)


def test_the_day_of_waiting_is_put_right(qtbot: QtBot, sample: Vault, clock: Callable[[], datetime]) -> None:
    dialog = WaitListDialog(sample, clock)
    qtbot.addWidget(dialog)
    dialog.show()

    def act(day: QDialog) -> None:
        field = day.day  # type: ignore[attr-defined]  # the dialog of the day
        field.setText("12/31/2026")
        QTest.keyClick(field, Key.Key_Return)
        assert "still to come" in words_on(day)
        field.setText("")
        QTest.keyClick(field, Key.Key_Return)

    in_dialog(QDialog, act, lambda: press(dialog, f"day_{named(sample, 'Hollis')}"))
    assert "day not known" in words_on(dialog)
    dialog.take_back()
    assert "43 days, since Apr 27" in words_on(dialog)


def test_the_capacity_on_the_practice_page(window: Window, sample: Vault) -> None:
    window.show_page("practice")
    card = window.practice.capacity
    assert (card.number.text(), "Full: 7 of 7" in words_on(card)) == ("7", True)
    for typed, said in (("many", "“many” is no number"), ("0", "between 1 and 500")):
        card.number.setFocus()
        card.number.selectAll()
        QTest.keyClicks(card.number, typed)
        QTest.keyClick(card.number, Key.Key_Return)
        assert said in words_on(card)
    card.number.selectAll()
    QTest.keyClick(card.number, Key.Key_Delete)
    press(card, "save_capacity")
    assert "Capacity not set · 7 clients active" in words_on(card)
    assert capacity.space(sample).capacity is None
    window.messages.undo()
    assert (card.number.text(), capacity.space(sample).capacity) == ("7", 7)
