"""A paper from outside, such as another practice's record: what it is, when it came, its scan."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from kapdesk.errors import BadInput
from kapdesk.ui import look
from kapdesk.ui.chart_papers.scan_list import ScanList
from kapdesk.ui.date_field import DateField
from kapdesk.ui.small_dialog import SmallDialog, read_day
from kapdesk.ui.theme import px
from kapdesk.usecases.paper import papers_on_paper
from kapdesk.vault.database import Vault


class ReceivedDialog(SmallDialog):
    """Asks for it, and files it; what was typed survives an error."""

    def __init__(self, vault: Vault, clock: Callable[[], datetime], client_id: int, parent: QWidget | None) -> None:
        super().__init__("A paper from outside", "File it", self._file, parent)
        self.setObjectName("received_dialog")
        self.setMinimumWidth(px(520))
        self._vault, self._clock, self._client_id = vault, clock, client_id
        self.title = look.line("title", "What it is", "Discharge summary, County Hospital")
        self.came_on = DateField("came_on", "Day on which it came", clock().date())
        self.words = look.text_box("words", "Words", 2)
        self.scans = ScanList("received_scans")
        self.add("title", "What it is", self.title)
        self.add("came_on", "Day on which it came", self.came_on)
        self.add("words", "Words, where something is to be said of it", self.words)
        self.inside.addWidget(self.scans)
        self.follow(self.scans.add_button)
        self.scans.changed.connect(self.grow)

    def done(self, result: int) -> None:
        """Let go of the files."""
        super().done(result)
        self.scans.close_down()

    def _file(self) -> int:
        if self.scans.busy:
            raise BadInput("A file is still being read. Wait a moment, then file it.", "scan")
        day, words = read_day(self.came_on), self.words.toPlainText()
        title, files = self.title.text(), self.scans.files
        return papers_on_paper.receive(self._vault, self._client_id, title, day, words, files, self._clock())
