"""The form for a new client, which points out somebody who is on file already."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QVBoxLayout, QWidget

from kapdesk.domain.names import Known, Likeness
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask, days
from kapdesk.ui.clients.form import SHORT, ClientForm
from kapdesk.ui.flow import Flow, fit
from kapdesk.ui.look import button, clear, column, label, row, scroll
from kapdesk.usecases.people import client_list, clients
from kapdesk.vault.database import Vault

_COMPARED = ("legal_name", "preferred_name", "birth_date", "phone", "email")


class NewClientDialog(QDialog):
    """One short form; `client_id` once the client was entered, `on_file` when an existing chart is wanted instead."""

    def __init__(self, vault: Vault, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("new_client_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock = vault, clock
        self.client_id: int | None = None
        self.on_file: int | None = None
        self._register = client_list.register(vault)
        layout = column(self, gap=12, margin=24)
        layout.addWidget(label("New client", "heading"))
        layout.addWidget(label("Only the name is needed now; the rest can be filled in later.", "muted"))
        self._alike: tuple[Likeness, ...] = ()
        self._told: QVBoxLayout = column(gap=4)
        layout.addLayout(self._told)
        self.form = ClientForm(SHORT)
        layout.addWidget(scroll(self.form), 1)
        cancel = button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        enter = button("Enter client", "enter_client", "primary")
        enter.clicked.connect(self.enter)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.enter)
        layout.addLayout(row(None, cancel, enter))
        self._nothing = self.form.words()
        for name in _COMPARED:
            field = self.form.fields[name]
            assert isinstance(field, QLineEdit)
            field.textChanged.connect(self._compare)
        fit(self, 620, 640)

    def enter(self) -> None:
        """Enter the client, or say at the field what is wrong; what was typed stays."""
        try:
            facts, ways = self.form.facts(), self.form.ways()
            self.client_id = clients.create_client(self._vault, facts, self._clock(), ways)
        except KapdeskError as problem:
            self.form.show_problem(problem)
        else:
            self.accept()

    def open_on_file(self, likeness: Likeness) -> None:
        """Open the chart of somebody who is on file; what was typed beyond that is asked about first."""
        beyond = any(self._typed(name) for name in self.form.fields if name not in _COMPARED)
        question = f"Open the chart of {likeness.name}? What you typed here is not kept."
        if not beyond or ask.confirm(self, question, "Open the chart"):
            self.on_file = likeness.client_id
            super().reject()

    def reject(self) -> None:
        """Close; something typed is not thrown away without a question."""
        typed = self.form.words() != self._nothing
        if not typed or ask.confirm(self, "Close this form? What you typed is not kept.", "Close without keeping"):
            super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        """The cursor stands in the first field."""
        super().showEvent(event)
        self.form.start()

    def _compare(self) -> None:
        """Point out who may be the same person, with the way to that chart; nothing is held up by it."""
        alike = tuple(self._register.alike(self._entered()))
        if alike == self._alike:
            return
        self._alike = alike
        clear(self._told)
        for one in alike:
            said = label(f"{one.name} is on file with {_joined(one.reasons)}.", "warning", f"alike_{one.client_id}")
            said.setWordWrap(False)
            there = button(f"Open the chart of {one.name}", f"open_alike_{one.client_id}", "quiet")
            there.clicked.connect(lambda _=False, one=one: self.open_on_file(one))
            line = Flow(gap=8)
            line.set_widgets([said, there])
            self._told.addWidget(line)

    def _entered(self) -> Known:
        try:
            born = days.parse_day(self._text("birth_date"), "birth_date")
        except BadInput:
            born = None
        name, legal = self._text("preferred_name"), self._text("legal_name")
        return Known(0, name, legal, born, (self._text("phone"),), (self._text("email"),))

    def _text(self, name: str) -> str:
        field = self.form.fields[name]
        assert isinstance(field, QLineEdit)
        return field.text()

    def _typed(self, name: str) -> bool:
        field = self.form.fields[name]
        at = list(self.form.fields).index(name)
        return not isinstance(field, QComboBox) and self.form.words()[at] != self._nothing[at]


def _joined(reasons: tuple[str, ...]) -> str:
    """`the same name and the same telephone`."""
    return reasons[0] if len(reasons) == 1 else f"{', '.join(reasons[:-1])} and {reasons[-1]}"
