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


def test_what_another_window_chose_meanwhile_stays_and_what_a_newer_kapdesk_keeps_too(
    folder: Path, tmp_path: Path
) -> None:
    folder.mkdir()
    (folder / "preferences.json").write_text(json.dumps({"of_a_newer": [1], "theme": "light"}))
    here, there = prefs.load(), prefs.load()
    mine, other = practice_at(tmp_path / "mine.kapdesk"), practice_at(tmp_path / "other.kapdesk")
    prefs.note_opened(there, mine)
    here.theme = "dark"
    prefs.note_opened(here, other, may_be_usual=False)
    found = prefs.load()
    assert (found.practice, found.theme, found.practices) == (str(mine), "dark", [str(other), str(mine)])
    late = Preferences()  # begun before there was any practice
    prefs.note_opened(late, other)
    assert prefs.load().practice == str(mine)
    prefs.make_usual(here, mine, usual=False)
    assert prefs.load().practice == ""
    assert json.loads((folder / "preferences.json").read_text())["of_a_newer"] == [1]


def practice_at(place: Path) -> Path:
    place.mkdir(parents=True)
    return place


def test_the_first_practice_is_the_usual_one_and_opening_others_does_not_change_that(tmp_path: Path) -> None:
    mine, other = practice_at(tmp_path / "mine.kapdesk"), practice_at(tmp_path / "other.kapdesk")
    sample = practice_at(tmp_path / "sample.kapdesk")
    chosen = Preferences()
    prefs.note_opened(chosen, sample, may_be_usual=False)
    assert prefs.usual_practice(chosen) is None
    for folder in (mine, other, mine):
        prefs.note_opened(chosen, folder)
    assert prefs.usual_practice(prefs.load()) == mine
    assert prefs.known_practices(chosen, but=mine) == [other, sample]


def test_a_choice_for_or_against_the_usual_one_stays(tmp_path: Path) -> None:
    mine = practice_at(tmp_path / "mine.kapdesk")
    chosen = Preferences()
    prefs.note_opened(chosen, mine)
    prefs.make_usual(chosen, mine, False)
    prefs.note_opened(chosen, mine)
    assert prefs.usual_practice(chosen) is None
    prefs.make_usual(chosen, mine, True)
    assert prefs.usual_practice(prefs.load()) == mine


def test_the_usual_one_on_a_stick_stays_so_and_one_that_was_deleted_does_not(tmp_path: Path) -> None:
    on_stick, deleted = tmp_path / "stick" / "mine.kapdesk", tmp_path / "gone.kapdesk"
    other = practice_at(tmp_path / "other.kapdesk")
    chosen = Preferences(practice=str(on_stick))
    prefs.note_opened(chosen, other)
    assert prefs.usual_practice(chosen) == on_stick
    assert prefs.known_practices(chosen) == [other]
    prefs.make_usual(chosen, deleted, usual=True)
    prefs.note_opened(chosen, other)
    assert prefs.usual_practice(chosen) == other


def test_only_the_newest_are_kept_and_equal_names_are_told_apart_by_their_place(tmp_path: Path) -> None:
    chosen = Preferences()
    for number in range(12):
        prefs.note_opened(chosen, tmp_path / f"{number}.kapdesk", False)
    assert len(prefs.load().practices) == 8
    assert chosen.practices[0] == str(tmp_path / "11.kapdesk")
    a, b, c = Path("/x/High Mesa.kapdesk"), Path("/y/High Mesa.kapdesk"), Path("/y/Cedar.kapdesk")
    assert prefs.called([a, b, c]) == [f"High Mesa ({a.parent})", f"High Mesa ({b.parent})", "Cedar"]
