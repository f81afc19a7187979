"""What the sample's therapist ticked and asked, as acts in time; from `resources/sample/today.toml`."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from kapdesk import paths
from kapdesk.records.client import Client
from kapdesk.records.course import Course
from kapdesk.usecases.course import follow_ups, ready
from kapdesk.usecases.house import practice
from kapdesk.vault.database import Vault

_TICKED, _ASKED = time(8, 40), time(12, 30)

Act = tuple[datetime, Callable[[Vault, datetime], object]]


def acts(on: date, zone: ZoneInfo) -> Iterator[Act]:
    """What was ticked and asked when, for the sample as of the day `on`."""
    content = tomllib.loads((paths.resources() / "sample" / "today.toml").read_text("utf-8"))
    for one in content["tick"]:
        day = on + timedelta(days=one["on"])
        yield datetime.combine(day, _TICKED, zone), partial(_tick, one, on)
    for one in content["follow_up"]:
        day = on + timedelta(days=one["on"])
        yield datetime.combine(day, _ASKED, zone), partial(_ask, one)


def _tick(one: dict[str, Any], on: date, vault: Vault, at: datetime) -> None:
    until = on + timedelta(days=one["until"]) if "until" in one else None
    therapist = practice.get_practice(vault).therapist
    ready.tick(vault, client_named(vault, one["client"]), one["line"], at.date(), therapist, one["words"], until, at)


def _ask(one: dict[str, Any], vault: Vault, at: datetime) -> None:
    client = client_named(vault, one["client"])
    with vault.read() as db:
        course_id = db.scalars(select(Course.id).where(Course.client_id == client)).one()
    follow_ups.enter_follow_up(vault, course_id, one["months"], at.date(), one["words"], at)


def client_named(vault: Vault, words: str) -> int:
    """The client whose legal name begins with these words."""
    with vault.read() as db:
        return db.scalars(select(Client.id).where(Client.legal_name.startswith(words))).one()
