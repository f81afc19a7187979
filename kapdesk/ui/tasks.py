"""Slow work beside the window: one worker, progress, a way to stop, and the result back on the window's thread."""

import sys
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from kapdesk.errors import Cancelled, KapdeskError
from kapdesk.ui import collecting

Progress = Callable[[str, float], None]
Work = Callable[[Progress], Any]


class _Job(QRunnable):
    """One piece of work; it tells its owner by signals, which cross to the window's thread by themselves."""

    def __init__(self, owner: "Tasks", number: int, work: Work, stop: threading.Event) -> None:
        super().__init__()
        self._owner = owner
        self._number = number
        self._work = work
        self._stop = stop

    def run(self) -> None:
        """Run in the worker's thread."""
        with collecting.put_off():
            try:
                result, error = self._work(self._step), None
            except BaseException as caught:
                result, error = None, caught
        self._owner._ended.emit(self._number, result, error)

    def _step(self, words: str, fraction: float) -> None:
        """The progress that work is given; raises Cancelled once it should stop."""
        if self._stop.is_set():
            raise Cancelled
        self._owner.progressed.emit(words, fraction)


class Tasks(QObject):
    """Runs work one after the other; `progressed` says what is being done, `idle` that all is done."""

    progressed = Signal(str, float)
    started = Signal(str)
    idle = Signal()
    _ended = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._stops: dict[int, threading.Event] = {}
        self._waiting: dict[int, tuple[Callable[[Any], None], Callable[[KapdeskError], None]]] = {}
        self._number = 0
        self._ended.connect(self._end)  # sent from the worker's thread, and so received on the window's

    @property
    def busy(self) -> bool:
        """Whether something runs or waits."""
        return bool(self._waiting)

    def run(self, words: str, work: Work, done: Callable[[Any], None], failed: Callable[[KapdeskError], None]) -> int:
        """Start `work(progress)` in the worker; `done(result)` or `failed(error)` is called on the window's thread.

        Returns the number by which `stop` stops this one alone. An error that is no KapdeskError is a bug and goes to the crash dialog.
        """
        self._number += 1
        self._stops[self._number] = threading.Event()
        self._waiting[self._number] = done, failed
        self.started.emit(words)
        self._pool.start(_Job(self, self._number, work, self._stops[self._number]))
        return self._number

    def stop(self, number: int = 0) -> None:
        """Ask what runs or waits to stop at its next step; with a number that one only."""
        for one, event in self._stops.items():
            if number in (0, one):
                event.set()

    def close_down(self) -> None:
        """Stop everything and wait for it; nothing is reported any more."""
        self.stop()
        self._waiting.clear()
        self._pool.waitForDone()

    def _end(self, number: int, result: Any, error: BaseException | None) -> None:
        collecting.go_on()
        self._stops.pop(number, None)
        done, failed = self._waiting.pop(number, (None, None))
        if not self._waiting:
            self.idle.emit()
        if done is None or failed is None:
            return
        if error is None:
            done(result)
        elif isinstance(error, KapdeskError):
            failed(error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)
