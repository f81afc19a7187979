"""Treatment plans and safety plans: a draft that is kept as it is typed, and versions that never change."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain import plans as rules
from kapdesk.domain.dates import long
from kapdesk.domain.plans import FORMAT, Goal, Plan, PlanKind, TreatmentPlan
from kapdesk.errors import BadInput, NotFound, PracticeDamaged
from kapdesk.records.plan import Plan as PlanRecord
from kapdesk.records.plan import PlanDraft as DraftRecord
from kapdesk.records.plan import PlanSignature as SignatureRecord
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.practice import facts_of
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.paper.papers import PrintedPaper
from kapdesk.usecases.people.clients import find_client
from kapdesk.usecases.writing.signed import canonical
from kapdesk.vault.database import Vault


@dataclass(frozen=True)
class PlanSignature:
    """Who signed a printed plan, and on which day."""

    by: str
    on: date


@dataclass(frozen=True)
class PlanVersion:
    """A plan as it was saved; `sha256` is of the bytes that were kept."""

    id: int
    client_id: int
    kind: PlanKind
    version: int
    plan: Plan
    saved_at: datetime
    sha256: str
    signatures: tuple[PlanSignature, ...]


@dataclass(frozen=True)
class PlanDraft:
    """What is being written for the next version; `review_typed` is a review day that is none as it was typed."""

    plan: Plan
    review_typed: str
    changed_at: datetime


def current_plan(vault: Vault, client_id: int, kind: PlanKind) -> PlanVersion | None:
    """The newest version; None when there is none yet. PracticeDamaged when its bytes are not those that were saved."""
    with vault.read() as db:
        return _current(db, client_id, kind)


def versions(vault: Vault, client_id: int, kind: PlanKind) -> list[PlanVersion]:
    """Every version, the newest first."""
    with vault.read() as db:
        return [_version(db, row) for row in db.scalars(_newest_first(client_id, kind))]


def get_draft(vault: Vault, client_id: int, kind: PlanKind) -> PlanDraft | None:
    """What is being written; None when nothing is."""
    with vault.read() as db:
        row = _draft(db, client_id, kind)
        return None if row is None else _read_draft(row)


def save_draft(vault: Vault, client_id: int, plan: Plan, at: datetime, review_typed: str = "") -> bool:
    """Keep a plan as it is being written; whether there is a draft now. What says the same as the newest version is none.

    The history gets one entry when a draft is begun, not one for every few seconds.
    """
    with vault.write() as db:
        return _put_draft(db, client_id, plan, at, review_typed)


def discard_draft(vault: Vault, client_id: int, kind: PlanKind, at: datetime) -> Undo:
    """Throw a draft away; undo brings it back as it was, unless another one was begun since (BadInput)."""
    with vault.write() as db:
        row = _draft(db, client_id, kind)
        if row is None:
            raise NotFound("This draft is not there any more.")
        kept = _read_draft(row)
        db.delete(row)
        enter(db, at, "plan", "draft_discarded", None, client_id, detail=kind.words.lower())
    return Undo(
        f"Draft of the {kind.words.lower()} discarded", lambda vault, at: _bring_back(vault, client_id, kept, at)
    )


def restore_goal(vault: Vault, client_id: int, goal: Goal, place: int, at: datetime) -> None:
    """Put a goal that was taken out back into what is being written, at its place."""
    with vault.write() as db:
        draft, current = _draft(db, client_id, PlanKind.TREATMENT), _current(db, client_id, PlanKind.TREATMENT)
        kept = None if draft is None else _read_draft(draft)
        plan = kept.plan if kept else current.plan if current else TreatmentPlan()
        assert isinstance(plan, TreatmentPlan)
        _put_draft(db, client_id, rules.with_goal(plan, goal, place), at, kept.review_typed if kept else "")


def save_version(vault: Vault, client_id: int, plan: Plan, at: datetime) -> PlanVersion:
    """Save what was written as the next version, for ever; its draft is done with. Raises BadInput with the entry's name.

    A plan that says the same as the newest version makes no other one.
    """
    rules.check_can_save(plan)
    plan, kind = rules.tidied(plan), rules.kind_of(plan)
    with vault.write() as db:
        client = find_client(db, client_id)
        current = _current(db, client_id, kind)
        draft = _draft(db, client_id, kind)
        if draft is not None:
            db.delete(draft)
        if current is not None and current.plan == plan:
            return current
        number = current.version + 1 if current else 1
        body = canonical({
            "format": FORMAT,
            "client": client.uid,
            "kind": kind.value,
            "version": number,
            "saved_at": at.isoformat(),
            "plan": rules.to_content(plan),
        })  # fmt: skip
        row = PlanRecord(
            client_id=client_id,
            kind=kind.value,
            version=number,
            format=FORMAT,
            body=body,
            sha256=hashlib.sha256(body).hexdigest(),
            saved_at=at,
        )
        db.add(row)
        db.flush()
        enter(db, at, "plan", "saved", row.id, client_id, detail=f"{kind.words.lower()}, version {number}")
        return _version(db, row)


def signers(vault: Vault, client_id: int) -> tuple[str, str]:
    """Client and therapist, as they sign a treatment plan."""
    with vault.read() as db:
        return _signers(db, client_id)


def enter_signature(vault: Vault, plan_id: int, by: Sequence[str], on: date, at: datetime) -> PlanVersion:
    """Enter that a printed version was signed on paper; this stays for ever. BadInput without a name or for a day to come."""
    names = [" ".join(name.split()) for name in by if name.strip()]
    if not names:
        raise BadInput("Say who signed.", "by")
    if on > at.date():
        raise BadInput(f"{long(on, at.date())} is still to come. Enter the day on which it was signed.", "on")
    with vault.write() as db:
        row = db.get(PlanRecord, plan_id)
        if row is None:
            raise NotFound("This plan is not there any more.")
        version = _version(db, row)
        for name in names:
            if PlanSignature(name, on) in version.signatures:
                raise BadInput(f"The signature of {name} on {long(on, at.date())} is entered already.", "by")
            db.add(SignatureRecord(plan_id=plan_id, signed_by=name, signed_on=on, entered_at=at))
        db.flush()
        detail = f"{version.kind.words.lower()}, version {version.version}"
        enter(db, at, "plan", "signed_on_paper", plan_id, version.client_id, detail=detail)
        return _version(db, row)


def goals_of(vault: Vault, client_id: int) -> tuple[Goal, ...]:
    """The goals of the newest treatment plan, for a note to refer to by number."""
    current = current_plan(vault, client_id, PlanKind.TREATMENT)
    return current.plan.goals if current is not None and isinstance(current.plan, TreatmentPlan) else ()


def print_plan(
    vault: Vault, plan_id: int, page: str, on: date, language: str = "en", part2: bool = False
) -> PrintedPaper:
    """A saved version as PDF; `papers.hand_to_client` enters that it was printed or saved.

    `language` is that of the paper around what the therapist wrote; `part2` puts the notice of 42 CFR Part 2 on it.
    """
    from kapdesk.printing import plans as printing

    with vault.read() as db:
        row = db.get(PlanRecord, plan_id)
        if row is None:
            raise NotFound("This plan is not there any more.")
        version = _version(db, row)
        client, practice = find_client(db, row.client_id), facts_of(db)
        printed = printing.plan_page(
            version.plan,
            printing.Facts(
                version=version.version,
                saved_on=version.saved_at.date(),
                client=client.legal_name,
                called=client.preferred_name or client.legal_name,
                born=client.birth_date,
                practice=practice.name,
                therapist=practice.signer if practice.therapist else "",
                phone=practice.phone,
                logo=practice.logo,
                fictional=practice.fictional,
                part2=part2,
            ),
            page,
            on,
            language,
        )
    return PrintedPaper(
        version.kind.paper,
        version.kind.words,
        language,
        str(version.version),
        page,
        printed.pdf,
        printed.pages,
        printed.unprintable,
        hashlib.sha256(printed.pdf).hexdigest(),
    )


def check_plans(db: Session) -> int:
    """Prove every version by its SHA-256; their number, or PracticeDamaged."""
    rows = db.execute(select(PlanRecord.body, PlanRecord.sha256).execution_options(yield_per=500))
    return sum(bool(_proved(body, sha256)) for body, sha256 in rows)


def _newest_first(client_id: int, kind: PlanKind) -> Any:
    return (
        select(PlanRecord)
        .where(PlanRecord.client_id == client_id, PlanRecord.kind == kind.value)
        .order_by(PlanRecord.version.desc())
    )


def _current(db: Session, client_id: int, kind: PlanKind) -> PlanVersion | None:
    row = db.scalars(_newest_first(client_id, kind).limit(1)).first()
    return None if row is None else _version(db, row)


def _version(db: Session, row: PlanRecord) -> PlanVersion:
    kind = PlanKind(row.kind)
    plan = rules.from_content(kind, row.format, _proved(row.body, row.sha256)["plan"])
    signed = db.scalars(select(SignatureRecord).where(SignatureRecord.plan_id == row.id).order_by(SignatureRecord.id))
    signatures = tuple(PlanSignature(one.signed_by, one.signed_on) for one in signed)
    return PlanVersion(row.id, row.client_id, kind, row.version, plan, row.saved_at, row.sha256, signatures)


def _proved(body: bytes, sha256: str) -> dict[str, Any]:
    if hashlib.sha256(body).hexdigest() != sha256:
        raise PracticeDamaged("A plan is not as it was saved. Restore the newest backup; this file is kept aside.")
    content: dict[str, Any] = json.loads(body.decode("utf-8", "surrogatepass"))
    return content


def _draft(db: Session, client_id: int, kind: PlanKind) -> DraftRecord | None:
    return db.scalars(
        select(DraftRecord).where(DraftRecord.client_id == client_id, DraftRecord.kind == kind.value)
    ).first()


def _read_draft(row: DraftRecord) -> PlanDraft:
    content = json.loads(row.body)
    plan = rules.from_content(PlanKind(row.kind), content["format"], content["plan"])
    return PlanDraft(plan, content["review_typed"], row.changed_at)


def _put_draft(db: Session, client_id: int, plan: Plan, at: datetime, review_typed: str) -> bool:
    find_client(db, client_id)
    kind = rules.kind_of(plan)
    row, current = _draft(db, client_id, kind), _current(db, client_id, kind)
    said = current.plan if current else rules.empty(kind)
    if not review_typed and rules.tidied(plan) == rules.tidied(said):
        if row is not None:
            db.delete(row)
        return False
    body = json.dumps({"format": FORMAT, "plan": rules.to_content(plan), "review_typed": review_typed})
    if row is None:
        db.add(DraftRecord(client_id=client_id, kind=kind.value, body=body, changed_at=at))
        enter(db, at, "plan", "drafted", None, client_id, detail=kind.words.lower())
    elif row.body != body:
        row.body, row.changed_at = body, at
    return True


def _bring_back(vault: Vault, client_id: int, kept: PlanDraft, at: datetime) -> None:
    with vault.write() as db:
        if _draft(db, client_id, rules.kind_of(kept.plan)) is not None:
            raise BadInput("Another draft was begun since. Save or discard that one first.", "")
        _put_draft(db, client_id, kept.plan, at, kept.review_typed)


def _signers(db: Session, client_id: int) -> tuple[str, str]:
    practice = facts_of(db)
    therapist = f"{practice.signer} (therapist)" if practice.therapist else "Therapist"
    return f"{find_client(db, client_id).legal_name} (client)", therapist
