"""Signing notes, adding to them, and taking a note out of the wrong chart; what is signed never changes and never moves."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain import forms
from kapdesk.domain import notes as rules
from kapdesk.domain.notes import AddendumKind, NoteKind, Printed
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.client import Client
from kapdesk.records.course import HeldSession
from kapdesk.records.history import HistoryEntry
from kapdesk.records.medicine_day import MedicineDay
from kapdesk.records.note import Addendum as AddendumRecord
from kapdesk.records.note import Note as NoteRecord
from kapdesk.records.note import NoteWithheld, SignedRecord
from kapdesk.usecases.desk.search import index_note
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.practice import facts_of
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people.clients import find_client
from kapdesk.usecases.writing import integration
from kapdesk.usecases.writing.note_rows import (
    Addendum,
    NoteHead,
    addendum_of,
    facts_of_note,
    find_draft,
    form_of,
    head_of,
    heads,
)
from kapdesk.usecases.writing.signed import freeze, read_signed
from kapdesk.vault.database import Vault


def sign_note(vault: Vault, note_id: int, at: datetime) -> NoteHead:
    """Sign a note: freeze its text, its session's facts and whose it is, for ever.

    Headings of its form under which nothing stands are left out. Raises BadInput when it is empty or the therapist's
    name is missing or the session's medicine day is still open, RecordSigned when it is signed already.
    """
    with vault.write() as db:
        note = find_draft(db, note_id)
        form = form_of(db, note.form, NoteKind(note.kind))
        text = forms.without_empty_sections(note.text, form)
        practice = facts_of(db)
        rules.check_can_sign(text, practice.therapist)
        facts = facts_of_note(note)
        rules.check_facts(facts)
        _hold_for_signing(db, note, at)
        session = db.get(HeldSession, note.session_id) if note.session_id else None
        body = {
            "note": {
                "uid": note.uid,
                "kind": note.kind,
                "form": note.form,
                "form_name": form.name if note.form else "",
                "on": note.on_date.isoformat(),
                "begun_at": note.created_at.isoformat(),
                "text": text,
            },
            "facts": {name: _plain(value) for name, value in vars(facts).items() if value},
            "session": None if session is None else _session(session),
            **_medicine_day(db, note, at),
            **_integration(db, note),
            **_whose(find_client(db, note.client_id), practice.name),
            **_signature(practice.signer, practice.licence, at),
        }
        note.text = text
        note.signed_id = freeze(db, "note", body, at).id
        enter(db, at, "note", "signed", note_id, note.client_id)
        db.flush()
        index_note(db, note_id)
        return head_of(db.execute(heads().where(NoteRecord.id == note_id)).one(), at.date())


def add_addendum(
    vault: Vault, note_id: int, reason: str, text: str, at: datetime, kind: AddendumKind = AddendumKind.ADDENDUM
) -> Addendum:
    """Add to a signed note, or declare it entered in error; the addendum is signed as it is written.

    BadInput without reason or text, for a draft, or when the note is declared an error already.
    """
    rules.check_addendum(reason, text if kind is AddendumKind.ADDENDUM else reason)
    with vault.write() as db:
        note = _find_signed(db, note_id, "Only a signed note gets an addendum. This one can still be changed.")
        if kind is AddendumKind.ERROR and _in_error(db, note_id):
            raise BadInput("This note is marked as entered in error already.", "")
        practice = facts_of(db)
        rules.check_can_sign(text or reason, practice.therapist)
        body = {
            "addendum": {"note": note.uid, "kind": kind.value, "reason": reason.strip(), "text": text},
            **_whose(find_client(db, note.client_id), practice.name),
            **_signature(practice.signer, practice.licence, at),
        }
        frozen = freeze(db, "addendum", body, at)
        added = AddendumRecord(note_id=note_id, signed_id=frozen.id, kind=kind.value)
        db.add(added)
        db.flush()
        index_note(db, note_id)
        act = "addendum_signed" if kind is AddendumKind.ADDENDUM else "marked_in_error"
        enter(db, at, "note", act, note_id, note.client_id)
        return addendum_of(added.id, added.kind, frozen.body, frozen.sha256, at)


def withhold_note(
    vault: Vault,
    note_id: int,
    reason: str,
    printed: Printed,
    at: datetime,
    right_client: int | None = None,
    session_too: bool = False,
) -> int | None:
    """Take a signed note of somebody else out of this chart: out of its views, search and prints; the history keeps it.

    With `right_client`, its words are begun again there as a draft, to be read and signed; returns that draft's id.
    `session_too` leaves its session out of this client's course as well, with its medicine day. The record of that day is
    not copied. BadInput without a reason, for a draft, or when both clients are the same.
    """
    if not reason.strip():
        raise BadInput("Say why the note does not belong here.", "reason")
    with vault.write() as db:
        note = _find_signed(db, note_id, "This note is not signed: move it to the right chart, or discard it.")
        if right_client == note.client_id:
            raise BadInput("That is the chart it stands in. Choose the client whose note it is.", "right_client")
        copied = None if right_client is None else _copy(db, note, right_client, at)
        withheld = NoteWithheld(
            note_id=note_id,
            reason=reason.strip(),
            printed=printed.value,
            session_too=session_too and note.session_id is not None,
            withheld_at=at,
            copied_to=copied,
        )
        db.add(withheld)
        db.flush()
        index_note(db, note_id, note.on_date)
        enter(db, at, "note", "withheld", note_id, note.client_id, detail=_PRINTED[printed])
        return copied


def move_draft(vault: Vault, note_id: int, right_client: int, at: datetime) -> Undo:
    """Put a draft that was begun in the wrong chart into the right one; it belongs to no session there yet."""
    with vault.write() as db:
        note = find_draft(db, note_id)
        _check_can_move(db, note)
        wrong, session_id = note.client_id, note.session_id
        if right_client == wrong:
            raise BadInput("That is the chart it stands in. Choose the client whose note it is.", "right_client")
        find_client(db, right_client)
        ketamine_id = integration.bind(db, note_id, None)
        _move(db, note, right_client, None, at)
    before = wrong, session_id, ketamine_id
    return Undo("Draft moved to the other chart", lambda vault, at: _move_back(vault, note_id, *before, at))


def printings_since(vault: Vault, note_id: int) -> list[datetime]:
    """When notes of this note's client were printed or saved after it was signed, as far as the desk knows."""
    with vault.read() as db:
        note = db.get(NoteRecord, note_id)
        if note is None or note.signed_id is None:
            return []
        signed_at = db.get_one(SignedRecord, note.signed_id).signed_at
        query = select(HistoryEntry.at).where(
            HistoryEntry.client_id == note.client_id,
            HistoryEntry.subject == "note",
            HistoryEntry.action.in_(("printed", "saved")),
            HistoryEntry.at >= signed_at,
        )
        return list(db.scalars(query.order_by(HistoryEntry.id)))


