"""The backup: one `.kdbk` file that kapdesk, or unzip, age, tar and a SQLCipher reader, can open years later.

A stored ZIP of README.txt, identity.age (the identity under the passphrase) and payload.age: a tar of manifest, raw
key, key
slots and a snapshot, encrypted to that identity and to the recovery identity. It is written under another name, read
back,
decrypted, opened and checked, and only then gets its own. The raw key is never on a disk in plain.
"""

import contextlib
import hashlib
import io
import json
import os
import re
import secrets
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import pyrage

from kapdesk.errors import BackupBad, Cancelled, CannotWrite, NameTaken, PracticeDamaged, WrongSecret
from kapdesk.vault import slots
from kapdesk.vault.connection import Progress, check_integrity, connected, silent, span, table_counts
from kapdesk.vault.database import DATABASE, Source
from kapdesk.vault.files import check_room, disk_in_words, sync_folder
from kapdesk.vault.half_made import remove_folder
from kapdesk.vault.identity import BackupIdentities
from kapdesk.vault.keys import KeySlots
from kapdesk.vault.snapshot import take_snapshot
from kapdesk.vault.tarstream import Part, Unpacker, tar_of

FORMAT, VERSION = "kapdesk-backup", 1
SUFFIX = ".kdbk"
_IN_MEMORY = 1024 * 1024
_DEAD_AFTER = 24 * 3600.0
"""Seconds: a backup that is being made grows or is read back within them."""

README = """This is a backup of a kapdesk practice. With kapdesk: kapdesk check FILE, kapdesk restore FILE NEW-FOLDER

Without kapdesk, with public tools:
1. unzip this file; it holds identity.age and payload.age.
2. With the passphrase:    age -d identity.age > key.txt        (asks for the passphrase of the day of the backup)
   With the recovery key:  write its AGE-SECRET-KEY-1... form, from the recovery sheet, into key.txt
3. age -d -i key.txt payload.age | tar x
4. vault.db is a SQLCipher 4 database. rawkey.txt holds its key, to be given as:
   PRAGMA key = "x'(the 64 digits)'";
   Then every table can be read, for instance: SELECT legal_name FROM client;
5. Delete key.txt, rawkey.txt and vault.db safely afterwards: they are no longer protected.
"""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; `counts` are the rows of every table, `size` the snapshot's bytes."""

    made_at: datetime
    vault_id: str
    name: str
    program: str
    counts: dict[str, int]
    size: int
    sha256: str

    def to_bytes(self) -> bytes:
        """As JSON."""
        content = {**vars(self), "made_at": self.made_at.isoformat(), "format": FORMAT, "version": VERSION}
        return json.dumps(content, indent=1, sort_keys=True).encode()


def write_backup(
    source: Source,
    key_slots: KeySlots,
    identities: BackupIdentities,
    to: Path,
    made_at: datetime,
    program: str,
    progress: Progress = silent,
    overwrite: bool = False,
) -> Manifest:
    """Make a backup and read it back; the file at `to` is there whole and checked, or not at all.

    Raises NameTaken, DiskFull, CannotWrite, PracticeDamaged (the practice itself fails the checks), BackupBad
    (what was written
    does not read back), Cancelled.
    """
    with disk_in_words(to.parent):
        taken, place = to.exists(), to.parent.is_dir()
    if taken and not overwrite:
        raise NameTaken(f"{to.name} is there already. Choose another name, or say that it may be replaced.")
    if not place:
        raise CannotWrite(f"{to.parent} is not there (any more). Is the drive plugged in?")
    _remove_leftovers(to, source.folder.stem)
    part = to.with_name(f"{to.name}.{secrets.token_hex(4)}.part")
    snapshot = source.folder / f"snapshot.db.part{secrets.token_hex(4)}"
    try:
        take_snapshot(source, snapshot, span(progress, 0.0, 0.2))
        with connected(snapshot, source.raw_key) as connection:
            counts = table_counts(connection)
        size = snapshot.stat().st_size
        digest = _sha256(snapshot, span(progress, 0.2, 0.25))
        manifest = Manifest(made_at, source.key.vault_id, source.folder.stem, program, counts, size, digest)
        check_room(to.parent, size + _IN_MEMORY)
        with disk_in_words(to.parent):
            _write_zip(part, snapshot, manifest, source, key_slots, identities, span(progress, 0.25, 0.5))
        snapshot.unlink()
        found = _read_back(part, source, identities, span(progress, 0.5, 1.0))
        if found != manifest:
            raise BackupBad("The backup does not read back as it was written. Try another drive.")
        with disk_in_words(to.parent):
            part.replace(to)
            sync_folder(to.parent)
    finally:
        for leftover in (part, snapshot):
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)
    return manifest


