"""The list of clients: its rows, which of them are wanted and in what order, and the views that the practice keeps."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.clients import Next, OnFile, Place, Status, medicine_day, missing, next_step, place_of
from kapdesk.domain.contacts import Role, WayKind
from kapdesk.domain.names import Known, Register, fold
from kapdesk.domain.orders import Order
from kapdesk.domain.phases import Phase, Position, position, stage
from kapdesk.errors import BadInput
from kapdesk.records.client import Client
from kapdesk.usecases.course import standing
from kapdesk.usecases.course.deciding import bookings
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.settings import read_setting, write_setting
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.prescribing.order_rows import current_orders
from kapdesk.vault.database import Vault

Sort = Literal[
    "name", "status", "phase", "next", "last_session", "missing", "since", "birth_date", "phone", "prescriber"
]
COLUMNS: tuple[Sort, ...] = get_args(Sort)
"""Every column there is; the name is always shown."""
USUAL: tuple[Sort, ...] = ("name", "status", "phase", "next", "last_session", "missing")
"""The columns before others were chosen."""
NOT_BEGUN = Position(Phase.NONE, "", "")
_NOTHING_NEXT = Next()
_STATUS = {one.value: one for one in Status}
_COLUMNS_SETTING, _VIEWS_SETTING = "client_columns", "client_views"
_LONGEST_NAME = 40


@dataclass(frozen=True)
class ClientRow:
    """A line of the list; `name` is how she is called, `missing` what is not on file, unsigned notes first."""

    id: int
    name: str
    legal_name: str
    pronouns: str
    status: Status
    phase: Phase
    position: str
    last_session: date | None
    since: date
    unsigned: int
    next: Next = _NOTHING_NEXT
    missing: tuple[str, ...] = ()
    birth_date: date | None = None
    phone: str = ""
    prescriber: str = ""
    folded: str = ""
    place: Place = Place.LEFT


@dataclass(frozen=True)
class Wanted:
    """Which clients are wanted. Without a status: all but the archived; `open` narrows to what waits for the therapist."""

    search: str = ""
    status: Status | None = None
    phase: Phase | None = None
    open: Literal["", "due", "unsigned", "missing"] = ""
    place: Place | None = None


@dataclass(frozen=True)
class View:
    """A choice of clients that the practice keeps under a name; the words searched for are part of it."""

    name: str
    wanted: Wanted


def read_rows(vault: Vault, today: date) -> list[ClientRow]:
    """Every client, the archived too, by name."""
    with vault.read() as db:
        return _rows(db, today)


def choose(rows: Iterable[ClientRow], wanted: Wanted, sort: Sort = "name", descending: bool = False) -> list[ClientRow]:
    """Those that are wanted, in order; within the same they stay by name."""
    words = fold(wanted.search).split()
    found = [row for row in rows if _fits(row, wanted, words)]
    if sort == "name":
        return found[::-1] if descending else found
    found.sort(key=_SORT_KEYS[sort], reverse=descending)
    return found


def register(vault: Vault) -> Register:
    """All clients as far as it takes to know one again, the archived too."""
    with vault.read() as db:
        phones = standing.ways(db, (WayKind.PHONE,))
        emails = standing.ways(db, (WayKind.EMAIL,))
        query = select(Client.id, Client.legal_name, Client.preferred_name, Client.birth_date)
        return Register(
            Known(
                row.id,
                row.preferred_name or row.legal_name,
                row.legal_name,
                row.birth_date,
                tuple(phones.get(row.id, ())),
                tuple(emails.get(row.id, ())),
            )
            for row in db.execute(query)
        )


def chosen_columns(vault: Vault) -> tuple[Sort, ...]:
    """The columns that the practice shows."""
    with vault.read() as db:
        kept = read_setting(db, _COLUMNS_SETTING, USUAL)
    return tuple(name for name in COLUMNS if name == "name" or name in kept)


def choose_columns(vault: Vault, columns: Sequence[Sort], at: datetime) -> Undo:
    """Show these columns from now on; the name always stays."""
    with vault.write() as db:
        before = tuple(read_setting(db, _COLUMNS_SETTING, USUAL))
        kept = [name for name in COLUMNS if name == "name" or name in columns]
        write_setting(db, _COLUMNS_SETTING, kept)
        enter(db, at, "setting", "changed", fields=("columns_of_the_list",))
    return Undo("Columns chosen", lambda vault, at: choose_columns(vault, before, at))


def views(vault: Vault) -> list[View]:
    """The views that were kept, by name."""
    with vault.read() as db:
        kept = read_setting(db, _VIEWS_SETTING, {})
    return sorted((View(name, _wanted(value)) for name, value in kept.items()), key=lambda view: fold(view.name))


def keep_view(vault: Vault, name: str, wanted: Wanted, at: datetime) -> Undo:
    """Keep a view under a name; one of that name is replaced. BadInput without a name."""
    name = " ".join(name.split())
    if not name:
        raise BadInput("Type a name for this view, for instance “To call this week”.", "name")
    if len(name) > _LONGEST_NAME:
        raise BadInput(f"A view's name has at most {_LONGEST_NAME} letters.", "name")
    return _put_view(vault, name, asdict(wanted), f"View “{name}” kept", at)


def forget_view(vault: Vault, name: str, at: datetime) -> Undo:
    """Keep a view no longer."""
    return _put_view(vault, name, None, f"View “{name}” removed", at)


def _put_view(vault: Vault, name: str, value: dict[str, Any] | None, words: str, at: datetime) -> Undo:
    with vault.write() as db:
        kept = dict(read_setting(db, _VIEWS_SETTING, {}))
        before = kept.pop(name, None)
        if value is not None:
            kept[name] = value
        write_setting(db, _VIEWS_SETTING, kept)
        enter(db, at, "setting", "changed", fields=("views_of_the_list",))
    return Undo(words, lambda vault, at: _put_view(vault, name, before, words, at))


def _wanted(value: dict[str, Any]) -> Wanted:
    status, phase, place = value["status"], value["phase"], value.get("place")
    return Wanted(
        value["search"],
        Status(status) if status else None,
        Phase(phase) if phase else None,
        value["open"],
        Place(place) if place else None,
    )


def _rows(db: Session, today: date) -> list[ClientRow]:
    courses = standing.all_courses(db)
    coming, orders = bookings(db, today), current_orders(db, today=today)
    unsigned = standing.unsigned_counts(db)
    ways, phones = standing.ways(db), standing.ways(db, (WayKind.PHONE,))
    prescribers, emergency = standing.people(db, Role.PRESCRIBER), standing.people(db, Role.EMERGENCY)
    query = select(
        Client.id,
        Client.legal_name,
        Client.preferred_name,
        Client.pronouns,
        Client.status,
        Client.since,
        Client.birth_date,
        Client.address,
    )
    rows = []
    for one in db.connection().execute(query).all():
        status, course = _STATUS[one.status], courses.get(one.id)
        booked = coming.get(one.id, ())
        where = position(*course, today, medicine_day(course[1], booked, today)) if course else NOT_BEGUN
        prescriber, notes = prescribers.get(one.id, ()), unsigned.get(one.id, 0)
        way = one.id in ways or bool(one.address)
        on_file = OnFile(one.birth_date is not None, way, one.id in emergency, bool(prescriber), notes)
        row = ClientRow(
            one.id,
            one.preferred_name or one.legal_name,
            one.legal_name,
            one.pronouns,
            status,
            where.phase,
            where.words,
            course[1].last if course else None,
            one.since,
            notes,
            next_step(*course, today, booked, _interval(orders.get(one.id))) if course else _NOTHING_NEXT,
            missing(status, bool(course and course[1].last), on_file),
            one.birth_date,
            next(iter(phones.get(one.id, ())), ""),
            ", ".join(prescriber),
            fold(f"{one.preferred_name} {one.legal_name}"),
            place_of(status, stage(*course) if course else None),
        )
        rows.append(row)
    rows.sort(key=lambda row: (fold(row.name), row.id))
    return rows


def _interval(order: Order | None) -> int | None:
    return order.interval_days if order is not None else None


def _fits(row: ClientRow, wanted: Wanted, words: Sequence[str]) -> bool:
    if (row.status is not wanted.status) if wanted.status else (row.status is Status.ARCHIVED):
        return False
    if (wanted.phase and row.phase is not wanted.phase) or (wanted.place and row.place is not wanted.place):
        return False
    if wanted.open and not _OPEN[wanted.open](row):
        return False
    return all(word in row.folded for word in words)


_OPEN: dict[str, Any] = {
    "due": lambda row: row.next.state in ("due", "late"),
    "unsigned": lambda row: row.unsigned > 0,
    "missing": lambda row: bool(row.missing),
}
_URGENCY = ("late", "due", "planned", "")
_SORT_KEYS: dict[str, Any] = {
    "status": lambda row: list(Status).index(row.status),
    "phase": lambda row: (list(Phase).index(row.phase), row.position),
    "next": lambda row: (_URGENCY.index(row.next.state), row.next.on or date.max, row.next.words),
    "last_session": lambda row: row.last_session or date.min,
    "missing": lambda row: (row.unsigned, len(row.missing)),
    "since": lambda row: row.since,
    "birth_date": lambda row: row.birth_date or date.min,
    "phone": lambda row: row.phone,
    "prescriber": lambda row: fold(row.prescriber),
}
