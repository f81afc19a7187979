"""A practice that moved to another computer: read only where it was, at work where it went."""

from pathlib import Path

import pytest

from kapdesk.errors import PracticeRetired
from kapdesk.usecases.house import backups, moving, opening
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.people import chart, clients
from kapdesk.usecases.people.clients import ClientFacts
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
