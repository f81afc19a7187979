"""Ready for the medicine day, as far as the chart knows: the lines for a client and a day, and the ticks on the therapist's word."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from kapdesk.domain.authorizations import same_recipient
from kapdesk.domain.contacts import Role
from kapdesk.domain.course import Booked, Ordered, so_far
from kapdesk.domain.dates import short
from kapdesk.domain.health import Weight
from kapdesk.domain.orders import Order, OrderStanding, in_force, standing_of
from kapdesk.domain.paper_states import RELEASE, TRANSPORT, Standing, State
from kapdesk.domain.phases import CourseFacts, Held, Medicine, SessionKind
from kapdesk.domain.readiness import PAPERS, TICKS, Known, Line, OrderForDay, Tick, lines, paper_lines
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.contact import ClientContact, Contact
from kapdesk.records.health import PrescriberFlag
from kapdesk.records.note import Note
from kapdesk.records.today import ReadinessTick
from kapdesk.usecases.course.deciding import Decided, bookings, decisions
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.paper import paper_standings
from kapdesk.usecases.people.clients import find_client
from kapdesk.usecases.prescribing.order_rows import days_taken, follow_ups_due, newest_versions
from kapdesk.vault.database import Vault


@dataclass(frozen=True)
class Person:
    """Somebody around a client, as far as the lines need it."""

    name: str
    phone: str


@dataclass(frozen=True)
class OnFile:
    """What the lines rest on, of one client or of all; by client's id."""

    orders: Mapping[int, list[Order]]
    taken: Mapping[int, list[date]]
    visits_due: Mapping[int, date]
    flags: Mapping[int, list[tuple[int, str]]]
    people: Mapping[tuple[int, str], Sequence[Person]]
    ticks: Mapping[int, Mapping[str, Tick]]
    papers: paper_standings.OnFile
    unsigned: frozenset[int]


@dataclass(frozen=True)
class NextDay:
    """The next ketamine session of a client: its day, whether it is booked, and its lines."""

    on: date
    booked: bool
    lines: tuple[Line, ...]


def next_day(vault: Vault, client_id: int, today: date) -> NextDay | None:
    """The lines for the next ketamine session: the one that is booked, else as of the first day it may be. None when no
    ketamine session is booked and none comes next.
    """
    with vault.read() as db:
        decided = decisions(db, today, client_id).get(client_id)
        coming = bookings(db, today, client_id).get(client_id, []) if decided is None else decided.booked
        booked = next((one.on for one in coming if one.kind is SessionKind.KETAMINE), None)
        comes_next = decided is not None and any(one.kind == "ketamine" for one in decided.now.due)
        if booked is None and not comes_next:
            return None
        on = booked or max(today, (decided.now.earliest_next.on if decided else None) or today)
        return NextDay(on, booked is not None, lines_for(on_file(db, client_id), client_id, decided, coming, on, today))


def readiness(vault: Vault, client_id: int, on: date, today: date) -> tuple[Line, ...]:
    """The lines for a ketamine session of a client on a day."""
    with vault.read() as db:
        return readiness_in(db, client_id, on, today)


def readiness_in(db: Session, client_id: int, on: date, today: date) -> tuple[Line, ...]:
    """The same in an open read or write."""
    decided = decisions(db, today, client_id).get(client_id)
    coming = bookings(db, today, client_id).get(client_id, []) if decided is None else decided.booked
    return lines_for(on_file(db, client_id), client_id, decided, coming, on, today)


def missing_for(vault: Vault, client_id: int, on: date, today: date) -> list[str]:
    """What is still open for a ketamine session on a day, in words, the most binding first."""
    found = [line for line in readiness(vault, client_id, on, today) if line.state in ("red", "amber")]
    found.sort(key=lambda line: line.state != "red")
    return [f"{line.words}: {line.why}" if line.why else line.words for line in found if line.key != "integration"]


def on_file(db: Session, client_id: int | None = None) -> OnFile:
    """Read it, for one client or for all, in a few queries."""
    orders = newest_versions(db, client_id)
    return OnFile(
        orders,
        days_taken(db, client_id),
        follow_ups_due(db, [order for several in orders.values() for order in several]),
        _flags(db, client_id),
        _people(db, client_id),
        _ticks(db, client_id),
        paper_standings.read_on_file(db, client_id),
        frozenset(db.scalars(_unsigned())),
    )


