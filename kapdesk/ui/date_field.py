"""A field for a day, typed; Up and Down go a day on and back."""

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from kapdesk.errors import BadInput
from kapdesk.ui import days
from kapdesk.ui.theme import px


class DateField(QLineEdit):
    """Holds a day as text; `day_changed` when the entry was finished and is a day or empty."""

    day_changed = Signal()

    def __init__(self, name: str, words: str, on: date | None = None) -> None:
        super().__init__(days.typed(on))
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setPlaceholderText(days.typed_form())
        self.setMinimumWidth(px(120))
        self._known = self.text()
        self.editingFinished.connect(self._finish)

    def day(self) -> date | None:
        """The day, None for an empty field; BadInput with this field's name."""
        return days.parse_day(self.text(), self.objectName())

    def set_day(self, on: date | None) -> None:
        """Put a day in."""
        self.setText(days.typed(on))
        self._known = self.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down change a typed day."""
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        try:
            on = self.day() if step else None
        except BadInput:
            on = None
        beyond = date.max if step == 1 else date.min
        if step is None or on is None or on == beyond:
            super().keyPressEvent(event)
            return
        last = date(days.LAST_YEAR, 12, 31) if step > 0 else date(days.FIRST_YEAR, 1, 1)
        if on != last:
            self.setText(days.typed(on + timedelta(days=step)))
            self._finish()

    def _finish(self) -> None:
        if self.text() != self._known:
            self._known = self.text()
            self.day_changed.emit()
