"""Notes on paper: which, gathered at once; laid out by a worker; entered in the history when they were printed or saved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.dates import in_full
from kapdesk.domain.disclosures import OWN_FILE, GoingOut
from kapdesk.domain.notes import AddendumKind, NoteKind, first_words
from kapdesk.domain.session_record import SessionRecord
from kapdesk.errors import BadInput
from kapdesk.records.note import Note as NoteRecord
from kapdesk.records.note import PsychotherapyNote
from kapdesk.usecases.house import history
from kapdesk.usecases.house.practice import PracticeFacts, facts_of, zone
from kapdesk.usecases.medicine_day.session_record import record_of_note_in
from kapdesk.usecases.people.clients import find_client
from kapdesk.usecases.register.disclosures import add_going_out
from kapdesk.usecases.writing import integration
from kapdesk.usecases.writing.note_rows import Note, heads, whole_notes
from kapdesk.usecases.writing.private_notes import PrivateNote
from kapdesk.vault.connection import Progress, silent
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.printing.layout import Printed
    from kapdesk.printing.notes import NotePage

Lines = tuple[str, ...]


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
    """Everything a worker needs to lay the notes out; `words` say for the history what was printed, `records` hold the
    records of ketamine sessions by their note's id.

    `beside` are the lines of integration by their note's id: what is signed with it, and what was told later.
    Nothing of the pages themselves, so that what makes them is loaded by the worker and not while the window waits.
    """

    client_id: int
    client: str
    born: date | None
    practice: PracticeFacts
    notes: tuple[Note, ...]
    private: tuple[PrivateNote, ...]
    span: str
    history_head: str
    printed_on: date
    words: str
    single: int | None
    records: Mapping[int, SessionRecord] = field(default_factory=dict)
    beside: Mapping[int, tuple[Lines, Lines]] = field(default_factory=dict)
    part2: bool = False


def gather(vault: Vault, client_id: int, chosen: Chosen, today: date, part2: bool = False) -> Gathered:
    """Read the notes, the oldest first; BadInput when there is none. A note in the wrong chart is never among them.

    `part2` puts the notice of 42 CFR Part 2 on the paper.
    """
    if chosen.first and chosen.last and chosen.first > chosen.last:
        raise BadInput("The first day comes after the last one. Are both right?", "first")
    with vault.read() as db:
        client, practice = find_client(db, client_id), facts_of(db)
        notes = whole_notes(db, _wanted(client_id, chosen), today)[::-1]
        private = _private(db, client_id, chosen) if chosen.private else ()
        if not notes and not private:
            raise BadInput("There is no note to print in what you chose.", "")
        number, newest = history.head(db)
        beside = integration.read_in(db, [one.head.id for one in notes])
        records = records_of(db, notes, at_midnight(today, practice))
    days = [one.head.on for one in notes]
    span = " to ".join(in_full(day) for day in sorted({min(days), max(days)})) if days else ""
    return Gathered(
        client_id=client_id,
        client=client.legal_name,
        born=client.birth_date,
        practice=practice,
        notes=tuple(notes),
        private=private,
        span=span,
        history_head=f"Head of the practice’s history when this was printed: entry {number}, {newest}",
        printed_on=today,
        words=_in_words(len(notes), span, len(private)),
        single=notes[0].head.id if len(notes) == 1 and not private else None,
        beside={number: (one.signed(today), one.told(today)) for number, one in beside.items()},
        records=records,
        part2=part2,
    )


def records_of(db: Session, notes: Iterable[Note], now: datetime) -> dict[int, SessionRecord]:
    """The records of medicine days that belong to these notes, by the note's id. In an open read."""
    found = {
        one.head.id: record_of_note_in(db, one.head.id, now) for one in notes if one.head.kind is NoteKind.KETAMINE
    }
    return {number: record for number, record in found.items() if record is not None}


