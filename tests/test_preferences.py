"""The choices of this computer: kept whole, read with care, never a reason to stop."""

import json
from pathlib import Path

import pytest

from kapdesk import paths
from kapdesk import preferences as prefs
from kapdesk.preferences import Preferences


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings folder of the test's own."""
    monkeypatch.setattr(paths, "settings", lambda: tmp_path / "settings")
    return tmp_path / "settings"


def test_what_is_saved_is_read_again(folder: Path) -> None:
    chosen = Preferences("/p/high-mesa.kapdesk", "/media/stick", "dark", 1.25, 20, "AAAA")
    chosen.save()
    assert prefs.load() == chosen
    assert [path.name for path in folder.iterdir()] == ["preferences.json"]


@pytest.mark.parametrize("content", ["", "{", "[1]", "null", "[" * 100_000, "\udcff"])
def test_a_file_that_makes_no_sense_counts_as_none(folder: Path, content: str) -> None:
    folder.mkdir()
    (folder / "preferences.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    assert prefs.load() == Preferences()


def test_each_choice_that_makes_no_sense_is_as_usual(folder: Path) -> None:
    folder.mkdir()
    wrong = {"theme": "pink", "scale": 9, "idle_minutes": True, "practice": 7, "geometry": "AAAA", "more": 1}
    (folder / "preferences.json").write_text(json.dumps(wrong))
    assert prefs.load() == Preferences(geometry="AAAA")


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    Preferences().save()


def test_the_last_practice_is_offered_only_while_it_is_there(tmp_path: Path) -> None:
    there = tmp_path / "high-mesa.kapdesk"
    assert prefs.last_practice(Preferences(practice=str(there))) is None
    there.mkdir()
    assert prefs.last_practice(Preferences(practice=str(there))) == there
    assert prefs.last_practice(Preferences()) is None
