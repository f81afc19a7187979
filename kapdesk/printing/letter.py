"""The letter to the prescriber: one page where it can be, calm, with room for the answer. It holds what was chosen, no more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Paragraph, Spacer

from kapdesk.domain.dates import in_full
from kapdesk.errors import BadInput
from kapdesk.printing import fonts
from kapdesk.printing.disclosures import part2_notice
from kapdesk.printing.layout import Printed, Sheet, cannot_print, document, errors_without_words, letterhead
from kapdesk.printing.notes import note_blocks
from kapdesk.printing.story import heading, kept_in_order, marked, signature_lines
from kapdesk.printing.styles import LINE, PAGES, style

_TITLE = "Letter to the prescriber"
_SIZE, _LEADING = 9.8, 13.2
_REPLY_LINES = 4


@dataclass(frozen=True)
class Part:
    """A section of the letter: its heading and its paragraphs; `markdown` where they are from a note."""

    heading: str
    text: str
    markdown: bool = False


@dataclass(frozen=True)
class LetterPage:
    """What stands on the letter; `to` and `sender` are lines, `reply` asks for room for the answer.

    `part2` puts the notice of 42 CFR Part 2 below the text.
    """

    to: tuple[str, ...]
    client: str
    born: date | None
    parts: tuple[Part, ...]
    sender: tuple[str, ...]
    practice: str
    reply: bool
    logo: bytes = b""
    fictional: bool = False
    part2: bool = False


def letter(content: LetterPage, page: str, written_on: date) -> Printed:
    """The letter as PDF; raises BadInput for an unknown page size."""
    if page not in PAGES:
        raise BadInput("The page size is either Letter or A4.", "page")
    foot = f"confidential · {in_full(written_on)}"
    sheet = Sheet(_TITLE, content.practice, foot, "en", page, content.fictional)
    lacking = tuple(fonts.unprintable("\n".join(_every_word(content))))
    with errors_without_words():
        story: list[Flowable] = [
            *letterhead(content.practice, content.logo, sheet.width),
            *_address(content, written_on),
            *kept_in_order(list(_body(content, sheet.width)), sheet.width),
            *part2_notice(content.part2),
            *_closing(content, sheet.width),
            *cannot_print(lacking),
        ]
    pdf, pages = document(sheet, story)
    return Printed(pdf, pages, lacking)


def _address(content: LetterPage, written_on: date) -> Iterator[Flowable]:
    look = style("paragraph", 0).clone("address", fontSize=_SIZE, leading=_LEADING, spaceAfter=0)
    first, *more = (*content.to, "")
    yield Paragraph(fonts.markup(first, bold=True), look)
    for line in (*filter(None, more), in_full(written_on)):
        yield Paragraph(fonts.markup(line), look)
    yield Spacer(1, 8)
    born = f", born {in_full(content.born)}" if content.born else ""
    title = heading(f"About {content.client}{born}", 3, 0, 0)
    yield title
    yield Spacer(1, 2)


def _body(content: LetterPage, width: float) -> Iterator[Flowable]:
    text = style("paragraph", 0).clone("letter", fontSize=_SIZE, leading=_LEADING, spaceAfter=3)
    for part in content.parts:
        yield heading(part.heading, 3, width, 0)
        if part.markdown:
            for block in note_blocks(part.text):
                item = block.kind == "item"
                look = style("item", 0, block.level).clone("letter item", fontSize=_SIZE, leading=_LEADING)
                bullet = (block.bullet or "•") if item else None
                yield Paragraph(marked(block.spans), look if item else text, bulletText=bullet)
        else:
            for line in filter(str.strip, part.text.split("\n")):
                yield Paragraph(fonts.markup(line), text)


def _closing(content: LetterPage, width: float) -> Iterator[Flowable]:
    text = style("paragraph", 0).clone("sender", fontSize=_SIZE, leading=_LEADING, spaceAfter=0)
    first, *more = (*content.sender, "")
    sender = [Spacer(1, 10), Paragraph(fonts.markup(first, bold=True), text)]
    sender += [Paragraph(fonts.markup(line), text) for line in filter(None, more)]
    yield KeepTogether(sender)
    if not content.reply:
        return
    lines: list[Flowable] = [Spacer(1, 8), heading("The prescriber’s reply", 3, width, 0)]
    for _ in range(_REPLY_LINES):
        lines += [Spacer(1, 8 * mm), HRFlowable(width=width, thickness=0.6, color=LINE)]
    yield KeepTogether([*lines, *signature_lines(("Prescriber",), width)])


def _every_word(content: LetterPage) -> Sequence[str]:
    parts = [words for part in content.parts for words in (part.heading, part.text)]
    return [content.practice, content.client, *content.to, *content.sender, *parts]
