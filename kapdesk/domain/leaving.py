"""Fit to leave: the list, the clinician's judgement, and the other ways (kap-facts, 5). The program computes no fitness."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from kapdesk.domain.contacts import stripped
from kapdesk.domain.medicine_day import EntryKind, Shown, of_kind
from kapdesk.errors import BadInput

LIST = {
    "oriented": "Oriented to person, place and time",
    "steady": "Walks steadily",
    "nausea": "Little or no nausea",
    "mood": "Mood asked",
    "safety": "Thoughts of death or harm asked",
    "two_readings": "Two readings taken",
    "adult": "A responsible adult is here",
    "instructions": "Written instructions given",
}
"""What is looked at before somebody leaves, by the name under which it is kept."""
_ALWAYS = ("oriented", "mood", "safety")
"""What of it is asked when no medicine was taken."""


def list_for(medicine: bool) -> dict[str, str]:
    """What is looked at, with medicine or without."""
    return LIST if medicine else {name: LIST[name] for name in _ALWAYS}


STAY = "stay_minutes"
"""Under this name a look keeps the practice's minimum stay, in minutes, as it was set then."""


class Judgement(StrEnum):
    """What the clinician judges; only she does."""

    NOT_YET = "not_yet"
    FIT = "fit"
    NOT_FIT = "not_fit"
    AGAINST_ADVICE = "against_advice"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {
            "not_yet": "Not yet",
            "fit": "Fit to leave",
            "not_fit": "Not fit to leave",
            "against_advice": "Leaves against advice",
        }[self.value]


class Path(StrEnum):
    """What is done when somebody is not fit."""

    NONE = ""
    WAIT = "wait"
    PRESCRIBER = "prescriber"
    EMERGENCY = "emergency"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {
            "": "Not said",
            "wait": "Wait, and look again",
            "prescriber": "Prescriber called",
            "emergency": "911 called",
        }[self.value]


class Driver(StrEnum):
    """Who takes the client home."""

    NOT_SAID = ""
    HERE = "here"
    ABSENT = "absent"
    NOT_ABLE = "not_able"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {
            "": "Not said",
            "here": "Here, and able to drive",
            "absent": "Not here",
            "not_able": "Here, but not able to drive",
        }[self.value]


@dataclass(frozen=True)
class Leaving:
    """One look at whether somebody may leave. `answers` holds for each name of `LIST` “yes”, “no”, or nothing (not asked).

    `words` are the clinician's judgement in words; `left_at` the time of leaving; `released_to` and `phone` the adult, or
    whom the client was handed to; `reached` who answered at the prescriber's; `again_minutes` when it is looked at again.
    `without_medicine`: none was taken, so that half of the list, the ride and a release are not asked.
    """

    judgement: Judgement = Judgement.NOT_YET
    answers: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    path: Path = Path.NONE
    driver: Driver = Driver.NOT_SAID
    released_to: str = ""
    phone: str = ""
    left_at: datetime | None = None
    instructions: str = ""
    reached: str = ""
    again_minutes: int | None = None
    without_medicine: bool = False

    @property
    def not_yes(self) -> tuple[str, ...]:
        """What of the list is not answered with yes, in words."""
        asked = list_for(not self.without_medicine)
        return tuple(words for name, words in asked.items() if self.answers.get(name) != "yes")

    @property
    def noes(self) -> tuple[str, ...]:
        """What of the list is answered with no, in words."""
        return tuple(words for name, words in LIST.items() if self.answers.get(name) == "no")

    @property
    def data(self) -> dict[str, Any]:
        """As an entry keeps it."""
        kept = {
            "judgement": self.judgement.value,
            "answers": dict(self.answers),
            "path": self.path.value,
            "driver": self.driver.value,
            "released_to": self.released_to,
            "phone": self.phone,
            "left_at": self.left_at.isoformat() if self.left_at else "",
            "instructions": self.instructions,
            "reached": self.reached,
            "again_minutes": self.again_minutes,
            "without_medicine": self.without_medicine,
        }
        return {name: value for name, value in kept.items() if value}

    def checked(self, now: datetime) -> "Leaving":
        """The same without outer blanks; BadInput with the field's name for what it leaves out."""
        leaving = stripped(self)
        if leaving.judgement is Judgement.NOT_YET:
            return leaving
        if leaving.judgement is Judgement.FIT:
            if leaving.not_yes and not leaving.words:
                raise BadInput(
                    "Not everything on the list is yes. Write why the client may leave all the same, or choose “Not yet”.",
                    "words",
                )
            if not leaving.released_to and not leaving.without_medicine:
                raise BadInput("Say to whom the client is released.", "released_to")
            if leaving.driver is not Driver.HERE and not leaving.words and not leaving.without_medicine:
                raise BadInput("Nobody able to drive is here. Write how the client gets home.", "words")
        if leaving.judgement is Judgement.NOT_FIT:
            leaving._check_path()
        if leaving.judgement is Judgement.AGAINST_ADVICE and not leaving.words:
            raise BadInput("Write what was said and done before the client left against advice.", "words")
        if leaving.ends and leaving.left_at is None:
            raise BadInput("Type the time at which the client left.", "left_at")
        if leaving.left_at is not None and leaving.left_at > now + timedelta(minutes=1):
            raise BadInput("That time is still to come.", "left_at")
        return leaving

    def _check_path(self) -> None:
        """What is done when somebody is not fit; BadInput with the field's name."""
        if self.path is Path.NONE:
            raise BadInput("Say what is done: wait, call the prescriber, or call 911.", "path")
        if self.path is Path.WAIT and not self.again_minutes:
            raise BadInput("Type in how many minutes you look again.", "again_minutes")
        if self.path is Path.PRESCRIBER and not (self.reached and self.words):
            field = "words" if self.reached else "reached"
            raise BadInput(
                "Write who was reached at the prescriber’s, and what was said. “Nobody” is an answer.", field
            )
        if self.path is Path.EMERGENCY and self.left_at is not None and not self.released_to:
            raise BadInput("Say to whom the client was handed: the crew, or their number.", "released_to")

    @property
    def ends(self) -> bool:
        """Whether the session ends with it."""
        emergency = self.judgement is Judgement.NOT_FIT and self.path is Path.EMERGENCY
        return self.judgement in (Judgement.FIT, Judgement.AGAINST_ADVICE) or (emergency and self.left_at is not None)


def leaving_of(data: Mapping[str, Any], words: str = "") -> Leaving:
    """What `Leaving.data` and the entry's words gave."""
    left = data.get("left_at")
    return Leaving(
        Judgement(data["judgement"]),
        dict(data.get("answers", {})),
        words,
        Path(data.get("path", "")),
        Driver(data.get("driver", "")),
        data.get("released_to", ""),
        data.get("phone", ""),
        datetime.fromisoformat(left) if left else None,
        data.get("instructions", ""),
        data.get("reached", ""),
        data.get("again_minutes"),
        data.get("without_medicine", False),
    )


def next_look(shown: Sequence[Shown]) -> datetime | None:
    """When it is looked at again, as the last look says; None where it says nothing."""
    looks = of_kind(shown, EntryKind.FIT_TO_LEAVE)
    minutes = leaving_of(looks[-1].data).again_minutes if looks else None
    return looks[-1].at + timedelta(minutes=minutes) if minutes else None


def stay_until(last_medicine: datetime | None, minutes: int) -> datetime | None:
    """Until when the practice's minimum stay after the last medicine runs; None where the practice sets none (0)."""
    return None if last_medicine is None or not minutes else last_medicine + timedelta(minutes=minutes)
