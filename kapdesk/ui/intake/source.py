"""Where the answers that are typed come from: the client tells them now, or she wrote them on a paper on some day."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kapdesk.domain.intake import How
from kapdesk.errors import BadInput
from kapdesk.ui import look
from kapdesk.ui.date_field import DateField

_WORDS = {How.ASKED: "The client tells me", How.PAPER: "From the client’s paper"}


class SourceLine(QWidget):
    """The choice, and the day on which the paper was filled in; `day_asked` when that came or went."""

    day_asked = Signal()

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._clock = clock
        self._choice = look.choice("intake_how", "Where the answers come from")
        for how, words in _WORDS.items():
            self._choice.addItem(words, how)
        self._choice.currentIndexChanged.connect(self._show_day)
        self._day = DateField("intake_said_on", "The day on the paper")
        self._day.setPlaceholderText("Day on the paper")
        self._choice.setMinimumContentsLength(18)
        row = look.row(self._choice, self._day, gap=8)
        self.setLayout(row)
        self._show_day()

    @property
    def how(self) -> How:
        """How the answers come."""
        return How(self._choice.currentData())

    def day(self) -> date | None:
        """The day on which they were given, None for today; BadInput while the day of the paper is not there."""
        if self.how is How.ASKED:
            return None
        day = self._day.day()
        if day is None:
            raise BadInput("Type the day on the paper, above, before its answers.", "intake_said_on")
        return day

    def put_back(self) -> None:
        """The client tells them; for another client nothing is taken over."""
        self._choice.setCurrentIndex(0)
        self._day.clear()

    def _show_day(self) -> None:
        self._day.setVisible(self.how is How.PAPER)
        self.day_asked.emit()
