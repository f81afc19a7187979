"""The composition root: the unlock window first, everything else while the passphrase is typed, then the desk."""

import contextlib
import importlib
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QFileSystemWatcher, QLocale, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from kapdesk import preferences as prefs
from kapdesk.errors import KapdeskError, OlderThanLastClosed
from kapdesk.ui import ask, theme
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.unlock import UnlockWindow

_LATER = (
    "sqlite3",
    "sqlcipher3.dbapi2",
    "cryptography.hazmat.primitives.kdf.argon2",
    "sqlalchemy",
    "sqlalchemy.orm",
    "kapdesk.usecases.opening",
    "kapdesk.usecases.backups",
    "kapdesk.usecases.papers",
    "kapdesk.ui.window",
)
"""What the unlock window does without, in the order in which it is brought in."""
_REFERENCES = 300


def run(folder: Path | None, unlocked: Any = None) -> int:
    """Open the desk and stay until it is closed; the exit code."""
    app = QApplication.instance() or QApplication(["kapdesk"])
    assert isinstance(app, QApplication)
    app.setApplicationName("kapdesk")
    app.setQuitOnLastWindowClosed(False)
    QLocale.setDefault(QLocale.system())
    _refuse_leaking_qt()
    chosen = prefs.load()
    theme.apply(app, is_dark(app, chosen), chosen.scale)
    desk = Desk(app, chosen)
    if unlocked is not None:
        desk.open_practice(unlocked)
    else:
        desk.begin(folder or prefs.last_practice(chosen))
    return app.exec()


def is_dark(app: QApplication, chosen: prefs.Preferences) -> bool:
    """Whether the dark look is wanted: chosen, or the system's."""
    return chosen.theme == "dark" or (chosen.theme == "system" and theme.system_is_dark(app))


def _refuse_leaking_qt() -> None:
    """Some versions of PySide6 lose a reference at every call and abort after some thousand; such a one is not used."""
    probe = QObject()
    before = sys.getrefcount(None)
    for _ in range(_REFERENCES):
        probe.setObjectName("probe")
    if sys.getrefcount(None) < before - _REFERENCES // 2:
        raise KapdeskError("This copy of Qt does not work with this Python. Install kapdesk as its README says.")


