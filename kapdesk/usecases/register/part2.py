"""The tag of 42 CFR Part 2: on one paper, or on all of a client's record; whoever hands it out is warned."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.errors import BadInput
from kapdesk.records.filed_paper import Part2Tag
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.practice import facts_of
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.paper.filed_papers import find_paper
from kapdesk.usecases.people.clients import find_client
from kapdesk.vault.database import Vault


def tag(vault: Vault, client_id: int, words: str, at: datetime, paper_id: int | None = None) -> Undo:
    """Tag a paper, or without one the whole record; `words` say why. Tagged already is left as it is."""
    with vault.write() as db:
        find_client(db, client_id)
        if paper_id is not None and find_paper(db, paper_id).client_id != client_id:
            raise BadInput("This paper is in another chart.", "paper")
        if _find(db, client_id, paper_id) is None:
            row = Part2Tag(client_id=client_id, paper_id=paper_id, words=" ".join(words.split()), set_at=at)
            db.add(row)
            db.flush()
            enter(db, at, "part2", "tagged", row.id, client_id)
    return Undo("Tagged as Part 2 records", lambda vault, at: untag(vault, client_id, at, paper_id))


def untag(vault: Vault, client_id: int, at: datetime, paper_id: int | None = None) -> Undo:
    """Take the tag off; undo sets it again with its words."""
    with vault.write() as db:
        row = _find(db, client_id, paper_id)
        words = row.words if row is not None else ""
        if row is not None:
            db.delete(row)
            enter(db, at, "part2", "untagged", row.id, client_id)
    return Undo("Tag of Part 2 taken off", lambda vault, at: tag(vault, client_id, words, at, paper_id))


def is_tagged(vault: Vault, client_id: int, paper_id: int | None = None) -> bool:
    """Whether what goes out is tagged: this paper, or the whole record that it belongs to."""
    with vault.read() as db:
        return is_tagged_in(db, client_id, paper_id)


def is_tagged_in(db: Session, client_id: int, paper_id: int | None = None) -> bool:
    """The same in a caller's transaction."""
    whole = _find(db, client_id, None) is not None
    return whole or (paper_id is not None and _find(db, client_id, paper_id) is not None)


def tags_of(vault: Vault, client_id: int) -> dict[int | None, str]:
    """The words of each tag by its paper; None is the whole record."""
    with vault.read() as db:
        rows = db.scalars(select(Part2Tag).where(Part2Tag.client_id == client_id))
        return {one.paper_id: one.words for one in rows}


def notice_sheet(vault: Vault, today: date) -> bytes:
    """The notice as a page of its own, for what goes out in its exact bytes."""
    from kapdesk.printing import disclosures

    with vault.read() as db:
        practice = facts_of(db)
    return disclosures.notice_sheet(practice.name, practice.page, today, practice.fictional).pdf


def _find(db: Session, client_id: int, paper_id: int | None) -> Part2Tag | None:
    query = select(Part2Tag).where(Part2Tag.client_id == client_id, Part2Tag.paper_id.is_not_distinct_from(paper_id))
    return db.scalars(query).first()
