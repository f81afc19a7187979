"""A client's papers at a glance: on file, missing from what a new client signs, and what was said of papers that are not on file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kapdesk.domain.paper_states import INTAKE_PACK, Event, Standing, State, in_force
from kapdesk.usecases.paper.paper_standings import PaperRow, list_filed, read_on_file
from kapdesk.usecases.paper.papers import list_papers
from kapdesk.vault.database import Vault

SIGNED_KINDS = ("consent", "notice", "release")
"""Kinds of papers that are signed; the others are handed over, or filled in."""


@dataclass(frozen=True)
class MissingPaper:
    """A paper of the intake pack that is still to be done today; `told` are the entries that say why, where no paper is on file."""

    name: str
    title: str
    kind: str
    standing: Standing
    told: tuple[Event, ...]


@dataclass(frozen=True)
class ToldOf:
    """What was said of a paper that is not on file, under that paper's title; what was said last stands first."""

    name: str
    title: str
    kind: str
    standing: Standing
    told: tuple[Event, ...]


@dataclass(frozen=True)
class ClientPapers:
    """`filed` the newest first, `missing` in the order in which a new client goes through them, `told` what else was said."""

    filed: tuple[PaperRow, ...]
    missing: tuple[MissingPaper, ...]
    told: tuple[ToldOf, ...]


def papers_at_a_glance(vault: Vault, client_id: int, today: date) -> ClientPapers:
    """What the chart shows of a client's papers today. An acknowledgement that was refused is not missing: what was tried to
    obtain it is on file (45 CFR 164.520(c)(2)(ii)).
    """
    library = {one.name: one for one in list_papers(vault)}
    filed = list_filed(vault, client_id, today)
    with vault.read() as db:
        found = read_on_file(db, client_id)
    loose = [one for one in in_force(found.events.get(client_id, ())) if one.paper_id is None]
    missing = []
    for name in INTAKE_PACK:
        standings = found.standings(client_id, name, today)
        if name in library and not any(one.state.holds or one.state is State.REFUSED for one in standings):
            row = library[name]
            missing.append(MissingPaper(name, row.title, row.kind, standings[0], _about(loose, name)))
    shown = {one.name for one in missing}
    told = []
    for name, about in dict.fromkeys((one.name, one.about) for one in reversed(loose) if one.name not in shown):
        named = library.get(name)
        title = f"{named.title if named else name}{f': {about}' if about else ''}"
        events = tuple(one for one in _about(loose, name) if one.about == about)
        stands = found.standing(client_id, name, today, about)
        told.append(ToldOf(name, title, named.kind if named else "", stands, events))
    return ClientPapers(tuple(filed), tuple(missing), tuple(told))


def _about(told: Iterable[Event], name: str) -> tuple[Event, ...]:
    return tuple(one for one in told if one.name == name)
