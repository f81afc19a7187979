"""Lines of “Needs you” that the therapist put off to a day, with her reason; each comes back by itself."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.dates import short
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.today import PutOff
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.vault.database import Vault


@dataclass(frozen=True)
class Put:
    """Until when a line was put off, and why."""

    need: str
    until: date
    reason: str


def put_off(vault: Vault, need: str, client_id: int | None, until: date, reason: str, at: datetime) -> Undo:
    """Put a line off to a later day; BadInput for a day that is not to come, or without a reason."""
    reason = " ".join(reason.split())
    if until <= at.date():
        raise BadInput("Choose a day to come. On that day the line is here again.", "until")
    if not reason:
        raise BadInput("Say why it can wait.", "reason")
    with vault.write() as db:
        row = db.scalar(select(PutOff).where(PutOff.need == need))
        before = None if row is None else (row.until, row.reason)
        if row is None:
            row = PutOff(need=need, client_id=client_id, until=until, reason=reason, put_off_at=at)
            db.add(row)
        else:
            row.until, row.reason, row.put_off_at = until, reason, at
        db.flush()
        enter(db, at, "need", "put_off", row.id, client_id)

    def take_back(vault: Vault, at: datetime) -> None:
        if before is None:
            bring_back(vault, need, at)
        else:
            _put(vault, need, client_id, *before, at)

    return Undo(f"Put off to {short(until, at.date())}", take_back)


def bring_back(vault: Vault, need: str, at: datetime) -> Undo:
    """Have a line back before its day; NotFound when it was not put off."""
    with vault.write() as db:
        row = db.scalar(select(PutOff).where(PutOff.need == need))
        if row is None:
            raise NotFound("This line is back already.")
        client_id, until, reason = row.client_id, row.until, row.reason
        enter(db, at, "need", "back", row.id, client_id)
        db.delete(row)

    return Undo("The line is back", lambda vault, at: _put(vault, need, client_id, until, reason, at))


def _put(vault: Vault, need: str, client_id: int | None, until: date, reason: str, at: datetime) -> None:
    """Put it off again as it was, whatever day it is."""
    with vault.write() as db:
        row = db.scalar(select(PutOff).where(PutOff.need == need)) or PutOff(need=need, client_id=client_id)
        row.until, row.reason, row.put_off_at = until, reason, at
        db.add(row)
        db.flush()
        enter(db, at, "need", "put_off", row.id, client_id)


def all_put_off(db: Session) -> dict[str, Put]:
    """Every line that was ever put off and not brought back, by its name."""
    return {row.need: Put(row.need, row.until, row.reason) for row in db.execute(_all())}


@cache
def _all() -> Any:
    return select(PutOff.need, PutOff.until, PutOff.reason)
