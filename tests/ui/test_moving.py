"""Moving house, as the therapist sees it: a backup becomes the practice here; the file that stays behind is read only."""

import re
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

import kapdesk
from kapdesk import preferences
from kapdesk.app import Desk
from kapdesk.errors import PracticeDamaged
from kapdesk.preferences import Preferences, usual_practice
from kapdesk.ui import ask, drives, ways
from kapdesk.ui.drives import Drive
from kapdesk.ui.first.backup_place import BackupPlace
from kapdesk.ui.moving import news
from kapdesk.ui.moving.leave import LeaveDialog
from kapdesk.ui.moving.restoring import RestoreDialog
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.unlock import UnlockWindow
from kapdesk.ui.window import PAGE_NAMES, Window
from kapdesk.usecases.house import backups, history, moving, opening
from kapdesk.usecases.house.found_backups import Place
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.ui.seen import press, words_on

Clock = Callable[[], datetime]


def dialog_of(kind: type, parent: QWidget | None) -> QWidget:
    assert parent is not None
    return next(one for one in parent.findChildren(kind) if one.isVisible())


@pytest.fixture
def stick(practice_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stick with a backup of the practice on it."""
    stick = tmp_path / "stick"
    stick.mkdir()
    vault = opening.open_practice(opening.unlock(practice_folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    backups.make_backup(backups.prepare_backup(vault), stick / backups.suggested_name(vault, NOW), NOW)
    opening.close_practice(vault, NOW)
    monkeypatch.setattr(drives, "places", lambda _last: [Place(stick, "drive STICK")])
    monkeypatch.setattr(drives, "for_backups", lambda _practice: [Drive(stick, "STICK", 8_000_000_000)])
    return stick


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


def test_the_lock_screen_leads_to_a_backup_too(fresh_desk: Desk, practice_folder: Path) -> None:
    fresh_desk.show_unlock(practice_folder)
    assert fresh_desk.window is not None
    press(fresh_desk.window, "have_backup")
    dialog, *more = fresh_desk.window.findChildren(RestoreDialog)
    assert not more, "a second one below the first would be left, asking all over again"
    dialog.done(0)


def asked_to_restore(desk: Desk, practice_folder: Path, qtbot: QtBot) -> RestoreDialog:
    """“I have a backup…” on the first launch, and the one on the stick is found."""
    assert desk.window is not None
    press(desk.window, "have_backup")
    dialog = dialog_of(RestoreDialog, desk.window)
    assert isinstance(dialog, RestoreDialog)
    dialog.set_folder(practice_folder.parent)
    qtbot.waitUntil(lambda: dialog.found.list.count() == 1)
    return dialog


def test_from_installer_and_stick_to_work_in_six_presses(
    fresh_desk: Desk, stick: Path, practice_folder: Path, qtbot: QtBot
) -> None:
    dialog = asked_to_restore(fresh_desk, practice_folder, qtbot)
    assert dialog.found.list.item(0).text().startswith("juniper   ·   made June 9, 2026, 14:02\n")
    assert "drive STICK" in dialog.found.list.item(0).text()
    press(dialog, "next")
    dialog.fields.text.setText("not this one, surely")
    press(dialog, "next")
    qtbot.waitUntil(lambda: "not the passphrase of this backup" in words_on(dialog))
    assert dialog.fields.text.text() == "not this one, surely"
    dialog.fields.text.setText(PASSPHRASE)
    press(dialog, "next")
    qtbot.waitUntil(lambda: "Step 3 of 3" in words_on(dialog))
    assert "“juniper” is there already and stays as it is" in words_on(dialog)
    name = dialog.name.text()
    dialog.name.setText("juniper")
    press(dialog, "next")
    assert "There is a practice file of that name already" in words_on(dialog)
    dialog.name.setText(name)
    press(dialog, "next")
    qtbot.waitUntil(lambda: "0 clients and 0 notes, as of June 9, 2026, 14:02" in words_on(dialog))
    press(dialog, "next")
    window = fresh_desk.window
    assert isinstance(window, Window)
    assert window.vault.folder == practice_folder.with_name(f"{name}.kapdesk")
    assert "Restored from the backup of June 9, 2026, 14:02." in words_on(window)
    assert not list(practice_folder.parent.glob("*.part"))
    press(window, "restored_close")
    assert moving.restored_from(window.vault) == ""


def test_what_was_restored_and_closed_without_opening_is_not_lost_from_sight(
    fresh_desk: Desk, stick: Path, practice_folder: Path, qtbot: QtBot
) -> None:
    dialog = asked_to_restore(fresh_desk, practice_folder, qtbot)
    press(dialog, "next")
    dialog.fields.text.setText(PASSPHRASE)
    press(dialog, "next")
    qtbot.waitUntil(lambda: "Step 3 of 3" in words_on(dialog))
    press(dialog, "next")
    qtbot.waitUntil(lambda: "The practice is back" in words_on(dialog))
    folder = dialog.target
    press(dialog, "cancel")
    qtbot.waitUntil(lambda: isinstance(fresh_desk.window, UnlockWindow))
    assert isinstance(fresh_desk.window, UnlockWindow)
    assert fresh_desk.window.folder == folder
    assert usual_practice(preferences.load()) == folder


def test_nothing_found_says_what_to_do_and_a_file_is_taken_by_hand(
    fresh_desk: Desk, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(drives, "places", lambda _last: [])
    fresh_desk.restore()
    dialog = dialog_of(RestoreDialog, fresh_desk.window)
    assert isinstance(dialog, RestoreDialog)
    qtbot.waitUntil(lambda: "No backup was found" in words_on(dialog))
    press(dialog, "next")
    assert "Choose a backup first" in words_on(dialog)
    wrong = tmp_path / "letter.kdbk"
    wrong.write_text("no backup")
    ask.answer(wrong, next(stick.iterdir()))
    press(dialog, "another_file")
    assert "letter.kdbk is no kapdesk backup" in words_on(dialog)
    press(dialog, "another_file")
    press(dialog, "next")
    assert "Step 2 of 3" in words_on(dialog)
    dialog.done(0)


def test_a_restoring_that_ends_after_a_lock_closed_its_window_is_told_to_nobody(
    tasks: Tasks, clock: Clock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr(drives, "places", lambda _last: [])
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: told.append(error))
    go_on, dialog = threading.Event(), RestoreDialog(tasks, clock, "")
    dialog._run("Restoring", lambda _progress: go_on.wait(60), told.append)
    dialog.done(0)
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    go_on.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert told == []


def test_leaving_makes_a_backup_and_retires_the_file(
    stick: Path, empty_window: Window, vault: Vault, qtbot: QtBot
) -> None:
    empty_window.preferences.practice = str(vault.folder)
    empty_window.show_practice("Backups")
    press(empty_window, "move_away")
    dialog = dialog_of(LeaveDialog, empty_window)
    press(dialog, "make_backup_for_move")
    qtbot.waitUntil(lambda: "0 clients and 0 notes read back from it" in words_on(dialog))
    assert len(list(stick.glob("*.kdbk"))) == 2
    ask.answer(stick / "steps.pdf")
    press(dialog, "save_steps")
    pages = PdfReader(stick / "steps.pdf").pages
    page = " ".join(pages[0].extract_text().split())
    assert len(pages) == 1
    assert re.search(r"juniper-2026-06-09(-2)?\.kdbk, made June 9, 2026, 14:02", page)
    assert vault.folder.name in page
    shown = "\n".join(one.read_text("utf-8") for one in Path(kapdesk.__file__).parent.glob("ui/**/*.py"))
    names = re.findall("“([^”]+)”", page.replace("- ", "-"))
    assert len(names) > 10
    assert [name for name in names if f'"{name}"' not in shown] == ["A new computer, and a newer version"]
    ask.answer(False, True)
    press(dialog, "retire_file")
    assert moving.retired_since(vault) is None
    press(dialog, "retire_file")
    assert not dialog.isVisible()
    assert "This practice moved to another computer on June 9, 2026. Here it is read only." in words_on(empty_window)
    assert usual_practice(empty_window.preferences) == vault.folder, "the next start says that it moved, not “Welcome”"
    ask.answer(True)
    press(empty_window, "retired_act")
    assert "read only" not in words_on(empty_window)


def test_damage_that_a_backup_finds_is_kept_wherever_it_was_asked_for(
    stick: Path, vault: Vault, tasks: Tasks, clock: Clock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_damage(*_: object) -> None:
        raise PracticeDamaged("1 of 60 pages")

    def told() -> int:
        return [row.words for row in history.practice_history(vault)].count("A check of the practice file found damage")

    monkeypatch.setattr(backups, "make_backup", find_damage)
    leave, first = LeaveDialog(vault, clock, tasks, lambda: False, None), BackupPlace(clock, tasks, Preferences())
    qtbot.addWidget(leave)
    qtbot.addWidget(first)
    leave.make.click()
    qtbot.waitUntil(lambda: told() == 1)
    first.show_for(vault)
    first.set_place(stick)
    first.back_up()
    qtbot.waitUntil(lambda: told() == 2)


def test_the_unlock_window_says_that_the_practice_moved(
    practice_folder: Path, tasks: object, clock: Clock, qtbot: QtBot
) -> None:
    vault = opening.open_practice(opening.unlock(practice_folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    moving.retire(vault, NOW)
    opening.close_practice(vault, NOW)
    window = UnlockWindow(practice_folder, tasks, clock)  # type: ignore[arg-type]  # the fixture's
    qtbot.addWidget(window)
    assert "moved to another computer on June 9, 2026" in words_on(window)


def test_in_a_retired_file_each_act_says_the_one_sentence_and_every_page_shows(window: Window, sample: Vault) -> None:
    """What was being written is kept before; nothing reaches the crash dialog, and backups can still be made."""
    window.open_client(1)
    window.chart.new_note()
    window.chart.notes.editor.text.setPlainText("typed just before")
    assert window.keep_all()
    moving.retire(sample, NOW)
    window.refresh_page()
    for name in PAGE_NAMES:
        if name != "chart":
            window.show_page(name)
        assert "moved to another computer" in words_on(window.notices)

    def says_so(act: Callable[[], object]) -> None:
        window.messages.hide()
        act()
        assert "kept to be read only" in words_on(window.messages), act

    window.open_client(1)
    says_so(window.chart.new_note)
    says_so(lambda: ways.begin_session(window, 1))
    says_so(lambda: ways.sign_paper(window, 1, "consent-therapy"))
    window.show_practice("Security")
    says_so(window.practice.security.change_passphrase)
    says_so(window.practice.security.replace_recovery_key)
    says_so(lambda: window.practice.writing._set_asks(True))
    drafts = [head for head in notes.list_notes(sample, 1, NOW.date()) if head.first_words == "typed just before"]
    window.open_note(1, drafts[0].id)
    assert window.chart.notes.editor.text.isReadOnly()
    assert window.keep_all()
    source = backups.prepare_backup(sample)
    report = backups.make_backup(source, sample.folder.parent / "after.kdbk", NOW)
    backups.record_backup(sample, report, NOW)
    assert backups.backup_state(sample, NOW).headline == "Read only"


def test_in_a_retired_file_what_would_be_refused_cannot_be_pressed_and_what_reads_can(
    window: Window, sample: Vault, qtbot: QtBot
) -> None:
    def can(*names: str) -> list[bool]:
        QApplication.processEvents()
        return [window.findChild(QWidget, name).isEnabled() for name in names]

    writing, reading = ("new_client_from_today", "book_from_today"), ("find_from_today", "backup_now", "lock_now")
    before = can(*writing)
    window.show_page("todo")
    key_of_new = window.findChild(QWidget, "new_task").toolTip()
    window.show_page("today")
    moving.retire(sample, NOW)
    window.refresh_page()
    assert can(*writing, *reading) == [False, False, True, True, True]
    assert "kept to be read only" in window.findChild(QWidget, "new_client_from_today").toolTip()
    for act in (window.new_client, window.new_task, window.chart.book):  # by Ctrl+N, Ctrl+T and a key of the chart
        window.messages.hide()
        window.open_client(1)
        act()
        assert "kept to be read only" in words_on(window.messages)
    assert can("new_note", "chart_book", "print_all_notes", "safety_plan") == [False, False, True, True]
    assert not any("New" in command.title[0].words for command in ways.commands(window))
    window.show_page("practice")
    assert window.practice.findChild(QLineEdit, "therapist").isReadOnly()
    window.show_page("papers")
    assert can("print_paper", "save_paper", "edit_wording") == [True, True, False]
    ask.answer(True)
    window.show_page("today")
    press(window, "retired_act")
    assert can(*writing) == before
    assert window.findChild(QWidget, "new_task").toolTip() == key_of_new
    window.open_client(1)
    assert can("new_note", "chart_book") == [True, True]


def test_what_is_new_is_shown_once_and_never_over_a_client(
    window: Window, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(news.WhatsNewDialog, "open", lambda dialog: shown.append(dialog.text.toPlainText()))
    window.preferences.seen_version = "0.1.0"
    monkeypatch.setattr(window, "clock", lambda: NOW.replace(hour=13, minute=20))  # Theo comes at 13:30
    news.show_once(window)
    assert (shown, window.preferences.seen_version) == ([], "0.1.0")
    monkeypatch.setattr(window, "clock", lambda: NOW.replace(hour=20))
    news.show_once(window)
    news.show_once(window)
    assert len(shown) == 1
    assert kapdesk.__version__ in shown[0]
    window.preferences.seen_version = "9.0.0"
    news.show_once(window)
    assert (len(shown), window.preferences.seen_version) == (1, "9.0.0")
