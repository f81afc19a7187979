"""The first launch by keyboard, what stands beside it, and what must not be lost by mistake."""

import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kapdesk import paths
from kapdesk import preferences as prefs
from kapdesk.app import Desk
from kapdesk.preferences import Preferences
from kapdesk.ui import ask, loading, theme
from kapdesk.ui.first.disk import DiskPart
from kapdesk.ui.first.window import FirstLaunch
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.unlock import UnlockWindow
from kapdesk.ui.window import Window
from kapdesk.usecases.fiction import sample
from kapdesk.usecases.house import opening, practice, setup
from kapdesk.vault.database import Vault
from tests.conftest import PASSPHRASE
from tests.ui.seen import press, words_on

Clock = Callable[[], datetime]


@pytest.fixture
def first(qtbot: QtBot, tmp_path: Path, tasks: Tasks, clock: Clock) -> FirstLaunch:
    """The first launch, in a folder of the test's own."""
    made = FirstLaunch(tasks, clock, Preferences(), True)
    qtbot.addWidget(made, before_close_func=lambda one: one.hand_on())
    made.step_one.set_folder(tmp_path)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def fresh_desk(qapp: QApplication) -> Iterator[Desk]:
    """The program as it starts for the first time."""
    made = Desk(qapp, Preferences())
    made.show_first_launch()
    yield made
    qapp.aboutToQuit.disconnect(made.end)
    made.end()
    if made.window is not None:
        made.window.hide()
        made.window.deleteLater()


def fill_and_make(first: FirstLaunch, qtbot: QtBot) -> None:
    """All that comes before the recovery key, by Enter."""
    qtbot.keyClicks(first.fields["name"], "Cedar Room")
    qtbot.keyClick(first.fields["name"], Qt.Key.Key_Return)
    first.passphrase.first.setText(PASSPHRASE)
    first.passphrase.again.setText(PASSPHRASE)
    qtbot.keyClick(first.passphrase.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: first.recovery is not None)
    qtbot.waitUntil(first.findChild(QPushButton, "next").isEnabled)


def test_enter_goes_on_through_all_three_steps(first: FirstLaunch, qtbot: QtBot, tmp_path: Path, clock: Clock) -> None:
    fill_and_make(first, qtbot)
    assert "Step 2 of 3 · your recovery sheet" in words_on(first)
    assert first.recovery is not None
    assert first.recovery.typed.hasFocus()
    qtbot.keyClicks(first.recovery.typed, first.recovery.asked_group())
    qtbot.keyClick(first.recovery.typed, Qt.Key.Key_Return)
    assert "Step 3 of 3" in words_on(first)
    first.place.set_place(tmp_path)
    act = QApplication.focusWidget()
    assert act is not None
    qtbot.keyClick(act, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: first.place.done)
    assert "read back whole" in words_on(first)
    press(first, "disk_on")
    qtbot.waitUntil(first.findChild(QPushButton, "next").isEnabled)
    with qtbot.waitSignal(first.made) as got:
        press(first, "next")
    vault = got.args[0]
    assert setup.read_setup(vault) == setup.Setup("done", "done", "done", ended=True)
    assert setup.first_thing(vault, clock().date()) is not None
    opening.close_practice(vault, clock())
    assert [path.name for path in tmp_path.glob("*.kdbk")] == ["Cedar Room-2026-06-09.kdbk"]


def in_sight(one: QWidget) -> bool:
    return one.isVisible() and one.visibleRegion().boundingRect() == one.rect()


@pytest.mark.styled
@pytest.mark.parametrize("scale", [1.5, 2.0])
def test_with_large_text_in_a_small_window_what_must_be_acted_on_is_in_sight(
    qapp: QApplication, qtbot: QtBot, vault: Vault, tasks: Tasks, clock: Clock, scale: float
) -> None:
    theme.apply(qapp, False, scale)
    first = FirstLaunch(tasks, clock, Preferences(), True)
    qtbot.addWidget(first, before_close_func=lambda one: one.hand_on())
    first.resize(1000, 676)
    first.show()
    for name in ("name", "therapist", "open_existing", "have_backup", "look_at_sample", "next", "back"):
        qtbot.waitUntil(lambda name=name: in_sight(first.findChild(QWidget, name)))
    first.sheet.show_new(vault)
    first._show_step(2)
    for name in ("print_sheet", "save_sheet", "confirm_group", "later", "next", "more_below"):
        qtbot.waitUntil(lambda name=name: in_sight(first.findChild(QWidget, name)))
    for _ in range(9):
        first.findChild(QPushButton, "more_below").click()
    assert in_sight(first.findChild(QLabel, "without_sheet"))
    assert not first.findChild(QPushButton, "more_below").isVisible()


