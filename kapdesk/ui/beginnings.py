"""Other ways to a practice file than making one: restored from a backup, or the fictional sample."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6 import QtCore
from PySide6.QtWidgets import QWidget

from kapdesk.ui import ask
from kapdesk.ui.tasks import Tasks

Clock = Callable[[], datetime]


def make_sample(window: QWidget | None, tasks: Tasks, clock: Clock, done: Callable[[Any], None]) -> None:
    """Make the sample in a folder that is asked for; `done` is given what opens it."""
    from kapdesk.usecases import sample

    folder = ask.folder(window, "Where the sample practice will lie", Path.home())
    if folder is None:
        return
    file, day = free(folder / "sample.kapdesk"), clock().date()

    def made(unlocked: Any) -> None:
        ask.tell(window, f"The sample opens with the passphrase: {sample.PASSPHRASE}")
        done(unlocked)

    tasks.run(
        "Making the sample practice",
        lambda progress: sample.create_sample(file, sample.PASSPHRASE, day, progress).unlocked,
        made,
        lambda error: ask.tell(window, str(error)),
    )


def restore_practice(
    window: QWidget | None,
    tasks: Tasks,
    clock: Clock,
    backup_folder: str,
    done: Callable[[Any], None],
    backup: Path | None = None,
) -> None:
    """Make a practice file from a backup, the one given or one that is found; `done` is given what opens it."""
    from kapdesk.ui.moving.restoring import RestoreDialog

    dialog = RestoreDialog(tasks, clock, backup_folder, backup, window)
    dialog.opened.connect(done)
    dialog.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def free(path: Path) -> Path:
    """The path, or the same with a number, so that it does not exist."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found


def tell_what_is_new(window: Any, folder: Path, migrated: str | None) -> None:
    """After an update: what was done to the file, at once; what the program can do now, once, when there is time for it."""
    from kapdesk.ui.moving import news, strip

    if migrated:
        window.notices.updated.say(strip.updated_words(str(folder / f"before-{migrated}.db")))
    QtCore.QTimer.singleShot(0, window, lambda: news.show_once(window))
