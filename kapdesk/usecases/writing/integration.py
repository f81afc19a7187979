"""Integration notes: their ketamine session, what was asked, the steps; kept with the draft, frozen with signing, and open
steps carried to the next session's start.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from kapdesk.domain.dates import in_full, short
from kapdesk.domain.integration import (
    Integration,
    Outcome,
    Step,
    asked_data,
    asked_of,
    body_of,
    draft_lines,
    outcome_in_words,
    signed_lines,
    step_lines,
)
from kapdesk.domain.notes import AddendumKind, NoteKind
from kapdesk.domain.phases import Medicine, SessionKind
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.course import HeldSession
from kapdesk.records.medicine_day import Integration as IntegrationRecord
from kapdesk.records.medicine_day import IntegrationStep
from kapdesk.records.note import Addendum, Note, NoteWithheld, SignedRecord
from kapdesk.usecases.course.standing import withheld_sessions
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.writing.note_rows import find_draft
from kapdesk.usecases.writing.signed import read_signed
from kapdesk.vault.database import Vault


@dataclass(frozen=True)
class Choosable:
    """A ketamine session that an integration note can be bound to; `words` also say how often it was integrated."""

    id: int
    on: date
    words: str


@dataclass(frozen=True)
class Read:
    """What stands beside a note's text: lines as they were signed (or are, in a draft), and its steps with what became of
    them, which is told later.
    """

    lines: tuple[str, ...]
    steps: tuple[Step, ...]

    def signed(self, today: date) -> tuple[str, ...]:
        """What is signed with the note, a line each."""
        return (*self.lines, *step_lines((replace(one, outcome="") for one in self.steps), today))

    def told(self, today: date) -> tuple[str, ...]:
        """What was told of the steps later, a line each."""
        told = ((number, one) for number, one in enumerate(self.steps, 1) if one.outcome)
        return tuple(f"Step {number} · {one.became(today)}" for number, one in told)


@dataclass(frozen=True)
class OpenStep:
    """A step of an earlier note of which nobody said yet what became of it; `of` is the note's day."""

    id: int
    words: str
    by: date | None
    of: date


def sessions_to_integrate(vault: Vault, client_id: int, on: date, note_id: int | None) -> list[Choosable]:
    """The ketamine sessions with medicine up to a day, the newest first: that one is offered. `note_id` is the note in
    hand, which does not count as another integration.
    """
    with vault.read() as db:
        rows = db.execute(
            select(HeldSession.id, HeldSession.held_on, HeldSession.course_id)
            .where(
                HeldSession.client_id == client_id,
                HeldSession.kind == SessionKind.KETAMINE.value,
                HeldSession.medicine != Medicine.NOT_TAKEN.value,
                HeldSession.id.not_in(withheld_sessions()),
            )
            .order_by(HeldSession.held_on, HeldSession.id)
        ).all()
        bound = db.scalars(
            select(IntegrationRecord.ketamine_id)
            .join(Note, Note.id == IntegrationRecord.note_id)
            .where(IntegrationRecord.note_id != (note_id or 0), Note.id.not_in(select(NoteWithheld.note_id)))
        ).all()
    found, numbers = [], dict[int, int]()
    for row in rows:
        numbers[row.course_id] = numbers.get(row.course_id, 0) + 1
        times = sum(1 for one in bound if one == row.id)
        again = f", integrated {'once' if times == 1 else f'{times} times'}" if times else ""
        words = f"ketamine session {numbers[row.course_id]}, {short(row.held_on, on)}{again}"
        found.append(Choosable(row.id, row.held_on, words))
    return [one for one in reversed(found) if one.on <= on]


def get(vault: Vault, note_id: int) -> Integration | None:
    """What a note carries as it lies in its tables, to go on writing it; None when nothing was kept yet."""
    with vault.read() as db:
        return _integration(db, note_id)


def read(vault: Vault, note_id: int) -> Read | None:
    """What a note carries, to be read; of a signed one from the signed bytes, with what became of its steps."""
    with vault.read() as db:
        return read_in(db, [note_id]).get(note_id)


