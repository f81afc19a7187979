"""Clients: a new one, her details, the archive, and the lists to choose one from."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from kapdesk.domain.clients import Status, age
from kapdesk.domain.contacts import Answer, Way, WayKind, check_email, stripped
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.client import Client
from kapdesk.records.contact import ContactWay
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people import client_list
from kapdesk.usecases.people.client_list import ClientRow, Sort, Wanted
from kapdesk.vault.database import Vault


@dataclass(frozen=True)
class ClientFacts:
    """A client's details as entered; `since` defaults to the day of entry."""

    legal_name: str
    preferred_name: str = ""
    pronouns: str = ""
    birth_date: date | None = None
    status: Status = Status.INQUIRY
    address: str = ""
    language: str = ""
    occupation: str = ""
    referred_by: str = ""
    insurance: str = ""
    concerns: str = ""
    goals: str = ""
    since: date | None = None

    @property
    def name(self) -> str:
        """How she is called: the preferred name, else the legal one."""
        return self.preferred_name or self.legal_name


@dataclass(frozen=True)
class FirstWays:
    """How somebody who just called is reached; whether a message may be left is not guessed."""

    phone: str = ""
    email: str = ""
    may_leave_message: Answer = Answer.NOT_ASKED


NO_WAYS = FirstWays()
_KEEP_DAY = (Status.WAIT_LIST, Status.ARCHIVED)
"""With these the day of joining the wait list stays: the archive gives a client back as she was."""


def list_clients(
    vault: Vault,
    today: date,
    search: str = "",
    status: Status | None = None,
    sort: Sort = "name",
    descending: bool = False,
) -> list[ClientRow]:
    """The clients whose names hold every word of `search`; all but the archived when no status is asked for."""
    return client_list.choose(client_list.read_rows(vault, today), Wanted(search, status), sort, descending)


def list_all_clients(vault: Vault, today: date) -> list[ClientRow]:
    """Every client, the archived too, in the order of their numbers."""
    return sorted(client_list.read_rows(vault, today), key=lambda row: row.id)


def get_client(vault: Vault, client_id: int) -> ClientFacts:
    """A client's details; NotFound."""
    with vault.read() as db:
        return facts_of(find_client(db, client_id))


def create_client(vault: Vault, facts: ClientFacts, at: datetime, ways: FirstWays = NO_WAYS) -> int:
    """Enter a client, with the ways to reach her; raises BadInput with the field's name. Returns the new id."""
    facts, ways = checked(facts, at.date()), stripped(ways)
    if ways.email:
        check_email(ways.email, "email")
    if ways.may_leave_message and not ways.phone:
        raise BadInput("A message is left on a telephone: type its number, or choose “Not asked”.", "phone")
    with vault.write() as db:
        client = Client(**{**asdict(facts), "since": facts.since or at.date()})
        client.wait_listed_on = at.date() if facts.status is Status.WAIT_LIST else None
        db.add(client)
        db.flush()
        enter(db, at, "client", "created", client.id, client.id)
        for position, (kind, value) in enumerate(((WayKind.PHONE, ways.phone), (WayKind.EMAIL, ways.email)), 1):
            if value:
                leave = ways.may_leave_message if kind is WayKind.PHONE else Answer.NOT_ASKED
                way = Way(kind, value, may_leave_message=leave, position=position)
                kept = {name: each for name, each in asdict(way).items() if name != "id"}
                row = ContactWay(client_id=client.id, **kept)
                db.add(row)
                db.flush()
                enter(db, at, "way", "created", row.id, client.id)
        return client.id


