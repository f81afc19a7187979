"""The check of the whole practice file: begun, watched, stopped; what was found, and what to do when it is damage."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kapdesk.domain.doctor import Line, Part, damage_steps
from kapdesk.errors import Cancelled, CannotWrite, HistoryBroken, KapdeskError
from kapdesk.ui import look
from kapdesk.ui.days import moment
from kapdesk.ui.progress import Progress
from kapdesk.ui.tasks import Tasks
from kapdesk.usecases.house import backups
from kapdesk.usecases.house.backups import CheckReport
from kapdesk.usecases.house.doctor_practice import LAST_CHECK
from kapdesk.vault.database import Vault


class CheckPart(QWidget):
    """A card with the last check, the button, the progress, and the result; `checked` when there is a new one.

    `damage` is what the check just found, as a line with its own words; the history keeps that there was damage.
    """

    checked = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime], tasks: Tasks) -> None:
        super().__init__()
        self._vault = vault
        self._clock = clock
        self.damage: list[Line] = []
        frame, layout = look.card("Check the whole practice file")
        layout.addWidget(
            look.label(
                "Every page, every signed record, every filed paper and the whole history are read and proved. It changes "
                "nothing; you can go on working meanwhile.",
                "muted",
            )
        )
        self.last = look.label("", "body", "last_check")
        layout.addWidget(self.last)
        self.button = look.button("Check the whole practice file", "check_whole_file")
        self.button.clicked.connect(self.check)
        layout.addLayout(look.row(self.button, None))
        self.progress = Progress(tasks, "check")
        layout.addWidget(self.progress)
        self.result = look.label("", "body", "check_result")
        self.result.hide()
        layout.addWidget(self.result)
        look.column(self).addWidget(frame)

    def show_last(self, lines: list[Line]) -> None:
        """Say when it was last checked, as one of the lines tells it."""
        for line in lines:
            if line.what == LAST_CHECK:
                self.last.setText(f"{line.what}: {line.value}")
                look.set_role(self.last, "bad" if line.level == "red" else "body")

    def check(self) -> None:
        """Begin the check in the worker."""
        try:
            source = backups.prepare_backup(self._vault)
        except KapdeskError as error:
            self.show_failure(error)
            return
        self.button.setEnabled(False)
        self._tell("", "body")
        self.progress.run(
            "Checking", lambda progress: backups.check_practice(source, progress), self._whole, self.show_failure
        )

    def show_running(self, words: str, fraction: float) -> None:
        """As it looks while a check runs."""
        self.button.setEnabled(False)
        self.progress.show_step(words, fraction)

    def _whole(self, report: CheckReport) -> None:
        self.button.setEnabled(True)
        now = self._clock()
        try:
            backups.record_check(self._vault, now)
        except KapdeskError as error:
            self.show_failure(error)
            return
        self.damage = []
        self._tell(f"Checked {moment(now, now)}. {report.words}", "body")
        self.checked.emit()

    def show_failure(self, error: KapdeskError) -> None:
        """Say what was found; damage becomes a line, with what to do step by step."""
        self.button.setEnabled(True)
        if isinstance(error, (Cancelled, CannotWrite)):
            self._tell(str(error), "muted" if isinstance(error, Cancelled) else "bad")
            return
        now = self._clock()
        look.set_role(self.last, "bad")
        self.last.setText(f"{LAST_CHECK}: damage found, {moment(now, now)}")
        self._tell("What to do stands above.", "bad")
        backups.record_damage(self._vault, error, now)
        told = "The history does not hold" if isinstance(error, HistoryBroken) else "Damage found"
        steps = damage_steps(self._backup())
        self.damage = [Line(Part.BACKUPS, "Check of the whole file", str(error), "red", steps, told)]
        self.checked.emit()

    def _backup(self) -> str:
        try:
            state = backups.backup_state(self._vault, self._clock())
        except KapdeskError:
            return "Take the newest one that there is."
        return state.newest

    def _tell(self, words: str, role: Literal["body", "muted", "bad"]) -> None:
        look.set_role(self.result, role)
        look.show_error(self.result, words)
