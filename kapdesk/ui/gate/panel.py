"""The gate on the screen of the medicine day: the day's own lines one after the other, and what keeps the gate closed."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kapdesk.usecases.medicine_days import Day
from kapdesk.vault.database import Vault


class GatePanel(QWidget):
    """Shows a day's gate. `changed`: something was written; `said`: a sentence and its Undo (or None) for the message bar;
    `act_wanted`: a line that is to be done something about in the chart, and the day; `medicine_wanted`: go on to the
    medicine; `ended`: the day was postponed or begun by mistake; `look_wanted`: open something read-only over the screen
    (`safety`, `order`, `chart`, `emergency`).
    """

    said = Signal(str, object)
    changed = Signal()
    act_wanted = Signal(object, object)
    medicine_wanted = Signal()
    ended = Signal()
    look_wanted = Signal(str)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock

    def show_day(self, day: Day) -> None:
        """Show the gate of a day, read anew, with the focus on what is asked next."""
