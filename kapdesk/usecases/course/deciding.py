"""What the rules of the course decide for one client or for all: courses, sessions, bookings and orders read at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from kapdesk.domain.appointments import AppointmentStatus, When
from kapdesk.domain.course import Booked, CourseNow, Due, Ordered, decide, follow_ups, still_to_hold
from kapdesk.domain.orders import NO_ORDER, OrderStanding
from kapdesk.domain.phases import CourseFacts, Held, Medicine, SessionKind
from kapdesk.records.appointment import Appointment
from kapdesk.records.course import Course, FollowUp, HeldSession
from kapdesk.records.note import Note, NoteWithheld
from kapdesk.usecases.calendar.appointment_rows import practice_zone
from kapdesk.usecases.course.protocol import protocol_of
from kapdesk.usecases.course.standing import facts_of, newest_courses, withheld_sessions
from kapdesk.usecases.prescribing.order_rows import standings

UNSAID_DAYS = 60
"""Days back to which a booking of which nobody said what became of it is told."""
_SESSIONS = tuple(kind.value for kind in SessionKind)


@dataclass(frozen=True)
class Decided:
    """A client's newest course (`earlier`: the follow-ups that her courses before still ask for): its facts, the sessions held, and what follows from them on a day."""

    course_id: int
    number: int
    facts: CourseFacts
    held: tuple[Held, ...]
    booked: tuple[Booked, ...]
    order: OrderStanding
    now: CourseNow
    earlier: tuple[tuple[int, Due], ...] = ()


def decisions(db: Session, today: date, client_id: int | None = None) -> dict[int, Decided]:
    """Each client's newest course, decided as of a day; in a few reads, however many clients there are."""
    coming = bookings(db, today - timedelta(days=UNSAID_DAYS), client_id)
    return decided_with(db, today, coming, standings(db, today, client_id), client_id)


def decided_with(
    db: Session,
    today: date,
    coming: Mapping[int, Sequence[Booked]],
    orders: Mapping[int, OrderStanding],
    client_id: int | None = None,
) -> dict[int, Decided]:
    """The same for whoever has read the bookings (from `UNSAID_DAYS` back on) and how the orders stand already."""
    courses = newest_courses(db, client_id)
    held = held_in(db, [row.id for row in courses])
    asked = _followed_up(db, client_id)
    months = protocol_of(db).follow_up_months
    earlier = _earlier_follow_ups(db, courses, today, months, asked)
    found = {}
    for row in courses:
        facts, sessions = facts_of(row), tuple(held[row.id])
        appointed = coming.get(row.client_id, ())
        booked = tuple(still_to_hold(appointed, sessions, today))
        if facts.ended_on is not None and facts.ended_on > today:  # as of an earlier day it had not ended
            facts = replace(facts, ended_on=None, ended_how="")
        order = orders.get(row.client_id, NO_ORDER)
        now = decide(facts, sessions, today, appointed, _ordered(order, today), months, asked[row.id])
        before = tuple(earlier.get(row.client_id, ()))
        found[row.client_id] = Decided(row.id, row.number, facts, sessions, booked, order, now, before)
    return found


def bookings(db: Session, since: date, client_id: int | None = None) -> dict[int, list[Booked]]:
    """The sessions that are booked from a day on, by client; in the order of the calendar."""
    values = {"since": datetime.combine(since - timedelta(days=2), time()), "client": client_id}
    zone = practice_zone(db)
    found: dict[int, list[Booked]] = {}
    rows = db.connection().execute(_booked(client_id is not None), values).all()
    for client, kind, number, starts, minutes, kept_in, second in rows:
        day = starts.date() if kept_in == zone else When(starts, minutes, kept_in, second).shown_in(zone).day
        if day >= since:
            found.setdefault(int(client or 0), []).append(Booked(SessionKind(kind), day, number))
    return found


@cache
def _booked(of_one: bool) -> Any:
    """The question itself, of one client or of all: to put it together costs more than its answer, so it is done once."""
    query = (
        select(
            Appointment.client_id, Appointment.kind, Appointment.id,
            Appointment.starts, Appointment.minutes, Appointment.zone, Appointment.second,
        )
        .where(
            Appointment.status == AppointmentStatus.BOOKED.value,
            Appointment.kind.in_(_SESSIONS),
            Appointment.client_id.is_not(None),
            Appointment.starts >= bindparam("since"),
        )
        .order_by(Appointment.starts, Appointment.id)
    )  # fmt: skip
    return query.where(Appointment.client_id == bindparam("client")) if of_one else query


def held_in(db: Session, courses: Iterable[int]) -> dict[int, list[Held]]:
    """The sessions of courses with the first note of each that is this client's."""
    withheld = {row[0] for row in db.connection().execute(withheld_sessions())}
    found: dict[int, list[Held]] = defaultdict(list)
    rows = db.connection().execute(_held(), {"courses": list(courses)}).all()
    for number, course, kind, on, medicine, note in rows:
        if number not in withheld:
            found[course].append(Held(number, SessionKind(kind), on, note, Medicine(medicine)))
    return found


@cache
def _held() -> Any:
    return (
        select(
            HeldSession.id, HeldSession.course_id, HeldSession.kind, HeldSession.held_on, HeldSession.medicine,
            func.min(Note.id),
        )
        .outerjoin(Note, (Note.session_id == HeldSession.id) & Note.id.not_in(select(NoteWithheld.note_id)))
        .where(HeldSession.course_id.in_(bindparam("courses", expanding=True)))
        .group_by(HeldSession.id)
    )  # fmt: skip


def _followed_up(db: Session, client_id: int | None) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for course, months in db.connection().execute(_followed(client_id is not None), {"client": client_id}):
        found[course].add(months)
    return found


@cache
def _followed(of_one: bool) -> Any:
    query = select(FollowUp.course_id, FollowUp.months)
    return query.where(FollowUp.client_id == bindparam("client")) if of_one else query


def _ordered(standing: OrderStanding, today: date) -> Ordered | None:
    order = standing.order
    if order is None or order.written_on is None:
        return None
    return Ordered(
        order.name(today),
        order.written_on,
        order.interval_days,
        order.valid_until,
        standing.doses_left,
        order.withdrawn_on,
    )


def _earlier_follow_ups(
    db: Session, newest: Sequence[Any], today: date, months: Sequence[int], asked: Mapping[int, set[int]]
) -> dict[int, list[tuple[int, Due]]]:
    """The follow-ups of courses before the newest one, by client; of courses that ended within the last months."""
    again = {row.client_id: row.id for row in newest if row.number > 1}
    if not again or not months:
        return {}
    table = Course.__table__
    since = today - timedelta(days=31 * (max(months) + 2))
    query = select(table).where(table.c.client_id.in_(again), table.c.ended_on >= since, table.c.ended_on <= today)
    found: dict[int, list[tuple[int, Due]]] = defaultdict(list)
    for row in db.connection().execute(query):
        if row.id != again[row.client_id]:
            due = follow_ups(facts_of(row), today, months, asked.get(row.id, set()))
            found[row.client_id] += [(row.id, one) for one in due]
    return found
