"""The head of a paper's wording: what it is, what it asks for, what is ticked and acknowledged, who signs."""

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kapdesk.errors import BadWording

NAME = re.compile(r"[a-z][a-z0-9_]*")
KINDS = ("handout", "consent", "notice", "intake", "release", "letter")
"""What a paper is; a consent is what `domain.papers` lets nobody sign under the medicine."""
SIGNERS = ("client", "adult", "therapist")
"""Who signs, in the order of signing: the client (or who acts for her), the adult who takes her home, the therapist."""
_KEYS = {"kind", "title", "purpose", "version", "material", "fields", "choices", "acknowledged", "signatures"}
_KEYS |= {"initials", "parts", "name", "shipped"}
_LARGEST = 999_999


@dataclass(frozen=True)
class Field:
    """A value that the wording needs, and the words to ask for it."""

    name: str
    ask: str


@dataclass(frozen=True)
class Option:
    """One thing that can be ticked."""

    key: str
    words: str


@dataclass(frozen=True)
class Choice:
    """Boxes to tick where `$name` stands alone in a paragraph: one of them, or any number where `several` is said."""

    name: str
    ask: str
    options: tuple[Option, ...]
    several: bool = False


@dataclass(frozen=True)
class Acknowledged:
    """Words that are initialled apart from all else, where `$name` stands alone in a paragraph."""

    name: str
    words: str


@dataclass(frozen=True)
class Part:
    """A part that the paper must have: its words for the therapist, and any of the words by which it is found."""

    words: str
    any: tuple[str, ...]


def bad(place: str, line: int, why: str) -> BadWording:
    """The error for a line; `place` is what stands before its number: `file.md, line`."""
    return BadWording(f"{place} {line}: {why}.", line)


def line_of_key(key: str, lines: Sequence[str]) -> int:
    """The line where a key stands, counted from 1; 0 when it is not there."""
    return next((at for at, line in enumerate(lines, 1) if re.match(rf"\s*{re.escape(key)}\s*=", line)), 0)


def read_head(name: str, lines: Sequence[str], place: str) -> dict[str, Any]:
    """The head's entries, checked; the first of these lines is the file's second. BadWording names the line."""
    try:
        head = tomllib.loads("\n".join(lines))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        raise bad(place, int(found[1]) + 1 if found else len(lines) + 1, "the head is not well formed") from None

    def check(key: str, holds: bool, why: str) -> None:
        if not holds:
            raise bad(place, line_of_key(key, ["", *lines]) or 2, why)

    for key in head:
        check(key, key in _KEYS, f"the head knows no “{key}”")
    for key in ("kind", "title", "purpose", "version"):
        check(key, key in head, f"the head lacks “{key}”")
    check("name", head.pop("name", name) == name, f"these are the words of another paper, not of “{name}”")
    check("kind", head["kind"] in KINDS, f"kind is one of {', '.join(KINDS)}")
    check("title", _is_words(head["title"]), "title is a text")
    check("purpose", _is_words(head["purpose"]), "purpose is a text")
    check("version", _is_number(head["version"], 1), "version is a whole number from 1")
    check("material", _is_number(head.setdefault("material", 1), 1), "material is a whole number from 1")
    check("shipped", _is_number(head.setdefault("shipped", 0), 0), "shipped is a whole number")
    check("initials", isinstance(head.setdefault("initials", False), bool), "initials is true or false")
    return {**head, **_lists(head, check)}


def _lists(head: dict[str, Any], check: Callable[[str, bool, str], None]) -> dict[str, Any]:
    """What is a list in the head; a name stands for one thing only."""
    asked, signers = head.get("fields", []), head.get("signatures", [])
    check(
        "fields", _are(asked, {"name", "ask"}), "fields is a list of { name, ask }, names in small letters, each once"
    )
    known = isinstance(signers, list) and all(one in SIGNERS for one in signers)
    check("signatures", known, f"signatures is a list of {', '.join(SIGNERS)}")
    choices, said = head.get("choices", []), head.get("acknowledged", [])
    offered = _are(choices, {"name", "ask", "options"}, {"several"})
    check("choices", offered, "choices is a list of { name, ask, options, several }, each name once")
    check("acknowledged", _are(said, {"name", "words"}), "acknowledged is a list of { name, words }, each name once")
    for one in choices:
        check("choices", _are(one["options"], {"key", "words"}, named="key"), "options is a list of { key, words }")
    parts = head.get("parts", [])
    check("parts", _are(parts, {"words", "any"}, named=""), "parts is a list of { words, any }")
    names = [one["name"] for one in (*asked, *choices, *said)]
    twice = next((name for name in names if names.count(name) > 1), "")
    check("choices" if choices else "acknowledged", not twice, f"the name “{twice}” stands for two things")
    return {
        "fields": tuple(Field(one["name"], one["ask"]) for one in asked),
        "choices": tuple(_choice(one) for one in choices),
        "acknowledged": tuple(Acknowledged(one["name"], one["words"]) for one in said),
        "signatures": tuple(signers),
        "parts": tuple(Part(one["words"], tuple(one["any"])) for one in parts),
    }


def _choice(one: dict[str, Any]) -> Choice:
    options = tuple(Option(option["key"], option["words"]) for option in one["options"])
    return Choice(one["name"], one["ask"], options, one.get("several", False))


def _is_number(value: object, least: int) -> bool:
    return type(value) is int and least <= value <= _LARGEST


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are(value: object, keys: set[str], more: frozenset[str] | set[str] = frozenset(), named: str = "name") -> bool:
    """Whether this is a list of tables with these keys, each of another name; texts where no list is meant."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return False
    if not all(keys <= set(one) <= keys | more for one in value):
        return False
    for one in value:
        for key in keys:
            sound = bool(one[key]) and isinstance(one[key], list) if key in ("options", "any") else _is_words(one[key])
            if not sound or (key == "any" and not all(_is_words(words) for words in one[key])):
                return False
    names = [one[named] for one in value] if named else []
    return all(NAME.fullmatch(name) for name in names) and len(set(names)) == len(names)
