"""Notes as the pages see them, and the reads that make them. A note in the wrong chart is in none of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session

from kapdesk.domain import notes as rules
from kapdesk.domain.forms import SHARED, Form, own_form
from kapdesk.domain.notes import AddendumKind, NoteKind, SessionFacts
from kapdesk.errors import NotFound, RecordSigned
from kapdesk.records.note import Addendum as AddendumRecord
from kapdesk.records.note import Note as NoteRecord
from kapdesk.records.note import NoteForm, NoteWithheld, SignedRecord
from kapdesk.usecases.writing.signed import read_signed


@dataclass(frozen=True)
class NoteHead:
    """A note in a list; `age_days` counts from its day while it is unsigned, `sha256` is of the signed bytes.

    `form` is the name of its form when it is not the kind's own; `late` says by the times themselves that it was begun on
    a later day; `in_error` that an addendum declares the whole note an error.
    """

    id: int
    kind: NoteKind
    on: date
    first_words: str
    signed_at: datetime | None
    signer: str
    sha256: str
    addenda: int
    age_days: int
    session_id: int | None
    changed_at: datetime
    form: str
    late: str
    in_error: bool

    @property
    def kind_words(self) -> str:
        """Kind and form: `Integration · SOAP`."""
        return f"{self.kind.words} · {self.form}" if self.form else self.kind.words


@dataclass(frozen=True)
class Addendum:
    """What was added to a signed note, why, when and by whom."""

    id: int
    written_at: datetime
    kind: AddendumKind
    reason: str
    text: str
    signer: str
    sha256: str


@dataclass(frozen=True)
class Note:
    """A whole note; of a signed one text and facts are read from the signed bytes."""

    head: NoteHead
    client_id: int
    text: str
    form: Form
    facts: SessionFacts
    created_at: datetime
    addenda: tuple[Addendum, ...]


def heads() -> Any:
    """The select behind every list of notes, the newest first."""
    added = AddendumRecord.note_id == NoteRecord.id
    addenda = select(func.count()).where(added).correlate(NoteRecord).scalar_subquery()
    errors = (
        select(func.count())
        .where(added, AddendumRecord.kind == AddendumKind.ERROR.value)
        .correlate(NoteRecord)
        .scalar_subquery()
    )
    signer = func.json_extract(cast(SignedRecord.body, String), "$.signed.by")
    return (
        select(
            NoteRecord.id,
            NoteRecord.client_id,
            NoteRecord.kind,
            NoteRecord.form,
            NoteRecord.on_date,
            func.substr(NoteRecord.text, 1, 1200).label("beginning"),
            NoteRecord.session_id,
            NoteRecord.created_at,
            NoteRecord.changed_at,
            signer.label("signer"),
            SignedRecord.sha256,
            SignedRecord.signed_at,
            NoteForm.name.label("own_form"),
            addenda.label("addenda"),
            errors.label("errors"),
        )
        .outerjoin(SignedRecord, SignedRecord.id == NoteRecord.signed_id)
        .outerjoin(NoteForm, NoteForm.uid == NoteRecord.form)
        .outerjoin(NoteWithheld, NoteWithheld.note_id == NoteRecord.id)
        .where(NoteWithheld.id.is_(None))
        .order_by(NoteRecord.on_date.desc(), NoteRecord.id.desc())
    )


def head_of(row: Any, today: date) -> NoteHead:
    """A row of `heads` as a page sees it."""
    return NoteHead(
        id=row.id,
        kind=NoteKind(row.kind),
        on=row.on_date,
        first_words=rules.first_words(row.beginning),
        signed_at=row.signed_at,
        signer=row.signer or "",
        sha256=row.sha256 or "",
        addenda=row.addenda,
        age_days=0 if row.signed_at else max(0, (today - row.on_date).days),
        session_id=row.session_id,
        changed_at=row.changed_at,
        form=_form_name(row.form, row.own_form),
        late=rules.late_words(row.on_date.toordinal(), row.created_at.date().toordinal()),
        in_error=row.errors > 0,
    )


def whole_note(db: Session, note_id: int, today: date) -> Note:
    """A note with its addenda; NotFound, or PracticeDamaged when signed bytes do not have their SHA-256."""
    found = whole_notes(db, heads().where(NoteRecord.id == note_id), today)
    if not found:
        raise NotFound("This note is not there any more.")
    return found[0]


def whole_notes(db: Session, wanted: Any, today: date) -> list[Note]:
    """The notes of a select like `heads`, in its order, in few reads however many they are; raises PracticeDamaged."""
    rows = db.execute(wanted).all()
    ids = [row.id for row in rows]
    records = {one.id: one for one in db.scalars(select(NoteRecord).where(NoteRecord.id.in_(ids)))}
    signed_ids = [one.signed_id for one in records.values() if one.signed_id is not None]
    frozen = {one.id: one for one in db.scalars(select(SignedRecord).where(SignedRecord.id.in_(signed_ids)))}
    forms = {key: form_of(db, *key) for key in {(one.form, NoteKind(one.kind)) for one in records.values()}}
    addenda = _addenda(db, ids)
    found = []
    for head in (head_of(row, today) for row in rows):
        record = records[head.id]
        form = forms[record.form, head.kind]
        if record.signed_id is None:
            text, facts = record.text, facts_of_note(record)
        else:
            signed = read_signed(frozen[record.signed_id].body, frozen[record.signed_id].sha256)
            text, facts = signed["note"]["text"], _facts_as_signed(signed.get("facts") or {})
            form = replace(form, name=signed["note"].get("form_name") or form.name)
        added = tuple(addenda.get(head.id, ()))
        found.append(Note(head, record.client_id, text, form, facts, record.created_at, added))
    return found


def find_draft(db: Session, note_id: int) -> NoteRecord:
    """A note that can still be written on; NotFound, RecordSigned."""
    note = db.get(NoteRecord, note_id)
    if note is None:
        raise NotFound("This note is not there any more.")
    if note.signed_id is not None:
        raise RecordSigned("This note is signed and cannot be changed. Add an addendum instead.")
    return note


def form_of(db: Session, key: str, kind: NoteKind) -> Form:
    """The form with this key; the kind's own for an empty key, or one that is not known here."""
    for one in SHARED:
        if one.key == key:
            return one
    own = db.scalars(select(NoteForm).where(NoteForm.uid == key)).first() if key else None
    if own is None:
        return own_form(kind)
    return Form(own.uid, own.name, NoteKind(own.kind), tuple(json.loads(own.sections)))


