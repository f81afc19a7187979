"""The page: letterhead, foot, bookmarks, and a paper as it is printed. Every paper gets its pages from here.

The same input gives the same bytes. An error inside reportlab never carries a person's words out of here.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Image,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from kapdesk.domain.filled import Filled
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.printing import fonts, forms
from kapdesk.printing.blocks import Block
from kapdesk.printing.story import flow
from kapdesk.printing.styles import ACCENT, BOTTOM, COLUMN, LEADING, LINE, MUTE, PAGES, SIDE, SIZES, TOP, column, style
from kapdesk.printing.tags import TaggedFrame, Tags
from kapdesk.printing.text import Wording, fill
from kapdesk.printing.words import in_full, words

rl_config.useA85 = 0  # streams as they are, a quarter shorter than written in letters
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
    """What head and foot of a paper say; `foot` comes after practice and title, `page` is `letter` or `a4`, `size` one of
    `styles.SIZES`. A larger size is laid out on a smaller page, which is then drawn larger: lengths are in that page's points.
    """

    title: str
    practice: str
    foot: str
    language: str
    page: str
    fictional: bool = False
    size: str = ""

    @property
    def factor(self) -> float:
        """How much larger the page is drawn than it is laid out."""
        return SIZES[self.size]

    @property
    def bottom(self) -> float:
        """The margin below, in points of the drawn page."""
        return float(BOTTOM if self.size != "18" else BOTTOM + 5 * mm)

    @property
    def width(self) -> float:
        """The width between the margins, in points."""
        return float(PAGES[self.page][0] - 2 * SIDE) / self.factor

    @property
    def height(self) -> float:
        """The height between the margins, in points."""
        return float(PAGES[self.page][1] - TOP - self.bottom) / self.factor


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
    above: Sequence[Flowable] = (),
    asked: Sequence[Block] = (),
) -> Printed:
    """A paper of this wording, filled; raises MissingFields, and BadInput for a logo that is no picture.

    `filled` holds what is ticked, initialled and signed; `blank` leaves lines to write on where values are missing. `size` is
    one of `styles.SIZES`: as papers are usually, 12 points, or large print of 18 points. `above` stands below the letterhead,
    `asked` after the text.
    """
    check_page(page, size)
    filled = filled or Filled()
    blocks = [*forms.entered(fill(wording, values, blank), wording, filled), *asked]
    practice = values.get("practice_name", "")
    said = words(wording.language)
    printed = said["printed"].format(day=in_full(made_on, wording.language))
    foot = f"{said['version'].format(version=wording.version)} · {printed}"
    sheet = Sheet(wording.title, practice, foot, wording.language, page, fictional, size)
    lacking = tuple(fonts.unprintable("\n".join([practice, *_every_word(blocks), *forms.every_word(filled)])))
    with errors_without_words():
        body = flow(blocks, sheet.width, column(sheet.width), initials=wording.initials)
        story = [
            *letterhead(practice, logo, sheet.width, sheet.factor),
            *above,
            *forms.with_signatures(body, wording, filled, sheet.width, sheet.height),
            *cannot_print(lacking, wording.language, column(sheet.width)),
        ]
    pdf, pages = document(sheet, story)
    return Printed(pdf, pages, lacking)


def check_page(page: str, size: str = "") -> None:
    """Raise BadInput for a page, or a size of its text, that there is not."""
    if page not in PAGES:
        raise BadInput("The page size is either Letter or A4.", "page")
    if size not in SIZES:
        raise BadInput("The size of the text is the usual one, 12 points, or large print of 18 points.", "size")


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


def letterhead(practice: str, logo: bytes, width: float, factor: float = 1.0) -> list[Flowable]:
    """The head of the first page: the practice's name, its logo where there is one, and a mark in the accent colour.

    The logo stays as large when the page is drawn larger by `factor`.
    """
    name = practice if len(practice) <= _LONGEST_NAME else practice[:_LONGEST_NAME] + "…"
    named = Paragraph(fonts.markup(name, bold=True), style("practice"))
    room = _LOGO[0] / factor
    head = Table([[named, _logo(logo, factor)]], colWidths=[width - room, room], style=_HEAD) if logo else named
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

    decorates = True

    def wrap(self, *_: float) -> tuple[float, float]:
        """Its size."""
        return 14 * mm, 2.4

    def draw(self) -> None:
        """The line."""
        self.canv.setFillColor(ACCENT)
        self.canv.rect(0, 0, 14 * mm, 2.4, stroke=0, fill=1)


def cannot_print(lacking: Sequence[str], language: str = "en", indent: float = COLUMN) -> list[Flowable]:
    """The last lines of a paper that holds characters which no font has: which they are."""
    if not lacking:
        return []
    said = words(language)["cannot_print"].format(names=fonts.names_of(lacking))
    return [Spacer(1, 8), Paragraph(fonts.markup(said), style("small", indent))]


def _every_word(blocks: Sequence[Block]) -> Iterator[str]:
    """The words span by span, each shaped as it will be drawn, a line each."""
    for block in blocks:
        yield block.initials
        for spans in block.cells or (block.spans,):
            yield from (span.words for span in spans)


def _logo(data: bytes, enlarged: float = 1.0) -> Flowable:
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
    factor = min(_LOGO[0] / shown.width, _LOGO[1] / shown.height) / enlarged
    pixels.seek(0)
    made = Image(pixels, shown.width * factor, shown.height * factor, hAlign="RIGHT")
    made.alt = "Logo"
    return made


def _build(sheet: Sheet, story: list[Flowable]) -> tuple[bytes, int]:
    out = io.BytesIO()
    width, height = PAGES[sheet.page]
    title, language = _title_and_language(sheet)
    template = _Document(
        out,
        sheet.factor,
        pagesize=(width, height),
        title=title,
        author=" ".join(fonts.clean(sheet.practice).split()),
        subject="",
        creator="kapdesk",
        producer="kapdesk",
        lang=language,
        invariant=1,
        initialFontName=fonts.BODY,
        displayDocTitle=True,
    )
    left, bottom = SIDE / sheet.factor, sheet.bottom / sheet.factor
    frame = TaggedFrame(left, bottom, sheet.width, sheet.height, 0, 0, 0, 0, id="text")
    template.addPageTemplates(PageTemplate("page", [frame], onPage=_begin_page))
    template.build(story, canvasmaker=_canvas(sheet))
    return out.getvalue(), template.page


def _title_and_language(sheet: Sheet) -> tuple[str, str]:
    return " ".join(fonts.clean(sheet.title).split()), "en-US" if sheet.language == "en" else sheet.language


class _Document(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """Enters each heading as a bookmark; its pages are drawn larger by `factor` than they are laid out."""

    def __init__(self, out: Any, factor: float, **settings: Any) -> None:
        super().__init__(out, **settings)
        self.factor = factor

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
            self.canv.bookmarkPage(key, fit="XYZ", top=(self.frame._y + flowable.height + LEADING) * self.factor)
            self._level = min(level, self._level + 1)  # a heading may skip a level, a bookmark may not
            self.canv.addOutlineEntry(flowable.bookmark_words, key, self._level, closed=False)


def _begin_page(canvas: Canvas, template: Any) -> None:
    """The place of a page's foot, which is drawn when the number of pages is known; from there on the page is drawn larger."""
    with canvas.tags.decoration():
        canvas.doForm(f"foot{template.page}")
    if template.factor != 1:
        canvas.scale(template.factor, template.factor)


