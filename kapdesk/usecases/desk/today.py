"""Today: the day's appointments, what needs the therapist, where everyone is, and the week."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from kapdesk.domain import needs as rules
from kapdesk.domain.appointments import AppointmentKind, AppointmentStatus
from kapdesk.domain.calls import Safety
from kapdesk.domain.client_needs import (
    CONSENT_DAYS,
    GATE_DAYS,
    ClientFacts,
    Coming,
    LeftOpen,
    Passed,
    needs_of,
)
from kapdesk.domain.clients import Place, Status, place_of
from kapdesk.domain.course import Booked
from kapdesk.domain.dates import long
from kapdesk.domain.needs import Need
from kapdesk.domain.phases import CourseFacts, SessionKind
from kapdesk.domain.readiness import Line, open_lines
from kapdesk.usecases.asking.intake_review import said_at_intake
from kapdesk.usecases.calendar.appointment_rows import AppointmentRow, between, practice_zone
from kapdesk.usecases.course import ready
from kapdesk.usecases.course.deciding import UNSAID_DAYS, Decided, bookings, decided_with
from kapdesk.usecases.desk import tasks, today_rows
from kapdesk.usecases.desk.putting_off import Put, all_put_off
from kapdesk.usecases.house import backups
from kapdesk.usecases.medicine_day.medicine_days import OpenDay, open_days_in
from kapdesk.usecases.people import calls
from kapdesk.usecases.prescribing.order_rows import standings_from
from kapdesk.usecases.register import requests
from kapdesk.vault.database import Vault

_FREE = (Status.CLOSED, Status.ARCHIVED)
_WEEK = 7
Tone = Literal["plain", "preparation", "ketamine", "integration"]


@dataclass(frozen=True)
class TodayRow:
    """An appointment of the day: the row of the calendar, what it is in words, and how its lines of readiness stand.

    `open` is empty where nothing is asked; `lines` are the open ones in words. `day_id` is the medicine day that is open
    (0: none); `postponed` says that one was begun today and ended before medicine.
    """

    row: AppointmentRow
    words: str
    open: str = ""
    lines: tuple[str, ...] = ()
    day_id: int = 0
    postponed: bool = False


@dataclass(frozen=True)
class PutOffRow:
    """A line that was put off: what, until when and why."""

    need: Need
    until: date
    reason: str


@dataclass(frozen=True)
class Group:
    """How many clients are somewhere."""

    place: Place
    tone: Tone
    number: int


@dataclass(frozen=True)
class TodayView:
    """Everything on the page. `week` are the appointments of the week that are not cancelled, from Monday on."""

    on: date
    appointments: tuple[TodayRow, ...]
    needs: tuple[Need, ...]
    put_off: tuple[PutOffRow, ...]
    groups: tuple[Group, ...]
    monday: date
    week: tuple[AppointmentRow, ...]


@dataclass(frozen=True)
class _Known:
    """What was read once for all the lines."""

    decided: Mapping[int, Decided]
    files: ready.OnFile
    names: Mapping[int, tuple[str, Status, date, str]]
    booked: Mapping[int, Sequence[Booked]]
    open_days: Sequence[OpenDay]
    postponed: frozenset[int]


def read_today(vault: Vault, now: datetime, first_weekday: int = 1) -> TodayView:
    """The page as of a moment in the practice's time zone; the week begins on `first_weekday`, 1 for Monday."""
    today = now.date()
    monday = today - timedelta(days=(today.isoweekday() - first_weekday) % 7)
    due = [row for row in tasks.list_tasks(vault, today) if row.state in ("late", "today")]
    with vault.read() as db:
        week = between(db, monday, monday + timedelta(days=_WEEK - 1), practice_zone(db))
        known = _known(db, today)
        found = [need for facts in _facts(db, known, week, now) for need in needs_of(facts, today)]
        found += _requests(db, today)
        put = all_put_off(db)
    found += [
        rules.task(row.id, row.words, row.due_on, today, row.client_id, row.client)
        for row in due
        if row.due_on is not None
    ]
    state = backups.backup_state(vault, now)
    if state.level != "good":
        found.append(rules.backup(state.headline, state.level == "red"))
    shown, waiting = _without_put_off(rules.in_order(found), put, today)
    rows = tuple(_row(known, row, today) for row in week if row.when.day <= today <= row.when.last_day)
    return TodayView(
        today,
        rows,
        tuple(shown),
        tuple(waiting),
        tuple(_groups(known)),
        monday,
        tuple(row for row in week if row.status.takes_time),
    )


