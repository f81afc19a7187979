"""What a client asks of her record, with its clock: entered, extended once, answered; the limits are a setting of the practice."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.disclosures import GoingOut
from kapdesk.domain.requests import EXTRA_DAYS, FEDERAL_DAYS, Request, RequestAnswer, RequestKind
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.client import Client
from kapdesk.records.request import RecordRequest
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.settings import read_setting, write_setting
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people.clients import find_client
from kapdesk.usecases.register.disclosures import Accounting, add_accounting_handed
from kapdesk.vault.database import Vault

SETTING = "request_days"


@dataclass(frozen=True)
class OpenRequest:
    """A request that waits for an answer, and whose it is."""

    request: Request
    client_id: int
    client: str


def list_requests(vault: Vault, client_id: int) -> list[Request]:
    """A client's requests: those that wait first, the one due first at the head; then the answered, the newest first."""
    with vault.read() as db:
        found = [
            request_of(one) for one in db.scalars(select(RecordRequest).where(RecordRequest.client_id == client_id))
        ]
    waiting = sorted((one for one in found if one.open), key=lambda one: (one.due, one.id))
    done = sorted((one for one in found if not one.open), key=lambda one: (one.received_on, one.id), reverse=True)
    return [*waiting, *done]


def open_requests(db: Session) -> list[OpenRequest]:
    """Everybody's requests that wait for an answer, in an open read."""
    return [
        OpenRequest(request_of(row), row.client_id, preferred or legal) for row, preferred, legal in db.execute(_open())
    ]


@cache
def _open() -> Any:
    return (
        select(RecordRequest, Client.preferred_name, Client.legal_name)
        .join(Client, Client.id == RecordRequest.client_id)
        .where(RecordRequest.answer == RequestAnswer.OPEN.value)
    )


def get_request(vault: Vault, request_id: int) -> Request:
    """One request; NotFound."""
    with vault.read() as db:
        return request_of(find_request(db, request_id))


def enter_request(
    vault: Vault, client_id: int, kind: RequestKind | None, received_on: date, words: str, at: datetime
) -> Undo:
    """Enter what was asked; its clock runs by the practice's limit. BadInput with the field's name."""
    with vault.write() as db:
        find_client(db, client_id)
        days = _limits(db)[kind] if kind is not None else 0
        request = Request(kind, received_on, words, days).checked(at.date())
        row = RecordRequest(client_id=client_id, entered_at=at, **_columns(request))
        db.add(row)
        db.flush()
        enter(db, at, "request", "created", row.id, client_id)
        number, name = row.id, request.kind.words if request.kind else ""
    return Undo(f"Request entered: {name.lower()}", lambda vault, at: remove(vault, number, at))


def extend(vault: Vault, request_id: int, why: str, at: datetime) -> Undo:
    """Take 30 days more, once, with the reason that the client is told in writing; BadInput after the last day."""
    with vault.write() as db:
        row = find_request(db, request_id)
        request = request_of(row)
        if request.extra_days:
            raise BadInput("It was extended already; the law allows it once.", "extended_words")
        if at.date() > request.due:
            raise BadInput(
                "Its last day is over. It can be extended only while it runs; answer it now.", "extended_words"
            )
        if not request.open:
            raise BadInput("It is answered already.", "extended_words")
        longer = replace(request, extra_days=EXTRA_DAYS, extended_on=at.date(), extended_words=why).checked(at.date())
        _put(db, row, longer, "changed", at)
    return Undo("Request extended by 30 days", lambda vault, at: _put_back(vault, request_id, request, at))


def answer(
    vault: Vault, request_id: int, what: RequestAnswer, answered_on: date | None, words: str, at: datetime
) -> Undo:
    """Enter what became of a request; BadInput with the field's name, such as a denial without its ground."""
    with vault.write() as db:
        before = answer_in(db, request_id, what, answered_on, words, at)
    return Undo(f"Request answered: {what.words.lower()}", lambda vault, at: _put_back(vault, request_id, before, at))


def answer_in(
    db: Session, request_id: int, what: RequestAnswer, answered_on: date | None, words: str, at: datetime
) -> Request:
    """The same in the caller's write; the request as it was."""
    if what is RequestAnswer.OPEN:
        raise BadInput("Choose what became of it.", "answer")
    row = find_request(db, request_id)
    before = request_of(row)
    answered = replace(before, answer=what, answered_on=answered_on, answer_words=words).checked(at.date())
    _put(db, row, answered, "answered", at)
    return before


