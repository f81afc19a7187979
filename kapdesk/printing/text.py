"""The wording of papers: a TOML head, Markdown with `$fields`, and the values that fill them.

Values are a person's words: they are put in after the Markdown was parsed, so that nothing in them can become markup.
What the page could not show as meant (a picture, a link, raw HTML …) is refused when the wording is read, never dropped.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kapdesk import paths
from kapdesk.errors import BadWording, MissingFields, NotFound
from kapdesk.printing.blocks import Block, blocks_of

_FENCE = "+++"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FIELD = re.compile(rf"\$(?:(\$)|({_NAME.pattern})|)")
_CELL_SIGNS = re.compile(r"[^\S\n]|[|>\\\0\ufffd]")
_KINDS = ("handout", "consent", "intake", "release", "letter")
_KEYS = {"kind", "title", "purpose", "version", "fields", "signatures", "initials", "name", "shipped"}
_DEEPEST = 9
"""Boxes and lists within each other, a list's points counted too; the reader drops unseen what lies deeper than 20."""
_FLOW = {"blockquote", "bullet_list", "ordered_list", "list_item", "paragraph", "heading", "hr"}
_FLOW |= {"table", "thead", "tbody", "tr", "th", "td", "inline"}
_LARGEST = 999_999
_INLINE = {"text", "text_special", "softbreak", "hardbreak", "strong", "em", "code_inline"}


@dataclass(frozen=True)
class Field:
    """A value that the wording needs, and the words to ask for it."""

    name: str
    ask: str


@dataclass(frozen=True)
class Wording:
    """A paper's words as they lie in its file; `sha256` is of the file's bytes.

    `signatures` are those who sign at the end; `initials` says that each point of its numbered lists is initialled.
    `shipped` is 0 for a shipped text; for a practice's own, the version of the shipped text that it stands in for.
    """

    name: str
    language: str
    kind: str
    title: str
    purpose: str
    version: int
    fields: tuple[Field, ...]
    body: str
    sha256: str
    signatures: tuple[str, ...] = ()
    initials: bool = False
    shipped: int = 0


def available(language: str = "en") -> list[Wording]:
    """All papers of a language."""
    return [load(file.stem, language) for file in _files(language)]


@cache
def load(name: str, language: str = "en") -> Wording:
    """A paper by its file stem, read once since it comes with the program; NotFound, or BadWording with file and line."""
    for file in _files(language):
        if file.stem == name:
            return parse(file.read_bytes(), name, language)
    known = ", ".join(file.stem for file in _files(language)) or "none in this language"
    raise NotFound(f"There is no paper called “{name}”. There are: {known}.")


def parse(data: bytes, name: str, language: str, file: str = "") -> Wording:
    """Read a wording's bytes; BadWording says at which line what is wrong. `file` is what they are called."""
    wording, first_line = _read(data, name, language, file or f"{name}.md")
    check_body(wording, first_line, f"{file or f'{name}.md'}, line")
    return wording


def read_unchecked(data: bytes, name: str, language: str) -> Wording:
    """Read a wording's bytes to go on writing it: only the head must hold."""
    return _read(data, name, language, f"{name}.md")[0]


def line_of(data: bytes, key: str) -> int:
    """The line of the head where this key stands; 0 when it is not there."""
    lines = _lines(data, "")
    return _line_of(key, lines[: _end_of_head(lines)])


def missing(wording: Wording, values: Mapping[str, str]) -> tuple[Field, ...]:
    """The fields for which there is no value yet."""
    return tuple(field for field in wording.fields if not values.get(field.name, "").strip())


def fill(wording: Wording, values: Mapping[str, str]) -> list[Block]:
    """The paper's blocks with its values put in; MissingFields names those without a value."""
    lacking = missing(wording, values)
    if lacking:
        asked = ", ".join(field.ask for field in lacking)
        raise MissingFields(f"“{wording.title}” needs: {asked}.", tuple(field.name for field in lacking))
    return blocks_of(_tokens(wording.body), lambda words: _put_in(words, values))


def _files(language: str) -> list[Path]:
    folder = paths.resources() / "papers" / language
    return sorted(folder.glob("*.md")) if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", language) else []


def bad(place: str, line: int, why: str) -> BadWording:
    """The error for a line; `place` is what stands before its number: `file.md, line`."""
    return BadWording(f"{place} {line}: {why}.", line)


def _read(data: bytes, name: str, language: str, file: str) -> tuple[Wording, int]:
    """The wording, and the line of the file where its body begins."""
    lines = _lines(data, file)
    end = _end_of_head(lines)
    if lines[0].rstrip() != _FENCE or not end:
        raise bad(f"{file}, line", 1, f"it must begin with a head between two lines {_FENCE}")
    head = _head(name, lines[1:end], f"{file}, line")
    body = "\n".join(lines[end + 1 :])
    return Wording(name=name, language=language, body=body, sha256=hashlib.sha256(data).hexdigest(), **head), end + 2


def _lines(data: bytes, file: str) -> list[str]:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise bad(f"{file}, line", line, "it is not text in UTF-8; save it as UTF-8 and try again") from None


def _end_of_head(lines: Sequence[str]) -> int:
    return next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), 0)


