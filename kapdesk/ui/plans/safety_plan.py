"""The safety plan in a window of its own, one click from every part of the chart."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.plans import PlanKind
from kapdesk.ui import look
from kapdesk.ui.flow import fit
from kapdesk.ui.plans.pane import PlanPane
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault


class SafetyPlanDialog(QDialog):
    """Shows the newest version; where there is none yet, it is begun. However it is closed, the draft is kept."""

    said = Signal(str, object)

    def __init__(
        self, vault: Vault, clock: Callable[[], datetime], client_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("safety_plan_dialog")
        self.setWindowTitle("kapdesk")
        layout = look.column(self, gap=12, margin=24)
        name = clients.get_client(vault, client_id).name
        heading = look.label(f"Safety plan of {name}", "title", "safety_plan_title")
        heading.setWordWrap(True)
        layout.addWidget(heading)
        self.pane = PlanPane(vault, clock, PlanKind.SAFETY)
        self.pane.said.connect(self._say)
        self.pane.left.connect(self.reject)
        layout.addWidget(self.pane, 1)
        self.message = look.label("", "small", "safety_plan_message")
        self.message.hide()
        layout.addWidget(self.message)
        self.pane.show_client(client_id)
        self.pane.refresh()
        if self.pane.shown is None:
            self.pane.edit()
        fit(self, 760, 900)

    def reject(self) -> None:
        """Close; what is being written is kept first, and what cannot be kept stays in sight."""
        if self.pane.close_down():
            super().reject()

    def done(self, result: int) -> None:
        """Close whatever comes, at a lock for instance; keep what can be kept."""
        self.pane.close_down()
        super().done(result)

    def _say(self, words: str, undo: object) -> None:
        self.message.setText(words)
        self.message.show()
        self.said.emit(words, undo)
