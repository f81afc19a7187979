"""Painting the grid of days: hours, shaded time off, the present moment, appointments, the cursor and what is dragged."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kapdesk.ui import days as day_words
from kapdesk.ui import paint
from kapdesk.ui.calendar import marks
from kapdesk.ui.calendar.pieces import Piece
from kapdesk.ui.theme import current, px

if TYPE_CHECKING:
    from kapdesk.ui.calendar.grid import DayGrid, Drag


class GridPainter:
    """Paints a grid once."""

    def __init__(self, grid: "DayGrid", painter: QPainter) -> None:
        self._grid, self._painter = grid, painter
        self._colours = current()
        self._fonts = marks.Fonts()

    def paint(self, area: QRect) -> None:
        """Everything, from the ground up."""
        self._painter.fillRect(area, self._colours["card"])
        for column, day in enumerate(self._grid.days):
            self._shade(column, day)
        self._lines()
        drag = self._grid.drag
        for piece in self._grid.pieces:
            rect = self._grid.rect_of(piece)
            if rect.intersects(area):
                faint = drag is not None and drag.moving and drag.piece.row.id == piece.row.id
                self._painter.setOpacity(0.35 if faint else 1.0)
                self._piece(piece, rect, piece.row.id == self._grid.cursor_at.chosen)
        self._painter.setOpacity(1.0)
        self._now()
        if self._grid.empty_words and not self._grid.pieces:
            self._empty()
        if drag is not None and drag.moving:
            self._dragged(drag)
        elif self._grid.cursor_at.chosen is None:
            self._cursor()

    def _shade(self, column: int, day: date) -> None:
        grid = self._grid
        left = grid.gutter + column * grid.column_width
        whole = QRectF(left, 0, grid.column_width, grid.height())
        hours = grid.hours.on(day)
        if hours is None:
            self._painter.fillRect(whole, self._colours["faint"])
            return
        top, bottom = grid.y_of(hours[0]), grid.y_of(hours[1])
        self._painter.fillRect(QRectF(left, 0, grid.column_width, top), self._colours["faint"])
        self._painter.fillRect(QRectF(left, bottom, grid.column_width, grid.height() - bottom), self._colours["faint"])

    def _lines(self) -> None:
        grid = self._grid
        small = paint.font(12)
        for hour in range(grid.first_hour, grid.last_hour):
            y = grid.y_of(hour * 60)
            self._painter.setPen(QPen(self._colours["line"], 1))
            self._painter.drawLine(QLineF(grid.gutter, y, grid.width(), y))
            half = grid.y_of(hour * 60 + 30)
            self._painter.setPen(QPen(self._colours["line"], 1, Qt.PenStyle.DotLine))
            self._painter.drawLine(QLineF(grid.gutter, half, grid.width(), half))
            place = QRect(0, round(y) + px(1), grid.gutter - px(6), px(16))
            paint.draw_line(self._painter, place, f"{hour}:00", small, "mute", self._colours, right=True)
        self._painter.setPen(QPen(self._colours["line"], 1))
        for column in range(len(grid.days)):
            x = grid.gutter + column * grid.column_width
            self._painter.drawLine(QLineF(x, 0, x, grid.height()))

    def _piece(self, piece: Piece, rect: QRect, chosen: bool) -> None:
        marks.draw_ground(self._painter, rect, piece.row, chosen)
        self._painter.save()
        self._painter.setClipRect(rect)
        marks.draw_words(self._painter, rect, piece.row, piece.row.when.words, self._fonts)
        self._painter.restore()

    def _now(self) -> None:
        grid, now = self._grid, self._grid.now
        if now is None or now.date() not in grid.days:
            return
        y = grid.y_of(now.hour * 60 + now.minute)
        x = grid.gutter + grid.days.index(now.date()) * grid.column_width
        self._painter.save()
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(QPen(self._colours["bad"], max(1.5, px(1.5))))
        self._painter.drawLine(QLineF(x, y, x + grid.column_width, y))
        self._painter.setBrush(self._colours["bad"])
        self._painter.drawEllipse(QPointF(x, y), px(4), px(4))
        self._painter.restore()

    def _cursor(self) -> None:
        grid = self._grid
        rect = grid.cursor_rect()
        if rect.isEmpty():
            return
        strong = grid.hasFocus()
        self._painter.save()
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = Qt.PenStyle.SolidLine if strong else Qt.PenStyle.DotLine
        self._painter.setPen(QPen(self._colours["focus"], max(2, px(2)) if strong else 1, line))
        self._painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), px(5), px(5))
        at = grid.cursor_at.minute
        words = f"{at // 60}:{at % 60:02}"
        inner = rect.adjusted(px(7), 0, -px(4), 0)
        paint.draw_line(self._painter, inner, words, paint.font(12), "accent", self._colours)
        self._painter.restore()

    def _empty(self) -> None:
        """How to begin, in the middle of an empty grid."""
        grid = self._grid
        wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter
        self._painter.setFont(paint.font(15))
        room = QRect(grid.gutter + px(20), 0, grid.width() - grid.gutter - px(40), grid.height() * 2 // 3)
        words = self._painter.boundingRect(room, wrap, grid.empty_words)
        self._painter.fillRect(words.adjusted(-px(16), -px(10), px(16), px(10)), self._colours["card"])
        self._painter.setPen(self._colours["mute"])
        self._painter.drawText(room, wrap, grid.empty_words)

    def _dragged(self, drag: "Drag") -> None:
        grid = self._grid
        begin, minutes = drag.begin, drag.minutes
        ghost = Piece(drag.piece.row, drag.column, begin, begin + minutes)
        rect = grid.rect_of(ghost)
        marks.draw_ground(self._painter, rect, drag.piece.row, True)
        end = begin + minutes
        times = f"{begin // 60}:{begin % 60:02}–{end // 60 % 24}:{end % 60:02}"
        self._painter.save()
        self._painter.setClipRect(rect)
        marks.draw_words(self._painter, rect, drag.piece.row, times, self._fonts)
        self._painter.restore()
        label = QRect(rect.x(), max(0, rect.y() - px(20)), max(rect.width(), px(92)), px(18))
        self._painter.fillRect(label, self._colours["card"])
        paint.draw_line(self._painter, label, times, paint.font(13), "accent", self._colours)


class DaysHeader(QWidget):
    """The days above the grid: weekday and number, today marked, and what clocks do on that day."""

    def __init__(self, grid: "DayGrid") -> None:
        super().__init__()
        self.setObjectName("calendar_days")
        self._grid = grid
        self._notes: dict[date, str] = {}
        self._margin = 0
        self.refit()

    def refit(self) -> None:
        """As high as its words need."""
        self.setFixedHeight(px(42))

    def show_notes(self, notes: dict[date, str], margin: int) -> None:
        """What is said of days, beneath their names."""
        self._notes = notes
        self.refit()
        self.set_margin(margin)

    def set_margin(self, margin: int) -> None:
        """What the scroll bar takes at the right."""
        self._margin = margin
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the days."""
        painter = QPainter(self)
        colours, grid = current(), self._grid
        painter.fillRect(event.rect(), colours["card"])
        width = (self.width() - self._margin - grid.gutter) / max(1, len(grid.days))
        today = grid.now.date() if grid.now is not None else None
        for column, day in enumerate(grid.days):
            x = round(grid.gutter + column * width)
            place = QRect(x + px(7), px(4), round(width) - px(9), px(20))
            strong = day == today
            if strong:
                painter.fillRect(QRect(x, 0, round(width), self.height()), colours["accent_soft"])
            chosen = paint.font(14, QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
            name = day_words.weekday(day, short=True)
            options = (f"{name} {day.day}", f"{day.day} {name[:2]}", str(day.day))
            words = marks.first_fitting(options, QFontMetrics(chosen), place.width() - px(4))
            colour = "accent" if strong else "ink"
            used = paint.draw_line(painter, place, words, chosen, colour, colours)
            if strong and place.width() - used > px(46):
                rest = place.adjusted(used + px(6), 0, 0, 0)
                paint.draw_line(painter, rest, "today", paint.font(12), "accent", colours)
            note = self._notes.get(day, "")
            if note:
                below = QRect(place.x(), px(23), place.width(), px(16))
                paint.draw_line(painter, below, note, paint.font(12), "warning", colours)
        painter.setPen(colours["line"])
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()


def change_note(day: date, zone: str) -> str:
    """What clocks do on a day: empty on all but two of the year."""
    there = ZoneInfo(zone)
    first = datetime.combine(day, time(), there).utcoffset()
    last = datetime.combine(day, time(23, 59), there).utcoffset()
    if first is None or last is None or first == last:
        return ""
    return "clocks go forward" if last > first else "clocks go back"
