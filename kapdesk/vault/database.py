"""The open vault: one connection for the thread that opened it, two doors (`read`, `write`), and the checks at opening.

`with vault.read() as db` and `with vault.write() as db` give a SQLAlchemy session; a write commits at the end or rolls
back
on any error. Rows of the vault's own (`vault_fact`) hold the copy of the key slots and the identity of the backups.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from kapdesk.errors import (
    BadInput,
    CannotWrite,
    NotAPractice,
    PracticeCut,
    PracticeDamaged,
    PracticeEmpty,
    PracticeForeign,
    PracticeNewer,
    PracticeRetired,
)
from kapdesk.vault import connection as raw
from kapdesk.vault import slots, witness
from kapdesk.vault.connection import (
    APPLICATION_ID,
    OLDEST_SQLITE,
    PAGE,
    RETIRED,
    connected,
    in_words,
    is_not_a_database,
    settle,
)
from kapdesk.vault.engine import engine_over
from kapdesk.vault.files import check_room, disk_in_words, folder_of
from kapdesk.vault.half_made import (
    SUFFIX,
    check_free,
    give_name,
    half_made,
    remove_folder,
    remove_half_made,
    remove_leftovers,
)
from kapdesk.vault.keys import DataKey, KeySlots
from kapdesk.vault.lock import FolderLock, claim

DATABASE = "vault.db"
_ROOM_FOR_SLOTS = 1024 * 1024
_PLAIN_HEADER = b"SQLite format 3\x00"


class Source:
    """What a worker needs for a connection of its own: the place and a copy of the key."""

    def __init__(self, folder: Path, key: DataKey) -> None:
        self.folder = folder
        self.key = key

    @property
    def database(self) -> Path:
        """The database file."""
        return self.folder / DATABASE

    @property
    def raw_key(self) -> bytes:
        """The database's key, 32 bytes."""
        return self.key.branch("database")

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session on a connection of the worker's own, which can only read."""
        with (
            connected(self.database, self.raw_key) as raw_connection,
            Session(engine_over(lambda: raw_connection)) as db,
        ):
            yield db


