"""What is agreed at the end of the call: the step, what was said about it, and the one button that does it."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from kapdesk.domain.calls import NextStep, next_steps
from kapdesk.domain.clients import Status
from kapdesk.ui import look
from kapdesk.ui.choices import Choices
from kapdesk.usecases.people.calls import CallView


@dataclass(frozen=True)
class _Act:
    """What a step's button says, and what can be typed beside it."""

    button: str
    placeholder: str


_ACTS = {
    NextStep.OPEN: _Act("", ""),
    NextStep.BOOK: _Act("Book the first preparation…", "such as mornings only"),
    NextStep.WAIT: _Act("Put on the wait list", "what was said about how long"),
    NextStep.THINK: _Act("Enter a task to hear back…", "who calls whom, and when"),
    NextStep.REFER: _Act("Enter a task to send names…", "to whom"),
    NextStep.NONE: _Act("Close the inquiry", "why"),
}


class NextStepPart(QWidget):
    """The last part of the sheet; `typed` and `chosen` for the sheet, `act_wanted` with the step whose button was pressed."""

    typed = Signal()
    chosen = Signal()
    act_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.offered = NextStep.OPEN
        layout = look.column(self, gap=6)
        self.full = look.label("", "warning", "practice_full")
        self.steps: Choices[NextStep] = Choices("next_step", "Next step", NextStep)
        self.steps.chosen.connect(self._choose)
        self.words = look.line("next_words", "Next step, in words")
        self.words.textEdited.connect(self.typed)
        self.act = look.button("", "do_next_step", "primary", "Ctrl+Return")
        self.act.setDefault(False)  # Enter in a field of one line must not do it
        self.act.setAutoDefault(False)
        self.act.clicked.connect(lambda: self.act_wanted.emit(self.offered))
        self.done = look.label("", "small", "next_step_done")
        layout.addWidget(self.full)
        layout.addWidget(self.steps)
        line = look.row(self.words, self.act)
        line.setStretch(0, 1)
        layout.addLayout(line)
        layout.addWidget(self.done)
        self._status, self._is_full = Status.INQUIRY, False

    def show_call(self, view: CallView) -> None:
        """The step as it is kept; when the practice is full the wait list stands first."""
        self._status, self._is_full = view.status, view.space.full
        self.steps.offer(next_steps(view.space))
        self.steps.choose(view.call.next_step)
        self.words.setText(view.call.next_words)
        self.refresh()

    def set_status(self, status: Status) -> None:
        """The client stands elsewhere now."""
        self._status = status
        self.refresh()

    def refresh(self) -> None:
        """Offer the button of the chosen step; while none is chosen and the practice is full, the wait list’s."""
        chosen = self.steps.value()
        waits = self._status is Status.WAIT_LIST
        self.offered = NextStep.WAIT if chosen is NextStep.OPEN and self._is_full and not waits else chosen
        act = _ACTS[self.offered]
        self.words.setPlaceholderText(_ACTS[chosen].placeholder)
        _set_words(self.act, act.button)
        done = {NextStep.WAIT: waits, NextStep.NONE: self._status is Status.CLOSED}.get(self.offered, False)
        self.act.setVisible(bool(act.button) and not done)
        _stand_out(self.act, not (self._is_full and self.offered is NextStep.BOOK))
        self.done.setText(f"Done: {self._status.words.lower()}." if done and act.button else "")
        self.done.setVisible(bool(self.done.text()))
        self.full.setText(_full_words(chosen) if self._is_full else "")
        self.full.setVisible(self._is_full)

    def _choose(self) -> None:
        self.refresh()
        self.chosen.emit()


def _full_words(chosen: NextStep) -> str:
    if chosen is NextStep.BOOK:
        return "The practice is full by your own capacity. You can book all the same."
    return "The practice is full: the wait list is what can be offered."


def _stand_out(button: QPushButton, primary: bool) -> None:
    """Make a button the one that stands out, or one among others."""
    button.setProperty("role", "primary" if primary else "plain")
    button.style().unpolish(button)
    button.style().polish(button)


def _set_words(button: QPushButton, words: str) -> None:
    """Other words on a button, which keeps its shortcut."""
    keys = button.shortcut()
    button.setText(words)
    button.setAccessibleName(words)
    button.setShortcut(keys)
