"""Lines of the review: an answer to be looked at, and an answer that has a place in the chart."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from kapdesk.domain.health import Weight
from kapdesk.ui import look
from kapdesk.ui.days import in_full
from kapdesk.ui.flow import Flow
from kapdesk.ui.intake.options import is_in
from kapdesk.usecases.asking.intake_chart import Proposal
from kapdesk.usecases.asking.intake_review import FirstLine

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_KEYS = {"add": "A", "replace": "R", "book": "B"}


class _KeyRow(QFrame):
    """A line that has the focus as a whole: its letters press its buttons, Up and Down go on and back."""

    stepped = Signal(int)

    def __init__(self, name: str, words: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setProperty("role", "intake_line")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._acts: dict[str, QPushButton] = {}
        self.layout_ = look.column(self, gap=4, margin=10)

    def holds(self, widget: QWidget | None) -> bool:
        """Whether a widget is this line or in it."""
        return is_in(widget, self)

    def press(self, key: str) -> bool:
        """Do what a key does here; False when it does nothing."""
        button = self._acts.get(key)
        if button is None:
            return False
        button.click()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters, Enter, Up and Down."""
        step = _STEPS.get(Qt.Key(event.key()))
        plain = not (event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or event.isAutoRepeat())
        key = "Enter" if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) else event.text().upper()
        if step is not None:
            self.stepped.emit(step)
        elif not plain or not self.press(key):
            super().keyPressEvent(event)

    def _act(self, key: str, words: str, name: str, do: Callable[[], object], enter: bool = False) -> QPushButton:
        button = look.button(f"{key}   {words}", name)
        button.setAutoDefault(False)
        button.setAccessibleName(words)
        button.clicked.connect(lambda: do())
        self._acts[key] = button
        if enter:
            self._acts["Enter"] = button
        return button


class FirstRow(_KeyRow):
    """An answer about risk or for the prescriber; `seen_wanted` when it is to be entered as seen to."""

    seen_wanted = Signal()

    def __init__(self, line: FirstLine, today: date) -> None:
        about = "Risk" if line.risk else "For the prescriber"
        super().__init__(f"first_{line.question.key}", f"{about}: {line.asked} {line.words}")
        day = f"{line.answer.how.words}, {in_full(line.answer.said_on, today)}"
        self.layout_.addWidget(look.label(f"{about} · {line.asked}", "small"))
        sign, role = ("! ", "bad" if line.risk else "warning") if line.open else ("✓ ", "muted")
        self.layout_.addWidget(look.label(f"{sign}{line.words}", role))  # type: ignore[arg-type]  # roles of a label
        self.layout_.addWidget(look.label(day, "small"))
        for on, words in line.earlier[:2]:
            self.layout_.addWidget(look.label(f"Before, {in_full(on, today)}: {words}", "small"))
        if not line.open:
            seen = f"Seen to {in_full(line.seen_on, today)}: {line.seen}" if line.seen_on else "Decided below."
            self.layout_.addWidget(look.label(seen, "small"))
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            return
        seen_to = self._act("S", "Seen to…", f"see_{line.question.key}", self.seen_wanted.emit, enter=True)
        self.layout_.addLayout(look.row(seen_to, None))


class ProposalRow(_KeyRow):
    """An answer that has a place in the chart; `take_wanted` carries how (None: as it is) and the weight of a flag."""

    take_wanted = Signal(object, object)
    keep_wanted = Signal()

    def __init__(self, one: Proposal, today: date) -> None:
        name = f"{one.answer.question}_{one.part}"
        has = f". The chart has: {one.chart}" if one.chart else ""
        super().__init__(f"line_{name}", f"{one.place}: {one.said}{has}")
        self._weight = one.weight
        day = f"{one.answer.how.words}, {in_full(one.answer.said_on, today)}"
        self.layout_.addWidget(look.label(f"{one.place} · {day}", "small"))
        self.layout_.addWidget(look.label(one.said, "body"))
        if one.chart:
            role: look.Role = "warning" if one.state == "conflict" else "small"
            self.layout_.addWidget(look.label(f"The chart has: {one.chart}", role))
        acts: list[QWidget] = []
        if one.weight is not None:
            self.layout_.addWidget(look.label(f"kapdesk proposes: {one.weight.words}. You decide.", "small"))
            self._weights = {each: self._weighty(at, each, name) for at, each in enumerate(Weight, 1)}
            weights = Flow(gap=6)
            weights.set_widgets(list(self._weights.values()))
            self.layout_.addWidget(weights)
            self._weigh(one.weight)
        for how, verb in one.ways_out:
            acts.append(self._act(_KEYS[how], verb, f"{how}_{name}", partial(self._take, how)))
        if not one.ways_out:
            acts.append(self._act("T", "Take", f"take_{name}", partial(self._take, None), enter=True))
        keep = "Keep the chart" if one.chart else "Leave it out"
        acts.append(self._act("K", keep, f"keep_{name}", self.keep_wanted.emit))
        flow = Flow(gap=8)
        flow.set_widgets(acts)
        self.layout_.addWidget(flow)

    def _take(self, how: object) -> None:
        self.take_wanted.emit(how, self._weight)

    def _weighty(self, at: int, weight: Weight, name: str) -> QPushButton:
        button = self._act(str(at), weight.words, f"weight_{weight.value}_{name}", partial(self._weigh, weight))
        look.set_role(button, "choice")
        button.setCheckable(True)
        return button

    def _weigh(self, weight: Weight) -> None:
        self._weight = weight
        for each, button in self._weights.items():
            button.setChecked(each is weight)
            at = list(Weight).index(each) + 1
            button.setText(f"{'✓' if each is weight else at}   {each.words}")
