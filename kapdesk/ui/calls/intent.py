"""What stands on the sheet at once when current intent was said: calm, plain, nothing to tick away."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from kapdesk.domain.calls import INTENT_STEPS
from kapdesk.ui import look


class IntentCard(QFrame):
    """The steps, whom to reach, and the way to the safety plan; `safety_wanted` asks for it."""

    safety_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("current_intent")
        self.setAccessibleName("Current intent: what to do now")
        self.setProperty("role", "card")
        layout = look.column(self, gap=6, margin=14)
        layout.addWidget(look.label("Current intent was said. Now:", "bad", "intent_heading"))
        for number, words in enumerate(INTENT_STEPS, 1):
            layout.addWidget(look.label(f"{number}.  {words}", "body", f"intent_step_{number}"))
        self._people = look.label("", "strong", "intent_people")
        self._people.setWordWrap(True)
        layout.addWidget(self._people)
        plan = self.plan = look.button("Open the safety plan", "open_safety_plan", "primary", "Ctrl+Shift+S")
        plan.setDefault(False)
        plan.setAutoDefault(False)
        plan.clicked.connect(self.safety_wanted)
        layout.addLayout(look.row(plan, None))

    def show_people(self, phones: Sequence[str], emergency: Sequence[str]) -> None:
        """The client's numbers, and whom to reach."""
        number = " · ".join(phones) or "no telephone on file"
        people = "\n".join(emergency) or "None on file. Ask who is near, and for a number."
        self._people.setText(f"The client’s number: {number}\nEmergency contact: {people}")