def facts_of_note(note: NoteRecord) -> SessionFacts:
    """The session's facts of a draft."""
    return SessionFacts(note.started_at, note.stopped_at, note.place, note.present, note.modality, note.diagnosis)


def addendum_of(addendum_id: int, kind: str, body: bytes, sha256: str, signed_at: datetime) -> Addendum:
    """An addendum, read from its signed bytes."""
    content = read_signed(body, sha256)
    added = content["addendum"]
    return Addendum(
        addendum_id, signed_at, AddendumKind(kind), added["reason"], added["text"], content["signed"]["by"], sha256
    )


def _addenda(db: Session, note_ids: Sequence[int]) -> dict[int, list[Addendum]]:
    signed = (SignedRecord.body, SignedRecord.sha256, SignedRecord.signed_at)
    rows = db.execute(
        select(AddendumRecord.note_id, AddendumRecord.id, AddendumRecord.kind, *signed)
        .join(SignedRecord, SignedRecord.id == AddendumRecord.signed_id)
        .where(AddendumRecord.note_id.in_(note_ids))
        .order_by(AddendumRecord.id)
    )
    found: dict[int, list[Addendum]] = {}
    for row in rows:
        added = addendum_of(row.id, row.kind, row.body, row.sha256, row.signed_at)
        found.setdefault(row.note_id, []).append(added)
    return found


def _form_name(key: str, own: str | None) -> str:
    return own or next((one.name for one in SHARED if one.key == key), "")


def _facts_as_signed(facts: dict[str, str]) -> SessionFacts:
    def moment(name: str) -> datetime | None:
        return datetime.fromisoformat(facts[name]) if facts.get(name) else None

    return SessionFacts(
        moment("started_at"),
        moment("stopped_at"),
        facts.get("place", ""),
        facts.get("present", ""),
        facts.get("modality", ""),
        facts.get("diagnosis", ""),
    )
