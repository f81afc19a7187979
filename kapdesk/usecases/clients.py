"""Clients: the list, a new one, details, the archive, and the head of a chart."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kapdesk.domain.clients import Status, age
from kapdesk.domain.dates import long
from kapdesk.domain.phases import CourseFacts, Held, Mark, Phase, Position, SessionKind, marks, position
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.client import Client
from kapdesk.records.course import Course, HeldSession
from kapdesk.records.note import Note, NoteWithheld
from kapdesk.usecases.history import enter
from kapdesk.usecases.undo import Undo
from kapdesk.vault.database import Vault

Sort = Literal["name", "status", "phase", "last_session", "unsigned"]
Tone = Literal["preparation", "ketamine", "integration", "plain", "warning", "bad"]
_NOT_BEGUN = Position(Phase.NONE, "", "")


@dataclass(frozen=True)
class ClientRow:
    """A line of the list; `name` is how she is called, `unsigned` the number of unsigned notes."""

    id: int
    name: str
    legal_name: str
    pronouns: str
    status: Status
    phase: Phase
    position: str
    last_session: date | None
    since: date
    unsigned: int


@dataclass(frozen=True)
class ClientFacts:
    """A client's details as entered; `since` defaults to the day of entry."""

    legal_name: str
    preferred_name: str = ""
    pronouns: str = ""
    birth_date: date | None = None
    status: Status = Status.INQUIRY
    phone: str = ""
    email: str = ""
    address: str = ""
    emergency_contact: str = ""
    prescriber: str = ""
    referred_by: str = ""
    concerns: str = ""
    since: date | None = None

    @property
    def name(self) -> str:
        """How she is called: the preferred name, else the legal one."""
        return self.preferred_name or self.legal_name


@dataclass(frozen=True)
class Chip:
    """A few words in the chart's header and their tone."""

    words: str
    tone: Tone


@dataclass(frozen=True)
class ChartHead:
    """What stands at the top of a chart."""

    client_id: int
    name: str
    line: str
    status: Status
    phase: Phase
    chips: tuple[Chip, ...]
    facts: ClientFacts


def list_clients(
    vault: Vault,
    today: date,
    search: str = "",
    status: Status | None = None,
    sort: Sort = "name",
    descending: bool = False,
) -> list[ClientRow]:
    """The clients whose names hold every word of `search`; all but the archived when no status is asked for."""
    with vault.read() as db:
        query = select(
            Client.id, Client.legal_name, Client.preferred_name, Client.pronouns, Client.status, Client.since
        ).where(Client.status == status.value if status else Client.status != Status.ARCHIVED.value)
        found = [row for row in db.execute(query) if _matches(f"{row.preferred_name} {row.legal_name}", search)]
        courses = current_courses(db)
        unsigned = _unsigned_counts(db)
        rows = [_row(row, courses.get(row.id), unsigned.get(row.id, 0), today) for row in found]
    rows.sort(key=_by_name)
    if sort != "name":
        rows.sort(key=_SORT_KEYS[sort], reverse=descending)
    elif descending:
        rows.reverse()
    return rows


def list_all_clients(vault: Vault, today: date) -> list[ClientRow]:
    """Every client, the archived too, in the order of their numbers."""
    current, archived = list_clients(vault, today), list_clients(vault, today, status=Status.ARCHIVED)
    return sorted((*current, *archived), key=lambda row: row.id)


def get_client(vault: Vault, client_id: int) -> ClientFacts:
    """A client's details; NotFound."""
    with vault.read() as db:
        return _facts(find_client(db, client_id))


def create_client(vault: Vault, facts: ClientFacts, at: datetime) -> int:
    """Enter a client; raises BadInput with the field's name. Returns the new id."""
    facts = checked(facts, at.date())
    with vault.write() as db:
        client = Client(**{**asdict(facts), "since": facts.since or at.date()})
        db.add(client)
        db.flush()
        enter(db, at, "client", "created", client.id, client.id)
        return client.id


def update_client(vault: Vault, client_id: int, facts: ClientFacts, at: datetime) -> Undo:
    """Keep changed details; raises BadInput with the field's name."""
    facts = checked(facts, at.date())
    with vault.write() as db:
        client = find_client(db, client_id)
        before = _facts(client)
        _put(db, client, facts, at)
    return Undo(f"{facts.name}: details saved", lambda vault, at: _put_back(vault, client_id, before, at))


