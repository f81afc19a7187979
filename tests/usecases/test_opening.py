"""From a new practice to its closing: secrets, delays, emergency access, what the history says of it."""

import gc
from datetime import timedelta
from pathlib import Path

import pytest

from kapdesk.errors import (
    BadInput,
    Cancelled,
    FolderExists,
    KapdeskError,
    PassphraseTooWeak,
    PracticeDamaged,
    WrongPassphrase,
    WrongRecoveryKey,
    WrongSecret,
)
from kapdesk.usecases.house import history, opening
from kapdesk.usecases.house.practice import PracticeFacts
from kapdesk.usecases.house.secrets import RecoveryKey, Secret, rate_passphrase
from kapdesk.vault import keys
from kapdesk.vault.database import Vault
from kapdesk.vault.keys import DataKey
from tests.conftest import FACTS, NOW, PASSPHRASE

OURS = Secret.passphrase(PASSPHRASE)


def opened(folder: Path, secret: Secret = OURS) -> Vault:
    """Open as the desk does."""
    return opening.open_practice(opening.unlock(folder, secret, NOW), NOW)


def test_opening_and_closing_stand_in_the_history(practice_folder: Path) -> None:
    opening.close_practice(opened(practice_folder), NOW)
    vault = opened(practice_folder)
    words = [row.words for row in history.practice_history(vault)]
    opening.close_practice(vault, NOW)
    assert words == ["Practice opened", "Practice locked", "Practice opened", "Practice file created"]


def test_the_recovery_key_is_emergency_access(practice_folder: Path, recovery_key: RecoveryKey) -> None:
    vault = opened(practice_folder, Secret.recovery(recovery_key.words))
    assert history.practice_history(vault)[0].words == "Emergency access: opened with the recovery key"
    other = opening.generate_passphrase()
    prepared = opening.prepare_passphrase(practice_folder, Secret.recovery(recovery_key.words), other)
    opening.apply_passphrase(vault, prepared, NOW)
    opening.close_practice(vault, NOW)
    with pytest.raises(WrongPassphrase):
        opening.unlock(practice_folder, OURS, NOW)
    opening.close_practice(opened(practice_folder, Secret.passphrase(other)), NOW)


def test_the_present_passphrase_is_truly_checked(vault: Vault) -> None:
    with pytest.raises(WrongPassphrase):
        opening.prepare_passphrase(vault.folder, Secret.passphrase("not it"), opening.generate_passphrase())
    with pytest.raises(PassphraseTooWeak):
        opening.prepare_passphrase(vault.folder, OURS, "short")


def test_after_a_change_no_copy_opens_with_the_old_passphrase(vault: Vault) -> None:
    other = opening.generate_passphrase()
    opening.apply_passphrase(vault, opening.prepare_passphrase(vault.folder, OURS, other), NOW)
    for name in ("keyslots.json", "keyslots.json.bak"):
        slots = keys.parse((vault.folder / name).read_bytes())
        assert slots.unwrap("passphrase", keys.passphrase_bytes(PASSPHRASE)) is None
    inner = vault.fact("key_slots")
    assert inner is not None
    assert keys.parse(inner).unwrap("passphrase", keys.passphrase_bytes(PASSPHRASE)) is None


def test_a_replaced_recovery_key_opens_no_more(practice_folder: Path, recovery_key: RecoveryKey) -> None:
    vault = opened(practice_folder)
    new = opening.propose_recovery_key()
    opening.replace_recovery_key(vault, new, NOW)
    opening.close_practice(vault, NOW)
    with pytest.raises(WrongRecoveryKey, match="newer recovery sheet"):
        opening.unlock(practice_folder, Secret.recovery(recovery_key.words), NOW)
    opening.close_practice(opened(practice_folder, Secret.recovery(new.words)), NOW)


def test_failures_make_one_wait_and_are_entered_later(practice_folder: Path) -> None:
    waits = []
    at = NOW
    for _ in range(9):
        with pytest.raises(WrongPassphrase) as failed:
            opening.unlock(practice_folder, Secret.passphrase("wrong"), at)
        waits.append(failed.value.wait_seconds)
        at += timedelta(seconds=failed.value.wait_seconds + 0.001)
    assert waits == [0, 0, 1, 2, 4, 8, 16, 30, 30]
    with pytest.raises(WrongSecret, match="short pause"):
        opening.unlock(practice_folder, OURS, at - timedelta(seconds=1))
    vault = opening.open_practice(opening.unlock(practice_folder, OURS, at), at)
    assert [row.words for row in history.practice_history(vault)].count("An unlocking failed") == 9
    opening.close_practice(vault, at)
    assert opening.seconds_to_wait(practice_folder, at) == 0


