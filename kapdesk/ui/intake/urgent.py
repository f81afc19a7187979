"""What stands over the intake when an answer asks for help at once: calm, plain, nothing to tick away."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from kapdesk.ui import look

_STEPS = (
    "Stay with the client. Ask what is needed to be safe for the next hours.",
    "Call or text 988, or call 911, together with the client.",
    "Reach the emergency contact, tell the prescriber, and open the safety plan together.",
)


class UrgentCard(QFrame):
    """What was said, the steps, whom to reach, and the way to the safety plan; `safety_wanted` asks for it."""

    safety_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("intake_urgent")
        self.setProperty("role", "card")
        layout = look.column(self, gap=4, margin=14)
        self._said = look.label("", "bad", "urgent_said")
        layout.addWidget(self._said)
        for number, words in enumerate(_STEPS, 1):
            layout.addWidget(look.label(f"{number}.  {words}"))
        self._people = look.label("", "small", "urgent_people")
        layout.addWidget(self._people)
        plan = look.button("Open the safety plan", "urgent_safety_plan", "primary", "Ctrl+Shift+S")
        plan.setDefault(False)
        plan.setAutoDefault(False)
        plan.clicked.connect(self.safety_wanted)
        layout.addLayout(look.row(plan, None))

    def show_said(self, said: Sequence[str], people: str) -> None:
        """What was said, in the words of the answers; hidden when there is nothing."""
        self._said.setText(f"Said, and not seen to: {'; '.join(said)}. Now:")
        self.setAccessibleName(self._said.text())
        self._people.setText(people)
        self.setVisible(bool(said))
