"""The course, drawn: what was held, what is due, what is planned, in the colours of the three phases."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from kapdesk.domain.phases import Mark, SessionKind
from kapdesk.ui.chart.course_labels import Label, labels_of, set_apart
from kapdesk.ui.days import shown
from kapdesk.ui.paint import font
from kapdesk.ui.theme import current, phase_colour, px

_RADIUS = {SessionKind.PREPARATION: 9, SessionKind.KETAMINE: 14, SessionKind.INTEGRATION: 8}
_ABOVE, _FIRST, _LEVEL, _FOOT = 40, 30, 17, 10
"""Pixels at 100 %: room above a line, from a line to its first level of labels, between levels, below the last."""
_EDGE = 42
_TIGHTEST, _WIDEST = 0.82, 1.3
"""How far the distances may shrink or grow before a course takes another row, or leaves room at the right."""


@dataclass(frozen=True)
class Placed:
    """A mark and the point where it stands."""

    mark: Mark
    at: QPointF


class CourseLine(QWidget):
    """Draws a course in as many rows as the width asks for; `mark_chosen` when one is clicked."""

    mark_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("course_line")
        self.setAccessibleName("The course")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._marks: Sequence[Mark] = ()
        self._summary = ""
        self._rows: list[list[Placed]] = []
        self._labels: list[Label] = []

    def show_course(self, marks: Sequence[Mark], summary: str) -> None:
        """Draw other marks."""
        self._marks, self._summary = marks, summary
        self.setAccessibleDescription("; ".join(in_words(mark) for mark in marks))
        self._place()
        self.update()

    def placed(self) -> list[Placed]:
        """The marks with their points, as they are drawn."""
        return [placed for row in self._rows for placed in row]

    def labels(self) -> list[Label]:
        """The labels with their places, as they are drawn."""
        return list(self._labels)

    def minimumSizeHint(self) -> QSize:
        """As high as its rows; narrow, since it can take more of them."""
        return QSize(px(220), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the marks anew when the width changes."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw lines, marks, labels."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for row in self._rows:
                painter.setPen(QPen(current()["line"], px(3)))
                ends = QPointF(px(14), 0), QPointF(px(28), 0)
                painter.drawLine(row[0].at - ends[0], row[-1].at + ends[1])
                for placed in row:
                    _draw_mark(painter, placed)
            for label in self._labels:
                painter.setFont(label.font)
                painter.setPen(current()[label.tone])
                painter.drawText(label.box, int(Qt.AlignmentFlag.AlignCenter), label.words)

    def mark_at(self, point: QPointF) -> Mark | None:
        """The mark under a point."""
        for placed in self.placed():
            if (placed.at - point).manhattanLength() <= px(_RADIUS[placed.mark.kind] + 6):
                return placed.mark
        return None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a mark chooses it."""
        mark = self.mark_at(event.position())
        if mark is not None:
            self.mark_chosen.emit(mark)

    def event(self, event: QEvent) -> bool:
        """A mark says in words what it is."""
        if isinstance(event, QHelpEvent):
            mark = self.mark_at(QPointF(event.pos()))
            if mark is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), in_words(mark), self)
            return True
        return super().event(event)

    def _place(self) -> None:
        room = max(1.0, self.width() * 100 / px(100) - 2 * _EDGE)
        rows, factor = fitted_rows(self._marks, room)
        self._rows, self._labels = [], []
        top = 0.0
        for number, row in enumerate(rows):
            y = top + px(_ABOVE)
            x, placed = float(px(_EDGE)), [Placed(row[0], QPointF(px(_EDGE), y))]
            for before, mark in itertools.pairwise(row):
                x += px(_step(before, mark) * factor)
                placed.append(Placed(mark, QPointF(x, y)))
            labels = set_apart(labels_of([(one.mark, one.at.x()) for one in placed]), self.width())
            for label in labels:
                label.box.translate(0, y + px(_FIRST) - px(_LEVEL) / 2 + label.level * px(_LEVEL))
            if number == 0 and self._summary and row[0].kind is SessionKind.PREPARATION:
                labels.append(self._over_preparations(placed))
            self._rows.append(placed)
            self._labels += labels
            top = y + px(_FIRST + _LEVEL * max((label.level for label in labels), default=0) + _FOOT)
        self.setFixedHeight(max(1, round(top)))

    def _over_preparations(self, placed: list[Placed]) -> Label:
        first = [one for one in placed if one.mark.kind is SessionKind.PREPARATION]
        middle = (first[0].at.x() + first[-1].at.x()) / 2
        chosen = font(13)
        width = QFontMetricsF(chosen).horizontalAdvance(self._summary) + 2
        left = max(0.0, middle - width / 2)
        box = QRectF(left, first[0].at.y() - px(_ABOVE) + px(4), width, px(_LEVEL))
        return Label(self._summary, "preparation", chosen, box)


