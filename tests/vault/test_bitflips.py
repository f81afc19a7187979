"""Every flipped bit is told, or is provably without effect; so is every cut."""

import random
from pathlib import Path

import pytest

from kapdesk.errors import KapdeskError
from kapdesk.usecases import backups, opening
from kapdesk.usecases.opening import RecoveryKey
from kapdesk.usecases.secrets import Secret
from kapdesk.vault import keys, slots
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
    """With one copy damaged the other one opens, and mends it; a flip that does nothing changes nothing that is read."""
    file, chance, secret = practice_folder / slots.NAME, random.Random(2), keys.passphrase_bytes(PASSPHRASE)
    sound = file.read_bytes()
    for _ in range(_FLIPS):
        broken = flipped(sound, chance)
        file.write_bytes(broken)
        key = slots.unlock(practice_folder, "passphrase", secret)
        assert key is not None
        best, mended = slots.mend(practice_folder, key, sound)
        assert best == keys.parse(sound)
        assert mended or keys.parse(broken) == best
        assert keys.parse(file.read_bytes()) == best


def test_bits_of_both_copies_of_the_key_slots(practice_folder: Path) -> None:
    """With both copies damaged alike it is told, or mended from the copy in the database."""
    sound, chance = (practice_folder / slots.NAME).read_bytes(), random.Random(3)
    for _ in range(60):
        broken = flipped(sound, chance)
        for name in (slots.NAME, slots.COPY):
            (practice_folder / name).write_bytes(broken)
        try:
            opening.unlock(practice_folder, Secret.passphrase(PASSPHRASE), NOW).key.wipe()
        except KapdeskError:
            (practice_folder / "attempts").unlink(missing_ok=True)
            continue
        assert keys.parse((practice_folder / slots.NAME).read_bytes()) == keys.parse(sound)


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
