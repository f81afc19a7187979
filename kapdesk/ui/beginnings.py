"""Other ways to a practice file than making one: restored from a backup, or the fictional sample."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

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
    window: QWidget | None, tasks: Tasks, clock: Clock, done: Callable[[Path], None], backup: Path | None = None
) -> None:
    """Make a practice file from a backup, which is asked for when none is given; `done` is given its folder."""
    from kapdesk.ui.practice.backups import ask_secret
    from kapdesk.usecases import backups

    path = backup or ask.open_file(window, "Choose a backup", Path.home(), "Backups (*.kdbk)")
    secret = ask_secret(window) if path else None
    if path is None or secret is None:
        return
    to = ask.save_file(window, "Restore as", path.with_suffix(".kapdesk"), "Practice files (*.kapdesk)")
    if to is None:
        return
    tasks.run(
        "Restoring the backup",
        lambda progress: backups.restore_backup(path, secret, to, clock(), progress),
        lambda report: done(report.folder),
        lambda error: ask.tell(window, str(error)),
    )


def free(path: Path) -> Path:
    """The path, or the same with a number, so that it does not exist."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found
