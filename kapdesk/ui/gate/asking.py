"""The left side of the gate: what is asked now, large, with its keys; what is typed; and what can be done with the day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QWidget

from kapdesk.ui import look
from kapdesk.ui.flow import Flow
from kapdesk.ui.gate.typed import Field, TypedFields
from kapdesk.ui.lines import retone


@dataclass(frozen=True)
class Key:
    """What one key does: the key (a letter, or Enter, or none), its words, the act's name; `chosen` is marked."""

    key: str
    words: str
    act: str
    role: look.ButtonRole = "plain"
    chosen: bool | None = None

    @property
    def shown(self) -> str:
        """`Y   Yes`."""
        return f"{self.key}   {self.words}" if self.key else self.words


@dataclass(frozen=True)
class Asked:
    """What the pane shows: where one is, the question, how the line stands; choices, fields and acts; the day's own acts."""

    progress: str
    heading: str
    level: look.Role = "body"
    why: str = ""
    choices: tuple[Key, ...] = ()
    fields: tuple[Field, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    beneath: str = ""
    acts: tuple[Key, ...] = ()
    foot: tuple[Key, ...] = ()
    beneath_level: look.Role = "muted"


class Asking(QFrame):
    """Shows it; `pressed` carries an act's name. Keys that nobody typed into a field go to `press`."""

    pressed = Signal(str)
    typed = Signal()

    def __init__(self, press: Callable[[QKeyEvent], bool]) -> None:
        super().__init__()
        self.setObjectName("gate_asking")
        self.setProperty("role", "asking")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._press = press
        self.progress = look.label("", "small", "gate_progress")
        self.mode = look.chip("", "plain")
        self.mode.setObjectName("gate_mode")
        self.heading, self.why = look.label("", "question", "gate_question"), look.label("", "body", "gate_why")
        self.beneath = look.label("", "muted", "gate_beneath")
        self.error = look.error_line("gate_error")
        self.fields = TypedFields()
        self.fields.typed.connect(self.typed)
        self._choices, self._acts, self._foot = Flow(gap=10), Flow(gap=8), Flow(gap=8)
        whole = look.column(self, gap=10, margin=18)
        top = look.row(self.progress, self.mode)
        top.setStretch(0, 1)
        whole.addLayout(top)
        for one in (self.heading, self.why, self._choices, self.fields, self.beneath, self.error):
            whole.addWidget(one)
        whole.addWidget(self._acts)
        whole.addStretch(1)
        whole.addWidget(look.rule())
        whole.addWidget(self._foot)
        self._shown: Asked | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._show_mode)
        self._show_mode()

    def _show_mode(self) -> None:
        """Whether the next letter is a key or is typed."""
        typing = self.fields.is_open
        retone(self.mode, "Typing · Esc: keys" if typing else "Keys", "ketamine" if typing else "plain")

    def show_asked(self, asked: Asked) -> None:
        """Show something else, or the same as it stands now; what is being typed stays."""
        before, self._shown = self._shown, asked
        self.setAccessibleName(f"{asked.heading} {asked.why}".strip())
        self.progress.setText(asked.progress)
        self.heading.setText(asked.heading)
        look.set_role(self.why, asked.level)
        self.why.setText(asked.why)
        self.why.setVisible(bool(asked.why))
        self.fields.ask(asked.fields, asked.values)
        self.say_beneath(asked.beneath, asked.beneath_level)
        look.show_error(self.error, "")
        if before is None or (before.choices, before.acts, before.foot) != (asked.choices, asked.acts, asked.foot):
            self._choices.set_widgets(self._buttons(asked.choices, large=True))
            self._acts.set_widgets(self._buttons(asked.acts))
            self._foot.set_widgets(self._buttons(asked.foot))
        self._choices.setVisible(bool(asked.choices))
        self._acts.setVisible(bool(asked.acts))

    def say_beneath(self, words: str, level: look.Role = "muted") -> None:
        """What is compared with what is being typed."""
        look.set_role(self.beneath, level)
        self.beneath.setText(words)
        self.beneath.setVisible(bool(words))

    def _buttons(self, keys: Sequence[Key], large: bool = False) -> list[QWidget]:
        made: list[QWidget] = []
        for key in keys:
            one = look.button(key.shown, f"gate_{key.act}", key.role)
            one.setDefault(False)
            one.setAutoDefault(False)
            one.setAccessibleName(key.words)
            if large:
                one.setProperty("large", True)
            if key.chosen is not None:
                one.setCheckable(True)
                one.setChecked(key.chosen)
            one.clicked.connect(partial(self._click, one, key))
            made.append(one)
        return made

    def _click(self, button: QPushButton, key: Key, _checked: bool = False) -> None:
        if key.chosen is not None:
            button.setChecked(key.chosen)  # it is marked once it is kept
        self.pressed.emit(key.act)

    def act_of(self, key: str) -> str:
        """The act of a key that is shown; empty when it does nothing here."""
        if self._shown is None:
            return ""
        keys = (*self._shown.choices, *self._shown.acts, *self._shown.foot)
        return next((one.act for one in keys if one.key == key), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter is an answer."""
        if not self._press(event):
            super().keyPressEvent(event)
