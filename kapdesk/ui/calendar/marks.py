"""How an appointment is painted: its ground, the shape of its kind, and as much of its words as there is room for."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF

from kapdesk.domain.appointments import AppointmentKind, AppointmentStatus
from kapdesk.ui import paint
from kapdesk.ui.theme import current, phase_colour, px
from kapdesk.usecases.calendar.appointments import AppointmentRow

_PHASES = ("preparation", "ketamine", "integration")
_SHORT = {
    AppointmentKind.CALL: "Call",
    AppointmentKind.KETAMINE: "Ketamine",
}
_SHORTER = {
    AppointmentKind.PREPARATION: "Prep.",
    AppointmentKind.KETAMINE: "Ket.",
    AppointmentKind.INTEGRATION: "Integr.",
    AppointmentKind.UNAVAILABLE: "Away",
}
_NARROW = 74
"""Pixels at 100 % in which a shape and a short name do not stand side by side."""


class Fonts:
    """The fonts of one painting, made once for all its lines."""

    def __init__(self) -> None:
        self.strong, self.usual, self.small = paint.font(13, QFont.Weight.DemiBold), paint.font(13), paint.font(12)
        self.struck, self.struck_small = QFont(self.strong), QFont(self.small)
        for one in (self.struck, self.struck_small):
            one.setStrikeOut(True)
        self.strong_metrics, self.small_metrics = QFontMetrics(self.strong), QFontMetrics(self.small)

    def baseline(self, height: int) -> int:
        """Where letters of the small font stand in a line of this height."""
        metrics = self.small_metrics
        return (height - metrics.height()) // 2 + metrics.ascent()


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


def draw_words(painter: QPainter, rect: QRect, row: AppointmentRow, times: str, fonts: Fonts) -> None:
    """Name, kind and time, as many lines as there is room for; the shape of the kind stands before the name.

    Where it is narrow, the name has the first line for itself; the shape begins the second, if there is one.
    """
    pale, kind = is_pale(row), row.kind.value
    ink = current()["mute" if pale else kind if kind in _PHASES else "plain"]
    strong, small = fonts.strong_metrics, fonts.small_metrics
    step, second = strong.height(), small.height()
    inner = rect.adjusted(px(8), px(2), -px(3), -px(1))
    if inner.height() < step:  # a short one: what fits of one line
        inner = rect.adjusted(px(8), 0, -px(3), 0)
    lines = max(1, (inner.height() - step) // second + 1)
    narrow = inner.width() < px(_NARROW)
    name = QRect(inner.x(), inner.y(), inner.width(), step if lines > 1 else inner.height())
    name = name if narrow else _after_mark(painter, name, row)
    tick = "✓ " if row.status is AppointmentStatus.HELD else ""
    names = _names(row)
    words = first_fitting([*(f"{tick}{one}" for one in names), *names], strong, name.width())
    painter.setFont(fonts.struck if pale else fonts.strong)
    painter.setPen(current()["mute" if pale else "ink"])
    used = _draw(painter, name, words, strong)
    painter.setFont(fonts.small)
    painter.setPen(ink)
    if lines == 1:
        place = name.adjusted(used + px(6), 0, 0, 0)
        _draw(painter, place, first_fitting([short_kind(row.kind), ""], small, place.width()), small)
        return
    for number, options in enumerate(_more(row, times)[: lines - 1]):
        place = QRect(inner.x(), inner.y() + step + number * second, inner.width(), second)
        if narrow and number == 0:
            place = _after_mark(painter, place, row)
        _draw(painter, place, first_fitting(options, small, place.width()), small)


def _draw(painter: QPainter, place: QRect, words: str, metrics: QFontMetrics) -> int:
    """One line in the font and colour that are set, cut where the room ends; its width."""
    width = metrics.horizontalAdvance(words)
    if width > place.width():
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        width = metrics.horizontalAdvance(words)
    painter.drawText(place.x(), place.y() + (place.height() - metrics.height()) // 2 + metrics.ascent(), words)
    return width


def first_fitting(options: Sequence[str], metrics: QFontMetrics, width: int) -> str:
    """The first that is not too long; else the last, to be cut where the room ends."""
    return next((one for one in options if metrics.horizontalAdvance(one) <= width), options[-1])


def month_line(row: AppointmentRow, starts: str, metrics: QFontMetrics, width: int) -> str:
    """Time and name as they fit into a line of the month: the name alone where there is no room for both, cut at the worst."""
    tick = "✓ " if row.status is AppointmentStatus.HELD else ""
    whole = f"{starts} {tick}{row.title}"
    if metrics.horizontalAdvance(whole) <= width:
        return whole
    names = _names(row)
    both = [f"{starts} {tick}{one}" for one in names]
    words = first_fitting([*both, *(f"{starts} {one}" for one in names), *names], metrics, width)
    if len(names) == 1 and width > px(_NARROW):
        words = whole
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)


def _after_mark(painter: QPainter, line: QRect, row: AppointmentRow) -> QRect:
    """Paint the shape at the beginning of a line; what is left of it."""
    if row.kind is AppointmentKind.UNAVAILABLE:
        return line
    size = min(px(9), line.height() * 0.6)
    colour = current()["mute"] if is_pale(row) else phase_colour(row.kind.value)
    draw_mark(painter, QPointF(line.x() + size / 2, line.center().y() + 1), row.kind, size, colour)
    return line.adjusted(round(size) + px(5), 0, 0, 0)


def _names(row: AppointmentRow) -> tuple[str, ...]:
    """The name and how it is shortened: whole, `Rosa D.`, `R. D.`, `RD`."""
    words = row.title.split()
    if not row.client or len(words) < 2:
        return (row.title,)
    return row.title, f"{words[0]} {words[-1][0]}.", row.initials, row.initials.replace(". ", "").removesuffix(".")


def _more(row: AppointmentRow, times: str) -> list[tuple[str, ...]]:
    """The lines beneath the name, each with its shorter forms; own words last."""
    kind = short_kind(row.kind)
    short = _SHORTER.get(row.kind, kind)
    held = row.status is AppointmentStatus.HELD
    what = (f"{kind} · held", f"{short} · held", "held") if held else (kind, short)
    if row.state and not held:
        what = (row.state, row.status.words)
    own = row.words if row.words != row.title else ""
    return [what, (times, times.split("–", maxsplit=1)[0]), *([(own,)] if own else [])]
