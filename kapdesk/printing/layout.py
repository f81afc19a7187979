"""The page: grid, styles, head and foot. Every paper gets its looks from here.

The same input gives the same bytes. An error inside reportlab never carries a person's words out of here.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    Image,
    KeepTogether,
    ListFlowable,
    ListItem,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from kapdesk.domain.dates import in_full
from kapdesk.errors import BadInput
from kapdesk.printing import fonts
from kapdesk.printing.text import Block, Span, Wording, fill

INK, MUTE, LINE = HexColor("#1E2A2E"), HexColor("#5B676E"), HexColor("#D9D5CB")
ACCENT, ACCENT_SOFT = HexColor("#24655F"), HexColor("#EEF4F2")
PAGES = {"letter": LETTER, "a4": A4}
_SIDE, _TOP, _BOTTOM = 24 * mm, 20 * mm, 22 * mm
_MOST_PIXELS = 40_000_000
_LOGO = (42 * mm, 16 * mm)
FICTIONAL = "Fictional sample. No such practice, no such people."


@dataclass(frozen=True)
class Printed:
    """A finished paper; `unprintable` are the characters that no font on board has."""

    pdf: bytes
    pages: int
    unprintable: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """What head and foot of a paper say."""

    title: str
    practice: str
    foot: str
    language: str
    page: str
    fictional: bool = False


def _style(name: str, **settings: Any) -> ParagraphStyle:
    usual: dict[str, Any] = {
        "fontName": fonts.BODY,
        "fontSize": 10.7,
        "leading": 15,
        "textColor": INK,
        "spaceAfter": 6.5,
        "allowWidows": 0,
        "allowOrphans": 0,
        "splitLongWords": 1,
        "bulletFontName": fonts.BODY,
    }
    return ParagraphStyle(name, **{**usual, **settings})


def styles() -> dict[str, ParagraphStyle]:
    """The styles of all papers, by what they are for."""
    bold = {"fontName": fonts.BOLD, "keepWithNext": 1}
    return {
        "title": _style("title", **bold, fontSize=23, leading=28, textColor=ACCENT, spaceAfter=5),
        "heading1": _style("heading1", **bold, fontSize=23, leading=28, textColor=ACCENT, spaceAfter=5),
        "heading2": _style(
            "heading2", **bold, fontSize=14.5, leading=19, textColor=ACCENT, spaceBefore=12, spaceAfter=4
        ),
        "heading3": _style("heading3", **bold, fontSize=11.5, leading=16, spaceBefore=5, spaceAfter=2),
        "paragraph": _style("paragraph"),
        "item": _style("item", spaceAfter=2.5),
        "small": _style("small", fontSize=9, leading=12.5, textColor=MUTE),
        "practice": _style("practice", fontName=fonts.BOLD, fontSize=11, leading=14, textColor=MUTE),
    }


def handout(
    wording: Wording,
    values: Mapping[str, str],
    *,
    page: str,
    made_on: date,
    fictional: bool = False,
    logo: bytes = b"",
) -> Printed:
    """A paper without signatures; raises MissingFields, and BadInput for a logo that is no picture."""
    fonts.register()
    blocks = fill(wording, values)
    practice = values.get("practice_name", "")
    foot = f"{wording.title} · version {wording.version} · printed {in_full(made_on)}"
    sheet = Sheet(wording.title, practice, foot, wording.language, page, fictional)
    lacking = tuple(dict.fromkeys(fonts.unprintable(_all_words(blocks, practice))))
    story = [*_letterhead(practice, logo), *flow(blocks)]
    if lacking:
        story += [Spacer(1, 8), Paragraph(fonts.markup(_cannot_print(lacking)), styles()["small"])]
    pdf, pages = document(sheet, story)
    return Printed(pdf, pages, lacking)


def document(sheet: Sheet, story: Sequence[Flowable]) -> tuple[bytes, int]:
    """Lay out a story; the PDF's bytes and its number of pages. Drawn twice, so that every foot knows the last page."""
    try:
        total = _build(sheet, list(_again(story)), 0)[1]
        return _build(sheet, list(story), total)
    except Exception as error:
        raise RuntimeError(f"the page could not be laid out ({type(error).__name__})") from None


