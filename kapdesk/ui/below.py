"""Says that there is more below what is in sight, where large text leaves no room for all of it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton, QScrollArea

from kapdesk.ui.look import button
from kapdesk.ui.theme import px

_AIR = 16
"""So much below is only the margin of a card."""


def more_below(areas: Sequence[QScrollArea]) -> QPushButton:
    """A button for the foot: in sight while the area that is in sight goes on below, and then it goes there."""
    more = button("More below ▾", "more_below", "quiet")
    more.setAccessibleName("More below")

    def in_sight() -> QScrollArea | None:
        return next((area for area in areas if area.isVisible()), None)

    def look() -> None:
        area = in_sight()
        bar = area.verticalScrollBar() if area is not None else None
        more.setVisible(bar is not None and bar.maximum() - bar.value() > px(_AIR))

    def go() -> None:
        area = in_sight()
        if area is not None:
            bar = area.verticalScrollBar()
            bar.setValue(bar.value() + bar.pageStep() * 3 // 4)

    for area in areas:
        area.verticalScrollBar().rangeChanged.connect(lambda _least, _most: look())
        area.verticalScrollBar().valueChanged.connect(lambda _value: look())
    more.clicked.connect(go)
    more.hide()
    return more
