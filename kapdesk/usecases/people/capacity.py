"""How many clients the practice takes at a time, and whether there is space for one more."""

from datetime import datetime
from functools import cache

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from kapdesk.domain.calls import Space, clients
from kapdesk.domain.clients import Status
from kapdesk.errors import BadInput
from kapdesk.records.client import Client
from kapdesk.records.course import Course
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.settings import read_setting, write_setting
from kapdesk.usecases.house.undo import Undo
from kapdesk.vault.database import Vault

_SETTING = "capacity"
MOST = 500
"""A capacity above it is taken for a slip of the keys."""


def space(vault: Vault) -> Space:
    """The capacity, and how many clients are active or in a running course."""
    with vault.read() as db:
        return read_space(db)


def read_space(db: Session) -> Space:
    """The same in an open read or write."""
    return Space(read_setting(db, _SETTING), db.scalars(_here()).one())


@cache
def _here() -> Select[int]:
    running = exists().where(Course.client_id == Client.id, Course.ended_on.is_(None))
    return (
        select(func.count())
        .select_from(Client)
        .where(Client.status != Status.ARCHIVED.value, or_(Client.status == Status.ACTIVE.value, running))
    )


def set_capacity(vault: Vault, number: int | None, at: datetime) -> Undo:
    """Say how many clients the practice takes at a time; None: not set. BadInput for a number that cannot be."""
    if number is not None and not 1 <= number <= MOST:
        raise BadInput(f"Type a number between 1 and {MOST}, or leave the field empty.", "capacity")
    with vault.write() as db:
        before = read_setting(db, _SETTING)
        write_setting(db, _SETTING, number)
        if before != number:
            enter(db, at, "setting", "changed", fields=(_SETTING,))
    words = "Capacity not set" if number is None else f"Capacity: {clients(number)}"
    return Undo(words, lambda vault, at: set_capacity(vault, before, at))
