"""Where backups lie and go: the sticks and other drives that are plugged in, and the folders of a person."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QStorageInfo

from kapdesk import paths
from kapdesk.domain.doctor import in_size
from kapdesk.usecases.house.found_backups import Place

_PLUGGED_IN = ("/media/", "/run/media/", "/mnt/", "/Volumes/")
"""Where Linux and macOS show drives that come and go; Windows gives each a letter."""
_LETTER = 2
"""Characters of a drive's letter."""


@dataclass(frozen=True)
class Drive:
    """A drive: where it is shown, what it is called, what room it has (bytes)."""

    folder: Path
    name: str
    free: int
    device: str = ""
    writable: bool = True

    @property
    def called(self) -> str:
        """Its name, such as `STICK (E:)`; a long place is said once the drive is chosen."""
        place = str(self.folder).rstrip("\\/")
        if self.name and len(place) <= _LETTER:
            return f"{self.name} ({place})"
        return self.name or self.folder.name or place

    @property
    def words(self) -> str:
        """It with its room, such as `STICK (E:) · 27.8 GB free`."""
        return f"{self.called} · {in_size(self.free)} free"


def drives() -> list[Drive]:
    """The drives that are plugged in and ready, without those that the system and its people are on."""
    ready = (one for one in QStorageInfo.mountedVolumes() if one.isValid() and one.isReady() and one.bytesTotal())
    return sorted(filter(_comes, map(_drive, ready)), key=lambda drive: drive.called)


def for_backups(practice: Path) -> list[Drive]:
    """Those on which backups of this practice can go: other drives than the one on which it lies."""
    return other_drives(drives(), _drive(QStorageInfo(str(practice))))


def other_drives(found: Iterable[Drive], here: Drive) -> list[Drive]:
    """Those of them that can take a backup and are other drives than `here`, the largest room first."""
    others = {
        one.device or str(one.folder): one
        for one in found
        if one.writable and one.folder != here.folder and (not one.device or one.device != here.device) and _comes(one)
    }
    return sorted(others.values(), key=lambda one: -one.free)


def same_drive(folder: Path, practice: Path) -> bool:
    """Whether a folder lies on the practice's own drive."""
    return QStorageInfo(str(folder)).device() == QStorageInfo(str(practice)).device()


def places(backup_folder: str) -> list[Place]:
    """Where to look for backups: drives first, then the folder that backups went to last, then the usual folders."""
    wanted = [Place(one.folder, f"drive {one.called}") for one in drives()]
    if backup_folder:
        wanted.append(Place(Path(backup_folder), f"folder {Path(backup_folder).name}"))
    kinds = QStandardPaths.StandardLocation
    for kind, words in (
        (kinds.DocumentsLocation, "Documents"),
        (kinds.DownloadLocation, "Downloads"),
        (kinds.DesktopLocation, "Desktop"),
    ):
        wanted += [Place(Path(one), words) for one in QStandardPaths.standardLocations(kind)]
    home = Path.home()
    return [
        one for one in wanted if paths.is_folder(one.folder) and one.folder != home
    ]  # the whole home would take minutes


def _comes(drive: Drive) -> bool:
    if sys.platform == "win32":
        return drive.folder.drive.upper() != Path.home().drive.upper()
    return drive.folder.as_posix().startswith(_PLUGGED_IN)


def _drive(volume: QStorageInfo) -> Drive:
    return Drive(
        Path(volume.rootPath()),
        volume.name(),
        volume.bytesAvailable(),
        bytes(volume.device().data()).decode("utf-8", "replace"),
        not volume.isReadOnly(),
    )
