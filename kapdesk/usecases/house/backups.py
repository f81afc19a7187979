"""Backups: made from a running desk, read back, checked, restored; and the check of the practice file itself."""

import contextlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

from sqlalchemy import Select, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

import kapdesk
from kapdesk import paths
from kapdesk.domain.dates import in_full, long
from kapdesk.errors import BackupBad, CannotWrite, HistoryBroken, KapdeskError, PracticeDamaged, WrongPassphrase
from kapdesk.records import REVISION
from kapdesk.records.practice import BackupMade
from kapdesk.usecases.house import history, moving
from kapdesk.usecases.house.attachments import check_files
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.opening import close_practice
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.paper.filed_papers import check_papers
from kapdesk.usecases.writing.plans import check_plans
from kapdesk.usecases.writing.signed import check_signed_records
from kapdesk.vault import archive, identity, keys, recovery, slots
from kapdesk.vault.connection import Progress, check_integrity, connected, silent, span, table_counts
from kapdesk.vault.database import Source, Vault, open_vault
from kapdesk.vault.files import check_room, disk_in_words
from kapdesk.vault.half_made import SUFFIX, check_free, give_name, half_made, remove_folder, remove_half_made
from kapdesk.vault.keys import DataKey, KeySlots
from kapdesk.vault.lock import claim
from kapdesk.vault.migrate import bring_up_to_date

AMBER_AFTER_DAYS, RED_AFTER_DAYS = 7, 14
_TO_COME = "That day is still to come: this computer’s clock is wrong, or was. Set it right, and back up now."


@dataclass(frozen=True)
class BackupState:
    """What the sidebar says of the last good backup."""

    level: Literal["good", "amber", "red"]
    headline: str
    detail: str
    at: datetime | None

    @property
    def newest(self) -> str:
        """Which backup is the one to go back to."""
        if self.at is None:
            return "No backup is known to this practice: look for files that end in .kdbk on your sticks and drives."
        return f"{self.headline}."


@dataclass(frozen=True)
class BackupSource:
    """What a worker needs to make a backup while the desk goes on."""

    source: Source = field(repr=False)
    slots: KeySlots = field(repr=False)


@dataclass(frozen=True)
class BackupReport:
    """A backup that was read back whole: `size` in bytes, `counts` rows per table."""

    path: Path
    made_at: datetime
    size: int
    counts: dict[str, int]

    @property
    def clients(self) -> int:
        """Clients in it."""
        return self.counts.get("client", 0)

    @property
    def notes(self) -> int:
        """Notes in it."""
        return self.counts.get("note", 0)

    @property
    def words(self) -> str:
        """What was read back, in words."""
        return f"{self.clients:,} clients and {self.notes:,} notes read back from it"


@dataclass(frozen=True)
class RestoreReport:
    """A restored practice; `kept_aside` is where the one that stood there went."""

    folder: Path
    kept_aside: Path | None
    report: BackupReport


@dataclass(frozen=True)
class CheckReport:
    """What a check of the practice file found whole."""

    counts: dict[str, int]
    signed: int
    papers: int
    entries: int

    @property
    def words(self) -> str:
        """In words."""
        papers = "1 paper" if self.papers == 1 else f"{self.papers:,} papers"
        return (
            f"Whole: every page, {sum(self.counts.values()):,} records, {self.signed:,} signed records as signed, "
            f"{papers} as filed, and {self.entries:,} entries of the history in one chain."
        )


def backup_state(vault: Vault, now: datetime) -> BackupState:
    """How old the last good backup is: amber after 7 days, red after 14 and when none was ever made."""
    with vault.read() as db:
        state = state_of_backups(db, now)
    since = moving.retired_since(vault)
    if since is None:
        return state
    return BackupState("good", "Read only", f"Moved to another computer on {long(since, now.date())}.", state.at)


def state_of_backups(db: Session, now: datetime) -> BackupState:
    """The same for who reads already."""
    last = db.scalars(_last()).first()
    if last is None:
        return BackupState("red", "No backup yet", "If this computer dies, everything is lost.", None)
    day = last.made_at.astimezone(now.tzinfo)
    days = (now.date() - day.date()).days
    when = {0: f"today {day:%H:%M}", 1: f"yesterday {day:%H:%M}"}.get(days, long(day.date(), now.date()))
    level: Literal["good", "amber", "red"] = "good"
    if days < 0:  # it would count as new until that day comes
        return BackupState("amber", f"Last good backup: {when}", _TO_COME, last.made_at)
    if days > AMBER_AFTER_DAYS:
        level = "red" if days > RED_AFTER_DAYS else "amber"
    found = json.loads(last.counts).get("note", 0)
    detail = f"{found:,} notes read back from it" if level == "good" else f"{days} days old. Back up now."
    return BackupState(level, f"Last good backup: {when}", detail, last.made_at)


