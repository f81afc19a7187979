"""The menu of an appointment."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from kapdesk.domain.appointments import Which
from kapdesk.usecases.calendar.appointments import AppointmentRow

if TYPE_CHECKING:
    from kapdesk.ui.calendar.page import CalendarPage


def appointment_menu(page: "CalendarPage", row: AppointmentRow | None) -> QMenu:
    """What can be done with the chosen appointment."""
    menu = QMenu(page)
    menu.setObjectName("appointment_menu")
    menu.aboutToHide.connect(menu.deleteLater)
    has_client = row is not None and row.client_id is not None
    note = "Begin" if row is not None and row.begins(page.now().date()) else "Note"
    for words, act in ((note, page.open_note), ("Chart", page.open_chart)):
        menu.addAction(words, act).setEnabled(has_client)
    menu.addAction("Change…", page.open_chosen)
    menu.addAction("What became of it…", page.change_status)
    menu.addSeparator()
    menu.addAction("Remove", page.remove)
    if row is not None and row.series:
        menu.addAction("Remove this one and those after", partial(page.remove, Which.AFTER))
        menu.addAction("Remove the whole series", partial(page.remove, Which.ALL))
    return menu
