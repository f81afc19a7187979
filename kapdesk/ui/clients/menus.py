"""The menus of the clients page: of a row, and of the list."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from kapdesk.domain.clients import Status
from kapdesk.ui.clients.model import COLUMNS

if TYPE_CHECKING:
    from kapdesk.ui.clients.page import ClientsPage


def row_menu(page: "ClientsPage") -> QMenu:
    """What can be done with the chosen client, and the ways to sort."""
    menu = _menu(page, "client_menu")
    chosen = page.current_row()
    if chosen is not None:
        menu.addAction("Open the chart", page.open_chart)
        archived = chosen.status is Status.ARCHIVED
        menu.addAction("Take back from the archive" if archived else "Archive", page.archive_or_restore)
        menu.addSeparator()
    _add_sorting(menu, page)
    return menu


def list_menu(page: "ClientsPage") -> QMenu:
    """What can be done with the list: which clients, which columns, in what order, on paper."""
    menu = _menu(page, "list_of_clients_menu")
    menu.addAction("Which clients…", page.filter)
    if page.status.view_name():
        menu.addAction(f"Remove the view “{page.status.view_name()}”", page.forget_view)
    columns = menu.addMenu("Columns")
    columns.setObjectName("columns_menu")
    for name, column in COLUMNS.items():
        if name != "name":
            act = columns.addAction(column.heading)
            act.setCheckable(True)
            act.setChecked(name in page.model.columns)
            act.toggled.connect(partial(page.choose_column, name))
    sorting = menu.addMenu("Sort")
    sorting.setObjectName("sort_menu")
    _add_sorting(sorting, page)
    menu.addSeparator()
    for words, save in (("Print this list…", False), ("Save this list as PDF…", True)):
        menu.addAction(words, partial(page.print_list, save)).setEnabled(bool(page.model.rows()))
    return menu


def _menu(parent: QWidget, name: str) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setObjectName(name)
    return menu


def _add_sorting(menu: QMenu, page: "ClientsPage") -> None:
    for name in page.model.columns:
        menu.addAction(f"Sort by {COLUMNS[name].heading.lower()}", partial(page.sort_by, name))
