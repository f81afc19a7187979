"""Hostile texts as notes, names and questions: kept and found exactly, or refused in a sentence; nothing else happens."""

import pytest

from kapdesk.domain.disclosures import Basis, Disclosure, Span, six_years_before
from kapdesk.domain.notes import NoteKind
from kapdesk.domain.orders import Order
from kapdesk.errors import BadInput
from kapdesk.usecases.desk import find
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.prescribing import orders
from kapdesk.usecases.register import disclosures
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault
from tests import hostile
from tests.conftest import NOW, TODAY


@pytest.mark.parametrize("number", [30, pytest.param(3000, marks=pytest.mark.long)])
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


@pytest.mark.parametrize("number", [30, pytest.param(3000, marks=pytest.mark.long)])
def test_a_name_is_kept_or_refused(vault: Vault, number: int) -> None:
    for text in hostile.texts(number, seed=2):
        try:
            client = clients.create_client(vault, ClientFacts(text), NOW)
        except BadInput:
            continue
        assert clients.get_client(vault, client).legal_name == text.strip()


@pytest.mark.parametrize("number", [20, pytest.param(2000, marks=pytest.mark.long)])
def test_an_order_and_a_disclosure_are_kept_as_typed_or_refused(vault: Vault, number: int) -> None:
    client = clients.create_client(vault, ClientFacts("Ada Quill"), NOW)
    for text in hostile.texts(number, seed=4):
        order = Order(text, written_on=TODAY, dose=text, drug_holds=text)
        entry = Disclosure(TODAY, text, text, text, Basis.TREATMENT)
        try:
            kept = orders.get_order(vault, orders.enter_order(vault, client, order, NOW))
            disclosures.enter_disclosure(vault, client, entry, NOW)
        except BadInput:
            assert "\ud800" in text or not text.strip()
            continue
        assert (kept.prescriber, kept.dose, kept.drug_holds) == (text.strip(),) * 3
        assert disclosures.list_disclosures(vault, client)[0].what == " ".join(text.split())
    span = Span(six_years_before(TODAY), TODAY, whole=True)
    assert disclosures.accounting_pdf(disclosures.prepare_accounting(vault, client, span, TODAY)).pages > 1


@pytest.mark.parametrize("number", [60, pytest.param(3000, marks=pytest.mark.long)])
def test_any_question_is_answered(sample: Vault, number: int) -> None:
    for text in hostile.texts(number, seed=3):
        assert find.find(sample, text, TODAY).rows is not None
