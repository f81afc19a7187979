"""A practice file from its making to its closing: create, unlock, open, close; passphrase and recovery key.

What derives keys takes a second and is for a worker (`create_practice`, `unlock`, `prepare_passphrase`); what touches
the open
vault takes milliseconds and is for the thread that opened it.
"""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

import kapdesk
from kapdesk import paths
from kapdesk.errors import (
    BadInput,
    HistoryBroken,
    OlderThanLastClosed,
    PracticeDamaged,
    WrongPassphrase,
    WrongRecoveryKey,
    WrongSecret,
)
from kapdesk.records import REVISION
from kapdesk.records.client import Client
from kapdesk.records.guards import GUARDS
from kapdesk.records.note import Note
from kapdesk.records.practice import Practice
from kapdesk.usecases.house import history, moving, setup
from kapdesk.usecases.house.practice import PracticeFacts, checked
from kapdesk.usecases.house.secrets import (
    RecoveryKey,
    Secret,
    Strength,
    check_passphrase,
    generate_passphrase,
    propose_recovery_key,
    rate_passphrase,
    recovery_confirmed,
)
from kapdesk.vault import attempts, identity, keys, recovery, slots, witness
from kapdesk.vault.connection import Progress, silent
from kapdesk.vault.database import Vault, check_folder, create, open_vault
from kapdesk.vault.half_made import SUFFIX, give_name, half_made, remove_folder
from kapdesk.vault.keys import DataKey, Slot
from kapdesk.vault.migrate import bring_up_to_date, note_program, upgrade

__all__ = [
    "Created",
    "PreparedPassphrase",
    "RecoveryKey",
    "Secret",
    "Strength",
    "Unlocked",
    "apply_passphrase",
    "close_practice",
    "create_practice",
    "generate_passphrase",
    "open_practice",
    "prepare_passphrase",
    "propose_recovery_key",
    "prove",
    "rate_passphrase",
    "recovery_confirmed",
    "recovery_sheet",
    "replace_recovery_key",
    "seconds_to_wait",
    "unlock",
]

By = Literal["passphrase", "recovery"]


@dataclass
class Unlocked:
    """A practice whose key is known; `open_practice` makes it an open vault."""

    folder: Path
    by: By
    key: DataKey = field(repr=False)
    migrated_from: str | None = None
    slots_mended: bool = False
    secret: Secret | None = field(default=None, repr=False)
    """The recovery key as typed, for setting a new passphrase with it; never kept for a passphrase."""


@dataclass(frozen=True)
class Created:
    """A new practice and the recovery key that is shown once."""

    unlocked: Unlocked
    recovery_key: RecoveryKey


@dataclass(frozen=True)
class PreparedPassphrase:
    """A new passphrase's slot, ready to be written."""

    slot: Slot = field(repr=False)
    by: By


def create_practice(
    folder: Path,
    passphrase: str,
    facts: PracticeFacts,
    at: datetime,
    progress: Progress = silent,
    guided: bool = False,
    fill: Callable[[Unlocked], object] | None = None,
) -> Created:
    """Make a new practice file at `folder` (a name ending in .kapdesk that does not exist yet). For a worker.

    `guided` keeps in it what is still open of setting it up (see `usecases.setup`); `fill` puts something into it before
    it gets its name, so that nobody ever meets it half filled.

    Raises BadInput, PassphraseTooWeak, FolderExists, CannotWrite, DiskFull; nothing is left behind then.
    """
    if folder.suffix != SUFFIX or not folder.stem.strip():
        raise BadInput(
            f"A practice file's name ends in {SUFFIX}, such as “{folder.stem or 'practice'}{SUFFIX}”.", "folder"
        )
    facts = checked(facts)
    check_passphrase(passphrase, known_words(facts))
    progress("Making keys", 0.1)
    recovery_key = recovery.new_key()
    key = keys.new_data_key()
    passphrase_slot = keys.passphrase_slot(
        key, passphrase, keys.calibrated_cost(), identity.passphrase_settings(key, passphrase)
    )
    progress("Making keys", 0.6)
    recovery_slot = keys.recovery_slot(key, recovery_key, identity.recovery_settings(recovery_key))
    new_slots = keys.new_slots(key, passphrase_slot, recovery_slot)
    progress("Making the practice file", 0.8)
    made = folder if fill is None else half_made(folder)
    vault = create(made, key.copy(), new_slots, lambda connection: _first_tables(connection, facts, at, guided))
    try:
        close_practice(vault, at, quietly=True)
    except BaseException:  # nobody has seen it, and its recovery key would never be shown
        remove_folder(made)
        raise
    unlocked = Unlocked(made, "passphrase", key)
    if fill is not None:
        _fill(unlocked, folder, fill)
    return Created(unlocked, RecoveryKey(recovery.to_words(recovery_key), recovery.to_age(recovery_key)))


