"""The look of all papers: page sizes, grid, colours, type.

Two columns: headings stand in the narrow one at the left, the text in the wide one beside it.
"""

from functools import cache
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import TableStyle

from kapdesk.printing import fonts

INK, MUTE, LINE = HexColor("#1E2A2E"), HexColor("#5B676E"), HexColor("#D9D5CB")
ACCENT, ACCENT_SOFT = HexColor("#24655F"), HexColor("#EFF5F3")
PAGES = {"letter": LETTER, "a4": A4}
SIDE, TOP, BOTTOM = 20 * mm, 19 * mm, 21 * mm
COLUMN = 42 * mm
"""How far the text column is set in; the headings' column with its gap."""
GAP = 6 * mm
INDENT = 15.0
"""How far the words of a list stand behind their bullet."""
SIZE, LEADING = 10.1, 14.1
SIZES = {"": 1.0, "12": 12 / SIZE, "18": 18 / SIZE}
"""How much larger a paper is drawn, by the size of its text in points; empty is as the papers are usually."""
_WIDE, NARROW = 470.0, 340.0
"""Above the first width between the margins the headings' column is as wide as usual; up to the second there is one column:
headings stand above the text, no longer beside it.
"""


def _style(name: str, **settings: Any) -> ParagraphStyle:
    usual: dict[str, Any] = {
        "fontName": fonts.BODY,
        "fontSize": SIZE,
        "leading": LEADING,
        "textColor": INK,
        "spaceAfter": 6,
        "allowWidows": 0,
        "allowOrphans": 0,
        "splitLongWords": 1,
        "bulletFontName": fonts.BODY,
        "bulletFontSize": SIZE,
        "bulletColor": ACCENT,
    }
    return ParagraphStyle(name, **{**usual, **settings})


def column(width: float) -> float:
    """Where the text begins between margins so far apart: beside the headings, or (0) below them."""
    return 0.0 if width <= NARROW else COLUMN if width > _WIDE else 0.235 * width


@cache
def style(name: str, indent: float = COLUMN, depth: int = 1) -> ParagraphStyle:
    """A style by what it is for; `indent` is where the text column begins, `depth` that of a list's item."""
    bold = {"fontName": fonts.BOLD}
    start = indent + INDENT * depth
    looks: dict[str, dict[str, Any]] = {
        "title": {**bold, "fontSize": 26, "leading": 30, "textColor": ACCENT, "spaceAfter": 11},
        "side": {**bold, "fontSize": 12.2, "leading": 14.8, "textColor": ACCENT, "spaceAfter": 0},
        "subheading": {**bold, "leftIndent": indent, "fontSize": 10.8, "spaceBefore": 5, "spaceAfter": 2},
        "lead": {"leftIndent": indent, "fontSize": 11.6, "leading": 16.4, "spaceAfter": 6},
        "paragraph": {"leftIndent": indent},
        "item": {"leftIndent": start, "bulletIndent": start - INDENT, "spaceAfter": 3.5},
        "number": {"leftIndent": start, "bulletIndent": start - INDENT, "spaceAfter": 5, "bulletFontName": fonts.BOLD},
        "key": {"leading": 15.5, "spaceAfter": 0},
        "cell": {"spaceAfter": 0, "fontSize": 9.6, "leading": 12.8},
        "role": {**bold, "leading": 13, "textColor": ACCENT, "spaceAfter": 0},
        "entry": {"fontName": fonts.ITALIC, "leading": 13, "spaceAfter": 0},
        "signed": {"fontName": fonts.ITALIC, "fontSize": 16, "leading": 19, "spaceAfter": 0},
        "label": {"fontSize": 8.4, "leading": 11, "textColor": MUTE, "spaceAfter": 0},
        "asked": {**bold, "leftIndent": indent, "spaceAfter": 2},
        "hint": {"leftIndent": indent, "fontSize": 9.2, "leading": 12.4, "textColor": MUTE, "spaceAfter": 3},
        "answer": {"leftIndent": indent, "spaceAfter": 11},
        "small": {"leftIndent": indent, "fontSize": 9, "leading": 12.4, "textColor": MUTE, "spaceAfter": 5},
        "practice": {**bold, "fontSize": 11, "leading": 14, "textColor": INK, "spaceAfter": 0},
        "foot": {"fontSize": 8.2, "leading": 11, "textColor": MUTE, "spaceAfter": 0},
    }
    return _style(f"{name} {indent} {depth}", **looks[name])


def ruled(size: float, above: float = 4) -> TableStyle:
    """A calm table: its head under the accent's line, a faint line below each row, `above` points of air around it."""
    return TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), fonts.BODY, size),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ("TOPPADDING", (0, 0), (-1, -1), above),
            ("BOTTOMPADDING", (0, 0), (-1, -1), above),
            ("LINEBELOW", (0, 0), (-1, 0), 0.9, ACCENT),
            ("LINEBELOW", (0, 1), (-1, -1), 0.5, LINE),
        ]
    )
