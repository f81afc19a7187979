"""The dialog that prints or saves notes: the layout runs beside, what is done is said and entered."""

import threading
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from kapdesk.domain.notes import NoteKind
from kapdesk.errors import Cancelled
from kapdesk.ui import ask, printer
from kapdesk.ui.notes.print_notes import PrintNotesDialog
from kapdesk.ui.tasks import Progress, Tasks
from kapdesk.usecases.house import history
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import note_printing, notes, private_notes
from kapdesk.usecases.writing.note_printing import Gathered
from kapdesk.vault.database import Vault
from tests.conftest import NOW, PASSPHRASE, TODAY

Clock = Callable[[], datetime]


@pytest.fixture
def ada(vault: Vault) -> int:
    client = clients.create_client(vault, ClientFacts("Ada Quill"), NOW)
    for day, words in ((date(2026, 6, 2), "First words."), (TODAY, "Second words.")):
        notes.sign_note(vault, notes.start_note(vault, client, NoteKind.GENERAL, day, NOW, text=words), NOW)
    private_notes.start_note(vault, client, TODAY, "zephyrine", NOW)
    return client


@pytest.fixture
def dialog(qtbot: QtBot, vault: Vault, clock: Clock, tasks: Tasks, ada: int) -> PrintNotesDialog:
    made = PrintNotesDialog(vault, clock, tasks, ada, 1)
    qtbot.addWidget(made)
    made.show()
    return made


def saved(dialog: PrintNotesDialog, qtbot: QtBot, to: Path) -> str:
    ask.answer(to)
    dialog.make(True)
    qtbot.waitUntil(lambda: bool(dialog.done_words))
    return "\n".join(page.extract_text() for page in PdfReader(to).pages)


def test_this_note_is_saved_and_entered(
    dialog: PrintNotesDialog, qtbot: QtBot, tmp_path: Path, vault: Vault, ada: int
) -> None:
    words = saved(dialog, qtbot, tmp_path / "n.pdf")
    assert "First words." in words
    assert "Second words." not in words
    assert "not encrypted" in dialog.done_words
    words = history.client_history(vault, ada)[0].words
    assert words.startswith("Notes saved as PDF")
    assert words.endswith("1 note, June 2, 2026")


def test_all_notes_but_psychotherapy_notes_only_when_ticked(
    dialog: PrintNotesDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog.findChild(QRadioButton, "print_all").click()
    assert not dialog.private.isChecked()
    words = saved(dialog, qtbot, tmp_path / "n.pdf")
    assert "Second words." in words
    assert "zephyrine" not in words
    dialog.done_words = ""
    dialog.private.setChecked(True)
    qtbot.keyClicks(dialog.secret, PASSPHRASE)
    assert "zephyrine" in saved(dialog, qtbot, tmp_path / "p.pdf")


def test_psychotherapy_notes_need_the_passphrase_on_paper_too(
    dialog: PrintNotesDialog, qtbot: QtBot, tmp_path: Path, vault: Vault, ada: int
) -> None:
    dialog.findChild(QRadioButton, "print_all").click()
    assert not dialog.secret.isVisible()
    dialog.private.click()
    assert dialog.secret.isVisible()
    dialog.make(True)
    assert "Type the passphrase" in dialog.error.text()
    qtbot.keyClicks(dialog.secret, "not this one")
    dialog.make(True)
    qtbot.waitUntil(lambda: "passphrase" in dialog.error.text() and "Type" not in dialog.error.text())
    assert dialog.isVisible()
    assert dialog.done_words == ""
    assert "wrong passphrase" in history.client_history(vault, ada)[0].words
    dialog.secret.clear()
    qtbot.keyClicks(dialog.secret, PASSPHRASE)
    assert "zephyrine" in saved(dialog, qtbot, tmp_path / "n.pdf")


def test_the_passphrase_is_not_asked_where_the_practice_turned_it_off(
    qtbot: QtBot, vault: Vault, clock: Clock, tasks: Tasks, ada: int, tmp_path: Path
) -> None:
    private_notes.set_asks_again(vault, False, NOW)
    dialog = PrintNotesDialog(vault, clock, tasks, ada, None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.private.click()
    assert not dialog.secret.isVisible()
    assert "zephyrine" in saved(dialog, qtbot, tmp_path / "n.pdf")


def test_escape_stops_the_layout_and_nothing_is_entered(
    dialog: PrintNotesDialog, qtbot: QtBot, vault: Vault, ada: int, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, ended = threading.Event(), threading.Event(), []
    lay_out = note_printing.lay_out

    def slow(gathered: Gathered, progress: Progress) -> object:
        progress("Laying out the notes", 0.0)
        begun.set()
        go_on.wait(60)
        try:
            return lay_out(gathered, progress)
        except BaseException as error:
            ended.append(type(error))
            raise

    monkeypatch.setattr(note_printing, "lay_out", slow)
    before = len(history.client_history(vault, ada))
    dialog.make(True)
    assert begun.wait(60)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    go_on.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert ended == [Cancelled]
    assert not dialog.isVisible()
    assert len(history.client_history(vault, ada)) == before


def test_days_are_typed_and_a_wrong_one_is_said(dialog: PrintNotesDialog, qtbot: QtBot, tmp_path: Path) -> None:
    qtbot.keyClicks(dialog.first, "6/5/2026")
    words = saved(dialog, qtbot, tmp_path / "n.pdf")
    assert "First words." not in words
    assert "Second words." in words
    qtbot.keyClicks(dialog.last, "no day")
    dialog.make(True)
    assert "is not a day" in dialog.error.text()


def test_what_was_cancelled_is_not_entered(
    dialog: PrintNotesDialog, qtbot: QtBot, vault: Vault, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(history.client_history(vault, ada))
    asked: list[bytes] = []

    def no(_parent: object, pdf: bytes, _title: str) -> bool:
        asked.append(pdf)
        return False

    monkeypatch.setattr(printer, "print_pdf", no)
    dialog.make(False)
    qtbot.waitUntil(lambda: bool(asked))
    assert dialog.isVisible()
    assert dialog.done_words == ""
    assert len(history.client_history(vault, ada)) == before


def test_a_tick_that_would_do_nothing_cannot_be_set(dialog: PrintNotesDialog) -> None:
    assert not dialog.private.isEnabled()
    dialog.findChild(QRadioButton, "print_all").click()
    dialog.private.click()
    assert dialog.private.isChecked()
    dialog.findChild(QRadioButton, "print_this").click()
    assert not dialog.private.isChecked()
    assert not dialog.private.isEnabled()
    assert not dialog.secret.isVisible()
