"""The spelling check: the dictionary that comes with kapdesk, the field's words, and those that the practice accepts."""

from collections.abc import Iterable
from typing import Any

from kapdesk import paths

_MOST_SUGGESTIONS = 5


def load_checker() -> Any:
    """The dictionary; it takes a fifth of a second, so it is for a worker."""
    from spellchecker import SpellChecker

    return SpellChecker(language="en", distance=1)


class Speller:
    """Knows the dictionary's words, the field's, and those that the practice accepts."""

    def __init__(self, checker: Any, known: Iterable[str] = ()) -> None:
        self._checker = checker
        of_the_field = (paths.resources() / "words" / "field.txt").read_text("utf-8").split()
        self._known = {*of_the_field, *(word.casefold() for word in known)}
        self._seen: dict[str, bool] = {}

    def unknown(self, word: str) -> bool:
        """Whether a word is not known; names and abbreviations in capitals are let be."""
        found = self._seen.get(word)
        if found is None:
            found = self._seen[word] = not self._knows(word)
        return found

    def accept(self, word: str) -> None:
        """Know a word from now on."""
        self._known.add(word.casefold())
        self._seen.clear()

    def suggestions(self, word: str) -> list[str]:
        """The likeliest corrections, with a capital where the word had one."""
        plain = word.replace("’", "'").casefold()
        found = sorted(self._checker.candidates(plain) or (), key=self._checker.word_usage_frequency, reverse=True)
        kept = [one for one in found if one != plain][:_MOST_SUGGESTIONS]
        return [one.capitalize() if word[0].isupper() else one for one in kept]

    def _knows(self, word: str) -> bool:
        plain = word.replace("’", "'").casefold()
        if plain in self._known or word.isupper() or word[0].isupper():
            return True
        return plain in self._checker or plain.removesuffix("'s") in self._checker
