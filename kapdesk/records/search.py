"""The index by which words are found: one row a note, without its text, in the order of the notes' days.

A row's number is the note's day and the note's id in one, so that the newest are found first and a span of days is a span
of numbers, without sorting 50,000 finds.
"""

from datetime import date

INDEX = (
    "CREATE VIRTUAL TABLE note_words USING fts5(text, tags, content='', contentless_delete=1, "
    "tokenize='unicode61 remove_diacritics 2')"
)
"""No copy of the text is kept; accents and case are folded."""
SHRED = "INSERT INTO note_words(note_words, rank) VALUES ('secure-delete', 1)"
"""Words that are taken out leave nothing behind in the index."""
_SHIFT = 32


def row_of(day: date, note_id: int) -> int:
    """The index's row of a note."""
    return (day.toordinal() << _SHIFT) | note_id


def note_of(row: int) -> int:
    """The note that a row stands for."""
    return row & ((1 << _SHIFT) - 1)