def read_in(db: Session, note_ids: Iterable[int]) -> dict[int, Read]:
    """The same of many notes, by their id, in an open read."""
    found = {}
    for note in db.scalars(select(Note).where(Note.id.in_(list(note_ids)), Note.kind == NoteKind.INTEGRATION.value)):
        kept = _integration(db, note.id)
        if note.signed_id is None:
            if kept is not None:
                found[note.id] = Read(draft_lines(kept), tuple(kept.steps))
            continue
        frozen = db.get_one(SignedRecord, note.signed_id)
        body = read_signed(frozen.body, frozen.sha256).get("integration")
        if body is not None:
            told = {row.uid: row for row in _steps(db, note.id)}
            steps = tuple(_as_signed(one, told.get(one["uid"])) for one in body["steps"])
            found[note.id] = Read(signed_lines(body), steps)
    return found


def keep(vault: Vault, note_id: int, integration: Integration, at: datetime) -> None:
    """Keep what stands beside a draft's text as it is now; RecordSigned once it is signed, BadInput for too many steps,
    for a note that is no integration note, or a session that is not this client's.
    """
    integration = integration.tidied()
    with vault.write() as db:
        note = find_draft(db, note_id)
        if note.kind != NoteKind.INTEGRATION.value:
            raise BadInput("Only an integration note is bound to a ketamine session.", "")
        _check_ketamine(db, note, integration.ketamine_id)
        row = db.scalar(select(IntegrationRecord).where(IntegrationRecord.note_id == note_id))
        asked = json.dumps(asked_data(integration.asked), ensure_ascii=False, sort_keys=True)
        new = row is None
        if row is None:
            row = IntegrationRecord(note_id=note_id, ketamine_id=integration.ketamine_id, asked=asked)
            db.add(row)
        row.ketamine_id, row.asked = integration.ketamine_id, asked
        _keep_steps(db, note_id, integration.steps)
        first_today = new or note.changed_at.date() != at.date()
        note.changed_at = at
        db.flush()
        if first_today:
            enter(db, at, "integration", "changed", note_id, note.client_id)


def open_steps(vault: Vault, client_id: int, besides: int | None = None) -> list[OpenStep]:
    """The steps of earlier integration notes whose outcome nobody told, the soonest first; those of the note in hand
    (`besides`), of a note in a wrong chart or one entered in error are not among them.
    """
    with vault.read() as db:
        found = db.execute(_open_steps(), {"client": client_id, "besides": besides or 0})
        return [OpenStep(row.id, row.words, row.by_date, on) for row, on in found]


@cache
def _open_steps() -> Any:
    errors = select(Addendum.note_id).where(Addendum.kind == AddendumKind.ERROR.value)
    return (
        select(IntegrationStep, Note.on_date)
        .join(Note, Note.id == IntegrationStep.note_id)
        .where(
            Note.client_id == bindparam("client"),
            Note.kind == NoteKind.INTEGRATION.value,
            Note.id != bindparam("besides"),
            Note.id.not_in(select(NoteWithheld.note_id)),
            Note.id.not_in(errors),
            IntegrationStep.outcome == "",
            IntegrationStep.words != "",
        )
        .order_by(IntegrationStep.by_date.is_(None), IntegrationStep.by_date, IntegrationStep.id)
    )


def tell_outcome(vault: Vault, step_id: int, outcome: Outcome, words: str, at: datetime) -> Undo:
    """Enter what became of a step; the signed note stays as it is. NotFound."""
    _set_outcome(vault, step_id, outcome_in_words(outcome, words), at.date(), at)
    return Undo(f"Step: {outcome.words.lower()}", lambda vault, at: _set_outcome(vault, step_id, "", None, at))


def integration_content(db: Session, note: Note) -> dict[str, Any] | None:
    """What is frozen with an integration note; None when it carries nothing. BadInput for a step without words or day."""
    kept = _integration(db, note.id) if note.kind == NoteKind.INTEGRATION.value else None
    if kept is None:
        return None
    kept.check_can_sign()
    ketamine = db.get(HeldSession, kept.ketamine_id) if kept.ketamine_id else None
    bound = {"uid": ketamine.uid, "on": ketamine.held_on.isoformat()} if ketamine else None
    return body_of(kept, {row.id: row.uid for row in _steps(db, note.id)}, bound)