def remove(vault: Vault, request_id: int, at: datetime) -> Undo:
    """Take out a request that was entered by mistake; undo brings it back as it was."""
    with vault.write() as db:
        row = find_request(db, request_id)
        kept: dict[str, Any] = {column.name: getattr(row, column.name) for column in RecordRequest.__table__.columns}
        db.delete(row)
        enter(db, at, "request", "removed", request_id, row.client_id)
    return Undo("Request taken back", lambda vault, at: _bring_back(vault, kept, at))


def hand_accounting(
    vault: Vault,
    client_id: int,
    prepared: Accounting,
    how: Literal["printed", "saved"],
    going: GoingOut,
    at: datetime,
    sha256: str = "",
    request_id: int | None = None,
) -> None:
    """Enter that an accounting was printed or saved, and where it answers a request, that answer, in one act."""
    with vault.write() as db:
        add_accounting_handed(db, client_id, prepared, how, going, at, sha256)
        if request_id is not None:
            days = f"{prepared.span.first.isoformat()} to {prepared.span.last.isoformat()}"
            answer_in(db, request_id, RequestAnswer.GIVEN, at.date(), f"Accounting of {days}, {how}", at)


def get_limits(vault: Vault) -> dict[RequestKind, int]:
    """In how many days each kind is answered here: the practice's own limit, else the federal one."""
    with vault.read() as db:
        return _limits(db)


def save_limits(vault: Vault, limits: Mapping[RequestKind, int], at: datetime) -> Undo:
    """Keep other limits for requests to come; BadInput for one that is longer than the federal."""
    for kind, days in limits.items():
        if not 1 <= days <= FEDERAL_DAYS[kind]:
            raise BadInput(
                f"{kind.words}: between 1 and {FEDERAL_DAYS[kind]} days. A state’s limit can only be shorter.",
                kind.value,
            )
    with vault.write() as db:
        before = _limits(db)
        own = {kind.value: days for kind, days in limits.items() if days != FEDERAL_DAYS[kind]}
        changed = [kind.value for kind in limits if before[kind] != limits[kind]]
        if changed:
            write_setting(db, SETTING, own or None)
            enter(db, at, "setting", "changed", fields=changed, detail="days to answer a request")
    return Undo("Days to answer a request changed", lambda vault, at: save_limits(vault, before, at))


def request_of(row: RecordRequest) -> Request:
    """A request as it stands."""
    return Request(
        RequestKind(row.kind),
        row.received_on,
        row.words,
        row.days,
        row.extra_days,
        row.extended_on,
        row.extended_words,
        RequestAnswer(row.answer),
        row.answered_on,
        row.answer_words,
        row.id,
    )


def find_request(db: Session, request_id: int) -> RecordRequest:
    """The row; NotFound."""
    row = db.get(RecordRequest, request_id)
    if row is None:
        raise NotFound("This request is not there any more.")
    return row


def _limits(db: Session) -> dict[RequestKind, int]:
    own = read_setting(db, SETTING, {})
    return {kind: int(own.get(kind.value, days)) for kind, days in FEDERAL_DAYS.items()}


def _columns(request: Request) -> dict[str, Any]:
    assert request.kind is not None
    kept = {name: value for name, value in vars(request).items() if name != "id"}
    return {**kept, "kind": request.kind.value, "answer": request.answer.value}


def _put(db: Session, row: RecordRequest, request: Request, act: str, at: datetime) -> None:
    changed = [name for name, value in _columns(request).items() if getattr(row, name) != value]
    for name, value in _columns(request).items():
        setattr(row, name, value)
    if changed:
        enter(db, at, "request", act, row.id, row.client_id, changed)


def _put_back(vault: Vault, request_id: int, before: Request, at: datetime) -> None:
    with vault.write() as db:
        _put(db, find_request(db, request_id), before, "changed", at)


def _bring_back(vault: Vault, kept: dict[str, Any], at: datetime) -> None:
    with vault.write() as db:
        db.add(RecordRequest(**kept))
        db.flush()
        enter(db, at, "request", "created", kept["id"], kept["client_id"])
