"""What was typed before there is a practice file: kept in a small file of this computer, so that a crash loses nothing.

Facts of the practice only; never a passphrase or a key. It is removed once the practice file is made.
"""

import contextlib
import json
from pathlib import Path

from kapdesk import paths
from kapdesk.errors import KapdeskError
from kapdesk.vault.files import write_atomically

_NAME = "first-launch.json"
_MAKING = "making"


def keep(words: dict[str, str]) -> None:
    """Keep it; a folder that cannot be written is no reason to stop working."""
    folder = paths.settings()
    with contextlib.suppress(KapdeskError, OSError):
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / _NAME, json.dumps(words, indent=1).encode())


def kept() -> dict[str, str]:
    """What was kept; nothing when there is none, or when it makes no sense."""
    return {name: words for name, words in _read().items() if name != _MAKING}


def begin_making(folder: Path) -> None:
    """A practice file is being made or restored: should the power go before anyone has seen it, it is found again."""
    keep({**kept(), _MAKING: str(folder)})


def end_making() -> None:
    """It is known now, or there is none; what was typed stays."""
    words = kept()
    if words:
        keep(words)
    else:
        forget()


def _read() -> dict[str, str]:
    try:
        content = json.loads((paths.settings() / _NAME).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {name: words for name, words in content.items() if isinstance(words, str)}


def forget() -> None:
    """Let go of it."""
    with contextlib.suppress(OSError):
        (paths.settings() / _NAME).unlink(missing_ok=True)


def made_already() -> Path | None:
    """The practice file that was just made or restored when the power went; None when it did not come to that."""
    making = _read().get(_MAKING, "")
    return Path(making) if making and paths.is_file(Path(making) / "vault.db") else None
