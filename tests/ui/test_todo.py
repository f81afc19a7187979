"""The page of tasks and notes to sign, the new task from anywhere, and the card in the chart."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kapdesk.ui import theme
from kapdesk.ui.todo.page import TodoPage
from kapdesk.ui.todo.task_dialog import TaskDialog
from kapdesk.ui.window import Window
from kapdesk.usecases.desk import tasks
from kapdesk.usecases.people import clients
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.ui.seen import PATIENCE, in_dialog, words_on

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def rosa(vault: Vault) -> int:
    return next(row.id for row in clients.list_clients(vault, TODAY) if row.name == "Rosa Delgado")


def open_tasks(vault: Vault) -> list[str]:
    return [row.words for row in tasks.list_tasks(vault, TODAY)]


@pytest.fixture
def page(window: Window, sample: Vault) -> TodoPage:
    """The page with three tasks, one of them late."""
    tasks.add_task(sample, "call the pharmacy", NOW, TODAY - timedelta(days=2), rosa(sample))
    tasks.add_task(sample, "send the release", NOW, TODAY)
    tasks.add_task(sample, "water the ficus", NOW)
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, PATIENCE)
    QTest.keyClick(window, Key.Key_5, CTRL)
    assert window.page == "todo"
    return window.todo


def test_late_ones_stand_first_and_say_so_in_words(page: TodoPage) -> None:
    rows = [tuple(page.model.index(row, column).data() for column in range(3)) for row in range(3)]
    assert rows == [
        ("call the pharmacy", "Rosa Delgado", "2 days late"),
        ("send the release", "", "due today"),
        ("water the ficus", "", "no day"),
    ]
    assert page.table.hasFocus()


def test_space_and_ctrl_d_are_done_and_undone(page: TodoPage, window: Window, sample: Vault) -> None:
    QTest.keyClick(page.table, Key.Key_Space)
    assert open_tasks(sample) == ["send the release", "water the ficus"]
    assert "Done: call the pharmacy" in words_on(window.messages)
    QTest.keyClick(page.table, Key.Key_D, CTRL)
    assert open_tasks(sample) == ["water the ficus"]
    for _ in range(2):
        QTest.keyClick(window, Key.Key_Z, CTRL)
    assert open_tasks(sample) == ["call the pharmacy", "send the release", "water the ficus"]
    assert page.model.rowCount() == 3


def test_a_task_is_removed_and_comes_back(page: TodoPage, window: Window, sample: Vault) -> None:
    page.table.selectRow(2)
    QTest.keyClick(page.table, Key.Key_Delete)
    assert open_tasks(sample) == ["call the pharmacy", "send the release"]
    window.messages.undo()
    assert open_tasks(sample)[-1] == "water the ficus"


def test_the_line_enters_a_task_with_its_day(page: TodoPage, sample: Vault) -> None:
    page.words.setFocus()
    QTest.keyClicks(page.words, "renew the insurance d")  # letters are letters here
    page.due.setText("6/30/2026")
    QTest.keyClick(page.due, Key.Key_Return)
    row = next(row for row in tasks.list_tasks(sample, TODAY) if row.words == "renew the insurance d")
    assert row.when == "due June 30"
    assert page.words.text() == page.due.text() == ""
    assert page.words.hasFocus()


def test_what_cannot_be_kept_stays_and_is_said(page: TodoPage, sample: Vault) -> None:
    before = open_tasks(sample)
    QTest.keyClick(page.words, Key.Key_Return)
    assert "Say what is to be done." in words_on(page)
    page.words.setText("call")
    page.due.setText("someday")
    QTest.keyClick(page.words, Key.Key_Return)
    assert "“someday” is not a day" in words_on(page)
    assert (page.words.text(), open_tasks(sample)) == ("call", before)
    page.due.setText("")
    QTest.keyClick(page.words, Key.Key_Return)
    assert "is not a day" not in words_on(page)
    assert open_tasks(sample) == [*before, "call"]


def test_one_clients_tasks_and_what_is_done(page: TodoPage, sample: Vault) -> None:
    page.whose.setCurrentIndex(page.whose.findText("Rosa Delgado"))
    assert page.model.rowCount() == 1
    page.words.setText("ask about the ride")
    page.add()
    assert tasks.list_tasks(sample, TODAY, client_id=rosa(sample))[-1].words == "ask about the ride"
    page.table.setFocus()
    QTest.keyClick(page.table, Key.Key_Space)
    page.which.setCurrentIndex(1)
    assert page.model.index(0, 2).data() == "done June 9"
    assert page.findChild(QPushButton, "task_done").text() == "Open again"
    QTest.keyClick(page.table, Key.Key_Space)
    assert page.model.rowCount() == 0
    assert "Nothing done yet" in words_on(page)
    assert len(open_tasks(sample)) == 4


def test_a_task_is_changed_in_its_dialog(page: TodoPage, sample: Vault) -> None:
    def act(dialog: TaskDialog) -> None:
        assert (dialog.words.text(), dialog.client.currentText()) == ("call the pharmacy", "Rosa Delgado")
        dialog.words.setText("")
        QTest.keyClick(dialog.words, Key.Key_Return)
        assert "Say what is to be done." in words_on(dialog)
        dialog.words.setText("call the other pharmacy")
        dialog.client.setCurrentIndex(0)
        QTest.keyClick(dialog.words, Key.Key_Return)

    in_dialog(TaskDialog, act, lambda: QTest.keyClick(page.table, Key.Key_Return))
    assert tasks.list_tasks(sample, TODAY)[0].words == "call the other pharmacy"
    assert tasks.list_tasks(sample, TODAY)[0].client_id is None


def test_notes_to_sign_open_in_their_charts(page: TodoPage, window: Window, sample: Vault) -> None:
    listed = [page.notes.item(row).text() for row in range(page.notes.count())]
    unsigned = notes.unsigned_notes(sample, TODAY)
    assert len(listed) == len(unsigned) > 2
    assert listed[0].startswith(f"{unsigned[0][1]}\n")
    assert "days old" in listed[0]
    page.notes.setCurrentRow(0)
    page.notes.setFocus()
    QTest.keyClick(page.notes, Key.Key_Return)
    assert (window.page, window.chart.client_id) == ("chart", unsigned[0][0])
    assert window.chart.notes.shown == unsigned[0][2].id


def test_an_empty_page_says_what_it_is_for(empty_window: Window) -> None:
    empty_window.show_page("todo")
    assert "Calls to make, letters to write" in words_on(empty_window.todo)
    assert "Every note is signed." in words_on(empty_window.todo)
    assert empty_window.todo.words.hasFocus()
    QTest.keyClick(empty_window.todo, Key.Key_D, CTRL)


@pytest.mark.parametrize("where", ["clients", "papers", "contacts", "practice", "chart", "todo"])
def test_ctrl_t_from_every_page(window: Window, sample: Vault, where: str) -> None:
    if where == "chart":
        window.open_client(rosa(sample))
    else:
        window.show_page(where)

    def act(dialog: TaskDialog) -> None:
        assert dialog.client.currentText() == ("Rosa Delgado" if where == "chart" else "No client")
        QTest.keyClicks(dialog.words, "call back")
        dialog.due.setText("2026-06-12")
        QTest.keyClick(dialog.words, Key.Key_Return)

    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, PATIENCE)
    in_dialog(TaskDialog, act, lambda: QTest.keyClick(window, Key.Key_T, CTRL))
    assert open_tasks(sample) == ["call back"]
    assert "Task entered: call back" in words_on(window.messages)
    assert window.page == where
    if where == "chart":
        assert "call back" in words_on(window.chart.overview.tasks)
        window.messages.undo()
        assert "Nothing to do." in words_on(window.chart.overview.tasks)
    elif where == "todo":
        assert window.todo.model.rowCount() == 1


def test_escape_enters_nothing(window: Window, sample: Vault) -> None:
    def act(dialog: TaskDialog) -> None:
        QTest.keyClicks(dialog.words, "call back")
        QTest.keyClick(dialog, Key.Key_Escape)

    in_dialog(TaskDialog, act, window.new_task)
    assert open_tasks(sample) == []


def test_a_task_of_an_archived_client_keeps_its_client(window: Window, sample: Vault) -> None:
    tasks.add_task(sample, "send the file", NOW, None, rosa(sample))
    clients.archive_client(sample, rosa_id := rosa(sample), NOW)
    dialog = TaskDialog(sample, window.clock, None, tasks.list_tasks(sample, TODAY)[0], window)
    assert dialog.client.currentText() == "Rosa Delgado"
    dialog.keep()
    assert tasks.list_tasks(sample, TODAY)[0].client_id == rosa_id


def test_the_chart_shows_its_tasks_and_they_are_done_there(window: Window, sample: Vault) -> None:
    for number in range(7):
        tasks.add_task(sample, f"task {number}", NOW, TODAY, rosa(sample))
    tasks.add_task(sample, "somebody else’s", NOW)
    window.open_client(rosa(sample))
    card = window.chart.overview.tasks
    assert "task 4" in words_on(card)
    assert "2 more stand on the Tasks page." in words_on(card)
    assert "somebody" not in words_on(card)
    first = tasks.list_tasks(sample, TODAY)[0]
    card.findChild(QPushButton, f"done_{first.id}").click()
    assert "task 0" not in open_tasks(sample)
    assert "task 0" not in words_on(card)


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_every_size_of_text_has_room(
    scale: float, qapp: QApplication, qtbot: QtBot, sample: Vault, clock: Callable[[], object]
) -> None:
    theme.apply(qapp, False, scale)
    tasks.add_task(sample, "call the pharmacy", NOW, TODAY - timedelta(days=2), rosa(sample))
    page = TodoPage(sample, lambda: NOW)
    qtbot.addWidget(page)
    page.resize(1024 - 340, 660)
    page.show()
    page.refresh()
    page.grab()
    for one in page.findChildren(QPushButton):
        if one.isVisible():
            assert one.width() >= one.minimumSizeHint().width(), one.text()
    assert page.words.width() >= theme.px(150)