def lines_for(
    known: OnFile, client_id: int, decided: Decided | None, booked: Sequence[Booked], on: date, today: date
) -> tuple[Line, ...]:
    """The lines from what was read. What is booked for the days before `on` counts as held then: an interval runs from it,
    and it takes its dose from the order.
    """
    course = decided.facts if decided else CourseFacts()
    held = decided.held if decided else ()
    between = [one for one in booked if today <= one.on < on and one.kind is not SessionKind.PREPARATION]
    then = [*held, *(Held(-number, one.kind, one.on, None, Medicine.TAKEN) for number, one in enumerate(between, 1))]
    doses_before = sum(one.kind is SessionKind.KETAMINE for one in between)
    order, named = standing_on(known, client_id, on), None
    if order.order is not None and order.order.written_on is not None:
        named = Ordered(order.order.name(today), order.order.written_on, order.order.interval_days)
    now = so_far(course, then, on, named)
    dosed = [one for one in now.sessions if one.dosed]
    preparations = [one for one in held if one.kind is SessionKind.PREPARATION]
    integrations = [one.on for one in booked if one.kind is SessionKind.INTEGRATION and one.on >= on]
    found = Known(
        course=now,
        order=_order(known, client_id, order, doses_before, on, today),
        flags_unanswered=[what for _, what in known.flags.get(client_id, ())],
        unsigned_preparations=sum(one.note_id is None or one.note_id in known.unsigned for one in preparations),
        planned_preparation=course.planned_preparation,
        integration_booked_on=min(integrations, default=None),
        integration_by=on + timedelta(days=course.integration_within_days),
        last_integrated=not dosed or len(dosed[-1].integrated_after_days) >= course.integrations_each,
        ride=_first_to_call(known, client_id, Role.DRIVER),
        emergency=_first_to_call(known, client_id, Role.EMERGENCY),
        ticks=known.ticks.get(client_id, {}),
        papers=_papers_for(known, client_id, on),
        no_course=_no_course(decided),
    )
    return lines(found, on, today)


def lines_of_papers(known: OnFile, client_id: int, on: date, today: date) -> tuple[Line, ...]:
    """Of the same lines only those that a paper answers, for whoever asks for no other."""
    return paper_lines(_papers_for(known, client_id, on), known.ticks.get(client_id, {}), today)


def _papers_for(known: OnFile, client_id: int, on: date) -> dict[str, Standing]:
    return {name: paper_for(known, client_id, name, on) for name in PAPERS.values()}


def paper_for(known: OnFile, client_id: int, name: str, on: date) -> Standing:
    """How a client's paper stands on a day; of several of its name those about whom the medicine day is with (the prescriber
    for a release, who takes the client home for transport) come before the others, and of them the one that holds best.
    """
    found = known.papers.standings(client_id, name, on)
    people = known.people.get((client_id, _ABOUT[name].value), ()) if name in _ABOUT else ()
    named = [one for one in found if any(same_recipient(one.about, who.name) for who in people)]
    return min(named or found, key=lambda one: (one.state is not State.SIGNED, not one.state.holds))


_ABOUT = {RELEASE: Role.PRESCRIBER, TRANSPORT: Role.DRIVER}


def _no_course(decided: Decided | None) -> str:
    """Why no course is under way; empty while one is."""
    if decided is None:
        return "No course was started."
    if decided.facts.ended_on is not None:
        return f"The course ended: {decided.facts.ended_how}." if decided.facts.ended_how else "The course ended."
    return ""


def standing_on(known: OnFile, client_id: int, on: date) -> OrderStanding:
    """How the client's order stands on a day."""
    order = in_force(known.orders.get(client_id, ()), on)
    return standing_of(order, known.taken.get(client_id, ()), on)


def visit_due(known: OnFile, client_id: int, on: date) -> date | None:
    """The next follow-up visit that the order in force names, until it is entered as held."""
    order = in_force(known.orders.get(client_id, ()), on)
    return known.visits_due.get(order.id) if order is not None else None


def tick(
    vault: Vault, client_id: int, line: str, on: date, by_whom: str, words: str, until: date | None, at: datetime
) -> Undo:
    """Say that something is there: since when, who says so, until when. BadInput without a name or for a day to come."""
    by_whom, words = " ".join(by_whom.split()), " ".join(words.split())
    if line not in TICKS:
        raise ValueError(f"{line} is not ticked")
    if on > at.date():
        raise BadInput(f"{short(on, at.date())} is still to come. Type the day on which it was made.", "on")
    if until is not None and until < on:
        raise BadInput("It would end before it begins. Is one of the days wrong?", "until")
    if not by_whom:
        raise BadInput("Say who saw it.", "by_whom")
    with vault.write() as db:
        find_client(db, client_id)
        row = ReadinessTick(
            client_id=client_id, line=line, on_date=on, by_whom=by_whom, words=words, until=until, ticked_at=at
        )
        db.add(row)
        db.flush()
        enter(db, at, "readiness", "ticked", row.id, client_id, (line,))
        number = row.id
    return Undo(f"Ticked: {TICKS[line]}", lambda vault, at: untick(vault, number, at))


