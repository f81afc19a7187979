"""Sticks and other drives that are plugged in, on which backups can go."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale, QStorageInfo

_PLUGGED_IN = ("/media/", "/run/media/", "/mnt/", "/Volumes/")
"""Where Linux and macOS show drives that come and go; Windows gives each a letter."""
_LETTER = 2
"""Characters of a drive's letter."""


@dataclass(frozen=True)
class Drive:
    """A drive: where it is shown, what it is called, what room it has (bytes)."""

    root: Path
    name: str
    free: int
    device: str = ""
    writable: bool = True

    @property
    def words(self) -> str:
        """It in words, such as `STICK (E:) · 27.8 GB free`; a long place is said once the drive is chosen."""
        place = str(self.root).rstrip("\\/")
        called = self.name or self.root.name or place
        if self.name and len(place) <= _LETTER:
            called = f"{self.name} ({place})"
        return f"{called} · {QLocale().formattedDataSize(self.free, 1, QLocale.DataSizeFormat.DataSizeSIFormat)} free"


def plugged_in(practice: Path) -> list[Drive]:
    """The drives that are plugged in now, other than the one on which the practice lies."""
    here = QStorageInfo(str(practice))
    return other_drives(map(_drive, filter(_ready, QStorageInfo.mountedVolumes())), _drive(here))


def other_drives(drives: Iterable[Drive], here: Drive) -> list[Drive]:
    """Those of them that can take a backup and are other drives than `here`, the largest room first."""
    found = {
        one.device or str(one.root): one
        for one in drives
        if one.writable and one.root != here.root and (not one.device or one.device != here.device) and _comes(one)
    }
    return sorted(found.values(), key=lambda one: -one.free)


def same_drive(folder: Path, practice: Path) -> bool:
    """Whether a folder lies on the practice's own drive."""
    return QStorageInfo(str(folder)).device() == QStorageInfo(str(practice)).device()


def _comes(drive: Drive) -> bool:
    if sys.platform == "win32":
        return drive.root.drive.upper() != Path.home().drive.upper()
    return drive.root.as_posix().startswith(_PLUGGED_IN)


def _ready(volume: QStorageInfo) -> bool:
    return volume.isValid() and volume.isReady()


def _drive(volume: QStorageInfo) -> Drive:
    return Drive(
        Path(volume.rootPath()),
        volume.name(),
        volume.bytesAvailable(),
        bytes(volume.device().data()).decode("utf-8", "replace"),
        not volume.isReadOnly(),
    )
