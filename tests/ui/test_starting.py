"""What is said when the program cannot start: in a window and at the terminal, with what to do and exit code 1."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kapdesk import app as program
from kapdesk import preferences
from kapdesk.errors import CannotWrite
from kapdesk.ui import ask, loading
from kapdesk.ui.moving.found import FoundList
from kapdesk.ui.tasks import Tasks


def test_a_start_that_fails_is_said_in_a_window_and_at_the_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> preferences.Preferences:
        raise CannotWrite("The settings folder cannot be used. Choose another one.")

    monkeypatch.setattr(preferences, "load", refuse)
    assert program.run(None) == 1
    assert ask.asked == ["The settings folder cannot be used. Choose another one."]
    assert capsys.readouterr().err == "kapdesk: The settings folder cannot be used. Choose another one.\n"


def test_a_bug_before_the_first_window_says_what_to_do_and_nothing_of_a_client(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ValueError("Rosa Delgado")

    monkeypatch.setattr(loading, "refuse_leaking_qt", fail)
    assert program.run(None) == 1
    (words,) = ask.asked
    assert "Start it once more; if it happens again, run its installer again" in words
    assert "ValueError" in words
    assert "test_starting.py" in words
    assert "Rosa" not in words + capsys.readouterr().err
    monkeypatch.setattr(sys, "stderr", None)  # a windowed program on Windows
    assert program.run(None) == 1


def test_without_a_screen_there_is_a_sentence_and_no_abort(tmp_path: Path) -> None:
    there = {**os.environ, "QT_QPA_PLATFORM": "nowhere", "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "kapdesk"], env=there, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "There is no screen to show a window on" in done.stderr.splitlines()[-1]


def test_a_double_clicked_file_that_is_no_backup_says_why(tmp_path: Path, tasks: Tasks) -> None:
    found = FoundList(tasks, "")
    gone, secret, letter = (tmp_path / name for name in ("gone.kdbk", "secret.kdbk", "letter.kdbk"))
    letter.write_text("Dear Dana")
    secret.write_text("x")
    secret.chmod(0)
    found.take(gone)
    assert "gone.kdbk is not there" in found.error.text()
    found.take(letter)
    assert "letter.kdbk is no kapdesk backup" in found.error.text()
    if not os.access(secret, os.R_OK):
        found.take(secret)
        assert "may not be read by this user" in found.error.text()
