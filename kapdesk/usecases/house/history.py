"""The history: entering, checking and reading it. Every use case that changes or shows a record enters it in the same
write.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, false, func, insert, or_, select
from sqlalchemy.orm import Session

from kapdesk.domain import history as rules
from kapdesk.domain.dates import long
from kapdesk.domain.history import GROUPS
from kapdesk.domain.names import fold
from kapdesk.errors import HistoryBroken
from kapdesk.records.base import MomentType
from kapdesk.records.client import Client
from kapdesk.records.course import HeldSession
from kapdesk.records.history import HistoryEntry
from kapdesk.records.note import Note
from kapdesk.vault.database import Vault

__all__ = ["GROUPS", "Acts", "HistoryRow", "Links", "enter", "head", "read_history", "verify"]

_MOMENT = MomentType()


@dataclass(frozen=True)
class HistoryRow:
    """An entry in a therapist's words; `client` is whose it is, where it is somebody's."""

    id: int
    at: datetime
    words: str
    client_id: int | None
    client: str = ""


@dataclass(frozen=True)
class Acts:
    """Which entries are wanted: a client's, those that hold all words, of a kind (of `GROUPS`), of a span of days."""

    client_id: int | None = None
    words: str = ""
    group: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Links:
    """How far the chain was checked: the last entry, its hash, and how many there are in all."""

    checked: int = 0
    hash: str = rules.START
    entries: int = 0

    @property
    def done(self) -> bool:
        """Whether nothing is left to check."""
        return 0 < self.entries <= self.checked


def enter(
    db: Session,
    at: datetime,
    subject: str,
    action: str,
    subject_id: int | None = None,
    client_id: int | None = None,
    fields: Iterable[str] = (),
    detail: str = "",
) -> None:
    """Add an entry to the chain, in the caller's transaction; `fields` are names, `detail` never holds a client's
    value.
    """
    if (subject, action) not in rules.KNOWN:
        raise ValueError(f"{subject} {action} is not an act of the history")
    db.flush()
    number, previous = head(db)
    values = {
        "id": number + 1,
        "at": at,
        "subject": subject,
        "action": action,
        "subject_id": subject_id,
        "client_id": client_id,
        "fields": ",".join(fields),
        "detail": detail,
        "previous": previous,
    }
    db.connection().execute(_entered(), {**values, "hash": rules.entry_hash(previous, _content(values))})


@cache
def _entered() -> Any:
    return insert(HistoryEntry.__table__)  # type: ignore[arg-type]  # a record has a table


def head(db: Session) -> tuple[int, str]:
    """Number and hash of the newest entry."""
    last = db.connection().execute(_last()).first()
    return (last.id, last.hash) if last else (0, rules.START)


@cache
def _last() -> Any:
    return select(HistoryEntry.id, HistoryEntry.hash).order_by(HistoryEntry.id.desc()).limit(1)


def entry_at(db: Session, number: int) -> str | None:
    """The hash of entry `number`; None when there is no such entry."""
    return db.execute(select(HistoryEntry.hash).where(HistoryEntry.id == number)).scalar_one_or_none()


def verify(db: Session, after: int = 0, previous: str = rules.START) -> str:
    """Check the chain from the entry after `after` on (whole by default); the head, or HistoryBroken."""
    rows = db.execute(select(HistoryEntry.__table__).where(HistoryEntry.id > after).order_by(HistoryEntry.id))
    return rules.check_chain(_links(after, (row._asdict() for row in rows)), previous)


def check_on(vault: Vault, links: Links, most: int = 1000) -> Links:
    """Check the next entries of the chain, so that a window can check it piece by piece.

    Raises HistoryBroken: from which entry on it does not hold, and what to do.
    """
    table = HistoryEntry.__table__
    query = select(table).where(HistoryEntry.id > links.checked).order_by(HistoryEntry.id).limit(most)
    with vault.read() as db:
        entries = links.entries or head(db)[0]
        rows = [row._asdict() for row in db.execute(query)]
        if not rows:
            return Links(entries, links.hash, entries)
        try:
            checked = rules.check_chain(_links(links.checked, rows), links.hash)
        except HistoryBroken as broken:
            raise HistoryBroken(f"{broken} {_STAYS}") from None
        return Links(rows[-1]["id"], checked, max(entries, rows[-1]["id"]))


