"""The treatment plan as a form: concerns, a card for each goal, what was agreed, the day of the review."""

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from kapdesk.domain.plans import Goal, GoalState, Plan, TreatmentPlan, new_goal
from kapdesk.errors import BadInput
from kapdesk.ui import look
from kapdesk.ui.date_field import DateField
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.theme import px


class TreatmentForm(QWidget):
    """The fields; `changed` with each key, `goal_removed` with the goal and its place, `written` reads the plan."""

    changed = Signal()
    goal_removed = Signal(object, int)

    def __init__(self) -> None:
        super().__init__()
        self._given = 0
        self.cards: list[GoalCard] = []
        layout = look.column(self, gap=14)
        layout.setContentsMargins(0, 0, px(14), 0)
        self.concerns = look.text_box("plan_concerns", "Concerns", 4)
        layout.addWidget(look.field("Concerns", self.concerns, "What brings the client, in words you both would use."))
        layout.addWidget(look.label("Goals", "heading"))
        self._goals = look.column(gap=12)
        layout.addLayout(self._goals)
        self.add = look.button("Add a goal", "add_goal")
        self.add.clicked.connect(self.add_goal)
        layout.addLayout(look.row(self.add, None))
        self.agreed = look.text_box("plan_agreed", "What was agreed", 4)
        hint = "How you work and how often, what the client does between sessions, when the course is done."
        layout.addWidget(look.field("What was agreed", self.agreed, hint))
        self.review = DateField("plan_review", "Day of the review")
        self.review_error = look.error_line("plan_review_error")
        narrow = look.field("Review on", self.review)
        narrow.setMaximumWidth(px(200))
        layout.addWidget(narrow)
        layout.addWidget(self.review_error)
        layout.addStretch(1)
        for box in (self.concerns, self.agreed, self.review):
            box.textChanged.connect(self.changed)

    def show_plan(self, plan: Plan, review_typed: str = "") -> None:
        """Fill the fields; nothing of it counts as typed."""
        assert isinstance(plan, TreatmentPlan)
        self.blockSignals(True)
        self._given = plan.goals_given
        self.concerns.setPlainText(plan.concerns)
        self.agreed.setPlainText(plan.agreed)
        self.review.set_day(plan.review_on)
        if review_typed:
            self.review.setText(review_typed)
        look.clear(self._goals)
        self.cards = []
        for goal in plan.goals:
            self._add_card(goal)
        self._arrange()
        self.blockSignals(False)

    def written(self) -> tuple[Plan, str]:
        """The plan as it stands in the fields, and the review day as typed when that is none."""
        goals = tuple(card.goal() for card in self.cards)
        concerns, agreed = self.concerns.toPlainText(), self.agreed.toPlainText()
        try:
            return TreatmentPlan(concerns, goals, agreed, self.review.day(), self._given), ""
        except BadInput:
            return TreatmentPlan(concerns, goals, agreed, None, self._given), self.review.text()

    def check(self) -> None:
        """Refuse (BadInput) a review day that is none."""
        self.review.day()

    def show_problem(self, problem: BadInput) -> bool:
        """Tell a problem at its field; whether it has one here."""
        found = about_day = problem.field == self.review.objectName()
        look.mark_wrong(self.review, about_day)
        look.show_error(self.review_error, str(problem) if about_day else "")
        if about_day:
            self.review.setFocus()
        for card in self.cards:
            found |= card.show_problem(problem)
        return found

    def start(self) -> None:
        """The cursor in the first field."""
        self.concerns.setFocus()

    def add_goal(self) -> None:
        """Begin another goal."""
        card = self._add_card(new_goal([one.goal() for one in self.cards], self._given))
        self._arrange()
        card.words.setFocus()
        self.changed.emit()

    def _add_card(self, goal: Goal) -> "GoalCard":
        card = GoalCard(goal)
        card.changed.connect(self.changed)
        card.moved.connect(lambda by: self._move(card, by))
        card.removed.connect(lambda: self._remove(card))
        self.cards.append(card)
        self._goals.addWidget(card)
        return card

    def _move(self, card: "GoalCard", by: int) -> None:
        place = self.cards.index(card) + by
        self.cards.remove(card)
        self.cards.insert(place, card)
        focus = self.focusWidget()
        self._goals.removeWidget(card)
        self._goals.insertWidget(place, card)
        self._arrange()
        if focus is not None and focus.isEnabled():
            focus.setFocus()
        else:  # it came to an end of the list, where its button rests
            (card.down if by < 0 else card.up).setFocus()
        self.changed.emit()

    def _remove(self, card: "GoalCard") -> None:
        place = self.cards.index(card)
        self.cards.remove(card)
        self._goals.removeWidget(card)
        card.hide()
        card.deleteLater()
        self._arrange()
        (self.cards[min(place, len(self.cards) - 1)].words if self.cards else self.add).setFocus()
        self.changed.emit()
        self.goal_removed.emit(card.goal(), place)

    def _arrange(self) -> None:
        """The first cannot go up, the last cannot go down; Tab goes through the cards as they stand."""
        before: QWidget = self.concerns
        for place, card in enumerate(self.cards):
            card.up.setEnabled(place > 0)
            card.down.setEnabled(place < len(self.cards) - 1)
            for stop in card.stops():
                QWidget.setTabOrder(before, stop)
                before = stop
        for stop in (self.add, self.agreed, self.review):
            QWidget.setTabOrder(before, stop)
            before = stop


