"""The course, drawn: what was held, what is due, what is planned, in the colours of the three phases."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QHelpEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from kapdesk.domain.phases import Mark, SessionKind
from kapdesk.ui.days import shown
from kapdesk.ui.theme import current, phase_colour, px

_RADIUS = {SessionKind.PREPARATION: 9, SessionKind.KETAMINE: 14, SessionKind.INTEGRATION: 8}
_ROW, _LINE_AT, _FIRST_LABEL, _SECOND_LABEL, _ABOVE = 116, 50, 32, 48, 26
_EDGE, _END = 46, 30
_CLOSEST = 0.8
_STATES = {"held": "held", "today": "today", "planned": "planned", "due": "due", "late": "late"}


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
        self._placed: list[Placed] = []

    def show_course(self, marks: Sequence[Mark], summary: str) -> None:
        """Draw other marks."""
        self._marks, self._summary = marks, summary
        self.setAccessibleDescription("; ".join(in_words(mark) for mark in marks))
        self._place()
        self.update()

    def placed(self) -> list[Placed]:
        """The marks with their points, as they are drawn."""
        return list(self._placed)

    def minimumSizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(px(420), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the marks anew when the width changes."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        self._placed = []
        factor = self._factor()

        def step(*pair: Mark) -> float:
            return _step(*pair) * factor

        x, y = float(px(_EDGE)), float(px(_LINE_AT))
        last: Mark | None = None
        for number, mark in enumerate(self._marks):
            if last is not None:
                room = sum(step(*pair) for pair in _group(self._marks, number))
                if mark.kind is SessionKind.KETAMINE and x + px(step(last, mark) + room) > self.width() - px(_END):
                    x, y = float(px(_EDGE)), y + px(_ROW)
                else:
                    x += px(step(last, mark))
            self._placed.append(Placed(mark, QPointF(x, y)))
            last = mark
        self.setFixedHeight(round(y) + px(_ROW - _LINE_AT))

    def _factor(self) -> float:
        """A course that is a little too long for one row is drawn closer, rather than in two."""
        pairs = zip(self._marks, self._marks[1:], strict=False)
        wanted = px(sum(_step(*pair) for pair in pairs))
        room = self.width() - px(_EDGE + _END)
        return max(room / wanted - 0.001, 0.0) if wanted * _CLOSEST <= room < wanted else 1.0

    def paintEvent(self, event: QEvent) -> None:
        """Draw lines, marks, labels."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_lines(painter)
        for placed in self._placed:
            _draw_mark(painter, placed)
        self._draw_labels(painter)
        painter.end()

    def _draw_lines(self, painter: QPainter) -> None:
        painter.setPen(QPen(current()["line"], px(3)))
        for height in dict.fromkeys(placed.at.y() for placed in self._placed):
            points = [placed.at.x() for placed in self._placed if placed.at.y() == height]
            painter.drawLine(QPointF(points[0] - px(14), height), QPointF(points[-1] + px(24), height))

    def _draw_labels(self, painter: QPainter) -> None:
        small = QFont(self.font())
        small.setPixelSize(px(13))
        painter.setFont(small)
        for run in _runs(self._placed):
            kind = run[0].mark.kind
            if kind is SessionKind.PREPARATION:
                self._label_preparations(painter, run)
            elif kind is SessionKind.KETAMINE:
                self._label(painter, run[0].at, _FIRST_LABEL, run[0].mark.label, "mute", run[0].mark.state == "today")
            else:
                self._label_integrations(painter, run)

    def _label_preparations(self, painter: QPainter, run: list[Placed]) -> None:
        ends = [run[0]] if len(run) == 1 else [run[0], run[-1]]
        for placed in ends:
            self._label(painter, placed.at, _FIRST_LABEL, placed.mark.label, "mute")
        if run[0] is self._placed[0]:
            middle = QPointF((run[0].at.x() + run[-1].at.x()) / 2, run[0].at.y())
            self._label(painter, middle, -_ABOVE, self._summary, "preparation")

    def _label_integrations(self, painter: QPainter, run: list[Placed]) -> None:
        held = [placed for placed in run if placed.mark.state == "held"]
        if held:
            middle = QPointF((held[0].at.x() + held[-1].at.x()) / 2, held[0].at.y())
            self._label(painter, middle, _SECOND_LABEL, joined([placed.mark.label for placed in held]), "integration")
        for placed in run:
            if placed.mark.state in ("due", "late"):
                tone = "bad" if placed.mark.state == "late" else "warning"
                self._label(painter, placed.at, _SECOND_LABEL, placed.mark.label, tone)

    def _label(self, painter: QPainter, at: QPointF, below: int, words: str, tone: str, bold: bool = False) -> None:
        if not words:
            return
        font = QFont(painter.font())
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(words)
        left = min(max(at.x() - width / 2, 2.0), self.width() - width - 2.0)
        painter.setPen(current()[tone])
        painter.drawText(QPointF(left, at.y() + px(below)), words)

    def mark_at(self, point: QPointF) -> Mark | None:
        """The mark under a point."""
        for placed in self._placed:
            apart = placed.at - point
            if apart.manhattanLength() <= px(_RADIUS[placed.mark.kind] + 6):
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


