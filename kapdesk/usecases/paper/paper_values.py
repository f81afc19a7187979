"""What fills a paper's fields from the chart; each value with where it comes from, so that a gap is asked for and nothing guessed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.contacts import Role, WayKind
from kapdesk.records.contact import ClientContact, Contact, ContactWay
from kapdesk.usecases.house.practice import facts_of
from kapdesk.usecases.house.settings import read_setting, write_setting
from kapdesk.usecases.paper.proof import values_of
from kapdesk.usecases.people.clients import find_client

REMEMBERED = ("fees", "ketamine_fees", "cancellation_notice", "board_contact", "effective_date", "state_notice")
"""Fields that are the practice's, not a client's: what was typed for one paper is offered for the next in that language."""
_IN_ANY_LANGUAGE = ("board_contact",)
"""Of those, the ones that read the same in every language; the others are sentences, and asked for in each."""
_SETTING = "paper_values"
_ROLES = {"adult": Role.DRIVER, "emergency": Role.EMERGENCY, "prescriber": Role.PRESCRIBER}


@dataclass(frozen=True)
class Value:
    """What a field prints, and where it is from: `practice`, `chart`, `before` (typed for an earlier paper)."""

    words: str
    source: str


def known_values(db: Session, client_id: int, language: str, today: date) -> dict[str, Value]:
    """Every value that the practice and the chart have for a client's papers, by the field's name."""
    found = practice_values(db, language)
    found |= {name: Value(words, "chart") for name, words in _of_client(db, client_id, language, today)}
    return {name: one for name, one in found.items() if one.words.strip()}


def practice_values(db: Session, language: str = "en") -> dict[str, Value]:
    """What the practice has for any paper in a language, whoever it is for."""
    found = {name: Value(words, "practice") for name, words in values_of(facts_of(db)).items()}
    found |= {name: Value(words, "before") for name, words in _remembered(db, language).items()}
    return {name: one for name, one in found.items() if one.words.strip()}


def remember(db: Session, values: Mapping[str, str], language: str = "en") -> None:
    """Keep the practice's own values for the next paper in that language. In the caller's write."""
    kept = {name: values[name].strip() for name in REMEMBERED if values.get(name, "").strip()}
    if kept:
        setting = _setting(language)
        write_setting(db, setting, {**read_setting(db, setting, {}), **kept})


def _remembered(db: Session, language: str) -> dict[str, str]:
    english: dict[str, str] = read_setting(db, _SETTING, {})
    own: dict[str, str] = read_setting(db, _setting(language), {})
    return {name: words for name, words in english.items() if name in _IN_ANY_LANGUAGE} | own


def _setting(language: str) -> str:
    return _SETTING if language == "en" else f"{_SETTING}_{language}"


def _of_client(db: Session, client_id: int, language: str, today: date) -> Iterator[tuple[str, str]]:
    from kapdesk.printing.words import in_full

    client = find_client(db, client_id)
    yield "client_name", client.legal_name
    yield "client_address", client.address
    yield "today", in_full(today, language)
    if client.birth_date:
        yield "client_birth_date", in_full(client.birth_date, language)
    phone = db.scalar(
        select(ContactWay.value)
        .where(ContactWay.client_id == client_id, ContactWay.kind == WayKind.PHONE.value)
        .order_by(ContactWay.position)
        .limit(1)
    )
    yield "client_phone", phone or ""
    for name, role in _ROLES.items():
        person = db.execute(
            select(Contact.name, Contact.phone, ClientContact.relation)
            .join(Contact, Contact.id == ClientContact.contact_id)
            .where(ClientContact.client_id == client_id, ClientContact.role == role.value)
            .order_by(Contact.phone == "", ClientContact.id)
            .limit(1)
        ).first()
        if person is not None:
            yield f"{name}_name", person.name
            yield f"{name}_phone", person.phone
            yield f"{name}_relation", person.relation
