"""Paper stands by: the blank record, and a day that was kept on paper entered afterwards, all of it marked as from paper."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.dates import short
from kapdesk.domain.limits import limits_in_words
from kapdesk.domain.medicine_day import DayEnding, EntryKind
from kapdesk.domain.orders import Order
from kapdesk.domain.phases import SessionKind
from kapdesk.domain.tablets import Dose, read_halves, read_strength
from kapdesk.domain.vitals import read_vitals
from kapdesk.errors import BadInput
from kapdesk.records.course import HeldSession
from kapdesk.records.medicine_day import MedicineDay
from kapdesk.records.note import Note
from kapdesk.usecases.calendar.appointment_rows import practice_zone
from kapdesk.usecases.house import history
from kapdesk.usecases.house.practice import facts_of
from kapdesk.usecases.medicine_day import day_entries, medicine, medicine_days
from kapdesk.usecases.medicine_day.day_around import around_of
from kapdesk.usecases.medicine_day.medicine_days import find_day
from kapdesk.usecases.people.clients import find_client
from kapdesk.usecases.prescribing.order_rows import current_orders
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.printing.layout import Printed


@dataclass(frozen=True)
class PaperLine:
    """A line of the sheet as it is typed; what is not asked of its kind stays empty. Vitals are typed as on the screen."""

    kind: EntryKind
    at: time | None
    words: str = ""
    taken: str = ""
    strength: str = ""
    brought: str = ""
    label: str = ""
    out: str = ""


def blank_pdf(vault: Vault, client_id: int | None, today: date) -> "Printed":
    """The blank record: for a client with what the order says and whom to call, else with lines to fill."""
    from kapdesk.printing.blank_day import BlankFacts, blank_day

    with vault.read() as db:
        practice = facts_of(db)
        room = practice.address.replace("\n", ", ")
        facts = BlankFacts(practice.name, room=room, fictional=practice.fictional)
        if client_id is not None:
            order = current_orders(db, client_id, today).get(client_id)
            around = around_of(db, client_id, order)
            facts = BlankFacts(
                practice.name,
                find_client(db, client_id).legal_name,
                _order_words(order, today),
                around.prescriber.words,
                around.emergency.words,
                around.ride.words,
                room,
                practice.fictional,
            )
    return blank_day(facts, practice.page, today)


def enter_blank(vault: Vault, client_id: int | None, how: Literal["printed", "saved"], at: datetime) -> None:
    """Enter in the history that a blank record was printed or saved."""
    with vault.write() as db:
        history.enter(db, at, "medicine_day", f"blank_{how}", None, client_id)


def begin(vault: Vault, client_id: int, on: date, begun: time | None, at: datetime) -> int:
    """Open the record of a day that was kept on paper, or take it up again; its id.

    BadInput for a day to come, without a time, for one that is recorded on the screen or whose note is signed already.
    """
    if begun is None:
        raise BadInput("Type when the client arrived.", "begun")
    with vault.read() as db:
        zone = ZoneInfo(practice_zone(db))
        _check_not_signed(db, client_id, on, at)
        there = db.scalars(
            select(MedicineDay).where(
                MedicineDay.client_id == client_id, MedicineDay.on_date == on, MedicineDay.ended_at.is_(None)
            )
        ).first()
        if there is not None and not there.from_paper:
            raise BadInput(
                "That day is being recorded on the screen. Resume it, and set the times of its entries by hand.", "on"
            )
    arrived = datetime.combine(on, begun, zone)
    if arrived > at:
        raise BadInput("That time is still to come.", "begun")
    return medicine_days.begin(vault, client_id, at, paper_of=on, begun_at=arrived)


def enter_line(vault: Vault, day_id: int, line: PaperLine, at: datetime) -> int:
    """Enter one line of the sheet at the time that stands on it; its id. BadInput with the field's name."""
    when = _moment(vault, day_id, line.at, "time")
    words = line.words.strip()
    if line.kind is EntryKind.MEDICINE_IN:
        dose = Dose(read_halves(line.taken, "taken"), read_strength(line.strength, "strength"))
        brought = read_halves(line.brought, "brought") if line.brought.strip() else None
        return medicine.take_in(vault, day_id, dose, brought, line.label, when, at, words)
    if line.kind is EntryKind.BOOSTER:
        dose = Dose(read_halves(line.taken, "taken"), read_strength(line.strength, "strength"))
        return medicine.boost(vault, day_id, dose, when, at, words)
    if line.kind is EntryKind.NOT_TAKEN:
        return medicine.not_taken(vault, day_id, words, when, at)
    if line.kind is EntryKind.VITALS:
        try:
            data = read_vitals(words).data
        except BadInput as problem:
            raise BadInput(str(problem), "words") from None
        return day_entries.enter_event(vault, day_id, line.kind, when, at, "", data, by_hand=True)
    if line.kind in _NEED_WORDS and not words:
        raise BadInput("Type what the sheet says.", "words")
    data = {"how": line.out} if line.kind is EntryKind.MEDICINE_OUT and line.out else {}
    return day_entries.enter_event(vault, day_id, line.kind, when, at, words, data, by_hand=True)


