"""What is asked before an appointment is moved: whether a held one is, which of two times, what it would overlap."""

from PySide6.QtWidgets import QWidget

from kapdesk.domain.appointments import AppointmentStatus, When, clock, is_shown_twice
from kapdesk.ui import ask
from kapdesk.ui.calendar.words import AS_IT_WAS, overlap_in_words
from kapdesk.usecases.calendar import appointments
from kapdesk.usecases.calendar.appointments import AppointmentRow
from kapdesk.vault.database import Vault


def may_move(parent: QWidget, vault: Vault, when: When, row: AppointmentRow) -> bool:
    """Ask what is to be asked; False as soon as one answer is no."""
    if row.status is AppointmentStatus.HELD:
        sentence = "This appointment was held. Move it all the same?"
        if not ask.confirm(parent, sentence, "Move it", AS_IT_WAS, False):
            return False
    if is_shown_twice(when) and when.starts != row.when.starts:
        sentence = f"Clocks show {clock(when.starts)} twice on that day. Keep the first of the two?"
        if not ask.confirm(parent, sentence, "Keep the first", AS_IT_WAS, False):
            return False
    overlapping = appointments.overlaps(vault, when, row.id) if row.status.takes_time else []
    return not overlapping or ask.confirm(parent, overlap_in_words(overlapping), "Keep both", AS_IT_WAS, False)
