"""Setting up a new practice: what is still open of it stands in the practice itself, until it is done.

A practice that was not made by the first launch, or before there was this, has nothing open.
"""

import contextlib
import json
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, exists, select, text
from sqlalchemy.orm import Session

from kapdesk.domain.first_things import FIRST_THINGS, PUT_OFF_DAYS, FirstThing, Name
from kapdesk.records.client import Client
from kapdesk.records.practice import BackupMade
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.vault.database import Vault, put_fact

State = Literal["open", "later", "done"]
INTRODUCTION = "kap-introduction"
_FACT = "setup"


@dataclass(frozen=True)
class Setup:
    """How far it is. `ended` says that the first launch was gone through; `put_off` until when which thing waits."""

    recovery: State = "open"
    backups: State = "open"
    disk: State = "open"
    introduction: State = "open"
    ended: bool = False
    put_off: dict[str, str] = field(default_factory=dict)


def begin(connection: Connection) -> None:
    """A new practice has everything open; in the write that makes it."""
    _put(connection, Setup())


def read_setup(vault: Vault) -> Setup | None:
    """How far it is; None when there was none."""
    with vault.read() as db:
        return _read(db)


def goes_on(vault: Vault) -> bool:
    """Whether the first launch was broken off after the file was made: then it goes on where it was."""
    found = None if vault.reads_only else read_setup(vault)
    return found is not None and not found.ended


def first_thing(vault: Vault, on: date) -> FirstThing | None:
    """The first thing that is still to do, and not put off; None when all is done."""
    if vault.reads_only:
        return None
    with vault.read() as db:
        found = _read(db)
        if found is None:
            return None
        for name in _open_things(db, found):
            if date.fromisoformat(found.put_off.get(name, "0001-01-01")) <= on:
                return FIRST_THINGS[name]
    return None


def prove_recovery(vault: Vault, at: datetime) -> None:
    """The recovery sheet is made, and one of its groups was typed."""
    with vault.write() as db:
        if mark(db, recovery="done"):
            enter(db, at, "practice", "recovery_sheet_made")


def answer(vault: Vault, part: Literal["recovery", "backups", "disk"], state: State) -> None:
    """Keep what was answered in the first launch."""
    with vault.write() as db:
        mark(db, **{part: state})


def end(vault: Vault) -> None:
    """The first launch was gone through; what was left for later is asked for on Today."""
    with vault.write() as db:
        found = _read(db)
        if found is not None:
            _put(db.connection(), replace(found, ended=True))


def put_off(vault: Vault, thing: FirstThing, on: date) -> Undo:
    """Not now: it is asked for again after a week."""
    _wait(vault, thing.name, on + timedelta(days=PUT_OFF_DAYS))
    return Undo(f"{thing.headline}: asked again in a week", lambda vault, at: _wait(vault, thing.name, at.date()))


def note_printed(db: Session, paper: str) -> None:
    """A paper left the desk: the introduction is no longer the first thing; in the caller's write."""
    if paper == INTRODUCTION:
        mark(db, introduction="done")


def mark(db: Session, **parts: State) -> bool:
    """Keep how parts stand, in a practice that is being set up; whether that is new."""
    found = _read(db)
    if found is None:
        return False
    changed = replace(found, **parts)  # type: ignore[arg-type]  # names and states of parts
    if changed != found:
        _put(db.connection(), changed)
    return changed != found


def _open_things(db: Session, found: Setup) -> list[Name]:
    still: list[Name] = []
    if found.recovery != "done":
        still.append("recovery")
    if not db.scalar(select(exists(select(BackupMade.id)))):
        still.append("backups")
    if found.introduction != "done":
        still.append("introduction")
    if not db.scalar(select(exists(select(Client.id)))):
        still.append("client")
    return still


def _wait(vault: Vault, name: str, until: date) -> None:
    with vault.write() as db:
        found = _read(db)
        if found is not None:
            _put(db.connection(), replace(found, put_off={**found.put_off, name: until.isoformat()}))


def _read(db: Session) -> Setup | None:
    kept = db.execute(text("SELECT value FROM vault_fact WHERE name = :name"), {"name": _FACT}).scalar_one_or_none()
    if kept is None:
        return None
    with contextlib.suppress(ValueError, TypeError, AttributeError, RecursionError):
        content = json.loads(kept)
        waits = {name: date.fromisoformat(until).isoformat() for name, until in content.get("put_off", {}).items()}
        known = {one.name: content[one.name] for one in fields(Setup) if one.name in content}
        return Setup(**{**known, "put_off": waits})
    return None  # what makes no sense keeps nobody out


def _put(connection: Connection, setup: Setup) -> None:
    put_fact(connection, _FACT, json.dumps(asdict(setup)).encode())
