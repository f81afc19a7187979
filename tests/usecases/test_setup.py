"""Setting up: what is still open stands in the practice, one thing at a time is asked for, and older practices have none."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kapdesk.usecases.house import backups, moving, opening, setup
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.paper import papers
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.vault.database import Vault
from tests.conftest import FACTS, NOW, PASSPHRASE, TODAY


@pytest.fixture
def guided(tmp_path: Path) -> Vault:
    """A practice as the first launch makes it, open."""
    made = opening.create_practice(tmp_path / "new.kapdesk", PASSPHRASE, FACTS, NOW, guided=True)
    return opening.open_practice(made.unlocked, NOW)


def asked(vault: Vault, on: date = TODAY) -> str:
    found = setup.first_thing(vault, on)
    return found.name if found else ""


def test_one_thing_after_the_other_is_asked_for_until_all_is_done(guided: Vault, tmp_path: Path) -> None:
    assert setup.goes_on(guided)
    setup.end(guided)
    assert not setup.goes_on(guided)
    assert asked(guided) == "recovery"
    opening.replace_recovery_key(guided, opening.propose_recovery_key(), NOW)
    assert asked(guided) == "backups"
    backups.record_backup(guided, backups.BackupReport(tmp_path / "x.kdbk", NOW, 1, {}), NOW)
    assert asked(guided) == "introduction"
    printed = papers.print_paper(guided, setup.INTRODUCTION, "letter", TODAY)
    papers.hand_to_client(guided, printed, None, "printed", NOW)
    assert asked(guided) == "client"
    clients.create_client(guided, ClientFacts(legal_name="Ada Quill"), NOW)
    assert asked(guided) == ""
    opening.close_practice(guided, NOW)


def test_what_is_put_off_waits_a_week_and_can_be_had_back(guided: Vault) -> None:
    thing = setup.first_thing(guided, TODAY)
    assert thing is not None
    undo = setup.put_off(guided, thing, TODAY)
    assert asked(guided) == "backups"
    assert asked(guided, TODAY + timedelta(days=7)) == "recovery"
    undo.take_back(guided, NOW)
    assert asked(guided) == "recovery"
    opening.close_practice(guided, NOW)


def test_it_is_kept_over_a_lock_and_who_types_the_recovery_key_has_it(tmp_path: Path) -> None:
    made = opening.create_practice(tmp_path / "new.kapdesk", PASSPHRASE, FACTS, NOW, guided=True)
    made.unlocked.key.wipe()
    vault = opening.open_practice(opening.unlock(tmp_path / "new.kapdesk", Secret.passphrase(PASSPHRASE), NOW), NOW)
    setup.answer(vault, "recovery", "later")
    setup.answer(vault, "disk", "done")
    opening.close_practice(vault, NOW)
    key = Secret.recovery(made.recovery_key.words)
    vault = opening.open_practice(opening.unlock(tmp_path / "new.kapdesk", key, NOW), NOW)
    assert setup.read_setup(vault) == replace(setup.Setup(), recovery="done", disk="done")
    opening.close_practice(vault, NOW)


def test_a_retired_practice_and_one_that_was_not_set_up_here_ask_for_nothing(guided: Vault, vault: Vault) -> None:
    moving.retire(guided, NOW)
    assert asked(guided) == ""
    assert not setup.goes_on(guided)
    opening.close_practice(guided, NOW)
    assert setup.read_setup(vault) is None
    assert asked(vault) == ""
    setup.prove_recovery(vault, NOW)
    setup.end(vault)
    assert setup.read_setup(vault) is None
