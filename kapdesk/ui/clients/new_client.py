"""The form for a new client."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.errors import KapdeskError
from kapdesk.ui import ask
from kapdesk.ui.clients.form import SHORT, ClientForm
from kapdesk.ui.flow import fit
from kapdesk.ui.look import button, column, label, row, scroll
from kapdesk.usecases import clients
from kapdesk.vault.database import Vault


class NewClientDialog(QDialog):
    """One short form; `client_id` once the client was entered."""

    def __init__(self, vault: Vault, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("new_client_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock = vault, clock
        self.client_id: int | None = None
        layout = column(self, gap=12, margin=24)
        layout.addWidget(label("New client", "heading"))
        layout.addWidget(label("Only the name is needed now; the rest can be filled in later.", "muted"))
        self.form = ClientForm(SHORT)
        layout.addWidget(scroll(self.form), 1)
        cancel = button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        enter = button("Enter client", "enter_client", "primary")
        enter.clicked.connect(self.enter)
        layout.addLayout(row(None, cancel, enter))
        self._nothing = self.form.words()
        fit(self, 620, 570)

    def enter(self) -> None:
        """Enter the client, or say at the field what is wrong; what was typed stays."""
        try:
            self.client_id = clients.create_client(self._vault, self.form.facts(), self._clock())
        except KapdeskError as problem:
            self.form.show_problem(problem)
        else:
            self.accept()

    def reject(self) -> None:
        """Close; something typed is not thrown away without a question."""
        typed = self.form.words() != self._nothing
        if not typed or ask.confirm(self, "Close this form? What you typed is not kept.", "Close without keeping"):
            super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        """The cursor stands in the first field."""
        super().showEvent(event)
        self.form.start()
