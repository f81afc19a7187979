"""Entries in a chart that are kept line by line: ways to reach the client, diagnoses, flags, allergies, medicines.

Each is kept, changed and removed in the same manner; every step can be taken back, and the history names the fields.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar, get_type_hints

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kapdesk.domain.contacts import Way
from kapdesk.domain.health import Allergy, Diagnosis, Flag, HowKnown, Medicine, Weight
from kapdesk.errors import NotFound
from kapdesk.records import contact as contact_records
from kapdesk.records import health as health_records
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people.clients import find_client
from kapdesk.vault.database import Vault

Entry = Way | Diagnosis | Flag | Allergy | Medicine
E = TypeVar("E", Way, Diagnosis, Flag, Allergy, Medicine)


@dataclass(frozen=True)
class _Kind:
    """Where a kind of entry is kept, its name in the history, and on the screen."""

    record: Any
    subject: str
    words: str


_KINDS: dict[type, _Kind] = {
    Way: _Kind(contact_records.ContactWay, "way", "Way to reach the client"),
    Diagnosis: _Kind(health_records.Diagnosis, "diagnosis", "Diagnosis"),
    Flag: _Kind(health_records.PrescriberFlag, "flag", "Flag"),
    Allergy: _Kind(health_records.Allergy, "allergy", "Allergy"),
    Medicine: _Kind(health_records.Medicine, "medicine", "Medicine"),
}


def entries_of(vault: Vault, client_id: int, kind: type[E]) -> list[E]:
    """A client's entries of a kind, as they were entered (ways: the first choice first)."""
    with vault.read() as db:
        return read_entries(db, client_id, kind)


def read_entries(db: Session, client_id: int, kind: type[E]) -> list[E]:
    """The same within an open read or write."""
    return read_entries_of_all(db, [client_id], kind).get(client_id, [])


def read_entries_of_all(db: Session, client_ids: Sequence[int], kind: type[E]) -> dict[int, list[E]]:
    """The same for several clients at once; whoever has none is left out."""
    record = _KINDS[kind].record
    order = (record.position, record.id) if kind is Way else (record.id,)
    query = select(record).where(record.client_id.in_(client_ids)).order_by(*order)
    found: dict[int, list[E]] = {}
    for row in db.scalars(query):
        found.setdefault(row.client_id, []).append(_entry(kind, row))
    return found


def save_entry(vault: Vault, client_id: int, entry: Entry, at: datetime) -> Undo:
    """Keep a new entry (its id is 0) or a changed one; raises BadInput with the field's name."""
    checked = entry.checked(at.date())
    kind = _KINDS[type(entry)]
    with vault.write() as db:
        find_client(db, client_id)
        if checked.id == 0:
            new_id = add_entry(db, client_id, checked, at)
            return Undo(f"{kind.words} entered", lambda vault, at: _remove(vault, client_id, type(entry), new_id, at))
        before: Entry = _entry(type(entry), _find(db, client_id, type(entry), checked.id))  # type: ignore[type-var]  # of its own kind
        change_entry(db, client_id, checked, at)
    return Undo(f"{kind.words} changed", lambda vault, at: _change_back(vault, client_id, before, at))


def remove_entry(vault: Vault, client_id: int, entry: Entry, at: datetime) -> Undo:
    """Take an entry out that was made by mistake."""
    return _remove(vault, client_id, type(entry), entry.id, at)


def put_first(vault: Vault, client_id: int, way_id: int, at: datetime) -> Undo:
    """Make a way to reach the client the one that is tried first."""
    with vault.write() as db:
        way = _find(db, client_id, Way, way_id)
        before = way.position
        least = db.scalar(
            select(func.min(contact_records.ContactWay.position)).where(
                contact_records.ContactWay.client_id == client_id
            )
        )
        way.position = (least or 0) - 1
        enter(db, at, "way", "changed", way_id, client_id, ("position",))
        value = way.value
    return Undo(f"{value} is tried first", lambda vault, at: _place(vault, client_id, way_id, before, at))


def add_entry(db: Session, client_id: int, entry: Entry, at: datetime) -> int:
    """Write a new entry, in the caller's write; its id."""
    kind = _KINDS[type(entry)]
    values = {name: value for name, value in asdict(entry).items() if name != "id"}
    if isinstance(entry, Way):
        most = db.scalar(select(func.max(kind.record.position)).where(kind.record.client_id == client_id))
        values["position"] = (most or 0) + 1
    row = kind.record(client_id=client_id, **values)
    db.add(row)
    db.flush()
    enter(db, at, kind.subject, "created", row.id, client_id)
    return int(row.id)


def change_entry(db: Session, client_id: int, entry: Entry, at: datetime) -> None:
    """Write a changed entry, in the caller's write; the history names the fields that changed."""
    row = _find(db, client_id, type(entry), entry.id)
    values = asdict(entry)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        enter(db, at, _KINDS[type(entry)].subject, "changed", entry.id, client_id, changed)


def drop_entry(db: Session, client_id: int, kind: type, entry_id: int, at: datetime) -> dict[str, Any]:
    """Take an entry out, in the caller's write; what stood in its row."""
    row = _find(db, client_id, kind, entry_id)
    kept = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    db.delete(row)
    enter(db, at, _KINDS[kind].subject, "removed", entry_id, client_id)
    return kept


def _remove(vault: Vault, client_id: int, kind: type, entry_id: int, at: datetime) -> Undo:
    with vault.write() as db:
        kept = drop_entry(db, client_id, kind, entry_id, at)
    return Undo(f"{_KINDS[kind].words} removed", lambda vault, at: _put_back(vault, kind, kept, at))


def _put_back(vault: Vault, kind: type, kept: dict[str, Any], at: datetime) -> None:
    with vault.write() as db:
        db.add(_KINDS[kind].record(**kept))
        db.flush()
        enter(db, at, _KINDS[kind].subject, "created", kept["id"], kept["client_id"])


def _change_back(vault: Vault, client_id: int, before: Entry, at: datetime) -> None:
    with vault.write() as db:
        change_entry(db, client_id, before, at)


def _place(vault: Vault, client_id: int, way_id: int, position: int, at: datetime) -> None:
    with vault.write() as db:
        _find(db, client_id, Way, way_id).position = position
        enter(db, at, "way", "changed", way_id, client_id, ("position",))


def _find(db: Session, client_id: int, kind: type, entry_id: int) -> Any:
    row = db.get(_KINDS[kind].record, entry_id)
    if row is None or row.client_id != client_id:
        raise NotFound("This entry is not there any more.")
    return row


def _entry(kind: type[E], row: Any) -> E:
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    for field in fields(kind):
        value, wanted = getattr(row, field.name), hints[field.name]
        choice = _choice(wanted)
        values[field.name] = choice(value) if choice is not None else value
    return kind(**values)


def _choice(wanted: Any) -> type[StrEnum] | None:
    """The enumeration that a field holds, also where it may be empty before it is entered."""
    if wanted == HowKnown | None:
        return HowKnown
    if wanted == Weight | None:
        return Weight
    return wanted if isinstance(wanted, type) and issubclass(wanted, StrEnum) else None
