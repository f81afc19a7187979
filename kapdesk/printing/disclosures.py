"""The list of disclosures as a sheet: date, to whom, what, purpose and basis (45 CFR 164.528)."""

from collections.abc import Sequence
from datetime import date

from reportlab.platypus import Flowable, LongTable, Paragraph, Spacer

from kapdesk.domain.dates import in_full
from kapdesk.domain.disclosures import Disclosure
from kapdesk.errors import BadInput
from kapdesk.printing import fonts
from kapdesk.printing.layout import Printed, Sheet, cannot_print, document, errors_without_words, letterhead
from kapdesk.printing.story import heading
from kapdesk.printing.styles import ACCENT, PAGES, ruled, style

_TITLE = "List of disclosures"
_HEADINGS = ("Date", "To whom", "What was disclosed", "Purpose", "Basis and how")
_SHARES = (2.1, 3.0, 5.2, 3.4, 2.6)
_SIZE, _LEADING = 8.8, 11.4


def disclosure_list(
    practice: str,
    client: str,
    entries: Sequence[Disclosure],
    page: str,
    made_on: date,
    fictional: bool = False,
) -> Printed:
    """The entries in the order given; raises BadInput for an unknown page size."""
    if page not in PAGES:
        raise BadInput("The page size is either Letter or A4.", "page")
    rows = [_cells(one) for one in entries]
    number = "1 entry" if len(rows) == 1 else f"{len(rows):,} entries"
    span = f"{in_full(min(one.on for one in entries))} to {in_full(max(one.on for one in entries))}"
    sheet = Sheet(_TITLE, practice, f"confidential · printed {in_full(made_on)}", "en", page, fictional)
    lacking = fonts.unprintable("\n".join([practice, client, *(words for row in rows for words in row)]))
    with errors_without_words():
        story: list[Flowable] = [
            *letterhead(practice, b"", sheet.width),
            heading(_TITLE, 1, sheet.width, 0),
            Paragraph(fonts.markup(client, bold=True), style("paragraph", 0)),
            Paragraph(fonts.markup(f"{number} · {span}"), style("paragraph", 0)),
            Spacer(1, 6),
            _table(rows, sheet.width),
            *cannot_print(lacking),
        ]
    pdf, pages = document(sheet, story)
    return Printed(pdf, pages, tuple(lacking))


def _cells(one: Disclosure) -> tuple[str, ...]:
    basis = " · ".join(part for part in (one.basis.words if one.basis else "", one.basis_words, one.how) if part)
    return in_full(one.on), one.to_whom, one.what, one.purpose, basis


def _table(rows: Sequence[Sequence[str]], width: float) -> LongTable:
    look = style("cell", 0).clone("disclosure", fontSize=_SIZE, leading=_LEADING)
    head = look.clone("disclosure head", textColor=ACCENT)
    cells = [[Paragraph(fonts.markup(words, bold=True), head) for words in _HEADINGS]]
    cells += [[Paragraph(fonts.markup(words), look) for words in row] for row in rows]
    whole = sum(_SHARES)
    table = LongTable(cells, colWidths=[width * share / whole for share in _SHARES], repeatRows=1, splitInRow=1)
    table.setStyle(ruled(_SIZE))
    return table
