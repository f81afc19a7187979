"""Appointments as the pages see them, and the reads that make them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from kapdesk.domain.appointments import AppointmentKind, AppointmentStatus, CancelledBy, When, initials_of
from kapdesk.errors import NotFound
from kapdesk.records.appointment import Appointment
from kapdesk.records.client import Client
from kapdesk.records.note import Note
from kapdesk.records.practice import Practice
from kapdesk.vault.database import Vault

_DAY_MINUTES = 24 * 60
_KINDS = {kind.value: kind for kind in AppointmentKind}
_STATUSES = {status.value: status for status in AppointmentStatus}
_BY = {by.value: by for by in CancelledBy}
_LONGEST_DAYS = 31
_ZONES_APART = 2
"""Days by which the walls of two zones can differ, rounded up to be on the safe side."""


@dataclass(frozen=True)
class AppointmentRow:
    """A time that is kept, as the wall clock of the practice shows it.

    `words` are the therapist's own about the time, `status_words` those about what became of it. `client` is empty where it
    is nobody's; `series` is the same in all of one series, empty otherwise.
    """

    id: int
    client_id: int | None
    client: str
    kind: AppointmentKind
    when: When
    status: AppointmentStatus
    cancelled_by: CancelledBy
    words: str
    status_words: str
    series: str
    session_id: int | None
    note_id: int | None

    @property
    def initials(self) -> str:
        """The initials of the client: `R. D.`"""
        return initials_of(self.client)

    @property
    def title(self) -> str:
        """Whose it is; else what the time is kept for, in her own words."""
        return self.client or self.words or self.kind.words

    @property
    def state(self) -> str:
        """What became of it, in a few words: `Cancelled by client`; empty while it is booked."""
        if self.status is AppointmentStatus.BOOKED:
            return ""
        by = f" by {self.cancelled_by.value}" if self.cancelled_by else ""
        return f"{self.status.words}{by}"

    def begins(self, today: date) -> bool:
        """Whether it is a client's ketamine session of today that is booked: its medicine day is begun."""
        booked = self.kind is AppointmentKind.KETAMINE and self.status is AppointmentStatus.BOOKED
        return booked and self.client_id is not None and self.when.day == today


def list_between(vault: Vault, first: date, last: date, zone: str) -> list[AppointmentRow]:
    """What takes any time of these days by the wall clock of a zone, the earliest first; the cancelled ones too."""
    with vault.read() as db:
        return between(db, first, last, zone)


def between(db: Session, first: date, last: date, zone: str) -> list[AppointmentRow]:
    """The same in an open read or write."""
    found = []
    begin = datetime.combine(first - timedelta(days=_ZONES_APART), time())
    end = datetime.combine(last + timedelta(days=_ZONES_APART), time())
    values = {
        "end": end,
        "begin": begin - timedelta(days=1),
        "long_begin": begin - timedelta(days=_LONGEST_DAYS),
    }
    for one in db.connection().execute(_around(), values).all():
        if one.zone == zone and one.starts.date() > last:
            continue  # only what was kept by another wall clock may still belong here
        row = _row(one, zone)
        if row.when.day <= last and (row.when.day >= first or row.when.last_day >= first):
            found.append(row)
    return in_order(found)


def in_order(rows: Iterable[AppointmentRow]) -> list[AppointmentRow]:
    """The earliest first; all are shown by the same wall clock."""
    return sorted(rows, key=lambda row: (row.when.starts, row.when.second, row.id))


def of_client(vault: Vault, client_id: int) -> list[AppointmentRow]:
    """All appointments of a client, the earliest first."""
    with vault.read() as db:
        zone = practice_zone(db)
        rows = [_row(one, zone) for one in db.connection().execute(_rows().where(Appointment.client_id == client_id))]
    return in_order(rows)


def get(vault: Vault, appointment_id: int) -> AppointmentRow:
    """One appointment; NotFound."""
    with vault.read() as db:
        return row_of(db, appointment_id)


def row_of(db: Session, appointment_id: int) -> AppointmentRow:
    """The same in an open read or write."""
    found = db.connection().execute(_rows().where(Appointment.id == appointment_id)).first()
    if found is None:
        raise NotFound("This appointment is not in the calendar any more.")
    return _row(found, practice_zone(db))


def find_appointment(db: Session, appointment_id: int) -> Appointment:
    """The record; NotFound."""
    row = db.get(Appointment, appointment_id)
    if row is None:
        raise NotFound("This appointment is not in the calendar any more.")
    return row


def overlaps(
    vault: Vault, when: When | Iterable[When], except_id: int | None = None, except_ids: Collection[int] = ()
) -> list[AppointmentRow]:
    """What already takes some of this time, or of one of these; a cancelled appointment takes none."""
    times = [when] if isinstance(when, When) else list(when)
    besides = {*except_ids, except_id}
    found: dict[int, AppointmentRow] = {}
    with vault.read() as db:
        zone = practice_zone(db)
        for one in times:
            there = one.shown_in(zone)
            for row in between(db, there.day - timedelta(days=1), there.last_day + timedelta(days=1), zone):
                if row.status.takes_time and row.id not in besides and row.when.overlaps(one):
                    found[row.id] = row
    return in_order(found.values())


def appointment_of_note(vault: Vault, note_id: int) -> AppointmentRow | None:
    """The appointment that a note is of: it is bound to it, or to the session that was held in it."""
    with vault.read() as db:
        session_id = db.scalar(select(Note.session_id).where(Note.id == note_id))
        mine = Appointment.note_id == note_id
        if session_id is not None:
            mine = or_(mine, Appointment.session_id == session_id)
        found = db.scalars(select(Appointment.id).where(mine)).first()
        return None if found is None else row_of(db, found)


def practice_zone(db: Session) -> str:
    """The time zone in which the practice's wall clock hangs."""
    return db.scalars(_zone()).one()


@cache
def _zone() -> Select[str]:
    return select(Practice.time_zone)


@cache
def _rows() -> Select[Any]:
    columns = [column for column in Appointment.__table__.columns if column.key not in ("uid", "entered_at")]
    return select(*columns, Client.preferred_name, Client.legal_name).outerjoin(
        Client, Client.id == Appointment.client_id
    )


@cache
def _around() -> Select[Any]:
    """Everything that may lie in some days, whatever zone it was kept in; the rare long ones by themselves."""
    long = and_(Appointment.minutes > _DAY_MINUTES, Appointment.starts >= bindparam("long_begin"))
    begun = or_(Appointment.starts >= bindparam("begin"), long)
    return _rows().where(Appointment.starts < bindparam("end"), begun)


def _row(one: Any, zone: str) -> AppointmentRow:
    name = one.preferred_name or one.legal_name or ""
    return AppointmentRow(
        one.id,
        one.client_id,
        name,
        _KINDS[one.kind],
        When(one.starts, one.minutes, one.zone, one.second).shown_in(zone),
        _STATUSES[one.status],
        _BY[one.cancelled_by],
        one.words,
        one.status_words,
        one.series,
        one.session_id,
        one.note_id,
    )
