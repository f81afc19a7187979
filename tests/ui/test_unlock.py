"""The unlock window and the first launch."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from kapdesk.preferences import Preferences
from kapdesk.ui import ask
from kapdesk.ui.first.window import FirstLaunch
from kapdesk.ui.missing import MissingPractice
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.unlock import UnlockWindow
from kapdesk.usecases.house import opening
from kapdesk.usecases.house.opening import RecoveryKey
from tests.conftest import PASSPHRASE
from tests.ui.seen import words_on

Clock = Callable[[], datetime]


def unlock_window(qtbot: QtBot, folder: Path, tasks: Tasks, clock: Clock) -> UnlockWindow:
    """The window in sight."""
    window = UnlockWindow(folder, tasks, clock)
    qtbot.addWidget(window)
    window.show()
    return window


def test_the_passphrase_opens(qtbot: QtBot, practice_folder: Path, tasks: Tasks, clock: Clock) -> None:
    window = unlock_window(qtbot, practice_folder, tasks, clock)
    qtbot.keyClicks(window.secret, PASSPHRASE)
    with qtbot.waitSignal(window.unlocked) as got:
        qtbot.keyClick(window.secret, Qt.Key.Key_Return)
    vault = opening.open_practice(got.args[0], clock())
    opening.close_practice(vault, clock())
    assert window.secret.text() == ""


def test_a_wrong_one_is_said_and_several_make_it_wait(
    qtbot: QtBot, practice_folder: Path, tasks: Tasks, clock: Clock
) -> None:
    window = unlock_window(qtbot, practice_folder, tasks, clock)
    for number in range(3):
        window.secret.setText(f"wrong {number}")
        window.try_unlock()
        qtbot.waitUntil(lambda: not tasks.busy)
        qtbot.waitUntil(window.secret.isEnabled)
    assert "not the passphrase" in words_on(window)
    act = window.findChild(QPushButton, "open")
    assert "Open in 1 s" in act.text()
    assert not act.isEnabled()


def test_the_recovery_key_opens_too(
    qtbot: QtBot, practice_folder: Path, recovery_key: RecoveryKey, tasks: Tasks, clock: Clock
) -> None:
    window = unlock_window(qtbot, practice_folder, tasks, clock)
    window.findChild(QPushButton, "use_recovery").click()
    assert window.secret.echoMode() is QLineEdit.EchoMode.Normal
    window.secret.setText(recovery_key.words.lower())
    with qtbot.waitSignal(window.unlocked) as got:
        window.try_unlock()
    assert got.args[0].by == "recovery"
    got.args[0].key.wipe()


def test_other_practices_are_offered_by_name_and_place(
    qtbot: QtBot, practice_folder: Path, tasks: Tasks, clock: Clock
) -> None:
    others = [Path("/a/Cedar.kapdesk"), Path("/b/Cedar.kapdesk"), Path("/b/Birch.kapdesk")]
    window = UnlockWindow(practice_folder, tasks, clock, others=others)
    qtbot.addWidget(window)
    acts = window.findChild(QPushButton, "open_another").menu().actions()
    expected = [f"Cedar ({Path('/a')})", f"Cedar ({Path('/b')})", "Birch", "", "Another file…"]
    assert [act.text() for act in acts] == expected
    with qtbot.waitSignal(window.known_wanted) as got:
        acts[1].trigger()
    assert got.args == [others[1]]
    with qtbot.waitSignal(window.another_wanted):
        acts[-1].trigger()
    with qtbot.waitSignal(window.backup_wanted):
        window.findChild(QPushButton, "have_backup").click()


def test_a_usual_practice_that_is_missing_is_waited_for_or_found(
    qtbot: QtBot, practice_folder: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick" / "High Mesa.kapdesk"
    window = MissingPractice(stick, [practice_folder])
    qtbot.addWidget(window)
    window.show()
    assert f"Looked for at {stick}" in words_on(window)
    assert "plug the stick in" in words_on(window)
    window.findChild(QPushButton, "look_again").click()
    assert "still not there" in words_on(window)
    ask.answer(tmp_path, practice_folder)
    window.findChild(QPushButton, "find_practice").click()
    assert "There is no practice in" in words_on(window)
    with qtbot.waitSignal(window.found) as got:
        window.findChild(QPushButton, "find_practice").click()
    assert got.args == [practice_folder]
    shutil.copytree(practice_folder, stick)
    with qtbot.waitSignal(window.there) as got:
        window.look()
    assert got.args == [stick]


def test_a_damaged_file_is_said_in_a_sentence(qtbot: QtBot, practice_folder: Path, tasks: Tasks, clock: Clock) -> None:
    (practice_folder / "vault.db").write_bytes(b"")
    window = unlock_window(qtbot, practice_folder, tasks, clock)
    window.secret.setText(PASSPHRASE)
    window.try_unlock()
    qtbot.waitUntil(lambda: "is empty" in words_on(window))


def test_the_first_launch_makes_a_practice_in_three_steps(
    qtbot: QtBot, tmp_path: Path, tasks: Tasks, clock: Clock
) -> None:
    first = FirstLaunch(tasks, clock, Preferences())
    qtbot.addWidget(first)
    first.step_one.set_folder(tmp_path)
    first.show()
    first.go_on()
    assert "Write the name of your practice." in words_on(first)
    qtbot.keyClicks(first.fields["name"], "Cedar: Room")
    assert first.target == tmp_path / "Cedar Room.kapdesk"
    first.go_on()
    first.passphrase.first.setText("short")
    first.go_on()
    assert "more characters are needed" in words_on(first)
    first.findChild(QPushButton, "generate").click()
    first.passphrase.again.setText(first.passphrase.first.text())
    first.go_on()
    qtbot.waitUntil(lambda: first.recovery is not None)
    assert first.recovery is not None
    qtbot.waitUntil(lambda: first.findChild(QPushButton, "next").isEnabled())
    first.recovery.typed.setText("0000")
    first.go_on()
    assert "not the group" in words_on(first)
    sheet = tmp_path / "sheet.pdf"
    ask.answer(str(sheet))
    first.findChild(QPushButton, "save_sheet").click()
    assert sheet.read_bytes().startswith(b"%PDF")
    first.recovery.typed.setText(first.recovery.asked_group().lower())
    first.go_on()
    assert "Step 3 of 3" in words_on(first)
    with qtbot.waitSignal(first.made) as got:
        first.findChild(QPushButton, "later").click()
    opening.close_practice(got.args[0], clock())
