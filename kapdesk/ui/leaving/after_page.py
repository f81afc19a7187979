"""What comes after a session: the paper, the note, the integration booking, tomorrow's call, the letter; what is done is ticked."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from kapdesk.domain.medicine_day import DayEnding
from kapdesk.ui import look
from kapdesk.ui.days import shown
from kapdesk.ui.flow import Columns
from kapdesk.usecases.medicine_day import leaving
from kapdesk.usecases.medicine_day.leaving import AFTERWARDS, Afterwards
from kapdesk.usecases.medicine_day.medicine_days import Day
from kapdesk.vault.database import Vault

_OFFERS = {
    "paper": ("P", "Print “After your ketamine session”"),
    "note": ("N", "Write the note"),
    "integration": ("I", "Book the integration"),
    "call": ("C", "Plan tomorrow’s call"),
    "letter": ("L", "Write to the prescriber"),
}


class AfterPage(QWidget):
    """Shows what comes after, each with its key; `done` when one goes on to Today."""

    offer_wanted = Signal(str)
    paper_wanted = Signal(str)
    done = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock
        self._day: Day | None = None
        whole = look.column(self, gap=14, margin=20)
        self.heading = look.label("", "title", "after_heading")
        self.heading.setWordWrap(True)
        whole.addWidget(self.heading)
        self.words = look.label("", "muted", "after_words")
        whole.addWidget(self.words)
        frame, inside = look.card("What comes after")
        self._states: dict[str, QLabel] = {}
        self._offers: dict[str, QPushButton] = {}
        for name, (key, words) in _OFFERS.items():
            offer = look.button(f"{words}   {key}", f"after_{name}")
            offer.setAccessibleName(f"{words}, key {key}")
            offer.clicked.connect(lambda _=False, name=name: self._want(name))
            state = look.label("", "muted", f"after_{name}_state")
            line = Columns(least=420, gap=14)
            line.add(offer, 0)
            line.add(state, 1)
            inside.addWidget(line)
            self._states[name], self._offers[name] = state, offer
        whole.addWidget(frame)
        close = look.button("Close the session   Esc", "after_done", "primary")
        close.setAccessibleName("Close the session")
        close.clicked.connect(self.done)
        whole.addLayout(look.row(None, close))
        whole.addStretch(1)

    def show_day(self, day: Day) -> None:
        """Show what is done of a day and what is not."""
        self._day = day
        self.refresh()
        self.take_focus()

    def take_focus(self) -> None:
        """Ready for the first that is not done."""
        first = next((one for name, one in self._offers.items() if not self._states[name].text().startswith("✓")), None)
        (first or self._offers["paper"]).setFocus()

    def refresh(self) -> None:
        """Read it anew."""
        if self._day is None:
            return
        found = leaving.afterwards(self._vault, self._day.id, self._clock())
        day = found.day
        left = f" at {day.ended_at:%H:%M}" if day.ended_at else ""
        self.heading.setText(f"{day.ending.words}{left}")
        look.set_role(self.heading, "title")
        late = day.ending in (DayEnding.AGAINST_ADVICE, DayEnding.EMERGENCY)
        urged = "Tell the prescriber today. " if late else ""
        self.words.setText(f"{urged}Nothing here has to be done now; Today reminds of what is open.")
        for name, state in self._states.items():
            state.setText(_state(name, found))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key, one offer; Escape closes."""
        name = next((name for name, (key, _) in _OFFERS.items() if event.text().upper() == key), None)
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
        elif name is not None and not event.modifiers():
            self._want(name)
        else:
            super().keyPressEvent(event)

    def _want(self, name: str) -> None:
        if name == "paper":
            self.paper_wanted.emit(AFTERWARDS)
        else:
            self.offer_wanted.emit(name)
        self.refresh()


def _state(name: str, found: Afterwards) -> str:
    """What is done of it, in words behind a tick; what is not."""
    if name == "paper":
        return "✓ handed out" if found.paper else "not handed out yet"
    if name == "note":
        if found.note_id is None:
            return "timeline, vitals and medicine are in its record already"
        return "✓ signed" if found.note_signed else "✓ begun, not signed"
    if name == "integration":
        if found.integration is None:
            return "none is booked"
        return f"✓ booked for {shown(found.integration.date(), found.day.on)}, {found.integration:%H:%M}"
    if name == "call":
        return "✓ planned" if found.call else "not planned yet"
    return "✓ written" if found.letter else "not written"
