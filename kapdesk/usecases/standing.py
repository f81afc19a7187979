"""Where clients stand: courses with their sessions, unsigned notes, ways and people, for one client or for all at once."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from kapdesk.domain.contacts import Role, WayKind
from kapdesk.domain.phases import CourseFacts, Held, SessionKind, Tally
from kapdesk.records.client import Client
from kapdesk.records.contact import ClientContact, Contact, ContactWay
from kapdesk.records.course import Course, HeldSession
from kapdesk.records.note import Note, NoteWithheld

Standing = tuple[CourseFacts, Tally]


def current_course(db: Session, client_id: int) -> tuple[CourseFacts, list[Held]] | None:
    """A client's newest course with its held sessions (without their notes), for the rules."""
    course = db.scalars(
        select(Course).where(Course.client_id == client_id).order_by(Course.number.desc()).limit(1)
    ).first()
    if course is None:
        return None
    sessions = select(HeldSession.id, HeldSession.kind, HeldSession.held_on).where(
        HeldSession.course_id == course.id, HeldSession.id.not_in(withheld_sessions())
    )
    held = [Held(one.id, SessionKind(one.kind), one.held_on) for one in db.execute(sessions)]
    return CourseFacts(course.planned_preparation, course.planned_ketamine, course.ended_on, course.ended_how), held


def all_courses(db: Session) -> dict[int, Standing]:
    """Each client's newest course with the sum of its sessions, summed up by the database."""
    kind, on = HeldSession.kind, HeldSession.held_on
    not_withheld = HeldSession.id.not_in(withheld_sessions())
    last = (
        select(HeldSession.course_id, func.max(on).label("on"))
        .where(kind == SessionKind.KETAMINE.value, not_withheld)
        .group_by(HeldSession.course_id)
        .subquery()
    )

    def number_of(which: SessionKind, *also: Any) -> Any:
        return func.sum(case((and_(kind == which.value, *also), 1), else_=0))

    sums = (
        select(
            HeldSession.course_id,
            number_of(SessionKind.PREPARATION),
            number_of(SessionKind.KETAMINE),
            last.c.on,
            number_of(SessionKind.INTEGRATION, on >= last.c.on),
            func.max(on),
        )
        .outerjoin(last, last.c.course_id == HeldSession.course_id)
        .where(not_withheld)
        .group_by(HeldSession.course_id)
    )
    by_course = {row[0]: Tally(*row[1:]) for row in db.connection().execute(sums)}
    newest = select(func.max(Course.number)).where(Course.client_id == Client.id).correlate(Client).scalar_subquery()
    courses = (
        select(
            Course.client_id,
            Course.id,
            Course.planned_preparation,
            Course.planned_ketamine,
            Course.ended_on,
            Course.ended_how,
        )
        .join(Client, Client.id == Course.client_id)
        .where(Course.number == newest)
    )
    return {
        client_id: (CourseFacts(preparations, ketamine, ended_on, ended_how), by_course.get(course_id, Tally()))
        for client_id, course_id, preparations, ketamine, ended_on, ended_how in db.connection().execute(courses)
    }


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
    query = (
        select(ContactWay.client_id, ContactWay.value)
        .where(ContactWay.kind.in_([kind.value for kind in kinds]))
        .order_by(ContactWay.position, ContactWay.id)
    )
    if client_id is not None:
        query = query.where(ContactWay.client_id == client_id)
    return _lists(db.execute(query))


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