def _again(story: Sequence[Flowable]) -> Sequence[Flowable]:
    import copy

    return copy.deepcopy(story)


def _build(sheet: Sheet, story: list[Flowable], total: int) -> tuple[bytes, int]:
    out = io.BytesIO()
    width, height = PAGES[sheet.page]
    template = _Document(
        out,
        pagesize=(width, height),
        title=fonts.clean(sheet.title),
        author=fonts.clean(sheet.practice),
        subject="",
        creator="kapdesk",
        producer="kapdesk",
        lang="en-US" if sheet.language == "en" else sheet.language,
        invariant=1,
        initialFontName=fonts.BODY,
        displayDocTitle=True,
    )
    frame = Frame(_SIDE, _BOTTOM, width - 2 * _SIDE, height - _TOP - _BOTTOM, 0, 0, 0, 0, id="text")
    template.addPageTemplates(PageTemplate("page", [frame], onPage=_foot(sheet, total)))
    template.build(story, canvasmaker=_canvas)
    return out.getvalue(), template.page


class _Document(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """Enters each heading as a bookmark."""

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  # reportlab's name
        """Bookmark a heading that was just drawn."""
        level = getattr(flowable, "bookmark_level", None)
        if level is not None:
            key = f"heading{self._headings}"
            self._headings += 1
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(flowable.bookmark_words, key, level, closed=False)

    def beforeDocument(self) -> None:  # noqa: N802  # reportlab's name
        """Begin to count headings."""
        self._headings = 0


def _canvas(*arguments: Any, **settings: Any) -> Canvas:
    return Canvas(*arguments, **{**settings, "initialFontName": fonts.BODY, "pageCompression": 1})


def flow(blocks: Sequence[Block]) -> list[Flowable]:
    """Blocks as reportlab's flowables: lists gathered, framed boxes kept together, headings bookmarked."""
    story: list[Flowable] = []
    look = styles()
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if block.inset:
            end = _end(blocks, at, lambda one: one.inset)
            story.append(_boxed([_plain(one) for one in blocks[at:end]]))
            at = end
        elif block.kind == "item":
            end = _end(blocks, at, lambda one: one.kind == "item" and not one.inset)
            story += [_items(blocks[at:end], look), Spacer(1, 4)]
            at = end
        else:
            story += _single(block, look)
            at += 1
    return story


def _end(blocks: Sequence[Block], at: int, holds: Callable[[Block], bool]) -> int:
    while at < len(blocks) and holds(blocks[at]):
        at += 1
    return at


def _plain(block: Block) -> Block:
    return Block(block.kind, block.spans, block.level, block.bullet)


def _single(block: Block, look: Mapping[str, ParagraphStyle]) -> list[Flowable]:
    if block.kind == "rule":
        return [Spacer(1, 4), HRFlowable(width="100%", thickness=0.6, color=LINE), Spacer(1, 6)]
    if block.kind == "heading":
        level = min(block.level, 3)
        heading = Paragraph(_markup(block.spans), look[f"heading{level}"])
        heading.bookmark_level = max(0, level - 2)
        heading.bookmark_words = fonts.clean("".join(span.words for span in block.spans))
        return [CondPageBreak(28 * mm), heading] if level < 3 else [heading]
    return [Paragraph(_markup(block.spans), look["paragraph"])]


def _items(items: Sequence[Block], look: Mapping[str, ParagraphStyle]) -> Flowable:
    rows = [
        ListItem(
            Paragraph(_markup(item.spans), look["item"]),
            bulletColor=ACCENT,
            leftIndent=14 + 14 * (item.level - 1),
        )
        for item in items
    ]
    numbered = items[0].bullet.endswith(".")
    return ListFlowable(
        rows,
        bulletType="1" if numbered else "bullet",
        start=items[0].bullet.rstrip(".") if numbered else "•",
        bulletFormat="%s." if numbered else None,
        bulletFontName=fonts.BOLD if numbered else fonts.BODY,
        bulletFontSize=11,
        bulletColor=ACCENT,
        leftIndent=16,
    )


def _boxed(blocks: Sequence[Block]) -> Flowable:
    """A framed box that stays on one page, for what must not be overlooked."""
    box = Table([[flow(blocks)]], colWidths=["100%"])
    box.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), fonts.BODY, 9),
                ("BACKGROUND", (0, 0), (-1, -1), ACCENT_SOFT),
                ("LINEBEFORE", (0, 0), (0, -1), 3, ACCENT),
                ("LEFTPADDING", (0, 0), (-1, -1), 12),
                ("RIGHTPADDING", (0, 0), (-1, -1), 12),
                ("TOPPADDING", (0, 0), (-1, -1), 8),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ]
        )
    )
    return KeepTogether([Spacer(1, 4), box, Spacer(1, 8)])


