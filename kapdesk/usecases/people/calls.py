"""The sheet of the introductory call: one a client, kept as it is typed."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from kapdesk.domain.calls import Call, Fit, NextStep, Safety, Space
from kapdesk.domain.clients import Status
from kapdesk.domain.contacts import Answer, Role, WayKind
from kapdesk.errors import BadInput
from kapdesk.records.appointment import CallSheet
from kapdesk.records.history import HistoryEntry
from kapdesk.usecases.course import standing
from kapdesk.usecases.course.protocol import protocol_of
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people.capacity import read_space
from kapdesk.usecases.people.clients import facts_of, find_client
from kapdesk.usecases.people.contacts import read_people
from kapdesk.vault.database import Vault

_WORDS = ("reason", "prescriber_words", "safety", "fit_words", "space", "next_words")
"""What is typed letter by letter; the history gets one entry for a day's typing in each."""
_ASKING = (Status.INQUIRY, Status.WAIT_LIST)


@dataclass(frozen=True)
class CallView:
    """The sheet with what stands around it; `minutes` is how long a call is meant to last.

    `emergency` are the emergency contacts with their telephones; `begun` says whether anything is on the sheet.
    """

    client_id: int
    name: str
    phones: tuple[str, ...]
    status: Status
    call: Call
    begun: bool
    minutes: int
    space: Space
    emergency: tuple[str, ...]

    @property
    def asking(self) -> bool:
        """Whether the client asks or waits: then the call may still be to come."""
        return self.status in _ASKING


def view(vault: Vault, client_id: int) -> CallView:
    """The sheet of a client, empty when nothing was asked yet; NotFound."""
    with vault.read() as db:
        client = facts_of(find_client(db, client_id))
        row = _sheet(db, client_id)
        people = [one for one in read_people(db, client_id) if one.link.role is Role.EMERGENCY]
        return CallView(
            client_id,
            client.name,
            tuple(standing.ways(db, (WayKind.PHONE,), client_id).get(client_id, ())),
            client.status,
            call_of(row) if row else Call(),
            row is not None,
            protocol_of(db).call_minutes,
            read_space(db),
            tuple(" · ".join(filter(None, (one.words, one.contact.phone))) for one in people),
        )


def save_call(vault: Vault, client_id: int, call: Call, at: datetime) -> Call:
    """Keep the sheet as it stands now; the sheet as it was kept, with the day on which safety was asked.

    BadInput for a call on a day to come. The history names the fields, one of words once for a day's typing.
    """
    if call.called_on is not None and call.called_on > at.date():
        raise BadInput("The call is still to come on that day. Type the day on which you spoke.", "called_on")
    with vault.write() as db:
        find_client(db, client_id)
        row = _sheet(db, client_id)
        before = call_of(row) if row else Call()
        call = call.answered(before, at.date())
        if call == before:
            return before
        if row is None:
            row = CallSheet(client_id=client_id, changed_at=at)
            db.add(row)
        changed = list(_put(row, call))
        row.changed_at = at
        db.flush()
        typed = _typed_on(db, row.id, at)
        named = [name for name in changed if name not in _WORDS or name not in typed]
        if named:
            enter(db, at, "call", "changed", row.id, client_id, named)
    return call


def close_inquiry(vault: Vault, client_id: int, at: datetime) -> Undo:
    """Nothing follows from the call: the client is closed. BadInput for somebody who is no inquiry and does not wait."""
    with vault.write() as db:
        client = find_client(db, client_id)
        before, day = client.status, client.wait_listed_on
        if Status(before) not in _ASKING:
            raise BadInput("Only an inquiry or somebody on the wait list is closed from here.", "")
        client.status, client.wait_listed_on = Status.CLOSED.value, None
        enter(db, at, "client", "changed", client_id, client_id, ("status",))
        name = facts_of(client).name

    def take_back(vault: Vault, at: datetime) -> None:
        with vault.write() as db:
            client = find_client(db, client_id)
            client.status, client.wait_listed_on = before, day
            enter(db, at, "client", "changed", client_id, client_id, ("status",))

    return Undo(f"{name}: inquiry closed", take_back)


def summary(vault: Vault, client_id: int, today: date) -> str:
    """The sheet in one line, for the chart; empty when nothing was asked."""
    with vault.read() as db:
        row = _sheet(db, client_id)
        return call_of(row).summary(today) if row else ""


def sheets(db: Session) -> dict[int, Call]:
    """Every sheet there is, by client, in an open read or write."""
    return {row.client_id: call_of(row) for row in db.scalars(_sheets())}


def call_of(row: CallSheet) -> Call:
    """A kept sheet as plain values."""
    values: dict[str, Any] = {field.name: getattr(row, field.name) for field in fields(Call)}
    choices = {"prescriber": Answer, "safety_now": Safety, "fit": Fit, "next_step": NextStep}
    return Call(**{**values, **{name: kind(values[name]) for name, kind in choices.items()}})


def _sheet(db: Session, client_id: int) -> CallSheet | None:
    return db.scalars(_sheet_of(), {"client": client_id}).first()


@cache
def _sheets() -> Select[CallSheet]:
    return select(CallSheet)


@cache
def _sheet_of() -> Select[CallSheet]:
    return select(CallSheet).where(CallSheet.client_id == bindparam("client"))


def _put(row: CallSheet, call: Call) -> Iterator[str]:
    """Write what is new; the names of what changed."""
    for name, value in asdict(call).items():
        if (getattr(row, name) or None) != (value or None):
            setattr(row, name, value)
            yield name


def _typed_on(db: Session, sheet_id: int, at: datetime) -> set[str]:
    """The fields that the history names already for this day."""
    query = select(HistoryEntry.at, HistoryEntry.fields).where(
        HistoryEntry.subject == "call", HistoryEntry.subject_id == sheet_id
    )
    days = [entry for entry in db.execute(query) if entry.at.astimezone(at.tzinfo).date() == at.date()]
    return {name for entry in days for name in entry.fields.split(",")}
