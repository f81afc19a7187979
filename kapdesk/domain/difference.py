"""What differs between two texts: lines that stayed, came and went, and in a changed line the words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Piece = tuple[str, bool]
_ALIKE = 0.4
"""Lines that share less of their words than this are shown as other lines, not as a changed one."""
_LONGEST = 3_000
"""Words of a line in which single words are compared."""


@dataclass(frozen=True)
class DifferentLine:
    """A line of a difference; its pieces say of each whether it is what differs."""

    kind: Literal["same", "added", "removed"]
    pieces: tuple[Piece, ...]

    @property
    def words(self) -> str:
        """The whole line."""
        return "".join(words for words, _ in self.pieces)


def difference(old: Sequence[str], new: Sequence[str]) -> list[DifferentLine]:
    """All lines of both texts in order; a changed line is there twice, removed and added."""
    found: list[DifferentLine] = []
    for act, start, end, begin, stop in SequenceMatcher(None, old, new).get_opcodes():
        if act == "equal":
            found += [DifferentLine("same", ((line, False),)) for line in old[start:end]]
        else:
            found += _changed(old[start:end], new[begin:stop])
    return found


def _changed(removed: Sequence[str], added: Sequence[str]) -> Iterator[DifferentLine]:
    """Lines that were exchanged for others; the first is compared with the first, and so on."""
    pairs = [_compared(old, new) for old, new in zip(removed, added, strict=False)]
    befores = [pair[0] for pair in pairs] + [((line, True),) for line in removed[len(pairs) :]]
    afters = [pair[1] for pair in pairs] + [((line, True),) for line in added[len(pairs) :]]
    yield from (DifferentLine("removed", pieces) for pieces in befores)
    yield from (DifferentLine("added", pieces) for pieces in afters)


def _compared(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Two lines in pieces, word by word; as wholes where they have little in common."""
    before, after = (re.findall(r"\S+\s*|\s+", line) for line in (old, new))
    match = SequenceMatcher(None, before, after, autojunk=False)
    if max(len(before), len(after)) > _LONGEST or match.quick_ratio() < _ALIKE or match.ratio() < _ALIKE:
        return ((old, True),), ((new, True),)
    gone: list[Piece] = []
    come: list[Piece] = []
    for act, start, end, begin, stop in match.get_opcodes():
        gone += [("".join(before[start:end]), act != "equal")] if end > start else []
        come += [("".join(after[begin:stop]), act != "equal")] if stop > begin else []
    return tuple(gone), tuple(come)
