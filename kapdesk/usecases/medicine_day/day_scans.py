"""The scans of the paper on which a medicine day was recorded: kept once by content, frozen with the note."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kapdesk.domain.dates import in_full
from kapdesk.domain.disclosures import OWN_FILE, GoingOut
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.attachment import Attachment
from kapdesk.records.medicine_day import DayScan, MedicineDay
from kapdesk.usecases.house.attachments import checked_kind, keep_file, let_go, read_file
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.medicine_day.medicine_days import find_day
from kapdesk.usecases.register.disclosures import add_going_out
from kapdesk.vault.database import Vault


@dataclass(frozen=True)
class Scan:
    """A scan of a day; `size` in bytes."""

    id: int
    name: str
    media_type: str
    size: int
    added_at: datetime


def list_scans(vault: Vault, day_id: int) -> list[Scan]:
    """The scans of a day, as they were added."""
    with vault.read() as db:
        rows = db.execute(
            select(DayScan, Attachment.media_type, Attachment.size)
            .join(Attachment, Attachment.id == DayScan.attachment_id)
            .where(DayScan.day_id == day_id)
            .order_by(DayScan.id)
        )
        return [Scan(one.id, one.name, kind, size, one.added_at) for one, kind, size in rows]


def add_scan(vault: Vault, day_id: int, name: str, data: bytes, at: datetime) -> Undo:
    """Attach a scan; BadInput for what cannot be kept or is attached already, RecordSigned once the note is signed."""
    checked_kind(data)
    with vault.write() as db:
        scan_id = _attach(db, find_day(db, day_id, ended_too=True), name, data, at)
    return Undo("Scan added", lambda vault, at: remove_scan(vault, scan_id, at))


def remove_scan(vault: Vault, scan_id: int, at: datetime) -> Undo:
    """Take a scan off; the file goes when nothing else holds it. RecordSigned once the note is signed."""
    with vault.write() as db:
        scan = _find(db, scan_id)
        row = find_day(db, scan.day_id, ended_too=True)
        day_id, name, data = row.id, scan.name, read_file(db, scan.attachment_id)
        db.delete(scan)
        let_go(db, scan.attachment_id)
        enter(db, at, "medicine_day", "scan_removed", row.id, row.client_id)

    def attach_again(vault: Vault, at: datetime) -> None:
        with vault.write() as db:
            _attach(db, find_day(db, day_id, ended_too=True), name, data, at)

    return Undo("Scan removed", attach_again)


def open_scan(vault: Vault, scan_id: int, at: datetime) -> bytes:
    """A scan's bytes, to be shown in the desk, entered in the history; PracticeDamaged when they are not as they were kept."""
    with vault.write() as db:
        scan = _find(db, scan_id)
        data = read_file(db, scan.attachment_id)
        enter(db, at, "medicine_day", "scan_opened", scan.day_id, db.get_one(MedicineDay, scan.day_id).client_id)
    return data


def client_of(vault: Vault, day_id: int) -> int:
    """Whose medicine day it is, also when its record is signed; NotFound."""
    with vault.read() as db:
        row = db.get(MedicineDay, day_id)
        if row is None:
            raise NotFound("This medicine day is not there.")
        return row.client_id


def scan_saved(vault: Vault, scan_id: int, at: datetime, going: GoingOut = OWN_FILE) -> None:
    """Enter that a scan was saved outside the practice file; for somebody, in the register of disclosures too."""
    with vault.write() as db:
        scan = _find(db, scan_id)
        day = db.get_one(MedicineDay, scan.day_id)
        add_going_out(db, day.client_id, going, f"Scan of the medicine day of {in_full(day.on_date)}", "saved", at)
        enter(db, at, "medicine_day", "scan_saved", scan.day_id, day.client_id)


def _attach(db: Session, row: MedicineDay, name: str, data: bytes, at: datetime) -> int:
    attachment_id = keep_file(db, data, at)
    if db.scalar(select(func.count()).where(DayScan.day_id == row.id, DayScan.attachment_id == attachment_id)):
        raise BadInput("This file is attached to this day already.", "scan")
    scan = DayScan(day_id=row.id, attachment_id=attachment_id, name=" ".join(name.split()), added_at=at)
    db.add(scan)
    db.flush()
    enter(db, at, "medicine_day", "scan_added", row.id, row.client_id)
    return scan.id


def _find(db: Session, scan_id: int) -> DayScan:
    scan = db.get(DayScan, scan_id)
    if scan is None:
        raise NotFound("This scan is not there any more.")
    return scan
