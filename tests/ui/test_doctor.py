"""Doctor in the program: over the desk and before a practice is open; the check, damage, and what is passed on. About."""

import re
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kapdesk.domain.doctor import Line, Part
from kapdesk.ui import ask, ways
from kapdesk.ui.doctor import machine
from kapdesk.ui.doctor.dialog import DoctorDialog
from kapdesk.ui.help.window import help_window
from kapdesk.ui.practice.about import AboutPart
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.unlock import UnlockWindow
from kapdesk.ui.window import Window
from kapdesk.usecases.house import history, practice
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault
from tests.conftest import TODAY
from tests.ui.seen import press, words_on

Clock = Callable[[], datetime]


@pytest.fixture
def doctor(qtbot: QtBot, vault: Vault, clock: Clock, tasks: Tasks) -> DoctorDialog:
    made = DoctorDialog(vault.folder, clock, None, vault, tasks)
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_is_found_by_its_name_and_passes_on_no_name(
    qtbot: QtBot, window: Window, sample: Vault, tmp_path: Path
) -> None:
    next(one for one in ways.commands(window) if one.title[0].words.startswith("Doctor")).act()
    dialog = window.findChild(DoctorDialog)
    window.show_doctor()
    assert window.findChildren(DoctorDialog) == [dialog]  # one is enough
    qtbot.waitUntil(lambda: bool(dialog.lines) and not dialog.is_looking and "No printer found" in words_on(dialog))
    shown = words_on(dialog)
    for part in Part:
        assert part in shown
    assert str(sample.folder) in shown
    assert "No printer found: saving as PDF works" in shown
    press(dialog, "copy_doctor")
    text = QGuiApplication.clipboard().text()
    assert "12 clients, 154 notes" in text
    facts = practice.get_practice(sample)
    names = [one.name for one in clients.list_all_clients(sample, TODAY)]
    words = [*names, *(part for name in names for part in name.split() if len(part) > 3), facts.name, facts.therapist]
    words += [*facts.therapist.split(), str(Path.home()), str(sample.folder), sample.folder.name]
    assert [word for word in words if word.lower() in text.lower()] == []
    ask.answer(tmp_path / "d.txt")
    press(dialog, "save_doctor")
    assert (tmp_path / "d.txt").read_text("utf-8") == text


def test_a_whole_file_is_checked_stopped_and_recorded(
    qtbot: QtBot, doctor: DoctorDialog, vault: Vault, tasks: Tasks
) -> None:
    assert doctor.check is not None
    press(doctor, "check_whole_file")
    assert doctor.check.progress.isVisible()
    press(doctor, "check_stop")
    qtbot.waitUntil(lambda: not tasks.busy)
    assert "Stopped. Nothing was changed." in words_on(doctor.check)
    press(doctor, "check_whole_file")
    qtbot.waitUntil(lambda: not tasks.busy and not doctor.is_looking)
    assert "Checked June 9, 14:02. Whole: every page" in words_on(doctor.check)
    assert "Last check of the whole file: June 9, 2026, 14:02 (today), found whole" in words_on(doctor.check)
    assert not doctor.check.progress.isVisible()
    assert history.practice_history(vault, 1)[0].words == "Practice file checked and found whole"


def test_another_piece_of_work_is_not_stopped_by_it(qtbot: QtBot, doctor: DoctorDialog, tasks: Tasks) -> None:
    going, done = threading.Event(), []

    def backing_up(progress: Callable[[str, float], None]) -> bool:
        going.wait(60)
        progress("Backing up", 0.5)  # where it would stop
        return True

    tasks.run("Backing up", backing_up, done.append, lambda error: None)
    press(doctor, "check_whole_file")
    assert doctor.check is not None
    assert "Waiting until what runs before is done …" in words_on(doctor.check)
    press(doctor, "check_stop")
    going.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert done == [True]
    assert "Stopped. Nothing was changed." in words_on(doctor.check)


def test_damage_says_what_to_do(qtbot: QtBot, doctor: DoctorDialog, vault: Vault, tasks: Tasks) -> None:
    with vault.database.open("r+b") as file:
        file.seek(vault.database.stat().st_size - 4096 + 100)
        file.write(b"\xff" * 16)
    press(doctor, "check_whole_file")
    qtbot.waitUntil(lambda: "Check of the whole file: The check found damage: 1 of " in words_on(doctor))
    qtbot.waitUntil(lambda: not doctor.is_looking)
    shown = words_on(doctor)
    assert "Keep the damaged file" in shown
    assert "No backup is known to this practice" in shown
    assert "Last check of the whole file: damage found, June 9, 14:02" in shown
    assert doctor.summary.text().startswith("2 things need you now")  # and there is no backup
    assert re.search("Check of the whole file +Damage found", doctor.text())
    assert history.practice_history(vault)[0].words == "A check of the practice file found damage"


def test_it_helps_before_a_practice_is_open(
    qtbot: QtBot, practice_folder: Path, clock: Clock, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a printer that does not answer holds up neither the other lines nor the unlocking."""
    answer = threading.Event()

    def hang() -> list[Line]:
        answer.wait(60)
        return [Line(Part.PRINTERS, "Printer", "late")]

    monkeypatch.setattr(machine, "printers", hang)
    (practice_folder / "vault.db-wal").write_bytes(b"x" * 5000)
    unlock = UnlockWindow(practice_folder, tasks, clock)
    qtbot.addWidget(unlock)
    unlock.show()
    press(unlock, "doctor")
    dialog = unlock.findChild(DoctorDialog)
    qtbot.waitUntil(lambda: "the last window did not close in order" in words_on(dialog))
    assert not tasks.busy
    assert "Looking for printers …" in words_on(dialog)
    assert "are told here once it is open" in words_on(dialog)
    assert dialog.findChild(QPushButton, "check_whole_file") is None
    answer.set()
    qtbot.waitUntil(lambda: "late" in words_on(dialog))
    assert not (practice_folder / "request").exists()


def test_about_checks_a_download_and_shows_all_licences(qtbot: QtBot, tasks: Tasks, tmp_path: Path) -> None:
    about = AboutPart(tasks)
    qtbot.addWidget(about)
    about.show()
    assert "SQLCipher 4" in words_on(about)
    press(about, "open_news")
    assert help_window().reader.toPlainText().startswith("What is new")
    help_window().close()
    file = tmp_path / "kapdesk-setup.exe"
    file.write_bytes(b"installer")

    def check(pasted: str) -> str:
        about.download.sum.setText(pasted)
        ask.answer(file)
        press(about, "check_download")
        qtbot.waitUntil(lambda: not tasks.busy)
        return about.download.result.text()

    assert "There is nothing to compare it with" in check("")
    assert check("0" * 64).startswith("NOT equal to the sum you pasted: do not install")
    assert "64 signs" in check("no sum")
    (tmp_path / "SHA256SUMS").write_text("9f0e6d…")
    found = about.download.found.text
    check("")
    assert check(found().splitlines()[0].removeprefix("Found: ").replace(" ", "")).startswith("Equal")
    licences = about.licences
    assert (licences.list.item(0).text(), licences.list.item(1).text()) == ("NOTICES.md", "LICENSE.txt")
    licences.search.setText("bitstream vera")
    assert [licences.list.item(row).text() for row in range(licences.list.count())] == [
        "NOTICES.md",
        "fonts/DejaVu-LICENSE.txt",
    ]
    licences.list.setCurrentRow(1)
    assert licences.text.textCursor().selectedText() == "Bitstream"