def update_client(vault: Vault, client_id: int, facts: ClientFacts, at: datetime) -> Undo:
    """Keep changed details; raises BadInput with the field's name."""
    facts = checked(facts, at.date())
    with vault.write() as db:
        client = find_client(db, client_id)
        before, waited_since = facts_of(client), client.wait_listed_on
        waits_again = facts.status is Status.WAIT_LIST and before.status is not Status.WAIT_LIST
        since = at.date() if waits_again else waited_since if facts.status in _KEEP_DAY else None
        _put(db, client, facts, since, at)
    return Undo(f"{facts.name}: details saved", lambda vault, at: _put_back(vault, client_id, before, waited_since, at))


def change_facts(db: Session, client_id: int, changes: Mapping[str, Any], at: datetime) -> ClientFacts:
    """Keep some changed details, in the caller's write; those before. BadInput with the field's name."""
    client = find_client(db, client_id)
    before = facts_of(client)
    _put(db, client, checked(replace(before, **changes), at.date()), client.wait_listed_on, at)
    return before


def archive_client(vault: Vault, client_id: int, at: datetime) -> Undo:
    """Take a client out of the current list; nothing is deleted."""
    with vault.write() as db:
        client = find_client(db, client_id)
        if client.status == Status.ARCHIVED.value:
            raise BadInput("This client is in the archive already.", "status")
        client.status_before, client.status = client.status, Status.ARCHIVED.value
        enter(db, at, "client", "archived", client_id, client_id)
        name = facts_of(client).name
    return Undo(f"{name} archived", lambda vault, at: _unarchive(vault, client_id, at))


def restore_client(vault: Vault, client_id: int, at: datetime) -> Undo:
    """Take a client back from the archive, with the status she had."""
    name = _unarchive(vault, client_id, at)
    return Undo(f"{name} is back from the archive", lambda vault, at: archive_client(vault, client_id, at))


def find_client(db: Session, client_id: int) -> Client:
    """The client's record; NotFound."""
    client = db.get(Client, client_id)
    if client is None:
        raise NotFound(f"There is no client number {client_id} in this practice.")
    return client


def name_of(db: Session, client_id: int) -> str:
    """How a client is called, for words that may be read on another's chart; NotFound."""
    client = find_client(db, client_id)
    return client.preferred_name or client.legal_name


def facts_of(client: Client) -> ClientFacts:
    """A record's details."""
    values = {field.name: getattr(client, field.name) for field in fields(ClientFacts)}
    return ClientFacts(**{**values, "status": Status(client.status)})


def checked(facts: ClientFacts, today: date) -> ClientFacts:
    """The details with outer blanks removed; BadInput when one cannot be kept."""
    facts = stripped(facts)
    if not facts.legal_name:
        raise BadInput("Enter the client's name.", "legal_name")
    if facts.birth_date and facts.birth_date > today:
        raise BadInput("The birth date is still to come. Is the year right?", "birth_date")
    if facts.birth_date and age(facts.birth_date, today) > 120:
        raise BadInput("By this birth date the client is over 120 years old. Is the year right?", "birth_date")
    return facts


def _put(db: Session, client: Client, facts: ClientFacts, wait_listed_on: date | None, at: datetime) -> None:
    values = {**asdict(facts), "since": facts.since or client.since, "status": facts.status.value}
    values["wait_listed_on"] = wait_listed_on
    changed = [name for name, value in values.items() if getattr(client, name) != value]
    for name in changed:
        setattr(client, name, values[name])
    if changed:
        enter(db, at, "client", "changed", client.id, client.id, changed)


def _put_back(vault: Vault, client_id: int, facts: ClientFacts, wait_listed_on: date | None, at: datetime) -> None:
    with vault.write() as db:
        _put(db, find_client(db, client_id), facts, wait_listed_on, at)


def _unarchive(vault: Vault, client_id: int, at: datetime) -> str:
    with vault.write() as db:
        client = find_client(db, client_id)
        if client.status != Status.ARCHIVED.value:
            raise BadInput("This client is not in the archive.", "status")
        client.status, client.status_before = client.status_before or Status.CLOSED.value, ""
        enter(db, at, "client", "unarchived", client_id, client_id)
        return facts_of(client).name
