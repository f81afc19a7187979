"""Writing, signing and adding to notes, by keyboard; and that no word typed is lost."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QLineEdit, QPushButton, QTextEdit
from pytestqt.qtbot import QtBot

from kapdesk.domain.forms import sections_of
from kapdesk.domain.notes import NoteKind
from kapdesk.domain.phases import SessionKind
from kapdesk.errors import DiskFull
from kapdesk.ui import ask
from kapdesk.ui.markdown import as_html
from kapdesk.ui.notes import editor as note_editor
from kapdesk.ui.notes.reader import Words
from kapdesk.ui.notes.tab import NotesTab
from kapdesk.ui.window import Window
from kapdesk.usecases.course import courses
from kapdesk.usecases.house import practice
from kapdesk.usecases.house.practice import PracticeFacts
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.ui.seen import words_on

Clock = Callable[[], datetime]
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill"), NOW)


@pytest.fixture
def tab(qtbot: QtBot, vault: Vault, clock: Clock, ada: int) -> Iterator[NotesTab]:
    made = NotesTab(vault, clock)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show_client(ada)
    made.show()
    yield made
    made.close_down()


def kept(vault: Vault, client_id: int) -> list[str]:
    """The words of a client's notes as they lie in the vault, without the headings of their forms."""
    heads = notes.list_notes(vault, client_id, TODAY)
    return [without_headings(notes.get_note(vault, head.id, TODAY).text) for head in heads]


def without_headings(text: str) -> str:
    """What is written under a note's headings."""
    return "\n".join(words.strip("\n") for _, words in sections_of(text) if words.strip("\n"))


def typed_in(tab: NotesTab) -> str:
    """What is written in the editor."""
    return without_headings(tab.editor.text.words())


def signed(vault: Vault, client_id: int, text: str = "Slept well.") -> int:
    """A signed note of June 2."""
    note_id = notes.start_note(vault, client_id, NoteKind.GENERAL, date(2026, 6, 2), NOW, text=text)
    notes.sign_note(vault, note_id, NOW)
    return note_id


def test_from_the_chart_to_the_signature_by_keyboard_alone(window: Window, sample: Vault, qtbot: QtBot) -> None:
    hollis = next(row.id for row in clients.list_clients(sample, TODAY) if row.name == "Hollis Tran")
    before = len(notes.list_notes(sample, hollis, TODAY))
    window.open_client(hollis)
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL | SHIFT)
    editor = window.chart.notes.editor
    qtbot.waitUntil(lambda: editor.writing)
    assert window.focusWidget() is editor.text
    qtbot.keyClicks(editor.text, "Called about the wait list.")
    ask.answer(True)
    qtbot.keyClick(editor.text, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: bool(ask.asked))
    assert ask.asked == ["Sign this note (contact, Jun 9, 2026)?"]
    head = notes.list_notes(sample, hollis, TODAY)[0]
    assert (head.first_words, head.signer) == ("Called about the wait list.", "Dana Whitfield, PhD, LPCC")
    assert len(notes.list_notes(sample, hollis, TODAY)) == before + 1


def test_a_new_note_enters_the_chart_with_its_first_word(tab: NotesTab, vault: Vault, ada: int, qtbot: QtBot) -> None:
    tab.new_note()
    assert kept(vault, ada) == []
    qtbot.keyClicks(tab.editor.text, "Rain")
    tab.editor.save()
    assert kept(vault, ada) == ["Rain"]
    assert tab.shown == tab.editor.note_id


def test_a_note_left_without_a_word_leaves_nothing(tab: NotesTab, vault: Vault, ada: int) -> None:
    tab.new_note()
    assert tab.close_down()
    assert kept(vault, ada) == []


def test_words_are_kept_by_themselves_within_two_seconds(tab: NotesTab, vault: Vault, ada: int, qtbot: QtBot) -> None:
    tab.new_note()
    qtbot.keyClicks(tab.editor.text, "One line of a long evening")
    assert tab.editor._timer.interval() <= 2_000
    qtbot.waitUntil(lambda: kept(vault, ada) == ["One line of a long evening"])
    qtbot.waitUntil(lambda: tab.editor.state.text() == "Saved 14:02 · 6 words")
    qtbot.keyClicks(tab.editor.text, ", and more")
    qtbot.waitUntil(lambda: kept(vault, ada) == ["One line of a long evening, and more"])


