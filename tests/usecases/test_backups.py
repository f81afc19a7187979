"""Backups: made, read back, checked, restored, and opened with public tools alone."""

import contextlib
import os
import pty
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pyrage
import pytest
import sqlcipher3.dbapi2 as sqlcipher

from kapdesk.errors import (
    BackupBad,
    Cancelled,
    CannotWrite,
    DiskFull,
    FolderExists,
    KapdeskError,
    NameTaken,
    WrongSecret,
)
from kapdesk.usecases.house import backups, history, opening
from kapdesk.usecases.house.backups import BackupReport
from kapdesk.usecases.house.secrets import RecoveryKey, Secret
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.vault import identity
from kapdesk.vault.database import Vault
from tests.conftest import NOW, PASSPHRASE, TODAY

OURS = Secret.passphrase(PASSPHRASE)


def backed_up(vault: Vault, to: Path, **more: Any) -> BackupReport:
    """Back up as the desk does."""
    report = backups.make_backup(backups.prepare_backup(vault), to, NOW, **more)
    backups.record_backup(vault, report, NOW)
    return report


def test_a_backup_is_checked_and_restored_by_passphrase_and_by_recovery_key(
    vault: Vault, tmp_path: Path, recovery_key: RecoveryKey
) -> None:
    clients.create_client(vault, ClientFacts("Somebody"), NOW)
    report = backed_up(vault, tmp_path / "b.kdbk")
    assert (report.clients, report.counts["history"]) == (1, 3)
    for number, secret in enumerate(
        (OURS, Secret.recovery(recovery_key.words), Secret.recovery(recovery_key.age_identity))
    ):
        assert backups.check_backup(report.path, secret).counts == report.counts
        restored = backups.restore_backup(report.path, secret, tmp_path / f"r{number}.kapdesk", NOW)
        again = opening.open_practice(opening.unlock(restored.folder, secret, NOW), NOW)
        assert [row.name for row in clients.list_clients(again, TODAY)] == ["Somebody"]
        assert "Restored from a backup: of June 9, 2026, 14:02" in [
            row.words for row in history.practice_history(again)
        ]
        opening.close_practice(again, NOW)


def test_the_state_turns_amber_after_7_days_and_red_after_14(vault: Vault, tmp_path: Path) -> None:
    from datetime import timedelta

    assert backups.backup_state(vault, NOW).level == "red"
    backed_up(vault, tmp_path / "b.kdbk")
    levels = [backups.backup_state(vault, NOW + timedelta(days=days)).level for days in (0, 7, 8, 14, 15)]
    assert levels == ["good", "good", "amber", "amber", "red"]
    assert backups.backup_state(vault, NOW).headline == "Last good backup: today 14:02"
    before = backups.backup_state(vault, NOW - timedelta(days=400))  # the clock was wrong then, or is now
    assert (before.level, "still to come" in before.detail) == ("amber", True)


def test_a_name_that_is_taken_is_not_overwritten(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "b.kdbk").write_text("mine")
    with pytest.raises(NameTaken):
        backed_up(vault, tmp_path / "b.kdbk")
    assert (tmp_path / "b.kdbk").read_text() == "mine"
    backed_up(vault, tmp_path / "b.kdbk", overwrite=True)
    assert backups.check_backup(tmp_path / "b.kdbk", OURS)


