"""Courses and the sessions held in them; what the chart draws of them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kapdesk.domain.appointments import AppointmentStatus
from kapdesk.domain.phases import (
    CourseFacts,
    Held,
    Mark,
    Medicine,
    Phase,
    SessionKind,
    check_session,
    in_order,
    marks,
    position,
)
from kapdesk.domain.protocol import FOUNDING
from kapdesk.errors import BadInput, NotFound, RecordSigned
from kapdesk.records.appointment import Appointment
from kapdesk.records.course import Course, HeldSession
from kapdesk.records.note import Note, NoteWithheld
from kapdesk.usecases.clients import find_client
from kapdesk.usecases.history import enter
from kapdesk.usecases.standing import withheld_sessions
from kapdesk.usecases.undo import Undo
from kapdesk.vault.database import Vault


@dataclass(frozen=True)
class CourseView:
    """A client's newest course as the chart shows it; `course_id` is None before the first."""

    course_id: int | None
    number: int
    phase: Phase
    position: str
    summary: str
    marks: tuple[Mark, ...]
    planned_ketamine: int
    started_on: date | None
    ended_on: date | None


@dataclass(frozen=True)
class SessionRow:
    """A held session in a list; `number` counts within its kind and course."""

    id: int
    kind: SessionKind
    number: int
    on: date
    course: int
    note_id: int | None
    note_signed: bool


def course_view(vault: Vault, client_id: int, today: date) -> CourseView:
    """The newest course of a client."""
    with vault.read() as db:
        course = _newest(db, client_id)
        if course is None:
            return CourseView(None, 0, Phase.NONE, "", "", (), FOUNDING.planned_ketamine, None, None)
        facts = CourseFacts(course.planned_preparation, course.planned_ketamine, course.ended_on, course.ended_how)
        held = _held(db, course.id)
        where = position(facts, held, today)
        return CourseView(
            course.id,
            course.number,
            where.phase,
            where.words,
            where.summary,
            marks(facts, held, today),
            course.planned_ketamine,
            course.started_on,
            course.ended_on,
        )


def list_sessions(vault: Vault, client_id: int) -> list[SessionRow]:
    """All sessions held with a client, the newest first."""
    with vault.read() as db:
        numbers = dict(db.execute(select(Course.id, Course.number).where(Course.client_id == client_id)).all())
        signed = set(db.scalars(select(Note.id).where(Note.client_id == client_id, Note.signed_id.is_not(None))))
        rows: list[SessionRow] = []
        for course_id, course_number in numbers.items():
            counts = dict.fromkeys(SessionKind, 0)
            for one in in_order(_held(db, course_id)):
                counts[one.kind] += 1
                row = SessionRow(
                    one.session_id,
                    one.kind,
                    counts[one.kind],
                    one.on,
                    course_number,
                    one.note_id,
                    one.note_id in signed,
                )
                rows.append(row)
    return sorted(rows, key=lambda row: (row.on, row.id), reverse=True)


def start_course(
    vault: Vault, client_id: int, on: date, at: datetime, planned_ketamine: int = FOUNDING.planned_ketamine
) -> Undo:
    """Start a course; BadInput while another one runs. Its planned numbers are copied from the protocol."""
    if not 1 <= planned_ketamine <= 99:
        raise BadInput("A course has between 1 and 99 ketamine sessions.", "planned_ketamine")
    with vault.write() as db:
        find_client(db, client_id)
        course_id = _start(db, client_id, on, at, planned_ketamine)
    return Undo("Course started", lambda vault, at: _remove_course(vault, course_id, at))


def end_course(vault: Vault, client_id: int, on: date, how: str, at: datetime) -> Undo:
    """End the running course; `how` in a few words (completed, client stopped …)."""
    if not how.strip():
        raise BadInput("Say how the course ended, for instance “completed”.", "how")
    with vault.write() as db:
        course = _newest(db, client_id)
        if course is None or course.ended_on is not None:
            raise BadInput("No course is under way.", "")
        course.ended_on, course.ended_how = on, how.strip()
        enter(db, at, "course", "ended", course.id, client_id)
        course_id = course.id
    return Undo("Course ended", lambda vault, at: _reopen(vault, course_id, at))


def add_session(vault: Vault, client_id: int, kind: SessionKind, on: date, at: datetime) -> Undo:
    """Enter a session that was held; starts a course when none is under way. BadInput for a day to come."""
    with vault.write() as db:
        session_id, new_course = enter_session(db, client_id, kind, on, at)

    def take_back(vault: Vault, at: datetime) -> None:
        remove_session(vault, session_id, at)
        if new_course:
            _remove_course(vault, new_course, at)

    return Undo(f"{kind.words} entered", take_back)


def enter_session(
    db: Session, client_id: int, kind: SessionKind, on: date, at: datetime, medicine: Medicine = Medicine.NOT_RECORDED
) -> tuple[int, int | None]:
    """The same in the caller's write: the session, and the course that was started for it."""
    check_session(kind, on, at.date())
    find_client(db, client_id)
    course = _newest(db, client_id)
    new_course = _start(db, client_id, on, at) if course is None or course.ended_on is not None else None
    course_id = new_course or (course.id if course else 0)
    session = HeldSession(
        client_id=client_id, course_id=course_id, kind=kind.value, held_on=on, medicine=medicine.value
    )
    db.add(session)
    db.flush()
    enter(db, at, "session", "created", session.id, client_id)
    return session.id, new_course


