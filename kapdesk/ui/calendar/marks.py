"""How an appointment is painted: its ground, the shape of its kind, and as much of its words as there is room for."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF

from kapdesk.domain.appointments import AppointmentKind, AppointmentStatus
from kapdesk.ui import paint
from kapdesk.ui.theme import current, phase_colour, px
from kapdesk.usecases.appointments import AppointmentRow

_PHASES = ("preparation", "ketamine", "integration")
_SHORT = {
    AppointmentKind.CALL: "Call",
    AppointmentKind.KETAMINE: "Ketamine",
}


def short_kind(kind: AppointmentKind) -> str:
    """The kind in one word."""
    return _SHORT.get(kind, kind.words)


def draw_mark(painter: QPainter, middle: QPointF, kind: AppointmentKind, size: float, colour: QColor) -> None:
    """The shape of a kind: square for preparation, disc for ketamine, diamond for integration, ring for a call, bar else."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    half = size / 2
    if kind is AppointmentKind.PREPARATION:
        painter.drawRect(QRectF(middle.x() - half * 0.85, middle.y() - half * 0.85, size * 0.85, size * 0.85))
    elif kind is AppointmentKind.KETAMINE:
        painter.drawEllipse(middle, half, half)
    elif kind is AppointmentKind.INTEGRATION:
        points = ((0, -half), (half, 0), (0, half), (-half, 0))
        painter.drawPolygon(QPolygonF([middle + QPointF(*point) for point in points]))
    elif kind is AppointmentKind.CALL:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, max(1.5, size / 5)))
        painter.drawEllipse(middle, half * 0.8, half * 0.8)
    else:
        painter.drawRect(QRectF(middle.x() - half, middle.y() - half / 3, size, size / 1.5 / 2))
    painter.restore()


def is_pale(row: AppointmentRow) -> bool:
    """Whether the time is free again."""
    return not row.status.takes_time


def draw_ground(painter: QPainter, rect: QRect, row: AppointmentRow, chosen: bool) -> None:
    """The coloured ground with a stripe at its left; hatched for an unavailable time, only framed for a cancelled one."""
    colours = current()
    kind = row.kind.value
    radius = min(px(6), rect.height() / 3)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(colours["card"], 1))
    painter.setBrush(colours["card"] if is_pale(row) else colours[f"{kind}_soft" if kind in _PHASES else "plain_soft"])
    if is_pale(row):
        painter.setPen(QPen(colours["line"], 1, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(area, radius, radius)
    if row.kind is AppointmentKind.UNAVAILABLE and not is_pale(row):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(colours["line"], Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(area, radius, radius)
    elif not is_pale(row):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(phase_colour(kind))
        painter.drawRoundedRect(QRectF(area.x(), area.y(), px(4), area.height()), px(2), px(2))
    if chosen:
        painter.setPen(QPen(colours["focus"], max(2, px(2))))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area, radius, radius)
    painter.restore()


def draw_words(painter: QPainter, rect: QRect, row: AppointmentRow, times: str) -> None:
    """Name, time and kind, as many lines as there is room for; the shape of the kind stands before the name."""
    colours = current()
    kind = row.kind.value
    ink = "mute" if is_pale(row) else kind if kind in _PHASES else "plain"
    inner = rect.adjusted(px(9), px(2), -px(4), -px(1))
    strong, small = _font(13, QFont.Weight.DemiBold, is_pale(row)), _font(12, QFont.Weight.Normal, False)
    step, second = QFontMetrics(strong).height(), QFontMetrics(small).height()
    if inner.height() < step:  # a short one: what fits of one line
        inner = rect.adjusted(px(9), 0, -px(4), 0)
    what = f"{short_kind(row.kind)} · {row.state.lower()}" if row.status is AppointmentStatus.HELD else ""
    own = row.words if row.words != row.title else ""
    lines = [what or row.state or short_kind(row.kind), times, own]
    room = (inner.height() - step) // second
    name = QRect(inner.x(), inner.y(), inner.width(), min(step, inner.height()))
    if room < 1:
        name = QRect(inner.x(), inner.y(), inner.width(), inner.height())
    left = name.x()
    if row.kind is not AppointmentKind.UNAVAILABLE:
        size = min(px(9), inner.height() * 0.6)
        colour = colours["mute"] if is_pale(row) else phase_colour(kind)
        draw_mark(painter, QPointF(left + size / 2, name.center().y() + 1), row.kind, size, colour)
        left += round(size) + px(5)
    tick = "✓ " if row.status is AppointmentStatus.HELD else ""
    width = name.right() - left + 1
    metrics = QFontMetrics(strong)
    words = fitting(row, metrics, width - metrics.horizontalAdvance(tick))
    place = QRect(left, name.y(), width, name.height())
    used = paint.draw_line(painter, place, tick + words, strong, "mute" if is_pale(row) else "ink", colours)
    if room < 1:
        more = QRect(left + used + px(6), name.y(), width - used - px(6), name.height())
        if more.width() > px(40):
            paint.draw_line(painter, more, lines[0], small, ink, colours)
        return
    for number, line in enumerate([one for one in lines if one][:room]):
        at = QRect(inner.x(), inner.y() + step + number * second, inner.width(), second)
        paint.draw_line(painter, at, line, small, ink, colours)


def fitting(row: AppointmentRow, metrics: QFontMetrics, width: int) -> str:
    """The name as it fits: whole, `Rosa D.`, `R. D.`; else the whole, to be cut where it ends."""
    words = row.title.split()
    short = [row.title]
    if row.client and len(words) > 1:
        short += [f"{words[0]} {words[-1][0]}.", row.initials]
    return next((one for one in short if metrics.horizontalAdvance(one) <= width), short[-1])


def _font(pixels: int, weight: QFont.Weight, struck: bool) -> QFont:
    chosen = paint.font(pixels, weight)
    chosen.setStrikeOut(struck)
    return chosen
