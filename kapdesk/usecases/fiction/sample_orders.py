"""The sample's orders, the prescribers' later words and what was disclosed, as acts in time; from `resources/sample/orders.toml`."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from kapdesk import paths
from kapdesk.domain.contacts import Answer, Contact
from kapdesk.domain.disclosures import Basis, Disclosure
from kapdesk.domain.orders import AnswerKind, Limits, Order, PrescriberAnswer, SpitOrSwallow
from kapdesk.records.client import Client
from kapdesk.usecases.prescribing import orders
from kapdesk.usecases.register import disclosures
from kapdesk.vault.database import Vault

_NOON = time(12, 0)
_DAYS = ("written_on", "valid_until", "follow_up_on")

Act = tuple[datetime, Callable[[Vault, datetime], object]]


def acts(book: Mapping[str, Contact], on: date, zone: ZoneInfo) -> Iterator[Act]:
    """What was entered when, for the sample as of the day `on`; `book` are its contacts by their keys."""
    content = tomllib.loads((paths.resources() / "sample" / "orders.toml").read_text("utf-8"))
    kept: dict[int, int] = {}
    for number, one in enumerate(content["order"]):
        yield from _order_acts(one, number, kept, book, on, zone)
    for one in content["answer"]:
        yield _moment(on, one["on"], zone, 60), _answering(one, on)
    for one in content["disclosure"]:
        yield _moment(on, one["on"], zone, 90), _disclosing(one, on)


def _order_acts(
    one: dict[str, Any], number: int, kept: dict[int, int], book: Mapping[str, Contact], on: date, zone: ZoneInfo
) -> Iterator[Act]:
    values = {name: value for name, value in one.items() if name not in ("client", "entered", "version")}
    order = _order(values, book, on)

    def enter(vault: Vault, at: datetime) -> None:
        kept[number] = orders.enter_order(vault, _client(vault, one["client"]), order, at)

    yield _moment(on, one["entered"], zone), enter
    for version in one.get("version", ()):
        changed = {name: value for name, value in version.items() if name not in ("entered", "change")}

        def follow(vault: Vault, at: datetime, changed: Any = changed, change: str = version["change"]) -> None:
            before = orders.get_order(vault, kept[number])
            kept[number] = orders.enter_version(vault, kept[number], replace(before, **changed), change, at)

        yield _moment(on, version["entered"], zone, 30), follow


def _order(values: dict[str, Any], book: Mapping[str, Contact], on: date) -> Order:
    contact = book[values.pop("prescriber")]
    for name in _DAYS:
        if name in values:
            values[name] = on + timedelta(days=values[name])
    return Order(
        **{
            **values,
            "prescriber": contact.name,
            "prescriber_id": contact.id,
            "limits": Limits(**values.get("limits", {})),
            "booster": Answer(values.get("booster", "")),
            "spit_or_swallow": SpitOrSwallow(values.get("spit_or_swallow", "")),
        }
    )


def _answering(one: dict[str, Any], on: date) -> Callable[[Vault, datetime], object]:
    values = {name: value for name, value in one.items() if name != "client"}
    kind = AnswerKind(values.pop("kind", "answer"))
    answer = PrescriberAnswer(**{**values, "kind": kind, "on": on + timedelta(days=one["on"])})
    return lambda vault, at: orders.enter_answer(vault, _client(vault, one["client"]), answer, at)


def _disclosing(one: dict[str, Any], on: date) -> Callable[[Vault, datetime], object]:
    values = {name: value for name, value in one.items() if name != "client"}
    entry = Disclosure(**{**values, "on": on + timedelta(days=one["on"]), "basis": Basis(one["basis"])})
    return lambda vault, at: disclosures.enter_disclosure(vault, _client(vault, one["client"]), entry, at)


def _client(vault: Vault, legal_name: str) -> int:
    with vault.read() as db:
        return db.scalars(select(Client.id).where(Client.legal_name == legal_name)).one()


def _moment(on: date, offset: int, zone: ZoneInfo, minutes: int = 0) -> datetime:
    return datetime.combine(on + timedelta(days=offset), _NOON, zone) + timedelta(minutes=minutes)
