"""The rows that Today rests on besides the course: names, notes, appointments whose time is over; each read once for all clients."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from kapdesk.domain.appointments import AppointmentKind, AppointmentStatus, When
from kapdesk.domain.calls import Call
from kapdesk.domain.client_needs import Passed, UnsignedNote
from kapdesk.domain.clients import Status
from kapdesk.domain.medicine_day import DayEnding
from kapdesk.domain.notes import NoteKind
from kapdesk.records.appointment import Appointment
from kapdesk.records.client import Client
from kapdesk.records.medicine_day import MedicineDay
from kapdesk.records.note import Note
from kapdesk.usecases.calendar.appointment_rows import AppointmentRow


def names(db: Session) -> dict[int, tuple[str, Status, date, str]]:
    """Of each client the name, the status, since when and by whom referred."""
    return {
        row.id: (row.preferred_name or row.legal_name, Status(row.status), row.since, row.referred_by)
        for row in db.connection().execute(_clients()).all()
    }


@cache
def _clients() -> Any:
    return select(Client.id, Client.preferred_name, Client.legal_name, Client.status, Client.since, Client.referred_by)


def postponed(db: Session, today: date) -> frozenset[int]:
    """The appointments of today whose medicine day was postponed."""
    return frozenset(number for number in db.scalars(_postponed_on(), {"day": today}) if number is not None)


@cache
def _postponed_on() -> Select[int | None]:
    return select(MedicineDay.appointment_id).where(
        MedicineDay.on_date == bindparam("day"),
        MedicineDay.ending == DayEnding.POSTPONED.value,
        MedicineDay.session_id.is_(None),
    )


def unsigned(db: Session, week: Sequence[AppointmentRow], now: datetime) -> dict[int, list[UnsignedNote]]:
    """The notes that are not signed, by client; one that was begun ahead of a session that is still to end is not late."""
    still_to_end = {
        (row.client_id, row.kind.value, row.when.day)
        for row in week
        if row.status is AppointmentStatus.BOOKED and row.when.until > now
    }
    found: dict[int, list[UnsignedNote]] = defaultdict(list)
    for client_id, note_id, kind, on, session_id in db.connection().execute(_drafts()).all():
        if (client_id, kind, on) in still_to_end:
            continue
        ketamine = kind == NoteKind.KETAMINE.value and session_id is not None
        found[client_id].append(UnsignedNote(note_id, f"{NoteKind(kind).words} note", on, ketamine))
    return found


@cache
def _drafts() -> Any:
    return select(Note.client_id, Note.id, Note.kind, Note.on_date, Note.session_id).where(Note.signed_id.is_(None))


def passed(db: Session, now: datetime) -> dict[int, list[Passed]]:
    """The appointments that still read "booked" although their time is over, by client."""
    found: dict[int, list[Passed]] = defaultdict(list)
    until = datetime.combine(now.date() + timedelta(days=1), time())
    rows = db.connection().execute(_still_booked(), {"until": until}).all()
    for number, client_id, kind, starts, minutes, zone, second in rows:
        when = When(starts, minutes, zone, second)
        if when.until <= now:
            found[int(client_id or 0)].append(
                Passed(number, AppointmentKind(kind).words, when.day, kind == AppointmentKind.KETAMINE.value)
            )
    return found


@cache
def _still_booked() -> Any:
    return select(
        Appointment.id, Appointment.client_id, Appointment.kind, Appointment.starts, Appointment.minutes,
        Appointment.zone, Appointment.second,
    ).where(
        Appointment.status == AppointmentStatus.BOOKED.value,
        Appointment.client_id.is_not(None),
        Appointment.starts <= bindparam("until"),
    )  # fmt: skip


def called(db: Session, sheets: Mapping[int, Call]) -> set[int]:
    """The clients whose introductory call is booked, or was held."""
    held = {client for client, sheet in sheets.items() if sheet.called_on is not None}
    return held | {int(client or 0) for client in db.scalars(_calls())}


@cache
def _calls() -> Select[int | None]:
    return select(Appointment.client_id).where(
        Appointment.kind == AppointmentKind.CALL.value,
        Appointment.client_id.is_not(None),
        Appointment.status.in_((AppointmentStatus.BOOKED.value, AppointmentStatus.HELD.value)),
    )
