"""The record of a ketamine session on paper: every section in its order, with the same drawings as on the screen."""

from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from reportlab.lib.colors import HexColor
from reportlab.platypus import CondPageBreak, Flowable, LongTable, Paragraph, TableStyle

from kapdesk.domain.record_words import Row, Section, head_lines, sections, title_of
from kapdesk.domain.session_drawing import SIZE as WORDS_SIZE
from kapdesk.domain.session_drawing import Box, Drawing, Part, Shape, Stroke, Words, time_line
from kapdesk.domain.session_record import SessionRecord
from kapdesk.domain.vitals_drawing import vitals_chart
from kapdesk.printing import fonts
from kapdesk.printing.story import heading
from kapdesk.printing.styles import ACCENT, INK, LINE, MUTE, ruled, style

_UNITS = 620.0
"""Units across the page: a drawing is made for this width and set as wide as the text."""
_COLOURS = {
    "ink": INK,
    "mute": MUTE,
    "line": LINE,
    "accent": ACCENT,
    "ketamine": HexColor("#5A4BA3"),
    "ketamine_faint": HexColor("#C9C3DF"),
    "warning": HexColor("#9A4507"),
    "bad": HexColor("#A8221B"),
    "integration": HexColor("#2F6B40"),
}
_BEGUN = 70.0
"""Points of a table that must stand with its heading; it goes on over the page's end."""
_SHARES = {
    "order": (0.24, 0.76),
    "gate": (0.14, 0.72, 0.14),
    "said": (0.09, 0.41, 0.5),
    "medicine": (0.16, 0.84),
    "vitals": (0.09, 0.13, 0.26, 0.52),
    "entries": (0.09, 0.91),
    "events": (0.09, 0.91),
    "leaving": (0.09, 0.91),
    "scans": (0.34, 0.66),
}
"""Each column's share of the width, by section."""


def record_story(record: SessionRecord, width: float) -> list[Flowable]:
    """The record below its note's text, for a frame of this width."""
    story: list[Flowable] = [
        _leading(_heading(f"Record of {title_of(record)[0].lower()}{title_of(record)[1:]}", width))
    ]
    story += [Paragraph(fonts.markup(words), style("small", 0)) for words in head_lines(record)]
    for section in sections(record):
        story += _section(record, section, width)
    return story


def every_word(record: SessionRecord) -> Iterator[str]:
    """All words that the record prints, to say which letters no font has."""
    yield from head_lines(record)
    for section in sections(record):
        yield section.remark
        for row in section.rows:
            yield from row.cells


def _section(record: SessionRecord, section: Section, width: float) -> Iterator[Flowable]:
    yield CondPageBreak(90)
    yield _leading(_heading(section.title, width, 4))
    if section.remark:
        yield _leading(Paragraph(fonts.markup(section.remark), style("small", 0)))
    if section.key in ("time_line", "vitals"):
        draw = time_line if section.key == "time_line" else vitals_chart
        yield DrawingOnPaper(draw(record, _UNITS), width)
    if section.rows:
        yield table(section.heads, section.rows, _SHARES[section.key], width)
    elif section.key == "entries":
        yield Paragraph(fonts.markup("Nothing is entered yet."), style("small", 0))


def _heading(words: str, width: float, level: int = 3) -> Flowable:
    return heading(words, level, width, 0)


def _leading(flowable: Flowable) -> Flowable:
    """Never the last one of a page: what follows goes with it."""
    flowable.leads = True
    return flowable


