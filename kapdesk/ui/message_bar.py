"""One sentence about what was just done, with its undo, at the foot of the window."""

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from kapdesk.ui.look import button, label
from kapdesk.ui.theme import px

_SHOWN_FOR = 12_000
_KEPT = 20


class MessageBar(QFrame):
    """Shows a sentence for a while; keeps the last undos, dropped at lock. `taken_back` carries the Undo to run."""

    taken_back = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message_bar")
        self.setProperty("role", "bar")
        self._undos: list[Any] = []
        self._words = label("", "body", "message")
        self._undo = button("Undo", "undo", "plain")
        self._undo.clicked.connect(self.undo)
        close = button("×", "close_message", "plain")
        close.setAccessibleName("Close this message")
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(px(16), px(8), px(8), px(8))
        layout.addWidget(self._words, 1)
        layout.addWidget(self._undo)
        layout.addWidget(close)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_FOR)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, sentence: str, undo: Any = None) -> None:
        """Show a sentence; with an Undo, its button."""
        if undo is not None:
            self._undos = [*self._undos, undo][-_KEPT:]
        self._words.setText(sentence)
        self._undo.setVisible(undo is not None)
        self.show()
        self._timer.start()

    def undo(self) -> None:
        """Take back the last step that can be."""
        if self._undos:
            self.hide()
            self.taken_back.emit(self._undos.pop())

    def forget(self) -> None:
        """Drop sentence and undos."""
        self._undos.clear()
        self._words.setText("")
        self.hide()
