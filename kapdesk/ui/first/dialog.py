"""The first backup when it was left for later: where backups go is asked over Today."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.preferences import Preferences
from kapdesk.ui.first.backup_place import BackupPlace
from kapdesk.ui.flow import fit
from kapdesk.ui.look import button, column, row, scroll
from kapdesk.ui.tasks import Tasks
from kapdesk.vault.database import Vault


class FirstBackupDialog(QDialog):
    """Asks where backups go and makes the first one there."""

    def __init__(
        self,
        vault: Vault,
        clock: Callable[[], datetime],
        tasks: Tasks,
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("first_backup_dialog")
        self.setWindowTitle("kapdesk")
        self._tasks = tasks
        layout = column(self, gap=12, margin=24)
        self.place = BackupPlace(clock, tasks, preferences)
        layout.addWidget(scroll(self.place), 1)
        self._close = button("Close", "close")
        self._close.clicked.connect(self.reject)
        self._act = button("Make the first backup now", "make_first_backup", "primary")
        self._act.clicked.connect(self.place.back_up)
        layout.addLayout(row(None, self._close, self._act))
        self.place.made.connect(self._made)
        self.place.show_for(vault)
        self._act.setFocus()
        fit(self, 620, 460)

    def _made(self) -> None:
        self._act.hide()
        self._close.setFocus()

    def done(self, result: int) -> None:
        """Closing stops a backup that is being made; nothing is left behind."""
        if self.place.running:
            self._tasks.stop()
        super().done(result)
