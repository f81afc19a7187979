"""What commands share at a terminal: asking for secrets, progress, outputs that must not be overwritten, one open
practice.
"""

import argparse
import getpass
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from kapdesk.errors import BadInput, CannotWrite, NameTaken
from kapdesk.usecases.house import opening, practice
from kapdesk.usecases.house.secrets import Secret
from kapdesk.vault.database import Vault
from kapdesk.vault.files import disk_in_words

_LONGEST_LINE = 4096


def now() -> datetime:
    """The present moment, with this computer's offset from UTC."""
    return datetime.now().astimezone()


def first_line(source: str) -> str:
    """The first line of a file, or of standard input for `-`, without its end."""
    try:
        if source == "-":
            line = sys.stdin.buffer.readline(_LONGEST_LINE)
        else:
            with Path(source).open("rb") as file:
                line = file.readline(_LONGEST_LINE)
        text = line.decode("utf-8-sig").rstrip("\r\n")
    except OSError as error:
        raise BadInput(f"{source} cannot be read: {os.strerror(error.errno or 0).lower()}.") from None
    except UnicodeDecodeError:
        raise BadInput("The first line is not text in UTF-8.") from None
    if not text:
        raise BadInput("The first line is empty." if source == "-" else f"The first line of {source} is empty.")
    return text


def ask_secret(chosen: argparse.Namespace) -> Secret:
    """The passphrase or recovery key from a file, else from a prompt on the terminal."""
    if chosen.passphrase_file:
        return Secret.passphrase(first_line(chosen.passphrase_file))
    if chosen.recovery_key_file:
        return Secret.recovery(first_line(chosen.recovery_key_file))
    return Secret.passphrase(_prompt("Passphrase: "))


def ask_new_passphrase(chosen: argparse.Namespace) -> str:
    """A new passphrase: from a file, or typed twice on a terminal."""
    if chosen.passphrase_file:
        return first_line(chosen.passphrase_file)
    typed = _prompt("New passphrase: ")
    if _prompt("The same again: ") != typed:
        raise BadInput("The two passphrases differ. Nothing was made.")
    return typed


def _prompt(words: str) -> str:
    if not sys.stdin.isatty():
        raise BadInput(
            "There is no terminal to ask for the passphrase. Use --passphrase-file F (or - for standard input)."
        )
    return getpass.getpass(words)


@contextmanager
def opened(chosen: argparse.Namespace) -> Iterator[Vault]:
    """The practice that a command works on, closed at the end."""
    unlocked = opening.unlock(chosen.file.absolute(), ask_secret(chosen), now(), show_progress)
    vault = opening.open_practice(unlocked, now())
    unlocked.key.wipe()
    try:
        yield vault
    finally:
        opening.close_practice(vault, now())


def here(vault: Vault) -> datetime:
    """The present moment in the practice's time zone."""
    return datetime.now(practice.zone(practice.get_practice(vault)))


def show_progress(words: str, fraction: float) -> None:
    """One line on a terminal that is written over; nothing where there is none."""
    if sys.stderr.isatty():
        width = shutil.get_terminal_size().columns - 1
        line = "" if fraction >= 1.0 else f"{words} … {100 * fraction:.0f} %"
        sys.stderr.write("\r" + line[:width].ljust(width) + ("\r" if fraction >= 1.0 else ""))
        sys.stderr.flush()


def check_output(path: Path, force: bool) -> None:
    """Raise NameTaken when an output exists and may not be replaced, CannotWrite when it is a folder."""
    if path.exists() and not force:
        raise NameTaken(f"{path} exists already. Choose another name, or add --force to replace it.")
    if path.is_dir():
        raise CannotWrite(f"{path} is a folder. Give the name of a file.")


def write_output(path: Path, data: bytes, force: bool) -> None:
    """Write an output file as a whole; NameTaken when it exists and may not be replaced."""
    check_output(path, force)
    part = path.with_name(path.name + ".part")
    with disk_in_words(path):
        try:
            part.write_bytes(data)
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
            raise
