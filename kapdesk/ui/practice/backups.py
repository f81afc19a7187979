"""Backups: made, checked and restored from the desk, with progress and a way to stop."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kapdesk import paths
from kapdesk.errors import Cancelled, KapdeskError
from kapdesk.preferences import Preferences
from kapdesk.ui import ask, beginnings, look
from kapdesk.ui.days import moment
from kapdesk.ui.flow import Flow
from kapdesk.ui.moving.found import KDBK
from kapdesk.ui.moving.leave import LeaveDialog
from kapdesk.ui.moving.restoring import RestoreDialog
from kapdesk.ui.moving.secret import ask_secret
from kapdesk.ui.progress import Progress
from kapdesk.ui.tasks import Tasks
from kapdesk.usecases.house import backups
from kapdesk.usecases.house.backups import BackupReport, BackupSource, CheckReport
from kapdesk.usecases.house.secrets import Secret
from kapdesk.vault.database import Vault


class BackupsCard(QWidget):
    """Back up, check, restore, check the practice file itself."""

    said = Signal(str, object)
    changed = Signal()
    open_wanted = Signal(object)

    def __init__(self, vault: Vault, clock: Callable[[], datetime], tasks: Tasks, preferences: Preferences) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self._tasks = tasks
        self._preferences = preferences
        self.ask_to_retire: Callable[[], bool] = lambda: False
        frame, layout = look.card("Backups")
        self.state = look.label("", "strong", "backup_state")
        self.detail = look.label("", "muted", "backup_words")
        layout.addWidget(self.state)
        layout.addWidget(self.detail)
        self._buttons: list[QWidget] = []
        for words, name, act in (
            ("Back up now…", "make_backup", self.back_up),
            ("Check a backup…", "check_backup", self.check),
            ("Restore a backup…", "restore_backup", self.restore),
            ("Check this practice file", "check_practice", self.check_practice),
            ("Move to another computer…", "move_away", self.move_away),
        ):
            one = look.button(words, name, "primary" if name == "make_backup" else "plain")
            one.clicked.connect(act)
            self._buttons.append(one)
        acts = Flow(gap=12)
        acts.set_widgets(list(self._buttons))
        layout.addWidget(acts)
        self._progress = Progress(tasks, "backup")
        layout.addWidget(self._progress)
        self.result = look.label("", "body", "backup_result")
        self.result.hide()
        layout.addWidget(self.result)
        look.column(self).addWidget(frame)
        self.refresh()

    def refresh(self) -> None:
        """Say how old the last good backup is."""
        state = backups.backup_state(self._vault, self._clock())
        self.state.setText(state.headline)
        self.detail.setText(state.detail)

    def back_up(self) -> None:
        """Ask where, and make a backup in the worker."""
        folder = Path(self._preferences.backup_folder or paths.documents())
        folder = folder if paths.is_folder(folder) else paths.documents()
        suggested = folder / backups.suggested_name(self._vault, self._clock())
        to = ask.save_file(self, "Back up to", suggested, KDBK)
        if to is None:
            return
        to = to if to.suffix == ".kdbk" else to.with_name(to.name + ".kdbk")
        source, at = self._source(), self._clock()
        if source is None:
            return
        self._preferences.backup_folder = str(to.parent)
        self._preferences.save()
        # the system's dialog has asked before an existing file is replaced
        self._run(
            "Backing up",
            lambda progress: backups.make_backup(source, to, at, progress, True),
            self._backed_up,
            self._found,
        )

    def check(self) -> None:
        """Choose a backup and check it whole."""
        chosen = self._choose()
        if chosen:
            path, secret = chosen
            self._run("Checking", lambda progress: backups.check_backup(path, secret, progress), self._checked)

    def restore(self) -> None:
        """Make another practice file from a backup; the open practice is never overwritten."""
        dialog = RestoreDialog(self._tasks, self._clock, self._preferences.backup_folder, None, self.window())
        dialog.opened.connect(self.open_wanted)
        dialog.restored.connect(partial(beginnings.note_restored, self._preferences))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def move_away(self) -> None:
        """Take the practice to another computer."""
        dialog = LeaveDialog(self._vault, self._clock, self._tasks, self.ask_to_retire, self.window())
        dialog.backed_up.connect(self.refresh)
        dialog.backed_up.connect(self.changed)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def check_practice(self) -> None:
        """Check every page, every signed record and the whole history."""
        source = self._source()
        if source is not None:
            self._run(
                "Checking",
                lambda progress: backups.check_practice(source, progress),
                self._checked_practice,
                self._found,
            )

    def _source(self) -> BackupSource | None:
        try:
            return backups.prepare_backup(self._vault)
        except KapdeskError as error:
            self._failed(error)
            return None

    def _choose(self) -> tuple[Path, Secret] | None:
        folder = Path(self._preferences.backup_folder or paths.documents())
        path = ask.open_file(self, "Choose a backup", folder, KDBK)
        if path is None:
            return None
        secret = ask_secret(self)
        return (path, secret) if secret is not None else None

    def _run(
        self,
        words: str,
        work: Callable[[Any], Any],
        done: Callable[[Any], None],
        failed: Callable[[KapdeskError], None] | None = None,
    ) -> None:
        if self._progress.running:
            self.said.emit("Something is still running. Wait for it, or stop it.", None)
            return
        self.result.hide()
        self._set_busy(True)

        def ended(tell: Callable[[Any], None]) -> Callable[[Any], None]:
            def end(value: Any) -> None:
                self._set_busy(False)
                tell(value)

            return end

        self._progress.run(words, work, ended(done), ended(failed or self._failed))

    def _backed_up(self, report: BackupReport) -> None:
        try:
            backups.record_backup(self._vault, report, self._clock())
        except KapdeskError as error:
            self._failed(error)
            return
        self._tell(f"Backed up to {report.path.name}. {report.words}.", "body")
        self.refresh()
        self.changed.emit()

    def _checked(self, report: BackupReport) -> None:
        made = moment(report.made_at, self._clock())
        self._tell(f"{report.path.name} is whole. Made {made}; {report.words}.", "body")

    def _checked_practice(self, report: CheckReport) -> None:
        backups.record_check(self._vault, self._clock())
        self._tell(report.words, "body")

    def _found(self, error: KapdeskError) -> None:
        """Damage of the practice file itself is kept in its history."""
        backups.record_damage(self._vault, error, self._clock())
        self._failed(error)

    def _failed(self, error: KapdeskError) -> None:
        self._tell(str(error), "muted" if isinstance(error, Cancelled) else "bad")

    def _tell(self, words: str, role: str) -> None:
        self.result.setText(words)
        self.result.setProperty("role", role)
        self.result.style().unpolish(self.result)
        self.result.style().polish(self.result)
        self.result.show()

    def _set_busy(self, busy: bool) -> None:
        for one in self._buttons:
            one.setEnabled(not busy)
