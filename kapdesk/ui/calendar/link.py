"""From a note to its appointment."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kapdesk.domain.appointments import clock
from kapdesk.domain.dates import long
from kapdesk.ui import look
from kapdesk.usecases.calendar import appointments
from kapdesk.vault.database import Vault


class AppointmentLink(QWidget):
    """“Appointment of June 9, 9:00”, where the note in sight is of one; `wanted` carries it."""

    wanted = Signal(int)

    def __init__(self, vault: Vault, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._now = vault, now
        self._appointment_id = 0
        self.button = look.button("Appointment", "note_appointment", "quiet")
        self.button.clicked.connect(lambda: self.wanted.emit(self._appointment_id))
        self.setLayout(look.row(self.button, None))
        self.hide()

    def show_note(self, note_id: int | None) -> None:
        """Which note is in sight."""
        row = None if note_id is None else appointments.appointment_of_note(self._vault, note_id)
        if row is not None:
            self._appointment_id = row.id
            self.button.setText(f"Appointment of {long(row.when.day, self._now().date())}, {clock(row.when.starts)}")
            self.button.setAccessibleName(self.button.text())
        self.setVisible(row is not None)