_STAYS = (
    "All entries can still be read here, but those from there on prove nothing. Keep this practice file as it is, make a "
    "backup under a new name, and restore the newest older backup beside it: where the two differ shows what was changed."
)


def client_history(vault: Vault, client_id: int, limit: int = 500) -> list[HistoryRow]:
    """The newest entries of one client."""
    return read_history(vault, Acts(client_id), None, None, limit)


def practice_history(vault: Vault, limit: int = 500) -> list[HistoryRow]:
    """The newest entries of the whole practice."""
    return read_history(vault, Acts(), None, None, limit)


def read_history(
    vault: Vault, wanted: Acts, zone: tzinfo | None, before: int | None = None, limit: int = 200
) -> list[HistoryRow]:
    """The newest of the wanted entries, or those before entry `before`; days are days in `zone`."""
    query = _rows(wanted, zone).order_by(HistoryEntry.id.desc()).limit(limit)
    if before is not None:
        query = query.where(HistoryEntry.id < before)
    with vault.read() as db:
        if wanted.words.strip():
            people = _people(db) if wanted.client_id is None else {}
            for word in wanted.words.split():
                query = query.where(_says(word, people))
        return [
            HistoryRow(entry.id, entry.at, _words(entry, day or held), entry.client_id, preferred or legal or "")
            for entry, day, held, preferred, legal in db.execute(query)
        ]


def _rows(wanted: Acts, zone: tzinfo | None) -> Any:
    query = (
        select(HistoryEntry, Note.on_date, HeldSession.held_on, Client.preferred_name, Client.legal_name)
        .outerjoin(Note, (HistoryEntry.subject == "note") & (Note.id == HistoryEntry.subject_id))
        .outerjoin(HeldSession, (HistoryEntry.subject == "session") & (HeldSession.id == HistoryEntry.subject_id))
        .outerjoin(Client, Client.id == HistoryEntry.client_id)
    )
    if wanted.client_id is not None:
        query = query.where(HistoryEntry.client_id == wanted.client_id)
    if wanted.group:
        query = query.where(_one_of(rules.acts_of(wanted.group)))
    if wanted.since is not None:
        query = query.where(HistoryEntry.at >= datetime.combine(wanted.since, time(), zone))
    if wanted.until is not None:
        query = query.where(HistoryEntry.at < datetime.combine(wanted.until + timedelta(days=1), time(), zone))
    return query


def _says(word: str, people: Mapping[int, str]) -> ColumnElement[bool]:
    """Entries whose act, detail, fields or client holds a word."""
    plain = fold(word)
    named = [number for number, name in people.items() if plain in name]
    return or_(
        _one_of(rules.acts_saying(word.lower())),
        *(HistoryEntry.detail.icontains(one, autoescape=True) for one in {word, plain}),
        func.replace(HistoryEntry.fields, "_", " ").icontains(plain, autoescape=True),
        HistoryEntry.client_id.in_(named) if named else false(),
    )


def _one_of(acts: Iterable[tuple[str, str]]) -> ColumnElement[bool]:
    return (HistoryEntry.subject + " " + HistoryEntry.action).in_([f"{subject} {action}" for subject, action in acts])


def _people(db: Session) -> dict[int, str]:
    query = select(Client.id, Client.preferred_name, Client.legal_name)
    return {number: fold(f"{preferred} {legal}") for number, preferred, legal in db.execute(query)}


def _words(entry: HistoryEntry, of: date | None) -> str:
    day = long(of, entry.at.date()) if of else ""
    return rules.in_words(entry.subject, entry.action, entry.fields, entry.detail, day)


def _links(after: int, rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    expected = after
    for row in rows:
        expected += 1
        content = _content(row)
        if content["id"] != expected:
            content = {**content, "gap": expected}  # a missing entry breaks the chain here
        yield row["previous"], row["hash"], content


def _content(values: Mapping[str, Any]) -> dict[str, Any]:
    names = ("id", "subject", "action", "subject_id", "client_id", "fields", "detail")
    return {**{name: values[name] for name in names}, "at": _MOMENT.process_bind_param(values["at"], None)}  # type: ignore[arg-type]  # no dialect needed


def count(db: Session) -> int:
    """The number of entries."""
    return db.execute(select(func.count()).select_from(HistoryEntry)).scalar_one()
