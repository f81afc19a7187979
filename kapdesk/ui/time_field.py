"""A field for a time of day, typed; Up and Down go a quarter of an hour on and back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from kapdesk.errors import BadInput
from kapdesk.ui import days
from kapdesk.ui.theme import px

_STEP = 15
_DAY = 24 * 60


class TimeField(QLineEdit):
    """Holds a time of day as text; `time_changed` when what is typed is another time, or none."""

    time_changed = Signal()

    def __init__(self, name: str, words: str, minute: int | None = None) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setPlaceholderText("9:00")
        self.setMinimumWidth(px(80))
        self.set_minute(minute)
        self.textChanged.connect(self.time_changed)
        self.editingFinished.connect(self._tidy)

    def minute(self) -> int | None:
        """Minutes after midnight, None for an empty field; BadInput with this field's name."""
        found = days.parse_time(self.text(), self.objectName())
        return None if found is None else found.hour * 60 + found.minute

    def set_minute(self, minute: int | None) -> None:
        """Put a time in."""
        self.setText("" if minute is None else f"{minute // 60}:{minute % 60:02}")

    def _tidy(self) -> None:
        """Write a typed time out in full when the field is left: `10` as `10:00`; what is none stays as it was typed."""
        try:
            minute = self.minute()
        except BadInput:
            return
        if minute is not None:
            self.set_minute(minute)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down change a typed time, to the next quarter of an hour."""
        step = {Qt.Key.Key_Up: _STEP, Qt.Key.Key_Down: -_STEP}.get(Qt.Key(event.key()))
        try:
            minute = self.minute() if step else None
        except BadInput:
            minute = None
        if step is None or minute is None:
            super().keyPressEvent(event)
            return
        on_the_quarter = minute - minute % _STEP if step > 0 else minute + -minute % _STEP
        self.set_minute((on_the_quarter + step) % _DAY)
