"""Psychotherapy notes (45 CFR 164.501): the therapist's own, kept apart from the chart.

They are in no search, print, summary or export; there is no duty to sign them; every backup holds them. The practice's
passphrase is asked again before they are shown, unless the practice turned that off.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.notes import first_words
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.note import PsychotherapyNote
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.opening import prove
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.house.settings import read_setting, write_setting
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people.clients import find_client
from kapdesk.vault.connection import Progress, silent
from kapdesk.vault.database import Vault

NOT_HERE = (
    "medicines and how they are watched over",
    "when sessions started and stopped",
    "the kinds of treatment and how often",
    "results of tests and measures",
    "summaries of diagnosis, functioning, plan, symptoms, prognosis and progress",
)
"""What 45 CFR 164.501 leaves out of psychotherapy notes: it belongs in the chart."""
_ASKS = "private_notes_ask"
_RECOVERY_KEY = re.compile(r"(?:[0-9A-Za-z]{4}[\s-]*){14}")


@dataclass(frozen=True)
class PrivateNote:
    """A psychotherapy note; `beginning` is for the list."""

    id: int
    on: date
    text: str
    beginning: str
    changed_at: datetime


def asks_again(vault: Vault) -> bool:
    """Whether the passphrase is asked before psychotherapy notes are shown; yes, unless the practice chose otherwise."""
    with vault.read() as db:
        return bool(read_setting(db, _ASKS, True))


def set_asks_again(vault: Vault, asks: bool, at: datetime) -> Undo:
    """Choose whether the passphrase is asked again."""
    before = asks_again(vault)
    with vault.write() as db:
        write_setting(db, _ASKS, asks)
        enter(db, at, "setting", "changed", fields=(_ASKS,))
    words = "The passphrase is asked again" if asks else "The passphrase is not asked again"
    return Undo(f"{words} before psychotherapy notes", lambda vault, at: set_asks_again(vault, before, at))


def prove_passphrase(folder: Path, typed: str, progress: Progress = silent) -> None:
    """Whether this opens the practice: its passphrase, or its recovery key. For a worker; raises WrongPassphrase or
    WrongRecoveryKey.
    """
    like_recovery = _RECOVERY_KEY.fullmatch(typed.strip()) is not None
    prove(folder, Secret.recovery(typed) if like_recovery else Secret.passphrase(typed), progress)


def refused(vault: Vault, client_id: int, at: datetime) -> None:
    """Enter that a wrong passphrase was typed for a client's psychotherapy notes."""
    with vault.write() as db:
        enter(db, at, "private_note", "refused", None, client_id)


def open_notes(vault: Vault, client_id: int, at: datetime) -> list[PrivateNote]:
    """A client's psychotherapy notes, the newest first; that they were opened is entered in the history."""
    with vault.write() as db:
        find_client(db, client_id)
        enter(db, at, "private_note", "opened", None, client_id)
        return _list(db, client_id)


def list_notes(vault: Vault, client_id: int) -> list[PrivateNote]:
    """The same, while they are open."""
    with vault.read() as db:
        return _list(db, client_id)


def start_note(vault: Vault, client_id: int, on: date, text: str, at: datetime) -> int:
    """Begin one; BadInput for a day to come."""
    _check_day(on, at)
    with vault.write() as db:
        find_client(db, client_id)
        note = PsychotherapyNote(client_id=client_id, on_date=on, text=text, created_at=at, changed_at=at)
        db.add(note)
        db.flush()
        enter(db, at, "private_note", "created", note.id, client_id)
        return note.id


def save_note(vault: Vault, note_id: int, text: str, at: datetime, on: date | None = None) -> None:
    """Keep the words as they are now, and the day; one entry in the history for a day's writing."""
    if on is not None:
        _check_day(on, at)
    with vault.write() as db:
        note = _find(db, note_id)
        if note.text == text and on in (None, note.on_date):
            return
        if note.changed_at.date() != at.date():
            enter(db, at, "private_note", "changed", note_id, note.client_id)
        note.text, note.changed_at, note.on_date = text, at, on or note.on_date


def remove_note(vault: Vault, note_id: int, at: datetime) -> Undo:
    """Remove one; undo brings it back as it was."""
    with vault.write() as db:
        note = _find(db, note_id)
        kept = {column.name: getattr(note, column.name) for column in PsychotherapyNote.__table__.columns}
        db.delete(note)
        enter(db, at, "private_note", "removed", note_id, note.client_id)
    return Undo("Psychotherapy note removed", lambda vault, at: _bring_back(vault, kept, at))


def _list(db: Session, client_id: int) -> list[PrivateNote]:
    query = select(PsychotherapyNote).where(PsychotherapyNote.client_id == client_id)
    found = db.scalars(query.order_by(PsychotherapyNote.on_date.desc(), PsychotherapyNote.id.desc()))
    return [PrivateNote(one.id, one.on_date, one.text, first_words(one.text), one.changed_at) for one in found]


def _find(db: Session, note_id: int) -> PsychotherapyNote:
    note = db.get(PsychotherapyNote, note_id)
    if note is None:
        raise NotFound("This psychotherapy note is not there any more.")
    return note


def _check_day(on: date, at: datetime) -> None:
    if on > at.date():
        raise BadInput("A note is written on or after its day. Is the date right?", "on")


def _bring_back(vault: Vault, kept: dict[str, Any], at: datetime) -> None:
    with vault.write() as db:
        db.add(PsychotherapyNote(**kept))
        enter(db, at, "private_note", "created", kept["id"], kept["client_id"])
