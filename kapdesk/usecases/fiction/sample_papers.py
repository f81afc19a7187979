"""The papers that the sample's clients signed, as acts in time; from `resources/sample/papers.toml`."""

import math
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from kapdesk import paths
from kapdesk.domain.filled import Filled
from kapdesk.domain.signatures import Role, Signature
from kapdesk.domain.strokes import Point, Strokes
from kapdesk.usecases.fiction.sample_today import client_named
from kapdesk.usecases.house import practice
from kapdesk.usecases.paper import paper_signing, papers_on_paper
from kapdesk.usecases.paper.papers_on_paper import OnPaper
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault

_SIGNED = time(10, 5)
_LAST_ALL_YEAR = {"release": 365}
"""Days that a sample's release holds."""

Act = tuple[datetime, Callable[[Vault, datetime], object]]


def acts(on: date, zone: ZoneInfo) -> Iterator[Act]:
    """What was signed when, for the sample as of the day `on`."""
    content = tomllib.loads((paths.resources() / "sample" / "papers.toml").read_text("utf-8"))
    for number, one in enumerate(content["paper"]):
        at = datetime.combine(on + timedelta(days=one["on"]), _SIGNED, zone) + timedelta(minutes=number)
        until = on + timedelta(days=one["until"]) if "until" in one else None
        for name in one.get("screen", ()):
            yield at, partial(_on_screen, one["client"], name, content["values"])
        for name in one.get("paper", ()):
            yield at, partial(_on_paper, one["client"], name, until)


def hand(name: str) -> Strokes:
    """A hand's writing that belongs to nobody: a few loops, other ones for each name."""
    seed = sum(map(ord, name))
    loops = 3 + seed % 3
    width, height = 0.5 / loops, 0.05 + 0.02 * (seed % 4)
    points = [
        Point(
            0.1 + width * turn / 6.3 + 0.03 * math.sin(turn),
            0.16 - height * math.sin(turn) * (1 - turn / (14 * loops)) - 0.01 * math.cos(2.3 * turn),
            round(turn * 60),
        )
        for turn in (step / 5 for step in range(round(6.3 * loops * 5)))
    ]
    return (tuple(points), (Point(0.12, 0.24, 9000), Point(0.3, 0.225, 9080), Point(0.62, 0.235, 9160)))


def _on_screen(client: str, name: str, values: dict[str, str], vault: Vault, at: datetime) -> None:
    client_id = client_named(vault, client)
    draft = paper_signing.begin(vault, client_id, name, "en", at)
    paper = paper_signing.in_hand(vault, draft, at.date())
    letters = "".join(word[0] for word in paper.client.split())
    days = _LAST_ALL_YEAR.get(name)
    filled = Filled(
        {one.name: values.get(one.name, "") for one in paper.fields if not one.value},
        {one.name: _ticked(one) for one in paper.choices},
        {number: letters for number, _ in (*paper.points, *paper.acknowledged)},
        until=at.date() + timedelta(days=days) if days else None,
    )
    paper_signing.keep(vault, draft, filled, at)
    for role in paper_signing.in_hand(vault, draft, at.date()).unsigned:
        signature = _signature(vault, client_id, role, values)
        paper_signing.sign(vault, draft, signature, at)
    paper_signing.file_signed(vault, draft, at)


def _ticked(choice: paper_signing.AskedChoice) -> tuple[str, ...]:
    """The first of its boxes; of several, the first three."""
    keys = [key for key, _ in choice.options]
    return tuple(keys[:3] if choice.several else keys[:1])


def _signature(vault: Vault, client_id: int, role: Role, values: dict[str, str]) -> Signature:
    if role is Role.THERAPIST:
        name = practice.get_practice(vault).signer
    else:
        name = values["adult_name"] if role is Role.ADULT else clients.get_client(vault, client_id).legal_name
    relation = values["adult_relation"] if role is Role.ADULT else ""
    return Signature(role, name, "drawn", relation=relation, strokes=hand(name))


def _on_paper(client: str, name: str, until: date | None, vault: Vault, at: datetime) -> None:
    client_id = client_named(vault, client)
    legal_name, therapist = clients.get_client(vault, client_id).legal_name, practice.get_practice(vault).therapist
    signers: tuple[tuple[Role, str, Any], ...] = ((Role.CLIENT, legal_name, ""), (Role.THERAPIST, therapist, ""))
    about = "Dr. S. Amari" if name == "release" else ""
    told = OnPaper(name, at.date(), signers, "1", about=about, until=until, kept_where="the paper folder")
    papers_on_paper.file_from_paper(vault, client_id, told, [], at)
