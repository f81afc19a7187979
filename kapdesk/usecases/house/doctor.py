"""Doctor: the program and the folders it uses, told without a key; lines of the practice file stand in `doctor_practice`.

What is here may wait for a slow drive and is for a worker. Nothing here is of a client.
"""

import importlib.metadata
import platform
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from kapdesk import __version__, paths
from kapdesk.domain import doctor as rules
from kapdesk.domain.doctor import Level, Line, Part
from kapdesk.errors import KapdeskError
from kapdesk.records import REVISION
from kapdesk.vault.connection import OLDEST_SQLITE
from kapdesk.vault.database import DATABASE
from kapdesk.vault.files import try_writing
from kapdesk.vault.half_made import SUFFIX

LIBRARIES = (
    "PySide6-Essentials",
    "SQLAlchemy",
    "alembic",
    "sqlcipher3",
    "cryptography",
    "pyrage",
    "reportlab",
    "markdown-it-py",
    "tzdata",
)
_FAMILIAR = frozenset(
    "/ ~ Documents Desktop Downloads Library AppData Local Roaming Temp tmp var folders media run mnt Volumes Users home "
    "usr opt lib share bin local etc private kapdesk kapdesk-desk .config .local .cache OneDrive Dropbox iCloud "
    "resources site-packages Programs Applications kapdesk.app Contents Resources MacOS _internal".lower().split()
)
"""Names of folders that name nobody; every other one is left out of what is passed on."""
_AGAIN = "Install kapdesk again; the practice file stays as it is."
_SYNCED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud",
    "mobile documents",
    "cloudstorage",
    "nextcloud",
)


@dataclass(frozen=True)
class Engines:
    """Versions of what encrypts and keeps."""

    sqlite: str
    sqlcipher: str
    openssl: str
    schema: str = REVISION


def engines() -> Engines:
    """SQLite and SQLCipher as they are built in, and the OpenSSL of the keys."""
    import sqlcipher3.dbapi2 as sqlcipher
    from cryptography.hazmat.backends.openssl.backend import backend

    memory = sqlcipher.connect(":memory:")
    try:
        cipher = (memory.execute("PRAGMA cipher_version").fetchone() or ("unknown",))[0]
    finally:
        memory.close()
    return Engines(sqlcipher.sqlite_version, cipher, backend.openssl_version_text())


def program(qt: str = "") -> list[Line]:
    """What is installed; `qt` is Qt's version where the caller knows it."""
    import sqlcipher3.dbapi2 as sqlcipher

    made = engines()
    old = sqlcipher.sqlite_version_info < OLDEST_SQLITE
    lines = [
        _program("kapdesk", f"{__version__}, reads and writes schema {REVISION}"),
        _program("System", f"{_system()} ({platform.machine()})"),
        _program("Python", platform.python_version()),
        *([_program("Qt", qt)] if qt else []),
        _program("SQLite", made.sqlite, "red" if old else "good", _AGAIN),
        _program("SQLCipher", made.sqlcipher),
        _program("OpenSSL", made.openssl),
        _program("Libraries", ", ".join(f"{name} {_version(name)}" for name in LIBRARIES)),
    ]
    for what, pattern in (("Papers", "papers/*/*.md"), ("Font files", "fonts/*.ttf")):
        found = sorted(path.name for path in paths.resources().glob(pattern))
        words = f"{len(found)} texts" if what == "Papers" else ", ".join(found)
        lines.append(_program(what, words if found else "missing", "good" if found else "red", _AGAIN))
    return lines


def places(practice: Path | None, backup_folder: str) -> list[Line]:
    """Where files lie, how much room there is, and whether it can be written there."""
    size = practice_size(practice)
    lines = [_place("Program", paths.resources().parent), _place("Settings", paths.settings())]
    lines += _with_room("Documents", paths.documents(), size, practice)
    lines += _with_room("Temporary files", Path(tempfile.gettempdir()), size, practice, tried=True)
    if practice is not None and not paths.is_folder(practice):
        lines.append(Line(Part.PLACES, "Practice file", str(practice), told=shortened(practice, Path.home(), practice)))
    elif practice is not None:
        lines += _with_room("Practice file", practice, size, practice, tried=True)
        if any(one in str(practice.parent).lower() for one in _SYNCED):
            lines.append(
                Line(
                    Part.PLACES, "Synced folder", "The practice file lies in a folder that another program syncs", "amber",
                    "Such a program can copy it half written. Close kapdesk and move the folder to a place that is not "
                    "synced; put backups into the synced folder instead.",
                )
            )  # fmt: skip
    lines += _backup_folder(practice, backup_folder, size)
    return lines


