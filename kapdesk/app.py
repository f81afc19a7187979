"""The composition root: the unlock window first, everything else while the passphrase is typed, then the desk."""

import contextlib
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6 import QtCore
from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from kapdesk import paths
from kapdesk import preferences as prefs
from kapdesk.errors import KapdeskError, OlderThanLastClosed
from kapdesk.ui import ask, beginnings, crash, loading, starting, theme
from kapdesk.ui.documents import Documents
from kapdesk.ui.help.f1 import F1
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.unlock import UnlockWindow

_NOT_KEPT = (
    "The last words you wrote could not be kept. Make room on the disk, open the practice, and look at them first."
)
_BACKUP = ".kdbk"
_READ_ONLY = "What you typed last was not kept: the practice moved to another computer, and here it is read only."
_TRY_AGAIN = 500
"""Milliseconds until the desk is built anew, when it cannot be just now."""
_CHECK_AFTER = 20_000
"""Milliseconds after opening until the whole file is checked in the background."""


def run(folder: Path | None, unlocked: Any = None) -> int:
    """Open the desk and stay until it is closed; the exit code, 1 when it could not start, which is said in a window."""
    desk = starting.told(partial(_start, folder, unlocked))
    return 1 if desk is None or desk.window is None else QApplication.exec()


def _start(folder: Path | None, unlocked: Any) -> "Desk":
    app = loading.application()
    chosen = prefs.load()
    dark = theme.looks_dark(app) if chosen.theme == "system" else chosen.theme == "dark"
    theme.apply(app, dark, chosen.scale)
    backup = folder if folder is not None and folder.suffix.lower() == _BACKUP else None
    folder = prefs.usual_practice(chosen) if backup else folder or prefs.usual_practice(chosen)
    if unlocked is None and folder is not None and backup is None:
        beginnings.ask_the_first_window(folder)
    desk = Desk(app, chosen)
    if unlocked is not None:
        desk.open_practice(unlocked)
    else:
        desk.begin(folder)
    if backup is not None:
        QTimer.singleShot(0, partial(desk.restore, backup))
    return desk


