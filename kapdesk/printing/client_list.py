"""The list of clients as a sheet: calm rows under a head that stands on every page."""

from collections.abc import Sequence
from datetime import date

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Spacer, Table

from kapdesk.domain.dates import in_full
from kapdesk.errors import BadInput
from kapdesk.printing import fonts
from kapdesk.printing.layout import Printed, Sheet, cannot_print, document, errors_without_words, letterhead
from kapdesk.printing.story import heading
from kapdesk.printing.styles import ACCENT, PAGES, ruled, style

_TITLE = "Clients"
_SIZE, _LEADING = 8.8, 11.4


def client_list(
    practice: str,
    which: str,
    headings: Sequence[str],
    cells: Sequence[Sequence[str]],
    shares: Sequence[float],
    *,
    page: str,
    made_on: date,
    fictional: bool = False,
) -> Printed:
    """The list; `which` says whose names these are, `shares` how wide the columns are beside each other.

    Raises BadInput for an unknown page size.
    """
    if page not in PAGES:
        raise BadInput("The page size is either Letter or A4.", "page")
    number = "1 client" if len(cells) == 1 else f"{len(cells):,} clients"
    sheet = Sheet(_TITLE, practice, f"confidential · printed {in_full(made_on)}", "en", page, fictional)
    lacking = fonts.unprintable("\n".join([practice, which, *(word for row in cells for word in row)]))
    with errors_without_words():
        story: list[Flowable] = [
            *letterhead(practice, b"", sheet.width),
            heading(_TITLE, 1, sheet.width, 0),
            Paragraph(fonts.markup(f"{which} · {number}"), style("paragraph", 0)),
            Spacer(1, 6),
            _table(headings, cells, shares, sheet.width),
            *cannot_print(lacking),
        ]
    pdf, pages = document(sheet, story)
    return Printed(pdf, pages, tuple(lacking))


def _cell(words: str, look: ParagraphStyle, first: bool) -> Paragraph:
    """A cell; of the first, the first line is bold."""
    above, line_break, below = words.partition("\n")
    if first and line_break:
        return Paragraph(f"{fonts.markup(above, bold=True)}<br/>{fonts.markup(below)}", look)
    return Paragraph(fonts.markup(words, bold=first), look)


def _table(headings: Sequence[str], cells: Sequence[Sequence[str]], shares: Sequence[float], width: float) -> Table:
    look = style("cell", 0).clone("list", fontSize=_SIZE, leading=_LEADING)
    head = look.clone("list head", textColor=ACCENT)
    rows = [[Paragraph(fonts.markup(words, bold=True), head) for words in headings]]
    rows += [[_cell(words, look, first=number == 0) for number, words in enumerate(row)] for row in cells]
    whole = sum(shares)
    table = Table(rows, colWidths=[width * share / whole for share in shares], repeatRows=1)
    table.setStyle(ruled(_SIZE))
    return table
