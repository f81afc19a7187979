"""The drawings of a session record, painted on the screen."""

from collections.abc import Callable
from typing import assert_never

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kapdesk.domain.session_drawing import Box, Drawing, Part, Shape, Stroke, Words
from kapdesk.ui.paint import font
from kapdesk.ui.theme import current, px


class DrawingView(QWidget):
    """Paints a drawing as wide as its place; its words are its accessible description."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(px(280))
        self._make: Callable[[float], Drawing] | None = None
        self._drawing: Drawing | None = None

    def show_drawing(self, make: Callable[[float], Drawing]) -> None:
        """Show another drawing; `make` draws it for a width in units."""
        self._make = make
        self._redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw for the new width."""
        super().resizeEvent(event)
        self._redraw()

    def sizeHint(self) -> QSize:
        """Wide, and as high as the drawing."""
        return QSize(px(640), self.height())

    def _redraw(self) -> None:
        if self._make is None:
            return
        self._drawing = self._make(max(280.0, self.width() / _factor()))
        self.setAccessibleDescription(self._drawing.words)
        self.setFixedHeight(max(1, round(self._drawing.height * _factor())))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint its parts."""
        if self._drawing is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for part in self._drawing.parts:
                _paint(painter, part, _factor())


def _factor() -> float:
    """Pixels of a unit."""
    return px(100) / 100


def _paint(painter: QPainter, part: Part, scale: float) -> None:
    colours = current()
    match part:
        case Stroke():
            pen = QPen(colours[part.tone], part.width * scale)
            if part.dashed:
                pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawLine(QPointF(part.x1, part.y1) * scale, QPointF(part.x2, part.y2) * scale)
        case Box():
            rect = QRectF(part.x * scale, part.y * scale, part.width * scale, part.height * scale)
            painter.fillRect(rect, colours[part.tone])
        case Shape():
            painter.setPen(QPen(colours[part.tone], 1.4 * scale))
            painter.setBrush(colours[part.tone] if part.filled else Qt.BrushStyle.NoBrush)
            _shape(painter, part, scale)
        case Words():
            _words(painter, part, scale)
        case _:
            assert_never(part)


def _shape(painter: QPainter, part: Shape, scale: float) -> None:
    middle, reach = QPointF(part.x, part.y) * scale, part.radius * scale
    if part.kind == "circle":
        painter.drawEllipse(middle, reach, reach)
        return
    points = [QPointF(x * reach, y * reach) + middle for x, y in part.corners]
    painter.drawPolygon(QPolygonF(points))


def _words(painter: QPainter, part: Words, scale: float) -> None:
    chosen = font(12, QFont.Weight.DemiBold if part.bold else QFont.Weight.Normal)
    painter.setFont(chosen)
    painter.setPen(current()[part.tone])
    width = QFontMetricsF(chosen).horizontalAdvance(part.words)
    back = {"start": 0.0, "middle": width / 2, "end": width}[part.anchor]
    painter.drawText(QPointF(part.x * scale - back, part.y * scale), part.words)
