"""Reads and writes of the open practice, against the same on plain SQLite."""

import sqlite3
from contextlib import closing

from kapdesk.domain.notes import NoteKind
from kapdesk.usecases.paper import papers
from kapdesk.usecases.people import chart, clients
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault
from tests.bench.conftest import Practice, measured, timed
from tests.conftest import NOW, TODAY

_LIST = (
    "SELECT id, legal_name, preferred_name, pronouns, status, since, birth_date, address FROM client",
    "SELECT client_id, kind, value FROM contact_way",
    "SELECT client_id, role, name FROM client_contact JOIN contact ON contact.id = contact_id",
    "SELECT id, course_id, kind, held_on FROM session",
    "SELECT client_id, count(*) FROM note WHERE signed_id IS NULL GROUP BY client_id",
)


def test_client_list(practice: Practice, opened: Vault) -> None:
    with closing(sqlite3.connect(practice.plain)) as plain:
        bare = timed(lambda: [plain.execute(query).fetchall() for query in _LIST])
    ours = timed(lambda: clients.list_clients(opened, TODAY))
    measured(f"list of {practice.clients:,} clients, read and derived", ours, bare, "bare reads of the rows")


def test_chart(practice: Practice, opened: Vault) -> None:
    def open_it() -> None:
        chart.open_chart(opened, practice.busiest, NOW, TODAY)
        notes.list_notes(opened, practice.busiest, TODAY)

    measured(f"open a chart of 300 notes, of {practice.notes:,}", timed(open_it), None, "≤ 30 ms")


def test_draft(practice: Practice, opened: Vault) -> None:
    note = notes.start_note(opened, practice.busiest, NoteKind.GENERAL, TODAY, NOW)
    words = "A line of words that is kept as it is typed. " * 60
    number = iter(range(1_000_000))
    ours = timed(lambda: notes.save_draft(opened, note, f"{words}{next(number)}", NOW), 200)
    with closing(sqlite3.connect(practice.plain, isolation_level=None)) as plain:
        plain.execute("PRAGMA synchronous = FULL")
        plain.execute("PRAGMA secure_delete = ON")

        def bare() -> None:
            plain.execute("BEGIN IMMEDIATE")
            plain.execute("UPDATE practice SET address = ?", (f"{words}{next(number)}",))
            plain.execute("COMMIT")

        measured(f"save a draft, {practice.notes:,} notes", ours, timed(bare, 200), "≤ 5 ms; bare UPDATE and fsync")


def test_handout(opened: Vault, practice: Practice) -> None:
    if practice.clients > 200:
        return
    ours = timed(lambda: papers.print_paper(opened, "kap-introduction", "letter", TODAY))
    measured("print the KAP introduction", ours, None, "≤ 150 ms")
