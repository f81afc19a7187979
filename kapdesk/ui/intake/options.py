"""The choices of a question: one stop for Tab, digits choose, the words of each wrap."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QWidget

from kapdesk.domain.intake import NO, YES, Kind, Option
from kapdesk.ui import look
from kapdesk.ui.theme import px

_YES_NO = (Option(YES, "Yes"), Option(NO, "No"))
_LETTERS = {"Y": YES, "N": NO}


class Options(QFrame):
    """What can be chosen, of which one or several are; `chosen` when the person at the desk chose something else."""

    chosen = Signal()

    def __init__(self, name: str, words: str, kind: Kind, options: Sequence[Option]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setProperty("role", "options")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._words, self._several, self._yes_no = words, kind == "several", kind == "yes_no"
        self._keys: tuple[str, ...] = ()
        self.lines: dict[str, _Line] = {}
        layout = look.column(self, gap=1, margin=3)
        for number, option in enumerate(_YES_NO if self._yes_no else options, 1):
            key = option.words[0] if self._yes_no else str(number)
            line = _Line(f"{name}_{option.key}", key, option, self._several)
            line.pressed.connect(self.press)
            self.lines[option.key] = line
            layout.addWidget(line)
        self._say()

    def keys(self) -> tuple[str, ...]:
        """What is chosen, in the order of the choices."""
        return self._keys

    def put(self, keys: Sequence[str]) -> None:
        """Show these as chosen; nothing is said of it."""
        self._keys = tuple(one for one in self.lines if one in keys)
        for key, line in self.lines.items():
            line.mark(key in self._keys)
        self._say()

    def press(self, key: str) -> None:
        """Choose this one, or not any more."""
        self.setFocus()
        if key in self._keys:
            self.put([one for one in self._keys if one != key])
        else:
            self.put([*self._keys, key] if self._several else [key])
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit chooses, or the first letter of yes and no."""
        at, plain = event.text().upper(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        places = list(self.lines)
        if plain and at.isascii() and at.isdecimal() and 1 <= int(at) <= len(places):
            self.press(places[int(at) - 1])
        elif plain and self._yes_no and at in _LETTERS:
            self.press(_LETTERS[at])
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        chosen = ", ".join(self.lines[one].words for one in self._keys)
        self.setAccessibleDescription(f"Chosen: {chosen}" if chosen else "Nothing chosen. Digits choose.")


class _Line(QFrame):
    """One choice: its key, its sign and its words; `pressed` with its key when it is clicked."""

    pressed = Signal(str)

    def __init__(self, name: str, key: str, option: Option, several: bool) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "option")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.words, self._key = option.words, option.key
        self._signs = ("☐", "☑") if several else ("○", "●")
        self._sign, self._label = look.label(self._signs[0], "body"), look.label(option.words, "body")
        shown = look.label(key, "small")
        shown.setFixedWidth(px(14))
        row = look.row(shown, self._sign, gap=8)
        row.setContentsMargins(px(8), px(3), px(8), px(3))
        for one in (shown, self._sign):
            row.setAlignment(one, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)
        self.setLayout(row)
        self.setAccessibleName(option.words)

    def mark(self, chosen: bool) -> None:
        """Show whether it is chosen: by its sign, its weight and its ground."""
        self._sign.setText(self._signs[chosen])
        look.set_role(self._label, "strong" if chosen else "body")
        self._label.setWordWrap(True)
        if self.property("chosen") is not chosen:
            self.setProperty("chosen", chosen)
            self.style().unpolish(self)
            self.style().polish(self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        self.pressed.emit(self._key)
        event.accept()


def is_in(widget: QWidget | None, owner: QWidget) -> bool:
    """Whether a widget is `owner` or in it."""
    return widget is not None and (widget is owner or owner.isAncestorOf(widget))