def open_payload(path: Path, identity: str, into: Path, progress: Progress = silent) -> tuple[Manifest, bytes]:
    """Decrypt a backup: key slots and the still encrypted database go `into`; the manifest and the raw key come back.

    Raises WrongSecret when it is encrypted to other identities, BackupBad for whatever is not as it was written;
    the database's
    size and SHA-256 are compared with the manifest.
    """
    return _unpack(path, _identity(identity), into, progress)


def prove(path: Path, identity: str) -> None:
    """Whether an identity opens a backup, by its beginning alone; BackupBad, WrongSecret."""
    unlocking = _identity(identity)
    beginning = _Beginning()
    with _opened_zip(path) as archive, _members(path), archive.open("payload.age") as payload:
        try:
            _decrypt(payload, beginning, unlocking, path, path.parent)
        except Cancelled:  # it has seen enough
            return


def read_identity(path: Path) -> bytes:
    """The file `identity.age` of a backup; BackupBad when the file is no backup or is cut."""
    with _opened_zip(path) as archive, _members(path):
        info = archive.getinfo("identity.age")
        if info.file_size > _IN_MEMORY:
            raise BackupBad(_bad(path))
        return archive.read(info)


def check_unpacked(folder: Path, raw_key: bytes, manifest: Manifest, progress: Progress = silent) -> None:
    """Open the unpacked database: both integrity checks, and the rows of every table as the manifest counts them."""
    with connected(folder / DATABASE, raw_key) as connection:
        check_integrity(connection, progress)
        if table_counts(connection) != manifest.counts:
            raise BackupBad("The backup holds fewer or more records than it says. Use another backup.")


def _remove_leftovers(to: Path, practice: str) -> None:
    """Remove what killed backups left where this one goes.

    No other backup of this practice can be at work, the practice is locked. One of another practice may be: what could be
    one stays until it was not touched for a day.
    """
    ours = re.compile(rf"({re.escape(to.name)}|{re.escape(practice)}-\d{{4}}-\d\d-\d\d.*{re.escape(SUFFIX)})\.")
    now = time.time()
    found: list[Path] = []
    with contextlib.suppress(OSError):
        found = list(to.parent.glob(f"*{SUFFIX}.????????.part"))
    for leftover in found:
        with contextlib.suppress(OSError):
            if ours.match(leftover.name) or abs(now - leftover.stat().st_mtime) > _DEAD_AFTER:
                leftover.unlink()


def _read_back(part: Path, source: Source, identities: BackupIdentities, progress: Progress) -> Manifest:
    room = source.folder / f"readback.part{secrets.token_hex(4)}"
    with disk_in_words(part.parent):
        size = part.stat().st_size
    check_room(source.folder, size + _IN_MEMORY)
    with disk_in_words(source.folder):
        room.mkdir(mode=0o700)
    try:
        manifest, raw_key = open_payload(part, identities.secret, room, span(progress, 0.0, 0.4))
        try:
            check_unpacked(room, raw_key, manifest, span(progress, 0.4, 1.0))
        except BackupBad:
            raise
        except PracticeDamaged:
            raise PracticeDamaged(
                "The practice file itself is damaged, so no new backup was made. Your earlier backups are untouched: "
                "check the newest and restore it."
            ) from None
        return manifest
    finally:
        remove_folder(room)


def _write_zip(
    part: Path,
    snapshot: Path,
    manifest: Manifest,
    source: Source,
    key_slots: KeySlots,
    identities: BackupIdentities,
    progress: Progress,
) -> None:
    parts = [
        Part("manifest.json", manifest.to_bytes()),
        Part("rawkey.txt", source.raw_key.hex().encode() + b"\n"),
        Part(slots.NAME, key_slots.to_bytes()),
        Part(DATABASE, snapshot),
    ]
    recipients = [pyrage.x25519.Recipient.from_str(one) for one in identities.recipients]
    with part.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(_entry("README.txt", manifest), README)
            archive.writestr(_entry("identity.age", manifest), identities.file)
            with archive.open(_entry("payload.age", manifest), "w", force_zip64=True) as payload:
                reader = tar_of(parts, int(manifest.made_at.timestamp()), "Encrypting", progress)
                try:
                    pyrage.encrypt_io(reader, payload, recipients)
                except (OSError, pyrage.EncryptError) as error:
                    raise reader.error or error from None
        file.flush()
        os.fsync(file.fileno())


