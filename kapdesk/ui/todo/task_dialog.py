"""A task, entered from any page or changed."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import look
from kapdesk.ui.date_field import DateField
from kapdesk.ui.theme import px
from kapdesk.usecases.desk import tasks
from kapdesk.usecases.desk.tasks import TaskRow
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault


class TaskDialog(QDialog):
    """What, until when, for whom; `undo` is the way back once it was kept."""

    def __init__(
        self,
        vault: Vault,
        clock: Callable[[], datetime],
        client_id: int | None = None,
        task: TaskRow | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("task_dialog")
        self.setWindowTitle("kapdesk")
        self.setMinimumWidth(px(440))
        self._vault, self._clock, self._task = vault, clock, task
        self.undo: Undo | None = None
        layout = look.column(self, gap=12, margin=24)
        layout.addWidget(look.label("Change the task" if task else "New task", "heading"))
        self.words = look.line("task_words", "What is to be done", "such as “Call the pharmacy about the refill”")
        self.due = DateField("task_due", "Due on")
        self.client = look.choice("task_client", "Client")
        self._fill_clients(task.client_id if task else client_id, task.client if task else "")
        layout.addWidget(look.field("What is to be done", self.words))
        layout.addWidget(look.field("Due (if there is a day)", self.due, "Up and Down go a day on and back."))
        layout.addWidget(look.field("Client", self.client))
        self.error = look.error_line("task_error")
        layout.addWidget(self.error)
        cancel = look.button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        keep = look.button("Save" if task else "Enter the task", "keep_task", "primary")
        keep.clicked.connect(self.keep)
        layout.addLayout(look.row(None, cancel, keep))
        if task is not None:
            self.words.setText(task.words)
            self.due.set_day(task.due_on)
        self.words.setFocus()

    def _fill_clients(self, chosen: int | None, name: str) -> None:
        self.client.addItem("No client", None)
        for row in clients.list_clients(self._vault, self._clock().date()):
            self.client.addItem(row.name, row.id)
        at = self.client.findData(chosen) if chosen is not None else 0
        if at < 0:  # in the archive
            self.client.addItem(name or clients.get_client(self._vault, chosen or 0).name, chosen)
            at = self.client.count() - 1
        self.client.setCurrentIndex(at)

    def keep(self) -> None:
        """Enter it, or keep the changes; or say what is missing."""
        at, client_id = self._clock(), self.client.currentData()
        try:
            if self._task is None:
                self.undo = tasks.add_task(self._vault, self.words.text(), at, self.due.day(), client_id)
            else:
                self.undo = tasks.change_task(
                    self._vault, self._task.id, self.words.text(), self.due.day(), client_id, at
                )
        except KapdeskError as problem:
            look.show_error(self.error, str(problem))
            field = problem.field if isinstance(problem, BadInput) else ""
            for name, widget in (("words", self.words), ("task_due", self.due)):
                look.mark_wrong(widget, name == field)
                if name == field:
                    widget.setFocus()
            return
        self.accept()
