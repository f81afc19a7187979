"""What needs the therapist about one client, from plain values and a given day: each line with its reason and its day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

from kapdesk.domain.course import Due
from kapdesk.domain.dates import long, short
from kapdesk.domain.needs import Act, Kind, Need, dated, line_of
from kapdesk.domain.orders import OrderStanding
from kapdesk.domain.phases import SessionKind
from kapdesk.domain.readiness import PAPERS, Line, open_lines

SOON_DAYS = 7
"""Days ahead from which a running-out order and an unbooked integration are said; kapdesk's choice."""
CONSENT_DAYS = 14
"""Days before a booked ketamine session from which a missing consent is said; kapdesk's choice."""
GATE_DAYS = 1
"""Days before a booked ketamine session from which everything that is open for it is said; kapdesk's choice."""
NOTE_DAYS = 1
"""Days after a session by which its note is best signed; kapdesk's choice."""


@dataclass(frozen=True)
class UnsignedNote:
    """A note that is not signed."""

    note_id: int
    what: str
    on: date
    ketamine: bool = False


@dataclass(frozen=True)
class Coming:
    """A ketamine session that is booked: its day, its lines of readiness, the day by which it is to be integrated and the
    day for which that is booked.
    """

    appointment_id: int
    on: date
    lines: Sequence[Line]
    integrate_from: date
    integrate_by: date
    integration_on: date | None = None


@dataclass(frozen=True)
class Passed:
    """An appointment whose time has passed and of which nobody said what became of it."""

    appointment_id: int
    what: str
    on: date
    ketamine: bool = False


@dataclass(frozen=True)
class LeftOpen:
    """A medicine day whose record was begun and not ended; `medicine` says whether its gate is closed."""

    day_id: int
    on: date
    medicine: bool = False


@dataclass(frozen=True)
class SaidAtIntake:
    """An answer of the intake that was not seen to: its question and what was said; `risk` or else for the prescriber."""

    answer_id: int
    asked: str
    words: str
    on: date
    risk: bool
    urgent: bool = False


@dataclass(frozen=True)
class ClientFacts:
    """What the lines about one client rest on."""

    client_id: int
    name: str
    due: Sequence[Due] = ()
    binding: Sequence[str] = ()
    ketamine_next: bool = False
    order: OrderStanding | None = None
    prescriber_visit: date | None = None
    flags: Sequence[tuple[int, str]] = ()
    unsigned: Sequence[UnsignedNote] = ()
    unwritten: Sequence[tuple[int, date]] = ()
    passed: Sequence[Passed] = ()
    coming: Sequence[Coming] = ()
    inquiry_since: date | None = None
    intent_said_on: date | None = None
    open_days: Sequence[LeftOpen] = ()
    earlier: Sequence[tuple[int, Due]] = ()
    at_intake: Sequence[SaidAtIntake] = ()


def needs_of(client: ClientFacts, today: date) -> Iterator[Need]:
    """Every line about a client, in no order yet."""
    made = (
        *_safety(client, today),
        *_intake(client, today),
        *_open_days(client, today),
        *_flags(client, today),
        *_bookings(client),
        *_readiness(client, today),
        *_notes(client, today),
        *_passed(client, today),
        *_course(client, today),
        *_order(client, today),
        *_inquiry(client),
    )
    for need in made:
        yield dated(need, today, client.client_id, client.name)


def _safety(client: ClientFacts, today: date) -> Iterator[Need]:
    if client.intent_said_on is not None:
        words = f"Current intent was said in the call of {long(client.intent_said_on, today)}"
        why = "988 or 911, the safety plan and the emergency contact: was everything done?"
        need = line_of(Kind.SAFETY, client.client_id, words, why, Act("Open"))
        yield replace(need, urgency="late", label="safety")


def _intake(client: ClientFacts, today: date) -> Iterator[Need]:
    """What was said about risk at intake, of the first urgency; what was named for the prescriber and is not in the chart."""
    for risk in (True, False):
        said = [one for one in client.at_intake if one.risk is risk]
        if not said:
            continue
        first, newest = said[0], max(said, key=lambda one: one.answer_id)
        number = f"{len(said)} answer{'' if len(said) == 1 else 's'}"
        words = f"{number} at intake {'about risk' if risk else 'for the prescriber'}, {long(newest.on, today)}"
        why = f"{first.asked} “{' '.join(first.words.split())}”"
        about = f"{client.client_id}-{newest.answer_id}"  # what was put off comes back with another answer
        need = line_of(Kind.RISK_SAID if risk else Kind.FLAG_SAID, about, words, why, Act("Look"))
        yield replace(need, urgency="late", label="safety") if risk else need


