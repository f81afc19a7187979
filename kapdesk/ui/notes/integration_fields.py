"""What an integration note carries beside its text: its ketamine session, what is asked, a few concrete steps with a day."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from kapdesk.domain.contacts import Answer
from kapdesk.domain.integration import MOST_STEPS, QUESTIONS, SAFETY, Integration, Said, Step
from kapdesk.ui.asked import AskedRows
from kapdesk.ui.date_field import DateField
from kapdesk.ui.flow import Columns
from kapdesk.ui.look import button, choice, column, field, label, line, mark_wrong
from kapdesk.usecases.writing import integration
from kapdesk.vault.database import Vault

_LATER = "(choose, or leave open)"
_SHORT = {"mood_dip": "Mood", "sleep": "Sleep", "bladder": "Bladder", "safety": "Safety"}


class IntegrationFields(QWidget):
    """Reads and shows it; `edited` with every change, `safety_wanted` asks for the client's safety plan, `page_wanted` for
    the page between sessions.
    """

    edited = Signal()
    safety_wanted = Signal()
    page_wanted = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock
        self._ids: dict[int, int] = {}
        layout = column(self, gap=8)
        self.ketamine = choice("integration_ketamine", "Ketamine session that is integrated")
        layout.addWidget(field("Integrates", self.ketamine))
        self.asked = AskedRows("integration_asked", {one.name: one.words for one in QUESTIONS}, least=520)
        self.words = {one.name: line(f"integration_words_{one.name}", f"{one.words} In words") for one in QUESTIONS}
        layout.addWidget(label("Asked today · Y yes · N no", "small"))
        layout.addWidget(self.asked)
        said = Columns(least=520, gap=10)
        for one in QUESTIONS:
            self.words[one.name].setPlaceholderText("in words")
            said.add(field(_SHORT[one.name], self.words[one.name]), 1)
        layout.addWidget(said)
        self.then = label("", "bad", "integration_then")
        layout.addWidget(self.then)
        self.safety = button("Open the safety plan", "integration_safety")
        self.safety.clicked.connect(self.safety_wanted)
        layout.addWidget(self.safety)
        layout.addWidget(label("What to try: one to three concrete steps, each with a day", "small"))
        self.steps: list[tuple[QLineEdit, DateField]] = []
        for number in range(MOST_STEPS):
            layout.addWidget(self._step(number))
        self.page = button("Page for between sessions…", "between_sessions", "quiet")
        self.page.clicked.connect(self.page_wanted)
        layout.addWidget(self.page)
        layout.addStretch(1)
        self._connect()
        self._show_then()

    def _step(self, number: int) -> QWidget:
        words = line(f"step_{number}", f"Step {number + 1}", "small enough to begin this week")
        day = DateField(f"step_day_{number}", f"Step {number + 1}: by which day")
        self.steps.append((words, day))
        beside = Columns(least=380, gap=10)
        beside.add(words, 4)
        beside.add(day, 1)
        return beside

    def _connect(self) -> None:
        self.ketamine.activated.connect(self.edited)
        self.asked.answered.connect(self._answered)
        for one in self.words.values():
            one.textEdited.connect(self.edited)
        for words, day in self.steps:
            words.textEdited.connect(self.edited)
            day.textEdited.connect(self.edited)
            day.day_changed.connect(self.edited)

    def show_integration(self, client_id: int, on: date, note_id: int | None, shown: Integration | None) -> None:
        """Show what a note carries; for one that carries nothing yet, the last ketamine session is offered."""
        self.ketamine.clear()
        self.ketamine.addItem(_LATER, None)
        found = integration.sessions_to_integrate(self._vault, client_id, on, note_id)
        for one in found:
            self.ketamine.addItem(one.words[:1].upper() + one.words[1:], one.id)
        chosen = shown.ketamine_id if shown is not None else (found[0].id if found else None)
        at = self.ketamine.findData(chosen)
        if chosen is not None and at < 0 and shown is not None:  # of a day after the note's
            self.ketamine.addItem(shown.ketamine, chosen)
            at = self.ketamine.count() - 1
        self.ketamine.setCurrentIndex(max(0, at))
        asked = shown.asked if shown is not None else {}
        self.asked.put({name: one.answer.value for name, one in asked.items()})
        for name, field_ in self.words.items():
            field_.setText(asked[name].words if name in asked else "")
        steps = list(shown.steps) if shown is not None else []
        for number, (words, day) in enumerate(self.steps):
            step = steps[number] if number < len(steps) else Step("", None)
            words.setText(step.words)
            day.set_day(step.by)
            mark_wrong(day, False)
        self._show_then()

    def integration(self) -> Integration:
        """What is typed; BadInput with the field's name for what is no day."""
        answers = self.asked.answers()
        asked = {name: Said(Answer(answers.get(name, "")), one.text().strip()) for name, one in self.words.items()}
        steps = tuple(Step(words.text(), day.day()) for words, day in self.steps)
        return Integration(self.ketamine.currentData(), asked, steps)

    def summary(self) -> str:
        """On a line: `Jun 7 · 2 of 4 asked · 1 step`."""
        asked, steps = len(self.asked.answers()), sum(bool(words.text().strip()) for words, _ in self.steps)
        bound = self.ketamine.currentText() if self.ketamine.currentData() is not None else "no ketamine session chosen"
        how_many = f"{steps} step{'' if steps == 1 else 's'}" if steps else "no step yet"
        return f"{bound} · {asked} of {len(QUESTIONS)} asked · {how_many}"

    def show_problem(self, name: str) -> None:
        """Mark the step that a sentence is about, and go to it."""
        for words, day in self.steps:
            for one in (words, day):
                mark_wrong(one, one.objectName() == name)
                if one.objectName() == name:
                    one.setFocus()

    def _answered(self, name: str) -> None:
        self._show_then()
        self.edited.emit()

    def _show_then(self) -> None:
        """What the answers ask for; never a diagnosis."""
        answers = self.asked.answers()
        asked = {name: Said(Answer(answer)) for name, answer in answers.items()}
        then = Integration(asked=asked).then
        self.then.setText("\n".join(then))
        self.then.setVisible(bool(then))
        self.safety.setVisible(answers.get(SAFETY) == Answer.YES)
