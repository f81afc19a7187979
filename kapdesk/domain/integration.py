"""Integration: what is asked after a ketamine session, and the few concrete steps that are carried to the next one.

What was answered leads to the prescriber or the safety plan where it must; it is never a diagnosis (kap-facts, 5 and 6).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from kapdesk.domain.contacts import Answer
from kapdesk.domain.dates import in_full, short
from kapdesk.errors import BadInput

MOST_STEPS = 3
"""More than a few are not tried."""
SAFETY = "safety"


@dataclass(frozen=True)
class Question:
    """What is asked: its name, the words, and what is said when the answer is yes (nothing where yes is no worry)."""

    name: str
    words: str
    then: str = ""


QUESTIONS = (
    Question("mood_dip", "Mood lower in the days after?"),
    Question("sleep", "Sleep worse than before?"),
    Question(
        "bladder",
        "Pain, blood, or trouble when passing urine, or going much more often?",
        "Tell the prescriber, today.",
    ),
    Question(
        SAFETY,
        "Thoughts of death or of harm to self or others?",
        "Open the safety plan now. Tell the prescriber. 988, or 911 when there is danger.",
    ),
)
"""Asked in every integration session; not asked unless chosen."""


@dataclass(frozen=True)
class Said:
    """An answer and the words beside it."""

    answer: Answer = Answer.NOT_ASKED
    words: str = ""


class Outcome(StrEnum):
    """What became of a step."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    LET_GO = "let_go"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {"done": "Done", "partly": "Partly", "not_done": "Not done", "let_go": "Let go of"}[self.value]


@dataclass(frozen=True)
class Step:
    """A concrete step to try, by a day. `outcome` is what became of it in words, told on `outcome_on`; empty while open.

    `id` is 0 for one that is not kept yet.
    """

    words: str
    by: date | None
    outcome: str = ""
    outcome_on: date | None = None
    id: int = 0

    def in_words(self, today: date) -> str:
        """`Sit on the porch before work · by Jun 20`; behind it what became of it."""
        by = f" · by {short(self.by, today)}" if self.by else ""
        return f"{self.words}{by} · {self.became(today)}" if self.outcome else f"{self.words}{by}"

    def became(self, today: date) -> str:
        """`Partly: twice, told Jun 14`."""
        return f"{self.outcome}, told {short(self.outcome_on, today)}" if self.outcome_on else self.outcome


@dataclass(frozen=True)
class Integration:
    """What an integration note carries beside its text: its ketamine session, what was asked, the steps.

    `ketamine` says in words which session it is.
    """

    ketamine_id: int | None = None
    asked: Mapping[str, Said] = field(default_factory=dict)
    steps: Sequence[Step] = ()
    ketamine: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked, and no step is written; the session alone says nothing yet."""
        said = any(one.answer or one.words.strip() for one in self.asked.values())
        return not said and not any(one.words.strip() for one in self.steps)

    def tidied(self) -> "Integration":
        """As it is kept: without outer blanks, empty answers and empty steps; BadInput for too many of these."""
        asked = {name: Said(one.answer, one.words.strip()) for name, one in self.asked.items()}
        steps = tuple(replace(one, words=" ".join(one.words.split())) for one in self.steps)
        steps = tuple(one for one in steps if one.words or one.by)
        if len(steps) > MOST_STEPS:
            raise BadInput(f"{MOST_STEPS} steps are enough. What is more belongs in the note’s text.", "step_0")
        return replace(self, asked={name: one for name, one in asked.items() if one != Said()}, steps=steps)

    def check_can_sign(self) -> None:
        """Each step that is signed has words and a day (BadInput)."""
        for number, one in enumerate(self.steps):
            if not one.words:
                raise BadInput(
                    f"Step {number + 1} has a day and no words. Write it, or take the day out.", f"step_{number}"
                )
            if one.by is None:
                raise BadInput(
                    f"By which day is “{one.words}” tried? Give the step a day before signing.", f"step_day_{number}"
                )

    @property
    def then(self) -> tuple[str, ...]:
        """What the answers ask for, a sentence each."""
        said = (one for one in QUESTIONS if one.then and self.asked.get(one.name, Said()).answer is Answer.YES)
        return tuple(one.then for one in said)


def asked_data(asked: Mapping[str, Said]) -> dict[str, Any]:
    """What was asked, as it is kept."""
    return {name: {"answer": one.answer.value, "words": one.words} for name, one in asked.items() if one != Said()}


def asked_of(data: Mapping[str, Any]) -> dict[str, Said]:
    """What `asked_data` gave."""
    return {name: Said(Answer(one.get("answer", "")), one.get("words", "")) for name, one in data.items()}


def body_of(integration: Integration, uids: Mapping[int, str], ketamine: Mapping[str, Any] | None) -> dict[str, Any]:
    """What is signed: the session, each question in the words in which it was asked, each step with its uid and day."""
    return {
        "ketamine": dict(ketamine) if ketamine else None,
        "asked": [
            {"name": one.name, "question": one.words, "answer": said.answer.value, "words": said.words}
            for one in QUESTIONS
            if (said := integration.asked.get(one.name, Said())) is not None
        ],
        "steps": [
            {"uid": uids[one.id], "words": one.words, "by": one.by.isoformat() if one.by else ""}
            for one in integration.steps
        ],
    }


def signed_lines(body: Mapping[str, Any]) -> tuple[str, ...]:
    """What was signed beside the text, a line each; without what became of the steps."""
    ketamine = body.get("ketamine")
    found = [f"Integrates the ketamine session of {in_full(date.fromisoformat(ketamine['on']))}"] if ketamine else []
    found += [asked_line(one["question"], one["answer"], one["words"]) for one in body["asked"]]
    return tuple(found)


def draft_lines(integration: Integration) -> tuple[str, ...]:
    """The same of what is not signed yet."""
    found = [f"Integrates {integration.ketamine}"] if integration.ketamine else []
    for one in QUESTIONS:
        said = integration.asked.get(one.name, Said())
        found.append(asked_line(one.words, said.answer.value, said.words))
    return tuple(found)


def asked_line(question: str, answer: str, words: str) -> str:
    """`Sleep worse than before? No: seven hours`."""
    said = f"{question} {Answer(answer).words}"
    return f"{said}: {words}" if words else said


def outcome_in_words(outcome: Outcome, words: str) -> str:
    """`Partly: twice, then it rained`."""
    words = " ".join(words.split())
    return f"{outcome.words}: {words}" if words else outcome.words


def step_lines(steps: Iterable[Step], today: date) -> tuple[str, ...]:
    """`Step 1: …`, a line each."""
    return tuple(f"Step {number}: {one.in_words(today)}" for number, one in enumerate(steps, 1))
