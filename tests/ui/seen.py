"""What the person at the desk sees and does: words in sight, buttons and keys pressed, a dialog that is acted in.

Each of these lets Qt first show what was laid out or moved just before, so that a slow machine sees the same as a quick one.
"""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QTextEdit, QWidget

D = TypeVar("D", bound=QDialog)
Key = Qt.Key
_NAMED = {
    "Enter": Key.Key_Return,
    "Esc": Key.Key_Escape,
    "Up": Key.Key_Up,
    "Down": Key.Key_Down,
    "Left": Key.Key_Left,
    "Right": Key.Key_Right,
    "Tab": Key.Key_Tab,
    "Space": Key.Key_Space,
    "F4": Key.Key_F4,
    "F6": Key.Key_F6,
}
PATIENCE = 60_000
"""Milliseconds that a test waits for what must come: a slow machine is no failure."""
_LOOK_AGAIN = 5
"""Milliseconds until it is looked again whether a dialog is there."""


def words_on(widget: QWidget, *also: type[QWidget]) -> str:
    """All words of the labels that are in sight when the widget is; those of its buttons or texts too when asked for."""
    QApplication.processEvents()
    found = [one for kind in (QLabel, *also) for one in widget.findChildren(kind) if one.isVisibleTo(widget)]
    words = [one.toPlainText() if isinstance(one, QTextEdit) else one.text() for one in found]
    return "\n".join(words).replace("\u200b", "")


def words_in_sight(widget: QWidget) -> str:
    """All words of the labels that can be seen just now; none when the widget itself is hidden."""
    QApplication.processEvents()
    return words_on(widget) if widget.isVisible() else ""


def button(widget: QWidget, name: str) -> QPushButton:
    """The one button of that name that is in sight when the widget is."""
    QApplication.processEvents()
    found = [one for one in widget.findChildren(QPushButton, name) if one.isVisibleTo(widget)]
    assert len(found) == 1, f"{len(found)} buttons {name} in sight"
    return found[0]


def press(widget: QWidget, *names: str) -> None:
    """Press buttons that are in sight, one after the other; each must be one that can be pressed."""
    for name in names:
        found = button(widget, name)
        assert found.isEnabled(), f"{name} cannot be pressed"
        found.click()


def focus() -> QWidget:
    """Where the cursor is."""
    QApplication.processEvents()
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the cursor"
    return found


def type_keys(*pressed: str | Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Keys by their names (`Enter`, `Ctrl+Enter`), else letters and words, wherever the cursor is."""
    for one in pressed:
        if isinstance(one, Key):
            QTest.keyClick(focus(), one, held)
        elif one.removeprefix("Ctrl+") in _NAMED:
            ctrl = Qt.KeyboardModifier.ControlModifier if one.startswith("Ctrl+") else held
            QTest.keyClick(focus(), _NAMED[one.removeprefix("Ctrl+")], ctrl)
        else:
            QTest.keyClicks(focus(), one, held)
    QApplication.processEvents()


def tab_to(name: str) -> None:
    """On with Tab until the widget of this name has the cursor."""
    for _ in range(120):
        if focus().objectName() == name:
            return
        type_keys("Tab")
    raise AssertionError(f"Tab never came to {name}")


def in_dialog(kind: type[D], act: Callable[[D], object], opening: Callable[[], object]) -> None:
    """Open a dialog, act in it once it is active, and leave it closed whatever happens; what goes wrong in it fails here.

    A modal dialog runs a loop of its own inside of `opening`; how long it takes until it is there is never guessed.
    """
    before = QApplication.activeModalWidget()
    wrong: list[BaseException] = []
    acted: list[bool] = []
    looking = QTimer(interval=_LOOK_AGAIN)

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or dialog is before or (isinstance(dialog, kind) and not dialog.isActiveWindow()):
            return
        looking.stop()
        try:
            assert isinstance(dialog, kind), f"{type(dialog).__name__} is there instead of {kind.__name__}"
            acted.append(True)
            act(dialog)
        except BaseException as error:
            wrong.append(error)
        finally:
            if isinstance(dialog, QDialog) and dialog.isVisible():
                dialog.done(0)

    looking.timeout.connect(look)
    looking.start()
    opening()
    looking.stop()
    if wrong:
        raise wrong[0]
    assert acted, f"{kind.__name__} never opened"
