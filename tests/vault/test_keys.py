"""The key slots: what a derivation may cost, whose parameters they are, and what forged ones come to."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kapdesk.errors import KapdeskError, PracticeDamaged, PracticeNewer, WrongPassphrase
from kapdesk.usecases.house import opening
from kapdesk.usecases.house.secrets import Secret
from kapdesk.vault import keys, slots
from kapdesk.vault.keys import Cost, DataKey, KeySlots
from tests.conftest import NOW, PASSPHRASE, WEAK

OURS = Secret.passphrase(PASSPHRASE)
SHIPPED_FLOOR, SHIPPED_CALIBRATION = keys.FLOOR, keys.calibrated_cost
"""Taken while the tests are collected, before they lower what a key costs."""
_RECOVERY = bytes(range(32))
_QUICK = Cost(128, 1, 1)


@pytest.fixture
def as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The floor of the program as shipped, which the other tests lower."""
    monkeypatch.setattr(keys, "FLOOR", SHIPPED_FLOOR)


@pytest.fixture
def key() -> DataKey:
    return keys.new_data_key()


def made_slots(key: DataKey, cost: Cost = _QUICK) -> KeySlots:
    """Slots under our passphrase and a recovery key."""
    passphrase = keys.passphrase_slot(key, PASSPHRASE, cost, {"recipient": "age1x"})
    return keys.new_slots(key, passphrase, keys.recovery_slot(key, _RECOVERY, {"recipient": "age1y"}))


def test_the_shipped_floor_is_that_of_rfc_9106() -> None:
    assert Cost(64 * 1024, 3, 1) == SHIPPED_FLOOR
    assert all(low <= usual <= high for low, usual, high in zip(SHIPPED_FLOOR, keys.USUAL, keys.CEILING, strict=True))


@pytest.mark.parametrize("cost", [WEAK, Cost(64 * 1024 - 1, 3, 1), Cost(64 * 1024, 2, 1), Cost(64 * 1024, 3, 0)])
def test_no_slot_is_made_below_the_floor(as_shipped: None, key: DataKey, cost: Cost) -> None:
    with pytest.raises(PracticeDamaged):
        keys.passphrase_slot(key, PASSPHRASE, cost, {})


@pytest.fixture
def no_derivation(monkeypatch: pytest.MonkeyPatch) -> None:
    """A derivation would fail the test."""
    monkeypatch.setattr(keys, "_argon2", lambda *_: pytest.fail("it was derived"))


def test_a_slot_below_the_floor_is_not_even_tried(as_shipped: None, practice_folder: Path, no_derivation: None) -> None:
    with pytest.raises(PracticeDamaged, match="missing or damaged"):
        opening.unlock(practice_folder, OURS, NOW)


@pytest.mark.parametrize("name", ["memory", "passes", "lanes"])
def test_costs_over_the_ceiling_take_no_memory(practice_folder: Path, no_derivation: None, name: str) -> None:
    forge(practice_folder, lambda slot: slot.update({name: getattr(keys.CEILING, name) + 1}))
    with pytest.raises(PracticeDamaged):
        opening.unlock(practice_folder, OURS, NOW)


def test_a_slot_at_the_floor_opens_as_shipped(as_shipped: None, key: DataKey) -> None:
    made = keys.parse(made_slots(key, SHIPPED_FLOOR).to_bytes())
    opened = made.unwrap("passphrase", keys.passphrase_bytes(PASSPHRASE))
    assert opened is not None
    assert opened.branch("database") == key.branch("database")
    assert made.unwrap("passphrase", b"another") is None


def test_a_calibrated_cost_is_one_that_is_accepted(as_shipped: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "USUAL", Cost(64 * 1024, 3, 4))  # quick; the rule is the same
    cost = SHIPPED_CALIBRATION()
    assert cost.memory == 64 * 1024
    assert 3 <= cost.passes <= 12


def test_the_wrong_passphrase_opens_nothing(practice_folder: Path) -> None:
    for wrong in ("", PASSPHRASE + " ", PASSPHRASE.upper(), PASSPHRASE[:-1], "\ud800", "x" * 100_000):
        with pytest.raises(WrongPassphrase, match="not the passphrase"):
            opening.unlock(practice_folder, Secret.passphrase(wrong), NOW)
        (practice_folder / "attempts").unlink()


def test_one_secret_is_not_taken_for_the_other(key: DataKey) -> None:
    made = made_slots(key)
    assert made.unwrap("recovery", keys.passphrase_bytes(PASSPHRASE)) is None
    assert made.unwrap("passphrase", _RECOVERY) is None


def test_the_same_letters_are_the_same_bytes() -> None:
    assert keys.passphrase_bytes("cafe\u0301") == keys.passphrase_bytes("caf\u00e9") == "café".encode()
    assert keys.passphrase_bytes("\ufb01") != keys.passphrase_bytes("fi")  # nothing is guessed beyond composition


