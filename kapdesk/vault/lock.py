"""One window a practice: an operating-system lock, free again as soon as the process is gone."""

import os
from pathlib import Path
from typing import BinaryIO

from kapdesk.errors import OpenElsewhere
from kapdesk.vault.files import disk_in_words

REQUEST = "request"
"""The file that a second start leaves in the practice folder; the first window watches for it and comes forward."""


class FolderLock:
    """The lock of one practice folder, held until `release()`."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def release(self) -> None:
        """Let others open the folder."""
        self._file.close()

    close = release


def claim(folder: Path) -> FolderLock:
    """Take the folder's lock; OpenElsewhere (and a request to come forward is left) when another process has it."""
    with disk_in_words(folder):
        file = (folder / "lock").open("ab")
    try:
        _lock(file)
    except OSError:
        file.close()
        with disk_in_words(folder):
            (folder / REQUEST).touch()
        raise OpenElsewhere(
            f"“{folder.stem}” is open in another kapdesk window. That window has been asked to come forward; if it does not, "
            "look for it among the open windows."
        ) from None
    return FolderLock(file)


def is_held(folder: Path) -> bool:
    """Whether a window has the folder open; nothing is left behind and nobody is asked to come forward."""
    try:
        file = (folder / "lock").open("rb")
    except OSError:
        return False
    with file:
        try:
            _lock(file)
        except OSError:
            return True
    return False


def _lock(file: BinaryIO) -> None:
    if os.name == "nt":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]  # Windows only
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