class Desk(QObject):
    """Which window is in sight: first launch, unlock, or the desk with a practice open."""

    locked = Signal()

    def __init__(self, app: QApplication, chosen: prefs.Preferences) -> None:
        super().__init__()
        self._app = app
        self._preferences = chosen
        self._tasks = Tasks(self)
        self._vault: Any = None
        self._place: Any = None
        self._secret: Any = None
        self.window: QWidget | None = None
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._come_forward)
        self._install_crash_dialog()
        app.styleHints().colorSchemeChanged.connect(self.apply_look)
        app.aboutToQuit.connect(self.end)

    # which window

    def begin(self, folder: Path | None) -> None:
        """The unlock window of a practice file, or the first launch."""
        if folder is None:
            self.show_first_launch()
        else:
            self.show_unlock(folder)
        QTimer.singleShot(0, self._import_the_rest)

    def show_unlock(self, folder: Path, locked: bool = False) -> None:
        """Ask for the passphrase of a practice file."""
        unlock = UnlockWindow(folder, self._tasks, now, locked)
        unlock.unlocked.connect(self.open_practice)
        unlock.another_wanted.connect(self.choose_another)
        unlock.new_wanted.connect(lambda: self.show_first_launch(folder))
        unlock.closed.connect(self._app.quit)
        self._show(unlock)

    def show_first_launch(self, come_from: Path | None = None) -> None:
        """Make a practice file, restore one, or look at the sample."""
        from kapdesk.ui.first_launch import FirstLaunch

        first = FirstLaunch(self._tasks, now, come_from is not None)
        first.made.connect(self.open_practice)
        first.sample_wanted.connect(self.open_sample)
        first.backup_wanted.connect(self.restore)
        first.back_wanted.connect(lambda: self.show_unlock(come_from) if come_from else None)
        first.closed.connect(self._app.quit)
        self._show(first)
        QTimer.singleShot(0, first.fill_time_zones)

    def open_practice(self, unlocked: Any) -> None:
        """Open the vault on this thread and show the desk; after the recovery key a new passphrase is asked first."""
        from kapdesk.usecases import opening

        try:
            vault = self._open_vault(unlocked)
        except KapdeskError as error:
            if isinstance(self.window, UnlockWindow):
                self.window.show_failure(error)
            else:
                ask.tell(self.window, str(error))
            return
        if vault is None:
            return
        if unlocked.by == "recovery" and not self._set_new_passphrase(vault, unlocked):
            opening.close_practice(vault, now())
            return
        unlocked.key.wipe()
        self._vault = vault
        self._preferences.practice = str(unlocked.folder)
        self._preferences.save()
        self._watcher.addPath(str(unlocked.folder))
        self.show_desk()

    def show_desk(self) -> None:
        """The main window, where one was before the lock."""
        from kapdesk.ui.idle import IdleWatch
        from kapdesk.ui.window import Place, Window
        from kapdesk.usecases import practice

        theme.load_more_fonts()
        zone = practice.zone(practice.get_practice(self._vault))
        window = Window(self._vault, lambda: datetime.now(zone), self._tasks, self._preferences)
        window.lock_wanted.connect(self.lock)
        window.closed.connect(self._app.quit)
        window.look_changed.connect(self.apply_look)
        self._idle = IdleWatch(window, self._preferences.idle_minutes)
        self._idle.expired.connect(self.lock)
        window.idle_changed.connect(self._idle.set_minutes)
        self._app.installEventFilter(self._idle)
        self._show(window)
        window.go_to(self._place or Place())
        self._place = None

    def lock(self) -> None:
        """Nothing of a client stays in sight, keys are dropped, drafts are kept; unlocking returns to the same place."""
        if self._vault is None:
            return
        folder = self._vault.folder
        self._place = self.window.place()  # type: ignore[union-attr]  # the desk is open
        self._close_vault()
        self.show_unlock(folder, locked=True)
        self.locked.emit()

    def end(self) -> None:
        """Before the program ends: keep, close, drop."""
        self._close_vault()
        self._tasks.close_down()

    # what they ask for

    def choose_another(self) -> None:
        """Open another practice file."""
        start = self.window.folder.parent if isinstance(self.window, UnlockWindow) else Path.home()
        folder = ask.folder(self.window, "Choose a practice file (a folder whose name ends in .kapdesk)", start)
        if folder is not None:
            self._place = None
            self.show_unlock(folder)

    def open_sample(self) -> None:
        """Make the fictional sample in a folder of its own and open it."""
        from kapdesk.usecases import sample

        folder = ask.folder(self.window, "Where the sample practice will lie", Path.home())
        if folder is None:
            return
        file = _free(folder / "sample.kapdesk")
        day = now().date()
        self._tasks.run(
            "Making the sample",
            lambda progress: sample.create_sample(file, sample.PASSPHRASE, day, progress).unlocked,
            self._opened_sample,
            lambda error: ask.tell(self.window, str(error)),
        )

    def _opened_sample(self, unlocked: Any) -> None:
        from kapdesk.usecases import sample

        ask.tell(self.window, f"The sample opens with the passphrase: {sample.PASSPHRASE}")
        self.open_practice(unlocked)

    def restore(self) -> None:
        """Make a practice file from a backup, and open its lock."""
        from kapdesk.ui.practice.backups import ask_secret
        from kapdesk.usecases import backups

        path = ask.open_file(self.window, "Choose a backup", Path.home(), "Backups (*.kdbk)")
        secret = ask_secret(self.window) if path else None
        if path is None or secret is None:
            return
        to = ask.save_file(self.window, "Restore as", path.with_suffix(".kapdesk"), "Practice files (*.kapdesk)")
        if to is None:
            return
        self._tasks.run(
            "Restoring",
            lambda progress: backups.restore_backup(path, secret, to, now(), progress),
            lambda report: self.show_unlock(report.folder),
            lambda error: ask.tell(self.window, str(error)),
        )

    def apply_look(self) -> None:
        """Draw everything in the look that is chosen now; the desk is built anew, where one was."""
        theme.apply(self._app, is_dark(self._app, self._preferences), self._preferences.scale)
        if self._vault is not None and self.window is not None:
            self._place = self.window.place()  # type: ignore[attr-defined]  # the desk is open
            self.window.close_down()  # type: ignore[attr-defined]  # the desk is open
            self.show_desk()

    # inside

    def _open_vault(self, unlocked: Any) -> Any:
        from kapdesk.usecases import opening

        try:
            return opening.open_practice(unlocked, now())
        except OlderThanLastClosed as error:
            if ask.confirm(self.window, str(error), "Open it all the same", "It is entered in the history."):
                return opening.open_practice(unlocked, now(), accept_older=True)
            return None

    def _set_new_passphrase(self, vault: Any, unlocked: Any) -> bool:
        from kapdesk.ui.new_passphrase_dialog import NewPassphraseDialog
        from kapdesk.usecases import opening, practice

        facts = practice.get_practice(vault)
        dialog = NewPassphraseDialog(
            unlocked.folder, self._tasks, lambda: opening.known_words(facts), unlocked.secret, self.window
        )
        try:
            if not dialog.exec():
                return False
            opening.apply_passphrase(vault, dialog.prepared, now())
        finally:
            dialog.deleteLater()
        return True

    def _close_vault(self) -> None:
        from kapdesk.usecases import opening

        vault, self._vault = self._vault, None
        if vault is None:
            return
        self._idle.stop()
        self._app.removeEventFilter(self._idle)
        self._tasks.close_down()
        self.window.close_down()  # type: ignore[union-attr]  # the desk is open
        self.window.hide()  # type: ignore[union-attr]  # what leaving a field still keeps is kept before the vault closes
        self._watcher.removePaths(self._watcher.directories())
        with contextlib.suppress(KapdeskError):  # a full disk must not keep the desk from locking
            opening.close_practice(vault, now())
        vault.close()

    def _show(self, window: Any) -> None:
        old, self.window = self.window, window
        window.show()
        if old is None:
            return
        for signal in ("closed", "lock_wanted"):
            with contextlib.suppress(AttributeError, RuntimeError, TypeError):
                getattr(old, signal).disconnect()
        old.hide()
        old.deleteLater()

    def _come_forward(self, folder: str) -> None:
        """A second start has asked for this window."""
        request = Path(folder) / "request"
        if request.exists():
            with contextlib.suppress(OSError):
                request.unlink()
            if self.window is not None:
                self.window.setWindowState(self.window.windowState() & ~self.window.windowState().WindowMinimized)
                self.window.raise_()
                self.window.activateWindow()

    def _import_the_rest(self) -> None:
        def work() -> None:
            for name in _LATER:
                importlib.import_module(name)

        threading.Thread(target=work, daemon=True, name="imports").start()

    def _install_crash_dialog(self) -> None:
        def shown(text: str) -> None:
            from kapdesk.ui.crash import CrashDialog

            sys.stderr.write(text + "\n")
            CrashDialog(text, self.window).exec()

        def hook(kind: type[BaseException], error: BaseException, trace: Any) -> None:
            from kapdesk.ui import crash

            if issubclass(kind, KeyboardInterrupt):
                self._app.quit()
            else:
                shown(crash.report(kind, trace))

        sys.excepthook = hook


def now() -> datetime:
    """The present moment, with this computer's offset."""
    return datetime.now().astimezone()


def _free(path: Path) -> Path:
    """The path, or the same with a number, so that it does not exist."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found
