"""The time line of a medicine day: one act, one entry, in the vault at once; corrections are entries of their own."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from kapdesk.domain.dates import short
from kapdesk.domain.medicine_day import FREE, EntryAct, EntryKind, OpenLine
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.medicine_day import DayEntry, MedicineDay
from kapdesk.records.note import PsychotherapyNote
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.medicine_day.medicine_days import Day, close_line, entries_of, find_day
from kapdesk.vault.database import Vault

_ENDED_WITH = (EntryKind.MEDICINE_IN, EntryKind.NOT_TAKEN, EntryKind.FIT_TO_LEAVE)
_AHEAD = timedelta(minutes=1)
"""So far may a typed time lie ahead of the clock: the minute that is running."""


_MEDICINE = (EntryKind.MEDICINE_IN.value, EntryKind.BOOSTER.value)
_STAYS = ("open", "not_on_order")
"""What the program found when medicine was entered; no correction of the counts takes it away."""


def enter_event(
    vault: Vault,
    day_id: int,
    kind: EntryKind,
    at: datetime,
    kept_at: datetime,
    words: str = "",
    data: Mapping[str, Any] | None = None,
    by_hand: bool = False,
) -> int:
    """Keep what happened at `at`; its id. `by_hand` says that `at` was typed and is not the time of the key.

    Medicine has its own way (`medicine`). BadInput when the day was ended or for a typed time to come, RecordSigned once
    it is signed.
    """
    with vault.write() as db:
        row = find_day(db, day_id)
        if by_hand:
            check_time(row, at, kept_at)
        entry = add_entry(db, row.id, kind, at, kept_at, words, data or {}, by_hand)
        if kind is not EntryKind.CLOCK:  # a jump of the clock is entered by itself, also while a line is typed
            close_line(row)
        return entry.id


def entries_after(vault: Vault, day: Day) -> Day:
    """The same day with the entries that were kept since it was read: what a key needs, quicker than all of it."""
    newest = max((one.id for one in day.entries), default=0)
    with vault.read() as db:
        more = entries_of(db, day.id, ZoneInfo(db.get_one(MedicineDay, day.id).zone), newest)
    return replace(day, entries=(*day.entries, *more))


def add_entry(
    db: Session,
    day_id: int,
    kind: EntryKind,
    at: datetime,
    kept_at: datetime,
    words: str = "",
    data: Mapping[str, Any] | None = None,
    by_hand: bool = False,
    about: int | None = None,
    act: EntryAct = EntryAct.FIRST,
) -> DayEntry:
    """The same in the caller's write; a surrogate half (a broken emoji) is refused by the database, not here."""
    entry = DayEntry(
        day_id=day_id,
        kind=kind.value,
        at=at,
        kept_at=kept_at,
        by_hand=by_hand,
        words=words.strip(),
        data=json.dumps(data, ensure_ascii=False, sort_keys=True) if data else "",
        about_id=about,
        act=act.value,
    )
    db.add(entry)
    db.flush()
    return entry


def complete(vault: Vault, entry_id: int, words: str, kept_at: datetime, data: Mapping[str, Any] | None = None) -> None:
    """Give an entry that has none its words, or its details; what it said already is a correction instead."""
    with vault.write() as db:
        first, newest, row = find_chain(db, entry_id)
        act = EntryAct.COMPLETED if _adds_only(newest, words, data) else EntryAct.CORRECTED
        _follow(db, first, newest, newest.at, kept_at, words, data, newest.by_hand, act)
        close_line(row)
        if act is EntryAct.CORRECTED:
            enter(db, kept_at, "medicine_day", "corrected", row.id, row.client_id)


