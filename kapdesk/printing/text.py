"""The wording of papers: a TOML head, Markdown with `$fields`, and the values that fill them.

Values are a person's words: they are put in after the Markdown was parsed, so that nothing in them can become markup.
What the page could not show as meant (a picture, a link, raw HTML …) is refused when the wording is read, never dropped.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
_KINDS = ("handout", "consent", "intake", "release", "letter")
_KEYS = {"kind", "title", "purpose", "version", "fields", "signatures", "initials"}
_FLOW = {"blockquote", "bullet_list", "ordered_list", "list_item", "paragraph", "heading", "hr"}
_FLOW |= {"table", "thead", "tbody", "tr", "th", "td", "inline"}
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


def available(language: str = "en") -> list[Wording]:
    """All papers of a language."""
    return [load(file.stem, language) for file in _files(language)]


def load(name: str, language: str = "en") -> Wording:
    """A paper by its file stem; NotFound, or BadWording with file and line."""
    for file in _files(language):
        if file.stem == name:
            return parse(file.read_bytes(), name, language)
    known = ", ".join(file.stem for file in _files(language)) or "none in this language"
    raise NotFound(f"There is no paper called “{name}”. There are: {known}.")


def parse(data: bytes, name: str, language: str) -> Wording:
    """Read a wording's bytes; BadWording says at which line what is wrong."""
    try:
        lines = data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError:
        raise BadWording(f"{name}.md is not text in UTF-8.") from None
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE), 0)
    if lines[0].rstrip() != _FENCE or not end:
        raise _bad(name, 1, f"it must begin with a head between two lines {_FENCE}")
    head = _head(name, lines[1:end])
    body = "\n".join(lines[end + 1 :])
    wording = Wording(name=name, language=language, body=body, sha256=hashlib.sha256(data).hexdigest(), **head)
    _check_body(wording, first_line=end + 2)
    return wording


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


def _bad(name: str, line: int, why: str) -> BadWording:
    return BadWording(f"{name}.md, line {line}: {why}.")


def _head(name: str, lines: Sequence[str]) -> dict[str, Any]:
    """The head's entries, checked; the first of these lines is the file's second."""
    try:
        head = tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise _bad(name, int(found[1]) + 1 if found else len(lines) + 1, "the head is not well formed") from None

    def check(key: str, holds: bool, why: str) -> None:
        if not holds:
            starts = [at for at, line in enumerate(lines, 2) if re.match(rf"\s*{re.escape(key)}\s*=", line)]
            raise _bad(name, starts[0] if starts else 2, why)

    for key in head:
        check(key, key in _KEYS, f"the head knows no “{key}”")
    for key in ("kind", "title", "purpose", "version"):
        check(key, key in head, f"the head lacks “{key}”")
    check("kind", head["kind"] in _KINDS, f"kind is one of {', '.join(_KINDS)}")
    check("title", _is_words(head["title"]), "title is a text")
    check("purpose", _is_words(head["purpose"]), "purpose is a text")
    check("version", type(head["version"]) is int and head["version"] > 0, "version is a whole number from 1")
    asked, signers = head.setdefault("fields", []), head.setdefault("signatures", [])
    check("fields", _are_fields(asked), "fields is a list of { name, ask }, names in small letters, each once")
    check("signatures", isinstance(signers, list) and all(map(_is_words, signers)), "signatures is a list of texts")
    check("initials", isinstance(head.setdefault("initials", False), bool), "initials is true or false")
    fields = tuple(Field(one["name"], one["ask"]) for one in asked)
    return {**head, "fields": fields, "signatures": tuple(signers)}


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_fields(value: object) -> bool:
    if not isinstance(value, list) or not all(isinstance(one, dict) and set(one) == {"name", "ask"} for one in value):
        return False
    names = [one["name"] for one in value]
    sound = all(_is_words(one["ask"]) and _is_words(one["name"]) and _NAME.fullmatch(one["name"]) for one in value)
    return sound and len(set(names)) == len(names)


def _tokens(body: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(body)


def _check_body(wording: Wording, first_line: int) -> None:
    """Refuse fields that the head does not declare, lone dollar signs, and Markdown that the page does not show."""
    declared = {field.name for field in wording.fields}
    for kind, line, words in _pieces(_tokens(wording.body)):
        if kind not in _FLOW | _INLINE:
            raise _bad(wording.name, first_line + line, f"{kind.replace('_', ' ')} cannot be printed; write it as text")
        for dollar, field in _FIELD.findall(words):
            if not dollar and not field:
                raise _bad(wording.name, first_line + line, "a lone $; write $$ for a dollar sign")
            if field and field not in declared:
                raise _bad(wording.name, first_line + line, f"the field ${field} is not in the head")


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
