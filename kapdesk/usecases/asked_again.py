"""Who is to be asked again after what a paper agrees to was changed: how many it will be, and the list of them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.paper_states import State
from kapdesk.errors import KapdeskError
from kapdesk.records.client import Client
from kapdesk.records.filed_paper import FiledPaper
from kapdesk.usecases import paper_standings
from kapdesk.usecases.paper_standings import ToAskAgain, read_on_file
from kapdesk.usecases.wording import wording_to_print
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
        there = set(db.scalars(select(Client.id).where(Client.status != "archived")))
        query = select(FiledPaper.id).where(FiledPaper.name == name, FiledPaper.language == language)
        in_language = set(db.scalars(query))
    return sum(
        any(one.state in _COUNTS and one.paper_id in in_language for one in found.standings(client_id, name, today))
        for client_id in found.papers
        if client_id in there
    )


def to_ask_again(vault: Vault, today: date, name: str = "") -> list[AskAgain]:
    """Clients who signed an older wording than the one that counts, with the paper's title now; by paper, then by client."""
    due = paper_standings.to_ask_again(vault, today, name)
    if not due:
        return []
    with vault.read() as db:
        titles = {(one.name, one.language): _title(db, one) for one in due}
    return [
        AskAgain(
            one.client_id,
            one.client,
            one.name,
            titles[one.name, one.language],
            one.about,
            one.signed_on,
            one.version,
            one.language,
        )
        for one in due
    ]


def _title(db: Session, one: ToAskAgain) -> str:
    try:
        return wording_to_print(db, one.name, one.language).title
    except KapdeskError:
        return one.name
