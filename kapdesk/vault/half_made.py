"""Practice folders that are being made, under a name of their own until they are whole; and what a crash left of them."""

import contextlib
import os
import re
import secrets
from pathlib import Path

from kapdesk.errors import FolderExists
from kapdesk.vault.files import disk_in_words, sync_folder
from kapdesk.vault.lock import is_held

SUFFIX = ".kapdesk"
_HALF_MADE = re.compile(re.escape(SUFFIX) + r"(\.[0-9a-f]{8}\.part)+\Z")


def half_made(folder: Path) -> Path:
    """The name under which a practice folder is made until it is whole."""
    return folder.with_name(f"{folder.name}.{secrets.token_hex(4)}.part")


def check_free(folder: Path) -> None:
    """Refuse (FolderExists) a name that is taken; CannotWrite where that cannot be seen."""
    with disk_in_words(folder.parent):
        taken = folder.exists() or folder.is_symlink()
    if taken:
        raise FolderExists(f"There is something at {folder} already. Choose another name or place.")


def give_name(part: Path, folder: Path) -> None:
    """What is whole gets its own name, which must be free; raises FolderExists, CannotWrite."""
    check_free(folder)
    with disk_in_words(folder.parent):
        part.rename(folder)
        sync_folder(folder.parent)


def remove_half_made(parent: Path) -> None:
    """Remove the practice folders that a crash left half made in `parent`; one that is being made is held."""
    try:
        names = [one for one in os.listdir(parent) if _HALF_MADE.search(one)]  # noqa: PTH208  # names alone: it is done at each opening
    except OSError:
        return
    for name in names:
        part = parent / name
        if not part.is_symlink() and not is_held(part):
            remove_folder(part)


def remove_leftovers(folder: Path) -> None:
    """Remove what an interrupted snapshot or write left in the folder."""
    for leftover in folder.glob("*.part*"):
        if leftover.is_dir() and not leftover.is_symlink():
            remove_folder(leftover)
        with contextlib.suppress(OSError):
            leftover.unlink()


def remove_folder(folder: Path) -> None:
    """Remove a half-made practice folder: its files, then itself; what is not ours stays."""
    with contextlib.suppress(OSError):
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
