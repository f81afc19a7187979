"""The page: letterhead, foot, bookmarks, and a paper as it is printed. Every paper gets its pages from here.

The same input gives the same bytes. An error inside reportlab never carries a person's words out of here.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    Image,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from kapdesk.domain.dates import in_full
from kapdesk.domain.filled import Filled
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.printing import fonts, forms
from kapdesk.printing.blocks import Block
from kapdesk.printing.story import flow
from kapdesk.printing.styles import ACCENT, BOTTOM, LEADING, LINE, MUTE, PAGES, SIDE, TOP, style
from kapdesk.printing.text import Wording, fill

FICTIONAL = "Fictional sample – not a real practice"
_MOST_PIXELS = 40_000_000
_LOGO = (46 * mm, 16 * mm)
_LOGO_PIXELS = (720, 250)
"""The logo at 400 dots an inch; more would only make the file larger."""
_LONGEST_NAME = 300


@dataclass(frozen=True)
class Printed:
    """A finished paper; `unprintable` are the characters that no font on board has."""

    pdf: bytes
    pages: int
    unprintable: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """What head and foot of a paper say; `foot` comes after practice and title, `page` is `letter` or `a4`."""

    title: str
    practice: str
    foot: str
    language: str
    page: str
    fictional: bool = False

    @property
    def width(self) -> float:
        """The width between the margins, in points."""
        return float(PAGES[self.page][0] - 2 * SIDE)


def handout(
    wording: Wording,
    values: Mapping[str, str],
    *,
    page: str,
    made_on: date,
    fictional: bool = False,
    logo: bytes = b"",
    filled: Filled | None = None,
    blank: bool = False,
    size: str = "",
) -> Printed:
    """A paper of this wording, filled; raises MissingFields, and BadInput for a logo that is no picture.

    `filled` holds what is ticked, initialled and signed; `blank` leaves lines to write on where values are missing.
    """
    if page not in PAGES:
        raise BadInput("The page size is either Letter or A4.", "page")
    filled = filled or Filled()
    blocks = fill(wording, values, blank)
    practice = values.get("practice_name", "")
    foot = f"version {wording.version} · printed {in_full(made_on)}"
    sheet = Sheet(wording.title, practice, foot, wording.language, page, fictional)
    lacking = tuple(fonts.unprintable("".join([practice, *(_every_word(blocks))])))
    with errors_without_words():
        story = [
            *letterhead(practice, logo, sheet.width),
            *flow(forms.entered(blocks, wording, filled), sheet.width, initials=wording.initials),
            *forms.signed(wording, filled, sheet.width),
            *cannot_print(lacking),
        ]
    pdf, pages = document(sheet, story)
    return Printed(pdf, pages, lacking)


def document(sheet: Sheet, story: Sequence[Flowable]) -> tuple[bytes, int]:
    """Lay out a story; the PDF's bytes and its number of pages."""
    with errors_without_words():
        fonts.register()
        return _build(sheet, list(story))


@contextmanager
def errors_without_words() -> Iterator[None]:
    """Whatever goes wrong inside reportlab names the text in hand; from here on the error only says of what kind it was."""
    try:
        yield
    except KapdeskError:
        raise
    except Exception as error:
        raise RuntimeError(f"the page could not be laid out ({type(error).__name__})") from None


def letterhead(practice: str, logo: bytes, width: float) -> list[Flowable]:
    """The head of the first page: the practice's name, its logo where there is one, and a mark in the accent colour."""
    name = practice if len(practice) <= _LONGEST_NAME else practice[:_LONGEST_NAME] + "…"
    named = Paragraph(fonts.markup(name, bold=True), style("practice"))
    head = Table([[named, _logo(logo)]], colWidths=[width - _LOGO[0], _LOGO[0]], style=_HEAD) if logo else named
    return [head, Spacer(1, 18), _Bar(), Spacer(1, 8)]


