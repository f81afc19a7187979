"""Notes on paper: which, gathered at once; laid out by a worker; entered in the history when they were printed or saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from sqlalchemy.orm import Session

from kapdesk.domain.dates import in_full
from kapdesk.domain.notes import AddendumKind
from kapdesk.errors import BadInput
from kapdesk.records.note import Note as NoteRecord
from kapdesk.records.note import PsychotherapyNote
from kapdesk.usecases import history
from kapdesk.usecases.clients import find_client
from kapdesk.usecases.note_rows import Note, head_of, heads, whole_note
from kapdesk.usecases.practice import facts_of
from kapdesk.vault.connection import Progress, silent
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.printing.layout import Printed
    from kapdesk.printing.notes import Around, NotePage


@dataclass(frozen=True)
class Chosen:
    """Which notes: those of some ids, else of a span of days (both ends included, None is open), else all."""

    ids: tuple[int, ...] = ()
    first: date | None = None
    last: date | None = None
    drafts: bool = False
    private: bool = False


@dataclass(frozen=True)
class Gathered:
    """Everything a worker needs to lay the notes out; `words` say for the history what was printed."""

    client_id: int
    notes: "tuple[NotePage, ...]"
    private: "tuple[NotePage, ...]"
    around: "Around"
    page: str
    printed_on: date
    words: str
    single: int | None


def gather(vault: Vault, client_id: int, chosen: Chosen, today: date) -> Gathered:
    """Read the notes, the oldest first; BadInput when there is none. A note in the wrong chart is never among them."""
    from kapdesk.printing.notes import Around

    if chosen.first and chosen.last and chosen.first > chosen.last:
        raise BadInput("The first day comes after the last one. Are both right?", "first")
    with vault.read() as db:
        client, practice = find_client(db, client_id), facts_of(db)
        notes = [whole_note(db, note_id, today) for note_id in _chosen_ids(db, client_id, chosen, today)]
        private = _private(db, client_id, chosen) if chosen.private else ()
        if not notes and not private:
            raise BadInput("There is no note to print in what you chose.", "")
        number, newest = history.head(db)
    days = [one.head.on for one in notes]
    span = f"{in_full(min(days))} to {in_full(max(days))}" if days and min(days) != max(days) else ""
    around = Around(
        client=client.legal_name,
        born=client.birth_date,
        practice=practice.name,
        therapist=practice.signer if practice.therapist else "",
        span=span or (in_full(days[0]) if days else ""),
        history_head=f"Head of the practice’s history when this was printed: entry {number}, {newest}",
        logo=practice.logo,
        fictional=practice.fictional,
    )
    count = "1 note" if len(notes) == 1 else f"{len(notes)} notes"
    words = f"{count}, {around.span}" if days else "no notes of the chart"
    if private:
        words += f"; with {len(private)} psychotherapy note{'' if len(private) == 1 else 's'}"
    return Gathered(
        client_id,
        tuple(_page(one) for one in notes),
        tuple(private),
        around,
        practice.page,
        today,
        words,
        notes[0].head.id if len(notes) == 1 and not private else None,
    )


def lay_out(gathered: Gathered, progress: Progress = silent) -> "Printed":
    """Make the PDF. For a worker: 300 notes take some seconds."""
    from kapdesk.printing.notes import notes_pdf

    progress("Laying out the notes", 0.1)
    printed = notes_pdf(gathered.notes, gathered.private, gathered.around, gathered.page, gathered.printed_on)
    progress("Done", 1.0)
    return printed


def enter_printed(vault: Vault, gathered: Gathered, how: Literal["printed", "saved"], at: datetime) -> None:
    """Enter in the history that these notes were printed or saved."""
    with vault.write() as db:
        history.enter(db, at, "note", how, gathered.single, gathered.client_id, detail=gathered.words)


def _chosen_ids(db: Session, client_id: int, chosen: Chosen, today: date) -> list[int]:
    query = heads().where(NoteRecord.client_id == client_id)
    if chosen.ids:
        query = query.where(NoteRecord.id.in_(chosen.ids))
    if chosen.first:
        query = query.where(NoteRecord.on_date >= chosen.first)
    if chosen.last:
        query = query.where(NoteRecord.on_date <= chosen.last)
    if not chosen.drafts and not chosen.ids:
        query = query.where(NoteRecord.signed_id.is_not(None))
    found = [head_of(row, today) for row in db.execute(query)]
    return [one.id for one in reversed(found)]


def _private(db: Session, client_id: int, chosen: Chosen) -> "Sequence[NotePage]":
    from kapdesk.printing.notes import NotePage

    found = db.query(PsychotherapyNote).filter_by(client_id=client_id)
    return tuple(
        NotePage(f"Psychotherapy note · {in_full(one.on_date)}", (), one.text, "Psychotherapy notes are not signed.")
        for one in found.order_by(PsychotherapyNote.on_date, PsychotherapyNote.id)
        if (chosen.first or one.on_date) <= one.on_date <= (chosen.last or one.on_date)
    )


def _page(note: Note) -> "NotePage":
    from kapdesk.printing.notes import AddendumPage, NotePage

    head = note.head
    return NotePage(
        title=f"{head.kind_words} · {in_full(head.on)}",
        facts=tuple(words for words in (note.facts.words, head.late) if words),
        text=note.text,
        signature=_signature(head.signer, head.signed_at, head.sha256) if head.signed_at else "",
        addenda=tuple(
            AddendumPage(
                one.reason,
                one.text,
                _signature(one.signer, one.written_at, one.sha256),
                one.kind is AddendumKind.ERROR,
            )
            for one in note.addenda
        ),
        in_error=head.in_error,
    )


def _signature(signer: str, at: datetime, sha256: str) -> str:
    return f"Signed by {signer}, {in_full(at.date())}, {at:%H:%M} · SHA-256 {sha256}"
