"""Medicine days: begun at arrival, resumed after whatever happened, ended; and everything that the screen shows of one."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kapdesk.domain.appointments import initials_of
from kapdesk.domain.gate import AnswerKind, DayAnswer
from kapdesk.domain.medicine_day import DayEnding, Entry, EntryAct, EntryKind, OpenLine
from kapdesk.domain.orders import Order
from kapdesk.domain.phases import Medicine, SessionKind
from kapdesk.domain.protocol import Protocol
from kapdesk.errors import BadInput, NotFound, RecordSigned
from kapdesk.records.client import Client
from kapdesk.records.course import Course, HeldSession
from kapdesk.records.medicine_day import DayAnswer as AnswerRecord
from kapdesk.records.medicine_day import DayEntry, MedicineDay
from kapdesk.records.order import PrescriberOrder
from kapdesk.usecases.calendar.appointment_rows import practice_zone, row_of
from kapdesk.usecases.course.courses import newest_course
from kapdesk.usecases.course.protocol import course_figures, protocol_of
from kapdesk.usecases.course.standing import withheld_sessions
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.medicine_day.day_around import Around, Person, around_of
from kapdesk.usecases.medicine_day.day_booking import (
    booked,
    can_be_recorded,
    check_appointment,
    day_of_session,
    is_signed,
)
from kapdesk.usecases.people.clients import find_client
from kapdesk.usecases.prescribing.order_rows import current_orders, order_of
from kapdesk.vault.database import Vault

__all__ = ["Around", "Person", "can_be_recorded", "day_of_session", "is_signed"]

NIGHT = time(6)
"""Until then a time can be of the night after a day."""


@dataclass(frozen=True)
class Day:
    """A medicine day as the screen shows it; times in the practice's zone.

    `order` is the version that was in force when the gate closed, before that the one in force now. `figures` are the
    course's own. `answers` and `entries` are in the order in which they were kept.
    """

    id: int
    client_id: int
    client: str
    number: int
    on: date
    begun_at: datetime
    booked_until: datetime | None
    gate_closed_at: datetime | None
    ended_at: datetime | None
    ending: DayEnding
    session_id: int | None
    from_paper: bool
    signed: bool
    order: Order | None
    figures: Protocol
    around: Around
    answers: tuple[DayAnswer, ...]
    entries: tuple[Entry, ...]
    line: OpenLine | None

    @property
    def initials(self) -> str:
        """`R. D.`: what is on the screen instead of the name."""
        return initials_of(self.client)

    @property
    def intention(self) -> str:
        """In the client's words, as said at the gate; empty when it was not asked."""
        said = self.answer("intention")
        return said.words if said else ""

    @property
    def agreed(self) -> tuple[str, ...] | None:
        """What touch was agreed sober today; None when it was not asked."""
        said = self.answer("touch_today")
        return tuple(said.data.get("agreed", ())) if said else None

    def answer(self, line: str) -> DayAnswer | None:
        """What the day last answered to a line that was asked."""
        return next((one for one in reversed(self.answers) if one.line == line and one.kind is AnswerKind.ASKED), None)


@dataclass(frozen=True)
class OpenDay:
    """A medicine day that was not ended, for Today."""

    id: int
    client_id: int
    client: str
    on: date
    begun_at: datetime
    medicine_at: datetime | None
    from_paper: bool = False


def begin(
    vault: Vault,
    client_id: int,
    at: datetime,
    appointment_id: int | None = None,
    paper_of: date | None = None,
    begun_at: datetime | None = None,
) -> int:
    """Open the record of a medicine day at arrival, or take up the one that is open; its id.

    Without an appointment that of the day is taken, where one is booked. `paper_of` is the day of a record that was kept on
    paper, `begun_at` then the time that stands on it. BadInput for a day to come.
    """
    with vault.write() as db:
        client = find_client(db, client_id)
        zone = practice_zone(db)
        there = at.astimezone(ZoneInfo(zone))
        on = paper_of or there.date()
        if on > there.date():
            raise BadInput("That day is still to come. A medicine day is begun on its day.", "on")
        open_one = _open_one(db, client_id, on)
        if open_one is None and paper_of is None and there.time() < NIGHT:
            open_one = _open_one(db, client_id, on - timedelta(days=1))
        if open_one is not None:
            return open_one
        if appointment_id is None:
            appointment_id = booked(db, client_id, on)
        else:
            check_appointment(db, appointment_id, on)
        row = MedicineDay(
            client_id=client_id,
            appointment_id=appointment_id,
            on_date=on,
            zone=zone,
            begun_at=begun_at or at,
            from_paper=paper_of is not None,
        )
        db.add(row)
        db.flush()
        act = "from_paper" if paper_of is not None else "begun"
        enter(db, at, "medicine_day", act, row.id, client.id)
        return row.id


