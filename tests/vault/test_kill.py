"""kill -9 at any moment: what was kept is there, and no half backup has a good name."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kapdesk.usecases import backups, notes, opening
from kapdesk.usecases.opening import RecoveryKey
from kapdesk.usecases.secrets import Secret
from tests.conftest import NOW, PASSPHRASE, TODAY

WRITER = Path(__file__).with_name("writer.py")


def killed_writer(folder: Path, chance: random.Random, *more: str) -> list[str]:
    """Start a writer, kill it at a random moment after its first word; what it said."""
    command = [sys.executable, str(WRITER), str(folder), PASSPHRASE, *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        deadline = time.monotonic() + chance.random() * 0.25
        while time.monotonic() < deadline:
            pass
        process.kill()
        rest = process.stdout.read()
    return [line for line in (first + rest).split("\n") if line][: None if rest.endswith("\n") or not rest else -1]


def check_after_kill(folder: Path, said: list[str]) -> None:
    """The practice opens, is whole, and holds the last words that were acknowledged, or later ones."""
    vault = opening.open_practice(opening.unlock(folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    note, number = (int(part) for part in said[-1].split())
    kept = notes.get_note(vault, note, TODAY).text
    assert int(kept.split()[0]) >= number
    assert len(kept.split()) == int(kept.split()[0]) % 200 + 1
    backups.check_practice(backups.prepare_backup(vault))
    opening.close_practice(vault, NOW)


@pytest.mark.timeout(110)
def test_fifty_kills_while_writing(practice_folder: Path) -> None:
    chance = random.Random(50)
    for _ in range(50):
        check_after_kill(practice_folder, killed_writer(practice_folder, chance))


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_four_hundred_kills_while_writing(practice_folder: Path) -> None:
    chance = random.Random(400)
    for _ in range(400):
        check_after_kill(practice_folder, killed_writer(practice_folder, chance))


@pytest.mark.timeout(110)
def test_kills_while_backing_up(practice_folder: Path, tmp_path: Path, recovery_key: RecoveryKey) -> None:
    chance, to = random.Random(9), tmp_path / "backups"
    to.mkdir()
    for _ in range(8):
        killed_writer(practice_folder, chance, str(to))
        for good in to.glob("*.kdbk"):
            backups.check_backup(good, Secret.recovery(recovery_key.words))
            good.unlink()
        for part in to.glob("*.part"):
            part.unlink()
        vault = opening.open_practice(opening.unlock(practice_folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
        assert not list(practice_folder.glob("*.part*"))
        opening.close_practice(vault, NOW)
