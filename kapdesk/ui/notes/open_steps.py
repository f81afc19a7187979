"""From last time: the steps of earlier integration notes, and what became of each."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from kapdesk.domain.dates import short
from kapdesk.domain.integration import Outcome
from kapdesk.ui import look
from kapdesk.ui.choices import Choices
from kapdesk.ui.flow import Flow
from kapdesk.ui.lines import fill, retone
from kapdesk.ui.small_dialog import SmallDialog
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.writing import integration
from kapdesk.usecases.writing.integration import OpenStep
from kapdesk.vault.database import Vault


class OutcomeDialog(SmallDialog):
    """What became of a step: one of a few words, and more of them."""

    def __init__(
        self, vault: Vault, clock: Callable[[], datetime], step_id: int, words: str, parent: QWidget | None
    ) -> None:
        super().__init__("What became of it?", "Enter", self._tell, parent)
        self.setObjectName("outcome_dialog")
        self._vault, self._clock, self._step_id = vault, clock, step_id
        self.inside.addWidget(look.label(words, "muted"))
        self.outcome = Choices("outcome", "What became of it", Outcome)
        self.words = look.line("outcome_words", "In the client’s words")
        self.add("outcome", "It was", self.outcome)
        self.add("words", "In the client’s words (if you like)", self.words)
        self.outcome.setFocus()

    def _tell(self) -> Undo:
        outcome = self.outcome.value()
        return integration.tell_outcome(self._vault, self._step_id, outcome, self.words.text(), self._clock())


def ask_outcome(vault: Vault, clock: Callable[[], datetime], step_id: int, words: str, parent: QWidget) -> Undo | None:
    """Ask what became of a step; the way back, None when nothing was entered."""
    dialog = OutcomeDialog(vault, clock, step_id, words, parent.window())
    done = dialog.exec()
    undo = dialog.result_undo
    dialog.deleteLater()
    return undo if done and isinstance(undo, Undo) else None


class _Line(Flow):
    """A step: its words, by when, and the button that asks for its outcome."""

    def __init__(self) -> None:
        super().__init__(gap=10)
        self.words: QLabel = look.label("", "body")
        self.words.setWordWrap(False)
        self.by = look.chip("", "plain")
        self.tell: QPushButton = look.button("What became of it…", "", "quiet")
        self.set_widgets([self.words, self.by, self.tell])


class OpenSteps(QWidget):
    """A client's open steps, each with its button; hidden while there is none. `said` with the way back, `changed`."""

    said = Signal(str, object)
    changed = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime], heading: str = "From last time") -> None:
        super().__init__()
        self.setObjectName("open_steps")
        self._vault, self._clock = vault, clock
        self._client_id, self._besides = 0, 0
        self._steps: list[OpenStep] = []
        self._rows: list[_Line] = []
        layout = look.column(self, gap=4)
        layout.addWidget(look.label(heading, "strong"))
        self._lines = look.column(gap=2)
        layout.addLayout(self._lines)
        self.hide()

    def show_client(self, client_id: int, besides: int | None = None) -> None:
        """Show a client's, without those of the note in hand."""
        self._client_id, self._besides = client_id, besides or 0
        self.refresh()

    def refresh(self) -> None:
        """Read them again."""
        self._steps = integration.open_steps(self._vault, self._client_id, self._besides) if self._client_id else []
        fill(self._rows, len(self._steps), self._made, self._lines)
        today = self._clock().date()
        for row, one in zip(self._rows, self._steps, strict=False):
            row.words.setText(one.words)
            retone(row.by, *_by(one, today))
            row.tell.setObjectName(f"tell_step_{one.id}")
            row.tell.setAccessibleName(f"What became of: {one.words}")
            row.arrange()
        self.setVisible(bool(self._steps))

    def _made(self) -> _Line:
        row = _Line()
        row.tell.clicked.connect(lambda: self._tell(row))
        return row

    def _tell(self, row: _Line) -> None:
        one = self._steps[self._rows.index(row)]
        undo = ask_outcome(self._vault, self._clock, one.id, one.words, self)
        if undo is not None:
            self.refresh()
            self.said.emit(undo.words, undo)
            self.changed.emit()


def _by(one: OpenStep, today: date) -> tuple[str, str]:
    """By when, in words, and the chip's tone; a day that has passed is to be asked about, no more."""
    if one.by is None:
        return f"from {short(one.of, today)}", "plain"
    return f"by {short(one.by, today)}", "warning" if one.by <= today else "plain"
