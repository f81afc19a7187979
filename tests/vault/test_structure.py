"""Damaged, cut, empty, foreign, newer, older: each its own sentence, and nothing is made or changed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kapdesk.errors import (
    HistoryBroken,
    KapdeskError,
    NotAPractice,
    OlderThanLastClosed,
    PracticeCut,
    PracticeDamaged,
    PracticeEmpty,
    PracticeForeign,
    PracticeNewer,
)
from kapdesk.records.guards import GUARDS
from kapdesk.usecases.house import backups, history, opening
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import notes
from kapdesk.vault.connection import connected
from kapdesk.vault.database import Vault
from tests.conftest import FACTS, NOW, PASSPHRASE, TODAY

_LEFT_OUT = {"lock", "attempts", "request"}


def open_and_close(folder: Path, accept_older: bool = False) -> list[str]:
    """Open as the desk does; the newest acts in words."""
    vault = opening.open_practice(opening.unlock(folder, Secret.passphrase(PASSPHRASE), NOW), NOW, accept_older)
    words = [row.words for row in history.practice_history(vault, 6)]
    opening.close_practice(vault, NOW)
    return words


def content(folder: Path) -> dict[str, bytes]:
    """Every file that counts."""
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name not in _LEFT_OUT}


def _write(name: str, data: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes(data) and None


def _cut(to: int) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        data = (folder / "vault.db").read_bytes()
        (folder / "vault.db").write_bytes(data[:to] if to > 0 else data[: len(data) + to])

    return act


@pytest.mark.parametrize(
    ("damage", "kind", "words"),
    [
        (_write("vault.db", b""), PracticeEmpty, "is empty"),
        (_write("vault.db", b"x"), PracticeEmpty, "is empty"),
        (_cut(5000), PracticeCut, "cut off"),
        (_cut(-4096), PracticeCut, "was cut"),
        (_cut(4096), PracticeDamaged, "estore"),
        (_write("vault.db", b"SQLite format 3\x00" + bytes(4080)), PracticeForeign, "not encrypted"),
        (_write("vault.db", bytes(40960)), PracticeForeign, "another practice file or is damaged"),
        (lambda folder: (folder / "vault.db").unlink(), PracticeEmpty, "is missing"),
        (lambda folder: [(folder / name).unlink() for name in ("keyslots.json", "keyslots.json.bak")], PracticeDamaged, "key slots"),
        (lambda folder: [(folder / n).write_bytes(b"{}") for n in ("keyslots.json", "keyslots.json.bak")], PracticeDamaged, "key slots"),
    ],
)  # fmt: skip
def test_each_damage_has_its_sentence_and_changes_nothing(
    practice_folder: Path, damage: Callable[[Path], object], kind: type[KapdeskError], words: str
) -> None:
    damage(practice_folder)
    before = content(practice_folder)
    with pytest.raises(kind, match=words):
        open_and_close(practice_folder)
    assert content(practice_folder) == before


@pytest.mark.parametrize("what", ["nothing", "file", "empty folder"])
def test_what_is_no_practice_file_is_not_made_into_one(tmp_path: Path, what: str) -> None:
    folder = tmp_path / "x.kapdesk"
    if what == "file":
        folder.write_text("words")
    elif what == "empty folder":
        folder.mkdir()
    with pytest.raises(NotAPractice):
        open_and_close(folder)
    assert folder.exists() == (what != "nothing")
    assert not folder.is_dir() or list(folder.iterdir()) == []


def test_another_practices_database_is_foreign(practice_folder: Path, sample_folder: Path) -> None:
    shutil.copyfile(sample_folder / "vault.db", practice_folder / "vault.db")
    before = content(practice_folder)
    with pytest.raises(PracticeForeign, match="belongs to another practice file"):
        open_and_close(practice_folder)
    assert content(practice_folder) == before


@pytest.mark.parametrize("names", [("keyslots.json", "keyslots.json.bak"), ("keyslots.json",)])
def test_another_practices_key_slots_are_foreign_or_mended(
    practice_folder: Path, sample_folder: Path, names: tuple[str, ...]
) -> None:
    """The sample opens with the same passphrase, yet its key opens no other database."""
    for name in names:
        shutil.copyfile(sample_folder / name, practice_folder / name)
    before = content(practice_folder)
    with pytest.raises(PracticeForeign, match="belongs to another practice file"):
        open_and_close(practice_folder)
    assert content(practice_folder) == before


def test_another_practices_last_close_is_no_witness_here(practice_folder: Path, sample_folder: Path) -> None:
    shutil.copyfile(sample_folder / "lastclose.json", practice_folder / "lastclose.json")
    open_and_close(practice_folder)


@pytest.mark.parametrize("name", ["lastclose.json", "keyslots.json", "keyslots.json.bak"])
def test_a_missing_small_file_is_made_again(practice_folder: Path, name: str) -> None:
    before = content(practice_folder)
    (practice_folder / name).unlink()
    words = open_and_close(practice_folder)
    assert ("A damaged or outdated copy of the key slots was mended" in words) == name.startswith("keyslots")
    assert content(practice_folder).keys() == before.keys()
    assert content(practice_folder)["keyslots.json.bak"] == before["keyslots.json"]


def test_both_copies_of_the_slots_gone_and_the_database_gone_is_no_practice(practice_folder: Path) -> None:
    for file in practice_folder.iterdir():
        file.unlink()
    with pytest.raises(NotAPractice, match="holds no vault"):
        open_and_close(practice_folder)
    assert list(practice_folder.iterdir()) == []


def test_each_sentence_names_the_practice_and_what_to_do(practice_folder: Path) -> None:
    """And never the inside of the program."""
    sound = (practice_folder / "vault.db").read_bytes()
    said = set()
    for data in (b"", sound[:5000], sound[:-4096], bytes(8192), b"SQLite format 3\x00" + bytes(4080)):
        (practice_folder / "vault.db").write_bytes(data)
        with pytest.raises(KapdeskError) as failed:
            open_and_close(practice_folder)
        said.add(str(failed.value))
        assert practice_folder.name in str(failed.value)
        assert "estore the practice from a backup" in str(failed.value)
        assert not any(
            word in str(failed.value).lower() for word in ("sqlite", "hmac", "error", "exception", "traceback")
        )
    assert len(said) == 5


def test_one_damaged_copy_of_the_slots_is_mended_and_entered(practice_folder: Path) -> None:
    sound = (practice_folder / "keyslots.json").read_bytes()
    (practice_folder / "keyslots.json").write_bytes(sound[:-20])
    assert "A damaged or outdated copy of the key slots was mended" in open_and_close(practice_folder)
    assert (practice_folder / "keyslots.json").read_bytes() == sound


def test_an_old_database_put_back_is_noticed(practice_folder: Path, tmp_path: Path) -> None:
    shutil.copyfile(practice_folder / "vault.db", tmp_path / "old.db")
    vault = opening.open_practice(opening.unlock(practice_folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    clients.create_client(vault, ClientFacts("Somebody"), NOW)
    opening.close_practice(vault, NOW)
    shutil.copyfile(tmp_path / "old.db", practice_folder / "vault.db")
    before = content(practice_folder)
    for _ in range(2):  # it is not forgotten by being asked twice
        with pytest.raises(OlderThanLastClosed, match="acts are missing"):
            open_and_close(practice_folder)
    assert content(practice_folder) == before
    assert "Opened although the file was older than the one last closed" in open_and_close(practice_folder, True)


def _change(folder: Path, *statements: str) -> None:
    vault = opening.open_practice(opening.unlock(folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    key = vault.key.branch("database")
    opening.close_practice(vault, NOW)
    with connected(folder / "vault.db", key, read_only=False) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_newer_schema_is_said(practice_folder: Path) -> None:
    _change(practice_folder, "UPDATE alembic_version SET version_num = '9999'")
    before = content(practice_folder)["vault.db"]
    with pytest.raises(PracticeNewer, match="newer kapdesk"):
        open_and_close(practice_folder)
    assert content(practice_folder)["vault.db"] == before


_TAMPERED = {
    "hash of the newest": "UPDATE history SET hash = 'x' WHERE id = (SELECT max(id) FROM history)",
    "act of the newest": "UPDATE history SET action = 'created' WHERE id = (SELECT max(id) FROM history)",
    "time of the newest": "UPDATE history SET at = replace(at, '2026', '2025') WHERE id = (SELECT max(id) FROM history)",
    "one taken out": "DELETE FROM history WHERE id = (SELECT max(id) FROM history) - 1",
    "one put in": "INSERT INTO history SELECT id + 5, at, action, subject, subject_id, client_id, fields, detail, hash, 'x'"
    " FROM history ORDER BY id DESC LIMIT 1",
    "an early one": "UPDATE history SET action = 'opened' WHERE id = 1",
}


@pytest.mark.parametrize("what", sorted(_TAMPERED))
def test_a_changed_history_is_noticed(practice_folder: Path, what: str) -> None:
    """At opening where it is after the last close, and in any case by the check of the whole."""
    guards = [name for name in GUARDS if name.startswith("history")]
    open_and_close(practice_folder)
    (practice_folder / "lastclose.json").rename(practice_folder / "kept")
    _change(
        practice_folder,
        *(f"DROP TRIGGER {name}" for name in guards),
        _TAMPERED[what],
        *(GUARDS[name] for name in guards),
    )
    (practice_folder / "kept").replace(practice_folder / "lastclose.json")
    with pytest.raises(HistoryBroken, match="history"):
        open_check_and_close(practice_folder)


def test_a_changed_signed_record_is_noticed_by_the_check_and_on_the_screen(vault: Vault) -> None:
    client = clients.create_client(vault, ClientFacts("Somebody"), NOW)
    note = notes.start_note(vault, client, notes.NoteKind.GENERAL, TODAY, NOW, text="as it was said")
    notes.sign_note(vault, note, NOW)
    open_check(vault)
    with connected(vault.database, vault.key.branch("database"), read_only=False) as connection:
        connection.execute("DROP TRIGGER signed_record_update_guard")
        connection.execute(
            "UPDATE signed_record SET body = CAST(replace(body, 'as it was said', 'as it was not') AS BLOB)"
        )
        connection.execute(GUARDS["signed_record_update_guard"])
    with pytest.raises(PracticeDamaged, match="not as it was signed"):
        notes.get_note(vault, note, TODAY)
    with pytest.raises(PracticeDamaged, match="not as it was signed"):
        open_check(vault)


def open_check(vault: Vault) -> None:
    """The check that a backup begins with."""
    backups.check_practice(backups.prepare_backup(vault))


def open_check_and_close(folder: Path) -> None:
    """Open, check the whole, close."""
    vault = opening.open_practice(opening.unlock(folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    try:
        open_check(vault)
    finally:
        opening.close_practice(vault, NOW, quietly=True)


@pytest.mark.parametrize("statement", [f"DROP TRIGGER {name}" for name in sorted(GUARDS)[:3]] + [
    "CREATE TRIGGER another AFTER INSERT ON note BEGIN DELETE FROM backup_made; END"
])  # fmt: skip
def test_a_guard_that_is_gone_and_one_that_was_put_in_are_noticed(practice_folder: Path, statement: str) -> None:
    _change(practice_folder, statement)
    with pytest.raises(PracticeDamaged, match="guards"):
        open_and_close(practice_folder)


def test_leftovers_of_interrupted_work_are_removed_at_opening(practice_folder: Path) -> None:
    for name in ("snapshot.db.part0a1b2c3d", "keyslots.json.part", "before-0001.db.part0a1b2c3d"):
        (practice_folder / name).write_bytes(b"x")
    (practice_folder / "readback.part0a1b2c3d").mkdir()
    (practice_folder / "readback.part0a1b2c3d" / "vault.db").write_bytes(b"x")
    open_and_close(practice_folder)
    assert not list(practice_folder.glob("*.part*"))


@pytest.mark.parametrize("name", ["a b", "100%20", "what?x=1", "a#b", "Zoë – ünïcode", "a'b\"c"])
def test_any_name_of_a_practice_works(tmp_path: Path, name: str) -> None:
    folder = tmp_path / f"{name}.kapdesk"
    opening.create_practice(folder, PASSPHRASE, FACTS, NOW).unlocked.key.wipe()
    open_and_close(folder)
    assert [one.name for one in tmp_path.iterdir()] == [folder.name]
