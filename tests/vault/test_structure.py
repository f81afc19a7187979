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
from kapdesk.usecases import clients, history, opening
from kapdesk.usecases.clients import ClientFacts
from kapdesk.usecases.secrets import Secret
from kapdesk.vault.connection import connected
from tests.conftest import FACTS, NOW, PASSPHRASE

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
    with pytest.raises(PracticeForeign):
        open_and_close(practice_folder)


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
    with pytest.raises(OlderThanLastClosed, match="acts are missing"):
        open_and_close(practice_folder)
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


def test_a_changed_history_is_noticed(practice_folder: Path) -> None:
    from kapdesk.records.guards import GUARDS

    guard = "history_update_guard"
    _change(
        practice_folder,
        f"DROP TRIGGER {guard}",
        "UPDATE history SET hash = 'x' WHERE id = (SELECT max(id) FROM history)",
        GUARDS[guard],
    )
    with pytest.raises(HistoryBroken):
        open_and_close(practice_folder)


@pytest.mark.parametrize("name", ["a b", "100%20", "what?x=1", "a#b", "Zoë – ünïcode", "a'b\"c"])
def test_any_name_of_a_practice_works(tmp_path: Path, name: str) -> None:
    folder = tmp_path / f"{name}.kapdesk"
    opening.create_practice(folder, PASSPHRASE, FACTS, NOW).unlocked.key.wipe()
    open_and_close(folder)
    assert [one.name for one in tmp_path.iterdir()] == [folder.name]