_HEAD = TableStyle(
    [
        ("FONT", (0, 0), (-1, -1), fonts.BODY, 9),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("ALIGN", (1, 0), (1, 0), "RIGHT"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]
)


class _Bar(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A short thick line above the title."""

    def wrap(self, *_: float) -> tuple[float, float]:
        """Its size."""
        return 14 * mm, 2.4

    def draw(self) -> None:
        """The line."""
        self.canv.setFillColor(ACCENT)
        self.canv.rect(0, 0, 14 * mm, 2.4, stroke=0, fill=1)


def cannot_print(lacking: Sequence[str]) -> list[Flowable]:
    """The last lines of a paper that holds characters which no font has: which they are."""
    if not lacking:
        return []
    said = f"This page could not print: {fonts.names_of(lacking)}. A white square (□) stands in its place."
    return [Spacer(1, 8), Paragraph(fonts.markup(said), style("small"))]


def _every_word(blocks: Sequence[Block]) -> Iterator[str]:
    """The words span by span, each shaped as it will be drawn, a line each."""
    for block in blocks:
        for spans in block.cells or (block.spans,):
            yield from (f"\n{span.words}" for span in spans)


def _logo(data: bytes) -> Flowable:
    """The logo, decoded anew (nothing of the file but its pixels reaches the page); BadInput when it is no picture."""
    import warnings

    from PIL import Image as Pictures
    from PIL import ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Pictures.open(io.BytesIO(data), formats=("PNG", "JPEG"))
            if picture.width * picture.height > _MOST_PIXELS:
                raise Pictures.DecompressionBombError
            shown = ImageOps.exif_transpose(picture).convert("RGBA")
        shown.thumbnail(_LOGO_PIXELS)
        pixels = io.BytesIO()
        shown.save(pixels, "PNG")
    except Pictures.DecompressionBombError:
        raise BadInput("The logo has more than 40 million pixels. Choose a smaller picture.", "logo") from None
    except Exception:
        raise BadInput(
            "The logo cannot be read as a picture. Choose another file on the Practice page.", "logo"
        ) from None
    factor = min(_LOGO[0] / shown.width, _LOGO[1] / shown.height)
    pixels.seek(0)
    return Image(pixels, shown.width * factor, shown.height * factor, hAlign="RIGHT")


def _build(sheet: Sheet, story: list[Flowable]) -> tuple[bytes, int]:
    out = io.BytesIO()
    width, height = PAGES[sheet.page]
    template = _Document(
        out,
        pagesize=(width, height),
        title=" ".join(fonts.clean(sheet.title).split()),
        author=" ".join(fonts.clean(sheet.practice).split()),
        subject="",
        creator="kapdesk",
        producer="kapdesk",
        lang="en-US" if sheet.language == "en" else sheet.language,
        invariant=1,
        initialFontName=fonts.BODY,
        displayDocTitle=True,
    )
    frame = Frame(SIDE, BOTTOM, width - 2 * SIDE, height - TOP - BOTTOM, 0, 0, 0, 0, id="text")
    template.addPageTemplates(PageTemplate("page", [frame], onPage=_place_foot))
    template.build(story, canvasmaker=_canvas(sheet))
    return out.getvalue(), template.page


class _Document(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """Enters each heading as a bookmark."""

    def beforeDocument(self) -> None:  # noqa: N802  # reportlab's name
        """Begin to count headings."""
        self._headings = 0
        self._level = -1

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  # reportlab's name
        """Bookmark a heading that was just drawn."""
        level = getattr(flowable, "bookmark_level", None)
        if level is not None:
            key = f"heading{self._headings}"
            self._headings += 1
            self.canv.bookmarkPage(key, fit="XYZ", top=self.frame._y + flowable.height + LEADING)
            self._level = min(level, self._level + 1)  # a heading may skip a level, a bookmark may not
            self.canv.addOutlineEntry(flowable.bookmark_words, key, self._level, closed=False)


def _place_foot(canvas: Canvas, template: Any) -> None:
    """The place of a page's foot, which is drawn when the number of pages is known."""
    canvas.doForm(f"foot{template.page}")


def _canvas(sheet: Sheet) -> Callable[..., Canvas]:
    class Paper(Canvas):  # type: ignore[misc]  # reportlab has no types
        """Draws the feet of all pages at the end, when their number is known."""

        def save(self) -> None:
            pages = self.getPageNumber() - 1
            for page in range(1, pages + 1):
                self.beginForm(f"foot{page}")
                _draw_foot(self, sheet, page, pages)
                self.endForm()
            super().save()

    return lambda *arguments, **settings: Paper(
        *arguments, **{**settings, "initialFontName": fonts.BODY, "pageCompression": 1}
    )


def _draw_foot(canvas: Canvas, sheet: Sheet, page: int, pages: int) -> None:
    width, height = PAGES[sheet.page]
    look = style("foot")
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.6)
    canvas.line(SIDE, 15.5 * mm, width - SIDE, 15.5 * mm)
    number = f"page {page} of {pages}"
    fixed = f"{sheet.title} · {sheet.foot}" if sheet.title else sheet.foot
    room = width - 2 * SIDE - fonts.width(number, look.fontSize) - 14
    own = fonts.shortened(sheet.practice, look.fontSize, room - fonts.width(f" · {fixed}", look.fontSize))
    said = fonts.shortened(" · ".join(one for one in (own, fixed) if one.strip("…")), look.fontSize, room)
    line = Paragraph(fonts.markup(said), look)
    line.wrap(room + 10, 20)
    line.drawOn(canvas, SIDE, 10.3 * mm)
    canvas.setFillColor(MUTE)
    canvas.setFont(fonts.BODY, look.fontSize)
    canvas.drawRightString(width - SIDE, 10.3 * mm + 2.8, number)
    if sheet.fictional:
        canvas.setFont(fonts.ITALIC, 8.8)
        canvas.drawRightString(width - SIDE, height - 12 * mm, FICTIONAL)
