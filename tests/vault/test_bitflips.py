"""Every flipped bit is told, or is provably without effect; so is every cut."""

import contextlib
import random
import zipfile
from pathlib import Path

import pytest

from kapdesk.errors import BackupBad, KapdeskError
from kapdesk.usecases.house import backups, opening
from kapdesk.usecases.house.opening import RecoveryKey
from kapdesk.usecases.house.secrets import Secret
from kapdesk.vault import keys, slots
from kapdesk.vault.connection import check_integrity, connected, table_counts
from tests.conftest import NOW, PASSPHRASE

_FLIPS = pytest.mark.parametrize("flips", [40, pytest.param(500, marks=pytest.mark.long)])
"""So many in the suite; the full number with `-m long`."""
OURS = Secret.passphrase(PASSPHRASE)


def flipped(data: bytes, chance: random.Random) -> bytes:
    """The same bytes but for one bit."""
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]


def open_check_and_close(folder: Path) -> dict[str, int]:
    """Open, check and close a practice as the desk does; the rows of every table."""
    vault = opening.open_practice(opening.unlock(folder, OURS, NOW), NOW)
    try:
        return backups.check_practice(backups.prepare_backup(vault)).counts
    finally:
        opening.close_practice(vault, NOW, quietly=True)


@_FLIPS
def test_bits_of_the_database(practice_folder: Path, flips: int) -> None:
    vault = opening.open_practice(opening.unlock(practice_folder, OURS, NOW), NOW)
    key, database = vault.key.branch("database"), vault.database
    opening.close_practice(vault, NOW)
    sound, chance = database.read_bytes(), random.Random(1)
    for number in range(flips):
        database.write_bytes(flipped(sound, chance))
        with pytest.raises(KapdeskError), connected(database, key) as connection:
            check_integrity(connection)
        if number % 10 == 0:  # and all the way, as the desk does it
            with pytest.raises(KapdeskError):
                open_check_and_close(practice_folder)


@_FLIPS
def test_bits_of_the_key_slots(practice_folder: Path, flips: int) -> None:
    """With one copy damaged the other one opens, and mends it; a flip that does nothing changes nothing that is read."""
    file, chance, secret = practice_folder / slots.NAME, random.Random(2), keys.passphrase_bytes(PASSPHRASE)
    sound = file.read_bytes()
    for _ in range(flips):
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
            opening.unlock(practice_folder, OURS, NOW).key.wipe()
        except KapdeskError:
            (practice_folder / "attempts").unlink(missing_ok=True)
            continue
        assert keys.parse((practice_folder / slots.NAME).read_bytes()) == keys.parse(sound)


def test_a_cut_database_is_told_wherever_it_is_cut(practice_folder: Path) -> None:
    database, chance = practice_folder / "vault.db", random.Random(6)
    sound = database.read_bytes()
    pages = len(sound) // 4096
    cuts = [0, 1, 16, 4095, 4096, 4097, len(sound) - 1, *(chance.randrange(len(sound)) for _ in range(20))]
    for length in (*cuts, *(4096 * page for page in range(1, pages))):
        database.write_bytes(sound[:length])
        with pytest.raises(KapdeskError):
            open_check_and_close(practice_folder)
        assert database.read_bytes() == sound[:length]
    for added in (b"x", bytes(4096), sound[:4096], sound[-8192:]):
        database.write_bytes(sound + added)
        with pytest.raises(KapdeskError):
            open_check_and_close(practice_folder)


def test_pages_of_the_database_exchanged_are_told(practice_folder: Path) -> None:
    """Pages carry their own number under their seal."""
    database = practice_folder / "vault.db"
    sound = database.read_bytes()
    for one, other in ((1, 2), (3, 9), (5, 20)):
        pages = [sound[at : at + 4096] for at in range(0, len(sound), 4096)]
        pages[one], pages[other] = pages[other], pages[one]
        database.write_bytes(b"".join(pages))
        with pytest.raises(KapdeskError):
            open_check_and_close(practice_folder)


def test_cuts_of_the_key_slots_are_mended_from_the_other_copy(practice_folder: Path) -> None:
    sound, secret = (practice_folder / slots.NAME).read_bytes(), keys.passphrase_bytes(PASSPHRASE)
    for number, length in enumerate(range(0, len(sound), 37)):
        (practice_folder / (slots.NAME, slots.COPY)[number % 2]).write_bytes(sound[:length])
        key = slots.unlock(practice_folder, "passphrase", secret)
        assert key is not None
        assert slots.mend(practice_folder, key, None)[1]
        assert (practice_folder / slots.NAME).read_bytes() == (practice_folder / slots.COPY).read_bytes() == sound


