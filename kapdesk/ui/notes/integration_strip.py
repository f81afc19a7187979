"""The strip above a note's text: what was carried over from last time, and, in an integration note, what belongs beside it."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from kapdesk.domain.integration import Integration
from kapdesk.domain.notes import NoteKind
from kapdesk.errors import BadInput
from kapdesk.ui.look import button, column, label, row, scroll
from kapdesk.ui.notes.between import ask_page
from kapdesk.ui.notes.integration_fields import IntegrationFields
from kapdesk.ui.notes.open_steps import OpenSteps
from kapdesk.ui.plans.safety_plan import SafetyPlanDialog
from kapdesk.ui.theme import px
from kapdesk.usecases.writing import integration
from kapdesk.vault.database import Vault

_CARRIED_TO = (NoteKind.PREPARATION, NoteKind.KETAMINE, NoteKind.INTEGRATION)


class IntegrationStrip(QWidget):
    """Folded to a line until it is opened, and then in the text's place; `edited` with every change, `said` for the message bar."""

    edited = Signal()
    said = Signal(str, object)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock
        self._client_id = 0
        self._note_id: int | None = None
        self._is_integration = False
        self._kept: Integration | None = None
        self._shown: object = None
        layout = column(self, gap=6)
        self.steps = OpenSteps(vault, clock)
        self.steps.said.connect(self.said)
        layout.addWidget(self.steps)
        self.fold = button("", "integration_fold", "quiet")
        self.fold.setCheckable(True)
        self.fold.toggled.connect(self._unfold)
        self.summary = label("", "small", "integration_summary")  # wraps, where a button could not
        head = row(self.fold, gap=6)
        head.addWidget(self.summary, 1)
        layout.addLayout(head)
        self.fields = IntegrationFields(vault, clock)
        self._area = scroll(self.fields)
        self._area.setMinimumHeight(px(240))
        self._area.hide()
        layout.addWidget(self._area)
        self.fields.edited.connect(self._edited)
        self.fields.safety_wanted.connect(self._open_safety_plan)
        self.fields.page_wanted.connect(self._ask_page)

    def show_note(self, client_id: int, note_id: int | None, kind: NoteKind, on: date) -> None:
        """Show what belongs to a note; `note_id` None for one without a word yet."""
        self._client_id, self._note_id = client_id, note_id
        self._kept = integration.get(self._vault, note_id) if note_id is not None else None
        self.fold.setChecked(False)
        self.fields.show_integration(client_id, on, note_id, self._kept)
        self._shown = self._read()
        self.show_kind(kind)

    def show_kind(self, kind: NoteKind) -> None:
        """The note became one of another kind: what was typed stays, and shows only in an integration note."""
        self._is_integration = kind is NoteKind.INTEGRATION
        for one in (self.fold, self.summary):
            one.setVisible(self._is_integration)
        if not self._is_integration:
            self.fold.setChecked(False)
        self._area.setVisible(self._is_integration and self.fold.isChecked())
        if kind in _CARRIED_TO:
            self.steps.show_client(self._client_id, self._note_id)
        else:
            self.steps.hide()
        self._name_fold()

    @property
    def unsaved(self) -> bool:
        """Whether something was entered here that is not kept yet; a session that is only offered does not count."""
        return self._is_integration and self._read() != self._shown

    def save(self, note_id: int) -> None:
        """Keep it with the draft; BadInput with the field's name."""
        self._note_id = note_id
        if not self._is_integration:
            return
        now = self.fields.integration().tidied()
        if self._kept is None or self._read() != self._shown:
            integration.keep(self._vault, note_id, now, self._clock())
            self._kept, self._shown = now, self._read()

    def show_problem(self, name: str) -> None:
        """Open it at the field that a sentence is about; nothing for other fields."""
        mine = name.startswith("step_") or name == "ketamine"
        if mine:
            self.fold.setChecked(True)
        self.fields.show_problem(name)

    def _read(self) -> object:
        """What is typed, to be compared; a day that is none is compared as it stands."""
        try:
            return self.fields.integration()
        except BadInput:
            return [(words.text(), day.text()) for words, day in self.fields.steps]

    def _edited(self) -> None:
        self._name_fold()
        self.edited.emit()

    def _name_fold(self) -> None:
        words = self.fields.summary()
        self.summary.setText(words)
        self.fold.setText(f"{'▾' if self.fold.isChecked() else '▸'} Integration")
        self.fold.setAccessibleName(f"Integration: {words}")
        self.fold.setShortcut(QKeySequence("Ctrl+Shift+I"))  # a new text takes the shortcut away

    def _unfold(self, shown: bool) -> None:
        self._area.setVisible(shown and self._is_integration)
        self._name_fold()
        if shown:
            self.fields.ketamine.setFocus()

    def _open_safety_plan(self) -> None:
        dialog = SafetyPlanDialog(self._vault, self._clock, self._client_id, self.window())
        dialog.said.connect(self.said)
        dialog.exec()
        if dialog.pane.close_down():
            dialog.deleteLater()

    def _ask_page(self) -> None:
        ask_page(self._vault, self._clock, self._client_id, self._note_id, self.said.emit, self)
