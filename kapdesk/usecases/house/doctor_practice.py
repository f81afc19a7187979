"""Doctor: the practice file, by its outer signs while it is locked and by what it holds once it is open.

Counts are told, names never.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from kapdesk.domain import doctor as rules
from kapdesk.domain.dates import in_full
from kapdesk.domain.doctor import Line, Part
from kapdesk.errors import (
    KapdeskError,
    NotAPractice,
    PracticeCut,
    PracticeDamaged,
    PracticeEmpty,
    PracticeForeign,
    PracticeNewer,
)
from kapdesk.records import REVISION
from kapdesk.records.client import Client
from kapdesk.records.history import HistoryEntry
from kapdesk.records.note import Note
from kapdesk.records.practice import BackupMade
from kapdesk.usecases.house import moving
from kapdesk.usecases.house.backups import state_of_backups
from kapdesk.usecases.house.doctor import practice_size
from kapdesk.vault import attempts, retired, slots, witness
from kapdesk.vault.database import DATABASE, Source, Vault, check_folder
from kapdesk.vault.lock import is_held
from kapdesk.vault.migrate import stored_revision

_RESTORE = (
    "Do not delete anything: keep this folder as it is, and restore the newest backup under a new name beside it."
)
_BROKEN: tuple[tuple[type[KapdeskError], str, str], ...] = (
    (
        NotAPractice,
        "There is no practice file at this place",
        "Is its drive plugged in? Was the folder moved or renamed? Use “Open another practice…” to show where it is now, or restore the newest backup.",
    ),
    (PracticeEmpty, "The database is missing or empty", _RESTORE),
    (PracticeCut, "The database was cut off or added to", _RESTORE),
    (PracticeForeign, "The database is not encrypted, so it is not kapdesk’s", _RESTORE),
)
_NOT_READ = "Check that the drive is plugged in and that you may read the folder, then look again."


def outside(folder: Path, open_here: bool = False) -> list[Line]:
    """What can be told of a practice file without its key; nothing in it is changed. May wait for a slow drive."""
    lines: list[Line] = []
    try:
        check_folder(folder)
    except KapdeskError as error:
        lines.append(_broken(error))
        if isinstance(error, NotAPractice):
            return lines
    else:
        lines.append(_size(folder))
    return [
        *lines,
        _journal(folder, open_here),
        _slots(folder),
        _lock(folder, open_here),
        *_last_close(folder),
        *([] if open_here else _moved(folder)),
        *_failed(folder),
        *_copies(folder),
        *_conflicts(folder),
    ]


@dataclass(frozen=True)
class Opened:
    """What a worker needs to look into an open practice: a reader of its own, and what is asked of the vault itself."""

    source: Source = field(repr=False)
    schema: str | None
    retired: date | None


def prepare(vault: Vault) -> Opened:
    """Take along what a worker needs; on the window's thread. Raises what reading a damaged file raises."""
    return Opened(vault.source(), stored_revision(vault), moving.retired_since(vault))


def inside(opened: Opened, now: datetime) -> list[Line]:
    """What an open practice tells of itself. For a worker: a history of many years takes a while to look through.

    A file that cannot be read is told too, and no error: it is what Doctor was asked for.
    """
    try:
        with opened.source.read() as db:
            return _inside(db, opened, now)
    except (KapdeskError, DBAPIError):
        return [unreadable()]
    finally:
        opened.source.key.wipe()


def unreadable() -> Line:
    """What is told of an open practice that cannot be read."""
    words = "Not possible: the file is damaged, or its drive does not answer"
    return _line("Reading it", words, "red", _RESTORE)


