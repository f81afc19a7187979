"""The difference between two texts to read: what came has a plus before it, what went a minus; long same parts are cut."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from kapdesk.domain.difference import DifferentLine
from kapdesk.ui.theme import current, px

_SIGNS = {"same": "\u2007", "added": "+", "removed": "−"}
_COLOURS = {"added": ("integration", "integration_soft"), "removed": ("bad", "bad_soft")}
_AROUND = 2
"""Lines that are shown before and after a change."""


class DifferenceView(QPlainTextEdit):
    """Shows a difference; nothing can be typed."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("difference")
        self.setAccessibleName("What differs")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(px(160))

    def show_lines(self, lines: Sequence[DifferentLine]) -> None:
        """Show a difference from its first change on."""
        self.clear()
        cursor = QTextCursor(self.document())
        for number, line in enumerate(_shortened(lines)):
            if number:
                cursor.insertBlock()
            self._write(cursor, line)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _write(self, cursor: QTextCursor, line: DifferentLine | str) -> None:
        plain = QTextCharFormat()
        plain.setForeground(current()["mute"])
        if isinstance(line, str):
            cursor.setBlockFormat(QTextBlockFormat())
            cursor.insertText(line, plain)
            return
        ground, changed = QTextBlockFormat(), QTextCharFormat(plain)
        if line.kind != "same":
            ink, soft = _COLOURS[line.kind]
            ground.setBackground(current()[soft])
            plain.setForeground(current()["ink"])
            changed.setForeground(current()[ink])
            changed.setFontWeight(QFont.Weight.Bold)
            changed.setFontUnderline(line.kind == "added")
            changed.setFontStrikeOut(line.kind == "removed")
        cursor.setBlockFormat(ground)
        sign = QTextCharFormat(changed)
        sign.setFontUnderline(False)
        sign.setFontStrikeOut(False)
        cursor.insertText(f"{_SIGNS[line.kind]} ", sign)
        for words, differs in line.pieces:
            cursor.insertText(words, changed if differs else plain)


def in_words(lines: Sequence[DifferentLine]) -> str:
    """How much differs: `2 lines added, 1 removed`."""
    added, removed = (sum(line.kind == kind for line in lines) for kind in ("added", "removed"))
    if not added and not removed:
        return "Nothing differs."
    return f"{_counted(added)} added, {_counted(removed)} removed."


def _counted(lines: int) -> str:
    return f"{lines} line" + ("" if lines == 1 else "s")


def _shortened(lines: Sequence[DifferentLine]) -> Iterator[DifferentLine | str]:
    """The lines, with only the nearest of those that are the same."""
    end = len(lines)
    at = 0
    for kind, group in groupby(lines, lambda line: line.kind):
        run = list(group)
        first, last = at == 0, at + len(run) == end
        at += len(run)
        before, after = (0 if first else _AROUND), (0 if last else _AROUND)
        if kind != "same" or len(run) <= before + after + 1:
            yield from run
            continue
        yield from run[:before]
        yield f"\u2007 · · ·  {_counted(len(run) - before - after)} the same  · · ·"
        yield from run[len(run) - after :]
