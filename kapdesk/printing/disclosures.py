"""The accounting of disclosures as a paper: date, to whom, what, purpose and basis (45 CFR 164.528); and the notice of Part 2.

Every word that is not from the register stands in `papers/<lang>/accounting.toml`.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache

from reportlab.platypus import Flowable, LongTable, Paragraph, Spacer

from kapdesk import paths
from kapdesk.domain.authorizations import PART2_NOTICE
from kapdesk.domain.disclosures import Disclosure, Span
from kapdesk.errors import BadInput, NotFound
from kapdesk.printing import fonts
from kapdesk.printing.layout import Printed, Sheet, cannot_print, document, errors_without_words, letterhead
from kapdesk.printing.story import heading
from kapdesk.printing.styles import ACCENT, PAGES, ruled, style
from kapdesk.printing.words import in_full

_HEADINGS = ("date", "to_whom", "what", "purpose", "basis")
_SHARES = (2.3, 3.2, 4.4, 3.1, 3.3)
_SIZE, _LEADING = 8.8, 11.4
_TALLEST, _ENDLESS = 480.0, 1_000_000.0
"""Points: an entry up to this height stays on one page."""
_AT_ONCE = 200
"""Rows of one table; longer ones take ever longer to be set."""


def languages() -> tuple[str, ...]:
    """The languages in which an accounting can be made."""
    return tuple(sorted(file.parent.name for file in (paths.resources() / "papers").glob("*/accounting.toml")))


@cache
def wording(language: str) -> Mapping[str, str]:
    """The paper's own words; NotFound for a language that it is not written in."""
    file = paths.resources() / "papers" / language / "accounting.toml"
    if language not in languages():
        raise NotFound("The accounting is not written in this language yet. Choose another one.")
    content: dict[str, str] = tomllib.loads(file.read_text("utf-8"))
    return content


def accounting(
    practice: str,
    therapist: str,
    contact: str,
    client: str,
    born: date | None,
    entries: Sequence[Disclosure],
    span: Span,
    page: str,
    made_on: date,
    fictional: bool = False,
    logo: bytes = b"",
    language: str = "en",
) -> Printed:
    """The entries in the order given, or that there are none; BadInput for an unknown page size."""
    if page not in PAGES:
        raise BadInput("The page size is either Letter or A4.", "page")
    words = wording(language)
    kind = "_whole" if span.whole else ""
    rows = [_cells(one, words, language) for one in entries]
    foot = words["foot"].format(day=in_full(made_on, language))
    sheet = Sheet(words[f"title{kind}"], practice, foot, language, page, fictional)
    whose = words["whose" if born else "whose_unborn"].format(
        client=client, born=in_full(born, language) if born else ""
    )
    days = words["span"].format(first=in_full(span.first, language), last=in_full(span.last, language))
    ask = words["ask"].format(therapist=therapist, contact=contact) if therapist and contact else ""
    lacking = fonts.unprintable("\n".join([practice, client, ask, *(part for row in rows for part in row)]))
    with errors_without_words():
        story: list[Flowable] = [
            *letterhead(practice, logo, sheet.width),
            heading(words[f"title{kind}"], 1, sheet.width, 0),
            Paragraph(fonts.markup(whose, bold=True), style("paragraph", 0)),
            Paragraph(fonts.markup(f"{days} · {_counted(rows, words)}" if rows else days), style("paragraph", 0)),
            Paragraph(fonts.markup(words[f"lead{kind}"]), style("paragraph", 0)),
            Spacer(1, 6),
            *_tables(rows, words, sheet.width),
            *(() if rows else [Paragraph(fonts.markup(words[f"none{kind}"], bold=True), style("paragraph", 0))]),
            Spacer(1, 10),
            *([Paragraph(fonts.markup(ask), style("small", 0))] if ask else []),
            *cannot_print(lacking),
        ]
    pdf, pages = document(sheet, story)
    return Printed(pdf, pages, tuple(lacking))


def part2_notice(part2: bool) -> Iterator[Flowable]:
    """The notice that goes with records under 42 CFR Part 2, in the law's words, below the letterhead; nothing otherwise."""
    if part2:
        yield Paragraph(fonts.markup(PART2_NOTICE, bold=True), style("paragraph", 0))


def notice_sheet(practice: str, page: str, made_on: date, fictional: bool = False) -> Printed:
    """The same as a page of its own, to go with a copy whose bytes are not touched."""
    title = "Notice to accompany the enclosed records"
    sheet = Sheet(title, practice, wording("en")["foot"].format(day=in_full(made_on, "en")), "en", page, fictional)
    with errors_without_words():
        story = [*letterhead(practice, b"", sheet.width), heading(title, 1, sheet.width, 0), *part2_notice(True)]
    pdf, pages = document(sheet, story)
    return Printed(pdf, pages, ())


def _counted(rows: Sequence[object], words: Mapping[str, str]) -> str:
    return words["one"] if len(rows) == 1 else words["several"].format(number=f"{len(rows):,}")


def _cells(one: Disclosure, words: Mapping[str, str], language: str) -> tuple[str, ...]:
    basis = words[one.basis.value] if one.basis else ""
    parts = (basis, one.basis_words, one.how, words["part2"] if one.part2 else "")
    return in_full(one.on, language), one.to_whom, one.what, one.purpose, " · ".join(filter(None, parts))


def _tables(rows: Sequence[Sequence[str]], words: Mapping[str, str], width: float) -> Iterator[LongTable]:
    """The entries under a head that stands on every page; one that is longer than a page is a table of its own."""
    look = style("cell", 0).clone("disclosure", fontSize=_SIZE, leading=_LEADING)
    widths = [width * share / sum(_SHARES) for share in _SHARES]
    together: list[list[Paragraph]] = []
    for row in rows:
        cells = [Paragraph(fonts.markup(part), look) for part in row]
        tall = max(cell.wrap(room - 8, _ENDLESS)[1] for cell, room in zip(cells, widths, strict=True)) > _TALLEST
        if together and (tall or len(together) == _AT_ONCE):
            yield _table(together, words, widths, False)
            together = []
        if tall:
            yield _table([cells], words, widths, True)
        else:
            together.append(cells)
    if together:
        yield _table(together, words, widths, False)


def _table(
    rows: Sequence[list[Paragraph]], words: Mapping[str, str], widths: Sequence[float], splits: bool
) -> LongTable:
    head = style("cell", 0).clone("disclosure head", fontSize=_SIZE, leading=_LEADING, textColor=ACCENT)
    named = [Paragraph(fonts.markup(words[name], bold=True), head) for name in _HEADINGS]
    table = LongTable([named, *rows], colWidths=list(widths), repeatRows=1, splitInRow=int(splits))
    table.setStyle(ruled(_SIZE))
    return table
