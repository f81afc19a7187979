"""The spelling check of a text field: loaded beside, shown as it is ready, corrected from the menu."""

import contextlib
import threading
from collections.abc import Callable
from functools import cache
from typing import Any

from PySide6.QtCore import QLocale, QObject, QPoint, Signal
from PySide6.QtGui import QTextCursor

from kapdesk.ui import collecting
from kapdesk.ui.writing.spelling import Speller, load_checker
from kapdesk.ui.writing.text import MarkdownText


class _Loader(QObject):
    """Loads the dictionary once for the whole program; it holds nothing of a practice."""

    loaded = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._begun = False
        self.checker: Any = None
        self.loaded.connect(self._keep)

    def load(self) -> None:
        """Begin, once."""
        if not self._begun:
            self._begun = True
            collecting.here_only()
            threading.Thread(target=self._load, daemon=True, name="dictionary").start()

    def _load(self) -> None:
        checker = load_checker()
        with contextlib.suppress(RuntimeError):  # the program has ended meanwhile
            self.loaded.emit(checker)

    def _keep(self, checker: Any) -> None:
        self.checker = checker


@cache
def _loader() -> _Loader:
    return _Loader()


class SpellingCheck(QObject):
    """Underlines words that are not known in one text field."""

    def __init__(self, text: MarkdownText, known: Callable[[], frozenset[str]], learn: Callable[[str], None]) -> None:
        super().__init__(text)
        self._text = text
        self._known = known
        self._learn = learn
        self._speller: Speller | None = None
        self._words: frozenset[str] = frozenset()
        self.on = True

    def begin(self) -> None:
        """Check from now on, where the computer's language is English."""
        if (
            not self.on
            or self._speller is not None
            or QLocale().language() not in (QLocale.Language.English, QLocale.Language.C)
        ):
            return
        self._words = self._known()  # the practice may be locked by the time the dictionary is there
        loader = _loader()
        if loader.checker is not None:
            self._take(loader.checker)
        else:
            loader.loaded.connect(self._take)
            loader.load()

    def switch(self, on: bool) -> None:
        """Check, or do not."""
        self.on = on
        if on and self._speller is None:
            self.begin()
        self._text.highlighter.unknown = self._speller.unknown if on and self._speller else None
        self._text.highlighter.rehighlight()

    def word_at(self, place: QPoint) -> QTextCursor | None:
        """The unknown word at a place of the field; None where there is none."""
        cursor = self._text.cursorForPosition(place)
        cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        word = cursor.selectedText()
        return cursor if word and self.on and self._speller is not None and self._speller.unknown(word) else None

    def suggestions(self, word: str) -> list[str]:
        """Corrections of a word."""
        return self._speller.suggestions(word) if self._speller else []

    def accept(self, word: str) -> None:
        """Know a word from now on."""
        self._learn(word)
        if self._speller is not None:
            self._speller.accept(word)
            self._text.highlighter.rehighlight()

    def _take(self, checker: Any) -> None:
        self._speller = Speller(checker, self._words)
        self.switch(self.on)
