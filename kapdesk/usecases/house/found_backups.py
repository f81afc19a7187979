"""Backups that lie about: looked for on sticks and in the folders of a person, told apart before any passphrase is typed."""

import os
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kapdesk.vault.archive import SUFFIX
from kapdesk.vault.connection import Progress, silent

_DEEP = 3
"""Folders below one that is looked through."""
_MOST_FOLDERS = 3_000
"""Folders looked through in one place; a stick with more of them is not a backup stick."""
_DAY_IN_NAME = re.compile(r"[ _-]*\d{4}-\d{2}-\d{2}(?!.*\d{4}-\d{2}-\d{2}).*$")


@dataclass(frozen=True)
class Place:
    """A folder to look in, and what a person calls it."""

    folder: Path
    words: str


@dataclass(frozen=True)
class FoundBackup:
    """A backup as its outside tells it: `made` is wall time where it was made, `size` in bytes, `where` a place's words."""

    path: Path
    made: datetime
    size: int
    where: str

    @property
    def practice(self) -> str:
        """The name of the practice file that it was made of, as far as the name of the backup says."""
        return _DAY_IN_NAME.sub("", self.path.stem) or self.path.stem


def find_backups(places: Sequence[Place], progress: Progress = silent) -> list[FoundBackup]:
    """All backups in these places, the newest first, each once. For a worker; a place that cannot be read holds none."""
    found: dict[Path, FoundBackup] = {}
    for number, place in enumerate(places):
        for folder, files in _folders(place.folder):
            progress(f"Looking in {place.words}", number / len(places))
            for name in files:
                one = read_outside(folder / name, place.words)
                if one is not None:
                    found.setdefault(one.path.resolve(), one)
    return sorted(found.values(), key=lambda one: (one.made, one.path.name), reverse=True)


def read_outside(path: Path, where: str = "") -> FoundBackup | None:
    """What a backup tells without being opened; None when this is none."""
    try:
        if not path.is_file():  # a pipe would be waited for
            return None
        with zipfile.ZipFile(path) as archive:
            made = archive.getinfo("payload.age").date_time
            archive.getinfo("identity.age")
        return FoundBackup(path, datetime(*made), path.stat().st_size, where or path.parent.name)  # noqa: DTZ001  # wall time, for reading only
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, NotImplementedError):
        return None


def _folders(top: Path) -> Iterator[tuple[Path, list[str]]]:
    """The folder and those below it, without hidden ones and practice files, each with its backups' names."""
    for looked, (folder, below, files) in enumerate(os.walk(top), 1):
        here = Path(folder)
        deep = len(here.relative_to(top).parts)
        below[:] = [] if deep >= _DEEP else sorted(name for name in below if not name.startswith((".", "$")))
        yield here, [name for name in files if name.endswith(SUFFIX) and not name.startswith(".")]
        if looked >= _MOST_FOLDERS:
            return
