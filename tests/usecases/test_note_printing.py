"""Which notes are printed, and that each printing is entered."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event

from kapdesk.domain.notes import AddendumKind, NoteKind, Printed
from kapdesk.errors import BadInput, Cancelled
from kapdesk.usecases.house import history
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import note_forms, note_printing, notes, private_notes
from kapdesk.usecases.writing.note_printing import Chosen
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
    assert note_printing.lay_out(gathered).pages == 2
    note_printing.enter_printed(vault, gathered, "saved", NOW)
    words = history.client_history(vault, ada)[0].words
    assert "3 notes, June 6, 2026 to June 8, 2026; with 1 psychotherapy note" in words
    assert notes.printings_since(vault, 1) == [NOW]
    assert gathered.single is None
    number, newest = gathered.history_head.rsplit(" ", 2)[-2:]
    assert newest
    assert number.strip(",").isdigit()


def test_many_notes_come_whole_and_in_few_reads(vault: Vault, ada: int) -> None:
    notes.add_addendum(vault, 1, "a word was missing", "It was six.", NOW)
    notes.add_addendum(vault, 3, "of another day", "", NOW, AddendumKind.ERROR)
    own, _ = note_forms.save_form(vault, "Breathwork", NoteKind.GENERAL, ("How it was",), NOW)
    notes.start_note(vault, ada, NoteKind.GENERAL, TODAY, NOW, text="in a form", form=own)
    gathered = note_printing.gather(vault, ada, Chosen(drafts=True), TODAY)
    assert list(gathered.notes) == [notes.get_note(vault, one.head.id, TODAY) for one in gathered.notes]
    assert [len(one.addenda) for one in gathered.notes] == [1, 0, 1, 0, 0]
    assert gathered.notes[-1].form.name == "Breathwork"

    asked: list[str] = []

    def count(*told: Any) -> None:
        asked.append(told[2])

    event.listen(Engine, "before_cursor_execute", count)
    try:
        note_printing.gather(vault, ada, Chosen(), TODAY)
        few = len(asked)
        note_printing.gather(vault, ada, Chosen(ids=(1,)), TODAY)
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    assert len(asked) == 2 * few


def test_laying_out_tells_how_far_it_is_and_stops_when_told(vault: Vault, ada: int) -> None:
    gathered = note_printing.gather(vault, ada, Chosen(), TODAY)
    done: list[float] = []
    note_printing.lay_out(gathered, lambda _words, fraction: done.append(fraction))
    assert done == sorted(done)
    assert done[-1] > 0.8

    def stop(_words: str, fraction: float) -> None:
        if fraction > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        note_printing.lay_out(gathered, stop)