class Vault:
    """An open practice file; made by `create` or `open_vault`, ended by `close`."""

    def __init__(self, folder: Path, key: DataKey, lock: FolderLock) -> None:
        self.folder = folder
        self.key = key
        self.slots_mended = False
        self.reads_only = False
        self._lock = lock
        self._unsaved_journal = False
        self._engine = engine_over(self._connect)
        self._read = sessionmaker(self._engine)
        self._write = sessionmaker(
            self._engine.execution_options(kapdesk_begin="BEGIN IMMEDIATE"), expire_on_commit=False
        )

    @property
    def database(self) -> Path:
        """The database file."""
        return self.folder / DATABASE

    @property
    def is_open(self) -> bool:
        """Whether the doors still open."""
        return self._lock is not None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the practice; nothing is kept of what it changes."""
        with self._errors(), self._read() as db:
            yield db

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session whose changes are committed, durably, at the end; on any error nothing is."""
        with self._errors(), self._write.begin() as db:
            yield db
        self._unsaved_journal = True

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection outside any transaction, for settings and the journal."""
        with self._errors(), self._engine.connect().execution_options(kapdesk_begin="") as connection:
            yield connection

    def source(self) -> Source:
        """What a worker needs to read this vault while it stays open."""
        return Source(self.folder, self.key.copy())

    def checkpoint(self) -> bool:
        """Move the journal into the file (damage to a journal would be silent); False when a reader is in the way."""
        if not self._unsaved_journal:
            return True
        with self.connection() as connection:
            row = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        self._unsaved_journal = bool(row[0])
        return not self._unsaved_journal

    def fact(self, name: str) -> bytes | None:
        """A fact of the vault's own (never one of a client)."""
        with self.read() as db:
            return db.execute(
                text("SELECT value FROM vault_fact WHERE name = :name"), {"name": name}
            ).scalar_one_or_none()

    def set_facts(self, **facts: bytes) -> None:
        """Keep facts of the vault's own, all or none."""
        with self.write() as db:
            for name, value in facts.items():
                put_fact(db, name, value)

    def only_read(self, but: str) -> None:
        """From here on refuse to change anything but to add rows to the table named; PracticeRetired says so."""
        with self.connection() as connection:
            raw.only_read(connection.connection.driver_connection, but)
        self.reads_only = True

    def write_again(self) -> None:
        """Take back `only_read`."""
        with self.connection() as connection:
            raw.write_again(connection.connection.driver_connection)
        self.reads_only = False

    def change_slots(self, change: Callable[[KeySlots], KeySlots]) -> None:
        """Write new key slots: the file first, which commits the change, then its copies.

        Raises PracticeRetired, or DiskFull before anything is written, so that a change is never half done for want of room.
        """
        if self.reads_only:
            raise PracticeRetired(RETIRED)
        check_room(self.folder, _ROOM_FOR_SLOTS)
        present, _ = slots.mend(self.folder, self.key, self.fact("key_slots"))
        changed = change(present)
        slots.write(self.folder, changed)
        self.set_facts(key_slots=changed.to_bytes())

    def close(self) -> None:
        """Empty the journal, close the connection, drop the key, let go of the folder; a second time does nothing."""
        if not self.is_open:
            return
        with contextlib.suppress(CannotWrite, PracticeDamaged):
            self._unsaved_journal = True
            self.checkpoint()
        self._engine.dispose()
        self.key.wipe()
        self._lock.release()
        self._lock = None  # type: ignore[assignment]  # closed: every door fails loudly from here on

    def _connect(self) -> Any:
        connection = sqlcipher.connect(str(self.database), isolation_level=None)
        try:
            settle(connection, self.key.branch("database"))
            connection.execute("PRAGMA journal_mode = WAL")
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            told = in_words(error.orig, self.database) if error.orig else None
            if told is None:
                raise
            raise told from None
        except UnicodeEncodeError:  # its own words would be the text
            raise BadInput(
                "There is half a character in this text, such as a broken emoji. Delete it and type it again.", "text"
            ) from None


def put_fact(db: Session | Connection, name: str, value: bytes) -> None:
    """Keep a fact of the vault's own, in the caller's write."""
    db.execute(
        text("INSERT INTO vault_fact VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = :value"),
        {"name": name, "value": value},
    )


def create(folder: Path, key: DataKey, key_slots: KeySlots, migrate: Callable[[Connection], None]) -> Vault:
    """Make a new vault in a folder that must not exist; `migrate` makes its tables.

    It is built under another name and gets its own when it is whole. Raises FolderExists, CannotWrite, DiskFull.
    """
    _check_engine()
    check_free(folder)
    remove_half_made(folder.parent)
    part = half_made(folder)
    with disk_in_words(folder.parent):
        part.mkdir(mode=0o700)
    try:
        _make_database(part, key, key_slots, migrate)
        give_name(part, folder)
    except BaseException:
        remove_folder(part)
        raise
    try:
        return open_vault(folder, key)
    except BaseException:  # nobody has seen it, and its recovery key would never be shown
        remove_folder(folder)
        raise


def _make_database(part: Path, key: DataKey, key_slots: KeySlots, migrate: Callable[[Connection], None]) -> None:
    vault = Vault(part, key.copy(), claim(part))  # held from the first: what is not held is swept away as half made
    try:
        slots.write(part, key_slots)
        with vault.connection() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(
                "CREATE TABLE vault_fact (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"
            )
        with vault.connection() as connection:
            migrate(connection)
        vault.set_facts(vault_id=key.vault_id.encode(), key_slots=key_slots.to_bytes())
        if not vault.checkpoint():  # the journal goes below: what is still in it would be lost
            raise CannotWrite(f"{folder_of(part)} cannot be written just now. Try again.")
    finally:
        vault.close()
    for leftover in ("lock", DATABASE + "-wal", DATABASE + "-shm"):
        (part / leftover).unlink(missing_ok=True)