class Desk(QObject):
    """Which window is in sight: first launch, unlock, or the desk with a practice open."""

    locked = Signal()
    loaded = Signal()

    def __init__(self, app: QApplication, chosen: prefs.Preferences) -> None:
        super().__init__()
        self._app = app
        self._preferences = chosen
        prefs.note_first_start(chosen)
        self._tasks = Tasks(self)
        self._vault: Any = None
        self._place: Any = None
        self._place_in: Path | None = None
        self._loaded = False
        self.loaded.connect(partial(setattr, self, "_loaded", True))
        self.window: QWidget | None = None
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._come_forward)
        crash.install(lambda: self.window, self._app.quit)
        F1(app, self)
        if sys.platform == "darwin":  # elsewhere it is a word of the command, and a filter has its price at every event
            self._documents = Documents(self)
            self._documents.wanted.connect(self.open_document)
            app.installEventFilter(self._documents)
        app.styleHints().colorSchemeChanged.connect(self.apply_look)
        app.aboutToQuit.connect(self.end)

    # which window

    def begin(self, folder: Path | None) -> None:
        """The unlock window of a practice file, or the first launch."""
        beginnings.made_already(self._preferences)  # known from here on, also when another one opens now
        folder = folder or prefs.usual_practice(self._preferences)
        if folder is None:
            self.show_first_launch()
        elif folder == prefs.usual_practice(self._preferences) and not paths.is_folder(folder):
            self.show_missing(folder)
        else:
            self.show_unlock(folder)
        QTimer.singleShot(0, self.apply_look)
        also = ("zxcvbn",) if folder is None else ()  # a new passphrase is judged as it is typed
        QTimer.singleShot(0, partial(loading.import_the_rest, self.loaded.emit, also))

    def show_unlock(self, folder: Path, locked: bool = False, stand_by: Any = None) -> None:
        """Ask for the passphrase of a practice file; `stand_by` is what stays in sight of a session that runs."""
        others = prefs.known_practices(self._preferences, but=folder)
        unlock = UnlockWindow(folder, self._tasks, now, locked, stand_by, others)
        unlock.unlocked.connect(self.open_practice)
        unlock.known_wanted.connect(self.show_unlock)
        unlock.another_wanted.connect(self.choose_another)
        unlock.new_wanted.connect(lambda: self.show_first_launch(folder))
        unlock.backup_wanted.connect(self.restore)
        unlock.closed.connect(self._app.quit)
        self._show(unlock)

    def show_missing(self, folder: Path) -> None:
        """The usual practice is not where it was: say so, and never open another one in its place."""
        from kapdesk.ui.missing import MissingPractice

        missing = MissingPractice(folder, prefs.known_practices(self._preferences, but=folder))
        missing.there.connect(self.show_unlock)
        missing.found.connect(self._show_found)
        missing.known_wanted.connect(self.show_unlock)
        missing.backup_wanted.connect(lambda: self.restore())
        missing.closed.connect(self._app.quit)
        self._show(missing)

    def show_first_launch(self, come_from: Path | None = None, vault: Any = None) -> None:
        """Make a practice file, restore one, or look at the sample; with a vault, go on where the first launch was left."""
        from kapdesk.ui.first.window import FirstLaunch

        made_already = beginnings.made_already(self._preferences) if vault is None else None
        if made_already is not None:  # the power went just then
            self.show_unlock(made_already)
            return
        first = FirstLaunch(self._tasks, now, self._preferences, come_from is not None)
        first.made.connect(self._take_over)
        first.file_made.connect(partial(prefs.note_opened, self._preferences))
        first.file_made.connect(lambda folder: self._watcher.addPath(str(folder)))
        first.known_wanted.connect(self.show_unlock)
        first.open_wanted.connect(self.choose_another)
        first.sample_wanted.connect(self.open_sample)
        first.backup_wanted.connect(self.restore)
        first.back_wanted.connect(lambda: self.show_unlock(come_from) if come_from else None)
        first.closed.connect(self._app.quit)
        if vault is not None:
            self._watcher.addPath(str(vault.folder))
            first.resume(vault)
        self._show(first)
        if self._loaded:
            QTimer.singleShot(0, first.fill_time_zones)
        else:
            self.loaded.connect(first.fill_time_zones)

    def open_practice(self, unlocked: Any) -> None:
        """Open the vault on this thread and show the desk; after the recovery key a new passphrase is asked first."""
        from kapdesk.ui.new_passphrase_dialog import set_new_passphrase
        from kapdesk.usecases.house import opening, setup

        vault, migrated = None, unlocked.migrated_from
        try:
            vault = self._open_vault(unlocked)
            if vault is None:
                return
            # a retired file keeps its secrets, and opens all the same
            asks = unlocked.by == "recovery" and not vault.reads_only
            if asks and not set_new_passphrase(self.window, vault, unlocked, self._tasks, now):
                opening.close_practice(vault, now())
                return
        except KapdeskError as error:
            if vault is not None:
                vault.close()
            if isinstance(self.window, UnlockWindow):
                self.window.show_failure(error)
            else:
                ask.tell(self.window, str(error))
            return
        finally:
            unlocked.key.wipe()
        self._loaded = True
        beginnings.note_opened(self._preferences, vault)
        if setup.goes_on(vault):
            self.show_first_launch(vault=vault)
        else:
            self._take_over(vault)
            beginnings.tell_at_opening(self.window, vault, migrated, now())

    def show_desk(self) -> None:
        """The main window, where one was before the lock."""
        from kapdesk.ui import ways
        from kapdesk.ui.idle import IdleWatch
        from kapdesk.ui.place import Place
        from kapdesk.ui.window import Window
        from kapdesk.usecases.house import practice

        theme.load_more_fonts()
        zone = practice.zone(practice.get_practice(self._vault))
        window = Window(self._vault, lambda: datetime.now(zone), self._tasks, self._preferences)
        window.lock_wanted.connect(self.lock)
        window.closed.connect(self._app.quit)
        window.own_wanted.connect(self.start_own)
        window.look_changed.connect(self.apply_look)
        window.open_wanted.connect(self.open_restored)
        self._idle = IdleWatch(window, partial(ways.idle_minutes, window))
        self._idle.expired.connect(self.lock)
        self._app.installEventFilter(self._idle)
        self._show(window)
        if self._place and self._place_in == self._vault.folder:
            window.go_to(self._place)
        else:
            window.go_to(Place())
            window.take_up()
        self._place = self._place_in = None
        QTimer.singleShot(_CHECK_AFTER, window.check_quietly)

    def lock(self) -> None:
        """Nothing of a client stays in sight, keys are dropped, drafts are kept; unlocking returns to the same place."""
        from kapdesk.ui.session.stand_by import standing_by

        if self._vault is None or self.window is None:
            return
        if ask.take_back_all():  # who asked goes on first, as if it was cancelled; nothing stays in sight meanwhile
            self.window.hide()
            QTimer.singleShot(0, self.lock)
            return
        folder = self._vault.folder
        self._keep_place()
        stand_by = standing_by(self._vault, now(), self._preferences.session_sound)
        problem = self._close_vault()
        self.show_unlock(folder, True, stand_by)
        if problem and isinstance(self.window, UnlockWindow):
            self.window.say(problem)
        self.locked.emit()

    def end(self) -> None:
        """Before the program ends: keep, close, drop."""
        self._close_vault()
        self._tasks.close_down()
        getattr(self.window, "let_go", bool)()  # the first launch, with the practice that it has just made

    # what they ask for

    def choose_another(self) -> None:
        """Open another practice file."""
        start = self.window.folder.parent if isinstance(self.window, UnlockWindow) else paths.documents()
        folder = ask.folder(self.window, "Choose a practice file (a folder whose name ends in .kapdesk)", start)
        if folder is not None:
            self.show_unlock(folder)

    def start_own(self) -> None:
        """From the sample to a practice of one's own."""
        folder = self._vault.folder
        problem = self._close_vault()
        self.show_first_launch(folder)
        if problem:
            ask.tell(self.window, problem)

    def open_sample(self) -> None:
        """Make the fictional sample and open it."""
        beginnings.make_sample(self.window, self._tasks, now, self.open_practice)

    def restore(self, backup: Path | None = None) -> None:
        """Make a practice file from a backup, and go straight on with it."""
        folder = self._preferences.backup_folder
        asked = beginnings.restore_practice(self.window, self._tasks, now, folder, self.open_restored, backup)
        asked.restored.connect(partial(beginnings.note_restored, self._preferences))
        asked.put_by.connect(lambda folder: QTimer.singleShot(0, partial(self._show_put_by, folder)))

    def open_restored(self, unlocked: Any) -> None:
        """Open what was restored; what was open is closed in order, with its drafts kept."""
        self._close_vault()
        usual = prefs.usual_practice(self._preferences)
        if usual is not None and not paths.is_folder(usual):
            prefs.make_usual(self._preferences, unlocked.folder, True)
        self.show_unlock(unlocked.folder)  # where it stays when no new passphrase is chosen
        self.open_practice(unlocked)

    def open_document(self, path: Path) -> None:
        """A practice or a backup was opened from the desktop; what is open now stays open."""
        if self._vault is not None:
            if path != self._vault.folder:
                ask.tell(self.window, f"A practice is open here. Lock it first (Ctrl+L), then open {path.name} again.")
        elif path.suffix.lower() == _BACKUP:
            self.restore(path)
        else:
            self.show_unlock(path)

    def apply_look(self) -> None:
        """Draw everything in the look that is chosen now; for another size of text the desk is built anew."""
        resized = theme.scale() != self._preferences.scale
        dark = theme.wants_dark(self._app, self._preferences.theme)
        if not resized and dark == theme.is_dark():
            return
        theme.apply(self._app, dark, self._preferences.scale)
        if resized:
            self._build_anew()
        elif self._vault is not None and self.window is not None:
            self.window.refresh_look()  # type: ignore[attr-defined]  # the desk is open

    # inside

    def _show_put_by(self, folder: Path) -> None:
        """What was restored and not opened yet stands ready, instead of the way that led to it."""
        if self._vault is None and self.window is not None and self.window.isVisible():
            self.show_unlock(folder)

    def _show_found(self, folder: Path) -> None:
        """The usual practice lies somewhere else now."""
        prefs.make_usual(self._preferences, folder, usual=True)
        self.show_unlock(folder)

    def _take_over(self, vault: Any) -> None:
        """Work in a practice that is open."""
        self._vault = vault
        self._watcher.addPath(str(vault.folder))
        self.show_desk()

    def _keep_place(self) -> None:
        self._place, self._place_in = self.window.place(), self._vault.folder  # type: ignore[union-attr]  # the desk is open

    def _build_anew(self) -> None:
        """The desk in another size of text; not while something runs that will report to the present window."""
        if self._vault is None or self.window is None:
            return
        if self._tasks.busy or self._app.activeModalWidget() is not None:
            QTimer.singleShot(_TRY_AGAIN, self._build_anew)
            return
        self._keep_place()
        self._idle.stop()
        self.window.close_down()  # type: ignore[attr-defined]  # the desk is open
        self.show_desk()

    def _open_vault(self, unlocked: Any) -> Any:
        from kapdesk.usecases.house import opening

        try:
            return opening.open_practice(unlocked, now())
        except OlderThanLastClosed as error:
            if ask.confirm(self.window, str(error), "Open it all the same", "It is entered in the history."):
                return opening.open_practice(unlocked, now(), accept_older=True)
            return None

    def _close_vault(self) -> str:
        """Keep what is being written, then close; whatever fails, the rest is done. What could not be kept, in words."""
        from kapdesk.usecases.house import opening
        from kapdesk.vault import engine

        vault, window, self._vault = self._vault, self.window, None
        if vault is None or window is None:
            return ""
        self._idle.stop()
        self._app.removeEventFilter(self._idle)
        self._watcher.removePaths(self._watcher.directories())
        problem = ""
        steps: tuple[Callable[[], object], ...] = (
            window.close_down,  # type: ignore[attr-defined]  # the desk is open
            window.hide,  # what leaving a field still keeps is kept before the vault closes
            self._tasks.close_down,  # may take a while: out of sight
            lambda: opening.close_practice(vault, now()),
            vault.close,
            engine.forget,
        )
        for step in steps:
            try:
                problem = (_READ_ONLY if vault.reads_only else _NOT_KEPT) if step() is False else problem
            except KapdeskError as error:
                problem = problem or str(error)
            except Exception as error:  # a bug must not leave a client in sight; it is told once the desk is locked
                QTimer.singleShot(0, partial(sys.excepthook, type(error), error, error.__traceback__))
        return problem

    def _show(self, window: Any) -> None:
        old, self.window = self.window, window
        window.show()
        if old is None:
            return
        for signal in ("closed", "lock_wanted"):
            with contextlib.suppress(AttributeError, RuntimeError, TypeError):
                getattr(old, signal).disconnect()
        getattr(old, "let_go", bool)()
        old.hide()
        old.deleteLater()

    def _come_forward(self, folder: str) -> None:
        """A second start has asked for this window."""
        request = Path(folder) / "request"
        if request.exists():
            with contextlib.suppress(OSError):
                request.unlink()
            if self.window is not None:
                self.window.setWindowState(self.window.windowState() & ~QtCore.Qt.WindowState.WindowMinimized)
                self.window.raise_()
                self.window.activateWindow()


def now() -> datetime:
    """The present moment, with this computer's offset."""
    return datetime.now().astimezone()
