"""A client's notes on paper: each with its signature and its addenda in place, and at the end the head of the history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from reportlab.platypus import CondPageBreak, Flowable, HRFlowable, Paragraph, Spacer

from kapdesk.domain.dates import in_full
from kapdesk.errors import BadInput
from kapdesk.printing import fonts
from kapdesk.printing.blocks import Block, blocks_of
from kapdesk.printing.layout import Printed, Sheet, cannot_print, document, errors_without_words, letterhead
from kapdesk.printing.story import heading, marked
from kapdesk.printing.styles import LINE, PAGES, style

_LEAST = 70.0
"""Points that a note needs to begin on a page: its head and some lines."""


@dataclass(frozen=True)
class AddendumPage:
    """An addendum as it stands on paper; `error` declares the whole note an error."""

    reason: str
    text: str
    signature: str
    error: bool = False


@dataclass(frozen=True)
class NotePage:
    """A note as it stands on paper; `signature` is empty for a draft, `facts` are lines below the head."""

    title: str
    facts: tuple[str, ...]
    text: str
    signature: str
    addenda: tuple[AddendumPage, ...] = ()
    in_error: bool = False


@dataclass(frozen=True)
class Around:
    """What stands around the notes: whose they are, and the head of the history when they were printed."""

    client: str
    born: date | None
    practice: str
    therapist: str
    span: str
    history_head: str
    logo: bytes = b""
    fictional: bool = False


def notes_pdf(
    notes: Sequence[NotePage], private: Sequence[NotePage], around: Around, page: str, printed_on: date
) -> Printed:
    """All these notes in one PDF, in this order; `private` are psychotherapy notes that were asked for by name.

    Raises BadInput for an unknown page size.
    """
    if page not in PAGES:
        raise BadInput("The page size is either Letter or A4.", "page")
    title = f"Notes of {around.client}"
    sheet = Sheet(title, around.practice, f"confidential · printed {in_full(printed_on)}", "en", page, around.fictional)
    lacking = tuple(fonts.unprintable("\n".join(_every_word(notes, private, around))))
    with errors_without_words():
        story: list[Flowable] = [*letterhead(around.practice, around.logo, sheet.width)]
        story.append(heading(title, 1, sheet.width, 0))
        story += [Paragraph(fonts.markup(words), style("paragraph", 0)) for words in _head(notes, private, around)]
        for one in notes:
            story += _note(one, sheet.width)
        if private:
            story.append(CondPageBreak(3 * _LEAST))
            story.append(heading("Psychotherapy notes, kept apart (45 CFR 164.501)", 2, sheet.width, 0))
            for one in private:
                story += _note(one, sheet.width)
        story += [
            Spacer(1, 10),
            Paragraph(fonts.markup(around.history_head), style("small", 0)),
            *cannot_print(lacking),
        ]
    pdf, pages = document(sheet, story)
    return Printed(pdf, pages, lacking)


def _head(notes: Sequence[NotePage], private: Sequence[NotePage], around: Around) -> Iterator[str]:
    born = f", born {in_full(around.born)}" if around.born else ""
    yield f"{around.client}{born}"
    drafts = sum(not one.signature for one in notes)
    number = "1 note" if len(notes) == 1 else f"{len(notes)} notes"
    parts = [number, around.span, f"{drafts} of them not signed" if drafts else ""]
    yield " · ".join(part for part in parts if part)
    if private:
        yield f"and {len(private)} psychotherapy note{'' if len(private) == 1 else 's'}, asked for by name"
    if around.therapist:
        yield f"Therapist: {around.therapist}"


def _note(note: NotePage, width: float) -> list[Flowable]:
    story: list[Flowable] = [CondPageBreak(_LEAST), Spacer(1, 8), HRFlowable(width=width, thickness=0.8, color=LINE)]
    story.append(heading(note.title, 3, width, 0))
    story += [_small(words) for words in note.facts]
    if note.in_error:
        story.append(Paragraph(fonts.markup("Entered in error: see the addendum.", bold=True), style("paragraph", 0)))
    story += _body(note.text, note.in_error)
    story.append(_small(note.signature or "DRAFT: not signed"))
    for number, added in enumerate(note.addenda, 1):
        words = f"Addendum {number}" + (": entered in error" if added.error else "")
        story.append(Paragraph(fonts.markup(words, bold=True), style("subheading", 0)))
        story.append(_small(f"Why: {added.reason}"))
        story += _body(added.text, False)
        story.append(_small(added.signature))
    return story


def _small(words: str) -> Flowable:
    return Paragraph(fonts.markup(words), style("small", 0))


def _body(text: str, struck: bool) -> Iterator[Flowable]:
    for block in blocks_of(_tokens(text), lambda words: ((words, False),)):
        yield _flowable(block, struck)


def _flowable(block: Block, struck: bool) -> Flowable:
    if block.kind == "rule":
        return HRFlowable(width="30%", thickness=0.6, color=LINE, hAlign="LEFT")
    words = marked(block.spans, bold=block.kind == "heading")
    words = f"<strike>{words}</strike>" if struck else words
    if block.kind == "heading":
        return Paragraph(words, style("subheading", 0))
    if block.kind == "item":
        look = style("number" if block.bullet.endswith(".") else "item", 0, block.level)
        return Paragraph(words, look, bulletText=block.bullet or None)
    return Paragraph(words, style("paragraph", 0))


def _tokens(text: str) -> list[Token]:
    tokens = _reader().parse(text)
    for token in tokens:
        for child in token.children or ():
            child.type = "hardbreak" if child.type == "softbreak" else child.type  # every line ends where it was ended
    return tokens


@cache
def _reader() -> MarkdownIt:
    """A note's Markdown: paragraphs, lists, headings, bold, italic. All else is words, exactly as they were typed."""
    rules = [
        "code",
        "fence",
        "html_block",
        "reference",
        "blockquote",
        "html_inline",
        "image",
        "link",
        "autolink",
        "entity",
    ]
    return MarkdownIt("commonmark", {"html": False}).disable([*rules, "backticks", "escape"])


def _every_word(notes: Sequence[NotePage], private: Sequence[NotePage], around: Around) -> Iterator[str]:
    yield from (around.client, around.practice, around.therapist)
    for one in (*notes, *private):
        yield from (one.title, *one.facts, one.text, one.signature)
        for added in one.addenda:
            yield from (added.reason, added.text, added.signature)
