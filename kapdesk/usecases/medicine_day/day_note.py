"""The note of a medicine day: begun bound to its session, with the times that the record has."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.forms import own_form, scaffold
from kapdesk.domain.notes import NoteKind, SessionFacts
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.medicine_day import MedicineDay
from kapdesk.records.note import Note, NoteWithheld
from kapdesk.usecases.calendar.appointment_rows import row_of
from kapdesk.usecases.calendar.holding import loose_draft
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.practice import facts_of
from kapdesk.usecases.writing.notes import enter_note
from kapdesk.vault.database import Vault


def note_of_day(vault: Vault, day_id: int, at: datetime) -> tuple[int, int]:
    """The note of a day's session, begun when there is none: its client and itself.

    A draft gets the times and the place that the record has, where it holds none or those of the appointment. BadInput
    while no session is held, which is so until medicine was taken, or was not for good.
    """
    with vault.write() as db:
        row = db.get(MedicineDay, day_id)
        if row is None:
            raise NotFound("This medicine day is not there.")
        if row.session_id is None:
            raise BadInput(
                "No session was held on this day, so it has no note of one. Write a general note instead.", ""
            )
        facts = _facts(db, row)
        note = _found(db, row) or _taken(db, row)
        if note is None:
            text = scaffold(own_form(NoteKind.KETAMINE))
            number = enter_note(
                db, row.client_id, NoteKind.KETAMINE, row.on_date, at, row.session_id, text, facts=facts
            )
            return row.client_id, number
        if note.signed_id is None:
            _fill(db, note, row, facts, at)
        return row.client_id, note.id


def day_of_session(vault: Vault, session_id: int) -> int | None:
    """The medicine day of a held session; None where it has none."""
    with vault.read() as db:
        return db.scalar(select(MedicineDay.id).where(MedicineDay.session_id == session_id))


def facts_of_session(db: Session, session_id: int) -> SessionFacts | None:
    """Start, stop and place of a session as its medicine day has them; None where it has none. In an open read or write."""
    row = db.scalar(select(MedicineDay).where(MedicineDay.session_id == session_id))
    return None if row is None else _facts(db, row)


def _facts(db: Session, row: MedicineDay) -> SessionFacts:
    zone = ZoneInfo(row.zone)
    ended = row.ended_at.astimezone(zone) if row.ended_at else None
    place = facts_of(db).address.replace("\n", ",").split(",")[0].strip()
    return SessionFacts(row.begun_at.astimezone(zone), ended, place)


def _found(db: Session, row: MedicineDay) -> Note | None:
    """The first note of the session that is not in a wrong chart."""
    query = select(Note).where(
        Note.session_id == row.session_id,
        Note.client_id == row.client_id,
        Note.id.not_in(select(NoteWithheld.note_id)),
    )
    return db.scalars(query.order_by(Note.id)).first()


def _taken(db: Session, row: MedicineDay) -> Note | None:
    """A draft of the day that belongs to nothing yet becomes the session's note."""
    number = loose_draft(db, row.client_id, NoteKind.KETAMINE, row.on_date)
    if number is None:
        return None
    note = db.get_one(Note, number)
    note.session_id = row.session_id
    db.flush()
    return note


def _fill(db: Session, note: Note, row: MedicineDay, facts: SessionFacts, at: datetime) -> None:
    booked = row_of(db, row.appointment_id).when if row.appointment_id else None
    of_the_booking = (None, booked.at if booked else None, booked.until if booked else None)
    changed = []
    for name in ("started_at", "stopped_at"):
        value = getattr(facts, name)
        if value is not None and value != getattr(note, name) and getattr(note, name) in of_the_booking:
            setattr(note, name, value)
            changed.append(name)
    if not note.place and facts.place:
        note.place = facts.place
        changed.append("place")
    if changed:
        note.changed_at = at
        db.flush()
        enter(db, at, "note", "changed", note.id, note.client_id, changed)
