"""The record of a medicine day: from its rows while it is open, from the signed bytes for ever after.

Both are read in the same way, so that signing changes nothing of what is seen.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.entry_words import hour
from kapdesk.domain.leaving import STAY
from kapdesk.domain.medicine_day import DayEnding, EntryKind, of_kind, standing
from kapdesk.domain.medicine_observed import Observed, observed
from kapdesk.domain.session_record import (
    Figures,
    ScanHead,
    SessionRecord,
    Signature,
    content_of,
    dose_of,
    readings_of,
    record_of,
)
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.attachment import Attachment
from kapdesk.records.medicine_day import DayScan, MedicineDay
from kapdesk.records.note import Note, NoteWithheld, SignedRecord
from kapdesk.usecases.course.standing import withheld_sessions
from kapdesk.usecases.medicine_day.gate import gate_in
from kapdesk.usecases.medicine_day.medicine_days import Day, day_of
from kapdesk.usecases.writing.signed import read_signed
from kapdesk.vault.database import Vault


@dataclass(frozen=True)
class DayRow:
    """A medicine day in the chart's list: what stands on its line; `signed` once its note is."""

    id: int
    session_id: int | None
    on: date
    number: int
    dose: str
    times: str
    vitals: str
    ending: DayEnding
    from_paper: bool
    signed: bool
    open: bool

    @property
    def state(self) -> str:
        """How it stands, in words."""
        if self.signed:
            return "Signed"
        return "Open" if self.open else "Ended, not signed"


def record_content(db: Session, day_id: int, now: datetime) -> dict[str, Any]:
    """A day as the plain values that are signed; NotFound. `now` counts only while the gate is not closed."""
    day = day_of(db, day_id, now)
    row = db.get_one(MedicineDay, day_id)
    return content_of(
        SessionRecord(
            uid=row.uid,
            on=day.on,
            zone=row.zone,
            number=day.number,
            begun_at=day.begun_at,
            gate_closed_at=day.gate_closed_at,
            ended_at=day.ended_at,
            ending=day.ending,
            ending_words=row.ending_words,
            from_paper=day.from_paper,
            order=day.order,
            figures=_figures(day),
            gate=gate_in(db, day, now),
            answers=day.answers,
            entries=day.entries,
            readings=readings_of(day.answers, day.entries, day.order, day.on),
            compared_dose=dose_of(day.entries, day.order, day.on),
            scans=tuple(scans_in(db, day_id, ZoneInfo(row.zone))),
        )
    )


def content_for_signing(db: Session, session_id: int | None, at: datetime) -> dict[str, Any] | None:
    """What a session's note freezes of its medicine day, the same for each of its notes; None where it has none. BadInput
    while the day is open, or nothing that stands says whether medicine was taken.
    """
    row = db.scalar(select(MedicineDay).where(MedicineDay.session_id == session_id)) if session_id else None
    if row is None:
        return None
    if row.ended_at is None:
        raise BadInput(
            "The medicine day of this session is still open. End it first (chart, Ketamine sessions, Resume); "
            "then sign its note, and the record with it.",
            "",
        )
    signed = _signed(db, session_id)
    if signed is not None:
        return content_of(signed)
    content = record_content(db, row.id, at)
    seen = observed(record_of(content).shown)
    if seen.taken_at is None and seen.not_taken_at is None:
        raise BadInput(
            "Nothing in the record of this session says whether medicine was taken. Resume it (chart, Ketamine sessions) and "
            "enter “Medicine in” or “Not taken today”; then sign.",
            "",
        )
    return content


def get_record(vault: Vault, day_id: int, now: datetime) -> SessionRecord:
    """A day's record; NotFound, or PracticeDamaged when signed bytes do not have their SHA-256."""
    with vault.read() as db:
        return record_in(db, day_id, now)


def record_in(db: Session, day_id: int, now: datetime) -> SessionRecord:
    """The same in an open read or write."""
    row = db.get(MedicineDay, day_id)
    if row is None:
        raise NotFound("This medicine day is not there.")
    return _signed(db, row.session_id) or record_of(record_content(db, day_id, now))


def record_of_note(vault: Vault, note_id: int, now: datetime) -> SessionRecord | None:
    """The record that belongs to a note: signed with it, or of its session's day; None where there is none."""
    with vault.read() as db:
        return record_of_note_in(db, note_id, now)


