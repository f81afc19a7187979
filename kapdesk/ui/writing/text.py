"""A text field for Markdown that stays exactly the characters typed: keys for bold, lists and headings, places to fill."""

import re
from collections.abc import Callable, Mapping

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QWidget

from kapdesk.domain.snippets import PLACE, SHEET_NAMES, before_cursor
from kapdesk.ui.look import PlainText
from kapdesk.ui.theme import px
from kapdesk.ui.writing.highlight import Highlighter

_ITEM = re.compile(r"(\s*)(?:([-*•])|(\d{1,3})([.)]))\s+")
_HEADING = re.compile(r"(#{1,6}) +")
_MODS = Qt.KeyboardModifier


class MarkdownText(PlainText):
    """Words as they are typed; `sheet_wanted` when a snippet stands for quick choices (`mental_status`, `risk`)."""

    sheet_wanted = Signal(str)
    menu_opening = Signal(object, object)

    def __init__(self, name: str, words: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setTabChangesFocus(False)
        self.setMinimumHeight(px(150))
        self.highlighter = Highlighter(self.document())
        self.snippets: Mapping[str, str] = {}
        self._keys: dict[tuple[int, Qt.KeyboardModifier], Callable[[], None]] = {
            (Qt.Key.Key_B, _MODS.ControlModifier): self.bold,
            (Qt.Key.Key_I, _MODS.ControlModifier): self.italic,
            (Qt.Key.Key_H, _MODS.ControlModifier): self.heading,
            (Qt.Key.Key_8, _MODS.ControlModifier | _MODS.ShiftModifier): self.bullets,
            (Qt.Key.Key_Asterisk, _MODS.ControlModifier | _MODS.ShiftModifier): self.bullets,
            (Qt.Key.Key_7, _MODS.ControlModifier | _MODS.ShiftModifier): self.numbers,
            (Qt.Key.Key_Ampersand, _MODS.ControlModifier | _MODS.ShiftModifier): self.numbers,
            (Qt.Key.Key_Down, _MODS.ControlModifier): lambda: self.go_to_section(1),
            (Qt.Key.Key_Up, _MODS.ControlModifier): lambda: self.go_to_section(-1),
        }

    def set_text(self, words: str) -> None:
        """Other words; there is nothing to undo before them. The cursor stands where one goes on."""
        self.setPlainText(words)
        self.go_to_last_words()

    def words(self) -> str:
        """Every character as it stands there; Qt's own reading would change hard spaces and separators."""
        return self.document().toRawText().replace("\u2029", "\n")

    def replace_all(self, words: str) -> None:
        """Other words, as one step that can be undone; the cursor stays about where it was."""
        at = self.textCursor().position()
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(words)
        cursor.setPosition(min(at, len(words)))
        self.setTextCursor(cursor)

    def bold(self) -> None:
        """The chosen words bold, or no more."""
        self._around("**")

    def italic(self) -> None:
        """The chosen words italic, or no more."""
        self._around("*")

    def heading(self) -> None:
        """The line a heading, or no more."""
        self._each_line(lambda line, _: _HEADING.sub("", line) if _HEADING.match(line) else f"## {line}")

    def bullets(self) -> None:
        """The lines a list, or no more."""
        self._each_line(lambda line, _: _ITEM.sub("", line, count=1) if _ITEM.match(line) else f"- {line}")

    def numbers(self) -> None:
        """The lines a numbered list, or no more."""
        self._each_line(lambda line, at: _ITEM.sub("", line, count=1) if _ITEM.match(line) else f"{at}. {line}")

    def insert_words(self, words: str) -> None:
        """Put words at the cursor, on lines of their own when they have several; the first place to fill is chosen."""
        cursor = self.textCursor()
        start = min(cursor.position(), cursor.anchor())
        if "\n" in words and cursor.block().text().strip():
            words = f"\n\n{words}"
        cursor.insertText(words)
        self.setTextCursor(cursor)
        self._choose_place(start, cursor.position())
        self.ensureCursorVisible()

    def put_under(self, heading: str, words: str) -> None:
        """Put words at the end of a section, which is begun at the end of the text when it is not there."""
        found = next((one for one in self._blocks() if _heading_of(one) == heading), None)
        if found is None:
            words, end = f"## {heading}\n\n{words}", self.document().characterCount() - 1
            start = self._end_of_words(self.document().begin(), end)
        else:
            end = self._end_of_section(found)
            start = self._end_of_words(found, end)
        above = "\n\n" if start > 0 else ""
        below = "\n\n" if end < self.document().characterCount() - 1 else ""
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(f"{above}{words}{below}")
        cursor.setPosition(cursor.position() - len(below))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def section(self) -> str:
        """The heading that the cursor stands under; empty before the first."""
        block = self.textCursor().block()
        while block.isValid():
            if _heading_of(block):
                return _heading_of(block)
            block = block.previous()
        return ""

    def go_to_section(self, by: int) -> None:
        """The cursor to the end of the next or previous section's words."""
        headings = [block for block in self._blocks() if _heading_of(block)]
        here = self.textCursor().blockNumber()
        if by > 0:
            wanted = next((one for one in headings if one.blockNumber() > here), None)
        else:
            above = [one for one in headings if one.blockNumber() <= here]
            wanted = above[-2] if len(above) > 1 else None
        if wanted is not None:
            self._stand_in(wanted)
        else:
            self.moveCursor(QTextCursor.MoveOperation.Start if by < 0 else QTextCursor.MoveOperation.End)

    def go_to_last_words(self) -> None:
        """The cursor behind the last words that are written, else under the first heading."""
        written = [block for block in self._blocks() if block.text().strip() and not _heading_of(block)]
        if not written:
            self.go_to_first_empty()
            return
        cursor = self.textCursor()
        cursor.setPosition(_end(written[-1]))
        self.setTextCursor(cursor)

    def go_to_first_empty(self) -> None:
        """The cursor under the first heading without words, else at the end."""
        for block in self._blocks():
            if _heading_of(block) and self._end_of_words(block, self._end_of_section(block)) <= _end(block):
                self._stand_in(block)
                return
        self.moveCursor(QTextCursor.MoveOperation.End)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab leaves the text when nothing in it is to be filled; Qt's own field would stay."""
        return bool(QWidget.focusNextPrevChild(self, forward))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The writing keys; everything else as ever."""
        mods = event.modifiers() & ~_MODS.KeypadModifier
        act = self._keys.get((event.key(), mods))
        if act is not None:
            act()
            return
        if event.key() == Qt.Key.Key_Tab and mods == _MODS.NoModifier:
            if not self._expand() and not self._choose_place(self.textCursor().selectionEnd()):
                self.focusNextChild()
            return
        if event.key() == Qt.Key.Key_Backtab:
            self.focusPreviousChild()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if mods == _MODS.ShiftModifier:  # Qt would put another sign than the end of a line
                self.textCursor().insertBlock()
                return
            if mods == _MODS.NoModifier and self._next_item():
                return
        if event.key() == Qt.Key.Key_Space and mods == _MODS.NoModifier and self._expand():
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The usual menu; above it what is offered for the word at this place."""
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_opening.emit(menu, event.pos())
        menu.popup(event.globalPos())

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words, nothing else; a paste in place of a chosen place fills it."""
        self.insertPlainText(source.text())

    def _expand(self) -> bool:
        cursor = self.textCursor()
        if cursor.hasSelection():
            return False
        name = before_cursor(self._between(cursor.block().position(), cursor.position()))
        if not name or (name not in self.snippets and name not in SHEET_NAMES):
            return False
        cursor.setPosition(cursor.position() - len(name), QTextCursor.MoveMode.KeepAnchor)
        if name in SHEET_NAMES:
            cursor.removeSelectedText()
            self.setTextCursor(cursor)
            self.sheet_wanted.emit(SHEET_NAMES[name])
            return True
        start = cursor.selectionStart()
        cursor.insertText(self.snippets[name])
        self.setTextCursor(cursor)
        self._choose_place(start, cursor.position())
        return True

    def _choose_place(self, start: int, end: int | None = None) -> bool:
        """Choose the next place to fill from a position on, so that typing fills it."""
        block = self.document().findBlock(start)
        while block.isValid() and (end is None or block.position() < end):
            for found in PLACE.finditer(block.text()):
                at, to = (block.position() + _units(block.text(), one) for one in found.span())
                if at >= start and (end is None or to <= end):
                    cursor = self.textCursor()
                    cursor.setPosition(at)
                    cursor.setPosition(to, QTextCursor.MoveMode.KeepAnchor)
                    self.setTextCursor(cursor)
                    return True
            block = block.next()
        return False

    def _around(self, sign: str) -> None:
        cursor = self.textCursor()
        start, end, size = cursor.selectionStart(), cursor.selectionEnd(), len(sign)
        words = self._between(start, end)
        if self._between(start - size, start) == sign == self._between(end, end + size):
            cursor.setPosition(start - size)
            cursor.setPosition(end + size, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(words)
            by = -size
        else:
            cursor.insertText(f"{sign}{words}{sign}")
            by = size
        cursor.setPosition(start + by)
        cursor.setPosition(end + by, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _each_line(self, change: Callable[[str, int], str]) -> None:
        cursor = self.textCursor()
        first = self.document().findBlock(cursor.selectionStart())
        last = self.document().findBlock(cursor.selectionEnd())
        lines, block = [], first
        while block.isValid() and block.blockNumber() <= last.blockNumber():
            lines.append(block.text())
            block = block.next()
        cursor.setPosition(first.position())
        cursor.setPosition(last.position() + len(last.text()), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText("\n".join(change(line, at) for at, line in enumerate(lines, 1)))
        self.setTextCursor(cursor)

    def _next_item(self) -> bool:
        """Enter in a list begins the next point; on an empty point it ends the list."""
        cursor = self.textCursor()
        line = cursor.block().text()
        found = _ITEM.match(line)
        if found is None or cursor.positionInBlock() < found.end():
            return False
        if not line[found.end() :].strip():
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            return True
        bullet = found[2] or f"{int(found[3]) + 1}{found[4]}"
        cursor.insertText(f"\n{found[1]}{bullet} ")
        self.ensureCursorVisible()
        return True

    def _blocks(self) -> list[QTextBlock]:
        found, block = [], self.document().begin()
        while block.isValid():
            found.append(block)
            block = block.next()
        return found

    def _stand_in(self, heading: QTextBlock) -> None:
        """The cursor at the end of a section's words; below an empty heading there is a line to write on."""
        words = self._end_of_words(heading, self._end_of_section(heading))
        cursor = self.textCursor()
        below = heading.next()
        empty = words <= _end(heading) and below.isValid() and not below.text().strip()
        cursor.setPosition(below.position() if empty else words)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _end_of_section(self, heading: QTextBlock) -> int:
        """Where the next heading begins, or the text ends."""
        block = heading.next()
        while block.isValid():
            if _heading_of(block):
                return block.position()
            block = block.next()
        return self.document().characterCount() - 1

    def _end_of_words(self, first: QTextBlock, end: int) -> int:
        """The end of the last line that holds something, from a block up to a position."""
        found, block = 0, first
        while block.isValid() and block.position() < max(end, 1):
            if block.text().strip():
                found = _end(block)
            block = block.next()
        return min(found, end)

    def _between(self, start: int, end: int) -> str:
        """The characters from one position to another, as Qt counts them."""
        last = self.document().characterCount() - 1
        if not 0 <= start <= end <= last:
            return ""
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText().replace("\u2029", "\n")


def _heading_of(block: QTextBlock) -> str:
    found = _HEADING.match(block.text())
    return block.text()[found.end() :].strip() if found else ""


def _end(block: QTextBlock) -> int:
    return block.position() + block.length() - 1


def _units(text: str, at: int) -> int:
    """A place in Python's text as Qt counts it: in UTF-16, where an emoji takes two."""
    return len(text[:at].encode("utf-16-le", "surrogatepass")) // 2
