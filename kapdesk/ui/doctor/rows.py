"""Lines on the screen: under their headings, with a word beside each that is not good, and what to do."""

from collections.abc import Sequence

from PySide6 import QtCore
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from kapdesk.domain.doctor import Level, Line, Part, grouped
from kapdesk.ui import look
from kapdesk.ui.theme import px

CHIPS: dict[Level, tuple[str, str]] = {
    "good": ("Well", "good"),
    "amber": ("Look", "warning"),
    "red": ("Act now", "bad"),
}
"""The word and the colour of each level."""
_BREAK = "\u200b"
_WHAT_WIDTH, _CHIP_WIDTH = 160, 80


def add_todo(layout: QVBoxLayout, lines: Sequence[Line]) -> None:
    """What is not good, the worst first, each with what to do."""
    bad = sorted((one for one in lines if one.level != "good"), key=lambda one: one.level == "amber")
    for line in bad:
        layout.addWidget(_todo(line))


def add_groups(layout: QVBoxLayout, lines: Sequence[Line], notes: dict[Part, QWidget]) -> None:
    """A card for each heading; `notes` stand at the foot of their heading, which is shown for them too."""
    groups = dict(grouped(lines))
    for part in Part:
        if part not in groups and part not in notes:
            continue
        frame, inner = look.card(str(part))
        if part in groups:
            inner.addWidget(_table(groups[part]))
        if part in notes:
            inner.addWidget(notes[part])
        layout.addWidget(frame)


def _todo(line: Line) -> QWidget:
    box = QWidget()
    grid = _grid(box)
    grid.addWidget(_chip(line.level), 0, 0, QtCore.Qt.AlignmentFlag.AlignTop | QtCore.Qt.AlignmentFlag.AlignLeft)
    words = look.column(gap=2)
    words.addWidget(_wrapping(f"{line.what}: {breakable(line.value)}", "strong"))
    words.addWidget(_wrapping(line.todo, "body"))
    grid.addLayout(words, 0, 1)
    grid.setColumnMinimumWidth(0, px(_CHIP_WIDTH))
    grid.setColumnStretch(1, 1)
    return box


def _table(lines: Sequence[Line]) -> QWidget:
    box = QWidget()
    grid = _grid(box)
    for number, line in enumerate(lines):
        what = _wrapping(line.what, "small")
        what.setFixedWidth(px(_WHAT_WIDTH))
        grid.addWidget(what, number, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_wrapping(breakable(line.value), "body"), number, 1, QtCore.Qt.AlignmentFlag.AlignTop)
        if line.level != "good":
            grid.addWidget(_chip(line.level), number, 2, QtCore.Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(1, 1)
    return box


def breakable(words: str) -> str:
    """A long path may be broken after each of its separators."""
    for sign in ("/", "\\"):
        words = words.replace(sign, sign + _BREAK)
    return words


def _grid(box: QWidget) -> QGridLayout:
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(12))
    grid.setVerticalSpacing(px(6))
    return grid


def _wrapping(words: str, role: look.Role) -> QLabel:
    label = look.label(words, role)
    label.setWordWrap(True)
    label.setMinimumWidth(1)
    return label


def _chip(level: Level) -> QLabel:
    return look.chip(*CHIPS[level])
