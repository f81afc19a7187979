"""Notes: drafts that are safe to write, signatures that freeze them, addenda that stand beside them."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kapdesk.domain import notes as rules
from kapdesk.domain.notes import NoteKind
from kapdesk.errors import BadInput, NotFound, PracticeDamaged, RecordSigned
from kapdesk.records.client import Client
from kapdesk.records.course import HeldSession
from kapdesk.records.note import Addendum as AddendumRecord
from kapdesk.records.note import Note as NoteRecord
from kapdesk.records.note import SignedRecord
from kapdesk.usecases.clients import find_client
from kapdesk.usecases.history import enter
from kapdesk.usecases.practice import facts_of
from kapdesk.usecases.undo import Undo
from kapdesk.vault.database import Vault

FORMAT = 1
"""The number of the signed bytes' form; a later form gets another number, and this one stays readable."""


@dataclass(frozen=True)
class NoteHead:
    """A note in a list; `age_days` counts from its day while it is unsigned, `sha256` is of the signed bytes."""

    id: int
    kind: NoteKind
    on: date
    first_words: str
    signed_at: datetime | None
    signer: str
    sha256: str
    addenda: int
    age_days: int
    session_id: int | None
    changed_at: datetime


@dataclass(frozen=True)
class Addendum:
    """What was added to a signed note, why, when and by whom."""

    id: int
    written_at: datetime
    reason: str
    text: str
    signer: str
    sha256: str


@dataclass(frozen=True)
class Note:
    """A whole note; of a signed one the text is read from the signed bytes."""

    head: NoteHead
    client_id: int
    text: str
    addenda: tuple[Addendum, ...]


def list_notes(vault: Vault, client_id: int, today: date) -> list[NoteHead]:
    """A client's notes, the newest first."""
    with vault.read() as db:
        return [_head(row, today) for row in db.execute(_heads().where(NoteRecord.client_id == client_id))]


def list_drafts(vault: Vault, client_id: int, today: date) -> list[NoteHead]:
    """A client's unsigned notes, the newest first."""
    query = _heads().where(NoteRecord.client_id == client_id, NoteRecord.signed_id.is_(None))
    with vault.read() as db:
        return [_head(row, today) for row in db.execute(query)]


def unsigned_notes(vault: Vault, today: date) -> list[tuple[int, str, NoteHead]]:
    """Every unsigned note with its client's id and name, the oldest first."""
    query = _heads().where(NoteRecord.signed_id.is_(None)).order_by(None).order_by(NoteRecord.on_date, NoteRecord.id)
    with vault.read() as db:
        rows = db.execute(query).all()
        names = {
            one.id: one.preferred_name or one.legal_name
            for one in db.execute(select(Client.id, Client.preferred_name, Client.legal_name))
        }
        return [(row.client_id, names[row.client_id], _head(row, today)) for row in rows]


def get_note(vault: Vault, note_id: int, today: date) -> Note:
    """A note with its addenda; PracticeDamaged when signed bytes do not have their SHA-256."""
    with vault.read() as db:
        row = db.execute(_heads().where(NoteRecord.id == note_id)).first()
        if row is None:
            raise NotFound("This note is not there any more.")
        text = row.text if row.body is None else _signed(row.body, row.sha256)["note"]["text"]
        added = db.execute(
            select(AddendumRecord.id, SignedRecord.body, SignedRecord.sha256, SignedRecord.signed_at)
            .join(SignedRecord, SignedRecord.id == AddendumRecord.signed_id)
            .where(AddendumRecord.note_id == note_id)
            .order_by(AddendumRecord.id)
        )
        return Note(_head(row, today), row.client_id, text, tuple(_addendum(*one) for one in added))


def start_note(
    vault: Vault, client_id: int, kind: NoteKind, on: date, at: datetime, session_id: int | None = None, text: str = ""
) -> int:
    """Begin a note of a day; BadInput for a day to come. Returns its id."""
    _check_day(on, at)
    with vault.write() as db:
        find_client(db, client_id)
        _check_session(db, session_id, client_id)
        note = NoteRecord(
            client_id=client_id,
            session_id=session_id,
            kind=kind.value,
            on_date=on,
            text=text,
            created_at=at,
            changed_at=at,
        )
        db.add(note)
        db.flush()
        enter(db, at, "note", "created", note.id, client_id)
        return note.id