def _entry(name: str, manifest: Manifest) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, max(manifest.made_at.timetuple()[:6], (1980, 1, 1, 0, 0, 0)))


def _unpack(path: Path, identity: Any, into: Path, progress: Progress) -> tuple[Manifest, bytes]:
    unpacker = Unpacker(
        {DATABASE: into / DATABASE, slots.NAME: into / slots.NAME}, ("manifest.json", "rawkey.txt"), progress
    )
    with _opened_zip(path) as archive, _members(path), archive.open("payload.age") as payload:
        unpacker.total = archive.getinfo("payload.age").file_size
        for plain in ("README.txt", "identity.age"):
            archive.read(plain)  # proves its checksum
        try:
            _decrypt(payload, unpacker, identity, path, into)
            if payload.read(1):
                raise BackupBad(_bad(path))
            with disk_in_words(into):
                unpacker.finish()
        finally:
            unpacker.close()
    manifest = _parse_manifest(unpacker.small.get("manifest.json", b""), path)
    if manifest.size != unpacker.sizes.get(DATABASE) or manifest.sha256 != unpacker.digests.get(DATABASE):
        raise BackupBad(_bad(path))
    try:
        raw_key = bytes.fromhex(unpacker.small["rawkey.txt"].decode().strip())
    except (KeyError, ValueError):
        raise BackupBad(_bad(path)) from None
    return manifest, raw_key


def _identity(text: str) -> Any:
    try:
        return pyrage.x25519.Identity.from_str(text.strip())
    except pyrage.IdentityError:
        raise BackupBad("The key inside this backup is damaged. Use another backup.") from None


class _Beginning(io.RawIOBase):
    """Takes the first bytes that come out and then stops the decrypting."""

    def __init__(self) -> None:
        self.error: Exception | None = None

    def write(self, _data: Any) -> int:
        """Enough."""
        self.error = Cancelled()
        raise self.error


class _Reader(io.RawIOBase):
    """A binary stream as pyrage reads it: with Python code in between, so that the desk goes on; `error` keeps what
    stopped it.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.error: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        try:
            return bytes(self._stream.read(size))
        except Exception as error:  # it is raised again outside pyrage, which would change its kind
            self.error = error
            raise


def _decrypt(payload: Any, unpacker: Unpacker | _Beginning, identity: Any, path: Path, into: Path) -> None:
    """Through pyrage; what our own streams met (a drive, the person who stops) comes out as it was."""
    reader = _Reader(payload)
    try:
        pyrage.decrypt_io(reader, unpacker, [identity])
    except (OSError, pyrage.DecryptError) as error:
        with disk_in_words(into):
            if unpacker.error is not None:
                raise unpacker.error from None
        if reader.error is not None:
            raise reader.error from None
        if "No matching keys" in str(error):
            raise WrongSecret(
                "That is not the key of this backup. A backup opens with the secrets of its own day."
            ) from None
        raise BackupBad(_bad(path)) from None


def _parse_manifest(data: bytes, path: Path) -> Manifest:
    try:
        content = json.loads(data)
        if content.pop("format") != FORMAT:
            raise BackupBad(_bad(path))
        if content.pop("version") != VERSION:
            raise BackupBad(f"{path.name} was made by a newer kapdesk. Install that version to read it.")
        return Manifest(**{**content, "made_at": datetime.fromisoformat(content["made_at"])})
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BackupBad(_bad(path)) from None


@contextlib.contextmanager
def _opened_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    with disk_in_words(path, reading=True):
        if not path.is_file():
            raise BackupBad(f"There is no backup at {path}.")
    with disk_in_words(path, reading=True), path.open("rb") as file:
        try:
            archive = zipfile.ZipFile(_whole(file, path))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
            raise BackupBad(_bad(path)) from None
        with archive:
            if any(member.compress_type != zipfile.ZIP_STORED for member in archive.infolist()):
                raise BackupBad(_bad(path))  # ours are stored; nothing swells while it is read
            yield archive


def _whole(file: BinaryIO, path: Path) -> BinaryIO:
    if file.read(4) != b"PK\x03\x04":
        raise BackupBad(f"{path.name} is not a kapdesk backup, or its beginning is damaged. Use another backup.")
    file.seek(0)
    return file


@contextlib.contextmanager
def _members(path: Path) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, EOFError, RuntimeError, UnicodeError):
        raise BackupBad(_bad(path)) from None


def _bad(path: Path) -> str:
    return f"{path.name} is damaged or was cut off. It is not restored from; use another backup."


def _sha256(path: Path, progress: Progress) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
            progress("Measuring the copy", 0.0)
    return digest.hexdigest()
