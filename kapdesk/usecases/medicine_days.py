"""Medicine days: begun at arrival, resumed after whatever happened, ended; and everything that the screen shows of one."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kapdesk.domain.appointments import AppointmentKind, AppointmentStatus, initials_of
from kapdesk.domain.contacts import Role
from kapdesk.domain.gate import AnswerKind, DayAnswer
from kapdesk.domain.medicine_day import DayEnding, Entry, EntryAct, EntryKind, OpenLine
from kapdesk.domain.orders import Order
from kapdesk.domain.phases import Medicine, SessionKind
from kapdesk.domain.protocol import Protocol
from kapdesk.errors import BadInput, NotFound, RecordSigned
from kapdesk.records.appointment import Appointment
from kapdesk.records.client import Client
from kapdesk.records.contact import ClientContact, Contact
from kapdesk.records.course import HeldSession
from kapdesk.records.medicine_day import DayAnswer as AnswerRecord
from kapdesk.records.medicine_day import DayEntry, MedicineDay
from kapdesk.records.note import Note
from kapdesk.records.order import PrescriberOrder
from kapdesk.usecases.appointment_rows import practice_zone, row_of
from kapdesk.usecases.clients import find_client
from kapdesk.usecases.courses import newest_course
from kapdesk.usecases.history import enter
from kapdesk.usecases.order_rows import current_orders, order_of
from kapdesk.usecases.practice import facts_of
from kapdesk.usecases.protocol import course_figures, protocol_of
from kapdesk.usecases.standing import withheld_sessions
from kapdesk.vault.database import Vault


@dataclass(frozen=True)
class Person:
    """Somebody with a telephone number; both empty when nobody is on file."""

    name: str = ""
    phone: str = ""

    @property
    def words(self) -> str:
        """`Luis, 505-555-0142`."""
        return ", ".join(part for part in (self.name, self.phone) if part)


@dataclass(frozen=True)
class Around:
    """Who and what stands around the session: ride, emergency contact, prescriber, and the address of the room."""

    ride: Person = Person()
    emergency: Person = Person()
    prescriber: Person = Person()
    room: str = ""


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


def begin(
    vault: Vault, client_id: int, at: datetime, appointment_id: int | None = None, paper_of: date | None = None
) -> int:
    """Open the record of a medicine day at arrival, or take up the one that is open; its id.

    Without an appointment that of the day is taken, where one is booked. `paper_of` is the day of a record that was kept on
    paper. BadInput for a day to come.
    """
    on = paper_of or at.date()
    if on > at.date():
        raise BadInput("That day is still to come. A medicine day is begun on its day.", "on")
    with vault.write() as db:
        client = find_client(db, client_id)
        zone = practice_zone(db)
        open_one = db.scalar(
            select(MedicineDay.id).where(
                MedicineDay.client_id == client_id, MedicineDay.on_date == on, MedicineDay.ended_at.is_(None)
            )
        )
        if open_one is not None:
            return open_one
        appointment_id = appointment_id or _booked(db, client_id, on)
        if appointment_id is not None and (day := row_of(db, appointment_id).when.day) != on:
            when = "still to come" if day > on else "of an earlier day; enter it from paper"
            raise BadInput(f"This ketamine session is {when}.", "on")
        row = MedicineDay(
            client_id=client_id,
            appointment_id=appointment_id,
            on_date=on,
            zone=zone,
            begun_at=at,
            from_paper=paper_of is not None,
        )
        db.add(row)
        db.flush()
        act = "from_paper" if paper_of is not None else "begun"
        enter(db, at, "medicine_day", act, row.id, client.id)
        return row.id


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
    """Go on with a day that was ended too early; RecordSigned once its note is signed."""
    with vault.write() as db:
        row = find_day(db, day_id, ended_too=True)
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
    course = newest_course(db, row.client_id)
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
        around=_around(db, row.client_id, order),
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
            one.at.astimezone(zone),
            one.kept_at.astimezone(zone),
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
            one.at.astimezone(zone),
            one.answer,
            one.words,
            json.loads(one.data) if one.data else {},
            one.by_whom,
            one.how,
            one.said_at.astimezone(zone) if one.said_at else None,
            one.about,
            one.id,
        )
        for one in rows
    ]


def open_days(vault: Vault) -> list[OpenDay]:
    """The medicine days that were not ended, the newest first."""
    with vault.read() as db:
        return open_days_in(db)


def open_days_in(db: Session) -> list[OpenDay]:
    """The same in an open read."""
    rows = db.execute(
        select(MedicineDay, Client.preferred_name, Client.legal_name)
        .join(Client, Client.id == MedicineDay.client_id)
        .where(MedicineDay.ended_at.is_(None))
        .order_by(MedicineDay.id.desc())
    ).all()
    return [
        OpenDay(
            row.id,
            row.client_id,
            preferred or legal,
            row.on_date,
            row.begun_at.astimezone(ZoneInfo(row.zone)),
            row.gate_closed_at.astimezone(ZoneInfo(row.zone)) if row.gate_closed_at else None,
        )
        for row, preferred, legal in rows
    ]


def day_of_session(db: Session, session_id: int | None) -> int | None:
    """The medicine day of a held session; None when it has none."""
    return db.scalar(select(MedicineDay.id).where(MedicineDay.session_id == session_id)) if session_id else None


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
        raise BadInput("This medicine day was ended. Open it again to write in it.", "")
    return row


def is_signed(db: Session, session_id: int | None) -> bool:
    """Whether a note of a session is signed."""
    signed = select(func.count()).select_from(Note).where(Note.session_id == session_id, Note.signed_id.is_not(None))
    return session_id is not None and bool(db.scalar(signed))


def _booked(db: Session, client_id: int, on: date) -> int | None:
    """The ketamine session that is booked for the day, or held on it without a record."""
    recorded = select(MedicineDay.session_id).where(MedicineDay.session_id.is_not(None))
    rows = db.scalars(
        select(Appointment.id)
        .where(
            Appointment.client_id == client_id,
            Appointment.kind == AppointmentKind.KETAMINE.value,
            Appointment.status.in_((AppointmentStatus.BOOKED.value, AppointmentStatus.HELD.value)),
            Appointment.session_id.is_(None) | Appointment.session_id.not_in(recorded),
        )
        .order_by(Appointment.starts)
    )
    return next((number for number in rows if row_of(db, number).when.day == on), None)


def _number(db: Session, row: MedicineDay) -> int:
    """Which ketamine session with medicine of the course it is, or will be: 1 for the first."""
    course = newest_course(db, row.client_id)
    if row.session_id is not None:
        course_id = db.get_one(HeldSession, row.session_id).course_id
    elif course is not None and course.ended_on is None:
        course_id = course.id
    else:
        return 1
    before = (
        select(func.count())
        .select_from(HeldSession)
        .where(
            HeldSession.course_id == course_id,
            HeldSession.kind == SessionKind.KETAMINE.value,
            HeldSession.medicine != Medicine.NOT_TAKEN.value,
            HeldSession.id != (row.session_id or 0),
            HeldSession.held_on <= row.on_date,
            HeldSession.id.not_in(withheld_sessions()),
        )
    )
    return (db.scalar(before) or 0) + 1


def _order(db: Session, row: MedicineDay) -> Order | None:
    if row.order_id is not None:
        return order_of(db.get_one(PrescriberOrder, row.order_id))
    return None if row.gate_closed_at else current_orders(db, row.client_id, row.on_date).get(row.client_id)


def _around(db: Session, client_id: int, order: Order | None) -> Around:
    prescriber = _contact(db, client_id, Role.PRESCRIBER)
    if order is not None:
        known = db.get(Contact, order.prescriber_id) if order.prescriber_id else None
        same = prescriber.phone if prescriber.name == order.prescriber else ""
        prescriber = Person(order.prescriber, known.phone if known else same)
    return Around(
        _contact(db, client_id, Role.DRIVER),
        _contact(db, client_id, Role.EMERGENCY),
        prescriber,
        facts_of(db).address,
    )


def _contact(db: Session, client_id: int, role: Role) -> Person:
    """The newest contact in a role, one with a telephone number before one without."""
    found = db.execute(
        select(Contact.name, Contact.phone)
        .join(ClientContact, ClientContact.contact_id == Contact.id)
        .where(ClientContact.client_id == client_id, ClientContact.role == role.value)
        .order_by(Contact.phone == "", ClientContact.id.desc())
        .limit(1)
    ).first()
    return Person(*found) if found else Person()
