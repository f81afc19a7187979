"""The schema: its head is the models, a migration is all or nothing, old files open for ever."""

import importlib
import pkgutil
import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from kapdesk import paths, records
from kapdesk.domain.contacts import Way
from kapdesk.domain.medicine_observed import observed
from kapdesk.domain.paper_states import State
from kapdesk.domain.tablets import Dose
from kapdesk.errors import DiskFull, KapdeskError, PracticeDamaged, PracticeNewer
from kapdesk.records import REVISION
from kapdesk.records.base import Table
from kapdesk.records.guards import GUARDS
from kapdesk.usecases.desk import find
from kapdesk.usecases.house import backups, history, opening
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.medicine_day import session_record
from kapdesk.usecases.paper import filed_papers, paper_standings
from kapdesk.usecases.people import clients, contacts, entries
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import notes
from kapdesk.vault import migrate
from kapdesk.vault.connection import check_integrity, connected
from kapdesk.vault.database import Vault, open_vault
from tests.conftest import NOW, PASSPHRASE, TODAY

RELEASED = Path(__file__).parent / "vaults"
RELEASED_PASSPHRASE = "every released schema opens for ever"

OWN = ("vault_fact", "sqlite_sequence", "note_words")
"""Tables that no record describes: the vault's own, the engine's, the index of words."""
NEWER = f"{int(REVISION) + 1:04}"

NEXT = '''"""A next step."""

import sqlalchemy as sa
from alembic import op

revision = "{newer}"
down_revision = "{present}"


def upgrade() -> None:
    with op.batch_alter_table("client") as table:
        table.add_column(sa.Column("nickname", sa.String(), server_default="", nullable=False))
    {more}
'''


def scripts(room: Path, more: str = "pass") -> Path:
    """The migrations with one more."""
    folder = room / "migrations"
    shutil.copytree(paths.migrations(), folder)
    words = NEXT.replace("{newer}", NEWER).replace("{present}", REVISION).replace("{more}", more)
    (folder / "versions" / f"{NEWER}_next.py").write_text(words)
    return folder


def test_the_newest_migration_is_the_models(vault: Vault) -> None:
    for module in pkgutil.iter_modules(records.__path__):
        importlib.import_module(f"kapdesk.records.{module.name}")
    newest = sorted((paths.migrations() / "versions").glob("*.py"))[-1].name
    assert newest.startswith(f"{REVISION}_")
    with vault.connection() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": lambda _o, name, *_: not name.startswith(OWN)}
        )
        assert compare_metadata(context, Table.metadata) == []
        triggers = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    assert dict(triggers) == GUARDS


def test_a_migration_keeps_children_and_a_verified_copy(vault: Vault, tmp_path: Path) -> None:
    client = clients.create_client(vault, ClientFacts("Somebody"), NOW)
    notes.start_note(vault, client, notes.NoteKind.GENERAL, TODAY, NOW, text="words")
    assert migrate.bring_up_to_date(vault, scripts(tmp_path), NEWER) == REVISION
    assert migrate.stored_revision(vault) == NEWER
    assert [head.first_words for head in notes.list_notes(vault, client, TODAY)] == ["words"]
    assert (vault.folder / f"before-{REVISION}.db").is_file()
    assert not list(vault.folder.glob("*.part*"))


def test_a_failed_migration_leaves_the_old_file_and_says_so(vault: Vault, tmp_path: Path) -> None:
    client = clients.create_client(vault, ClientFacts("Somebody"), NOW)
    with pytest.raises(KapdeskError, match="as it was before"):
        migrate.bring_up_to_date(vault, scripts(tmp_path, "raise ZeroDivisionError"), NEWER)
    assert migrate.stored_revision(vault) == REVISION
    with vault.connection() as connection:
        columns = connection.exec_driver_sql("PRAGMA table_info(client)").all()
    assert "nickname" not in [column[1] for column in columns]
    assert clients.get_client(vault, client).legal_name == "Somebody"
    key, folder = vault.key.copy(), vault.folder
    opening.close_practice(vault, NOW)
    open_vault(folder, key).close()
    opening.close_practice(opening.open_practice(opening.unlock(folder, Secret.passphrase(PASSPHRASE), NOW), NOW), NOW)


