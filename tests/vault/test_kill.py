"""kill -9 at any moment: what was acknowledged is there, and nothing half done has a good name."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kapdesk.domain.notes import NoteKind
from kapdesk.errors import WrongPassphrase
from kapdesk.records import REVISION
from kapdesk.usecases.house import backups, opening
from kapdesk.usecases.house.opening import RecoveryKey
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.medicine_day import medicine_days
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import notes
from kapdesk.vault.connection import check_integrity, connected
from kapdesk.vault.database import open_vault
from kapdesk.vault.migrate import stored_revision
from tests.conftest import NOW, PASSPHRASE, TODAY
from tests.test_migrations import NEWER, scripts
from tests.vault import session_steps

WRITER = Path(__file__).with_name("writer.py")
OTHER = "gravel sonnet thimble lantern orbit velvet"
KillAt = Callable[..., str]


@pytest.fixture
def kill(practice_folder: Path) -> Iterator[KillAt]:
    """Start some work and kill it within so many seconds; what it had acknowledged last."""
    command = [sys.executable, str(WRITER), str(practice_folder), PASSPHRASE, "50"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        asked, said = process.stdin, process.stdout

        def round_of(longest: float, *work: object) -> str:
            asked.write("\t".join(map(str, (longest, *work))) + "\n")
            asked.flush()
            heard = said.readline().strip()
            assert heard, "the writer itself failed"
            return heard

        yield round_of
        asked.close()


def check_after_kill(folder: Path, said: str) -> None:
    """The practice opens, is whole, and holds the last words that were acknowledged, or later ones."""
    vault = opening.open_practice(opening.unlock(folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    note, number = (int(part) for part in said.split())
    kept = notes.get_note(vault, note, TODAY).text
    assert int(kept.split()[0]) >= number
    assert len(kept.split()) == int(kept.split()[0]) % 200 + 1
    backups.check_practice(backups.prepare_backup(vault))
    opening.close_practice(vault, NOW)


def test_kills_while_writing(practice_folder: Path, kill: KillAt) -> None:
    for _ in range(6):
        check_after_kill(practice_folder, kill(0.2, "drafts"))


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_four_hundred_kills_while_writing(practice_folder: Path, kill: KillAt) -> None:
    for _ in range(400):
        check_after_kill(practice_folder, kill(0.2, "drafts"))


def kill_sessions(folder: Path, kill: KillAt, rounds: int) -> None:
    """Every key that was acknowledged is there, and the line that was being typed; on a slow machine it takes more rounds."""
    met, done = 0, 0
    while done < rounds or met <= rounds:
        done += 1
        day, seed, number = (int(part) for part in kill(0.15, "session").split())
        vault = opening.open_practice(opening.unlock(folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
        found = session_steps.state_on_file(vault, day)
        assert found in (session_steps.state_after(seed, number), session_steps.state_after(seed, number + 1))
        assert medicine_days.open_days(vault)[0].id == day
        opening.close_practice(vault, NOW)
        met += number


def test_kills_in_a_session(practice_folder: Path, kill: KillAt) -> None:
    kill_sessions(practice_folder, kill, 5)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_hundred_kills_in_a_session(practice_folder: Path, kill: KillAt) -> None:
    kill_sessions(practice_folder, kill, 100)


def kill_backups(folder: Path, to: Path, recovery_key: RecoveryKey, kill: KillAt, rounds: int) -> None:
    """What has a good name is good, however little of it was acknowledged; what has not is swept up."""
    to.mkdir()
    for _ in range(rounds):
        said = int(kill(0.25, "backups", to))
        whole = sorted(int(one.stem.split("-")[-1]) for one in to.glob("*.kdbk"))
        assert whole in (list(range(said + 1)), list(range(said + 2)))
        for good in to.glob("*.kdbk"):
            backups.check_backup(good, Secret.recovery(recovery_key.words))
            good.unlink()
        vault = opening.open_practice(opening.unlock(folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
        assert not list(folder.glob("*.part*"))
        last = backups.make_backup(backups.prepare_backup(vault), to / f"{folder.stem}-last.kdbk", NOW).path
        assert list(to.iterdir()) == [last]
        last.unlink()
        opening.close_practice(vault, NOW)


def test_kills_while_backing_up(practice_folder: Path, tmp_path: Path, recovery_key: RecoveryKey, kill: KillAt) -> None:
    kill_backups(practice_folder, tmp_path / "backups", recovery_key, kill, 4)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_hundred_kills_while_backing_up(
    practice_folder: Path, tmp_path: Path, recovery_key: RecoveryKey, kill: KillAt
) -> None:
    kill_backups(practice_folder, tmp_path / "backups", recovery_key, kill, 100)


_SLOW_STEPS = """for number in range(12):
        with op.batch_alter_table("client") as table:
            table.add_column(sa.Column(f"more{number}", sa.String(), server_default="", nullable=False))
        op.execute("UPDATE client SET concerns = concerns || 'x'")"""


def kill_migrations(folder: Path, room: Path, kill: KillAt, rounds: int) -> set[str]:
    """Afterwards the file is of the old or of the new schema as a whole, with every row; which ones were met."""
    vault = opening.open_practice(opening.unlock(folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    for number in range(40):
        client = clients.create_client(vault, ClientFacts(f"Client {number}", concerns="c" * 2000), NOW)
        notes.start_note(vault, client, NoteKind.GENERAL, TODAY, NOW, text=f"of {number}")
    opening.close_practice(vault, NOW)
    sound, steps, met = shutil.copytree(folder, room / "sound"), scripts(room, _SLOW_STEPS), set()
    for _ in range(rounds):
        kill(0.25, "migrate", steps, NEWER)
        met.add(check_after_migration(folder))
        shutil.rmtree(folder)
        shutil.copytree(sound, folder)
    return met


def check_after_migration(folder: Path) -> str:
    """The schema that the file has now; the columns are of that schema and nothing is lost."""
    key = opening._derive(folder, Secret.passphrase(PASSPHRASE), None)
    vault = open_vault(folder, key)
    revision = str(stored_revision(vault))
    with vault.connection() as connection:
        columns = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(client)")]
        names = connection.exec_driver_sql("SELECT legal_name, length(concerns) FROM client ORDER BY id").all()
        texts = connection.exec_driver_sql("SELECT text FROM note ORDER BY id").all()
    added = [name for name in columns if name == "nickname" or name.startswith("more")]
    assert len(added) == (0 if revision == REVISION else 13)
    assert names == [(f"Client {number}", 2000 if revision == REVISION else 2012) for number in range(40)]
    assert texts == [(f"of {number}",) for number in range(40)]
    with connected(vault.database, vault.key.branch("database")) as connection:
        check_integrity(connection)
    if revision == NEWER:
        assert (folder / f"before-{REVISION}.db").is_file()
    assert not list(folder.glob("*.part*"))
    vault.close()
    return revision


def test_kills_in_mid_migration(practice_folder: Path, tmp_path: Path, kill: KillAt) -> None:
    assert kill_migrations(practice_folder, tmp_path, kill, 4) <= {REVISION, NEWER}


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_hundred_kills_in_mid_migration(practice_folder: Path, tmp_path: Path, kill: KillAt) -> None:
    assert kill_migrations(practice_folder, tmp_path, kill, 100) == {REVISION, NEWER}


def kill_changes(folder: Path, kill: KillAt, rounds: int) -> None:
    """The passphrase that was acknowledged last opens, or the one that was being set; never both, never none."""
    for _ in range(rounds):
        acknowledged = kill(0.1, "passphrases")
        being_set = OTHER if acknowledged == PASSPHRASE else PASSPHRASE
        opened_with = []
        for one in (being_set, acknowledged):  # the new one first: where it opens, the old one must not any more
            try:
                vault = opening.open_practice(opening.unlock(folder, Secret.passphrase(one), NOW), NOW)
            except WrongPassphrase:
                continue
            opened_with.append(one)
            if one != PASSPHRASE:
                present = Secret.passphrase(one)
                back = opening.prepare_passphrase(folder, present, PASSPHRASE)
                opening.apply_passphrase(vault, back, NOW)
                opening.close_practice(vault, NOW)
                break
            opening.close_practice(vault, NOW)
        assert len(opened_with) == 1
        assert (folder / "keyslots.json").read_bytes() == (folder / "keyslots.json.bak").read_bytes()
        (folder / "attempts").unlink(missing_ok=True)


def test_kills_while_the_passphrase_is_changed(practice_folder: Path, kill: KillAt) -> None:
    kill_changes(practice_folder, kill, 6)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_two_hundred_kills_while_the_passphrase_is_changed(practice_folder: Path, kill: KillAt) -> None:
    kill_changes(practice_folder, kill, 200)


def kill_restores(folder: Path, room: Path, kill: KillAt, rounds: int) -> None:
    """The practice that stood there is there or kept aside, whole; under its name there is a whole one or none."""
    secret = Secret.passphrase(PASSPHRASE)
    vault = opening.open_practice(opening.unlock(folder, secret, NOW), NOW)
    clients.create_client(vault, ClientFacts("Somebody"), NOW)
    path = backups.make_backup(backups.prepare_backup(vault), room / "b.kdbk", NOW).path
    clients.create_client(vault, ClientFacts("Since the backup"), NOW)
    opening.close_practice(vault, NOW)
    sound = shutil.copytree(folder, room / "sound")
    for _ in range(rounds):
        kill(0.15, "restore", path)
        found = []
        for one in room.glob("juniper*.kapdesk"):
            vault = opening.open_practice(opening.unlock(one, secret, NOW), NOW)
            found.append({row.name for row in clients.list_clients(vault, TODAY)})
            backups.check_practice(backups.prepare_backup(vault))
            opening.close_practice(vault, NOW)
        assert {"Somebody", "Since the backup"} in found
        for one in room.glob("juniper*"):
            shutil.rmtree(one)
        shutil.copytree(sound, folder)


def test_kills_while_restoring_over_a_practice(practice_folder: Path, tmp_path: Path, kill: KillAt) -> None:
    kill_restores(practice_folder, tmp_path, kill, 5)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_hundred_kills_while_restoring_over_a_practice(practice_folder: Path, tmp_path: Path, kill: KillAt) -> None:
    kill_restores(practice_folder, tmp_path, kill, 100)
