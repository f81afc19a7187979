"""The pieces that pages are made of: plain text only, names for everything, nothing clipped."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kapdesk.ui import look, theme

pytestmark = pytest.mark.styled

MARKUP = "<b>Rosa</b> & <img src='x'>"


def test_words_are_never_taken_for_markup(qtbot: QtBot) -> None:
    for one in (look.label(MARKUP), look.chip(MARKUP, "warning"), look.error_line("wrong")):
        qtbot.addWidget(one)
        assert one.textFormat() is Qt.TextFormat.PlainText


def test_pasting_into_a_text_takes_the_words_only(qtbot: QtBot) -> None:
    box = look.text_box("words", "Words")
    qtbot.addWidget(box)
    pasted = QMimeData()
    pasted.setHtml("<h1>Title</h1>")
    pasted.setText("Title")
    box.insertFromMimeData(pasted)
    assert box.toPlainText() == "Title"
    assert box.tabChangesFocus()


def test_a_button_has_a_name_and_tells_its_key(qtbot: QtBot) -> None:
    one = look.button("&Save", "save", "primary", "Ctrl+S")
    qtbot.addWidget(one)
    assert (one.objectName(), one.accessibleName()) == ("save", "Save")
    assert "S" in one.toolTip()


def test_an_error_line_is_hidden_until_there_is_something_to_say(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    layout = QVBoxLayout(owner)
    line = look.error_line("wrong")
    layout.addWidget(line)
    owner.show()
    assert not line.isVisible()
    look.show_error(line, "Type a name.")
    assert line.isVisible()
    look.show_error(line, "")
    assert not line.isVisible()


def test_an_empty_page_says_what_it_is_for_and_offers_the_first_step(qtbot: QtBot) -> None:
    act = look.button("New client", "first")
    page = look.empty("No clients yet", "They stand here.", act)
    qtbot.addWidget(page)
    assert [one.text() for one in page.findChildren(QLabel)] == ["No clients yet", "They stand here."]
    assert page.findChild(QPushButton, "first") is act


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5, 2.0])
def test_chips_and_buttons_are_as_large_as_their_words(qapp: QApplication, qtbot: QtBot, scale: float) -> None:
    theme.apply(qapp, False, scale)
    owner = QWidget()
    qtbot.addWidget(owner)
    layout = QVBoxLayout(owner)
    made = (look.chip("Ketamine session 3 of 8 today", "ketamine"), look.button("Hand over the introduction", "hand"))
    for one in made:
        layout.addWidget(one)
    owner.show()
    for one in made:
        words = one.fontMetrics().boundingRect(one.text())
        assert one.width() >= words.width()
        assert one.height() >= one.fontMetrics().height()
