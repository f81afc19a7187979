"""The calendar: booking, moving, series, what became of an appointment, and the way from it to its note."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.appointments import (
    AppointmentKind,
    AppointmentStatus,
    When,
    Which,
    check_when,
    clock,
)
from kapdesk.domain.dates import long
from kapdesk.domain.series import Repeat, check_one, occurrences
from kapdesk.errors import BadInput
from kapdesk.records.appointment import Appointment
from kapdesk.records.course import HeldSession
from kapdesk.records.medicine_day import MedicineDay
from kapdesk.records.note import Note
from kapdesk.usecases.calendar.appointment_rows import (
    AppointmentRow,
    appointment_of_note,
    find_appointment,
    get,
    list_between,
    of_client,
    overlaps,
    row_of,
)
from kapdesk.usecases.calendar.holding import hold, open_note, set_status
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people.clients import find_client
from kapdesk.vault.database import Vault

__all__ = [
    "ONE_BY_ONE",
    "AppointmentRow",
    "Booked",
    "Booking",
    "appointment_of_note",
    "book",
    "book_series",
    "booked_together",
    "change",
    "check_change",
    "get",
    "hold",
    "list_between",
    "of_client",
    "open_note",
    "overlaps",
    "remove",
    "row_of",
    "set_status",
]

ONE_BY_ONE = "Ketamine sessions are booked one by one, each with its own check."
"""Why there is no series of them."""
_STAYS = "this appointment meanwhile, so it stays"
_TIMES = ("kind", "client_id", "starts", "minutes", "zone", "second", "words")
"""What a booking says of an appointment."""


@dataclass(frozen=True)
class Booking:
    """What is to be kept: for what, when, for whom, in which words."""

    kind: AppointmentKind
    when: When
    client_id: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Booked:
    """What was booked, the earliest first, and the way back."""

    ids: tuple[int, ...]
    undo: Undo


def book(vault: Vault, booking: Booking, at: datetime) -> Booked:
    """Keep a time; BadInput with the field's name, also for a time that the wall clock skips.

    Whether something else is kept then is for `overlaps` to say before.
    """
    with vault.write() as db:
        row = _add(db, _checked(db, booking), "", at)
        words = f"Booked: {_in_words(db, row, at)}"
        number = row.id
    return Booked((number,), Undo(words, lambda vault, at: _take_out(vault, [number], at)))


def book_series(vault: Vault, booking: Booking, repeat: Repeat, at: datetime) -> Booked:
    """Keep the same time of the wall again and again; BadInput names the day that cannot be, and for ketamine sessions."""
    if booking.kind is AppointmentKind.KETAMINE:
        raise BadInput(ONE_BY_ONE, "kind")
    times = occurrences(booking.when, repeat)
    with vault.write() as db:
        name = secrets.token_hex(8)
        rows = [
            _add(db, _checked(db, Booking(booking.kind, when, booking.client_id, booking.words)), name, at)
            for when in times
        ]
        ids = tuple(row.id for row in rows)
        words = f"Booked {len(ids)} times: {_in_words(db, rows[0], at)}"
    return Booked(ids, Undo(words, lambda vault, at: _take_out(vault, ids, at)))


def booked_together(words: str, ids: Sequence[int]) -> Undo:
    """One way back for several bookings: all are taken out in one write, or none (BadInput says so)."""
    return Undo(words, lambda vault, at: _take_out(vault, ids, at))


def change(vault: Vault, appointment_id: int, booking: Booking, at: datetime, which: Which = Which.THIS) -> Undo:
    """Move, stretch, or say otherwise what it is and for whom; BadInput with the field's name, NotFound.

    In a series the others move by as many days and to the same time of the wall; what was held, missed or cancelled
    stays as it was.
    """
    with vault.write() as db:
        row = find_appointment(db, appointment_id)
        new = _checked(db, booking)
        days = new.when.starts.date() - row.starts.date()
        before: dict[int, dict[str, Any]] = {}
        chosen = _chosen(db, row, which)
        if new.kind is AppointmentKind.KETAMINE and row.kind != new.kind and len(chosen) > 1:
            raise BadInput(ONE_BY_ONE, "kind")
        for one in chosen:
            starts = datetime.combine(one.starts.date() + days, new.when.starts.time())
            second = new.when.second if one is row else False
            when = When(starts, new.when.minutes, new.when.zone, second)
            if one is not row:
                check_one(when)
            before[one.id] = _values(one)
            _put(db, one, _said(Booking(new.kind, when, new.client_id, new.words)), at)
        words = f"Changed: {_in_words(db, row, at)}" + (f" and {len(before) - 1} more" if len(before) > 1 else "")
    return Undo(words, lambda vault, at: _change_back(vault, before, at))


def check_change(vault: Vault, appointment_id: int, booking: Booking) -> None:
    """Refuse what `change` would refuse of this one appointment, before anything is asked; BadInput, NotFound."""
    with vault.read() as db:
        _check_can_change(find_appointment(db, appointment_id), _said(_checked(db, booking)))


def remove(vault: Vault, appointment_id: int, at: datetime, which: Which = Which.THIS) -> Undo:
    """Take an appointment out of the calendar. A session that was held in it, and its note, stay in the chart."""
    with vault.write() as db:
        row = find_appointment(db, appointment_id)
        words = f"Removed: {_in_words(db, row, at)}"
        chosen = _chosen(db, row, which)
        kept = [_remove(db, one, at) for one in chosen]
    words += f" and {len(kept) - 1} more" if len(kept) > 1 else ""
    return Undo(words, lambda vault, at: _bring_back(vault, kept, at))


def _checked(db: Session, booking: Booking) -> Booking:
    """The booking as it is kept; BadInput with the field's name."""
    if booking.kind.needs_client and booking.client_id is None:
        raise BadInput("Choose the client whose session it is.", "client")
    if booking.kind is AppointmentKind.UNAVAILABLE and booking.client_id is not None:
        raise BadInput("A time when you are unavailable is no client’s. Choose “No client”.", "client")
    if booking.client_id is not None:
        find_client(db, booking.client_id)
    words = " ".join(booking.words.split())
    if booking.client_id is None and not words and booking.kind is AppointmentKind.OTHER:
        raise BadInput("Say what the time is kept for, or choose a client.", "words")
    if booking.client_id is None and not words and booking.kind is AppointmentKind.CALL:
        raise BadInput("Say who calls: choose the client, or type a name and number in the words.", "client")
    check_when(booking.when)
    return Booking(booking.kind, booking.when, booking.client_id, words)