def archive_client(vault: Vault, client_id: int, at: datetime) -> Undo:
    """Take a client out of the current list; nothing is deleted."""
    with vault.write() as db:
        client = find_client(db, client_id)
        if client.status == Status.ARCHIVED.value:
            raise BadInput("This client is in the archive already.", "status")
        client.status_before, client.status = client.status, Status.ARCHIVED.value
        enter(db, at, "client", "archived", client_id, client_id)
        name = _facts(client).name
    return Undo(f"{name} archived", lambda vault, at: _unarchive(vault, client_id, at))


def restore_client(vault: Vault, client_id: int, at: datetime) -> Undo:
    """Take a client back from the archive, with the status she had."""
    name = _unarchive(vault, client_id, at)
    return Undo(f"{name} is back from the archive", lambda vault, at: _archive_again(vault, client_id, at))


def open_chart(vault: Vault, client_id: int, at: datetime, today: date) -> ChartHead:
    """The head of a chart; that it was opened is entered in the history."""
    with vault.write() as db:
        head = _head(db, client_id, today)
        enter(db, at, "client", "viewed", client_id, client_id)
    return head


def chart_head(vault: Vault, client_id: int, today: date) -> ChartHead:
    """The head of a chart that is open already."""
    with vault.read() as db:
        return _head(db, client_id, today)


def find_client(db: Session, client_id: int) -> Client:
    """The client's record; NotFound."""
    client = db.get(Client, client_id)
    if client is None:
        raise NotFound(f"There is no client number {client_id} in this practice.")
    return client


def current_courses(db: Session, client_id: int | None = None) -> dict[int, tuple[CourseFacts, list[Held]]]:
    """Each client's newest course with its held sessions (without their notes), for the rules; for all clients in
    two reads.
    """
    newest = select(func.max(Course.number)).where(Course.client_id == Client.id).correlate(Client).scalar_subquery()
    courses = (
        select(
            Course.id,
            Course.client_id,
            Course.planned_preparation,
            Course.planned_ketamine,
            Course.ended_on,
            Course.ended_how,
        )
        .join(Client, Client.id == Course.client_id)
        .where(Course.number == newest)
    )
    sessions = select(HeldSession.id, HeldSession.course_id, HeldSession.kind, HeldSession.held_on).where(
        HeldSession.id.not_in(withheld_sessions())
    )
    if client_id is not None:
        courses = courses.where(Course.client_id == client_id)
        sessions = sessions.where(HeldSession.client_id == client_id)
    by_course: dict[int, list[Held]] = {}
    for one in db.execute(sessions):
        by_course.setdefault(one.course_id, []).append(Held(one.id, SessionKind(one.kind), one.held_on))
    return {
        one.client_id: (
            CourseFacts(one.planned_preparation, one.planned_ketamine, one.ended_on, one.ended_how),
            by_course.get(one.id, []),
        )
        for one in db.execute(courses)
    }


def withheld_sessions() -> Any:
    """The sessions that were taken out of a chart together with a note, because they were somebody else's."""
    return (
        select(Note.session_id)
        .join(NoteWithheld, NoteWithheld.note_id == Note.id)
        .where(NoteWithheld.session_too, Note.session_id.is_not(None))
    )


def checked(facts: ClientFacts, today: date) -> ClientFacts:
    """The details with outer blanks removed; BadInput when one cannot be kept."""
    stripped: dict[str, Any] = {name: value.strip() for name, value in asdict(facts).items() if type(value) is str}
    facts = replace(facts, **stripped)
    if not facts.legal_name:
        raise BadInput("Enter the client's name.", "legal_name")
    if facts.birth_date and facts.birth_date > today:
        raise BadInput("The birth date is still to come. Is the year right?", "birth_date")
    if facts.birth_date and age(facts.birth_date, today) > 120:
        raise BadInput("By this birth date the client is over 120 years old. Is the year right?", "birth_date")
    if facts.email and "@" not in facts.email:
        raise BadInput(f"“{facts.email}” is not an email address: it has no @.", "email")
    return facts


