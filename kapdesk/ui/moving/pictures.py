"""Moving house as pictures: a backup found, none, a wrong passphrase, running, done; leaving; what stands over the pages."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from kapdesk.errors import WrongPassphrase
from kapdesk.ui import theme
from kapdesk.ui.drives import Drive
from kapdesk.ui.moving.leave import LeaveDialog
from kapdesk.ui.moving.news import WhatsNewDialog
from kapdesk.ui.moving.restoring import RestoreDialog
from kapdesk.ui.moving.strip import updated_words
from kapdesk.ui.tasks import Tasks
from kapdesk.usecases.house import moving
from kapdesk.usecases.house.backups import BackupReport
from kapdesk.usecases.house.found_backups import FoundBackup
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.ui.window import Window

Take = Callable[[QWidget, str], None]
Clock = Callable[[], datetime]

_STICK = Path("/media/robin/STICK")
_WRONG = "That is not the passphrase of this backup. It opens with the passphrase of its own day."
_NEWS = "## 0.2.0\n\n- An installer. kapdesk is installed like any other program, from a stick, without internet."


def draw(take: Take, put_away: Callable[[QDialog, str], None], window: "Window", vault: Vault, clock: Clock) -> None:
    """All states."""
    _restoring(take, window, clock)
    _leaving(take, window, vault, clock)
    put_away(WhatsNewDialog(_NEWS, theme.is_dark(), window), "whats-new")
    window.show_page("today")
    window.notices.restored.say("")
    window.notices.show_state(None, "June 9, 2026, 14:02", False)
    take(window, "restored-today")
    window.notices.show_state(None, "", False)
    window.notices.updated.say(updated_words("/home/robin/Documents/high-mesa.kapdesk/before-0005.db"))
    take(window, "updated-today")
    window.notices.updated.say("")
    moving.retire(vault, clock())
    window.refresh_page()
    take(window, "retired-today")
    window.show_practice("Backups")
    take(window, "retired-backups")
    moving.take_up_again(vault, clock())
    window.refresh_page()


def _restoring(take: Take, window: "Window", clock: Clock) -> None:
    made = clock().replace(tzinfo=None)
    found = [
        FoundBackup(_STICK / "high-mesa-2026-06-09.kdbk", made, 1_240_000, "STICK"),
        FoundBackup(_STICK / "high-mesa-2026-05-26.kdbk", made.replace(month=5, day=26), 1_180_000, "STICK"),
        FoundBackup(Path("old.kdbk"), made.replace(year=2025), 640_000, "Documents"),
    ]
    dialog = RestoreDialog(Tasks(), clock, "", None, window)
    dialog.set_folder(Path("Documents"))
    dialog.show()
    _settled(dialog)
    dialog.found.show_found([])
    take(dialog, "restore-none")
    dialog.found.show_found(found)
    take(dialog, "restore-found")
    dialog.go_on()
    take(dialog, "restore-secret")
    dialog.fields.text.setText("not this one")
    dialog._failed(WrongPassphrase(_WRONG))
    take(dialog, "restore-wrong")
    dialog.fields.recovery.setChecked(True)
    dialog.fields.text.clear()
    dialog.error.hide()
    take(dialog, "restore-envelope")
    dialog.show_step(2)
    take(dialog, "restore-where")
    dialog._set_busy(True)
    dialog.progress.show_step("Checking every page", 0.64)
    take(dialog, "restore-running")
    dialog.progress.hide()
    dialog._set_busy(False)
    dialog.counted.setText("12 clients and 154 notes, as of June 9, 2026, 14:02.")
    dialog.lies.setText("Everything was read back and checked. It lies at Documents/high-mesa.kapdesk.")
    dialog.show_step(3)
    take(dialog, "restore-done")
    dialog.done(0)
    dialog.deleteLater()


def _leaving(take: Take, window: "Window", vault: Vault, clock: Clock) -> None:
    dialog = LeaveDialog(vault, clock, Tasks(), lambda: False, window)
    dialog.show()
    dialog.show_drives([])
    take(dialog, "leave-no-stick")
    dialog.show_drives([Drive(_STICK, "STICK", 7_800_000_000)])
    take(dialog, "leave")
    counts = {"client": 12, "note": 154}
    dialog.show_made(BackupReport(_STICK / "high-mesa-2026-06-09.kdbk", clock(), 1_240_000, counts))
    take(dialog, "leave-done")
    dialog.done(0)
    dialog.deleteLater()


def _settled(dialog: RestoreDialog) -> None:
    """Wait until it has looked for backups of this computer, which are none of the picture's."""
    while dialog.found._tasks.busy:
        QApplication.processEvents()
