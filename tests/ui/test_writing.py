"""The text field for Markdown: exactly the characters typed, by keyboard alone; snippets, places, quick choices, spelling."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kapdesk.domain.choices import MENTAL_STATUS, RISK
from kapdesk.ui import ask
from kapdesk.ui.look import column
from kapdesk.ui.writing.check import SpellingCheck
from kapdesk.ui.writing.sheets import SheetDialog
from kapdesk.ui.writing.spelling import Speller, load_checker
from kapdesk.ui.writing.text import MarkdownText

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def text(qtbot: QtBot) -> MarkdownText:
    made = MarkdownText("note_text", "Text of the note")
    qtbot.addWidget(made)
    made.snippets = {";ride": "Ride: {name}, {telephone}.", ";ok": "All well."}
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    return made


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\x00\u2029\ufdd0\ufdd1"), max_size=200))
def test_every_character_is_read_as_it_was_set(text: MarkdownText, words: str) -> None:
    text.set_text(words)
    assert text.words() == words


@pytest.mark.parametrize(
    ("before", "key", "mods", "after"),
    [
        ("word", Qt.Key.Key_B, CTRL, "**word**"),
        ("**word**", Qt.Key.Key_B, CTRL, "word"),
        ("😀 word", Qt.Key.Key_I, CTRL, "*😀 word*"),
        ("word", Qt.Key.Key_H, CTRL, "## word"),
        ("## word", Qt.Key.Key_H, CTRL, "word"),
        ("one\ntwo", Qt.Key.Key_8, CTRL | SHIFT, "- one\n- two"),
        ("- one\n- two", Qt.Key.Key_8, CTRL | SHIFT, "one\ntwo"),
        ("one\ntwo", Qt.Key.Key_7, CTRL | SHIFT, "1. one\n2. two"),
    ],
)
def test_keys_for_bold_italic_headings_and_lists(
    text: MarkdownText, qtbot: QtBot, before: str, key: Qt.Key, mods: Qt.KeyboardModifier, after: str
) -> None:
    text.set_text(before)
    text.selectAll()
    if before.startswith("**"):
        cursor = text.textCursor()
        cursor.setPosition(2)
        cursor.setPosition(len(before) - 2, QTextCursor.MoveMode.KeepAnchor)
        text.setTextCursor(cursor)
    qtbot.keyClick(text, key, mods)
    assert text.words() == after
    text.undo()
    assert text.words() == before


def test_enter_goes_on_with_a_list_and_ends_it(text: MarkdownText, qtbot: QtBot) -> None:
    qtbot.keyClicks(text, "- one")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    qtbot.keyClicks(text, "two")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    qtbot.keyClick(text, Qt.Key.Key_Return)
    qtbot.keyClicks(text, "9) nine")
    qtbot.keyClick(text, Qt.Key.Key_Return)
    assert text.words() == "- one\n- two\n9) nine\n10) "
    qtbot.keyClick(text, Qt.Key.Key_Return, SHIFT)
    assert text.words().endswith("10) \n")


def test_a_snippet_opens_and_tab_goes_from_place_to_place(text: MarkdownText, qtbot: QtBot) -> None:
    text.insertPlainText("😀 ")
    qtbot.keyClicks(text, ";ride")
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    assert text.textCursor().selectedText() == "{name}"
    qtbot.keyClicks(text, "Luis")
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    qtbot.keyClicks(text, "505")
    assert text.words() == "😀 Ride: Luis, 505."
    text.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(text, " ;ok ;nothing ")
    assert text.words() == "😀 Ride: Luis, 505. All well.;nothing "


def test_the_cursor_goes_from_section_to_section(text: MarkdownText, qtbot: QtBot) -> None:
    text.set_text("## One\n\n\n## Two\nwritten\n\n## Three\n\n\n")
    text.go_to_first_empty()
    seen = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        seen.append(text.section())
        qtbot.keyClick(text, key, CTRL)
    assert (*seen, text.section()) == ("One", "Two", "Three", "Two")
    qtbot.keyClicks(text, "!")
    assert "written!" in text.words()


def test_words_are_put_under_their_heading_or_at_the_end(text: MarkdownText) -> None:
    text.set_text("## Risk\n\n\n## Plan\nWalk.\n")
    text.put_under("Risk", "- asked, denied")
    text.put_under("Plan", "Call.")
    text.put_under("Mental status", "- calm")
    assert text.words() == "## Risk\n\n- asked, denied\n\n## Plan\nWalk.\n\nCall.\n\n## Mental status\n\n- calm"


def test_tab_leaves_a_text_without_places(qtbot: QtBot) -> None:
    both = QWidget()
    qtbot.addWidget(both)
    text, after = MarkdownText("note_text", "Text"), QPushButton("Sign")
    layout = column(both)
    layout.addWidget(text)
    layout.addWidget(after)
    with qtbot.waitActive(both):
        both.show()
        both.activateWindow()
    text.setFocus()
    text.set_text("No place to fill.")
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    assert both.focusWidget() is after
    assert text.words() == "No place to fill."
    qtbot.keyClick(after, Qt.Key.Key_Backtab)
    assert both.focusWidget() is text


def test_quick_choices_begin_with_nothing_chosen(qtbot: QtBot) -> None:
    dialog = SheetDialog(MENTAL_STATUS)
    qtbot.addWidget(dialog)
    answers = [one for one in dialog.findChildren(QPushButton) if one.isCheckable()]
    assert not any(one.isChecked() for one in answers)
    dialog.choose("Insight", "good")
    dialog.choose("Insight", "partial")
    dialog.choose("Behavior", "calm")
    dialog.choose("Behavior", "cooperative")
    dialog.put()
    assert "- **Insight:** partial." in dialog.words
    assert "- **Behavior:** calm, cooperative." in dialog.words
    assert "- **Judgment:** not assessed." in dialog.words


def test_choices_are_not_thrown_away_without_a_question(qtbot: QtBot) -> None:
    dialog = SheetDialog(RISK)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.choose("Self-harm", "asked, denied")
    ask.answer(False)
    dialog.reject()
    assert dialog.isVisible()
    ask.answer(True)
    dialog.reject()
    assert not dialog.isVisible()
    assert dialog.words == ""


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(load_checker(), {"wrona"})


@pytest.mark.parametrize(
    ("word", "unknown"),
    [
        ("session", False),
        ("recieve", True),
        ("ketamine", False),
        ("client’s", False),
        ("didn’t", False),
        ("PHQ", False),
        ("Wrona", False),
        ("wrona", False),
        ("prescribre", True),
    ],
)
def test_what_the_spelling_check_knows(speller: Speller, word: str, unknown: bool) -> None:
    assert speller.unknown(word) is unknown


def test_a_wrong_word_is_underlined_corrected_and_accepted(text: MarkdownText, qtbot: QtBot) -> None:
    learned: list[str] = []
    check = SpellingCheck(text, frozenset, learned.append)
    check.begin()
    qtbot.waitUntil(lambda: check._speller is not None)
    qtbot.keyClicks(text, "They recieve it")
    QApplication.processEvents()

    def underlined() -> bool:
        formats = text.document().firstBlock().layout().formats()
        wave = QTextCharFormat.UnderlineStyle.WaveUnderline
        return any(one.format.underlineStyle() == wave for one in formats)

    assert underlined()
    cursor = text.textCursor()
    cursor.setPosition(7)
    place: QPoint = text.cursorRect(cursor).center()
    found = check.word_at(place)
    assert found is not None
    assert found.selectedText() == "recieve"
    assert "receive" in check.suggestions("recieve")
    check.accept("recieve")
    QApplication.processEvents()
    assert learned == ["recieve"]
    assert not underlined()
