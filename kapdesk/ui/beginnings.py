"""Other ways to a practice file than making one: restored from a backup, or the fictional sample."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from kapdesk import paths
from kapdesk.ui import ask
from kapdesk.ui.tasks import Tasks

Clock = Callable[[], datetime]
SAMPLE = "Sample practice"
"""What the file of the sample is called."""


def make_sample(window: QWidget | None, tasks: Tasks, clock: Clock, done: Callable[[Any], None]) -> None:
    """Make the sample among the documents, or open the one that was made there before; `done` is given what opens it."""
    from kapdesk.usecases import sample

    day, at = clock().date(), clock()

    def work(progress: Callable[[str, float], None]) -> Any:
        return sample.open_or_create_sample(paths.documents() / f"{SAMPLE}.kapdesk", day, at, progress)

    def made(unlocked: Any) -> None:
        ask.tell(
            window,
            "This practice is fictional, and lies in a file of its own. Do with it what you like.\n\n"
            f"Its passphrase is: {sample.PASSPHRASE}",
        )
        done(unlocked)

    tasks.run("Making the sample practice", work, made, lambda error: ask.tell(window, str(error)))


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


def ask_the_first_window(folder: Path) -> None:
    """When this practice is open in another window, ask that one to come forward and say so (OpenElsewhere)."""
    from kapdesk.vault.lock import claim

    if (folder / "vault.db").is_file():
        claim(folder).release()
