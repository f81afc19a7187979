"""The clients page: find a client, see where everyone is and what is next, enter a new one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QMenu, QStackedWidget, QWidget

from kapdesk.domain.clients import Place, Status
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui.calls.wait_list import WaitListDialog
from kapdesk.ui.clients import menus, paper
from kapdesk.ui.clients.filter import FilterDialog
from kapdesk.ui.clients.model import ClientsModel
from kapdesk.ui.clients.new_client import NewClientDialog
from kapdesk.ui.clients.table import clients_table
from kapdesk.ui.clients.views import ViewBox, described
from kapdesk.ui.flow import Columns, Flow, page_margins, roomy
from kapdesk.ui.look import button, card, column, empty, label, line
from kapdesk.ui.theme import px
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people import client_list, clients
from kapdesk.usecases.people.client_list import ClientRow, Sort, Wanted
from kapdesk.vault.database import Vault

_LIST, _NONE_YET, _NOT_FOUND = range(3)
_FROM_THE_LAST: tuple[Sort, ...] = ("last_session", "missing", "since")
"""What is sorted the other way around at first."""


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
        self._everyone: list[ClientRow] = []
        self._today = date.min
        whole = QWidget()
        column(self).addWidget(roomy(whole))
        layout = column(whole, gap=16)
        page_margins(layout)
        self.model = ClientsModel(self)
        self.table = clients_table(self.model)
        self.table.horizontalHeader().sectionClicked.connect(lambda at: self.sort_by(self.model.columns[at]))
        self.table.activated.connect(self._open)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        layout.addWidget(self._header())
        self._count = label("", "small", "clients_count")
        self._states = QStackedWidget()
        for state in (self._list_card(), self._none_yet(), self._not_found()):
            self._states.addWidget(state)
        layout.addWidget(self._states, 1)

    def refresh(self) -> None:
        """Read everyone again; the chosen row stays chosen."""
        self._today = self._clock().date()
        self._everyone = client_list.read_rows(self._vault, self._today)
        self.status.show_views(client_list.views(self._vault))
        self._set_columns(client_list.chosen_columns(self._vault))
        self._show()

    def _show(self) -> None:
        """Show those who are wanted, of the rows that were read."""
        chosen, wanted = self.current_row(), self.wanted()
        rows = client_list.choose(self._everyone, wanted, *self._order)
        self.model.set_rows(rows, self._today, self._order)
        if rows:
            self.table.selectRow(max(0, self.model.find(chosen.id)) if chosen else 0)
        self._count.setText("1 client" if len(rows) == 1 else f"{len(rows):,} clients")
        nobody = not rows and wanted == Wanted()
        self._states.setCurrentIndex(_LIST if rows else _NONE_YET if nobody else _NOT_FOUND)
        if not rows and not nobody:
            self._say_not_found(wanted)

    def close_down(self) -> None:
        """Nothing here is unsaved."""

    def wanted(self) -> Wanted:
        """Which clients are shown: the choice, narrowed by the words in the search box."""
        chosen = self.status.wanted()
        words = f"{chosen.search} {self.search.text()}".strip()
        return replace(chosen, search=words)

    def search_clients(self) -> None:
        """Put the cursor into the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def show_place(self, place: Place) -> None:
        """Show the clients who are somewhere."""
        self.search.clear()
        self.status.show_now(Wanted(place=place))

    def current_row(self) -> ClientRow | None:
        """The chosen client."""
        index = self.table.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def new_client(self) -> None:
        """Ask for a new client, and open the chart; or that of somebody who is on file already."""
        dialog = NewClientDialog(self._vault, self._clock, self)
        dialog.exec()
        if dialog.client_id is not None:
            self.changed.emit()
        wanted = dialog.client_id or dialog.on_file
        if wanted is not None:
            self.client_chosen.emit(wanted)
        dialog.deleteLater()

    def show_wait_list(self) -> None:
        """Show who waits, and open the chart that is chosen there."""
        dialog = WaitListDialog(self._vault, self._clock, self)
        dialog.said.connect(self.said)
        dialog.exec()
        if dialog.changed:
            self.changed.emit()
            self.refresh()
        if dialog.chosen is not None:
            self.client_chosen.emit(dialog.chosen)
        dialog.deleteLater()

    def sort_by(self, sort: Sort) -> None:
        """Sort by a column; once more turns the order around."""
        self._order = (sort, not self._order[1] if sort == self._order[0] else sort in _FROM_THE_LAST)
        self._show()

    def archive_or_restore(self) -> None:
        """Put the chosen client into the archive, or take her back from it."""
        chosen = self.current_row()
        if chosen is None:
            return
        act = clients.restore_client if chosen.status is Status.ARCHIVED else clients.archive_client
        self._do(lambda: act(self._vault, chosen.id, self._clock()))

    def choose_column(self, name: Sort, shown: bool) -> None:
        """Show a column or leave it away, and keep that."""
        kept = [one for one in self.model.columns if one != name] + ([name] if shown else [])
        self._do(lambda: client_list.choose_columns(self._vault, kept, self._clock()))

    def filter(self) -> None:
        """Ask which clients are wanted; with a name it is kept."""
        dialog = FilterDialog(self.wanted(), self)
        while dialog.exec():
            wanted, name = dialog.wanted(), dialog.name()
            try:
                undo = client_list.keep_view(self._vault, name, wanted, self._clock()) if name else None
            except BadInput as problem:
                dialog.show_problem(str(problem))
                continue
            self.search.clear()
            if undo is None:
                self.status.show_now(wanted)
            else:
                self.said.emit(undo.words, undo)
                self.changed.emit()
                self.refresh()
                self.status.show_view(" ".join(name.split()))
            break
        dialog.deleteLater()

    def forget_view(self) -> None:
        """Keep the chosen view no longer."""
        name = self.status.view_name()
        if name:
            self._do(lambda: client_list.forget_view(self._vault, name, self._clock()))

    def print_list(self, save: bool = False) -> None:
        """Print what the list shows, or save it as PDF."""
        title = described(self.wanted())
        words = paper.hand_out(self, self._vault, self.model.rows(), self.model.columns, title, self._clock(), save)
        if words:
            self.said.emit(words, None)
            self.changed.emit()

    def row_menu(self) -> QMenu:
        """What can be done with the chosen client, and with the list."""
        return menus.row_menu(self)

    def list_menu(self) -> QMenu:
        """What can be done with the list."""
        return menus.list_menu(self)

    def open_chart(self) -> None:
        """Open the chosen client's chart."""
        self._open()

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

    def _do(self, act: Callable[[], Undo]) -> None:
        try:
            undo = act()
        except KapdeskError as error:
            self.said.emit(str(error), None)
            return
        self.said.emit(undo.words, undo)
        self.changed.emit()
        self.refresh()

    def _set_columns(self, columns: tuple[Sort, ...]) -> None:
        if columns != self.model.columns:
            self.model.set_columns(columns)

    def _header(self) -> Columns:
        self.search = line("find_client", "Find a client", "Find a client…   Ctrl F")
        self.search.setFixedWidth(px(220))
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._show)
        self.status = ViewBox()
        self.status.chosen.connect(self._show)
        more = button("More", "list_menu", "plain", "Alt+M")
        more.setAccessibleName("More: filters, columns, print")
        more.clicked.connect(lambda: self.list_menu().popup(more.mapToGlobal(more.rect().bottomLeft())))
        new = button("New client", "new_client", "primary", "Ctrl+N")
        new.clicked.connect(self.new_client)
        controls = Flow(gap=12)
        waiting = button("Wait list", "wait_list", "plain", "Alt+W")
        waiting.clicked.connect(self.show_wait_list)
        controls.set_widgets([self.search, self.status, waiting, more, new])
        header = Columns(least=700, gap=12)
        header.add(label("Clients", "title"), 1)
        header.add(controls)
        return header

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

    def _say_not_found(self, wanted: Wanted) -> None:
        if wanted.phase or wanted.open or wanted.place:
            words = f"Nobody is here for: {described(wanted)}."
        else:
            where = wanted.status.words.lower() if wanted.status else "current"
            words = f"There is no {where} client."
            if wanted.search:
                words = f"No {where} client’s name holds “{wanted.search}”."
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
