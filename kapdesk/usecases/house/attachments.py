"""Files kept in the practice: checked by their content, in parts, one copy for each SHA-256, gone when nothing holds them."""

import hashlib
import io
import warnings
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from kapdesk.errors import BadInput, NotFound, PracticeDamaged
from kapdesk.records.attachment import Attachment, AttachmentPart
from kapdesk.records.filed_paper import PaperFile
from kapdesk.records.medicine_day import DayScan
from kapdesk.records.order import OrderScan

MOST_BYTES = 25 * 1024 * 1024
"""The largest file that is kept: 25 MB."""
PART_BYTES = 256 * 1024
MOST_PIXELS = 40_000_000
"""A picture of more would take more memory to show than a desk should spend on it."""
ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}
"""The kinds of files that are kept, and how the name of each ends."""

_PARTS_AT_ONCE = 32
"""Parts that are held in memory while all files are proved: 8 MB."""
_DAMAGED = "A scan is not as it was kept. Restore the newest backup; this file is kept aside."
_PDF_WITHIN = 1024
"""Bytes in which a PDF begins; only blanks, or the mark of UTF-8, may come before."""
_BLANK = b"\x00\t\n\x0c\r \xef\xbb\xbf"
_PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def checked_kind(data: bytes) -> str:
    """The media type by the content itself, whatever the name says; BadInput with what to do for all else."""
    if not data:
        raise BadInput("The file is empty. Scan or save it again.", "scan")
    check_size(len(data))
    kind = next((kind for start, kind in _PICTURES.items() if data.startswith(start)), "")
    if not kind and data[:_PDF_WITHIN].lstrip(_BLANK).startswith(b"%PDF-"):
        return "application/pdf"
    if not kind:
        raise BadInput(
            "kapdesk keeps PDF, PNG and JPEG files; this is none of them. A photograph from a telephone is often HEIC: "
            "export it as JPEG first.",
            "scan",
        )
    _check_picture(data)
    return kind


def check_size(size: int) -> None:
    """Refuse (BadInput) a file of more than 25 MB, before it is read."""
    if size > MOST_BYTES:
        raise BadInput(
            "The file is larger than 25 MB. Scan it at a lower resolution, or only the pages needed.", "scan"
        )


def keep_file(db: Session, data: bytes, at: datetime) -> int:
    """Keep a file once, and return its id; one with the same content is not kept again. In the caller's write."""
    kind, digest = checked_kind(data), hashlib.sha256(data).hexdigest()
    there = db.scalar(select(Attachment.id).where(Attachment.sha256 == digest))
    if there is not None:
        return there
    row = Attachment(sha256=digest, media_type=kind, size=len(data), added_at=at)
    db.add(row)
    db.flush()
    for number, start in enumerate(range(0, len(data), PART_BYTES)):
        db.add(AttachmentPart(attachment_id=row.id, number=number, data=data[start : start + PART_BYTES]))
    db.flush()
    return row.id


def read_file(db: Session, attachment_id: int) -> bytes:
    """A file's bytes; PracticeDamaged when they are not those that were kept."""
    row = db.get(Attachment, attachment_id)
    if row is None:
        raise NotFound("This file is not there any more.")
    parts = db.scalars(
        select(AttachmentPart.data).where(AttachmentPart.attachment_id == attachment_id).order_by(AttachmentPart.number)
    )
    data = b"".join(parts)
    if hashlib.sha256(data).hexdigest() != row.sha256:
        raise PracticeDamaged(_DAMAGED)
    return data


def check_files(db: Session) -> int:
    """Prove every file by its SHA-256; their number, or PracticeDamaged."""
    wanted = dict(db.execute(select(Attachment.id, Attachment.sha256)).all())
    sums = {number: hashlib.sha256() for number in wanted}
    parts = select(AttachmentPart.attachment_id, AttachmentPart.data)
    parts = parts.order_by(AttachmentPart.attachment_id, AttachmentPart.number)
    for number, data in db.execute(parts.execution_options(yield_per=_PARTS_AT_ONCE)):
        sums[number].update(data)
    if any(sums[number].hexdigest() != sha256 for number, sha256 in wanted.items()):
        raise PracticeDamaged(_DAMAGED)
    return len(wanted)


def let_go(db: Session, attachment_id: int) -> None:
    """Remove a file that nothing holds any more. In the caller's write."""
    db.flush()
    for holder in (OrderScan, DayScan, PaperFile):
        if db.scalar(select(func.count()).where(holder.attachment_id == attachment_id)):
            return
    db.execute(delete(AttachmentPart).where(AttachmentPart.attachment_id == attachment_id))
    db.execute(delete(Attachment).where(Attachment.id == attachment_id))


def _check_picture(data: bytes) -> None:
    """Look at a picture's head only: its size in pixels is known before it is unfolded."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
        pixels = picture.width * picture.height
    except Image.DecompressionBombError:
        pixels = MOST_PIXELS + 1
    except Exception:
        raise BadInput("The picture is damaged and cannot be opened. Scan or save it again.", "scan") from None
    if pixels > MOST_PIXELS:
        raise BadInput("The picture has more than 40 million pixels. Scan it at a lower resolution.", "scan")
