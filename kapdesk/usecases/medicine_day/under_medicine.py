"""Whether a client is under the medicine, or was on a day: what keeps a consent from being signed."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kapdesk.domain.medicine_day import EntryKind
from kapdesk.domain.phases import Medicine, SessionKind
from kapdesk.domain.signatures import UnderMedicine
from kapdesk.records.course import HeldSession
from kapdesk.records.medicine_day import DayEntry, MedicineDay
from kapdesk.usecases.calendar.appointment_rows import practice_zone
from kapdesk.usecases.course.standing import withheld_sessions
from kapdesk.vault.database import Vault


def under_medicine(vault: Vault, client_id: int, on: date) -> UnderMedicine:
    """What a client's day says of the medicine."""
    with vault.read() as db:
        return under_medicine_in(db, client_id, on)


def under_medicine_in(db: Session, client_id: int, on: date) -> UnderMedicine:
    """The same in a caller's transaction: whether a ketamine session runs after medicine, whether some was taken on the day and
    when first. A session of which it was not recorded counts as one with medicine.
    """
    not_taken = select(HeldSession.id).where(HeldSession.medicine == Medicine.NOT_TAKEN.value)
    counts = (
        MedicineDay.client_id == client_id,
        MedicineDay.session_id.is_not(None),
        MedicineDay.session_id.not_in(not_taken),
        MedicineDay.session_id.not_in(withheld_sessions()),
    )
    running = select(MedicineDay.id).where(*counts, MedicineDay.ended_at.is_(None), MedicineDay.from_paper.is_(False))
    first = (
        select(func.min(DayEntry.at))
        .join(MedicineDay, MedicineDay.id == DayEntry.day_id)
        .where(*counts, MedicineDay.on_date == on, DayEntry.kind == EntryKind.MEDICINE_IN.value)
    )
    held = select(HeldSession.id).where(
        HeldSession.client_id == client_id,
        HeldSession.kind == SessionKind.KETAMINE.value,
        HeldSession.held_on == on,
        HeldSession.medicine != Medicine.NOT_TAKEN.value,
        HeldSession.id.not_in(withheld_sessions()),
    )
    at = db.scalar(first)
    return UnderMedicine(
        running=db.scalar(running.limit(1)) is not None,
        taken=db.scalar(held.limit(1)) is not None,
        medicine_at=at.astimezone(ZoneInfo(practice_zone(db))) if at else None,
    )