def untick(vault: Vault, tick_id: int, at: datetime) -> Undo:
    """Take a tick back; NotFound."""
    with vault.write() as db:
        row = db.get(ReadinessTick, tick_id)
        if row is None:
            raise NotFound("This tick is not there any more.")
        kept = {column.key: getattr(row, column.key) for column in ReadinessTick.__table__.columns}
        db.delete(row)
        enter(db, at, "readiness", "unticked", tick_id, row.client_id, (row.line,))

    def put_back(vault: Vault, at: datetime) -> None:
        with vault.write() as db:
            db.add(ReadinessTick(**kept))
            db.flush()
            enter(db, at, "readiness", "ticked", tick_id, kept["client_id"], (kept["line"],))

    return Undo("Tick taken back", put_back)


def _order(
    known: OnFile, client_id: int, standing: OrderStanding, doses_before: int, on: date, today: date
) -> OrderForDay | None:
    order = standing.order
    if order is None:
        return None
    visit = visit_due(known, client_id, on)
    left = standing.doses_left
    return OrderForDay(
        order.name(today),
        standing.state,
        f"{standing.words}.",
        standing.level,
        None if left is None else left - doses_before,
        order.interval_days,
        not order.limits.missing,
        bool(order.drug_holds),
        visit if visit is not None and visit < on else None,
    )


def _flags(db: Session, client_id: int | None) -> dict[int, list[tuple[int, str]]]:
    """The stop-and-ask flags that are open and have no answer."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for client, number, what in db.connection().execute(_flagged(client_id is not None), {"client": client_id}):
        found[client].append((number, what))
    return found


@cache
def _flagged(of_one: bool) -> Any:
    """The question itself, of one client or of all: to put it together costs more than its answer, so it is done once."""
    query = select(PrescriberFlag.client_id, PrescriberFlag.id, PrescriberFlag.what).where(
        PrescriberFlag.weight == Weight.STOP_AND_ASK.value,
        PrescriberFlag.closed_on.is_(None),
        PrescriberFlag.answer == "",
    )
    return query.where(PrescriberFlag.client_id == bindparam("client")) if of_one else query


@cache
def _unsigned() -> Select[int]:
    return select(Note.id).where(Note.signed_id.is_(None))


def _people(db: Session, client_id: int | None) -> dict[tuple[int, str], list[Person]]:
    """The contacts in each role that the medicine day asks for, by client's id and role, in the order of their entry."""
    found: dict[tuple[int, str], list[Person]] = defaultdict(list)
    for client, role, name, phone in db.connection().execute(_around(client_id is not None), {"client": client_id}):
        found[client, role].append(Person(name, phone))
    return found


@cache
def _around(of_one: bool) -> Any:
    query = (
        select(ClientContact.client_id, ClientContact.role, Contact.name, Contact.phone)
        .join(Contact, Contact.id == ClientContact.contact_id)
        .where(ClientContact.role.in_((Role.DRIVER.value, Role.EMERGENCY.value, Role.PRESCRIBER.value)))
        .order_by(ClientContact.id)
    )
    return query.where(ClientContact.client_id == bindparam("client")) if of_one else query


def _first_to_call(known: OnFile, client_id: int, role: Role) -> str:
    """The first in this role with a telephone number; empty without one."""
    people = known.people.get((client_id, role.value), ())
    return next((f"{one.name}, {one.phone}" for one in people if one.phone), "")


def _ticks(db: Session, client_id: int | None) -> dict[int, dict[str, Tick]]:
    """The newest tick of each line."""
    found: dict[int, dict[str, Tick]] = defaultdict(dict)
    for row in db.execute(_ticked(client_id is not None), {"client": client_id}):
        found[row.client_id][row.line] = Tick(row.line, row.on_date, row.by_whom, row.words, row.until, row.id)
    return found


@cache
def _ticked(of_one: bool) -> Any:
    query = select(
        ReadinessTick.client_id, ReadinessTick.line, ReadinessTick.on_date, ReadinessTick.by_whom, ReadinessTick.words,
        ReadinessTick.until, ReadinessTick.id,
    ).order_by(ReadinessTick.on_date, ReadinessTick.id)  # fmt: skip
    return query.where(ReadinessTick.client_id == bindparam("client")) if of_one else query
