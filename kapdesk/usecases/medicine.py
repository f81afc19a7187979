"""Medicine as it was observed: in, out, booster, not taken; the gate closes with it. Recording is never blocked."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from kapdesk.domain.medicine_day import EntryKind, of_kind, standing
from kapdesk.domain.phases import Medicine, SessionKind
from kapdesk.domain.tablets import Dose
from kapdesk.errors import BadInput
from kapdesk.records.course import HeldSession
from kapdesk.records.medicine_day import MedicineDay
from kapdesk.usecases import courses
from kapdesk.usecases.day_entries import add_entry, check_time, find_chain, withdraw_in
from kapdesk.usecases.gate import gate_in
from kapdesk.usecases.history import enter
from kapdesk.usecases.holding import hold_now
from kapdesk.usecases.medicine_days import Day, close_line, day_of, find_day
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
        open_lines = _close_gate(db, row, day, kept_at)
        data["open"] = open_lines
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
        withdraw_in(db, row, first, newest, why, kept_at)
        if row.session_id is not None:
            _say(db, row, row.session_id, Medicine.NOT_RECORDED, kept_at)


def _close_gate(db: Session, row: MedicineDay, day: Day, at: datetime) -> list[str]:
    """Freeze the gate as it stands, once; the keys of the lines that are open all the same, or were when it closed."""
    found = gate_in(db, day, at)
    if row.gate_closed_at is not None:
        return [one.line.key for one in found if one.needs]
    row.gate = json.dumps([asdict(one) for one in found], ensure_ascii=False, sort_keys=True, default=str)
    row.gate_closed_at = at
    row.order_id = day.order.id if day.order else None
    db.flush()
    return [one.line.key for one in found if one.needs]


def _hold(db: Session, row: MedicineDay, medicine: Medicine, at: datetime) -> None:
    """The session is held: it enters the course, through its appointment where there is one."""
    if row.session_id is not None:
        _say(db, row, row.session_id, medicine, at)
        return
    if row.appointment_id is not None:
        session_id = hold_now(db, row.appointment_id, at, medicine)
    else:
        session_id, _ = courses.enter_session(db, row.client_id, SessionKind.KETAMINE, row.on_date, at, medicine)
    row.session_id = session_id
    db.flush()


def _say(db: Session, row: MedicineDay, session_id: int, medicine: Medicine, at: datetime) -> None:
    session = db.get_one(HeldSession, session_id)
    if session.medicine != medicine.value:
        session.medicine = medicine.value
        db.flush()
        enter(db, at, "session", "changed", session_id, row.client_id, ("medicine",))