def test_enter_on_a_button_does_what_the_button_says(first: FirstLaunch, qtbot: QtBot) -> None:
    back = first.findChild(QPushButton, "back")
    back.setFocus()
    with qtbot.waitSignal(first.back_wanted):
        qtbot.keyClick(back, Qt.Key.Key_Return)


def test_tab_reaches_every_field_and_button_of_the_step(first: FirstLaunch, qtbot: QtBot) -> None:
    first.step_one.more.setChecked(True)
    expected = {*first.fields, "time_zone", "file_name", "choose_folder", "open_existing", "have_backup", "more_facts"}
    reached = set()
    for _ in range(30):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused.objectName())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert reached >= expected | {"look_at_sample", "back", "next"}


def test_everything_that_can_be_acted_on_has_a_name(first: FirstLaunch, qtbot: QtBot) -> None:
    fill_and_make(first, qtbot)
    for one in (kind for kinds in (QAbstractButton, QLineEdit, QComboBox) for kind in first.findChildren(kinds)):
        assert one.objectName(), one
        assert one.accessibleName(), one.objectName()


def test_while_the_file_is_made_it_says_so_and_nothing_can_be_pressed_twice(
    first: FirstLaunch, qtbot: QtBot, tasks: Tasks
) -> None:
    looked_at = threading.Event()
    tasks.run("Making the practice file", lambda _: looked_at.wait(20), lambda _result: None, lambda _error: None)
    assert "Making the practice file" in words_on(first)
    assert not first.findChild(QPushButton, "next").isEnabled()
    assert not first.findChild(QPushButton, "look_at_sample").isEnabled()
    looked_at.set()
    qtbot.waitUntil(first.findChild(QPushButton, "next").isEnabled)


def test_a_name_that_is_missing_is_asked_for_by_what_it_is(first: FirstLaunch) -> None:
    press(first, "next")
    assert "Write the name of your practice." in words_on(first)
    assert first.fields["name"].property("wrong")
    first.fields["name"].setText("Juniper")
    first.step_one.file_name.clear()
    press(first, "next")
    assert "Give the practice file a name." in words_on(first)
    assert first.step_one.file_name.property("wrong")


def test_a_name_that_is_taken_is_said_at_its_field(first: FirstLaunch, tmp_path: Path) -> None:
    (tmp_path / "Taken.kapdesk").mkdir()
    first.step_one.file_name.setText("Taken")
    first.go_on()
    assert "There is a practice file of that name already" in words_on(first)
    assert first.step_one.file_name.property("wrong")


def test_disk_encryption_is_told_for_this_system_and_the_others_on_demand(qtbot: QtBot) -> None:
    disk = DiskPart()
    qtbot.addWidget(disk)
    disk.show()
    assert "LUKS" in words_on(disk)
    assert "FileVault" not in words_on(disk)
    press(disk, "disk_others")
    assert "Privacy & security → Device encryption" in words_on(disk)
    assert "System Settings → Privacy & Security → FileVault" in words_on(disk)
    with qtbot.waitSignal(disk.answered) as got:
        press(disk, "disk_later")
    assert got.args == ["later"]


def test_it_is_not_closed_by_mistake_before_the_recovery_key_is_kept(first: FirstLaunch, qtbot: QtBot) -> None:
    fill_and_make(first, qtbot)
    ask.answer(False)
    assert not first.close()
    assert ask.asked == ["You have not yet typed the group that shows that you have the recovery key."]
    ask.answer(True)
    with qtbot.waitSignal(first.closed):
        assert first.close()


