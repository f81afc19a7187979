"""What was found, as rows of a list: a kind, a title, the words in their context."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kapdesk.domain.finding import Span, Spans, words_of
from kapdesk.ui import days, paint
from kapdesk.ui.theme import Tokens, current, px
from kapdesk.usecases.desk.find import Found

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = Qt.ItemDataRole.UserRole
TODAY_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_HEIGHT = 56
_CHIP = 96
_DATE = 104
_KINDS = {"client": "Client", "note": "Note", "contact": "Contact", "paper": "Paper", "task": "Task"}


@dataclass(frozen=True)
class Command:
    """Something that the desk can do, or a page to go to; `title` carries what to mark."""

    title: Spans
    keys: str
    act: Callable[[], object]


Row = Found | Command


class FoundModel(QAbstractListModel):
    """Rows of what was found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._today = date.min

    def set_rows(self, rows: list[Row], today: date) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows, self._today = rows, today
        self.endResetModel()

    def row(self, number: int) -> Row:
        """What stands in a row."""
        return self._rows[number]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        """How many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row for the painter, its words for a screen reader."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == TODAY_ROLE:
            return self._today
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(part for part in (kind_of(row), *_beside(row, self._today), words_of(_below(row))) if part)
        return None


class FoundDelegate(QStyledItemDelegate):
    """Paints a row: kind, title, what it is and of when; below it the words in context, what was looked for in bold."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        row: Row = index.data(ROW_ROLE)
        rect: QRect = option.rect
        colours = current()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colours["accent_soft"])
            painter.fillRect(QRect(rect.topLeft(), QSize(px(3), rect.height())), colours["accent"])
        painter.setPen(colours["faint"])
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(px(12), px(5), -px(12), -px(6))
        paint.draw_chip(painter, inner.x(), inner.center().y(), px(_CHIP), kind_of(row), "plain", colours)
        inner.setLeft(inner.left() + px(_CHIP))
        upper, lower = QRect(inner), QRect(inner)
        if words_of(_below(row)):
            upper.setBottom(inner.center().y())
            lower.setTop(inner.center().y() + 1)
            draw_spans(painter, lower, _below(row), 14, "mute", colours)
        self._head(painter, upper, row, index.data(TODAY_ROLE), colours)
        painter.restore()

    def _head(self, painter: QPainter, rect: QRect, row: Row, today: date, colours: Tokens) -> None:
        _, state, when = _beside(row, today)
        right = QRect(rect)
        right.setLeft(max(rect.left(), rect.right() - px(_DATE)))
        taken = paint.draw_line(painter, right, when, paint.font(13), "mute", colours, right=True) if when else 0
        left = rect.adjusted(0, 0, -taken - px(10), 0)
        used = draw_spans(painter, left, row.title, 15, "ink", colours)
        left.setLeft(left.left() + used + px(10))
        if state and left.width() > px(40):
            paint.draw_line(painter, left, state, paint.font(13), "mute", colours)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are as high."""
        return QSize(px(300), px(ROW_HEIGHT))


def kind_of(row: Row) -> str:
    """The kind in a word."""
    return "Go to" if isinstance(row, Command) else _KINDS[row.kind]


def draw_spans(painter: QPainter, rect: QRect, spans: Spans, pixels: int, colour: str, colours: Tokens) -> int:
    """Paint one line with its finds in bold, cut where it is too long; returns its width."""
    text = words_of(spans)
    layout = QTextLayout(text, paint.font(pixels))
    layout.setTextOption(_ONE_LINE)
    bold = QTextCharFormat()
    bold.setFontWeight(QFont.Weight.Bold)
    bold.setForeground(colours["ink"])
    ranges = []
    at = 0
    for span in spans:
        length = len(span.words.encode("utf-16-le")) // 2
        if span.found:
            one = QTextLayout.FormatRange()
            one.start, one.length, one.format = at, length, bold
            ranges.append(one)
        at += length
    layout.setFormats(ranges)
    layout.beginLayout()
    line = layout.createLine()
    more = 0
    if line.isValid():
        line.setLineWidth(rect.width())
        if line.textLength() < at:
            more = px(12)
            line.setLineWidth(max(1, rect.width() - more))
    layout.endLayout()
    if not line.isValid():
        return 0
    painter.setPen(colours[colour])
    top = rect.top() + (rect.height() - line.height()) / 2
    line.draw(painter, QPointF(rect.left(), top))
    width = round(line.naturalTextWidth())
    if more:
        end = QRect(rect.left() + width, rect.top(), more, rect.height())
        painter.setFont(paint.font(pixels))
        painter.drawText(end, Qt.AlignmentFlag.AlignVCenter, "…")
    return min(rect.width(), width + more)


_ONE_LINE = QTextOption()
_ONE_LINE.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)


def _beside(row: Row, today: date) -> tuple[str, str, str]:
    """Title, what is said beside it, and the day or the keys."""
    title = words_of(row.title)
    if isinstance(row, Command):
        return title, "", row.keys
    client = row.client if row.kind in ("paper", "task") else ""
    return title, " · ".join(part for part in (client, row.state) if part), days.shown(row.on, today)


def _below(row: Row) -> tuple[Span, ...]:
    return () if isinstance(row, Command) else row.snippet
