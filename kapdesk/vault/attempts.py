"""Failed unlockings: a plain file of times beside the vault, and the delay that grows with them."""

from datetime import datetime
from pathlib import Path

NAME = "attempts"
_LONGEST_WAIT = 30.0
_FREE = 2
"""So many failures cost no wait: everyone mistypes."""


def note_failure(folder: Path, at: datetime) -> None:
    """Enter a failed unlocking; a folder that cannot be written is left as it is."""
    try:
        with (folder / NAME).open("a", encoding="ascii") as file:
            file.write(at.isoformat() + "\n")
    except OSError:
        return


def failures(folder: Path) -> list[datetime]:
    """The times of the failures since the last good unlocking; lines that are no time are passed over."""
    try:
        lines = (folder / NAME).read_text("ascii", errors="replace").split()
    except OSError:
        return []
    found = []
    for line in lines[-10_000:]:
        try:
            moment = datetime.fromisoformat(line)
        except ValueError:
            continue
        if moment.tzinfo is not None:
            found.append(moment)
    return found


def seconds_to_wait(folder: Path, at: datetime) -> float:
    """How long the next try has to wait: 1 s after the third failure, doubling to 30 s; never a lock-out.

    Failures that are still to come (the clock was wrong then, or is now) cost no wait.
    """
    past = failures(folder)
    if len(past) <= _FREE or at < past[-1]:
        return 0.0
    wait = min(_LONGEST_WAIT, 2.0 ** min(len(past) - _FREE - 1, 10))
    return max(0.0, wait - (at - past[-1]).total_seconds())


def forget(folder: Path) -> None:
    """Empty the file once the failures stand in the history."""
    try:
        (folder / NAME).unlink(missing_ok=True)
    except OSError:
        return
