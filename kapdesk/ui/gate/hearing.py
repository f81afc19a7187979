"""Which key was pressed, as the gate names it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

STEPS = {"Up": -1, "Down": 1}
_NAMED = {
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
}


def key_of(event: QKeyEvent) -> str:
    """`Enter`, `Esc`, `Up`, `Down`, a letter or a digit; empty for every other key and with Ctrl or Alt."""
    held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    if held != Qt.KeyboardModifier.NoModifier:
        return ""
    named = _NAMED.get(Qt.Key(event.key()), "")
    typed = event.text().upper()
    return named or (typed if len(typed) == 1 and typed.isascii() and typed.isalnum() else "")