def test_stopping_at_any_step_leaves_nothing(vault: Vault, tmp_path: Path) -> None:
    steps: list[str] = []
    backed_up(vault, tmp_path / "whole.kdbk", progress=lambda words, _: steps.append(words))
    for stop_at in range(0, len(steps), max(1, len(steps) // 12)):
        left = [stop_at]

        def progress(words: str, fraction: float, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise Cancelled

        with pytest.raises(Cancelled):
            backed_up(vault, tmp_path / "stopped.kdbk", progress=progress)
        assert sorted(one.name for one in tmp_path.iterdir()) == ["juniper.kapdesk", "whole.kdbk"]
        assert not list(vault.folder.glob("*.part*"))
    clients.create_client(vault, ClientFacts("Somebody"), NOW)


def test_after_a_new_passphrase_each_backup_opens_with_that_of_its_day(vault: Vault, tmp_path: Path) -> None:
    old = backed_up(vault, tmp_path / "old.kdbk")
    other = opening.generate_passphrase()
    opening.apply_passphrase(vault, opening.prepare_passphrase(vault.folder, OURS, other), NOW)
    new = backed_up(vault, tmp_path / "new.kdbk")
    assert backups.check_backup(old.path, OURS).counts == old.counts
    assert backups.check_backup(new.path, Secret.passphrase(other)).counts == new.counts
    for path, wrong in ((old.path, Secret.passphrase(other)), (new.path, OURS)):
        with pytest.raises(WrongSecret, match="its own day"):
            backups.check_backup(path, wrong)


def test_restoring_keeps_aside_what_stands_there(vault: Vault, tmp_path: Path) -> None:
    report = backed_up(vault, tmp_path / "b.kdbk")
    folder = vault.folder
    with pytest.raises(KapdeskError, match="open in another"):
        backups.restore_backup(report.path, OURS, folder, NOW)
    opening.close_practice(vault, NOW)
    before = (folder / "vault.db").read_bytes()
    with pytest.raises(FolderExists):
        backups.restore_backup(report.path, OURS, folder, NOW, keep_aside=False)
    restored = backups.restore_backup(report.path, OURS, folder, NOW)
    assert restored.kept_aside is not None
    assert (restored.kept_aside / "vault.db").read_bytes() == before


def test_a_drive_that_is_gone_and_a_file_that_is_no_backup_are_said(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="plugged in"):
        backed_up(vault, tmp_path / "gone" / "b.kdbk")
    for data in (b"", b"words", b"PK\x03\x04" + bytes(100)):
        (tmp_path / "x.kdbk").write_bytes(data)
        with pytest.raises(BackupBad):
            backups.check_backup(tmp_path / "x.kdbk", OURS)
    with pytest.raises(BackupBad, match="no backup at"):
        backups.check_backup(tmp_path / "nowhere.kdbk", OURS)


@pytest.fixture
def small_drive(tmp_path: Path) -> Any:
    """A real drive of 256 KiB."""
    drive = tmp_path / "drive"
    drive.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(drive)]
    if os.name != "posix" or shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root can mount a small drive")
    yield drive
    subprocess.run(["umount", str(drive)], check=True)


def test_a_full_drive_is_said_and_holds_no_half_file(
    sample: Vault, small_drive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kapdesk.vault import archive

    with pytest.raises(DiskFull, match="MB are needed"):
        backed_up(sample, small_drive / "b.kdbk")
    monkeypatch.setattr(archive, "check_room", lambda *_: None)  # the room shrinks after it was looked at
    with pytest.raises(DiskFull, match="no room left"):
        backed_up(sample, small_drive / "b.kdbk")
    assert list(small_drive.iterdir()) == []
    clients.create_client(sample, ClientFacts("Somebody"), NOW)


def test_a_read_only_drive_is_said(vault: Vault, small_drive: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro,size=8m", str(small_drive)], check=True)
    with pytest.raises(CannotWrite, match="may not be written"):
        backed_up(vault, small_drive / "b.kdbk")


def test_the_identity_file_is_ages_own_format() -> None:
    ours = identity.encrypt_with_passphrase(b"words", PASSPHRASE)
    assert pyrage.passphrase.decrypt(ours, PASSPHRASE) == b"words"
    assert identity.decrypt_with_passphrase(ours, PASSPHRASE) == b"words"
    assert identity.decrypt_with_passphrase(ours, "another") is None
    for place in range(0, len(ours), 7):
        broken = ours[:place] + bytes([ours[place] ^ 1]) + ours[place + 1 :]
        try:
            assert identity.decrypt_with_passphrase(broken, PASSPHRASE) is None
        except BackupBad:
            continue


def _age(arguments: list[str], passphrase: str | None = None, folder: Path | None = None) -> bytes:
    """Run the age program; it asks for a passphrase on a terminal only, so it gets one."""
    if passphrase is None:
        return subprocess.run(["age", *arguments], cwd=folder, check=True, capture_output=True).stdout
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(str(folder))
        os.execvp("age", ["age", *arguments])
    asked = b""
    while b"passphrase" not in asked:
        asked += os.read(terminal, 1000)
    os.write(terminal, passphrase.encode() + b"\n")
    with contextlib.suppress(OSError):  # Linux says in this way that it has ended
        while os.read(terminal, 1000):
            pass
    os.waitpid(child, 0)
    os.close(terminal)
    return b""


@pytest.mark.parametrize("by", ["passphrase", "recovery key"])
def test_a_backup_opens_with_public_tools_alone(
    sample: Vault, made: dict[str, opening.Created], tmp_path: Path, by: str
) -> None:
    if shutil.which("age") is None:
        pytest.skip("the age program is not installed (.ci/setup does it)")
    report = backed_up(sample, tmp_path / "b.kdbk")
    room = tmp_path / "room"
    with zipfile.ZipFile(report.path) as archive:
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        archive.extractall(room)
    assert "age -d -i key.txt payload.age" in (room / "README.txt").read_text()
    if by == "passphrase":
        _age(["-d", "-o", "key.txt", "identity.age"], PASSPHRASE, room)
    else:
        (room / "key.txt").write_text(made["sample"].recovery_key.age_identity + "\n")
    _age(["-d", "-i", "key.txt", "-o", "payload.tar", "payload.age"], None, room)
    with tarfile.open(room / "payload.tar") as tar:
        assert tar.getnames() == ["manifest.json", "rawkey.txt", "keyslots.json", "vault.db"]
        tar.extractall(room, filter="data")
    connection = sqlcipher.connect(str(room / "vault.db"))
    connection.execute(f"PRAGMA key = \"x'{(room / 'rawkey.txt').read_text().strip()}'\"")
    assert connection.execute("SELECT count(*) FROM client").fetchone() == (12,)
    connection.close()
