"""The clients page: find a client, see where everyone is, enter a new one."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QMenu,
    QStackedWidget,
    QTableView,
    QWidget,
)

from kapdesk.domain.clients import Status
from kapdesk.errors import KapdeskError
from kapdesk.ui.clients.model import COLUMNS, WIDTHS, ClientDelegate, ClientsModel
from kapdesk.ui.clients.new_client import NewClientDialog
from kapdesk.ui.flow import Columns, Flow, page_margins, roomy
from kapdesk.ui.look import button, card, column, empty, label, line
from kapdesk.ui.theme import px
from kapdesk.usecases import clients
from kapdesk.usecases.clients import ClientRow, Sort
from kapdesk.vault.database import Vault

_LIST, _NONE_YET, _NOT_FOUND = range(3)


class ClientsPage(QWidget):
    """The list; `client_chosen` carries the client whose chart is wanted."""

    said = Signal(str, object)
    changed = Signal()
    client_chosen = Signal(int)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._vault, self._clock = vault, clock
        self._order: tuple[Sort, bool] = ("name", False)
        whole = QWidget()
        column(self).addWidget(roomy(whole))
        layout = column(whole, gap=16)
        page_margins(layout)
        layout.addWidget(self._header())
        self.model = ClientsModel(self)
        self.table = self._table()
        self._count = label("", "small", "clients_count")
        self._states = QStackedWidget()
        for state in (self._list_card(), self._none_yet(), self._not_found()):
            self._states.addWidget(state)
        layout.addWidget(self._states, 1)

    def refresh(self) -> None:
        """Read the list again; the chosen row stays chosen."""
        chosen = self.current_row()
        today, status = self._clock().date(), self.status.currentData()
        search = self.search.text()
        rows = clients.list_clients(
            self._vault, today, search, Status(status) if status else None, self._order[0], self._order[1]
        )
        self.model.set_rows(rows, today, self._order)
        if rows:
            self.table.selectRow(max(0, self.model.find(chosen.id)) if chosen else 0)
        self._count.setText("1 client" if len(rows) == 1 else f"{len(rows):,} clients")
        nobody = not rows and not search and not status
        self._states.setCurrentIndex(_LIST if rows else _NONE_YET if nobody else _NOT_FOUND)
        if not rows and not nobody:
            self._say_not_found(search)

    def close_down(self) -> None:
        """Nothing here is unsaved."""

    def search_clients(self) -> None:
        """Put the cursor into the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def current_row(self) -> ClientRow | None:
        """The chosen client."""
        index = self.table.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def new_client(self) -> None:
        """Ask for a new client, and open the chart."""
        dialog = NewClientDialog(self._vault, self._clock, self)
        dialog.exec()
        if dialog.client_id is not None:
            self.changed.emit()
            self.client_chosen.emit(dialog.client_id)
        dialog.deleteLater()

    def sort_by(self, sort: Sort) -> None:
        """Sort by a column; once more turns the order around."""
        self._order = (sort, not self._order[1] if sort == self._order[0] else sort in ("last_session", "unsigned"))
        self.refresh()

    def archive_or_restore(self) -> None:
        """Put the chosen client into the archive, or take her back from it."""
        chosen = self.current_row()
        if chosen is None:
            return
        act = clients.restore_client if chosen.status is Status.ARCHIVED else clients.archive_client
        try:
            undo = act(self._vault, chosen.id, self._clock())
        except KapdeskError as error:
            self.said.emit(str(error), None)
            return
        self.said.emit(undo.words, undo)
        self.changed.emit()

    def row_menu(self) -> QMenu:
        """What can be done with the chosen client, and with the list."""
        chosen = self.current_row()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setObjectName("client_menu")
        if chosen is not None:
            menu.addAction("Open the chart", self._open)
            archived = chosen.status is Status.ARCHIVED
            menu.addAction("Take back from the archive" if archived else "Archive", self.archive_or_restore)
            menu.addSeparator()
        for words, sort in COLUMNS:
            menu.addAction(f"Sort by {words.lower()}", partial(self.sort_by, sort))
        return menu

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search box: Down goes into the list, Enter opens, Escape empties."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                event.accept()
                return True
        elif watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key == Qt.Key.Key_Down and self.model.rowCount():
                self.table.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open()
                return True
            if key == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def _header(self) -> Columns:
        self.search = line("find_client", "Find a client", "Find a client…   Ctrl K")
        self.search.setFixedWidth(px(236))
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self.refresh)
        self.status = QComboBox()
        self.status.setObjectName("status_filter")
        self.status.setAccessibleName("Which clients")
        self.status.addItem("All current", "")
        for one in Status:
            self.status.addItem(one.words, one.value)
        self.status.currentIndexChanged.connect(self.refresh)
        new = button("New client", "new_client", "primary", "Ctrl+N")
        new.clicked.connect(self.new_client)
        controls = Flow(gap=12)
        controls.set_widgets([self.search, self.status, new])
        header = Columns(least=640, gap=12)
        header.add(label("Clients", "title"), 1)
        header.add(controls)
        return header

    def _table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("clients")
        table.setAccessibleName("Clients")
        table.setModel(self.model)
        table.setItemDelegate(ClientDelegate(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(px(54))
        header = table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(px(60))
        header.sectionClicked.connect(lambda section: self.sort_by(COLUMNS[section][1]))
        for number, width in enumerate(WIDTHS):
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Fixed)
            table.setColumnWidth(number, px(width))
        table.activated.connect(self._open)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._show_menu)
        table.viewport().installEventFilter(_FirstColumn(table))
        return table

    def _list_card(self) -> QWidget:
        frame, layout = card()
        layout.setContentsMargins(px(8), px(8), px(8), px(10))
        layout.addWidget(self.table, 1)
        self._count.setContentsMargins(px(10), 0, 0, 0)
        layout.addWidget(self._count)
        return frame

    def _none_yet(self) -> QWidget:
        first = button("New client", "first_client", "primary")
        first.clicked.connect(self.new_client)
        frame, layout = card()
        words = (
            "Everyone you see, or might see, stands here with the next step: from the first telephone call to the last "
            "integration session. Begin with the person who called most recently."
        )
        layout.addWidget(empty("No clients yet", words, first))
        return frame

    def _not_found(self) -> QWidget:
        show_all = button("Show all", "show_all")
        show_all.clicked.connect(self._show_all)
        frame, layout = card()
        nothing = empty("Nobody found", "", show_all)
        self._not_found_words = nothing.findChildren(QLabel)[1]
        layout.addWidget(nothing)
        return frame

    def _say_not_found(self, search: str) -> None:
        where = self.status.currentText().lower() if self.status.currentData() else "current"
        words = f"No {where} client’s name holds “{search}”." if search else f"There is no {where} client."
        self._not_found_words.setText(words)

    def _show_all(self) -> None:
        self.status.setCurrentIndex(0)
        self.search.clear()
        self.search.setFocus()

    def _open(self, index: QModelIndex | None = None) -> None:
        chosen = self.current_row()
        if chosen is not None:
            self.client_chosen.emit(chosen.id)

    def _show_menu(self, where: QPoint) -> None:
        index = self.table.indexAt(where)
        if not index.isValid():
            index = self.table.currentIndex()
            where = self.table.visualRect(index).center()
        self.row_menu().popup(self.table.viewport().mapToGlobal(where))


class _FirstColumn(QObject):
    """Gives the first column the width that the others leave, but never too little."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._shown = table

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The table's inside changed its size."""
        if event.type() == QEvent.Type.Resize:
            left = self._shown.viewport().width() - sum(px(width) for width in WIDTHS[1:])
            self._shown.setColumnWidth(0, max(px(160), left))
        return False
