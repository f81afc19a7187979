"""What is being done, how much of it, and a way to stop: shown while a piece of slow work of one's own runs."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QProgressBar, QWidget

from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.tasks import Tasks, Work


class Progress(QWidget):
    """Runs work on the desk's worker and shows its progress; hidden while nothing of its own runs."""

    def __init__(self, tasks: Tasks, name: str) -> None:
        super().__init__()
        self._tasks = tasks
        self._running = False
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setObjectName(f"{name}_progress")
        self.bar.setAccessibleName("Progress")
        self.doing = look.label("", "small", f"{name}_doing")
        self.stop = look.button("Stop", f"{name}_stop")
        self.stop.clicked.connect(tasks.stop)
        inside = look.column(self, gap=6)
        inside.addWidget(self.bar)
        inside.addLayout(look.row(self.doing, None, self.stop))
        tasks.progressed.connect(self._step)
        self.hide()

    @property
    def running(self) -> bool:
        """Whether work of its own runs."""
        return self._running

    def run(self, words: str, work: Work, done: Callable[[Any], None], failed: Callable[[KapdeskError], None]) -> bool:
        """Start work; False when the worker is busy with something else, which Stop must not touch."""
        if self._tasks.busy:
            return False

        def ended(tell: Callable[[Any], None]) -> Callable[[Any], None]:
            def end(value: Any) -> None:
                self._running = False
                self.hide()
                tell(value)

            return end

        self._running = True
        self.show_step(words, 0.0)
        self._tasks.run(words, work, ended(done), ended(failed))
        return True

    def show_step(self, words: str, fraction: float) -> None:
        """Say what is being done, and how much of it (0 to 1)."""
        self.doing.setText(f"{words} …")
        self.bar.setValue(round(1000 * max(0.0, min(1.0, fraction))))
        self.show()

    def _step(self, words: str, fraction: float) -> None:
        if self._running:
            self.show_step(words, fraction)
