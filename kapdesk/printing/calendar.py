"""The calendar on paper: days with initials only, and the sheet of a day for when the computer is dead."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, LongTable, Paragraph, Spacer, Table, TableStyle

from kapdesk.domain.dates import in_full
from kapdesk.errors import BadInput
from kapdesk.printing import fonts
from kapdesk.printing.layout import Printed, Sheet, cannot_print, document, errors_without_words, letterhead
from kapdesk.printing.story import heading
from kapdesk.printing.styles import ACCENT, ACCENT_SOFT, INK, LINE, PAGES, style

_SIZE = 9.4
_LEAST: float = 44 * mm
"""With less room than that an appointment begins on the next page."""


@dataclass(frozen=True)
class Line:
    """A kept time: from when to when, how long, whose by initials, and the kind where it is wanted."""

    times: str
    length: str
    initials: str
    kind: str = ""


@dataclass(frozen=True)
class Day:
    """A day and what is kept on it."""

    words: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Visit:
    """An appointment on the day sheet: what it is, whose, and what one needs to know without the computer."""

    times: str
    length: str
    name: str
    kind: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Around:
    """What stands around both: title, a line below it, the practice, its paper, and the day of printing."""

    title: str
    below: str
    practice: str
    page: str
    made_on: date
    fictional: bool = False


def initials_sheet(around: Around, days: Sequence[Day], kinds: bool) -> Printed:
    """Days with initials only; `kinds` adds what each time is kept for. BadInput for an unknown page size."""
    words = [one for day in days for line in day.lines for one in (line.initials, line.kind)]
    sheet = _sheet(around, "initials only")
    return _laid_out(sheet, around, words, lambda width: [_days(days, kinds, width)])


def day_sheet(around: Around, visits: Sequence[Visit], numbers: Sequence[tuple[str, str]], shred: str) -> Printed:
    """One day with names, telephones, emergency contacts and orders' limits; `numbers` are the practice's and the
    emergency numbers, `shred` says what becomes of the sheet. BadInput for an unknown page size.
    """
    words = [one for visit in visits for pair in visit.facts for one in pair]
    words += [one for visit in visits for one in (visit.name, visit.kind)]
    words += [one for pair in numbers for one in pair]
    sheet = _sheet(around, "private · shred")

    def body(width: float) -> list[Flowable]:
        story: list[Flowable] = [_box(shred, numbers, width), Spacer(1, 10)]
        for visit in visits:
            story += [CondPageBreak(_LEAST), _visit(visit, width), Spacer(1, 4)]
        if not visits:
            story.append(Paragraph(fonts.markup("No appointment on this day."), style("paragraph", 0)))
        return story

    return _laid_out(sheet, around, words, body)


def _sheet(around: Around, mark: str) -> Sheet:
    if around.page not in PAGES:
        raise BadInput("The page size is either Letter or A4.", "page")
    foot = f"{mark} · printed {in_full(around.made_on)}"
    return Sheet(around.title, around.practice, foot, "en", around.page, around.fictional)


def _laid_out(sheet: Sheet, around: Around, words: Sequence[str], body: Callable[[float], list[Flowable]]) -> Printed:
    lacking = tuple(fonts.unprintable("\n".join([around.practice, around.below, *words])))
    with errors_without_words():
        story: list[Flowable] = [
            *letterhead(around.practice, b"", sheet.width),
            heading(around.title, 1, sheet.width, 0),
            Paragraph(fonts.markup(around.below), style("paragraph", 0)),
            Spacer(1, 6),
            *body(sheet.width),
            *cannot_print(lacking),
        ]
    pdf, pages = document(sheet, story)
    return Printed(pdf, pages, lacking)


def _days(days: Sequence[Day], kinds: bool, width: float) -> Flowable:
    """All days as one table; the day stands at its first line, and a day without any says so."""
    shares = (0.30, 0.20, 0.14, 0.14, 0.22) if kinds else (0.36, 0.24, 0.20, 0.20)
    headings = ("Day", "Time", "Length", "Initials", "Kind")[: len(shares)]
    rows: list[list[Flowable | str]] = [[_cell(words, head=True) for words in headings]]
    looks: list[tuple[object, ...]] = []
    for day in days:
        looks.append(("LINEABOVE", (0, len(rows)), (-1, len(rows)), 0.7, LINE))
        for number, line in enumerate(day.lines):
            cells = (day.words if number == 0 else "", line.times, line.length, line.initials, line.kind)
            rows.append([_cell(words, bold=at in (0, 3)) for at, words in enumerate(cells[: len(shares)])])
        if not day.lines:
            rows.append([_cell(day.words, bold=True), _cell("nothing booked"), *[""] * (len(shares) - 2)])
    table = LongTable(rows, colWidths=[width * share for share in shares], repeatRows=1)
    table.setStyle(TableStyle([*_PLAIN, ("LINEBELOW", (0, 0), (-1, 0), 0.9, ACCENT), *looks]))
    return table


def _visit(visit: Visit, width: float) -> Flowable:
    """An appointment: its time at the left, beside it whose it is and what one needs to know."""
    left = [_cell(visit.times, bold=True, size=11.5), _cell(visit.length)]
    rows: list[list[Flowable | list[Flowable]]] = [
        [left, _cell(visit.name, bold=True, size=11.5), _cell(visit.kind)],
        *([[], _cell(words, head=True), _cell(value)] for words, value in visit.facts),
    ]
    columns = [width * share for share in (0.21, 0.27, 0.52)]
    table = Table([[one if one else "" for one in row] for row in rows], colWidths=columns, splitInRow=1)
    table.setStyle(
        TableStyle(
            [
                *_PLAIN,
                ("LINEABOVE", (0, 0), (-1, 0), 0.9, ACCENT),
                ("LINEABOVE", (1, 1), (-1, -1), 0.4, LINE),
                ("SPAN", (0, 0), (0, min(1, len(rows) - 1))),
            ]
        )
    )
    return table


def _box(shred: str, numbers: Sequence[tuple[str, str]], width: float) -> Flowable:
    """What becomes of the sheet, and the numbers that are called in need; framed over the whole width."""
    inside: list[list[Flowable]] = [[_cell(shred, bold=True), _cell("")]]
    inside += [[_cell(number, bold=True), _cell(words)] for number, words in numbers]
    table = Table(inside, colWidths=[width * 0.26, width * 0.74])
    looks = [
        *_PLAIN,
        ("SPAN", (0, 0), (-1, 0)),
        ("BACKGROUND", (0, 0), (-1, -1), ACCENT_SOFT),
        ("BOX", (0, 0), (-1, -1), 0.8, ACCENT),
        ("LEFTPADDING", (0, 0), (-1, -1), 8),
    ]
    table.setStyle(TableStyle(looks))
    return table


def _cell(words: str, bold: bool = False, head: bool = False, size: float = _SIZE) -> Flowable:
    colour = ACCENT if head else INK
    look = style("cell", 0).clone("calendar", fontSize=size, leading=size + 3, textColor=colour)
    return Paragraph("<br/>".join(_lines(words, bold)), look)


def _lines(words: str, bold: bool) -> Iterator[str]:
    for line in words.split("\n"):
        yield fonts.markup(line, bold=bold)


_PLAIN = (
    ("FONT", (0, 0), (-1, -1), fonts.BODY, _SIZE),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 8),
    ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
)
