"""Ready for the medicine day? Each line has an owner, a state and its why; nothing is green because it was not asked.

The lines are those of the field's own check (kap-facts, 4). What the day itself must say (sober, instructions followed, mood
and risk) stays `asked` until it is asked at the start; what no part of the desk knows yet is a tick with a day and a name.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kapdesk.domain.course import Earliest, SoFar
from kapdesk.domain.dates import short
from kapdesk.domain.paper_states import KAP_CONSENT, RELEASE, TOUCH, TRANSPORT, Standing, in_words
from kapdesk.domain.paper_states import State as PaperState

Owner = Literal["prescriber", "client", "practice"]
State = Literal["green", "amber", "red", "asked"]
Act = Literal["", "order", "answer", "flag", "tick", "book", "person", "note", "paper"]
"""What can be done about a line now: see the order, enter an answer, see the flags, tick, book, name somebody, write, sign."""

TICKS = {"baseline": "Measures before the session"}
"""What is on the therapist's word until the desk holds it itself: each tick's name and its line."""

PAPERS = {"consent": KAP_CONSENT, "touch": TOUCH, "release": RELEASE, "transport": TRANSPORT}
"""The lines that a signed paper answers, and the paper."""
_PAPER_LINES = {
    "consent": "Consent for KAP signed and current, FDA warning acknowledged",
    "touch": "Touch agreement signed",
    "release": "Release of information, for instance to the prescriber",
    "transport": "Transport agreement with the adult who takes the client home",
}


@dataclass(frozen=True)
class Line:
    """One line: whose it is, what it asks, how it stands and why; `act` is what can be done now."""

    key: str
    owner: Owner
    words: str
    state: State
    why: str = ""
    act: Act = ""


@dataclass(frozen=True)
class Tick:
    """That something is there, on somebody's word; `until` is the last day it holds, None without an end."""

    line: str
    on: date
    by_whom: str
    words: str = ""
    until: date | None = None
    id: int = 0


@dataclass(frozen=True)
class OrderForDay:
    """The prescriber's order as the medicine day asks of it; `name` says which one it is."""

    name: str
    state: str
    words: str
    level: Literal["good", "amber", "bad", "none"]
    doses_left: int | None
    interval_days: int | None
    has_limits: bool
    has_holds: bool
    follow_up_overdue: date | None = None


@dataclass(frozen=True)
class Known:
    """What is on file for a client's next medicine day; `ride` and `emergency` are a name with a telephone number, and
    `no_course` says why no course is under way, where that is so. `papers` by the paper's name; one that is not there is
    missing.
    """

    course: SoFar
    order: OrderForDay | None = None
    flags_unanswered: Sequence[str] = ()
    unsigned_preparations: int = 0
    planned_preparation: int = 3
    integration_booked_on: date | None = None
    integration_by: date | None = None
    last_integrated: bool = True
    ride: str = ""
    emergency: str = ""
    ticks: Mapping[str, Tick] = field(default_factory=dict)
    papers: Mapping[str, Standing] = field(default_factory=dict)
    no_course: str = ""


def lines(known: Known, on: date, today: date) -> tuple[Line, ...]:
    """Every line for a ketamine session on the day `on`, the prescriber's first, then the client's, then the practice's."""
    no_course = (Line("course", "practice", "A course under way", "red", known.no_course),) if known.no_course else ()
    return (*_prescribers(known, on, today), *_clients(known, on, today), *no_course, *_practices(known, on, today))


def open_lines(found: Sequence[Line]) -> tuple[Line, ...]:
    """Those that are neither green nor left to be asked on the day."""
    return tuple(line for line in found if line.state in ("amber", "red"))


