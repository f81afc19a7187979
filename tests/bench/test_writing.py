"""Typing in a long note: from the key to the painted character, against Qt's bare field with the same words."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from kapdesk.domain.notes import NoteKind
from kapdesk.ui import theme
from kapdesk.ui.notes.tab import NotesTab
from kapdesk.ui.writing.spelling import load_checker
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault
from tests.bench.conftest import Practice, measured, timed
from tests.conftest import NOW, TODAY

_LINE = "She *slept* well and talked about the garden, her **sister** and the old house; grief came softly and went. "


def _key(field: QPlainTextEdit) -> Callable[[], None]:
    def act() -> None:
        QTest.keyClick(field, Qt.Key.Key_A)
        field.viewport().repaint()
        QApplication.processEvents()

    return act


def test_a_key_in_a_note_of_20_000_words(practice: Practice, opened: Vault, qtbot: QtBot, qapp: QApplication) -> None:
    if practice.clients > 200:
        return
    theme.apply(qapp, False, 1.0)
    words = "\n\n".join(_LINE * 5 for _ in range(215))
    note = notes.start_note(opened, practice.busiest, NoteKind.GENERAL, TODAY, NOW, text=words)
    tab = NotesTab(opened, lambda: NOW)
    qtbot.addWidget(tab)
    tab.resize(1000, 700)
    tab.show_client(practice.busiest)
    tab.show()
    tab.open_note(note)
    qtbot.waitUntil(lambda: tab.editor.bar.spelling._speller is not None or load_checker() is None)
    bare = QPlainTextEdit(words)
    qtbot.addWidget(bare)
    bare.resize(1000, 700)
    bare.show()
    ours, peer = timed(_key(tab.editor.text), 100), timed(_key(bare), 100)
    measured(f"a key painted in a note of {len(words.split()):,} words", ours, peer, "Qt's bare field")
    kept = timed(lambda: (tab.editor.text.insertPlainText("a"), tab.editor.save()), 20)
    measured("  the same note, kept", kept, None, "≤ 5 ms")
    tab.close_down()