def _inside(db: Session, opened: Opened, now: datetime) -> list[Line]:
    counts = [
        db.execute(select(func.count()).select_from(table)).scalar_one() for table in (Client, Note, HistoryEntry)
    ]
    newest = db.execute(select(func.max(HistoryEntry.at))).scalar_one()
    migrated, stored = _newest(db, "practice", "migrated"), opened.schema
    updated = f", brought up to date {_day(migrated, now)}" if migrated else ""
    behind = rules.clock_is_behind(newest, now)
    wrong = f": before the newest entry of {_moment(newest, now)}" if behind else ""
    lines = [
        _line(
            "Schema", f"{stored}{updated}" if stored == REVISION else f"{stored}; this kapdesk writes {REVISION}",
            "good" if stored == REVISION else "red", "Close kapdesk and open the practice again.",
        ),
        _line("In it", f"{counts[0]:,} clients, {counts[1]:,} notes, {counts[2]:,} entries in the history"),
        _line(
            "Clock of this computer", f"{in_full(now.date())}, {now:%H:%M}{wrong}", "red" if behind else "good",
            "Set the computer’s date, time and time zone before you write anything. If the clock was ahead earlier and is "
            "right now, go on: entries keep the time that they were given.",
        ),
    ]  # fmt: skip
    check = _last_check(db, now)
    if opened.retired is None:
        lines += _backups(db, now, check)
    else:
        lines += [_retired(opened.retired), check]
    return sorted(lines, key=lambda one: one is not check or check.level != "red")  # damage comes before all else


LAST_CHECK = "Last check of the whole file"
"""What the line of the last check is called."""
_CHECKS = tuple_(HistoryEntry.subject, HistoryEntry.action).in_(
    [("practice", "checked"), ("practice", "found_damaged"), ("backup", "made"), ("backup", "restored")]
)


def _last_check(db: Session, now: datetime) -> Line:
    """When the whole practice file was last checked and what was found; a backup checks it too.

    Damage is told until a later check, or backup, finds the file whole; one that was restored was checked for its backup.
    """
    last = db.execute(
        select(HistoryEntry.action, HistoryEntry.at).where(_CHECKS).order_by(HistoryEntry.id.desc())
    ).first()
    if last is not None and last.action == "found_damaged":
        todo = rules.damage_steps(state_of_backups(db, now).newest)
        return Line(Part.BACKUPS, LAST_CHECK, f"Damage found on {_day(last.at, now)}", "red", todo, "Damage found")
    checked = _newest(db, "practice", "checked")
    made = db.execute(select(func.max(BackupMade.made_at))).scalar_one()
    found = max((one for one in (checked, made) if one is not None), default=None)
    days = (now.date() - found.astimezone(now.tzinfo).date()).days if found else None
    how = "" if found is None or found == checked else ", with the backup"
    words = f"{_day(found, now)}{how}, found whole" if found else "Never"
    todo = "Check the whole practice file, below. It takes a minute and changes nothing."
    return Line(Part.BACKUPS, LAST_CHECK, words, rules.check_level(days), todo)


def _backups(db: Session, now: datetime, check: Line) -> list[Line]:
    state = state_of_backups(db, now)
    age = ""
    if state.at is not None:
        age = f" ({rules.days_ago((now.date() - state.at.astimezone(now.tzinfo).date()).days)})"
    made = db.execute(select(func.count()).select_from(BackupMade)).scalar_one()
    restored = _newest(db, "backup", "restored")
    todo = "Back up now (Ctrl+Shift+B), to a stick or another drive."
    if check.level == "red":
        todo = "Make no new one of a damaged file. First do what is said about the damage."
    lines = [
        Line(
            Part.BACKUPS, "Last backup", f"{state.headline.removeprefix('Last good backup: ')}{age}", state.level, todo
        ),
        check,
    ]
    if made:
        lines.append(Line(Part.BACKUPS, "Backups made", f"{made:,}, each read back and found whole"))
    if restored:
        lines.append(Line(Part.BACKUPS, "Restored from a backup", _day(restored, now)))
    return lines


def _line(what: str, value: str, level: rules.Level = "good", todo: str = "", told: str | None = None) -> Line:
    return Line(Part.PRACTICE, what, value, level, todo, told)


def _broken(error: KapdeskError) -> Line:
    for kind, words, todo in _BROKEN:
        if isinstance(error, kind):
            return _line("Practice file", words, "red", todo)
    return _line("Practice file", "It cannot be read", "red", _NOT_READ)


def _size(folder: Path) -> Line:
    size, then = practice_size(folder), _whole_number(witness.unproved(folder).get("size"))
    words = rules.in_size(size)
    if size < then:
        return _line("Size", f"{words}, but {rules.in_size(then)} when it was last closed", "red", _RESTORE)
    return _line("Size", words)


