"""A question with a few answers in sight, of which one is chosen: Tab comes to it, the arrows go from answer to answer."""

from collections.abc import Iterable
from enum import StrEnum
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton

from kapdesk.ui.flow import Flow
from kapdesk.ui.look import button
from kapdesk.ui.theme import px

E = TypeVar("E", bound=StrEnum)
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class Choices(Flow, Generic[E]):
    """The answers of an enumeration as buttons; `chosen` when the person at the desk chose another one."""

    chosen = Signal()

    def __init__(self, name: str, words: str, answers: Iterable[E]) -> None:
        super().__init__(gap=6)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self._words = words
        self._group = QButtonGroup(self)
        self._buttons: dict[E, QPushButton] = {}
        self.offer(answers)

    def offer(self, answers: Iterable[E]) -> None:
        """Show these answers in this order; the first is chosen."""
        for old in self._buttons.values():
            self._group.removeButton(old)
        self._buttons = {answer: self._made(answer) for answer in answers}
        next(iter(self._buttons.values())).setChecked(True)
        self.set_widgets(list(self._buttons.values()))
        self.setFocusProxy(next(iter(self._buttons.values())))

    def value(self) -> E:
        """The chosen answer."""
        return next(answer for answer, one in self._buttons.items() if one.isChecked())

    def choose(self, answer: E) -> None:
        """Show this answer as the chosen one; nothing is said of it."""
        self._buttons[answer].setChecked(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows go from answer to answer in their order, also where they stand on several lines."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        step = _STEPS.get(Qt.Key(event.key()), 0)
        buttons = list(self._buttons.values())
        if not step or watched not in buttons:
            return False
        at = buttons.index(watched) + step
        if 0 <= at < len(buttons):
            buttons[at].setFocus()
            buttons[at].click()
        return True

    def _made(self, answer: E) -> QPushButton:
        words: str = answer.words  # type: ignore[attr-defined]  # every enumeration of the domain has words
        one = button(words, f"{self.objectName()}_{answer.value or 'not_asked'}", "choice")
        one.setAccessibleName(f"{self._words}: {words}")
        one.setCheckable(True)
        one.setAutoDefault(False)
        one.setMinimumWidth(_width(one, words))
        one.toggled.connect(partial(self._mark, one, words))
        one.clicked.connect(self.chosen)
        one.installEventFilter(self)
        self._group.addButton(one)
        return one

    def _mark(self, one: QPushButton, words: str, chosen: bool) -> None:
        """The chosen answer carries a tick, not its colour alone."""
        one.setText(f"✓ {words}" if chosen else words)
        if chosen:
            self.setFocusProxy(one)


def _width(one: QPushButton, words: str) -> int:
    """Room for the words as they stand when they are chosen: bold, behind their tick; so nothing moves by choosing."""
    one.ensurePolished()
    chosen = QFont(one.font())
    chosen.setWeight(QFont.Weight.DemiBold)
    return QFontMetrics(chosen).horizontalAdvance(f"✓ {words}") + px(24)
