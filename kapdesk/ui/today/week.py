"""The week at a glance: a column a day, a block an appointment, in the colours of the phases and with their letters."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from kapdesk.domain.appointments import AppointmentKind
from kapdesk.ui.days import locale
from kapdesk.ui.paint import font
from kapdesk.ui.theme import current, px
from kapdesk.usecases.calendar.appointment_rows import AppointmentRow

_HEAD, _LEAST = 24, 160
_FIRST_HOUR, _LAST_HOUR = 9, 17
_PHASES = (AppointmentKind.PREPARATION, AppointmentKind.KETAMINE, AppointmentKind.INTEGRATION)


class WeekStrip(QWidget):
    """Draws a week; `day_chosen` when a day is clicked, or chosen by the arrows and Enter."""

    day_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("week_strip")
        self.setAccessibleName("This week")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._first, self._today = date.min, date.min
        self._rows: Sequence[AppointmentRow] = ()
        self._chosen = 0

    def show_week(self, first: date, rows: Sequence[AppointmentRow], today: date) -> None:
        """Show another week."""
        self._first, self._rows, self._today = first, rows, today
        self._chosen = self.days().index(today) if today in self.days() else 0
        self.setAccessibleDescription("; ".join(self._said(day) for day in self.days()))
        self.update()

    def days(self) -> list[date]:
        """The week without a weekend at its ends on which nothing is."""
        days = [self._first + timedelta(days=number) for number in range(7)]
        taken = {row.when.day for row in self._rows} | {self._today}
        while len(days) > 1 and days[0].isoweekday() > 5 and days[0] not in taken:
            days.pop(0)
        while len(days) > 1 and days[-1].isoweekday() > 5 and days[-1] not in taken:
            days.pop()
        return days

    def sizeHint(self) -> QSize:
        """Room for its blocks."""
        return QSize(px(260), px(_LEAST + _HEAD))

    def minimumSizeHint(self) -> QSize:
        """The least that is readable."""
        return QSize(px(180), px(_LEAST))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the days and their blocks."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            days = self.days()
            for at, day in enumerate(days):
                box = self._column(at, len(days))
                painter.setFont(font(12, font().Weight.DemiBold if day == self._today else font().Weight.Normal))
                painter.setPen(current()["ink" if day == self._today else "mute"])
                name = locale().dayName(day.isoweekday(), locale().FormatType.ShortFormat)
                painter.drawText(QRectF(box.x(), 0, box.width(), px(_HEAD)), Qt.AlignmentFlag.AlignCenter, name)
                for row in self._rows:
                    if row.when.day == day:
                        self._draw(painter, row, box)
                if self.hasFocus() and at == self._chosen:
                    painter.setPen(current()["focus"])
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRoundedRect(box.adjusted(-2, 1, 2, -1), px(4), px(4))

    def _column(self, at: int, number: int) -> QRectF:
        width = self.width() / number
        return QRectF(at * width + px(3), px(_HEAD), width - px(6), self.height() - px(_HEAD))

    def _draw(self, painter: QPainter, row: AppointmentRow, column: QRectF) -> None:
        first = min([_FIRST_HOUR * 60, *(_minute(one) for one in self._rows)])
        last = max([_LAST_HOUR * 60, *(_minute(one) + one.when.minutes for one in self._rows)])
        scale = column.height() / max(1, min(last, 24 * 60) - first)
        top = column.y() + (_minute(row) - first) * scale
        box = QRectF(column.x(), top, column.width(), max(px(6), row.when.minutes * scale - 2))
        box = box.intersected(column)
        phase = row.kind.value if row.kind in _PHASES else "plain"
        today = row.when.day == self._today and phase != "plain"
        colours = current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours[f"{phase}_mark"] if today else colours[f"{phase}_soft"])
        painter.drawRoundedRect(box, px(4), px(4))
        if box.height() >= px(14):
            painter.setFont(font(11, font().Weight.DemiBold))
            painter.setPen(colours["card"] if today else colours[phase])
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, row.kind.words[0])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a day chooses it."""
        self.day_chosen.emit(self._day_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go from day to day, Enter chooses."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self._chosen = max(0, min(len(self.days()) - 1, self._chosen + step))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.day_chosen.emit(self.days()[self._chosen])
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """A day says in words what is on it."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._said(self._day_at(QPointF(event.pos()))), self)
            return True
        return super().event(event)

    def _day_at(self, point: QPointF) -> date:
        days = self.days()
        return days[max(0, min(len(days) - 1, int(point.x() * len(days) / max(1, self.width()))))]

    def _said(self, day: date) -> str:
        name = locale().dayName(day.isoweekday())
        rows = [f"{row.when.words} {row.kind.words}, {row.title}" for row in self._rows if row.when.day == day]
        return f"{name}: {'; '.join(rows) if rows else 'nothing'}"


def _minute(row: AppointmentRow) -> int:
    return row.when.starts.hour * 60 + row.when.starts.minute
