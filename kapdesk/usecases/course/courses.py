"""Courses and the sessions held in them; what the chart draws of them."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from kapdesk.domain.appointments import AppointmentStatus
from kapdesk.domain.course import Booked, CourseNow, Due
from kapdesk.domain.course_marks import marks_of
from kapdesk.domain.dates import short
from kapdesk.domain.orders import NO_ORDER, OrderStanding
from kapdesk.domain.phases import (
    CourseFacts,
    Held,
    Mark,
    Medicine,
    Phase,
    SessionKind,
    check_medicine,
    check_session,
    in_order,
)
from kapdesk.domain.protocol import FOUNDING, Protocol, checked
from kapdesk.errors import BadInput, NotFound, RecordSigned
from kapdesk.records.appointment import Appointment
from kapdesk.records.course import Course, FollowUp, HeldSession
from kapdesk.records.medicine_day import MedicineDay
from kapdesk.records.note import Note
from kapdesk.usecases.course.deciding import decisions, held_in
from kapdesk.usecases.course.follow_ups import FollowUpRow, follow_ups_of
from kapdesk.usecases.course.protocol import columns_of, course_figures, protocol_of
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people.clients import find_client, name_of
from kapdesk.usecases.prescribing.order_rows import standings
from kapdesk.vault.database import Vault

_NO_COURSE = CourseFacts()


@dataclass(frozen=True)
class CourseView:
    """A client's newest course as the chart shows it; `course_id` is None before the first.

    `now` is what the rules decide of it, `figures` are its own (the practice's before the first course), `follow_ups` what
    was heard after its end.
    """

    course_id: int | None
    number: int
    phase: Phase
    position: str
    summary: str
    marks: tuple[Mark, ...]
    planned_ketamine: int
    started_on: date | None
    ended_on: date | None
    now: CourseNow | None = None
    facts: CourseFacts = _NO_COURSE
    figures: Protocol = FOUNDING
    held: tuple[Held, ...] = ()
    booked: tuple[Booked, ...] = ()
    order: OrderStanding = NO_ORDER
    review: str = ""
    follow_ups: tuple[FollowUpRow, ...] = ()

    @property
    def running(self) -> bool:
        """Whether a course is under way."""
        return self.course_id is not None and self.ended_on is None

    @property
    def due(self) -> tuple[Due, ...]:
        """What it asks for, the most urgent first."""
        return self.now.due if self.now else ()


@dataclass(frozen=True)
class SessionRow:
    """A held session in a list; `number` counts within its kind and course, 0 for a ketamine session without medicine."""

    id: int
    kind: SessionKind
    number: int
    on: date
    course: int
    note_id: int | None
    note_signed: bool
    medicine: Medicine = Medicine.NOT_RECORDED

    @property
    def words(self) -> str:
        """Which it is: `Ketamine session 3`, `Ketamine session without medicine`."""
        return f"{self.kind.words} {self.number}" if self.number else f"{self.kind.words} without medicine"


def course_view(vault: Vault, client_id: int, today: date) -> CourseView:
    """The newest course of a client, as the rules decide it on a day; NotFound for a client who is not there."""
    with vault.read() as db:
        find_client(db, client_id)
        found = decisions(db, today, client_id).get(client_id)
        if found is None:
            usual, order = protocol_of(db), standings(db, today, client_id).get(client_id, NO_ORDER)
            planned = usual.planned_ketamine
            return CourseView(None, 0, Phase.NONE, "", "", (), planned, None, None, figures=usual, order=order)
        course = db.get_one(Course, found.course_id)
        now = found.now
        return CourseView(
            course.id,
            course.number,
            now.phase,
            now.position,
            now.summary,
            marks_of(found.facts, found.held, now, found.booked, today),
            course.planned_ketamine,
            course.started_on,
            found.facts.ended_on,
            now,
            found.facts,
            course_figures(course),
            found.held,
            found.booked,
            found.order,
            course.review,
            tuple(follow_ups_of(db, course.id)),
        )


def list_sessions(vault: Vault, client_id: int) -> list[SessionRow]:
    """All sessions held with a client, the newest first."""
    with vault.read() as db:
        numbers = dict(db.execute(_numbers(), {"client": client_id}).all())
        signed = set(db.scalars(_signed(), {"client": client_id}))
        held = held_in(db, numbers)
        rows: list[SessionRow] = []
        for course_id, course_number in numbers.items():
            counts = dict.fromkeys(SessionKind, 0)
            for one in in_order(held[course_id]):
                counted = one.dosed or one.kind is not SessionKind.KETAMINE
                counts[one.kind] += counted
                row = SessionRow(
                    one.session_id,
                    one.kind,
                    counts[one.kind] if counted else 0,
                    one.on,
                    course_number,
                    one.note_id,
                    one.note_id in signed,
                    one.medicine,
                )
                rows.append(row)
    return sorted(rows, key=lambda row: (row.on, row.id), reverse=True)


@cache
def _numbers() -> Select[int, int]:
    return select(Course.id, Course.number).where(Course.client_id == bindparam("client"))


@cache
def _signed() -> Select[int]:
    return select(Note.id).where(Note.client_id == bindparam("client"), Note.signed_id.is_not(None))


def start_course(vault: Vault, client_id: int, on: date, at: datetime, planned_ketamine: int | None = None) -> Undo:
    """Start a course with the practice's figures as its own; BadInput while another one runs, or for days before its end."""
    with vault.write() as db:
        find_client(db, client_id)
        course_id = _start(db, client_id, on, at, planned_ketamine)
        name = name_of(db, client_id)
    return Undo(f"Course started: {name}", lambda vault, at: _remove_course(vault, course_id, at))


def add_session(
    vault: Vault,
    client_id: int,
    kind: SessionKind,
    on: date,
    at: datetime,
    medicine: Medicine = Medicine.NOT_RECORDED,
) -> Undo:
    """Enter a session that was held; starts a course when none is under way.

    BadInput for a day to come, and for a ketamine session without a word about medicine.
    """
    with vault.write() as db:
        session_id, new_course = enter_session(db, client_id, kind, on, at, check_medicine(kind, medicine))
        name = name_of(db, client_id)
        another = new_course is not None and db.get_one(Course, new_course).number > 1

    def take_back(vault: Vault, at: datetime) -> None:
        with vault.write() as db:  # both or none
            take_out_session(db, session_id, at)
            db.flush()
            if new_course:
                take_out_course(db, new_course, at)

    return Undo(f"{kind.words} entered: {name}" + ("; another course begins with it" if another else ""), take_back)


def enter_session(
    db: Session, client_id: int, kind: SessionKind, on: date, at: datetime, medicine: Medicine = Medicine.NOT_RECORDED
) -> tuple[int, int | None]:
    """The same in a caller's write, where medicine may still be to be recorded; returns the session, and the course when
    one was started for it. A day within a course that has ended belongs to that course, also while a later one runs.
    """
    check_session(kind, on, at.date())
    find_client(db, client_id)
    course = _course_of_day(db, client_id, on)
    course_id = _start(db, client_id, on, at) if course is None else course.id
    session = HeldSession(
        client_id=client_id, course_id=course_id, kind=kind.value, held_on=on, medicine=medicine.value
    )
    db.add(session)
    db.flush()
    enter(db, at, "session", "created", session.id, client_id)
    return session.id, course_id if course is None else None


def change_session(
    vault: Vault,
    session_id: int,
    kind: SessionKind,
    on: date,
    at: datetime,
    medicine: Medicine = Medicine.NOT_RECORDED,
) -> Undo:
    """Correct a session's kind, day or word about medicine; RecordSigned when a signed note belongs to it, BadInput for a
    day after the end of its course.
    """
    check_session(kind, on, at.date())
    after = kind.value, on, check_medicine(kind, medicine).value
    return _change_session(vault, session_id, after, at)


def _change_session(vault: Vault, session_id: int, after: tuple[str, date, str], at: datetime) -> Undo:
    with vault.write() as db:
        session = find_session(db, session_id)
        before = session.kind, session.held_on, session.medicine
        if after[0] != before[0]:
            _check_not_bound(db, session_id)
        if after[1] != before[1]:
            _check_within(db, session.course_id, after[1], at.date())
        names = ("kind", "day", "medicine")
        changed = [name for name, old, new in zip(names, before, after, strict=True) if old != new]
        session.kind, session.held_on, session.medicine = after
        if changed:
            enter(db, at, "session", "changed", session_id, session.client_id, changed)
        name = name_of(db, session.client_id)
    return Undo(f"Session changed: {name}", lambda vault, at: _change_session(vault, session_id, before, at))


def remove_session(vault: Vault, session_id: int, at: datetime) -> Undo:
    """Remove a session entered by mistake; RecordSigned when a note belongs to it that is signed, BadInput for a
    draft. The appointment in which it was held is booked again.
    """
    with vault.write() as db:
        name = name_of(db, find_session(db, session_id).client_id)
        kept, appointment_id = take_out_session(db, session_id, at)
    return Undo(f"Session removed: {name}", lambda vault, at: _put_back(vault, kept, appointment_id, at))


def take_out_session(db: Session, session_id: int, at: datetime) -> tuple[dict[str, object], int | None]:
    """The same in the caller's write: the session's values, and the appointment that is booked again."""
    session = find_session(db, session_id)
    if db.scalar(select(func.count()).select_from(Note).where(Note.session_id == session_id)):
        raise BadInput("An unsigned note belongs to this session. Discard the note or unlink it first.", "")
    _check_not_bound(db, session_id)
    appointment = db.scalars(select(Appointment).where(Appointment.session_id == session_id)).first()
    if appointment is not None:
        appointment.session_id, appointment.status = None, AppointmentStatus.BOOKED.value
        db.flush()
        enter(db, at, "appointment", "changed", appointment.id, appointment.client_id, ("status",))
    kept = {column.key: getattr(session, column.key) for column in HeldSession.__table__.columns}
    db.delete(session)
    enter(db, at, "session", "removed", session_id, session.client_id)
    return kept, appointment.id if appointment else None


def _check_not_bound(db: Session, session_id: int) -> None:
    """No integration note is bound to it; imported late, since integration reads what stands in a course."""
    from kapdesk.usecases.writing.integration import check_not_bound

    check_not_bound(db, session_id)


def newest_course(db: Session, client_id: int) -> Course | None:
    """A client's last course, ended or not."""
    query = select(Course).where(Course.client_id == client_id).order_by(Course.number.desc()).limit(1)
    return db.scalars(query).first()


def _course_of_day(db: Session, client_id: int, on: date) -> Course | None:
    """The course that a session of this day belongs to: the newest one whose span has it, else the one under way."""
    courses = db.scalars(select(Course).where(Course.client_id == client_id).order_by(Course.number.desc())).all()
    running = next((one for one in courses if one.ended_on is None), None)
    return next((one for one in courses if one.started_on <= on <= (one.ended_on or date.max)), running)


def running_course(db: Session, client_id: int) -> Course:
    """The course that is under way; BadInput when there is none."""
    course = newest_course(db, client_id)
    if course is None or course.ended_on is not None:
        raise BadInput("No course is under way.", "")
    return course


def _start(db: Session, client_id: int, on: date, at: datetime, planned_ketamine: int | None = None) -> int:
    newest = newest_course(db, client_id)
    if newest is not None and newest.ended_on is None:
        raise BadInput("A course is under way already. End it before another one starts.", "")
    if newest is not None and newest.ended_on is not None and on < newest.ended_on:
        ended = short(newest.ended_on, at.date())
        raise BadInput(f"The course before ended on {ended}. Another one starts on that day or later.", "on")
    figures = protocol_of(db)
    if planned_ketamine is not None:
        figures = checked(replace(figures, planned_ketamine=planned_ketamine))
    number = (newest.number if newest else 0) + 1
    course = Course(client_id=client_id, number=number, started_on=on, **columns_of(figures))
    db.add(course)
    db.flush()
    enter(db, at, "course", "created", course.id, client_id)
    return course.id


def _remove_course(vault: Vault, course_id: int, at: datetime) -> None:
    with vault.write() as db:
        take_out_course(db, course_id, at)


def take_out_course(db: Session, course_id: int, at: datetime) -> None:
    """Take back a course that was started by mistake, in the caller's write; BadInput once it has sessions or follow-ups."""
    course = db.get_one(Course, course_id)
    if db.scalar(select(func.count()).select_from(HeldSession).where(HeldSession.course_id == course_id)):
        raise BadInput("Sessions were entered in this course meanwhile, so it stays.", "")
    if db.scalar(select(func.count()).select_from(FollowUp).where(FollowUp.course_id == course_id)):
        raise BadInput("Follow-ups were entered for this course meanwhile, so it stays. Take them back first.", "")
    db.delete(course)
    enter(db, at, "course", "removed", course_id, course.client_id)


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
    if db.scalar(select(func.count()).select_from(MedicineDay).where(MedicineDay.session_id == session_id)):
        raise BadInput("This session has its record of the medicine day. Correct it there.", "")
    return session


def _check_within(db: Session, course_id: int, on: date, today: date) -> None:
    """No session is held after the end of its course (BadInput)."""
    course = db.get(Course, course_id)
    if course is None:
        raise BadInput("The course of this session was taken back meanwhile. Enter the session anew.", "")
    if course.ended_on is not None and on > course.ended_on:
        ended = short(course.ended_on, today)
        raise BadInput(
            f"The course of this session ended on {ended}. The session was held on that day or before.", "on"
        )


def _put_back(vault: Vault, kept: dict[str, object], appointment_id: int | None, at: datetime) -> None:
    with vault.write() as db:
        session = put_back_session(db, kept, at)
        appointment = db.get(Appointment, appointment_id or 0)
        if appointment is not None and appointment.status == AppointmentStatus.BOOKED.value:
            appointment.session_id, appointment.status = session.id, AppointmentStatus.HELD.value
            enter(db, at, "appointment", "held", appointment.id, appointment.client_id)


def put_back_session(db: Session, kept: dict[str, object], at: datetime) -> HeldSession:
    """A session that was taken out, as it was, in the caller's write; BadInput when its course no longer has its day."""
    session = HeldSession(**kept)
    _check_within(db, session.course_id, session.held_on, at.date())
    db.add(session)
    db.flush()
    enter(db, at, "session", "created", session.id, session.client_id)
    return session
