"""A client's open tasks, as a small card of the chart."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.todo.task_dialog import TaskDialog
from kapdesk.usecases.desk import tasks
from kapdesk.usecases.desk.tasks import TaskRow
from kapdesk.vault.database import Vault

_TONES = {"late": "bad", "today": "warning"}
_MOST = 5


class ClientTasks(QWidget):
    """What is to be done for one client, each with its button."""

    said = Signal(str, object)
    changed = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock
        self._client_id = 0
        self._shown: list[TaskRow] | None = None
        frame, inside = look.card()
        look.column(self).addWidget(frame)
        new = look.button("New task…", "new_client_task", "quiet")
        new.clicked.connect(self.new_task)
        inside.addLayout(look.row(look.label("Tasks", "heading"), None, new))
        self._rows: QVBoxLayout = look.column(gap=8)
        inside.addLayout(self._rows)

    def show_client(self, client_id: int) -> None:
        """Whose tasks are to be shown."""
        self._client_id = client_id

    def refresh(self) -> None:
        """Read the tasks again."""
        rows = tasks.list_tasks(self._vault, self._clock().date(), client_id=self._client_id)
        if rows == self._shown:
            return  # nothing changed: its widgets stay
        self._shown = rows
        look.clear(self._rows)
        for row in rows[:_MOST]:
            self._rows.addWidget(look.rule())
            self._rows.addWidget(self._line(row))
        if len(rows) > _MOST:
            self._rows.addWidget(look.label(f"{len(rows) - _MOST} more stand on the Tasks page.", "small"))
        if not rows:
            self._rows.addWidget(look.label("Nothing to do.", "muted"))

    def new_task(self) -> None:
        """Ask for a task for this client."""
        dialog = TaskDialog(self._vault, self._clock, self._client_id, None, self)
        if dialog.exec() and dialog.undo is not None:
            self.said.emit(dialog.undo.words, dialog.undo)
            self.changed.emit()
        dialog.deleteLater()

    def _line(self, row: TaskRow) -> QWidget:
        when = look.chip(row.when, _TONES[row.state]) if row.state in _TONES else look.label(row.when, "muted")
        done = look.button("Done", f"done_{row.id}", "quiet")
        done.setAccessibleName(f"Done: {row.words}")
        done.clicked.connect(lambda: self._complete(row.id))
        what = Flow(gap=8)
        what.set_widgets([look.label(row.words), when] if row.due_on else [look.label(row.words)])
        line = Columns(least=260, gap=4)
        line.add(what, 1)
        line.add(done)
        return line

    def _complete(self, task_id: int) -> None:
        try:
            undo = tasks.complete_task(self._vault, task_id, self._clock())
        except KapdeskError as problem:
            self.said.emit(str(problem), None)
            return
        self.said.emit(undo.words, undo)
        self.changed.emit()
