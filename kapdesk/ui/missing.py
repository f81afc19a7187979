"""The usual practice is not where it was: where it was looked for, and what can be done; never another one in its place."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from kapdesk import paths
from kapdesk.ui import ask
from kapdesk.ui.flow import Flow, fit
from kapdesk.ui.look import button, card, column, error_line, label, scroll, show_error
from kapdesk.ui.theme import px
from kapdesk.ui.unlock import other_practices

_LOOK_EVERY = 2_000
"""Milliseconds; a stick that is plugged in is noticed."""


class MissingPractice(QWidget):
    """Looks again, by itself too; `there` when it is back, `found` when it was shown where it lies now."""

    there = Signal(object)
    found = Signal(object)
    known_wanted = Signal(object)
    backup_wanted = Signal()
    closed = Signal()

    def __init__(self, folder: Path, others: Sequence[Path] = ()) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("kapdesk")
        self.folder = folder
        inside = QWidget()
        column(self).addWidget(scroll(inside))
        whole = column(inside, gap=10, margin=24)
        frame, layout = card()
        layout.setSpacing(px(10))
        name = label(f"“{folder.stem}” is not where it was", "title", "missing_practice")
        name.setWordWrap(True)
        layout.addWidget(name)
        place = label(f"Looked for at {folder}", "body", "looked_for")
        place.setWordWrap(True)
        layout.addWidget(place)
        layout.addWidget(label(_why(folder), "muted"))
        self._error = error_line("missing_error")
        layout.addWidget(self._error)
        again = button("Look again", "look_again", "primary")
        again.clicked.connect(self.look_again)
        find = button("Show where it is…", "find_practice")
        find.clicked.connect(self.find_it)
        backup = button("I have a backup…", "have_backup")
        backup.clicked.connect(self.backup_wanted)
        ways = Flow(gap=8)
        ways.set_widgets([again, find, backup])
        layout.addWidget(ways)
        whole.addStretch(1)
        whole.addWidget(frame)
        below = Flow(gap=12)
        below.set_widgets([other_practices(others, self.known_wanted.emit, self._another)])
        whole.addWidget(below)
        whole.addStretch(2)
        again.setFocus()
        self._looking = QTimer(self, interval=_LOOK_EVERY)
        self._looking.timeout.connect(self.look)
        self._looking.start()
        fit(self, 560, 460)

    def look(self) -> bool:
        """Go on when it is there; whether it is."""
        if not paths.is_file(self.folder / "vault.db"):
            return False
        self._looking.stop()
        self.there.emit(self.folder)
        return True

    def look_again(self) -> None:
        """Look now, and say when it still is not there."""
        if not self.look():
            show_error(self._error, "It is still not there. Nothing is lost by waiting.")

    def find_it(self) -> None:
        """Ask where it lies now; it opens from there in future."""
        folder = self._ask("Show where the practice file is (a folder whose name ends in .kapdesk)")
        if folder is not None:
            self.found.emit(folder)

    def _another(self) -> None:
        folder = self._ask("Choose a practice file (a folder whose name ends in .kapdesk)")
        if folder is not None:
            self.known_wanted.emit(folder)

    def _ask(self, words: str) -> Path | None:
        start = next((one for one in self.folder.parents if paths.is_folder(one)), Path.home())
        folder = ask.folder(self, words, start)
        if folder is not None and not paths.is_file(folder / "vault.db"):
            show_error(self._error, f"There is no practice in {folder}. Choose a folder whose name ends in .kapdesk.")
            return None
        return folder

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing this window by hand ends the program."""
        super().closeEvent(event)
        self.closed.emit()


def _why(folder: Path) -> str:
    if not paths.is_folder(folder.parent):
        return "Its drive or folder is not there. If it lies on a stick, plug the stick in: it is then found by itself."
    return "It may have been moved, renamed or deleted. Show where it is, or get it back from a backup."
