"""Other ways to a practice file than making one: restored from a backup, or the fictional sample."""

import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6 import QtCore
from PySide6.QtWidgets import QWidget

from kapdesk import paths
from kapdesk import preferences as prefs
from kapdesk.errors import CannotWrite
from kapdesk.preferences import Preferences
from kapdesk.ui import ask
from kapdesk.ui.tasks import Tasks

Clock = Callable[[], datetime]
_NO_SHEET = (
    "This practice still has no recovery sheet: a forgotten passphrase means that everything is lost. “Replace the recovery key…” "
    "on the Practice page, tab Security, makes one."
)


def make_sample(window: QWidget | None, tasks: Tasks, clock: Clock, done: Callable[[Any], None]) -> None:
    """Make the sample among the documents, or open the one that was made there before; `done` is given what opens it."""
    from kapdesk.usecases.fiction import sample

    day, at = clock().date(), clock()

    def work(progress: Callable[[str, float], None]) -> Any:
        return sample.open_or_create_sample(paths.documents() / f"{prefs.SAMPLE}.kapdesk", day, at, progress)

    def made(unlocked: Any) -> None:
        ask.tell(
            window,
            "This practice is fictional, and lies in a file of its own. Do with it what you like.\n\n"
            f"Its passphrase is: {sample.PASSPHRASE}",
        )
        done(unlocked)

    tasks.run("Making the sample practice", work, made, lambda error: ask.tell(window, str(error)))


def restore_practice(
    window: QWidget | None,
    tasks: Tasks,
    clock: Clock,
    backup_folder: str,
    done: Callable[[Any], None],
    backup: Path | None = None,
) -> Any:
    """Make a practice file from a backup, the one given or one that is found; `done` is given what opens it.

    The dialog, open.
    """
    from kapdesk.ui.moving.restoring import RestoreDialog

    dialog = RestoreDialog(tasks, clock, backup_folder, backup, window)
    dialog.opened.connect(done)
    dialog.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def note_restored(preferences: Preferences, folder: Path) -> None:
    """Remember a practice that came from a backup, also when it is not opened now; the sample opens by itself never."""
    prefs.note_opened(preferences, folder, not folder.stem.startswith(prefs.SAMPLE))


def free(path: Path) -> Path:
    """The path, or the same with a number, so that it does not exist."""
    number, found = 1, path
    while paths.is_there(found):
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found


def note_opened(preferences: Preferences, vault: Any) -> None:
    """Remember a practice that is open; one that is fictional or retired never opens by itself for having been looked at."""
    from kapdesk.usecases.house import practice

    may_be_usual = not vault.reads_only and not practice.get_practice(vault).fictional
    prefs.note_opened(preferences, vault.folder, may_be_usual)


def made_already(preferences: Preferences) -> Path | None:
    """The practice that was made just when the power went, and which nobody has seen yet; it is remembered like any other."""
    from kapdesk.ui.first import typed

    folder = typed.made_already()
    if folder is not None:
        note_restored(preferences, folder)  # known before what leads to it is forgotten
        typed.forget()
    return folder


def ask_the_first_window(folder: Path) -> None:
    """When this practice is open in another window, ask that one to come forward and say so (OpenElsewhere)."""
    from kapdesk.vault.lock import claim

    if paths.is_file(folder / "vault.db"):
        with contextlib.suppress(CannotWrite):  # said once there is a window to say it in
            claim(folder).release()


def tell_at_opening(window: Any, vault: Any, migrated: str | None, at: datetime) -> None:
    """What must be known when a practice is opened: what is new, and that there still is no recovery sheet."""
    from kapdesk.usecases.house import setup

    tell_what_is_new(window, vault.folder, migrated)
    found = None if vault.reads_only else setup.read_setup(vault)
    thing = setup.first_thing(vault, at.date())
    if found is not None and found.recovery != "done" and (thing is None or thing.name != "recovery"):
        window.messages.say(_NO_SHEET)


def tell_what_is_new(window: Any, folder: Path, migrated: str | None) -> None:
    """After an update: what was done to the file, at once; what the program can do now, once, when there is time for it."""
    from kapdesk.ui.moving import news, strip

    if migrated:
        window.notices.updated.say(strip.updated_words(str(folder / f"before-{migrated}.db")))
    QtCore.QTimer.singleShot(0, window, lambda: news.show_once(window))
