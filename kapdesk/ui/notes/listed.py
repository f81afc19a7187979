"""A client's notes as a list: kind, day, first words, and whether it is signed."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kapdesk.ui.days import shown
from kapdesk.ui.theme import current, px
from kapdesk.usecases.writing.notes import NoteHead

Index = QModelIndex | QPersistentModelIndex
HEAD = Qt.ItemDataRole.UserRole
DAY = Qt.ItemDataRole.UserRole + 1


class NotesModel(QAbstractListModel):
    """Heads as the use case gave them."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[NoteHead] = ()
        self._today: date | None = None

    def set_rows(self, rows: Sequence[NoteHead], today: date | None = None) -> None:
        """Show other notes; days of the year of `today` without the year."""
        self.beginResetModel()
        self._rows, self._today = rows, today
        self.endResetModel()

    def row(self, number: int) -> NoteHead:
        """The note in a line."""
        return self._rows[number]

    def place_of(self, note_id: int) -> int:
        """The line of a note; -1 when it is not listed."""
        return next((number for number, one in enumerate(self._rows) if one.id == note_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default
        """So many notes."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in a line."""
        head = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{head.kind_words}, {shown(head.on, self._today)}, {state_of(head)}. {head.first_words}"
        if role == DAY:
            return shown(head.on, self._today)
        return head if role == HEAD else None


def state_of(head: NoteHead) -> str:
    """Signed, or how old the draft is."""
    if head.in_error:
        return "entered in error"
    if head.signed_at is not None:
        added = f", {head.addenda} addend" + ("um" if head.addenda == 1 else "a") if head.addenda else ""
        return f"signed{added}"
    if head.age_days == 0:
        return "draft of today"
    return f"draft, {head.age_days} day" + ("s" if head.age_days > 1 else "")


class NotePainter(QStyledItemDelegate):
    """Paints a note in three lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All lines are equally high."""
        return QSize(px(220), px(74))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one note."""
        state = cast(Any, option)
        head: NoteHead = index.data(HEAD)
        area: QRect = state.rect
        painter.save()
        if state.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, current()["accent_soft"])
        painter.setPen(current()["faint"])
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        inner = area.adjusted(px(12), px(8), -px(10), -px(6))
        third = inner.height() // 3
        tone = head.kind.value if head.kind.value in ("preparation", "ketamine", "integration") else "plain"
        bold, small = QFont(painter.font()), QFont(painter.font())
        bold.setWeight(QFont.Weight.DemiBold)
        small.setPixelSize(px(13))
        painter.setFont(bold)
        painter.setPen(current()[tone])
        self._words(painter, QRect(inner.left(), inner.top(), inner.width(), third), head.kind_words)
        painter.setFont(small)
        painter.setPen(current()["mute"])
        top = QRect(inner.left(), inner.top(), inner.width(), third)
        painter.drawText(top, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), index.data(DAY))
        painter.setPen(current()["mute" if head.in_error else "ink"])
        small.setStrikeOut(head.in_error)
        painter.setFont(small)
        self._words(
            painter, QRect(inner.left(), inner.top() + third, inner.width(), third), head.first_words or "nothing yet"
        )
        small.setStrikeOut(False)
        painter.setFont(small)
        painter.setPen(current()["mute" if head.signed_at and not head.in_error else "warning"])
        mark = "✓ " if head.signed_at else "○ "
        self._words(painter, QRect(inner.left(), inner.top() + 2 * third, inner.width(), third), mark + state_of(head))
        painter.restore()

    def _words(self, painter: QPainter, area: QRect, words: str) -> None:
        short = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), short)
