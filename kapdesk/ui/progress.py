"""What is being done, how much of it, and a way to stop: shown while a piece of slow work of one's own runs."""

import contextlib
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.tasks import Tasks, Work, is_gone


class Progress(QWidget):
    """Runs work on the desk's worker and shows its progress; hidden while nothing of its own runs.

    It waits its turn when the worker is busy; Stop stops this piece of work and no other.
    """

    _stepped = Signal(str, float)

    def __init__(self, tasks: Tasks, name: str) -> None:
        super().__init__()
        self._tasks = tasks
        self._number = 0
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setObjectName(f"{name}_progress")
        self.bar.setAccessibleName("Progress")
        self.doing = look.label("", "small", f"{name}_doing")
        self.stop = look.button("Stop", f"{name}_stop")
        self.stop.clicked.connect(self.stop_it)
        inside = look.column(self, gap=6)
        inside.addWidget(self.bar)
        inside.addLayout(look.row(self.doing, None, self.stop))
        self._stepped.connect(self._step)  # sent from the worker's thread, and so received on the window's
        self.hide()

    @property
    def running(self) -> bool:
        """Whether work of its own runs, or waits its turn."""
        return bool(self._number)

    def run(self, words: str, work: Work, done: Callable[[Any], None], failed: Callable[[KapdeskError], None]) -> None:
        """Start work, once what runs before it is done."""

        def watched(progress: Callable[[str, float], None]) -> Any:
            def step(words: str, fraction: float) -> None:
                progress(words, fraction)
                with contextlib.suppress(RuntimeError):  # it was closed meanwhile
                    self._stepped.emit(words, fraction)

            return work(step)

        def ended(tell: Callable[[Any], None]) -> Callable[[Any], None]:
            def end(value: Any) -> None:
                self._number = 0
                if shiboken6.isValid(self):  # else it was closed meanwhile
                    self.hide()
                if not is_gone(tell):
                    tell(value)

            return end

        self.show_step("Waiting until what runs before is done" if self._tasks.busy else words, 0.0)
        self._number = self._tasks.run(words, watched, ended(done), ended(failed))

    def show_step(self, words: str, fraction: float) -> None:
        """Say what is being done, and how much of it (0 to 1)."""
        self.doing.setText(f"{words} …")
        self.bar.setValue(round(1000 * max(0.0, min(1.0, fraction))))
        self.show()

    def _step(self, words: str, fraction: float) -> None:
        if self._number:
            self.show_step(words, fraction)

    def stop_it(self) -> None:
        """Stop the work of its own; nothing else."""
        self._tasks.stop(self._number)