class GoalCard(QFrame):
    """One goal; `moved` with -1 or 1, `removed` when it is to go."""

    changed = Signal()
    moved = Signal(int)
    removed = Signal()

    def __init__(self, goal: Goal) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._number = goal.number
        name, key = goal.name, f"goal_{goal.number}"
        layout = look.column(self, gap=8, margin=14)
        layout.addWidget(self._head(name, key, goal))
        self.words = look.text_box(f"{key}_words", f"{name}: what is to change", 2)
        self.words.setPlainText(goal.words)
        self.error = look.error_line(f"{key}_error")
        layout.addWidget(look.field("What is to change", self.words))
        layout.addWidget(self.error)
        self.steps = look.text_box(f"{key}_steps", f"{name}: steps, one a line", 3)
        self.steps.setPlainText("\n".join(goal.steps))
        self.progress = look.text_box(f"{key}_progress", f"{name}: how progress is seen", 3)
        self.progress.setPlainText(goal.progress)
        below = Columns(least=440, gap=12)
        below.add(look.field("Steps, one a line", self.steps), 1)
        below.add(look.field("How progress is seen", self.progress), 1)
        layout.addWidget(below)
        for box in (self.words, self.steps, self.progress):
            box.textChanged.connect(self.changed)

    def _head(self, name: str, key: str, goal: Goal) -> Columns:
        self.state = look.choice(f"{key}_state", f"{name}: where it stands")
        for one in GoalState:
            self.state.addItem(one.words, one.value)
        self.state.setCurrentIndex(self.state.findData(goal.state.value))
        self.state.currentIndexChanged.connect(self.changed)
        self.up = look.button("Up", f"{key}_up", "quiet")
        self.up.setAccessibleName(f"Move {name} up")
        self.up.clicked.connect(lambda: self.moved.emit(-1))
        self.down = look.button("Down", f"{key}_down", "quiet")
        self.down.setAccessibleName(f"Move {name} down")
        self.down.clicked.connect(lambda: self.moved.emit(1))
        self.remove = look.button("Remove", f"{key}_remove", "quiet")
        self.remove.setAccessibleName(f"Remove {name}")
        self.remove.clicked.connect(self.removed)
        acts = Flow(gap=8)
        acts.set_widgets([self.state, self.up, self.down, self.remove])
        head = Columns(least=380, gap=8)
        head.add(look.label(name, "strong"), 1)
        head.add(acts)
        return head

    def goal(self) -> Goal:
        """The goal as it stands in the fields; its steps line by line, as typed."""
        steps = self.steps.toPlainText()
        return Goal(
            self._number,
            self.words.toPlainText(),
            tuple(steps.split("\n")) if steps else (),
            self.progress.toPlainText(),
            GoalState(cast("str", self.state.currentData())),
        )

    def show_problem(self, problem: BadInput) -> bool:
        """Tell a problem when it is about this goal; whether it is."""
        here = problem.field == f"goal_{self._number}"
        look.mark_wrong(self.words, here)
        look.show_error(self.error, str(problem) if here else "")
        if here:
            self.words.setFocus()
        return here

    def stops(self) -> tuple[QWidget, ...]:
        """What Tab goes through."""
        return (self.state, self.up, self.down, self.remove, self.words, self.steps, self.progress)
