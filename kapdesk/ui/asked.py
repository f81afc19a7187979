"""Questions that are asked one after the other: Y and N answer, Up and Down go from one to the next; not asked unless chosen."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from kapdesk.domain.contacts import Answer
from kapdesk.ui.choices import Choices
from kapdesk.ui.flow import Columns
from kapdesk.ui.look import column, label, set_role

_ANSWERS = {Qt.Key.Key_Y: Answer.YES, Qt.Key.Key_N: Answer.NO, Qt.Key.Key_Backspace: Answer.NOT_ASKED}
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class AskedRows(QWidget):
    """Questions by name, each with its answer; `answered` when the person at the desk answered one, with its name."""

    answered = Signal(str)

    def __init__(self, name: str, questions: Mapping[str, str], least: int = 400) -> None:
        super().__init__()
        self.setObjectName(name)
        self.rows: dict[str, Choices[Answer]] = {}
        self._lines: dict[str, QWidget] = {}
        self._words: dict[str, QLabel] = {}
        layout = column(self, gap=6)
        for key, words in questions.items():
            asked = Choices(f"{name}_{key}", words, (Answer.NOT_ASKED, Answer.YES, Answer.NO))
            asked.chosen.connect(lambda key=key: self.answered.emit(key))
            for one in asked.widgets():
                one.installEventFilter(self)
            line = Columns(least=least, gap=10)
            self._words[key] = label(words)
            self._words[key].setMinimumWidth(1)
            line.add(self._words[key], 1)
            line.add(asked, 0)
            asked.setMinimumWidth(asked.sizeHint().width())
            self.rows[key], self._lines[key] = asked, line
            layout.addWidget(line)

    def answers(self) -> dict[str, str]:
        """What was answered, by name; what was not asked is left out."""
        return {key: row.value().value for key, row in self.rows.items() if self._is_asked(key) and row.value()}

    def put(self, answers: Mapping[str, str]) -> None:
        """Show these answers, and “not asked” for all others; nothing is said of it."""
        for key, row in self.rows.items():
            row.choose(Answer(answers.get(key, "")))

    def ask_only(self, wanted: Iterable[str]) -> None:
        """Ask these and no others."""
        for key, line in self._lines.items():
            line.setVisible(key in set(wanted))

    def start(self) -> None:
        """Ready for the first question."""
        first = next((key for key in self.rows if self._is_asked(key)), None)
        if first is not None:
            self.rows[first].setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Y, N and Backspace answer the question that has the focus, and the next one is asked."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            here = next((key for key, row in self.rows.items() if watched in row.widgets()), "")
            set_role(self._words[here], "strong" if event.type() == QEvent.Type.FocusIn else "body")
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        pressed = Qt.Key(event.key())
        here = next((key for key, row in self.rows.items() if watched in row.widgets()), "")
        if pressed in _ANSWERS:
            self.rows[here].choose(_ANSWERS[pressed])
            self.answered.emit(here)
            self._go(here, 1)
        elif pressed in _STEPS:
            self._go(here, _STEPS[pressed])
        else:
            return False
        return True

    def _go(self, here: str, step: int) -> None:
        keys = [key for key in self.rows if self._is_asked(key)]
        at = min(len(keys) - 1, max(0, keys.index(here) + step))
        self.rows[keys[at]].setFocus()
        above = self.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(self._lines[keys[at]])
            above = above.parentWidget()

    def _is_asked(self, key: str) -> bool:
        return not self._lines[key].isHidden()