def open_vault(folder: Path, key: DataKey, sweep: bool = True) -> Vault:
    """Open a vault whose key is known, after the checks that cost nothing.

    Raises NotAPractice, OpenElsewhere, PracticeEmpty, PracticeCut, PracticeForeign, PracticeDamaged, CannotWrite.
    """
    _check_engine()
    check_folder(folder)
    vault = Vault(folder, key, claim(folder))
    try:
        if sweep:
            remove_leftovers(folder)
            remove_half_made(folder.parent)
        _check_opened(vault)
        inner = vault.fact("key_slots")
        best, vault.slots_mended = slots.mend(folder, key, inner)
        if inner != best.to_bytes():
            vault.set_facts(key_slots=best.to_bytes())
    except BaseException:
        vault._engine.dispose()
        vault._lock.release()
        raise
    return vault


def check_folder(folder: Path) -> None:
    """Refuse, before any key is asked for, what cannot be a whole practice file; nothing is created or changed."""
    with disk_in_words(folder, reading=True):
        _check_outside(folder, folder / DATABASE)


def _check_outside(folder: Path, database: Path) -> None:
    if not folder.is_dir():
        raise NotAPractice(
            f"There is no practice file at {folder}. A practice file is a folder whose name ends in {SUFFIX}."
        )
    if not database.is_file():
        if (folder / slots.NAME).exists():
            raise PracticeEmpty(f"The database in {folder.name} is missing. Restore the practice from a backup.")
        raise NotAPractice(f"{folder} is not a kapdesk practice file: it holds no {DATABASE}.")
    size = database.stat().st_size
    if size < PAGE:
        raise PracticeEmpty(
            f"The database in {folder.name} is empty ({size} bytes). Nothing was written to it. "
            "Restore the practice from a backup."
        )
    if size % PAGE:
        raise PracticeCut(
            f"The database in {folder.name} was cut off or added to ({size} bytes is no whole number of pages). "
            "Restore the practice from a backup."
        )
    with database.open("rb") as file:
        if file.read(16) == _PLAIN_HEADER:
            raise PracticeForeign(
                f"The database in {folder.name} is not encrypted, so it is not kapdesk's. "
                "Put the right file back, or restore the practice from a backup."
            )


def _check_opened(vault: Vault) -> None:
    """The first read (a wrong key shows only here), whose database it is, and whether it is whole."""
    foreign = PracticeForeign(
        f"The database in {vault.folder.name} belongs to another practice file or is damaged from its first page on. "
        "Put the right file back, or restore the practice from a backup."
    )
    size = vault.database.stat().st_size
    try:
        with vault._engine.connect().execution_options(kapdesk_begin="") as connection:
            kind, mode, pages = (
                connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("application_id", "journal_mode", "page_count")
            )
    except DBAPIError as error:
        if is_not_a_database(error.orig):
            raise foreign from None
        told = in_words(error.orig, vault.database) if error.orig else None
        if isinstance(told, PracticeDamaged) and size < witness.size_at_close(vault.folder, vault.key):
            raise _cut(vault.folder) from None
        raise (told or error) from None
    if kind != APPLICATION_ID or vault.fact("vault_id") != vault.key.vault_id.encode():
        raise foreign
    if mode != "wal":
        raise CannotWrite(
            f"The drive at {vault.folder} does not allow safe writing. Move the practice file to a local drive."
        )
    journal = vault.folder / (DATABASE + "-wal")
    if size // PAGE != pages and not (journal.exists() and journal.stat().st_size):
        raise _cut(vault.folder)


def _cut(folder: Path) -> PracticeCut:
    return PracticeCut(
        f"The database in {folder.name} was cut off: its end is missing. Restore the practice from a backup."
    )


def _check_engine() -> None:
    if sqlcipher.sqlite_version_info < OLDEST_SQLITE:
        raise PracticeNewer("This computer's copy of kapdesk has too old a database engine. Install kapdesk again.")


def owner_only() -> None:
    """Files made from here on are for this user alone."""
    os.umask(0o077)
