"""The page between sessions on paper: the client's own words, a few questions, room to write or draw. Every word that is
not the client's stands in `papers/<lang>/between-sessions.toml`.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from reportlab.platypus import Flowable

from kapdesk import paths
from kapdesk.domain.plans import EMERGENCY
from kapdesk.errors import BadInput
from kapdesk.printing import fonts
from kapdesk.printing.blocks import Block, Span
from kapdesk.printing.layout import Printed, Sheet, cannot_print, document, errors_without_words, letterhead
from kapdesk.printing.story import flow, heading
from kapdesk.printing.styles import LINE, PAGES
from kapdesk.printing.words import in_full
from kapdesk.printing.words import words as of_pages

_LEAST_ROOM, _CORNER = 90.0, 8.0
"""Points: the least height of the room for drawing, and how round its corners are."""
_OPEN_STEPS = 2
"""Rows to fill in by hand where no step was written yet."""


@dataclass(frozen=True)
class Words:
    """What is the client's: intention, what came, steps as (what, by when); empty ones are lines to write on."""

    intention: str = ""
    came: str = ""
    steps: Sequence[tuple[str, date | None]] = ()


@dataclass(frozen=True)
class Around:
    """Whose page it is (`called`), after which session, and the practice."""

    called: str
    ketamine_on: date | None
    practice: str
    therapist: str
    phone: str
    logo: bytes = b""
    fictional: bool = False


def between_page(words: Words, around: Around, page: str, printed_on: date, language: str = "en") -> Printed:
    """The page as PDF: one page, unless the client's own words are longer than it; BadInput for an unknown page size."""
    if page not in PAGES:
        raise BadInput("The page size is either Letter or A4.", "page")
    own = wording(language)
    foot = of_pages(language)["printed"].format(day=in_full(printed_on, language))
    sheet = Sheet(own["title"], around.practice, foot, language, page, around.fictional)
    blocks = [*blocks_of(words, around, own, language)]
    help_at_the_end = [*_help(around, own)]
    every_word = [around.practice, *(block.words for block in (*blocks, *help_at_the_end))]
    lacking = tuple(fonts.unprintable("\n".join(every_word)))
    with errors_without_words():
        after: list[Flowable] = [*flow(help_at_the_end, sheet.width), *cannot_print(lacking, language)]
        story: list[Flowable] = [
            *letterhead(around.practice, around.logo, sheet.width),
            *flow(blocks, sheet.width),
            heading(own["room"], 3, sheet.width, 0),
            _Room(after),
            *after,
        ]
    pdf, pages = document(sheet, story)
    return Printed(pdf, pages, lacking)


@cache
def wording(language: str) -> dict[str, str]:
    """The page's own words."""
    file = paths.resources() / "papers" / language / "between-sessions.toml"
    content: dict[str, str] = tomllib.loads(file.read_text("utf-8"))
    return content


def blocks_of(words: Words, around: Around, own: dict[str, str], language: str = "en") -> Iterator[Block]:
    """Everything above the room for drawing."""
    yield Block("heading", (Span(own["title"]),), 1)
    whose = own["whose_after"] if around.ketamine_on else own["whose"]
    day = in_full(around.ketamine_on, language) if around.ketamine_on else ""
    yield _paragraph(whose.format(called=around.called, day=day))
    yield _paragraph(own["how"])
    for name in ("intention", "came"):
        yield Block("heading", (Span(own[name]),), 2)
        yield from _own_words(getattr(words, name))
    yield Block("heading", (Span(own["steps"]),), 2)
    yield Block("row", cells=tuple((Span(own[name]),) for name in ("what", "by", "went")), level=1)
    for what, by in words.steps:
        until = (Span(in_full(by, language)),) if by else ()
        yield Block("row", cells=((Span(what, value=True),), until, ()))
    for _ in range(0 if words.steps else _OPEN_STEPS):
        yield Block("row", cells=((), (), ()))
    yield Block("heading", (Span(own["questions"]),), 2)
    for one in own["ask"].splitlines():
        yield Block("item", (Span(one),), 1, "•")


def _help(around: Around, own: dict[str, str]) -> Iterator[Block]:
    """The framed box at the foot: whom to call."""
    yield Block("paragraph", (Span(own["help"], bold=True),), inset=1)
    for number, _ in EMERGENCY:
        yield Block("paragraph", (Span(f"{number}  ", bold=True), Span(own[number])), inset=1)
    reach = " · ".join(part for part in (around.therapist, around.phone) if part)
    yield Block("paragraph", (Span(f"{reach}  ", bold=True, value=True), Span(own["me"])), inset=1)


def _own_words(words: str) -> Iterator[Block]:
    """The client's words, a paragraph a line; a line to write on where there are none."""
    lines = [line for line in words.splitlines() if line.strip()]
    yield from map(_paragraph, lines)
    if not lines:
        yield Block("row", cells=((),))


def _paragraph(words: str) -> Block:
    return Block("paragraph", (Span(words, value=True),))


class _Room(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A frame as high as the page leaves it above what comes `after`."""

    def __init__(self, after: Sequence[Flowable]) -> None:
        super().__init__()
        self._after = after

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """All the room that is left, but for what comes after."""
        below = sum(one.wrap(width, height)[1] + one.getSpaceBefore() + one.getSpaceAfter() for one in self._after)
        self.width, self.height = width, max(_LEAST_ROOM, height - below - 2 * _CORNER)
        return self.width, self.height

    def draw(self) -> None:
        """Its frame."""
        self.canv.setStrokeColor(LINE)
        self.canv.setLineWidth(0.6)
        self.canv.roundRect(0, 0, self.width, self.height, _CORNER)
