"""Notes: lists, drafts that are safe to write, and what is signed, added and taken out of a wrong chart (`signing`)."""

from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from kapdesk.domain import forms
from kapdesk.domain.forms import Form
from kapdesk.domain.notes import AddendumKind, NoteKind, Printed, SessionFacts, check_facts
from kapdesk.errors import BadInput
from kapdesk.records.appointment import Appointment
from kapdesk.records.client import Client
from kapdesk.records.course import HeldSession
from kapdesk.records.note import Note as NoteRecord
from kapdesk.usecases.desk.search import index_note
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.settings import read_setting, write_setting
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people.clients import find_client
from kapdesk.usecases.writing import integration
from kapdesk.usecases.writing.note_rows import (
    Addendum,
    Note,
    NoteHead,
    find_draft,
    form_of,
    head_of,
    heads,
    whole_note,
)
from kapdesk.usecases.writing.signing import add_addendum, move_draft, printings_since, sign_note, withhold_note
from kapdesk.vault.database import Vault

__all__ = [
    "Addendum",
    "AddendumKind",
    "Form",
    "Note",
    "NoteHead",
    "NoteKind",
    "Printed",
    "SessionFacts",
    "add_addendum",
    "move_draft",
    "printings_since",
    "sign_note",
    "withhold_note",
]

_WRITING = "note_being_written"


def list_notes(vault: Vault, client_id: int, today: date) -> list[NoteHead]:
    """A client's notes, the newest first."""
    with vault.read() as db:
        return [head_of(row, today) for row in db.execute(heads().where(NoteRecord.client_id == client_id))]


def list_drafts(vault: Vault, client_id: int, today: date) -> list[NoteHead]:
    """A client's unsigned notes, the newest first."""
    with vault.read() as db:
        return [head_of(row, today) for row in db.execute(_drafts(), {"client": client_id})]


@cache
def _drafts() -> Any:
    return heads().where(NoteRecord.client_id == bindparam("client"), NoteRecord.signed_id.is_(None))


def unsigned_notes(vault: Vault, today: date) -> list[tuple[int, str, NoteHead]]:
    """Every unsigned note with its client's id and name, the oldest first."""
    query = heads().where(NoteRecord.signed_id.is_(None)).order_by(None).order_by(NoteRecord.on_date, NoteRecord.id)
    with vault.read() as db:
        rows = db.execute(query).all()
        names = {
            one.id: one.preferred_name or one.legal_name
            for one in db.execute(select(Client.id, Client.preferred_name, Client.legal_name))
        }
        return [(row.client_id, names[row.client_id], head_of(row, today)) for row in rows]


def get_note(vault: Vault, note_id: int, today: date) -> Note:
    """A note with its addenda; NotFound, or PracticeDamaged when signed bytes do not have their SHA-256."""
    with vault.read() as db:
        return whole_note(db, note_id, today)


def start_note(
    vault: Vault,
    client_id: int,
    kind: NoteKind,
    on: date,
    at: datetime,
    session_id: int | None = None,
    text: str = "",
    form: str = "",
    facts: SessionFacts | None = None,
) -> int:
    """Begin a note of a day, in the form with this key; BadInput for a day to come. Returns its id."""
    with vault.write() as db:
        return enter_note(db, client_id, kind, on, at, session_id, text, form, facts)


def enter_note(
    db: Session,
    client_id: int,
    kind: NoteKind,
    on: date,
    at: datetime,
    session_id: int | None = None,
    text: str = "",
    form: str = "",
    facts: SessionFacts | None = None,
) -> int:
    """The same in the caller's write."""
    _check_day(on, at)
    find_client(db, client_id)
    _check_session(db, session_id, client_id)
    note = NoteRecord(
        client_id=client_id,
        session_id=session_id,
        kind=kind.value,
        form=form,
        on_date=on,
        text=text,
        created_at=at,
        changed_at=at,
        **vars(facts or SessionFacts()),
    )
    db.add(note)
    db.flush()
    index_note(db, note.id)
    enter(db, at, "note", "created", note.id, client_id)
    write_setting(db, _WRITING, note.id)
    return note.id


def save_draft(vault: Vault, note_id: int, text: str, at: datetime) -> None:
    """Keep a draft's text as it is now; RecordSigned once it is signed.

    The history gets one entry for a day's writing on a note, not one for every few seconds.
    """
    with vault.write() as db:
        note = find_draft(db, note_id)
        if note.text == text:
            return
        first_today = note.changed_at.date() != at.date() or not note.text
        note.text, note.changed_at = text, at
        db.flush()
        index_note(db, note_id)
        write_setting(db, _WRITING, note_id)
        if first_today:
            enter(db, at, "note", "changed", note_id, note.client_id, ("text",))