def _open_one(db: Session, client_id: int, on: date) -> int | None:
    """The day of a client that was not ended."""
    query = select(MedicineDay.id).where(
        MedicineDay.client_id == client_id, MedicineDay.on_date == on, MedicineDay.ended_at.is_(None)
    )
    return db.scalars(query.order_by(MedicineDay.id)).first()


def end(vault: Vault, day_id: int, ending: DayEnding, words: str, at: datetime) -> None:
    """End a medicine day; before medicine only as postponed or begun by mistake. BadInput without words for these."""
    with vault.write() as db:
        row = find_day(db, day_id)
        early = ending in (DayEnding.POSTPONED, DayEnding.MISTAKE)
        if early and row.session_id is not None:
            raise BadInput("The session is being held, so it cannot be postponed. Look at “Fit to leave” instead.", "")
        if early and not words.strip():
            raise BadInput("Say why.", "words")
        end_in(db, row, ending, words, at)


def end_in(db: Session, row: MedicineDay, ending: DayEnding, words: str, at: datetime) -> None:
    """The same in the caller's write."""
    row.ended_at, row.ending, row.ending_words = at, ending.value, words.strip()
    close_line(row)
    db.flush()
    enter(db, at, "medicine_day", "ended", row.id, row.client_id, detail=ending.words.lower())


def reopen(vault: Vault, day_id: int, at: datetime) -> None:
    """Go on with a day that was ended too early; RecordSigned once its note is signed, BadInput while another record of
    the client's day is open.
    """
    with vault.write() as db:
        row = find_day(db, day_id, ended_too=True)
        if _open_one(db, row.client_id, row.on_date) not in (None, row.id):
            raise BadInput("Another record of this day is open. End that one first.", "")
        row.ended_at, row.ending, row.ending_words = None, "", ""
        db.flush()
        enter(db, at, "medicine_day", "reopened", row.id, row.client_id)


def get_day(vault: Vault, day_id: int, now: datetime) -> Day:
    """Everything that the screen shows; NotFound."""
    with vault.read() as db:
        return day_of(db, day_id, now)


def day_of(db: Session, day_id: int, now: datetime) -> Day:
    """The same in an open read or write."""
    row = db.get(MedicineDay, day_id)
    if row is None:
        raise NotFound("This medicine day is not there.")
    zone = ZoneInfo(row.zone)
    client = db.get_one(Client, row.client_id)
    course = _course(db, row)
    practice = protocol_of(db)
    figures = course_figures(course) if course is not None else practice
    order = _order(db, row)
    return Day(
        id=row.id,
        client_id=row.client_id,
        client=client.preferred_name or client.legal_name,
        number=_number(db, row),
        on=row.on_date,
        begun_at=row.begun_at.astimezone(zone),
        booked_until=row_of(db, row.appointment_id).when.until if row.appointment_id else None,
        gate_closed_at=row.gate_closed_at.astimezone(zone) if row.gate_closed_at else None,
        ended_at=row.ended_at.astimezone(zone) if row.ended_at else None,
        ending=DayEnding(row.ending),
        session_id=row.session_id,
        from_paper=row.from_paper,
        signed=is_signed(db, row.session_id),
        order=order,
        figures=replace(figures, minimum_stay_minutes=practice.minimum_stay_minutes),
        around=around_of(db, row.client_id, order),
        answers=tuple(answers_of(db, row.id, zone)),
        entries=tuple(entries_of(db, row.id, zone)),
        line=OpenLine(row.line_kind, row.line_text, row.line_at.astimezone(zone), row.line_about) if row.line_at else None,
    )  # fmt: skip


