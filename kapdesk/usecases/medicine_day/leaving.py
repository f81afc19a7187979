"""Fit to leave: what is put before the clinician's eyes, and each of her looks kept as an entry; the last one ends the day.

The program computes no fitness and no “near”: readings stand side by side, and she judges (kap-facts, 5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kapdesk.domain.appointments import AppointmentKind, AppointmentStatus
from kapdesk.domain.leaving import STAY, Judgement, Leaving, stay_until
from kapdesk.domain.limits import Compared, compare_reading, limits_in_words, together
from kapdesk.domain.medicine_day import DayEnding, EntryKind, Shown, of_kind, standing
from kapdesk.domain.session_clock import last_medicine, medicine_in, still_outside
from kapdesk.domain.tablets import count_words
from kapdesk.domain.vitals import Vitals, vitals_of
from kapdesk.errors import BadInput
from kapdesk.records.appointment import Appointment
from kapdesk.records.history import HistoryEntry
from kapdesk.records.medicine_day import MedicineDay
from kapdesk.records.note import Note
from kapdesk.records.paper import PaperGiven
from kapdesk.records.task import Task
from kapdesk.usecases.calendar.appointment_rows import row_of
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.medicine_day.day_entries import add_entry, check_time
from kapdesk.usecases.medicine_day.medicine_days import Day, close_line, day_of, end_in, find_day
from kapdesk.vault.database import Vault

AFTERWARDS = "after-your-ketamine-session"
"""The paper that goes home with the client."""
CALL = "Call after the ketamine session"
"""The task of the day after; what begins with its first word counts as this call."""
_ENDINGS = {
    Judgement.FIT: DayEnding.LEFT,
    Judgement.AGAINST_ADVICE: DayEnding.AGAINST_ADVICE,
    Judgement.NOT_FIT: DayEnding.EMERGENCY,
}


@dataclass(frozen=True)
class ReadingThen:
    """A reading with its time, in words, and beside the order's limits; none of them when nothing was measured."""

    at: datetime
    words: str
    compared: tuple[Compared, ...]


@dataclass(frozen=True)
class LeavingView:
    """What is put before the clinician's eyes; times in the practice's zone.

    `medicine` says whether medicine was taken; without it `stay` and `tablets` say nothing. `limits` are those of the
    order that counts, in words; `stay` is the practice's minimum stay in words and `stay_over` whether it has passed;
    `tablets` are the half tablets that were brought and not taken, as far as nothing is written about them; `missing` is
    what is not there, in words; `instructions` say that the paper was handed out, and when; `looks` are the earlier ones.
    """

    day: Day
    medicine: bool
    start: ReadingThen | None
    last: ReadingThen | None
    limits: str
    readings_since: int
    last_medicine: datetime | None
    stay: str
    stay_over: bool
    tablets: int
    events: tuple[Shown, ...]
    missing: tuple[str, ...]
    instructions: str
    looks: tuple[Shown, ...]


@dataclass(frozen=True)
class Afterwards:
    """What is done already of what comes after a session: when the paper was given; the note's id, and whether it is
    signed; when integration is booked; whether tomorrow's call is planned; whether the prescriber was written to today.
    """

    day: Day
    paper: bool
    note_id: int | None
    note_signed: bool
    integration: datetime | None
    call: bool
    letter: bool


def look(vault: Vault, day_id: int, leaving: Leaving, at: datetime, tablets: str = "") -> int:
    """Keep a look as an entry; one that ends the session ends its day in the same write. The entry's id.

    `tablets` is what became of those that were brought and not taken: an entry of its own. BadInput with the field's name
    for what is left out, RecordSigned once the note is signed.
    """
    leaving = leaving.checked(at)
    with vault.write() as db:
        row = find_day(db, day_id)
        day = day_of(db, day_id, at)
        shown = standing(day.entries)
        _check(row, day, shown, leaving, at)
        when = leaving.left_at if row.from_paper and leaving.left_at else at
        if tablets.strip():
            counted = {"left": tablets_over(shown), "strength_mg": _strength(shown)}
            add_entry(db, day_id, EntryKind.TABLETS_LEFT, when, at, tablets, counted, by_hand=row.from_paper)
        stay = {STAY: day.figures.minimum_stay_minutes}  # as the practice set it then
        words, data = leaving.words, leaving.data | stay
        entry = add_entry(db, day_id, EntryKind.FIT_TO_LEAVE, when, at, words, data, by_hand=row.from_paper)
        close_line(row)
        enter(db, at, "medicine_day", "looked_at_leaving", row.id, row.client_id)
        if leaving.ends:
            end_in(db, row, _ENDINGS[leaving.judgement], leaving.words, at)
            late = leaving.left_at is not None and at.astimezone(day.begun_at.tzinfo).date() > day.on
            row.ended_at = leaving.left_at if late else when if row.from_paper else at
        return entry.id


