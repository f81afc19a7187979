"""A client's whole intake pack in one go: which papers, filled from the chart with lines where it is silent, one PDF each.

Each paper keeps its own pages, version and SHA-256, as it would have printed alone; they are printed one after the other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from kapdesk.domain.paper_states import INTAKE_PACK, State, in_words
from kapdesk.errors import BadInput
from kapdesk.usecases.paper.paper_standings import read_on_file
from kapdesk.usecases.paper.papers import How, PrintedPaper, hand_in, made_for
from kapdesk.usecases.paper.wording import wordings_to_list
from kapdesk.usecases.people.clients import find_client
from kapdesk.vault.connection import Progress, silent
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kapdesk.printing.text import Wording


@dataclass(frozen=True)
class PackLine:
    """A paper of the pack: `state` is how it stands in words ("" for nobody in particular), `wanted` that it is missing."""

    name: str
    title: str
    state: str
    wanted: bool


def lines_of_pack(vault: Vault, client_id: int | None, language: str, today: date) -> list[PackLine]:
    """The papers of the pack that there are in this language, in the order in which they are gone through; NotFound."""
    with vault.read() as db:
        wordings: Mapping[str, Wording] = {one.name: one for one in wordings_to_list(db, language)}
        there = [wordings[name] for name in INTAKE_PACK if name in wordings]
        if client_id is None:
            return [PackLine(one.name, one.title, "", True) for one in there]
        find_client(db, client_id)
        found = read_on_file(db, client_id)
    lines = []
    for one in there:
        stands = found.standings(client_id, one.name, today)[0]
        wanted = not stands.state.holds and stands.state not in (State.DECLINED, State.REFUSED)
        lines.append(PackLine(one.name, one.title, in_words(stands, today), wanted))
    return lines


def pack_maker(
    vault: Vault, names: Sequence[str], client_id: int | None, language: str, page: str, size: str, today: date
) -> Callable[[Progress], list[PrintedPaper]]:
    """What makes the chosen papers, in the pack's order; it may run in any thread. BadInput when none is chosen."""
    chosen = [name for name in INTAKE_PACK if name in names]
    if not chosen:
        raise BadInput("Choose at least one paper.", "papers")
    source = vault.source()

    def make(progress: Progress = silent) -> list[PrintedPaper]:
        made = []
        try:
            with source.read() as db:
                for at, name in enumerate(chosen):
                    progress(f"Laying out paper {at + 1} of {len(chosen)}", at / len(chosen))
                    made.append(made_for(db, name, page, today, client_id, language, size, blank=True))
        finally:
            source.key.wipe()
        progress("Done", 1.0)
        return made

    return make


def enter_pack(vault: Vault, made: Sequence[PrintedPaper], client_id: int | None, how: How, at: datetime) -> None:
    """Enter each paper as handed over: all of them or none."""
    with vault.write() as db:
        for one in made:
            hand_in(db, one, client_id, how, at)


def file_names(made: Sequence[PrintedPaper]) -> list[str]:
    """What the files of a pack are called: by their order, and saying nothing of a client."""
    return [f"{number}-{one.name}.pdf" for number, one in enumerate(made, 1)]