def writable(what: str, folder: Path) -> Line:
    """Whether a small file can be written, read back and removed there."""
    try:
        try_writing(folder)
    except KapdeskError as error:
        todo = "Free some space, or change the folder’s permissions; then look again."
        return Line(Part.PLACES, f"{what}, writing", f"Not possible. {error}", "red", todo, "Not possible")
    return Line(Part.PLACES, f"{what}, writing", "A small file was written, read back and removed")


def shortened(path: PurePath, home: PurePath, practice: PurePath | None = None) -> str:
    """A path as it may be passed on: the home folder is `~`, the practice file `practice.kapdesk`, names are `…`."""
    if practice is not None and (path == practice or practice in path.parents):
        return str(PurePath(shortened(practice.parent, home), f"practice{SUFFIX}", *path.relative_to(practice).parts))
    in_home = path == home or home in path.parents
    parts = ("~", *path.relative_to(home).parts) if in_home else path.parts
    kept: list[str] = []
    for part in parts:
        plain = part.lower()
        familiar = plain in _FAMILIAR or plain.startswith("python3") or part == path.anchor
        if familiar or not kept or kept[-1] != "…":
            kept.append(part if familiar else "…")
    return str(PurePath(*kept)) if kept else "…"


def practice_size(practice: Path | None) -> int:
    """Bytes of the database; 0 when there is none in sight."""
    try:
        return (practice / DATABASE).stat().st_size if practice is not None else 0
    except OSError:
        return 0


def same_drive(one: Path, other: Path) -> bool | None:
    """Whether two folders lie on one drive, as far as the system tells; None when one of them is not there."""
    try:
        return one.stat().st_dev == other.stat().st_dev
    except OSError:
        return None


def as_text(lines: Sequence[Line]) -> str:
    """The lines to copy and pass on: nothing of a client, no name of a practice or a person."""
    return "\n".join(rules.in_text(lines, safe=True)) + "\n"


def as_facts(lines: Sequence[Line]) -> list[dict[str, str]]:
    """The lines for another program to read."""
    return [
        {
            "part": str(one.part),
            "what": one.what,
            "value": one.value,
            "level": one.level,
            "todo": one.todo if one.level != "good" else "",
        }
        for one in lines
    ]


def _program(what: str, value: str, level: Level = "good", todo: str = "") -> Line:
    return Line(Part.PROGRAM, what, value, level, todo)


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "(built in)"


def _system() -> str:
    """The system and its version as a person knows it."""
    if sys.platform == "darwin":
        return f"macOS {platform.mac_ver()[0]}"
    if sys.platform == "win32":
        return f"Windows {platform.release()} ({platform.version()})"
    try:
        return f"{platform.freedesktop_os_release()['PRETTY_NAME']}, Linux {platform.release()}"
    except (OSError, KeyError):
        return f"{platform.system()} {platform.release()}"


def _place(what: str, folder: Path, practice: Path | None = None) -> Line:
    there = "" if paths.is_folder(folder) else " (not made yet)"
    return Line(Part.PLACES, what, f"{folder}{there}", told=shortened(folder, Path.home(), practice) + there)


def _with_room(what: str, folder: Path, size: int, practice: Path | None, tried: bool = False) -> list[Line]:
    lines = [_place(what, folder, practice)]
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        todo = "Is the drive plugged in? Plug it in and look again."
        return [*lines, Line(Part.PLACES, f"{what}, free space", "Cannot be told", "amber", todo)]
    level = rules.room_level(free, size)
    lines.append(
        Line(
            Part.PLACES, f"{what}, free space", rules.in_size(free), level,
            f"Free some space on this drive: at least {rules.in_size(rules.room_wanted(size))} should be free, so that "
            "backups and updates find room. Empty the trash, move large files away.",
        )
    )  # fmt: skip
    return [*lines, writable(what, folder)] if tried else lines


def _backup_folder(practice: Path | None, chosen: str, size: int) -> list[Line]:
    what = "Backup folder"
    if not chosen:
        todo = "Make a backup (Practice → Backups) and choose a stick or another drive for it."
        return [Line(Part.PLACES, what, "None chosen on this computer yet", "amber", todo)]
    folder = Path(chosen)
    if not paths.is_folder(folder):
        words = "not there now; it is well to keep a stick unplugged between backups"
        return [Line(Part.PLACES, what, f"{folder} ({words})", told=f"{shortened(folder, Path.home())} ({words})")]
    lines = _with_room(what, folder, size, practice)
    if practice is not None and same_drive(practice, folder):
        lines.append(
            Line(
                Part.PLACES, "Backup folder, drive", "The same drive as the practice file", "amber",
                "When this drive dies, the backups die with it. Make the next backup to a stick or another drive.",
            )
        )  # fmt: skip
    elif practice is not None:
        lines.append(Line(Part.PLACES, "Backup folder, drive", "Another drive than the practice file’s"))
    return lines
