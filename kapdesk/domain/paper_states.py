"""How a client's papers stand: missing, signed, out of date, narrowed, declined, revoked, expired, replaced.

A signed paper never changes. What happens to it afterwards is told in events with a day and a reason; an event that was
entered by mistake is taken back by another one. Where a paper is signed anew, the newer one counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kapdesk.domain.dates import short
from kapdesk.domain.names import fold
from kapdesk.errors import BadInput

KAP_CONSENT, TOUCH, TRANSPORT = "consent-kap", "touch-agreement", "transport"
RELEASE, RELEASE_NOTES, PRIVACY = "release", "release-psychotherapy-notes", "privacy-notice"
THERAPY_CONSENT, ESIGN, RECORDING, CONTACT = "consent-therapy", "electronic-signing", "recording", "consent-to-contact"
INTAKE = "intake"
SEVERAL = frozenset((RELEASE, RELEASE_NOTES, TRANSPORT))
"""Papers of which a client may have several at once, each about somebody else."""
INTAKE_PACK = (INTAKE, THERAPY_CONSENT, PRIVACY, CONTACT, ESIGN, KAP_CONSENT, TOUCH, RELEASE, TRANSPORT)
"""What a new client's file is made of, in the order in which it is gone through."""


class What(StrEnum):
    """What happened to a paper."""

    DECLINED = "declined"
    NARROWED = "narrowed"
    REVOKED = "revoked"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {
            "declined": "Declined",
            "narrowed": "Narrowed",
            "revoked": "Revoked",
            "refused": "Acknowledgement refused",
            "taken_back": "Entry taken back",
        }[self.value]


class State(StrEnum):
    """How a paper stands on a day."""

    MISSING = "missing"
    SIGNED = "signed"
    INCOMPLETE = "incomplete"
    OUT_OF_DATE = "out_of_date"
    NARROWED = "narrowed"
    REFUSED = "refused"
    DECLINED = "declined"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REPLACED = "replaced"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {
            "out_of_date": "Out of date: the wording changed",
            "refused": "Acknowledgement refused",
        }.get(self.value, self.value.replace("_", " ").capitalize())

    @property
    def holds(self) -> bool:
        """Whether the paper can be relied on, as far as it goes."""
        return self in (State.SIGNED, State.NARROWED)


@dataclass(frozen=True)
class Filed:
    """A paper on file as its state asks of it; `stale` says that a material change of the wording came after it.

    `lacking` says what is not initialled or acknowledged on it; `from_on` is the day from which it counts; `filed_at` is there
    where something was said of its name, without the paper, on that day.
    """

    id: int
    name: str
    about: str
    version: str
    from_on: date
    until: date | None = None
    stale: bool = False
    lacking: str = ""
    filed_at: datetime | None = None


@dataclass(frozen=True)
class Event:
    """What happened to a paper, or to a name where no paper was signed; `from_on` is the day from which it holds."""

    id: int
    what: What
    name: str
    about: str
    from_on: date
    words: str
    by_whom: str
    paper_id: int | None = None
    about_id: int | None = None
    entered_at: datetime | None = None

    def checked(self, today: date) -> "Event":
        """BadInput when it cannot be kept: each says its day, who said so, and what is narrowed or why it was declined."""
        if self.from_on > today and self.what is not What.REVOKED:
            raise BadInput("This day is still to come.", "from_on")
        if not self.by_whom.strip():
            raise BadInput("Say who said so.", "by_whom")
        if self.what in (What.NARROWED, What.REFUSED) and not self.words.strip():
            asked = {
                "narrowed": "Say what is left, and what not any more.",
                "refused": "Say what was tried, and why not.",
            }
            raise BadInput(asked[self.what.value], "words")
        return self


@dataclass(frozen=True)
class Standing:
    """How a paper stands: since when, and why in words; `paper_id` is the paper that counts, None when there is none."""

    name: str
    about: str
    state: State
    on: date | None = None
    words: str = ""
    paper_id: int | None = None
    version: str = ""
    until: date | None = None


