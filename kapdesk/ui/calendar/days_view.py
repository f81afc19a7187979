"""A day or a week: the days above, the grid below, which scrolls when the hours do not fit."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from kapdesk.ui import look
from kapdesk.ui.calendar.grid import DayGrid
from kapdesk.ui.calendar.grid_paint import DaysHeader, change_note
from kapdesk.ui.theme import px


class DaysView(QWidget):
    """Holds the grid."""

    def __init__(self) -> None:
        super().__init__()
        layout = look.column(self, gap=0)
        self.grid = DayGrid()
        self._header = DaysHeader(self.grid)
        layout.addWidget(self._header)
        self._area = QScrollArea()
        self._area.setWidget(self.grid)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setMinimumHeight(px(150))
        self._area.viewport().installEventFilter(self)
        layout.addWidget(self._area, 1)

    def show_notes(self, zone: str) -> None:
        """Say above the days what clocks do on them."""
        notes = {day: change_note(day, zone) for day in self.grid.days}
        self._header.show_notes(notes, self.width() - self._area.viewport().width())

    def show_cursor(self) -> None:
        """Bring the cursor into sight."""
        middle = self.grid.cursor_rect()
        self._area.ensureVisible(middle.center().x(), middle.center().y(), 0, middle.height() // 2 + px(12))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The hours share the height that there is, and the days above stand where the columns are."""
        if watched is self._area.viewport() and event.type() is QEvent.Type.Resize:
            self.grid.set_room(self._area.viewport().height())
            self._header.set_margin(self.width() - self._area.viewport().width())
        return super().eventFilter(watched, event)
