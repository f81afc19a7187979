"""How many clients the practice takes at a time."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import look
from kapdesk.usecases.people import capacity
from kapdesk.vault.database import Vault


class CapacityCard(QWidget):
    """One number; an empty field says that none is set, and then nothing speaks of space."""

    said = Signal(str, object)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock
        frame, layout = look.card("Space for clients")
        look.column(self).addWidget(frame)
        words = (
            "How many clients you take at a time: those who are active or in a running course. When that many are here, the "
            "introductory call offers the wait list first. Booking is never blocked."
        )
        layout.addWidget(look.label(words, "muted"))
        self.number = look.line("capacity", "Capacity: clients at a time", "not set")
        self.number.setMaximumWidth(self.number.fontMetrics().averageCharWidth() * 16)
        self.number.returnPressed.connect(self.save)
        self.state = look.label("", "small", "capacity_state")
        keep = look.button("Save", "save_capacity")
        keep.setAccessibleName("Save the capacity")
        keep.clicked.connect(self.save)
        layout.addWidget(look.field("Clients at a time", self.number))
        layout.addWidget(self.state)
        self.error = look.error_line("capacity_error")
        layout.addWidget(self.error)
        layout.addLayout(look.row(None, keep))

    def refresh(self) -> None:
        """Read it again; what is being typed stays."""
        here = capacity.space(self._vault)
        self.state.setText(here.words)
        if not self.number.isModified():
            self.number.setText("" if here.capacity is None else str(here.capacity))

    def save(self) -> None:
        """Keep the number, or say why not."""
        typed = self.number.text().strip()
        try:
            if typed and not typed.isdecimal():
                raise BadInput(f"“{typed}” is no number. Type one, or leave the field empty.", "capacity")
            undo = capacity.set_capacity(self._vault, int(typed) if typed else None, self._clock())
        except KapdeskError as problem:
            look.mark_wrong(self.number, True)
            look.show_error(self.error, str(problem))
            return
        look.mark_wrong(self.number, False)
        look.show_error(self.error, "")
        self.number.setModified(False)
        self.refresh()
        self.said.emit(undo.words, undo)
