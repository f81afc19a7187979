"""The contact book, and what its people are to each client. One row a person: a change is seen in every chart."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from kapdesk.domain.clients import Status
from kapdesk.domain.contacts import Contact, ContactKind, Role
from kapdesk.domain.names import fold
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.client import Client
from kapdesk.records.contact import ClientContact
from kapdesk.records.contact import Contact as ContactRecord
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people.clients import find_client
from kapdesk.vault.database import Vault


@dataclass(frozen=True)
class ContactRow:
    """A line of the contact book; `clients` is how many charts name the contact."""

    contact: Contact
    clients: int


@dataclass(frozen=True)
class ContactUse:
    """A chart that names a contact, and as what."""

    client_id: int
    name: str
    role: Role
    relation: str
    status: Status


@dataclass(frozen=True)
class Link:
    """What a contact is to a client; `id` is 0 before it is kept."""

    role: Role = Role.EMERGENCY
    relation: str = ""
    note: str = ""
    id: int = 0


@dataclass(frozen=True)
class PersonRow:
    """Somebody around a client."""

    link: Link
    contact: Contact

    @property
    def words(self) -> str:
        """Name and relation: `Luis Delgado (husband)`."""
        return f"{self.contact.name} ({self.link.relation})" if self.link.relation else self.contact.name


def list_contacts(
    vault: Vault, search: str = "", kind: ContactKind | None = None, archived: bool = False
) -> list[ContactRow]:
    """The book by name: those whose name, place, numbers or notes hold every word of `search`."""
    with vault.read() as db:
        uses: dict[int, int] = dict(
            db.execute(
                select(ClientContact.contact_id, func.count(ClientContact.client_id.distinct())).group_by(
                    ClientContact.contact_id
                )
            ).all()
        )
        query = select(ContactRecord).where(ContactRecord.archived.is_(archived))
        if kind is not None:
            query = query.where(ContactRecord.kind == kind.value)
        rows = [ContactRow(contact_of(one), uses.get(one.id, 0)) for one in db.scalars(query)]
    return sorted((row for row in rows if _matches(row.contact, search)), key=lambda row: fold(row.contact.name))


def get_contact(vault: Vault, contact_id: int) -> Contact:
    """One contact; NotFound."""
    with vault.read() as db:
        return contact_of(_find(db, contact_id))


def uses_of(vault: Vault, contact_id: int) -> list[ContactUse]:
    """The charts that name a contact, by the clients' names."""
    query = (
        select(ClientContact, Client)
        .join(Client, Client.id == ClientContact.client_id)
        .where(ClientContact.contact_id == contact_id)
    )
    with vault.read() as db:
        found = [
            ContactUse(
                client.id,
                client.preferred_name or client.legal_name,
                Role(link.role),
                link.relation,
                Status(client.status),
            )
            for link, client in db.execute(query)
        ]
    return sorted(found, key=lambda use: (fold(use.name), use.client_id, list(Role).index(use.role)))


def people_of(vault: Vault, client_id: int) -> list[PersonRow]:
    """The people around a client, in the order of the roles."""
    with vault.read() as db:
        return read_people(db, client_id)


def read_people(db: Session, client_id: int) -> list[PersonRow]:
    """The same within an open read."""
    return read_people_of_all(db, [client_id]).get(client_id, [])


def read_people_of_all(db: Session, client_ids: Sequence[int]) -> dict[int, list[PersonRow]]:
    """The same for several clients at once; whoever has nobody is left out."""
    found: dict[int, list[PersonRow]] = {}
    for link, contact in db.execute(_around(), {"clients": list(client_ids)}):
        found.setdefault(link.client_id, []).append(PersonRow(_link(link), contact_of(contact)))
    return {number: sorted(rows, key=lambda row: list(Role).index(row.link.role)) for number, rows in found.items()}


@cache
def _around() -> Select[ClientContact, ContactRecord]:
    return (
        select(ClientContact, ContactRecord)
        .join(ContactRecord, ContactRecord.id == ClientContact.contact_id)
        .where(ClientContact.client_id.in_(bindparam("clients", expanding=True)))
        .order_by(ClientContact.id)
    )


def create_contact(vault: Vault, contact: Contact, at: datetime) -> int:
    """Enter somebody in the book; raises BadInput with the field's name. Returns the new id."""
    checked = contact.checked()
    with vault.write() as db:
        return _add(db, checked, at)


def update_contact(vault: Vault, contact: Contact, at: datetime) -> Undo:
    """Keep a changed contact, for every chart that names it; raises BadInput with the field's name."""
    checked = contact.checked()
    with vault.write() as db:
        before = contact_of(_find(db, contact.id))
        _put(db, checked, at)
    return Undo(f"{checked.name}: contact saved", lambda vault, at: _put_back(vault, before, at))


def archive_contact(vault: Vault, contact_id: int, at: datetime) -> Undo:
    """Take a contact out of the book's list; charts that name it go on to."""
    return _set_archived(vault, contact_id, True, at)


def restore_contact(vault: Vault, contact_id: int, at: datetime) -> Undo:
    """Take a contact back into the list."""
    return _set_archived(vault, contact_id, False, at)


def save_person(vault: Vault, client_id: int, contact: Contact, link: Link, at: datetime) -> Undo:
    """Name somebody in a chart, or change that, in one step with the contact itself (new when its id is 0).

    Raises BadInput when the chart names the contact in this role already.
    """
    with vault.write() as db:
        find_client(db, client_id)
        _, words, back = put_person(db, client_id, contact, link, at)

    def take_back(vault: Vault, at: datetime) -> None:
        with vault.write() as db:
            back(db, at)

    return Undo(words, take_back)


