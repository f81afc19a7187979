"""Who is to be asked again after what a paper agrees to was changed: how many it will be, and the list of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.clients import Status
from kapdesk.domain.paper_states import Standing, State
from kapdesk.errors import KapdeskError
from kapdesk.records.client import Client
from kapdesk.records.filed_paper import FiledPaper
from kapdesk.usecases.paper.paper_standings import OnFile, read_on_file
from kapdesk.usecases.paper.wording import wording_to_print
from kapdesk.vault.database import Vault

_COUNTS = (State.SIGNED, State.NARROWED, State.INCOMPLETE, State.OUT_OF_DATE)
"""A paper that stands so is one that the client goes by; what ended or was refused is not asked for again."""


@dataclass(frozen=True)
class AskAgain:
    """A line of the list: who, which paper (about whom, where there are several), signed when and in which version."""

    client_id: int
    client: str
    name: str
    title: str
    about: str
    signed_on: date
    version: str
    language: str


def how_many(vault: Vault, name: str, language: str, today: date) -> int:
    """How many clients go by a signed paper of this name and language, and would be asked again after a material change."""
    with vault.read() as db:
        found = read_on_file(db)
        there = set(db.scalars(select(Client.id).where(Client.status != Status.ARCHIVED.value)))
        query = select(FiledPaper.id).where(FiledPaper.name == name, FiledPaper.language == language)
        in_language = set(db.scalars(query))
    return sum(
        any(one.state in _COUNTS and one.paper_id in in_language for one in found.standings(client_id, name, today))
        for client_id in found.papers
        if client_id in there
    )


def to_ask_again(vault: Vault, today: date, name: str = "") -> list[AskAgain]:
    """Clients whose signed paper a material change of its wording came after, with the paper's title now; those in the archive
    are left out. By paper, then by client.
    """
    with vault.read() as db:
        found = read_on_file(db)
        names = {
            one.id: one.preferred_name or one.legal_name
            for one in db.scalars(select(Client).where(Client.status != Status.ARCHIVED.value))
        }
        languages = dict(db.execute(select(FiledPaper.id, FiledPaper.language)).all())
        title = cache(partial(_title, db))
        due = []
        for client_id in found.papers.keys() & names.keys():
            for stands in _standings(found, client_id, name, today):
                if stands.state is State.OUT_OF_DATE and stands.on is not None and stands.paper_id is not None:
                    language = languages[stands.paper_id]
                    due.append(
                        AskAgain(
                            client_id, names[client_id], stands.name, title(stands.name, language), stands.about,
                            stands.on, stands.version, language,
                        )
                    )  # fmt: skip
    return sorted(due, key=lambda one: (one.name, one.client.casefold(), one.about))


def _standings(found: OnFile, client_id: int, name: str, today: date) -> Iterator[Standing]:
    """How each of a client's papers stands, or those of one name."""
    for which in {one.name for one in found.papers[client_id] if not name or one.name == name}:
        yield from found.standings(client_id, which, today)


def _title(db: Session, name: str, language: str) -> str:
    try:
        return wording_to_print(db, name, language).title
    except KapdeskError:
        return name
