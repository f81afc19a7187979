"""The practice page: facts with logo and undo, keys, this computer, backups, history."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from kapdesk import preferences as prefs
from kapdesk.errors import DiskFull, WrongPassphrase
from kapdesk.ui import ask, ways
from kapdesk.ui.new_passphrase_dialog import NewPassphraseDialog
from kapdesk.ui.practice import backups as card
from kapdesk.ui.practice.security import RecoveryDialog
from kapdesk.ui.window import Window
from kapdesk.usecases.house import backups, history, opening, practice
from kapdesk.usecases.house.secrets import Secret
from kapdesk.vault.database import Vault
from tests.conftest import NOW, PASSPHRASE
from tests.ui.seen import in_dialog, press, words_on

NEW = "walnut ferry copper maple dusk anchor"


def opens(vault: Vault, secret: Secret) -> bool:
    """Whether a secret opens the practice file, tried on its key slots."""
    try:
        opening.prepare_passphrase(vault.folder, secret, NEW + " more")
    except WrongPassphrase:
        return False
    return True


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A small PNG."""
    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    path = tmp_path / "logo.png"
    assert image.save(str(path))
    return path


def test_enter_saves_the_facts_and_control_z_takes_it_back(empty_window: Window, vault: Vault, qtbot: QtBot) -> None:
    empty_window.show_page("practice")
    licence = empty_window.practice.facts.lines["licence"]
    licence.setText("NM-1234")
    qtbot.keyClick(licence, Qt.Key.Key_Return)
    assert practice.get_practice(vault).licence == "NM-1234"
    assert "Practice saved" in words_on(empty_window.messages)
    empty_window.messages.undo()
    assert practice.get_practice(vault).licence == "NM-0000"
    assert licence.text() == "NM-0000"


def test_a_logo_is_chosen_shown_and_removed(empty_window: Window, vault: Vault, picture: Path) -> None:
    empty_window.show_page("practice")
    form = empty_window.practice.facts
    ask.answer(picture)
    press(form, "choose_logo")
    press(form, "save_facts")
    assert practice.get_practice(vault).logo == picture.read_bytes()
    press(form, "remove_logo")
    press(form, "save_facts")
    assert practice.get_practice(vault).logo == b""


def test_what_is_no_picture_is_refused_in_a_sentence(empty_window: Window, tmp_path: Path) -> None:
    empty_window.show_page("practice")
    words = tmp_path / "notes.png"
    words.write_text("not a picture")
    ask.answer(words)
    press(empty_window.practice.facts, "choose_logo")
    assert "not a PNG or JPEG" in words_on(empty_window.practice.facts)


def test_an_entry_that_cannot_be_kept_waits_when_the_page_is_left(empty_window: Window) -> None:
    empty_window.show_page("practice")
    empty_window.practice.facts.lines["email"].setText("no at sign")
    empty_window.show_page("clients")
    assert "cannot be kept" in words_on(empty_window.messages)
    empty_window.show_page("practice")
    assert empty_window.practice.facts.lines["email"].text() == "no at sign"


def change_passphrase(qtbot: QtBot, window: Window, present: str, new: str) -> list[str]:
    """Type into the dialog and press its button; the sentences it showed."""
    said: list[str] = []

    def act(dialog: NewPassphraseDialog) -> None:
        dialog.present.setText(present)
        dialog.new.first.setText(new)
        dialog.new.again.setText(new)
        dialog.try_set()
        qtbot.waitUntil(lambda: not dialog._tasks.busy)
        if dialog.isVisible():
            said.append(words_on(dialog))

    in_dialog(NewPassphraseDialog, act, window.practice.security.change_passphrase)
    return said


def test_the_passphrase_is_changed_and_the_old_one_opens_nothing(
    qtbot: QtBot, empty_window: Window, vault: Vault
) -> None:
    assert change_passphrase(qtbot, empty_window, PASSPHRASE, NEW) == []
    assert "Passphrase changed" in words_on(empty_window.messages)
    assert opens(vault, Secret.passphrase(NEW))
    assert not opens(vault, Secret.passphrase(PASSPHRASE))
    assert history.practice_history(vault)[0].words == "Passphrase changed"


def test_a_wrong_present_passphrase_changes_nothing(qtbot: QtBot, empty_window: Window, vault: Vault) -> None:
    said = change_passphrase(qtbot, empty_window, "not the present one at all", NEW)
    assert "That is not the passphrase" in said[0]
    assert opens(vault, Secret.passphrase(PASSPHRASE))


@pytest.mark.parametrize("weak", ["Ketamine2026!", "short", "robin alder juniper"])
def test_a_weak_passphrase_is_refused(qtbot: QtBot, empty_window: Window, vault: Vault, weak: str) -> None:
    assert change_passphrase(qtbot, empty_window, PASSPHRASE, weak) != []
    assert opens(vault, Secret.passphrase(PASSPHRASE))