def entries_of(db: Session, day_id: int, zone: ZoneInfo, after: int = 0) -> list[Entry]:
    """All entries of a day, as they were kept; only those that were kept after the entry `after`."""
    rows = db.scalars(select(DayEntry).where(DayEntry.day_id == day_id, DayEntry.id > after).order_by(DayEntry.id))
    return [
        Entry(
            one.id,
            EntryKind(one.kind),
            _there(one.at, zone),
            _there(one.kept_at, zone),
            one.words,
            json.loads(one.data) if one.data else {},
            one.by_hand,
            one.about_id,
            EntryAct(one.act),
        )
        for one in rows
    ]


def answers_of(db: Session, day_id: int, zone: ZoneInfo) -> list[DayAnswer]:
    """All that was said about the lines of the gate."""
    rows = db.scalars(select(AnswerRecord).where(AnswerRecord.day_id == day_id).order_by(AnswerRecord.id))
    return [
        DayAnswer(
            one.line,
            AnswerKind(one.kind),
            _there(one.at, zone),
            one.answer,
            one.words,
            json.loads(one.data) if one.data else {},
            one.by_whom,
            one.how,
            _there(one.said_at, zone) if one.said_at else None,
            one.about,
            one.id,
        )
        for one in rows
    ]


def _there(at: datetime, zone: ZoneInfo) -> datetime:
    """The time of the wall with its offset, so that differences and order hold in the night in which the clock changes."""
    local = at.astimezone(zone)
    return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()), fold=0)


def open_days(vault: Vault) -> list[OpenDay]:
    """The medicine days that were not ended, the newest first."""
    with vault.read() as db:
        return open_days_in(db)


def open_days_in(db: Session) -> list[OpenDay]:
    """The same in an open read."""
    rows = db.execute(_open_days()).all()
    return [
        OpenDay(
            row.id,
            row.client_id,
            preferred or legal,
            row.on_date,
            row.begun_at.astimezone(ZoneInfo(row.zone)),
            row.gate_closed_at.astimezone(ZoneInfo(row.zone)) if row.gate_closed_at else None,
            row.from_paper,
        )
        for row, preferred, legal in rows
    ]


@cache
def _open_days() -> Any:
    return (
        select(MedicineDay, Client.preferred_name, Client.legal_name)
        .join(Client, Client.id == MedicineDay.client_id)
        .where(MedicineDay.ended_at.is_(None))
        .order_by(MedicineDay.id.desc())
    )


def close_line(row: MedicineDay) -> None:
    """Nothing is being typed any more; in the caller's write."""
    if row.line_at is not None:
        row.line_kind, row.line_text, row.line_at, row.line_about = "", "", None, None


def find_day(db: Session, day_id: int, ended_too: bool = False) -> MedicineDay:
    """A medicine day that can still be written in; NotFound, RecordSigned, BadInput when it was ended."""
    row = db.get(MedicineDay, day_id)
    if row is None:
        raise NotFound("This medicine day is not there.")
    if is_signed(db, row.session_id):
        raise RecordSigned(
            "The note of this ketamine session is signed, and its record with it. Add an addendum to the note."
        )
    if row.ended_at is not None and not ended_too:
        raise BadInput(
            "This medicine day was ended. Until its note is signed, entries can be corrected, withdrawn or moved, not added.",
            "",
        )
    return row


def _number(db: Session, row: MedicineDay) -> int:
    """Which ketamine session with medicine of the course it is, or will be: 1 for the first."""
    course = _course(db, row)
    if course is None or (row.session_id is None and course.ended_on is not None):
        return 1
    before = (
        select(func.count())
        .select_from(HeldSession)
        .where(
            HeldSession.course_id == course.id,
            HeldSession.kind == SessionKind.KETAMINE.value,
            HeldSession.medicine != Medicine.NOT_TAKEN.value,
            HeldSession.id != (row.session_id or 0),
            HeldSession.held_on <= row.on_date,
            HeldSession.id.not_in(withheld_sessions()),
        )
    )
    return (db.scalar(before) or 0) + 1


def _course(db: Session, row: MedicineDay) -> Course | None:
    """The course of the day's session; before it is held the client's last one."""
    if row.session_id is None:
        return newest_course(db, row.client_id)
    return db.get(Course, db.get_one(HeldSession, row.session_id).course_id)


def _order(db: Session, row: MedicineDay) -> Order | None:
    if row.order_id is not None:
        return order_of(db.get_one(PrescriberOrder, row.order_id))
    return None if row.gate_closed_at else current_orders(db, row.client_id, row.on_date).get(row.client_id)
