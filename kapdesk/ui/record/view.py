"""The record of a session to read: its sections, one below the other; nothing on it can be changed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kapdesk.domain.record_words import COMPACT, Key, Row, Section, head_lines, sections, title_of
from kapdesk.domain.session_drawing import time_line
from kapdesk.domain.session_record import SessionRecord
from kapdesk.domain.vitals_drawing import vitals_chart
from kapdesk.ui import look
from kapdesk.ui.days import moment
from kapdesk.ui.record.drawing import DrawingView
from kapdesk.ui.theme import px

_STRETCH: dict[Key, Sequence[int]] = {
    "order": (0, 1),
    "gate": (0, 1, 0),
    "said": (0, 2, 3),
    "medicine": (0, 1),
    "vitals": (0, 0, 2, 3),
    "entries": (0, 1),
    "events": (0, 1),
    "leaving": (0, 1),
    "scans": (0, 1),
}
"""How the columns of a section share the width."""


class RecordView(QWidget):
    """Shows a record, what happened first; `compact` leaves out what stands in the chart only (order, gate)."""

    def __init__(self, compact: bool = False) -> None:
        super().__init__()
        self.setObjectName("session_record")
        self._compact = compact
        self._layout = look.column(self, gap=8)

    def show_record(self, record: SessionRecord | None) -> None:
        """Show another record; None: nothing."""
        look.clear(self._layout)
        if record is None:
            return
        title = title_of(record)
        if self._compact:
            title = f"Record of {title[0].lower()}{title[1:]}"
        heading = look.label(title, "heading", "record_title")
        heading.setWordWrap(True)
        self._layout.addWidget(heading)
        self._layout.addWidget(_state(record))
        for words in head_lines(record):
            self._layout.addWidget(look.label(words, "small"))
        every = sections(record)
        shown = [one for one in every if one.key in COMPACT]
        for section in shown if self._compact else [*shown, *(one for one in every if one not in shown)]:
            self._add(record, section)
        self._layout.addStretch(1)

    def _add(self, record: SessionRecord, section: Section) -> None:
        self._layout.addWidget(look.rule())
        self._layout.addWidget(look.label(section.title, "strong", f"record_{section.key}_heading"))
        if section.remark:
            self._layout.addWidget(look.label(section.remark, "small"))
        if section.key in ("time_line", "vitals"):
            drawing = DrawingView(f"record_{section.key}", section.title)
            draw = time_line if section.key == "time_line" else vitals_chart
            drawing.show_drawing(lambda width: draw(record, width))
            self._layout.addWidget(drawing)
        if section.rows:
            self._layout.addWidget(_table(section))
        elif section.key == "entries":
            self._layout.addWidget(look.label("Nothing is entered yet.", "muted"))


def _state(record: SessionRecord) -> QWidget:
    """Whether it is signed, as a line of its own."""
    signed = record.signed
    if signed is not None:
        words = f"Signed by {signed.by}, {moment(signed.at)} · SHA-256 {signed.sha256[:16]}…"
        line = look.label(words, "small", "record_state")
        line.setToolTip(signed.sha256)
        return line
    words = "Not signed: it is signed with its note." if record.ended_at else "Open: the day is not ended."
    return look.label(words, "warning", "record_state")


def _table(section: Section) -> QWidget:
    """Rows side by side; the heads of the columns are said small."""
    inside = QWidget()
    inside.setObjectName(f"record_{section.key}_rows")
    grid = QGridLayout(inside)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(16))
    grid.setVerticalSpacing(px(6))
    for at, share in enumerate(_STRETCH[section.key]):
        grid.setColumnStretch(at, share)
    for at, words in enumerate(section.heads):
        grid.addWidget(look.label(words, "small"), 0, at)
    for number, row in enumerate(section.rows, 1):
        for at, words in enumerate(row.cells):
            wide = _STRETCH[section.key][at] > 0
            grid.addWidget(_cell(words, row, at, wide, not section.heads), number, at, Qt.AlignmentFlag.AlignTop)
    return inside


def _cell(words: str, row: Row, at: int, wide: bool, named: bool) -> QWidget:
    """A cell: its first line, and smaller what follows it."""
    first, *more = words.split("\n")
    role: look.Role = "muted" if at == 0 and (named or not wide) else "body"
    said = look.label(first, "warning" if row.warning and wide else role)
    said.setWordWrap(wide)
    if row.struck:
        font = said.font()
        font.setStrikeOut(True)
        said.setFont(font)
    if not more:
        return said
    both = QWidget()
    layout = look.column(both, gap=1)
    layout.addWidget(said)
    layout.addWidget(look.label("\n".join(more), "small"))
    return both
