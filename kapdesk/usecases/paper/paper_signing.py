"""Signing a paper on the screen: prepare, read together, initial, sign, countersign, file. What is entered lies in the
practice file at once; what is filed at the end are the exact bytes of the page that was signed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain import languages
from kapdesk.domain.filled import Filled, not_initialled, not_ticked
from kapdesk.domain.paper_states import INTAKE, SEVERAL
from kapdesk.domain.signatures import Role, Signature, check_may_sign, signer_for, still_to_sign
from kapdesk.errors import BadInput
from kapdesk.records.filed_paper import PaperDraft
from kapdesk.usecases.asking.intake_paper import belongs_to, signed_as
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.practice import facts_of, zone
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.medicine_day.under_medicine import under_medicine_in
from kapdesk.usecases.paper.filed_papers import Facts, file_paper
from kapdesk.usecases.paper.paper_drafts import Draft, draft_of, find_draft, for_wording, practice_of
from kapdesk.usecases.paper.paper_values import Value, known_values, remember
from kapdesk.usecases.paper.papers import PrintedPaper, answers_to_print, lay_out_with
from kapdesk.usecases.paper.wording import wording_to_print
from kapdesk.usecases.people.clients import find_client
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.printing.text import Wording

ABOUT = {"release": "recipient", "release-psychotherapy-notes": "recipient", "transport": "adult_name"}
"""The field by which several papers of a name are told apart."""


@dataclass(frozen=True)
class AskedField:
    """A field of the paper: what it asks for, what stands there, and where that is from (`typed`, or as in `Value`)."""

    name: str
    ask: str
    value: str
    source: str


@dataclass(frozen=True)
class PaperInHand:
    """A paper that is being signed. `points` are its numbered points by number, `acknowledged` the words initialled apart;
    `gaps` says what is missing before it can be signed, in order; `unsigned` who is still to sign.
    """

    id: int
    client_id: int
    client: str
    name: str
    title: str
    kind: str
    language: str
    version: str
    fields: tuple[AskedField, ...]
    choices: tuple["AskedChoice", ...]
    acknowledged: tuple[tuple[str, str], ...]
    points: tuple[tuple[str, str], ...]
    filled: Filled
    unsigned: tuple[Role, ...]
    gaps: tuple[str, ...]
    changed_at: datetime


@dataclass(frozen=True)
class AskedChoice:
    """Boxes to tick: `options` are (key, words)."""

    name: str
    ask: str
    options: tuple[tuple[str, str], ...]
    several: bool


@dataclass(frozen=True)
class DraftRow:
    """A paper that was begun and is not filed."""

    id: int
    name: str
    title: str
    changed_at: datetime
    signed: bool


def begin(vault: Vault, client_id: int, name: str, language: str, at: datetime) -> int:
    """Take a paper in hand for a client, or the one of that name that was begun already; its id. NotFound, BadWording.

    Without a language it is the one that was begun, else a paper in the client's.
    """
    with vault.write() as db:
        spoken = find_client(db, client_id).language
        language = language or _begun_in(db, client_id, name) or languages.of_papers(spoken)
        wording = wording_to_print(db, name, language)
        if not wording.signatures:
            raise BadInput(f"“{wording.title}” is not signed. Print it, or hand it over.", "name")
        if name not in SEVERAL:
            query = select(PaperDraft.id).where(PaperDraft.client_id == client_id, PaperDraft.name == name)
            there = db.scalar(query.where(PaperDraft.language == language).limit(1))
            if there is not None:
                return there
        row = PaperDraft(
            client_id=client_id, name=name, language=language, body=Draft().text(), begun_at=at, changed_at=at
        )
        db.add(row)
        db.flush()
        enter(db, at, "paper", "begun", row.id, client_id, detail=wording.title)
        return row.id


def _begun_in(db: Session, client_id: int, name: str) -> str:
    """The language of the newest paper of this name that was begun; empty when none was."""
    query = select(PaperDraft.language).where(PaperDraft.client_id == client_id, PaperDraft.name == name)
    return db.scalar(query.order_by(PaperDraft.id.desc()).limit(1)) or ""


def drafts(vault: Vault, client_id: int) -> list[DraftRow]:
    """The papers of a client that were begun, the newest first."""
    with vault.read() as db:
        rows = db.scalars(select(PaperDraft).where(PaperDraft.client_id == client_id).order_by(PaperDraft.id.desc()))
        return [
            DraftRow(
                one.id,
                one.name,
                wording_to_print(db, one.name, one.language).title,
                one.changed_at,
                bool(draft_of(one).filled.signed),
            )
            for one in rows
        ]


def in_hand(vault: Vault, draft_id: int, today: date) -> PaperInHand:
    """The paper as it stands; NotFound once it is filed or put away."""
    with vault.read() as db:
        return _in_hand(db, find_draft(db, draft_id), today)


def keep(vault: Vault, draft_id: int, filled: Filled, at: datetime) -> None:
    """Keep values, ticks, initials, who is present, until when. BadInput for a change once somebody signed: what was signed is
    not changed behind the signature (`take_signatures_off` first).
    """
    with vault.write() as db:
        row = find_draft(db, draft_id)
        wording = wording_to_print(db, row.name, row.language)
        before = for_wording(draft_of(row), wording)
        if before == replace(filled, signed=before.signed):
            return
        if before.signed:
            raise BadInput("This paper is signed as it stands. Take the signatures off before you change it.", "signed")
        initialled = wording.sha256 if filled.initials else ""
        row.body, row.changed_at = Draft(replace(filled, signed=()), initialled=initialled).text(), at


def sign(vault: Vault, draft_id: int, signature: Signature, at: datetime, reason: str = "") -> None:
    """Put a signature on the paper, at this moment. BadInput when something is missing before, when it is not this signer's
    turn or to sign, and when nobody should sign now (see `domain.signatures`); `reason` for a paper that is no consent.
    """
    with vault.write() as db:
        row = find_draft(db, draft_id)
        hand = _in_hand(db, row, at.date())
        if hand.gaps:
            raise BadInput(f"Before it is signed: {hand.gaps[0]}.", "gaps")
        signature = replace(signature, at=at.astimezone(zone(facts_of(db)))).checked()
        if signer_for(signature.role) not in hand.unsigned:
            raise BadInput(f"{signature.role.words} has signed already, or does not sign this paper.", "role")
        wording = wording_to_print(db, row.name, row.language)
        signed_on = signed_as(db, row.client_id, wording)
        draft = draft_of(row)
        if hand.filled.signed and draft.wording != signed_on:
            raise _changed(wording)
        assert signature.at is not None
        reason = reason or draft.reason
        if signer_for(signature.role) is Role.CLIENT:
            day = under_medicine_in(db, row.client_id, signature.at.date())
            # a medicine that is entered came before this signature, whatever the clock says
            moment = max(filter(None, (signature.at, day.medicine_at)))
            check_may_sign(wording.kind, day, moment, reason)
        filled = replace(hand.filled, values=_values(hand), signed=(*hand.filled.signed, signature))
        kept = Draft(filled, signed_on, reason, wording.sha256, practice_of(db, draft))
        row.body, row.changed_at = kept.text(), at
        enter(
            db, at, "paper", "signed", row.id, row.client_id, detail=f"{wording.title}, {signature.role.words.lower()}"
        )


def _changed(wording: "Wording") -> BadInput:
    what = "wording of this paper, or an answer on it," if wording.kind == INTAKE else "wording of this paper"
    sentence = f"The {what} was changed since it was signed. "
    return BadInput(f"{sentence}Take the signatures off, read the new one together and sign it again.", "wording")


def take_signatures_off(vault: Vault, draft_id: int, at: datetime) -> None:
    """Remove all signatures from a paper that is not filed, so that it can be changed and signed anew."""
    with vault.write() as db:
        row = find_draft(db, draft_id)
        draft = draft_of(row)
        row.body, row.changed_at = Draft(replace(draft.filled, signed=()), initialled=draft.initialled).text(), at
        enter(db, at, "paper", "signatures_off", row.id, row.client_id)


def look(vault: Vault, draft_id: int, today: date, page: str = "", size: str = "") -> PrintedPaper:
    """The paper as it stands, to be read: what is not there yet is a line to write on."""
    return to_lay_out(vault, draft_id, today, page, size)()


def to_lay_out(vault: Vault, draft_id: int, today: date, page: str = "", size: str = "") -> Callable[[], PrintedPaper]:
    """The same as a piece of work that holds plain values only, to be done beside the window."""
    with vault.read() as db:
        row = find_draft(db, draft_id)
        hand = _in_hand(db, row, today)
        wording = wording_to_print(db, row.name, row.language)
        filled = replace(hand.filled, values=_values(hand))
        answers = answers_to_print(db, row.client_id, wording)
        practice, made_on = practice_of(db, draft_of(row)), _made_on(filled, today)
        return partial(lay_out_with, practice, wording, filled, page, made_on, size, blank=True, answers=answers)


def file_signed(vault: Vault, draft_id: int, at: datetime, size: str = "") -> int:
    """File a paper that everybody signed: its exact bytes, for ever; the id it has on file. BadInput when something is missing."""
    with vault.write() as db:
        row = find_draft(db, draft_id)
        hand = _in_hand(db, row, at.date())
        if hand.gaps or hand.unsigned:
            missing = hand.gaps[0] if hand.gaps else f"{hand.unsigned[0].words} has not signed"
            raise BadInput(f"This paper is not complete: {missing}.", "gaps")
        wording = wording_to_print(db, row.name, row.language)
        draft = draft_of(row)
        if draft.wording != signed_as(db, row.client_id, wording):
            raise _changed(wording)
        first = min(one.at for one in hand.filled.signed if one.at is not None)
        answers = answers_to_print(db, row.client_id, wording)
        practice = practice_of(db, draft)
        printed = lay_out_with(practice, wording, hand.filled, "", first.date(), size, answers=answers)
        facts = Facts(
            name=row.name,
            kind=wording.kind,
            title=wording.title,
            language=row.language,
            how="screen",
            from_on=first.date(),
            about=about_of(row.name, hand.filled),
            version=str(wording.version),
            wording_sha256=wording.sha256,
            signed_at=first,
            until=hand.filled.until,
        )
        more = belongs_to(db, row.client_id, wording)
        filed = file_paper(db, row.client_id, facts, hand.filled, [printed.pdf], at, draft.reason, more)
        remember(db, hand.filled.values, row.language)
        client_id = row.client_id
        db.delete(row)
        enter(db, at, "paper", "filed", filed, client_id, detail=f"{wording.title}, version {wording.version}")
        return filed


def put_away(vault: Vault, draft_id: int, at: datetime) -> Undo:
    """Put a paper that was begun away; nothing of it is filed."""
    with vault.write() as db:
        row = find_draft(db, draft_id)
        kept = {column.key: getattr(row, column.key) for column in PaperDraft.__table__.columns}
        title = wording_to_print(db, row.name, row.language).title
        db.delete(row)
        enter(db, at, "paper", "put_away", draft_id, row.client_id, detail=title)

    def take_back(vault: Vault, at: datetime) -> None:
        with vault.write() as db:
            if db.get(PaperDraft, draft_id) is not None:
                return
            db.add(PaperDraft(**kept))
            enter(db, at, "paper", "begun", draft_id, kept["client_id"], detail=title)

    return Undo(f"“{title}” put away, not signed", take_back)


def about_of(name: str, filled: Filled) -> str:
    """Whom a paper is about, where a client may have several of its name."""
    return " ".join(filled.values.get(ABOUT.get(name, ""), "").split())


def _in_hand(db: Session, row: PaperDraft, today: date) -> PaperInHand:
    wording = wording_to_print(db, row.name, row.language)
    filled = for_wording(draft_of(row), wording)
    known = {} if filled.signed else known_values(db, row.client_id, row.language, today)
    fields = tuple(_field(one.name, one.ask, filled, known) for one in wording.fields)
    points = _points(wording)
    client = find_client(db, row.client_id)
    choices = tuple(
        AskedChoice(one.name, one.ask, tuple((option.key, option.words) for option in one.options), one.several)
        for one in wording.choices
    )
    hand = PaperInHand(
        row.id,
        row.client_id,
        client.preferred_name or client.legal_name,
        row.name,
        wording.title,
        wording.kind,
        row.language,
        str(wording.version),
        fields,
        choices,
        tuple((one.name, one.words) for one in wording.acknowledged),
        points,
        filled,
        still_to_sign(wording.signatures, filled.signed),
        (),
        row.changed_at,
    )
    return replace(hand, gaps=tuple(_gaps(hand, today)))


def _gaps(hand: PaperInHand, today: date) -> list[str]:
    """What is missing before anybody signs."""
    found = [f"{one.ask} is not entered" for one in hand.fields if not one.value.strip()]
    asked = {one.name: one.ask for one in hand.choices}
    found += [f"nothing is ticked for “{asked[one]}”" for one in not_ticked(asked, hand.filled)]
    points = not_initialled([number for number, _ in hand.points], hand.filled)
    if len(points) == len(hand.points) > 1:
        found.append("no point is initialled yet")
    elif points:
        found.append(f"point{'' if len(points) == 1 else 's'} {', '.join(points)} not initialled")
    if hand.filled.until is not None and hand.filled.until < today and not hand.filled.signed:
        found.append("the last day on which it holds is past")
    words = dict(hand.acknowledged)
    found += [f"not initialled: “{words[one]}”" for one in not_initialled(words, hand.filled)]
    return found


@lru_cache(maxsize=8)
def _points(wording: "Wording") -> tuple[tuple[str, str], ...]:
    """The numbered points that are initialled, by number."""
    from kapdesk.printing import text

    if not wording.initials:
        return ()
    filled = text.fill(wording, {}, blank=True)
    found = [one for one in filled if one.kind == "item" and one.bullet.endswith(".") and not one.inset]
    return tuple((str(at), one.words) for at, one in enumerate(found, 1))


def _field(name: str, ask: str, filled: Filled, known: dict[str, Value]) -> AskedField:
    if name in filled.values:
        return AskedField(name, ask, filled.values[name], "typed")
    value = known.get(name)
    return AskedField(name, ask, value.words if value else "", value.source if value else "")


def _made_on(filled: Filled, today: date) -> date:
    """The day in the foot: that of the first signature, once there is one."""
    return min((one.at.date() for one in filled.signed if one.at is not None), default=today)


def _values(hand: PaperInHand) -> dict[str, str]:
    return {**hand.filled.values, **{one.name: one.value for one in hand.fields if one.value.strip()}}
