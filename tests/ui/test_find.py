"""The box that finds anything, by its keys and what it shows."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kapdesk.ui import keys, ways
from kapdesk.ui.find import FindBox
from kapdesk.ui.found import Command
from kapdesk.ui.window import Window
from kapdesk.usecases.desk import tasks
from kapdesk.usecases.desk.find import Found
from kapdesk.usecases.house import history
from kapdesk.usecases.paper import papers
from kapdesk.usecases.people import clients
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.ui.seen import PATIENCE, in_dialog, words_on

Key = Qt.Key


def client(vault: Vault, name: str) -> int:
    return next(row.id for row in clients.list_clients(vault, TODAY) if row.name.startswith(name))


def type_into(box: FindBox, line: str) -> None:
    QTest.keyClicks(box.line, line)
    QApplication.processEvents()


def in_box(window: Window, act: Callable[[FindBox], None], opening: Callable[[], None]) -> None:
    """Open the box, act in it, and leave it closed whatever happens."""
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, PATIENCE)
    in_dialog(FindBox, act, opening)
    QApplication.processEvents()


def ask(window: Window, line: str, *then: Key) -> list[str]:
    """Press Ctrl+K, type, press keys; what the list held when the first of them was pressed."""
    held: list[str] = []

    def act(box: FindBox) -> None:
        type_into(box, line)
        held.extend(rows(box))
        for key in then or (Key.Key_Return,):
            QTest.keyClick(box.line, key)
        assert not box.isVisible()

    in_box(window, act, lambda: QTest.keyClick(window, Key.Key_K, Qt.KeyboardModifier.ControlModifier))
    return held


def rows(box: FindBox) -> list[str]:
    return [box.model.index(number, 0).data() for number in range(box.model.rowCount())]


@pytest.fixture
def box(window: Window, sample: Vault, clock: Callable[[], object], qtbot: QtBot) -> FindBox:
    made = FindBox(sample, window.clock, ways.commands(window), None, window)
    made.show()
    return made


def test_a_clients_chart_is_two_keys_and_a_few_letters_away(window: Window, sample: Vault) -> None:
    window.show_page("papers")
    held = ask(window, "delg")
    assert held[0] == "Client, Rosa Delgado, Active, Rosa Elena Delgado"
    assert (window.page, window.chart.client_id) == ("chart", client(sample, "Rosa"))
    assert history.client_history(sample, client(sample, "Rosa"))[0].words == "Chart opened"


def test_a_note_opens_where_it_stands(window: Window, sample: Vault) -> None:
    held = ask(window, "cafe")
    assert held[0].startswith("Note, Maya Lindqvist, Integration, May 9, ")
    assert "café" in held[0]
    assert (window.page, window.chart.tab) == ("chart", "notes")
    assert window.chart.client_id == client(sample, "Maya")
    assert window.chart.notes.shown is not None
    assert "café" in notes.get_note(sample, window.chart.notes.shown, TODAY).text


def test_escape_leaves_everything_as_it_was(window: Window) -> None:
    window.show_page("papers")
    ask(window, "rosa", Key.Key_Escape)
    assert window.page == "papers"
    assert QApplication.activeModalWidget() is None


def test_down_chooses_the_next(window: Window, sample: Vault) -> None:
    held = ask(window, "client:", Key.Key_Down, Key.Key_Down, Key.Key_Up, Key.Key_Return)
    assert len(held) > 2
    assert held[1].split(", ")[1] == clients.get_client(sample, window.chart.client_id or 0).name


def test_what_the_desk_can_do_is_found_too(window: Window) -> None:
    assert ask(window, "history of the")[0].startswith("Go to, History")
    assert (window.page, window.practice.tab) == ("practice", "History")
    locked: list[bool] = []
    window.lock_wanted.connect(lambda: locked.append(True))
    ask(window, "lock now")
    assert locked == [True]


def test_a_new_note_is_offered_in_a_chart_only(window: Window, sample: Vault) -> None:
    assert not any("New note" in row for row in ask(window, "new note", Key.Key_Escape))
    window.open_client(client(sample, "Rosa"))
    assert any("New note" in row for row in ask(window, "new note", Key.Key_Escape))


def test_every_command_does_what_it_says(window: Window) -> None:
    named = {words for words, *_ in keys.COMMANDS}
    assert len(named) == len(keys.COMMANDS)
    for command in ways.commands(window):
        assert callable(command.act)
    for words, pressed, act, argument in keys.COMMANDS:
        assert callable(getattr(window, act))
        assert not pressed or QKeySequence(pressed).toString()
        if act == "show_practice":
            window.show_practice(argument)
            assert window.practice.tab == argument, words
        elif act == "show_page":
            window.show_page(argument)
            assert window.page == argument, words


def test_contacts_papers_and_tasks_open_on_their_pages(window: Window, sample: Vault) -> None:
    ask(window, "contact: amari")
    assert window.page == "contacts"
    current = window.contacts.current_row()
    assert current is not None
    assert "Amari" in current.contact.name
    ask(window, "paper: setting intention")
    assert window.page == "papers"
    assert "where to turn their attention" in words_on(window.papers)
    tasks.add_task(sample, "Water the ficus", NOW)
    task = tasks.list_tasks(sample, TODAY)[0]
    tasks.complete_task(sample, task.id, NOW)
    ask(window, "ficus")
    assert window.page == "todo"
    assert window.todo.current_row() is not None
    printed = papers.print_paper(sample, "kap-introduction", "letter", TODAY, client(sample, "Hollis"))
    papers.hand_to_client(sample, printed, client(sample, "Hollis"), "printed", NOW)
    ask(window, "paper:introduction from:2026-06-09")
    assert (window.page, window.chart.tab) == ("chart", "papers")


def test_tab_narrows_it_to_the_open_chart(window: Window, sample: Vault) -> None:
    window.open_client(client(sample, "Rosa"))
    everywhere = ask(window, "note:sleep", Key.Key_Escape)
    assert any("Rosa Delgado" not in row for row in everywhere)
    seen: list[str] = []

    def act(box: FindBox) -> None:
        assert box.only_here.text().startswith("In Rosa Delgado’s chart only")
        type_into(box, "note:sleep")
        QTest.keyClick(box.line, Key.Key_Tab)
        seen.extend(rows(box))
        QTest.keyClick(box.line, Key.Key_Tab)
        assert rows(box) == everywhere
        assert box.focusWidget() is box.line

    in_box(window, act, window.find_anything)
    assert seen
    assert all("Rosa Delgado" in row for row in seen)


def test_the_empty_box_says_what_can_be_typed(box: FindBox) -> None:
    assert "from:2026-01" in words_on(box)
    assert "kind:integration" in words_on(box)
    assert not box.only_here.isVisible()
    QTest.keyClick(box.line, Key.Key_Return)
    QTest.keyClick(box.line, Key.Key_Down)
    QTest.keyClick(box.line, Key.Key_Tab)
    assert box.chosen is None
    assert box.focusWidget() is box.line


def test_nothing_found_says_where_else_to_look(box: FindBox) -> None:
    type_into(box, "zephyrine")
    assert "Nothing holds “zephyrine”" in words_on(box)
    assert "Psychotherapy notes are kept apart; search them in the chart." in words_on(box)
    QTest.keyClick(box.line, Key.Key_Return)
    assert box.isVisible()


def test_a_long_list_says_how_many_there_are(box: FindBox) -> None:
    type_into(box, "note:the")
    assert box.model.rowCount() == 40
    assert "The newest of " in words_on(box)


@pytest.mark.styled
def test_what_was_looked_for_is_painted_in_bold(box: FindBox) -> None:
    type_into(box, "cafe")
    with_find = box.list.grab().toImage()
    row = box.model.row(0)
    assert isinstance(row, Found)
    assert [span.words for span in row.snippet if span.found] == ["café"]
    plain = type(row)(**{**vars(row), "snippet": tuple(type(span)(span.words) for span in row.snippet)})
    box.model.set_rows([plain], TODAY)
    box.list.setCurrentIndex(box.model.index(0, 0))
    assert box.list.grab().toImage() != with_find


@pytest.mark.styled
@pytest.mark.parametrize("words", ["", "مرحبا " * 40, "👩‍👩‍👧" * 60, "a" * 3000, "x\u2028y", "e\u0301" * 200])
def test_any_words_can_be_painted(box: FindBox, words: str) -> None:
    from kapdesk.usecases.desk.find import Span

    spans = (Span(words[:3], True), Span(words[3:]))
    box.model.set_rows([Found("note", 1, 1, "", TODAY, spans, spans, words), Command(spans, "Ctrl+K", str)], TODAY)
    box._states.setCurrentWidget(box.list)
    box.resize(300, 400)
    assert not box.list.grab().isNull()


def test_what_was_typed_last_counts(window: Window, sample: Vault) -> None:
    def act(box: FindBox) -> None:
        QTest.keyClicks(box.line, "delgado")  # and Enter before anything was looked for
        QTest.keyClick(box.line, Key.Key_Return)

    in_box(window, act, window.find_anything)
    assert (window.page, window.chart.client_id) == ("chart", client(sample, "Rosa"))
