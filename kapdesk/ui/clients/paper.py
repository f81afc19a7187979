"""The list of clients on paper: printed, or saved as PDF."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from kapdesk import paths
from kapdesk.errors import KapdeskError
from kapdesk.ui import ask, printer
from kapdesk.ui.clients.model import COLUMNS, cell_words
from kapdesk.usecases.people import client_print
from kapdesk.usecases.people.client_list import ClientRow, Sort
from kapdesk.vault.database import Vault

_TITLE = "List of clients"


def hand_out(
    parent: QWidget,
    vault: Vault,
    rows: Sequence[ClientRow],
    columns: Sequence[Sort],
    title: str,
    at: datetime,
    save: bool,
) -> str:
    """Print the list as it is shown, or save it; what was done in words, or why not; empty when it was cancelled."""
    headings = [COLUMNS[name].heading for name in columns]
    cells = [[_words(row, name, at.date()) for name in columns] for row in rows]
    try:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)  # two thousand lines take some seconds
        try:
            made = client_print.list_pdf(vault, columns, headings, cells, title, at.date())
        finally:
            QGuiApplication.restoreOverrideCursor()
        if save:
            path = ask.save_file(parent, "Save the list of clients", paths.documents() / "clients.pdf", "PDF (*.pdf)")
            if path is None:
                return ""
            path = path if path.suffix else path.with_suffix(".pdf")
            printer.save_pdf(path, made.pdf)
            client_print.enter_printed(vault, "saved", len(rows), at)
            return f"{_TITLE} saved as {path.name}. It holds names: keep it where nobody else reads it."
        if not printer.print_pdf(parent, made.pdf, _TITLE):
            return ""
        client_print.enter_printed(vault, "printed", len(rows), at)
    except KapdeskError as error:
        return str(error)
    return f"{_TITLE} printed"


def _words(row: ClientRow, column: Sort, today: date) -> str:
    """What a cell says on paper: as on the screen, the name with the legal one below."""
    if column == "name" and row.legal_name != row.name:
        return f"{row.name}\n{row.legal_name}"
    return cell_words(row, column, today)
