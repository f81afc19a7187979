"""A client's notes on paper: each with its signature and its addenda in place, and at the end the head of the history."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from reportlab.platypus import Flowable, HRFlowable, PageBreak, Paragraph, Spacer

from kapdesk.domain.dates import in_full
from kapdesk.domain.session_record import SessionRecord
from kapdesk.errors import BadInput
from kapdesk.printing import fonts
from kapdesk.printing.blocks import Block, Span, blocks_of
from kapdesk.printing.disclosures import part2_notice
from kapdesk.printing.layout import Printed, Sheet, cannot_print, document, errors_without_words, letterhead
from kapdesk.printing.session_record import every_word, record_story
from kapdesk.printing.story import heading, kept_in_order, marked
from kapdesk.printing.styles import LINE, PAGES, style

Step = Callable[[float], None]
"""Told how much is done (0 to 1), some times for each note; it may raise Cancelled."""
_DEEPEST = 18
"""Level of the innermost list (two a list) whose words the Markdown reader keeps; it drops unseen what lies deeper."""


@dataclass(frozen=True)
class AddendumPage:
    """An addendum as it stands on paper; `error` declares the whole note an error."""

    reason: str
    text: str
    signature: str
    error: bool = False


@dataclass(frozen=True)
class NotePage:
    """A note as it stands on paper; `signature` is empty for a draft, `facts` are lines below the head, `beside` below the
    text, `told` below the signature: it came later.

    `record` is the record of the ketamine session that the note is about; its SHA-256 is that of the signature.
    """

    title: str
    facts: tuple[str, ...]
    text: str
    signature: str
    addenda: tuple[AddendumPage, ...] = ()
    in_error: bool = False
    beside: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    record: SessionRecord | None = None


@dataclass(frozen=True)
class Around:
    """What stands around the notes: whose they are, and the head of the history when they were printed.

    `title` is that of a single record; notes say whose they are. `part2` puts the notice of 42 CFR Part 2 on them.
    """

    client: str
    born: date | None
    practice: str
    therapist: str
    span: str
    history_head: str
    logo: bytes = b""
    fictional: bool = False
    title: str = ""
    part2: bool = False


def notes_pdf(
    notes: Sequence[NotePage],
    private: Sequence[NotePage],
    around: Around,
    page: str,
    printed_on: date,
    step: Step = lambda _: None,
) -> Printed:
    """All these notes in one PDF, in this order; `private` are psychotherapy notes that were asked for by name.

    They begin a page of their own, so that they can be kept apart on paper too. Raises BadInput for an unknown page size.
    """
    if page not in PAGES:
        raise BadInput("The page size is either Letter or A4.", "page")
    title = around.title or f"Notes of {around.client}"
    sheet = Sheet(title, around.practice, f"confidential · printed {in_full(printed_on)}", "en", page, around.fictional)
    lacking = tuple(fonts.unprintable("\n".join(_beyond_ascii(_every_word(notes, private, around)))))
    with errors_without_words():
        story: list[Flowable] = [*letterhead(around.practice, around.logo, sheet.width), *part2_notice(around.part2)]
        story.append(heading(title, 1, sheet.width, 0))
        head = _head(notes, private, around, printed_on)
        story += [Paragraph(fonts.markup(words), style("paragraph", 0)) for words in head]
        for at, one in enumerate((*notes, *private)):
            if private and at == len(notes):
                story += [PageBreak()] if notes else []
                story.append(heading("Psychotherapy notes, kept apart (45 CFR 164.501)", 2, sheet.width, 0))
            done = at / (len(notes) + len(private)) / 2
            step(done)
            story += [_Drawn(step, 0.5 + done), *_note(one, sheet.width)]
        story += [
            Spacer(1, 10),
            _small(f"End of {'the record' if around.title else _counted(notes, private)}. {around.history_head}"),
            *cannot_print(lacking),
        ]
    pdf, pages = document(sheet, story)
    return Printed(pdf, pages, lacking)


class _Drawn(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Takes no room, and tells that the pages are laid out up to here."""

    def __init__(self, step: Step, done: float) -> None:
        super().__init__()
        self._step, self._done = step, done

    def wrap(self, *_: float) -> tuple[float, float]:
        """No room."""
        return 0, 0

    def draw(self) -> None:
        """Tell it."""
        self._step(self._done)


def _counted(notes: Sequence[NotePage], private: Sequence[NotePage]) -> str:
    counts = ((len(notes), "note"), (len(private), "psychotherapy note"))
    return " and ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in counts if number)


