"""The table of clients: its look, its widths, its headings."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from kapdesk.ui.clients.model import ROW_HEIGHT, ClientDelegate, ClientsModel, widths
from kapdesk.ui.theme import px


def clients_table(model: ClientsModel) -> QTableView:
    """A table over the model, whose columns share the width there is."""
    table = QTableView()
    table.setObjectName("clients")
    table.setAccessibleName("Clients")
    table.setModel(model)
    table.setItemDelegate(ClientDelegate(table))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(px(ROW_HEIGHT))
    header = table.horizontalHeader()
    header.setSectionsClickable(True)
    header.setHighlightSections(False)
    header.setMinimumSectionSize(px(60))
    header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    model.columns_changed.connect(SharedWidths(table, lambda room: widths(model.columns, room)).share)
    return table


class SharedWidths(QObject):
    """Gives each column its share of a table's width, anew when that changes; `widths` says them for a width."""

    def __init__(self, table: QTableView, widths: Callable[[int], Sequence[int]]) -> None:
        super().__init__(table)
        self._table, self._widths = table, widths
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The table's inside changed its size."""
        if event.type() == QEvent.Type.Resize:
            self.share()
        return False

    def share(self) -> None:
        """Set the widths."""
        for number, width in enumerate(self._widths(self._table.viewport().width())):
            self._table.setColumnWidth(number, width)
