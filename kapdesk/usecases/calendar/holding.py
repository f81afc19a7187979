"""What became of an appointment: held with its session, missed, cancelled; and its note in one step."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kapdesk.domain.appointments import AppointmentKind, AppointmentStatus, CancelledBy, When, check_has_come
from kapdesk.domain.dates import long
from kapdesk.domain.forms import own_form, scaffold
from kapdesk.domain.notes import NoteKind, SessionFacts
from kapdesk.domain.phases import Medicine, SessionKind
from kapdesk.errors import BadInput, RecordSigned
from kapdesk.records.appointment import Appointment
from kapdesk.records.course import Course, HeldSession
from kapdesk.records.history import HistoryEntry
from kapdesk.records.note import Note, NoteWithheld
from kapdesk.usecases.calendar.appointment_rows import find_appointment, practice_zone, row_of
from kapdesk.usecases.course import courses
from kapdesk.usecases.course.standing import withheld_sessions
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.writing.notes import enter_note
from kapdesk.vault.database import Vault

_STATUS = ("status", "cancelled_by", "status_words")


@dataclass(frozen=True)
class _Entered:
    """What holding an appointment did to its session, so that it can be taken back."""

    session_id: int | None = None
    new: bool = False
    course_id: int | None = None
    medicine_before: str | None = None
    note_id: int | None = None
    another: bool = False


def hold(vault: Vault, appointment_id: int, at: datetime, medicine: Medicine | None = None, words: str = "") -> Undo:
    """It was held: its session enters the course, or the one that was entered for that day is taken.

    A ketamine session must say whether medicine was taken; held already, only that is changed. BadInput for a day to come
    or without an answer, RecordSigned when the note of the session is signed and says otherwise.
    """
    with vault.write() as db:
        row = find_appointment(db, appointment_id)
        if row.kind == AppointmentKind.KETAMINE and medicine not in (Medicine.TAKEN, Medicine.NOT_TAKEN):
            raise BadInput("Say whether medicine was taken in this ketamine session.", "medicine")
        before = {name: getattr(row, name) for name in _STATUS}
        entered = _hold(db, row, at, medicine, words)
        title = row_of(db, row.id).title

    def take_back(vault: Vault, at: datetime) -> None:
        with vault.write() as db:
            row = find_appointment(db, appointment_id)
            _take_back_session(db, row, entered, at)
            _set(db, row, before, at)

    another = "; another course begins with it" if entered.course_id is not None and entered.another else ""
    return Undo(f"Held: {title}{another}", take_back)


def set_status(
    vault: Vault,
    appointment_id: int,
    status: AppointmentStatus,
    at: datetime,
    by: CancelledBy = CancelledBy.NOBODY,
    words: str = "",
) -> Undo:
    """Say what became of it, or that it is booked again; held goes through `hold`.

    A session that was entered by holding it is taken out again, its draft stays with the appointment; one that was entered
    by hand stays in the course. RecordSigned once its note is signed; BadInput for a cancellation by nobody, or somebody
    who did not come on a day to come.
    """
    if status is AppointmentStatus.HELD:
        return hold(vault, appointment_id, at, None, words)
    if status is AppointmentStatus.CANCELLED and not by:
        raise BadInput("Say who cancelled.", "cancelled_by")
    cancelled = status in (AppointmentStatus.CANCELLED, AppointmentStatus.LATE_CANCELLATION)
    values = {"status": status.value, "cancelled_by": by.value if cancelled else "", "status_words": words.strip()}
    with vault.write() as db:
        row = find_appointment(db, appointment_id)
        if status is AppointmentStatus.NO_SHOW:
            check_has_come(_shown(db, row), at)
        before: dict[str, Any] = {name: getattr(row, name) for name in _STATUS}
        bound = row.session_id
        session = _release_session(db, row, at) if bound is not None else None
        _set(db, row, values, at)
        title = row_of(db, row.id).title

    def take_back(vault: Vault, at: datetime) -> None:
        with vault.write() as db:
            row = find_appointment(db, appointment_id)
            if bound is not None and row.session_id is None:
                row.session_id = bound if session is None else courses.put_back_session(db, session, at).id
                _bind_draft(db, row)
            _set(db, row, before, at)

    return Undo(f"{status.words}: {title}", take_back)


def open_note(vault: Vault, appointment_id: int, at: datetime) -> tuple[int, int]:
    """The note of an appointment, begun when there is none: its client and itself.

    A draft of that day and kind which belongs to nothing yet is taken. Writing says nothing of what became of the
    appointment: it is held once that is said, or once the note of a session without medicine is signed. A call, or one that
    was missed, gets a note of contact. BadInput for a day to come, or where there is no client.
    """
    with vault.write() as db:
        row = find_appointment(db, appointment_id)
        if row.client_id is None:
            raise BadInput("This time is no client’s, so it has no note. Choose the client first.", "client")
        found = _note_of(db, row)
        if found is not None:
            return row.client_id, found
        when = _shown(db, row)
        _check_note_day(when, at)
        status = AppointmentStatus(row.status)
        session = AppointmentKind(row.kind).session if status.takes_time else None
        facts = SessionFacts(when.at, when.until)
        if session is None:
            kind = NoteKind.GENERAL if status.takes_time and row.kind == AppointmentKind.OTHER else NoteKind.CONTACT
            facts = facts if status.takes_time else SessionFacts()
        else:
            kind = NoteKind(session.value)
        if row.session_id is not None and session is not None:
            facts = _facts_of_day(db, row.session_id) or facts
            return row.client_id, _begin(db, row.client_id, kind, when, at, row.session_id, facts)
        row.note_id = loose_draft(db, row.client_id, kind, when.day) if session is not None else None
        row.note_id = row.note_id or _begin(db, row.client_id, kind, when, at, None, facts)
        return row.client_id, row.note_id


def hold_for_signing(db: Session, note: Note, at: datetime) -> None:
    """A note of a session that is about to be signed: its appointment was held, and the note becomes that session's.

    BadInput for a ketamine session of which nobody said yet what became of it, since medicine is not guessed.
    """
    if note.session_id is not None:
        return
    row = db.scalar(
        select(Appointment).where(Appointment.note_id == note.id, Appointment.status == AppointmentStatus.BOOKED.value)
    )
    if row is None or AppointmentKind(row.kind).session is None:
        return
    if row.kind == AppointmentKind.KETAMINE:
        raise BadInput(
            "Say first what became of this ketamine session, and whether medicine was taken: Status in the calendar.",
            "",
        )
    _hold(db, row, at, None, row.status_words)


def hold_now(db: Session, appointment_id: int, at: datetime, medicine: Medicine) -> int:
    """A ketamine session is being held in this appointment: its session's id. In the caller's write."""
    row = find_appointment(db, appointment_id)
    _hold(db, row, at, medicine, row.status_words)
    assert row.session_id is not None
    return row.session_id


def _hold(db: Session, row: Appointment, at: datetime, medicine: Medicine | None, words: str) -> _Entered:
    when = _shown(db, row)
    check_has_come(when, at)
    kind = AppointmentKind(row.kind).session
    entered = _Entered() if kind is None else _enter_session(db, row, kind, when, at, medicine)
    entered = replace(entered, note_id=_bind_draft(db, row))
    values = {"status": AppointmentStatus.HELD.value, "cancelled_by": "", "status_words": words.strip()}
    _set(db, row, values, at)
    return entered


def _enter_session(
    db: Session, row: Appointment, kind: SessionKind, when: When, at: datetime, medicine: Medicine | None
) -> _Entered:
    assert row.client_id is not None
    known = row.session_id or _session_of_that_day(db, row.client_id, kind, when)
    there = at.astimezone(ZoneInfo(when.zone))
    if known is None:
        session_id, course_id = courses.enter_session(
            db, row.client_id, kind, when.day, there, medicine or Medicine.NOT_RECORDED
        )
        row.session_id = session_id
        another = course_id is not None and db.get_one(Course, course_id).number > 1
        return _Entered(session_id, True, course_id, another=another)
    bound = row.session_id is not None
    row.session_id = known
    before = None if medicine is None else _say_medicine(db, known, medicine, at)
    return _Entered(None if bound else known, False, None, before)


def _release_session(db: Session, row: Appointment, at: datetime) -> dict[str, object] | None:
    """The appointment lets its session go: what it entered itself is taken out (the session's values are given back), a
    session that was entered by hand stays. A draft stays with the appointment.
    """
    session = courses.find_session(db, row.session_id or 0)
    if not _entered_by_holding(db, row):
        row.session_id = None
        db.flush()
        return None
    draft = db.scalars(select(Note).where(Note.session_id == session.id, Note.signed_id.is_(None))).first()
    if draft is not None and row.note_id is None:
        draft.session_id, row.note_id = None, draft.id
        db.flush()
    kept, _ = courses.take_out_session(db, session.id, at)
    return kept


def _entered_by_holding(db: Session, row: Appointment) -> bool:
    """Whether the session came into the course in the same act by which the appointment was held."""

    def last(subject: str, action: str, number: int | None) -> datetime | None:
        query = select(HistoryEntry.at).where(
            HistoryEntry.subject == subject, HistoryEntry.action == action, HistoryEntry.subject_id == number
        )
        return db.scalar(query.order_by(HistoryEntry.id.desc()).limit(1))

    created = last("session", "created", row.session_id)
    return created is not None and created == last("appointment", "held", row.id)


def _bind_draft(db: Session, row: Appointment) -> int | None:
    """The draft that was begun for the appointment becomes its session's; its id, None when there is none."""
    note = db.get(Note, row.note_id) if row.note_id and row.session_id else None
    if note is None or note.signed_id is not None or note.session_id is not None:
        return None
    note.session_id, row.note_id = row.session_id, None
    db.flush()
    return note.id


def loose_draft(db: Session, client_id: int, kind: NoteKind, on: date) -> int | None:
    """A draft of that day and kind that belongs to no session and no appointment."""
    taken = select(Appointment.note_id).where(Appointment.note_id.is_not(None))
    query = select(Note.id).where(
        Note.client_id == client_id,
        Note.kind == kind.value,
        Note.on_date == on,
        Note.session_id.is_(None),
        Note.signed_id.is_(None),
        Note.id.not_in(taken),
    )
    return db.scalars(query.order_by(Note.id)).first()


def _session_of_that_day(db: Session, client_id: int, kind: SessionKind, when: When) -> int | None:
    """A session that was entered by hand for this day and is no other appointment's."""
    taken = select(Appointment.session_id).where(Appointment.session_id.is_not(None))
    query = select(HeldSession.id).where(
        HeldSession.client_id == client_id,
        HeldSession.kind == kind.value,
        HeldSession.held_on == when.day,
        HeldSession.id.not_in(taken),
        HeldSession.id.not_in(withheld_sessions()),
    )
    return db.scalars(query.order_by(HeldSession.id)).first()


def _say_medicine(db: Session, session_id: int, medicine: Medicine, at: datetime) -> str | None:
    """Record whether it was taken; what it was before, None when nothing changed.

    What was not recorded counts as taken, so a signed session says that already.
    """
    session = db.get_one(HeldSession, session_id)
    before = session.medicine
    if before == medicine.value:
        return None
    try:
        courses.find_session(db, session_id)
    except RecordSigned:
        if not before and medicine is Medicine.TAKEN:
            return None
        raise
    session.medicine = medicine.value
    db.flush()
    enter(db, at, "session", "changed", session_id, session.client_id, ("medicine",))
    return before


def _take_back_session(db: Session, row: Appointment, entered: _Entered, at: datetime) -> None:
    note = db.get(Note, entered.note_id) if entered.note_id else None
    if note is not None and note.signed_id is None and note.session_id == row.session_id:
        note.session_id, row.note_id = None, note.id
        db.flush()
    if entered.medicine_before is not None and row.session_id is not None:
        session = courses.find_session(db, row.session_id)
        session.medicine = entered.medicine_before
        enter(db, at, "session", "changed", session.id, session.client_id, ("medicine",))
    if entered.session_id is None or row.session_id != entered.session_id:
        return
    if entered.new:
        courses.take_out_session(db, entered.session_id, at)
    row.session_id = None
    db.flush()
    if entered.course_id is not None:
        courses.take_out_course(db, entered.course_id, at)


def _set(db: Session, row: Appointment, values: dict[str, Any], at: datetime) -> None:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    db.flush()
    if not changed:
        return
    action = {"held": "held", "cancelled": "cancelled", "late_cancellation": "cancelled"}.get(row.status, "changed")
    if "status" not in changed:
        action = "changed"
    enter(db, at, "appointment", action, row.id, row.client_id, changed if action == "changed" else ())


def _note_of(db: Session, row: Appointment) -> int | None:
    """The note that is bound to the appointment or its session; one in a wrong chart, or moved away, is none."""
    there = (Note.client_id == row.client_id, Note.id.not_in(select(NoteWithheld.note_id)))
    if row.session_id is not None:
        of_session = db.scalar(select(func.min(Note.id)).where(Note.session_id == row.session_id, *there))
        if of_session is not None:
            return of_session
        if db.scalar(
            select(HeldSession.id).where(HeldSession.id == row.session_id, HeldSession.id.in_(withheld_sessions()))
        ):
            row.session_id = None  # it was somebody else's
            db.flush()
    if row.note_id is None:
        return None
    return db.scalar(select(Note.id).where(Note.id == row.note_id, *there))


def _facts_of_day(db: Session, session_id: int) -> SessionFacts | None:
    """When the session really was, as its medicine day has it; imported late, since a medicine day holds sessions."""
    from kapdesk.usecases.medicine_day.day_note import facts_of_session

    return facts_of_session(db, session_id)


def _check_note_day(when: When, at: datetime) -> None:
    today = at.astimezone(ZoneInfo(when.zone)).date()
    if when.day > today:
        raise BadInput(f"{long(when.day, today)} is still to come. Its note is begun on the day.", "day")


def _begin(
    db: Session, client_id: int, kind: NoteKind, when: When, at: datetime, session_id: int | None, facts: SessionFacts
) -> int:
    there = at.astimezone(ZoneInfo(when.zone))
    text = scaffold(own_form(kind))
    return enter_note(db, client_id, kind, when.day, there, session_id, text, facts=facts)


def _shown(db: Session, row: Appointment) -> When:
    """When it is by the practice's wall clock."""
    return When(row.starts, row.minutes, row.zone, row.second).shown_in(practice_zone(db))