def change_session(vault: Vault, session_id: int, kind: SessionKind, on: date, at: datetime) -> Undo:
    """Correct a session's kind or day; RecordSigned when a signed note belongs to it."""
    check_session(kind, on, at.date())
    with vault.write() as db:
        session = find_session(db, session_id)
        before = SessionKind(session.kind), session.held_on
        changed = [name for name, old, new in zip(("kind", "day"), before, (kind, on), strict=True) if old != new]
        session.kind, session.held_on = kind.value, on
        if changed:
            enter(db, at, "session", "changed", session_id, session.client_id, changed)
    return Undo("Session changed", lambda vault, at: _change_back(vault, session_id, before, at))


def remove_session(vault: Vault, session_id: int, at: datetime) -> Undo:
    """Remove a session entered by mistake; RecordSigned when a note belongs to it that is signed, BadInput for a
    draft. The appointment in which it was held is booked again.
    """
    with vault.write() as db:
        kept, appointment_id = take_out_session(db, session_id, at)
    return Undo("Session removed", lambda vault, at: _put_back(vault, kept, appointment_id, at))


def take_out_session(db: Session, session_id: int, at: datetime) -> tuple[dict[str, object], int | None]:
    """The same in the caller's write: the session's values, and the appointment that is booked again."""
    session = find_session(db, session_id)
    if db.scalar(select(func.count()).select_from(Note).where(Note.session_id == session_id)):
        raise BadInput("An unsigned note belongs to this session. Discard the note or unlink it first.", "")
    appointment = db.scalars(select(Appointment).where(Appointment.session_id == session_id)).first()
    if appointment is not None:
        appointment.session_id, appointment.status = None, AppointmentStatus.BOOKED.value
        db.flush()
        enter(db, at, "appointment", "changed", appointment.id, appointment.client_id, ("status",))
    kept = {column.key: getattr(session, column.key) for column in HeldSession.__table__.columns}
    db.delete(session)
    enter(db, at, "session", "removed", session_id, session.client_id)
    return kept, appointment.id if appointment else None


def _newest(db: Session, client_id: int) -> Course | None:
    return db.scalars(
        select(Course).where(Course.client_id == client_id).order_by(Course.number.desc()).limit(1)
    ).first()


def _held(db: Session, course_id: int) -> list[Held]:
    query = (
        select(HeldSession.id, HeldSession.kind, HeldSession.held_on, func.min(Note.id).label("note_id"))
        .outerjoin(Note, (Note.session_id == HeldSession.id) & Note.id.not_in(select(NoteWithheld.note_id)))
        .where(HeldSession.course_id == course_id, HeldSession.id.not_in(withheld_sessions()))
        .group_by(HeldSession.id)
    )
    return [Held(row.id, SessionKind(row.kind), row.held_on, row.note_id) for row in db.execute(query)]


def _start(
    db: Session, client_id: int, on: date, at: datetime, planned_ketamine: int = FOUNDING.planned_ketamine
) -> int:
    newest = _newest(db, client_id)
    if newest is not None and newest.ended_on is None:
        raise BadInput("A course is under way already. End it before another one starts.", "")
    course = Course(
        client_id=client_id,
        number=(newest.number if newest else 0) + 1,
        started_on=on,
        planned_preparation=FOUNDING.preparations,
        planned_ketamine=planned_ketamine,
    )
    db.add(course)
    db.flush()
    enter(db, at, "course", "created", course.id, client_id)
    return course.id


def _remove_course(vault: Vault, course_id: int, at: datetime) -> None:
    with vault.write() as db:
        take_out_course(db, course_id, at)


def take_out_course(db: Session, course_id: int, at: datetime) -> None:
    """Take back a course that was started by mistake, in the caller's write; BadInput once it has sessions."""
    course = db.get_one(Course, course_id)
    if db.scalar(select(func.count()).select_from(HeldSession).where(HeldSession.course_id == course_id)):
        raise BadInput("Sessions were entered in this course meanwhile, so it stays.", "")
    db.delete(course)
    enter(db, at, "course", "removed", course_id, course.client_id)


def _reopen(vault: Vault, course_id: int, at: datetime) -> None:
    with vault.write() as db:
        course = db.get_one(Course, course_id)
        course.ended_on, course.ended_how = None, ""
        enter(db, at, "course", "changed", course_id, course.client_id, ("ended_on",))


def find_session(db: Session, session_id: int) -> HeldSession:
    """A session that can still be changed; NotFound, or RecordSigned when its note is signed."""
    session = db.get(HeldSession, session_id)
    if session is None:
        raise NotFound("This session is not there any more.")
    signed = select(func.count()).select_from(Note).where(Note.session_id == session_id, Note.signed_id.is_not(None))
    if db.scalar(signed):
        raise RecordSigned(
            "The note of this session is signed, so the session stays as it is. Add an addendum to the note."
        )
    return session


def _change_back(vault: Vault, session_id: int, before: tuple[SessionKind, date], at: datetime) -> None:
    change_session(vault, session_id, *before, at)


def _put_back(vault: Vault, kept: dict[str, object], appointment_id: int | None, at: datetime) -> None:
    with vault.write() as db:
        session = put_back_session(db, kept, at)
        appointment = db.get(Appointment, appointment_id or 0)
        if appointment is not None and appointment.status == AppointmentStatus.BOOKED.value:
            appointment.session_id, appointment.status = session.id, AppointmentStatus.HELD.value
            enter(db, at, "appointment", "held", appointment.id, appointment.client_id)


def put_back_session(db: Session, kept: dict[str, object], at: datetime) -> HeldSession:
    """A session that was taken out, as it was, in the caller's write."""
    session = HeldSession(**kept)
    db.add(session)
    db.flush()
    enter(db, at, "session", "created", session.id, session.client_id)
    return session
