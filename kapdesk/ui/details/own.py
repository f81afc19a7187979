"""The practice's own fields: what they hold for a client, a new one for everybody, and one put away."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask, look
from kapdesk.ui.flow import fit
from kapdesk.ui.theme import px
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people import details
from kapdesk.usecases.people.details import OwnField
from kapdesk.vault.database import Vault


class OwnFieldsDialog(QDialog):
    """A line for each field; `undo` once it was kept."""

    def __init__(
        self, vault: Vault, clock: Callable[[], datetime], client_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("own_fields_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self._client_id = vault, clock, client_id
        self.undo: Undo | None = None
        layout = look.column(self, gap=12, margin=24)
        layout.addWidget(look.label("Own fields", "heading"))
        inside = QWidget()
        lines = look.column(inside, gap=10)
        lines.setContentsMargins(0, 0, px(14), 0)
        self.lines: dict[int, QLineEdit] = {}
        for field in details.own_fields(vault, client_id):
            edit = look.line(f"own_{field.id}", field.name)
            edit.setText(field.value)
            self.lines[field.id] = edit
            lines.addWidget(look.field(field.name, edit))
        lines.addStretch(1)
        layout.addWidget(look.scroll(inside), 1)
        self._error = look.error_line("own_error")
        layout.addWidget(self._error)
        cancel = look.button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        save = look.button("Save", "save_own", "primary")
        save.clicked.connect(self.save)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.save)
        layout.addLayout(look.row(None, cancel, save))
        self._nothing = self._values()
        fit(self, 520, 480)

    def save(self) -> None:
        """Keep what the fields hold."""
        try:
            self.undo = details.save_values(self._vault, self._client_id, self._values(), self._clock())
        except KapdeskError as error:
            look.show_error(self._error, str(error))
        else:
            self.accept()

    def reject(self) -> None:
        """Close; something typed is not thrown away without a question."""
        typed = self._values() != self._nothing
        if not typed or ask.confirm(self, "Close this form? What you typed is not kept.", "Close without keeping"):
            super().reject()

    def _values(self) -> dict[int, str]:
        return {field_id: edit.text() for field_id, edit in self.lines.items()}


class FieldsDialog(QDialog):
    """Which fields the practice keeps beside the usual ones; each step is done at once and handed to `done`."""

    def __init__(
        self,
        vault: Vault,
        clock: Callable[[], datetime],
        done: Callable[[Undo], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("fields_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self._done = vault, clock, done
        layout = look.column(self, gap=12, margin=24)
        layout.addWidget(look.label("Fields of your own", "heading"))
        words = "A field stands in the details of every client. One that is put away keeps what was entered in it."
        layout.addWidget(look.label(words, "muted"))
        inside = QWidget()
        self._rows = look.column(inside, gap=6)
        layout.addWidget(look.scroll(inside), 1)
        self.name = look.line("field_name", "Name of a new field", "such as “Best time to call”")
        self._error = look.error_line("field_error")
        add = look.button("Add this field", "add_field", "primary")
        add.clicked.connect(self.add)
        layout.addWidget(look.field("A new field", self.name))
        layout.addWidget(self._error)
        close = look.button("Close", "close")
        close.clicked.connect(self.accept)
        layout.addLayout(look.row(None, close, add))
        fit(self, 480, 480)
        self._fill()
        self.name.setFocus()

    def add(self) -> None:
        """Add the field that is typed."""
        try:
            undo = details.add_field(self._vault, self.name.text(), self._clock())
        except BadInput as problem:
            look.mark_wrong(self.name, True)
            look.show_error(self._error, str(problem))
            return
        look.mark_wrong(self.name, False)
        look.show_error(self._error, "")
        self.name.clear()
        self._tell(undo)

    def _put_away(self, field: OwnField) -> None:
        self._tell(details.retire_field(self._vault, field.id, self._clock()))

    def _tell(self, undo: Undo) -> None:
        self._done(undo)
        self._fill()

    def _fill(self) -> None:
        look.clear(self._rows)
        fields = details.list_fields(self._vault)
        for field in fields:
            away = look.button("Put away", f"retire_field_{field.id}", "quiet")
            away.setAccessibleName(f"Put away: {field.name}")
            away.clicked.connect(lambda _=False, field=field: self._put_away(field))
            line = QWidget()
            line.setLayout(look.row(look.label(field.name), None, away))
            self._rows.addWidget(line)
        if not fields:
            self._rows.addWidget(look.label("None yet.", "muted"))
        self._rows.addStretch(1)
