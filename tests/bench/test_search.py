"""Finding anything, against the bare queries on the same index in plain SQLite."""

from contextlib import closing

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from kapdesk.usecases.desk import find
from kapdesk.vault.database import Vault
from tests.bench.conftest import Practice, measured, timed
from tests.conftest import TODAY

_ROWS = "SELECT rowid FROM note_words WHERE note_words MATCH ? ORDER BY rowid DESC LIMIT 1001"
_QUESTIONS = {
    "a rare word": ("velvet", 'text : "velvet"*'),
    "a word in one note of four": ("lantern", 'text : "lantern"*'),
    "two words of many notes": ("quiet lantern", 'text : "quiet"* AND text : "lantern"*'),
    "two letters of every note": ("wa", 'text : "wa"*'),
    "nothing": ("zephyrine", 'text : "zephyrine"*'),
}


@pytest.mark.parametrize("what", list(_QUESTIONS))
def test_find(practice: Practice, opened: Vault, what: str) -> None:
    line, match = _QUESTIONS[what]
    with closing(sqlcipher.connect(str(practice.plain))) as plain:

        def bare() -> None:
            ids = [row & 0xFFFF_FFFF for (row,) in plain.execute(_ROWS, (match,))][:50]
            marks = ",".join("?" * len(ids))
            plain.execute(f"SELECT id, text FROM note WHERE id IN ({marks})", ids).fetchall()

        peer = timed(bare)
    found = find.find(opened, line, TODAY)
    ours = timed(lambda: find.find(opened, line, TODAY))
    hits = f"{'over ' if found.more else ''}{found.notes:,} notes"
    measured(f"find {what} ({hits} of {practice.notes:,})", ours, peer, "< 50 ms; the same index, plain")


def test_find_in_a_chart(practice: Practice, opened: Vault) -> None:
    ours = timed(lambda: find.find(opened, "lantern", TODAY, practice.busiest))
    measured(f"find a word of one note in four in a chart of 300, of {practice.notes:,}", ours, None, "< 50 ms")