def _prescribers(known: Known, on: date, today: date) -> Iterator[Line]:
    order = known.order
    if order is None:
        yield Line("order", "prescriber", "Order on file", "red", "No order is on file.", "order")
    else:
        state: State = "green" if order.level == "good" else "amber" if order.level == "amber" else "red"
        yield Line("order", "prescriber", _capital(order.name), state, order.words, "order")
        yield _doses(order)
        yield _interval(known.course.earliest_next, order, on, today)
        yield Line(
            "limits", "prescriber", "Limits for blood pressure and pulse", "green" if order.has_limits else "amber",
            "On file." if order.has_limits else f"No limit on file in {order.name}.", "order",
        )  # fmt: skip
        yield Line(
            "holds", "prescriber", "Medicines to hold or go on with", "green" if order.has_holds else "amber",
            "On file." if order.has_holds else f"{_capital(order.name)} says nothing about other medicines.", "order",
        )  # fmt: skip
        if order.follow_up_overdue is not None:
            why = f"It was due on {short(order.follow_up_overdue, today)}."
            yield Line("follow_up", "prescriber", "Follow-up with the prescriber", "red", why, "answer")
    if known.flags_unanswered:
        why = f"No answer yet: {'; '.join(known.flags_unanswered)}."
        yield Line("flags", "prescriber", "Stop-and-ask flags answered", "red", why, "flag")
    else:
        yield Line("flags", "prescriber", "Stop-and-ask flags answered", "green", "None is open.")
    yield Line("tablets", "prescriber", "Dose matches the tablets", "asked")
    yield Line("news", "prescriber", "No new diagnosis, medicine or pregnancy since the order", "asked")
    yield Line("vitals", "prescriber", "Vitals before", "asked")


def _doses(order: OrderForDay) -> Line:
    words = "Doses left on the order"
    if order.doses_left is None:
        return Line("doses", "prescriber", words, "amber", f"{_capital(order.name)} says no number of doses.", "order")
    if order.doses_left <= 0:
        return Line("doses", "prescriber", words, "red", f"None is left for this day on {order.name}.", "order")
    return Line("doses", "prescriber", words, "green", f"{order.doses_left} left for this day.")


def _interval(earliest: Earliest, order: OrderForDay, on: date, today: date) -> Line:
    words = "The order’s interval"
    if order.interval_days is None:
        return Line("interval", "prescriber", words, "amber", f"{_capital(order.name)} says no interval.", "order")
    if earliest.by_order is not None and on < earliest.by_order:
        return Line("interval", "prescriber", words, "red", _capital(earliest.why), "order")
    return Line("interval", "prescriber", words, "green", f"{order.interval_days} days asked by {order.name}.")


def _clients(known: Known, on: date, today: date) -> Iterator[Line]:
    yield _paper(known.papers, known.ticks, "consent", today)
    yield Line("agrees", "client", "Consent said again aloud, sober, still wants it", "asked")


def _practices(known: Known, on: date, today: date) -> Iterator[Line]:
    course = known.course
    dosed = [one for one in course.sessions if one.dosed]
    prepared = sum(one.kind == "preparation" for one in course.sessions)
    planned = known.planned_preparation
    if prepared < planned and not dosed:
        why = f"{prepared} of {planned} held."
        yield Line("prepared", "practice", "Preparation sessions held, their notes signed", "amber", why, "book")
    elif known.unsigned_preparations:
        why = f"{known.unsigned_preparations} not signed or not written."
        yield Line("prepared", "practice", "Preparation sessions held, their notes signed", "amber", why, "note")
    else:
        why = f"{prepared} of {planned} held, notes signed."
        yield Line("prepared", "practice", "Preparation sessions held, their notes signed", "green", why)
    if dosed:
        last = dosed[-1]
        words = f"Ketamine session {last.number} integrated"
        state: State = "green" if known.last_integrated else "amber"
        why = "" if known.last_integrated else f"The session of {short(last.on, today)} was not integrated yet."
        yield Line("integrated", "practice", words, state, why, "" if known.last_integrated else "book")
        yield _recommended(course.earliest_next, last.on, on, today)
    yield _integration(known, on, today)
    yield _named("ride", "Ride home: a named adult with a telephone", known.ride)
    yield _named("emergency", "Emergency contact with a telephone", known.emergency)
    yield _paper(known.papers, known.ticks, "touch", today)
    yield _paper(known.papers, known.ticks, "release", today)
    yield _paper(known.papers, known.ticks, "transport", today)
    yield _ticked(known, "baseline", "practice", "amber", on, today)
    yield Line("instructions", "practice", "Prescriber’s instructions on food, drink and medicines followed", "asked")
    yield Line("arrival", "practice", "Sleep, last food and drink, substances", "asked")
    yield Line("label", "practice", "Label is this client’s and not expired", "asked")
    yield Line("touch_today", "practice", "Touch asked again", "asked")
    yield Line("intention", "practice", "Intention in the client’s words", "asked")
    yield Line("risk", "practice", "Mood, thoughts of death or harm", "asked")


