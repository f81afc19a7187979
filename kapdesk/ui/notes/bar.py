"""The bar above a note's words: form of text, quick choices, what can be carried forward, and the rest in a menu."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from kapdesk.domain.choices import SHEETS
from kapdesk.domain.notes import first_words
from kapdesk.domain.snippets import Snippet
from kapdesk.ui.flow import Flow
from kapdesk.ui.look import button, column
from kapdesk.ui.writing.check import SpellingCheck
from kapdesk.ui.writing.sheets import sheet_named, write_sheet
from kapdesk.ui.writing.text import MarkdownText
from kapdesk.usecases.writing import note_forms
from kapdesk.vault.database import Vault

_STYLE = (
    ("B", "bold", "Bold", "Ctrl+B"),
    ("I", "italic", "Italic", "Ctrl+I"),
    ("H", "heading", "Heading", "Ctrl+H"),
    ("•", "bullets", "List", "Ctrl+Shift+8"),
    ("1.", "numbers", "Numbered list", "Ctrl+Shift+7"),
)


class NoteBar(QWidget):
    """Acts on one text field; what concerns the whole note is asked for by signals."""

    carry_wanted = Signal(bool)
    move_wanted = Signal()
    room_wanted = Signal()

    def __init__(self, vault: Vault, text: MarkdownText) -> None:
        super().__init__()
        self._vault = vault
        self._text = text
        self._goals: tuple[str, ...] = ()
        self.spelling = SpellingCheck(
            text, lambda: note_forms.known_words(vault), partial(note_forms.learn_word, vault)
        )
        widgets: list[QWidget] = []
        for sign, name, words, keys in _STYLE:
            one = button(sign, f"note_{name}", "quiet")
            one.setAccessibleName(words)
            one.setToolTip(f"{words}  {keys}")
            one.clicked.connect(partial(self._style, getattr(text, name)))
            widgets.append(one)
        for sheet in SHEETS:
            ask = button(f"{sheet.title}…", f"note_{sheet.key}", "quiet")
            ask.clicked.connect(partial(self.write_sheet, sheet.key))
            widgets.append(ask)
        self.carry = button("Carry forward", "note_carry", "quiet")
        self.carry.setToolTip("Fill the empty sections from the last note, marked as carried")
        self.carry.clicked.connect(lambda: self.carry_wanted.emit(False))
        more = button("More", "note_more", "quiet")
        more.setAccessibleName("More for this note")
        more.clicked.connect(lambda: self.menu().popup(more.mapToGlobal(QPoint(0, more.height()))))
        flow = Flow(gap=2)
        flow.set_widgets([*widgets, self.carry, more])
        column(self).addWidget(flow)
        text.sheet_wanted.connect(self.write_sheet)
        text.menu_opening.connect(self._offer_corrections)

    def begin(self, goals: tuple[str, ...] = ()) -> None:
        """A note is opened: its snippets, its client's goals, the spelling check."""
        self._goals = goals
        self._text.snippets = {one.name: one.text for one in note_forms.list_snippets(self._vault)}
        self.spelling.begin()

    def write_sheet(self, key: str) -> None:
        """Ask for quick choices and put them under their heading."""
        sheet = sheet_named(key, SHEETS)
        words = write_sheet(sheet, self.window())
        if words:
            self._text.put_under(sheet.title, words)
        self._text.setFocus()

    def menu(self) -> QMenu:
        """What is not needed every day."""
        menu = QMenu(self)
        menu.setObjectName("note_menu")
        menu.aboutToHide.connect(menu.deleteLater)
        section = self._text.section()
        carry = menu.addAction(f"Carry forward “{section}” only", lambda: self.carry_wanted.emit(True))
        carry.setEnabled(bool(section))
        self._add_list(menu.addMenu("Snippets"), [_line(one) for one in note_forms.list_snippets(self._vault)])
        if self._goals:
            self._add_list(menu.addMenu("Goals of the plan"), [(goal, goal) for goal in self._goals])
        spelling = QAction("Check spelling", menu, checkable=True)
        spelling.setChecked(self.spelling.on)
        spelling.toggled.connect(self.spelling.switch)
        menu.addAction(spelling)
        menu.addSeparator()
        menu.addAction("Only the note, full screen\tF11", self.room_wanted.emit)
        menu.addAction("Wrong chart: move to another client…", self.move_wanted.emit)
        return menu

    def _add_list(self, menu: QMenu, lines: list[tuple[str, str]]) -> None:
        for words, text in lines:
            menu.addAction(words.replace("&", "&&"), partial(self._text.insert_words, text))

    def _style(self, act: Callable[[], None]) -> None:
        act()
        self._text.setFocus()

    def _offer_corrections(self, menu: QMenu, place: QPoint) -> None:
        cursor = self.spelling.word_at(place)
        if cursor is None:
            return
        word = cursor.selectedText()
        first = menu.actions()[0]
        for one in self.spelling.suggestions(word):
            action = QAction(one, menu)
            action.triggered.connect(partial(cursor.insertText, one))
            menu.insertAction(first, action)
        accept = QAction(f"Accept “{word}” from now on", menu)
        accept.triggered.connect(partial(self.spelling.accept, word))
        menu.insertAction(first, accept)
        menu.insertSeparator(first)


def _line(snippet: Snippet) -> tuple[str, str]:
    return f"{snippet.name}   {first_words(snippet.text, 50)}", snippet.text