@pytest.mark.parametrize("kind", ["passphrase", "recovery"])
def test_every_changed_parameter_is_refused(key: DataKey, kind: str) -> None:
    """Each setting of a slot, the vault's identity and the nonce are authenticated with the wrapped key."""
    secret = keys.passphrase_bytes(PASSPHRASE) if kind == "passphrase" else _RECOVERY
    content = json.loads(made_slots(key).to_bytes())
    assert keys.parse(json.dumps(content).encode()).unwrap(kind, secret) is not None
    slot = next(one for one in content["slots"] if one["kind"] == kind)
    for name in sorted(set(slot) - {"kind"}):
        was = slot[name]
        slot[name] = was + 8 if isinstance(was, int) else _another(was)
        assert keys.parse(json.dumps(content).encode()).unwrap(kind, secret) is None, name
        slot[name] = was
    slot["added"] = "x"
    assert keys.parse(json.dumps(content).encode()).unwrap(kind, secret) is None
    del slot["added"]
    content["vault"] = "0" * 32
    assert keys.parse(json.dumps(content).encode()).unwrap(kind, secret) is None


def test_slots_that_were_exchanged_between_two_versions_of_the_file_are_noticed(key: DataKey) -> None:
    """A sound slot of an earlier file under the present one's seal: the seal is over all of them."""
    earlier = made_slots(key)
    present = earlier.with_slot(keys.passphrase_slot(key, "another " + PASSPHRASE, WEAK, {}), key)
    mixed = KeySlots(present.vault_id, present.generation, earlier.slots, present.seal)
    assert present.is_sealed_by(key)
    assert not mixed.is_sealed_by(key)


def test_slots_with_a_foreign_seal_do_not_open_the_practice(practice_folder: Path) -> None:
    forge(practice_folder, lambda slot: None, generation=99)
    with pytest.raises(PracticeDamaged, match="changed by something other"):
        opening.unlock(practice_folder, OURS, NOW)


def forge(folder: Path, change: Callable[[dict[str, Any]], None], **outer: object) -> None:
    """Change the passphrase's slot in both copies of the file."""
    content = json.loads((folder / slots.NAME).read_bytes())
    change(next(one for one in content["slots"] if one["kind"] == "passphrase"))
    for name in (slots.NAME, slots.COPY):
        (folder / name).write_text(json.dumps({**content, **outer}))


@pytest.mark.parametrize(
    "change",
    [
        {"salt": "AAAA"}, {"salt": ""}, {"salt": 5}, {"salt": "é"}, {"nonce": "AAAA"}, {"wrapped": ""}, {"kind": "both"},
        {"kind": ["passphrase"]}, {"memory": "65536"}, {"memory": -1}, {"memory": True}, {"passes": 1e9}, {"lanes": None},
        {"recipient": {"a": [1]}},
    ],
)  # fmt: skip
def test_a_forged_slot_is_told_in_words(practice_folder: Path, change: dict[str, object]) -> None:
    forge(practice_folder, lambda slot: slot.update(change))
    with pytest.raises(KapdeskError):
        opening.unlock(practice_folder, OURS, NOW)


@pytest.mark.parametrize(
    "outer",
    [
        {"seal": "é"}, {"seal": "zz"}, {"seal": None}, {"seal": ""}, {"format": 1}, {"version": 0}, {"version": "1"},
        {"generation": "1"}, {"generation": None}, {"slots": None}, {"slots": []}, {"slots": ["a"]}, {"vault": []},
    ],
)  # fmt: skip
def test_a_forged_file_is_told_in_words(practice_folder: Path, outer: dict[str, object]) -> None:
    forge(practice_folder, lambda slot: None, **outer)
    with pytest.raises(KapdeskError):
        opening.unlock(practice_folder, OURS, NOW)


@pytest.mark.parametrize("data", [b"", b"null", b"[]", b"1e999", b'"x"', b"[" * 60_000, b"\xff", b'{"format": "x"}'])
def test_bytes_that_are_no_slots_are_told_in_words(practice_folder: Path, data: bytes) -> None:
    for name in (slots.NAME, slots.COPY):
        (practice_folder / name).write_bytes(data)
    with pytest.raises(PracticeDamaged, match=r"keyslots\.json"):
        opening.unlock(practice_folder, OURS, NOW)


def test_slots_of_a_newer_program_are_said_to_be_newer(practice_folder: Path) -> None:
    forge(practice_folder, lambda slot: None, version=2)
    with pytest.raises(PracticeNewer, match="newer kapdesk"):
        opening.unlock(practice_folder, OURS, NOW)


def test_a_wiped_key_gives_nothing(key: DataKey) -> None:
    copy = key.copy()
    key.wipe()
    with pytest.raises(ValueError, match="wiped"):
        key.branch("database")
    assert len(copy.branch("database")) == 32


def test_branches_have_nothing_in_common(key: DataKey) -> None:
    other = DataKey("0" * 32, bytes(range(32)))
    branches = {one.branch(purpose) for one in (key, other) for purpose in ("database", "key slots", "backup identity")}
    assert len(branches) == 6


def test_a_data_key_is_never_shown() -> None:
    key = DataKey("a" * 32, b"unmistakable-" + bytes(19))
    assert "unmistakable" not in repr(key) + str(vars(made_slots(key)))


def _another(text: str) -> str:
    """A text of the same length and kind."""
    return ("B" if text[0] != "B" else "C") + text[1:]
