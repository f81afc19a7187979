"""Finding words: the index of notes, kept in the same write as the notes themselves."""

import json
from datetime import date

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kapdesk.records.note import Addendum, Note, NoteWithheld, SignedRecord
from kapdesk.records.search import row_of


def index_note(db: Session, note_id: int, old_day: date | None = None) -> None:
    """Index a note as it is now, with its addenda; a note that is gone or withheld is taken out.

    `old_day` is the day it was indexed under, when that is not its present one. In the caller's write, after a flush.
    """
    note = db.get(Note, note_id)
    for day in {old_day, note.on_date if note else None} - {None}:
        db.execute(text("DELETE FROM note_words WHERE rowid = :row"), {"row": row_of(day, note_id)})  # type: ignore[arg-type]  # None is taken out
    if note is None or db.scalar(select(NoteWithheld.id).where(NoteWithheld.note_id == note_id)):
        return
    words = [note.text]
    added = select(SignedRecord.body).join(Addendum, Addendum.signed_id == SignedRecord.id)
    for body in db.scalars(added.where(Addendum.note_id == note_id).order_by(Addendum.id)):
        content = json.loads(body.decode("utf-8", "surrogatepass"))["addendum"]
        words += [content["reason"], content["text"]]
    db.execute(
        text("INSERT INTO note_words (rowid, text, tags) VALUES (:row, :words, :tags)"),
        {
            "row": row_of(note.on_date, note_id),
            "words": "\n".join(words),
            "tags": f"c{note.client_id} k{note.kind}",
        },
    )