_PRINTED = {
    Printed.YES: "it had been printed",
    Printed.NO: "it had not been printed",
    Printed.NOT_KNOWN: "whether it had been printed is not known",
}


def _hold_for_signing(db: Session, note: NoteRecord, at: datetime) -> None:
    """Its appointment was held, then; imported late, since holding begins notes itself."""
    from kapdesk.usecases.calendar.holding import hold_for_signing

    hold_for_signing(db, note, at)


def _medicine_day(db: Session, note: NoteRecord, at: datetime) -> dict[str, Any]:
    """The record of the session's medicine day, where there is one; imported late, since holding begins notes itself."""
    from kapdesk.usecases.medicine_day.session_record import content_for_signing

    content = content_for_signing(db, note.session_id, at)
    return {} if content is None else {"medicine_day": content}


def _integration(db: Session, note: NoteRecord) -> dict[str, Any]:
    """What an integration note carries beside its text."""
    content = integration.integration_content(db, note)
    return {} if content is None else {"integration": content}


def _check_can_move(db: Session, note: NoteRecord) -> None:
    """The record of a medicine day stays in its chart (BadInput)."""
    day = select(MedicineDay.id).where(MedicineDay.session_id == note.session_id)
    if note.session_id is not None and db.scalar(day) is not None:
        raise BadInput(
            "This note belongs to a medicine day whose record is in this chart and does not move. Choose “No session” "
            "for the note first, then move it; in the right chart enter the day from paper.",
            "",
        )


def _find_signed(db: Session, note_id: int, otherwise: str) -> NoteRecord:
    note = db.get(NoteRecord, note_id)
    if note is None or db.scalar(select(NoteWithheld.id).where(NoteWithheld.note_id == note_id)):
        raise NotFound("This note is not there any more.")
    if note.signed_id is None:
        raise BadInput(otherwise, "")
    return note


def _in_error(db: Session, note_id: int) -> bool:
    query = select(AddendumRecord.id).where(
        AddendumRecord.note_id == note_id, AddendumRecord.kind == AddendumKind.ERROR.value
    )
    return db.scalar(query.limit(1)) is not None


def _copy(db: Session, note: NoteRecord, client_id: int, at: datetime) -> int:
    find_client(db, client_id)
    frozen = db.get_one(SignedRecord, note.signed_id)
    content = read_signed(frozen.body, frozen.sha256)
    text = content["note"]["text"]
    copied = NoteRecord(
        client_id=client_id,
        kind=note.kind,
        form=note.form,
        on_date=note.on_date,
        text=text,
        created_at=at,
        changed_at=at,
        **vars(facts_of_note(note)),
    )
    db.add(copied)
    db.flush()
    integration.copy_signed(db, content, copied.id)
    index_note(db, copied.id)
    enter(db, at, "note", "entered_from_another_chart", copied.id, client_id)
    return copied.id


def _move(db: Session, note: NoteRecord, client_id: int, session_id: int | None, at: datetime) -> None:
    enter(db, at, "note", "moved_away", note.id, note.client_id)
    note.client_id, note.session_id = client_id, session_id
    db.flush()
    index_note(db, note.id)
    enter(db, at, "note", "moved_here", note.id, client_id)


def _move_back(
    vault: Vault, note_id: int, client_id: int, session_id: int | None, ketamine_id: int | None, at: datetime
) -> None:
    with vault.write() as db:
        _move(db, find_draft(db, note_id), client_id, session_id, at)
        integration.bind(db, note_id, ketamine_id)


def _whose(client: Client, practice: str) -> dict[str, Any]:
    born = client.birth_date.isoformat() if client.birth_date else None
    return {"client": {"uid": client.uid, "name": client.legal_name, "born": born}, "practice": practice}


def _session(session: HeldSession) -> dict[str, Any]:
    kept = {"uid": session.uid, "kind": session.kind, "on": session.held_on.isoformat()}
    return kept | ({"medicine": session.medicine} if session.medicine else {})


def _signature(signer: str, licence: str, at: datetime) -> dict[str, Any]:
    return {"signed": {"by": signer, "licence": licence, "at": at.isoformat()}}


def _plain(value: str | date | datetime) -> str:
    return value if isinstance(value, str) else value.isoformat()
