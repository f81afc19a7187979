"""A client's standing with the practice: status, what comes next, what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from kapdesk.domain.course_facts import Booked
from kapdesk.domain.dates import short
from kapdesk.domain.phases import CourseFacts, SessionKind, Stage, Tally, to_come


class Status(StrEnum):
    """Where a client stands; the archive is a place of its own."""

    INQUIRY = "inquiry"
    WAIT_LIST = "wait_list"
    ACTIVE = "active"
    CLOSING = "closing"
    CLOSED = "closed"
    ARCHIVED = "archived"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return self.value.replace("_", " ").capitalize()


class Place(StrEnum):
    """Where a client is, as the practice sees all its clients at once; who left is in none of them."""

    LEFT = ""
    INQUIRY = "inquiry"
    PREPARATION = "preparation"
    KETAMINE = "ketamine"
    CLOSING = "closing"
    NO_COURSE = "no_course"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {
            "inquiry": "Inquiry and wait list",
            "ketamine": "Ketamine and integration",
            "no_course": "No course under way",
        }.get(self.value, self.value.capitalize())


_PLACES = {
    Stage.PLANNED: Place.PREPARATION,
    Stage.PREPARING: Place.PREPARATION,
    Stage.UNDER_WAY: Place.KETAMINE,
    Stage.CLOSING: Place.CLOSING,
    Stage.ENDED: Place.NO_COURSE,
}


def place_of(status: Status, stage: Stage | None) -> Place:
    """Where a client is, by her status and the stage of her newest course (None without one)."""
    if status in (Status.CLOSED, Status.ARCHIVED):
        return Place.LEFT
    if status in (Status.INQUIRY, Status.WAIT_LIST):
        return Place.INQUIRY
    if status is Status.CLOSING:
        return Place.CLOSING
    return _PLACES[stage] if stage is not None else Place.NO_COURSE


@dataclass(frozen=True)
class Next:
    """The next step by the rules of the course; `late` when it should have been taken."""

    words: str = ""
    state: Literal["", "planned", "due", "late"] = ""
    on: date | None = None


@dataclass(frozen=True)
class OnFile:
    """What is on file of a client, as far as it is counted as missing otherwise."""

    birth_date: bool
    way: bool
    emergency_contact: bool
    prescriber: bool
    unsigned: int


def age(birth_date: date, today: date) -> int:
    """Whole years; a birthday on February 29 is kept on March 1 in other years."""
    return today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day))


def medicine_day(sums: Tally, booked: Sequence[Booked], today: date) -> bool:
    """Whether a ketamine session is booked for today and not entered yet."""
    ketamine = any(one.kind is SessionKind.KETAMINE and one.on == today for one in booked)
    return ketamine and sums.last_ketamine != today


def next_step(
    course: CourseFacts, sums: Tally, today: date, booked: Sequence[Booked] = (), interval_days: int | None = None
) -> Next:
    """What the rules of the course say is next, whether it is due or late, and the day it is booked for.

    `interval_days` are those of the prescriber's order, None where it says none.
    """
    for mark in to_come(course, sums, today, interval_days):
        done = sums.last_ketamine if mark.kind is SessionKind.KETAMINE else sums.last
        if mark.kind is SessionKind.INTEGRATION and not sums.integrated:
            done = None
        appointments = [one for one in booked if one.kind is mark.kind and one.on != done]
        if mark.state in ("due", "late"):
            wanted = course.integrations_each - sums.integrated
            given = appointments[:wanted]
            by = mark.on or today
            if today <= by and len(given) == wanted and all(one.on <= by for one in given):
                return Next(f"{mark.kind.words} booked {short(given[0].on, today)}", "planned", given[0].on)
            return Next(mark.label[:1].upper() + mark.label[1:], "late" if mark.state == "late" else "due", mark.on)
        what = "Ketamine" if mark.kind is SessionKind.KETAMINE else mark.kind.words
        if appointments:
            on = appointments[0].on
            return Next(f"{what} {mark.number} booked {short(on, today)}", "planned", on)
        return Next(f"{what} {mark.number} {mark.label}".rstrip(), "planned", mark.on)
    return Next()


def missing(status: Status, held: bool, on_file: OnFile) -> tuple[str, ...]:
    """What is not on file yet, in words; `held` says that a session was. Somebody who only asked needs a way to be
    reached, no more; once work has ended only notes are missed.
    """
    found = []
    if on_file.unsigned:
        found.append(f"{on_file.unsigned} unsigned note" + ("s" if on_file.unsigned > 1 else ""))
    if status in (Status.CLOSED, Status.ARCHIVED):
        return tuple(found)
    if not on_file.way:
        found.append("a way to reach the client")
    if status in (Status.ACTIVE, Status.CLOSING) or held:
        wanted = (
            ("birth date", on_file.birth_date),
            ("emergency contact", on_file.emergency_contact),
            ("prescriber", on_file.prescriber),
        )
        found += [words for words, there in wanted if not there]
    return tuple(found)
