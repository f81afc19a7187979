"""The grid of a day or a week: painted in one widget, with the mouse and the keyboard in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from kapdesk.domain.appointments import WorkingHours
from kapdesk.ui.calendar import cursor as moves
from kapdesk.ui.calendar.cursor import STEP, Cursor
from kapdesk.ui.calendar.grid_paint import GridPainter
from kapdesk.ui.calendar.pieces import DAY, Piece, hours_shown, pieces_of
from kapdesk.ui.calendar.words import appointment_in_words
from kapdesk.ui.theme import px
from kapdesk.usecases.calendar.appointments import AppointmentRow

_FINE = 5
_LEAST_HOUR = 44
_EDGE = 7
_DRAG_AFTER = 5
"""Pixels that the mouse moves before a press is a drag."""


@dataclass(frozen=True)
class Drag:
    """What is being moved or stretched: from where, and where it would be."""

    piece: Piece
    stretches: bool
    grabbed: int
    column: int
    begin: int
    minutes: int
    moving: bool = False


class DayGrid(QWidget):
    """Days side by side, the cursor on an appointment where there is one. `book_wanted` carries day and minute; `moved` an id, its new start, its minutes."""

    cursor_moved = Signal(object)
    book_wanted = Signal(object, int)
    opened = Signal(int)
    moved = Signal(int, object, int)
    menu_wanted = Signal(int, QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("calendar_grid")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.days: list[date] = []
        self.pieces: list[Piece] = []
        self.hours = WorkingHours()
        self.now: datetime | None = None
        self.cursor_at = Cursor(date(2000, 1, 1))
        self.first_hour, self.last_hour = 8, 18
        self.drag: Drag | None = None
        self.empty_words = ""
        self._room = 0

    def show_days(
        self,
        days: Sequence[date],
        rows: Sequence[AppointmentRow],
        hours: WorkingHours,
        now: datetime,
        cursor: Cursor,
    ) -> None:
        """Show these days with what is kept in them; `now` is by the practice's clock."""
        self.days, self.hours, self.now = list(days), hours, now
        self.pieces = pieces_of(rows, self.days)
        self.drag = None
        self._set_cursor(cursor if cursor.chosen is not None else moves.landed(cursor, self._there(cursor.day)))

    def set_room(self, height: int) -> None:
        """How high the place is that it stands in; the hours share it."""
        self._room = height
        self._fit()

    def _set_cursor(self, cursor: Cursor) -> None:
        self.cursor_at = cursor
        minute = cursor.minute if cursor.day in self.days else 12 * 60
        self.first_hour, self.last_hour = hours_shown(self.pieces, self.hours, self.days, minute)
        self._fit()

    def _fit(self) -> None:
        least = px(_LEAST_HOUR) * (self.last_hour - self.first_hour)
        self.setFixedHeight(max(least, self._room))
        self.update()

    # Geometry

    @property
    def gutter(self) -> int:
        """The room at the left for the hours."""
        return px(44)

    @property
    def column_width(self) -> float:
        """How wide a day is."""
        return (self.width() - self.gutter) / max(1, len(self.days))

    def y_of(self, minute: float) -> float:
        """Where a minute of the day stands."""
        return (minute - self.first_hour * 60) * self.height() / ((self.last_hour - self.first_hour) * 60)

    def minute_at(self, y: float) -> float:
        """The minute of the day at a height."""
        return self.first_hour * 60 + y * (self.last_hour - self.first_hour) * 60 / max(1, self.height())

    def column_at(self, x: float) -> int:
        """The day at a place, the nearest beyond the edges."""
        return max(0, min(len(self.days) - 1, int((x - self.gutter) // max(1.0, self.column_width))))

    def rect_of(self, piece: Piece) -> QRect:
        """Where a piece is painted."""
        width = self.column_width
        x = self.gutter + piece.column * width
        lane = (width - px(4)) / piece.lanes
        top, bottom = round(self.y_of(piece.begin)), round(self.y_of(piece.end))
        return QRect(round(x + px(2) + piece.lane * lane), top + 1, round(lane - 2), max(px(20), bottom - top - 2))

    def piece_at(self, place: QPoint) -> Piece | None:
        """The appointment at a place."""
        return next((one for one in reversed(self.pieces) if self.rect_of(one).contains(place)), None)

    def cursor_rect(self) -> QRect:
        """Where the cursor is."""
        chosen = self.chosen_piece()
        if chosen is not None:
            return self.rect_of(chosen)
        if self.cursor_at.day not in self.days:
            return QRect()
        x = self.gutter + self.days.index(self.cursor_at.day) * self.column_width
        minute = self.cursor_at.minute
        after = [one.begin for one in self._there(self.cursor_at.day) if one.begin > minute]
        top = round(self.y_of(minute))
        height = round(self.y_of(min(minute + 2 * STEP, max(minute + STEP, min(after, default=DAY))))) - top
        return QRect(round(x) + px(2), top, round(self.column_width) - px(4), height)

    def chosen_piece(self) -> Piece | None:
        """The piece of the chosen appointment, on the cursor's day if it is there."""
        mine = [one for one in self.pieces if one.row.id == self.cursor_at.chosen]
        return next((one for one in mine if self.days[one.column] == self.cursor_at.day), mine[0] if mine else None)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(px(400), self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint everything."""
        painter = QPainter(self)
        GridPainter(self, painter).paint(event.rect())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The days share the width."""
        super().resizeEvent(event)
        self.update()

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose an appointment, to be opened, moved or stretched; or an empty time."""
        if event.button() is not Qt.MouseButton.LeftButton or not self.days:
            return
        place = event.position().toPoint()
        piece = self.piece_at(place)
        minute = int(self.minute_at(place.y()))
        if piece is None:
            on_step = max(0, min(DAY - STEP, minute // STEP * STEP))
            self._go(Cursor(self.days[self.column_at(place.x())], on_step))
            return
        self._go(Cursor(self.days[piece.column], piece.begin, piece.row.id))
        whole = piece.row.when.day == piece.row.when.last_day
        stretches = self._at_edge(piece, place)
        if whole:
            self.drag = Drag(piece, stretches, place.y(), piece.column, piece.begin, piece.row.when.minutes)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where it would be; Shift is finer."""
        place = event.position().toPoint()
        drag = self.drag
        if drag is None or not event.buttons() & Qt.MouseButton.LeftButton:
            piece = self.piece_at(place)
            edge = piece is not None and self._at_edge(piece, place)
            self.setCursor(Qt.CursorShape.SizeVerCursor if edge else Qt.CursorShape.ArrowCursor)
            return
        if not drag.moving:
            away = abs(place.y() - drag.grabbed) + abs(self.column_at(place.x()) - drag.column) * px(_DRAG_AFTER)
            if away < px(_DRAG_AFTER):
                return
        step = _FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP
        by = self.minute_at(place.y()) - self.minute_at(drag.grabbed)
        self.drag = self._dragged(drag, by, step, self.column_at(place.x()))
        self.update()

    def _dragged(self, drag: Drag, by: float, step: int, column: int) -> Drag:
        if drag.stretches:
            end = _snapped(drag.piece.begin + drag.piece.row.when.minutes + by, step)
            minutes = max(step, min(DAY, end) - drag.piece.begin)
            return replace(drag, minutes=minutes, moving=True)
        begin = max(0, min(DAY - step, _snapped(drag.piece.begin + by, step)))
        return replace(drag, begin=begin, column=column, moving=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep what was dragged; a click on an empty time books it."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        drag, self.drag = self.drag, None
        self.update()
        if drag is not None and drag.moving:
            self._emit_moved(drag.piece.row, self.days[drag.column], drag.begin, drag.minutes)
        elif drag is None and self.cursor_at.chosen is None and self.cursor_rect().width():
            slot = self.cursor_rect().adjusted(-px(4), 0, px(4), 0)
            if slot.contains(event.position().toPoint()):
                self.book_wanted.emit(self.cursor_at.day, self.cursor_at.minute)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open an appointment."""
        piece = self.piece_at(event.position().toPoint())
        if piece is not None:
            self.drag = None
            self.opened.emit(piece.row.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with an appointment."""
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        piece = self.piece_at(event.pos()) if by_mouse else self.chosen_piece()
        if piece is not None:
            self._go(Cursor(self.days[piece.column], piece.begin, piece.row.id))
            self.menu_wanted.emit(
                piece.row.id, event.globalPos() if by_mouse else self.mapToGlobal(self.rect_of(piece).center())
            )

    def event(self, event: QEvent) -> bool:
        """Tool tips; and Escape belongs to a drag while there is one."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            piece = self.piece_at(event.pos())
            QToolTip.showText(event.globalPos(), appointment_in_words(piece.row) if piece else "", self)
            return True
        escapes = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.drag is not None
        if escapes and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def _at_edge(self, piece: Piece, place: QPoint) -> bool:
        rect = self.rect_of(piece)
        edge = min(px(_EDGE), rect.height() // 3)
        return place.y() > rect.bottom() - edge

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move; with Alt they move the chosen appointment, with Alt and Shift they stretch it."""
        key = Qt.Key(event.key())
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        vertical = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key, 0)
        sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key, 0)
        if key == Qt.Key.Key_Escape and self.drag is not None:
            self.drag = None
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif alt and (vertical or sideways):
            self._shift(vertical, sideways, shift)
        elif vertical:
            self._go((moves.down if vertical > 0 else moves.up)(self.cursor_at, self._there(self.cursor_at.day)))
        elif sideways:
            there = self._there(self.cursor_at.day + timedelta(days=sideways))
            self._go(moves.aside(self.cursor_at, sideways, there))
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        if self.cursor_at.chosen is not None:
            self.opened.emit(self.cursor_at.chosen)
        else:
            self.book_wanted.emit(self.cursor_at.day, self.cursor_at.minute)

    def _shift(self, vertical: int, sideways: int, stretch: bool) -> None:
        piece = self.chosen_piece()
        if piece is None:
            return
        row = piece.row
        start = row.when.starts
        if stretch:
            minutes = row.when.minutes + vertical * STEP
            if vertical and minutes > 0:
                self.moved.emit(row.id, start, minutes)
            return
        self.moved.emit(row.id, start + timedelta(days=sideways, minutes=vertical * STEP), row.when.minutes)

    def _there(self, day: date) -> list[Piece]:
        if day not in self.days:
            return []
        column = self.days.index(day)
        return [one for one in self.pieces if one.column == column]

    def _go(self, cursor: Cursor) -> None:
        self._set_cursor(cursor)
        self.cursor_moved.emit(cursor)

    def _emit_moved(self, row: AppointmentRow, day: date, begin: int, minutes: int) -> None:
        start = datetime.combine(day, time(begin // 60, begin % 60))
        if (start, minutes) != (row.when.starts, row.when.minutes):
            self.moved.emit(row.id, start, minutes)


def _snapped(minute: float, step: int) -> int:
    return round(minute / step) * step
