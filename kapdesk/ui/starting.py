"""What is said when the program cannot start: in a window, since behind a desktop icon nobody reads a terminal, and there."""

import sys
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QApplication

from kapdesk.errors import KapdeskError
from kapdesk.ui import ask, crash

T = TypeVar("T")
_BUG = (
    "kapdesk could not start: something in it went wrong. Your practice file was not touched. Start it once more; if it happens "
    "again, run its installer again, and pass on this report, which holds nothing of your clients:"
)


def told(start: Callable[[], T]) -> T | None:
    """What `start` gives; when it fails, why and what to do is said, and there is None."""
    try:
        return start()
    except KapdeskError as error:
        words = str(error)
    except Exception as error:  # there is no desk yet whose crash dialog could tell it
        words = f"{_BUG}\n\n{crash.report(type(error), error.__traceback__)}"
    if sys.stderr is not None:  # a windowed program on Windows has none
        sys.stderr.write(f"kapdesk: {words}\n")
    if QApplication.instance() is not None:
        ask.tell(None, words)
    return None