def test_the_recovery_key_is_replaced_only_after_its_group_was_typed(
    empty_window: Window, vault: Vault, recovery_key: opening.RecoveryKey
) -> None:
    keys: list[opening.RecoveryKey] = []

    def act(dialog: RecoveryDialog) -> None:
        dialog.panel.typed.setText("0000")
        dialog.keep()
        assert "not the group" in words_on(dialog)
        assert opens(vault, Secret.recovery(recovery_key.words))
        keys.append(dialog.key)
        dialog.panel.typed.setText(dialog.panel.asked_group())
        dialog.keep()

    in_dialog(RecoveryDialog, act, empty_window.practice.security.replace_recovery_key)
    assert "Recovery key replaced" in words_on(empty_window.messages)
    assert opens(vault, Secret.recovery(keys[0].words))
    assert history.practice_history(vault)[0].words == "Recovery key replaced"


def test_choices_of_this_computer_are_kept_in_its_preferences(empty_window: Window, qtbot: QtBot) -> None:
    security = empty_window.practice.security
    security.idle.setValue(25)
    assert ways.idle_minutes(empty_window) == 25
    security.theme.setCurrentIndex(security.theme.findData("dark"))
    with qtbot.waitSignal(empty_window.look_changed):
        security.theme.activated.emit(security.theme.currentIndex())
    security.text_size.setCurrentIndex(security.text_size.findData(1.5))
    security.text_size.activated.emit(security.text_size.currentIndex())
    kept = prefs.load()
    assert (kept.idle_minutes, kept.theme, kept.scale) == (25, "dark", 1.5)


@pytest.mark.styled
def test_the_idle_minutes_can_be_read(empty_window: Window) -> None:
    empty_window.show_page("practice")
    empty_window.practice.open_tab("Security")
    idle = empty_window.practice.security.idle
    words = idle.fontMetrics().horizontalAdvance(idle.text())
    assert idle.lineEdit().width() - idle.lineEdit().textMargins().left() >= words


def test_a_backup_shows_its_progress_and_can_be_stopped(
    empty_window: Window, vault: Vault, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = vault.folder.parent / "stopped.kdbk"
    page = empty_window.practice.backups

    def slow(source: backups.BackupSource, *_: object) -> None:
        progress = _[2]
        assert callable(progress)
        while True:
            progress("reading back", 0.5)
            source.source.key  # noqa: B018  # what a real one holds

    monkeypatch.setattr(backups, "make_backup", slow)
    ask.answer(to)
    empty_window.back_up()
    qtbot.waitUntil(lambda: "reading back" in words_on(page))
    assert page.findChild(QProgressBar, "backup_progress").value() == 500
    assert not page.findChild(QPushButton, "make_backup").isEnabled()
    press(page, "backup_stop")
    qtbot.waitUntil(lambda: "Stopped" in words_on(page))
    assert page.findChild(QPushButton, "make_backup").isEnabled()
    assert not to.exists()


def test_the_backup_folder_is_remembered_and_nothing_of_a_client(window: Window, sample: Vault, qtbot: QtBot) -> None:
    folder = sample.folder.parent / "stick"
    folder.mkdir()
    ask.answer(folder / "one")
    with qtbot.waitSignal(window.practice.backups.changed):
        window.back_up()
    assert (folder / "one.kdbk").exists()
    assert prefs.load().backup_folder == str(folder)


def test_a_backup_that_cannot_be_remembered_is_said(
    window: Window, sample: Vault, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DiskFull("There is no room left.")

    monkeypatch.setattr(backups, "record_backup", full)
    ask.answer(sample.folder.parent / "desk.kdbk")
    window.back_up()
    qtbot.waitUntil(lambda: "no room left" in words_on(window.practice.backups))


def test_a_backup_is_checked_from_the_desk(
    window: Window, sample: Vault, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sample.folder.parent / "desk.kdbk"
    backups.make_backup(backups.prepare_backup(sample), made, NOW)
    monkeypatch.setattr(card, "ask_secret", lambda _parent: Secret.passphrase(PASSPHRASE))
    page = window.practice.backups
    window.show_page("practice")
    window.practice.open_tab("Backups")
    ask.answer(made)
    press(page, "check_backup")
    qtbot.waitUntil(lambda: "desk.kdbk is whole" in words_on(page))
    assert "Made June 9, 14:02" in words_on(page)


def test_a_wrong_secret_for_a_backup_is_said(
    window: Window, sample: Vault, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sample.folder.parent / "desk.kdbk"
    backups.make_backup(backups.prepare_backup(sample), made, NOW)
    monkeypatch.setattr(card, "ask_secret", lambda _parent: Secret.passphrase("not this one, surely"))
    window.show_page("practice")
    window.practice.open_tab("Backups")
    ask.answer(made)
    press(window.practice.backups, "check_backup")
    qtbot.waitUntil(lambda: "not the passphrase of this backup" in words_on(window.practice.backups))


def test_the_practice_file_is_checked_from_the_desk(window: Window, sample: Vault, qtbot: QtBot) -> None:
    window.show_page("practice")
    window.practice.open_tab("Backups")
    press(window.practice.backups, "check_practice")
    qtbot.waitUntil(window.practice.backups.result.isVisible)
    assert "signed records" in window.practice.backups.result.text()
    assert history.practice_history(sample)[0].words == "Practice file checked and found whole"


def test_the_history_of_the_practice_is_listed_newest_first(window: Window, sample: Vault) -> None:
    window.show_page("practice")
    window.practice.open_tab("History")
    model = window.practice.history.model
    words = [model.index(row, 2).data() for row in range(model.rowCount())]
    assert words == [row.words for row in history.practice_history(sample, len(words))]
    assert len(words) == 200
