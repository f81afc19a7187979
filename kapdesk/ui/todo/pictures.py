"""The find box, the tasks and the history as pictures, in their usual, empty and narrowed states."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.ui import ways
from kapdesk.ui.find import FindBox
from kapdesk.ui.todo.task_dialog import TaskDialog
from kapdesk.usecases.desk import tasks
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.ui.window import Window

_TASKS = (
    ("Call the pharmacy about the refill", -3, "Rosa"),
    ("Send the release to Dr. Amari", 0, "Theo"),
    ("Ask about the ride home after the next session", 2, "Rosa"),
    ("Renew the liability insurance", 40, ""),
    ("Read the new chapter on integration", None, ""),
)


def draw(
    take: Callable[[QWidget, str], None],
    show: Callable[[QDialog, str], None],
    window: "Window",
    vault: Vault,
    clock: Callable[[], datetime],
) -> None:
    """Draw them all; `take` draws a widget as it is, `show` a dialog."""
    at, today = clock(), clock().date()
    ids = {row.name.split()[0]: row.id for row in clients.list_clients(vault, today)}
    window.show_page("todo")
    take(window, "tasks-none")
    for words, days, name in _TASKS:
        due = None if days is None else today + timedelta(days=days)
        tasks.add_task(vault, words, at, due, ids.get(name))
    window.todo.refresh()
    take(window, "tasks")
    first = tasks.list_tasks(vault, today)[0]
    show(TaskDialog(vault, clock, None, first, window), "task")
    for line, name in (
        ("", "find-empty"),
        ("sleep", "find"),
        ("rosa", "find-client"),
        ("café", "find-accents"),
        ("back up", "find-command"),
        ("kind:integration from:2026-05", "find-filters"),
        ("xylophone quartet", "find-none"),
    ):
        box = FindBox(vault, clock, ways.commands(window), None, window)
        box.line.setText(line)
        box.search()
        box.show()
        box.line.deselect()
        show(box, name)
    box = FindBox(vault, clock, ways.commands(window), (ids["Rosa"], "Rosa Delgado"), window)
    box.line.setText("mother")
    box.only_here.setChecked(True)
    box.search()
    show(box, "find-in-chart")
    _history(take, window, ids["Rosa"])


def _history(take: Callable[[QWidget, str], None], window: "Window", rosa: int) -> None:
    window.open_client(rosa)
    take(window, "chart-overview-tasks")
    pane = window.chart.history
    window.chart.open_tab("history")
    pane.words.setText("signed")
    pane.refresh()
    take(window, "chart-history-narrowed")
    pane.words.setText("no entry says this")
    pane.refresh()
    take(window, "chart-history-nothing")
    pane.show_all()
    window.show_page("practice")
    window.practice.open_tab("History")
    window.practice.history.check()
    while window.practice.history.checking:
        window.practice.history.check_on()
    take(window, "practice-history-checked")
