"""The pieces of a paper between its Markdown and the page: headings, paragraphs, points of a list, rows, rules."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

FillIn = Callable[[str], Iterable[tuple[str, bool]]]
"""Puts values into words: pieces, each with whether it is a value."""


@dataclass(frozen=True)
class Span:
    """A run of words in one face; a line break in it stays one. `value` marks a person's words, put in for a field."""

    words: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    value: bool = False


@dataclass(frozen=True)
class Block:
    """A piece of the paper: `heading` (with its level), `paragraph`, `item` (with depth and bullet), `row`, `rule`, `mark`.

    A mark is the place of boxes to tick, or of words to acknowledge, by its `name`. What is put there is an `option` (`ticked`
    or not) or words `acknowledged` (with `initials`, which stand before a numbered item as well).

    The intake has what is `asked` (`name` stands beside it, after a box with level 1), a `hint`, an `answer`, and `level` lines
    to `write` on, with a label below for each of its `cells`.

    An item without a bullet carries on the one above. A row has `cells`, and level 1 when it is the table's head.
    `inset` counts the framed boxes (Markdown's block quotes) of the paper; 0 stands outside of them.
    """

    kind: str
    spans: tuple[Span, ...] = ()
    level: int = 0
    bullet: str = ""
    inset: int = 0
    cells: tuple[tuple[Span, ...], ...] = ()
    name: str = ""
    initials: str = ""
    ticked: bool = False

    @property
    def words(self) -> str:
        """All words of the block; cells are parted by a blank."""
        return " ".join("".join(span.words for span in spans) for spans in (self.cells or (self.spans,)))


def blocks_of(tokens: Sequence[Token], fill_in: FillIn, marks: frozenset[str] = frozenset()) -> list[Block]:
    """Markdown's tokens as blocks, values put in; a paragraph that is `$name` of a mark is that mark."""
    reader = _Reader(fill_in, marks)
    for token in tokens:
        reader.take(token)
    return reader.blocks


class _Reader:
    """Goes through the tokens once and knows where it stands."""

    def __init__(self, fill_in: FillIn, marks: frozenset[str]) -> None:
        self.blocks: list[Block] = []
        self._fill_in, self._marks = fill_in, marks
        self._lists: list[int | None] = []  # one a list around us: the next number, None with bullets
        self._bullet = ""
        self._heading = 0
        self._boxes = self._depth = 0
        self._row: list[tuple[Span, ...]] = []
        self._in_row = self._in_head = False

    def take(self, token: Token) -> None:
        """Enter one token."""
        kind, _, side = token.type.rpartition("_")
        if token.type == "inline" and token.content.strip().removeprefix("$") in self._marks:
            self._add(Block("mark", name=token.content.strip().removeprefix("$")))
        elif token.type == "inline":
            self._words(self._spans(token.children or ()))
        elif token.type == "hr":
            self._add(Block("rule"))
        elif kind in ("bullet_list", "ordered_list"):
            self._list(token, side == "open", kind == "ordered_list")
        elif token.type == "list_item_open":
            number = self._lists[-1]
            self._bullet = "•" if number is None else f"{number}."
            self._lists[-1] = None if number is None else number + 1
        elif kind == "heading":
            self._heading = int(token.tag[1]) if side == "open" else 0
        elif kind == "blockquote":
            self._boxes += side == "open" and not self._depth
            self._depth += token.nesting
        elif kind in ("thead", "tr"):
            self._table(kind, side == "open")

    def _list(self, token: Token, opens: bool, ordered: bool) -> None:
        if opens:
            self._lists.append(int(token.attrs.get("start", 1)) if ordered else None)
        else:
            self._lists.pop()

    def _table(self, kind: str, opens: bool) -> None:
        if kind == "thead":
            self._in_head = opens
            return
        if not opens:
            self._add(Block("row", level=int(self._in_head), cells=tuple(self._row)))
            self._row = []
        self._in_row = opens

    def _words(self, spans: tuple[Span, ...]) -> None:
        if self._in_row:
            self._row.append(spans)
        elif self._heading:
            self._add(Block("heading", spans, self._heading))
        elif self._lists:
            self._add(Block("item", spans, len(self._lists), self._bullet))
            self._bullet = ""
        else:
            self._add(Block("paragraph", spans))

    def _add(self, block: Block) -> None:
        self.blocks.append(replace(block, inset=self._boxes if self._depth else 0))

    def _spans(self, children: Sequence[Token]) -> tuple[Span, ...]:
        spans: list[Span] = []
        bold = italic = 0
        for child in children:
            if child.type in ("strong_open", "strong_close"):
                bold += child.nesting
            elif child.type in ("em_open", "em_close"):
                italic += child.nesting
            elif child.type in ("softbreak", "hardbreak"):
                spans.append(Span(" " if child.type == "softbreak" else "\n", bold > 0, italic > 0))
            else:
                code = child.type == "code_inline"
                pieces = self._fill_in(child.content)
                spans += [Span(words, bold > 0, italic > 0, code, value) for words, value in pieces if words]
        return tuple(spans)