def leaving_view(vault: Vault, day_id: int, now: datetime) -> LeavingView:
    """Readings side by side, the minimum stay, tablets, open forms of adverse events, and what is missing."""
    with vault.read() as db:
        day = day_of(db, day_id, now)
        given = _given(db, day)
    shown = standing(day.entries)
    taken = medicine_in(shown)
    readings = _readings(day, shown)
    measured = [one for one in readings if not one[1].state]
    last = last_medicine(shown)
    until = stay_until(last, day.figures.minimum_stay_minutes)
    events = tuple(one for one in of_kind(shown, EntryKind.ADVERSE_EVENT) if not one.data)
    tablets = tablets_over(shown) if not of_kind(shown, EntryKind.TABLETS_LEFT) else 0
    since = sum(1 for at, _ in measured if taken is not None and at >= taken)
    start = _reading(day, *readings[0]) if readings else None
    newest = next((one for one in reversed(readings[1:]) if not one[1].state), readings[-1]) if readings else None
    return LeavingView(
        day=day,
        medicine=taken is not None,
        start=start,
        last=_reading(day, *newest) if newest is not None and len(readings) > 1 else None,
        limits=limits_in_words(day.order),
        readings_since=since,
        last_medicine=last,
        stay=_stay(until, day.figures.minimum_stay_minutes),
        stay_over=until is None or now >= until,
        tablets=tablets,
        events=events,
        missing=(*_not_measured(day, readings, newest), *_missing(day, readings, since, taken, events)),
        instructions=f"“{given[0]}”, handed out at {given[1]:%H:%M}" if given else "",
        looks=tuple(of_kind(shown, EntryKind.FIT_TO_LEAVE)),
    )


def tablets_over(shown: Sequence[Shown]) -> int:
    """Half tablets that were brought and not taken, boosters counted; 0 where nothing was counted."""
    brought: int = sum(one.data.get("brought", 0) for one in of_kind(shown, EntryKind.MEDICINE_IN))
    taken: int = sum(one.data.get("taken", 0) for one in of_kind(shown, EntryKind.MEDICINE_IN, EntryKind.BOOSTER))
    return max(0, brought - taken)


def _strength(shown: Sequence[Shown]) -> int | None:
    """The strength that the label said, in mg of a whole tablet."""
    return next((one.data.get("strength_mg") for one in of_kind(shown, EntryKind.MEDICINE_IN)), None)


def afterwards(vault: Vault, day_id: int, now: datetime) -> Afterwards:
    """What of the steps after a session is done already."""
    with vault.read() as db:
        day = day_of(db, day_id, now)
        tomorrow = day.on + timedelta(days=1)
        note = db.scalars(select(Note).where(Note.session_id == day.session_id, Note.session_id.is_not(None))).first()
        return Afterwards(
            day,
            _given(db, day) is not None,
            note.id if note else None,
            note is not None and note.signed_id is not None,
            _integration(db, day),
            _planned(db, day.client_id, tomorrow),
            _written(db, day),
        )


def _check(row: MedicineDay, day: Day, shown: Sequence[Shown], leaving: Leaving, at: datetime) -> None:
    """What the day itself says about leaving (BadInput)."""
    if not leaving.ends or leaving.left_at is None:
        return
    if row.session_id is None and leaving.judgement is not Judgement.NOT_FIT:
        raise BadInput("Enter first whether medicine was taken: “Medicine in”, or “Not taken today”.", "")
    check_time(row, leaving.left_at, at)
    last = last_medicine(shown)
    if last is not None and leaving.left_at < last:
        raise BadInput(f"That is before the last medicine, at {last:%H:%M}. Is the time right?", "left_at")
    until = stay_until(last, day.figures.minimum_stay_minutes)
    if leaving.judgement is Judgement.FIT and until is not None and leaving.left_at < until and not leaving.words:
        raise BadInput(
            f"The practice’s minimum stay runs until {until:%H:%M}. Write why the client may leave before it.", "words"
        )


