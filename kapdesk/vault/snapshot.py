"""A consistent copy of an open vault, under the same key, while the desk goes on writing."""

from pathlib import Path

from kapdesk.vault.connection import Progress, connected, silent, stoppable
from kapdesk.vault.database import Source
from kapdesk.vault.files import check_room, disk_in_words

_MARGIN = 8 * 1024 * 1024


def take_snapshot(source: Source, to: Path, progress: Progress = silent) -> None:
    """Write the whole vault as of now to `to` (VACUUM INTO: the same key, no holes).

    Raises DiskFull before anything is written when the room is too small, Cancelled when stopped, PracticeDamaged
    when the
    source cannot be read; a half copy is removed.
    """
    with disk_in_words(source.folder):
        size = source.database.stat().st_size
    check_room(to.parent, size + _MARGIN)
    progress("Copying the practice", 0.0)
    try:
        with (
            connected(source.database, source.raw_key, read_only=False) as connection,
            stoppable(connection, "Copying the practice", progress),
        ):
            connection.execute("VACUUM INTO ?", (str(to),))
    except BaseException:
        to.unlink(missing_ok=True)
        raise
