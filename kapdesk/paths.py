"""Where kapdesk's own files and a person's folders lie, from source, from a wheel and frozen."""

import os
import sys
from pathlib import Path


def _product() -> Path:
    """The folder that holds `resources/` and `migrations/`."""
    package = Path(__file__).resolve().parent
    shipped = package / "_data"
    return shipped if shipped.is_dir() else package.parent


def resources() -> Path:
    """The folder of papers, fonts, icons, style and sample."""
    return _product() / "resources"


def migrations() -> Path:
    """The folder of the schema's migrations."""
    return _product() / "migrations"


def documents() -> Path:
    """Where a person keeps documents; the folder offered for a new practice."""
    folder = Path.home() / "Documents"
    return folder if is_folder(folder) else Path.home()


def settings() -> Path:
    """The folder of this computer's choices and of the log, by the customs of the system; not created here."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home() / "AppData" / "Roaming")) / "kapdesk"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "kapdesk"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "kapdesk"


def is_folder(path: Path) -> bool:
    """Whether a folder is there and may be looked at; never an error, whatever a settings file holds."""
    return os.path.isdir(path)  # noqa: PTH112  # a path's own is_dir raises for a folder that may not be entered


def is_there(path: Path) -> bool:
    """The same of anything."""
    return os.path.exists(path)  # noqa: PTH110  # as above


def is_file(path: Path) -> bool:
    """The same of a file."""
    return os.path.isfile(path)  # noqa: PTH113  # as above
