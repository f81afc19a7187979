"""The calendar on paper: days with initials only, or the sheet of a day with what one needs when the computer is dead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.appointments import AppointmentKind, clock
from kapdesk.domain.calls import NOT_ASKED
from kapdesk.domain.contacts import Role, Way, WayKind
from kapdesk.domain.dates import in_full, short, weekday_in_full
from kapdesk.domain.health import Allergy
from kapdesk.domain.limits import limits_in_words
from kapdesk.domain.orders import OrderStanding
from kapdesk.domain.plans import EMERGENCY
from kapdesk.records.client import Client
from kapdesk.usecases.calendar.appointment_rows import AppointmentRow, between
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.practice import PracticeFacts, facts_of
from kapdesk.usecases.people.contacts import PersonRow, read_people_of_all
from kapdesk.usecases.people.entries import read_entries_of_all
from kapdesk.usecases.prescribing.order_rows import standings
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.printing.calendar import Around, Day, Line, Visit
    from kapdesk.printing.layout import Printed

_SHRED = "This sheet holds private facts of clients and is not encrypted. Keep it with you, and shred it when the day is over."
_NOT_ENTERED = "not entered"
_NO_LIMIT = "no limit on file: no order on file"
_PEOPLE = (
    (Role.EMERGENCY, "Emergency contact"),
    (Role.PRESCRIBER, "Prescriber"),
    (Role.DRIVER, "Ride home"),
)


class Which(StrEnum):
    """What is printed of the calendar."""

    WEEK = "week"
    DAY = "day"
    DAY_SHEET = "day_sheet"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {
            "week": "A week, initials only",
            "day": "A day, initials only",
            "day_sheet": "Day sheet with names and numbers",
        }[self.value]


@dataclass(frozen=True)
class Wanted:
    """What is wanted on paper: `first` is the day, or the first of a week; `kinds` says what each time is kept for.

    `page` is `letter` or `a4`; empty: as the practice prints.
    """

    which: Which
    first: date
    kinds: bool = False
    page: str = ""

    @property
    def days(self) -> list[date]:
        """The days that are printed."""
        return [self.first + timedelta(days=number) for number in range(7 if self.which is Which.WEEK else 1)]

    @property
    def words(self) -> str:
        """For the history: `week from June 8, 2026, initials`, `day sheet of June 9, 2026`."""
        day = in_full(self.first)
        if self.which is Which.DAY_SHEET:
            return f"day sheet of {day}"
        what = f"week from {day}" if self.which is Which.WEEK else f"day of {day}"
        return f"{what}, initials{' and kinds' if self.kinds else ''}"

    @property
    def file_name(self) -> str:
        """What the file is called when it is saved; nothing of a client stands in it."""
        return f"calendar-{self.which.value.replace('_', '-')}-{self.first.isoformat()}"


@dataclass(frozen=True)
class _OnFile:
    """What a day sheet needs of its clients, each kind read at once."""

    clients: dict[int, Client]
    people: dict[int, list[PersonRow]]
    ways: dict[int, list[Way]]
    allergies: dict[int, list[Allergy]]
    orders: dict[int, OrderStanding]


def calendar_pdf(vault: Vault, wanted: Wanted, today: date) -> "Printed":
    """The wanted days as a PDF. What was cancelled or missed takes no time and is left out. BadInput for the page size."""
    from kapdesk.printing import calendar

    with vault.read() as db:
        practice = facts_of(db)
        rows = _rows(db, wanted, practice)
        if wanted.which is Which.DAY_SHEET:
            visits = list(_visits(db, rows, wanted.first))
            return calendar.day_sheet(_around(wanted, practice, rows, today), visits, _numbers(practice), _SHRED)
    days = [_day(day, rows, wanted.kinds) for day in wanted.days]
    return calendar.initials_sheet(_around(wanted, practice, rows, today), days, wanted.kinds)


def enter_printed(vault: Vault, wanted: Wanted, how: Literal["printed", "saved"], at: datetime) -> None:
    """Enter that it was printed or saved, and which; a day sheet also in the history of each client who stands on it."""
    with vault.write() as db:
        enter(db, at, "calendar", how, detail=wanted.words)
        if wanted.which is Which.DAY_SHEET:
            rows = _rows(db, wanted, facts_of(db))
            for client_id in dict.fromkeys(row.client_id for row in rows if row.client_id is not None):
                enter(db, at, "calendar", how, None, client_id, detail=wanted.words)


def _rows(db: Session, wanted: Wanted, practice: PracticeFacts) -> list[AppointmentRow]:
    rows = between(db, wanted.days[0], wanted.days[-1], practice.time_zone)
    return [row for row in rows if row.status.takes_time]


def _around(wanted: Wanted, practice: PracticeFacts, rows: list[AppointmentRow], today: date) -> "Around":
    from kapdesk.printing.calendar import Around

    number = "1 entry" if len(rows) == 1 else f"{len(rows)} entries"
    title = {Which.WEEK: "Week", Which.DAY: "Day", Which.DAY_SHEET: "Day sheet"}[wanted.which]
    first, last = wanted.days[0], wanted.days[-1]
    span = weekday_in_full(first) if first == last else f"{in_full(first)} to {in_full(last)}"
    below = f"{span} · {number} · without what was cancelled or missed"
    return Around(title, below, practice.name, wanted.page or practice.page, today, practice.fictional)


def _day(day: date, rows: list[AppointmentRow], kinds: bool) -> "Day":
    from kapdesk.printing.calendar import Day

    here = [row for row in rows if row.when.day <= day <= row.when.last_day]
    return Day(weekday_in_full(day), tuple(_line(row, day, kinds) for row in here))


def _line(row: AppointmentRow, day: date, kinds: bool) -> "Line":
    from kapdesk.printing.calendar import Line

    nobody = "Unavailable" if row.kind is AppointmentKind.UNAVAILABLE else "–"
    return Line(_times(row, day), _length(row.when.minutes), row.initials or nobody, row.kind.words if kinds else "")


def _times(row: AppointmentRow, day: date) -> str:
    """From when to when it takes time of a day: `9:00–12:00`; what began before or goes on says so."""
    begin = clock(row.when.starts) if row.when.day == day else "0:00"
    end = clock(row.when.ends) if row.when.last_day == day and row.when.ends.date() == day else "24:00"
    return f"{begin}–{end}"


def _length(minutes: int) -> str:
    """`50 min`, `3 h`, `2 h 30 min`, `7 days`."""
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [f"{days} day{'s' if days > 1 else ''}" if days else "", f"{hours} h" if hours else ""]
    return " ".join(part for part in (*parts, f"{left} min" if left else "") if part)


def _numbers(practice: PracticeFacts) -> list[tuple[str, str]]:
    own = ", ".join(part for part in (practice.signer, practice.name) if part)
    return [*((number, words) for number, words in EMERGENCY), (practice.phone or "no telephone entered", own)]


def _on_file(db: Session, rows: list[AppointmentRow], day: date) -> _OnFile:
    ids = list(dict.fromkeys(row.client_id for row in rows if row.client_id is not None))
    return _OnFile(
        {client.id: client for client in db.scalars(select(Client).where(Client.id.in_(ids)))},
        read_people_of_all(db, ids),
        read_entries_of_all(db, ids, Way),
        read_entries_of_all(db, ids, Allergy),
        standings(db, day),
    )


def _visits(db: Session, rows: list[AppointmentRow], day: date) -> Iterator["Visit"]:
    from kapdesk.printing.calendar import Visit

    known = _on_file(db, rows, day)
    for row in rows:
        facts = tuple(_facts(known, row, day)) if row.client_id is not None else ()
        words = (("Words", row.words),) if row.words else ()
        kind = row.kind.words if row.client_id is not None else ""
        yield Visit(_times(row, day), _length(row.when.minutes), _name(known, row), kind, (*facts, *words))


def _name(known: _OnFile, row: AppointmentRow) -> str:
    """The full name, with the legal one where she is called otherwise; what the time is kept for where it is nobody's."""
    if row.client_id is None:
        return row.kind.words
    client = known.clients[row.client_id]
    called = client.preferred_name
    return f"{called}\n({client.legal_name})" if called and called != client.legal_name else client.legal_name


