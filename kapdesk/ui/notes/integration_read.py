"""What was signed beside an integration note's text: its session, what was asked, the steps and what became of them."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kapdesk.ui import look
from kapdesk.ui.flow import Flow
from kapdesk.ui.notes.between import ask_page
from kapdesk.ui.notes.open_steps import ask_outcome
from kapdesk.usecases.writing import integration
from kapdesk.usecases.writing.notes import Note
from kapdesk.vault.database import Vault


class IntegrationRead(QWidget):
    """Reads one note's; hidden where it carries nothing. `said` with the way back."""

    said = Signal(str, object)

    def __init__(self, vault: Vault, clock: Callable[[], datetime], note: Note) -> None:
        super().__init__()
        self._vault, self._clock, self._note = vault, clock, note
        frame, self._inside = look.card()
        look.column(self).addWidget(frame)
        self.refresh()

    def refresh(self) -> None:
        """Read it again."""
        look.clear(self._inside)
        found = integration.read(self._vault, self._note.head.id)
        self.setVisible(found is not None)
        if found is None:
            return
        layout: QVBoxLayout = self._inside
        layout.addWidget(look.label("Integration", "heading"))
        for words in found.lines:
            layout.addWidget(look.label(words))
        today = self._clock().date()
        for number, one in enumerate(found.steps, 1):
            layout.addWidget(look.rule())
            layout.addWidget(look.label(f"Step {number}: {one.in_words(today)}"))
            if one.id and not one.outcome:
                tell = look.button("What became of it…", f"tell_step_{one.id}", "quiet")
                tell.setAccessibleName(f"What became of: {one.words}")
                tell.clicked.connect(partial(self._tell, one.id, one.words))
                layout.addLayout(look.row(tell, None))
        page = look.button("Page for between sessions…", "between_sessions", "quiet")
        page.clicked.connect(self._ask_page)
        acts = Flow(gap=8)
        acts.set_widgets([page])
        layout.addWidget(acts)

    def _tell(self, step_id: int, words: str) -> None:
        undo = ask_outcome(self._vault, self._clock, step_id, words, self)
        if undo is not None:
            self.refresh()
            self.said.emit(undo.words, undo)

    def _ask_page(self) -> None:
        ask_page(self._vault, self._clock, self._note.client_id, self._note.head.id, self.said.emit, self)