def table(heads: Sequence[str], rows: Sequence[Row], shares: Sequence[float], width: float) -> LongTable:
    """A calm table of rows; what was withdrawn is struck through, what is open or outside has a bar at its side."""
    look = style("cell", 0).clone("record", fontSize=8.8, leading=11.4)
    head = look.clone("record head", textColor=ACCENT)
    cells: list[list[Flowable]] = []
    if heads:
        cells.append([Paragraph(fonts.markup(words, bold=True), head) for words in heads])
    bold = not heads  # rows that say themselves begin with what they are
    cells += [[_cell(words, look, bold and at == 0, row.struck) for at, words in enumerate(row.cells)] for row in rows]
    made = LongTable(cells, colWidths=[width * share for share in shares], repeatRows=1 if heads else 0, splitInRow=1)
    made.setStyle(ruled(8.8, 2.6) if heads else _plain())
    marked = [("LINEBEFORE", (0, at), (0, at), 2.2, _COLOURS["warning"]) for at in _marked(rows, bool(heads))]
    made.setStyle(TableStyle([("LEFTPADDING", (0, 0), (0, -1), 6), *marked]))
    made.hAlign = "LEFT"
    made.least = _BEGUN
    made.spaceAfter = 6
    return made


def _marked(rows: Sequence[Row], headed: bool) -> Iterator[int]:
    return (at + headed for at, row in enumerate(rows) if row.warning)


def _plain() -> TableStyle:
    looks: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), fonts.BODY, 8.8),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("RIGHTPADDING", (0, 0), (-1, -1), 8),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.4),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
    ]
    return TableStyle(looks)


def _cell(words: str, look: Any, bold: bool, struck: bool) -> Flowable:
    first, *more = words.split("\n")
    shown = fonts.markup(first, bold=bold)
    shown = f"<strike>{shown}</strike>" if struck else shown
    grey = "".join(f'<br/><font color="#5B676E">{fonts.markup(line)}</font>' for line in more)
    return Paragraph(shown + grey, look)


class DrawingOnPaper(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A drawing of shapes, as wide as the text."""

    def __init__(self, drawing: Drawing, width: float) -> None:
        super().__init__()
        self._drawing, self._scale = drawing, width / drawing.width
        self.spaceAfter = 6

    def wrap(self, *_: float) -> tuple[float, float]:
        """Its size in points."""
        return self._drawing.width * self._scale, self._drawing.height * self._scale

    def draw(self) -> None:
        """Paint its parts; the canvas counts upwards, the drawing downwards."""
        self.canv.saveState()
        self.canv.scale(self._scale, self._scale)
        for part in self._drawing.parts:
            _paint(self.canv, part, self._drawing.height)
        self.canv.restoreState()


def _paint(canvas: Any, part: Part, height: float) -> None:
    colour = _COLOURS[part.tone]
    match part:
        case Stroke():
            canvas.setStrokeColor(colour)
            canvas.setLineWidth(part.width)
            canvas.setDash([4, 3] if part.dashed else [])
            canvas.line(part.x1, height - part.y1, part.x2, height - part.y2)
            canvas.setDash([])
        case Box():
            canvas.setFillColor(colour)
            canvas.rect(part.x, height - part.y - part.height, part.width, part.height, stroke=0, fill=1)
        case Shape():
            _shape(canvas, part, height)
        case Words():
            canvas.setFillColor(colour)
            _words(canvas, part, height)
        case _:
            assert_never(part)


def _shape(canvas: Any, part: Shape, height: float) -> None:
    canvas.setFillColor(_COLOURS[part.tone])
    canvas.setStrokeColor(_COLOURS[part.tone])
    canvas.setLineWidth(1.2)
    y, reach = height - part.y, part.radius
    if part.kind == "circle":
        canvas.circle(part.x, y, reach, stroke=1, fill=int(part.filled))
        return
    path = canvas.beginPath()
    (x, first), *more = part.corners
    path.moveTo(part.x + x * reach, y - first * reach)
    for right, down in more:
        path.lineTo(part.x + right * reach, y - down * reach)
    path.close()
    canvas.drawPath(path, stroke=1, fill=int(part.filled))


def _words(canvas: Any, part: Words, height: float) -> None:
    face = fonts.BOLD if part.bold else fonts.BODY
    width = fonts.width(part.words, WORDS_SIZE, face)
    x = part.x - {"start": 0.0, "middle": width / 2, "end": width}[part.anchor]
    for font, run in fonts.runs(" ".join(fonts.clean(part.words).split()), face):
        canvas.setFont(font, WORDS_SIZE)
        canvas.drawString(x, height - part.y, run)
        x += fonts.width(run, WORDS_SIZE, font)
