"""Integration on the desk: the strip above the note, what was carried over, the page that goes home."""

# ruff: noqa: F811  # fixtures of another module are parameters here

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kapdesk.domain.contacts import Answer
from kapdesk.domain.integration import Integration, Said, Step
from kapdesk.domain.notes import NoteKind
from kapdesk.ui import ask
from kapdesk.ui.notes.between import BetweenDialog
from kapdesk.ui.notes.editor import NoteEditor
from kapdesk.ui.notes.open_steps import OpenSteps, OutcomeDialog
from kapdesk.ui.notes.reader import NoteReader
from kapdesk.usecases.paper import papers
from kapdesk.usecases.writing import integration, note_printing, notes
from kapdesk.usecases.writing.note_printing import Chosen
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.ui.seen import in_dialog, type_keys, words_on
from tests.usecases.test_integration import PORCH, WALK, client, ketamine, note  # noqa: F401  # fixtures

Clock = Callable[[], datetime]


@pytest.fixture
def editor(qtbot: QtBot, vault: Vault, clock: Clock) -> Iterator[NoteEditor]:
    made = NoteEditor(vault, clock)
    qtbot.addWidget(made)
    made.resize(900, 650)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close_down()


def test_what_is_asked_and_tried_is_kept_with_the_draft_and_comes_back(
    editor: NoteEditor,
    vault: Vault,
    client: int,
    ketamine: int,
    qtbot: QtBot,
) -> None:
    editor.begin(client, NoteKind.INTEGRATION, TODAY, None)
    fields = editor.strip.fields
    assert editor.strip.fold.text() == "▸ Integration"
    assert editor.strip.summary.text() == "Ketamine session 2, Jun 7 · 0 of 4 asked · no step yet"
    assert editor.save(), "a session that is only offered begins no note"
    assert notes.list_notes(vault, client, TODAY) == []
    editor.strip.fold.click()
    fields.asked.start()
    type_keys(Qt.Key.Key_Y, Qt.Key.Key_N, Qt.Key.Key_Y, Qt.Key.Key_Y)
    assert "Tell the prescriber, today." in words_on(editor)
    assert fields.safety.isVisible()
    qtbot.keyClicks(fields.words["mood_dip"], "Thursday")
    qtbot.keyClicks(fields.steps[0][0], "walk on Sunday")
    assert editor.save()
    assert editor.note_id is not None
    editor.open(notes.get_note(vault, editor.note_id, TODAY))
    kept = integration.get(vault, editor.note_id)
    assert kept is not None
    assert (kept.ketamine_id, kept.asked["mood_dip"]) == (ketamine, Said(Answer.YES, "Thursday"))
    assert fields.summary() == "Ketamine session 2, Jun 7 · 4 of 4 asked · 1 step"
    editor.text.set_text("## What came\nthe sea")
    ask.answer(True)
    editor.sign()
    assert "By which day is “walk on Sunday” tried?" in words_on(editor)
    assert QApplication.focusWidget() is fields.steps[0][1]
    qtbot.keyClicks(fields.steps[0][1], "6/14/2026")
    ask.answer(True)
    editor.sign()
    assert not editor.writing


def test_a_day_that_is_none_is_said_at_its_field_and_nothing_is_lost(
    editor: NoteEditor,
    vault: Vault,
    note: int,
    qtbot: QtBot,
) -> None:
    editor.open(notes.get_note(vault, note, TODAY))
    day = editor.strip.fields.steps[0][1]
    qtbot.keyClicks(day, "someday")
    assert not editor.save()
    assert "“someday” is not a day" in words_on(editor)
    day.setText("6/14/2026")
    assert editor.save()


def test_another_kind_of_note_has_no_strip_but_what_was_carried_over(
    editor: NoteEditor,
    vault: Vault,
    client: int,
    ketamine: int,
    note: int,
    qtbot: QtBot,
) -> None:
    integration.keep(vault, note, Integration(ketamine, {}, (WALK,)), NOW)
    editor.begin(client, NoteKind.PREPARATION, TODAY, None)
    assert "walk on Sunday" in words_on(editor.strip)
    assert not editor.strip.fold.isVisible()

    def answer(dialog: OutcomeDialog) -> None:
        qtbot.keyClick(dialog.outcome.widgets()[0], Qt.Key.Key_Right)
        qtbot.keyClicks(dialog.words, "once")
        dialog.primary.click()

    (tell,) = [one for one in editor.strip.findChildren(QPushButton) if one.objectName().startswith("tell_step")]
    in_dialog(OutcomeDialog, answer, tell.click)
    assert not editor.strip.steps.isVisible(), "nothing is open any more"
    kept = integration.get(vault, note)
    assert kept is not None
    assert (kept.steps[0].outcome, kept.steps[0].outcome_on) == ("Partly: once", TODAY)
    editor.begin(client, NoteKind.CONTACT, TODAY, None)
    assert not editor.strip.steps.isVisible()


def test_a_signed_one_is_read_and_printed_with_what_became_of_its_steps(
    qtbot: QtBot,
    vault: Vault,
    clock: Clock,
    client: int,
    ketamine: int,
    note: int,
) -> None:
    integration.keep(vault, note, Integration(ketamine, {"sleep": Said(Answer.NO)}, (PORCH,)), NOW)
    notes.sign_note(vault, note, NOW)
    reader = NoteReader(vault, clock)
    qtbot.addWidget(reader)
    reader.show_note(notes.get_note(vault, note, TODAY))
    said = words_on(reader)
    assert "Integrates the ketamine session of June 7, 2026" in said
    assert "Step 1: sit on the porch before work · by Jun 20" in said
    gathered = note_printing.gather(vault, client, Chosen((note,)), TODAY)
    assert gathered.beside[note][0][-1] == "Step 1: sit on the porch before work · by Jun 20"
    assert note_printing.lay_out(gathered).pages == 1


def test_the_page_between_sessions_holds_the_clients_words_and_enters_the_chart(
    qtbot: QtBot,
    vault: Vault,
    clock: Clock,
    client: int,
    ketamine: int,
    note: int,
    tmp_path: Path,
) -> None:
    integration.keep(vault, note, Integration(ketamine, {}, (PORCH, Step("old", date(2026, 6, 1)))), NOW)
    dialog = BetweenDialog(vault, clock, client, None)
    qtbot.addWidget(dialog)
    assert dialog.came.toPlainText() == "the sea"
    assert "sit on the porch before work · by Jun 20" in words_on(dialog)
    assert dialog.language.currentData() == "en"
    dialog.language.setCurrentIndex(dialog.language.findText("Español"))
    dialog.intention.setPlainText("room for grief")
    ask.answer(tmp_path / "page")
    dialog.save()
    words = PdfReader(tmp_path / "page.pdf").pages[0].extract_text()
    assert "Entre sesiones" in words
    assert "room for grief" in words
    assert papers.papers_of_client(vault, client)[0].title == "Between sessions"
    assert dialog.done_words == "Between sessions: saved as page.pdf, and entered in the chart"


def test_open_steps_are_hidden_while_there_are_none(qtbot: QtBot, vault: Vault, clock: Clock, client: int) -> None:
    steps = OpenSteps(vault, clock)
    qtbot.addWidget(steps)
    steps.show_client(client)
    assert steps.isHidden()
