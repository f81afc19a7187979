"""The history: entering, checking and reading it. Every use case that changes or shows a record enters it in the same
write.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kapdesk.domain import history as rules
from kapdesk.domain.dates import long
from kapdesk.records.base import MomentType
from kapdesk.records.history import HistoryEntry
from kapdesk.records.note import Note
from kapdesk.vault.database import Vault

_MOMENT = MomentType()


@dataclass(frozen=True)
class HistoryRow:
    """An entry in a therapist's words."""

    id: int
    at: datetime
    words: str
    client_id: int | None


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
    last = db.execute(select(HistoryEntry.id, HistoryEntry.hash).order_by(HistoryEntry.id.desc()).limit(1)).first()
    previous = last.hash if last else rules.START
    entry = HistoryEntry(
        id=(last.id if last else 0) + 1,
        at=at,
        subject=subject,
        action=action,
        subject_id=subject_id,
        client_id=client_id,
        fields=",".join(fields),
        detail=detail,
        previous=previous,
    )
    entry.hash = rules.entry_hash(previous, _content(vars(entry)))
    db.add(entry)
    db.flush()


def head(db: Session) -> tuple[int, str]:
    """Number and hash of the newest entry."""
    last = db.execute(select(HistoryEntry.id, HistoryEntry.hash).order_by(HistoryEntry.id.desc()).limit(1)).first()
    return (last.id, last.hash) if last else (0, rules.START)


def entry_at(db: Session, number: int) -> str | None:
    """The hash of entry `number`; None when there is no such entry."""
    return db.execute(select(HistoryEntry.hash).where(HistoryEntry.id == number)).scalar_one_or_none()


def verify(db: Session, after: int = 0, previous: str = rules.START) -> str:
    """Check the chain from the entry after `after` on (whole by default); the head, or HistoryBroken."""
    rows = db.execute(select(HistoryEntry.__table__).where(HistoryEntry.id > after).order_by(HistoryEntry.id))
    return rules.check_chain(_links(after, (row._asdict() for row in rows)), previous)


def client_history(vault: Vault, client_id: int, limit: int = 500) -> list[HistoryRow]:
    """The newest entries of one client."""
    return _rows(vault, limit, HistoryEntry.client_id == client_id)


def practice_history(vault: Vault, limit: int = 500) -> list[HistoryRow]:
    """The newest entries of the whole practice."""
    return _rows(vault, limit)


def _rows(vault: Vault, limit: int, *where: Any) -> list[HistoryRow]:
    query = (
        select(HistoryEntry, Note.on_date)
        .outerjoin(Note, (HistoryEntry.subject == "note") & (Note.id == HistoryEntry.subject_id))
        .where(*where)
        .order_by(HistoryEntry.id.desc())
        .limit(limit)
    )
    with vault.read() as db:
        return [
            HistoryRow(entry.id, entry.at, _words(entry, noted), entry.client_id) for entry, noted in db.execute(query)
        ]


def _words(entry: HistoryEntry, note_day: Any) -> str:
    words = rules.in_words(entry.subject, entry.action, entry.fields, entry.detail)
    return f"{words} · of {long(note_day, entry.at.date())}" if note_day else words


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
