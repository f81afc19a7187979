"""Notes in depth: forms, facts of the session, carrying forward, errors, the wrong chart, crashes, the full screen."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QTextEdit
from pytestqt.qtbot import QtBot

from kapdesk.domain.notes import AddendumKind, NoteKind, Printed
from kapdesk.preferences import Preferences
from kapdesk.ui import ask
from kapdesk.ui.notes import tab as notes_page
from kapdesk.ui.notes import wrong_chart
from kapdesk.ui.notes.tab import NotesTab
from kapdesk.ui.notes.wrong_chart import WrongChartDialog
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.window import Window
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import note_forms, notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.ui.seen import words_on

Clock = Callable[[], datetime]


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill"), NOW)


@pytest.fixture
def ben(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ben Roe"), NOW)


@pytest.fixture
def tab(qtbot: QtBot, vault: Vault, clock: Clock, ada: int) -> Iterator[NotesTab]:
    made = NotesTab(vault, clock)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show_client(ada)
    made.show()
    yield made
    made.close_down()


def signed(vault: Vault, client_id: int, text: str, on: date = TODAY, kind: NoteKind = NoteKind.CONTACT) -> int:
    note = notes.start_note(vault, client_id, kind, on, NOW, text=text)
    notes.sign_note(vault, note, NOW)
    return note


def choose(tab: NotesTab, words: str) -> None:
    """A kind of note, as from its list."""
    tab.editor.kind.setCurrentIndex(tab.editor.kind.findText(words))
    tab.editor.kind.activated.emit(tab.editor.kind.currentIndex())


def test_another_form_keeps_the_words_and_exchanges_the_empty_headings(
    tab: NotesTab, vault: Vault, ada: int, qtbot: QtBot
) -> None:
    note_forms.save_form(vault, "Couples session", NoteKind.GENERAL, ["Both", "Each"], NOW)
    tab.new_note()
    qtbot.keyClicks(tab.editor.text, "She called.")
    choose(tab, "Couples session")
    assert tab.editor.text.words() == "## Who and why\nShe called.\n\n## Both\n\n\n## Each\n\n"
    tab.editor.text.undo()
    assert "## What was said" in tab.editor.text.words()
    tab.editor.text.redo()
    tab.editor.save()
    ask.answer(True)
    tab.editor.sign()
    (head,) = notes.list_notes(vault, ada, TODAY)
    assert head.kind_words == "General · Couples session"
    assert notes.get_note(vault, head.id, TODAY).text.strip() == "## Who and why\nShe called."


def test_signing_says_what_is_left_out_and_still_to_fill(
    tab: NotesTab, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def confirm(_parent: object, sentence: str, _verb: str, detail: str = "", danger: bool = True) -> bool:
        told.append(detail)
        return False

    monkeypatch.setattr(ask, "confirm", confirm)
    tab.new_note()
    qtbot.keyClicks(tab.editor.text, "Ride with {name}.")
    tab.editor.sign()
    assert told == [
        (
            "Left out, because nothing stands there: What was said, Risk, What was agreed. Still to fill: {name}. "
            "It can then never be changed; addenda can be added."
        )
    ]


def test_the_session_is_written_as_it_was(tab: NotesTab, vault: Vault, ada: int, qtbot: QtBot) -> None:
    tab.new_note()
    tab.editor.fold.click()
    facts = tab.editor.facts
    qtbot.keyClicks(facts.start, "905")
    tab.findChild(QPushButton, "note_stopped_at_now").click()
    qtbot.keyClicks(facts.place, "office")
    facts.modality.setCurrentText("In person")
    assert tab.editor.save()
    (head,) = notes.list_notes(vault, ada, TODAY)
    kept = notes.get_note(vault, head.id, TODAY).facts
    assert kept.started_at is not None
    assert (kept.started_at.time(), kept.minutes, kept.place, kept.modality) == (time(9, 5), 297, "office", "In person")
    facts.stop.setText("8:00")
    assert not tab.editor.save_head()
    assert "stops before it starts" in words_on(tab, QTextEdit)
    facts.stop.setText("half nine")
    assert not tab.editor.save_head()
    assert "is not a time of day" in words_on(tab, QTextEdit)
    assert not tab.close_down()
    facts.stop.setText("10:00")
    assert tab.close_down()


def test_the_last_note_is_carried_forward_marked_and_undone(
    tab: NotesTab, vault: Vault, ada: int, qtbot: QtBot
) -> None:
    tab.new_note()
    with qtbot.waitSignal(tab.said) as said:
        tab.editor.carry_forward(False)
    assert said.args[0] == "There is no earlier note of this kind to carry forward from."
    tab.close_down()
    signed(vault, ada, "## Risk\nasked, denied\n\n## What was agreed\nWait list.", date(2026, 6, 2))
    tab.new_note()
    before = tab.editor.text.words()
    tab.editor.text.go_to_section(1)
    tab.editor.text.go_to_section(1)
    tab.editor.carry_forward(True)
    assert "*Carried from the note of June 2, 2026:*\n\nasked, denied" in tab.editor.text.words()
    assert "Wait list." not in tab.editor.text.words()
    tab.editor.text.undo()
    assert tab.editor.text.words() == before


def test_a_note_entered_in_error_is_struck_through_and_says_so(
    tab: NotesTab, vault: Vault, ada: int, qtbot: QtBot
) -> None:
    note = signed(vault, ada, "Of another day.")
    tab.open_note(note)
    tab.findChild(QPushButton, "mark_error").click()
    qtbot.keyClicks(tab.reader.reason, "Meant May 4")
    ask.answer(True)
    tab.reader.add()
    assert ask.asked == ["Mark this note as entered in error?"]
    words = words_on(tab, QTextEdit)
    assert "Entered in error: see the addendum below." in words
    assert "Why: Meant May 4" in words
    shown = tab.reader.first_words()
    assert isinstance(shown, QTextEdit)
    assert shown.document().firstBlock().begin().fragment().charFormat().fontStrikeOut()
    assert tab.model.data(tab.model.index(0)).startswith("Contact, Jun 9, entered in error")


def test_the_wrong_chart_is_asked_about_and_the_words_wait_in_the_right_one(
    qtbot: QtBot, vault: Vault, clock: Clock, ada: int, ben: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = signed(vault, ada, "Ben was late.")
    head = notes.list_notes(vault, ada, TODAY)[0]
    dialog = WrongChartDialog(vault, clock, head)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.take_out()
    assert "Say why" in dialog.error.text()
    qtbot.keyClicks(dialog.reason, "wrong window")
    dialog.take_out()
    assert "whether it was ever printed" in dialog.error.text()
    dialog.findChild(QPushButton, "printed_2").click()
    monkeypatch.setattr(wrong_chart, "choose_other_client", lambda *_: ben)
    dialog.choose_client()
    ask.answer(False)
    dialog.take_out()
    assert notes.list_notes(vault, ada, TODAY)[0].id == note
    ask.answer(True)
    dialog.take_out()
    assert notes.list_notes(vault, ada, TODAY) == []
    (copied,) = notes.list_notes(vault, ben, TODAY)
    assert (copied.id, copied.first_words) == (dialog.done_for, "Ben was late.")


def test_a_draft_is_moved_to_the_right_chart_with_undo(
    tab: NotesTab, vault: Vault, ada: int, ben: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab.new_note()
    qtbot.keyClicks(tab.editor.text, "Ben called.")
    monkeypatch.setattr(notes_page, "choose_other_client", lambda *_: ben)
    said: list[tuple[str, object]] = []
    tab.said.connect(lambda words, undo: said.append((words, undo)))
    tab.move_draft()
    assert not tab.editor.writing
    assert [len(notes.list_notes(vault, one, TODAY)) for one in (ada, ben)] == [0, 1]
    said[-1][1].take_back(vault, NOW)  # type: ignore[attr-defined]  # an Undo
    assert [len(notes.list_notes(vault, one, TODAY)) for one in (ada, ben)] == [1, 0]


def test_after_a_crash_the_note_that_was_being_written_is_there(
    qtbot: QtBot, vault: Vault, clock: Clock, tasks: Tasks, ada: int
) -> None:
    notes.start_note(vault, ada, NoteKind.GENERAL, TODAY, NOW, text="Half a thought")
    window = Window(vault, clock, tasks, Preferences())
    qtbot.addWidget(window)
    window.show()
    window.take_up()
    assert window.chart.notes.editor.text.words() == "Half a thought"
    assert "was being written when kapdesk stopped" in window.messages.findChild(QLabel).text()
    window.close_down()
    assert notes.note_being_written(vault) is None


def test_f11_leaves_only_the_note(window: Window, sample: Vault, qtbot: QtBot) -> None:
    window.open_client(clients.list_clients(sample, TODAY)[0].id)
    window.chart.new_note()
    qtbot.keyClick(window.chart.notes.editor.text, Qt.Key.Key_F11)
    assert not window.sidebar.isVisible()
    assert not window.chart.tabs.isVisible()
    assert not window.chart.notes.list.isVisible()
    assert window.chart.notes.editor.text.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.sidebar.isVisible()
    assert window.chart.tabs.isVisible()
    assert window.page == "chart"


def test_an_error_after_the_wrong_chart_is_said(vault: Vault, ada: int, qtbot: QtBot, tab: NotesTab) -> None:
    note = signed(vault, ada, "words")
    tab.open_note(note)
    notes.withhold_note(vault, note, "of somebody else", Printed.NO, NOW)
    tab.reader.reason.setText("why")
    tab.reader.words.setPlainText("what")
    tab.reader._adding = AddendumKind.ADDENDUM
    ask.answer(True)
    tab.reader.add()
    assert "not there any more" in tab.reader._error.text()
    tab.reader.forget()


def test_a_note_of_today_takes_three_keys_besides_its_words(window: Window, sample: Vault, qtbot: QtBot) -> None:
    """From the list, with the client chosen: begin, sign, say yes."""
    window.show_page("clients")
    chosen = window.clients.current_row()
    assert chosen is not None
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.page == "chart")
    editor = window.chart.notes.editor
    qtbot.keyClicks(editor.text, "Called about next week.")
    ask.answer(True)
    qtbot.keyClick(editor.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(ask.asked))
    head = notes.list_notes(sample, chosen.id, TODAY)[0]
    assert (head.first_words, head.signed_at is not None) == ("Called about next week.", True)
    box = ask.question(window, "Sign?", "Sign")
    assert [one.text() for one in box.buttons() if one.text().startswith("&")] == ["&Sign"]
    box.deleteLater()


def test_the_introduction_is_printed_for_a_client_in_four_steps(window: Window, sample: Vault, qtbot: QtBot) -> None:
    """Enter opens the chosen client; the header's button shows the paper; Ctrl+P and the system's own dialog print it."""
    window.show_page("clients")
    qtbot.keyClick(window.clients.search, Qt.Key.Key_Return)
    assert window.page == "chart"
    window.chart.findChild(QPushButton, "hand_introduction").click()
    assert window.page == "papers"
    shown = window.findChild(QPushButton, "print_paper")
    assert shown.isEnabled()
    assert shown.shortcut().toString() == "Ctrl+P"
