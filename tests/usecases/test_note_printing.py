"""Which notes are printed, and that each printing is entered."""

from datetime import date, timedelta

import pytest

from kapdesk.domain.notes import NoteKind, Printed
from kapdesk.errors import BadInput
from kapdesk.usecases import clients, history, note_printing, notes, private_notes
from kapdesk.usecases.clients import ClientFacts
from kapdesk.usecases.note_printing import Chosen
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY


@pytest.fixture
def ada(vault: Vault) -> int:
    client = clients.create_client(vault, ClientFacts("Ada Quill", birth_date=date(1985, 2, 17)), NOW)
    for days in (3, 2, 1):
        note = notes.start_note(vault, client, NoteKind.GENERAL, TODAY - timedelta(days=days), NOW, text=f"of {days}")
        notes.sign_note(vault, note, NOW)
    notes.start_note(vault, client, NoteKind.GENERAL, TODAY, NOW, text="a draft")
    private_notes.start_note(vault, client, TODAY, "zephyrine", NOW)
    return client


def texts(vault: Vault, client: int, chosen: Chosen) -> list[str]:
    gathered = note_printing.gather(vault, client, chosen, TODAY)
    return [one.text for one in (*gathered.notes, *gathered.private)]


def test_what_is_chosen_is_gathered_the_oldest_first(vault: Vault, ada: int) -> None:
    assert texts(vault, ada, Chosen()) == ["of 3", "of 2", "of 1"]
    assert texts(vault, ada, Chosen(drafts=True)) == ["of 3", "of 2", "of 1", "a draft"]
    assert texts(vault, ada, Chosen(first=TODAY - timedelta(days=2))) == ["of 2", "of 1"]
    assert texts(vault, ada, Chosen(last=TODAY - timedelta(days=3))) == ["of 3"]
    assert texts(vault, ada, Chosen(ids=(2,))) == ["of 2"]
    assert texts(vault, ada, Chosen(private=True))[-1] == "zephyrine"
    for wrong in (Chosen(first=TODAY, last=TODAY - timedelta(days=1)), Chosen(last=date(2020, 1, 1))):
        with pytest.raises(BadInput):
            texts(vault, ada, wrong)


def test_a_note_of_somebody_else_is_not_printed(vault: Vault, ada: int) -> None:
    notes.withhold_note(vault, 2, "of somebody else", Printed.NO, NOW)
    assert texts(vault, ada, Chosen()) == ["of 3", "of 1"]


def test_a_printing_is_entered_with_number_and_span(vault: Vault, ada: int) -> None:
    gathered = note_printing.gather(vault, ada, Chosen(private=True), TODAY)
    assert note_printing.lay_out(gathered).pages == 1
    note_printing.enter_printed(vault, gathered, "saved", NOW)
    words = history.client_history(vault, ada)[0].words
    assert "3 notes, June 6, 2026 to June 8, 2026; with 1 psychotherapy note" in words
    assert notes.printings_since(vault, 1) == [NOW]
    number, newest = gathered.around.history_head.rsplit(" ", 2)[-2:]
    assert newest
    assert number.strip(",").isdigit()
