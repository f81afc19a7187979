"""The page between sessions: offered with the client's own words from the medicine day and the integration note, and made."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.forms import sections_of
from kapdesk.domain.gate import AnswerKind
from kapdesk.domain.integration import Step
from kapdesk.domain.notes import NoteKind
from kapdesk.records.course import HeldSession
from kapdesk.records.medicine_day import DayAnswer, MedicineDay
from kapdesk.records.medicine_day import Integration as IntegrationRecord
from kapdesk.records.note import Note, NoteWithheld
from kapdesk.usecases.house.practice import facts_of
from kapdesk.usecases.paper.papers import PrintedPaper
from kapdesk.usecases.people.clients import find_client
from kapdesk.usecases.writing import integration
from kapdesk.usecases.writing.note_rows import whole_note
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.printing.between_sessions import Words

PAPER, TITLE = "between-sessions", "Between sessions"
_CAME = "What came"
"""The section of an integration note that is offered; it is the therapist's, so it is read before it goes out."""


@dataclass(frozen=True)
class Offer:
    """What the page begins with: the intention in the client's words, what came as the note has it, the steps still open;
    `ketamine_on` is the day of the session it follows.
    """

    intention: str
    came: str
    steps: tuple[Step, ...]
    ketamine_on: date | None


def offer(vault: Vault, client_id: int, note_id: int | None, today: date) -> Offer:
    """What is on file for the page: of this integration note, else of the client's last one."""
    with vault.read() as db:
        find_client(db, client_id)
        found = note_id if note_id is not None else _last_note(db, client_id)
        ketamine = _ketamine(db, client_id, found)
        note = whole_note(db, found, today) if found is not None else None
        kept = integration.read_in(db, [found]).get(found) if found is not None else None
        came = dict(sections_of(note.text)).get(_CAME, "").strip() if note is not None else ""
        steps = tuple(one for one in kept.steps if not one.outcome) if kept is not None else ()
        return Offer(_intention(db, ketamine), came, steps, ketamine.held_on if ketamine else None)


def words_of(intention: str, came: str, steps: Sequence[tuple[str, date | None]]) -> "Words":
    """The client's words as the page takes them."""
    from kapdesk.printing.between_sessions import Words

    return Words(intention.strip(), came.strip(), tuple(steps))


def make(
    vault: Vault,
    client_id: int,
    words: "Words",
    ketamine_on: date | None,
    page: str,
    on: date,
    language: str = "en",
) -> PrintedPaper:
    """The page as PDF; `papers.hand_to_client` enters that it was printed or saved.

    `language` is that of the page around the client's own words.
    """
    from kapdesk.printing import between_sessions as printing

    with vault.read() as db:
        client, practice = find_client(db, client_id), facts_of(db)
    around = printing.Around(
        called=client.preferred_name or client.legal_name,
        ketamine_on=ketamine_on,
        practice=practice.name,
        therapist=practice.signer if practice.therapist else "",
        phone=practice.phone,
        logo=practice.logo,
        fictional=practice.fictional,
    )
    made = printing.between_page(words, around, page, on, language)
    digest = hashlib.sha256(made.pdf).hexdigest()
    return PrintedPaper(PAPER, TITLE, language, "1", page, made.pdf, made.pages, made.unprintable, digest)


def _last_note(db: Session, client_id: int) -> int | None:
    query = select(Note.id).where(
        Note.client_id == client_id,
        Note.kind == NoteKind.INTEGRATION.value,
        Note.id.not_in(select(NoteWithheld.note_id)),
    )
    return db.scalars(query.order_by(Note.on_date.desc(), Note.id.desc())).first()


def _ketamine(db: Session, client_id: int, note_id: int | None) -> HeldSession | None:
    """The session that the note is bound to."""
    bound = select(IntegrationRecord.ketamine_id).where(IntegrationRecord.note_id == note_id)
    number = db.scalar(bound) if note_id is not None else None
    return db.get(HeldSession, number) if number is not None else None


def _intention(db: Session, ketamine: HeldSession | None) -> str:
    """In the client's words, as said at the gate of that session."""
    if ketamine is None:
        return ""
    query = (
        select(DayAnswer.words)
        .join(MedicineDay, MedicineDay.id == DayAnswer.day_id)
        .where(
            MedicineDay.session_id == ketamine.id,
            DayAnswer.line == "intention",
            DayAnswer.kind == AnswerKind.ASKED.value,
        )
        .order_by(DayAnswer.id.desc())
    )
    return db.scalars(query).first() or ""