def fitted_rows(marks: Sequence[Mark], room: float) -> tuple[list[list[Mark]], float]:
    """The marks in rows, and the factor of their distances, for a width in pixels at 100 %.

    A new row begins with a ketamine session, so that its integrations stay beside it.
    """
    if not marks:
        return [], 1.0
    whole = _length(marks)
    if whole * _TIGHTEST <= room:
        return [list(marks)], min(_WIDEST, room / max(1.0, whole))
    groups = _groups(marks)
    longest = max(room / _TIGHTEST, *(_length(group) for group in groups))
    rows = _filled(groups, longest)
    for limit in range(int(longest), 0, -20):  # as many rows, but of the most equal length
        tighter = _filled(groups, limit)
        if len(tighter) > len(rows):
            break
        rows = tighter
    return rows, min(1.0, room / max(1.0, *(_length(row) for row in rows)))


def _filled(groups: Sequence[Sequence[Mark]], limit: float) -> list[list[Mark]]:
    rows: list[list[Mark]] = [[]]
    for group in groups:
        if rows[-1] and _length([*rows[-1], *group]) > limit:
            rows.append([])
        rows[-1] += group
    return rows


def in_words(mark: Mark) -> str:
    """A mark as a sentence: `Ketamine session 2, held Oct 26, 2026`."""
    if mark.state in ("due", "late"):
        return mark.label[0].upper() + mark.label[1:]
    when = f" {shown(mark.on)}" if mark.on is not None else ""
    label = f" ({mark.label})" if mark.state == "planned" and mark.label else ""
    if mark.state == "without":
        return f"{mark.kind.words} without medicine, held{when}"
    state = "held" if mark.state in ("held", "today") else mark.state
    return f"{mark.kind.words} {mark.number}, {state}{' for' if mark.state == 'booked' else ''}{when}{label}"


def _length(marks: Sequence[Mark]) -> float:
    return float(sum(_step(*pair) for pair in itertools.pairwise(marks)))


def _step(before: Mark, mark: Mark) -> int:
    """How far a mark stands from the one before, at 100 %."""
    if mark.kind is SessionKind.KETAMINE:
        return 76 if before.state in ("planned", "booked") and before.kind is SessionKind.KETAMINE else 84
    if mark.kind is SessionKind.INTEGRATION:
        return 30 if before.kind is SessionKind.INTEGRATION else 42
    return 40 if before.kind is SessionKind.PREPARATION else 64


def _groups(marks: Sequence[Mark]) -> list[list[Mark]]:
    """The preparations together; each ketamine session with what follows it."""
    groups: list[list[Mark]] = []
    for mark in marks:
        if groups and mark.kind is not SessionKind.KETAMINE:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups


def _draw_mark(painter: QPainter, placed: Placed) -> None:
    mark, at = placed.mark, placed.at
    colours, colour = current(), phase_colour(mark.kind.value)
    radius = px(_RADIUS[mark.kind]) - (px(2) if mark.state in ("planned", "booked", "without") else 0)
    painter.setBrush(colours["card"])
    inside = colours["ketamine"]
    if mark.state == "held":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        inside = colours["card"]
    elif mark.state == "planned":
        faint = colours["ketamine_faint"] if mark.kind is SessionKind.KETAMINE else colours["line"]
        painter.setPen(QPen(faint, px(3)))
        inside = colours["mute"]
    elif mark.state == "today":
        painter.setPen(QPen(colour, px(4)))
    elif mark.state == "booked":
        painter.setPen(QPen(colour, px(3)))
        inside = colour
    elif mark.state == "without":
        painter.setPen(QPen(colours["mute"], px(2)))
        painter.drawEllipse(at, radius, radius)
        reach = radius * 0.5
        painter.drawLine(at + QPointF(-reach, reach), at + QPointF(reach, -reach))
        return
    else:
        tone = colours["bad" if mark.state == "late" else "warning"]
        painter.setPen(QPen(tone, px(3), Qt.PenStyle.CustomDashLine))
        pen = painter.pen()
        pen.setDashPattern([0.9, 0.8])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
    painter.drawEllipse(at, radius, radius)
    if mark.kind is SessionKind.KETAMINE:
        painter.setFont(font(13, font().Weight.DemiBold))
        painter.setPen(inside)
        box = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(mark.number))
