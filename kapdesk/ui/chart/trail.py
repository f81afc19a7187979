"""The history as a list, of one client or of the whole practice."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem

from kapdesk.ui.days import moment
from kapdesk.ui.theme import px
from kapdesk.usecases.history import HistoryRow


def history_table(name: str) -> QTableWidget:
    """An empty list of acts: when, and what."""
    table = QTableWidget(0, 2)
    table.setObjectName(name)
    table.setAccessibleName("History, the newest first")
    table.setHorizontalHeaderLabels(["When", "What"])
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(px(34))
    table.setColumnWidth(0, px(190))
    table.horizontalHeader().setStretchLastSection(True)
    table.horizontalHeader().setHighlightSections(False)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    return table


def fill(table: QTableWidget, rows: Sequence[HistoryRow], now: datetime | None = None) -> None:
    """Show other acts; with `now`, in its time zone."""
    table.setRowCount(len(rows))
    for number, row in enumerate(rows):
        table.setItem(number, 0, QTableWidgetItem(moment(row.at, now)))
        table.setItem(number, 1, QTableWidgetItem(row.words))
