"""Run as a process of its own: writes drafts and says each one that is kept, until it is killed."""

import sys
from datetime import datetime
from pathlib import Path

from kapdesk.domain.notes import NoteKind
from kapdesk.usecases import backups, clients, notes, opening
from kapdesk.usecases.clients import ClientFacts
from kapdesk.usecases.secrets import Secret
from kapdesk.vault import identity, keys

keys.FLOOR = keys.Cost(8, 1, 1)
identity._WORK = 10


def main(folder: Path, passphrase: str, backup: str) -> None:
    """Write for ever; with `backup`, make backups over and over beside it."""
    at = datetime.now().astimezone()
    vault = opening.open_practice(opening.unlock(folder, Secret.passphrase(passphrase), at), at)
    if backup:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        for number in range(1_000_000):
            backups.make_backup(backups.prepare_backup(vault), Path(backup) / f"{number}.kdbk", at)
    client = clients.create_client(vault, ClientFacts("Somebody"), at)
    note = notes.start_note(vault, client, NoteKind.GENERAL, at.date(), at)
    for number in range(1_000_000):
        notes.save_draft(vault, note, f"{number} " + "words " * (number % 200), at)
        sys.stdout.write(f"{note} {number}\n")
        sys.stdout.flush()
        if number % 20 == 0:
            vault.checkpoint()


main(Path(sys.argv[1]), sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "")
