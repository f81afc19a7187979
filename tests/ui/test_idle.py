"""Locking whatever is in sight: with a dialog open, on a full disk, after dictation; and what comes after."""

import shutil
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kapdesk import app as program
from kapdesk.app import Desk
from kapdesk.errors import DiskFull
from kapdesk.preferences import Preferences
from kapdesk.ui import ask, theme
from kapdesk.ui.idle import IdleWatch
from kapdesk.ui.unlock import UnlockWindow
from kapdesk.ui.window import Window
from kapdesk.usecases.house import opening
from kapdesk.usecases.house.secrets import Secret
from tests.conftest import PASSPHRASE
from tests.ui.seen import words_on


def in_sight() -> list[str]:
    """The kinds of the windows that can be seen."""
    return sorted(type(one).__name__ for one in QApplication.topLevelWidgets() if one.isVisible())


def unlocked(folder: Path) -> opening.Unlocked:
    return opening.unlock(folder, Secret.passphrase(PASSPHRASE), program.now())


class Times:
    """Two clocks that a test moves."""

    def __init__(self) -> None:
        self.monotonic, self.wall = 1_000.0, 5_000.0

    def watch(self, window: QWidget) -> IdleWatch:
        return IdleWatch(window, lambda: 10, lambda: self.monotonic, lambda: self.wall)


def test_an_open_dialog_is_put_away_by_the_lock(desk: Desk, qtbot: QtBot) -> None:
    assert isinstance(desk.window, Window)
    seen: list[list[str]] = []

    def lock() -> None:
        if "NewClientDialog" not in in_sight():
            QTimer.singleShot(100, lock)
            return
        desk.lock()
        seen.append(in_sight())

    QTimer.singleShot(100, lock)
    desk.window.findChild(QPushButton, "new_client_from_today").click()
    assert seen == [[]]
    qtbot.waitUntil(lambda: in_sight() == ["UnlockWindow"])


def test_an_open_question_counts_as_cancelled(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask, "_answers", None)
    QTimer.singleShot(100, desk.lock)
    assert ask.confirm(desk.window, "Sign this note?", "Sign") is False
    qtbot.waitUntil(lambda: in_sight() == ["UnlockWindow"])


def test_a_full_disk_does_not_keep_the_desk_from_locking(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(desk.window, Window)
    folder = desk._vault.folder

    def no_room(*_: object) -> None:
        raise DiskFull("There is no room left on the disk.")

    monkeypatch.setattr(opening, "close_practice", no_room)
    desk.lock()
    assert in_sight() == ["UnlockWindow"]
    assert desk.window is not None
    assert "no room left" in words_on(desk.window)
    monkeypatch.undo()
    unlocked(folder).key.wipe()


def test_a_draft_that_cannot_be_kept_is_told_after_the_lock(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(desk.window, Window)
    monkeypatch.setattr(desk.window.chart, "close_down", lambda: False)
    desk.lock()
    assert "could not be kept" in words_on(desk.window)


def test_a_bug_while_closing_down_locks_all_the_same_and_is_told(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(desk.window, Window)
    told: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: told.append(kind))

    def broken() -> None:
        raise LookupError

    monkeypatch.setattr(desk.window.papers, "close_down", broken)
    desk.lock()
    assert in_sight() == ["UnlockWindow"]
    qtbot.waitUntil(lambda: told == [LookupError])


def test_the_place_is_kept_for_the_same_practice_only(desk: Desk, tmp_path: Path) -> None:
    assert isinstance(desk.window, Window)
    desk.window.open_client(3)
    folder = desk._vault.folder
    other = tmp_path / "other" / "sample.kapdesk"
    shutil.copytree(folder, other)
    (other / "lastclose.json").unlink(missing_ok=True)
    desk.lock()
    desk.open_practice(unlocked(other))
    assert isinstance(desk.window, Window)
    assert (desk.window.page, desk.window.chart.client_id) == ("today", None)


def test_the_part_of_the_practice_page_is_a_place_too(desk: Desk) -> None:
    assert isinstance(desk.window, Window)
    desk.window.show_page("practice")
    desk.window.practice.open_tab("Security")
    folder = desk._vault.folder
    desk.lock()
    desk.open_practice(unlocked(folder))
    assert isinstance(desk.window, Window)
    assert (desk.window.page, desk.window.practice.tab) == ("practice", "Security")


def test_dictation_counts_as_input(qtbot: QtBot) -> None:
    window, times = QWidget(), Times()
    qtbot.addWidget(window)
    watch = times.watch(window)
    for _ in range(30):
        times.monotonic += 50
        times.wall += 50
        watch.eventFilter(window, QInputMethodEvent())
        assert not watch.look()


def test_a_sleep_is_noticed_where_both_clocks_run_on(qtbot: QtBot) -> None:
    window, times = QWidget(), Times()
    qtbot.addWidget(window)
    watch = times.watch(window)
    times.monotonic += 120
    times.wall += 120
    with qtbot.waitSignal(watch.expired):
        assert watch.look()


def test_after_a_sleep_the_first_exposure_paints_nothing(qtbot: QtBot) -> None:
    window, times = QWidget(), Times()
    qtbot.addWidget(window)
    window.show()
    watch = times.watch(window)
    times.wall += 3_600
    assert watch.eventFilter(window.windowHandle(), QEvent(QEvent.Type.Expose))
    assert not window.isVisible()


def test_other_colours_do_not_disturb_what_is_being_done(
    desk: Desk, qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = desk.window
    assert isinstance(window, Window)
    window.open_client(1)
    window.chart.new_note()
    window.chart.notes.editor.text.setPlainText("half a sentence")
    monkeypatch.setattr(theme, "wants_dark", lambda *_: True)
    desk.apply_look()
    assert desk.window is window
    assert window.chart.notes.editor.text.toPlainText() == "half a sentence"


def test_another_size_of_text_waits_for_a_running_backup(desk: Desk, qtbot: QtBot) -> None:
    window = desk.window
    assert isinstance(window, Window)
    to = desk._vault.folder.parent / "desk.kdbk"
    ask.answer(str(to))
    window.back_up()
    desk._preferences.scale = 1.25
    desk.apply_look()
    assert desk.window is window
    qtbot.waitUntil(lambda: desk.window is not window)
    assert isinstance(desk.window, Window)
    assert (desk.window.page, desk.window.practice.tab) == ("practice", "Backups")
    assert "Last good backup: today" in words_on(desk.window.sidebar)
    assert to.exists()


def test_emergency_access_that_is_broken_off_leaves_the_file_closed(
    qapp: QApplication, qtbot: QtBot, practice_folder: Path, recovery_key: opening.RecoveryKey
) -> None:
    made = Desk(qapp, Preferences())

    def break_off() -> None:
        if not ask.take_back_all():
            QTimer.singleShot(10, break_off)

    try:
        made.show_unlock(practice_folder)
        assert isinstance(made.window, UnlockWindow)
        QTimer.singleShot(10, break_off)
        made.open_practice(opening.unlock(practice_folder, Secret.recovery(recovery_key.words), program.now()))
        assert isinstance(made.window, UnlockWindow)
        assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
        unlocked(practice_folder).key.wipe()
    finally:
        qapp.aboutToQuit.disconnect(made.end)
        made.end()
        made.window.hide()
        made.window.deleteLater()
