"""A practice that moved to another computer: read only where it was, at work where it went."""

from pathlib import Path

import pytest

from kapdesk.errors import Cancelled, PracticeNewer, PracticeRetired, WrongSecret
from kapdesk.usecases.house import backups, found_backups, moving, opening
from kapdesk.usecases.house.found_backups import Place
from kapdesk.usecases.house.secrets import RecoveryKey, Secret
from kapdesk.usecases.people import chart, clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.vault import migrate, retired
from kapdesk.vault.database import Vault
from tests.conftest import NOW, PASSPHRASE


def _again(vault: Vault) -> Vault:
    opening.close_practice(vault, NOW)
    return opening.open_practice(opening.unlock(vault.folder, Secret.passphrase(PASSPHRASE), NOW), NOW)


@pytest.mark.parametrize("anew", [False, True])
def test_a_retired_file_is_read_and_looked_into_but_never_changed(vault: Vault, anew: bool) -> None:
    somebody = clients.create_client(vault, ClientFacts("Ada Quill"), NOW)
    moving.retire(vault, NOW)
    here = _again(vault) if anew else vault
    assert moving.retired_since(here) == NOW.date()
    assert chart.open_chart(here, somebody, NOW, NOW.date()).name == "Ada Quill"  # entered in the history, as ever
    with pytest.raises(PracticeRetired, match="moved to another computer"):
        clients.create_client(here, ClientFacts("Somebody Else"), NOW)
    with pytest.raises(PracticeRetired):
        here.set_facts(setup=b"{}")
    with pytest.raises(PracticeRetired):
        here.change_slots(lambda present: present)
    assert [row.name for row in clients.list_all_clients(here, NOW.date())] == ["Ada Quill"]
    opening.close_practice(here, NOW)


def test_it_can_be_taken_up_again(vault: Vault) -> None:
    moving.retire(vault, NOW)
    again = _again(vault)
    moving.take_up_again(again, NOW)
    assert moving.retired_since(again) is None
    clients.create_client(again, ClientFacts("Ada Quill"), NOW)
    opening.close_practice(again, NOW)


def test_what_is_restored_is_where_the_practice_goes_on(vault: Vault, tmp_path: Path) -> None:
    moving.retire(vault, NOW)
    report = backups.make_backup(backups.prepare_backup(vault), tmp_path / "moved.kdbk", NOW)
    restored = backups.restore_backup(report.path, Secret.passphrase(PASSPHRASE), tmp_path / "new.kapdesk", NOW)
    new = opening.open_practice(opening.unlock(restored.folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    assert moving.retired_since(new) is None
    clients.create_client(new, ClientFacts("Ada Quill"), NOW)
    opening.close_practice(new, NOW)


def test_backups_are_found_newest_first_and_the_secret_is_tried_before_restoring(
    vault: Vault, tmp_path: Path, recovery_key: RecoveryKey
) -> None:
    stick = tmp_path / "stick" / "kapdesk"
    stick.mkdir(parents=True)
    (stick / "broken.kdbk").write_bytes(b"PK")
    for day in (1, 9):
        at = NOW.replace(day=day)
        backups.make_backup(backups.prepare_backup(vault), stick / backups.suggested_name(vault, at), at)
    found = found_backups.find_backups([Place(tmp_path / "stick", "drive STICK"), Place(stick, "Documents")])
    assert [(one.practice, one.made.day, one.where) for one in found] == [
        ("juniper", 9, "drive STICK"),
        ("juniper", 1, "drive STICK"),
    ]
    dated = found_backups.FoundBackup(Path("2026-06-09 group-2026-11-27-2.kdbk"), NOW, 0, "")
    assert dated.practice == "2026-06-09 group"
    backups.prove_secret(found[0].path, Secret.passphrase(PASSPHRASE))
    backups.prove_secret(found[0].path, Secret.recovery(recovery_key.words))
    with pytest.raises(WrongSecret):
        backups.prove_secret(found[0].path, Secret.passphrase("not this one, surely"))


def test_a_restoring_that_stops_or_dies_leaves_nothing_half_made(vault: Vault, tmp_path: Path) -> None:
    report = backups.make_backup(backups.prepare_backup(vault), tmp_path / "b.kdbk", NOW)
    new = tmp_path / "new"
    died = new / "other.kapdesk.0a1b2c3d.part"
    died.mkdir(parents=True)
    (died / "vault.db").write_bytes(b"half")

    def stop(_words: str, fraction: float) -> None:
        if fraction > 0.5:
            raise Cancelled

    secret = Secret.passphrase(PASSPHRASE)
    with pytest.raises(Cancelled):
        backups.restore_backup(report.path, secret, new / "j.kapdesk", NOW, stop)
    assert list(new.iterdir()) == []
    restored = backups.restore_backup(report.path, secret, new / "j.kapdesk", NOW, keep_aside=False)
    again = opening.open_practice(opening.unlock(restored.folder, secret, NOW), NOW)
    assert moving.restored_from(again) == "June 9, 2026, 14:02"
    backups.record_backup(again, report, NOW)
    assert moving.restored_from(again) == ""
    opening.close_practice(again, NOW)


def test_the_mark_beside_a_retired_file_follows_the_file(vault: Vault) -> None:
    moving.retire(vault, NOW)
    assert retired.marked_since(vault.folder) == NOW.date()
    (vault.folder / retired.NAME).unlink()
    again = _again(vault)
    assert retired.marked_since(again.folder) == NOW.date()
    moving.take_up_again(again, NOW)
    assert retired.marked_since(again.folder) is None
    opening.close_practice(again, NOW)


def test_an_older_program_names_the_version_that_is_needed(vault: Vault, tmp_path: Path) -> None:
    migrate.note_program(vault, "9.1.0")
    migrate.note_program(vault, "0.2.0")  # an older one takes nothing back
    (tmp_path / "versions").mkdir()
    with pytest.raises(PracticeNewer, match=r"Install kapdesk 9\.1\.0 or newer from the stick"):
        migrate.bring_up_to_date(vault, tmp_path, "0001")
