"""Where clients stand: courses with their sessions, unsigned notes, ways and people, for one client or for all at once."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, case, func, select
from sqlalchemy.orm import Session

from kapdesk.domain.contacts import Role, WayKind
from kapdesk.domain.phases import CourseFacts, Ending, Medicine, SessionKind, Stage, Tally
from kapdesk.records.contact import ClientContact, Contact, ContactWay
from kapdesk.records.course import Course, HeldSession
from kapdesk.records.note import Note, NoteWithheld

Standing = tuple[CourseFacts, Tally]


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


def all_courses(db: Session) -> dict[int, Standing]:
    """Each client's newest course with the sum of its sessions, summed up by the database."""
    kind, on = HeldSession.kind, HeldSession.held_on
    not_withheld = HeldSession.id.not_in(withheld_sessions())
    dosed = and_(kind == SessionKind.KETAMINE.value, HeldSession.medicine != Medicine.NOT_TAKEN.value)
    last = (
        select(HeldSession.course_id, func.max(on).label("on"))
        .where(dosed, not_withheld)
        .group_by(HeldSession.course_id)
        .subquery()
    )

    def number_of(*which: Any) -> Any:
        return func.sum(case((and_(*which), 1), else_=0))

    sums = (
        select(
            HeldSession.course_id,
            number_of(kind == SessionKind.PREPARATION.value),
            number_of(dosed),
            last.c.on,
            number_of(kind == SessionKind.INTEGRATION.value, on >= last.c.on),
            func.max(on),
        )
        .outerjoin(last, last.c.course_id == HeldSession.course_id)
        .where(not_withheld)
        .group_by(HeldSession.course_id)
    )
    by_course = {row[0]: Tally(*row[1:]) for row in db.connection().execute(sums)}
    return {row.client_id: (facts_of(row), by_course.get(row.id, Tally())) for row in newest_courses(db)}


def newest_courses(db: Session, client_id: int | None = None) -> list[Any]:
    """The row of each client's newest course, as plain values."""
    return list(db.connection().execute(_newest(client_id is not None), {"client": client_id}))


@cache
def _newest(of_one: bool) -> Any:
    """The question itself, of one client or of all: to put it together costs more than its answer, so it is done once."""
    newest = select(Course.client_id, func.max(Course.number).label("number")).group_by(Course.client_id)
    if of_one:
        newest = newest.where(Course.client_id == bindparam("client"))
    last = newest.subquery()
    table = Course.__table__
    return select(table).join(last, (table.c.client_id == last.c.client_id) & (table.c.number == last.c.number))


@cache
def withheld_sessions() -> Any:
    """The sessions that were taken out of a chart together with a note, because they were somebody else's."""
    return (
        select(Note.session_id)
        .join(NoteWithheld, NoteWithheld.note_id == Note.id)
        .where(NoteWithheld.session_too, Note.session_id.is_not(None))
    )


def unsigned_counts(db: Session, client_id: int | None = None) -> dict[int, int]:
    """How many notes of each client are not signed."""
    query = select(Note.client_id, func.count()).where(Note.signed_id.is_(None)).group_by(Note.client_id)
    if client_id is not None:
        query = query.where(Note.client_id == client_id)
    return dict(db.execute(query).all())


def ways(db: Session, kinds: Iterable[WayKind] = WayKind, client_id: int | None = None) -> dict[int, list[str]]:
    """The numbers and addresses of each client, the first choice first."""
    values = {"kinds": [kind.value for kind in kinds], "client": client_id}
    return _lists(db.execute(_ways(client_id is not None), values))


@cache
def _ways(of_one: bool) -> Any:
    query = (
        select(ContactWay.client_id, ContactWay.value)
        .where(ContactWay.kind.in_(bindparam("kinds", expanding=True)))
        .order_by(ContactWay.position, ContactWay.id)
    )
    return query.where(ContactWay.client_id == bindparam("client")) if of_one else query


def people(db: Session, role: Role) -> dict[int, list[str]]:
    """The names of each client's contacts in a role."""
    query = (
        select(ClientContact.client_id, Contact.name)
        .join(Contact, Contact.id == ClientContact.contact_id)
        .where(ClientContact.role == role.value)
        .order_by(ClientContact.id)
    )
    return _lists(db.execute(query))


def _lists(rows: Iterable[Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for client_id, words in rows:
        found.setdefault(client_id, []).append(words)
    return found
