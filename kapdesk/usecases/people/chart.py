"""The head of a chart, and the few lines about a client that stand beside the course."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy.orm import Session

from kapdesk.domain.calls import Call, Safety
from kapdesk.domain.clients import Status, age
from kapdesk.domain.contacts import Role, WayKind
from kapdesk.domain.course_marks import marks_of
from kapdesk.domain.dates import long, short
from kapdesk.domain.health import Flag
from kapdesk.domain.orders import NO_ORDER, OrderStanding
from kapdesk.domain.paper_states import KAP_CONSENT, RELEASE, State
from kapdesk.domain.phases import Mark, Phase, Position
from kapdesk.usecases.course import standing
from kapdesk.usecases.course.deciding import decisions
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.paper import paper_standings
from kapdesk.usecases.people.calls import sheets
from kapdesk.usecases.people.client_list import NOT_BEGUN
from kapdesk.usecases.people.clients import ClientFacts, facts_of, find_client
from kapdesk.usecases.people.contacts import read_people
from kapdesk.usecases.people.health import open_flags
from kapdesk.usecases.prescribing.order_rows import standings
from kapdesk.vault.database import Vault

Tone = Literal["preparation", "ketamine", "integration", "plain", "good", "warning", "bad"]


@dataclass(frozen=True)
class Chip:
    """A few words in the chart's header and their tone."""

    words: str
    tone: Tone


@dataclass(frozen=True)
class ChartHead:
    """What stands at the top of a chart."""

    client_id: int
    name: str
    line: str
    status: Status
    phase: Phase
    chips: tuple[Chip, ...]
    facts: ClientFacts


def open_chart(vault: Vault, client_id: int, at: datetime, today: date) -> ChartHead:
    """The head of a chart; that it was opened is entered in the history."""
    with vault.write() as db:
        head = _head(db, client_id, today)
        enter(db, at, "client", "viewed", client_id, client_id)
    return head


def chart_head(vault: Vault, client_id: int, today: date) -> ChartHead:
    """The head of a chart that is open already."""
    with vault.read() as db:
        return _head(db, client_id, today)


def about(vault: Vault, client_id: int) -> list[tuple[str, str]]:
    """Whom to call, and what brings the client: each line's heading and its words, empty when nothing is on file."""
    with vault.read() as db:
        facts = facts_of(find_client(db, client_id))
        phones = standing.ways(db, (WayKind.PHONE,), client_id).get(client_id, [])
        people = read_people(db, client_id)
    named = {
        role: "\n".join(
            " · ".join(filter(None, (row.words, row.contact.phone))) for row in people if row.link.role is role
        )
        for role in (Role.EMERGENCY, Role.PRESCRIBER)
    }
    return [
        ("Telephone", "\n".join(phones)),
        ("Emergency contact", named[Role.EMERGENCY]),
        ("Prescriber", named[Role.PRESCRIBER]),
        ("What brings the client", facts.concerns),
    ]


def _head(db: Session, client_id: int, today: date) -> ChartHead:
    facts = facts_of(find_client(db, client_id))
    course = decisions(db, today, client_id).get(client_id)
    where = Position(course.now.phase, course.now.position, course.now.summary) if course else NOT_BEGUN
    line = marks_of(course.facts, course.held, course.now, course.booked, today) if course else ()
    parts = [facts.pronouns, str(age(facts.birth_date, today)) if facts.birth_date else ""]
    parts.append(f"since {long(facts.since, today)}" if facts.since else "")
    unsigned = standing.unsigned_counts(db, client_id).get(client_id, 0)
    chips = (
        *_safety_chips(sheets(db).get(client_id), today),
        *_standing_chips(facts, where, line, unsigned),
        *_consent_chips(db, client_id, where.phase, today),
        *_order_chips(course.order if course else standings(db, today, client_id).get(client_id), where.phase),
        *_flag_chips(open_flags(db, client_id)),
    )
    words = " · ".join(part for part in parts if part)
    return ChartHead(client_id, facts.name, words, Status(facts.status), where.phase, chips, facts)


def _safety_chips(sheet: Call | None, today: date) -> Iterator[Chip]:
    """That current intent was said in the introductory call stands before everything else."""
    if sheet is not None and sheet.safety_now is Safety.INTENT:
        on = sheet.safety_asked_on or sheet.called_on
        yield Chip(f"Current intent said{f', {short(on, today)}' if on else ''}", "bad")


def _standing_chips(facts: ClientFacts, where: Position, line: Sequence[Mark], unsigned: int) -> Iterator[Chip]:
    tone: Tone = where.phase.value if where.phase in (Phase.PREPARATION, Phase.KETAMINE, Phase.INTEGRATION) else "plain"  # type: ignore[assignment]  # a phase's value is a tone
    if where.words:
        yield Chip(where.words, tone)
    if facts.status is not Status.ACTIVE:
        yield Chip(facts.status.words, "plain")
    for mark in line:
        if mark.state in ("due", "late"):
            yield Chip(mark.label[0].upper() + mark.label[1:], "bad" if mark.state == "late" else "warning")
    if unsigned:
        yield Chip(f"{unsigned} unsigned note" + ("s" if unsigned > 1 else ""), "warning")


def _order_chips(current: OrderStanding | None, phase: Phase) -> Iterator[Chip]:
    """How the prescriber's order stands; that there is none is said while a course runs."""
    if phase is Phase.ENDED or (current is None and phase is Phase.NONE):
        return
    shown = current or NO_ORDER
    tones: dict[str, Tone] = {"good": "good", "bad": "bad"}
    yield Chip(shown.words, tones.get(shown.level, "warning"))


def _consent_chips(db: Session, client_id: int, phase: Phase, today: date) -> Iterator[Chip]:
    """How the consent for KAP stands, and a release that holds no more; what is merely missing is said while a course runs."""
    if phase is Phase.ENDED:
        return
    found = paper_standings.read_on_file(db, client_id)
    consent = found.standing(client_id, KAP_CONSENT, today)
    if consent.state is State.MISSING:
        if phase is not Phase.NONE:
            yield Chip("Consent not signed", "warning")
    elif consent.state is State.SIGNED:
        yield Chip(f"Consent {short(consent.on, today) if consent.on else 'signed'}", "good")
    else:
        tone: Tone = "bad" if consent.state in (State.REVOKED, State.DECLINED) else "warning"
        yield Chip(f"Consent {consent.state.words.split(':', maxsplit=1)[0].lower()}", tone)
    for release in found.standings(client_id, RELEASE, today):
        if release.state in (State.REVOKED, State.EXPIRED, State.NARROWED, State.OUT_OF_DATE):
            about = f" to {release.about}" if release.about else ""
            yield Chip(f"Release{about} {release.state.words.split(':', maxsplit=1)[0].lower()}", "warning")


def _flag_chips(flags: Sequence[Flag]) -> Iterator[Chip]:
    for flag in flags:
        yield Chip(*flag.chip)
