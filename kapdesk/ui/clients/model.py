"""The list of clients as a table, and how its rows are painted."""

from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kapdesk.domain.phases import Phase
from kapdesk.ui import days, paint
from kapdesk.ui.theme import current, px
from kapdesk.usecases.clients import ClientRow, Sort

Index = QModelIndex | QPersistentModelIndex
COLUMNS: tuple[tuple[str, Sort], ...] = (
    ("Client", "name"),
    ("Status", "status"),
    ("Where in the course", "phase"),
    ("Last session", "last_session"),
    ("Notes", "unsigned"),
)
"""Heading and order of each column."""
WIDTHS = (0, 92, 246, 102, 104)
"""In pixels at 100 %; the first takes what is left."""
ROW_ROLE = Qt.ItemDataRole.UserRole


class ClientsModel(QAbstractTableModel):
    """Frozen rows in a table; the page sets them, sorted and filtered already."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ClientRow] = []
        self._today = date.min
        self._order: tuple[Sort, bool] = ("name", False)

    def set_rows(self, rows: list[ClientRow], today: date, order: tuple[Sort, bool] = ("name", False)) -> None:
        """Show these; `order` is the column they are sorted by, and whether from the last."""
        self.beginResetModel()
        self._rows, self._today, self._order = rows, today, order
        self.endResetModel()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def row(self, number: int) -> ClientRow:
        """The client in a row."""
        return self._rows[number]

    def find(self, client_id: int) -> int:
        """The row of a client; -1 when she is not in the list."""
        return next((number for number, row in enumerate(self._rows) if row.id == client_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        """Clients in the list."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        """Columns of the list."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself for the painter, words for a screen reader."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = [one for one in self._words(row) if one]
            return ", ".join(words) if index.column() == 0 else self._words(row)[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings; the one that sorts carries an arrow."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        words, sort = COLUMNS[section]
        return f"{words} {'↓' if self._order[1] else '↑'}" if sort == self._order[0] else words

    def _words(self, row: ClientRow) -> tuple[str, ...]:
        last = days.shown(row.last_session, self._today) if row.last_session else ""
        return row.name, row.status.words, row.position or row.phase.words, last, unsigned_words(row.unsigned)


def unsigned_words(number: int) -> str:
    """`2 unsigned`; nothing when all are signed."""
    return f"{number} unsigned" if number else ""


class ClientDelegate(QStyledItemDelegate):
    """Paints a client's row: name over legal name and pronouns, chips, dates."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        row: ClientRow = index.data(ROW_ROLE)
        rect: QRect = option.rect
        colours = current()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colours["accent_soft"])
        painter.setPen(colours["faint"])
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(px(10), 0, -px(8), 0)
        words = str(index.data())
        if index.column() == 0:
            _paint_name(painter, inner, row)
        elif index.column() == 2:
            tone = row.phase.value if row.phase not in (Phase.NONE, Phase.ENDED) else "plain"
            paint.draw_chip(painter, inner.x(), inner.center().y(), inner.width(), words, tone, colours)
        elif index.column() == 4:
            if words:
                paint.draw_chip(painter, inner.x(), inner.center().y(), inner.width(), words, "warning", colours)
        else:
            paint.draw_line(painter, inner, words, paint.font(), "ink" if index.column() == 1 else "mute", colours)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are as high."""
        return QSize(px(WIDTHS[index.column()]), px(54))


def _paint_name(painter: QPainter, rect: QRect, row: ClientRow) -> None:
    colours = current()
    legal = row.legal_name if row.legal_name != row.name else ""
    below = " · ".join(part for part in (legal, row.pronouns) if part)
    name = QRect(rect)
    if below:
        name.setBottom(rect.center().y() + px(2))
        under = QRect(rect)
        under.setTop(rect.center().y() + px(1))
        under.setBottom(rect.bottom() - px(5))
        paint.draw_line(painter, under, below, paint.font(13), "mute", colours)
        name.setTop(rect.top() + px(6))
    paint.draw_line(painter, name, row.name, paint.font(15, QFont.Weight.DemiBold), "ink", colours)
