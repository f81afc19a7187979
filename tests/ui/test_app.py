"""The whole program: unlock, lock, idle, waking, a second start, emergency access."""

import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kapdesk import app as program
from kapdesk import preferences
from kapdesk.app import Desk
from kapdesk.domain.tablets import Dose
from kapdesk.errors import OpenElsewhere
from kapdesk.preferences import Preferences
from kapdesk.ui import ask, loading
from kapdesk.ui import tasks as worker
from kapdesk.ui.idle import IdleWatch
from kapdesk.ui.missing import MissingPractice
from kapdesk.ui.unlock import UnlockWindow
from kapdesk.ui.window import Window
from kapdesk.usecases.house import opening
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.medicine_day import medicine, medicine_days
from kapdesk.usecases.writing import notes
from kapdesk.vault import engine
from tests.conftest import NOW, PASSPHRASE
from tests.ui.seen import words_on


def desk_window(desk: Desk) -> Window:
    """The main window."""
    assert isinstance(desk.window, Window)
    return desk.window


def test_locking_destroys_the_window_keeps_the_draft_and_returns_to_the_place(desk: Desk, qtbot: QtBot) -> None:
    window = desk_window(desk)
    window.open_client(1)
    window.chart.new_note()
    window.chart.notes.editor.text.setPlainText("typed just before the lock")
    folder = desk._vault.folder
    gone: list[bool] = []
    window.destroyed.connect(lambda: gone.append(True))
    desk.lock()
    qtbot.waitUntil(lambda: bool(gone))
    assert isinstance(desk.window, UnlockWindow)
    assert desk._vault is None
    shown = "\n".join(label.text() for label in desk.window.findChildren(QLabel))
    assert "Rosa" not in shown
    desk.open_practice(opening.unlock(folder, Secret.passphrase(PASSPHRASE), program.now()))
    window = desk_window(desk)
    assert (window.page, window.chart.tab) == ("chart", "notes")
    drafts = [head for head in notes.list_notes(desk._vault, 1, NOW.date()) if not head.signed_at]
    assert "typed just before the lock" in [head.first_words for head in drafts]
    assert window.chart.notes.editor.text.toPlainText() == "typed just before the lock"