def _said(booking: Booking) -> dict[str, Any]:
    when = booking.when
    return {
        "kind": booking.kind.value,
        "client_id": booking.client_id,
        "starts": when.starts,
        "minutes": when.minutes,
        "zone": when.zone,
        "second": when.second,
        "words": booking.words,
    }


def _add(db: Session, booking: Booking, series: str, at: datetime) -> Appointment:
    row = Appointment(
        **_said(booking), series=series, status=AppointmentStatus.BOOKED.value, cancelled_by="", entered_at=at
    )
    db.add(row)
    db.flush()
    enter(db, at, "appointment", "created", row.id, row.client_id)
    return row


def _chosen(db: Session, row: Appointment, which: Which) -> list[Appointment]:
    """The appointment, and those of its series that are meant too and still booked."""
    if which is Which.THIS or not row.series:
        return [row]
    query = select(Appointment).where(
        Appointment.series == row.series,
        Appointment.id != row.id,
        Appointment.status == AppointmentStatus.BOOKED.value,
    )
    if which is Which.AFTER:
        query = query.where(Appointment.starts > row.starts)
    return [row, *db.scalars(query.order_by(Appointment.starts))]


def _values(row: Appointment) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _TIMES}


def _put(db: Session, row: Appointment, values: dict[str, Any], at: datetime) -> None:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return
    _check_can_change(row, values)
    former = row.client_id
    for name in changed:
        setattr(row, name, values[name])
    db.flush()
    fields = ["client" if name == "client_id" else name for name in changed]
    for client_id in dict.fromkeys((former, row.client_id)):
        enter(db, at, "appointment", "changed", row.id, client_id, fields)


def _check_can_change(row: Appointment, values: dict[str, Any]) -> None:
    """What was held, or has a note, keeps its day, kind and client (BadInput)."""
    if row.session_id is None and row.note_id is None:
        return
    same = (row.kind, row.client_id, row.starts.date())
    if same != (values["kind"], values["client_id"], values["starts"].date()):
        raise BadInput(
            "A session or a note belongs to this appointment, so its day, kind and client stay. "
            "Set it back to booked first, or book another one.",
            "day",
        )


def _remove(db: Session, row: Appointment, at: datetime) -> dict[str, Any]:
    if db.scalar(select(MedicineDay.id).where(MedicineDay.appointment_id == row.id).limit(1)):
        raise BadInput("The record of a medicine day belongs to this appointment, so it stays in the calendar.", "")
    kept = {column.key: getattr(row, column.key) for column in Appointment.__table__.columns}
    db.delete(row)
    db.flush()
    enter(db, at, "appointment", "removed", kept["id"], kept["client_id"])
    return kept


def _take_out(vault: Vault, ids: Sequence[int], at: datetime) -> None:
    """Take a booking back; one that was held meanwhile stays (BadInput)."""
    with vault.write() as db:
        for row in [one for one in (db.get(Appointment, number) for number in ids) if one is not None]:
            if row.session_id is not None or row.note_id is not None:
                which = "one of these appointments meanwhile, so all stay" if len(ids) > 1 else _STAYS
                raise BadInput(f"A session or a note belongs to {which}.")
            _remove(db, row, at)


def _change_back(vault: Vault, before: dict[int, dict[str, Any]], at: datetime) -> None:
    with vault.write() as db:
        for number, values in before.items():
            _put(db, find_appointment(db, number), values, at)


def _bring_back(vault: Vault, kept: Sequence[dict[str, Any]], at: datetime) -> None:
    """The appointments as they were; a session or note that is gone or bound elsewhere meanwhile is left out."""
    with vault.write() as db:
        for values in kept:
            row = Appointment(**values)
            for name, record in (("session_id", HeldSession), ("note_id", Note)):
                number = values[name]
                column = getattr(Appointment, name)
                bound = number is not None and db.scalar(select(Appointment.id).where(column == number)) is not None
                if number is not None and (bound or db.get(record, number) is None):
                    setattr(row, name, None)
            db.add(row)
            db.flush()
            enter(db, at, "appointment", "created", row.id, row.client_id)


def _in_words(db: Session, row: Appointment, at: datetime) -> str:
    """`Rosa Delgado, June 9, 9:00`."""
    shown = row_of(db, row.id)
    return f"{shown.title}, {long(shown.when.day, at.date())}, {clock(shown.when.starts)}"
