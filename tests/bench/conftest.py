"""Generated practices of two sizes, a plain SQLite twin of each, and the table of ratios at the end."""

import hashlib
import json
import secrets
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from sqlalchemy import text

from kapdesk.records.search import row_of
from kapdesk.usecases.house import opening
from kapdesk.usecases.house.practice import PracticeFacts
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.writing import signed
from kapdesk.vault.connection import connected
from kapdesk.vault.database import Vault
from tests.conftest import NOW, PASSPHRASE, TODAY

SIZES = {"small": (200, 20_000), "large": (2_000, 200_000)}
_WORDS = """slept well talked about the garden her sister the old house and what it meant to leave it grief came softly
breath slower hands warm intention kept music helped silence long steps for the week walk call write rest""".split()
_ROWS: list[tuple[str, str, str, str]] = []


@dataclass
class Practice:
    """A generated practice: its folder, how it opens, its plain twin, and a client with 300 notes."""

    folder: Path
    unlocked: opening.Unlocked
    plain: Path
    busiest: int
    clients: int
    notes: int


def measured(what: str, ours: float, peer: float | None = None, target: str = "") -> None:
    """Enter a row of the table: seconds of ours, seconds of the peer in the same run, and what is aimed at."""
    ratio = f"{ours / peer:.2f} ×" if peer else ""
    _ROWS.append((what, _in_words(ours), f"{_in_words(peer)} → {ratio}" if peer else "", target))


def rate(what: str, ours: float, peer: float, target: str) -> None:
    """Enter a row whose figure is the share of the peer's speed (peer's time by ours)."""
    _ROWS.append((what, _in_words(ours), f"{_in_words(peer)} → {peer / ours:.2f} of its speed", target))


def timed(work: Callable[[], Any], rounds: int = 5) -> float:
    """The median of some rounds, in seconds, after one that does not count."""
    work()
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return median(found)