def _open_days(client: ClientFacts, today: date) -> Iterator[Need]:
    """Records that wait for their end: what a day before today left open is late, today's is under way."""
    for one in client.open_days:
        left = "was left open" if one.on < today else "is open"
        words = f"Ketamine session of {long(one.on, today)} {left}"
        why = (
            "Fit to leave and the end are not entered."
            if one.medicine
            else "It is at its gate: no medicine is entered."
        )
        yield line_of(Kind.OPEN_DAY, one.day_id, words, why, Act("Resume", day_id=one.day_id), one.on)


def _flags(client: ClientFacts, today: date) -> Iterator[Need]:
    """Flags that the prescriber must answer first; of the first urgency, whether a ketamine session is booked or not."""
    first = min((one.on for one in client.coming), default=None)
    for flag_id, what in client.flags:
        words = f"The prescriber has not answered: {what}"
        why = "A stop-and-ask flag without an answer."
        if first is not None:
            why = f"A stop-and-ask flag without an answer; ketamine is booked for {short(first, today)}."
        yield replace(line_of(Kind.FLAG, flag_id, words, why, Act("Open")), urgency="late", label="stop, ask")


def _bookings(client: ClientFacts) -> Iterator[Need]:
    first = min((one.on for one in client.coming), default=None)
    for words in client.binding:
        about = f"{client.client_id}-{sha256(words.encode()).hexdigest()[:12]}"
        appointment = client.coming[0].appointment_id if client.coming else 0
        why = "A booking departs from the order."
        yield line_of(Kind.ORDER_BOOKING, about, words, why, Act("Open", appointment_id=appointment), first)


def _readiness(client: ClientFacts, today: date) -> Iterator[Need]:
    for one in client.coming:
        if one.on <= today + timedelta(days=CONSENT_DAYS):
            yield from _papers(one, today)
        if one.on == today + timedelta(days=GATE_DAYS):
            still = open_lines(one.lines)
            if still:
                words = f"Tomorrow’s ketamine session: {len(still)} open"
                why = "; ".join(line.words for line in still)
                yield line_of(Kind.GATE, one.appointment_id, words, why, Act("Open"), today)
        booked = one.integration_on is not None and one.integration_on <= one.integrate_by
        if not booked and one.on <= today + timedelta(days=SOON_DAYS):
            within = (one.integrate_by - one.on).days
            words = f"No integration booked within {within} day{'' if within == 1 else 's'} of {long(one.on, today)}"
            act = Act("Book", book=SessionKind.INTEGRATION, not_before=one.integrate_from, by=one.integrate_by)
            why = "Integration is best held soon after a ketamine session."
            if one.integration_on is not None:
                why = f"One is booked for {short(one.integration_on, today)}, after the window."
            yield line_of(Kind.INTEGRATION, f"a{one.appointment_id}", words, why, act, one.integrate_by)


def _papers(one: Coming, today: date) -> Iterator[Need]:
    """The consent that does not hold, and of the other papers what was signed once and holds no more."""
    for line in one.lines:
        if line.state == "green" or line.key not in PAPERS:
            continue
        paper = PAPERS[line.key]
        if line.key == "consent":
            words = f"Consent for the ketamine session of {long(one.on, today)}"
            yield line_of(Kind.CONSENT, one.appointment_id, words, line.why, Act("Sign", paper=paper), one.on)
        elif line.key in LAPSED and not line.why.startswith("Not on file"):
            words = f"{LAPSED[line.key]} for the ketamine session of {long(one.on, today)}"
            about = f"{one.appointment_id}-{line.key}"
            yield line_of(Kind.PAPER, about, words, line.why, Act("Sign", paper=paper), one.on)


LAPSED = {"touch": "Touch agreement", "release": "Release of information", "transport": "Transport agreement"}
"""Papers of which it is said ahead when one that was signed holds no more; kapdesk's choice."""


def _notes(client: ClientFacts, today: date) -> Iterator[Need]:
    for note in client.unsigned:
        if note.ketamine:
            words = f"Ketamine session of {long(note.on, today)} has no signed note"
        else:
            words = f"{note.what} of {long(note.on, today)} is not signed"
        act = Act("Write", note_id=note.note_id)
        due = note.on + timedelta(days=NOTE_DAYS)
        yield line_of(Kind.NOTE, note.note_id, words, "A note is begun and not signed.", act, due)
    for session_id, on in client.unwritten:
        words = f"Ketamine session of {long(on, today)} has no note"
        act = Act("Write", session_id=session_id)
        yield line_of(Kind.OPEN_SESSION, session_id, words, "Nothing was written of it yet.", act, on)