def _line_of(key: str, lines: Sequence[str]) -> int:
    return next((at for at, line in enumerate(lines, 1) if re.match(rf"\s*{re.escape(key)}\s*=", line)), 0)


def _head(name: str, lines: Sequence[str], place: str) -> dict[str, Any]:
    """The head's entries, checked; the first of these lines is the file's second."""
    try:
        head = tomllib.loads("\n".join(lines))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        raise bad(place, int(found[1]) + 1 if found else len(lines) + 1, "the head is not well formed") from None

    def check(key: str, holds: bool, why: str) -> None:
        if not holds:
            raise bad(place, _line_of(key, ["", *lines]) or 2, why)

    for key in head:
        check(key, key in _KEYS, f"the head knows no “{key}”")
    for key in ("kind", "title", "purpose", "version"):
        check(key, key in head, f"the head lacks “{key}”")
    check("name", head.pop("name", name) == name, f"these are the words of another paper, not of “{name}”")
    check("kind", head["kind"] in _KINDS, f"kind is one of {', '.join(_KINDS)}")
    check("title", _is_words(head["title"]), "title is a text")
    check("purpose", _is_words(head["purpose"]), "purpose is a text")
    check("version", _is_number(head["version"], 1), "version is a whole number from 1")
    check("shipped", _is_number(head.setdefault("shipped", 0), 0), "shipped is a whole number")
    asked, signers = head.setdefault("fields", []), head.setdefault("signatures", [])
    check("fields", _are_fields(asked), "fields is a list of { name, ask }, names in small letters, each once")
    check("signatures", isinstance(signers, list) and all(map(_is_words, signers)), "signatures is a list of texts")
    check("initials", isinstance(head.setdefault("initials", False), bool), "initials is true or false")
    fields = tuple(Field(one["name"], one["ask"]) for one in asked)
    return {**head, "fields": fields, "signatures": tuple(signers)}


def _is_number(value: object, least: int) -> bool:
    return type(value) is int and least <= value <= _LARGEST


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_fields(value: object) -> bool:
    if not isinstance(value, list) or not all(isinstance(one, dict) and set(one) == {"name", "ask"} for one in value):
        return False
    names = [one["name"] for one in value]
    sound = all(_is_words(one["ask"]) and _is_words(one["name"]) and _NAME.fullmatch(one["name"]) for one in value)
    return sound and len(set(names)) == len(names)


def _tokens(body: str) -> list[Token]:
    """The Markdown read; what would be a link's address further down (`[a]: b`) is text, since it would vanish."""
    return MarkdownIt("commonmark").enable("table").disable("reference").parse(body)


def check_body(wording: Wording, first_line: int, place: str) -> set[str]:
    """Refuse fields that the head does not declare, lone dollar signs, and Markdown that the page does not show.

    The names of the fields that stand in the body.
    """
    declared, found = {field.name for field in wording.fields}, set()
    tokens = _tokens(wording.body)
    for token in tokens:
        if token.level > _DEEPEST and token.map:
            raise bad(place, first_line + token.map[0], "too many lists or boxes within each other")
    for line in _rows_cut(tokens, wording.body):
        raise bad(place, first_line + line, "this row has more cells than the table has columns")
    for kind, line, words in _pieces(tokens):
        if kind not in _FLOW | _INLINE:
            raise bad(place, first_line + line, f"{kind.replace('_', ' ')} cannot be printed; write it as text")
        for dollar, field in _FIELD.findall(words):
            if not dollar and not field:
                raise bad(place, first_line + line, "a lone $; write $$ for a dollar sign")
            if field and field not in declared:
                raise bad(place, first_line + line, f"the field ${field} is not one of this paper’s")
            found.add(field)
    return found - {""}


def _rows_cut(tokens: Sequence[Token], body: str) -> Iterator[int]:
    """The lines of a table's rows of which the reader dropped cells, since its head has fewer."""
    lines = _CELL_SIGNS.sub("", body.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    at, kept, below_head = 0, "", False
    for token in tokens:
        if token.type in ("tbody_open", "tbody_close"):
            below_head = token.type == "tbody_open"
        elif token.type == "tr_open" and token.map:
            at, kept = token.map[0], ""
        elif token.type == "inline":
            kept += _CELL_SIGNS.sub("", token.content)
        elif token.type == "tr_close" and below_head and len(kept) < len(lines[at]):
            yield at


def _pieces(tokens: Sequence[Token]) -> Iterator[tuple[str, int, str]]:
    """Every piece of Markdown: its kind, the line of the body where it stands, its words."""
    line = 0
    for token in tokens:
        line = token.map[0] if token.map else line
        yield token.type.removesuffix("_open").removesuffix("_close"), line, ""
        at = line
        for child in token.children or ():
            at += child.type in ("softbreak", "hardbreak")
            yield child.type.removesuffix("_open").removesuffix("_close"), at, child.content


def _put_in(words: str, values: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """The words in pieces, the fields' values among them; each with whether it is a value."""
    at = 0
    for match in _FIELD.finditer(words):
        yield words[at : match.start()], False
        yield ("$", False) if match[1] else (values[match[2]].strip(), True)
        at = match.end()
    yield words[at:], False