def test_a_failed_migration_is_told_at_opening_and_the_file_goes_on_being_used(
    practice_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the desk meets it: byte for byte the file it was, and the kapdesk of before still opens it."""
    before = (practice_folder / "vault.db").read_bytes()
    broken = scripts(tmp_path, "raise ZeroDivisionError")
    with monkeypatch.context() as newer:
        newer.setattr(paths, "migrations", lambda: broken)
        newer.setattr(opening, "REVISION", NEWER)
        for _ in range(2):
            with pytest.raises(KapdeskError, match="as it was before"):
                opening.unlock(practice_folder, Secret.passphrase(PASSPHRASE), NOW)
            assert (practice_folder / "vault.db").read_bytes() == before
    vault = opening.open_practice(opening.unlock(practice_folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    opening.close_practice(vault, NOW)


def test_a_migration_that_would_leave_loose_records_is_taken_back(vault: Vault, tmp_path: Path) -> None:
    client = clients.create_client(vault, ClientFacts("Somebody"), NOW)
    notes.start_note(vault, client, notes.NoteKind.GENERAL, TODAY, NOW, text="words")
    with pytest.raises(PracticeDamaged, match="without what they belong to"):
        migrate.bring_up_to_date(vault, scripts(tmp_path, 'op.execute("DELETE FROM client")'), NEWER)
    assert migrate.stored_revision(vault) == REVISION
    assert clients.get_client(vault, client).legal_name == "Somebody"


def test_a_good_migration_is_entered_and_its_copy_opens(
    practice_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Triggers and children survive; the copy beside is the whole file of before, still encrypted."""
    newer = scripts(tmp_path)
    monkeypatch.setattr(paths, "migrations", lambda: newer)
    monkeypatch.setattr(opening, "REVISION", NEWER)
    vault = opening.open_practice(opening.unlock(practice_folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    assert [row.words for row in history.practice_history(vault)][:2] == [
        "Practice opened",
        f"Practice file brought up to date: from schema {REVISION}",
    ]
    kept = practice_folder / f"before-{REVISION}.db"
    assert b"SQLite format" not in kept.read_bytes()
    with connected(kept, vault.key.branch("database")) as copy:
        check_integrity(copy)
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [(REVISION,)]
    opening.close_practice(vault, NOW)


def test_a_file_of_an_unknown_schema_is_left_alone(vault: Vault, tmp_path: Path) -> None:
    migrate.bring_up_to_date(vault, scripts(tmp_path), NEWER)
    before = sorted(one.name for one in vault.folder.iterdir())
    with pytest.raises(PracticeNewer, match="too old to read it"):
        migrate.bring_up_to_date(vault, paths.migrations(), REVISION)
    assert sorted(one.name for one in vault.folder.iterdir()) == before


def before(room: Path, last: str) -> Path:
    """The migrations up to and with one."""
    folder = room / f"until-{last}"
    shutil.copytree(paths.migrations(), folder)
    for one in (folder / "versions").glob("*.py"):
        if one.name[:4] > last:
            one.unlink()
    return folder


def test_words_of_the_first_clients_arrive_whole_in_ways_and_the_contact_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telephone, email, emergency contact and prescriber of schema 0002; equal words become one contact."""
    folder = tmp_path / "0001.kapdesk"
    shutil.copytree(RELEASED / "0001.kapdesk", folder)
    secret = Secret.passphrase(RELEASED_PASSPHRASE)
    older = before(tmp_path, "0002")
    with monkeypatch.context() as then:
        then.setattr(paths, "migrations", lambda: older)
        then.setattr(opening, "REVISION", "0002")
        unlocked = opening.unlock(folder, secret, NOW)
        key = unlocked.key.copy()
        vault = open_vault(folder, unlocked.key)
    emergency = "Luis “L.” O'Hara (husband), 505-555-0142;\tor José"
    with vault.connection() as connection:
        connection.exec_driver_sql(
            "UPDATE client SET phone = '(505) 555-0141 x2', email = 'ada@example.org', emergency_contact = ?,"
            " prescriber = 'Dr. Amari' WHERE id = 1",
            (emergency,),
        )
        connection.exec_driver_sql(
            "UPDATE client SET emergency_contact = 'Dr. Amari', prescriber = 'Dr. Amari' WHERE id = 2"
        )
        connection.commit()
    vault.close()
    key.wipe()
    vault = opening.open_practice(opening.unlock(folder, secret, NOW), NOW)
    assert migrate.stored_revision(vault) == REVISION
    ways = entries.entries_of(vault, 1, Way)
    assert [(way.kind, way.value, way.leave) for way in ways] == [
        ("phone", "(505) 555-0141 x2", "message not asked, writing not asked"),
        ("email", "ada@example.org", "writing not asked"),
    ]
    first, second = (contacts.people_of(vault, client) for client in (1, 2))
    assert [(row.link.role, row.contact.name) for row in first] == [
        ("emergency", emergency),
        ("prescriber", "Dr. Amari"),
    ]
    assert [(row.link.role, row.contact.name) for row in second] == [
        ("emergency", "Dr. Amari"),
        ("prescriber", "Dr. Amari"),
    ]
    assert first[1].contact == second[1].contact
    assert entries.entries_of(vault, 2, Way) == []
    with vault.connection() as connection:
        columns = {row[1] for row in connection.exec_driver_sql("PRAGMA table_info(client)")}
    assert not columns & {"phone", "email", "emergency_contact", "prescriber"}
    opening.close_practice(vault, NOW)


@pytest.mark.parametrize("schema", sorted(one.stem for one in RELEASED.glob("*.kapdesk")))
def test_a_vault_of_every_released_schema_opens(schema: str, tmp_path: Path) -> None:
    folder = tmp_path / f"{schema}.kapdesk"
    shutil.copytree(RELEASED / f"{schema}.kapdesk", folder)
    secret = Secret.passphrase(RELEASED_PASSPHRASE)
    vault = opening.open_practice(opening.unlock(folder, secret, NOW), NOW)
    assert [row.name for row in clients.list_all_clients(vault, TODAY)] == ["Ada Example", "José Ejemplo"]
    texts = [notes.get_note(vault, head.id, TODAY).text for head in notes.list_notes(vault, 1, TODAY)]
    assert texts[-1] == "Signed when this schema was new: “café”."
    days = session_record.list_days(vault, 1, NOW)
    records = [session_record.get_record(vault, day.id, NOW) for day in days]
    assert [(one.signed is not None, observed(one.shown).dose) for one in records] == [(True, Dose(3, 100))] * (
        schema >= "0005"
    )
    filed = paper_standings.list_filed(vault, 1, TODAY)
    kept = [("touch-agreement", State.SIGNED), ("consent-therapy", State.REVOKED)] if schema >= "0006" else []
    assert [(one.name, one.standing.state) for one in filed] == kept
    assert [filed_papers.exact_bytes(vault, one.id)[:5] for one in filed] == [b"%PDF-"] * len(kept)
    assert backups.check_practice(backups.prepare_backup(vault)).signed == 2 + len(days)
    assert [one.client_id for one in find.find(vault, "signed cafe new", TODAY).rows if one.kind == "note"] == [1]
    opening.close_practice(vault, NOW)
    report = backups.restore_backup(RELEASED / f"{schema}.kdbk", secret, tmp_path / "again.kapdesk", NOW)
    assert report.report.clients == 2


def test_an_old_file_whose_update_fails_or_finds_no_room_is_opened_by_the_older_kapdesk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "0004.kapdesk"
    shutil.copytree(RELEASED / "0004.kapdesk", folder)
    bytes_before = (folder / "vault.db").read_bytes()
    secret = Secret.passphrase(RELEASED_PASSPHRASE)
    broken = scripts(tmp_path, "raise ZeroDivisionError")
    said: list[str] = []
    with monkeypatch.context() as newer:
        newer.setattr(paths, "migrations", lambda: broken)
        newer.setattr(opening, "REVISION", NEWER)
        with pytest.raises(KapdeskError, match="as it was before"):
            opening.unlock(folder, secret, NOW, lambda words, _fraction: said.append(words))
        newer.setattr(migrate, "_SPARE", 10**15)
        with pytest.raises(DiskFull, match="a copy of it is kept first"):
            opening.unlock(folder, secret, NOW)
    assert "Bringing the practice file up to date (a checked copy is kept)" in said
    assert (folder / "vault.db").read_bytes() == bytes_before
    older = before(tmp_path, "0004")
    with monkeypatch.context() as then:
        then.setattr(paths, "migrations", lambda: older)
        then.setattr(opening, "REVISION", "0004")
        opening.unlock(folder, secret, NOW).key.wipe()
