"""The history of a chart as a sheet: when and what, under a head that stands on every page."""

from collections.abc import Sequence
from datetime import date

from reportlab.platypus import Flowable, LongTable, Paragraph, Spacer

from kapdesk.domain.dates import in_full
from kapdesk.errors import BadInput
from kapdesk.printing import fonts
from kapdesk.printing.disclosures import part2_notice
from kapdesk.printing.layout import Printed, Sheet, cannot_print, document, errors_without_words, letterhead
from kapdesk.printing.story import heading
from kapdesk.printing.styles import ACCENT, PAGES, ruled, style

_TITLE = "History of the chart"
_SIZE, _LEADING = 8.8, 11.4
_WHEN = 0.27
"""The first column's share of the width."""
_AT_ONCE = 200
"""Rows of one table; longer ones take ever longer to be set."""


def trail(
    practice: str,
    client: str,
    which: str,
    rows: Sequence[tuple[str, str]],
    proof: str,
    *,
    page: str,
    made_on: date,
    fictional: bool = False,
    part2: bool = False,
) -> Printed:
    """The entries as (when, what), the newest first; `which` says which entries, `proof` the head of the chain.

    Raises BadInput for an unknown page size.
    """
    if page not in PAGES:
        raise BadInput("The page size is either Letter or A4.", "page")
    number = "1 entry" if len(rows) == 1 else f"{len(rows):,} entries"
    sheet = Sheet(_TITLE, practice, f"confidential · printed {in_full(made_on)}", "en", page, fictional)
    lacking = fonts.unprintable("\n".join([practice, client, which, *(words for _, words in rows)]))
    with errors_without_words():
        story: list[Flowable] = [
            *letterhead(practice, b"", sheet.width),
            *part2_notice(part2),
            heading(_TITLE, 1, sheet.width, 0),
            Paragraph(fonts.markup(client, bold=True), style("paragraph", 0)),
            Paragraph(fonts.markup(" · ".join(part for part in (which, number) if part)), style("paragraph", 0)),
            Spacer(1, 6),
            *(_table(rows[at : at + _AT_ONCE], sheet.width) for at in range(0, len(rows), _AT_ONCE)),
            Spacer(1, 10),
            Paragraph(fonts.markup(proof), style("cell", 0).clone("proof", fontSize=7.5, leading=10)),
            *cannot_print(lacking),
        ]
    pdf, pages = document(sheet, story)
    return Printed(pdf, pages, tuple(lacking))


def _table(rows: Sequence[tuple[str, str]], width: float) -> LongTable:
    look = style("cell", 0).clone("act", fontSize=_SIZE, leading=_LEADING)
    head = look.clone("act head", textColor=ACCENT)
    cells = [[Paragraph(fonts.markup(words, bold=True), head) for words in ("When", "What")]]
    cells += [[Paragraph(fonts.markup(words), look) for words in row] for row in rows]
    table = LongTable(cells, colWidths=[width * _WHEN, width * (1 - _WHEN)], repeatRows=1)
    table.setStyle(ruled(_SIZE, 3))
    return table
