"""Full, read-only and vanished drives: each is told in words, leaves no half file, and hurts no practice."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kapdesk.domain.notes import NoteKind
from kapdesk.errors import CannotWrite, DiskFull, KapdeskError, WrongPassphrase
from kapdesk.records import REVISION
from kapdesk.ui import beginnings
from kapdesk.usecases.house import backups, opening
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import notes
from kapdesk.vault import archive, files, migrate, snapshot
from kapdesk.vault.database import Vault
from tests.conftest import FACTS, NOW, PASSPHRASE, TODAY

OURS = Secret.passphrase(PASSPHRASE)
MountDrive = Callable[[str], Path]


@pytest.fixture
def drive(tmp_path: Path) -> Iterator[MountDrive]:
    """Mounts a real drive of a given size, such as `2m`."""
    mounted = []

    def mount(size: str) -> Path:
        folder = tmp_path / f"drive{len(mounted)}"
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
        if (
            os.name != "posix"
            or shutil.which("mount") is None
            or subprocess.run(command, capture_output=True).returncode
        ):
            pytest.skip("only root on Linux can mount a small drive")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "-l", str(folder)], capture_output=True)


def opened(folder: Path, secret: Secret = OURS) -> Vault:
    """Open as the desk does."""
    return opening.open_practice(opening.unlock(folder, secret, NOW), NOW)


def moved_to(drive: Path, practice_folder: Path) -> Path:
    """The practice on that drive."""
    return Path(shutil.copytree(practice_folder, drive / practice_folder.name))


def fill(drive: Path) -> Path:
    """Leave no byte free."""
    filler = drive / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 512, 1):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue
    return filler


def begun(vault: Vault) -> int:
    """A draft."""
    client = clients.create_client(vault, ClientFacts("Somebody"), NOW)
    return notes.start_note(vault, client, NoteKind.GENERAL, TODAY, NOW)


def test_a_full_disk_loses_no_acknowledged_word_and_writing_goes_on_with_room_again(
    drive: MountDrive, practice_folder: Path
) -> None:
    room = drive("4m")
    vault = opened(moved_to(room, practice_folder))
    note, kept = begun(vault), ""
    filler = fill(room)

    def write_on() -> None:
        nonlocal kept
        for number in range(10_000):
            words = f"{number} " + os.urandom(3000).hex()
            notes.save_draft(vault, note, words, NOW)
            kept = words

    with pytest.raises(DiskFull, match="Free some space"):
        write_on()
    assert notes.get_note(vault, note, TODAY).text == kept
    filler.unlink()
    notes.save_draft(vault, note, "written after room was made", NOW)
    opening.close_practice(vault, NOW)
    vault = opened(room / practice_folder.name)
    assert notes.get_note(vault, note, TODAY).text == "written after room was made"
    backups.check_practice(backups.prepare_backup(vault))
    opening.close_practice(vault, NOW)


def test_locking_on_a_full_disk_loses_nothing(drive: MountDrive, practice_folder: Path) -> None:
    room = drive("4m")
    vault = opened(moved_to(room, practice_folder))
    note = begun(vault)
    notes.save_draft(vault, note, "acknowledged " * 3000, NOW)
    filler = fill(room)
    with contextlib.suppress(DiskFull):
        opening.close_practice(vault, NOW)
    assert not vault.is_open
    filler.unlink()
    vault = opened(room / practice_folder.name)
    assert notes.get_note(vault, note, TODAY).text == "acknowledged " * 3000
    opening.close_practice(vault, NOW)


def test_opening_on_a_full_disk_is_told_and_changes_nothing(drive: MountDrive, practice_folder: Path) -> None:
    room = drive("4m")
    folder = moved_to(room, practice_folder)
    before = (folder / "vault.db").read_bytes()
    filler = fill(room)
    with pytest.raises(DiskFull):
        opened(folder)
    assert (folder / "vault.db").read_bytes() == before
    filler.unlink()
    opening.close_practice(opened(folder), NOW)


def test_a_passphrase_is_not_changed_on_a_full_disk(drive: MountDrive, practice_folder: Path) -> None:
    room = drive("4m")
    folder = moved_to(room, practice_folder)
    vault = opened(folder)
    other = opening.generate_passphrase()
    prepared = opening.prepare_passphrase(folder, OURS, other)
    filler = fill(room)
    with pytest.raises(DiskFull):
        opening.apply_passphrase(vault, prepared, NOW)
    filler.unlink()
    opening.close_practice(vault, NOW)
    with pytest.raises(WrongPassphrase):
        opening.unlock(folder, Secret.passphrase(other), NOW)
    opening.close_practice(opened(folder), NOW)


def test_a_new_practice_that_has_no_room_leaves_nothing(drive: MountDrive) -> None:
    room = drive("96k")
    with pytest.raises(DiskFull, match="no room left"):
        opening.create_practice(room / "new.kapdesk", PASSPHRASE, FACTS, NOW)
    assert list(room.iterdir()) == []


@pytest.mark.parametrize("room", ["700k", "1000k", "1400k", "1600k", "2300k"])
def test_a_new_practice_is_whole_or_not_there_however_little_room_there_is(drive: MountDrive, room: str) -> None:
    place, told = drive(room), ""
    try:
        opening.create_practice(place / "new.kapdesk", PASSPHRASE, FACTS, NOW).unlocked.key.wipe()
    except DiskFull as error:
        told = str(error)
    if told:
        assert f"no room left at {place}." in told  # and not at a name that means nothing to a person
        assert list(place.iterdir()) == []
        return
    subprocess.run(["mount", "-o", "remount,size=20m", str(place)], check=True)
    vault = opened(place / "new.kapdesk")
    backups.check_practice(backups.prepare_backup(vault))
    opening.close_practice(vault, NOW)


def test_a_backup_needs_room_beside_the_practice_too(
    drive: MountDrive, practice_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is written, and also when the room goes while it is written."""
    room = drive("1m")
    vault = opened(moved_to(room, practice_folder))
    before = sorted(one.name for one in vault.folder.iterdir())
    with pytest.raises(DiskFull, match="are needed"):
        backups.make_backup(backups.prepare_backup(vault), tmp_path / "b.kdbk", NOW)
    monkeypatch.setattr(snapshot, "check_room", lambda *_: None)
    filler = fill(room)
    with pytest.raises(DiskFull, match="no room left"):
        backups.make_backup(backups.prepare_backup(vault), tmp_path / "b.kdbk", NOW)
    filler.unlink()
    assert sorted(one.name for one in vault.folder.iterdir()) == before
    assert not (tmp_path / "b.kdbk").exists()
    begun(vault)
    opening.close_practice(vault, NOW)


