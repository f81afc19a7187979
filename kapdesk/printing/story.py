"""From a paper's blocks to what reportlab lays out: side headings, lists, framed boxes, tables, signature lines."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, HRFlowable, Paragraph, Spacer, Table, TableStyle

from kapdesk.printing import fonts, marks
from kapdesk.printing.blocks import Block, Span
from kapdesk.printing.styles import ACCENT, ACCENT_SOFT, COLUMN, GAP, LEADING, LINE, MUTE, NARROW, SIZE, column, style

_BEFORE_HEADING = 9.0
_ENDLESS = 1e6
_LONGEST_SIDE = 100
"""Letters of a heading at the side; a longer one stands in the column, where it can go on over the page's end."""
_LONGEST_BOX: float = 190 * mm
"""What is longer is not kept on one page."""
_SHORT_TABLE: float = 66 * mm
"""A table up to this height stays on one page; a longer one goes on over the page's end, row by row."""
_MOST_MEASURED, _MOST_LED = 300, 60
_FEW, _LEADING_WORDS = 6, 250
_TO_ENTER = ("option", "asked", "write", "acknowledged")
_WRITTEN, _WRITTEN_LETTERS = 17.0, 40
"""A cell left empty is for writing by hand: its height (a line every 8 mm), and how many letters it counts as."""


def flow(
    blocks: Sequence[Block], width: float, indent: float = COLUMN, initials: bool = False, boxed: bool = False
) -> list[Flowable]:
    """Blocks as flowables for a frame of this width; `initials` puts a line before each point of a numbered list, `boxed` says
    that they are inside a box already.

    The paragraph after the title leads in, in larger type; what follows the last rule is small print.
    """
    story: list[Flowable] = []
    last_rule = max((at for at, block in enumerate(blocks) if block.kind == "rule"), default=len(blocks))
    at = 0
    while at < len(blocks):
        block = blocks[at]
        end = _end(blocks, at)
        if block.inset:
            story.append(_boxed([replace(one, inset=0) for one in blocks[at:end]], width, column(width)))
        elif block.kind == "row":
            story.append(_rows(blocks[at:end], width - indent))
        elif block.kind in _TO_ENTER or (initials and block.kind == "item" and block.bullet.endswith(".")):
            story += _to_enter(blocks, at, width, indent)
        else:
            led = at > 0 and blocks[at - 1].kind == "heading" and blocks[at - 1].level == 1
            look = "lead" if led else "small" if at > last_rule else "paragraph"
            story += _single(block, blocks[end].kind if end < len(blocks) else "", width, indent, look)
        at = end
    return story if boxed else kept_in_order(story, width)


def _end(blocks: Sequence[Block], at: int) -> int:
    """Where the box or the table ends that begins here; any other block stands by itself."""
    first, end = blocks[at], at + 1
    while (
        end < len(blocks)
        and blocks[end].inset == first.inset
        and (first.inset or first.kind == "row" == blocks[end].kind)
        and (first.inset or blocks[end].level <= blocks[end - 1].level)  # a head after a row begins the next table
    ):
        end += 1
    return end


def _single(block: Block, following: str, width: float, indent: float, look: str) -> list[Flowable]:
    if block.kind == "rule":
        line = HRFlowable(width=width - indent, thickness=0.6, color=LINE, hAlign="RIGHT")
        return [Spacer(1, 4), line]
    if block.kind == "heading":
        return [heading(block.words, block.level, width, indent, marked(block.spans, bold=True))]
    if block.kind == "item":
        numbered = block.bullet.endswith(".")
        item = style("number" if numbered else "item", indent, block.level)
        made = Paragraph(marked(block.spans), item, bulletText=block.bullet or None)
        return [made, Spacer(1, 2.5)] if following not in ("item", "") else [made]
    words = Paragraph(marked(block.spans), style(block.kind if block.kind in ("hint", "answer") else look, indent))
    to_a_table = following == "row" and len(block.words) <= _LEADING_WORDS
    over_a_group = block.kind == "paragraph" and following == "asked"
    words.leads = block.kind == "hint" or block.words.rstrip().endswith(":") or to_a_table or over_a_group
    return [words]