def _journal(folder: Path, open_here: bool) -> Line:
    try:
        waiting = (folder / (DATABASE + "-wal")).stat().st_size
    except OSError:
        waiting = 0
    if open_here or not waiting:
        return _line(
            "Journal", f"{rules.in_size(waiting)} waiting, moved into the file by itself" if waiting else "Empty"
        )
    if is_held(folder):
        return _line("Journal", f"{rules.in_size(waiting)}, of the window that has it open")
    return _line(
        "Journal", f"{rules.in_size(waiting)} waiting: the last window did not close in order", "amber",
        "Open the practice: what waits is taken in by itself. Never delete or leave behind the file vault.db-wal.",
    )  # fmt: skip


def _slots(folder: Path) -> Line:
    try:
        found = len(slots.read_copies(folder))
    except PracticeNewer:
        todo = "Install the kapdesk that wrote it, or a newer one."
        return _line("Key slots", "Written by a newer kapdesk", "red", todo)
    except PracticeDamaged:
        todo = "Without them no passphrase opens it. Put keyslots.json back from a copy of the folder. " + _RESTORE
        return _line("Key slots", "Missing or damaged", "red", todo)
    if found < 2:  # the file and its copy
        return _line("Key slots", "One of two copies is whole", "amber", "Open the practice: the other copy is mended.")
    return _line("Key slots", "Both copies whole")


def _lock(folder: Path, open_here: bool) -> Line:
    if open_here:
        return _line("Open", "In this window")
    if is_held(folder):
        todo = "Go on in the other kapdesk window, or close it. If there is none in sight, restart the computer."
        return _line("Open", "In another kapdesk window", "amber", todo)
    return _line("Open", "In no window")


def _last_close(folder: Path) -> list[Line]:
    try:
        at = datetime.fromisoformat(str(witness.unproved(folder).get("at")))
    except ValueError:
        return [_line("Last closed", "Not known: no record of the last close")]
    return [_line("Last closed", f"{in_full(at.date())}, {at:%H:%M}")]


def _moved(folder: Path) -> list[Line]:
    """What the mark of a retired file says; once it is open, the file itself tells it."""
    since = retired.marked_since(folder)
    return [] if since is None else [_retired(since)]


def _retired(since: date) -> Line:
    todo = "Work in the practice on the other computer. Taken up again it is on the Practice page, under Backups."
    return _line("Retired", f"It moved to another computer on {in_full(since)}; here it is only read", "amber", todo)


def _failed(folder: Path) -> list[Line]:
    found = attempts.failures(folder)
    if not found:
        return []
    times = "1 wrong try" if len(found) == 1 else f"{len(found)} wrong tries"
    last = f"{in_full(found[-1].date())}, {found[-1]:%H:%M}"
    todo = "If that was not you, open the practice and set a new passphrase (Practice → Security)."
    return [_line("Unlocking", f"{times} since it was last opened, the last one {last}", "amber", todo)]


def _copies(folder: Path) -> list[Line]:
    """What a migration kept."""
    lines = []
    for copy in sorted(folder.glob("before-*.db")):
        revision = copy.stem.removeprefix("before-")
        lines.append(
            _line("Copy from before an update", f"{copy.name}, schema {revision}, {rules.in_size(copy.stat().st_size)}")
        )
    return lines


def _conflicts(folder: Path) -> list[Line]:
    """A second database beside the first: a syncing program has been at it."""
    ours = {DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm"}
    others = [one.name for one in folder.glob("vault*.db*") if one.name not in ours]
    if not others:
        return []
    todo = "Another program has copied the database, probably one that syncs folders. Let it leave this folder alone."
    return [_line("Foreign copies", ", ".join(sorted(others)), "amber", todo, f"{len(others)}")]


def _newest(db: Session, subject: str, action: str) -> datetime | None:
    at: datetime | None = db.execute(
        select(func.max(HistoryEntry.at)).where(HistoryEntry.subject == subject, HistoryEntry.action == action)
    ).scalar_one()
    return at


def _day(at: datetime, now: datetime) -> str:
    here = at.astimezone(now.tzinfo)
    return f"{_moment(at, now)} ({rules.days_ago((now.date() - here.date()).days)})"


def _moment(at: datetime, now: datetime) -> str:
    here = at.astimezone(now.tzinfo)
    return f"{in_full(here.date())}, {here:%H:%M}"


def _whole_number(found: Any) -> int:
    return found if type(found) is int else 0