def _head(db: Session, client_id: int, today: date) -> ChartHead:
    facts = _facts(find_client(db, client_id))
    course = current_courses(db, client_id).get(client_id)
    where = position(*course, today) if course else _NOT_BEGUN
    parts = [facts.pronouns, str(age(facts.birth_date, today)) if facts.birth_date else ""]
    parts.append(f"since {long(facts.since, today)}" if facts.since else "")
    unsigned = _unsigned_counts(db).get(client_id, 0)
    chips = _chips(facts, where, marks(*course, today) if course else (), unsigned)
    line = " · ".join(part for part in parts if part)
    return ChartHead(client_id, facts.name, line, Status(facts.status), where.phase, chips, facts)


def _chips(facts: ClientFacts, where: Position, line: Sequence[Mark], unsigned: int) -> tuple[Chip, ...]:
    tone: Tone = where.phase.value if where.phase in (Phase.PREPARATION, Phase.KETAMINE, Phase.INTEGRATION) else "plain"  # type: ignore[assignment]  # a phase's value is a tone
    chips = [Chip(where.words, tone)] if where.words else []
    if facts.status is not Status.ACTIVE:
        chips.append(Chip(facts.status.words, "plain"))
    chips += [
        Chip(mark.label[0].upper() + mark.label[1:], "bad" if mark.state == "late" else "warning")
        for mark in line
        if mark.state in ("due", "late")
    ]
    if unsigned:
        chips.append(Chip(f"{unsigned} unsigned note" + ("s" if unsigned > 1 else ""), "warning"))
    return tuple(chips)


def _facts(client: Client) -> ClientFacts:
    values = {field.name: getattr(client, field.name) for field in fields(ClientFacts)}
    return ClientFacts(**{**values, "status": Status(client.status)})


def _put(db: Session, client: Client, facts: ClientFacts, at: datetime) -> None:
    values = {**asdict(facts), "since": facts.since or client.since, "status": facts.status.value}
    changed = [name for name, value in values.items() if getattr(client, name) != value]
    for name in changed:
        setattr(client, name, values[name])
    if changed:
        enter(db, at, "client", "changed", client.id, client.id, changed)


def _put_back(vault: Vault, client_id: int, facts: ClientFacts, at: datetime) -> None:
    with vault.write() as db:
        _put(db, find_client(db, client_id), facts, at)


def _unarchive(vault: Vault, client_id: int, at: datetime) -> str:
    with vault.write() as db:
        client = find_client(db, client_id)
        if client.status != Status.ARCHIVED.value:
            raise BadInput("This client is not in the archive.", "status")
        client.status, client.status_before = client.status_before or Status.CLOSED.value, ""
        enter(db, at, "client", "unarchived", client_id, client_id)
        return _facts(client).name


def _archive_again(vault: Vault, client_id: int, at: datetime) -> None:
    archive_client(vault, client_id, at)


def _unsigned_counts(db: Session) -> dict[int, int]:
    query = select(Note.client_id, func.count()).where(Note.signed_id.is_(None)).group_by(Note.client_id)
    return dict(db.execute(query).all())


def _row(row: Any, course: tuple[CourseFacts, list[Held]] | None, unsigned: int, today: date) -> ClientRow:
    where = position(*course, today) if course else _NOT_BEGUN
    last = max((one.on for one in course[1]), default=None) if course else None
    name = row.preferred_name or row.legal_name
    return ClientRow(
        row.id,
        name,
        row.legal_name,
        row.pronouns,
        Status(row.status),
        where.phase,
        where.words,
        last,
        row.since,
        unsigned,
    )


def _matches(names: str, search: str) -> bool:
    folded = fold(names)
    return all(word in folded for word in fold(search).split())


def fold(text: str) -> str:
    """Letters without accents and case, so that “jose” finds “José”."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("Ø", "O"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def _by_name(row: ClientRow) -> tuple[str, int]:
    return fold(row.name), row.id


_SORT_KEYS: dict[str, Any] = {
    "status": lambda row: list(Status).index(row.status),
    "phase": lambda row: (list(Phase).index(row.phase), row.position),
    "last_session": lambda row: row.last_session or date.min,
    "unsigned": lambda row: row.unsigned,
}