def test_a_restore_that_has_no_room_leaves_nothing(
    drive: MountDrive, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = backups.make_backup(backups.prepare_backup(vault), tmp_path / "b.kdbk", NOW).path
    room = drive("100k")
    with pytest.raises(DiskFull, match="are needed"):
        backups.restore_backup(path, OURS, room / "r.kapdesk", NOW)
    monkeypatch.setattr(backups, "check_room", lambda *_: None)
    for place in (room, drive("180k")):  # no room for the file; room for it, but none to work in
        with pytest.raises(DiskFull, match="no room left"):
            backups.restore_backup(path, OURS, place / "r.kapdesk", NOW)
        assert list(place.iterdir()) == []


def test_a_migration_without_room_for_its_copy_is_not_begun(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / f"{REVISION}_x.py").touch()
    monkeypatch.setattr(files.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100, 100, 0))
    with pytest.raises(DiskFull, match="are needed"):
        migrate.bring_up_to_date(vault, tmp_path, "9999")
    assert migrate.stored_revision(vault) == REVISION
    assert not list(vault.folder.glob("before-*"))


@pytest.fixture
def read_only(drive: MountDrive) -> Callable[[Path], Path]:
    """Puts a file or folder on a drive that then can only be read."""

    def put(what: Path) -> Path:
        room = drive("8m")
        copy = room / what.name
        shutil.copytree(what, copy) if what.is_dir() else shutil.copyfile(what, copy)
        subprocess.run(["mount", "-o", "remount,ro", str(room)], check=True)
        return copy

    return put


def test_a_practice_on_a_read_only_drive_is_told(practice_folder: Path, read_only: Callable[[Path], Path]) -> None:
    folder = read_only(practice_folder)
    with pytest.raises(CannotWrite, match="may not be written to"):
        opened(folder)
    with pytest.raises(WrongPassphrase):  # and a failure that cannot be noted is still a failure
        opened(folder, Secret.passphrase("wrong"))


def test_nothing_is_made_or_restored_on_a_read_only_drive(
    vault: Vault, tmp_path: Path, read_only: Callable[[Path], Path]
) -> None:
    path = backups.make_backup(backups.prepare_backup(vault), tmp_path / "b.kdbk", NOW).path
    kept = read_only(path)
    with pytest.raises(CannotWrite, match="may not be written to"):
        opening.create_practice(kept.with_name("x.kapdesk"), PASSPHRASE, FACTS, NOW)
    with pytest.raises(CannotWrite, match="may not be written to"):
        backups.restore_backup(path, OURS, kept.with_name("x.kapdesk"), NOW)
    with pytest.raises(CannotWrite, match="may not be written to"):
        backups.make_backup(backups.prepare_backup(vault), kept.with_name("other.kdbk"), NOW)
    assert [one.name for one in kept.parent.iterdir()] == ["b.kdbk"]
    backups.check_backup(kept, OURS)  # which needs only to be read
    backups.restore_backup(kept, OURS, tmp_path / "r.kapdesk", NOW)


