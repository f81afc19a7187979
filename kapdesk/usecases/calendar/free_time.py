"""The practice's day: its working hours, how long each kind usually takes, when an integration is best, what is free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.appointments import AppointmentKind, AppointmentStatus, When, WorkingHours, first_free, length_of
from kapdesk.domain.dates import long
from kapdesk.domain.phases import SessionKind
from kapdesk.records.appointment import Appointment
from kapdesk.records.course import Course, HeldSession
from kapdesk.usecases.calendar.appointment_rows import AppointmentRow, between, practice_zone
from kapdesk.usecases.course.protocol import protocol_of
from kapdesk.usecases.course.standing import withheld_sessions
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.settings import read_setting, write_setting
from kapdesk.usecases.house.undo import Undo
from kapdesk.vault.database import Vault

_HOURS = "working_hours"


@dataclass(frozen=True)
class Window:
    """The days on which something is best held; `why` names what they follow from."""

    first: date
    last: date
    why: str = ""

    @property
    def days(self) -> list[date]:
        """Each of them."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]


def get_hours(vault: Vault) -> WorkingHours:
    """The practice's working hours; 9 to 17 from Monday to Friday until others are kept."""
    with vault.read() as db:
        return _hours(db)


def read_days(vault: Vault, first: date, last: date, zone: str) -> tuple[list[AppointmentRow], WorkingHours]:
    """What takes any time of these days, and the working hours, in one read."""
    with vault.read() as db:
        return between(db, first, last, zone), _hours(db)


def save_hours(vault: Vault, hours: WorkingHours, at: datetime) -> Undo:
    """Keep other working hours; BadInput with the day's number as `hours_0` …"""
    hours = hours.checked()
    with vault.write() as db:
        before = _hours(db)
        write_setting(db, _HOURS, None if hours == WorkingHours() else [one and list(one) for one in hours.days])
        if hours != before:
            enter(db, at, "setting", "changed", fields=("working_hours",))
    return Undo("Working hours saved", lambda vault, at: save_hours(vault, before, at))


def usual_minutes(vault: Vault, kind: AppointmentKind, client_id: int | None = None) -> int:
    """How long a kind is booked: for a ketamine session by the client's running course, else by the protocol."""
    with vault.read() as db:
        course = _running_course(db, client_id)
        if kind is AppointmentKind.KETAMINE and course is not None:
            return course.ketamine_minutes
        return length_of(kind, protocol_of(db))


def integration_window(vault: Vault, client_id: int, ketamine_day: date) -> Window:
    """The days after a ketamine session of this day on which its integration is best held."""
    with vault.read() as db:
        return _window(db, client_id, ketamine_day)


def open_window(vault: Vault, client_id: int, day: date, except_id: int | None = None) -> Window | None:
    """The window that an integration on this day would answer: that of the last ketamine session before it, held or
    booked, as long as no other integration is held or booked after it.
    """
    with vault.read() as db:
        ketamine = _days(db, client_id, SessionKind.KETAMINE, except_id)
        before = [one for one in ketamine if one <= day]
        if not before:
            return None
        last = max(before)
        next_one = min((one for one in ketamine if one > last), default=date.max)
        if any(last <= one < next_one for one in _days(db, client_id, SessionKind.INTEGRATION, except_id)):
            return None
        return _window(db, client_id, last)


def first_free_time(vault: Vault, minutes: int, days: Sequence[date], at: datetime) -> When | None:
    """The first time in the working hours of these days, not before `at`, in which nothing is kept."""
    if not days:
        return None
    with vault.read() as db:
        zone = practice_zone(db)
        taken = [row.when for row in between(db, min(days), max(days), zone) if row.status.takes_time]
        return first_free(taken, minutes, list(days), _hours(db), zone, at)


def _hours(db: Session) -> WorkingHours:
    kept = read_setting(db, _HOURS)
    return WorkingHours() if kept is None else WorkingHours(tuple(one and (one[0], one[1]) for one in kept))


def _running_course(db: Session, client_id: int | None) -> Course | None:
    query = select(Course).where(Course.client_id == (client_id or 0), Course.ended_on.is_(None))
    return db.scalars(query.order_by(Course.number.desc()).limit(1)).first()


def _window(db: Session, client_id: int, day: date) -> Window:
    figures = _running_course(db, client_id) or protocol_of(db)
    first, last = (
        day + timedelta(days=number) for number in (figures.integration_from_days, figures.integration_within_days)
    )
    return Window(first, last, f"after the ketamine session of {long(day, day)}")


def _days(db: Session, client_id: int, kind: SessionKind, except_id: int | None) -> list[date]:
    """The days of sessions of a kind, held or booked."""
    held = select(HeldSession.held_on).where(
        HeldSession.client_id == client_id, HeldSession.kind == kind.value, HeldSession.id.not_in(withheld_sessions())
    )
    booked = select(Appointment.starts).where(
        Appointment.client_id == client_id,
        Appointment.kind == kind.value,
        Appointment.status == AppointmentStatus.BOOKED.value,
        Appointment.id != (except_id or 0),
    )
    return [*db.scalars(held), *(starts.date() for starts in db.scalars(booked))]
