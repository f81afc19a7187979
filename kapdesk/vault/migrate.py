"""Bring a vault's tables to the present schema: after a verified copy, all or nothing.

alembic is imported only when there is something to do (60 ms of start-up otherwise).
"""

import re
import secrets
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from kapdesk import __version__
from kapdesk.errors import DiskFull, KapdeskError, PracticeDamaged, PracticeNewer
from kapdesk.vault.connection import Progress, check_integrity, connected, silent
from kapdesk.vault.database import Vault
from kapdesk.vault.files import check_room
from kapdesk.vault.snapshot import take_snapshot

_PROGRAM = "program"
_SPARE = 8 * 1024 * 1024
_DOING = "Bringing the practice file up to date (a checked copy is kept)"


def stored_revision(vault: Vault) -> str | None:
    """The schema's revision in the file; None when the file has no tables yet."""
    with vault.connection() as connection:
        found = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").first()
        if found is None:
            return None
        return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())


def upgrade(connection: Connection, scripts: Path) -> None:
    """Run all missing migrations in one exclusive transaction, with foreign keys off and checked before the commit."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    connection.exec_driver_sql("BEGIN EXCLUSIVE")
    try:
        command.upgrade(config, "head")
        loose = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if loose:
            raise PracticeDamaged(f"{len(loose)} records would be left without what they belong to.")
        connection.exec_driver_sql("COMMIT")
    except BaseException:
        with suppress(DBAPIError):  # a full disk has rolled back already
            connection.exec_driver_sql("ROLLBACK")
        raise
    finally:
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")


def bring_up_to_date(vault: Vault, scripts: Path, head: str, progress: Progress = silent) -> str | None:
    """Migrate when the file's schema is not `head`; returns the revision it had, None when nothing was done.

    A verified copy of the file is kept beside it as `before-REVISION.db` until the next migration. Raises
    PracticeNewer for a
    schema this program does not know, KapdeskError when a migration fails; the file is then as it was.
    """
    stored = stored_revision(vault)
    if stored == head:
        return None
    if stored is None or not any(scripts.glob(f"versions/{stored}_*.py")):
        raise PracticeNewer(_newer(vault, stored))
    _check_room(vault)
    _keep_copy(vault, stored, lambda _words, fraction: progress(_DOING, 0.8 * fraction))
    progress(_DOING, 0.8)
    try:
        with vault.connection() as connection:
            upgrade(connection, scripts)
    except KapdeskError:
        raise
    except Exception as error:
        raise KapdeskError(
            f"“{vault.folder.stem}” could not be brought up to date ({type(error).__name__}). It is as it was before; "
            "go on with the kapdesk you had, and report this."
        ) from None
    vault.checkpoint()
    return stored


def note_program(vault: Vault, program: str) -> None:
    """Let the file say which kapdesk writes it, so that an older one can name the version that is needed."""
    if numbers(_program(vault)) < numbers(program):
        vault.set_facts(**{_PROGRAM: program.encode()})


def numbers(version: str) -> tuple[int, ...]:
    """A version to be compared; nothing is less than everything."""
    return tuple(int(one) for one in re.findall(r"\d+", version))


def _program(vault: Vault) -> str:
    return (vault.fact(_PROGRAM) or b"").decode("ascii", "replace")


def _newer(vault: Vault, stored: str | None) -> str:
    program = _program(vault)
    known = numbers(program) > numbers(__version__)
    needed = f"kapdesk {program} or newer" if known else "the newer kapdesk"
    return (
        f"“{vault.folder.stem}” was written by a newer kapdesk ({program if known else f'schema {stored}'}); this one is too old to read it. Install {needed} from the stick "
        "that its installer came on, over this one, then open the file again. Nothing was changed."
    )


def _check_room(vault: Vault) -> None:
    """A copy, and the journal of a migration that may write every page anew."""
    size = vault.database.stat().st_size
    try:
        check_room(vault.folder, 2 * size + _SPARE)
    except DiskFull:
        raise DiskFull(
            f"“{vault.folder.stem}” must be brought up to date for this kapdesk, and a copy of it is kept first: "
            f"{(2 * size + _SPARE) / 1e6:.0f} MB are needed at {vault.folder.parent}. Free some space, then open it again. "
            "Nothing was changed."
        ) from None


def _keep_copy(vault: Vault, stored: str, progress: Progress) -> None:
    source = vault.source()
    part = vault.folder / f"before-{stored}.db.part{secrets.token_hex(4)}"
    kept = vault.folder / f"before-{stored}.db"
    try:
        take_snapshot(source, part, progress)
        with connected(part, source.raw_key) as copy, closing(copy.cursor()):
            check_integrity(copy, progress)
        for older in vault.folder.glob("before-*.db"):
            older.unlink()
        part.replace(kept)
    finally:
        part.unlink(missing_ok=True)
        source.key.wipe()