def _facts(known: _OnFile, row: AppointmentRow, day: date) -> Iterator[tuple[str, str]]:
    """What one needs to know; in a session what is not on file is said, otherwise it is left out."""
    assert row.client_id is not None
    client, people = known.clients[row.client_id], known.people.get(row.client_id, [])
    session = row.kind.session is not None
    yield "Telephone", "\n".join(_phones(known.ways.get(row.client_id, []))) or _NOT_ENTERED
    for role, words in _PEOPLE:
        named = "\n".join(_reached(one) for one in people if one.link.role is role)
        if named or session:
            yield words, named or _NOT_ENTERED
    standing = known.orders.get(row.client_id)
    if standing is not None or session:
        yield "Limits", _limits(standing, day)
    told = _allergies(client, known.allergies.get(row.client_id, []), day)
    if told != NOT_ASKED or session:
        yield "Allergies", told


def _phones(ways: list[Way]) -> Iterator[str]:
    for way in ways:
        if way.kind is WayKind.PHONE:
            about = ", ".join(part for part in (way.label, way.leave) if part)
            yield f"{way.value} ({about})"


def _reached(person: PersonRow) -> str:
    return f"{person.words} · {person.contact.phone or 'no telephone entered'}"


def _limits(standing: OrderStanding | None, day: date) -> str:
    """The limits of the order with its date and prescriber, and how it stands on that day."""
    if standing is None or standing.order is None:
        return _NO_LIMIT
    order = standing.order
    lines = [f"{limits_in_words(order)} · {order.named(day)}", order.other_limits.strip(), standing.words]
    return "\n".join(line for line in lines if line)


def _allergies(client: Client, allergies: list[Allergy], day: date) -> str:
    told = [f"{one.substance} ({one.reaction})" if one.reaction else one.substance for one in allergies]
    if told:
        return "\n".join(told)
    return f"none told, asked {short(client.allergies_asked_on, day)}" if client.allergies_asked_on else NOT_ASKED
