"""The clients page: finding, sorting, entering, archiving."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from kapdesk.domain.clients import Status
from kapdesk.ui import ask
from kapdesk.ui.clients.filter import FilterDialog
from kapdesk.ui.clients.new_client import NewClientDialog
from kapdesk.ui.clients.page import ClientsPage
from kapdesk.ui.window import Window
from kapdesk.usecases.house import history
from kapdesk.usecases.people import client_list, clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.ui.seen import focus, in_dialog, words_on

Clock = Callable[[], datetime]


@pytest.fixture
def page(qtbot: QtBot, sample: Vault, clock: Clock) -> ClientsPage:
    made = ClientsPage(sample, clock)
    qtbot.addWidget(made)
    made.resize(1060, 760)
    made.show()
    made.refresh()
    return made


def names(page: ClientsPage) -> list[str]:
    """The names in the list, from the top."""
    return [page.model.row(number).name for number in range(page.model.rowCount())]


def test_the_list_shows_everyone_but_the_archive(page: ClientsPage) -> None:
    assert "Rosa Delgado" in names(page)
    assert "Corinne Vasseur" not in names(page)
    assert "11 clients" in words_on(page)


def test_typing_narrows_the_list_without_accents_or_order(page: ClientsPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.search, "zoe")
    assert names(page) == ["Zoë Castellanos"]
    page.search.setText("delgado ros")
    assert names(page) == ["Rosa Delgado"]


def test_nobody_found_says_so_and_offers_the_way_back(page: ClientsPage, qtbot: QtBot) -> None:
    page.search.setText("Nobody")
    assert "Nobody found" in words_on(page)
    assert "No current client’s name holds “Nobody”." in words_on(page)
    qtbot.mouseClick(page.findChild(QPushButton, "show_all"), Qt.MouseButton.LeftButton)
    assert len(names(page)) == 11


def test_the_status_filter_reaches_the_archive(page: ClientsPage) -> None:
    page.status.setCurrentIndex(page.status.findData(Status.ARCHIVED.value))
    assert names(page) == ["Corinne Vasseur"]
    page.status.setCurrentIndex(page.status.findData(Status.WAIT_LIST.value))
    assert names(page) == ["Hollis Tran"]


def test_a_row_reads_as_words(page: ClientsPage) -> None:
    row = names(page).index("Rosa Delgado")
    read = page.model.data(page.model.index(row, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert (
        read == "Rosa Delgado, Active, Ketamine session 3 of 8 today, Ketamine 3 booked Jun 9, May 17, 1 unsigned note"
    )


def test_a_click_on_a_heading_sorts_and_again_turns_around(page: ClientsPage) -> None:
    page.table.horizontalHeader().sectionClicked.emit(4)
    newest = [page.model.row(number).last_session for number in range(2)]
    assert newest == [TODAY - timedelta(days=1), TODAY - timedelta(days=2)]
    assert page.model.headerData(4, Qt.Orientation.Horizontal) == "Last session ↓"
    page.table.horizontalHeader().sectionClicked.emit(4)
    assert page.model.row(0).last_session is None


def test_sorting_is_in_the_menu_too(page: ClientsPage) -> None:
    menu = page.row_menu()
    by_status = next(one for one in menu.actions() if one.text() == "Sort by status")
    by_status.trigger()
    assert page.model.headerData(1, Qt.Orientation.Horizontal) == "Status ↑"
    menu.deleteLater()


def test_from_the_search_box_down_and_enter_open_a_chart(page: ClientsPage, qtbot: QtBot) -> None:
    page.activateWindow()
    page.search_clients()
    qtbot.keyClicks(page.search, "rosa")
    with qtbot.waitSignal(page.client_chosen) as chosen:
        qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert clients.get_client(page._vault, chosen.args[0]).name == "Rosa Delgado"
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.client_chosen):
        qtbot.keyClick(page.table, Qt.Key.Key_Return)


def test_the_chosen_client_stays_chosen(page: ClientsPage) -> None:
    page.table.selectRow(names(page).index("Theo Marsh"))
    page.sort_by("status")
    chosen = page.current_row()
    assert chosen is not None
    assert chosen.name == "Theo Marsh"


def test_archiving_is_done_at_once_and_can_be_undone(page: ClientsPage, sample: Vault, qtbot: QtBot) -> None:
    page.changed.connect(page.refresh)
    page.table.selectRow(names(page).index("Theo Marsh"))
    with qtbot.waitSignal(page.said) as said:
        page.archive_or_restore()
    assert said.args[0] == "Theo Marsh archived"
    assert "Theo Marsh" not in names(page)
    said.args[1].take_back(sample, NOW)
    page.refresh()
    assert "Theo Marsh" in names(page)


def test_an_archived_client_is_taken_back_from_the_menu(page: ClientsPage) -> None:
    page.status.setCurrentIndex(page.status.findData(Status.ARCHIVED.value))
    menu = page.row_menu()
    assert [one.text() for one in menu.actions()][:2] == ["Open the chart", "Take back from the archive"]
    menu.actions()[1].trigger()
    page.status.setCurrentIndex(0)
    assert "Corinne Vasseur" in names(page)
    menu.deleteLater()


def test_an_empty_practice_says_what_the_page_is_for(empty_window: Window) -> None:
    empty_window.show_page("clients")
    words = "\n".join(one.text() for one in empty_window.clients.findChildren(QLabel) if one.isVisible())
    assert "No clients yet" in words
    assert empty_window.clients.findChild(QPushButton, "first_client").isVisible()


def test_a_new_client_needs_only_a_name(qtbot: QtBot, vault: Vault, clock: Clock) -> None:
    dialog = NewClientDialog(vault, clock)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.enter()
    assert dialog.findChild(QLabel, "legal_name_error").text() == "Enter the client's name."
    dialog.findChild(QLineEdit, "legal_name").setText("  Ada Quill ")
    dialog.enter()
    assert dialog.client_id is not None
    assert clients.get_client(vault, dialog.client_id) == ClientFacts("Ada Quill", since=TODAY)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/31/1985", "“31/31/1985” is not a day. Type it as 2/17/1985 or 1985-02-17."),
        ("2/17/85", "Type the whole year: 2/17/1985."),
        ("6/10/2026", "The birth date is still to come. Is the year right?"),
    ],
)
def test_a_bad_birth_date_is_told_at_its_field(
    typed: str, sentence: str, qtbot: QtBot, vault: Vault, clock: Clock
) -> None:
    dialog = NewClientDialog(vault, clock)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.findChild(QLineEdit, "legal_name").setText("Ada Quill")
    dialog.findChild(QLineEdit, "birth_date").setText(typed)
    dialog.enter()
    error = dialog.findChild(QLabel, "birth_date_error")
    assert error.text() == sentence
    assert error.isVisible()
    assert dialog.client_id is None
    assert dialog.findChild(QLineEdit, "birth_date").text() == typed
    assert dialog.findChild(QLineEdit, "legal_name").text() == "Ada Quill"


@pytest.mark.parametrize("typed", ["2/17/1985", "1985-02-17", "February 17, 1985", "Feb 17 1985"])
def test_a_birth_date_may_be_typed_in_several_ways(typed: str, qtbot: QtBot, vault: Vault, clock: Clock) -> None:
    dialog = NewClientDialog(vault, clock)
    qtbot.addWidget(dialog)
    dialog.findChild(QLineEdit, "legal_name").setText("Ada Quill")
    dialog.findChild(QLineEdit, "birth_date").setText(typed)
    dialog.enter()
    assert dialog.client_id is not None
    born = clients.get_client(vault, dialog.client_id).birth_date
    assert born is not None
    assert born.isoformat() == "1985-02-17"


def test_closing_a_form_with_words_in_it_is_asked_about(qtbot: QtBot, vault: Vault, clock: Clock) -> None:
    dialog = NewClientDialog(vault, clock)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.findChild(QLineEdit, "legal_name").setText("Ada Quill")
    ask.answer(False)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    ask.answer(True)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_an_empty_form_closes_without_a_question(qtbot: QtBot, vault: Vault, clock: Clock) -> None:
    dialog = NewClientDialog(vault, clock)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_new_client_is_entered_by_keyboard_and_the_chart_opens(
    empty_window: Window, vault: Vault, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def typed(dialog: NewClientDialog) -> int:
        dialog.show()
        dialog.form.start()
        qtbot.keyClicks(dialog.form.fields["legal_name"], "Ada Quill")
        qtbot.keyClick(dialog.form.fields["legal_name"], Qt.Key.Key_Return)
        return dialog.result()

    monkeypatch.setattr(NewClientDialog, "exec", typed)
    qtbot.keyClick(empty_window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: empty_window.page == "chart")
    assert [row.name for row in clients.list_clients(vault, TODAY)] == ["Ada Quill"]


def test_ctrl_f_is_ready_to_find_a_client(window: Window, qtbot: QtBot) -> None:
    window.show_page("practice")
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.page == "clients"
    assert window.focusWidget() is window.clients.search


def test_escape_empties_the_search_box(window: Window, qtbot: QtBot) -> None:
    window.show_page("clients")
    window.clients.search_clients()
    qtbot.keyClicks(window.clients.search, "rosa")
    qtbot.keyClick(window.clients.search, Qt.Key.Key_Escape)
    assert window.clients.search.text() == ""


@pytest.mark.styled
def test_two_thousand_clients_are_one_table_without_widgets_in_it(page: ClientsPage) -> None:
    row = page.model.row(0)
    page.model.set_rows([row] * 2_000, TODAY)
    page.table.scrollToBottom()
    page.grab()
    assert page.model.rowCount() == 2_000
    assert page.table.viewport().findChildren(QLabel) == []


@pytest.mark.styled
def test_in_the_smallest_window_every_column_is_in_sight(window: Window) -> None:
    window.resize(1024, 700)
    window.grab()
    assert window.clients.table.horizontalScrollBar().maximum() == 0


@pytest.mark.styled
def test_words_that_do_not_fit_are_cut_and_the_name_keeps_its_room(page: ClientsPage) -> None:
    page.resize(500, 500)
    page.grab()
    assert page.table.horizontalScrollBar().maximum() > 0
    assert page.table.columnWidth(0) == 200


def headings(page: ClientsPage) -> list[str]:
    """The headings of the list."""
    columns = range(page.model.columnCount())
    return [str(page.model.headerData(at, Qt.Orientation.Horizontal)).rstrip(" ↑↓") for at in columns]


def chosen(menu: QMenu, *words: str) -> QAction:
    """An entry of a menu, by the words on the way to it."""
    for number, each in enumerate(words):
        action = next(one for one in menu.actions() if one.text() == each)
        if number < len(words) - 1:
            menu = action.menu()  # type: ignore[assignment]  # a menu, by its words
    return action


def test_columns_are_chosen_from_the_menu_kept_and_undone(page: ClientsPage, sample: Vault, qtbot: QtBot) -> None:
    assert headings(page) == ["Client", "Status", "Where in the course", "Next", "Last session", "Missing"]
    menu = page.list_menu()
    assert chosen(menu, "Columns", "Status").isChecked()
    chosen(menu, "Columns", "Telephone").trigger()
    with qtbot.waitSignal(page.said) as said:
        chosen(menu, "Columns", "Next").trigger()
    menu.deleteLater()
    assert headings(page) == ["Client", "Status", "Where in the course", "Last session", "Missing", "Telephone"]
    row = names(page).index("Rosa Delgado")
    assert page.model.data(page.model.index(row, 5)) == "505-555-0141"
    again = ClientsPage(sample, lambda: NOW)
    qtbot.addWidget(again)
    again.refresh()
    assert headings(again) == headings(page)
    said.args[1].take_back(sample, NOW)
    page.refresh()
    assert "Next" in headings(page)


@pytest.mark.styled
@pytest.mark.parametrize("width", [640, 738, 900, 1300])
def test_columns_share_the_width_and_the_name_takes_the_rest(page: ClientsPage, width: int) -> None:
    page.resize(width, 600)
    QApplication.processEvents()
    room = page.table.viewport().width()
    shared = [page.table.columnWidth(at) for at in range(page.model.columnCount())]
    assert sum(shared) == room if width > 738 else sum(shared) > room
    assert shared[0] >= 155


def test_a_filter_is_shown_kept_under_a_name_and_removed(
    page: ClientsPage, sample: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(dialog: FilterDialog) -> int:
        dialog.status.setCurrentIndex(dialog.status.findData("active"))
        dialog.waits.setCurrentIndex(dialog.waits.findData("unsigned"))
        dialog.keep_as.setText(name)
        return 1

    monkeypatch.setattr(FilterDialog, "exec", fill)
    name = ""
    page.filter()
    assert page.status.currentText() == "Active, notes to sign"
    assert {"Rosa Delgado", "Ines Okafor"} <= set(names(page))
    assert "Maya Lindqvist" not in names(page)
    name = "To sign tonight"
    page.filter()
    assert page.status.currentText() == "To sign tonight"
    page.refresh()
    assert page.status.currentText() == "To sign tonight"
    menu = page.list_menu()
    chosen(menu, "Remove the view “To sign tonight”").trigger()
    menu.deleteLater()
    assert client_list.views(sample) == []
    assert page.status.currentText() == "All current"


def test_what_is_due_is_one_choice_away(page: ClientsPage) -> None:
    page.status.setCurrentIndex(page.status.findText("Something is due or late"))
    assert names(page) == ["Łukasz Wrona", "Maya Lindqvist"]
    assert "Hollis Tran" not in names(page)
    page.search.setText("zzz")
    assert "Nobody is here for: All current, something is due or late, “zzz”." in words_on(page)


def test_the_list_is_saved_as_shown_and_entered(page: ClientsPage, sample: Vault, tmp_path: Path, qtbot: QtBot) -> None:
    page.status.setCurrentIndex(page.status.findData(Status.CLOSED.value))
    ask.answer(tmp_path / "list")
    with qtbot.waitSignal(page.said) as said:
        page.print_list(save=True)
    assert said.args[0] == "List of clients saved as list.pdf. It holds names: keep it where nobody else reads it."
    words = PdfReader(tmp_path / "list.pdf").pages[0].extract_text()
    assert "Closed · 2 clients" in words
    assert "Peg Ashdown\nMargaret Ashdown" in words
    assert "Rosa" not in words
    assert history.practice_history(sample, 1)[0].words == "List of clients saved as PDF: 2 clients"
    ask.answer(None)
    page.print_list(save=True)
    assert len(history.practice_history(sample, 2)) == 2
    assert history.practice_history(sample, 2)[1].words != "List of clients saved as PDF: 2 clients"


def test_somebody_on_file_is_pointed_out_while_one_types(qtbot: QtBot, sample: Vault, clock: Clock) -> None:
    dialog = NewClientDialog(sample, clock)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.keyClicks(dialog.form.fields["legal_name"], "Delgado Rosa")
    QApplication.processEvents()
    told = [one for one in dialog.findChildren(QLabel) if one.objectName().startswith("alike_")][-1]
    assert told.text() == "Rosa Delgado is on file with the same name."
    qtbot.keyClicks(dialog.form.fields["phone"], "(505) 555-0141")
    QApplication.processEvents()
    there = [one for one in dialog.findChildren(QPushButton) if one.text() == "Open the chart of Rosa Delgado"][-1]
    there.click()
    assert not dialog.isVisible()
    assert dialog.client_id is None
    assert clients.get_client(sample, dialog.on_file or 0).name == "Rosa Delgado"


def test_a_likeness_never_holds_up_a_new_client(qtbot: QtBot, sample: Vault, clock: Clock) -> None:
    dialog = NewClientDialog(sample, clock)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.findChild(QLineEdit, "legal_name").setText("Rosa Delgado")
    dialog.enter()
    assert dialog.client_id is not None


def test_words_beyond_the_name_are_not_thrown_away_for_the_other_chart(
    qtbot: QtBot, sample: Vault, clock: Clock
) -> None:
    dialog = NewClientDialog(sample, clock)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.findChild(QLineEdit, "legal_name").setText("Rosa Delgado")
    dialog.findChild(QPlainTextEdit, "concerns").setPlainText("Called about a second course")
    QApplication.processEvents()
    there = next(one for one in dialog.findChildren(QPushButton) if one.text().startswith("Open the chart of"))
    ask.answer(False)
    there.click()
    assert dialog.isVisible()
    ask.answer(True)
    there.click()
    assert dialog.on_file is not None


def test_a_new_client_from_a_call_takes_six_keys_besides_the_words(
    empty_window: Window, vault: Vault, qtbot: QtBot
) -> None:
    """Ctrl+N, name, Tab, telephone, Tab, referred by, Tab Tab, what brings her, Ctrl+Return: the chart is open."""
    keys: list[str] = []

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        keys.append(key.name)
        qtbot.keyClick(focus(), key, modifier)

    def on_the_call(dialog: NewClientDialog) -> None:
        assert dialog.isAncestorOf(focus())
        for words, tabs in (("Ada Quill", 1), ("505-555-0177", 1), ("Dr. Amari", 2), ("Low for years", 0)):
            qtbot.keyClicks(focus(), words)
            for _ in range(tabs):
                press(Qt.Key.Key_Tab)
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    in_dialog(NewClientDialog, on_the_call, lambda: press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier))
    qtbot.waitUntil(lambda: empty_window.page == "chart")
    assert len(keys) == 6
    (row,) = clients.list_clients(vault, TODAY)
    assert (row.name, row.phone) == ("Ada Quill", "505-555-0177")
    facts = clients.get_client(vault, row.id)
    assert (facts.referred_by, facts.concerns, facts.status) == ("Dr. Amari", "Low for years", Status.INQUIRY)
