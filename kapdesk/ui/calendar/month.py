"""The grid of a month: a cell for each day with as many lines as fit, and “+2 more” that leads to the day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from kapdesk.domain.appointments import AppointmentKind, WorkingHours, clock, within_calendar
from kapdesk.ui import days as day_words
from kapdesk.ui import paint
from kapdesk.ui.calendar import marks
from kapdesk.ui.calendar.cursor import Cursor
from kapdesk.ui.calendar.words import appointment_in_words, days_in_words
from kapdesk.ui.theme import current, phase_colour, px
from kapdesk.usecases.calendar.appointments import AppointmentRow

WEEK = 7


def days_of_month(day: date) -> list[date]:
    """The weeks that a month touches, whole."""
    first = day_words.first_of_week(day.replace(day=1))
    after = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    found = [first]
    while found[-1] + timedelta(days=1) < after or len(found) % WEEK:
        found.append(found[-1] + timedelta(days=1))
    return found


class MonthGrid(QWidget):
    """Weeks one below the other. `day_wanted` leads to a day, `opened` and `moved` carry an appointment."""

    cursor_moved = Signal(object)
    book_wanted = Signal(object, int)
    day_wanted = Signal(object)
    opened = Signal(int)
    moved = Signal(int, object, int)
    menu_wanted = Signal(int, QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("calendar_month")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.days: list[date] = []
        self.cursor_at = Cursor(date(2000, 1, 1))
        self.dragged: AppointmentRow | None = None
        self.over: date | None = None
        self._by_day: dict[date, list[AppointmentRow]] = {}
        self._hours = WorkingHours()
        self._today = date(2000, 1, 1)
        self._grabbed = QPoint()

    def show_month(
        self, days: Sequence[date], rows: Sequence[AppointmentRow], hours: WorkingHours, now: datetime, cursor: Cursor
    ) -> None:
        """Show these weeks with what is kept in them."""
        self.days, self._hours, self._today, self.cursor_at = list(days), hours, now.date(), cursor
        self._by_day = {day: [] for day in days}
        for row in rows:
            for number in range((row.when.last_day - row.when.day).days + 1):
                self._by_day.get(row.when.day + timedelta(days=number), []).append(row)
        self.dragged = self.over = None
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the number and two lines in each cell."""
        return QSize(px(320), self._head() + len(self.days) // WEEK * (self._line() * 3 + px(4)))

    def minimumSizeHint(self) -> QSize:
        """The same; the page scrolls where there is less."""
        return self.sizeHint()

    # Geometry

    def _line(self) -> int:
        return px(19)

    def _head(self) -> int:
        return px(26)

    def cell(self, day: date) -> QRect:
        """Where a day stands."""
        number = self.days.index(day)
        weeks = len(self.days) // WEEK
        width, height = self.width() / WEEK, (self.height() - self._head()) / weeks
        x, y = number % WEEK * width, self._head() + number // WEEK * height
        return QRect(round(x), round(y), round(x + width) - round(x), round(y + height) - round(y))

    def lines_of(self, day: date) -> tuple[list[tuple[AppointmentRow, QRect]], QRect | None]:
        """The appointments that are written in a cell, each with its place, and that of “+2 more”."""
        cell, rows = self.cell(day), self._by_day[day]
        top, step = cell.y() + px(22), self._line()
        room = max(1, (cell.bottom() - top) // step)
        fit = len(rows) if len(rows) <= room else max(0, room - 1)
        places = [
            QRect(cell.x() + px(4), top + number * step, cell.width() - px(7), step)
            for number in range(fit + (fit < len(rows)))
        ]
        return list(zip(rows[:fit], places, strict=False)), places[-1] if fit < len(rows) else None

    def day_at(self, place: QPoint) -> date | None:
        """The day at a place."""
        return next((day for day in self.days if self.cell(day).contains(place)), None)

    def row_at(self, place: QPoint) -> AppointmentRow | None:
        """The appointment written at a place."""
        day = self.day_at(place)
        if day is None:
            return None
        return next((row for row, rect in self.lines_of(day)[0] if rect.contains(place)), None)

    def chosen_row(self) -> AppointmentRow | None:
        """The chosen appointment."""
        return next((row for row in self._by_day.get(self.cursor_at.day, ()) if row.id == self.cursor_at.chosen), None)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint everything."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), current()["card"])
        for column, day in enumerate(self.days[:WEEK]):
            place = QRect(
                round(column * self.width() / WEEK) + px(7), 0, round(self.width() / WEEK) - px(8), self._head()
            )
            paint.draw_line(painter, place, day_words.weekday(day, short=True), paint.font(13), "mute", current())
        fonts = marks.Fonts()
        for day in self.days:
            self._paint_day(painter, day, fonts)
        if self.cursor_at.day in self.days:
            self._frame(painter, self.cell(self.over or self.cursor_at.day))
        painter.end()

    def _paint_day(self, painter: QPainter, day: date, fonts: marks.Fonts) -> None:
        colours, cell = current(), self.cell(day)
        if self._hours.on(day) is None:
            painter.fillRect(cell, colours["faint"])
        painter.setPen(colours["line"])
        painter.drawRect(cell.adjusted(0, 0, 0 if cell.right() < self.width() - 1 else -1, 0))
        today = day == self._today
        inside = day.month == self.days[WEEK].month
        words = str(day.day) if day.day > 1 else day_words.shown(day, day)
        number = QRect(cell.x() + px(6), cell.y() + px(2), cell.width() - px(8), px(20))
        if today:
            painter.fillRect(QRect(cell.x() + 1, cell.y() + 1, cell.width() - 1, px(20)), colours["accent_soft"])
            words = f"{words} · today"
        colour = "accent" if today else "ink" if inside else "mute"
        paint.draw_line(painter, number, words, fonts.strong if today or inside else fonts.usual, colour, colours)
        lines, more = self.lines_of(day)
        for row, rect in lines:
            self._paint_line(painter, rect, row, day, fonts)
        if more is not None:
            left = len(self._by_day[day]) - len(lines)
            paint.draw_line(painter, more.adjusted(px(4), 0, 0, 0), f"+{left} more", fonts.small, "accent", colours)

    def _paint_line(self, painter: QPainter, rect: QRect, row: AppointmentRow, day: date, fonts: marks.Fonts) -> None:
        colours, pale = current(), marks.is_pale(row)
        ground = f"{row.kind.value}_soft" if f"{row.kind.value}_soft" in colours.colours else "plain_soft"
        inner = rect.adjusted(0, 1, 0, -1)
        if not pale:
            painter.fillRect(inner, colours[ground])
        if row.id == self.cursor_at.chosen:
            painter.setPen(QPen(colours["focus"], 2))
            painter.drawRect(inner)
        size, left = px(8), inner.x() + px(4)
        if row.kind is not AppointmentKind.UNAVAILABLE:
            colour = colours["mute"] if pale else phase_colour(row.kind.value)
            marks.draw_mark(painter, QPointF(left + size / 2, inner.center().y() + 1), row.kind, size, colour)
        left += size + px(4)
        width = inner.right() - left
        starts = clock(row.when.starts) if row.when.day == day else "…"
        words = marks.month_line(row, starts, fonts.small_metrics, width)
        painter.setFont(fonts.struck_small if pale else fonts.small)
        painter.setPen(colours["mute" if pale else "ink"])
        painter.drawText(left, inner.y() + fonts.baseline(inner.height()), words)

    def _frame(self, painter: QPainter, cell: QRect) -> None:
        painter.setPen(QPen(current()["focus"], max(2, px(2)) if self.hasFocus() or self.over else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(cell.adjusted(1, 1, -1, -1))

    # Mouse and keyboard

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a day, or an appointment that may be dragged to another day."""
        place = event.position().toPoint()
        day, row = self.day_at(place), self.row_at(place)
        if day is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        self._go(Cursor(day, self.cursor_at.minute, row.id if row else None))
        self._grabbed = place
        self.dragged = row if row is not None and row.when.day == day == row.when.last_day else None
        more = self.lines_of(day)[1]
        if more is not None and more.contains(place):
            self.day_wanted.emit(day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the day it would be on."""
        place = event.position().toPoint()
        if self.dragged is not None and (self.over or (place - self._grabbed).manhattanLength() > px(6)):
            self.over = self.day_at(place) or self.over
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep what was dragged."""
        row, day = self.dragged, self.over
        self.dragged = self.over = None
        self.update()
        if row is not None and day is not None and day != row.when.day:
            self.moved.emit(row.id, datetime.combine(day, row.when.starts.time()), row.when.minutes)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open an appointment; on an empty place the day."""
        row, day = self.row_at(event.position().toPoint()), self.day_at(event.position().toPoint())
        if row is not None:
            self.opened.emit(row.id)
        elif day is not None:
            self.day_wanted.emit(day)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with an appointment."""
        row = self.row_at(event.pos()) if event.reason() is QContextMenuEvent.Reason.Mouse else self.chosen_row()
        if row is not None:
            self._go(Cursor(row.when.day, self.cursor_at.minute, row.id))
            self.menu_wanted.emit(row.id, event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Tool tips; and Escape belongs to a drag while there is one."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            row, day = self.row_at(event.pos()), self.day_at(event.pos())
            words = (
                appointment_in_words(row) if row else days_in_words(day, self._today, self._by_day[day]) if day else ""
            )
            QToolTip.showText(event.globalPos(), words, self)
            return True
        escapes = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self.dragged is not None
        if escapes and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from day to day; Space from one appointment of the day to the next, which Alt and arrows move."""
        key = Qt.Key(event.key())
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -WEEK, Qt.Key.Key_Down: WEEK}.get(key, 0)
        row = self.chosen_row()
        if key == Qt.Key.Key_Escape and self.dragged is not None:
            self.dragged = self.over = None
            self.update()
        elif by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if row is not None:
                self.moved.emit(row.id, row.when.starts + timedelta(days=by), row.when.minutes)
        elif by:
            self._go(Cursor(within_calendar(self.cursor_at.day + timedelta(days=by)), self.cursor_at.minute))
        elif key == Qt.Key.Key_Space:
            ids = [one.id for one in self._by_day.get(self.cursor_at.day, ())]
            at = ids.index(row.id) + 1 if row is not None else 0
            self._go(Cursor(self.cursor_at.day, self.cursor_at.minute, ids[at] if at < len(ids) else None))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if row is not None:
                self.opened.emit(row.id)
            else:
                self.day_wanted.emit(self.cursor_at.day)
        else:
            super().keyPressEvent(event)

    def _go(self, cursor: Cursor) -> None:
        self.cursor_at = cursor
        self.update()
        self.cursor_moved.emit(cursor)