@cache
def _last() -> Select[BackupMade]:
    return select(BackupMade).order_by(BackupMade.id.desc()).limit(1)


def suggested_name(vault: Vault, at: datetime) -> str:
    """A neutral file name: the practice file's own name and the day."""
    return f"{vault.folder.stem}-{at:%Y-%m-%d}{archive.SUFFIX}"


def prepare_backup(vault: Vault) -> BackupSource:
    """Take along what a worker needs; on the window's thread."""
    found = vault.fact("key_slots")
    if found is None:
        raise PracticeDamaged("The practice file has lost its copy of the key slots. Restore the newest backup.")
    vault.checkpoint()
    return BackupSource(vault.source(), keys.parse(found))


def make_backup(
    source: BackupSource, to: Path, at: datetime, progress: Progress = silent, overwrite: bool = False
) -> BackupReport:
    """Check the practice, write a backup, read it back and check that. For a worker.

    Raises NameTaken, DiskFull, CannotWrite, PracticeDamaged, HistoryBroken, Cancelled; there is then no file at `to`.
    """
    with disk_in_words(to.parent):
        drive = to.parent.stat().st_dev
    try:
        _check(source.source, span(progress, 0.0, 0.3))
        manifest = archive.write_backup(
            source.source,
            source.slots,
            identity.identities(source.slots, source.source.key),
            to,
            at,
            kapdesk.__version__,
            span(progress, 0.3, 1.0),
            overwrite,
        )
    finally:
        source.source.key.wipe()
    with disk_in_words(to.parent):  # pulled at the last moment, it is not called good
        found = to.stat()
    if found.st_dev != drive:  # it went into the folder that showed the drive, on this computer's own disk
        to.unlink()
        raise CannotWrite(f"{to.parent} was pulled out meanwhile. Plug it in, and back up again.")
    return BackupReport(to, at, found.st_size, manifest.counts)


def record_backup(vault: Vault, report: BackupReport, at: datetime) -> None:
    """Remember a good backup; on the window's thread. Of a retired file, that it was made stands in its history alone."""
    with vault.write() as db:
        if not vault.reads_only:
            counts = json.dumps(report.counts)
            db.add(BackupMade(made_at=report.made_at, file_name=report.path.name, size=report.size, counts=counts))
            moving.forget(db, moving.RESTORED)
        enter(db, at, "backup", "made")


def check_backup(path: Path, secret: Secret, progress: Progress = silent) -> BackupReport:
    """Decrypt, open and check a backup, in the system's temporary folder. For a worker; BackupBad, WrongSecret."""
    with _room() as room:
        manifest, size = _unpack(path, secret, room, progress)
    return BackupReport(path, manifest.made_at, size, manifest.counts)


def prove_secret(path: Path, secret: Secret, progress: Progress = silent) -> None:
    """Whether this secret opens a backup, before all of it is read. For a worker; BackupBad, WrongSecret."""
    progress("Trying it", 0.1)
    archive.prove(path, _unlocking(path, secret))
    progress("Trying it", 1.0)


def restore_backup(
    path: Path, secret: Secret, folder: Path, at: datetime, progress: Progress = silent, keep_aside: bool = True
) -> RestoreReport:
    """Make a practice file from a backup; what stands at `folder` is kept aside under another name, never overwritten.

    The practice opens with the passphrase and the recovery key of the backup's day. For a worker; raises
    BackupBad, WrongSecret,
    FolderExists (when `keep_aside` is off), OpenElsewhere, CannotWrite, DiskFull.
    """
    folder = folder if folder.suffix == SUFFIX else folder.with_name(folder.name + SUFFIX)
    if not keep_aside:
        check_free(folder)
    remove_half_made(folder.parent)
    part = half_made(folder)
    with disk_in_words(folder.parent):
        part.mkdir(mode=0o700)
    try:
        with contextlib.closing(claim(part)):  # what is not held is swept away as half made
            manifest, size = _unpack(path, secret, part, span(progress, 0.0, 0.8))
            progress("Opening the restored practice", 0.8)
            key = _key_of(part, secret)
        _enter_restoring(part, key, manifest.made_at, at)
        progress("Giving it its name", 1.0)  # from here on it cannot be stopped: it would be there all the same
        aside = _put_in_place(part, folder, at, keep_aside)
    except BaseException:
        remove_folder(part)
        raise
    report = BackupReport(path, manifest.made_at, size, manifest.counts)
    return RestoreReport(folder, aside, report)


