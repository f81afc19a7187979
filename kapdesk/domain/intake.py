"""What is asked at intake: groups of questions, how each is answered, and what an answer may become in the chart.

The questions are apart from the page that asks them; their words stand in `resources/papers/<lang>/intake.toml`.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal


class Said(StrEnum):
    """Whether a question was answered; the client may rather talk about it, or leave it."""

    ANSWERED = "answered"
    NONE = "none"
    TALK = "talk"
    SKIPPED = "skipped"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {
            "answered": "Answered",
            "none": "Nothing to tell",
            "talk": "Would rather talk about this",
            "skipped": "Not asked",
        }[self.value]


class How(StrEnum):
    """How the answer came."""

    ASKED = "asked"
    PAPER = "paper"

    @property
    def words(self) -> str:
        """As it stands beside an answer."""
        return "client said" if self is How.ASKED else "client wrote"


class Outcome(StrEnum):
    """What became of an answer."""

    TAKEN = "taken"
    KEPT = "kept"
    SEEN = "seen"
    OPEN = "open"


Kind = Literal["text", "lines", "one", "several", "yes_no", "date", "contact", "list"]
"""How it is answered: a few words, several lines, one or several of its choices, yes or no (with words), a date, a person
(name, relation, phone), a list of things a line each.
"""
Target = Literal[
    "", "legal_name", "preferred_name", "pronouns", "birth_date", "address", "phone", "email", "language", "occupation",
    "goals", "concerns", "emergency", "driver", "physician", "prescriber", "medicines", "allergies", "flag", "risk",
]  # fmt: skip
"""Where the answer belongs in the chart; `flag` and `risk` are shown first and stay on Today until seen to."""


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen; `flag` is the weight of a flag for the prescriber that choosing it proposes."""

    key: str
    words: str
    flag: Literal["", "stop_and_ask", "tell", "note"] = ""


@dataclass(frozen=True)
class Question:
    """A question of the intake: its key, its words, how it is answered, where the answer belongs."""

    key: str
    words: str
    kind: Kind = "text"
    options: tuple[Option, ...] = ()
    target: Target = ""
    hint: str = ""


@dataclass(frozen=True)
class Group:
    """Questions that are asked together."""

    key: str
    title: str
    questions: tuple[Question, ...]
    words: str = ""


@dataclass(frozen=True)
class Questions:
    """All groups, with their version and language."""

    version: int
    language: str
    groups: tuple[Group, ...]

    def question(self, key: str) -> Question | None:
        """A question by its key."""
        return next((one for group in self.groups for one in group.questions if one.key == key), None)


@dataclass(frozen=True)
class Answer:
    """What was answered, when and how; `asked` are the question's words then."""

    question: str
    asked: str
    said: Said
    words: str = ""
    choices: tuple[str, ...] = ()
    parts: dict[str, str] = field(default_factory=dict)
    said_on: date = date.min
    how: How = How.ASKED
    version: int = 1
    language: str = "en"
    id: int = 0
