"""Settings, facts and files that make no sense, or may not be looked at, keep nobody out of a practice."""

import errno
import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kapdesk import paths, preferences
from kapdesk.domain.file_names import fitted, what_is_wrong
from kapdesk.errors import CannotWrite
from kapdesk.ui import beginnings
from kapdesk.ui.first import typed
from kapdesk.usecases.house import found_backups, moving, setup
from kapdesk.vault import lock
from kapdesk.vault.database import Vault
from kapdesk.vault.files import in_words

TOO_LONG = "/" + "x" * 300 + "/p.kapdesk"  # asking for it is an error, as for a folder that may not be entered


def test_a_settings_file_may_name_a_place_that_cannot_be_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program starts all the same."""
    monkeypatch.setattr(paths, "settings", lambda: tmp_path)
    kept = {"practice": TOO_LONG, "practices": [TOO_LONG, "\0", "\ud800"], "backup_folder": TOO_LONG}
    (tmp_path / "preferences.json").write_text(json.dumps(kept))
    (tmp_path / "first-launch.json").write_text(json.dumps({"making": TOO_LONG}))
    chosen = preferences.load()
    assert preferences.known_practices(chosen) == []
    preferences.note_opened(chosen, tmp_path / "q.kapdesk")
    assert chosen.practices[0] == str(tmp_path / "q.kapdesk")
    assert typed.made_already() is None


@pytest.mark.parametrize("value", [b"\xff", b"null", b"[", b'{"put_off": {"backups": "soon"}}', b'{"put_off": 3}'])
def test_facts_that_make_no_sense_keep_nobody_out(vault: Vault, value: bytes) -> None:
    """The practice opens and is worked in."""
    vault.set_facts(setup=value, retired=value, restored_from=value)
    moving.keep_retired(vault)
    assert not vault.reads_only
    assert not setup.goes_on(vault)
    assert setup.first_thing(vault, date(2026, 6, 9)) is None
    setup.answer(vault, "disk", "done")
    moving.restored_from(vault)
    moving.retire(vault, datetime(2026, 6, 9, tzinfo=UTC))
    assert vault.reads_only


def test_what_may_not_be_read_is_not_said_to_be_written() -> None:
    """A backup without permission to read it."""
    refused = OSError(errno.EACCES, "refused")
    assert "may not be read" in str(in_words(refused, Path("a.kdbk"), reading=True))
    assert "may not be written to" in str(in_words(refused, Path("a.kdbk")))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_no_backup(tmp_path: Path) -> None:
    """It is not waited for."""
    os.mkfifo(tmp_path / "x.kdbk")
    assert found_backups.read_outside(tmp_path / "x.kdbk") is None


@pytest.mark.parametrize("name", ["", ".a", "a/b", "a\nb", "\ud800", "con", "NUL.x", "Lpt1 ", "🦉" * 60])
def test_a_practice_file_has_a_name_that_every_system_takes(name: str) -> None:
    """Also what Windows keeps for itself, and what is too long to be backed up."""
    assert what_is_wrong(name)
    assert not what_is_wrong("Dana’s “Cedar” & Co. 🦉")


def test_a_practice_that_may_not_be_written_to_opens_no_second_program_but_its_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence is said in the window, not where nobody reads it."""
    (tmp_path / "vault.db").touch()

    def refuse(_folder: Path) -> None:
        raise CannotWrite("no")

    monkeypatch.setattr(lock, "claim", refuse)
    beginnings.ask_the_first_window(tmp_path)


def test_the_name_that_is_offered_fits() -> None:
    """However long the practice's own is."""
    assert fitted("Cedar / Room.") == "Cedar  Room"
    assert not what_is_wrong(fitted("The Center for Slow Medicine & Friends " * 9))
    assert not what_is_wrong(fitted("é🦉" * 90))
    assert not what_is_wrong(fitted("é🦉" * 90, leaving=25) + " restored 2026-06-09 12")
