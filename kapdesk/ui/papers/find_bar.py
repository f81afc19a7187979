"""The bar over a PDF in which one types what to search for in it: how often it stands there, the next, the one before."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from kapdesk.ui.look import button, label, line, row
from kapdesk.ui.theme import px


class FindBar(QWidget):
    """The field and its buttons; `typed` with other words, `step_wanted` forward (1) or back (-1), `closed` at Escape."""

    typed = Signal(str)
    step_wanted = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("find_in_paper")
        self.words = line("find_words", "Find in this paper", "Find in this paper…")
        self.words.textChanged.connect(self.typed)
        self.words.installEventFilter(self)
        self.count = label("", "small", "find_count")
        self.count.setWordWrap(False)
        before = button("‹", "find_before")
        after = button("›", "find_next")
        close = button("×", "find_close", "quiet")
        for one, name, act in (
            (before, "The one before", lambda: self.step_wanted.emit(-1)),
            (after, "The next one", lambda: self.step_wanted.emit(1)),
            (close, "Close the search", self.closed.emit),
        ):
            one.setAccessibleName(name)
            one.clicked.connect(act)
        before.setToolTip("Shift+Enter")
        after.setToolTip("Enter")
        close.setToolTip("Esc")
        layout = row(self.words, self.count, before, after, close, gap=8)
        layout.setStretch(0, 1)
        layout.setContentsMargins(px(2), px(2), px(2), px(6))
        self.setLayout(layout)
        self.hide()

    def start(self) -> None:
        """Ready to type; what was searched for before is chosen."""
        self.show()
        self.words.setFocus()
        self.words.selectAll()

    def say(self, at: int, count: int) -> None:
        """Which of how many is looked at (from 1)."""
        if not self.words.text().strip():
            self.count.setText("")
        elif not count:
            self.count.setText("Not found")
        else:
            self.count.setText(f"{at} of {count}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and F3 go on, with Shift back; Escape closes."""
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            key = Qt.Key(event.key())
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F3, Qt.Key.Key_Escape):
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    if key is Qt.Key.Key_Escape:
                        self.closed.emit()
                    else:
                        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                        self.step_wanted.emit(-1 if back else 1)
                return True
        return super().eventFilter(watched, event)
