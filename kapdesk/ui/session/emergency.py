"""The emergency card: 911 first, where to send them, whom to call; in letters to be read across a room.

It is made of plain words, so that the locked screen can show it without an open practice; there the client stays unnamed.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from kapdesk.ui import look
from kapdesk.ui.session.over import Act, Over
from kapdesk.ui.theme import px

SIGNS = (
    "chest pain",
    "breathlessness",
    "a sudden severe headache",
    "visual disturbance",
    "a seizure",
    "falling consciousness",
    "weakness, numbness or speech failing on one side",
)
"""Emergency signs (kap-facts, 5)."""


@dataclass(frozen=True)
class Emergency:
    """What the card says; `contact`, `ride` and `taken` only while the practice is open."""

    room: str
    prescriber: str = ""
    taken: str = ""
    contact: str = ""
    ride: str = ""


class EmergencyCard(Over):
    """E or Escape closes it."""

    def __init__(self, said: Emergency, unlocked: bool = True) -> None:
        super().__init__("emergency", "Emergency", "bad", 820)
        self.title.hide()
        number = look.label("Call 911", "body", "emergency_911")
        number.setProperty("role", "emergency_number")
        self.inside.addWidget(number)
        self.inside.addLayout(
            _part("The room", said.room or "no address entered on the Practice page", "emergency_room")
        )
        prescriber = _part("Prescriber", said.prescriber or "none on file", "emergency_prescriber")
        if not unlocked:
            self.inside.addLayout(prescriber)
        else:
            self.inside.addLayout(_part("Taken", said.taken, "emergency_taken"))
            grid = QGridLayout()
            grid.setHorizontalSpacing(px(20))
            grid.addLayout(prescriber, 0, 0)
            grid.addLayout(_part("Emergency contact", said.contact or "none on file", "emergency_contact"), 0, 1)
            grid.addLayout(_part("Ride", said.ride or "none on file", "emergency_ride"), 0, 2)
            for column in range(3):
                grid.setColumnStretch(column, 1)
            self.inside.addLayout(grid)
        words = f"Emergency signs: {', '.join(SIGNS)}. Thoughts of suicide: call or text 988."
        self.inside.addWidget(look.label(words, "muted", "emergency_signs"))
        self.offer(Act("close_emergency", "Close", self.close_over, "E"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F6 closes it too."""
        if event.key() == Qt.Key.Key_F6:
            self.close_over()
            return
        super().keyPressEvent(event)


def _part(heading: str, words: str, name: str) -> QVBoxLayout:
    value = look.label(words, "body", name)
    value.setProperty("role", "emergency")
    above = look.label(heading, "muted")
    above.setProperty("role", "emergency_key")
    both = look.column(gap=0)
    both.addWidget(above)
    both.addWidget(value)
    both.addStretch(1)
    return both