def _in_words(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.2f} ms"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.timeout(3600))  # making 200,000 notes takes minutes


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if not _ROWS:
        return
    widths = [max(len(row[column]) for row in _ROWS) for column in range(4)]
    terminalreporter.section("kapdesk, measured (ours · peer or bare limit in the same run · target)")
    for row in _ROWS:
        terminalreporter.write_line("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))


@pytest.fixture(scope="session")
def practices(tmp_path_factory: pytest.TempPathFactory, weak_keys: None) -> Callable[[str], Practice]:
    """Make (once) the practice of a size."""
    made: dict[str, Practice] = {}

    def make(size: str) -> Practice:
        if size not in made:
            made[size] = _generate(tmp_path_factory.mktemp(size), *SIZES[size])
        return made[size]

    return make


@pytest.fixture(params=list(SIZES))
def practice(request: pytest.FixtureRequest, practices: Callable[[str], Practice]) -> Practice:
    """Each of the two sizes."""
    return practices(request.param)


@pytest.fixture
def opened(practice: Practice) -> Iterator[Vault]:
    """The practice, open."""
    vault = opening.open_practice(opening.unlock(practice.folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    yield vault
    opening.close_practice(vault, NOW)


def _generate(room: Path, clients: int, count: int) -> Practice:
    facts = PracticeFacts(name="Generated", therapist="Nobody", phone="505-555-0100", fictional=True)
    created = opening.create_practice(room / "generated.kapdesk", PASSPHRASE, facts, NOW)
    vault = opening.open_practice(created.unlocked, NOW)
    with vault.write() as db:
        db.execute(text(_CLIENT), [_client(number) for number in range(1, clients + 1)])
        db.execute(text(_COURSE), [{"id": n, "uid": _uid(), "client": n} for n in range(1, clients + 1)])
        db.execute(text(_SESSION), [_session(n, step) for n in range(1, clients + 1) for step in range(6)])
        for start in range(0, count, 5000):
            rows = [_note(n, clients, count) for n in range(start + 1, min(start + 5000, count) + 1)]
            db.execute(text(_SIGNED), rows)
            db.execute(text(_NOTE), rows)
            db.execute(text(_INDEXED), rows)
    opening.close_practice(vault, NOW)
    plain = room / "plain.db"
    _plain_twin(created.unlocked, plain)
    return Practice(created.unlocked.folder, created.unlocked, plain, 1, clients, count)


def _plain_twin(unlocked: opening.Unlocked, plain: Path) -> None:
    source = unlocked.folder / "vault.db"
    with connected(source, unlocked.key.branch("database"), read_only=False) as connection:
        connection.execute("ATTACH ? AS plain KEY ''", (str(plain),))
        connection.execute("SELECT sqlcipher_export('plain')")
        connection.execute("DETACH plain")
    with sqlite3.connect(plain) as twin:
        twin.execute("PRAGMA journal_mode = WAL")
    twin.close()


_CLIENT = "INSERT INTO client (id, uid, legal_name, status, since) VALUES (:id, :uid, :name, 'active', '2026-01-01')"
_COURSE = (
    "INSERT INTO course (id, uid, client_id, number, started_on, planned_preparation, planned_ketamine) "
    "VALUES (:id, :uid, :client, 1, '2026-01-01', 3, 8)"
)
_SESSION = "INSERT INTO session (uid, client_id, course_id, kind, held_on) VALUES (:uid, :client, :client, :kind, :day)"
_SIGNED = (
    "INSERT INTO signed_record (id, uid, kind, format, body, sha256, signed_at) "
    "VALUES (:id, :uid, 'note', 1, :body, :sha256, :at)"
)
_NOTE = (
    "INSERT INTO note (id, uid, client_id, kind, on_date, text, created_at, changed_at, signed_id) "
    "VALUES (:id, :uid, :client, 'general', :day, :text, :at, :at, :id)"
)
_INDEXED = "INSERT INTO note_words (rowid, text, tags) VALUES (:row, :text, :tags)"
_AT = "2026-06-09T20:02:00.000000Z-06:00"


def _uid() -> str:
    return secrets.token_hex(16)


def _client(number: int) -> dict[str, Any]:
    return {"id": number, "uid": _uid(), "name": f"{_WORDS[number % len(_WORDS)].title()} Person {number}"}


def _session(client: int, step: int) -> dict[str, Any]:
    kind = ("preparation", "preparation", "preparation", "ketamine", "integration", "ketamine")[step]
    day = (TODAY - timedelta(days=90 - 14 * step)).isoformat()
    return {"uid": _uid(), "client": client, "kind": kind, "day": day}


def _note(number: int, clients: int, count: int) -> dict[str, Any]:
    """Note `number`, of 1.5 KB; the first 300 are the first client's."""
    client = 1 if number <= 300 else number % (clients - 1) + 2
    words = " ".join(_WORDS[(number * 7 + place * (number % 5 + 1)) % len(_WORDS)] for place in range(290))[:1500]
    on = date(2020, 1, 1) + timedelta(days=number % 2300)
    if number % 4 == 0:
        words = f"Quiet lantern {words}"[:1500]
    if number % 200 == 0:
        words = f"Velvet orbit {words}"[:1500]
    content = {"note": {"text": words}, "signed": {"by": "Nobody"}, "format": 1, "kind": "note"}
    body = signed.canonical(content)
    return {
        "id": number,
        "uid": _uid(),
        "client": client,
        "day": on.isoformat(),
        "row": row_of(on, number),
        "tags": f"c{client} kgeneral",
        "text": words,
        "at": _AT,
        "body": body,
        "sha256": hashlib.sha256(body).hexdigest(),
    }


def copy_practice(practice: Practice, to: Path) -> Path:
    """A copy of a closed practice."""
    folder = to / practice.folder.name
    shutil.copytree(practice.folder, folder)
    return folder


def as_json(counts: dict[str, int]) -> str:
    """Counts on one line."""
    return json.dumps(counts)
