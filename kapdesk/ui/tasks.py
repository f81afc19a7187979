"""Slow work beside the window: one worker, progress, a way to stop, and the result back on the window's thread."""

import contextlib
import sys
import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal

from kapdesk.errors import Cancelled, KapdeskError
from kapdesk.ui import collecting

Progress = Callable[[str, float], None]
Work = Callable[[Progress], Any]

_PATIENCE = 4.0
"""Seconds to wait for work that was stopped: a lock, or the end of the program, must not hang with a drive."""
_AT_WORK: set["_Job"] = set()
"""What a worker's thread tells by its signals must not be gone before it has: each job stays until its last word is read."""


class _Job(QObject):
    """One piece of work in a thread of its own; what it tells crosses to the window's thread by signals."""

    stepped = Signal(str, float)
    ended = Signal(int, object, object)

    def __init__(self, number: int, work: Work) -> None:
        super().__init__()
        self.number = number
        self.stop = threading.Event()
        self._work = work
        self._thread = threading.Thread(target=self._run, daemon=True, name="worker")
        self.ended.connect(self.wait)  # at its last word; sent from the thread, and so received on the window's

    def begin(self) -> None:
        """Start."""
        _AT_WORK.add(self)
        self._thread.start()

    def wait(self) -> None:
        """Wait until the thread has ended, if it was started."""
        self.leave(None)

    def leave(self, seconds: float | None) -> None:
        """Wait so long at most; a thread that hangs, at a drive that does not answer, is left to itself."""
        if self._thread.ident is not None:
            self._thread.join(seconds)
        if not self._thread.is_alive():
            _AT_WORK.discard(self)

    def _run(self) -> None:
        try:
            result, error = self._work(self._step), None
        except BaseException as caught:
            result, error = None, caught
        with contextlib.suppress(RuntimeError):  # the program has ended meanwhile
            self.ended.emit(self.number, result, error)

    def _step(self, words: str, fraction: float) -> None:
        """The progress that work is given; raises Cancelled once it should stop."""
        if self.stop.is_set():
            raise Cancelled
        self.stepped.emit(words, fraction)


def is_gone(told: Callable[..., object]) -> bool:
    """Whether the window that is to be told was taken down meanwhile: then there is nobody to tell."""
    while isinstance(told, partial):
        told = told.func
    owner = getattr(told, "__self__", None)
    return isinstance(owner, QObject) and not shiboken6.isValid(owner)


class Tasks(QObject):
    """Runs work one after the other; `progressed` says what is being done, `idle` that all is done.

    Where its owner goes while something runs, the worker ends by itself: nothing waits for it while Qt takes a window down,
    which would be for ever, since the worker waits for Python then.
    """

    progressed = Signal(str, float)
    started = Signal(str)
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        collecting.here_only()
        self._jobs: deque[_Job] = deque()
        """The first one is at work."""
        self._waiting: dict[int, tuple[Callable[[Any], None], Callable[[KapdeskError], None]]] = {}
        self._number = 0

    @property
    def busy(self) -> bool:
        """Whether something runs or waits."""
        return bool(self._waiting)

    def run(self, words: str, work: Work, done: Callable[[Any], None], failed: Callable[[KapdeskError], None]) -> int:
        """Start `work(progress)` in the worker; `done(result)` or `failed(error)` is called on the window's thread.

        Returns the number by which `stop` stops this one alone. An error that is no KapdeskError is a bug and goes to the crash dialog.
        """
        self._number += 1
        job = _Job(self._number, work)
        job.stepped.connect(self.progressed)
        job.ended.connect(self._end)
        self._waiting[self._number] = done, failed
        self._jobs.append(job)
        self.started.emit(words)
        if job is self._jobs[0]:
            job.begin()
        return self._number

    def stop(self, number: int = 0) -> None:
        """Ask what runs or waits to stop at its next step; with a number that one only."""
        for one in self._jobs:
            if number in (0, one.number):
                one.stop.set()

    def close_down(self) -> None:
        """Stop everything and wait for it, but not for ever; nothing is reported any more."""
        self.stop()
        self._waiting.clear()
        jobs, self._jobs = self._jobs, deque()
        for one in jobs:
            one.leave(_PATIENCE)

    def _end(self, number: int, result: Any, error: BaseException | None) -> None:
        if not self._jobs or self._jobs[0].number != number:  # closed down meanwhile
            return
        self._jobs.popleft()
        if self._jobs:
            self._jobs[0].begin()
        done, failed = self._waiting.pop(number)
        if not self._waiting:
            self.idle.emit()
        if error is None:
            if not is_gone(done):
                done(result)
        elif isinstance(error, KapdeskError):
            if not is_gone(failed):
                failed(error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)
