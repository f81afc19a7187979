"""Tasks as a table, and how its rows are painted."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kapdesk.ui import paint
from kapdesk.ui.theme import current, px
from kapdesk.usecases.desk.tasks import TaskRow

Index = QModelIndex | QPersistentModelIndex

HEADINGS = ("What", "Client", "Due")
_TONES = {"late": "bad", "today": "warning"}
_WHAT, _CLIENT, _DUE = range(3)
ROW_ROLE = Qt.ItemDataRole.UserRole
ROW_HEIGHT = 40


class TasksModel(QAbstractTableModel):
    """Frozen rows in a table."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[TaskRow] = []

    def set_rows(self, rows: list[TaskRow]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, number: int) -> TaskRow:
        """The task in a row."""
        return self._rows[number]

    def find(self, task_id: int) -> int:
        """The row of a task; -1 when it is not in the list."""
        return next((number for number, row in enumerate(self._rows) if row.id == task_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        """Tasks in the list."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        """What, whose, until when."""
        return 0 if parent.isValid() else len(HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words; all of a row for a screen reader."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        cells = (row.words, row.client, row.when)
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cells[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(cell for cell in cells if cell)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return HEADINGS[section] if role == Qt.ItemDataRole.DisplayRole else None


class TaskDelegate(QStyledItemDelegate):
    """Paints a task: what is late or due today says so on a chip."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        row: TaskRow = index.data(ROW_ROLE)
        rect: QRect = option.rect
        colours = current()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colours["accent_soft"])
        painter.setPen(colours["faint"])
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(px(10), 0, -px(8), 0)
        words = str(index.data())
        if index.column() == _DUE and row.state in _TONES:
            tone = _TONES[row.state]
            paint.draw_chip(painter, inner.x(), inner.center().y(), inner.width(), words, tone, colours)
        else:
            colour = "ink" if index.column() == _WHAT and row.state != "done" else "mute"
            paint.draw_line(painter, inner, words, paint.font(), colour, colours)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are as high."""
        return QSize(px(120), px(ROW_HEIGHT))


def widths(room: int) -> tuple[int, int, int]:
    """How wide each column is; the words take what the others leave."""
    client, due = max(px(80), min(px(190), room // 4)), px(132)
    return max(px(150), room - client - due), client, due