def _requests(db: Session, today: date) -> Iterator[Need]:
    """What clients asked of their records and is due soon."""
    for one in requests.open_requests(db):
        need = rules.request(one.request, today, one.client_id, one.client)
        if need is not None:
            yield need


def _known(db: Session, today: date) -> _Known:
    """Orders, sessions with medicine and bookings are read once, for the course and for the lines of readiness."""
    files = ready.on_file(db)
    booked = bookings(db, today - timedelta(days=UNSAID_DAYS))
    decided = decided_with(db, today, booked, standings_from(files.orders, files.taken, today))
    coming = {client: [one for one in several if one.on >= today] for client, several in booked.items()}
    return _Known(decided, files, today_rows.names(db), coming, open_days_in(db), today_rows.postponed(db, today))


def _facts(db: Session, known: _Known, week: Sequence[AppointmentRow], now: datetime) -> Iterator[ClientFacts]:
    today = now.date()
    unsigned = today_rows.unsigned(db, week, now)
    passed = today_rows.passed(db, now)
    sheets = calls.sheets(db)
    at_intake = said_at_intake(db)
    in_a_row = {row.client_id for row in week if row.kind is AppointmentKind.KETAMINE and row.when.day == today}
    called = today_rows.called(db, sheets)
    for client_id, (name, status, since, _referred) in known.names.items():
        decided, sheet = known.decided.get(client_id), sheets.get(client_id)
        running = decided is not None and decided.facts.ended_on is None and status not in _FREE
        follows = decided is not None and (running or status is not Status.ARCHIVED)
        gone_by = passed.get(client_id, ())
        coming = (*_coming(known, client_id, decided, today), *_not_said(known, client_id, decided, gone_by))
        intent = sheet is not None and sheet.safety_now is Safety.INTENT and status not in _FREE
        yield ClientFacts(
            client_id,
            name,
            due=decided.now.due if decided and follows else (),
            binding=decided.now.binding if decided and running else (),
            ketamine_next=running and decided is not None and any(one.kind == "ketamine" for one in decided.now.due),
            order=ready.standing_on(known.files, client_id, today),
            prescriber_visit=ready.visit_due(known.files, client_id, today) if running else None,
            flags=known.files.flags.get(client_id, ()) if status not in _FREE else (),
            unsigned=unsigned.get(client_id, ()),
            unwritten=_unwritten(decided) if decided else (),
            passed=gone_by,
            coming=coming,
            inquiry_since=since if status is Status.INQUIRY and client_id not in called else None,
            intent_said_on=(sheet.safety_asked_on or sheet.called_on or since) if intent and sheet else None,
            open_days=[
                LeftOpen(one.id, one.on, one.medicine_at is not None)
                for one in known.open_days
                if one.client_id == client_id and (one.on < today or client_id not in in_a_row)
            ],
            earlier=decided.earlier if decided and status is not Status.ARCHIVED else (),
            at_intake=at_intake.get(client_id, ()) if status not in _FREE else (),
        )


def _coming(known: _Known, client_id: int, decided: Decided | None, today: date) -> Iterator[Coming]:
    """The ketamine sessions that are booked for the next two weeks, whether a course is under way or not."""
    booked = decided.booked if decided else known.booked.get(client_id, ())
    for one in booked:
        if one.kind is SessionKind.KETAMINE and one.on <= today + timedelta(days=CONSENT_DAYS):
            if one.on <= today + timedelta(days=GATE_DAYS):
                lines = ready.lines_for(known.files, client_id, decided, booked, one.on, today)
            else:  # of a later day only the papers are asked for
                lines = ready.lines_of_papers(known.files, client_id, one.on, today)
            yield _with_window(decided, booked, one.appointment_id, one.on, lines)


def _not_said(known: _Known, client_id: int, decided: Decided | None, passed: Sequence[Passed]) -> Iterator[Coming]:
    """Ketamine sessions of which nobody said what became of them: their integration is waited for all the same."""
    booked = decided.booked if decided else known.booked.get(client_id, ())
    for one in passed:
        if one.ketamine:
            yield _with_window(decided, booked, one.appointment_id, one.on, ())


def _with_window(
    decided: Decided | None, booked: Sequence[Booked], appointment_id: int, on: date, lines: Sequence[Line]
) -> Coming:
    figures = decided.facts if decided else CourseFacts()
    first, last = (
        on + timedelta(days=days) for days in (figures.integration_from_days, figures.integration_within_days)
    )
    integrations = [one.on for one in booked if one.kind is SessionKind.INTEGRATION and one.on >= on]
    return Coming(appointment_id, on, lines, first, last, min(integrations, default=None))