def record_of_note_in(db: Session, note_id: int, now: datetime) -> SessionRecord | None:
    """The same in an open read."""
    note = db.get(Note, note_id)
    if note is None:
        return None
    if note.signed_id is not None:
        return _of_signed(db.get_one(SignedRecord, note.signed_id))
    row = db.scalar(select(MedicineDay).where(MedicineDay.session_id == note.session_id)) if note.session_id else None
    return record_in(db, row.id, now) if row is not None else None


def record_of_session(vault: Vault, session_id: int, now: datetime) -> SessionRecord:
    """The record of a held session by the session's id; NotFound in words where it has none."""
    with vault.read() as db:
        row = db.scalar(select(MedicineDay).where(MedicineDay.session_id == session_id))
        if row is None:
            raise NotFound(f"Session {session_id} has no record of a medicine day.")
        return record_in(db, row.id, now)


def list_days(vault: Vault, client_id: int, now: datetime) -> list[DayRow]:
    """A client's medicine days, the newest first; those of a session that was somebody else's are left out."""
    query = (
        select(MedicineDay)
        .where(
            MedicineDay.client_id == client_id,
            MedicineDay.session_id.is_(None) | MedicineDay.session_id.not_in(withheld_sessions()),
        )
        .order_by(MedicineDay.on_date.desc(), MedicineDay.id.desc())
    )
    with vault.read() as db:
        return [_row(row, record_in(db, row.id, now)) for row in db.scalars(query).all()]


def scans_in(db: Session, day_id: int, zone: ZoneInfo) -> list[ScanHead]:
    """The scans of a day's paper, in an open read."""
    rows = db.execute(
        select(DayScan, Attachment.sha256)
        .join(Attachment, Attachment.id == DayScan.attachment_id)
        .where(DayScan.day_id == day_id)
        .order_by(DayScan.id)
    )
    return [ScanHead(one.name, sha256, one.added_at.astimezone(zone), one.id) for one, sha256 in rows]


def _figures(day: Day) -> Figures:
    """The course's own; the minimum stay as it was when leaving was looked at last, whatever the practice sets later."""
    kept, looks = day.figures, of_kind(standing(day.entries), EntryKind.FIT_TO_LEAVE)
    stay = looks[-1].data.get(STAY, kept.minimum_stay_minutes) if looks else kept.minimum_stay_minutes
    return Figures(kept.acute_from_minutes, kept.acute_to_minutes, kept.vitals_minutes, stay)


def _signed(db: Session, session_id: int | None) -> SessionRecord | None:
    """As it was signed first; a note in the wrong chart counts only where there is no other."""
    if session_id is None:
        return None
    found = db.scalars(
        select(SignedRecord)
        .join(Note, Note.signed_id == SignedRecord.id)
        .outerjoin(NoteWithheld, NoteWithheld.note_id == Note.id)
        .where(Note.session_id == session_id)
        .order_by(NoteWithheld.id.is_not(None), SignedRecord.id)
    )
    return next((record for one in found if (record := _of_signed(one)) is not None), None)


def _of_signed(frozen: SignedRecord) -> SessionRecord | None:
    content = read_signed(frozen.body, frozen.sha256)
    kept, by = content.get("medicine_day"), content["signed"]
    if kept is None:
        return None
    return record_of(kept, Signature(by["by"], by["licence"], datetime.fromisoformat(by["at"]), frozen.sha256))


def _row(row: MedicineDay, record: SessionRecord) -> DayRow:
    seen = observed(record.shown)
    first, last = (record.readings[0], record.readings[-1]) if record.readings else (None, None)
    vitals = [one.vitals.words for one in (first, last if last is not first else None) if one is not None]
    return DayRow(
        row.id,
        row.session_id,
        record.on,
        record.number,
        dose_words(seen),
        _times(seen, record.ended_at),
        " → ".join(vitals),
        record.ending,
        record.from_paper,
        record.signed is not None,
        record.ended_at is None,
    )


def dose_words(seen: Observed) -> str:
    """`2 × 100 mg + 1 booster`, `not taken`."""
    if seen.dose is None:
        return "not taken" if seen.not_taken_at else "no medicine entered"
    more = f" + {len(seen.boosters)} booster{'' if len(seen.boosters) == 1 else 's'}" if seen.boosters else ""
    return f"{seen.dose.words}{more}"


def _times(seen: Observed, ended_at: datetime | None) -> str:
    parts = (
        f"in {hour(seen.taken_at)}" if seen.taken_at else "",
        f"out {hour(seen.out_at)}" if seen.out_at else "",
        f"ended {hour(ended_at)}" if ended_at else "",
    )
    return ", ".join(part for part in parts if part)
