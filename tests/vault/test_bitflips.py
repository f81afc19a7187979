"""Every flipped bit is told, or is provably without effect; so is every cut."""

import random
from pathlib import Path

import pytest

from kapdesk.errors import KapdeskError
from kapdesk.usecases import backups, history, opening
from kapdesk.usecases.opening import RecoveryKey
from kapdesk.usecases.secrets import Secret
from kapdesk.vault.connection import check_integrity, connected, table_counts
from tests.conftest import NOW, PASSPHRASE

_FLIPS = 500


def flipped(data: bytes, chance: random.Random) -> bytes:
    """The same bytes but for one bit."""
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]


def test_bits_of_the_database(practice_folder: Path) -> None:
    vault = opening.open_practice(opening.unlock(practice_folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    key, database = vault.key.branch("database"), vault.database
    opening.close_practice(vault, NOW)
    sound, chance = database.read_bytes(), random.Random(1)
    for _ in range(_FLIPS):
        database.write_bytes(flipped(sound, chance))
        with pytest.raises(KapdeskError), connected(database, key) as connection:
            check_integrity(connection)


def test_bits_of_the_key_slots(practice_folder: Path) -> None:
    """With one copy damaged the practice opens all the same; what was damaged is mended, and said when it was read at all."""
    file, chance = practice_folder / "keyslots.json", random.Random(2)
    for _ in range(_FLIPS):
        before = file.read_bytes()
        file.write_bytes(flipped(before, chance))
        vault = opening.open_practice(opening.unlock(practice_folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
        words = [row.words for row in history.practice_history(vault, 2)]
        opening.close_practice(vault, NOW)
        mended = any("mended" in one for one in words)
        from kapdesk.vault.keys import parse

        assert mended or parse(file.read_bytes()) == parse(before)
        file.write_bytes(before)


def test_bits_of_both_copies_of_the_key_slots(practice_folder: Path) -> None:
    sound, chance = (practice_folder / "keyslots.json").read_bytes(), random.Random(3)
    for _ in range(60):
        broken = flipped(sound, chance)
        for name in ("keyslots.json", "keyslots.json.bak"):
            (practice_folder / name).write_bytes(broken)
        try:
            opening.unlock(practice_folder, Secret.passphrase(PASSPHRASE), NOW).key.wipe()
        except KapdeskError:
            (practice_folder / "attempts").unlink(missing_ok=True)
            continue
        from kapdesk.vault.keys import parse

        assert parse((practice_folder / "keyslots.json").read_bytes()) == parse(sound)


@pytest.fixture
def backup(practice_folder: Path, tmp_path: Path) -> tuple[Path, dict[str, int]]:
    """A sound backup and its counts."""
    vault = opening.open_practice(opening.unlock(practice_folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    report = backups.make_backup(backups.prepare_backup(vault), tmp_path / "b.kdbk", NOW)
    opening.close_practice(vault, NOW)
    return report.path, report.counts


def test_bits_of_a_backup(backup: tuple[Path, dict[str, int]], recovery_key: RecoveryKey) -> None:
    path, counts = backup
    sound, chance, secret = path.read_bytes(), random.Random(4), Secret.recovery(recovery_key.words)
    told = 0
    for _ in range(_FLIPS):
        path.write_bytes(flipped(sound, chance))
        try:
            assert backups.check_backup(path, secret).counts == counts
        except KapdeskError:
            told += 1
    assert told > _FLIPS * 0.97  # the rest are names and times in the ZIP's own lists


def test_a_cut_backup_is_never_accepted(backup: tuple[Path, dict[str, int]], recovery_key: RecoveryKey) -> None:
    path, _ = backup
    sound, chance = path.read_bytes(), random.Random(5)
    for _ in range(100):
        path.write_bytes(sound[: chance.randrange(len(sound))])
        with pytest.raises(KapdeskError):
            backups.check_backup(path, Secret.recovery(recovery_key.words))


def test_the_check_counts_what_it_read(backup: tuple[Path, dict[str, int]], practice_folder: Path) -> None:
    vault = opening.open_practice(opening.unlock(practice_folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    with connected(vault.database, vault.key.branch("database")) as connection:
        assert set(table_counts(connection)) == set(backup[1])
    opening.close_practice(vault, NOW)
