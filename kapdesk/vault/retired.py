"""A small mark beside a retired practice file, which says before any key is typed that the practice moved.

It is a courtesy: what counts stands in the file itself, and the mark is set right at each opening.
"""

import contextlib
from datetime import date
from pathlib import Path

from kapdesk.domain.dates import in_full
from kapdesk.vault.files import write_atomically

NAME = "retired"


def marked_since(folder: Path) -> date | None:
    """The day that the mark names; None when there is none or it makes no sense."""
    try:
        return date.fromisoformat((folder / NAME).read_text("ascii").strip())
    except (OSError, ValueError):
        return None


def mark(folder: Path, since: date | None) -> None:
    """Let the mark say what the file itself says; raises CannotWrite or DiskFull."""
    if since is not None and marked_since(folder) != since:
        write_atomically(folder / NAME, since.isoformat().encode())
    elif since is None:
        with contextlib.suppress(OSError):
            (folder / NAME).unlink(missing_ok=True)


def moved_away(since: date) -> str:
    """What is said of a retired file."""
    return f"This practice moved to another computer on {in_full(since)}. Here it is read only."