def test_bits_of_the_record_of_the_last_close_change_nothing(practice_folder: Path) -> None:
    """Its seal holds, or the whole history is checked instead."""
    counts = open_check_and_close(practice_folder)
    record, chance = practice_folder / "lastclose.json", random.Random(7)
    for _ in range(15):
        record.write_bytes(flipped(record.read_bytes(), chance))
        found = open_check_and_close(practice_folder)
        assert found == {**counts, "history": found["history"]}


@pytest.fixture
def backup(practice_folder: Path, tmp_path: Path) -> tuple[Path, dict[str, int]]:
    """A sound backup and its counts."""
    vault = opening.open_practice(opening.unlock(practice_folder, OURS, NOW), NOW)
    report = backups.make_backup(backups.prepare_backup(vault), tmp_path / "b.kdbk", NOW)
    opening.close_practice(vault, NOW)
    return report.path, report.counts


@_FLIPS
def test_bits_of_a_backup(backup: tuple[Path, dict[str, int]], recovery_key: RecoveryKey, flips: int) -> None:
    path, counts = backup
    sound, chance, secret = path.read_bytes(), random.Random(4), Secret.recovery(recovery_key.words)
    told = 0
    for _ in range(flips):
        path.write_bytes(flipped(sound, chance))
        try:
            assert backups.check_backup(path, secret).counts == counts
        except KapdeskError:
            told += 1
    assert told > flips * 0.95  # the rest are names and times in the ZIP's own lists


def test_bits_of_the_key_inside_a_backup(backup: tuple[Path, dict[str, int]]) -> None:
    """By passphrase, where that key is used."""
    path, _ = backup
    sound, chance = path.read_bytes(), random.Random(8)
    start = sound.index(b"age-encryption.org/v1\n-> scrypt")
    for _ in range(60):
        place = chance.randrange(start, start + 250)
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 1 << chance.randrange(8)]) + sound[place + 1 :])
        with pytest.raises(KapdeskError):
            backups.check_backup(path, OURS)


def test_bits_of_a_backups_own_lists(backup: tuple[Path, dict[str, int]], recovery_key: RecoveryKey) -> None:
    """The ZIP's lists say where things lie and when they were made; whatever stands there, what is read is the same."""
    path, counts = backup
    sound, chance, secret = path.read_bytes(), random.Random(9), Secret.recovery(recovery_key.words)
    with zipfile.ZipFile(path) as archive:
        lists = list(range(archive.start_dir, len(sound)))
        for member in archive.infolist():
            lists += range(member.header_offset, member.header_offset + 30 + len(member.filename))
    how_packed = [at + 10 for at in range(len(sound)) if sound[at : at + 4] == b"PK\x01\x02"]
    flips = [(place, bit) for place in how_packed for bit in range(8)]
    for place, bit in flips + [(chance.choice(lists), chance.randrange(8)) for _ in range(60)]:
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 1 << bit]) + sound[place + 1 :])
        with contextlib.suppress(KapdeskError):
            assert backups.check_backup(path, secret).counts == counts


def test_a_backup_that_would_swell_is_refused(backup: tuple[Path, dict[str, int]], recovery_key: RecoveryKey) -> None:
    path, _ = backup
    with zipfile.ZipFile(path) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**members, "README.txt": bytes(100_000_000)}.items():
            archive.writestr(name, data)
    with pytest.raises(BackupBad):
        backups.check_backup(path, Secret.recovery(recovery_key.words))


def test_what_is_damaged_is_said_to_be_damaged(backup: tuple[Path, dict[str, int]], recovery_key: RecoveryKey) -> None:
    """Not to be a fault of the drive."""
    path, _ = backup
    sound = path.read_bytes()
    for place in range(20_000, len(sound) - 1000, 20_000):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 4]) + sound[place + 1 :])
        with pytest.raises(BackupBad, match="damaged or was cut off"):
            backups.check_backup(path, Secret.recovery(recovery_key.words))


def test_a_cut_backup_is_never_accepted(backup: tuple[Path, dict[str, int]], recovery_key: RecoveryKey) -> None:
    path, _ = backup
    sound, chance = path.read_bytes(), random.Random(5)
    for _ in range(40):
        path.write_bytes(sound[: chance.randrange(len(sound))])
        with pytest.raises(KapdeskError):
            backups.check_backup(path, Secret.recovery(recovery_key.words))


def test_the_check_counts_what_it_read(backup: tuple[Path, dict[str, int]], practice_folder: Path) -> None:
    vault = opening.open_practice(opening.unlock(practice_folder, OURS, NOW), NOW)
    with connected(vault.database, vault.key.branch("database")) as connection:
        assert set(table_counts(connection)) == set(backup[1])
    opening.close_practice(vault, NOW)
