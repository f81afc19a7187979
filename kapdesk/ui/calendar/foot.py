"""What stands beneath the calendar: what is chosen, what can be done with it, and what the shapes mean."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from kapdesk.domain.appointments import AppointmentKind
from kapdesk.ui import look, paint
from kapdesk.ui.calendar import marks
from kapdesk.ui.flow import Flow
from kapdesk.ui.theme import current, phase_colour, px
from kapdesk.usecases.calendar.appointments import AppointmentRow

_SHAPES = tuple(kind for kind in AppointmentKind if kind is not AppointmentKind.UNAVAILABLE)


class OneLine(QLabel):
    """Words on one line, cut where there is no more room, so that nothing above it moves; whole in the tool tip."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(px(160))
        self._words = ""

    @property
    def words(self) -> str:
        """All of it."""
        return self._words

    def say(self, words: str) -> None:
        """Show other words."""
        self._words = words
        self.setToolTip(words)
        self.setAccessibleName(words)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As much as fits."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        self.setText(
            self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, max(px(40), self.width() - 2))
        )


class Legend(QWidget):
    """The shapes of the kinds with their words, on as many lines as they need."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("calendar_legend")
        self.setAccessibleName(
            "Square: preparation, disc: ketamine session, diamond: integration, ring: call, bar: other"
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(px(20))

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(px(300), px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what fits."""
        painter, colours = QPainter(self), current()
        x = 0
        for kind in _SHAPES:
            words = marks.short_kind(kind)
            marks.draw_mark(painter, QPointF(x + px(5), self.height() / 2 + 1), kind, px(9), phase_colour(kind.value))
            place = QRect(x + px(14), 0, self.width() - x - px(14), self.height())
            if place.width() < px(30):
                break
            x += px(30) + paint.draw_line(painter, place, words, paint.font(13), "mute", colours)
        painter.end()


class Foot(QWidget):
    """The line of what is chosen with its buttons; each calls the act with its name."""

    def __init__(self, acts: tuple[tuple[str, str, str, Callable[[], None]], ...]) -> None:
        super().__init__()
        layout = look.column(self, gap=6)
        self.said = OneLine("calendar_chosen")
        layout.addWidget(self.said)
        self._buttons: list[QPushButton] = []
        for words, name, key, act in acts:
            one = look.button(words, name)
            one.setToolTip(key)
            one.clicked.connect(act)
            self._buttons.append(one)
        self._flow = Flow(gap=8)
        self._flow.set_widgets(list(self._buttons))
        self._legend = Legend()
        line = QWidget()
        inside = look.row(self._flow, self._legend, gap=14)
        line.setLayout(inside)
        layout.addWidget(line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the height is wanted more than what the shapes mean."""
        super().resizeEvent(event)
        wide = event.size().width() >= px(760)
        self._legend.setVisible(wide)
        self._buttons[-1].setVisible(wide)  # the menu and the key do the same
        self._flow.arrange()

    def show_chosen(self, words: str, row: AppointmentRow | None, today: date) -> None:
        """Say what is chosen; without an appointment nothing can be done with it."""
        self.said.say(words)
        for one in self._buttons:
            needs_client = one.objectName() in ("appointment_note", "appointment_chart")
            one.setEnabled(row is not None and (row.client_id is not None or not needs_client))
            if one.objectName() == "appointment_note":
                one.setText("Begin" if row is not None and row.begins(today) else "Note")
                one.setAccessibleName(one.text())
        self._flow.arrange()
