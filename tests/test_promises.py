"""What kapdesk promises: nothing readable on the disk, nothing on the network, files for this user alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from kapdesk.domain.notes import NoteKind
from kapdesk.usecases.house import backups, opening
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, PASSPHRASE, TODAY

_NAME, _NOTE = "Philippa Unmistakable", "an unmistakable sentence"


def test_nothing_readable_lies_on_the_disk(vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    seen: list[bytes] = []
    client = clients.create_client(vault, ClientFacts(_NAME), NOW)
    note = notes.start_note(vault, client, NoteKind.GENERAL, TODAY, NOW, text=_NOTE * 50)
    notes.sign_note(vault, note, NOW)

    def look(words: str, fraction: float) -> None:
        seen.extend(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())

    report = backups.make_backup(backups.prepare_backup(vault), tmp_path / "b.kdbk", NOW, look)
    backups.check_backup(report.path, Secret.passphrase(PASSPHRASE), look)
    backups.restore_backup(report.path, Secret.passphrase(PASSPHRASE), tmp_path / "r.kapdesk", NOW, look)
    look("", 1.0)
    opening.close_practice(vault, NOW)
    look("", 1.0)
    raw = vault.folder  # the key is gone; only bytes are left to look at
    assert raw.is_dir()
    for data in seen:
        assert b"nmistakable" not in data
        assert b"SQLite format 3" not in data
    assert list(temporary.iterdir()) == []


def test_errors_of_the_engine_hold_no_values(vault: Vault) -> None:
    from sqlalchemy import text

    with pytest.raises(DBAPIError) as failed, vault.write() as db:
        db.execute(text("INSERT INTO client (legal_name) VALUES (:name)"), {"name": _NAME})
    assert "nmistakable" not in str(failed.value)
    assert "nmistakable" not in repr(failed.value)


def test_files_are_for_this_user_alone(tmp_path: Path) -> None:
    code = (
        "from kapdesk import process; process.protect()\n"
        "import os, resource, sys; from pathlib import Path\n"
        "from kapdesk.vault import files; files.write_atomically(Path(sys.argv[1]), b'x')\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE)[0], os.environ['OPENSSL_CONF'], 'QT_PLUGIN_PATH' in os.environ)"
    )
    file = tmp_path / "x"
    run = subprocess.run(
        [sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True,
        env={**os.environ, "QT_PLUGIN_PATH": "/nowhere", "OPENSSL_CONF": "/nowhere"},
    )  # fmt: skip
    assert run.stdout.split() == ["0", os.devnull, "False"]
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_whole_life_opens_no_socket(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "sys.addaudithook(lambda event, args: event.startswith('socket.') and sys.exit('a socket was used: ' + event))\n"
        "from kapdesk.vault import identity, keys; keys.FLOOR = keys.Cost(8, 1, 1)\n"
        "keys.calibrated_cost = lambda: keys.FLOOR; identity._WORK = 10\n"
        "from kapdesk import cli; sys.exit(cli.run(['self-test']))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "All well." in run.stdout
