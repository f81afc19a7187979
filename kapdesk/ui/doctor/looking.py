"""Looking that may hang: at drives and printers on a network, in threads that nothing ever waits for.

The desk's one worker is not for this: while it hung, no practice could be unlocked and no backup made.
"""

import contextlib
import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from kapdesk.domain.doctor import Line
from kapdesk.ui import collecting

_KEPT: list["Looking"] = []
"""A thread may come back after its window is gone: whom it tells must not be gone too, so each one stays."""


class Looking(QObject):
    """Runs each piece in a thread of its own; `found` gives its lines on the window's thread."""

    found = Signal(str, object)
    _ended = Signal(str, int, object, object)

    def __init__(self) -> None:
        super().__init__()
        collecting.here_only()
        _KEPT.append(self)
        self._rounds: dict[str, int] = {}
        self._going: set[str] = set()
        self._ended.connect(self._end)  # sent from the thread, and so received on the window's

    @property
    def going(self) -> frozenset[str]:
        """The pieces that have not come back yet."""
        return frozenset(self._going)

    def look(self, piece: str, work: Callable[[], list[Line]]) -> None:
        """Start a piece; one of an earlier round that comes back late is not told any more."""
        number = self._rounds[piece] = self._rounds.get(piece, 0) + 1
        self._going.add(piece)
        threading.Thread(target=self._run, args=(piece, number, work), daemon=True, name=f"doctor {piece}").start()

    def _run(self, piece: str, number: int, work: Callable[[], list[Line]]) -> None:
        lines: list[Line] = []
        error: BaseException | None = None
        try:
            lines = work()
        except BaseException as caught:
            error = caught
        with contextlib.suppress(RuntimeError):  # the program has ended meanwhile
            self._ended.emit(piece, number, lines, error)

    def _end(self, piece: str, number: int, lines: list[Line], error: BaseException | None) -> None:
        if self._rounds[piece] != number:
            return
        self._going.discard(piece)
        if error is not None:
            sys.excepthook(type(error), error, error.__traceback__)
        self.found.emit(piece, lines)
