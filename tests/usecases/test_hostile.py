"""Hostile texts as notes, names and questions: kept and found exactly, or refused in a sentence; nothing else happens."""

import pytest

from kapdesk.domain.notes import NoteKind
from kapdesk.errors import BadInput
from kapdesk.usecases import clients, find, notes
from kapdesk.usecases.clients import ClientFacts
from kapdesk.vault.database import Vault
from tests import hostile
from tests.conftest import NOW, TODAY


@pytest.mark.parametrize("number", [200, pytest.param(3000, marks=pytest.mark.long)])
def test_a_note_keeps_every_character_through_its_signature(vault: Vault, number: int) -> None:
    client = clients.create_client(vault, ClientFacts("Ada Quill"), NOW)
    for text in hostile.texts(number):
        note = notes.start_note(vault, client, NoteKind.GENERAL, TODAY, NOW)
        if "\ud800" in text:
            with pytest.raises(BadInput, match="half a character"):
                notes.save_draft(vault, note, text, NOW)
            continue
        notes.save_draft(vault, note, text, NOW)
        assert notes.get_note(vault, note, TODAY).text == text
        try:
            notes.sign_note(vault, note, NOW)
        except BadInput:
            assert not text.strip()
            continue
        assert notes.get_note(vault, note, TODAY).text == text


@pytest.mark.parametrize("number", [200, pytest.param(3000, marks=pytest.mark.long)])
def test_a_name_is_kept_or_refused(vault: Vault, number: int) -> None:
    for text in hostile.texts(number, seed=2):
        try:
            client = clients.create_client(vault, ClientFacts(text), NOW)
        except BadInput:
            continue
        assert clients.get_client(vault, client).legal_name == text.strip()


@pytest.mark.parametrize("number", [400, pytest.param(3000, marks=pytest.mark.long)])
def test_any_question_is_answered(sample: Vault, number: int) -> None:
    for text in hostile.texts(number, seed=3):
        assert find.find(sample, text, TODAY).rows is not None
