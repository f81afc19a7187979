"""The sample's introductory calls and its capacity, as acts in time."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from kapdesk import paths
from kapdesk.domain.calls import Call, Fit, NextStep, Safety
from kapdesk.domain.contacts import Answer
from kapdesk.usecases.people import calls, capacity, clients
from kapdesk.vault.database import Vault

_AFTER_WORK = time(17, 45)
_CHOICES = {"prescriber": Answer, "safety_now": Safety, "fit": Fit, "next_step": NextStep}


def acts(on: date, zone: ZoneInfo) -> Iterator[tuple[datetime, Callable[[Vault, datetime], object]]]:
    """What was written when, as of the day `on`; a sheet is written after the day's notes."""
    content = tomllib.loads((paths.resources() / "sample" / "calls.toml").read_text("utf-8"))
    sheets = content["call"]
    first = min(one["written"] for one in sheets)
    yield (
        _moment(on, first - 1, zone),
        lambda vault, at: capacity.set_capacity(vault, content["capacity"], at),
    )
    for one in sheets:
        yield _moment(on, one["written"], zone), partial(_write, dict(one), on)


def _write(one: dict[str, Any], on: date, vault: Vault, at: datetime) -> None:
    name, _ = one.pop("client"), one.pop("written")
    called = one.pop("called_on", None)
    values: dict[str, Any] = {key: _CHOICES[key](value) if key in _CHOICES else value for key, value in one.items()}
    day = None if called is None else on + timedelta(days=called)
    client = next(row.id for row in clients.list_all_clients(vault, at.date()) if row.legal_name == name)
    calls.save_call(vault, client, Call(called_on=day, **values), at)


def _moment(on: date, offset: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(on + timedelta(days=offset), _AFTER_WORK, zone)
