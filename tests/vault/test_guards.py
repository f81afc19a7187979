"""The database itself refuses to change what is signed, and the history."""

from pathlib import Path

import pytest

from kapdesk.domain.notes import NoteKind
from kapdesk.domain.phases import SessionKind
from kapdesk.errors import PracticeDamaged, RecordSigned
from kapdesk.records.guards import GUARDS
from kapdesk.usecases import clients, courses, notes, opening, papers
from kapdesk.usecases.clients import ClientFacts
from kapdesk.usecases.secrets import Secret
from kapdesk.vault.connection import connected
from kapdesk.vault.database import Vault
from tests.conftest import NOW, PASSPHRASE, TODAY


@pytest.fixture
def signed(vault: Vault) -> Vault:
    """A practice with a signed note of a session, an addendum, a paper that was handed over."""
    client = clients.create_client(vault, ClientFacts("Somebody"), NOW)
    courses.add_session(vault, client, SessionKind.PREPARATION, TODAY, NOW)
    session = courses.list_sessions(vault, client)[0].id
    note = notes.start_note(vault, client, NoteKind.PREPARATION, TODAY, NOW, session, "words")
    notes.sign_note(vault, note, NOW)
    notes.add_addendum(vault, note, "because", "more", NOW)
    papers.hand_to_client(vault, papers.print_paper(vault, "kap-introduction", "letter", TODAY), client, "saved", NOW)
    return vault


REFUSED = (
    "UPDATE signed_record SET body = x'00'",
    "UPDATE signed_record SET sha256 = 'x' WHERE id = 1",
    "DELETE FROM signed_record",
    "INSERT OR REPLACE INTO signed_record SELECT id, 'other', kind, format, x'00', sha256, signed_at FROM signed_record",
    "REPLACE INTO signed_record SELECT 99, uid, kind, format, x'00', sha256, signed_at FROM signed_record WHERE id = 1",
    "INSERT INTO signed_record SELECT * FROM signed_record WHERE true ON CONFLICT (id) DO UPDATE SET body = x'00'",
    "UPDATE note SET text = 'other'",
    "UPDATE note SET signed_id = NULL",
    "UPDATE note SET client_id = 2",
    "DELETE FROM note",
    "INSERT OR REPLACE INTO note SELECT id, uid, client_id, session_id, kind, on_date, 'x', created_at, changed_at, NULL FROM note",
    "UPDATE addendum SET note_id = 2",
    "DELETE FROM addendum",
    "INSERT OR REPLACE INTO addendum SELECT id, 'other', note_id, signed_id FROM addendum",
    "INSERT INTO addendum (uid, note_id, signed_id) VALUES ('x', 999, 1)",
    "UPDATE session SET held_on = '2020-01-01'",
    "DELETE FROM session",
    "INSERT OR REPLACE INTO session SELECT id, uid, client_id, course_id, 'ketamine', held_on FROM session",
    "UPDATE history SET at = 'x'",
    "DELETE FROM history WHERE id = 1",
    "REPLACE INTO history SELECT id, at, 'closed', subject, subject_id, client_id, fields, detail, previous, 'x' FROM history",
    "UPDATE paper_given SET title = 'other'",
    "DELETE FROM paper_given",
)


@pytest.mark.parametrize("triggers_of_deletes", [True, False])
@pytest.mark.parametrize("statement", REFUSED)
def test_raw_sql_is_refused(signed: Vault, statement: str, triggers_of_deletes: bool) -> None:
    def act() -> None:
        with connected(signed.database, signed.key.branch("database"), read_only=False) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute(f"PRAGMA recursive_triggers = {'ON' if triggers_of_deletes else 'OFF'}")
            connection.execute(statement)

    with pytest.raises(RecordSigned):
        act()


def test_what_is_not_signed_can_still_be_changed(signed: Vault) -> None:
    note = notes.start_note(signed, 1, NoteKind.GENERAL, TODAY, NOW, text="draft")
    notes.save_draft(signed, note, "changed", NOW)
    notes.discard_draft(signed, note, NOW)


def test_a_missing_guard_is_noticed_at_opening(practice_folder: Path, vault: Vault) -> None:
    key = vault.key.branch("database")
    opening.close_practice(vault, NOW)
    with connected(practice_folder / "vault.db", key, read_only=False) as connection:
        connection.execute(f"DROP TRIGGER {next(iter(GUARDS))}")
    with pytest.raises(PracticeDamaged, match="guards"):
        opening.open_practice(opening.unlock(practice_folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
