"""Choices of this computer, in a small file: never a client's word, nothing that belongs to the practice."""

import contextlib
import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from kapdesk import __version__, paths
from kapdesk.vault.retired import marked_since

_NAME = "preferences.json"


@dataclass
class Preferences:
    """Which practice file was last open, where backups go, and how the desk looks on this computer."""

    practice: str = ""
    backup_folder: str = ""
    theme: str = "system"
    scale: float = 1.0
    idle_minutes: int = 10
    geometry: str = ""
    seen_version: str = ""
    """The newest version of kapdesk whose news were shown, or that this computer began with."""
    session_sound: bool = False
    session_idle_minutes: int = 0
    """While a ketamine session runs; 0: it does not lock by itself."""

    def save(self) -> None:
        """Write them; a folder that cannot be written is no reason to stop working."""
        folder = paths.settings()
        part = folder / (_NAME + ".part")
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            with part.open("w", encoding="utf-8") as file:
                json.dump(asdict(self), file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            part.replace(folder / _NAME)


def load() -> Preferences:
    """The saved choices; what is missing or makes no sense is as usual."""
    try:
        content = json.loads((paths.settings() / _NAME).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return Preferences()
    if not isinstance(content, dict):
        return Preferences()
    kept = {one.name: content[one.name] for one in fields(Preferences) if _fits(one.name, content.get(one.name))}
    return Preferences(**kept)


def note_first_start(preferences: Preferences) -> None:
    """A computer that kapdesk begins on is told nothing of what is new: there all of it is."""
    if not preferences.seen_version and not preferences.practice:
        preferences.seen_version = __version__


def _fits(name: str, value: Any) -> bool:
    if name == "scale":
        return type(value) in (int, float) and 0.8 <= value <= 2.0
    if name == "idle_minutes":
        return type(value) is int and 1 <= value <= 240
    if name == "session_idle_minutes":
        return type(value) is int and 0 <= value <= 240
    if name == "session_sound":
        return type(value) is bool
    if name == "theme":
        return value in ("system", "light", "dark")
    return isinstance(value, str)


def last_practice(preferences: Preferences) -> Path | None:
    """The practice file that was last open, when it is still there and the practice has not moved away from it."""
    folder = Path(preferences.practice) if preferences.practice else None
    return folder if folder and folder.is_dir() and marked_since(folder) is None else None
