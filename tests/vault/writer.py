"""Run as a process of its own: for each line it is given, a child does that work until it is killed at a random moment.

The child is forked from a process that has everything imported, so that a round takes a fraction of a second. A line is the
kind of work and the paths that it needs, between tabs; what the child had acknowledged last is said on standard output.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import alembic.command  # what is imported late, so that no round is spent on it
import alembic.config  # noqa: F401

from kapdesk.domain.notes import NoteKind
from kapdesk.usecases.house import backups, opening
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.medicine_day import medicine_days
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import notes
from kapdesk.vault import identity, keys, migrate
from kapdesk.vault.database import Vault

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.vault import session_steps  # this file runs by its path

keys.FLOOR = keys.Cost(8, 1, 1)
keys.calibrated_cost = lambda: keys.FLOOR
identity._WORK = 10

Say = Callable[[str], object]
OTHER = "gravel sonnet thimble lantern orbit velvet"


def opened(folder: Path, passphrase: str) -> Vault:
    """Open as the desk does."""
    return opening.open_practice(opening.unlock(folder, Secret.passphrase(passphrase), now()), now())


def now() -> datetime:
    """The present moment."""
    return datetime.now().astimezone()


def write_drafts(folder: Path, passphrase: str, say: Say) -> None:
    """Save one draft over and over."""
    vault, at = opened(folder, passphrase), now()
    client = clients.create_client(vault, ClientFacts("Somebody"), at)
    note = notes.start_note(vault, client, NoteKind.GENERAL, at.date(), at)
    for number in range(1_000_000):
        notes.save_draft(vault, note, f"{number} " + "words " * (number % 200), at)
        say(f"{note} {number}")
        if number % 20 == 0:
            vault.checkpoint()


def sit_in_a_session(folder: Path, passphrase: str, say: Say) -> None:
    """Keep a ketamine session, key by key; `day seed steps` after each step."""
    vault = opened(folder, passphrase)
    at = session_steps.START
    client = clients.create_client(vault, ClientFacts("Somebody"), at)
    day = medicine_days.begin(vault, client, at)
    say(f"{day} {client} 0")
    for number, step in enumerate(session_steps.steps(client), 1):
        session_steps.act(vault, day, step, number)
        say(f"{day} {client} {number}")
        if number % 30 == 0:
            vault.checkpoint()


def make_backups(folder: Path, passphrase: str, say: Say, to: str) -> None:
    """Make one backup after the other."""
    vault = opened(folder, passphrase)
    say("-1")
    for number in range(1_000_000):
        backups.make_backup(backups.prepare_backup(vault), Path(to) / f"{folder.stem}-2026-06-09-{number}.kdbk", now())
        say(str(number))


def bring_up_to_date(folder: Path, passphrase: str, say: Say, scripts: str, head: str) -> None:
    """Migrate once."""
    vault = opened(folder, passphrase)
    say("begun")
    migrate.bring_up_to_date(vault, Path(scripts), head)
    say("done")
    time.sleep(60)


def change_passphrases(folder: Path, passphrase: str, say: Say) -> None:
    """Change the passphrase to the other one and back."""
    vault, present, new = opened(folder, passphrase), passphrase, OTHER
    say(present)
    while True:
        opening.apply_passphrase(vault, opening.prepare_passphrase(folder, Secret.passphrase(present), new), now())
        say(new)
        present, new = new, present


def restore(folder: Path, passphrase: str, say: Say, backup: str) -> None:
    """Restore over the practice again and again."""
    say("begun")
    while True:
        backups.restore_backup(Path(backup), Secret.passphrase(passphrase), folder, now())
        say("restored")


WORK: dict[str, Callable[..., None]] = {
    "drafts": write_drafts,
    "session": sit_in_a_session,
    "backups": make_backups,
    "migrate": bring_up_to_date,
    "passphrases": change_passphrases,
    "restore": restore,
}


def killed(work: Callable[[Say], None], wait: float) -> str:
    """Fork a child that does the work, kill it `wait` seconds after its first word; its last whole line."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            work(lambda words: os.write(writing, f"{words}\n".encode()))
        finally:
            os._exit(1)
    os.close(writing)
    heard = os.read(reading, 100_000)
    time.sleep(wait)  # it is killed at a moment that nothing chose
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reading, 100_000):
        heard += more
    os.close(reading)
    return heard[: heard.rindex(b"\n")].split(b"\n")[-1].decode()


def main() -> None:
    """One round for each line of standard input."""
    folder, passphrase, chance = Path(sys.argv[1]), sys.argv[2], random.Random(int(sys.argv[3]))
    for line in sys.stdin:
        longest, kind, *more = line.strip("\n").split("\t")
        said = killed(
            lambda say, kind=kind, more=more: WORK[kind](folder, passphrase, say, *more),
            chance.random() * float(longest),
        )
        sys.stdout.write(said + "\n")
        sys.stdout.flush()


main()
