"""The wait list: who waits, since when, and what was said in the call. In the order of the day they were put on it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from kapdesk.domain.calls import Call, Safety, waits
from kapdesk.domain.clients import Status
from kapdesk.domain.contacts import WayKind
from kapdesk.domain.dates import short
from kapdesk.errors import BadInput
from kapdesk.records.client import Client
from kapdesk.usecases.course import standing
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people.calls import sheets
from kapdesk.usecases.people.clients import facts_of, find_client
from kapdesk.vault.database import Vault

_LEAVES_TO = (Status.INQUIRY, Status.ACTIVE, Status.CLOSED)


@dataclass(frozen=True)
class Waiting:
    """Somebody on the wait list; `on` is the day of joining it as far as it is known, `place` counts from 1.

    `reason` is what the call's sheet or the details say; `safety` what was said about it in the call, and when.
    """

    client_id: int
    place: int
    name: str
    on: date | None
    waits: str
    phone: str
    reason: str
    safety: str
    safety_now: Safety


def list_waiting(vault: Vault, today: date) -> list[Waiting]:
    """Everybody who waits, the one who has waited longest first; those whose day is not known last, by their entry."""
    query = (
        select(Client)
        .where(Client.status == Status.WAIT_LIST.value)
        .order_by(Client.wait_listed_on.is_(None), Client.wait_listed_on, Client.since, Client.id)
    )
    with vault.read() as db:
        phones, asked = standing.ways(db, (WayKind.PHONE,)), sheets(db)
        found = []
        for place, one in enumerate(db.scalars(query), 1):
            call = asked.get(one.id, Call())
            row = Waiting(
                one.id,
                place,
                one.preferred_name or one.legal_name,
                one.wait_listed_on,
                waits(one.wait_listed_on, today),
                next(iter(phones.get(one.id, ())), ""),
                call.reason or one.concerns,
                call.safety_line(today),
                call.safety_now,
            )
            found.append(row)
        return found


def join(vault: Vault, client_id: int, at: datetime, on: date | None = None) -> Undo:
    """Put a client on the wait list, as of today or of the day `on`; BadInput for one who waits already, NotFound."""
    on = _checked(on or at.date(), at)
    with vault.write() as db:
        client = find_client(db, client_id)
        name = facts_of(client).name
        if client.status == Status.WAIT_LIST.value:
            raise BadInput(f"{name} is on the wait list already.", "")
        if client.status == Status.ARCHIVED.value:
            raise BadInput(f"{name} is in the archive. Take the client back from it first.", "")
        before = Status(client.status), client.wait_listed_on
        client.status, client.wait_listed_on = Status.WAIT_LIST.value, on
        enter(db, at, "wait_list", "joined", client_id, client_id)
    return Undo(f"{name} is on the wait list", lambda vault, at: _put_back(vault, client_id, "left", *before, at))


def leave(vault: Vault, client_id: int, to: Status, at: datetime) -> Undo:
    """Take a client off the wait list: an inquiry again, active, or closed. BadInput for one who does not wait."""
    if to not in _LEAVES_TO:
        raise BadInput("From the wait list a client becomes an inquiry again, active, or closed.", "status")
    with vault.write() as db:
        client = find_client(db, client_id)
        name = facts_of(client).name
        if client.status != Status.WAIT_LIST.value:
            raise BadInput(f"{name} is not on the wait list any more.", "")
        day = client.wait_listed_on
        client.status, client.wait_listed_on = to.value, None
        enter(db, at, "wait_list", "left", client_id, client_id)
    return Undo(
        f"{name} is off the wait list: {to.words.lower()}",
        lambda vault, at: _put_back(vault, client_id, "joined", Status.WAIT_LIST, day, at),
    )


def set_day(vault: Vault, client_id: int, on: date | None, at: datetime) -> Undo:
    """Correct the day on which somebody was put on the list; None: it is not known. BadInput for a day to come."""
    if on is not None:
        _checked(on, at)
    with vault.write() as db:
        client = find_client(db, client_id)
        name = facts_of(client).name
        if client.status != Status.WAIT_LIST.value:
            raise BadInput(f"{name} is not on the wait list any more.", "")
        before = client.wait_listed_on
        client.wait_listed_on = on
        if before != on:
            enter(db, at, "client", "changed", client_id, client_id, ("wait_listed_on",))
    day = short(on, at.date()) if on else "a day that is not known"
    return Undo(f"{name} has waited since {day}", lambda vault, at: set_day(vault, client_id, before, at))


def _checked(on: date, at: datetime) -> date:
    if on > at.date():
        raise BadInput("That day is still to come. Type the day on which the client was put on the list.", "on")
    return on


def _put_back(vault: Vault, client_id: int, act: str, status: Status, day: date | None, at: datetime) -> None:
    with vault.write() as db:
        client = find_client(db, client_id)
        client.status, client.wait_listed_on = status.value, day
        enter(db, at, "wait_list", act, client_id, client_id)