@pytest.mark.parametrize("when", ["Copying", "Measuring", "Encrypting", "Reading back"])
def test_a_drive_pulled_while_a_backup_is_made_is_told(vault: Vault, tmp_path: Path, when: str) -> None:
    note, stick = begun(vault), tmp_path / "stick"
    notes.save_draft(vault, note, os.urandom(1_000_000).hex(), NOW)
    stick.mkdir()
    pulled = []

    def progress(words: str, fraction: float) -> None:
        if words.startswith(when) and fraction >= 0.3 and not pulled:
            shutil.rmtree(stick)
            pulled.append(words)

    with pytest.raises(CannotWrite, match="plugged in"):
        backups.make_backup(backups.prepare_backup(vault), stick / "b.kdbk", NOW, progress)
    assert pulled
    assert not stick.exists()
    assert not list(vault.folder.glob("*.part*"))
    notes.save_draft(vault, note, "writing goes on", NOW)
    backups.check_practice(backups.prepare_backup(vault))


def test_a_drive_pulled_at_the_last_moment_is_told(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(archive, "check_unpacked", lambda *_: shutil.rmtree(stick))
    with pytest.raises(CannotWrite, match="plugged in"):
        backups.make_backup(backups.prepare_backup(vault), stick / "b.kdbk", NOW)
    assert not stick.exists()


def test_a_place_that_cannot_even_be_looked_at_is_told(vault: Vault, tmp_path: Path) -> None:
    path = backups.make_backup(backups.prepare_backup(vault), tmp_path / "b.kdbk", NOW).path
    nowhere = tmp_path / ("n" * 300)  # refused by every system, also to root
    assert beginnings.free(nowhere / "b.kdbk") == nowhere / "b.kdbk"
    for work in (
        lambda: backups.make_backup(backups.prepare_backup(vault), nowhere / "b.kdbk", NOW),
        lambda: backups.restore_backup(path, OURS, nowhere / "r.kapdesk", NOW),
        lambda: opening.create_practice(nowhere / "r.kapdesk", PASSPHRASE, FACTS, NOW),
    ):
        with pytest.raises(CannotWrite, match="cannot be used"):
            work()


def test_a_practice_whose_drive_was_pulled_is_not_called_damaged(vault: Vault, tmp_path: Path) -> None:
    source = backups.prepare_backup(vault)
    vault.folder.rename(tmp_path / "pulled")
    with pytest.raises(CannotWrite, match="plugged in"):
        backups.check_practice(source)
    with pytest.raises(CannotWrite, match="plugged in"):
        backups.make_backup(backups.prepare_backup(vault), tmp_path / "b.kdbk", NOW)
    with pytest.raises(CannotWrite, match="plugged in"):
        opening.close_practice(vault, NOW, quietly=True)
    assert not vault.is_open


def test_a_drive_that_leaves_its_empty_folder_is_not_taken_for_the_drive(vault: Vault, drive: MountDrive) -> None:
    stick, pulled = drive("8m"), []

    def pull(_words: str, _fraction: float) -> None:
        if not pulled:
            pulled.append(subprocess.run(["umount", "-l", str(stick)], check=True))

    with pytest.raises(CannotWrite, match="pulled out meanwhile"):
        backups.make_backup(backups.prepare_backup(vault), stick / "b.kdbk", NOW, pull)
    assert list(stick.iterdir()) == []


def test_a_computer_whose_drive_goes_while_it_restores_is_told_so(vault: Vault, tmp_path: Path) -> None:
    path = backups.make_backup(backups.prepare_backup(vault), tmp_path / "b.kdbk", NOW).path
    (place := tmp_path / "place").mkdir()

    def pull(words: str, _fraction: float) -> None:
        if words.startswith("Opening the restored"):
            shutil.rmtree(place)

    with pytest.raises(CannotWrite, match=f"{place} is not there"):
        backups.restore_backup(path, OURS, place / "r.kapdesk", NOW, pull)


def test_what_killed_backups_left_is_swept_up_but_nothing_of_another_practice_at_work(
    vault: Vault, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    kept = [stick / f"{vault.folder.stem}-south-2026-06-09.kdbk.0a1b2c3d.part", stick / "my own.part", stick / "x.kdbk"]
    gone = [stick / f"{name}.kdbk.0a1b2c3d.part" for name in ("by hand", f"{vault.folder.stem}-2026-06-01", "old")]
    for one in (*kept, *gone):
        one.touch()
    os.utime(gone[-1], (0, 0))
    made = backups.make_backup(backups.prepare_backup(vault), stick / "by hand.kdbk", NOW).path
    assert set(stick.iterdir()) == {*kept, made}


def test_a_disk_that_fails_while_reading_back_is_told(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written is not what is read: the file never gets its name."""
    real = archive._read_back

    def read_back(part: Path, *more: object) -> archive.Manifest:
        data = bytearray(part.read_bytes())
        data[len(data) // 2] ^= 1
        part.write_bytes(data)
        return real(part, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(archive, "_read_back", read_back)
    with pytest.raises(KapdeskError, match="damaged"):
        backups.make_backup(backups.prepare_backup(vault), tmp_path / "b.kdbk", NOW)
    assert [one.name for one in tmp_path.iterdir()] == [vault.folder.name]


def test_a_small_file_is_the_old_or_the_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "small"
    files.write_atomically(file, b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(files.os, "fsync", fail)
    with pytest.raises(DiskFull, match="no room left"):
        files.write_atomically(file, b"new")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("small", b"old")]
