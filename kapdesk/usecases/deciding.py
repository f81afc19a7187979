"""What the rules of the course decide for one client or for all: courses, sessions, bookings and orders read at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kapdesk.domain.appointments import AppointmentStatus
from kapdesk.domain.course import Booked, CourseNow, Ordered, decide
from kapdesk.domain.orders import NO_ORDER, OrderStanding
from kapdesk.domain.phases import CourseFacts, Ending, Held, Medicine, SessionKind, Stage
from kapdesk.domain.protocol import from_kept
from kapdesk.records.appointment import Appointment
from kapdesk.records.course import Course, FollowUp, HeldSession
from kapdesk.records.note import Note, NoteWithheld
from kapdesk.usecases.order_rows import standings
from kapdesk.usecases.settings import read_setting
from kapdesk.usecases.standing import withheld_sessions

_SESSIONS = tuple(kind.value for kind in SessionKind)


@dataclass(frozen=True)
class Decided:
    """A client's newest course: its facts, the sessions held, and what follows from them on a day."""

    course_id: int
    number: int
    facts: CourseFacts
    held: tuple[Held, ...]
    booked: tuple[Booked, ...]
    order: OrderStanding
    now: CourseNow


def decisions(db: Session, today: date, client_id: int | None = None) -> dict[int, Decided]:
    """Each client's newest course, decided as of a day; in a few reads, however many clients there are."""
    courses = _newest_courses(db, client_id)
    held = _held(db, [row.id for row in courses])
    coming = bookings(db, today, client_id)
    orders = standings(db, today, client_id)
    asked = _followed_up(db, client_id)
    months = from_kept(read_setting(db, "protocol", {})).follow_up_months
    found = {}
    for row in courses:
        facts, sessions, booked = facts_of(row), tuple(held[row.id]), tuple(coming.get(row.client_id, ()))
        order = orders.get(row.client_id, NO_ORDER)
        now = decide(facts, sessions, today, booked, _ordered(order, today), months, asked[row.id])
        found[row.client_id] = Decided(row.id, row.number, facts, sessions, booked, order, now)
    return found


def facts_of(course: Any) -> CourseFacts:
    """A row of the course table as the rules need it."""
    return CourseFacts(
        course.planned_preparation,
        course.planned_ketamine,
        course.ended_on,
        ending_words(course.ended_kind, course.ended_how),
        course.integrations_each,
        course.integration_from_days,
        course.integration_within_days,
        course.recommended_interval_days,
        course.started_on,
        Stage(course.stage_by_hand) if course.stage_by_hand else None,
        course.moved_on,
        course.moved_why,
        course.reviewed_on,
    )


def ending_words(kind: str, why: str) -> str:
    """How a course ended, and why where that says more: `client stopped: she moves away`."""
    how = Ending(kind).words if kind else ""
    if not how or how == why:
        return why
    return f"{how}: {why}" if why else how


def bookings(db: Session, since: date, client_id: int | None = None) -> dict[int, list[Booked]]:
    """The sessions that are booked from a day on, by client; in the order of the calendar."""
    query = (
        select(Appointment.client_id, Appointment.kind, Appointment.starts, Appointment.id)
        .where(
            Appointment.status == AppointmentStatus.BOOKED.value,
            Appointment.kind.in_(_SESSIONS),
            Appointment.client_id.is_not(None),
            Appointment.starts >= datetime.combine(since, time()),
        )
        .order_by(Appointment.starts, Appointment.id)
    )
    if client_id is not None:
        query = query.where(Appointment.client_id == client_id)
    found: dict[int, list[Booked]] = {}
    for client, kind, starts, number in db.connection().execute(query):
        found.setdefault(int(client or 0), []).append(Booked(SessionKind(kind), starts.date(), number))
    return found


def _newest_courses(db: Session, client_id: int | None) -> list[Any]:
    newest = select(Course.client_id, func.max(Course.number).label("number")).group_by(Course.client_id)
    if client_id is not None:
        newest = newest.where(Course.client_id == client_id)
    last = newest.subquery()
    table = Course.__table__
    query = select(table).join(last, (table.c.client_id == last.c.client_id) & (table.c.number == last.c.number))
    return list(db.connection().execute(query))


def _held(db: Session, courses: Iterable[int]) -> dict[int, list[Held]]:
    """The sessions of courses with the first note of each that is this client's."""
    withheld = {row[0] for row in db.connection().execute(withheld_sessions())}
    not_this = select(NoteWithheld.note_id)
    query = (
        select(
            HeldSession.id, HeldSession.course_id, HeldSession.kind, HeldSession.held_on, HeldSession.medicine,
            func.min(Note.id),
        )
        .outerjoin(Note, (Note.session_id == HeldSession.id) & Note.id.not_in(not_this))
        .where(HeldSession.course_id.in_(list(courses)))
        .group_by(HeldSession.id)
    )  # fmt: skip
    found: dict[int, list[Held]] = defaultdict(list)
    for number, course, kind, on, medicine, note in db.connection().execute(query):
        if number not in withheld:
            found[course].append(Held(number, SessionKind(kind), on, note, Medicine(medicine)))
    return found


def _followed_up(db: Session, client_id: int | None) -> dict[int, set[int]]:
    query = select(FollowUp.course_id, FollowUp.months)
    if client_id is not None:
        query = query.where(FollowUp.client_id == client_id)
    found: dict[int, set[int]] = defaultdict(set)
    for course, months in db.connection().execute(query):
        found[course].add(months)
    return found


def _ordered(standing: OrderStanding, today: date) -> Ordered | None:
    order = standing.order
    if order is None or order.written_on is None:
        return None
    return Ordered(
        order.named(today),
        order.written_on,
        order.interval_days,
        order.valid_until,
        standing.doses_left,
        order.withdrawn_on,
    )