def _to_enter(blocks: Sequence[Block], at: int, width: float, indent: float) -> list[Flowable]:
    """What is ticked, written, or initialled."""
    block = blocks[at]
    if block.kind == "option":
        return _option(blocks, at, indent)
    if block.kind == "asked":
        return marks.asked(marked(block.spans, bold=True), block.name, block.level > 0, width, indent)
    if block.kind == "write":
        return [marks.lines(block.level, [marked(cell) for cell in block.cells], width - indent)]
    if block.kind == "acknowledged":
        return [marks.acknowledged(block.name, marked(block.spans), block.initials, width)]
    return marks.initialled(block.bullet, marked(block.spans), block.initials, indent)


def _option(blocks: Sequence[Block], at: int, indent: float) -> list[Flowable]:
    """A box to tick. A few stay together, of more the first two and the last two; lines to write on stay with the last."""
    made = marks.option(marked(blocks[at].spans, bold=blocks[at].ticked), blocks[at].ticked, indent)
    first, end = at, at + 1
    while first and blocks[first - 1].kind == "option":
        first -= 1
    while end < len(blocks) and blocks[end].kind == "option":
        end += 1
    following = blocks[end].kind if end < len(blocks) else ""
    made.leads = following == "write" if at == end - 1 else end - first <= _FEW or at in (first, end - 2)
    return [made, Spacer(1, 7 if following == "asked" else 2.5)] if at == end - 1 and following else [made]


def marked(spans: Sequence[Span], bold: bool = False) -> str:
    """Spans as reportlab's markup."""
    return "".join(
        fonts.code(span.words, 0.88 * SIZE) if span.code else fonts.markup(span.words, bold or span.bold, span.italic)
        for span in spans
    )


def heading(words: str, level: int, width: float, indent: float, markup: str = "") -> Flowable:
    """A heading that is bookmarked: the title over the whole width, sections at the side, the rest in the column."""
    markup = markup or fonts.markup(words, bold=True)
    if level == 1:
        made: Flowable = _balanced(markup, width)
    elif level == 2 and indent and len(words) <= _LONGEST_SIDE:
        made = SideHeading(markup, indent - GAP)
    elif level == 2 and 0 < width <= NARROW:
        made = Paragraph(markup, style("side").clone("above", spaceBefore=_BEFORE_HEADING, spaceAfter=4))
    else:
        made = Paragraph(markup, style("subheading", indent))
    made.leads, made.heading_level = True, level
    made.bookmark_level, made.bookmark_words = max(0, level - 2), " ".join(fonts.clean(words).split())
    return made


def _balanced(markup: str, width: float) -> Paragraph:
    """A title whose lines are about equally long; not so large on a narrow page."""
    look = style("title") if width > NARROW else style("title").clone("narrow title", fontSize=20, leading=24)
    title = Paragraph(markup, look)
    lines = title.wrap(width, _ENDLESS)[1]
    room = width
    while 1 < lines / look.leading < 4 and room > width / 2:
        if Paragraph(markup, look).wrap(room - 12, _ENDLESS)[1] > lines:
            break
        room -= 12
    return Paragraph(markup, look.clone("balanced", rightIndent=width - room))


