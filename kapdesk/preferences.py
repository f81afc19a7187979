"""Choices of this computer, in a small file: never a client's word, nothing that belongs to the practice."""

import contextlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from kapdesk import __version__, paths
from kapdesk.errors import KapdeskError
from kapdesk.vault.files import write_atomically
from kapdesk.vault.retired import marked_since

_NAME = "preferences.json"
SAMPLE = "Sample practice"
"""What the file of the sample is called."""
_MOST = 8
"""Practice files that are remembered."""


@dataclass
class Preferences:
    """Which practice files there are, where backups go, and how the desk looks on this computer."""

    practice: str = ""
    """The usual one, which opens to its lock screen when the program starts."""
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
    help_size: float = 1.0
    """The text of the help, beside the size of all text."""
    practices: list[str] = field(default_factory=list)
    """All that were opened here, the newest first; of these some may be on a stick that is not plugged in."""

    def __post_init__(self) -> None:
        self._before = asdict(self)

    def save(self) -> None:
        """Write what was chosen here, over what another window may have written meanwhile.

        A folder that cannot be written is no reason to stop working.
        """
        folder = paths.settings()
        content = {**self.take_from_others(), **asdict(self)}
        self._before = asdict(self)
        with contextlib.suppress(KapdeskError, OSError):
            folder.mkdir(parents=True, exist_ok=True)
            write_atomically(folder / _NAME, json.dumps(content, indent=1).encode())

    def take_from_others(self) -> dict[str, Any]:
        """What was not changed here is as it stands in the file now; all that the file holds, a newer kapdesk's too."""
        content = _read()
        for name, value in _kept(content).items():
            if name == "practices":
                self.practices = list(dict.fromkeys([*self.practices, *value]))[:_MOST]
            elif getattr(self, name) == self._before[name]:
                setattr(self, name, value)
        return content


def load() -> Preferences:
    """The saved choices; what is missing or makes no sense is as usual."""
    return Preferences(**_kept(_read()))


def _read() -> dict[str, Any]:
    try:
        content = json.loads((paths.settings() / _NAME).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _kept(content: dict[str, Any]) -> dict[str, Any]:
    return {one.name: content[one.name] for one in fields(Preferences) if _fits(one.name, content.get(one.name))}


def note_first_start(preferences: Preferences) -> None:
    """A computer that kapdesk begins on is told nothing of what is new: there all of it is."""
    if not preferences.seen_version and not preferences.practice:
        preferences.seen_version = __version__


def _fits(name: str, value: Any) -> bool:
    if name in ("scale", "help_size"):
        return type(value) in (int, float) and 0.8 <= value <= 2.0
    if name == "idle_minutes":
        return type(value) is int and 1 <= value <= 240
    if name == "session_idle_minutes":
        return type(value) is int and 0 <= value <= 240
    if name == "session_sound":
        return type(value) is bool
    if name == "theme":
        return value in ("system", "light", "dark")
    if name == "practices":
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return isinstance(value, str)


def usual_practice(preferences: Preferences) -> Path | None:
    """The practice file that opens when the program starts, whether or not it is there just now.

    One that was left behind gives way to another that is known here, but not to the sample; alone it still opens, and its
    lock screen says where the work goes on.
    """
    usual = Path(preferences.practice) if preferences.practice else None
    if usual is None or marked_since(usual) is None:
        return usual
    others = (one for one in known_practices(preferences, usual) if not one.stem.startswith(SAMPLE))
    return next((one for one in others if marked_since(one) is None), usual)


def known_practices(preferences: Preferences, but: Path | None = None) -> list[Path]:
    """The practice files that were opened here and are there, the newest first."""
    known = dict.fromkeys([*preferences.practices, *filter(None, [preferences.practice])])
    return [Path(one) for one in known if Path(one) != but and paths.is_folder(Path(one))]


def note_opened(preferences: Preferences, folder: Path, may_be_usual: bool = True) -> None:
    """Remember a practice file that was opened.

    It becomes the usual one when there is none, or when that was deleted, moved or retired; not while only its drive is
    missing.
    """
    preferences.take_from_others()
    name, usual = str(folder), usual_practice(preferences)
    known_before = name in preferences.practices
    preferences.practices = [name, *(one for one in preferences.practices if one != name)][:_MOST]
    gone = usual is not None and not paths.is_folder(usual) and paths.is_folder(usual.parent)
    left = usual is not None and marked_since(usual) is not None
    if may_be_usual and (gone or left or (usual is None and not known_before)):
        preferences.practice = name
    preferences.save()


def make_usual(preferences: Preferences, folder: Path, usual: bool) -> None:
    """Let a practice file be the one that opens when the program starts, or let it be so no longer."""
    if usual:
        preferences.practice = str(folder)
    elif preferences.practice == str(folder):
        preferences.practice = ""
    preferences.save()


def called(folders: Sequence[Path]) -> list[str]:
    """What practice files are called; equal names are told apart by their place."""
    stems = [folder.stem for folder in folders]
    return [
        f"{stem} ({folder.parent})" if stems.count(stem) > 1 else stem
        for stem, folder in zip(stems, folders, strict=True)
    ]