def _recommended(earliest: Earliest, last: date, on: date, today: date) -> Line:
    since = (on - last).days
    words = f"{since} days since the last ketamine session"
    if earliest.recommended is not None and on < earliest.recommended:
        why = f"This course recommends {(earliest.recommended - last).days}: {short(earliest.recommended, today)}."
        return Line("recommended", "practice", words, "amber", why)
    return Line("recommended", "practice", words, "green")


def _integration(known: Known, on: date, today: date) -> Line:
    by = known.integration_by
    until = f" by {short(by, today)}" if by else ""
    if known.integration_booked_on is None:
        return Line("integration", "practice", f"No integration booked{until}", "amber", "", "book")
    booked = f"Integration booked for {short(known.integration_booked_on, today)}"
    if by is not None and known.integration_booked_on > by:
        why = f"Its window ends on {short(by, today)}."
        return Line("integration", "practice", booked, "amber", why, "book")
    return Line("integration", "practice", booked, "green")


def _named(key: str, words: str, who: str) -> Line:
    if not who:
        return Line(key, "practice", words, "amber", "Nobody with a telephone number is named in the chart.", "person")
    return Line(key, "practice", f"{words.split(':', maxsplit=1)[0].split(' with', maxsplit=1)[0]}: {who}", "green")


def paper_lines(papers: Mapping[str, Standing], ticks: Mapping[str, Tick], today: date) -> tuple[Line, ...]:
    """Only the lines that a paper answers; `papers` by the paper's name."""
    return tuple(_paper(papers, ticks, key, today) for key in PAPERS)


def _paper(papers: Mapping[str, Standing], ticks: Mapping[str, Tick], key: str, today: date) -> Line:
    """A line by how its paper stands. A consent that was narrowed is amber: it is to be read before it is relied on."""
    owner: Owner = "client" if key == "consent" else "practice"
    otherwise: State = "red" if key == "consent" else "amber"
    words, found = _PAPER_LINES[key], papers.get(PAPERS[key])
    if found is None or found.state is PaperState.MISSING:
        tick = ticks.get(key)
        told = f" On your word of {short(tick.on, today)}: file the paper." if tick else ""
        return Line(key, owner, words, otherwise, f"Not on file.{told}", "paper")
    why = _capital(in_words(found, today))
    about = f" ({found.about})" if found.about else ""
    if found.state is PaperState.SIGNED:
        return Line(key, owner, words, "green", f"{why}{about}")
    state: State = "amber" if found.state is PaperState.NARROWED else otherwise
    return Line(key, owner, words, state, f"{why}{about}.", "paper")


def _ticked(known: Known, key: str, owner: Owner, otherwise: State, on: date, today: date) -> Line:
    words, tick = TICKS[key], known.ticks.get(key)
    if tick is None:
        return Line(key, owner, words, otherwise, "Not ticked yet.", "tick")
    said = f"{tick.words + ', ' if tick.words else ''}{short(tick.on, today)}, {tick.by_whom}"
    if tick.until is not None and tick.until < on:
        return Line(key, owner, words, otherwise, f"Out of date since {short(tick.until, today)} ({said}).", "tick")
    return Line(key, owner, words, "green", said, "tick")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