def unlock(folder: Path, secret: Secret, at: datetime, progress: Progress = silent) -> Unlocked:
    """Derive the key and bring the file's tables up to date. For a worker.

    Raises WrongPassphrase or WrongRecoveryKey (entered, and delaying the next try), NotAPractice, PracticeEmpty,
    PracticeCut,
    PracticeForeign, PracticeDamaged, PracticeNewer, OpenElsewhere, CannotWrite.
    """
    check_folder(folder)
    wait = seconds_to_wait(folder, at)
    if wait > 0:
        raise WrongSecret(f"After several wrong tries there is a short pause. Try again in {wait:.0f} seconds.", wait)
    progress("Opening", 0.1)
    key = _derive(folder, secret, at)
    progress("Opening", 0.7)
    try:
        vault = open_vault(folder, key.copy())
        try:
            migrated = bring_up_to_date(vault, paths.migrations(), REVISION, progress)
            mended = vault.slots_mended
        finally:
            vault.close()
        progress("Opening", 1.0)
    except BaseException:
        key.wipe()
        raise
    return Unlocked(folder, secret.kind, key, migrated, mended, secret if secret.kind == "recovery" else None)


def seconds_to_wait(folder: Path, at: datetime) -> float:
    """How long the next try has to wait after failures; 30 s at the most."""
    return attempts.seconds_to_wait(folder, at)


def open_practice(unlocked: Unlocked, at: datetime, accept_older: bool = False) -> Vault:
    """Open the vault on this thread, check what costs little, and enter the opening in the history.

    Raises OlderThanLastClosed (unless accepted), HistoryBroken, PracticeDamaged (guards missing), OpenElsewhere.
    """
    vault = open_vault(unlocked.folder, unlocked.key.copy())
    try:
        with vault.read() as db:
            _check_guards(db, unlocked.folder)
            older = _check_witness(db, witness.read(unlocked.folder, vault.key), accept_older)
        with vault.write() as db:
            _enter_opening(db, unlocked, unlocked.slots_mended or vault.slots_mended, older, at)
        note_program(vault, kapdesk.__version__)
        moving.keep_retired(vault)
    except BaseException:
        vault.close()
        raise
    attempts.forget(unlocked.folder)
    unlocked.migrated_from, unlocked.slots_mended = None, False
    return vault


def close_practice(vault: Vault, at: datetime, quietly: bool = False) -> None:
    """Enter the closing, empty the journal, leave the sealed record of it, drop the key; a second time does nothing."""
    if not vault.is_open:
        return
    try:
        if not quietly:
            with vault.write() as db:
                history.enter(db, at, "practice", "closed")
        with vault.read() as db:
            number, newest = history.head(db)
            counts = {table.__tablename__: _count(db, table) for table in (Client, Note)}
        vault.checkpoint()
        witness.leave(
            vault.folder, vault.key, {"entry": number, "hash": newest, "counts": counts, "at": at.isoformat()}
        )
    finally:
        vault.close()


def prepare_passphrase(
    vault_folder: Path, present: Secret, new: str, progress: Progress = silent, words: Sequence[str] = ()
) -> PreparedPassphrase:
    """Check the present secret truly and derive the new passphrase's slot. For a worker; raises as `unlock` does."""
    check_passphrase(new, words)
    progress("Checking the present one", 0.1)
    key = _derive(vault_folder, present, None)
    try:
        progress("Making the new one", 0.4)
        settings = identity.passphrase_settings(key, new)
        slot = keys.passphrase_slot(key, new, keys.calibrated_cost(), settings)
    finally:
        key.wipe()
    progress("Done", 1.0)
    return PreparedPassphrase(slot, present.kind)


def prove(vault_folder: Path, secret: Secret, progress: Progress = silent) -> None:
    """Whether this secret opens the practice that is open. For a worker; raises WrongPassphrase, WrongRecoveryKey."""
    progress("Checking", 0.1)
    _derive(vault_folder, secret, None).wipe()
    progress("Done", 1.0)


def apply_passphrase(vault: Vault, prepared: PreparedPassphrase, at: datetime) -> None:
    """Write the new passphrase's slot everywhere; the old passphrase opens nothing from here on but older backups."""
    vault.change_slots(lambda present: present.with_slot(prepared.slot, vault.key))
    with vault.write() as db:
        history.enter(db, at, "practice", "passphrase_changed")


def replace_recovery_key(vault: Vault, key: RecoveryKey, at: datetime) -> None:
    """Let a new recovery key take the old one's place; the old sheet opens nothing from here on but older backups."""
    raw = recovery.from_words(key.words)
    slot = keys.recovery_slot(vault.key, raw, identity.recovery_settings(raw))
    vault.change_slots(lambda present: present.with_slot(slot, vault.key))
    with vault.write() as db:
        setup.mark(db, recovery="done")
        history.enter(db, at, "practice", "recovery_key_replaced")


