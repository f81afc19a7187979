"""The contact book and the people around a client: one row a person, seen everywhere."""

from dataclasses import replace

import pytest

from kapdesk.domain.contacts import Contact, ContactKind, Role
from kapdesk.errors import BadInput, NotFound
from kapdesk.usecases.house import history
from kapdesk.usecases.people import clients, contacts
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.people.contacts import Link
from kapdesk.vault.database import Vault
from tests.conftest import NOW

AMARI = Contact("Dr. Amari", ContactKind.PRESCRIBER, phone="505-555-0120")


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill"), NOW)


@pytest.fixture
def ben(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ben Reyes"), NOW)


def names(vault: Vault, **asked: object) -> list[str]:
    """The book, by name."""
    return [row.contact.name for row in contacts.list_contacts(vault, **asked)]  # type: ignore[arg-type]


def test_a_contact_changed_in_one_chart_is_seen_in_every_other(vault: Vault, ada: int, ben: int) -> None:
    contacts.save_person(vault, ada, AMARI, Link(Role.PRESCRIBER), NOW)
    amari = contacts.people_of(vault, ada)[0].contact
    contacts.save_person(vault, ben, amari, Link(Role.PRESCRIBER), NOW)
    there = contacts.people_of(vault, ben)[0]
    undo = contacts.save_person(vault, ben, replace(there.contact, phone="505-555-0199"), there.link, NOW)
    assert contacts.people_of(vault, ada)[0].contact.phone == "505-555-0199"
    undo.take_back(vault, NOW)
    assert contacts.people_of(vault, ada)[0].contact.phone == "505-555-0120"
    assert [(use.name, use.role) for use in contacts.uses_of(vault, amari.id)] == [
        ("Ada Quill", Role.PRESCRIBER),
        ("Ben Reyes", Role.PRESCRIBER),
    ]
    assert contacts.list_contacts(vault)[0].clients == 2


def test_somebody_may_be_several_things_but_each_only_once(vault: Vault, ada: int) -> None:
    contacts.save_person(vault, ada, Contact("Luis", ContactKind.FAMILY), Link(Role.EMERGENCY, "husband"), NOW)
    luis = contacts.people_of(vault, ada)[0].contact
    contacts.save_person(vault, ada, luis, Link(Role.DRIVER), NOW)
    with pytest.raises(BadInput, match="as ride home already") as problem:
        contacts.save_person(vault, ada, luis, Link(Role.DRIVER), NOW)
    assert problem.value.field == "role"
    assert [row.link.role for row in contacts.people_of(vault, ada)] == [Role.EMERGENCY, Role.DRIVER]
    assert contacts.list_contacts(vault)[0].clients == 1


def test_a_new_person_is_taken_back_with_the_contact_made_for_her(vault: Vault, ada: int) -> None:
    undo = contacts.save_person(vault, ada, AMARI, Link(Role.PRESCRIBER), NOW)
    undo.take_back(vault, NOW)
    assert contacts.people_of(vault, ada) == []
    assert names(vault) == []


def test_a_contact_that_another_chart_names_meanwhile_stays(vault: Vault, ada: int, ben: int) -> None:
    undo = contacts.save_person(vault, ada, AMARI, Link(Role.PRESCRIBER), NOW)
    contacts.save_person(vault, ben, contacts.people_of(vault, ada)[0].contact, Link(Role.PRESCRIBER), NOW)
    undo.take_back(vault, NOW)
    assert contacts.people_of(vault, ada) == []
    assert [row.contact.name for row in contacts.people_of(vault, ben)] == ["Dr. Amari"]


def test_a_person_is_removed_from_the_chart_not_from_the_book(vault: Vault, ada: int) -> None:
    contacts.save_person(vault, ada, AMARI, Link(Role.PRESCRIBER, note="calls back after four"), NOW)
    before = contacts.people_of(vault, ada)
    undo = contacts.remove_person(vault, ada, before[0].link.id, NOW)
    assert undo.words == "Dr. Amari is no longer named in this chart"
    assert contacts.people_of(vault, ada) == []
    assert names(vault) == ["Dr. Amari"]
    undo.take_back(vault, NOW)
    assert contacts.people_of(vault, ada) == before


def test_the_book_is_searched_by_any_word_and_kind(vault: Vault) -> None:
    contacts.create_contact(vault, AMARI, NOW)
    contacts.create_contact(vault, Contact("José Pharmacy", ContactKind.PHARMACY, notes="mails to the home"), NOW)
    assert names(vault, search="jose") == ["José Pharmacy"]
    assert names(vault, search="0120 amari") == ["Dr. Amari"]
    assert names(vault, search="mails") == ["José Pharmacy"]
    assert names(vault, kind=ContactKind.PRESCRIBER) == ["Dr. Amari"]
    assert names(vault, search="nobody") == []


def test_archiving_hides_a_contact_from_the_book_but_not_from_charts(vault: Vault, ada: int) -> None:
    contacts.save_person(vault, ada, AMARI, Link(Role.PRESCRIBER), NOW)
    amari = contacts.people_of(vault, ada)[0].contact
    undo = contacts.archive_contact(vault, amari.id, NOW)
    assert names(vault) == []
    assert names(vault, archived=True) == ["Dr. Amari"]
    assert contacts.people_of(vault, ada)[0].contact.archived
    undo.take_back(vault, NOW)
    assert names(vault) == ["Dr. Amari"]


@pytest.mark.parametrize(("contact", "field"), [(Contact(" "), "name"), (Contact("X", email="x"), "email")])
def test_what_cannot_be_kept_names_its_field(vault: Vault, contact: Contact, field: str) -> None:
    with pytest.raises(BadInput) as problem:
        contacts.create_contact(vault, contact, NOW)
    assert problem.value.field == field
    with pytest.raises(NotFound):
        contacts.get_contact(vault, 99)


def test_the_history_names_fields_never_values(vault: Vault, ada: int) -> None:
    contacts.save_person(vault, ada, AMARI, Link(Role.PRESCRIBER), NOW)
    row = contacts.people_of(vault, ada)[0]
    contacts.save_person(vault, ada, replace(row.contact, fax="505-555-0128"), replace(row.link, note="secret"), NOW)
    words = [one.words for one in history.practice_history(vault, 4)]
    assert words[:2] == ["Person in the chart changed (note)", "Contact changed (fax)"]
    assert not any("Amari" in one or "0128" in one or "secret" in one for one in words)
