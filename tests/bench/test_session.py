"""The medicine day: from a key to its kept entry, alone and while a backup runs; and the screen after a kill."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kapdesk.domain.tablets import Dose
from kapdesk.ui import theme
from kapdesk.ui.session.page import SessionPage
from kapdesk.usecases.house import backups, opening
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.medicine_day import day_entries, medicine, medicine_days
from kapdesk.vault.database import Vault
from tests.bench.conftest import Practice, measured
from tests.conftest import NOW, PASSPHRASE

_KEYS = (Qt.Key.Key_S, Qt.Key.Key_T, Qt.Key.Key_I, Qt.Key.Key_M, Qt.Key.Key_N, Qt.Key.Key_R)
_ROUNDS = 120


def _running(vault: Vault, client: int) -> int:
    """A session in which medicine was taken half an hour ago."""
    day = medicine_days.begin(vault, client, NOW - timedelta(minutes=40))
    at = NOW - timedelta(minutes=30)
    medicine.take_in(vault, day, Dose(4, 100), 4, "", at, at)
    return day


class _Kept:
    """When the last entry was committed, whoever asked for it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = 0.0
        enter = day_entries.enter_event

        def enter_event(*given: Any, **named: Any) -> int:
            number = enter(*given, **named)
            self.at = time.perf_counter()
            return number

        monkeypatch.setattr(day_entries, "enter_event", enter_event)


def _pressed(page: SessionPage, kept: _Kept, rounds: int) -> list[tuple[float, float]]:
    """Seconds from the key until its entry is committed, and until it is shown."""
    found = []
    for number in range(rounds):
        begun = time.perf_counter()
        QTest.keyClick(page.focusWidget() or page, _KEYS[number % len(_KEYS)])
        found.append((kept.at - begun, time.perf_counter() - begun))
        QApplication.processEvents()
    return found


def _bare(room: Path, rounds: int) -> list[float]:
    """A bare insert of as many words with the same care for the disk."""
    bare = sqlite3.connect(room / "bare.db", isolation_level=None)
    bare.execute("PRAGMA journal_mode = WAL")
    bare.execute("PRAGMA synchronous = FULL")
    bare.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, kind TEXT, at TEXT, words TEXT)")
    found = []
    for _ in range(rounds):
        begun = time.perf_counter()
        bare.execute("INSERT INTO entry (kind, at, words) VALUES ('spoke', '2026-06-09T20:02:03.000000Z-06:00', '')")
        found.append(time.perf_counter() - begun)
    bare.close()
    return found


def _said(what: str, found: list[tuple[float, float]], peer: list[float]) -> None:
    for which, words in ((0, "kept"), (1, "kept and shown")):
        for name, place in (("p50", 49), ("p99", 98)):
            ours, bare = quantiles([one[which] for one in found], n=100)[place], quantiles(peer, n=100)[place]
            measured(f"key to entry {words}, {what}, {name}", ours, bare, "p99 ≤ 100 ms")


def test_key_to_kept_entry(
    practice: Practice,
    opened: Vault,
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    theme.apply(qapp, False, 1.0)
    day = _running(opened, practice.busiest)
    page = SessionPage(opened, lambda: NOW)
    qtbot.addWidget(page)
    page.resize(1280, 800)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.open_day(day)
    before = len(medicine_days.get_day(opened, day, NOW).entries)
    label, kept = f"{practice.notes:,} notes", _Kept(monkeypatch)
    peer = _bare(tmp_path, _ROUNDS)
    _said(label, _pressed(page, kept, _ROUNDS), peer)
    source = backups.prepare_backup(opened)
    worker = threading.Thread(target=lambda: backups.make_backup(source, tmp_path / "b.kdbk", NOW))
    worker.start()
    found: list[tuple[float, float]] = []
    while worker.is_alive() and len(found) < 2_000:
        found += _pressed(page, kept, 10)
    worker.join()
    if len(found) > 100:
        _said(f"{label}, while a backup runs", found, peer)
    assert len(medicine_days.get_day(opened, day, NOW).entries) == before + _ROUNDS + len(found)
    page.close_down()


_AGAIN = """
import json, sys, time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from PySide6.QtWidgets import QApplication
from kapdesk.vault import keys, identity
keys.FLOOR = keys.Cost(8, 1, 1)
from kapdesk.ui import theme
from kapdesk.ui.window import Window
from kapdesk.ui.tasks import Tasks
from kapdesk.preferences import Preferences
from kapdesk.usecases import opening
from kapdesk.usecases.house.secrets import Secret
app = QApplication(["kapdesk"])
theme.apply(app, False, 1.0)
theme.load_more_fonts()
at = datetime.fromisoformat(sys.argv[3])
unlocked = opening.unlock(Path(sys.argv[1]), Secret.passphrase(sys.argv[2]), at)
start = time.perf_counter()
vault = opening.open_practice(unlocked, at)
window = Window(vault, lambda: at, Tasks(), Preferences())
window.show()
window.take_up()
app.processEvents(); window.grab()
print(json.dumps([time.perf_counter() - start, window.page]), flush=True)
import os; os._exit(1)  # and killed again
"""


def test_the_screen_after_a_kill(practice: Practice, tmp_path: Path) -> None:
    secret = Secret.passphrase(PASSPHRASE)
    vault = opening.open_practice(opening.unlock(practice.folder, secret, NOW), NOW)
    day = _running(vault, practice.busiest + 1)
    opening.close_practice(vault, NOW)
    found = []
    for _ in range(3):
        command = [sys.executable, "-c", _AGAIN, str(practice.folder), PASSPHRASE, NOW.isoformat()]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        told = subprocess.run(command, capture_output=True, text=True, check=False, env=environment).stdout
        seconds, page = json.loads(told)
        assert page == "session", day
        found.append(seconds)
    measured(
        f"the session screen after a kill, {practice.notes:,} notes, from the derived key",
        sorted(found)[1],
        None,
        "≤ 1 s",
    )
