"""Where backups lie and go: the drives that are plugged in, and the folders of a person."""

import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QStorageInfo

from kapdesk import paths
from kapdesk.usecases.house.found_backups import Place

_PLUGGED_IN = ("/media/", "/run/media/", "/mnt/", "/Volumes/")


@dataclass(frozen=True)
class Drive:
    """A drive beside that of the system: where it is, what it is called, and how many bytes are free."""

    folder: Path
    words: str
    free: int


def drives() -> list[Drive]:
    """The drives that are plugged in and ready, without the one that the system and its people are on."""
    found = []
    for one in QStorageInfo.mountedVolumes():
        if not (one.isValid() and one.isReady()) or one.isRoot() or not one.bytesTotal():
            continue
        folder = Path(one.rootPath())
        if _is_plugged_in(folder):
            called = one.displayName().strip()
            letter = folder.drive
            words = f"drive {called} ({letter})" if letter and called != letter else f"drive {folder.name or called}"
            found.append(Drive(folder, words, one.bytesAvailable()))
    return sorted(found, key=lambda drive: drive.words)


def places(backup_folder: str) -> list[Place]:
    """Where to look for backups: drives first, then the folder that backups went to last, then the usual folders."""
    wanted = [Place(one.folder, one.words) for one in drives()]
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


def _is_plugged_in(folder: Path) -> bool:
    if sys.platform == "win32":
        return folder.drive.lower() != Path.home().drive.lower()
    return f"{folder}/".startswith(_PLUGGED_IN)
