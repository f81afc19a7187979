"""The record of a medicine day on paper, with its note's text, as one document; entered in the history."""

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.dates import in_full
from kapdesk.domain.disclosures import OWN_FILE, GoingOut
from kapdesk.domain.record_words import title_of
from kapdesk.errors import NotFound
from kapdesk.records.medicine_day import MedicineDay
from kapdesk.records.note import Note as NoteRecord
from kapdesk.records.note import NoteWithheld
from kapdesk.usecases.house import history
from kapdesk.usecases.house.practice import facts_of
from kapdesk.usecases.medicine_day.session_record import record_in
from kapdesk.usecases.people.clients import find_client
from kapdesk.usecases.register.disclosures import add_going_out
from kapdesk.usecases.writing.note_printing import page_of
from kapdesk.usecases.writing.note_rows import whole_note
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.printing.layout import Printed


def record_pdf(vault: Vault, day_id: int, now: datetime, part2: bool = False) -> "Printed":
    """The record as PDF; what is not signed yet is marked as a draft. Takes some 100 ms; NotFound.

    `part2` puts the notice of 42 CFR Part 2 on it.
    """
    from kapdesk.printing.notes import Around, NotePage, notes_pdf

    with vault.read() as db:
        row = db.get(MedicineDay, day_id)
        if row is None:
            raise NotFound("This medicine day is not there.")
        client, practice = find_client(db, row.client_id), facts_of(db)
        record = record_in(db, day_id, now)
        note_id = _note_of(db, row)
        page = page_of(whole_note(db, note_id, now.date()), record) if note_id is not None else None
        number, newest = history.head(db)
    page = page or NotePage(title_of(record), (), "", "", record=record)
    around = Around(
        client=client.legal_name,
        born=client.birth_date,
        practice=practice.name,
        therapist=practice.signer if practice.therapist else "",
        span="",
        history_head=f"Head of the practice’s history when this was printed: entry {number}, {newest}",
        logo=practice.logo,
        fictional=practice.fictional,
        title="Record of a ketamine session",
        part2=part2,
    )
    return notes_pdf([page], [], around, practice.page, now.date())


def enter_printed(
    vault: Vault,
    day_id: int,
    how: Literal["printed", "saved"],
    at: datetime,
    going: GoingOut = OWN_FILE,
    sha256: str = "",
) -> None:
    """Enter in the history that the record was printed or saved; for somebody, in the register of disclosures too."""
    with vault.write() as db:
        row = db.get(MedicineDay, day_id)
        if row is None:
            raise NotFound("This medicine day is not there.")
        what = f"Record of the ketamine session of {in_full(row.on_date)}"
        add_going_out(db, row.client_id, going, what, how, at, sha256)
        history.enter(db, at, "medicine_day", how, day_id, row.client_id)


def _note_of(db: Session, row: MedicineDay) -> int | None:
    """The session's note: the signed one before a draft, none that is in a wrong chart."""
    if row.session_id is None:
        return None
    query = select(NoteRecord.id).where(
        NoteRecord.session_id == row.session_id, NoteRecord.id.not_in(select(NoteWithheld.note_id))
    )
    return db.scalar(query.order_by(NoteRecord.signed_id.is_(None), NoteRecord.id).limit(1))