def put_down(vault: Vault) -> None:
    """The note that was being written was left in order: nothing has to be offered again."""
    with vault.write() as db:
        write_setting(db, _WRITING, None)


def note_being_written(vault: Vault) -> tuple[int, int] | None:
    """Client and note that were being written when the desk stopped without putting it down; None when there is none."""
    with vault.read() as db:
        note = db.get(NoteRecord, read_setting(db, _WRITING) or 0)
        return None if note is None or note.signed_id is not None else (note.client_id, note.id)


def change_note_head(
    vault: Vault,
    note_id: int,
    kind: NoteKind,
    on: date,
    session_id: int | None,
    at: datetime,
    form: str | None = None,
    facts: SessionFacts | None = None,
) -> None:
    """Correct a draft's kind, day, session, form or session facts; what is None stays."""
    _check_day(on, at)
    if facts is not None:
        check_facts(facts)
    with vault.write() as db:
        note = find_draft(db, note_id)
        _check_session(db, session_id, note.client_id)
        new = {"kind": kind.value, "on_date": on, "session_id": session_id, **(vars(facts) if facts else {})}
        if form is not None:
            new["form"] = form
        changed = [name for name, value in new.items() if getattr(note, name) != value]
        old_day = note.on_date
        for name in changed:
            setattr(note, name, new[name])
        if changed:
            note.changed_at = at
            db.flush()
            index_note(db, note_id, old_day)
            enter(db, at, "note", "changed", note_id, note.client_id, changed)


def discard_draft(vault: Vault, note_id: int, at: datetime) -> Undo:
    """Throw a draft away; undo brings it back as it was."""
    with vault.write() as db:
        note = find_draft(db, note_id)
        kept = {column.name: getattr(note, column.name) for column in NoteRecord.__table__.columns}
        appointment_id = _let_go(db, note_id)
        carried = integration.take_out(db, note_id)
        db.delete(note)
        db.flush()
        index_note(db, note_id, kept["on_date"])
        enter(db, at, "note", "removed", note_id, note.client_id)
    return Undo("Draft discarded", lambda vault, at: _bring_back(vault, kept, carried, appointment_id, at))


def last_in_form(
    vault: Vault, client_id: int, kind: NoteKind, form: str, today: date, besides: int | None
) -> Note | None:
    """The newest note of the same kind and form, to carry forward from; else the newest of the kind."""
    query = heads().where(
        NoteRecord.client_id == client_id, NoteRecord.kind == kind.value, NoteRecord.id != (besides or 0)
    )
    with vault.read() as db:
        row = db.execute(query.where(NoteRecord.form == form).limit(1)).first() or db.execute(query.limit(1)).first()
        return None if row is None else whole_note(db, row.id, today)


def has_words(note: Note) -> bool:
    """Whether a draft holds more than its form's headings."""
    return forms.has_words(note.text, note.form)


def form_with_key(vault: Vault, key: str, kind: NoteKind) -> Form:
    """The form with this key; the kind's own for an empty one."""
    with vault.read() as db:
        return form_of(db, key, kind)


def _check_day(on: date, at: datetime) -> None:
    if on > at.date():
        raise BadInput("A note is written on or after its day. Is the date right?", "on")


def _check_session(db: Session, session_id: int | None, client_id: int) -> None:
    if session_id is None:
        return
    session = db.get(HeldSession, session_id)
    if session is None or session.client_id != client_id:
        raise BadInput("This session does not belong to this client.", "session_id")


def _let_go(db: Session, note_id: int) -> int | None:
    """The appointment that this is the note of, without it; None when there is none."""
    appointment = db.scalars(select(Appointment).where(Appointment.note_id == note_id)).first()
    if appointment is None:
        return None
    appointment.note_id = None
    db.flush()
    return appointment.id


def _bring_back(
    vault: Vault, kept: dict[str, Any], carried: list[Any], appointment_id: int | None, at: datetime
) -> None:
    with vault.write() as db:
        db.add(NoteRecord(**kept))
        db.flush()
        integration.put_back(db, carried)
        index_note(db, kept["id"])
        enter(db, at, "note", "created", kept["id"], kept["client_id"])
        appointment = db.get(Appointment, appointment_id or 0)
        if appointment is not None and appointment.note_id is None:
            appointment.note_id = kept["id"]
