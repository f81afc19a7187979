"""The backups that lie about: found by themselves, or chosen by hand."""

import os
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from kapdesk import paths
from kapdesk.domain.doctor import in_size
from kapdesk.errors import KapdeskError
from kapdesk.ui import ask, drives, look
from kapdesk.ui.days import moment
from kapdesk.ui.flow import Flow
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.theme import px
from kapdesk.usecases.house import found_backups
from kapdesk.usecases.house.found_backups import FoundBackup

KDBK = "Backups (*.kdbk)"
_NONE = (
    "No backup was found on this computer or on a drive. Plug in the stick, wait until the computer shows it, and press "
    "“Look again”. A backup is a file whose name ends in .kdbk."
)
_LOOKED = "Looked on every drive that is plugged in, in Documents, Downloads and on the Desktop."


class FoundList(QWidget):
    """A list of backups, the newest first and chosen; `chosen_now` when one is taken by Enter or a double click."""

    chosen_now = Signal()
    looked = Signal()

    def __init__(self, tasks: Tasks, backup_folder: str) -> None:
        super().__init__()
        self._tasks, self._backup_folder = tasks, backup_folder
        self._found: list[FoundBackup] = []
        self._by_hand: list[FoundBackup] = []
        self.gone = False
        layout = look.column(self, gap=8)
        self.words = look.label("Looking for backups …", "muted", "found_words")
        layout.addWidget(self.words)
        self.list = QListWidget()
        self.list.setObjectName("found_backups")
        self.list.setAccessibleName("Backups that were found")
        self.list.setWordWrap(True)
        self.list.itemActivated.connect(lambda _item: self.chosen_now.emit())
        self.list.hide()
        self.list.setMinimumHeight(px(90))
        layout.addWidget(self.list, 1)
        self._nothing = QWidget()
        layout.addWidget(self._nothing, 1)
        self.error = look.error_line("found_error")
        layout.addWidget(self.error)
        other = look.button("Another file…", "another_file")
        other.clicked.connect(self.choose)
        again = look.button("Look again", "look_again")
        again.clicked.connect(self.look)
        acts = Flow(gap=8)
        acts.set_widgets([other, again])
        layout.addWidget(acts)

    def look(self) -> None:
        """Look for backups, in the worker."""
        self.words.setText("Looking for backups …")
        places = drives.places(self._backup_folder)
        self._tasks.run(
            "Looking for backups",
            lambda progress: found_backups.find_backups(places, progress),
            self.show_found,
            lambda _error: None,
        )

    def show_found(self, found: list[FoundBackup]) -> None:
        """Show what was found, below what was chosen by hand."""
        if self.gone:
            return
        self._found = found
        self._fill()
        self.looked.emit()

    def choose(self) -> None:
        """Choose a file by hand."""
        start = Path(self._backup_folder) if self._backup_folder else Path.home()
        path = ask.open_file(self, "Choose a backup", start, KDBK)
        if path is not None:
            self.take(path)

    def take(self, path: Path) -> None:
        """Put a file on top and choose it; what is no backup is said."""
        one = found_backups.read_outside(path)
        look.show_error(self.error, "" if one else _why_not(path))
        if one is not None:
            self._by_hand = [one, *(other for other in self._by_hand if other.path != path)]
            self._fill()

    def chosen(self) -> FoundBackup:
        """The backup that is chosen; raises a sentence when none is."""
        row = self.list.currentRow()
        if row < 0:
            raise KapdeskError("Choose a backup first. “Another file…” takes one that is not in the list.")
        return self._all()[row]

    def _all(self) -> list[FoundBackup]:
        by_hand = {one.path for one in self._by_hand}
        return [*self._by_hand, *(one for one in self._found if one.path not in by_hand)]

    def _fill(self) -> None:
        everything = self._all()
        self.list.clear()
        for one in everything:
            words = f"{one.practice}   ·   made {moment(one.made)}\n{in_size(one.size)}   ·   {one.where}   ·   {one.path.name}"
            item = QListWidgetItem(words)
            item.setToolTip(str(one.path))
            self.list.addItem(item)
        first = self.list.isHidden() and bool(everything)
        self.list.setVisible(bool(everything))
        self._nothing.setVisible(not everything)
        self.words.setText(f"The newest stands on top. {_LOOKED}" if everything else _NONE)
        if everything:
            self.list.setCurrentRow(0)
        if first:
            self.list.setFocus()


def _why_not(path: Path) -> str:
    """Why a file cannot be taken for a backup, and what to do."""
    if not paths.is_file(path):
        return (
            f"{path.name} is not there, or it is no file. If it lies on a stick, plug the stick in and choose it again."
        )
    if not os.access(path, os.R_OK):
        return f"{path.name} may not be read by this user. Copy it to a folder of your own, or choose another file."
    return f"{path.name} is no kapdesk backup, or it is damaged. Choose another file."
