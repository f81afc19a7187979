"""Where backups go: drives that are plugged in are offered, any folder can be chosen, and the first backup is made there."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from kapdesk import paths
from kapdesk.errors import Cancelled, KapdeskError
from kapdesk.preferences import Preferences
from kapdesk.ui import ask, drives
from kapdesk.ui.beginnings import free
from kapdesk.ui.flow import Flow
from kapdesk.ui.look import button, card, clear, column, label, set_role
from kapdesk.ui.progress import Progress
from kapdesk.ui.tasks import Tasks

_WHY = (
    "Your practice lies on this computer. If its disk dies or it is stolen, only a backup on another drive brings everything back. "
    "Two USB sticks in turn are best, one of them always in another building. A backup is encrypted: who finds the stick can read "
    "nothing."
)
_NONE = "No stick or other drive is plugged in. Put one in now: it appears here."
_SAME = (
    "This folder is on the same disk as the practice. If that disk dies, both are gone. Choose a stick when you can."
)


class BackupPlace(QWidget):
    """Asks for the place and makes a backup there; `made` once it was read back whole."""

    made = Signal()

    def __init__(self, clock: Callable[[], datetime], tasks: Tasks, preferences: Preferences) -> None:
        super().__init__()
        self._vault: Any = None
        self._clock, self._tasks, self._preferences = clock, tasks, preferences
        self._drives: list[drives.Drive] = []
        self.folder: Path | None = None
        self.done = False
        frame, layout = card("Where backups go")
        column(self).addWidget(frame)
        layout.addWidget(label(_WHY))
        self._list = column(gap=4)
        layout.addLayout(self._list)
        self._group: QButtonGroup | None = None
        self._none = label(_NONE, "muted", "no_drive")
        layout.addWidget(self._none)
        choose = button("Choose a folder…", "choose_backup_folder", "quiet")
        choose.clicked.connect(self.choose)
        again = button("Look again", "look_again", "quiet")
        again.clicked.connect(self.look)
        self._ways = Flow(gap=8)
        self._ways.set_widgets([choose, again])
        layout.addWidget(self._ways)
        self._chosen = label("", "small", "backup_place")
        self._said = label("", "body", "first_backup_said")
        self._progress = Progress(tasks, "first_backup")
        for one in (self._chosen, self._said):
            one.hide()
        for part in (self._chosen, self._progress, self._said):
            layout.addWidget(part)

    @property
    def running(self) -> bool:
        """Whether a backup is being made."""
        return self._progress.running

    def show_for(self, vault: Any) -> None:
        """Ask for this practice, which is open."""
        self._vault = vault
        kept = Path(self._preferences.backup_folder) if self._preferences.backup_folder else None
        self.look()
        if (
            self.folder is None
            and kept is not None
            and paths.is_folder(kept)
            and not drives.same_drive(kept, vault.folder)
        ):
            self.set_place(kept)

    def look(self) -> None:
        """Look for drives again; what was chosen stays chosen while it is there."""
        if self._vault is None or self.done or self._progress.running:
            return
        found = drives.for_backups(self._vault.folder)
        if found != self._drives or self._group is None:
            self.offer(found)

    def offer(self, found: list[drives.Drive]) -> None:
        """Offer these drives; the only one there is is chosen."""
        self._drives = found
        clear(self._list)
        self._group = QButtonGroup(self)
        for number, drive in enumerate(found, 1):
            one = QRadioButton(drive.words.replace("&", "&&"))
            one.setObjectName(f"drive_{number}")
            one.setAccessibleName(f"Back up to {drive.words}, at {drive.folder}")
            one.setToolTip(str(drive.folder))
            one.setChecked(self.folder == drive.folder)
            one.toggled.connect(partial(self._toggled, drive.folder))
            self._group.addButton(one)
            self._list.addWidget(one)
        self._none.setVisible(not found)
        if len(found) == 1 and self.folder is None:
            self._group.buttons()[0].setChecked(True)

    def _toggled(self, root: Path, on: bool) -> None:
        if on:
            self.set_place(root)

    def choose(self) -> bool:
        """Ask for a folder; whether one was chosen."""
        start = self._drives[0].folder if self._drives else paths.documents()
        chosen = ask.folder(self, "Where backups go", start)
        if chosen is None:
            return False
        if self._group is not None:
            self._group.setExclusive(False)
            for one in self._group.buttons():
                one.setChecked(False)
            self._group.setExclusive(True)
        self.set_place(chosen)
        return True

    def set_place(self, folder: Path) -> None:
        """Backups go there."""
        self.folder = folder
        same = self._vault is not None and drives.same_drive(folder, self._vault.folder)
        self._chosen.setText(f"Backups go to {folder}. {_SAME if same else ''}".strip())
        set_role(self._chosen, "warning" if same else "small")
        self._chosen.show()

    def back_up(self) -> None:
        """Make the first backup, in the worker; asks for the place when there is none."""
        if self._progress.running or (self.folder is None and not self.choose()):
            return
        from kapdesk.usecases.house import backups

        assert self.folder is not None
        at = self._clock()
        to = free(self.folder / backups.suggested_name(self._vault, at))
        try:
            source = backups.prepare_backup(self._vault)
        except KapdeskError as error:
            self._failed(error)
            return
        self._said.hide()
        self._progress.run(
            "Backing up", lambda progress: backups.make_backup(source, to, at, progress), self._backed_up, self._failed
        )

    def _backed_up(self, report: Any) -> None:
        from kapdesk.usecases.house import backups

        try:
            backups.record_backup(self._vault, report, self._clock())
        except KapdeskError as error:
            self._failed(error)
            return
        self._preferences.backup_folder = str(report.path.parent)
        self._preferences.save()
        self.done = True
        self._tell(f"Backed up to {report.path.name}, and read back whole. {self._after()}".strip(), "body")
        self._none.hide()
        self._ways.hide()
        self.made.emit()

    def _after(self) -> str:
        """What is still to do with the stick, where it is one."""
        here = self.folder is None or drives.same_drive(self.folder, self._vault.folder)
        return "" if here else "Take the stick out the way your system asks for it."

    def _failed(self, error: KapdeskError) -> None:
        from kapdesk.usecases.house import backups

        backups.record_damage(self._vault, error, self._clock())
        self._tell(str(error), "muted" if isinstance(error, Cancelled) else "bad")

    def _tell(self, words: str, role: Any) -> None:
        self._said.setText(words)
        set_role(self._said, role)
        self._said.show()

    def changeEvent(self, event: QEvent) -> None:
        """Coming back to the window, with a stick just put in."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isVisible() and self.isActiveWindow():
            self.look()
