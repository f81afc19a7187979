"""Psychotherapy notes: apart, behind the passphrase, in every backup."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from kapdesk.errors import BadInput, WrongPassphrase
from kapdesk.usecases.house import backups, history, opening
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import private_notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, PASSPHRASE, TODAY


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill"), NOW)


def test_written_changed_removed_and_brought_back(vault: Vault, ada: int) -> None:
    note = private_notes.start_note(vault, ada, TODAY, "zephyrine", NOW)
    private_notes.save_note(vault, note, "zephyrine, and more", NOW, TODAY - timedelta(days=1))
    undo = private_notes.remove_note(vault, note, NOW)
    assert private_notes.list_notes(vault, ada) == []
    undo.take_back(vault, NOW)
    (kept,) = private_notes.open_notes(vault, ada, NOW)
    assert (kept.id, kept.text, kept.on) == (note, "zephyrine, and more", TODAY - timedelta(days=1))
    with pytest.raises(BadInput, match="on or after its day"):
        private_notes.save_note(vault, note, "x", NOW, TODAY + timedelta(days=1))


def test_they_are_in_no_index_and_their_words_in_no_history(vault: Vault, ada: int) -> None:
    private_notes.start_note(vault, ada, TODAY, "zephyrine", NOW)
    with vault.read() as db:
        found = db.execute(text("SELECT count(*) FROM note_words WHERE note_words MATCH 'zephyrine'")).scalar_one()
    assert found == 0
    assert not any("zephyrine" in row.words for row in history.practice_history(vault))


def test_every_backup_holds_them(vault: Vault, ada: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    private_notes.start_note(vault, ada, TODAY, "zephyrine", NOW)
    room = tmp_path_factory.mktemp("b")
    report = backups.make_backup(backups.prepare_backup(vault), room / "b.kdbk", NOW)
    assert report.counts["psychotherapy_note"] == 1
    backups.restore_backup(report.path, Secret.passphrase(PASSPHRASE), room / "r.kapdesk", NOW)
    again = opening.open_practice(opening.unlock(room / "r.kapdesk", Secret.passphrase(PASSPHRASE), NOW), NOW)
    assert [one.text for one in private_notes.list_notes(again, ada)] == ["zephyrine"]
    opening.close_practice(again, NOW)


def test_the_passphrase_is_asked_again_unless_the_practice_says_no(vault: Vault) -> None:
    assert private_notes.asks_again(vault)
    undo = private_notes.set_asks_again(vault, False, NOW)
    assert not private_notes.asks_again(vault)
    undo.take_back(vault, NOW)
    assert private_notes.asks_again(vault)


def test_only_the_passphrase_or_the_recovery_key_proves(
    vault: Vault, ada: int, recovery_key: opening.RecoveryKey
) -> None:
    private_notes.prove_passphrase(vault.folder, PASSPHRASE)
    private_notes.prove_passphrase(vault.folder, recovery_key.words)
    with pytest.raises(WrongPassphrase):
        private_notes.prove_passphrase(vault.folder, "not that one at all")
    private_notes.refused(vault, ada, NOW)
    assert "wrong passphrase" in history.client_history(vault, ada)[0].words
