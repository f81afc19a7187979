"""The tab of psychotherapy notes: closed until the passphrase is given, closed again for the next client."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kapdesk.ui.notes.private_notes import PrivateNotesTab
from kapdesk.ui.tasks import Tasks
from kapdesk.usecases.house import history
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import private_notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, PASSPHRASE, TODAY
from tests.ui.seen import words_on


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill"), NOW)


@pytest.fixture
def tab(qtbot: QtBot, vault: Vault, clock: Callable[[], datetime], ada: int, tasks: Tasks) -> Iterator[PrivateNotesTab]:
    private_notes.start_note(vault, ada, TODAY, "zephyrine", NOW)
    made = PrivateNotesTab(vault, clock, tasks)
    qtbot.addWidget(made)
    made.show_client(ada)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.refresh()
    yield made
    made.close_down()


def all_words(tab: PrivateNotesTab) -> str:
    """Those of the list and of the note too."""
    rows = [tab.list.item(number).text() for number in range(tab.list.count())]
    return "\n".join([words_on(tab), *rows, tab.text.words()])


def give(tab: PrivateNotesTab, qtbot: QtBot, passphrase: str) -> None:
    qtbot.keyClicks(tab.secret, passphrase)
    qtbot.keyClick(tab.secret, Qt.Key.Key_Return)


def test_closed_until_the_passphrase_is_given(tab: PrivateNotesTab, qtbot: QtBot, vault: Vault, ada: int) -> None:
    assert "zephyrine" not in all_words(tab)
    assert "45 CFR 164.501" in all_words(tab)
    assert "medicines and how they are watched over" in all_words(tab)
    give(tab, qtbot, "not the passphrase at all")
    qtbot.waitUntil(lambda: "not the passphrase of this practice" in all_words(tab))
    assert not tab.is_open
    assert "wrong passphrase" in history.client_history(vault, ada)[0].words
    tab.secret.clear()
    give(tab, qtbot, PASSPHRASE)
    qtbot.waitUntil(lambda: tab.is_open)
    assert "zephyrine" in all_words(tab)
    assert tab.secret.text() == ""


def test_the_next_client_finds_it_closed(tab: PrivateNotesTab, qtbot: QtBot, vault: Vault) -> None:
    give(tab, qtbot, PASSPHRASE)
    qtbot.waitUntil(lambda: tab.is_open)
    tab.show_client(clients.create_client(vault, ClientFacts("Ben Roe"), NOW))
    assert not tab.is_open
    assert "zephyrine" not in all_words(tab)


def test_words_are_kept_as_they_are_typed_and_removal_is_undone(
    tab: PrivateNotesTab, qtbot: QtBot, vault: Vault, ada: int
) -> None:
    private_notes.set_asks_again(vault, False, NOW)
    tab.refresh()
    assert tab.is_open
    qtbot.keyClicks(tab.text, "! more")
    assert tab.close_down()
    assert [one.text for one in private_notes.list_notes(vault, ada)] == ["zephyrine! more"]
    tab.new_note()
    qtbot.keyClicks(tab.text, "another")
    qtbot.keyClick(tab.text, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert [one.text for one in private_notes.list_notes(vault, ada)] == ["another", "zephyrine! more"]
    with qtbot.waitSignal(tab.said) as said:
        tab.remove()
    assert len(private_notes.list_notes(vault, ada)) == 1
    said.args[1].take_back(vault, NOW)
    tab.refresh()
    assert tab.list.count() == 2


def test_a_day_to_come_is_refused_and_the_words_stay(tab: PrivateNotesTab, qtbot: QtBot, vault: Vault) -> None:
    private_notes.set_asks_again(vault, False, NOW)
    tab.refresh()
    tab.day.setText("12/24/2026")
    qtbot.keyClicks(tab.text, "!")
    assert not tab.save()
    assert "A note is written on or after its day." in all_words(tab)
    assert tab.text.words() == "zephyrine!"
