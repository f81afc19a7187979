"""What is being done, how much of it, and the button that stops it; below the steps of a dialog."""

from PySide6.QtWidgets import QProgressBar, QWidget

from kapdesk.ui import look
from kapdesk.ui.tasks import Tasks


class Running(QWidget):
    """Shown while something runs that was begun with `begin`."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.on = False
        layout = look.column(self, gap=6)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setObjectName("moving_progress")
        self.bar.setAccessibleName("Progress")
        self.doing = look.label("", "small", "moving_doing")
        self.stop = look.button("Stop", "stop_moving")
        self.stop.clicked.connect(tasks.stop)
        layout.addWidget(self.bar)
        layout.addLayout(look.row(self.doing, None, self.stop))
        tasks.progressed.connect(self._step)
        self.hide()

    def begin(self, words: str) -> None:
        """Show that it begins."""
        self.on = True
        self.bar.setValue(0)
        self.doing.setText(words)
        self.show()

    def end(self) -> None:
        """It is over."""
        self.on = False
        self.hide()

    def _step(self, words: str, fraction: float) -> None:
        if self.on:
            self.doing.setText(words)
            self.bar.setValue(max(self.bar.value(), round(1000 * min(1.0, fraction))))
