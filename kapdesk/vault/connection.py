"""One raw SQLCipher connection with the settings that every connection of kapdesk has."""

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from kapdesk.errors import CannotWrite, DiskFull, KapdeskError, PracticeDamaged, PracticeRetired, RecordSigned
from kapdesk.vault.files import disk_in_words, folder_of, is_full

OLDEST_SQLITE = (3, 53, 3)
"""Older versions can lose commits in a race of the journal's reset."""
APPLICATION_ID = 0x6B617064
PAGE = 4096

Progress = Callable[[str, float], None]
"""Called with what is being done and how much of it (0 to 1); raises Cancelled to stop."""

_FULL, _CORRUPT, _NOT_A_DATABASE, _READ_ONLY, _INPUT_OUTPUT, _CANNOT_OPEN, _CONSTRAINT = 13, 11, 26, 8, 10, 14, 19
_NOT_ALLOWED = 23
SIGNED = "kapdesk: signed"
"""What a trigger says when something would change a signed record or the history."""
RETIRED = (
    "This practice has moved to another computer; here it is kept to be read only. Nothing was changed. "
    "Work in the other one, or take this one up again on the Practice page, under Backups."
)


def silent(words: str, fraction: float) -> None:
    """A progress that nobody watches."""


def span(progress: Progress, low: float, high: float) -> Progress:
    """The progress of a part that goes from `low` to `high` of the whole."""
    return lambda words, fraction: progress(words, low + (high - low) * fraction)


def settle(connection: Any, raw_key: bytes, read_only: bool = False) -> None:
    """Give a fresh connection its key and settings.

    The key must be 32 bytes: SQLCipher takes anything else silently for a passphrase.
    """
    if len(raw_key) != 32:
        raise ValueError("a raw key has 32 bytes")
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.set_key(bytearray(b"x'" + raw_key.hex().encode() + b"'"))
    for setting in (
        "temp_store = MEMORY",
        "foreign_keys = ON",
        "recursive_triggers = ON",
        "trusted_schema = OFF",
        "secure_delete = ON",
        "busy_timeout = 0",
        "synchronous = FULL",
    ):
        connection.execute(f"PRAGMA {setting}")
    if sys.platform == "darwin":
        connection.execute("PRAGMA fullfsync = ON")
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
    if read_only:
        connection.execute("PRAGMA query_only = ON")


def only_read(connection: Any, but: str) -> None:
    """Refuse every statement on this connection that would change a table, but rows that are added to the one named."""

    def ask(act: int, table: str | None, *_: object) -> int:
        changes = act in (sqlcipher.SQLITE_INSERT, sqlcipher.SQLITE_UPDATE, sqlcipher.SQLITE_DELETE)
        allowed = act == sqlcipher.SQLITE_INSERT and table == but
        return int(sqlcipher.SQLITE_DENY if changes and not allowed else sqlcipher.SQLITE_OK)

    connection.set_authorizer(ask)


def write_again(connection: Any) -> None:
    """Take back `only_read`."""
    connection.set_authorizer(None)


@contextmanager
def connected(path: Path, raw_key: bytes, read_only: bool = True) -> Iterator[Any]:
    """A raw connection to a database that exists, closed at the end; errors come as sentences."""
    with disk_in_words(path.parent, reading=True):
        path.parent.stat()  # a drive that was pulled is no damage
        empty = not path.is_file() or path.stat().st_size == 0
    if empty:
        raise PracticeDamaged(f"{path.name} is missing or empty. Restore the practice from a backup.")
    with engine_errors(path), closing(sqlcipher.connect(str(path), isolation_level=None)) as connection:
        settle(connection, raw_key, read_only)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield connection


@contextmanager
def stoppable(connection: Any, words: str, progress: Progress) -> Iterator[None]:
    """Let `progress` stop the long statement inside; it is asked some times a second."""
    stopped: list[BaseException] = []

    def ask() -> int:
        try:
            progress(words, 0.0)
        except BaseException as error:  # the engine would swallow it; it is raised again below
            stopped.append(error)
            return 1
        return 0

    connection.set_progress_handler(ask, 200_000)
    try:
        yield
    except sqlcipher.Error:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def engine_errors(path: Path) -> Iterator[None]:
    """Turn the engine's errors that a person can act on into sentences; the place where that is decided."""
    try:
        yield
    except sqlcipher.Error as error:
        told = in_words(error, path)
        if told is None:
            raise
        raise told from None


def in_words(error: BaseException, path: Path) -> KapdeskError | None:
    """The sentence for an engine's error, or None for a bug of ours."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == _FULL or (code == _INPUT_OUTPUT and is_full(path.parent)):
        return DiskFull(
            f"There is no room left at {folder_of(path.parent)}. Free some space, then try again. Nothing was changed."
        )
    if code in (_CORRUPT, _NOT_A_DATABASE):
        return PracticeDamaged(
            f"The practice file {path.parent.name} is damaged. Nothing more is written to it. "
            "Restore the newest backup; the damaged file is kept aside."
        )
    if code in (_READ_ONLY, _INPUT_OUTPUT, _CANNOT_OPEN):
        return CannotWrite(
            f"The practice file at {folder_of(path.parent)} cannot be written or read. "
            "Check the drive and its permissions, then try again. Nothing was changed."
        )
    if code == _NOT_ALLOWED:
        return PracticeRetired(RETIRED)
    if code == _CONSTRAINT and SIGNED in str(error):
        return RecordSigned("This is signed or part of the history and cannot be changed. Add an addendum instead.")
    return None


def is_not_a_database(error: BaseException | None) -> bool:
    """Whether the first page could not be read with this key."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == _NOT_A_DATABASE


def table_counts(connection: Any) -> dict[str, int]:
    """The number of rows of every table."""
    names = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
    ]
    quoted = {name: '"' + name.replace('"', '""') + '"' for name in names}
    return {name: connection.execute(f"SELECT count(*) FROM {quoted[name]}").fetchone()[0] for name in names}  # noqa: S608  # quoted names


def check_integrity(connection: Any, progress: Progress = silent) -> None:
    """Both checks of the whole file: every page's seal, then the structure; PracticeDamaged when one fails."""
    connection.execute("BEGIN")
    connection.execute(
        "SELECT count(*) FROM sqlite_master"
    ).fetchone()  # from here on the file's pages stay as they are
    try:
        _check_integrity(connection, progress)
    finally:
        connection.execute("ROLLBACK")


def _check_integrity(connection: Any, progress: Progress) -> None:
    with stoppable(connection, "Checking every page", progress):
        bad_pages = len(connection.execute("PRAGMA cipher_integrity_check").fetchall())
    if bad_pages:  # the structure cannot be read past them
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        raise PracticeDamaged(
            f"The check found damage: {bad_pages:,} of {pages:,} pages are not as they were written. {_GO_BACK}"
        )
    with stoppable(connection, "Checking the structure", span(progress, 0.5, 1.0)):
        structure = connection.execute("PRAGMA integrity_check").fetchall()
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    if structure != [("ok",)] or orphans:
        broken = 0 if structure == [("ok",)] else len(structure)
        raise PracticeDamaged(
            f"The check found damage: {broken:,} faults in the structure, {len(orphans):,} records that belong to nothing. "
            f"{_GO_BACK}"
        )


_GO_BACK = "Do not go on with this file: restore the newest good backup."
