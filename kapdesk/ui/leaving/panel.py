"""Fit to leave on the screen of the medicine day: readings side by side, the list, the judgement, released to."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kapdesk.usecases.medicine_days import Day
from kapdesk.vault.database import Vault


class LeavingPanel(QWidget):
    """Shows “Fit to leave” of a day. `back`: to the clock; `changed`: something was written; `said`: a sentence and its
    Undo (or None); `ended`: the client has left; `look_wanted`: open something over the screen (`emergency`);
    `paper_wanted`: the name of a paper to print for the client; `offer_wanted`: what comes after (`note`, `integration`, `call`, `letter`).
    """

    said = Signal(str, object)
    changed = Signal()
    back = Signal()
    ended = Signal()
    look_wanted = Signal(str)
    paper_wanted = Signal(str)
    offer_wanted = Signal(str)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock

    def show_day(self, day: Day) -> None:
        """Show a day's list, read anew, with what was typed before."""

    def close_down(self) -> bool:
        """Before a lock: keep what is typed; False when it could not be kept."""
        return True
