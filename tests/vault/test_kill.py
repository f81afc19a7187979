"""kill -9 at any moment: what was kept is there, and no half backup has a good name."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kapdesk.usecases import backups, notes, opening
from kapdesk.usecases.opening import RecoveryKey
from kapdesk.usecases.secrets import Secret
from tests.conftest import NOW, PASSPHRASE, TODAY

WRITER = Path(__file__).with_name("writer.py")


@pytest.fixture
def killed_writer(practice_folder: Path) -> Iterator[Callable[[str], str]]:
    """Start a writer and kill it at a random moment; what it had acknowledged last."""
    command = [sys.executable, str(WRITER), str(practice_folder), PASSPHRASE, "50"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        asked, said = process.stdin, process.stdout

        def round_of(backup: str) -> str:
            asked.write(backup + "\n")
            asked.flush()
            return said.readline().strip()

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


def test_fifty_kills_while_writing(practice_folder: Path, killed_writer: Callable[[str], str]) -> None:
    for _ in range(50):
        check_after_kill(practice_folder, killed_writer(""))


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_four_hundred_kills_while_writing(practice_folder: Path, killed_writer: Callable[[str], str]) -> None:
    for _ in range(400):
        check_after_kill(practice_folder, killed_writer(""))


def test_kills_while_backing_up(
    practice_folder: Path, tmp_path: Path, recovery_key: RecoveryKey, killed_writer: Callable[[str], str]
) -> None:
    to = tmp_path / "backups"
    to.mkdir()
    for _ in range(8):
        killed_writer(str(to))
        for good in to.glob("*.kdbk"):
            backups.check_backup(good, Secret.recovery(recovery_key.words))
            good.unlink()
        for part in to.glob("*.part"):
            part.unlink()
        vault = opening.open_practice(opening.unlock(practice_folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
        assert not list(practice_folder.glob("*.part*"))
        opening.close_practice(vault, NOW)
