"""Plans as they are read: large and calm, part by part."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from kapdesk.domain.plans import EMERGENCY, Goal, GoalState, Person, Plan, SafetyPlan, TreatmentPlan, kind_of, lines_of
from kapdesk.ui import look
from kapdesk.ui.days import in_full
from kapdesk.ui.plans.safety_form import PARTS
from kapdesk.ui.theme import px

_LARGE = 17
"""Height of the letters in pixels at 100 %."""
_TONES = {GoalState.REACHED: "good", GoalState.SET_ASIDE: "plain"}


def reading(plan: Plan, therapist: Person, above: Sequence[QWidget]) -> QScrollArea:
    """A plan to read, below what stands above it; the keys scroll it once it has the cursor."""
    inside = QWidget()
    layout = look.column(inside, gap=6)
    layout.setContentsMargins(0, 0, px(14), 0)
    for one in above:
        layout.addWidget(one)
    write(layout, plan, therapist)
    layout.addStretch(1)
    area = look.scroll(inside)
    area.setProperty("role", "reading")
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    area.setObjectName(f"{kind_of(plan).value}_text")
    area.setAccessibleName(kind_of(plan).words)
    return area


def write(layout: QVBoxLayout, plan: Plan, therapist: Person) -> None:
    """A plan, part by part; the therapist is among the professionals of a safety plan."""
    if isinstance(plan, TreatmentPlan):
        _treatment(layout, plan)
    else:
        _safety(layout, plan, therapist)


def _treatment(layout: QVBoxLayout, plan: TreatmentPlan) -> None:
    _part(layout, "Concerns", lines_of(plan.concerns))
    for goal in plan.goals:
        _goal(layout, goal)
    if not plan.goals:
        _part(layout, "Goals", ())
    _part(layout, "What was agreed", lines_of(plan.agreed))
    _part(layout, "Review on", (in_full(plan.review_on),) if plan.review_on else ())


def _goal(layout: QVBoxLayout, goal: Goal) -> None:
    layout.addSpacing(px(8))
    chips = [look.chip(goal.state.words, _TONES[goal.state])] if goal.state in _TONES else []
    layout.addLayout(look.row(look.label(goal.name, "heading"), *chips, None))
    for line in lines_of(goal.words):
        layout.addWidget(_large(line))
    for step in goal.steps:
        layout.addWidget(_large(f"•  {step}"))
    for at, line in enumerate(lines_of(goal.progress)):
        layout.addWidget(look.label(line if at else f"Seen by: {line}", "muted"))


def _safety(layout: QVBoxLayout, plan: SafetyPlan, therapist: Person) -> None:
    frame, inside = look.card()
    for number, words in EMERGENCY:
        line = _large(words)
        line.setObjectName(f"emergency_{number}")
        inside.addWidget(line)
    layout.addWidget(frame)
    for name, (heading, _) in PARTS.items():
        value = getattr(plan, name)
        if name == "professionals":
            value = (therapist, *value)
        lines = lines_of(value) if isinstance(value, str) else [_person(one) for one in value]
        _part(layout, heading, lines)


def _person(person: Person) -> str:
    return " · ".join((person.name, person.phone or "no telephone entered", *([person.when] if person.when else [])))


def _part(layout: QVBoxLayout, heading: str, lines: Sequence[str]) -> None:
    """A heading and its lines; what was left out is said."""
    layout.addSpacing(px(8))
    layout.addWidget(look.label(heading, "heading"))
    for line in lines:
        layout.addWidget(_large(line))
    if not lines:
        layout.addWidget(look.label("not written yet", "muted"))


def _large(words: str) -> QLabel:
    made = look.label(words)
    font = made.font()
    font.setPixelSize(px(_LARGE))
    made.setFont(font)
    return made