def _markup(spans: Sequence[Span]) -> str:
    return "".join(fonts.markup(span.words, span.bold, span.italic) for span in spans)


def _letterhead(practice: str, logo: bytes) -> list[Flowable]:
    name = Paragraph(fonts.markup(practice), styles()["practice"])
    if not logo:
        return [name, Spacer(1, 8)]
    return [Table([[name, _logo(logo)]], colWidths=["*", _LOGO[0]], style=_HEAD_STYLE), Spacer(1, 8)]


_HEAD_STYLE = TableStyle(
    [
        ("FONT", (0, 0), (-1, -1), fonts.BODY, 9),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("ALIGN", (1, 0), (1, 0), "RIGHT"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ]
)


def _logo(data: bytes) -> Flowable:
    """The logo, decoded anew (nothing of the file but its pixels reaches the page); BadInput when it is no picture."""
    from PIL import Image as Pictures

    try:
        with Pictures.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise BadInput("The logo has more than 40 million pixels. Choose a smaller picture.", "logo")
            pixels = io.BytesIO()
            picture.convert("RGBA").save(pixels, "PNG")
            width, height = picture.size
    except BadInput:
        raise
    except Exception:
        raise BadInput(
            "The logo cannot be read as a picture. Choose another file on the Practice page.", "logo"
        ) from None
    factor = min(_LOGO[0] / width, _LOGO[1] / height)
    pixels.seek(0)
    return Image(pixels, width * factor, height * factor)


def _foot(sheet: Sheet, total: int) -> Callable[[Canvas, Any], None]:
    def draw(canvas: Canvas, template: Any) -> None:
        width, height = PAGES[sheet.page]
        canvas.saveState()
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.6)
        canvas.line(_SIDE, 16 * mm, width - _SIDE, 16 * mm)
        look = ParagraphStyle("foot", fontName=fonts.BODY, fontSize=8.5, leading=11, textColor=MUTE)
        words = Paragraph(fonts.markup(sheet.foot), look)
        words.wrap(width - 2 * _SIDE - 30 * mm, 20 * mm)
        words.drawOn(canvas, _SIDE, 11 * mm)
        canvas.setFont(fonts.BODY, 8.5)
        canvas.setFillColor(MUTE)
        canvas.drawRightString(width - _SIDE, 11.8 * mm, f"page {template.page} of {total or template.page}")
        if sheet.fictional:
            canvas.setFont(fonts.ITALIC, 8.5)
            canvas.drawRightString(width - _SIDE, height - 12 * mm, FICTIONAL)
        canvas.restoreState()

    return draw


def _all_words(blocks: Sequence[Block], *more: str) -> str:
    return "".join([*more, *(span.words for block in blocks for span in block.spans)])


def _cannot_print(letters: Sequence[str]) -> str:
    return f"This page cannot print: {fonts.names_of(letters)}. A white square stands in its place."
