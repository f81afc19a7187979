"""A blank record of a medicine day on two pages, for the day on which the computer does not start.

It asks what the screen asks, in the same order, so that it can be entered from paper afterwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportlab.platypus import Flowable, PageBreak, Paragraph, Spacer, Table, TableStyle

from kapdesk.domain.dates import in_full
from kapdesk.domain.gate import QUESTIONS
from kapdesk.domain.leaving import LIST
from kapdesk.domain.touch import PLACES
from kapdesk.errors import BadInput
from kapdesk.printing import fonts
from kapdesk.printing.layout import Printed, Sheet, cannot_print, document, errors_without_words, letterhead
from kapdesk.printing.story import heading
from kapdesk.printing.styles import ACCENT, INK, LINE, MUTE, PAGES, style

TITLE = "Medicine day, kept on paper"
_BOX = "☐"
_SIZE, _LEADING = 8.6, 10.6
_ROW = 15.6
"""Points of a row that is written in by hand."""
_GATE_ROWS = (23.4, 22.2)
"""The same of a line of the gate: two lines of print."""
_OWNERS = {"prescriber": "Prescriber", "client": "Client", "practice": "Practice"}
_CHART: tuple[tuple[str, str], ...] = (
    ("prescriber", "Order in force, doses left, its interval kept, its limits known"),
    ("prescriber", "Stop-and-ask flags answered by the prescriber"),
    ("client", "Consent for KAP signed and current, FDA warning acknowledged"),
    ("practice", "Preparations held, last ketamine session integrated, integration booked"),
    ("practice", "Ride home: a named adult with a telephone; emergency contact"),
    ("practice", "Touch agreement made; measures before the session"),
)
"""What the chart knows and the sheet asks in one line each."""
_OWNER_OF = {"agrees": "client", "news": "prescriber", "tablets": "prescriber", "vitals": "prescriber"}
"""Whose the day's own lines are; all others are the practice's."""


@dataclass(frozen=True)
class BlankFacts:
    """What is printed ready: practice, client (empty: a line to fill), what the order says, whom to call."""

    practice: str
    client: str = ""
    order: str = ""
    prescriber: str = ""
    emergency: str = ""
    ride: str = ""
    room: str = ""
    fictional: bool = False


def blank_day(facts: BlankFacts, page: str, printed_on: date) -> Printed:
    """The sheet as PDF, two pages; BadInput for an unknown page size."""
    if page not in PAGES:
        raise BadInput("The page size is either Letter or A4.", "page")
    foot = f"confidential · printed {in_full(printed_on)} · enter it in kapdesk afterwards"
    sheet = Sheet(TITLE, facts.practice, foot, "en", page, facts.fictional)
    every = (facts.practice, facts.client, facts.order, facts.prescriber, facts.emergency, facts.ride, facts.room)
    lacking = tuple(fonts.unprintable("\n".join(every)))
    with errors_without_words():
        for row in _GATE_ROWS:  # the lower rows where address or order need another line
            story = [*_first(facts, sheet.width, row), PageBreak(), *_second(sheet.width), *cannot_print(lacking)]
            pdf, pages = document(sheet, story)
            if pages == 2:
                break
    return Printed(pdf, pages, lacking)


def _first(facts: BlankFacts, width: float, row: float) -> list[Flowable]:
    """Head, whom to call, the gate, the medicine."""
    return [
        *letterhead(facts.practice, b"", width)[:1],
        Spacer(1, 8),
        heading(TITLE, 3, width, 0),
        _lines((("Client", facts.client), ("Date", ""), ("Arrived", "")), (0.5, 0.28, 0.22), width),
        Spacer(1, 5),
        _call(facts, width),
        _title("The gate: nothing is passed in silence. Prescriber’s lines need the prescriber’s answer.", width),
        _gate(width, row),
        _title("Medicine as observed (taken by the client)", width),
        _lines((("Label read, strength mg", ""), ("Tablets brought", ""), ("To be taken", "")), (0.5, 0.25, 0.25), width),
        _lines((("In, time", ""), ("Taken, tablets", ""), ("Out, time", ""), (f"{_BOX} spat  {_BOX} swallowed", "")), (0.25, 0.25, 0.25, 0.25), width),
        _lines((("Booster (only if the order allows it), time", ""), ("Tablets", ""), ("Left behind, what was done", "")), (0.42, 0.18, 0.4), width),
        _lines(((f"{_BOX} Not taken today, why", ""),), (1.0,), width),
    ]  # fmt: skip


def _second(width: float) -> list[Flowable]:
    """Vitals, time line, touch, adverse event, fit to leave, signature."""
    leaving = [f"{_BOX} {words}" for words in LIST.values()]
    half = (len(leaving) + 1) // 2
    return [
        _title("Vitals: before, about 40 min after “in”, at the end; refused and not possible too", width),
        _table(("Time", "Pressure", "Pulse", "SpO₂", "Breathing", "Remarks; outside the order: prescriber called"), 6, (0.1, 0.15, 0.1, 0.1, 0.12, 0.43), width),
        _title("Time line: onset, peak, spoke, silence, tears, music, nausea, bathroom, food, distress, returning", width),
        _table(("Time", "What happened", "Time", "What happened"), 13, (0.08, 0.42, 0.08, 0.42), width),
        _title(f"Touch: narrowed in session, never widened. Agreed today: {'  '.join(f'{_BOX} {one}' for one in PLACES)}", width),
        _table(("Time", "Asked, given, declined, ended", "Who", "Where", "Asked by"), 3, (0.1, 0.28, 0.2, 0.22, 0.2), width),
        _title("Adverse event", width),
        _lines((("What, onset, severity", ""), ("Time", "")), (0.8, 0.2), width),
        _lines((("Done, outcome", ""), ("Prescriber told, when and how", "")), (0.55, 0.45), width),
        _title("Fit to leave: the clinician judges", width),
        _words(tuple(zip(leaving[:half], [*leaving[half:], ""], strict=False)), (0.5, 0.5), width),
        _lines(((f"{_BOX} fit   {_BOX} against advice   {_BOX} 911; released to, telephone", ""), ("Left, time", "")), (0.78, 0.22), width),
        Spacer(1, 9),
        _lines((("Signature", ""), ("Date, time", "")), (0.7, 0.3), width),
    ]  # fmt: skip


def _call(facts: BlankFacts, width: float) -> Flowable:
    """Whom to call, in a frame: 911 first, and the address to say; then the order."""
    look = style("cell", 0).clone("call", fontSize=9.2, leading=12.2)
    blank = "_" * 26
    rows = [
        Paragraph(f"{fonts.markup('Emergency: 911', bold=True)}{fonts.markup(f'  · address: {facts.room or blank}')}", look),
        Paragraph(fonts.markup(f"Prescriber: {facts.prescriber or blank}  ·  988 for suicidal thoughts"), look),
        Paragraph(fonts.markup(f"Emergency contact: {facts.emergency or blank}  ·  Ride: {facts.ride or blank}"), look),
        Paragraph(fonts.markup(f"Order: {facts.order or blank}"), look),
    ]  # fmt: skip
    looks = [
        ("BOX", (0, 0), (-1, -1), 0.9, ACCENT),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]
    return Table([[one] for one in rows], colWidths=[width], style=TableStyle(looks))


def _gate(width: float, height: float) -> Flowable:
    """Each line with its owner, boxes and room for words."""
    rows: list[tuple[str, str, str, str]] = [
        (_OWNERS[owner], words, f"{_BOX} yes  {_BOX} no", "") for owner, words in _CHART
    ]
    for one in QUESTIONS:
        asked = "  ".join(f"{_BOX} {choice.words.lower()}" for choice in one.choices)
        rows.append((_OWNERS[_OWNER_OF.get(one.line, "practice")], one.ask, asked, ""))
    look, head = _looks()
    cells = [
        [
            Paragraph(fonts.markup(words, bold=True), head)
            for words in ("Whose", "Line", "", "Words, reason, prescriber’s answer")
        ]
    ]
    cells += [[Paragraph(fonts.markup(words), look) for words in row] for row in rows]
    widths = [width * share for share in (0.11, 0.37, 0.2, 0.32)]
    made = Table(cells, colWidths=widths, rowHeights=[13.0, *(height for _ in rows)], style=_written())
    made.hAlign = "LEFT"
    return made


def _table(heads: Sequence[str], rows: int, shares: Sequence[float], width: float) -> Flowable:
    """A table with empty rows."""
    _, head = _looks()
    cells: list[list[object]] = [[Paragraph(fonts.markup(words, bold=True), head) for words in heads]]
    cells += [[""] * len(heads) for _ in range(rows)]
    made = Table(
        cells, colWidths=[width * one for one in shares], rowHeights=[13.0, *([_ROW] * rows)], style=_written()
    )
    made.hAlign = "LEFT"
    return made


def _words(rows: Sequence[Sequence[str]], shares: Sequence[float], width: float) -> Flowable:
    look, _ = _looks()
    cells = [[Paragraph(fonts.markup(words), look) for words in row] for row in rows]
    looks = TableStyle(
        [
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
            ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ]
    )
    made = Table(cells, colWidths=[width * one for one in shares], style=looks)
    made.hAlign = "LEFT"
    return made


def _lines(fields: Sequence[tuple[str, str]], shares: Sequence[float], width: float) -> Flowable:
    """Fields on a line: a small name, what is known, and a rule to write on."""
    look, _ = _looks()
    small = look.clone("blank name", fontSize=7.4, leading=8.6, textColor=MUTE)
    cells = [
        [Paragraph(fonts.markup(name), small) for name, _ in fields],
        [Paragraph(fonts.markup(known, bold=True), look) if known else "" for _, known in fields],
    ]
    looks = [
        ("LINEBELOW", (0, 1), (-1, 1), 0.6, MUTE),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 6),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]
    made = Table(cells, colWidths=[width * one for one in shares], rowHeights=[10.5, 15.5], style=TableStyle(looks))
    made.hAlign = "LEFT"
    return made


def _title(words: str, width: float) -> Flowable:
    made = Paragraph(
        fonts.markup(words, bold=True),
        style("cell", 0).clone("blank title", fontSize=9.4, leading=12, textColor=ACCENT),
    )
    made.style.spaceBefore, made.style.spaceAfter = 7, 3
    return made


def _looks() -> tuple[Any, Any]:
    look = style("cell", 0).clone("blank", fontSize=_SIZE, leading=_LEADING, textColor=INK)
    return look, look.clone("blank head", textColor=ACCENT, fontSize=8.2)


def _written() -> TableStyle:
    return TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, ACCENT),
            ("LINEBELOW", (0, 1), (-1, -1), 0.5, MUTE),
            ("LINEAFTER", (0, 1), (-2, -1), 0.3, LINE),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, 0), (-1, -1), 0.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0.5),
        ]
    )
