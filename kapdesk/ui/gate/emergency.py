"""Current intent at the gate: what to do now, large; nothing to tick away, and no way to the medicine."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from kapdesk.ui import look
from kapdesk.ui.flow import Flow
from kapdesk.usecases.medicine_day.medicine_days import Day, Person

_KEYS: tuple[tuple[str, str, str, look.ButtonRole], ...] = (
    ("S", "Safety plan", "safety", "primary"),
    ("E", "Emergency card", "emergency", "plain"),
    ("P", "Postpone", "postpone_now", "plain"),
    ("G", "Ask again", "ask_risk", "quiet"),
    ("", "Medicine was taken anyway…", "anyway", "quiet"),
)


class IntentPath(QFrame):
    """988 and 911, the prescriber, the emergency contact, the room; `pressed` carries an act's name."""

    pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("gate_intent")
        self.setAccessibleName("Current intent: what to do now")
        self.setProperty("role", "asking")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        whole = look.column(self, gap=12, margin=22)
        head = look.label("Current intent. The medicine waits.", "question", "intent_heading")
        whole.addWidget(head)
        whole.addWidget(look.label("Stay with the client. What was said is kept.", "body"))
        numbers = look.row(_number("988", "call or text, with the client"), _number("911", "danger now"), gap=28)
        whole.addLayout(numbers)
        self.people = look.label("", "question", "intent_people")
        self.others = look.label("", "body", "intent_others")
        whole.addWidget(self.people)
        acts = Flow(gap=10)
        made: list[QWidget] = []
        for key, words, act, role in _KEYS:
            one = look.button(f"{key}   {words}" if key else words, f"intent_{act}", role)
            one.setAccessibleName(words)
            one.setDefault(False)
            one.setAutoDefault(False)
            one.setProperty("large", role != "quiet")
            one.clicked.connect(partial(self.pressed.emit, act))
            made.append(one)
        acts.set_widgets(made)
        whole.addWidget(acts)
        whole.addWidget(self.others)
        whole.addStretch(1)

    def show_day(self, day: Day) -> None:
        """Whom to reach, as far as it is on file."""
        self.people.setText(f"Prescriber: {_reach(day.around.prescriber)}")
        self.others.setText(
            f"Emergency contact: {_reach(day.around.emergency)}\nRide: {_reach(day.around.ride)}\n"
            f"This room: {day.around.room or 'no address on file'}"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Its letters."""
        letter = event.text().upper()
        act = next((act for key, _, act, _ in _KEYS if key and key == letter), "")
        if act and not event.isAutoRepeat():
            self.pressed.emit(act)
        else:
            super().keyPressEvent(event)


def _number(number: str, words: str) -> QWidget:
    box = QWidget()
    inside = look.column(box, gap=0)
    inside.addWidget(look.label(number, "number", f"intent_{number}"))
    inside.addWidget(look.label(words, "muted"))
    inside.addStretch(1)
    return box


def _reach(person: Person) -> str:
    if not person.name:
        return "nobody on file"
    return person.words if person.phone else f"{person.name}, no telephone on file"
