"""Run as a process of its own: for each line it is given, a child writes drafts until it is killed at a random moment.

The child is forked from a process that has everything imported, so that a round takes a fraction of a second. What the child
had acknowledged last is said on standard output.
"""

import os
import random
import signal
import sys
import time
from datetime import datetime
from pathlib import Path

from kapdesk.domain.notes import NoteKind
from kapdesk.usecases import backups, clients, notes, opening
from kapdesk.usecases.clients import ClientFacts
from kapdesk.usecases.secrets import Secret
from kapdesk.vault import identity, keys

keys.FLOOR = keys.Cost(8, 1, 1)
identity._WORK = 10


def write(folder: Path, passphrase: str, backup: str, said: int) -> None:
    """Write for ever; with `backup`, make backups over and over in that folder."""
    at = datetime.now().astimezone()
    vault = opening.open_practice(opening.unlock(folder, Secret.passphrase(passphrase), at), at)
    if backup:
        os.write(said, b"ready\n")
        for number in range(1_000_000):
            backups.make_backup(backups.prepare_backup(vault), Path(backup) / f"{number}.kdbk", at)
    client = clients.create_client(vault, ClientFacts("Somebody"), at)
    note = notes.start_note(vault, client, NoteKind.GENERAL, at.date(), at)
    for number in range(1_000_000):
        notes.save_draft(vault, note, f"{number} " + "words " * (number % 200), at)
        os.write(said, f"{note} {number}\n".encode())
        if number % 20 == 0:
            vault.checkpoint()


def killed(folder: Path, passphrase: str, backup: str, wait: float) -> str:
    """Fork a writer, kill it `wait` seconds after its first word; its last whole line."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        write(folder, passphrase, backup, writing)
    os.close(writing)
    heard = os.read(reading, 100_000)
    end = time.monotonic() + wait
    while time.monotonic() < end:
        pass
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reading, 100_000):
        heard += more
    os.close(reading)
    return heard[: heard.rindex(b"\n")].split(b"\n")[-1].decode()


def main() -> None:
    """One round for each line of standard input."""
    folder, passphrase, seed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    chance = random.Random(seed)
    for line in sys.stdin:
        sys.stdout.write(killed(folder, passphrase, line.strip(), chance.random() * 0.2) + "\n")
        sys.stdout.flush()


main()