def check_practice(source: BackupSource, progress: Progress = silent) -> CheckReport:
    """Both integrity checks, every signed record's SHA-256 and the whole chain of the history. For a worker.

    Raises PracticeDamaged or HistoryBroken.
    """
    try:
        return _check(source.source, progress)
    finally:
        source.source.key.wipe()


def record_check(vault: Vault, at: datetime) -> None:
    """Enter a check that found the practice whole; on the window's thread."""
    with vault.write() as db:
        enter(db, at, "practice", "checked")


def record_damage(vault: Vault, error: KapdeskError, at: datetime) -> None:
    """Enter that a check found damage, if that is what the error says; on the window's thread.

    Nothing is raised: a damaged file may not take it any more, and the damage itself is what must be told.
    """
    if isinstance(error, (PracticeDamaged, HistoryBroken)):
        with contextlib.suppress(KapdeskError, DBAPIError), vault.write() as db:
            enter(db, at, "practice", "found_damaged")


def _check(source: Source, progress: Progress) -> CheckReport:
    with connected(source.database, source.raw_key) as connection:
        check_integrity(connection, span(progress, 0.0, 0.8))
        counts = table_counts(connection)
    progress("Checking signed records and the history", 0.8)
    with source.read() as db:
        history.verify(db)
        check_files(db)
        signed, papers = check_signed_records(db) + check_plans(db), check_papers(db)
        entries = history.count(db)
    progress("Checked", 1.0)
    return CheckReport(counts, signed, papers, entries)


def _unpack(path: Path, secret: Secret, into: Path, progress: Progress) -> tuple[archive.Manifest, int]:
    """Decrypt a backup `into` a folder and check it; nothing of it is plain on the disk. With the backup's size in bytes."""
    progress("Opening the backup", 0.0)
    with disk_in_words(path, reading=True):
        size = path.stat().st_size if path.is_file() else 0
    check_room(into, size)
    manifest, raw_key = archive.open_payload(path, _unlocking(path, secret), into, span(progress, 0.1, 0.5))
    archive.check_unpacked(into, raw_key, manifest, span(progress, 0.5, 1.0))
    return manifest, size


def _unlocking(path: Path, secret: Secret) -> str:
    """The age identity that opens a backup; BackupBad, WrongSecret."""
    inner = archive.read_identity(path)
    if secret.kind == "recovery":
        return recovery.to_age(recovery.from_words(secret.text))
    found = identity.decrypt_with_passphrase(inner, secret.text)
    if found is None:
        raise WrongPassphrase("That is not the passphrase of this backup. It opens with the passphrase of its own day.")
    return found.decode("ascii", "replace")


def _key_of(folder: Path, secret: Secret) -> DataKey:
    """Prove that the restored file opens as it will be opened."""
    raw = recovery.from_words(secret.text) if secret.kind == "recovery" else keys.passphrase_bytes(secret.text)
    key = slots.unlock(folder, secret.kind, raw)
    if key is None:
        raise BackupBad("The backup opens, but the practice in it does not. Use another backup.")
    return key


def _enter_restoring(folder: Path, key: DataKey, made_at: datetime, at: datetime) -> None:
    """Enter where the restored file comes from."""
    vault = open_vault(folder, key)
    try:
        bring_up_to_date(vault, paths.migrations(), REVISION)
        with vault.write() as db:
            history.verify(db)
            moving.come_from_backup(db, f"{in_full(made_at.date())}, {made_at:%H:%M}", at)
    finally:
        close_practice(vault, at, quietly=True)


def _put_in_place(part: Path, folder: Path, at: datetime, keep_aside: bool) -> Path | None:
    """Give what was restored its name; what stood there gets another one, or its own again when that fails.

    FolderExists when something came to stand there meanwhile and `keep_aside` is off; OpenElsewhere while it is open. The name that it has now, if there was one.
    """
    aside = None
    with disk_in_words(folder.parent):
        if keep_aside and folder.exists():
            if folder.is_dir():
                claim(folder).release()
            aside = folder.with_name(f"{folder.stem} (kept {at:%Y-%m-%d %H%M%S}){folder.suffix}")
            folder.rename(aside)
    try:
        give_name(part, folder)
    except BaseException:
        if aside is not None:
            with contextlib.suppress(OSError):
                aside.rename(folder)
        raise
    return aside


@contextmanager
def _room() -> Iterator[Path]:
    """A folder of ours among the temporary ones, named so that a later one sweeps it away when this one is killed."""
    place = Path(tempfile.gettempdir())
    remove_half_made(place)
    room = half_made(place / f"check{SUFFIX}")
    with disk_in_words(place):
        room.mkdir(mode=0o700)
    try:
        with contextlib.closing(claim(room)):
            yield room
    finally:
        remove_folder(room)
