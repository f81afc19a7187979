"""One window a practice: a second one is refused, and the lock is gone with its process."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kapdesk.errors import OpenElsewhere
from kapdesk.usecases.house import backups, opening
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.vault.database import Vault
from kapdesk.vault.lock import REQUEST
from tests.conftest import NOW, PASSPHRASE, TODAY

OURS = Secret.passphrase(PASSPHRASE)
_HOLD = (
    "import sys, time; from pathlib import Path; from kapdesk.vault.lock import claim\n"
    "lock = claim(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
)


@contextmanager
def held(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process has the practice open."""
    command = [sys.executable, "-c", _HOLD, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        try:
            yield holder
        finally:
            holder.kill()


def opened(folder: Path) -> Vault:
    """Open as the desk does."""
    return opening.open_practice(opening.unlock(folder, OURS, NOW), NOW)


def test_a_second_process_is_refused_and_leaves_a_request(practice_folder: Path) -> None:
    before = (practice_folder / "vault.db").read_bytes()
    with held(practice_folder), pytest.raises(OpenElsewhere, match="asked to come forward"):
        opened(practice_folder)
    assert (practice_folder / REQUEST).exists()
    assert (practice_folder / "vault.db").read_bytes() == before


def test_the_practice_is_free_right_after_a_kill(practice_folder: Path) -> None:
    with held(practice_folder) as holder:
        holder.kill()
        holder.wait()
        opening.close_practice(opened(practice_folder), NOW)


def test_the_practice_is_free_right_after_it_is_locked(vault: Vault) -> None:
    folder = vault.folder
    with pytest.raises(OpenElsewhere):
        opened(folder)
    opening.close_practice(vault, NOW)
    with held(folder):
        pass


def test_a_refused_window_lets_go_of_nothing_of_the_first(vault: Vault) -> None:
    """The first one goes on writing, and is still alone."""
    for _ in range(3):
        with pytest.raises(OpenElsewhere):
            opened(vault.folder)
    clients.create_client(vault, ClientFacts("Somebody"), NOW)
    assert [row.name for row in clients.list_clients(vault, TODAY)] == ["Somebody"]
    with pytest.raises(OpenElsewhere):
        opened(vault.folder)


def test_a_practice_that_was_refused_can_be_opened_again(practice_folder: Path) -> None:
    """An opening that fails half-way keeps no lock."""
    unlocked = opening.unlock(practice_folder, OURS, NOW)
    database = practice_folder / "vault.db"
    sound = database.read_bytes()
    for damaged in (sound[:-4096], sound[:-1], b"", sound[:4096]):
        database.write_bytes(damaged)
        with pytest.raises(Exception, match="estore the practice"):
            opening.open_practice(unlocked, NOW)
    database.write_bytes(sound)
    opening.close_practice(opening.open_practice(unlocked, NOW), NOW)


def test_nothing_is_restored_over_a_practice_that_is_open(vault: Vault, tmp_path: Path) -> None:
    path = backups.make_backup(backups.prepare_backup(vault), tmp_path / "b.kdbk", NOW).path
    with pytest.raises(OpenElsewhere):
        backups.restore_backup(path, OURS, vault.folder, NOW)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["b.kdbk", vault.folder.name]
    clients.create_client(vault, ClientFacts("Somebody"), NOW)
