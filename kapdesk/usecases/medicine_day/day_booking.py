"""The appointment and the held session of a medicine day: which of them can take its record."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kapdesk.domain.appointments import AppointmentKind, AppointmentStatus
from kapdesk.errors import BadInput
from kapdesk.records.appointment import Appointment
from kapdesk.records.medicine_day import MedicineDay
from kapdesk.records.note import Note
from kapdesk.usecases.calendar.appointment_rows import find_appointment, row_of


def is_signed(db: Session, session_id: int | None) -> bool:
    """Whether a note of a session is signed."""
    signed = select(func.count()).select_from(Note).where(Note.session_id == session_id, Note.signed_id.is_not(None))
    return session_id is not None and bool(db.scalar(signed))


def day_of_session(db: Session, session_id: int | None) -> int | None:
    """The medicine day of a held session; None when it has none."""
    return db.scalar(select(MedicineDay.id).where(MedicineDay.session_id == session_id)) if session_id else None


def can_be_recorded(db: Session, session_id: int) -> bool:
    """Whether a held session has no medicine day yet, and no signed note."""
    return day_of_session(db, session_id) is None and not is_signed(db, session_id)


def booked(db: Session, client_id: int, on: date) -> int | None:
    """The ketamine session that is booked for the day, or held on it without a record."""
    recorded = select(MedicineDay.session_id).where(MedicineDay.session_id.is_not(None))
    signed = select(Note.session_id).where(Note.session_id.is_not(None), Note.signed_id.is_not(None))
    rows = db.scalars(
        select(Appointment.id)
        .where(
            Appointment.client_id == client_id,
            Appointment.kind == AppointmentKind.KETAMINE.value,
            Appointment.status.in_((AppointmentStatus.BOOKED.value, AppointmentStatus.HELD.value)),
            Appointment.session_id.is_(None)
            | (Appointment.session_id.not_in(recorded) & Appointment.session_id.not_in(signed)),
        )
        .order_by(Appointment.starts)
    )
    return next((number for number in rows if row_of(db, number).when.day == on), None)


def check_appointment(db: Session, appointment_id: int, on: date) -> None:
    """It is of this day, and its session has no record yet, and no signed note (BadInput)."""
    day = row_of(db, appointment_id).when.day
    if day != on:
        when = "still to come" if day > on else "of an earlier day; enter it from paper"
        raise BadInput(f"This ketamine session is {when}.", "on")
    session_id = find_appointment(db, appointment_id).session_id
    if is_signed(db, session_id):
        raise BadInput("The note of this ketamine session is signed already. Add an addendum to it.", "on")
    if session_id is not None and not can_be_recorded(db, session_id):
        raise BadInput(
            "The record of this ketamine session is there already. Open it again in the chart (Ketamine sessions).",
            "on",
        )