def put_person(
    db: Session, client_id: int, contact: Contact, link: Link, at: datetime
) -> tuple[int, str, Callable[[Session, datetime], None]]:
    """The same in the caller's write: the id of what the contact is to the client, what was done in words, the way back."""
    contact = contact.checked()
    before = contact_of(_find(db, contact.id)) if contact.id else None
    if before is None:
        contact_id = _add(db, contact, at)
    else:
        contact_id = contact.id
        _put(db, contact, at)
    link_before = _find_link(db, client_id, link.id) if link.id else None
    was = (link_before.contact_id, _link(link_before)) if link_before is not None else None
    link_id = _put_link(db, client_id, contact_id, link, at)

    def take_back(db: Session, at: datetime) -> None:
        if was is None:
            _drop_link(db, client_id, link_id, at)
        else:
            _put_link(db, client_id, *was, at)
        if before is not None:
            _put(db, before, at)
        elif not _is_used(db, contact_id):
            db.delete(_find(db, contact_id))
            enter(db, at, "contact", "removed", contact_id)

    done = "changed" if link.id else "entered"
    return link_id, f"{link.role.words} {done}: {contact.name}", take_back


def remove_person(vault: Vault, client_id: int, link_id: int, at: datetime) -> Undo:
    """Name somebody in a chart no longer; the contact stays in the book."""
    with vault.write() as db:
        link = _find_link(db, client_id, link_id)
        name = _find(db, link.contact_id).name
        kept = {column.key: getattr(link, column.key) for column in link.__table__.columns}
        _drop_link(db, client_id, link_id, at)

    def take_back(vault: Vault, at: datetime) -> None:
        with vault.write() as db:
            db.add(ClientContact(**kept))
            db.flush()
            enter(db, at, "person", "created", kept["id"], client_id)

    return Undo(f"{name} is no longer named in this chart", take_back)


def _add(db: Session, contact: Contact, at: datetime) -> int:
    values = {name: value for name, value in asdict(contact).items() if name != "id"}
    row = ContactRecord(**values)
    db.add(row)
    db.flush()
    enter(db, at, "contact", "created", row.id)
    return row.id


def _put(db: Session, contact: Contact, at: datetime) -> None:
    row = _find(db, contact.id)
    values = asdict(contact)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        enter(db, at, "contact", "changed", contact.id, fields=changed)


def _put_back(vault: Vault, before: Contact, at: datetime) -> None:
    with vault.write() as db:
        _put(db, before, at)


def _set_archived(vault: Vault, contact_id: int, archived: bool, at: datetime) -> Undo:
    with vault.write() as db:
        row = _find(db, contact_id)
        if row.archived is archived:
            raise BadInput(f"{row.name} is {'in' if archived else 'not in'} the archive already.", "")
        row.archived = archived
        enter(db, at, "contact", "archived" if archived else "unarchived", contact_id)
        name = row.name
    words = f"{name} archived" if archived else f"{name} is back in the book"
    return Undo(words, lambda vault, at: _set_archived(vault, contact_id, not archived, at))


def _put_link(db: Session, client_id: int, contact_id: int, link: Link, at: datetime) -> int:
    twin = db.scalar(
        select(ClientContact.id).where(
            ClientContact.client_id == client_id,
            ClientContact.contact_id == contact_id,
            ClientContact.role == link.role.value,
            ClientContact.id != link.id,
        )
    )
    if twin is not None:
        raise BadInput(f"This chart names the same person as {link.role.words.lower()} already.", "role")
    values: dict[str, Any] = {
        "contact_id": contact_id,
        "role": link.role.value,
        "relation": link.relation.strip(),
        "note": link.note.strip(),
    }
    if link.id == 0:
        row = ClientContact(client_id=client_id, **values)
        db.add(row)
        db.flush()
        enter(db, at, "person", "created", row.id, client_id)
        return row.id
    row = _find_link(db, client_id, link.id)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        enter(db, at, "person", "changed", row.id, client_id, [name.removesuffix("_id") for name in changed])
    return row.id


def _drop_link(db: Session, client_id: int, link_id: int, at: datetime) -> None:
    db.delete(_find_link(db, client_id, link_id))
    enter(db, at, "person", "removed", link_id, client_id)


def _is_used(db: Session, contact_id: int) -> bool:
    return db.scalar(select(func.count()).where(ClientContact.contact_id == contact_id)) != 0


def _find(db: Session, contact_id: int) -> ContactRecord:
    row = db.get(ContactRecord, contact_id)
    if row is None:
        raise NotFound("This contact is not in the book any more.")
    return row


def _find_link(db: Session, client_id: int, link_id: int) -> ClientContact:
    row = db.get(ClientContact, link_id)
    if row is None or row.client_id != client_id:
        raise NotFound("This person is not named in the chart any more.")
    return row


def contact_of(row: ContactRecord) -> Contact:
    """A contact of the book."""
    values = {field.name: getattr(row, field.name) for field in fields(Contact)}
    return Contact(**{**values, "kind": ContactKind(row.kind)})


def _link(row: ClientContact) -> Link:
    return Link(Role(row.role), row.relation, row.note, row.id)


def _matches(contact: Contact, search: str) -> bool:
    words = (contact.name, contact.organization, contact.kind.words, contact.reach, contact.address, contact.notes)
    held = fold(" ".join(words))
    return all(word in held for word in fold(search).split())