def _passed(client: ClientFacts, today: date) -> Iterator[Need]:
    for one in client.passed:
        words = f"What became of it: {one.what}, {long(one.on, today)}?"
        act = Act("Say", appointment_id=one.appointment_id)
        if one.ketamine:
            why = "Until it is said, no dose is counted and no integration window runs."
            yield line_of(Kind.MEDICINE_OUTCOME, one.appointment_id, words, why, act, one.on)
        else:
            why = "Its time has passed; it still reads “booked”."
            yield line_of(Kind.OUTCOME, one.appointment_id, words, why, act, one.on)


def _course(client: ClientFacts, today: date) -> Iterator[Need]:
    """What the course asks for and nobody has booked or entered."""
    for place, due in enumerate(client.due):
        about = f"{client.client_id}-{due.number}"
        if due.kind == "integration" and due.state in ("late", "due"):
            act = Act("Book", book=SessionKind.INTEGRATION, not_before=due.not_before, by=due.by)
            if due.booked_on is not None:
                act = Act("Open", appointment_id=due.appointment_id)
            nth = sum(one.kind == "integration" for one in client.due[:place])
            yield line_of(Kind.INTEGRATION, f"{about}-{nth}", due.words, due.why, act, due.by)
        elif due.kind == "preparation" and due.state == "due":
            act = Act("Book", book=SessionKind.PREPARATION)
            yield line_of(Kind.PREPARATION, about, f"{due.words}, not booked", due.why, act)
        elif due.kind == "review":
            yield line_of(Kind.REVIEW, about, due.words, due.why, Act("Enter"))
        elif due.kind == "ending":
            yield line_of(Kind.ENDING, about, due.words, due.why, Act("Open"))
        elif due.kind == "follow_up" and due.state in ("late", "due"):
            yield line_of(Kind.FOLLOW_UP, about, due.words, due.why, Act("Enter", course_months=due.number), due.by)
    for course_id, due in client.earlier:
        if due.state in ("late", "due"):
            act = Act("Enter", course_months=due.number, course_id=course_id)
            words = due.words.replace("the course", "the earlier course")
            yield line_of(Kind.FOLLOW_UP, f"c{course_id}-{due.number}", words, due.why, act, due.by)


def _order(client: ClientFacts, today: date) -> Iterator[Need]:
    if client.prescriber_visit is not None and client.prescriber_visit <= today + timedelta(days=SOON_DAYS):
        words = f"Follow-up with the prescriber, {long(client.prescriber_visit, today)}"
        why = "The order names this day; no visit is entered as held."
        yield line_of(Kind.PRESCRIBER_VISIT, client.client_id, words, why, Act("Enter"), client.prescriber_visit)
    standing = client.order
    if standing is None or not (client.ketamine_next or client.coming):
        return
    first = min((one.on for one in client.coming), default=None)
    if standing.order is None:
        words = "No prescriber’s order is on file"
        why = "A ketamine session is next; nothing can be compared with an order."
        yield line_of(Kind.ORDER, client.client_id, words, why, Act("Enter"), first)
        return
    named = standing.order.named(today)
    if standing.level == "bad":
        ended = standing.order.withdrawn_on or (standing.order.valid_until if standing.state == "expired" else None)
        why = f"{named[:1].upper()}{named[1:]}."
        yield line_of(Kind.ORDER, standing.order.id, standing.words, why, Act("Letter"), ended or first)
    elif standing.runs_out:
        left = (
            f", {standing.doses_left} dose{'' if standing.doses_left == 1 else 's'} left on it"
            if standing.doses_left is not None
            else ""
        )
        words = f"Prescriber’s order runs out{left}"
        until = standing.order.valid_until
        ends = f" It is valid to {short(until, today)}." if until else ""
        yield line_of(
            Kind.ORDER, standing.order.id, words, f"{named[:1].upper()}{named[1:]}.{ends}", Act("Letter"), until
        )


def _inquiry(client: ClientFacts) -> Iterator[Need]:
    if client.inquiry_since is not None:
        words = "No introductory call is booked or held"
        yield line_of(Kind.CALL, client.client_id, words, "An inquiry waits for its call.", Act("Book"))