def save_draft(vault: Vault, note_id: int, text: str, at: datetime) -> None:
    """Keep a draft's text as it is now; RecordSigned once it is signed.

    The history gets one entry for a day's writing on a note, not one for every few seconds.
    """
    with vault.write() as db:
        note = _find_draft(db, note_id)
        if note.text == text:
            return
        first_today = note.changed_at.date() != at.date() or not note.text
        note.text, note.changed_at = text, at
        if first_today:
            enter(db, at, "note", "changed", note_id, note.client_id, ("text",))


def change_note_head(
    vault: Vault, note_id: int, kind: NoteKind, on: date, session_id: int | None, at: datetime
) -> None:
    """Correct a draft's kind, day or session."""
    _check_day(on, at)
    with vault.write() as db:
        note = _find_draft(db, note_id)
        _check_session(db, session_id, note.client_id)
        new = {"kind": kind.value, "on_date": on, "session_id": session_id}
        changed = [name for name, value in new.items() if getattr(note, name) != value]
        for name in changed:
            setattr(note, name, new[name])
        if changed:
            note.changed_at = at
            enter(db, at, "note", "changed", note_id, note.client_id, changed)


def discard_draft(vault: Vault, note_id: int, at: datetime) -> Undo:
    """Throw a draft away; undo brings it back as it was."""
    with vault.write() as db:
        note = _find_draft(db, note_id)
        kept = {column.name: getattr(note, column.name) for column in NoteRecord.__table__.columns}
        db.delete(note)
        enter(db, at, "note", "removed", note_id, note.client_id)
    return Undo("Draft discarded", lambda vault, at: _bring_back(vault, kept, at))


def sign_note(vault: Vault, note_id: int, at: datetime) -> NoteHead:
    """Sign a note: freeze its text, its session's facts and whose it is, for ever.

    Raises BadInput when it is empty or the therapist's name is missing, RecordSigned when it is signed already.
    """
    with vault.write() as db:
        note = _find_draft(db, note_id)
        practice = facts_of(db)
        rules.check_can_sign(note.text, practice.therapist)
        client = find_client(db, note.client_id)
        session = db.get(HeldSession, note.session_id) if note.session_id else None
        body = {
            "note": {"uid": note.uid, "kind": note.kind, "on": note.on_date.isoformat(), "text": note.text},
            "session": None if session is None else _session(session),
            **_whose(client, practice.name),
            **_signature(practice.signer, practice.licence, at),
        }
        note.signed_id = _freeze(db, "note", body, at)
        enter(db, at, "note", "signed", note_id, note.client_id)
        db.flush()
        row = db.execute(_heads().where(NoteRecord.id == note_id)).one()
        return _head(row, at.date())


def add_addendum(vault: Vault, note_id: int, reason: str, text: str, at: datetime) -> Addendum:
    """Add to a signed note; the addendum is signed as it is written. BadInput without reason or text, or for a
    draft.
    """
    rules.check_addendum(reason, text)
    with vault.write() as db:
        note = db.get(NoteRecord, note_id)
        if note is None or note.signed_id is None:
            raise BadInput("Only a signed note gets an addendum. This one can still be changed.", "")
        practice = facts_of(db)
        rules.check_can_sign(text, practice.therapist)
        body = {
            "addendum": {"note": note.uid, "reason": reason.strip(), "text": text},
            **_whose(find_client(db, note.client_id), practice.name),
            **_signature(practice.signer, practice.licence, at),
        }
        signed_id = _freeze(db, "addendum", body, at)
        added = AddendumRecord(note_id=note_id, signed_id=signed_id)
        db.add(added)
        db.flush()
        enter(db, at, "note", "addendum_signed", note_id, note.client_id)
        frozen = db.get_one(SignedRecord, signed_id)
        return _addendum(added.id, frozen.body, frozen.sha256, at)