def test_saving_does_not_wait_for_the_typing_to_stop(
    tab: NotesTab, vault: Vault, ada: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab.editor._timer.setInterval(60)
    tab.new_note()
    for _ in range(12):
        qtbot.keyClicks(tab.editor.text, "word ")
        qtbot.wait(60)
        if kept(vault, ada):
            break
    assert kept(vault, ada)


def test_undo_of_typing_survives_the_saving(tab: NotesTab, qtbot: QtBot) -> None:
    tab.new_note()
    qtbot.keyClicks(tab.editor.text, "first ")
    tab.editor.save()
    qtbot.keyClicks(tab.editor.text, "second")
    tab.editor.save()
    tab.refresh()
    while tab.editor.text.document().isUndoAvailable():
        tab.editor.text.undo()
    assert typed_in(tab) == ""


def test_ctrl_s_saves_at_once(tab: NotesTab, vault: Vault, ada: int, qtbot: QtBot) -> None:
    tab.new_note()
    qtbot.keyClicks(tab.editor.text, "Rain")
    qtbot.keyClick(tab.editor.text, Qt.Key.Key_S, CTRL)
    assert kept(vault, ada) == ["Rain"]


def test_a_failed_save_keeps_the_typing_and_says_why(
    tab: NotesTab, vault: Vault, ada: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = signed(vault, ada)
    tab.new_note()
    qtbot.keyClicks(tab.editor.text, "Do not lose this")

    def full(*_args: object, **_names: object) -> int:
        raise DiskFull("There is no room left on the disk. Make room, and go on.")

    with monkeypatch.context() as broken:
        broken.setattr(note_editor.notes, "start_note", full)
        assert not tab.editor.save()
        assert "Not saved. There is no room left on the disk." in words_on(tab, QTextEdit)
        tab.open_note(other)
        assert typed_in(tab) == "Do not lose this"
        assert tab.editor.writing
        assert not tab.close_down()
    assert tab.close_down()
    assert "Do not lose this" in kept(vault, ada)


def test_a_draft_is_offered_again_when_one_comes_back(tab: NotesTab, vault: Vault, ada: int, qtbot: QtBot) -> None:
    tab.new_note()
    qtbot.keyClicks(tab.editor.text, "Half a thought")
    tab.close_down()
    tab.refresh()
    assert typed_in(tab) == "Half a thought"
    qtbot.keyClicks(tab.editor.text, " more")
    tab.editor.save()
    assert kept(vault, ada) == ["Half a thought more"]


def test_signing_asks_once_and_cancel_leaves_a_draft(tab: NotesTab, vault: Vault, ada: int, qtbot: QtBot) -> None:
    tab.new_note()
    qtbot.keyClicks(tab.editor.text, "Rain")
    ask.answer(False)
    tab.editor.sign()
    assert notes.list_notes(vault, ada, TODAY)[0].signed_at is None
    ask.answer(True)
    tab.editor.sign()
    assert notes.list_notes(vault, ada, TODAY)[0].signed_at is not None
    assert len(ask.asked) == 1


def test_an_empty_note_and_a_nameless_therapist_are_told_before_the_question(
    tab: NotesTab, vault: Vault, qtbot: QtBot
) -> None:
    tab.new_note()
    ask.answer()
    tab.editor.sign()
    assert "This note is empty. Write it first, then sign it." in words_on(tab, QTextEdit)
    practice.save_practice(vault, PracticeFacts(name="Juniper"), NOW)
    qtbot.keyClicks(tab.editor.text, "Rain")
    tab.editor.sign()
    assert "Your name is missing on the Practice page." in words_on(tab, QTextEdit)


def test_a_discarded_draft_comes_back(tab: NotesTab, vault: Vault, ada: int, qtbot: QtBot) -> None:
    tab.new_note()
    qtbot.keyClicks(tab.editor.text, "Rain")
    with qtbot.waitSignal(tab.said) as said:
        tab.editor.discard()
    assert said.args[0] == "Draft discarded"
    assert kept(vault, ada) == []
    said.args[1].take_back(vault, NOW)
    tab.refresh()
    assert kept(vault, ada) == ["Rain"]
    assert typed_in(tab) == "Rain"


def test_a_day_to_come_is_refused_and_the_words_are_kept_all_the_same(
    tab: NotesTab, vault: Vault, ada: int, qtbot: QtBot
) -> None:
    tab.new_note()
    tab.editor.day.setText("12/24/2026")
    qtbot.keyClicks(tab.editor.text, "Rain")
    tab.editor.save()
    assert kept(vault, ada) == ["Rain"]
    assert "A note is written on or after its day." in words_on(tab, QTextEdit)
    assert tab.editor.day.text() == "12/24/2026"
    ask.answer()
    tab.editor.sign()
    assert notes.list_notes(vault, ada, TODAY)[0].signed_at is None
    tab.editor.day.setText("6/8/2026")
    assert tab.editor.save_head()
    assert notes.list_notes(vault, ada, TODAY)[0].on == date(2026, 6, 8)


def test_the_session_gives_the_note_its_kind_and_day(tab: NotesTab, vault: Vault, ada: int, qtbot: QtBot) -> None:
    courses.add_session(vault, ada, SessionKind.PREPARATION, date(2026, 6, 1), NOW)
    session = courses.list_sessions(vault, ada)[0]
    tab.new_note()
    qtbot.keyClicks(tab.editor.text, "Rain")
    tab.editor.save()
    tab.editor.session.setCurrentIndex(1)
    tab.editor.session.activated.emit(1)
    head = notes.list_notes(vault, ada, TODAY)[0]
    assert (head.kind, head.on, head.session_id) == (NoteKind.PREPARATION, date(2026, 6, 1), session.id)
    tab.note_for_session(session.id)
    assert tab.editor.kind.currentText() == "Preparation"
    assert tab.editor.day.text() == "6/1/2026"


def test_a_signed_note_is_read_and_cannot_be_typed_into(tab: NotesTab, vault: Vault, ada: int) -> None:
    tab.open_note(signed(vault, ada, "# Calm\n\nSlept **well**.\nAte late."))
    said = words_on(tab, QTextEdit)
    assert "Calm" in said
    assert "Slept well.\nAte late." in said.replace("\u2028", "\n")
    assert "Signed by Robin Alder, PhD, LPCC" in said
    assert all(one.isReadOnly() for one in tab.findChildren(Words))


def test_the_whole_sha256_is_copied(tab: NotesTab, vault: Vault, ada: int, qtbot: QtBot) -> None:
    note_id = signed(vault, ada)
    tab.open_note(note_id)
    tab.findChild(QPushButton, "copy_sha256").click()
    assert QGuiApplication.clipboard().text() == notes.get_note(vault, note_id, TODAY).head.sha256


def test_an_addendum_needs_a_reason_and_stands_below(tab: NotesTab, vault: Vault, ada: int) -> None:
    note_id = signed(vault, ada)
    tab.open_note(note_id)
    tab.findChild(QPushButton, "add_addendum").click()
    tab.reader.words.setPlainText("It was six hours.")
    ask.answer(True, True)
    tab.reader.add()
    assert "Say why the addendum is written." in words_on(tab, QTextEdit)
    assert tab.reader.words.toPlainText() == "It was six hours."
    tab.findChild(QLineEdit, "addendum_reason").setText("Hours of sleep")
    tab.reader.add()
    assert "Why: Hours of sleep" in words_on(tab, QTextEdit)
    assert "It was six hours." in words_on(tab, QTextEdit)
    assert notes.get_note(vault, note_id, TODAY).addenda[0].text == "It was six hours."


def test_an_unfinished_addendum_is_kept_as_a_draft(tab: NotesTab, vault: Vault, ada: int, qtbot: QtBot) -> None:
    tab.open_note(signed(vault, ada))
    tab.findChild(QPushButton, "add_addendum").click()
    tab.reader.reason.setText("Hours of sleep")
    tab.reader.words.setPlainText("It was six")
    with qtbot.waitSignal(tab.said) as said:
        tab.close_down()
    assert said.args[0] == "The unfinished addendum is kept as a draft."
    assert kept(vault, ada)[0] == "Addendum to the note of Jun 2, 2026\n\nWhy: Hours of sleep\n\nIt was six"
    tab.close_down()
    assert len(kept(vault, ada)) == 2


def test_the_list_says_what_is_signed_and_how_old_a_draft_is(tab: NotesTab, vault: Vault, ada: int) -> None:
    signed(vault, ada)
    notes.start_note(vault, ada, NoteKind.CONTACT, date(2026, 6, 6), NOW, text="Rang twice")
    tab.refresh()
    lines = [tab.model.data(tab.model.index(row, 0)) for row in range(tab.model.rowCount())]
    assert lines == [
        "Contact, Jun 6, draft, 3 days. Rang twice",
        "General, Jun 2, signed. Slept well.",
    ]


def test_moving_in_the_list_opens_notes_and_enter_goes_in(tab: NotesTab, vault: Vault, ada: int, qtbot: QtBot) -> None:
    first = signed(vault, ada)
    notes.start_note(vault, ada, NoteKind.CONTACT, date(2026, 6, 6), NOW, text="Rang twice")
    tab.refresh()
    assert typed_in(tab) == "Rang twice"
    tab.list.setFocus()
    qtbot.keyClick(tab.list, Qt.Key.Key_Down)
    assert tab.shown == first
    qtbot.keyClick(tab.list, Qt.Key.Key_Up)
    qtbot.keyClick(tab.list, Qt.Key.Key_Return)
    assert tab.focusWidget() is tab.editor.text


@pytest.mark.styled
def test_the_words_of_a_note_never_open_a_file(tab: NotesTab, qtbot: QtBot, tmp_path: object) -> None:
    picture = f"{tmp_path}/red.png"
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    assert image.save(picture)
    for text in (
        f"![a picture]({picture})",
        f"![a picture](file://{picture})",
        f'<img src="{picture}">',
        f"[![x]({picture})](file://{picture})",
        f"![x][r]\n\n[r]: {picture}",
    ):
        shown = Words(text, "words")
        qtbot.addWidget(shown)
        shown.resize(300, 200)
        shown.show()
        html = shown.toHtml()
        assert "<img" not in html
        assert "href" not in html
        assert "red.png" in shown.toPlainText()
        grabbed = shown.grab().toImage()
        pixels = {
            grabbed.pixelColor(x, y).name() for x in range(0, grabbed.width(), 4) for y in range(0, grabbed.height(), 4)
        }
        assert "#ff0000" not in pixels


def test_markdown_becomes_text_and_nothing_else() -> None:
    html = as_html("# Head\n\none\ntwo **bold** *soft*\n\n- a\n- b\n\n> said\n\n<script>x</script> http://a.example")
    assert html.startswith("<h1>Head</h1>")
    assert "one<br />\ntwo <strong>bold</strong> <em>soft</em>" in html
    assert "<li>a</li>" in html
    assert "&lt;script&gt;" in html
    assert "<a" not in html


def test_pasting_takes_words_only(tab: NotesTab, qtbot: QtBot) -> None:
    from PySide6.QtCore import QMimeData

    tab.new_note()
    rich = QMimeData()
    rich.setHtml("<b>bold</b><img src='x.png'>")
    rich.setText("bold")
    tab.editor.text.insertFromMimeData(rich)
    assert typed_in(tab) == "bold"


def test_in_a_narrow_place_the_note_stands_below_the_list(tab: NotesTab) -> None:
    tab.resize(500, 900)
    assert tab._splitter.orientation() is Qt.Orientation.Vertical
    tab.resize(1000, 600)
    assert tab._splitter.orientation() is Qt.Orientation.Horizontal
