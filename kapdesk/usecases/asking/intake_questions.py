"""The questions of the intake, read from `resources/papers/<lang>/intake.toml` and checked; the same keys in every language."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, get_args

from kapdesk import paths
from kapdesk.domain.health import Weight
from kapdesk.domain.intake import Group, Kind, Option, Question, Questions, Target
from kapdesk.errors import BadWording, NotFound

NAME = "intake.toml"
_CHOOSING = ("one", "several")


@cache
def questions(language: str = "en") -> Questions:
    """The questions in a language; NotFound when there are none, BadWording with file and line when they cannot be used."""
    file = paths.resources() / "papers" / language / NAME
    if not language.isalpha() or not file.is_file():
        raise NotFound(f"There is no intake in the language “{language}”.")
    return read(file)


def languages() -> tuple[str, ...]:
    """The languages in which there is an intake, English first."""
    found = sorted(one.parent.name for one in (paths.resources() / "papers").glob(f"*/{NAME}"))
    return tuple(sorted(found, key=lambda one: one != "en"))


def read(file: Path) -> Questions:
    """Questions from a file; BadWording with file and line."""
    text = file.read_text("utf-8")
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadWording(f"{file.name} cannot be read: {problem}.") from None
    return _Reader(file.name, text).questions(content)


class _Reader:
    """Makes questions of what a file holds, and knows where in it something stands."""

    def __init__(self, name: str, text: str) -> None:
        self._name, self._lines = name, text.splitlines()
        self._seen: set[str] = set()

    def questions(self, content: dict[str, Any]) -> Questions:
        """All of them."""
        version, language = content.get("version"), content.get("language")
        if not isinstance(version, int) or not isinstance(language, str):
            raise BadWording(f"{self._name}: the head needs “version” (a number) and “language”.", 1)
        groups = tuple(self._group(one) for one in content.get("groups", []))
        if not groups:
            raise BadWording(f"{self._name}: there is no question in it.", 1)
        return Questions(version, language, groups)

    def _group(self, found: dict[str, Any]) -> Group:
        key = self._key(found, "group:")
        self._only(key, found, ("key", "title", "words", "questions"))
        asked = tuple(self._question(one) for one in found.get("questions", []))
        if not asked:
            raise self._wrong(key, "has no questions")
        return Group(key, self._words(key, found, "title"), asked, found.get("words", ""))

    def _question(self, found: dict[str, Any]) -> Question:
        key = self._key(found)
        self._only(key, found, ("key", "words", "kind", "options", "target", "hint"))
        kind, target = found.get("kind", "text"), found.get("target", "")
        if kind not in get_args(Kind):
            raise self._wrong(key, f"has an unknown kind “{kind}”")
        if target not in get_args(Target):
            raise self._wrong(key, f"has an unknown target “{target}”")
        options = tuple(self._option(key, one) for one in found.get("options", []))
        if bool(options) != (kind in _CHOOSING):
            raise self._wrong(key, "needs options" if kind in _CHOOSING else f"is of kind “{kind}” and has options")
        if len({one.key for one in options}) != len(options):
            raise self._wrong(key, "has two options of one key")
        return Question(key, self._words(key, found, "words"), kind, options, target, found.get("hint", ""))

    def _option(self, key: str, found: dict[str, Any]) -> Option:
        self._only(key, found, ("key", "words", "flag", "chart", "clear", "urgent"))
        weight = found.get("flag", "")
        if weight and weight not in list(Weight):
            raise self._wrong(key, f"has an option with an unknown weight “{weight}”")
        if bool(weight) != bool(found.get("chart")):
            raise self._wrong(key, "has an option with a flag but not what the chart calls it, or the other way round")
        return Option(
            self._words(key, found, "key"),
            self._words(key, found, "words"),
            weight,
            found.get("chart", ""),
            found.get("clear", False),
            found.get("urgent", False),
        )

    def _key(self, found: dict[str, Any], prefix: str = "") -> str:
        key = found.get("key", "")
        if not isinstance(key, str) or not key.isidentifier() or key != key.lower():
            raise self._wrong(str(key), "needs a “key” of small letters, digits and _")
        if prefix + key in self._seen:
            raise self._wrong(key, "stands there twice", last=True)
        self._seen.add(prefix + key)
        return key

    def _words(self, key: str, found: dict[str, Any], name: str) -> str:
        words = found.get(name, "")
        if not isinstance(words, str) or not words.strip():
            raise self._wrong(key, f"needs “{name}”")
        return words

    def _only(self, key: str, found: dict[str, Any], known: tuple[str, ...]) -> None:
        other = sorted(set(found) - set(known))
        if other:
            raise self._wrong(key, f"has an unknown entry “{other[0]}”")

    def _wrong(self, key: str, what: str, last: bool = False) -> BadWording:
        places = [at for at, line in enumerate(self._lines, 1) if f'key = "{key}"' in line]
        line = (places[-1] if last else places[0]) if places else 0
        return BadWording(f"{self._name}, line {line}: “{key}” {what}.", line)
