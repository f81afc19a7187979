"""What is entered on a paper by hand or on the screen: boxes to tick, initials on their line, words initialled apart, signatures.

All of it is drawn as lines, never as letters of a font, so that a ticked box is one in black and white too.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from kapdesk.domain import strokes as pen
from kapdesk.domain.strokes import Point, Strokes
from kapdesk.printing import fonts
from kapdesk.printing.styles import INK, LEADING, MUTE, SIZE, column, style
from kapdesk.printing.tags import spoken

_SQUARE = 8.4
_TO_INITIAL, _NUMBER = 13 * mm, 8 * mm
"""The line for initials before a numbered point, and the room for its number."""
_LEAST_INITIALS = 6.6
_PEN = 1.15
"""The pen's width in points; a signature is drawn as if written with a ballpoint."""
_SIGNATURE = (72 * mm, 15 * mm)
Beside = Callable[[Any, float], None]
"""Draws on the canvas what stands beside a line, given the line's height."""


class Entered(Paragraph):  # type: ignore[misc]  # reportlab has no types
    """A paragraph with something drawn beside its first line: `before` the words, or `behind` them; so it is read."""

    before: Beside | None = None
    behind: Beside | None = None

    def draw(self) -> None:
        """The words, and what stands beside them."""
        y = self.height - getattr(self.blPara, "ascent", self.style.fontSize)
        if self.before is not None:
            self.before(self.canv, y)
        super().draw()
        if self.behind is not None:
            self.behind(self.canv, y)

    def split(self, width: float, height: float) -> list[Flowable]:
        """Its parts; only the first has what stands beside."""
        parts: list[Flowable] = super().split(width, height)
        for at, part in enumerate(parts):
            part.before, part.behind = (None, None) if at else (self.before, self.behind)
        return parts


def option(markup: str, ticked: bool, indent: float) -> Flowable:
    """Words with a box before them, in which there is a cross when it is ticked."""
    made = Entered(markup, style("item", indent + 2).clone("option", spaceAfter=5))
    made.before = lambda canvas, y: _box(canvas, indent + 0.5, y - 1, ticked)
    return made


def _box(canvas: Any, x: float, y: float, ticked: bool) -> None:
    with spoken(canvas, "☒" if ticked else "☐"):
        _draw_box(canvas, x, y, ticked)


def _draw_box(canvas: Any, x: float, y: float, ticked: bool) -> None:
    canvas.saveState()
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.9)
    canvas.rect(x, y, _SQUARE, _SQUARE, stroke=1, fill=0)
    if ticked:
        canvas.setLineWidth(1.7)
        canvas.setLineCap(1)
        near, far = 1.9, _SQUARE - 1.9
        canvas.line(x + near, y + near, x + far, y + far)
        canvas.line(x + near, y + far, x + far, y + near)
    canvas.restoreState()


def initialled(number: str, markup: str, initials: str, indent: float) -> list[Flowable]:
    """A numbered point with a line for initials before it; initials longer than the line stand below the point as well."""
    start = indent + _TO_INITIAL + _NUMBER
    look = style("number", indent).clone("initialled", leftIndent=start, bulletIndent=start - _NUMBER + 5, spaceAfter=6)
    made = Entered(markup, look, bulletText=number)
    made.before = lambda canvas, y: _initials(canvas, indent, y, _TO_INITIAL, initials)
    if not initials or _fitting(initials, _TO_INITIAL):
        return [made]
    return [made, Paragraph(fonts.markup(initials, italic=True), style("entry").clone("whole", leftIndent=start))]


def _fitting(initials: str, room: float) -> float:
    """The size in which initials fit on their line; 0 when they are no initials any more."""
    size = SIZE
    while size >= _LEAST_INITIALS:
        if fonts.width(initials, size, fonts.ITALIC) <= room - 2:
            return size
        size -= 0.5
    return 0.0