def _readings(day: Day, shown: Sequence[Shown]) -> list[tuple[datetime, Vitals]]:
    """All readings of the day: the gate's own, then those of the time line; also “refused” and “not possible”."""
    said = day.answer("vitals")
    found = [(one.at, vitals_of(one.data)) for one in of_kind(shown, EntryKind.VITALS)]
    return [(said.at, vitals_of(said.data)), *found] if said is not None else found


def _reading(day: Day, at: datetime, vitals: Vitals) -> ReadingThen:
    return ReadingThen(at, vitals.words, compare_reading(day.order, vitals.reading, day.on))


def _stay(until: datetime | None, minutes: int) -> str:
    if until is None:
        return ""
    return f"The practice asks {minutes} min after the last medicine: until {until:%H:%M}"


def _not_measured(
    day: Day, readings: Sequence[tuple[datetime, Vitals]], shown: tuple[datetime, Vitals] | None
) -> list[str]:
    """That the newest reading was refused or not possible, and what was outside the limits and not measured since."""
    if not readings or shown is None:
        return []
    found = []
    at, vitals = readings[-1]
    if vitals.state and not shown[1].state:
        found.append(f"Vitals at {at:%H:%M}: {vitals.words}. The last reading is of {shown[0]:%H:%M}.")
    for when, out in still_outside(day.order, readings, day.on):
        if when != shown[0]:
            words = together(out)
            found.append(f"{words[:1].upper()}{words[1:]} (at {when:%H:%M}), not measured since.")
    return found


def _missing(
    day: Day,
    readings: Sequence[tuple[datetime, Vitals]],
    since: int,
    taken: datetime | None,
    events: Sequence[Shown],
) -> list[str]:
    found = []
    if not readings:
        found.append("No vitals were read today.")
    elif taken is not None and since == 0:
        found.append("No vitals were read since the medicine.")
    elif len(readings) == 1:
        found.append("Vitals were read once.")
    found += [f"The form of the adverse event of {one.at:%H:%M} is not filled." for one in events]
    if not day.around.ride.name:
        found.append("No ride home is in the chart.")
    elif not day.around.ride.phone:
        found.append(f"No telephone of the ride home ({day.around.ride.name}) is in the chart.")
    if taken is not None and day.order is None:
        found.append("No order was on file: nothing is compared.")
    return found


def tablets_words(halves: int) -> str:
    """`1½ tablets`."""
    return f"{count_words(halves)} {'tablet' if halves <= 2 else 'tablets'}"


def _given(db: Session, day: Day) -> tuple[str, datetime] | None:
    """Title and time of the paper that was printed or saved for this client since the day began."""
    query = select(PaperGiven.title, PaperGiven.given_at).where(
        PaperGiven.client_id == day.client_id, PaperGiven.name == AFTERWARDS, PaperGiven.given_at >= day.begun_at
    )
    found = db.execute(query.order_by(PaperGiven.id.desc())).first()
    return (found.title, found.given_at.astimezone(day.begun_at.tzinfo)) if found else None


def _integration(db: Session, day: Day) -> datetime | None:
    """When the integration after this day is booked, in the practice's zone."""
    rows = db.scalars(
        select(Appointment.id)
        .where(
            Appointment.client_id == day.client_id,
            Appointment.kind == AppointmentKind.INTEGRATION.value,
            Appointment.status == AppointmentStatus.BOOKED.value,
        )
        .order_by(Appointment.starts)
    )
    zone, since = day.begun_at.tzinfo, day.ended_at or day.begun_at
    return next((when.at.astimezone(zone) for when in (row_of(db, one).when for one in rows) if when.at >= since), None)


def _planned(db: Session, client_id: int, on: date) -> bool:
    """Whether a task to call this client is due that day, or a call is booked."""
    due = select(func.count()).where(Task.client_id == client_id, Task.due_on == on, Task.words.startswith(CALL[:4]))
    if db.scalar(due):
        return True
    calls = db.scalars(
        select(Appointment.id).where(
            Appointment.client_id == client_id,
            Appointment.kind == AppointmentKind.CALL.value,
            Appointment.status == AppointmentStatus.BOOKED.value,
        )
    )
    return any(row_of(db, one).when.day == on for one in calls)


def _written(db: Session, day: Day) -> bool:
    """Whether a letter of this client was printed or saved since the day began."""
    query = select(func.count()).where(
        HistoryEntry.subject == "letter", HistoryEntry.client_id == day.client_id, HistoryEntry.at >= day.begun_at
    )
    return bool(db.scalar(query))
