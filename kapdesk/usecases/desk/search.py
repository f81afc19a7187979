"""The index of words: kept in the same write as the notes themselves, and asked by `find`."""

import json
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kapdesk.domain.finding import Question, Term, fold_text
from kapdesk.records.note import Addendum, Note, NoteWithheld, SignedRecord
from kapdesk.records.search import note_of, row_of

_LAST = 0xFFFF_FFFF
"""No note has a higher number."""


def index_note(db: Session, note_id: int, old_day: date | None = None) -> None:
    """Index a note as it is now, with its addenda; a note that is gone or withheld is taken out.

    `old_day` is the day it was indexed under, when that is not its present one. In the caller's write, after a flush.
    """
    note = db.get(Note, note_id)
    days = {day for day in (old_day, note.on_date if note else None) if day is not None}
    for day in days:
        db.execute(text("DELETE FROM note_words WHERE rowid = :row"), {"row": row_of(day, note_id)})
    if note is None or db.scalar(select(NoteWithheld.id).where(NoteWithheld.note_id == note_id)):
        return
    words = "\n".join([note.text, *addenda_texts(db, [note_id]).get(note_id, ())])
    db.execute(
        text("INSERT INTO note_words (rowid, text, tags) VALUES (:row, :words, :tags)"),
        {
            "row": row_of(note.on_date, note_id),
            "words": fold_text(words),
            "tags": f"c{note.client_id} k{note.kind}",
        },
    )


def rebuild_index(db: Session) -> int:
    """Make the whole index anew from the notes; their number. In the caller's write."""
    db.execute(text("INSERT INTO note_words (note_words) VALUES ('delete-all')"))
    ids = list(db.scalars(select(Note.id).order_by(Note.on_date, Note.id)))
    for note_id in ids:
        index_note(db, note_id)
        db.expunge_all()
    return len(ids)


def addenda_texts(db: Session, note_ids: Sequence[int]) -> dict[int, list[str]]:
    """Reason and text of the addenda of some notes."""
    query = (
        select(Addendum.note_id, SignedRecord.body)
        .join(SignedRecord, SignedRecord.id == Addendum.signed_id)
        .where(Addendum.note_id.in_(note_ids))
        .order_by(Addendum.id)
    )
    found: dict[int, list[str]] = {}
    for note_id, body in db.execute(query):
        content = json.loads(body.decode("utf-8", "surrogatepass"))["addendum"]
        found.setdefault(note_id, []).append(f"{content['reason']}\n{content['text']}")
    return found


def notes_with(
    db: Session,
    question: Question,
    most: int,
    client_id: int | None = None,
    named: dict[Term, Sequence[int]] | None = None,
) -> list[int]:
    """The notes that are asked for, the newest first, at most so many.

    `named` are terms that are names, with their clients: a note of such a client need not hold the name.
    """
    where: list[str] = []
    values: dict[str, int | str] = {"most": most}
    words = [_in_text_or_name(term, (named or {}).get(term, ())) for term in question.terms]
    if client_id is not None:
        words.append(f'tags : "c{client_id}"')
    if question.note_kind is not None:
        words.append(f'tags : "k{question.note_kind.value}"')
    if words:
        where.append("note_words MATCH :words")
        values["words"] = " AND ".join(words)
    if question.since is not None:
        where.append("rowid >= :since")
        values["since"] = row_of(question.since, 0)
    if question.until is not None:
        where.append("rowid <= :until")
        values["until"] = row_of(question.until, _LAST)
    condition = " AND ".join(where) or "1"
    query = text(f"SELECT rowid FROM note_words WHERE {condition} ORDER BY rowid DESC LIMIT :most")  # noqa: S608  # our own words
    return [note_of(row) for row in db.scalars(query, values)]


def _in_text_or_name(term: Term, clients: Sequence[int]) -> str:
    """A term in the index's own language; its words are letters and digits only, so nothing in them can be an order."""
    goes_on = not term.whole and (len(term.words) > 1 or not term.words.isascii())
    words = f'text : "{term.words}"' + ("*" if goes_on else "")
    tags = [f'tags : "c{one}"' for one in clients]
    return f"({' OR '.join([words, *tags])})"
