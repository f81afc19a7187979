"""What is asked at intake: groups of questions, how each is answered, and what an answer may become in the chart.

The questions are apart from the page that asks them; their words stand in `resources/papers/<lang>/intake.toml`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Literal

from kapdesk.domain.dates import in_full
from kapdesk.errors import BadInput


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
    """One thing that can be chosen. `flag` is the weight of the flag for the prescriber that choosing it proposes, `chart` what
    that flag is called. `clear`: nothing is to be looked at; `urgent`: help is needed at once.
    """

    key: str
    words: str
    flag: Literal["", "stop_and_ask", "tell", "note"] = ""
    chart: str = ""
    clear: bool = False
    urgent: bool = False


@dataclass(frozen=True)
class Question:
    """A question of the intake: its key, its words, how it is answered, where the answer belongs."""

    key: str
    words: str
    kind: Kind = "text"
    options: tuple[Option, ...] = ()
    target: Target = ""
    hint: str = ""

    def option(self, key: str) -> Option | None:
        """A choice by its key."""
        return next((one for one in self.options if one.key == key), None)


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

    @property
    def given(self) -> bool:
        """Whether the question is done with: answered, nothing to tell, or to be talked about."""
        return self.said is not Said.SKIPPED

    def same_as(self, other: "Answer | None") -> bool:
        """Whether another one says the same."""
        return other is not None and self._content == other._content

    @property
    def _content(self) -> tuple[object, ...]:
        return self.said, self.words, self.choices, self.parts


YES, NO = "yes", "no"
"""What a question of yes or no can be answered with."""
WHOLE, ASKED = "whole", "asked"
"""The parts of an answer that is one thing in the chart, and of its having been asked at all (medicines, allergies)."""
PERSON = ("name", "relation", "phone")
"""The parts of an answer that names somebody."""


def checked(question: Question, answer: Answer) -> Answer:
    """An answer as it can be kept, without outer blanks; BadInput when it says nothing, or what the question does not offer."""
    words = answer.words.strip()
    parts = {name: value.strip() for name, value in answer.parts.items() if value.strip()}
    if answer.said is Said.NONE and question.target == "risk":
        raise BadInput("Choose one of the answers, or say that the client would rather talk about it.", "choices")
    if answer.said is not Said.ANSWERED:
        return replace(answer, words=words, choices=(), parts={})
    offered = (
        [one.key for one in question.options] or [YES, NO] if question.kind in ("one", "several", "yes_no") else []
    )
    if any(one not in offered for one in answer.choices):
        raise BadInput("This is not one of the choices.", "choices")
    if question.kind in ("one", "yes_no") and len(answer.choices) > 1:
        raise BadInput("Choose one of them.", "choices")
    choices = tuple(one for one in offered if one in answer.choices)
    if question.kind == "contact" and not parts.get("name") and not words:
        raise BadInput("Type the name.", "name")
    if question.kind == "date" and "date" not in parts and not words:
        raise BadInput("Type the day.", "date")
    if "date" in parts and date.fromisoformat(parts["date"]) > answer.said_on:
        raise BadInput("This day is still to come. Is the year right?", "date")
    if not words and not choices and not parts:
        raise BadInput("Type an answer, or leave the question for later.", "words")
    return replace(answer, words=words, choices=choices, parts=parts)


def first_look(question: Question, answer: Answer) -> bool:
    """Whether an answer is shown first, and stays on Today until it was seen to: anything about risk that is not plainly "no",
    also what the client would rather talk about, and what the prescriber should know.
    """
    if question.target == "risk":
        if answer.said is Said.ANSWERED:
            chosen = [question.option(one) for one in answer.choices]
            plain = bool(chosen) and all(one is not None and one.clear for one in chosen)
            return not plain or bool(answer.words)
        return answer.said is Said.TALK
    return question.target == "flag" and answer.said in (Said.ANSWERED, Said.TALK)


def parts_of(question: Question, answer: Answer) -> tuple[str, ...]:
    """What of an answer goes into the chart apart: the choices of which each is a flag, the lines of a list; else the whole.

    Empty when nothing of it has a place in the chart.
    """
    if not question.target or question.target == "risk":
        return ()
    if answer.said is Said.NONE:
        return (ASKED,) if question.target in ("medicines", "allergies") else ()
    if answer.said is not Said.ANSWERED:
        return ()
    if question.target == "flag" and question.options:
        return tuple(one.key for one in question.options if one.key in answer.choices and one.flag)
    if question.kind == "list":
        return (*(str(at) for at, _ in enumerate(lines_of(answer))), ASKED)
    return (WHOLE,)


def lines_of(answer: Answer) -> list[str]:
    """The lines of a list, without the empty ones."""
    return [" ".join(line.split()) for line in answer.words.splitlines() if line.strip()]


def decided(part: str, outcomes: Sequence[tuple[Outcome, str]]) -> Outcome:
    """What became of a part of an answer; `outcomes` are (what, target) as they were entered, a target ends in `#part`."""
    of_it = [what for what, target in outcomes if target.rpartition("#")[2] == part and "#" in target]
    return of_it[-1] if of_it else Outcome.OPEN


def is_open(question: Question, answer: Answer, outcomes: Sequence[tuple[Outcome, str]]) -> bool:
    """Whether an answer that is looked at first still waits: until it was seen to, or each of its flags decided on."""
    of_whole = [what for what, target in outcomes if "#" not in target]
    if of_whole and of_whole[-1] is Outcome.SEEN:
        return False
    parts = parts_of(question, answer)
    return not parts or any(decided(one, outcomes) is Outcome.OPEN for one in parts)


def is_urgent(question: Question, answer: Answer) -> bool:
    """Whether an answer asks for help at once."""
    return any((one := question.option(key)) is not None and one.urgent for key in answer.choices)


def in_words(question: Question | None, answer: Answer) -> str:
    """An answer on one line or several, as the therapist reads it; choices in the words of `question`."""
    if answer.said is not Said.ANSWERED:
        return f"{answer.said.words}: {answer.words}" if answer.words else answer.said.words
    chosen = "; ".join(_choice_words(question, one) for one in answer.choices)
    parts = answer.parts
    person = " · ".join(
        part
        for part in (
            f"{parts['name']} ({parts['relation']})"
            if parts.get("name") and parts.get("relation")
            else parts.get("name"),
            parts.get("phone"),
        )
        if part
    )
    day = in_full(date.fromisoformat(parts["date"])) if "date" in parts else ""
    return "\n".join(one for one in (chosen, person, day, answer.words) if one)


def _choice_words(question: Question | None, key: str) -> str:
    if key in (YES, NO):
        return key.capitalize()
    option = question.option(key) if question is not None else None
    return option.words if option is not None else key
