"""The contacts page: the book that all charts share, who is named where, and how to reach them."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHeaderView, QLabel, QStackedWidget, QTableView, QWidget

from kapdesk.domain.contacts import Contact, ContactKind
from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.clients.table import SharedWidths
from kapdesk.ui.details.asks import CONTACT
from kapdesk.ui.details.entry import EntryDialog
from kapdesk.ui.flow import Columns, Flow, page_margins, roomy
from kapdesk.ui.theme import px
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people import contacts
from kapdesk.usecases.people.contacts import ContactRow
from kapdesk.vault.database import Vault

Index = QModelIndex | QPersistentModelIndex
_HEADINGS = ("Name", "Kind", "Telephone", "Charts")
_WIDTHS = (116, 120, 60)
"""In pixels at 100 %, of all but the first."""
_LIST, _NONE_YET, _NOT_FOUND = range(3)
_ARCHIVED = "archived"


class ContactsModel(QAbstractTableModel):
    """The book as a table; the page sets the rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ContactRow] = []

    def set_rows(self, rows: list[ContactRow]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, number: int) -> ContactRow:
        """The contact in a row."""
        return self._rows[number]

    def find(self, contact_id: int) -> int:
        """The row of a contact; -1 when it is not in the list."""
        return next((number for number, row in enumerate(self._rows) if row.contact.id == contact_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        """Contacts in the list."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        """Columns of the list."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for the eye and for a screen reader."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        words = (row.contact.name, row.contact.kind.words, row.contact.phone, str(row.clients or ""))
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            charts = _charts(row.clients)
            return ", ".join(filter(None, (*words[:3], row.contact.organization, charts)))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return words[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADINGS[section]
        return None


class ContactsPage(QWidget):
    """The list, and beside it the chosen contact; `client_chosen` carries the client whose chart is wanted."""

    said = Signal(str, object)
    changed = Signal()
    client_chosen = Signal(int)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._vault, self._clock = vault, clock
        whole = QWidget()
        look.column(self).addWidget(roomy(whole))
        layout = look.column(whole, gap=16)
        page_margins(layout)
        layout.addWidget(self._header())
        self.model = ContactsModel(self)
        self.table = self._table()
        self._states = QStackedWidget()
        for state in (self._list(), self._none_yet(), self._not_found()):
            self._states.addWidget(state)
        layout.addWidget(self._states, 1)

    def refresh(self) -> None:
        """Read the book again; the chosen contact stays chosen."""
        chosen = self.current_row()
        archived = self.kind.currentData() == _ARCHIVED
        kind = ContactKind(self.kind.currentData()) if self.kind.currentData() and not archived else None
        rows = contacts.list_contacts(self._vault, self.search.text(), kind, archived)
        self.model.set_rows(rows)
        if rows:
            self.table.selectRow(max(0, self.model.find(chosen.contact.id)) if chosen else 0)
        nobody = not rows and not self.search.text() and not self.kind.currentData()
        self._states.setCurrentIndex(_LIST if rows else _NONE_YET if nobody else _NOT_FOUND)
        self._show_chosen()

    def close_down(self) -> None:
        """Nothing here is unsaved."""

    def search_contacts(self) -> None:
        """Put the cursor into the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def open_contact(self, contact_id: int) -> None:
        """Show one contact, wherever it stands in the book."""
        archived = contacts.get_contact(self._vault, contact_id).archived
        self.search.clear()
        self.kind.setCurrentIndex(self.kind.findData(_ARCHIVED) if archived else 0)
        self.refresh()
        self.table.selectRow(self.model.find(contact_id))
        self.table.setFocus()

    def current_row(self) -> ContactRow | None:
        """The chosen contact."""
        index = self.table.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def new_contact(self) -> None:
        """Enter somebody in the book."""
        made: list[int] = []

        def keep(contact: Contact) -> Undo:
            made.append(contacts.create_contact(self._vault, contact, self._clock()))
            archive = partial(contacts.archive_contact, contact_id=made[-1])
            return Undo(f"{contact.name.strip()} entered", lambda vault, at: archive(vault, at=at))

        self._run(EntryDialog("New contact", CONTACT, Contact(), keep, parent=self))
        if made:
            self.table.selectRow(max(0, self.model.find(made[-1])))

    def edit_contact(self) -> None:
        """Change the chosen contact, for every chart that names it."""
        chosen = self.current_row()
        if chosen is None:
            return
        hint = f"Named in {_charts(chosen.clients)}; what you change is changed there." if chosen.clients else ""
        self._run(
            EntryDialog(
                chosen.contact.name,
                CONTACT,
                chosen.contact,
                lambda contact: contacts.update_contact(self._vault, contact, self._clock()),
                parent=self,
                hint=hint,
            )
        )

    def archive_or_restore(self) -> None:
        """Put the chosen contact away, or take it back; charts that name it go on to."""
        chosen = self.current_row()
        if chosen is None:
            return
        act = contacts.restore_contact if chosen.contact.archived else contacts.archive_contact
        try:
            undo = act(self._vault, chosen.contact.id, self._clock())
        except KapdeskError as error:
            self.said.emit(str(error), None)
            return
        self._done(undo)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search box: Down goes into the list, Enter edits, Escape empties."""
        if watched is self.search and isinstance(event, QKeyEvent):
            escapes = event.key() == Qt.Key.Key_Escape and bool(self.search.text())
            if event.type() == QEvent.Type.ShortcutOverride and escapes:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                if event.key() == Qt.Key.Key_Down and self.model.rowCount():
                    self.table.setFocus(Qt.FocusReason.TabFocusReason)
                    return True
                if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    self.edit_contact()
                    return True
                if escapes:
                    self.search.clear()
                    return True
        return super().eventFilter(watched, event)

    def _run(self, dialog: EntryDialog) -> None:
        done = dialog.exec() == QDialog.DialogCode.Accepted
        undo = dialog.undo
        dialog.deleteLater()
        if done and undo is not None:
            self._done(undo)

    def _done(self, undo: Undo) -> None:
        self.said.emit(undo.words, undo)
        self.changed.emit()
        self.refresh()

    def _header(self) -> Columns:
        self.search = look.line("find_contact", "Find a contact", "Find a contact…")
        self.search.setFixedWidth(px(220))
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self.refresh)
        self.kind = look.choice("contact_kinds", "Which contacts")
        self.kind.setMinimumContentsLength(14)
        self.kind.addItem("Everybody", "")
        for one in ContactKind:
            self.kind.addItem(one.words, one.value)
        self.kind.addItem("Archived", _ARCHIVED)
        self.kind.currentIndexChanged.connect(self.refresh)
        new = look.button("New contact", "new_contact", "primary")
        new.clicked.connect(self.new_contact)
        controls = Flow(gap=12)
        controls.set_widgets([self.search, self.kind, new])
        header = Columns(least=640, gap=12)
        header.add(look.label("Contacts", "title"), 1)
        header.add(controls)
        return header

    def _table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("contacts")
        table.setAccessibleName("Contacts")
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(px(40))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        SharedWidths(table, _widths)
        table.activated.connect(self.edit_contact)
        table.selectionModel().currentRowChanged.connect(self._show_chosen)
        return table

    def _list(self) -> QWidget:
        frame, layout = look.card()
        layout.setContentsMargins(px(8), px(8), px(8), px(10))
        self.table.setMinimumSize(px(300), px(220))
        layout.addWidget(self.table, 1)
        beside, self._chosen = look.card()
        both = Columns(least=720, gap=16)
        both.add(frame, 5)
        both.add(beside, 3)
        return look.scroll(both)

    def _show_chosen(self, *_: object) -> None:
        look.clear(self._chosen)
        row = self.current_row()
        if row is None:
            return
        contact = row.contact
        self._chosen.addWidget(_wrapping(contact.name))
        chips = Flow(gap=8)
        chips.set_widgets(
            [look.chip(contact.kind.words, "plain"), *([look.chip("archived", "warning")] if contact.archived else [])]
        )
        self._chosen.addWidget(chips)
        for words, value in (
            ("Organization", contact.organization),
            ("Telephone", contact.phone),
            ("Email", contact.email),
            ("Fax", contact.fax),
            ("Address", contact.address),
            ("Notes", contact.notes),
        ):
            if value:
                self._chosen.addWidget(look.label(words, "small"))
                self._chosen.addWidget(look.label(value))
        self._show_uses(contact)
        edit = look.button("Edit", "edit_contact")
        edit.clicked.connect(self.edit_contact)
        archive = look.button(
            "Take back from the archive" if contact.archived else "Archive", "archive_contact", "quiet"
        )
        archive.clicked.connect(self.archive_or_restore)
        acts = Flow(gap=8)
        acts.set_widgets([edit, archive])
        self._chosen.addWidget(acts)
        self._chosen.addStretch(1)

    def _show_uses(self, contact: Contact) -> None:
        """In which charts the contact is named, with the way there."""
        self._chosen.addWidget(look.rule())
        uses = contacts.uses_of(self._vault, contact.id)
        if not uses:
            self._chosen.addWidget(look.label("Named in no chart.", "muted"))
            return
        self._chosen.addWidget(look.label("Named in the charts of", "small"))
        for client_id, of_client in groupby(uses, key=lambda use: use.client_id):
            together = list(of_client)
            roles = [use.role.words.lower() + (f" ({use.relation})" if use.relation else "") for use in together]
            there = look.button(together[0].name, f"chart_of_{client_id}", "quiet")
            there.setAccessibleName(f"Open the chart of {together[0].name}")
            there.clicked.connect(lambda _=False, client_id=client_id: self.client_chosen.emit(client_id))
            self._chosen.addLayout(look.row(there, None))
            said = look.label(", ".join(roles), "small")
            said.setIndent(px(8))
            self._chosen.addWidget(said)

    def _none_yet(self) -> QWidget:
        first = look.button("New contact", "first_contact", "primary")
        first.clicked.connect(self.new_contact)
        frame, layout = look.card()
        words = (
            "Prescribers, physicians, pharmacies, drivers, family, and your executor stand here once, however many "
            "charts name them. Begin with the prescriber you work with most."
        )
        layout.addWidget(look.empty("No contacts yet", words, first))
        return frame

    def _not_found(self) -> QWidget:
        show_all = look.button("Show all", "show_all_contacts")
        show_all.clicked.connect(self._show_all)
        frame, layout = look.card()
        layout.addWidget(look.empty("Nobody found", "Nobody in the book fits what you look for.", show_all))
        return frame

    def _show_all(self) -> None:
        self.kind.setCurrentIndex(0)
        self.search.clear()
        self.search.setFocus()


def _widths(room: int) -> list[int]:
    """The name takes what the others leave, but never too little."""
    others = [px(width) for width in _WIDTHS]
    return [max(px(170), room - sum(others)), *others]


def _charts(number: int) -> str:
    return "" if not number else "1 chart" if number == 1 else f"{number} charts"


def _wrapping(words: str) -> QLabel:
    heading = look.label(words, "heading", "contact_name")
    heading.setWordWrap(True)
    return heading
