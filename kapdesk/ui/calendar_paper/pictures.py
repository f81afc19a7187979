"""Printing and exporting the calendar as pictures, in their states."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from kapdesk.ui.calendar_paper.export import ExportDialog
from kapdesk.ui.calendar_paper.paper import CalendarPaperDialog
from kapdesk.usecases.calendar.calendar_print import Which
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.ui.window import Window


def draw(show: Callable[[QDialog, str], None], window: "Window", vault: Vault, clock: Callable[[], datetime]) -> None:
    """Draw them all; `show` draws a dialog."""
    today = clock().date()
    for which in Which:
        dialog = CalendarPaperDialog(vault, clock, today, window)
        dialog.choose(which)
        dialog.kinds.setChecked(which is Which.DAY)
        dialog.make()
        show(dialog, f"calendar-paper-{which.value.replace('_', '-')}")
    wrong = CalendarPaperDialog(vault, clock, today, window)
    wrong.day.setText("someday")
    wrong.make()
    show(wrong, "calendar-paper-wrong")
    show(ExportDialog(vault, clock, today, window), "calendar-export")
