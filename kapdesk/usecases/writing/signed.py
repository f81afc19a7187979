"""What was signed, as bytes: written once in one way, read and proved by their SHA-256 for ever."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.errors import PracticeDamaged
from kapdesk.records.note import SignedRecord

FORMAT = 3
"""The number of the signed bytes' form. 1 had neither form nor session facts, 2 no medicine day or integration; what was signed in them
stays readable.
"""


def canonical(content: dict[str, Any]) -> bytes:
    """The one way in which signed content becomes bytes: JSON, keys sorted, no blanks, UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )


def freeze(db: Session, kind: str, content: dict[str, Any], at: datetime) -> SignedRecord:
    """Keep content for ever, in the caller's write."""
    body = canonical({"format": FORMAT, "kind": kind, **content})
    record = SignedRecord(kind=kind, format=FORMAT, body=body, sha256=hashlib.sha256(body).hexdigest(), signed_at=at)
    db.add(record)
    db.flush()
    return record


def read_signed(body: bytes, sha256: str) -> dict[str, Any]:
    """What was signed; PracticeDamaged when the bytes do not have their SHA-256."""
    if hashlib.sha256(body).hexdigest() != sha256:
        raise PracticeDamaged(
            "A signed record is not as it was signed. Restore the newest backup; this file is kept aside."
        )
    content: dict[str, Any] = json.loads(body.decode("utf-8", "surrogatepass"))
    return content


def check_signed_records(db: Session) -> int:
    """Prove every signed record by its SHA-256; their number, or PracticeDamaged."""
    number = 0
    for body, sha256 in db.execute(select(SignedRecord.body, SignedRecord.sha256).execution_options(yield_per=500)):
        read_signed(body, sha256)
        number += 1
    return number