def end(vault: Vault, day_id: int, ending: DayEnding, words: str, ended: time | None, at: datetime) -> None:
    """End a day that was kept on paper at the time that stands on the sheet; BadInput with the field's name."""
    when = _moment(vault, day_id, ended, "ended")
    if when > at + timedelta(minutes=1):
        raise BadInput("That time is still to come.", "ended")
    early = ending in (DayEnding.POSTPONED, DayEnding.MISTAKE)
    if ending is DayEnding.OPEN:
        raise BadInput("Say how the day ended.", "ending")
    with vault.write() as db:
        row = find_day(db, day_id)
        if early and row.session_id is not None:
            raise BadInput("Medicine is entered, or that none was taken: the session was held.", "ending")
        if early and not words.strip():
            raise BadInput("Say why.", "ending_words")
        if not early and row.session_id is None:
            raise BadInput("Enter first whether medicine was taken: “Medicine in”, or “Not taken today”.", "ending")
        medicine_days.end_in(db, row, ending, words, at)
        row.ended_at = when


_NEED_WORDS = frozenset({EntryKind.OBSERVATION, EntryKind.TOUCH, EntryKind.TABLETS_LEFT, EntryKind.FIT_TO_LEAVE})
"""What says nothing without words."""


def _moment(vault: Vault, day_id: int, at: time | None, field: str) -> datetime:
    """A time of the sheet as a moment: of its day, or of the night after one that was begun late."""
    if at is None:
        raise BadInput("Type the time that stands on the sheet.", field)
    with vault.read() as db:
        row = find_day(db, day_id)
        zone, on = ZoneInfo(row.zone), row.on_date
        begun = row.begun_at.astimezone(zone)
    when = datetime.combine(on, at, zone)
    if when >= begun.replace(second=0, microsecond=0):
        return when
    if at < medicine_days.NIGHT and begun.time() >= time(12):
        return when + timedelta(days=1)
    raise BadInput(f"{at:%H:%M} is before the client arrived ({begun:%H:%M}). Is the time right?", field)


def _check_not_signed(db: Session, client_id: int, on: date, at: datetime) -> None:
    """A session whose note is signed gets no record any more (BadInput)."""
    signed = select(Note.session_id).where(Note.signed_id.is_not(None), Note.session_id.is_not(None))
    there = db.scalar(
        select(HeldSession.id).where(
            HeldSession.client_id == client_id,
            HeldSession.kind == SessionKind.KETAMINE.value,
            HeldSession.held_on == on,
            HeldSession.id.in_(signed),
        )
    )
    if there is not None:
        raise BadInput(
            f"The note of the ketamine session of {short(on, at.date())} is signed already. Add an addendum to it.",
            "on",
        )


def _order_words(order: Order | None, today: date) -> str:
    if order is None:
        return "no order on file"
    milligrams = [str(one) for one in (order.dose_least_mg, order.dose_most_mg) if one is not None]
    dose = f"{' to '.join(dict.fromkeys(milligrams))} mg" if milligrams else order.dose or "no dose on file"
    name = order.named(today)
    return f"{name[:1].upper()}{name[1:]}: {dose}; {limits_in_words(order)}"
