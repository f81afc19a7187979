"""Treatment plans and safety plans: what stands on them, what must hold before a version is saved, and their JSON.

A goal keeps its number for ever, so that “goal 2” in a note of last spring still means the same goal.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from kapdesk.errors import BadInput, PracticeNewer

FORMAT = 1
"""The number of the content's form; a later form gets another number, and this one stays readable."""
EMERGENCY = (
    ("988", "Call or text 988, at any hour, when thoughts of suicide come close."),
    ("911", "Call 911, or go to the nearest emergency room, when there is danger now."),
)
"""What stands on every safety plan and cannot be edited (988: Suicide & Crisis Lifeline, United States)."""


class PlanKind(StrEnum):
    """Which of a client's plans."""

    TREATMENT = "treatment"
    SAFETY = "safety"

    @property
    def words(self) -> str:
        """As it stands on the screen and as a paper's title."""
        return f"{self.value.capitalize()} plan"

    @property
    def paper(self) -> str:
        """Its name among the papers that a client was handed."""
        return f"{self.value}-plan"


class GoalState(StrEnum):
    """Where a goal stands."""

    OPEN = "open"
    REACHED = "reached"
    SET_ASIDE = "set_aside"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Goal:
    """What is to change; `progress` says how it will be seen. The number is never given to another goal."""

    number: int
    words: str = ""
    steps: tuple[str, ...] = ()
    progress: str = ""
    state: GoalState = GoalState.OPEN

    @property
    def name(self) -> str:
        """How notes and papers refer to it."""
        return f"Goal {self.number}"


@dataclass(frozen=True)
class TreatmentPlan:
    """Concerns, goals in the order of their weight, what was agreed, and when to look at it again.

    `goals_given` is the highest number that a goal ever had.
    """

    concerns: str = ""
    goals: tuple[Goal, ...] = ()
    agreed: str = ""
    review_on: date | None = None
    goals_given: int = 0


@dataclass(frozen=True)
class Person:
    """Somebody to call; `when` says at which hours, or what for."""

    name: str = ""
    phone: str = ""
    when: str = ""


@dataclass(frozen=True)
class SafetyPlan:
    """From the first signs to the people who can be called; the texts hold one entry a line."""

    warning_signs: str = ""
    what_helps: str = ""
    distraction: str = ""
    people: tuple[Person, ...] = ()
    professionals: tuple[Person, ...] = ()
    safe_place: str = ""
    reasons: str = ""


Plan = TreatmentPlan | SafetyPlan


def empty(kind: PlanKind) -> Plan:
    """A plan in which nothing is written."""
    return TreatmentPlan() if kind is PlanKind.TREATMENT else SafetyPlan()


def kind_of(plan: Plan) -> PlanKind:
    """Which plan it is."""
    return PlanKind.TREATMENT if isinstance(plan, TreatmentPlan) else PlanKind.SAFETY


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that hold words, without outer blanks."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def new_goal(goals: Sequence[Goal], given: int) -> Goal:
    """An empty goal with the next number that no goal ever had."""
    return Goal(max([given, *(goal.number for goal in goals)]) + 1)


def with_goal(plan: TreatmentPlan, goal: Goal, place: int) -> TreatmentPlan:
    """The plan with a goal that was taken out back at its place; with a new number where its own is in use by now."""
    if goal in plan.goals:
        return plan
    if any(one.number == goal.number for one in plan.goals):
        goal = replace(goal, number=new_goal(plan.goals, plan.goals_given).number)
    return replace(plan, goals=(*plan.goals[:place], goal, *plan.goals[place:]))


def tidied(plan: Plan) -> Plan:
    """The plan without outer blanks, and without goals, steps and people in which nothing is written."""
    if isinstance(plan, TreatmentPlan):
        goals = tuple(one for one in map(_tidied_goal, plan.goals) if one != Goal(one.number, state=one.state))
        given = max([plan.goals_given, *(goal.number for goal in goals)])
        return replace(plan, concerns=plan.concerns.strip(), goals=goals, agreed=plan.agreed.strip(), goals_given=given)
    entries: dict[str, Any] = {one.name: _tidied_entry(getattr(plan, one.name)) for one in fields(plan)}
    return SafetyPlan(**entries)


def is_empty(plan: Plan) -> bool:
    """Whether nothing is written."""
    plan = tidied(plan)
    return (replace(plan, goals_given=0) if isinstance(plan, TreatmentPlan) else plan) == empty(kind_of(plan))


def check_can_save(plan: Plan) -> None:
    """Refuse (BadInput, with the entry's name) a plan without words, a goal without its own, a telephone of nobody."""
    if is_empty(plan):
        raise BadInput("Nothing is written yet. Write the first entry, then save.", "")
    if isinstance(plan, TreatmentPlan):
        for goal in plan.goals:
            if not goal.words.strip() and (goal.progress.strip() or any(step.strip() for step in goal.steps)):
                raise BadInput(f"{goal.name} has no words of its own. Say what is to change.", f"goal_{goal.number}")
        return
    for name in ("people", "professionals"):
        for row, person in enumerate(getattr(plan, name), 1):
            if not person.name.strip() and (person.phone.strip() or person.when.strip()):
                raise BadInput("Say who this is.", f"{name}_{row}")


def to_content(plan: Plan) -> dict[str, Any]:
    """The plan as what JSON can hold, in the present form."""
    content = asdict(plan)
    if isinstance(plan, TreatmentPlan):
        content["review_on"] = plan.review_on.isoformat() if plan.review_on else None
    return content


def from_content(kind: PlanKind, number: int, content: Mapping[str, Any]) -> Plan:
    """Read the plan's content of the form `number`; PracticeNewer for one that this kapdesk does not know."""
    if (kind, number) not in _READERS:
        raise PracticeNewer(f"This {kind.words.lower()} was written by a newer kapdesk. Open it with that one.")
    return _READERS[kind, number](content)


def _tidied_goal(goal: Goal) -> Goal:
    steps = tuple(step.strip() for step in goal.steps if step.strip())
    return replace(goal, words=goal.words.strip(), steps=steps, progress=goal.progress.strip())


def _tidied_entry(value: str | tuple[Person, ...]) -> str | tuple[Person, ...]:
    if isinstance(value, str):
        return "\n".join(lines_of(value))
    people = (Person(one.name.strip(), one.phone.strip(), one.when.strip()) for one in value)
    return tuple(one for one in people if one != Person())


def _treatment_1(content: Mapping[str, Any]) -> TreatmentPlan:
    goals = tuple(
        Goal(one["number"], one["words"], tuple(one["steps"]), one["progress"], GoalState(one["state"]))
        for one in content["goals"]
    )
    review_on = date.fromisoformat(content["review_on"]) if content["review_on"] else None
    return TreatmentPlan(content["concerns"], goals, content["agreed"], review_on, content["goals_given"])


def _safety_1(content: Mapping[str, Any]) -> SafetyPlan:
    people, professionals = (
        tuple(Person(one["name"], one["phone"], one["when"]) for one in content[name])
        for name in ("people", "professionals")
    )
    return SafetyPlan(
        content["warning_signs"],
        content["what_helps"],
        content["distraction"],
        people,
        professionals,
        content["safe_place"],
        content["reasons"],
    )


_READERS: dict[tuple[PlanKind, int], Callable[[Mapping[str, Any]], Plan]] = {
    (PlanKind.TREATMENT, 1): _treatment_1,
    (PlanKind.SAFETY, 1): _safety_1,
}
