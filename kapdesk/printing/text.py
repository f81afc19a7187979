"""The wording of papers: a TOML head, Markdown with `$fields`, and the values that fill them.

Values are a person's words: they are put in after the Markdown was parsed, so that nothing in them can become markup.
What the page could not show as meant (a picture, a link, raw HTML …) is refused when the wording is read, never dropped.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kapdesk import paths
from kapdesk.errors import MissingFields, NotFound
from kapdesk.printing.blocks import Block, blocks_of
from kapdesk.printing.heads import NAME, Acknowledged, Choice, Field, Part, bad, line_of_key, read_head

_FENCE = "+++"
_FIELD = re.compile(rf"\$(?:(\$)|({NAME.pattern})|)")
_CELL_SIGNS = re.compile(r"[^\S\n]|[|>\\\0\ufffd]")
TO_WRITE_ON = "_" * 24
"""What stands for a value that is written by hand."""
_DEEPEST = 9
"""Boxes and lists within each other, a list's points counted too; the reader drops unseen what lies deeper than 20."""
_FLOW = {"blockquote", "bullet_list", "ordered_list", "list_item", "paragraph", "heading", "hr"}
_FLOW |= {"table", "thead", "tbody", "tr", "th", "td", "inline"}
_INLINE = {"text", "text_special", "softbreak", "hardbreak", "strong", "em", "code_inline"}


@dataclass(frozen=True)
class Wording:
    """A paper's words as they lie in its file; `sha256` is of the file's bytes.

    `signatures` are those who sign at the end (see `heads.SIGNERS`); `initials` says that each point of its numbered lists
    is initialled, `parts` what it must have. `material` is the last version of a shipped text that changed what was agreed.
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
    choices: tuple[Choice, ...] = ()
    acknowledged: tuple[Acknowledged, ...] = ()
    parts: tuple[Part, ...] = ()
    material: int = 1


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
    return line_of_key(key, lines[: _end_of_head(lines)])


def missing(wording: Wording, values: Mapping[str, str]) -> tuple[Field, ...]:
    """The fields for which there is no value yet."""
    return tuple(field for field in wording.fields if not values.get(field.name, "").strip())


def fill(wording: Wording, values: Mapping[str, str], blank: bool = False) -> list[Block]:
    """The paper's blocks with its values put in; MissingFields names those without a value, unless the paper is `blank`:
    then there is a line to write on instead.

    Where a choice or words to acknowledge stand, there is a block of the kind `mark` with its name.
    """
    lacking = missing(wording, values)
    if lacking and not blank:
        asked = ", ".join(field.ask for field in lacking)
        raise MissingFields(f"“{wording.title}” needs: {asked}.", tuple(field.name for field in lacking))
    values = {**values, **{field.name: TO_WRITE_ON for field in lacking}}
    return blocks_of(_tokens(wording.body), lambda words: _put_in(words, values), marks_of(wording))


def marks_of(wording: Wording) -> frozenset[str]:
    """The names that stand alone in a paragraph: the choices, and what is acknowledged."""
    return frozenset([one.name for one in wording.choices] + [one.name for one in wording.acknowledged])


def parts_left_out(wording: Wording) -> tuple[Part, ...]:
    """The parts that this paper must have and of which its text says nothing."""
    said = " ".join([wording.title, wording.body, *(one.words for one in wording.acknowledged)]).casefold()
    said = " ".join(said.split())
    return tuple(part for part in wording.parts if not any(words.casefold() in said for words in part.any))


def _files(language: str) -> list[Path]:
    folder = paths.resources() / "papers" / language
    return sorted(folder.glob("*.md")) if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", language) else []


def _read(data: bytes, name: str, language: str, file: str) -> tuple[Wording, int]:
    """The wording, and the line of the file where its body begins."""
    lines = _lines(data, file)
    end = _end_of_head(lines)
    if lines[0].rstrip() != _FENCE or not end:
        raise bad(f"{file}, line", 1, f"it must begin with a head between two lines {_FENCE}")
    head = read_head(name, lines[1:end], f"{file}, line")
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


def _tokens(body: str) -> list[Token]:
    """The Markdown read; what would be a link's address further down (`[a]: b`) is text, since it would vanish."""
    return MarkdownIt("commonmark").enable("table").disable("reference").parse(body)


def check_body(wording: Wording, first_line: int, place: str) -> set[str]:
    """Refuse fields that the head does not declare, lone dollar signs, and Markdown that the page does not show.

    The names of the fields, the choices and what is acknowledged that stand in the body.
    """
    declared, tokens = {field.name for field in wording.fields}, _tokens(wording.body)
    marks = marks_of(wording)
    found = _take_marks(tokens, marks)
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
                why = (
                    "stands alone in a paragraph, outside of lists and boxes"
                    if field in marks
                    else "is not one of this paper’s"
                )
                raise bad(place, first_line + line, f"the field ${field} {why}")
            found.add(field)
    return found - {""}


def _take_marks(tokens: Sequence[Token], marks: frozenset[str]) -> set[str]:
    """Take out what stands for a choice or for words to acknowledge; the names."""
    found = set()
    for token in tokens:
        name = token.content.strip().removeprefix("$")
        if token.type == "inline" and token.level == 1 and name in marks:
            found.add(name)
            token.children = []
    return found


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
