"""What was being made when the power went: it has no practice's name, and it is swept up the next time."""

import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from kapdesk.errors import Cancelled, CannotWrite, FolderExists
from kapdesk.usecases.fiction import sample
from kapdesk.usecases.house import backups, opening
from kapdesk.usecases.house.secrets import Secret
from kapdesk.vault import files, half_made
from kapdesk.vault.database import Vault
from kapdesk.vault.lock import claim
from tests.conftest import FACTS, NOW, PASSPHRASE, TODAY

OURS = Secret.passphrase(PASSPHRASE)


def died(room: Path, name: str) -> Path:
    """A folder as a killed program leaves it."""
    folder = room / name
    folder.mkdir()
    (folder / "vault.db").write_bytes(b"half")
    (folder / "lock").touch()
    return folder


def test_a_sample_is_never_met_half_filled(tmp_path: Path) -> None:
    folder = tmp_path / "Sample practice.kapdesk"
    steps = []

    def stop_on_the_way(words: str, _fraction: float) -> None:
        steps.append(words)
        assert not folder.exists()
        if steps.count("Writing the sample") > 1:
            assert [one.suffix for one in tmp_path.iterdir()] == [".part"]  # what a kill would leave now
            raise Cancelled

    with pytest.raises(Cancelled):
        sample.open_or_create_sample(folder, TODAY, NOW, stop_on_the_way)
    assert steps
    assert list(tmp_path.iterdir()) == []


def test_what_died_half_made_is_swept_up_when_a_practice_is_made_or_opened_beside_it(practice_folder: Path) -> None:
    room = practice_folder.parent
    first, nested = died(room, "new.kapdesk.0a1b2c3d.part"), died(room, "s.kapdesk.0a1b2c3d.part.0a1b2c3e.part")
    alive, not_ours = died(room, "other.kapdesk.00000000.part"), died(room, "thesis.kapdesk.old.part")
    with closing(claim(alive)):
        opening.create_practice(room / "new.kapdesk", PASSPHRASE, FACTS, NOW).unlocked.key.wipe()
        assert not first.exists()
        assert not nested.exists()
        assert alive.exists()
    opening.unlock(practice_folder, OURS, NOW).key.wipe()
    assert not alive.exists()
    assert not_ours.exists()


def test_a_practice_keeps_its_name_when_what_was_restored_cannot_take_it(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = backups.make_backup(backups.prepare_backup(vault), tmp_path / "b.kdbk", NOW).path
    opening.close_practice(vault, NOW)

    def fail(_folder: Path) -> None:
        raise CannotWrite("pulled")

    monkeypatch.setattr(half_made, "check_free", fail)
    with pytest.raises(CannotWrite, match="pulled"):
        backups.restore_backup(path, OURS, vault.folder, NOW)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["b.kdbk", vault.folder.name]
    opening.unlock(vault.folder, OURS, NOW).key.wipe()


def test_a_practice_that_another_window_restored_meanwhile_keeps_its_name(vault: Vault, tmp_path: Path) -> None:
    path = backups.make_backup(backups.prepare_backup(vault), tmp_path / "b.kdbk", NOW).path
    (place := tmp_path / "place").mkdir()

    def meanwhile(words: str, _fraction: float) -> None:
        if words.startswith("Opening the restored"):
            died(place, "r.kapdesk")

    with pytest.raises(FolderExists, match="Choose another name"):
        backups.restore_backup(path, OURS, place / "r.kapdesk", NOW, meanwhile, keep_aside=False)
    assert [one.name for one in place.iterdir()] == ["r.kapdesk"]


def test_a_restoring_is_stopped_before_it_has_its_name_or_not_at_all(vault: Vault, tmp_path: Path) -> None:
    path = backups.make_backup(backups.prepare_backup(vault), tmp_path / "b.kdbk", NOW).path
    (place := tmp_path / "place").mkdir()

    def stop_late(_words: str, fraction: float) -> None:
        if fraction > 0.8:  # Stop was pressed while the key was tried, which takes a second
            raise Cancelled

    with pytest.raises(Cancelled):
        backups.restore_backup(path, OURS, place / "r.kapdesk", NOW, stop_late, keep_aside=False)
    assert list(place.iterdir()) == []


def test_a_check_that_was_killed_leaves_nothing_among_the_temporary_files(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = backups.make_backup(backups.prepare_backup(vault), tmp_path / "b.kdbk", NOW).path
    (room := tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(room))
    seen: set[str] = set()
    backups.check_backup(path, OURS, lambda *_: seen.update(one.name for one in room.iterdir()))
    assert seen
    for name in seen:
        died(room, name)
    (room / "doctor-0a1b2c3d.part").touch()
    files.try_writing(room)
    backups.check_backup(path, OURS)
    assert list(room.iterdir()) == []
