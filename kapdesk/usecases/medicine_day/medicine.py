"""Medicine as it was observed: in, out, booster, not taken; the gate closes with it. Recording is never blocked."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.appointments import AppointmentKind
from kapdesk.domain.gate import in_the_way
from kapdesk.domain.medicine_day import EntryKind, of_kind, standing
from kapdesk.domain.phases import Medicine, SessionKind
from kapdesk.domain.tablets import Dose
from kapdesk.errors import BadInput
from kapdesk.records.appointment import Appointment
from kapdesk.records.course import HeldSession
from kapdesk.records.medicine_day import MedicineDay
from kapdesk.usecases.calendar.appointment_rows import find_appointment, row_of
from kapdesk.usecases.calendar.holding import hold_now
from kapdesk.usecases.course import courses
from kapdesk.usecases.course.standing import withheld_sessions
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.medicine_day.day_entries import add_entry, check_time, check_withdrawal, find_chain, withdraw_in
from kapdesk.usecases.medicine_day.gate import frozen_gate, gate_in
from kapdesk.usecases.medicine_day.medicine_days import Day, can_be_recorded, close_line, day_of, find_day
from kapdesk.vault.database import Vault


def take_in(
    vault: Vault,
    day_id: int,
    dose: Dose,
    brought: int | None,
    label: str,
    at: datetime,
    kept_at: datetime,
    words: str = "",
    by_hand: bool = False,
) -> int:
    """Medicine in: the client took it at `at`. The gate closes and is frozen with what is open, which is kept with the
    entry; the session enters the course. `brought` in half tablets, None when it was not said; `by_hand` when `at` was typed. BadInput when it was taken already, or nothing was.
    """
    if dose.halves < 1:
        raise BadInput("Type how many tablets were taken. If none was, choose “Not taken today”.", "taken")
    with vault.write() as db:
        row = find_day(db, day_id)
        if row.from_paper or by_hand:
            check_time(row, at, kept_at)
        day = day_of(db, day_id, kept_at)
        if of_kind(standing(day.entries), EntryKind.MEDICINE_IN):
            raise BadInput("Medicine in is entered already. More of it is a booster; a slip is withdrawn first.", "")
        data: dict[str, Any] = {
            "strength_mg": dose.strength_mg,
            "taken": dose.halves,
            "brought": brought,
            "label": label.strip(),
        }
        if row.gate_closed_at is None:
            _close_gate(db, row, day, kept_at)
        data["open"] = [one.line.key for one in in_the_way(frozen_gate(row.gate))]
        entry = add_entry(
            db, day_id, EntryKind.MEDICINE_IN, at, kept_at, words, {k: v for k, v in data.items() if v not in (None, "", [])},
            by_hand=row.from_paper or by_hand,
        )  # fmt: skip
        _hold(db, row, Medicine.TAKEN, kept_at)
        close_line(row)
        enter(db, kept_at, "medicine_day", "medicine_in", row.id, row.client_id)
        return entry.id


def boost(
    vault: Vault, day_id: int, dose: Dose, at: datetime, kept_at: datetime, words: str = "", by_hand: bool = False
) -> int:
    """A booster was taken; whether the order allows it is kept with it. BadInput before medicine in."""
    if dose.halves < 1:
        raise BadInput("Type how many tablets were taken.", "taken")
    with vault.write() as db:
        row = find_day(db, day_id)
        if row.from_paper or by_hand:
            check_time(row, at, kept_at)
        day = day_of(db, day_id, kept_at)
        if not of_kind(standing(day.entries), EntryKind.MEDICINE_IN):
            raise BadInput("Medicine in comes before a booster.", "")
        data: dict[str, Any] = {"taken": dose.halves, "not_on_order": not booster_allowed(day)}
        data |= {"strength_mg": dose.strength_mg} if dose.strength_mg is not None else {}
        entry = add_entry(db, day_id, EntryKind.BOOSTER, at, kept_at, words, data, by_hand=row.from_paper or by_hand)
        close_line(row)
        enter(db, kept_at, "medicine_day", "booster", row.id, row.client_id)
        return entry.id


def booster_allowed(day: Day) -> bool:
    """Whether the day's order says that a booster may be taken; one that says nothing does not."""
    return day.order is not None and day.order.booster == "yes"