def _canvas(sheet: Sheet) -> Callable[..., Canvas]:
    class Paper(Canvas):  # type: ignore[misc]  # reportlab has no types
        """Draws the feet of all pages at the end, when their number is known; keeps the tags of what is drawn."""

        def __init__(self, *arguments: Any, **settings: Any) -> None:
            self.tags = Tags(self)
            super().__init__(*arguments, **settings)

        def showPage(self) -> None:  # noqa: N802  # reportlab's name
            super().showPage()
            self.tags.next_page()

        def save(self) -> None:
            pages = self.getPageNumber() - 1
            for page in range(1, pages + 1):
                self.beginForm(f"foot{page}")
                _draw_foot(self, sheet, page, pages)
                self.endForm()
            self.tags.finish(*_title_and_language(sheet))
            super().save()

    return lambda *arguments, **settings: Paper(
        *arguments, **{**settings, "initialFontName": fonts.BODY, "pageCompression": 1}
    )


_FEET = {"": 1.0, "12": 1.12, "18": 1.5}
"""How much larger the foot is than usual, by the size of the text; in large print it has two lines."""


def _draw_foot(canvas: Canvas, sheet: Sheet, page: int, pages: int) -> None:
    width, height = PAGES[sheet.page]
    scale = _FEET[sheet.size]
    look = style("foot").clone("foot", fontSize=style("foot").fontSize * scale)
    rule = sheet.bottom - 5.5 * mm
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.6)
    canvas.line(SIDE, rule, width - SIDE, rule)
    said = words(sheet.language)
    number = said["page"].format(page=page, pages=pages)
    room = width - 2 * SIDE - fonts.width(number, look.fontSize) - 14
    lines = _foot(sheet, look.fontSize, room, width - 2 * SIDE)
    for above, line in zip(reversed(range(len(lines))), lines, strict=True):
        drawn = Paragraph(fonts.markup(line), look)
        drawn.wrap(width - 2 * SIDE + 10, 20)
        drawn.drawOn(canvas, SIDE, 10.3 * mm + above * look.fontSize * 1.35)
    canvas.setFillColor(MUTE)
    canvas.setFont(fonts.BODY, look.fontSize)
    canvas.drawRightString(width - SIDE, 10.3 * mm + 11 - look.fontSize, number)
    if sheet.fictional:
        canvas.setFont(fonts.ITALIC, 8.8 * scale)
        canvas.drawRightString(width - SIDE, height - 12 * mm, said["fictional"])


def _foot(sheet: Sheet, size: float, room: float, whole: float) -> tuple[str, ...]:
    """The foot's lines: what does not fit is left out of the practice's name first, then of the title, of the rest last."""
    if sheet.size == "18":
        first = " · ".join(one for one in (sheet.practice, sheet.title) if one)
        return fonts.shortened(first, size, whole), fonts.shortened(sheet.foot, size, room)
    title = fonts.shortened(sheet.title, size, room - fonts.width(f" · {sheet.foot}", size))
    fixed = " · ".join(one for one in (title, sheet.foot) if one.strip("…"))
    own = fonts.shortened(sheet.practice, size, room - fonts.width(f" · {fixed}", size))
    own = own if 2 * len(own) > len(sheet.practice) else ""  # of a name that is cut short, no stump
    return (fonts.shortened(" · ".join(one for one in (own, fixed) if one.strip("…")), size, room),)