def take_out(db: Session, note_id: int) -> list[Any]:
    """Take what a draft carries out, before it is discarded: fresh records to put back. In the caller's write."""
    rows = [*_steps(db, note_id), *db.scalars(select(IntegrationRecord).where(IntegrationRecord.note_id == note_id))]
    kept = [type(row)(**{column.key: getattr(row, column.key) for column in row.__table__.columns}) for row in rows]
    for row in rows:
        db.delete(row)
    db.flush()
    return kept


def put_back(db: Session, kept: Iterable[Any]) -> None:
    """What `take_out` gave, back again; in the caller's write."""
    db.add_all(kept)
    db.flush()


def copy_signed(db: Session, body: dict[str, Any], note_id: int) -> None:
    """Begin again in another chart's draft what was signed: the answers and steps, bound to no session there."""
    signed = body.get("integration")
    if signed is None:
        return
    asked = {one["name"]: {"answer": one["answer"], "words": one["words"]} for one in signed["asked"]}
    kept = json.dumps(asked_data(asked_of(asked)), ensure_ascii=False, sort_keys=True)
    db.add(IntegrationRecord(note_id=note_id, asked=kept))
    _keep_steps(db, note_id, [_as_signed(one, None) for one in signed["steps"]])


def check_not_bound(db: Session, session_id: int) -> None:
    """A ketamine session that an integration note is bound to stays (BadInput)."""
    if db.scalar(select(IntegrationRecord.id).where(IntegrationRecord.ketamine_id == session_id)):
        raise BadInput("An integration note is bound to this ketamine session. Bind the note to another one first.", "")


def bind(db: Session, note_id: int, ketamine_id: int | None) -> int | None:
    """Bind a draft to another ketamine session, or to none; which it was. In the caller's write."""
    row = db.scalar(select(IntegrationRecord).where(IntegrationRecord.note_id == note_id))
    if row is None:
        return None
    before, row.ketamine_id = row.ketamine_id, ketamine_id
    db.flush()
    return before


def _integration(db: Session, note_id: int) -> Integration | None:
    row = db.scalar(select(IntegrationRecord).where(IntegrationRecord.note_id == note_id))
    if row is None:
        return None
    ketamine = db.get(HeldSession, row.ketamine_id) if row.ketamine_id else None
    words = f"the ketamine session of {in_full(ketamine.held_on)}" if ketamine else ""
    steps = tuple(Step(one.words, one.by_date, one.outcome, one.outcome_on, one.id) for one in _steps(db, note_id))
    return Integration(row.ketamine_id, asked_of(json.loads(row.asked or "{}")), steps, words)


def _steps(db: Session, note_id: int) -> list[IntegrationStep]:
    query = select(IntegrationStep).where(IntegrationStep.note_id == note_id).order_by(IntegrationStep.place)
    return list(db.scalars(query))


def _keep_steps(db: Session, note_id: int, steps: Iterable[Step]) -> None:
    """The same rows go on being used, so that a step keeps its identity while it is written."""
    rows = _steps(db, note_id)
    wanted = list(steps)
    for place, step in enumerate(wanted):
        if place < len(rows):
            rows[place].words, rows[place].by_date = step.words, step.by
        else:
            db.add(IntegrationStep(note_id=note_id, place=place, words=step.words, by_date=step.by))
    for row in rows[len(wanted) :]:
        db.delete(row)
    db.flush()


def _as_signed(step: dict[str, Any], row: IntegrationStep | None) -> Step:
    by = date.fromisoformat(step["by"]) if step["by"] else None
    told = (row.outcome, row.outcome_on, row.id) if row is not None else ("", None, 0)
    return Step(step["words"], by, *told)


def _set_outcome(vault: Vault, step_id: int, outcome: str, on: date | None, at: datetime) -> None:
    with vault.write() as db:
        row = db.get(IntegrationStep, step_id)
        if row is None:
            raise NotFound("This step is not there any more.")
        row.outcome, row.outcome_on = outcome, on
        db.flush()
        enter(db, at, "integration", "outcome", row.note_id, db.get_one(Note, row.note_id).client_id)


def _check_ketamine(db: Session, note: Note, ketamine_id: int | None) -> None:
    session = db.get(HeldSession, ketamine_id) if ketamine_id is not None else None
    if ketamine_id is not None and (session is None or session.client_id != note.client_id):
        raise BadInput("This ketamine session does not belong to this client.", "ketamine")
