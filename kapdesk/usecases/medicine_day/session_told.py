"""The record of a session as plain values and as lines of text, for the command line."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from kapdesk.domain.record_words import Section, head_lines, sections, title_of
from kapdesk.domain.session_record import SessionRecord, content_of, plain
from kapdesk.errors import NotFound
from kapdesk.records.medicine_day import MedicineDay
from kapdesk.usecases.course.standing import withheld_sessions
from kapdesk.vault.database import Vault


def client_of_session(vault: Vault, session_id: int) -> int:
    """Whose medicine day it is; NotFound in words for a session that has none, or was entered in the wrong chart."""
    with vault.read() as db:
        client_id = db.scalar(
            select(MedicineDay.client_id).where(
                MedicineDay.session_id == session_id, MedicineDay.session_id.not_in(withheld_sessions())
            )
        )
    if client_id is None:
        raise NotFound(f"Session {session_id} has no record of a medicine day. “kapdesk course” lists the sessions.")
    return client_id


def session_told(record: SessionRecord) -> dict[str, Any]:
    """What JSON can hold: exactly what is signed, and who signed it (None while it is not)."""
    return {**content_of(record), "signed": plain(record.signed)}


def in_lines(record: SessionRecord, name: str) -> Iterator[str]:
    """The same to read on a terminal, section by section."""
    yield f"{name} · {title_of(record)}"
    yield from head_lines(record)
    signed = record.signed
    yield f"Signed by {signed.by}, {signed.at:%Y-%m-%d %H:%M}, SHA-256 {signed.sha256}" if signed else "Not signed."
    for section in sections(record):
        if section.rows or section.remark:
            yield ""
            yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield f"{section.title}{f' ({section.remark})' if section.remark else ''}"
    for row in section.rows:
        first, *more = (cell.replace("\n", "; ") for cell in row.cells)
        yield f"  {first}  {'  '.join(more)}".rstrip()
