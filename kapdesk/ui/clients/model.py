"""The list of clients as a table, and how its rows are painted."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kapdesk.domain.phases import Phase
from kapdesk.ui import days, paint
from kapdesk.ui.theme import Tokens, current, px
from kapdesk.usecases.people.client_list import USUAL, ClientRow, Sort

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column:
    """A column's heading, and its least and usual width in pixels at 100 %."""

    heading: str
    least: int
    usual: int


COLUMNS: dict[Sort, Column] = {
    "name": Column("Client", 160, 200),
    "status": Column("Status", 84, 92),
    "phase": Column("Where in the course", 124, 224),
    "next": Column("Next", 108, 168),
    "last_session": Column("Last session", 92, 100),
    "missing": Column("Missing", 116, 168),
    "since": Column("Client since", 92, 108),
    "birth_date": Column("Birth date", 92, 112),
    "phone": Column("Telephone", 104, 120),
    "prescriber": Column("Prescriber", 112, 180),
}
"""The first takes what the others leave."""
ROW_ROLE = Qt.ItemDataRole.UserRole
COLUMN_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_HEIGHT = 54


def widths(columns: tuple[Sort, ...], room: int) -> list[int]:
    """How wide each column is: as usual, narrower down to the least where that lets all be in sight, the name taking
    what is left; more columns than there is room for are as usual and scroll.
    """
    least, usual = ([px(getattr(COLUMNS[name], kind)) for name in columns] for kind in ("least", "usual"))
    lacking, give = sum(usual) - room, sum(usual) - sum(least)
    if lacking <= 0:
        return [usual[0] - lacking, *usual[1:]]
    if lacking > give:
        return usual
    found = [high - lacking * (high - low) // give for low, high in zip(least, usual, strict=True)]
    return [found[0] - (sum(found) - room), *found[1:]]


class ClientsModel(QAbstractTableModel):
    """Frozen rows in a table; the page sets them, sorted and filtered already."""

    columns_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ClientRow] = []
        self._today = date.min
        self._order: tuple[Sort, bool] = ("name", False)
        self.columns: tuple[Sort, ...] = USUAL

    def set_rows(self, rows: list[ClientRow], today: date, order: tuple[Sort, bool] = ("name", False)) -> None:
        """Show these; `order` is the column they are sorted by, and whether from the last."""
        self.beginResetModel()
        self._rows, self._today, self._order = rows, today, order
        self.endResetModel()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def set_columns(self, columns: tuple[Sort, ...]) -> None:
        """Show these columns, the name first."""
        self.beginResetModel()
        self.columns = columns
        self.endResetModel()
        self.columns_changed.emit()

    def row(self, number: int) -> ClientRow:
        """The client in a row."""
        return self._rows[number]

    def rows(self) -> list[ClientRow]:
        """All rows, in order."""
        return self._rows

    def find(self, client_id: int) -> int:
        """The row of a client; -1 when she is not in the list."""
        return next((number for number, row in enumerate(self._rows) if row.id == client_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        """Clients in the list."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        """Columns of the list."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself for the painter, words for a screen reader."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role == ROW_ROLE:
            return row
        if role == COLUMN_ROLE:
            return column
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cell_words(row, column, self._today)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if index.column() == 0:
                words = (cell_words(row, one, self._today) for one in self.columns)
                return ", ".join(one for one in words if one)
            return cell_words(row, column, self._today)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings; the one that sorts carries an arrow."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        name = self.columns[section]
        words = COLUMNS[name].heading
        return f"{words} {'↓' if self._order[1] else '↑'}" if name == self._order[0] else words


def cell_words(row: ClientRow, column: Sort, today: date) -> str:
    """What a cell says."""
    if column == "status":
        return row.status.words
    if column == "phase":
        return row.position or row.phase.words
    if column == "next":
        return row.next.words
    if column == "missing":
        return ", ".join(row.missing)
    if column in ("last_session", "since"):
        return days.shown(getattr(row, column), today)
    if column == "birth_date":
        return days.shown(row.birth_date)
    return str(getattr(row, column))


class ClientDelegate(QStyledItemDelegate):
    """Paints a client's row: name over legal name and pronouns, chips, dates."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        row: ClientRow = index.data(ROW_ROLE)
        column: Sort = index.data(COLUMN_ROLE)
        rect: QRect = option.rect
        colours = current()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colours["accent_soft"])
        painter.setPen(colours["faint"])
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(px(10), 0, -px(8), 0)
        words = str(index.data())
        if column == "name":
            _paint_name(painter, inner, row, colours)
        elif column == "phase":
            tone = row.phase.value if row.phase not in (Phase.NONE, Phase.ENDED) else "plain"
            paint.draw_chip(painter, inner.x(), inner.center().y(), inner.width(), words, tone, colours)
        elif column == "next" and row.next.state in ("due", "late"):
            tone = "bad" if row.next.state == "late" else "warning"
            paint.draw_chip(painter, inner.x(), inner.center().y(), inner.width(), words, tone, colours)
        elif column == "missing" and row.unsigned:
            _paint_missing(painter, inner, row, colours)
        else:
            paint.draw_line(painter, inner, words, paint.font(), "ink" if column == "status" else "mute", colours)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are as high."""
        return QSize(px(COLUMNS[index.data(COLUMN_ROLE)].usual), px(ROW_HEIGHT))


def _halves(rect: QRect) -> tuple[QRect, QRect]:
    """The upper and the lower half of a cell with two lines."""
    upper, lower = QRect(rect), QRect(rect)
    upper.setTop(rect.top() + px(6))
    upper.setBottom(rect.center().y() + px(2))
    lower.setTop(rect.center().y() + px(1))
    lower.setBottom(rect.bottom() - px(5))
    return upper, lower


def _paint_name(painter: QPainter, rect: QRect, row: ClientRow, colours: Tokens) -> None:
    legal = row.legal_name if row.legal_name != row.name else ""
    below = " · ".join(part for part in (legal, row.pronouns) if part)
    upper, lower = _halves(rect)
    if below:
        paint.draw_line(painter, lower, below, paint.font(13), "mute", colours)
    paint.draw_line(painter, upper if below else rect, row.name, paint.font(15, QFont.Weight.DemiBold), "ink", colours)


def _paint_missing(painter: QPainter, rect: QRect, row: ClientRow, colours: Tokens) -> None:
    """Unsigned notes as a chip, and the rest below it."""
    notes, *rest = row.missing
    upper, lower = _halves(rect)
    middle = upper.center().y() if rest else rect.center().y()
    paint.draw_chip(painter, rect.x(), middle, rect.width(), notes, "warning", colours)
    if rest:
        paint.draw_line(painter, lower, ", ".join(rest), paint.font(13), "mute", colours)
