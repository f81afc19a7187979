"""The first launch after a crash, a power loss or a “Later”: it goes on where it was, and a passphrase is never kept."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kapdesk import app as program
from kapdesk import paths, preferences
from kapdesk.app import Desk
from kapdesk.errors import DiskFull, WrongRecoveryKey
from kapdesk.preferences import Preferences
from kapdesk.ui import ask
from kapdesk.ui.drives import Drive, other_drives
from kapdesk.ui.first import typed
from kapdesk.ui.first.window import FirstLaunch
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.unlock import UnlockWindow
from kapdesk.ui.window import Window
from kapdesk.usecases.house import moving, opening, setup
from kapdesk.usecases.house.opening import Created
from kapdesk.usecases.house.secrets import Secret
from tests.conftest import FACTS, NOW, PASSPHRASE
from tests.ui.seen import words_on

Clock = Callable[[], datetime]


@pytest.fixture
def started(qapp: QApplication) -> Iterator[Desk]:
    """The program, with no window yet."""
    made = Desk(qapp, Preferences())
    yield made
    qapp.aboutToQuit.disconnect(made.end)
    made.end()
    if made.window is not None:
        made.window.hide()
        made.window.deleteLater()


@pytest.fixture
def broken_off(tmp_path: Path) -> Created:
    """A practice as it is when the power goes while the recovery key is shown."""
    made = opening.create_practice(tmp_path / "new.kapdesk", PASSPHRASE, FACTS, NOW, guided=True)
    made.unlocked.key.wipe()
    return made


def opened(folder: Path, secret: Secret | None = None) -> opening.Unlocked:
    return opening.unlock(folder, secret or Secret.passphrase(PASSPHRASE), program.now())


def test_what_was_typed_is_still_there_but_no_passphrase(
    qtbot: QtBot, tmp_path: Path, tasks: Tasks, clock: Clock
) -> None:
    before = FirstLaunch(tasks, clock, Preferences())
    qtbot.addWidget(before)
    before.show()
    before.step_one.set_folder(tmp_path)
    qtbot.keyClicks(before.fields["name"], "Cedar Room")
    before.fields["phone"].setText("505-555-0100")
    before.go_on()
    before.passphrase.first.setText(PASSPHRASE)
    kept = (paths.settings() / "first-launch.json").read_text("utf-8")
    assert "505-555-0100" in kept
    assert not any(word in kept for word in PASSPHRASE.split())
    again = FirstLaunch(tasks, clock, Preferences())
    qtbot.addWidget(again)
    again.show()
    assert "What you typed before is still here." in words_on(again)
    assert again.target == tmp_path / "Cedar Room.kapdesk"
    again.findChild(QPushButton, "start_over").click()
    assert (again.fields["name"].text(), typed.kept()) == ("", {})


def test_a_file_that_was_made_just_when_the_power_went_is_opened(started: Desk, broken_off: Created) -> None:
    folder = broken_off.unlocked.folder
    typed.keep({"name": "New", "making": str(folder)})
    started.begin(None)
    assert isinstance(started.window, UnlockWindow)
    assert started.window.folder == folder
    assert typed.kept() == {}
    assert preferences.load().practice == str(folder)


def test_what_was_restored_just_when_the_power_went_is_known_though_another_one_opens(
    started: Desk, broken_off: Created, practice_folder: Path
) -> None:
    typed.begin_making(broken_off.unlocked.folder)
    assert typed.kept() == {}  # nothing of it was typed
    preferences.note_opened(started._preferences, practice_folder)
    started.begin(practice_folder)
    assert isinstance(started.window, UnlockWindow)
    assert started.window.folder == practice_folder
    assert preferences.known_practices(preferences.load()) == [broken_off.unlocked.folder, practice_folder]


def test_with_the_settings_lost_the_practice_among_the_documents_is_offered_first(
    started: Desk, broken_off: Created, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = broken_off.unlocked.folder
    (folder.parent / "Sample practice.kapdesk").mkdir()
    monkeypatch.setattr(paths, "documents", lambda: folder.parent)
    started.begin(None)
    assert started.window is not None
    assert f"“{folder.stem}” lies at {folder}. Nothing is lost" in words_on(started.window)
    offered = started.window.findChild(QPushButton, "open_there_already")
    assert started.window.focusWidget() is offered
    offered.click()
    assert isinstance(started.window, UnlockWindow)
    assert started.window.folder == folder


def test_a_practice_that_is_made_and_cannot_be_opened_yet_leads_to_its_lock_screen(
    started: Desk, broken_off: Created, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskFull("There is no room left.")

    started.begin(None)
    first = started.window
    assert isinstance(first, FirstLaunch)
    monkeypatch.setattr(opening, "open_practice", full)
    first._made(broken_off)
    assert any("no room left" in one and "The practice file is made" in one for one in ask.asked)
    assert isinstance(started.window, UnlockWindow)
    assert started.window.folder == broken_off.unlocked.folder
    assert preferences.load().practice == str(broken_off.unlocked.folder)


def test_a_full_disk_is_said_at_each_answer_of_the_last_step(
    started: Desk, broken_off: Created, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskFull("There is no room left.")

    started.open_practice(opened(broken_off.unlocked.folder))
    first = started.window
    assert isinstance(first, FirstLaunch)
    first.put_off()
    monkeypatch.setattr(setup, "answer", full)
    first.disk.answered.emit("done")
    assert "There is no room left." in words_on(first)


def test_a_recovery_key_that_was_never_proved_is_made_anew(started: Desk, broken_off: Created) -> None:
    folder = broken_off.unlocked.folder
    started.open_practice(opened(folder))
    first = started.window
    assert isinstance(first, FirstLaunch)
    assert "kept nowhere, and this one takes its place" in words_on(first)
    assert first.recovery is not None
    first.recovery.typed.setText(first.recovery.asked_group())
    first.go_on()
    assert "Step 3 of 3" in words_on(first)
    first.hand_on()  # as when the power goes again
    with pytest.raises(WrongRecoveryKey):
        opened(folder, Secret.recovery(broken_off.recovery_key.words))
    started.open_practice(opened(folder))
    again = started.window
    assert isinstance(again, FirstLaunch)
    assert "Step 3 of 3" in words_on(again)
    again.findChild(QPushButton, "later").click()
    assert isinstance(started.window, Window)
    assert "There is no backup yet" in words_on(started.window.today.first_thing)


def test_the_missing_sheet_is_said_at_each_opening_even_when_it_was_put_off(started: Desk, broken_off: Created) -> None:
    with closing(opening.open_practice(opened(broken_off.unlocked.folder), program.now())) as vault:
        setup.answer(vault, "recovery", "later")
        setup.end(vault)
        thing = setup.first_thing(vault, program.now().date())
        assert thing is not None
        setup.put_off(vault, thing, program.now().date())
    started.open_practice(opened(broken_off.unlocked.folder))
    assert isinstance(started.window, Window)
    assert "still has no recovery sheet" in words_on(started.window.messages)
    assert "There is no backup yet" in words_on(started.window.today.first_thing)


def test_a_practice_that_is_being_set_up_is_closed_when_another_is_opened(
    started: Desk, broken_off: Created, practice_folder: Path
) -> None:
    started.open_practice(opened(broken_off.unlocked.folder))
    started.open_document(practice_folder)
    opened(broken_off.unlocked.folder).key.wipe()  # nobody holds it


def test_sticks_are_offered_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    here = Drive(Path("/"), "", 9, "/dev/sda1")
    stick = Drive(Path("/media/dana/STICK"), "STICK", 27_800_000_000, "/dev/sdb1")
    large = Drive(Path("/run/media/dana/Archive"), "", 412_000_000_000, "/dev/sdc1")
    others = (
        here,
        Drive(Path("/boot/efi"), "", 9, "/dev/sda2"),
        Drive(Path("/media/dana/CD"), "CD", 0, "/dev/sr0", writable=False),
        Drive(Path("/media/again"), "", 9, "/dev/sda1"),
    )
    assert other_drives((*others, stick, large), here) == [large, stick]
    assert stick.words == "STICK · 27.8 GB free"
    assert large.words.startswith("Archive · 412")
    assert Drive(Path("E:"), "STICK", 9).words.startswith("STICK (E:) · ")


def test_a_retired_practice_opens_with_the_recovery_key_and_keeps_its_secrets(
    started: Desk, broken_off: Created
) -> None:
    folder = broken_off.unlocked.folder
    with closing(opening.open_practice(opened(folder), program.now())) as vault:
        moving.retire(vault, program.now())
    started.open_practice(opened(folder, Secret.recovery(broken_off.recovery_key.words)))
    assert isinstance(started.window, Window)
    assert started.window.vault.reads_only
