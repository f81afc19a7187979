"""Lines of a page that are built once and filled anew at every look: making widgets costs much more than changing their words."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QBoxLayout, QLabel, QWidget

W = TypeVar("W", bound=QWidget)


def fill(rows: list[W], wanted: int, make: Callable[[], W], into: QBoxLayout) -> None:
    """Have at least so many lines; those that are too many are hidden, not thrown away."""
    while len(rows) < wanted:
        rows.append(make())
        into.addWidget(rows[-1])
    for at, row in enumerate(rows):
        row.setVisible(at < wanted)


def retone(chip: QLabel, words: str, tone: str) -> None:
    """Give a chip other words and another tone; without words it is hidden."""
    chip.setText(words)
    chip.setVisible(bool(words))
    if chip.property("tone") != tone:
        chip.setProperty("tone", tone)
        chip.style().unpolish(chip)
        chip.style().polish(chip)