def at_midnight(today: date, practice: PracticeFacts) -> datetime:
    """A moment of the day; the hour counts for nothing that is printed."""
    return datetime.combine(today, time(), zone(practice))


def _in_words(notes: int, span: str, private: int) -> str:
    words = f"{notes} note{'' if notes == 1 else 's'}, {span}" if notes else "no notes of the chart"
    return f"{words}; with {private} psychotherapy note{'' if private == 1 else 's'}" if private else words


LAYING_OUT = "Laying out the notes"
"""What is said meanwhile."""


def lay_out(gathered: Gathered, progress: Progress = silent) -> "Printed":
    """Make the PDF. For a worker: 300 notes take a second or two. Raises Cancelled when `progress` does."""
    from kapdesk.printing.notes import Around, notes_pdf

    progress(LAYING_OUT, 0.0)
    practice = gathered.practice
    around = Around(
        client=gathered.client,
        born=gathered.born,
        practice=practice.name,
        therapist=practice.signer if practice.therapist else "",
        span=gathered.span,
        history_head=gathered.history_head,
        logo=practice.logo,
        fictional=practice.fictional,
        part2=gathered.part2,
    )
    return notes_pdf(
        [
            page_of(one, gathered.records.get(one.head.id), gathered.beside.get(one.head.id, ((), ())))
            for one in gathered.notes
        ],
        [_private_page(one) for one in gathered.private],
        around,
        practice.page,
        gathered.printed_on,
        lambda done: progress(LAYING_OUT, done),
    )


def enter_printed(
    vault: Vault,
    gathered: Gathered,
    how: Literal["printed", "saved"],
    at: datetime,
    going: GoingOut = OWN_FILE,
    sha256: str = "",
) -> None:
    """Enter in the history that these notes were printed or saved; for somebody, in the register of disclosures too."""
    with vault.write() as db:
        add_going_out(db, gathered.client_id, going, f"Notes: {gathered.words}", how, at, sha256)
        history.enter(db, at, "note", how, gathered.single, gathered.client_id, detail=gathered.words)


def _wanted(client_id: int, chosen: Chosen) -> Any:
    query = heads().where(NoteRecord.client_id == client_id)
    if chosen.ids:
        query = query.where(NoteRecord.id.in_(chosen.ids))
    if chosen.first:
        query = query.where(NoteRecord.on_date >= chosen.first)
    if chosen.last:
        query = query.where(NoteRecord.on_date <= chosen.last)
    if not chosen.drafts and not chosen.ids:
        query = query.where(NoteRecord.signed_id.is_not(None))
    return query


def _private(db: Session, client_id: int, chosen: Chosen) -> tuple[PrivateNote, ...]:
    query = select(PsychotherapyNote).where(PsychotherapyNote.client_id == client_id)
    if chosen.first:
        query = query.where(PsychotherapyNote.on_date >= chosen.first)
    if chosen.last:
        query = query.where(PsychotherapyNote.on_date <= chosen.last)
    found = db.scalars(query.order_by(PsychotherapyNote.on_date, PsychotherapyNote.id))
    return tuple(PrivateNote(one.id, one.on_date, one.text, first_words(one.text), one.changed_at) for one in found)


def _private_page(note: PrivateNote) -> "NotePage":
    from kapdesk.printing.notes import NotePage

    return NotePage(f"Psychotherapy note · {in_full(note.on)}", (), note.text, "Psychotherapy notes are not signed.")


def page_of(note: Note, record: SessionRecord | None = None, beside: tuple[Lines, Lines] = ((), ())) -> "NotePage":
    """A note as it is printed, with the record of its ketamine session where there is one, and the lines of integration."""
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
        beside=beside[0],
        told=beside[1],
        record=record,
    )


def _signature(signer: str, at: datetime, sha256: str) -> str:
    return f"Signed by {signer}, {in_full(at.date())}, {at:%H:%M} · SHA-256 {sha256}"
