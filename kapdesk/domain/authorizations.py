"""Which release lets something go to somebody: the same recipient, still in force, and wide enough (45 CFR 164.508).

What is found is said before anything goes out; the therapist decides. Treatment, a duty by law and a threat to safety need a
basis, not a release. Psychotherapy notes need a form of their own, for treatment by others too (164.508(a)(2)).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kapdesk.domain.dates import in_full
from kapdesk.domain.disclosures import Basis
from kapdesk.domain.names import fold
from kapdesk.domain.paper_states import RELEASE, RELEASE_NOTES, Standing, State


class Content(StrEnum):
    """What something holds; the values are the keys that a release ticks under “What may be shared?”."""

    ATTENDANCE = "attendance"
    DIAGNOSIS = "diagnosis"
    SUMMARY = "summary"
    PROGRESS = "progress"
    MEDICATION = "medication"
    SAFETY = "safety"
    SUBSTANCE_USE = "substance_use"
    OTHER = "other"
    NOTES = "psychotherapy_notes"

    @property
    def words(self) -> str:
        """As it stands in a sentence and beside a box."""
        return {
            "attendance": "attendance and dates",
            "diagnosis": "diagnosis",
            "summary": "summary and plan",
            "progress": "progress and questionnaires",
            "medication": "medicines, the order and medicine days",
            "safety": "worries about safety or health",
            "substance_use": "substance use records (42 CFR Part 2)",
            "other": "other, as written on the release",
            "psychotherapy_notes": "psychotherapy notes",
        }[self.value]


class Found(StrEnum):
    """What the search for a release came to; `LOOK` means that what it covers is not entered here."""

    COVERED = "covered"
    LOOK = "look"
    NARROWER = "narrower"
    EXPIRED = "expired"
    REVOKED = "revoked"
    MISSING = "missing"


@dataclass(frozen=True)
class Release:
    """A client's release with how it stands on a day; `covers` is empty where what was ticked is not entered here.

    `one_way` is `get` when only the other may give; `more` are its own words on what is shared, `ends` on when it ends.
    """

    standing: Standing
    covers: tuple[Content, ...] = ()
    one_way: str = ""
    more: str = ""
    ends: str = ""

    @property
    def about(self) -> str:
        """With whom it lets the practice share."""
        return self.standing.about


@dataclass(frozen=True)
class Cover:
    """What is said before something goes out: one sentence, and the release that it rests on, None without one."""

    found: Found
    sentence: str
    paper_id: int | None = None

    @property
    def asks(self) -> bool:
        """Whether it is asked about before it goes out."""
        return self.found is not Found.COVERED


def needs_release(basis: Basis | None, contents: Iterable[Content]) -> bool:
    """Whether a release is looked for: for an authorization, and for psychotherapy notes unless the law or a threat asks."""
    if basis is Basis.AUTHORIZATION:
        return True
    return Content.NOTES in contents and basis in (Basis.TREATMENT, Basis.OTHER)


def covering(releases: Sequence[Release], to_whom: str, contents: Sequence[Content], on: date) -> Cover:
    """What the releases say about giving this to somebody on a day."""
    notes = Content.NOTES in contents
    name = RELEASE_NOTES if notes else RELEASE
    form = "release for psychotherapy notes" if notes else "release"
    mine = [one for one in releases if one.standing.name == name and same_recipient(one.about, to_whom)]
    whom = " ".join(to_whom.split()) or "somebody who is not named yet"
    alike = [one for one in releases if one.standing.name == name and _perhaps_same(one.about, to_whom)]
    if not mine and alike:
        named = " and ".join(one.about for one in alike)
        return Cover(
            Found.LOOK, f"A {form} for {named} is on file. Is it for {whom}? Look at it.", alike[0].standing.paper_id
        )
    if not mine:
        own = " Psychotherapy notes need a form of their own; the usual release is not enough." if notes else ""
        return Cover(Found.MISSING, f"No {form} for {whom} is on file.{own}")
    wanted = [one for one in contents if one is not Content.NOTES]
    said = [(_said(one, form, () if notes else wanted, on), one.standing) for one in mine]
    best, stands = min(said, key=lambda one: _RANK.index(one[0].found))
    against = [one for one, other in said if one.found in _LESS and _since(other) >= _since(stands)]
    if best.found is Found.COVERED and against:
        return Cover(
            Found.LOOK, f"{best.sentence} But {against[0].sentence[:1].lower()}{against[0].sentence[1:]}", best.paper_id
        )
    return best


_RANK = list(Found)
_LESS = (Found.NARROWER, Found.REVOKED)
"""What, said later to the same recipient under another spelling, keeps an older release from being relied on unread."""


def _since(stands: Standing) -> date:
    return stands.on or date.min


def _said(release: Release, form: str, wanted: Sequence[Content], on: date) -> Cover:
    stands = release.standing
    named = f"The {form} for {release.about}"
    day = in_full(stands.on) if stands.on else ""
    match stands.state:
        case State.EXPIRED:
            return Cover(Found.EXPIRED, f"{named} expired on {day}.", stands.paper_id)
        case State.REVOKED:
            words = f": “{stands.words}”" if stands.words else ""
            return Cover(Found.REVOKED, f"{named} was revoked on {day}{words}.", stands.paper_id)
        case State.SIGNED | State.NARROWED:
            return _width(release, named, wanted)
        case State.OUT_OF_DATE:
            less = f" It was {stands.words}." if stands.words else ""
            sentence = f"{named} was signed on {day}; its wording was changed since.{less} Look at it."
            return Cover(Found.NARROWER if less else Found.LOOK, sentence, stands.paper_id)
        case State.INCOMPLETE:
            return Cover(Found.MISSING, f"{named} of {day} is not complete: {stands.words}.", stands.paper_id)
        case State.DECLINED:
            return Cover(Found.MISSING, f"{named} was declined on {day}.", stands.paper_id)
        case _:
            return Cover(Found.MISSING, f"{named} is not signed.", stands.paper_id)


def _width(release: Release, named: str, wanted: Sequence[Content]) -> Cover:
    stands = release.standing
    day = in_full(stands.on) if stands.on else ""
    if stands.state is State.NARROWED:
        return Cover(Found.NARROWER, f"{named} was narrowed on {day}: “{stands.words}”.", stands.paper_id)
    if release.one_way == "get":
        return Cover(Found.NARROWER, f"{named} lets them give to you, not you to them.", stands.paper_id)
    ends = f" It ends: “{release.ends}”." if release.ends and stands.until is None else ""
    more = f" It says: “{release.more}”." if release.more else ""
    if not wanted:
        return Cover(Found.COVERED, f"{named} was signed on {day}.{more}{ends}", stands.paper_id)
    if not release.covers:
        sentence = (
            f"{named} was signed on {day}; what it covers is on the paper and not entered here. Look at it.{ends}"
        )
        return Cover(Found.LOOK, sentence, stands.paper_id)
    lacking = [one for one in wanted if one not in release.covers]
    if lacking:
        sentence = f"{named} covers {listed(release.covers)}, not {listed(lacking)}.{more}{ends}"
        return Cover(Found.NARROWER, sentence, stands.paper_id)
    return Cover(Found.COVERED, f"{named} of {day} covers {listed(wanted)}.{more}{ends}", stands.paper_id)


def listed(contents: Iterable[Content]) -> str:
    """Contents in a sentence: `attendance and dates; diagnosis`."""
    return "; ".join(one.words for one in contents)


def same_recipient(about: str, to_whom: str) -> bool:
    """Whether a release is for the one to whom something goes: the same name, with or without what stands behind it (place,
    credentials), or the office in which somebody named works.
    """
    mine, theirs = list(_parts(about)), list(_parts(to_whom))
    if not mine or not theirs:
        return False
    shorter = min(len(mine), len(theirs))
    return mine[:shorter] == theirs[:shorter] or (len(mine) == 1 and mine[0] in theirs)


def _perhaps_same(about: str, to_whom: str) -> bool:
    """Whether the name that stands first is the same, with something else behind it."""
    return next(_parts(about), "") == next(_parts(to_whom), " ")


_CREDENTIALS = re.compile(r"[A-Z][A-Za-z.]*[A-Z][A-Za-z.\-]{0,6}")
"""`MD`, `PhD`, `PMHNP-BC`, `M.D.`: no part of a name."""
_FORMS_OF_ADDRESS = re.compile(r"^(?:dr|mr|mrs|ms|mx|prof)\.?\s+")


def _parts(words: str) -> Iterator[str]:
    """A recipient's name and what stands behind it, made comparable."""
    for place, part in enumerate(one for one in re.split(r"[,\n;]", words) if one.strip()):
        part = " ".join(part.split())
        if not place or not _CREDENTIALS.fullmatch(part):
            yield _FORMS_OF_ADDRESS.sub("", fold(part)).replace(".", "")


def scope_of(keys: Iterable[str]) -> tuple[Content, ...]:
    """The contents that a release's ticked keys name; what this program does not know counts as `other`."""
    known = {one.value for one in Content}
    return tuple(dict.fromkeys(Content(key) if key in known else Content.OTHER for key in keys))


PART2_NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
"""The short statement that goes with each disclosure made with the patient's consent: 42 CFR 2.32(a)(2), in force since
April 16, 2024. A law's words, not to be changed.
"""
PART2_WARNING = (
    "This is tagged as holding substance use records under 42 CFR Part 2. They go out only with the client’s written consent "
    "for just that, or where Part 2 itself allows it, such as a medical emergency or a court’s order. The notice that the law "
    "prescribes goes with it, and a copy of the consent, or a clear explanation of its scope."
)


def part2_question(basis: Basis | None, cover: Cover | None) -> str:
    """What is asked before tagged records go out; empty where a release covers them."""
    if basis is Basis.AUTHORIZATION and cover is not None and cover.found is Found.COVERED:
        return ""
    return PART2_WARNING