def _initials(canvas: Any, x: float, y: float, room: float, initials: str) -> None:
    """A line with initials standing on it; y is the height of the words beside it."""
    canvas.saveState()
    canvas.setStrokeColor(MUTE)
    canvas.setLineWidth(0.6)
    canvas.line(x, y - 2.6, x + room, y - 2.6)
    canvas.restoreState()
    if not initials:
        return
    size = _fitting(initials, room)
    said = initials if size else fonts.shortened(initials, _LEAST_INITIALS, room - 2, fonts.ITALIC)
    words = Paragraph(
        fonts.markup(said, italic=True), style("entry").clone("initials", fontSize=size or _LEAST_INITIALS)
    )
    wide = fonts.width(said, size or _LEAST_INITIALS, fonts.ITALIC)
    words.wrap(room + 20, 2 * LEADING)
    words.drawOn(canvas, x + max(0.0, (room - wide) / 2), y - words.height + words.style.fontSize + 0.4)


_BESIDE = 134.0
"""The room beside a question for the box with its label, in points."""
_APART = 23.0
"""A line to write on every 8 mm."""


def asked(markup: str, label: str, boxed: bool, width: float, indent: float) -> list[Flowable]:
    """A question; what is said of it, or a box with its label, stands at the right, or below on a narrow page."""
    beside = bool(label) and indent > 0
    made = Entered(markup, style("asked", indent).clone("asked beside", rightIndent=_BESIDE if beside else 0))
    made.leads = True
    if beside:
        made.behind = lambda canvas, y: _beside(canvas, width - _BESIDE + 12, y, label, boxed)
    if not label or beside:
        return [made]
    below = (
        option(fonts.markup(label), False, indent) if boxed else Paragraph(fonts.markup(label), style("hint", indent))
    )
    below.leads = True
    return [made, below]


def _beside(canvas: Any, x: float, y: float, label: str, boxed: bool) -> None:
    if boxed:
        _box(canvas, x, y - 1, False)
    words = Paragraph(fonts.markup(label), style("label").clone("beside", alignment=0 if boxed else 2))
    words.wrap(_BESIDE - 12 - (_SQUARE + 4 if boxed else 0), LEADING)
    words.drawOn(canvas, x + (_SQUARE + 4 if boxed else 0), y - words.height + words.style.fontSize)


