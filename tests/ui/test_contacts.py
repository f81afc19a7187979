"""The contacts page: finding, entering, changing for all charts, archiving with undo."""

from collections.abc import Callable
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from kapdesk.domain.contacts import Contact, ContactKind
from kapdesk.ui.contacts.page import ContactsPage
from kapdesk.ui.details.entry import EntryDialog
from kapdesk.ui.window import Window
from kapdesk.usecases.people import clients, contacts
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.ui.seen import words_on

Clock = Callable[[], datetime]


@pytest.fixture
def page(qtbot: QtBot, sample: Vault, clock: Clock) -> ContactsPage:
    made = ContactsPage(sample, clock)
    qtbot.addWidget(made)
    made.resize(1060, 760)
    made.show()
    made.refresh()
    return made


def rosa(vault: Vault) -> int:
    """Rosa Delgado's number."""
    return next(row.id for row in clients.list_clients(vault, TODAY) if row.name == "Rosa Delgado")


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], None]:
    """What the next dialog is filled with before it is saved."""

    def fill(words: dict[str, str]) -> None:
        def run(dialog: QDialog) -> int:
            dialog.show()
            for name, value in words.items():
                dialog.findChild(QLineEdit, name).setText(value)
            dialog.findChild(QPushButton, "save_entry").click()
            return dialog.result()

        monkeypatch.setattr(EntryDialog, "exec", run)

    return fill


def names(page: ContactsPage) -> list[str]:
    """The names in the list, from the top."""
    return [page.model.row(number).contact.name for number in range(page.model.rowCount())]


def test_the_book_is_listed_by_name_with_the_chosen_one_beside(page: ContactsPage) -> None:
    assert names(page) == sorted(names(page))
    page.table.selectRow(names(page).index("Dr. S. Amari"))
    words = words_on(page, QPushButton)
    for part in ("Cedar Wash Psychiatry", "505-555-0128", "Rosa Delgado", "Maya Lindqvist", "prescriber"):
        assert part in words
    row = page.model.index(names(page).index("Dr. S. Amari"), 0)
    read = page.model.data(row, Qt.ItemDataRole.AccessibleTextRole)
    assert read == "Dr. S. Amari, Prescriber, 505-555-0120, Cedar Wash Psychiatry, 4 charts"


def test_typing_and_kinds_narrow_the_book(page: ContactsPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.search, "river comp")
    assert names(page) == ["Three Rivers Compounding"]
    page.search.clear()
    page.kind.setCurrentIndex(page.kind.findData(ContactKind.EXECUTOR.value))
    assert names(page) == ["Marisol Vega, LCSW"]
    page.search.setText("nobody")
    assert "Nobody found" in words_on(page, QPushButton)
    qtbot.mouseClick(page.findChild(QPushButton, "show_all_contacts"), Qt.MouseButton.LeftButton)
    assert len(names(page)) > 10


def test_a_chart_opens_from_the_contact(page: ContactsPage, qtbot: QtBot) -> None:
    page.open_contact(next(row.contact.id for row in contacts.list_contacts(page._vault, "luis")))
    with qtbot.waitSignal(page.client_chosen) as chosen:
        page.findChild(QPushButton, f"chart_of_{rosa(page._vault)}").click()
    assert chosen.args == [rosa(page._vault)]
    assert "emergency contact (husband), ride home (husband)" in words_on(page, QPushButton)


def test_a_change_is_kept_for_every_chart_with_undo(
    page: ContactsPage, sample: Vault, qtbot: QtBot, typed: Callable[[dict[str, str]], None]
) -> None:
    page.table.selectRow(names(page).index("Dr. S. Amari"))
    typed({"phone": "505-555-0111"})
    with qtbot.waitSignal(page.said) as said:
        qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert "505-555-0111" in words_on(page, QPushButton)
    assert contacts.people_of(sample, rosa(sample))[1].contact.phone == "505-555-0111"
    said.args[1].take_back(sample, NOW)
    assert contacts.people_of(sample, rosa(sample))[1].contact.phone == "505-555-0120"


def test_a_new_contact_is_chosen_once_it_is_entered(
    page: ContactsPage, typed: Callable[[dict[str, str]], None]
) -> None:
    typed({"name": "Zeta Lab", "phone": "505-555-0110"})
    page.findChild(QPushButton, "new_contact").click()
    chosen = page.current_row()
    assert chosen is not None
    assert chosen.contact.name == "Zeta Lab"
    assert "Named in no chart." in words_on(page, QPushButton)


def test_archiving_can_be_undone_and_looked_up(page: ContactsPage, sample: Vault, qtbot: QtBot) -> None:
    page.table.selectRow(names(page).index("Mesa Rides"))
    with qtbot.waitSignal(page.said) as said:
        page.findChild(QPushButton, "archive_contact").click()
    assert "Mesa Rides" not in names(page)
    page.kind.setCurrentIndex(page.kind.findData("archived"))
    assert names(page) == ["Mesa Rides"]
    assert "Take back from the archive" in words_on(page, QPushButton)
    said.args[1].take_back(sample, NOW)
    page.kind.setCurrentIndex(0)
    page.refresh()
    assert "Mesa Rides" in names(page)


def test_an_empty_book_says_what_it_is_for(empty_window: Window) -> None:
    empty_window.show_page("contacts")
    words = words_on(empty_window.contacts, QPushButton)
    assert "No contacts yet" in words
    assert empty_window.contacts.findChild(QPushButton, "first_contact").isVisible()


def test_ctrl_6_opens_the_book_and_escape_empties_the_search(window: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_6, Qt.KeyboardModifier.ControlModifier)
    assert window.page == "contacts"
    assert window.focusWidget() is window.contacts.search
    qtbot.keyClicks(window.contacts.search, "amari")
    qtbot.keyClick(window.contacts.search, Qt.Key.Key_Escape)
    assert window.contacts.search.text() == ""
    qtbot.keyClick(window.contacts.search, Qt.Key.Key_Down)
    assert window.focusWidget() is window.contacts.table


@pytest.mark.styled
def test_the_name_keeps_its_room(page: ContactsPage) -> None:
    page.resize(420, 500)
    QApplication.processEvents()
    assert page.table.columnWidth(0) >= 170


@pytest.mark.styled
def test_a_thousand_contacts_are_one_table(page: ContactsPage) -> None:
    row = page.model.row(0)
    page.model.set_rows([row] * 1_000)
    page.grab()
    assert page.table.viewport().findChildren(QLabel) == []
    assert Contact().reach == ""
