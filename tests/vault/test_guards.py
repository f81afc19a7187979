"""The database itself refuses to change what is signed, and the history."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text

from kapdesk.domain.notes import NoteKind
from kapdesk.domain.phases import SessionKind
from kapdesk.errors import PracticeDamaged, RecordSigned
from kapdesk.records.guards import GUARDS
from kapdesk.usecases.course import courses
from kapdesk.usecases.house import opening
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.paper import papers
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import notes
from kapdesk.vault.connection import connected
from kapdesk.vault.database import Vault
from tests.conftest import NOW, PASSPHRASE, TODAY


@pytest.fixture(scope="module")
def signed(made: dict[str, opening.Created], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """One for all tests here, since nothing may change it: a practice with a signed note of a session, an addendum, a paper that was handed over; and, each second, a session
    and a note that are not signed.
    """
    folder = tmp_path_factory.mktemp("guards") / "p.kapdesk"
    shutil.copytree(made["empty"].unlocked.folder, folder)
    vault = opening.open_practice(opening.unlock(folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    client = clients.create_client(vault, ClientFacts("Somebody"), NOW)
    for _ in range(2):
        courses.add_session(vault, client, SessionKind.PREPARATION, TODAY, NOW)
    note = notes.start_note(vault, client, NoteKind.PREPARATION, TODAY, NOW, 1, "words")
    notes.start_note(vault, client, NoteKind.GENERAL, TODAY, NOW, text="a draft, which takes no signed note's place")
    with vault.write() as db:
        for statement in BEFORE_SIGNING:
            db.execute(text(statement))
    notes.sign_note(vault, note, NOW)
    notes.add_addendum(vault, note, "because", "more", NOW)
    notes.start_note(vault, client, NoteKind.GENERAL, TODAY, NOW, text="a draft")
    courses.add_session(vault, client, SessionKind.PREPARATION, TODAY, NOW)
    papers.hand_to_client(vault, papers.print_paper(vault, "kap-introduction", "letter", TODAY), client, "saved", NOW)
    with vault.write() as db:
        for statement in MORE_ROWS:
            db.execute(text(statement))
    yield vault
    opening.close_practice(vault, NOW)


BEFORE_SIGNING = (
    "INSERT INTO integration VALUES (9, 's', 1, NULL, '')",
    "INSERT INTO integration_step (id, uid, note_id, place, words) VALUES (9, 's', 1, 1, 'walk')",
)
MORE_ROWS = (
    "INSERT INTO note_withheld VALUES (1, 'u', 1, 'of somebody else', 'no', 0, 'x', NULL)",
    "INSERT INTO wording VALUES (1, 'u', 'kap-introduction', 'en', 2, 'wording', x'41', 'x', 'x')",
    "INSERT INTO care_plan VALUES (1, 'u', 1, 'safety', 1, 1, x'41', 'x', 'x')",
    "INSERT INTO plan_signature VALUES (1, 'u', 1, 'client', '2026-06-09', 'x')",
    "INSERT INTO prescriber_order (id, uid, client_id, number, version, prescriber, written_on, entered_at) VALUES (1, 'u', 1, 1, 1, 'Dr. Amari', '2026-05-02', 'x')",
    "INSERT INTO disclosure (id, uid, client_id, on_date, to_whom, what, purpose, basis, entered_at) VALUES (1, 'u', 1, '2026-05-02', 'Dr. Amari', 'a letter', 'care', 'treatment', 'x')",
    "INSERT INTO attachment VALUES (1, 'u', 'x', 'application/pdf', 1, 'x')",
    "INSERT INTO attachment_part VALUES (1, 1, 0, x'41')",
    # day 2 is of session 1, whose note is signed; day 1 of session 2, which is not
    "INSERT INTO medicine_day (id, uid, client_id, session_id, on_date, zone, begun_at, from_paper) VALUES (1, 'u', 1, 2, '2026-06-09', 'x', 'x', 0)",
    "INSERT INTO medicine_day (id, uid, client_id, on_date, zone, begun_at, from_paper) VALUES (2, 'v', 1, '2026-06-09', 'x', 'x', 0)",
    "INSERT INTO day_entry (id, uid, day_id, kind, at, kept_at, by_hand, words) VALUES (1, 'u', 1, 'spoke', 'x', 'x', 0, 'words')",
    "INSERT INTO day_entry (id, uid, day_id, kind, at, kept_at, by_hand, words) VALUES (2, 'v', 2, 'spoke', 'x', 'x', 0, 'words')",
    "INSERT INTO day_entry (id, uid, day_id, kind, at, kept_at, by_hand, about_id, act) VALUES (3, 'w', 2, 'spoke', 'x', 'x', 0, 2, 'moved')",
    "INSERT INTO day_answer (id, uid, day_id, line, kind, at) VALUES (1, 'u', 1, 'risk', 'asked', 'x')",
    "INSERT INTO day_scan VALUES (1, 'u', 2, 1, '', 'x')",
    "DROP TRIGGER medicine_day_update_guard",  # for a moment: a day is its session's before that is signed
    "UPDATE medicine_day SET session_id = 1 WHERE id = 2",
    GUARDS["medicine_day_update_guard"],
    "INSERT INTO medicine_day (id, uid, client_id, on_date, zone, begun_at, from_paper) VALUES (3, 'w', 1, '2026-06-09', 'x', 'x', 0)",
    "INSERT INTO attachment VALUES (2, 'v', 'z', 'application/pdf', 1, 'x')",
    "INSERT INTO attachment_part VALUES (2, 2, 0, x'41')",
    "INSERT INTO attachment VALUES (3, 'w', 'p', 'application/pdf', 1, 'x')",
    "INSERT INTO attachment_part VALUES (3, 3, 0, x'41')",
    "INSERT INTO filed_paper (id, uid, client_id, name, kind, title, language, how, from_on, format, body, sha256, files, filed_at) VALUES (1, 'u', 1, 'consent-kap', 'consent', 'Consent', 'en', 'screen', '2026-06-09', 1, x'41', 'x', 1, 'x')",
    "INSERT INTO filed_paper (id, uid, client_id, name, kind, title, language, how, from_on, format, body, sha256, files, filed_at) VALUES (2, 'v', 1, 'touch', 'consent', 'Touch', 'en', 'paper', '2026-06-09', 1, x'41', 'x', 0, 'x')",
    "INSERT INTO paper_file VALUES (1, 1, 0, 3)",
    "INSERT INTO paper_event (id, uid, client_id, name, what, from_on, by_whom, entered_at) VALUES (1, 'u', 1, 'consent-kap', 'revoked', '2026-06-09', 'client', 'x')",
    "INSERT INTO intake_answer (id, uid, client_id, question, asked, version, language, said, said_on, how, entered_at) VALUES (1, 'u', 1, 'goals', 'What for?', 1, 'en', 'answered', '2026-06-09', 'asked', 'x')",
    "INSERT INTO intake_outcome (id, uid, answer_id, what, at) VALUES (1, 'u', 1, 'taken', 'x')",
    "INSERT INTO integration VALUES (1, 'u', 2, NULL, '')",
    "INSERT INTO integration_step (id, uid, note_id, place, words) VALUES (1, 'u', 2, 1, 'walk')",
)
REFUSED = (
    "UPDATE prescriber_order SET systolic_most = 200",
    "DELETE FROM prescriber_order",
    "INSERT OR REPLACE INTO prescriber_order (uid, client_id, number, version, prescriber, written_on, entered_at) VALUES ('v', 1, 1, 1, 'somebody', '2026-05-02', 'x')",
    "UPDATE disclosure SET to_whom = 'somebody'",
    "DELETE FROM disclosure",
    "INSERT OR REPLACE INTO disclosure SELECT id, 'v', client_id, on_date, 'somebody', what, purpose, basis, basis_words, how, sha256, entered_at, part2, paper_id FROM disclosure",
    "UPDATE filed_paper SET title = 'other'",
    "DELETE FROM filed_paper",
    "INSERT OR REPLACE INTO filed_paper (id, uid, client_id, name, kind, title, language, how, from_on, format, body, sha256, files, filed_at) VALUES (1, 'x', 1, 'consent-kap', 'consent', 'Other', 'en', 'screen', '2026-06-09', 1, x'42', 'y', 9, 'x')",
    "UPDATE paper_file SET attachment_id = 2",
    "DELETE FROM paper_file",
    "INSERT INTO paper_file VALUES (2, 1, 1, 2)",
    "INSERT INTO paper_file VALUES (2, 2, 0, 2)",
    "INSERT OR REPLACE INTO paper_file VALUES (2, 1, 0, 2)",
    "DELETE FROM attachment WHERE id = 3",
    "DELETE FROM attachment_part WHERE attachment_id = 3",
    "INSERT OR REPLACE INTO attachment VALUES (9, 'w', 'q', 'application/pdf', 1, 'x')",
    "INSERT INTO attachment_part VALUES (9, 3, 1, x'42')",
    "UPDATE paper_event SET words = 'other'",
    "DELETE FROM paper_event",
    "INSERT OR REPLACE INTO paper_event (id, uid, client_id, name, what, from_on, by_whom, entered_at) VALUES (1, 'x', 1, 'consent-kap', 'narrowed', '2026-06-09', 'client', 'x')",
    "UPDATE intake_answer SET words = 'other'",
    "DELETE FROM intake_answer",
    "INSERT OR REPLACE INTO intake_answer (id, uid, client_id, question, asked, version, language, said, said_on, how, entered_at) VALUES (1, 'x', 1, 'goals', 'What else?', 1, 'en', 'none', '2026-06-09', 'asked', 'x')",
    "UPDATE intake_outcome SET words = 'other'",
    "DELETE FROM intake_outcome",
    "INSERT OR REPLACE INTO intake_outcome (id, uid, answer_id, what, at) VALUES (1, 'x', 1, 'kept', 'x')",
    "UPDATE medicine_day SET ending_words = 'other' WHERE id = 2",
    "UPDATE medicine_day SET client_id = 2 WHERE id = 1",
    "UPDATE OR REPLACE medicine_day SET session_id = 1 WHERE id = 1",
    "UPDATE OR REPLACE medicine_day SET session_id = 2 WHERE id = 3",
    "INSERT OR REPLACE INTO medicine_day (uid, client_id, session_id, on_date, zone, begun_at, from_paper) VALUES ('x', 1, 2, '2026-06-09', 'x', 'x', 0)",
    "DELETE FROM attachment WHERE id = 1",
    "INSERT OR REPLACE INTO attachment VALUES (9, 'x', 'x', 'image/png', 2, 'x')",
    "DELETE FROM attachment_part WHERE attachment_id = 1",
    "INSERT INTO attachment_part VALUES (9, 1, 1, x'42')",
    "INSERT OR REPLACE INTO attachment_part VALUES (1, 2, 1, x'42')",
    "INSERT OR REPLACE INTO attachment_part VALUES (9, 1, 0, x'42')",
    "UPDATE OR REPLACE medicine_day SET uid = 'v' WHERE id = 1",
    "DELETE FROM medicine_day WHERE id = 1",
    "INSERT OR REPLACE INTO medicine_day (id, uid, client_id, on_date, zone, begun_at, from_paper) VALUES (2, 'x', 1, '2026-06-09', 'x', 'x', 0)",
    "INSERT OR REPLACE INTO medicine_day (uid, client_id, session_id, on_date, zone, begun_at, from_paper) VALUES ('x', 1, 1, '2026-06-09', 'x', 'x', 0)",
    "UPDATE day_entry SET words = 'other' WHERE id = 1",
    "UPDATE day_entry SET words = '', data = '' WHERE id = 1",
    "UPDATE day_entry SET words = '', data = '' WHERE id = 2",
    "UPDATE OR REPLACE day_entry SET uid = 'v' WHERE id = 1",
    "DELETE FROM day_entry WHERE id = 1",
    "INSERT INTO day_entry (uid, day_id, kind, at, kept_at, by_hand) VALUES ('x', 2, 'spoke', 'x', 'x', 0)",
    "INSERT OR REPLACE INTO day_entry (uid, day_id, kind, at, kept_at, by_hand) VALUES ('u', 1, 'tears', 'x', 'x', 0)",
    "UPDATE day_answer SET words = 'other'",
    "DELETE FROM day_answer",
    "INSERT INTO day_answer (uid, day_id, line, kind, at) VALUES ('x', 2, 'risk', 'asked', 'x')",
    "INSERT OR REPLACE INTO day_answer (uid, day_id, line, kind, at) VALUES ('u', 1, 'risk', 'seen', 'x')",
    "UPDATE day_scan SET name = 'other'",
    "DELETE FROM day_scan",
    "INSERT INTO day_scan VALUES (2, 'x', 2, 2, '', 'x')",
    "INSERT OR REPLACE INTO integration VALUES (2, 'x', 1, NULL, '')",
    "UPDATE OR REPLACE integration SET note_id = 1 WHERE id = 1",
    "UPDATE integration SET asked = 'x' WHERE id = 9",
    "DELETE FROM integration WHERE id = 9",
    "UPDATE integration_step SET words = 'run' WHERE id = 9",
    "DELETE FROM integration_step WHERE id = 9",
    "INSERT INTO integration_step (uid, note_id, place, words) VALUES ('x', 1, 1, 'run')",
    "UPDATE integration_step SET note_id = 1 WHERE id = 1",
    "UPDATE attachment SET sha256 = 'y' WHERE id = 1",
    "UPDATE attachment_part SET data = x'42'",
    "UPDATE note_withheld SET reason = 'other'",
    "DELETE FROM note_withheld",
    "INSERT OR REPLACE INTO note_withheld SELECT 9, 'v', note_id, 'other', printed, 0, withheld_at, NULL FROM note_withheld",
    "INSERT INTO note_withheld VALUES (7, 'v', 2, 'of a draft', 'no', 0, 'x', NULL)",
    "UPDATE wording SET body = x'42'",
    "DELETE FROM wording",
    "INSERT OR REPLACE INTO wording SELECT 9, 'v', name, language, version, change, x'42', 'y', 'x' FROM wording",
    "UPDATE care_plan SET body = x'42'",
    "DELETE FROM care_plan",
    "INSERT OR REPLACE INTO care_plan SELECT 9, 'v', client_id, kind, version, format, x'42', 'y', 'x' FROM care_plan",
    "UPDATE plan_signature SET signed_by = 'somebody'",
    "DELETE FROM plan_signature",
    "INSERT OR REPLACE INTO plan_signature SELECT id, 'v', plan_id, 'somebody', signed_on, 'x' FROM plan_signature",
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
    "INSERT OR REPLACE INTO note SELECT id, uid, client_id, session_id, kind, on_date, 'x', created_at, changed_at, NULL, form, started_at, stopped_at, place, present, modality, diagnosis FROM note",
    "INSERT OR REPLACE INTO note SELECT 9, 'u', client_id, NULL, kind, on_date, '', created_at, changed_at, 1, form, started_at, stopped_at, place, present, modality, diagnosis FROM note WHERE id = 2",
    "INSERT OR REPLACE INTO note SELECT 9, uid, client_id, NULL, kind, on_date, '', created_at, changed_at, NULL, form, started_at, stopped_at, place, present, modality, diagnosis FROM note WHERE id = 1",
    "UPDATE OR REPLACE note SET id = 1 WHERE id = 2",
    "UPDATE OR REPLACE note SET uid = (SELECT uid FROM note WHERE id = 1) WHERE id = 2",
    "UPDATE OR REPLACE note SET signed_id = 1 WHERE id = 2",
    "UPDATE OR IGNORE note SET text = 'other' WHERE id = 1",
    "INSERT INTO note SELECT * FROM note WHERE id = 1 ON CONFLICT (uid) DO UPDATE SET text = 'other'",
    "UPDATE addendum SET note_id = 2",
    "DELETE FROM addendum",
    "INSERT OR REPLACE INTO addendum SELECT id, 'other', note_id, signed_id, kind FROM addendum",
    "INSERT INTO addendum (uid, note_id, signed_id) VALUES ('x', 999, 1)",
    "UPDATE session SET held_on = '2020-01-01'",
    "DELETE FROM session",
    "INSERT OR REPLACE INTO session SELECT id, uid, client_id, course_id, 'ketamine', held_on, medicine FROM session",
    "UPDATE OR REPLACE session SET id = 1 WHERE id = 2",
    "UPDATE OR REPLACE session SET uid = (SELECT uid FROM session WHERE id = 1) WHERE id = 2",
    "INSERT INTO session SELECT * FROM session WHERE id = 1 ON CONFLICT (id) DO UPDATE SET kind = 'ketamine'",
    "UPDATE history SET at = 'x'",
    "DELETE FROM history WHERE id = 1",
    "REPLACE INTO history SELECT id, at, 'closed', subject, subject_id, client_id, fields, detail, previous, 'x' FROM history",
    "INSERT INTO history SELECT -5, at, action, subject, subject_id, client_id, fields, detail, previous, 'x' FROM history WHERE id = 1",
    "INSERT INTO history (at, action, subject, previous, hash) VALUES ('x', 'opened', 'practice', 'x', 'y')",
    "INSERT INTO history SELECT * FROM history WHERE id = 1 ON CONFLICT (id) DO UPDATE SET detail = 'x'",
    "INSERT OR REPLACE INTO paper_given SELECT id, 'other', client_id, name, 'other', language, version, page, how, given_at, 'x', NULL FROM paper_given",
    "UPDATE paper_given SET title = 'other'",
    "DELETE FROM paper_given",
    "INSERT INTO history (at, action, subject, previous, hash) VALUES ('x', 'opened', 'practice', 'x', 'x')",
    "UPDATE OR REPLACE note SET uid = (SELECT uid FROM note WHERE id = 1) WHERE id = 2",
    "UPDATE OR REPLACE note SET signed_id = 1 WHERE id = 2",
    "UPDATE OR REPLACE session SET id = 1 WHERE id = 2",
)


@pytest.mark.parametrize("triggers_of_deletes", [True, False])
def test_raw_sql_is_refused(signed: Vault, triggers_of_deletes: bool) -> None:
    """Every statement, each by itself; nothing changes."""
    before = rows(signed)
    with connected(signed.database, signed.key.branch("database"), read_only=False) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(f"PRAGMA recursive_triggers = {'ON' if triggers_of_deletes else 'OFF'}")
        assert [one for one in REFUSED if said_to(connection, one) != "kapdesk: signed"] == []
    assert rows(signed) == before


def said_to(connection: Any, statement: str) -> str:
    """What the database says to a statement; empty when it goes through."""
    try:
        connection.execute(statement)
    except sqlcipher.Error as error:
        return str(error)
    return ""


def test_what_is_refused_is_told_as_signed(signed: Vault) -> None:
    with (
        pytest.raises(RecordSigned),
        connected(signed.database, signed.key.branch("database"), read_only=False) as connection,
    ):
        connection.execute(REFUSED[0])


def rows(vault: Vault) -> list[list[object]]:
    """All rows of every guarded table."""
    with vault.connection() as connection:
        return [list(connection.exec_driver_sql(f"SELECT * FROM {table}").all()) for table in TABLES]


TABLES = (
    "signed_record",
    "addendum",
    "history",
    "note",
    "paper_given",
    "session",
    "note_withheld",
    "wording",
    "care_plan",
    "plan_signature",
    "prescriber_order",
    "disclosure",
    "attachment",
    "attachment_part",
    "medicine_day",
    "day_entry",
    "day_answer",
    "day_scan",
    "integration",
    "integration_step",
    "filed_paper",
    "paper_file",
    "paper_event",
    "intake_answer",
    "intake_outcome",
)


def test_without_the_guards_every_statement_would_go_through(signed: Vault) -> None:
    """None of them is refused for another reason."""
    with connected(signed.database, signed.key.branch("database"), read_only=False) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN")
        for guard in GUARDS:
            connection.execute(f"DROP TRIGGER {guard}")
        assert [one for one in REFUSED if not goes_through(connection, one)] == []
        connection.execute("ROLLBACK")


def test_each_guard_is_missed_when_it_alone_is_gone(signed: Vault) -> None:
    with connected(signed.database, signed.key.branch("database"), read_only=False) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA recursive_triggers = OFF")
        not_missed = []
        for guard, sql in GUARDS.items():
            connection.execute(f"DROP TRIGGER {guard}")
            table = max((one for one in TABLES if guard.startswith(one)), key=len)
            likely_first = sorted(REFUSED, key=lambda statement: table not in statement)
            if not any(goes_through(connection, statement) for statement in likely_first):
                not_missed.append(guard)
            connection.execute(sql)
        assert not_missed == []


def goes_through(connection: Any, statement: str) -> bool:
    """Whether a statement is not refused; it is taken back."""
    connection.execute("SAVEPOINT trial")
    try:
        connection.execute(statement)
    except sqlcipher.Error:
        return False
    finally:
        connection.execute("ROLLBACK TO trial")
    return True


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
