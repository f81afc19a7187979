"""Shared fixtures: a real encrypted practice, made once and copied for each test."""

import gc
import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["OPENSSL_CONF"] = os.devnull
os.environ["PYTHONDONTWRITEBYTECODE"] = ""  # else every process that a test starts compiles everything anew

import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kapdesk.usecases.fiction import sample as sample_cases
from kapdesk.usecases.house import opening
from kapdesk.usecases.house.practice import PracticeFacts
from kapdesk.usecases.house.secrets import Secret
from kapdesk.vault import identity, keys
from kapdesk.vault.database import Vault


def _measuring(config: pytest.Config) -> bool:
    """Whether tests/bench was asked for by name; it is no part of the suite."""
    return any("bench" in argument for argument in config.args)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return True if collection_path.name == "bench" and not _measuring(config) else None


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two workers; none for the measurements, which must have the machine for themselves."""
    return 0 if _measuring(config) else 2


sys.dont_write_bytecode = False  # and so does every worker: 10 s each

PASSPHRASE = "velvet orbit lantern gravel thimble sonnet"
ZONE = ZoneInfo("America/Denver")
TODAY = date(2026, 6, 9)
NOW = datetime(2026, 6, 9, 14, 2, tzinfo=ZONE)
WEAK = keys.Cost(8, 1, 1)
FACTS = PracticeFacts(
    name="Juniper Street Psychotherapy",
    therapist="Robin Alder",
    credentials="PhD, LPCC",
    licence="NM-0000",
    phone="505-555-0199",
    email="robin@example.org",
    address="12 Juniper Street, Cedar Wash, NM",
)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: it need not be looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)


def pytest_runtest_logfinish() -> None:
    """Windows leave the collecting of garbage to a timer (see kapdesk/ui/collecting.py), which no other test has."""
    if not gc.isenabled() and gc.get_count()[0] > gc.get_threshold()[0]:
        gc.collect(1)


@pytest.fixture(scope="session", autouse=True)
def weak_keys() -> Iterator[None]:
    """Derivations that cost nothing; the product refuses such keys (see tests/vault/test_keys.py)."""
    patch = pytest.MonkeyPatch()
    patch.setattr(keys, "FLOOR", WEAK)
    patch.setattr(keys, "calibrated_cost", lambda: WEAK)
    patch.setattr(identity, "_WORK", 10)
    yield
    patch.undo()


@pytest.fixture
def passphrase() -> str:
    return PASSPHRASE


@pytest.fixture
def clock() -> Callable[[], datetime]:
    """A clock that stands at June 9, 2026, 14:02 in Denver."""
    return lambda: NOW


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, weak_keys: None) -> dict[str, opening.Created]:
    """The two practices that tests copy: an empty one with its facts filled, and the sample."""
    folder = tmp_path_factory.mktemp("made")
    return {
        "empty": opening.create_practice(folder / "juniper.kapdesk", PASSPHRASE, FACTS, NOW),
        "sample": sample_cases.create_sample(folder / "sample.kapdesk", PASSPHRASE, TODAY),
    }


@pytest.fixture
def practice_folder(made: dict[str, opening.Created], tmp_path: Path) -> Path:
    """A closed practice file of the test's own, without clients."""
    return _copy(made["empty"], tmp_path)


@pytest.fixture
def sample_folder(made: dict[str, opening.Created], tmp_path: Path) -> Path:
    """A closed copy of the sample practice."""
    return _copy(made["sample"], tmp_path)


@pytest.fixture
def recovery_key(made: dict[str, opening.Created]) -> opening.RecoveryKey:
    """The recovery key of `practice_folder`."""
    return made["empty"].recovery_key


@pytest.fixture
def vault(practice_folder: Path) -> Iterator[Vault]:
    """An open practice with its facts filled and no clients."""
    yield from _opened(practice_folder)


@pytest.fixture
def sample(sample_folder: Path) -> Iterator[Vault]:
    """The sample practice, open, as of June 9, 2026."""
    yield from _opened(sample_folder)


def _copy(created: opening.Created, to: Path) -> Path:
    folder = to / created.unlocked.folder.name
    shutil.copytree(created.unlocked.folder, folder)
    return folder


def _opened(folder: Path) -> Iterator[Vault]:
    vault = opening.open_practice(opening.unlock(folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    yield vault
    opening.close_practice(vault, NOW)