def test_work_that_hangs_holds_up_no_lock_and_the_desk_is_out_of_sight_before_it_is_waited_for(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_PATIENCE", 0.1)
    answers, seen = threading.Event(), list[bool]()
    window = desk_window(desk)
    close_down = desk._tasks.close_down
    desk._tasks.run("Backing up", lambda _progress: answers.wait(60), bool, bool)
    folder = desk._vault.folder
    with monkeypatch.context() as watched:
        watched.setattr(desk._tasks, "close_down", lambda: (seen.append(window.isVisible()), close_down()))
        desk.lock()
    assert (type(desk.window), seen) == (UnlockWindow, [False])
    desk.open_practice(opening.unlock(folder, Secret.passphrase(PASSPHRASE), program.now()))
    assert desk_window(desk).isVisible()
    answers.set()
    qtbot.waitUntil(lambda: not worker._AT_WORK)


def test_a_running_session_keeps_its_clock_and_the_emergency_card_on_the_locked_screen(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = program.now()
    monkeypatch.setattr(program, "now", lambda: now)
    vault = desk._vault
    day = medicine_days.begin(vault, 1, now - timedelta(minutes=50))
    medicine.take_in(vault, day, Dose(4, 100), 4, "", now - timedelta(minutes=42), now - timedelta(minutes=42))
    desk.lock()
    assert isinstance(desk.window, UnlockWindow)
    shown = {one.objectName(): one.text() for one in desk.window.findChildren(QLabel)}
    assert shown["stand_by_elapsed"] == "00:42:00"
    assert shown["stand_by_vitals"] == "⚑ vitals due 2 min ago"
    assert shown["stand_by_emergency_words"].startswith("Emergency: 911 first · this room: ")
    assert "Dr. S. Amari" in shown["stand_by_emergency_words"]
    assert not any(name in words for words in shown.values() for name in ("Rosa", "Luis", "R. D."))


def test_after_the_lock_no_statement_is_kept_with_what_was_asked(desk: Desk) -> None:
    desk_window(desk).open_client(1)
    assert engine._compiled
    desk.lock()
    assert not engine._compiled


def test_after_the_lock_the_file_is_free_and_its_journal_empty(desk: Desk) -> None:
    folder = desk._vault.folder
    with pytest.raises(OpenElsewhere):
        opening.unlock(folder, Secret.passphrase(PASSPHRASE), program.now())
    desk.lock()
    assert not (folder / "vault.db-wal").exists()
    opening.unlock(folder, Secret.passphrase(PASSPHRASE), program.now()).key.wipe()


def test_a_second_start_brings_the_first_window_forward(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[bool] = []
    monkeypatch.setattr(desk_window(desk), "raise_", lambda: raised.append(True))
    with pytest.raises(OpenElsewhere, match="asked to come forward"):
        opening.unlock(desk._vault.folder, Secret.passphrase(PASSPHRASE), program.now())
    qtbot.waitUntil(lambda: bool(raised))
    assert not (desk._vault.folder / "request").exists()


class _Clock:
    """Two clocks that a test moves."""

    def __init__(self) -> None:
        self.monotonic, self.wall = 1000.0, 5000.0

    def watch(self, window: Window, minutes: int) -> IdleWatch:
        return IdleWatch(window, lambda: minutes, lambda: self.monotonic, lambda: self.wall)

    def awake(self, watch: IdleWatch, seconds: int) -> bool:
        """Let time pass while the program runs, and so looks every second; whether it locked."""
        for _ in range(seconds):
            self.monotonic += 1
            self.wall += 1
            if watch.look():
                return True
        return False


def test_idle_minutes_lock(desk: Desk) -> None:
    clock = _Clock()
    watch = clock.watch(desk_window(desk), 10)

    def expired_within(seconds: int) -> bool:
        for _ in range(seconds // 5):
            clock.monotonic += 5
            clock.wall += 5
            if watch.look():
                return True
        return False

    assert not expired_within(595)
    watch.eventFilter(QObject(), QEvent(QEvent.Type.KeyPress))
    assert not expired_within(595)
    assert expired_within(10)


def test_waking_locks_before_anything_is_painted(desk: Desk) -> None:
    window, clock = desk_window(desk), _Clock()
    watch = clock.watch(window, 10)
    clock.wall += 3600
    assert watch.eventFilter(window, QEvent(QEvent.Type.UpdateRequest))
    assert not window.isVisible()


def test_this_copy_of_qt_loses_no_references() -> None:
    loading.refuse_leaking_qt()


def test_the_crash_report_holds_no_words_of_a_client(desk: Desk) -> None:
    from kapdesk.ui.crash import report

    try:
        raise ValueError("Rosa Delgado said")
    except ValueError as error:
        text = report(type(error), error.__traceback__)
    assert "ValueError" in text
    assert "test_app.py:" in text
    assert "Rosa" not in text


def test_a_second_start_of_the_program_says_so_before_any_passphrase(desk: Desk) -> None:
    assert program.run(desk._vault.folder) == 1
    assert "asked to come forward" in ask.asked[0]


def test_a_usual_practice_that_is_missing_is_never_replaced_by_another_window(
    qapp: QApplication, practice_folder: Path, tmp_path: Path
) -> None:
    gone = tmp_path / "stick" / "gone.kapdesk"
    started = Desk(qapp, Preferences(practice=str(gone), practices=[str(practice_folder)]))
    started.begin(gone)
    missing = started.window
    assert isinstance(missing, MissingPractice)
    ask.answer(practice_folder)
    missing.find_it()
    assert isinstance(started.window, UnlockWindow)
    assert started.window.folder == practice_folder
    assert preferences.load().practice == str(practice_folder)
    qapp.aboutToQuit.disconnect(started.end)
    started.end()
    started.window.hide()
    started.window.deleteLater()


@pytest.mark.parametrize("passphrase", [PASSPHRASE, "not this one, surely"])
def test_another_practice_is_asked_for_while_one_is_being_opened(
    qapp: QApplication, qtbot: QtBot, practice_folder: Path, tmp_path: Path, passphrase: str
) -> None:
    """What comes of the first one then is dropped: it neither opens over the other, nor falls over a window that is gone."""
    other = tmp_path / "other" / "other.kapdesk"
    shutil.copytree(practice_folder, other)
    started = Desk(qapp, Preferences())
    started.show_unlock(practice_folder)
    assert isinstance(started.window, UnlockWindow)
    started.window.secret.setText(passphrase)
    started.window.try_unlock()
    started.show_unlock(other)
    qtbot.waitUntil(lambda: not started._tasks.busy)
    assert isinstance(started.window, UnlockWindow)
    assert started.window.folder == other
    assert "not the passphrase" not in words_on(started.window)
    started.window.secret.setText(PASSPHRASE)
    started.window.try_unlock()
    qtbot.waitUntil(lambda: isinstance(started.window, Window))
    assert desk_window(started).vault.folder == other
    qapp.aboutToQuit.disconnect(started.end)
    started.end()
    started.window.hide()
    started.window.deleteLater()


def test_the_sample_does_not_become_the_usual_practice_unless_it_is_chosen(desk: Desk) -> None:
    assert preferences.load().practice == ""
    assert preferences.load().practices == [str(desk._vault.folder)]
    box = desk_window(desk).practice.security.usual
    assert not box.isChecked()
    box.click()
    assert preferences.load().practice == str(desk._vault.folder)
