"""F1 in every window: what is in sight there, by the names under which the help knows it."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from kapdesk.ui import help as help_


class F1(QObject):
    """Gives the key to each window and dialog when it is first worked in, so that none has to think of it."""

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        app.focusChanged.connect(self._moved)

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        window = now.window() if now is not None else None
        if window is None or hasattr(window, "show_help") or window.property("has_f1"):
            return
        window.setProperty("has_f1", True)
        QShortcut(QKeySequence("F1"), window, partial(help_.show_about, window))


def pages_of(window: QWidget | None) -> Iterator[str]:
    """What is in sight: the kind of window, the page and its part; of a dialog first its own, then what it stands over."""
    while window is not None:
        yield type(window).__name__
        if isinstance(getattr(window, "page", None), str):
            yield from _on_the_desk(window)
        above = window.parentWidget()
        window = above.window() if above is not None else None


def _on_the_desk(desk: Any) -> Iterator[str]:
    page: str = desk.page
    if page in ("chart", "practice"):
        yield f"{page}/{getattr(desk, page).tab.lower()}"
    elif page == "session":
        yield type(desk.session.stack.currentWidget()).__name__
    yield page
