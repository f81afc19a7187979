"""Kinds of notes, and what must hold before one is signed."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kapdesk.errors import BadInput

_HEADING = re.compile(r"#{1,6} ")


class NoteKind(StrEnum):
    """What a progress note is about."""

    CONTACT = "contact"
    PREPARATION = "preparation"
    KETAMINE = "ketamine"
    INTEGRATION = "integration"
    GENERAL = "general"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return "Ketamine session" if self is NoteKind.KETAMINE else self.value.capitalize()


class AddendumKind(StrEnum):
    """What an addendum says: more, or that the whole note is an error."""

    ADDENDUM = "addendum"
    ERROR = "error"


class Printed(StrEnum):
    """Whether a note in the wrong chart ever left the desk on paper, as far as the therapist knows."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True)
class SessionFacts:
    """What a session's note carries beside its text, as it was: start and stop, place, who was there, how, for what."""

    started_at: datetime | None = None
    stopped_at: datetime | None = None
    place: str = ""
    present: str = ""
    modality: str = ""
    diagnosis: str = ""

    @property
    def minutes(self) -> int | None:
        """Whole minutes from start to stop; None while one of them is missing."""
        if self.started_at is None or self.stopped_at is None:
            return None
        return round((self.stopped_at - self.started_at).total_seconds() / 60)

    @property
    def words(self) -> str:
        """The facts on one line: `9:05–10:00 (55 min) · office · client alone`."""
        times = "–".join(f"{one:%H:%M}".removeprefix("0") for one in (self.started_at, self.stopped_at) if one)
        if self.minutes is not None:
            times += f" ({self.minutes} min)"
        return " · ".join(one for one in (times, self.place, self.present, self.modality, self.diagnosis) if one)


MODALITIES = ("In person", "Video", "Telephone")
"""How a session is usually held; other words can be typed."""
_LONGEST_SESSION = 24 * 60


def check_facts(facts: SessionFacts) -> None:
    """A session stops after it starts, within a day (BadInput)."""
    if facts.minutes is not None and not 0 <= facts.minutes <= _LONGEST_SESSION:
        raise BadInput("The session stops before it starts. Are both times right?", "stopped_at")


def check_can_sign(text: str, therapist: str) -> None:
    """Refuse (BadInput) to sign nothing, or in nobody's name."""
    if not text.strip():
        raise BadInput("This note is empty. Write it first, then sign it.", "text")
    if not therapist.strip():
        raise BadInput("Your name is missing on the Practice page. Enter it there, then sign the note.", "therapist")


def check_addendum(reason: str, text: str) -> None:
    """An addendum says why and what (BadInput)."""
    if not reason.strip():
        raise BadInput("Say why the addendum is written.", "reason")
    if not text.strip():
        raise BadInput("The addendum is empty. Write what is to be added.", "text")


def first_words(text: str, most: int = 90) -> str:
    """The beginning of a note on one line, for a list; headings and Markdown's signs left out."""
    words: list[str] = []
    room = most + 40
    for line in text.split("\n"):
        if room > 0 and line.strip() and not _HEADING.match(line):
            words.append(line.replace("**", "").replace("*", "").lstrip("-# "))
            room -= len(line)
    flat = " ".join(" ".join(words).split()) or " ".join(text.replace("#", "").split())
    return flat if len(flat) <= most else flat[:most].rsplit(" ", 1)[0] + " …"


def late_words(on: int, written: int) -> str:
    """How late an entry is by its own times: days (as ordinals) of the note and of its writing; empty on the same day."""
    days = written - on
    return f"late entry, begun {days} day{'' if days == 1 else 's'} after" if days > 0 else ""