class SideHeading(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A section's heading in the narrow column; it takes no height, the section's text stands beside it."""

    def __init__(self, markup: str, room: float) -> None:
        super().__init__()
        self._words = Paragraph(markup, style("side"))
        self.taken = float(self._words.wrap(room, _ENDLESS)[1])

    def getSpaceBefore(self) -> float:  # noqa: N802  # reportlab's name
        """The room above a section."""
        return _BEFORE_HEADING

    def wrap(self, width: float, _: float) -> tuple[float, float]:
        """As wide as the frame, without height."""
        return width, 0.0

    def draw(self) -> None:
        """The words, on one line with the text beside them."""
        self._words.drawOn(self.canv, 0, -self.taken + style("side").fontSize - SIZE)


def kept_in_order(story: Sequence[Flowable], width: float) -> list[Flowable]:
    """The story with room beside each side heading, and page breaks where a heading would be left alone."""
    kept: list[Flowable] = []
    lacking = 0.0
    for at, flowable in enumerate(story):
        if isinstance(flowable, SideHeading):
            kept.append(Spacer(1, lacking))
            lacking = _lacking(story, at, width)
        led = at > 0 and getattr(story[at - 1], "leads", False)  # then the break before that one holds for both
        if not led and (getattr(flowable, "leads", False) or getattr(flowable, "least", 0)):
            kept.append(Together(_least(story, at, width)))
        kept.append(flowable)
    return [*kept, Spacer(1, lacking)] if lacking else kept  # nothing that could begin a page by itself


class Together(CondPageBreak):  # type: ignore[misc]  # reportlab has no types
    """A page break unless what follows has so much room; none where no page has it."""

    def wrap(self, width: float, room: float) -> tuple[float, float]:
        """No size; breaks the page when needed."""
        frame = self._doctemplateAttr("frame")
        if frame is None or (room < self.height <= frame._height and not frame._atTop):
            super().wrap(width, room)
        return 0.0, 0.0


def _least(story: Sequence[Flowable], at: int, width: float, deep: int = 0) -> float:
    """The room that a flowable needs to begin on a page, with what must follow it."""
    if at >= len(story) or deep > _MOST_LED:
        return 0.0
    flowable = story[at]
    if isinstance(flowable, SideHeading):
        return _BEFORE_HEADING + max(float(flowable.taken), _least(story, at + 1, width, deep + 1))
    height = _height(flowable, width)
    if getattr(flowable, "leads", False):
        around = float(flowable.getSpaceBefore() + flowable.getSpaceAfter())
        return height + around + _least(story, at + 1, width, deep + 1)
    if least := getattr(flowable, "least", 0):
        return float(min(least + flowable.getSpaceBefore(), _LONGEST_BOX))
    leading = getattr(getattr(flowable, "style", None), "leading", 0.0)
    return min(2 * leading if height > 3.5 * leading > 0 else height, _LONGEST_BOX)


def _height(flowable: Flowable, width: float) -> float:
    return float(flowable.wrap(width, _ENDLESS)[1])


def _lacking(story: Sequence[Flowable], at: int, width: float) -> float:
    """What the text of a section leaves free beside its heading, when the heading is the longer one."""
    lacking = float(story[at].taken)
    for flowable in story[at + 1 :]:
        if lacking <= 0 or isinstance(flowable, SideHeading):
            break
        lacking -= _height(flowable, width) + float(flowable.getSpaceAfter())
    return max(0.0, lacking)


def _boxed(blocks: Sequence[Block], width: float, indent: float) -> Flowable:
    """A framed box over both columns that stays on one page, for what must not be overlooked; its first words at the side."""
    side, text = (blocks[:1], blocks[1:]) if len(blocks) > 1 and _is_bold(blocks[0]) else ((), blocks)
    room = width - max(indent, 12) - 12
    first = [Paragraph(marked(one.spans, bold=True), style("side")) for one in side]
    body = flow(text, room, 0, boxed=True)
    beside = bool(side) and indent > 0
    cells, widths = ([first, body], [indent, width - indent]) if beside else ([[*first, *body]], [width])
    if first and not beside:
        first[0].style = style("side").clone("side above", spaceAfter=4)
    box = Table([cells], colWidths=widths, splitInRow=1, spaceBefore=7, spaceAfter=9, style=_BOX)
    box.least = _height(box, width)
    return box


def _is_bold(block: Block) -> bool:
    return block.kind == "heading" or all(span.bold for span in block.spans)


_BOX = TableStyle(
    [
        ("FONT", (0, 0), (-1, -1), fonts.BODY, SIZE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("BACKGROUND", (0, 0), (-1, -1), ACCENT_SOFT),
        ("BOX", (0, 0), (-1, -1), 0.8, ACCENT, "butt"),
        ("LINEBEFORE", (0, 0), (0, -1), 3.2, ACCENT, "butt"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("LEFTPADDING", (0, 0), (0, -1), 12),
        ("RIGHTPADDING", (0, 0), (-1, -1), 12),
        ("TOPPADDING", (0, 0), (-1, -1), 10),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
    ]
)


def _rows(rows: Sequence[Block], width: float) -> Flowable:
    """A table in the text column; its head is repeated on the next page. A cell left empty has room to write in it."""
    columns = max(len(row.cells) for row in rows)
    cells = [[_cell(spans, row.level == 1) for spans in row.cells] + [""] * (columns - len(row.cells)) for row in rows]
    heads = sum(row.level == 1 for row in rows)
    looks: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), fonts.BODY, SIZE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.6, LINE),
        ("LINEBELOW", (0, 0), (-1, heads - 1), 1, ACCENT),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 8),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
    table = marks.Aligned(
        cells,
        colWidths=list(_shares(rows, columns, width)),
        hAlign="RIGHT",
        repeatRows=heads,
        splitInRow=1,
        spaceBefore=3,
        spaceAfter=10,
        style=TableStyle(looks if heads else [*looks[:3], *looks[4:]]),
    )
    height = _height(table, width)
    table.least = height if height <= _SHORT_TABLE else sum(table._rowHeights[: heads + 1])
    return table


def _cell(spans: Sequence[Span], head: bool) -> Flowable:
    return Paragraph(marked(spans, bold=head), style("cell")) if spans or head else Spacer(1, _WRITTEN)


def _shares(rows: Sequence[Block], columns: int, width: float) -> Iterator[float]:
    """The columns' widths: more room for more words, though not in proportion, and no word broken where that can be had."""
    longest = [max(_letters(row, at) for row in rows) for at in range(columns)]
    weights = [max(1.0, min(120.0, one)) ** 0.6 for one in longest]
    shares = [width * weight / sum(weights) for weight in weights]
    least = [max(_longest_word(row, at) for row in rows) + 9 for at in range(columns)]
    if sum(least) < width:
        free = [max(0.0, share - one) for share, one in zip(shares, least, strict=True)]
        over = sum(free) + sum(least) - width
        shares = [max(one, one + room - over * room / (sum(free) or 1)) for one, room in zip(least, free, strict=True)]
    yield from shares


def _longest_word(row: Block, at: int) -> float:
    """How wide the longest word of a cell is, in points."""
    if at >= len(row.cells):
        return 0.0
    face = fonts.BOLD if row.level else fonts.BODY
    words = "".join(span.words for span in row.cells[at])[:_MOST_MEASURED].split()
    size = style("cell").fontSize
    return max((fonts.width(word, size, face) for word in words), default=0.0)


def _letters(row: Block, at: int) -> int:
    if at >= len(row.cells) or (row.level and not row.cells[at]):
        return 0
    return len("".join(span.words for span in row.cells[at])) or _WRITTEN_LETTERS


def signature_lines(signers: Sequence[str], width: float, date: str = "Date") -> list[Flowable]:
    """A line to sign and one for the `date` for each signer, kept together at the end of a paper."""
    room = width - COLUMN
    looks = [
        ("FONT", (0, 0), (-1, -1), fonts.BODY, SIZE),
        ("LINEABOVE", (0, 0), (0, 0), 0.6, MUTE),
        ("LINEABOVE", (2, 0), (2, 0), 0.6, MUTE),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
    ]
    lines: list[Flowable] = []
    for signer in signers:
        words = [Paragraph(fonts.markup(one), style("small", 0)) for one in (signer, date)]
        columns = [room * 0.62, room * 0.06, room * 0.32]
        lines.append(Spacer(1, 2.6 * LEADING))
        lines.append(Table([[words[0], "", words[1]]], colWidths=columns, hAlign="RIGHT", style=looks))
    return [CondPageBreak(len(signers) * 5 * LEADING), *lines]