def recovery_sheet(facts: PracticeFacts, folder: Path, key: RecoveryKey, page: str, on: Any) -> bytes:
    """The recovery sheet as a PDF, for an envelope that is not kept with the computer."""
    from kapdesk.printing import recovery_sheet as sheet

    return sheet.recovery_sheet(facts.name, folder.name, key.words, key.age_identity, on, page, facts.fictional)


def known_words(facts: PracticeFacts) -> list[str]:
    """The practice's own words, which an attacker would try first."""
    return [word for word in (facts.name, facts.therapist, facts.phone, facts.email, facts.address) if word]


def _first_tables(connection: Connection, facts: PracticeFacts, at: datetime, guided: bool) -> None:
    upgrade(connection, paths.migrations())
    with Session(connection.execution_options(kapdesk_begin="BEGIN IMMEDIATE")) as db:
        db.add(Practice(id=1, **vars(facts)))
        history.enter(db, at, "practice", "created")
        if guided:
            setup.begin(db.connection())
        db.commit()


def _fill(unlocked: Unlocked, folder: Path, fill: Callable[[Unlocked], object]) -> None:
    """Fill a practice that has the name of a half-made one, which is swept up after a crash; then give it its own."""
    try:
        fill(unlocked)
        give_name(unlocked.folder, folder)
    except BaseException:
        remove_folder(unlocked.folder)
        raise
    unlocked.folder = folder


def _derive(folder: Path, secret: Secret, at: datetime | None) -> DataKey:
    """The data key by what was typed; a wrong passphrase is noted at `at`, a mistyped recovery key is not a failure."""
    raw = recovery.from_words(secret.text) if secret.kind == "recovery" else keys.passphrase_bytes(secret.text)
    key = slots.unlock(folder, secret.kind, raw)
    if key is not None:
        return key
    if at is not None:
        attempts.note_failure(folder, at)
    wait = attempts.seconds_to_wait(folder, at) if at is not None else 0.0
    if secret.kind == "recovery":
        raise WrongRecoveryKey(
            "This recovery key is not (or no longer) the one of this practice. Is there a newer recovery sheet?", wait
        )
    raise WrongPassphrase(
        "That is not the passphrase of this practice. Check Caps Lock and the keyboard's language, and try again.", wait
    )


def _check_guards(db: Session, folder: Path) -> None:
    rows = db.connection().exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    present: dict[str, str] = dict(rows.all())
    if present != GUARDS:
        raise PracticeDamaged(
            f"The guards that protect signed records in {folder.name} were changed by something other than kapdesk. "
            "Restore the newest backup; the file is kept aside."
        )


def _check_witness(db: Session, left: dict[str, Any] | None, accept_older: bool) -> bool:
    """Compare with the record of the last close and check the chain's tail since then; whether the file is older."""
    if left is None:
        history.verify(db)
        return False
    if history.entry_at(db, int(left["entry"])) == left["hash"] or left["entry"] == 0:
        history.verify(db, int(left["entry"]), str(left["hash"]))
        return False
    number, _ = history.head(db)
    if number >= left["entry"]:
        raise HistoryBroken(
            "The history of this practice file is not the one that was last closed here. Restore the newest backup, "
            "and keep this file aside for whoever looks into it."
        )
    if not accept_older:
        raise OlderThanLastClosed(
            f"This practice file is older than the one last closed here ({left['entry'] - number} acts are missing): "
            "an old copy was put back. If you did not do this yourself, restore the newest backup."
        )
    history.verify(db)
    return True


def _enter_opening(db: Session, unlocked: Unlocked, mended: bool, older: bool, at: datetime) -> None:
    for failed in attempts.failures(unlocked.folder):
        history.enter(db, failed, "practice", "unlock_failed")
    if older:
        history.enter(db, at, "practice", "opened_although_older")
    if mended:
        history.enter(db, at, "practice", "slots_mended")
    if unlocked.migrated_from:
        history.enter(db, at, "practice", "migrated", detail=f"from schema {unlocked.migrated_from}")
    if unlocked.by == "recovery":  # who types it has it
        setup.mark(db, recovery="done")
    history.enter(db, at, "practice", "opened" if unlocked.by == "passphrase" else "opened_with_recovery_key")


def _count(db: Session, table: type[Client] | type[Note]) -> int:
    return db.execute(select(func.count()).select_from(table)).scalar_one()


def forget_key(unlocked: Unlocked) -> None:
    """Drop a key that is not needed any more."""
    with contextlib.suppress(ValueError):
        unlocked.key.wipe()
