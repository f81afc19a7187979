"""The wording of papers: a TOML head, Markdown with `$fields`, and the values that fill them.

Values are a person's words: they are put in after the Markdown was parsed, so that nothing in them can become markup.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kapdesk import paths
from kapdesk.errors import BadWording, MissingFields, NotFound

_FENCE = "+++"
_FIELD = re.compile(r"\$(?:(\$)|([a-z][a-z0-9_]*)|)")
_KINDS = ("handout", "consent", "intake", "release", "letter")


@dataclass(frozen=True)
class Field:
    """A value that the wording needs, and the words to ask for it."""

    name: str
    ask: str


@dataclass(frozen=True)
class Wording:
    """A paper's words as they lie in its file; `sha256` is of the file's bytes."""

    name: str
    language: str
    kind: str
    title: str
    purpose: str
    version: int
    fields: tuple[Field, ...]
    body: str
    sha256: str


@dataclass(frozen=True)
class Span:
    """A run of words in one face: plain, bold, italic or both; a line break in it stays one."""

    words: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Block:
    """A piece of the paper: `heading` (with its level), `paragraph`, `item` (with its bullet), `rule`.

    `inset` says that it stands in a framed box (a Markdown block quote).
    """

    kind: str
    spans: tuple[Span, ...] = ()
    level: int = 0
    bullet: str = ""
    inset: bool = False


def available(language: str = "en") -> list[Wording]:
    """All papers of a language."""
    return [load(file.stem, language) for file in sorted(_folder(language).glob("*.md"))]


def load(name: str, language: str = "en") -> Wording:
    """A paper by its file stem; NotFound, or BadWording with file and line."""
    file = _folder(language) / f"{name}.md"
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name) or not file.is_file():
        known = ", ".join(one.stem for one in sorted(_folder(language).glob("*.md")))
        raise NotFound(f"There is no paper called “{name}”. There are: {known}.")
    return parse(file.read_bytes(), name, language)


def parse(data: bytes, name: str, language: str) -> Wording:
    """Read a wording's bytes; BadWording says at which line what is wrong."""
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise BadWording(f"{name}.md is not text in UTF-8.") from None
    parts = text.split(f"{_FENCE}\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise BadWording(f"{name}.md, line 1: it must begin with a head between two lines {_FENCE}.")
    try:
        head = tomllib.loads(parts[1])
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise BadWording(f"{name}.md, line {int(line[1]) + 1 if line else 1}: the head is not well formed.") from None
    wording = _from_head(head, name, language, parts[2], hashlib.sha256(data).hexdigest())
    _check_fields(wording, first_line=parts[1].count("\n") + 3)
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
    return _blocks(MarkdownIt("commonmark").parse(wording.body), values)


def _folder(language: str) -> Path:
    return paths.resources() / "papers" / language


def _from_head(head: dict[str, Any], name: str, language: str, body: str, sha256: str) -> Wording:
    try:
        fields = tuple(Field(str(one["name"]), str(one["ask"])) for one in head.get("fields", ()))
        kind, version = str(head["kind"]), head["version"]
        if kind not in _KINDS or not isinstance(version, int):
            raise BadWording(f"{name}.md, line 2: kind is one of {', '.join(_KINDS)}, and version a whole number.")
        return Wording(name, language, kind, str(head["title"]), str(head["purpose"]), version, fields, body, sha256)
    except (KeyError, TypeError) as error:
        raise BadWording(f"{name}.md, line 2: the head lacks {error}.") from None


def _check_fields(wording: Wording, first_line: int) -> None:
    declared = {field.name for field in wording.fields}
    for number, line in enumerate(wording.body.split("\n"), first_line):
        for match in _FIELD.finditer(line):
            dollar, field = match.groups()
            if not dollar and not field:
                raise BadWording(f"{wording.name}.md, line {number}: a lone $; write $$ for a dollar sign.")
            if field and field not in declared:
                raise BadWording(f"{wording.name}.md, line {number}: the field ${field} is not in the head.")


def _blocks(tokens: Sequence[Token], values: Mapping[str, str]) -> list[Block]:
    blocks: list[Block] = []
    inset = 0
    bullets: list[int] = []  # 0 for a bulleted list, else the next number
    bullet = ""
    for token in tokens:
        if token.type in ("blockquote_open", "blockquote_close"):
            inset += token.nesting
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            bullets.append(0 if token.type.startswith("bullet") else int(token.attrs.get("start", 1) or 1))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            bullets.pop()
        elif token.type == "list_item_open":
            bullet = f"{bullets[-1]}." if bullets[-1] else "•"
            bullets[-1] += 1 if bullets[-1] else 0
        elif token.type == "hr":
            blocks.append(Block("rule", inset=inset > 0))
        elif token.type == "inline":
            spans = _spans(token.children or (), values)
            blocks.append(_block(token, spans, tokens, bullet, len(bullets), inset > 0))
            bullet = ""
    return blocks


def _block(
    token: Token, spans: tuple[Span, ...], tokens: Sequence[Token], bullet: str, depth: int, inset: bool
) -> Block:
    before = tokens[tokens.index(token) - 1]
    if before.type == "heading_open":
        return Block("heading", spans, level=int(before.tag[1]), inset=inset)
    if depth:
        return Block("item", spans, level=depth, bullet=bullet, inset=inset)
    return Block("paragraph", spans, inset=inset)


def _spans(children: Sequence[Token], values: Mapping[str, str]) -> tuple[Span, ...]:
    spans: list[Span] = []
    bold = italic = 0
    for child in children:
        if child.type in ("strong_open", "strong_close"):
            bold += child.nesting
        elif child.type in ("em_open", "em_close"):
            italic += child.nesting
        elif child.type == "softbreak":
            spans.append(Span(" ", bold > 0, italic > 0))
        elif child.type == "hardbreak":
            spans.append(Span("\n", bold > 0, italic > 0))
        elif child.content:
            spans.append(Span(_put_in(child.content, values), bold > 0, italic > 0))
    return tuple(spans)


def _put_in(words: str, values: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda match: "$" if match[1] else values[match[2]].strip(), words)