def not_taken(vault: Vault, day_id: int, why: str, at: datetime, kept_at: datetime) -> int:
    """The session is held without medicine. BadInput without a reason, or when medicine was taken."""
    if not why.strip():
        raise BadInput("Say why no medicine is taken today.", "words")
    with vault.write() as db:
        row = find_day(db, day_id)
        if row.from_paper:
            check_time(row, at, kept_at)
        day = day_of(db, day_id, kept_at)
        if of_kind(standing(day.entries), EntryKind.MEDICINE_IN):
            raise BadInput("Medicine in is entered. Withdraw that entry first if it was a slip.", "")
        if row.gate_closed_at is None:
            _close_gate(db, row, day, kept_at)
        entry = add_entry(db, day_id, EntryKind.NOT_TAKEN, at, kept_at, why, by_hand=row.from_paper)
        _hold(db, row, Medicine.NOT_TAKEN, kept_at)
        close_line(row)
        enter(db, kept_at, "medicine_day", "not_taken", row.id, row.client_id)
        return entry.id


def withdraw_medicine(vault: Vault, entry_id: int, why: str, kept_at: datetime) -> None:
    """Withdraw “Medicine in” or “Not taken today”: whether medicine was taken is open again until one of them is entered."""
    with vault.write() as db:
        first, newest, row = find_chain(db, entry_id)
        check_withdrawal(row, EntryKind(first.kind))
        withdraw_in(db, row, first, newest, why, kept_at)
        if row.session_id is not None:
            _say(db, row, row.session_id, _still_said(day_of(db, row.id, kept_at)), kept_at)


def _still_said(day: Day) -> Medicine:
    """What the entries that still stand say of the medicine."""
    shown = standing(day.entries)
    if of_kind(shown, EntryKind.MEDICINE_IN):
        return Medicine.TAKEN
    return Medicine.NOT_TAKEN if of_kind(shown, EntryKind.NOT_TAKEN) else Medicine.NOT_RECORDED


def _close_gate(db: Session, row: MedicineDay, day: Day, at: datetime) -> None:
    """Freeze the gate as it stands."""
    found = gate_in(db, day, at)
    row.gate = json.dumps([asdict(one) for one in found], ensure_ascii=False, sort_keys=True, default=str)
    row.gate_closed_at = at
    row.order_id = day.order.id if day.order else None
    db.flush()


def _hold(db: Session, row: MedicineDay, medicine: Medicine, at: datetime) -> None:
    """The session is held: it enters the course, through its appointment where that is still this one; a session that
    was entered by hand for the day, and has no record, is taken.
    """
    if row.session_id is not None:
        _say(db, row, row.session_id, medicine, at)
        return
    at = max(at, row.begun_at)  # a clock that was set back holds nothing up
    session_id = None
    if row.appointment_id is not None and _is_its_own(db, row, row.appointment_id):
        session_id = hold_now(db, row.appointment_id, at, medicine)
    if session_id is None or not can_be_recorded(db, session_id):
        session_id = _entered_by_hand(db, row)
    if session_id is not None:
        _say(db, row, session_id, medicine, at)
    else:
        session_id, _ = courses.enter_session(db, row.client_id, SessionKind.KETAMINE, row.on_date, at, medicine)
    row.session_id = session_id
    db.flush()


def _is_its_own(db: Session, row: MedicineDay, appointment_id: int) -> bool:
    """Whether an appointment is still this client's ketamine session of this day, and no other record is kept in it."""
    appointment = find_appointment(db, appointment_id)
    if (appointment.kind, appointment.client_id) != (AppointmentKind.KETAMINE.value, row.client_id):
        return False
    if row_of(db, appointment_id).when.day != row.on_date:
        return False
    return appointment.session_id is None or can_be_recorded(db, appointment.session_id)


def _entered_by_hand(db: Session, row: MedicineDay) -> int | None:
    """A ketamine session of this client and day that no appointment and no record holds."""
    bound = select(Appointment.session_id).where(Appointment.session_id.is_not(None))
    found = db.scalars(
        select(HeldSession.id)
        .where(
            HeldSession.client_id == row.client_id,
            HeldSession.kind == SessionKind.KETAMINE.value,
            HeldSession.held_on == row.on_date,
            HeldSession.id.not_in(bound),
            HeldSession.id.not_in(withheld_sessions()),
        )
        .order_by(HeldSession.id)
    )
    return next((one for one in found.all() if can_be_recorded(db, one)), None)


def _say(db: Session, row: MedicineDay, session_id: int, medicine: Medicine, at: datetime) -> None:
    session = db.get_one(HeldSession, session_id)
    if session.medicine != medicine.value:
        session.medicine = medicine.value
        db.flush()
        enter(db, at, "session", "changed", session_id, row.client_id, ("medicine",))