def standing(name: str, about: str, papers: Iterable[Filed], events: Iterable[Event], on: date) -> Standing:
    """How the paper `name` (about somebody, where a client may have several) stands on a day."""
    mine = [one for one in papers if same_paper(one, name, about) and one.from_on <= on]
    told = [one for one in in_force(events) if same_paper(one, name, about) and one.from_on <= on]
    newest = max(mine, key=lambda one: (one.from_on, one.id), default=None)
    if newest is None:
        without = max(told, key=lambda one: (one.from_on, one.id), default=None)
        if without is None:
            return Standing(name, about, State.MISSING)
        state = State.REFUSED if without.what is What.REFUSED else State.DECLINED
        return Standing(name, about, state, without.from_on, without.words)
    return state_of(newest, told, on)


def same_paper(one: Filed | Event, name: str, about: str) -> bool:
    """Whether it is the paper of this name, about the same person: in whatever letters and blanks the name was written."""
    return one.name == name and about_key(one.about) == about_key(about)


def about_key(about: str) -> str:
    """By what it is told whom a paper is about."""
    return fold(" ".join(about.replace("’", "'").split()))


def state_of(paper: Filed, events: Sequence[Event], on: date, replaced_on: date | None = None) -> Standing:
    """How one paper stands on a day; `replaced_on` is the day on which a newer one was signed. What happened to another paper of
    the same name is left out.
    """

    def said(state: State, since: date, words: str = "") -> Standing:
        return Standing(paper.name, paper.about, state, since, words, paper.id, paper.version, paper.until)

    later = [one for one in events if one.from_on <= on and _concerns(one, paper)]
    ended = [one for one in later if one.what in (What.REVOKED, What.DECLINED)]
    if ended:
        first = min(ended, key=lambda one: (one.from_on, one.id))
        return said(State.REVOKED if first.what is What.REVOKED else State.DECLINED, first.from_on, first.words)
    if replaced_on is not None and replaced_on <= on:
        return said(State.REPLACED, replaced_on)
    if paper.until is not None and paper.until < on:
        return said(State.EXPIRED, paper.until)
    narrowed = max(
        (one for one in later if one.what is What.NARROWED), key=lambda one: (one.from_on, one.id), default=None
    )
    less = f"narrowed: {narrowed.words}" if narrowed else ""
    if paper.lacking:
        return said(State.INCOMPLETE, paper.from_on, "; ".join(filter(None, (paper.lacking, less))))
    if paper.stale:
        return said(State.OUT_OF_DATE, paper.from_on, less)
    if narrowed:
        return said(State.NARROWED, narrowed.from_on, narrowed.words)
    return said(State.SIGNED, paper.from_on)


def _concerns(event: Event, paper: Filed) -> bool:
    """Whether an event is about this paper: about itself, or said of its name after it; on the day of signing what was entered
    last counts.
    """
    if event.paper_id is not None:
        return event.paper_id == paper.id
    if event.from_on != paper.from_on or event.entered_at is None or paper.filed_at is None:
        return event.from_on > paper.from_on
    return event.entered_at > paper.filed_at


def in_force(events: Iterable[Event]) -> list[Event]:
    """The events that were not taken back."""
    told = list(events)
    back = {one.about_id for one in told if one.what is What.TAKEN_BACK}
    return [one for one in told if one.what is not What.TAKEN_BACK and one.id not in back]


def in_words(found: Standing, today: date) -> str:
    """A standing in a few words: `signed Apr 2, 2026, version 2`, `revoked Jun 3: “…”`."""
    if found.state is State.MISSING:
        return "not signed"
    day = short(found.on, today) if found.on else ""
    version = f", version {found.version}" if found.version else ""
    match found.state:
        case State.SIGNED:
            until = f", until {short(found.until, today)}" if found.until else ""
            return f"signed {day}{version}{until}"
        case State.OUT_OF_DATE:
            less = f"; {found.words}" if found.words else ""
            return f"signed {day}{version}; what it agrees to was changed since{less}"
        case State.EXPIRED:
            return f"expired after {day}"
        case State.INCOMPLETE:
            return f"signed {day}{version}, not complete: {found.words}"
        case State.REPLACED:
            return f"replaced by a newer one of {day}"
        case _:
            return f"{found.state.words.lower()} {day}{f': {found.words}' if found.words else ''}"