def lines(number: int, labels: Sequence[str], width: float) -> Flowable:
    """Lines to write on; with labels, as many beside each other on the last line, a label below each."""
    parts = max(1, len(labels))
    gap = 10.0 if parts > 1 else 0.0
    share = (width - gap * (parts - 1)) / parts
    cells: list[list[Any]] = [[""] * (2 * parts - 1) for _ in range(number)]
    if labels:
        cells.append([_label(labels[at // 2]) if at % 2 == 0 else "" for at in range(2 * parts - 1)])
    looks: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), fonts.BODY, SIZE),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]
    looks += [("LINEBELOW", (2 * at, 0), (2 * at, number - 1), 0.6, MUTE) for at in range(parts)]
    made = Aligned(
        cells or [[""]],
        colWidths=[share if at % 2 == 0 else gap for at in range(2 * parts - 1)],
        rowHeights=[*([_APART] * number), *([13.0] if labels else [])] or [4.0],
        hAlign="RIGHT",
        spaceAfter=12,
        style=TableStyle(looks if number else looks[:-1]),
    )
    made.least = float(made.wrap(width, 1e6)[1])
    return made


def _label(markup: str) -> Flowable:
    return Paragraph(markup, style("label"))


class _Line(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A line for initials at the right, its label before it, with room above to write in."""

    def __init__(self, label: str, room: float, initials: str) -> None:
        super().__init__()
        self._label = Paragraph(fonts.markup(label, bold=True), style("cell").clone("to initial", alignment=2))
        self._room, self._initials = room, initials
        self._width = 0.0

    def wrap(self, width: float, _: float) -> tuple[float, float]:
        """As wide as there is room."""
        self._width = width
        return width, max(21.0, float(self._label.wrap(width - self._room - 8, 1e6)[1]) + 4)

    def draw(self) -> None:
        """The label, the line, and the initials on it."""
        self._label.drawOn(self.canv, 0, 1.5)
        _initials(self.canv, self._width - self._room, 4.5, self._room, self._initials)


def acknowledged(label: str, markup: str, initials: str, width: float) -> Flowable:
    """Words that are initialled apart: framed, with a line for the initials at their end."""
    room = width - column(width)
    cells = [[[Paragraph(markup, style("paragraph", 0).clone("acknowledged", spaceAfter=0))]]]
    cells.append([[_Line(label, 32 * mm, initials)]])
    if initials and not _fitting(initials, 32 * mm):
        cells.append([[Paragraph(fonts.markup(initials, italic=True), style("entry"))]])
    looks = [
        ("FONT", (0, 0), (-1, -1), fonts.BODY, SIZE),
        ("BOX", (0, 0), (-1, -1), 1.1, INK, "butt"),
        ("LEFTPADDING", (0, 0), (-1, -1), 10),
        ("RIGHTPADDING", (0, 0), (-1, -1), 10),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("TOPPADDING", (0, 0), (0, 0), 8),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, -1), (0, -1), 8),
    ]
    made = Aligned(
        cells,
        colWidths=[room],
        hAlign="RIGHT",
        splitInRow=1,
        spaceBefore=5,
        spaceAfter=10,
        style=TableStyle(looks),
    )
    made.least = float(made.wrap(width, 1e6)[1])
    return made


class Aligned(Table):  # type: ignore[misc]  # reportlab has no types
    """A table that stays in its column when one of its rows goes on over the page's end; reportlab forgets it there."""

    def split(self, width: float, height: float) -> list[Flowable]:
        """The table's parts, all at the same side."""
        parts: list[Flowable] = super().split(width, height)
        for part in parts:
            part.hAlign = self.hAlign
        return parts


class Again(Paragraph):  # type: ignore[misc]  # reportlab has no types
    """Words that are said only at the top of a page."""

    _said = True

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Their size; nothing when something stands above them."""
        frame = getattr(self, "_frame", None)
        self._said = frame is None or bool(frame._atTop)
        size: tuple[float, float] = super().wrap(width, height)
        return size if self._said else (width, 0.0)

    def getSpaceAfter(self) -> float:  # noqa: N802  # reportlab's name
        """The room below the words, where they are said."""
        return float(super().getSpaceAfter()) if self._said else 0.0

    def draw(self) -> None:
        """The words, at the top of a page."""
        if self._said:
            super().draw()


class Drawn(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A signature as it was drawn, as curves; as large as its place allows, and never wider than it was drawn for."""

    def __init__(self, strokes: Strokes, room: float, alt: str) -> None:
        super().__init__()
        self.hAlign, self.alt = "LEFT", alt
        sound = (tuple(filter(_is_sound, stroke)) for stroke in strokes)
        self._strokes = tuple(stroke for stroke in sound if stroke)
        left, top, right, bottom = pen.bounds(self._strokes)
        most = (min(room, _SIGNATURE[0]) - 2 * _PEN, _SIGNATURE[1] - 2 * _PEN)
        self._factor = min(most[0] / max(right - left, 1e-6), most[1] / max(bottom - top, 1e-6), most[0])
        self._left, self._bottom = left, bottom
        self._size = ((right - left) * self._factor + 2 * _PEN, (bottom - top) * self._factor + 2 * _PEN)

    def wrap(self, *_: float) -> tuple[float, float]:
        """Its size."""
        return self._size

    def draw(self) -> None:
        """A path of curves for each stroke; a single point is a dot."""
        self.canv.saveState()
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(_PEN)
        self.canv.setLineCap(1)
        self.canv.setLineJoin(1)
        for stroke in self._strokes:
            path = self.canv.beginPath()
            path.moveTo(*self._at(stroke[0]))
            for _, first, second, end in pen.curves(stroke):
                path.curveTo(*self._at(first), *self._at(second), *self._at(end))
            if len(stroke) == 1:
                path.lineTo(*self._at(stroke[0]))
            self.canv.drawPath(path, stroke=1, fill=0)
        self.canv.restoreState()

    def _at(self, point: Point) -> tuple[float, float]:
        across, up = (point.x - self._left) * self._factor, (self._bottom - point.y) * self._factor
        return round(across + _PEN, 2), round(up + _PEN, 2)


def _is_sound(point: Point) -> bool:
    return math.isfinite(point.x) and math.isfinite(point.y) and abs(point.x) < 1e6 and abs(point.y) < 1e6
