"""Backup, check and restore, against the same steps run singly, the `age` program and a plain copy."""

import hashlib
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pyrage

from kapdesk.usecases.house import backups, opening
from kapdesk.usecases.house.secrets import Secret
from kapdesk.vault.connection import check_integrity, connected, table_counts
from kapdesk.vault.database import Vault
from tests.bench.conftest import Practice, measured, rate
from tests.conftest import NOW, PASSPHRASE


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _steps(vault: Vault, room: Path) -> dict[str, float]:
    """The steps of a backup, each by itself with nothing around it."""
    key = vault.key.branch("database")
    copy, sealed, back = room / "copy.db", room / "copy.age", room / "back.db"
    identity = pyrage.x25519.Identity.generate()
    found = {}

    def check(path: Path) -> None:
        with connected(path, key) as connection:
            check_integrity(connection)
            table_counts(connection)

    def snapshot() -> None:
        with connected(vault.database, key, read_only=False) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))

    found["check source"] = _once(lambda: check(vault.database))
    found["VACUUM INTO"] = _once(snapshot)
    found["hash"] = _once(lambda: hashlib.sha256(copy.read_bytes()).hexdigest())
    found["encrypt"] = _once(lambda: pyrage.encrypt_file(str(copy), str(sealed), [identity.to_public()]))
    found["decrypt"] = _once(lambda: pyrage.decrypt_file(str(sealed), str(back), [identity]))
    found["check copy"] = _once(lambda: check(back))
    return found


def test_backup_check_restore(practice: Practice, opened: Vault, tmp_path: Path) -> None:
    megabytes = opened.database.stat().st_size / 1e6
    label = f"{practice.notes:,} notes, {megabytes:.0f} MB"
    steps = _steps(opened, tmp_path)
    file = tmp_path / "b.kdbk"
    ours = _once(lambda: backups.make_backup(backups.prepare_backup(opened), file, NOW))
    rate(f"backup with read-back, {label}", ours, sum(steps.values()), "≥ 0.7 of the steps run singly")
    secret = Secret.passphrase(PASSPHRASE)
    ours = _once(lambda: backups.check_backup(file, secret))
    rate(f"check of a backup, {label}", ours, steps["decrypt"] + steps["hash"] + steps["check copy"], "≥ 0.7")
    ours = _once(lambda: backups.restore_backup(file, secret, tmp_path / "again.kapdesk", NOW))
    rate(f"restore, {label}", ours, steps["decrypt"] + steps["hash"] + steps["check copy"], "")
    copied = _once(lambda: shutil.copyfile(opened.database, tmp_path / "cp.db"))
    measured(f"plain copy, {label}", copied)
    if shutil.which("age"):
        recipient = str(pyrage.x25519.Identity.generate().to_public())
        command = ["age", "-r", recipient, "-o", str(tmp_path / "program.age"), str(tmp_path / "copy.db")]
        measured(f"age program, encryption only, {label}", _once(lambda: subprocess.run(command, check=True)))


def test_opening(practice: Practice) -> None:
    def open_and_close() -> None:
        vault = opening.open_practice(practice.unlocked, NOW)
        opening.close_practice(vault, NOW)

    open_and_close()
    measured(f"open and close, key known, {practice.notes:,} notes", min(_once(open_and_close) for _ in range(5)))
