"""The crash dialog: type, versions and places; never a message, never a value."""

import sys
import threading
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6 import __version__ as qt_version
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from kapdesk import __version__
from kapdesk.errors import PracticeRetired
from kapdesk.ui.look import button, column, label, row
from kapdesk.ui.theme import px


def report(kind: type[BaseException], trace: TracebackType | None) -> str:
    """What may be shown and passed on of an error: its type, versions, and file:line of each step."""
    import platform

    lines = [
        f"{kind.__name__}",
        f"kapdesk {__version__}, Python {platform.python_version()}, Qt {qt_version}, {platform.system()}",
    ]
    steps = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
    return "\n".join((*lines, *steps))


def install(window: Callable[[], QWidget | None], close: Callable[[], object]) -> None:
    """From here on what is not caught is told: by the dialog, and from other threads on standard error."""
    sys.excepthook = partial(told, window, close)
    threading.excepthook = lambda of: sys.stderr.write(report(of.exc_type, of.exc_traceback) + "\n")


def told(
    window: Callable[[], QWidget | None],
    close: Callable[[], object],
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
) -> None:
    """What `sys.excepthook` does: write the report, and show it over `window`; the error's own words are never used.

    That a file is read only is no bug, wherever it is met: it is said, and nothing was written.
    While one report is in sight, further ones are only written: a timer that fails must not cover the screen.
    """
    if issubclass(kind, KeyboardInterrupt):
        close()
        return
    messages = getattr(window(), "messages", None)
    if isinstance(error, PracticeRetired) and messages is not None:
        messages.say(str(error))
        return
    text = report(kind, trace)
    if sys.stderr is not None:  # a windowed program on Windows has none
        sys.stderr.write(text + "\n")
    if CrashDialog.in_sight:
        return
    CrashDialog.in_sight = True
    try:
        dialog = CrashDialog(text, window())
        dialog.exec()
        if dialog.closing:
            close()
    finally:
        CrashDialog.in_sight = False


class CrashDialog(QDialog):
    """Says what happened without a client's word; the person goes on or closes (`closing`)."""

    in_sight = False

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.closing = False
        self.setWindowTitle("kapdesk")
        self.setObjectName("crash_dialog")
        self.setMinimumWidth(px(560))
        layout = column(self, gap=12, margin=24)
        layout.addWidget(label("Something went wrong in kapdesk", "heading"))
        layout.addWidget(
            label(
                "What you had saved is safe; the step you just took may not have been kept. Look at it again. If it happens "
                "again, pass on the report below: it says where in the program it happened and holds nothing of your clients."
            )
        )
        box = QPlainTextEdit(text)
        box.setReadOnly(True)
        box.setObjectName("crash_report")
        box.setAccessibleName("Report")
        layout.addWidget(box)
        copy = button("Copy the report", "copy_report")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        go_on = button("Go on", "go_on", "primary")
        go_on.clicked.connect(self.accept)
        leave = button("Close kapdesk", "close_kapdesk")
        leave.clicked.connect(self._close_kapdesk)
        layout.addLayout(row(copy, None, leave, go_on))

    def _close_kapdesk(self) -> None:
        self.closing = True
        self.reject()
