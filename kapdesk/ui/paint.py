"""What lists paint themselves: chips and lines of text, without a widget for each row."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication

from kapdesk.ui.theme import Tokens, px

_GROUNDS = {
    "preparation": ("preparation_soft", "preparation"),
    "ketamine": ("ketamine_soft", "ketamine"),
    "integration": ("integration_soft", "integration"),
    "good": ("integration_soft", "integration"),
    "warning": ("warning_soft", "warning"),
    "bad": ("bad_soft", "bad"),
}


def font(pixels: int = 15, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The desk's font at a size given for 100 %."""
    chosen = QFont(QApplication.font())
    chosen.setPixelSize(px(pixels))
    chosen.setWeight(weight)
    return chosen


def chip_size(words: str) -> QSize:
    """The room that a chip takes."""
    metrics = QFontMetrics(font(13, QFont.Weight.DemiBold))
    return QSize(metrics.horizontalAdvance(words) + px(20), metrics.height() + px(4))


def draw_chip(painter: QPainter, x: int, middle: int, most: int, words: str, tone: str, colours: Tokens) -> int:
    """Paint a chip, its vertical middle at `middle` and at most `most` wide; returns its width."""
    if most < px(32):
        return 0
    size = chip_size(words)
    rect = QRect(x, middle - size.height() // 2, min(size.width(), most), size.height())
    ground, ink = _GROUNDS.get(tone, ("plain_soft", "plain"))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours[ground])
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setPen(colours[ink])
    chosen = font(13, QFont.Weight.DemiBold)
    painter.setFont(chosen)
    inner = rect.adjusted(px(10), 0, -px(10), 0)
    shown = QFontMetrics(chosen).elidedText(words, Qt.TextElideMode.ElideRight, inner.width() + 1)
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()
    return rect.width()


def draw_line(
    painter: QPainter,
    rect: QRect,
    words: str,
    chosen: QFont,
    colour: str,
    colours: Tokens,
    right: bool = False,
) -> int:
    """Paint one line of text, cut with an ellipsis when it is too long; returns its width."""
    metrics = QFontMetrics(chosen)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.setFont(chosen)
    painter.setPen(colours[colour])
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
    return metrics.horizontalAdvance(shown)