def in_words(mark: Mark) -> str:
    """A mark as a sentence: `Ketamine session 2, held Oct 26, 2026`."""
    when = f" {shown(mark.on)}" if mark.on is not None else ""
    if mark.state in ("due", "late"):
        return mark.label[0].upper() + mark.label[1:]
    label = f" ({mark.label})" if mark.state == "planned" and mark.label else ""
    return f"{mark.kind.words} {mark.number}, {_STATES[mark.state]}{when}{label}"


def joined(labels: Sequence[str]) -> str:
    """Several `+n days` as one label: `+2, +5 days`."""
    if len(labels) == 1:
        return labels[0]
    if all(label.startswith("+") for label in labels) and len(labels) <= 4:
        return ", ".join(label.split()[0] for label in labels) + " days"
    return f"{labels[0]} … {labels[-1]}"


def _step(last: Mark, mark: Mark) -> int:
    """How far a mark stands from the one before, at 100 %."""
    if mark.kind is SessionKind.KETAMINE:
        return 74 if last.state == "planned" and mark.state == "planned" else 88
    if mark.kind is SessionKind.INTEGRATION:
        return 30 if last.kind is SessionKind.INTEGRATION else 44
    return 42


def _group(marks: Sequence[Mark], first: int) -> list[tuple[Mark, Mark]]:
    """The integrations that stand with a ketamine session, as pairs of neighbours."""
    pairs = []
    for at in range(first + 1, len(marks)):
        if marks[at].kind is SessionKind.KETAMINE:
            break
        pairs.append((marks[at - 1], marks[at]))
    return pairs


def _runs(placed: Sequence[Placed]) -> list[list[Placed]]:
    """Neighbours of one kind; each ketamine session by itself."""
    runs: list[list[Placed]] = []
    for one in placed:
        kind = one.mark.kind
        if (
            runs
            and kind is not SessionKind.KETAMINE
            and runs[-1][-1].mark.kind is kind
            and runs[-1][-1].at.y() == one.at.y()
        ):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _draw_mark(painter: QPainter, placed: Placed) -> None:
    mark, at = placed.mark, placed.at
    colour = phase_colour(mark.kind.value)
    radius = px(_RADIUS[mark.kind]) - (px(2) if mark.state == "planned" else 0)
    if mark.state == "held":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        inside = current()["card"]
    elif mark.state == "planned":
        painter.setPen(QPen(current()["ketamine_faint"] if mark.kind is SessionKind.KETAMINE else colour, px(3)))
        painter.setBrush(current()["card"])
        inside = current()["mute"]
    elif mark.state == "today":
        painter.setPen(QPen(colour, px(4)))
        painter.setBrush(current()["card"])
        inside = current()["ketamine"]
    else:
        dashed = QPen(current()["bad" if mark.state == "late" else "warning"], px(3), Qt.PenStyle.DotLine)
        painter.setPen(dashed)
        painter.setBrush(current()["card"])
        inside = current()["card"]
    painter.drawEllipse(at, radius, radius)
    if mark.kind is SessionKind.KETAMINE:
        font = QFont(painter.font())
        font.setPixelSize(px(13))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(inside)
        box = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(mark.number))