def test_a_file_that_was_made_is_remembered_even_when_the_last_step_was_left(
    fresh_desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    first = fresh_desk.window
    assert isinstance(first, FirstLaunch)
    first.step_one.set_folder(tmp_path)
    fill_and_make(first, qtbot)
    assert prefs.load().practice == str(tmp_path / "Cedar Room.kapdesk")
    first.hand_on()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_both_first_windows_fit_a_small_screen(
    qapp: QApplication, qtbot: QtBot, practice_folder: Path, tasks: Tasks, clock: Clock, scale: float
) -> None:
    theme.apply(qapp, False, scale)
    screen = qapp.primaryScreen().availableSize()
    for window in (FirstLaunch(tasks, clock, Preferences()), UnlockWindow(practice_folder, tasks, clock)):
        qtbot.addWidget(window)
        window.show()
        assert window.width() <= screen.width()
        assert window.height() <= screen.height()


def test_a_practice_file_that_exists_can_be_opened(fresh_desk: Desk, practice_folder: Path) -> None:
    assert fresh_desk.window is not None
    ask.answer(practice_folder)
    fresh_desk.window.findChild(QPushButton, "open_existing").click()
    assert isinstance(fresh_desk.window, UnlockWindow)
    assert fresh_desk.window.folder == practice_folder


def test_a_folder_without_a_practice_is_said_before_anything_is_typed(fresh_desk: Desk, tmp_path: Path) -> None:
    assert fresh_desk.window is not None
    ask.answer(tmp_path)
    fresh_desk.window.findChild(QPushButton, "open_existing").click()
    assert fresh_desk.window is not None
    assert "There is no practice at" in words_on(fresh_desk.window)


def test_the_sample_is_made_among_the_documents_and_leads_back_to_ones_own(
    fresh_desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample_folder: Path
) -> None:
    monkeypatch.setattr(paths, "documents", lambda: tmp_path)
    (tmp_path / "Sample practice.kapdesk").mkdir()
    shutil.move(sample_folder, tmp_path / "Sample practice 2.kapdesk")
    monkeypatch.setattr(sample, "PASSPHRASE", PASSPHRASE)
    assert fresh_desk.window is not None
    fresh_desk.window.fields["name"].setText("Cedar Room")  # type: ignore[attr-defined]  # the first launch
    press(fresh_desk.window, "look_at_sample")
    qtbot.waitUntil(lambda: isinstance(fresh_desk.window, Window))
    assert fresh_desk._vault.folder == tmp_path / "Sample practice 2.kapdesk"
    assert f"passphrase is: {PASSPHRASE}" in ask.asked[-1]
    assert practice.get_practice(fresh_desk._vault).fictional
    chosen = prefs.load()
    assert (chosen.practice, chosen.practices) == ("", [str(fresh_desk._vault.folder)])
    press(fresh_desk.window, "start_own")
    assert isinstance(fresh_desk.window, FirstLaunch)
    assert fresh_desk._vault is None
    assert fresh_desk.window.fields["name"].text() == "Cedar Room"


def test_the_time_zones_are_offered_once_everything_is_loaded(fresh_desk: Desk, qtbot: QtBot) -> None:
    first = fresh_desk.window
    assert isinstance(first, FirstLaunch)
    loading.import_the_rest(fresh_desk.loaded.emit)
    qtbot.waitUntil(lambda: first.step_one.zone.count() > 100)
    assert first.step_one.zone.currentText()


def test_caps_lock_is_noticed(qtbot: QtBot, practice_folder: Path, tasks: Tasks, clock: Clock) -> None:
    window = UnlockWindow(practice_folder, tasks, clock)
    qtbot.addWidget(window)
    window.show()
    none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
    typed = [("a", none, False), ("A", none, True), ("1", none, True), ("A", shift, False), ("a", shift, True)]
    for sign, modifier, noticed in typed:
        QApplication.sendEvent(window.secret, QKeyEvent(QEvent.Type.KeyPress, 0, modifier, sign))
        assert ("Caps Lock seems to be on." in words_on(window)) is noticed, (sign, modifier)
    assert window.secret.text() == "aA1Aa"
