"""Pictures of Doctor: well, with things to do, while it looks and checks, with damage found, and before a practice is open.

The lines are made up, so that every computer draws the same.
"""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.doctor import Level, Line, Part
from kapdesk.errors import PracticeDamaged
from kapdesk.ui.doctor.dialog import DoctorDialog
from kapdesk.ui.practice.about import AboutPart
from kapdesk.ui.tasks import Tasks
from kapdesk.usecases.house.downloads import SUMS, Compared
from kapdesk.vault.database import Vault

_PROGRAM = (
    Line(Part.PROGRAM, "kapdesk", "0.2.0, reads and writes schema 0006"),
    Line(Part.PROGRAM, "System", "Debian GNU/Linux 12 (bookworm), Linux 6.1.0 (x86_64)"),
    Line(Part.PROGRAM, "SQLite", "3.53.4"),
    Line(Part.PROGRAM, "SQLCipher", "4.19.0 community"),
    Line(Part.PROGRAM, "OpenSSL", "OpenSSL 4.0.3"),
)
_MACHINE = (
    Line(Part.FONTS, "Words on the screen", "Source Sans 3"),
    Line(Part.FONTS, "SourceSans3-Regular.ttf", "Source Sans 3"),
    Line(Part.PRINTERS, "Default printer", "Office (Brother HL-L2350DW, takes Letter and A4)"),
    Line(Part.SCREEN, "Screen 1", "1920 × 1080, room for windows 1920 × 1040, scale 100%, 96 dots an inch"),
    Line(Part.SCREEN, "In kapdesk", "Text size 100%, light look"),
)
_OUTSIDE = (
    Line(Part.PRACTICE, "Size", "24 MB"),
    Line(Part.PRACTICE, "Journal", "Empty"),
    Line(Part.PRACTICE, "Key slots", "Both copies whole"),
    Line(Part.PRACTICE, "Open", "In this window"),
    Line(Part.PRACTICE, "Last closed", "June 8, 2026, 18:41"),
)
_INSIDE = (
    Line(Part.PRACTICE, "Schema", "0006"),
    Line(Part.PRACTICE, "In it", "12 clients, 154 notes, 713 entries in the history"),
    Line(Part.PRACTICE, "Clock of this computer", "June 9, 2026, 14:02"),
    Line(Part.BACKUPS, "Last backup", "yesterday 18:40 (yesterday)"),
    Line(Part.BACKUPS, "Last check of the whole file", "June 8, 2026, 18:40 (yesterday), with the backup, found whole"),
)
_PLACES = (
    Line(Part.PLACES, "Practice file", "/home/dana/Documents/High Mesa.kapdesk"),
    Line(Part.PLACES, "Practice file, free space", "212.4 GB"),
    Line(Part.PLACES, "Practice file, writing", "A small file was written, read back and removed"),
    Line(Part.PLACES, "Backup folder", "/media/dana/STICK/kapdesk backups"),
    Line(Part.PLACES, "Backup folder, drive", "Another drive than the practice file’s"),
)
_BAD: dict[str, tuple[str, Level, str]] = {
    "Last backup": (
        "May 20 (20 days ago)", "red", "Back up now (Ctrl+Shift+B), to a stick or another drive.",
    ),
    "Last check of the whole file": (
        "Never", "amber", "Check the whole practice file, below. It takes a minute and changes nothing.",
    ),
    "Practice file, free space": (
        "96 MB", "red",
        "Free some space on this drive: at least 572 MB should be free, so that backups and updates find room.",
    ),
    "Backup folder, drive": (
        "The same drive as the practice file", "amber",
        "When this drive dies, the backups die with it. Make the next backup to a stick or another drive.",
    ),
}  # fmt: skip
_WAITING = Line(
    Part.PRACTICE, "Journal", "41 KB waiting: the last window did not close in order", "amber",
    "Open the practice: what waits is taken in by itself. Never delete or leave behind the file vault.db-wal.",
)  # fmt: skip


def draw(
    dialog: Callable[[QDialog, str], None],
    window: QWidget,
    vault: Vault,
    clock: Callable[[], datetime],
) -> None:
    """Draw it over the desk."""

    def made(tasks: Tasks, lines: list[Line]) -> DoctorDialog:
        one = DoctorDialog(vault.folder, clock, window, vault, tasks)
        one.show_lines(lines)
        return one

    good = [*_OUTSIDE, *_INSIDE, *_PLACES, *_PROGRAM, *_MACHINE]
    bad = [_made_bad(one) for one in good]
    tasks = Tasks()
    dialog(made(tasks, good), "doctor-good")
    dialog(made(tasks, bad), "doctor-bad")
    running = made(tasks, good)
    assert running.check is not None
    running.check.show_running("Checking every page", 0.42)
    dialog(running, "doctor-checking")
    damaged = made(tasks, good)
    assert damaged.check is not None
    damaged.check.blockSignals(True)  # it would look again, at the day of drawing
    damaged.check.show_failure(
        PracticeDamaged(
            "The check found damage: 3 of 5,861 pages are not as they were written. Do not go on with this file: restore the "
            "newest good backup."
        )
    )
    damaged.show_lines(good)
    dialog(damaged, "doctor-damage")


def draw_about(take: Callable[[QWidget, str], None], about: AboutPart) -> None:
    """Draw what came of checking a download, and a licence that was looked for."""
    card, name = about.download, "kapdesk_0.2.0_amd64.deb"
    sums = [hashlib.sha256(one).hexdigest() for one in (b"published", b"tampered")]
    source = f"the sum in the {SUMS} file beside it"
    for found, words in ((sums[0], "equal"), (sums[1], "not-equal")):
        card.show_compared(Compared(name, found, sums[0], source))
        take(card, f"about-download-{words}")
    about.licences.search.setText("bitstream")
    take(about.licences, "about-licences")
    about.licences.search.clear()


def draw_before(dialog: Callable[[QDialog, str], None], folder: Path, clock: Callable[[], datetime]) -> None:
    """Draw it as it stands over the unlock window."""
    one = DoctorDialog(folder, clock, None)
    outside = [replace(line, value="In no window") if line.what == "Open" else line for line in _OUTSIDE]
    outside = [_WAITING if line.what == "Journal" else line for line in outside]
    one.show_lines([*outside, *_PLACES, *_PROGRAM, *_MACHINE])
    dialog(one, "doctor-before-unlock")


def _made_bad(line: Line) -> Line:
    if line.what not in _BAD:
        return line
    value, level, todo = _BAD[line.what]
    return replace(line, value=value, level=level, todo=todo)
