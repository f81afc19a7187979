"""The Markdown of a paper with the numbers of its lines, one of which can be pointed at."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QTextEdit, QWidget

from kapdesk.ui.theme import current, px
from kapdesk.ui.writing.text import MarkdownText


class NumberedText(MarkdownText):
    """Lines are numbered from 1; the line with an error has a coloured ground and an arrow before its number."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(name, words)
        self.wrong_line = 0
        self._margin = _Margin(self)
        self.blockCountChanged.connect(lambda _count: self._make_room())
        self.updateRequest.connect(lambda _rect, _dy: self._margin.update())
        self._make_room()

    def point_at(self, line: int) -> None:
        """Mark a line as wrong; 0 for none."""
        self.wrong_line = line
        marks = []
        block = self.document().findBlockByNumber(line - 1)
        if line and block.isValid():
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(block)
            mark.cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            mark.format.setBackground(current()["bad_soft"])
            mark.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            marks.append(mark)
        self.setExtraSelections(marks)
        self._margin.update()

    def go_to(self, line: int) -> None:
        """The cursor to the end of a line, in sight."""
        block = self.document().findBlockByNumber(line - 1)
        if block.isValid():
            cursor = QTextCursor(block)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            self.setTextCursor(cursor)
            self.centerCursor()
            self.setFocus()

    def insert_field(self, name: str) -> None:
        """Put `$name` at the cursor, apart from a word that follows."""
        cursor = self.textCursor()
        after = self.document().characterAt(cursor.selectionEnd())
        cursor.insertText(f"${name} " if after.isalnum() or after == "_" else f"${name}")
        self.setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Leave the field; Qt's own text field would stay, since it takes Tab for a letter."""
        return QWidget.focusNextPrevChild(self, forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The numbers follow the height."""
        super().resizeEvent(event)
        self._make_room()

    def margin_width(self) -> int:
        """As wide as the highest number, with the arrow."""
        return self.fontMetrics().horizontalAdvance(f"▸ {max(99, self.blockCount())}") + px(10)

    def paint_margin(self, event: QPaintEvent) -> None:
        """The numbers of the lines in sight."""
        with QPainter(self._margin) as painter:
            painter.fillRect(event.rect(), current()["faint"])
            block = self.firstVisibleBlock()
            while block.isValid():
                box = self.blockBoundingGeometry(block).translated(self.contentOffset())
                if box.top() > event.rect().bottom():
                    break
                wrong = block.blockNumber() + 1 == self.wrong_line
                font = self.font()
                font.setWeight(QFont.Weight.DemiBold if wrong else QFont.Weight.Normal)
                painter.setFont(font)
                painter.setPen(current()["bad" if wrong else "mute"])
                words = f"▸ {self.wrong_line}" if wrong else str(block.blockNumber() + 1)
                place = QRect(0, round(box.top()), self._margin.width() - px(5), self.fontMetrics().height())
                painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
                block = block.next()

    def _make_room(self) -> None:
        self.setViewportMargins(self.margin_width(), 0, 0, 0)
        inside = self.contentsRect()
        self._margin.setGeometry(QRect(inside.topLeft(), QSize(self.margin_width(), inside.height())))


class _Margin(QWidget):
    """Where the numbers stand; a click chooses nothing."""

    def __init__(self, text: NumberedText) -> None:
        super().__init__(text)
        self._text = text

    def sizeHint(self) -> QSize:
        """As wide as the numbers need."""
        return QSize(self._text.margin_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the numbers."""
        self._text.paint_margin(event)