def check_signed_records(db: Session) -> int:
    """Prove every signed record by its SHA-256; their number, or PracticeDamaged."""
    number = 0
    for body, sha256 in db.execute(select(SignedRecord.body, SignedRecord.sha256).execution_options(yield_per=500)):
        _signed(body, sha256)
        number += 1
    return number


def canonical(content: dict[str, Any]) -> bytes:
    """The one way in which signed content becomes bytes: JSON, keys sorted, no blanks, UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )


def _freeze(db: Session, kind: str, content: dict[str, Any], at: datetime) -> int:
    body = canonical({"format": FORMAT, "kind": kind, **content})
    record = SignedRecord(kind=kind, format=FORMAT, body=body, sha256=hashlib.sha256(body).hexdigest(), signed_at=at)
    db.add(record)
    db.flush()
    return record.id


def _signed(body: bytes, sha256: str) -> dict[str, Any]:
    if hashlib.sha256(body).hexdigest() != sha256:
        raise PracticeDamaged(
            "A signed record is not as it was signed. Restore the newest backup; this file is kept aside."
        )
    content: dict[str, Any] = json.loads(body.decode("utf-8", "surrogatepass"))
    return content


def _whose(client: Client, practice: str) -> dict[str, Any]:
    born = client.birth_date.isoformat() if client.birth_date else None
    return {"client": {"uid": client.uid, "name": client.legal_name, "born": born}, "practice": practice}


def _session(session: HeldSession) -> dict[str, Any]:
    return {"uid": session.uid, "kind": session.kind, "on": session.held_on.isoformat()}


def _signature(signer: str, licence: str, at: datetime) -> dict[str, Any]:
    return {"signed": {"by": signer, "licence": licence, "at": at.isoformat()}}


def _heads() -> Any:
    addenda = (
        select(func.count()).where(AddendumRecord.note_id == NoteRecord.id).correlate(NoteRecord).scalar_subquery()
    )
    return (
        select(
            NoteRecord.id,
            NoteRecord.client_id,
            NoteRecord.kind,
            NoteRecord.on_date,
            NoteRecord.text,
            NoteRecord.session_id,
            NoteRecord.changed_at,
            SignedRecord.body,
            SignedRecord.sha256,
            SignedRecord.signed_at,
            addenda.label("addenda"),
        )
        .outerjoin(SignedRecord, SignedRecord.id == NoteRecord.signed_id)
        .order_by(NoteRecord.on_date.desc(), NoteRecord.id.desc())
    )


def _head(row: Any, today: date) -> NoteHead:
    signer = "" if row.body is None else str(json.loads(row.body.decode("utf-8", "surrogatepass"))["signed"]["by"])
    age = 0 if row.signed_at else max(0, (today - row.on_date).days)
    return NoteHead(
        row.id,
        NoteKind(row.kind),
        row.on_date,
        rules.first_words(row.text),
        row.signed_at,
        signer,
        row.sha256 or "",
        row.addenda,
        age,
        row.session_id,
        row.changed_at,
    )


def _addendum(addendum_id: int, body: bytes, sha256: str, signed_at: datetime) -> Addendum:
    content = _signed(body, sha256)
    added = content["addendum"]
    return Addendum(addendum_id, signed_at, added["reason"], added["text"], content["signed"]["by"], sha256)


def _find_draft(db: Session, note_id: int) -> NoteRecord:
    note = db.get(NoteRecord, note_id)
    if note is None:
        raise NotFound("This note is not there any more.")
    if note.signed_id is not None:
        raise RecordSigned("This note is signed and cannot be changed. Add an addendum instead.")
    return note


def _check_day(on: date, at: datetime) -> None:
    if on > at.date():
        raise BadInput("A note is written on or after its day. Is the date right?", "on")


def _check_session(db: Session, session_id: int | None, client_id: int) -> None:
    if session_id is None:
        return
    session = db.get(HeldSession, session_id)
    if session is None or session.client_id != client_id:
        raise BadInput("This session does not belong to this client.", "session_id")


def _bring_back(vault: Vault, kept: dict[str, Any], at: datetime) -> None:
    with vault.write() as db:
        db.add(NoteRecord(**kept))
        enter(db, at, "note", "created", kept["id"], kept["client_id"])
