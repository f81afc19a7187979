"""The rules of plans: what may be saved, what is left out, numbers of goals, and forms that stay readable."""

import json
from dataclasses import replace
from datetime import date

import pytest

from kapdesk.domain import plans
from kapdesk.domain.plans import (
    EMERGENCY,
    Goal,
    GoalState,
    Person,
    PlanKind,
    SafetyPlan,
    TreatmentPlan,
    check_can_save,
    from_content,
    is_empty,
    new_goal,
    tidied,
    to_content,
    with_goal,
)
from kapdesk.errors import BadInput, PracticeNewer

SLEEP = Goal(1, "Sleep through most nights", ("no screen after nine", "up at seven"), "five nights of seven")
FRIENDS = Goal(2, "See friends again", state=GoalState.REACHED)
TREATMENT = TreatmentPlan("Low mood since winter", (SLEEP, FRIENDS), "weekly", date(2026, 9, 1), 3)
SAFETY = SafetyPlan(
    "no answers to messages\nno sleep",
    "walk\ncold water",
    "the library",
    (Person("Luis", "505-555-0142"),),
    (Person("Dr. Amari", "505-555-0150", "Mon–Thu"),),
    "Luis keeps the key",
    "the garden in May",
)


@pytest.mark.parametrize("plan", [TREATMENT, SAFETY, TreatmentPlan(), SafetyPlan()])
def test_a_plan_is_read_as_it_was_written(plan: plans.Plan) -> None:
    content = json.loads(json.dumps(to_content(plan)))
    assert from_content(plans.kind_of(plan), plans.FORMAT, content) == plan


def test_the_first_form_stays_readable() -> None:
    treatment = {
        "concerns": "Low mood",
        "goals": [{"number": 2, "words": "Sleep", "steps": ["a", "b"], "progress": "diary", "state": "set_aside"}],
        "agreed": "weekly",
        "review_on": "2026-09-01",
        "goals_given": 4,
    }
    goal = Goal(2, "Sleep", ("a", "b"), "diary", GoalState.SET_ASIDE)
    read = from_content(PlanKind.TREATMENT, 1, treatment)
    assert read == TreatmentPlan("Low mood", (goal,), "weekly", date(2026, 9, 1), 4)
    safety = {
        "warning_signs": "signs",
        "what_helps": "walk",
        "distraction": "library",
        "people": [{"name": "Luis", "phone": "1", "when": ""}],
        "professionals": [{"name": "Dr. Amari", "phone": "2", "when": "Mon"}],
        "safe_place": "key",
        "reasons": "garden",
    }
    people = ((Person("Luis", "1"),), (Person("Dr. Amari", "2", "Mon"),))
    assert from_content(PlanKind.SAFETY, 1, safety) == SafetyPlan("signs", "walk", "library", *people, "key", "garden")


def test_a_later_form_is_refused_in_words() -> None:
    with pytest.raises(PracticeNewer, match="This safety plan was written by a newer kapdesk"):
        from_content(PlanKind.SAFETY, 2, to_content(SAFETY))


@pytest.mark.parametrize(
    "plan",
    [
        TreatmentPlan(" \n", (Goal(1, " ", ("", " "), "\n"),), goals_given=7),
        SafetyPlan(" ", "\n", "", (Person(" ", ""),), (Person(),)),
    ],
)
def test_blanks_are_no_plan(plan: plans.Plan) -> None:
    assert is_empty(plan)
    with pytest.raises(BadInput, match="Nothing is written yet"):
        check_can_save(plan)


@pytest.mark.parametrize(
    "plan",
    [
        TreatmentPlan(review_on=date(2026, 9, 1)),
        TreatmentPlan(goals=(Goal(1, "sleep"),)),
        SafetyPlan(reasons="garden"),
        SafetyPlan(people=(Person("Luis"),)),
    ],
)
def test_any_one_entry_is_a_plan(plan: plans.Plan) -> None:
    assert not is_empty(plan)
    check_can_save(plan)


def test_a_goal_says_what_is_to_change() -> None:
    with pytest.raises(BadInput, match="Goal 4 has no words of its own") as refused:
        check_can_save(TreatmentPlan("low mood", (SLEEP, Goal(4, " ", ("call Ana",)))))
    assert refused.value.field == "goal_4"


@pytest.mark.parametrize(("name", "person"), [("people", Person("", "505")), ("professionals", Person(" ", "", "Mon"))])
def test_a_telephone_belongs_to_somebody(name: str, person: Person) -> None:
    with pytest.raises(BadInput, match="Say who this is") as refused:
        check_can_save(SafetyPlan(**{name: (Person("Luis"), Person(), person)}))  # type: ignore[arg-type]
    assert refused.value.field == f"{name}_3"


def test_saving_leaves_out_blanks_and_nothing_else() -> None:
    loose = TreatmentPlan(" a\n\nb ", (Goal(2, " x ", ("", " y "), " z"), Goal(5)), " c ", None, 0)
    assert tidied(loose) == TreatmentPlan("a\n\nb", (Goal(2, "x", ("y",), "z"),), "c", None, 2)
    assert tidied(SafetyPlan(" a \n\n b", people=(Person(" L ", " 1 "), Person()))) == SafetyPlan(
        "a\nb", people=(Person("L", "1"),)
    )
    assert tidied(TREATMENT) == TREATMENT
    assert tidied(SAFETY) == SAFETY


def test_a_number_is_never_given_to_another_goal() -> None:
    assert new_goal((), 0).number == 1
    assert new_goal((FRIENDS, SLEEP), 0).number == 3
    saved = tidied(TreatmentPlan(goals=(SLEEP, replace(FRIENDS, number=3))))
    assert isinstance(saved, TreatmentPlan)
    without = tidied(replace(saved, goals=(SLEEP,)))
    assert isinstance(without, TreatmentPlan)
    assert new_goal(without.goals, without.goals_given).number == 4


def test_a_goal_comes_back_at_its_place() -> None:
    plan = replace(TREATMENT, goals=(FRIENDS,))
    assert with_goal(plan, SLEEP, 0).goals == (SLEEP, FRIENDS)
    assert with_goal(TREATMENT, SLEEP, 0) == TREATMENT
    other = TreatmentPlan(goals=(Goal(1, "begun since"),))
    assert with_goal(other, SLEEP, 0).goals == (replace(SLEEP, number=2), Goal(1, "begun since"))


def test_988_and_911_are_the_emergency_numbers() -> None:
    assert [number for number, _ in EMERGENCY] == ["988", "911"]
    assert all(number in words for number, words in EMERGENCY)
