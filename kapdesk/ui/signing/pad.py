"""The signature pad: a white sheet on which one signs with a mouse, a pen or a finger; the line is smooth while it is drawn."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from kapdesk.domain.strokes import Point, Stroke, Strokes, curves
from kapdesk.ui.theme import current, px

_SHEET, _INK, _LINE = QColor("#FFFFFF"), QColor("#12202B"), QColor("#B9C0C4")
"""White paper and dark ink in the dark look too: it is what is printed."""
_HIGH = 0.3
"""Height as a part of the width."""
_MOST = 760
"""Pixels of its width, whatever the size of the text: the whole sheet is in sight in the smallest window."""
_NEAR = 0.0012
"""Of the width: a point nearer to the last one adds nothing."""
_WIDTH = 0.0055
"""Of the width: how thick the line is."""
_FOOT = 0.74
"""Of the height: where the line to sign on stands."""


class SignaturePad(QWidget):
    """Takes strokes as parts of its width, so that they are the same at every size; `drawn` at each change.

    Backspace or Ctrl+Z takes the last stroke away, Delete all of them.
    """

    drawn = Signal()

    def __init__(self, name: str, words: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setAccessibleDescription(
            "Draw with mouse, pen or finger. Without them, choose “Type the name” instead. Backspace undoes a stroke."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumWidth(320)
        self.setMaximumWidth(_MOST)
        self._strokes: list[Stroke] = []
        self._now: list[Point] = []
        self._since: int | None = None

    @property
    def strokes(self) -> Strokes:
        """What is drawn."""
        return (*self._strokes, tuple(self._now)) if self._now else tuple(self._strokes)

    def clear(self) -> None:
        """An empty sheet."""
        self._strokes, self._now, self._since = [], [], None
        self._changed()

    def put_strokes(self, strokes: Strokes) -> None:
        """Show a signature that was drawn before."""
        self._strokes, self._now, self._since = list(strokes), [], None
        self._changed()

    def undo(self) -> None:
        """Take the last stroke away."""
        self._now = []
        if self._strokes:
            self._strokes.pop()
            self._changed()

    def heightForWidth(self, width: int) -> int:
        """As high as a signature needs."""
        return round(width * _HIGH)

    def hasHeightForWidth(self) -> bool:
        """The sheet keeps its shape."""
        return True

    def sizeHint(self) -> QSize:
        """As wide as is comfortable to sign on."""
        return QSize(_MOST, self.heightForWidth(_MOST))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The pen goes down."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin(event.position(), event.timestamp())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The pen draws."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_on(event.position(), event.timestamp())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The pen goes up."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._end(event.position(), event.timestamp())

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen; taken here it is not sent again as a mouse."""
        act = {
            QEvent.Type.TabletPress: self._begin,
            QEvent.Type.TabletMove: self._go_on,
            QEvent.Type.TabletRelease: self._end,
        }.get(event.type())
        if act is not None:
            act(event.position(), event.timestamp())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """A finger, one at a time; Ctrl+Z is for the last stroke, not for the window."""
        if isinstance(event, QTouchEvent):
            self._touch(event)
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _undoes(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Without a mouse too a stroke can be taken away."""
        if _undoes(event):
            self.undo()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where one is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that one is elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """White paper, the line to sign on, the ink."""
        width = self.width()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            edge = QPen(current()["focus" if self.hasFocus() else "line"], 2 if self.hasFocus() else 1)
            painter.setPen(edge)
            painter.setBrush(_SHEET)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), px(10), px(10))
            foot = round(self.height() * _FOOT)
            painter.setPen(QPen(_LINE, 1))
            painter.drawLine(round(width * 0.06), foot, round(width * 0.94), foot)
            painter.drawText(round(width * 0.06), foot - px(6), "×")
            ink = QPen(_INK, max(1.5, width * _WIDTH))
            ink.setCapStyle(Qt.PenCapStyle.RoundCap)
            ink.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(ink)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for stroke in self.strokes:
                painter.drawPath(path_of(stroke, width))

    def _begin(self, at: QPointF, time: int) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._since = time if self._since is None else self._since
        self._now = [self._point(at, time)]
        self._changed()

    def _go_on(self, at: QPointF, time: int) -> None:
        if not self._now:
            return
        point, last = self._point(at, time), self._now[-1]
        if abs(point.x - last.x) + abs(point.y - last.y) >= _NEAR:
            self._now.append(point)
            self._changed()

    def _end(self, at: QPointF, time: int) -> None:
        if self._now:
            self._go_on(at, time)
            self._strokes.append(tuple(self._now))
            self._now = []
            self._changed()

    def _touch(self, event: QTouchEvent) -> None:
        event.accept()
        points = event.points()
        if event.type() == QEvent.Type.TouchCancel:
            self._now = []
            self._changed()
        elif points:
            act = {
                QEvent.Type.TouchBegin: self._begin,
                QEvent.Type.TouchUpdate: self._go_on,
                QEvent.Type.TouchEnd: self._end,
            }.get(event.type())
            if act is not None:
                act(points[0].position(), event.timestamp())

    def _point(self, at: QPointF, time: int) -> Point:
        """A place on the sheet; what goes over its edge stays at the edge."""
        width = max(1, self.width())
        x = min(max(at.x() / width, 0.0), 1.0)
        y = min(max(at.y() / width, 0.0), self.height() / width)
        return Point(x, y, max(0, time - (self._since or 0)))

    def _changed(self) -> None:
        self.update()
        self.drawn.emit()


def path_of(stroke: Stroke, width: float) -> QPainterPath:
    """A stroke as a smooth line on a sheet of that width; a single point is a dot."""
    first = stroke[0]
    path = QPainterPath(QPointF(first.x * width, first.y * width))
    if len(stroke) == 1:
        path.lineTo(first.x * width + 0.1, first.y * width)
    for _, before, after, end in curves(stroke):
        path.cubicTo(before.x * width, before.y * width, after.x * width, after.y * width, end.x * width, end.y * width)
    return path


def _undoes(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() == Qt.Key.Key_Backspace:
        return held == Qt.KeyboardModifier.NoModifier
    return event.key() == Qt.Key.Key_Z and held == Qt.KeyboardModifier.ControlModifier