def _unwritten(decided: Decided) -> list[tuple[int, date]]:
    """The ketamine sessions of the course without any note."""
    return [
        (one.session_id, one.on) for one in decided.held if one.kind is SessionKind.KETAMINE and one.note_id is None
    ]


def _without_put_off(needs: Sequence[Need], put: Mapping[str, Put], today: date) -> tuple[list[Need], list[PutOffRow]]:
    shown, waiting = [], []
    for need in needs:
        one = put.get(need.key)
        if one is None or one.until <= today:
            shown.append(need)
        else:
            waiting.append(PutOffRow(need, one.until, one.reason))
    return shown, waiting


def _row(known: _Known, row: AppointmentRow, today: date) -> TodayRow:
    decided = known.decided.get(row.client_id or 0)
    running = [one.id for one in known.open_days if one.client_id == row.client_id and one.on == row.when.day]
    if row.kind is AppointmentKind.KETAMINE and running:
        return TodayRow(row, _number(decided, today) or row.kind.words, "in session", day_id=running[0])
    if row.kind is AppointmentKind.CALL:
        referred = known.names[row.client_id][3] if row.client_id is not None else ""
        return TodayRow(row, f"Introductory call, referred by {referred}" if referred else "Introductory call")
    if row.status is AppointmentStatus.BOOKED and row.kind is AppointmentKind.KETAMINE:
        return _ketamine(known, row, decided, today)
    if decided is None or row.kind.session is None or decided.facts.ended_on is not None:
        return TodayRow(row, row.words or row.kind.words)
    if row.status is not AppointmentStatus.BOOKED:
        return TodayRow(row, row.words or row.kind.words)
    return TodayRow(row, _step(row, decided, today))


def _ketamine(known: _Known, row: AppointmentRow, decided: Decided | None, today: date) -> TodayRow:
    client_id = row.client_id or 0
    booked = decided.booked if decided else known.booked.get(client_id, ())
    found = ready.lines_for(known.files, client_id, decided, booked, today, today)
    still = open_lines(found)
    words = f"{_number(decided, today) or 'Ketamine session'} · the rest is asked at the start"
    state = f"{len(still)} open" if still else "nothing open yet"
    return TodayRow(row, words, state, tuple(_said(still)), postponed=row.id in known.postponed)


def _number(decided: Decided | None, today: date) -> str:
    """`Ketamine session 3 of 8`, the same before and after the medicine of today; empty while no course is under way."""
    if decided is None or decided.facts.ended_on is not None:
        return ""
    number = 1 + sum(one.dosed and one.on < today for one in decided.now.sessions)
    return f"Ketamine session {number} of {max(decided.facts.planned_ketamine, number)}"


def _said(found: Sequence[Line]) -> Iterator[str]:
    for line in found:
        yield f"{line.words}: {line.why}" if line.why else line.words


def _step(row: AppointmentRow, decided: Decided, today: date) -> str:
    """`Integration of ketamine session 1, yesterday`, `Preparation 2 of 3`."""
    if row.kind is AppointmentKind.PREPARATION:
        number = sum(one.kind is SessionKind.PREPARATION for one in decided.now.sessions) + 1
        return f"Preparation {number} of {max(number, decided.facts.planned_preparation)}"
    dosed = [one for one in decided.now.sessions if one.dosed]
    if not dosed:
        return "Integration"
    days = (today - dosed[-1].on).days
    when = {0: "today", 1: "yesterday"}.get(days, f"of {long(dosed[-1].on, today)}")
    return f"Integration of ketamine session {dosed[-1].number}, {when}".replace(", of", " of")


def _groups(known: _Known) -> Iterator[Group]:
    counts: Counter[Place] = Counter()
    for client_id, (_name, status, _since, _referred) in known.names.items():
        decided = known.decided.get(client_id)
        counts[place_of(status, decided.now.stage if decided else None)] += 1
    for place, tone in _TONES.items():
        if counts[place] or place is not Place.NO_COURSE:
            yield Group(place, tone, counts[place])


_TONES: dict[Place, Tone] = {
    Place.INQUIRY: "plain",
    Place.PREPARATION: "preparation",
    Place.KETAMINE: "ketamine",
    Place.CLOSING: "integration",
    Place.NO_COURSE: "plain",
}