def correct(
    vault: Vault,
    entry_id: int,
    at: datetime,
    words: str,
    kept_at: datetime,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Say it otherwise, or at another time; what it was stays, marked. BadInput for a time to come or of another day.

    `data` None leaves the details as they are; what was open at the gate, and that a booster was beyond the order, stay.
    """
    with vault.write() as db:
        first, newest, row = find_chain(db, entry_id)
        if data is not None and first.kind in _MEDICINE and data.get("taken", 1) < 1:
            raise BadInput("Type how many tablets were taken. If none was, withdraw the entry.", "taken")
        if data is not None and newest.data:
            before = json.loads(newest.data)
            data = {**{name: before[name] for name in _STAYS if name in before}, **data}
        moved_in_time = at != newest.at
        if moved_in_time:
            check_time(row, at, kept_at)
        if not moved_in_time and words.strip() == newest.words and data is None:
            close_line(row)
            return
        _follow(db, first, newest, at, kept_at, words, data, newest.by_hand or moved_in_time, EntryAct.CORRECTED)
        close_line(row)
        enter(db, kept_at, "medicine_day", "corrected", row.id, row.client_id)


def withdraw(vault: Vault, entry_id: int, why: str, kept_at: datetime) -> None:
    """Say that an entry does not hold; it stays, marked, with what it was. What medicine did to the session stays with
    `medicine.withdraw_medicine`.
    """
    with vault.write() as db:
        first, newest, row = find_chain(db, entry_id)
        check_withdrawal(row, EntryKind(first.kind))
        withdraw_in(db, row, first, newest, why, kept_at)


def check_withdrawal(row: MedicineDay, kind: EntryKind) -> None:
    """What a day that was ended rests on stays: whether medicine was taken, and the look that ended it (BadInput)."""
    if row.ended_at is not None and kind in _ENDED_WITH:
        raise BadInput(
            f"The session ended with “{kind.words}”, so it stays. Correct its words, or say it in the note.", ""
        )


def withdraw_in(db: Session, row: MedicineDay, first: DayEntry, newest: DayEntry, why: str, kept_at: datetime) -> None:
    """The same in the caller's write."""
    kind = EntryKind(first.kind)
    add_entry(db, row.id, kind, newest.at, kept_at, why, None, newest.by_hand, first.id, EntryAct.WITHDRAWN)
    enter(db, kept_at, "medicine_day", "withdrawn", row.id, row.client_id)


def keep_line(vault: Vault, day_id: int, line: OpenLine | None) -> None:
    """Keep what is being typed, as it is now; None: nothing is any more."""
    with vault.write() as db:
        row = find_day(db, day_id, ended_too=True)
        if line is None:
            close_line(row)
        else:
            row.line_kind, row.line_text, row.line_at, row.line_about = line.kind, line.text, line.at, line.about


def write_private(vault: Vault, day_id: int, text: str, at: datetime) -> int:
    """A line straight into the psychotherapy notes of the day, with its time; nothing of it stays in the chart."""
    if not text.strip():
        raise BadInput("Nothing was typed.", "line")
    with vault.write() as db:
        row = find_day(db, day_id, ended_too=True)
        number = _add_private(db, row, f"{at:%H:%M} {text.strip()}", at)
        close_line(row)
        return number


def move_to_private(vault: Vault, entry_id: int, kept_at: datetime) -> int:
    """Move a free line to the psychotherapy notes before signing; the chart keeps “moved” and its time.

    All its versions lose their words, also one that was withdrawn; what moves is the newest version that has any. BadInput
    for what belongs in the chart (45 CFR 164.501), or holds no words.
    """
    with vault.write() as db:
        first, versions, row = _versions(db, entry_id)
        if EntryKind(first.kind) not in FREE:
            raise BadInput(
                f"This stays in the chart ({EntryKind(first.kind).words.lower()}); it is not for the psychotherapy notes.",
                "",
            )
        said = [one for one in versions if one.words and one.act != EntryAct.WITHDRAWN.value]
        if not said:
            raise BadInput("This entry holds no words to move.", "")
        newest = said[-1]
        number = _add_private(db, row, f"{newest.at:%H:%M} {newest.words}", kept_at)
        kind = EntryKind(first.kind)
        add_entry(db, row.id, kind, newest.at, kept_at, "", None, newest.by_hand, first.id, EntryAct.MOVED)
        chain = or_(DayEntry.id == first.id, DayEntry.about_id == first.id)
        db.execute(update(DayEntry).where(chain, DayEntry.words != "").values(words="", data=""))
        if row.line_about == first.id:
            close_line(row)
        enter(db, kept_at, "medicine_day", "moved", row.id, row.client_id)
        return number


def check_time(row: MedicineDay, at: datetime, now: datetime) -> None:
    """An entry is of its day, or of the night after it, and has happened (BadInput)."""
    if at > now + _AHEAD:
        raise BadInput("That time is still to come.", "time")
    day = at.astimezone(ZoneInfo(row.zone)).date()
    if not row.on_date <= day <= row.on_date + timedelta(days=1):
        raise BadInput(f"That is not on {short(row.on_date, now.date())}, the day of this session.", "time")


def find_chain(db: Session, entry_id: int) -> tuple[DayEntry, DayEntry, MedicineDay]:
    """The first and the newest version of an entry that can be changed, and its day; NotFound, BadInput when withdrawn."""
    first, versions, row = _versions(db, entry_id)
    if any(one.act == EntryAct.WITHDRAWN.value for one in versions):
        raise BadInput("This entry was withdrawn. Make a new one.", "")
    return first, versions[-1], row


def _versions(db: Session, entry_id: int) -> tuple[DayEntry, list[DayEntry], MedicineDay]:
    """The first version of an entry that was not moved, all of them with it, and its day."""
    first = db.get(DayEntry, entry_id)
    if first is None:
        raise NotFound("This entry is not there.")
    row = find_day(db, first.day_id, ended_too=True)
    later = db.scalars(select(DayEntry).where(DayEntry.about_id == first.id).order_by(DayEntry.id)).all()
    if any(one.act == EntryAct.MOVED.value for one in later):
        raise BadInput("These words are in the psychotherapy notes. Change them there.", "")
    return first, [first, *later], row


def _follow(
    db: Session,
    first: DayEntry,
    newest: DayEntry,
    at: datetime,
    kept_at: datetime,
    words: str,
    data: Mapping[str, Any] | None,
    by_hand: bool,
    act: EntryAct,
) -> None:
    kept = data if data is not None else (json.loads(newest.data) if newest.data else {})
    add_entry(db, first.day_id, EntryKind(first.kind), at, kept_at, words, kept, by_hand, first.id, act)


def _adds_only(newest: DayEntry, words: str, data: Mapping[str, Any] | None) -> bool:
    before = json.loads(newest.data) if newest.data else {}
    keeps_data = data is None or all(data.get(name) == value for name, value in before.items())
    return keeps_data and newest.words in ("", words.strip())


def _add_private(db: Session, row: MedicineDay, text: str, at: datetime) -> int:
    """Add to the psychotherapy note that this day's lines go to; the first line begins it."""
    head = f"Ketamine session of {short(row.on_date, at.date())}"
    note = db.scalars(
        select(PsychotherapyNote)
        .where(PsychotherapyNote.client_id == row.client_id, PsychotherapyNote.on_date == row.on_date)
        .order_by(PsychotherapyNote.id)
    ).first()
    if note is None:
        note = PsychotherapyNote(
            client_id=row.client_id, on_date=row.on_date, text=f"{head}\n\n{text}", created_at=at, changed_at=at
        )
        db.add(note)
        db.flush()
        enter(db, at, "private_note", "created", note.id, row.client_id)
        return note.id
    note.text, note.changed_at = f"{note.text.rstrip()}\n\n{text}" if note.text.strip() else text, at
    enter(db, at, "private_note", "changed", note.id, row.client_id)
    return note.id