def _head(notes: Sequence[NotePage], private: Sequence[NotePage], around: Around, printed_on: date) -> Iterator[str]:
    born = f", born {in_full(around.born)}" if around.born else ""
    yield f"{around.client}{born}"
    if around.title:
        yield from (f"Therapist: {around.therapist}",) if around.therapist else ()
        yield f"Printed {in_full(printed_on)}"
        return
    drafts = sum(not one.signature for one in notes)
    parts = [_counted(notes, ()), around.span, f"{drafts} of them not signed" if drafts else ""]
    yield " · ".join(part for part in parts if part)
    if private:
        yield f"{'and ' if notes else ''}{_counted((), private)}, asked for by name"
    if around.therapist:
        yield f"Therapist: {around.therapist}"
    yield f"Printed {in_full(printed_on)}"


def _note(note: NotePage, width: float) -> list[Flowable]:
    story: list[Flowable] = [_leading(HRFlowable(width=width, thickness=0.8, color=LINE))]
    story.append(heading(note.title, 3, width, 0))
    story += [_leading(_small(words)) for words in note.facts]
    if not note.signature:
        story.append(_leading(_said(_DRAFT)))
    if note.in_error:
        story.append(_leading(_said("Entered in error: see the addendum.")))
    story += _body(note.text, note.in_error)
    if note.beside:
        story.append(_leading(Paragraph(fonts.markup("Integration", bold=True), style("subheading", 0))))
        story += [Paragraph(fonts.markup(words), style("paragraph", 0)) for words in note.beside]
    if note.record is not None:
        story += record_story(note.record, width)
    story.append(_small(note.signature or _DRAFT))
    story += [_small(words) for words in note.told]
    for number, added in enumerate(note.addenda, 1):
        words = f"Addendum {number}" + (": entered in error" if added.error else "")
        story.append(_leading(Paragraph(fonts.markup(words, bold=True), style("subheading", 0))))
        story.append(_leading(_small(f"Why: {added.reason}")))
        story += _body(added.text, False)
        story.append(_small(added.signature))
    return [Spacer(1, 8), *kept_in_order(story, width)]


_DRAFT = "DRAFT: not signed"


def _leading(flowable: Flowable) -> Flowable:
    """Never the last one of a page: what follows goes with it."""
    flowable.leads = True
    return flowable


def _said(words: str) -> Flowable:
    return Paragraph(fonts.markup(words, bold=True), style("paragraph", 0))


def _small(words: str) -> Flowable:
    return Paragraph(fonts.markup(words), style("small", 0))


def _body(text: str, struck: bool) -> Iterator[Flowable]:
    for block in note_blocks(text):
        yield _flowable(block, struck)


def _flowable(block: Block, struck: bool) -> Flowable:
    if block.kind == "rule":
        return HRFlowable(width="30%", thickness=0.6, color=LINE, hAlign="LEFT")
    words = marked(block.spans, bold=block.kind == "heading")
    words = f"<strike>{words}</strike>" if struck else words
    if block.kind == "heading":
        return _leading(Paragraph(words, style("subheading", 0)))
    if block.kind == "item":
        look = style("number" if block.bullet.endswith(".") else "item", 0, block.level)
        return Paragraph(words, look, bulletText=block.bullet or None)
    return Paragraph(words, style("paragraph", 0))


def note_blocks(text: str) -> list[Block]:
    """A note's text in blocks; where its lists go deeper than the reader can follow, line for line as it was typed."""
    tokens = _tokens(text)
    if any(token.level > _DEEPEST for token in tokens):
        return [Block("paragraph", (Span(part),)) for part in text.split("\n\n") if part.strip()]
    return blocks_of(tokens, lambda words: ((words, False),))


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


def _beyond_ascii(words: Iterator[str]) -> Iterator[str]:
    """Only the lines with letters that a font could lack; to look at each letter of 300 notes takes long."""
    return (line for part in words for line in part.split("\n") if not line.isascii())


def _every_word(notes: Sequence[NotePage], private: Sequence[NotePage], around: Around) -> Iterator[str]:
    yield from (around.client, around.practice, around.therapist)
    for one in (*notes, *private):
        yield from (one.title, *one.facts, one.text, one.signature)
        yield from every_word(one.record) if one.record is not None else ()
        for added in one.addenda:
            yield from (added.reason, added.text, added.signature)