@pytest.mark.parametrize(
    "weak",
    ["", "Ketamine2026!", "password password", "Ketamine Ketamine 2026", "Juniper Street Psychotherapy", "aaaaaaaaaaaaaaaaaaaa",
     "12345678901234567890", "qwertyuiopasdfgh"],
)  # fmt: skip
def test_weak_passphrases_do_not_pass(tmp_path: Path, weak: str) -> None:
    with pytest.raises(PassphraseTooWeak):
        opening.create_practice(tmp_path / "x.kapdesk", weak, FACTS, NOW)
    assert list(tmp_path.iterdir()) == []


def test_generated_passphrases_pass() -> None:
    for _ in range(20):
        assert rate_passphrase(opening.generate_passphrase()).score == 4


def test_the_same_letters_open_however_they_are_composed(tmp_path: Path) -> None:
    folder = tmp_path / "x.kapdesk"
    opening.create_practice(folder, "caf\u00e9 lantern thimble gravel", FACTS, NOW).unlocked.key.wipe()
    opening.unlock(folder, Secret.passphrase("cafe\u0301 lantern thimble gravel"), NOW).key.wipe()


@pytest.mark.parametrize(
    ("name", "facts"),
    [("no-suffix", FACTS), (".kapdesk", FACTS), ("x.kapdesk", PracticeFacts(time_zone="Mars/Base")), ("x.kapdesk", PracticeFacts(email="x"))],
)  # fmt: skip
def test_a_practice_that_cannot_be_made_leaves_nothing(tmp_path: Path, name: str, facts: PracticeFacts) -> None:
    with pytest.raises(BadInput):
        opening.create_practice(tmp_path / name, PASSPHRASE, facts, NOW)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_made_over_something(practice_folder: Path) -> None:
    before = (practice_folder / "vault.db").read_bytes()
    with pytest.raises(FolderExists):
        opening.create_practice(practice_folder, PASSPHRASE, FACTS, NOW)
    assert (practice_folder / "vault.db").read_bytes() == before


def test_weak_keys_are_refused_by_the_program_as_shipped(
    practice_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "FLOOR", keys.Cost(64 * 1024, 3, 1))
    with pytest.raises(PracticeDamaged):
        opening.unlock(practice_folder, OURS, NOW)
    monkeypatch.setattr(keys, "CEILING", keys.Cost(1, 1, 1))
    monkeypatch.setattr(keys, "FLOOR", keys.Cost(0, 0, 0))
    with pytest.raises(KapdeskError):
        opening.unlock(practice_folder, OURS, NOW)


def test_a_change_cut_short_after_the_file_is_completed_at_the_next_opening(practice_folder: Path) -> None:
    """Power goes after keyslots.json was written, before its copies were."""
    vault = opened(practice_folder)
    other = opening.generate_passphrase()
    prepared = opening.prepare_passphrase(practice_folder, OURS, other)
    old = (practice_folder / "keyslots.json").read_bytes()
    changed = keys.parse(old).with_slot(prepared.slot, vault.key)
    opening.close_practice(vault, NOW)
    (practice_folder / "keyslots.json").write_bytes(changed.to_bytes())
    opening.close_practice(opened(practice_folder, Secret.passphrase(other)), NOW)
    assert (practice_folder / "keyslots.json.bak").read_bytes() == changed.to_bytes()
    vault = opened(practice_folder, Secret.passphrase(other))
    assert vault.fact("key_slots") == changed.to_bytes()
    opening.close_practice(vault, NOW)


def test_closing_twice_does_nothing(vault: Vault) -> None:
    opening.close_practice(vault, NOW)
    opening.close_practice(vault, NOW)


def test_an_opening_that_is_stopped_at_its_end_leaves_no_key(practice_folder: Path) -> None:
    def stop_at_the_end(_words: str, fraction: float) -> None:
        if fraction == 1.0:
            raise Cancelled

    def alive() -> list[DataKey]:
        return [one for one in gc.get_objects() if isinstance(one, DataKey) and any(one._secret)]

    before = alive()
    with pytest.raises(Cancelled) as stopped:
        opening.unlock(practice_folder, OURS, NOW, stop_at_the_end)
    assert [one for one in alive() if one not in before] == []
    del stopped  # it held what the opening knew


def test_a_practice_that_is_made_cannot_be_stopped_any_more(tmp_path: Path) -> None:
    """Its recovery key would never be shown."""
    folder = tmp_path / "new.kapdesk"

    def stop_when_made(_words: str, _fraction: float) -> None:
        if folder.exists():
            raise Cancelled

    opening.create_practice(folder, PASSPHRASE, FACTS, NOW, stop_when_made).unlocked.key.wipe()
