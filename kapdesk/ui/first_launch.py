"""The first launch: your practice, your passphrase, your recovery key; or a backup, or a look at the sample."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from kapdesk import paths
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask
from kapdesk.ui.flow import Columns, Flow, fit
from kapdesk.ui.look import (
    button,
    card,
    choice,
    column,
    error_line,
    field,
    label,
    line,
    mark_wrong,
    row,
    scroll,
    show_error,
)
from kapdesk.ui.passphrase import NewPassphrase
from kapdesk.ui.recovery import RecoveryPanel
from kapdesk.ui.tasks import Tasks

_DISK = (
    "One thing outside this program: switch on your computer's own disk encryption (BitLocker on Windows, FileVault on a Mac, "
    "LUKS on Linux), so that nothing the system keeps aside can be read either."
)
_SUFFIX = ".kapdesk"
_UNPROVED = "You have not yet typed the group that shows that you have the recovery key."
_NOT_AGAIN = "This key is not shown again. The practice file is made; a new key can be set on the Practice page."


class FirstLaunch(QWidget):
    """Makes a practice file step by step; `made` carries the unlocked practice, the others what was chosen instead."""

    made = Signal(object)
    file_made = Signal(object)
    open_wanted = Signal()
    backup_wanted = Signal()
    sample_wanted = Signal()
    back_wanted = Signal()
    closed = Signal()

    def __init__(self, tasks: Tasks, clock: Callable[[], datetime], can_go_back: bool = False) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("kapdesk")
        self._tasks = tasks
        self._clock = clock
        self._created: Any = None
        self._handed_on = False
        self._folder = paths.documents()
        self.recovery: RecoveryPanel | None = None
        whole = column(self, gap=14, margin=28)
        whole.addWidget(label("Welcome to kapdesk", "title"))
        self._where = label("", "muted", "step_words")
        whole.addWidget(self._where)
        self._steps = QStackedWidget()
        whole.addWidget(self._steps, 1)
        self._last: QVBoxLayout | None = None
        for build in (self._practice_step, self._passphrase_step, self._recovery_step):
            self._steps.addWidget(build())
        self._error = error_line("first_launch_error")
        whole.addWidget(self._error)
        self._doing = label("", "small", "doing")
        self._bar = QProgressBar()
        self._bar.setObjectName("making")
        self._bar.setAccessibleName("Progress")
        self._bar.setRange(0, 0)
        for one in (self._doing, self._bar):
            one.hide()
            whole.addWidget(one)
        tasks.started.connect(self._work)
        tasks.idle.connect(self._rest)
        self._back = button("Back", "back")
        self._back.clicked.connect(self.go_back)
        self._next = button("Next", "next", "primary")
        self._next.clicked.connect(self.go_on)
        self._can_go_back = can_go_back
        whole.addLayout(row(self._back, None, self._next))
        self._show_step(0)
        fit(self, 760, 780)

    def _practice_step(self) -> QWidget:
        frame, layout = card("Your practice")
        layout.addWidget(label("All of it can be changed later on the Practice page.", "muted"))
        self.file_name = line("file_name", "Name of the practice file", "such as High Mesa")
        self.place = label("", "small", "place")
        choose = button("Choose another folder…", "choose_folder", "quiet")
        choose.clicked.connect(self._choose_folder)
        self.fields = {
            "name": line("name", "Name of the practice", "as it stands on papers"),
            "therapist": line("therapist", "Your name"),
            "credentials": line("credentials", "Credentials", "such as PhD, LPCC"),
            "phone": line("phone", "Telephone"),
            "email": line("email", "Email"),
        }
        self.zone = choice("time_zone", "Time zone")
        layout.addWidget(field("Name of the practice", self.fields["name"]))
        for pair in (
            ("therapist", "Your name", "credentials", "Credentials"),
            ("phone", "Telephone", "email", "Email"),
        ):
            both = Columns(least=440)
            both.add(field(pair[1], self.fields[pair[0]]), 1)
            both.add(field(pair[3], self.fields[pair[2]]), 1)
            layout.addWidget(both)
        layout.addWidget(field("Time zone", self.zone))
        layout.addWidget(field("Name of the practice file on this computer", self.file_name))
        layout.addWidget(self.place)
        layout.addLayout(row(choose, None))
        self.fields["name"].textEdited.connect(self._suggest_file)
        self.file_name.textChanged.connect(self._show_place)
        layout.addStretch(1)
        self._show_place()
        whole = QWidget()
        outer = column(whole, gap=10)
        outer.addWidget(frame, 1)
        self._instead = Flow(gap=4)
        others = (
            ("Open a practice file…", "open_existing", self.open_wanted),
            ("I have a backup…", "have_backup", self.backup_wanted),
            ("Look at a sample practice", "look_at_sample", self.sample_wanted),
        )
        made = [button(words, name, "quiet") for words, name, _ in others]
        for one, (_, _, wanted) in zip(made, others, strict=True):
            one.clicked.connect(wanted)
        self._instead.set_widgets(list(made))
        outer.addWidget(self._instead)
        return scroll(whole)

    def _passphrase_step(self) -> QWidget:
        frame, layout = card("Your passphrase")
        layout.addWidget(
            label(
                "It encrypts everything. Nobody can reset it, so choose one that you will remember: several unrelated words are "
                "stronger, and easier, than a short puzzle of signs."
            )
        )
        self.passphrase = NewPassphrase(self._known_words)
        layout.addWidget(self.passphrase)
        layout.addStretch(1)
        layout.addWidget(label(_DISK, "small"))
        return scroll(frame)

    def _recovery_step(self) -> QWidget:
        frame, self._last = card("Your recovery key")
        return scroll(frame)

    def go_on(self) -> None:
        """The next step, once this one holds."""
        if self._tasks.busy:
            return
        step = self._steps.currentIndex()
        show_error(self._error, "")
        try:
            if step == 0:
                self._check_practice()
                self._show_step(1)
            elif step == 1:
                self._make()
            elif self.recovery is not None and self.recovery.confirmed():
                created, self._created = self._created, None
                self.made.emit(created.unlocked)
            else:
                raise BadInput(
                    "That is not the group that was asked for. Look at the sheet, or above, and type it again."
                )
        except KapdeskError as error:
            self._failed(error)

    def go_back(self) -> None:
        """The step before; from the first one, to where one came from."""
        show_error(self._error, "")
        if self._steps.currentIndex() == 0:
            self.back_wanted.emit()
        elif self._steps.currentIndex() == 1:
            self._show_step(0)

    @property
    def target(self) -> Path:
        """The practice file that will be made."""
        return self._folder / f"{self.file_name.text().strip()}{_SUFFIX}"

    def set_folder(self, folder: Path) -> None:
        """Where the practice file will lie."""
        self._folder = folder
        self._show_place()

    def _facts(self) -> Any:
        from kapdesk.usecases.practice import PracticeFacts

        words: dict[str, Any] = {name: one.text().strip() for name, one in self.fields.items()}
        return PracticeFacts(**words, time_zone=self.zone.currentText() or "America/Denver")

    def _known_words(self) -> list[str]:
        return [one.text() for one in self.fields.values() if one.text()]

    def _check_practice(self) -> None:
        from kapdesk.usecases.practice import checked

        for one in self.fields.values():
            mark_wrong(one, False)
        mark_wrong(self.file_name, False)
        name = self.file_name.text().strip()
        if not name or any(sign in name for sign in '/\\:*?"<>|') or name.startswith("."):
            raise BadInput('Give the practice file a name, without any of / \\ : * ? " < > |', "file_name")
        if self.target.exists():
            raise BadInput("There is a practice file of that name already. Choose another name or folder.", "file_name")
        checked(self._facts())

    def _make(self) -> None:
        problem = self.passphrase.problem()
        if problem:
            raise BadInput(problem)
        from kapdesk.usecases import opening

        folder, text, facts, at = self.target, self.passphrase.text(), self._facts(), self._clock()
        self._tasks.run(
            "Making the practice file",
            lambda progress: opening.create_practice(folder, text, facts, at, progress),
            self._show_recovery,
            self._failed,
        )

    def _show_recovery(self, created: Any) -> None:
        from kapdesk.usecases import opening

        self.passphrase.wipe()
        self._created = created
        self.file_made.emit(self.target)
        facts, folder, day = self._facts(), self.target, self._clock().date()
        self.recovery = RecoveryPanel(
            created.recovery_key,
            lambda: opening.recovery_sheet(facts, folder, created.recovery_key, facts.page, day),
            self._folder,
        )
        assert self._last is not None
        self._last.addWidget(self.recovery)
        self._last.addStretch(1)
        self._show_step(2)
        self.recovery.typed.setFocus()

    def _work(self, words: str) -> None:
        self._doing.setText(words + " …")
        self._set_busy(True)

    def _rest(self) -> None:
        self._set_busy(False)

    def _set_busy(self, busy: bool) -> None:
        self._doing.setVisible(busy)
        self._bar.setVisible(busy)
        for one in (self._next, self._back, self._instead):
            one.setEnabled(not busy)

    def _failed(self, error: KapdeskError) -> None:
        show_error(self._error, str(error))
        wrong = getattr(error, "field", "")
        if wrong in self.fields or wrong == "file_name":
            one = self.fields.get(wrong, self.file_name)
            mark_wrong(one, True)
            one.setFocus()

    def _show_step(self, step: int) -> None:
        self._steps.setCurrentIndex(step)
        self._where.setText(f"Step {step + 1} of 3 · {('your practice', 'your passphrase', 'your recovery key')[step]}")
        self._back.setVisible(step == 1 or (step == 0 and self._can_go_back))
        self._next.setText(("Next", "Make the practice file", "Open kapdesk")[step])
        if step == 0:
            self.fields["name"].setFocus()
        elif step == 1:
            self.passphrase.first.setFocus()

    def fill_time_zones(self) -> None:
        """Offer the time zones, this computer's first; after the window is shown."""
        from kapdesk.usecases.practice import time_zones

        if self.zone.count():
            return
        names = time_zones()
        self.zone.addItems(names)
        here = getattr(self._clock().tzinfo, "key", "") or _computer_zone()
        self.zone.setCurrentText(here if here in names else "America/Denver")

    def _choose_folder(self) -> None:
        chosen = ask.folder(self, "Where the practice file will lie", self._folder)
        if chosen is not None:
            self.set_folder(chosen)

    def _suggest_file(self, name: str) -> None:
        self.file_name.setText("".join(sign for sign in name if sign not in '/\\:*?"<>|').strip())

    def _show_place(self) -> None:
        if isinstance(self.place, QLabel):
            self.place.setText(f"It will be {self.target}" if self.file_name.text().strip() else f"In {self._folder}")

    def hand_on(self) -> None:
        """Close because another window takes over."""
        self._handed_on = True
        self.close()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, from every field; on a button it does what the button says."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif isinstance(focused := self.focusWidget(), QPushButton):
            focused.click()
        else:
            self.go_on()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing this window by hand ends the program; not by mistake before the recovery key is known to be kept."""
        if self._created is not None and not self._handed_on and not ask.confirm(self, _UNPROVED, "Close", _NOT_AGAIN):
            event.ignore()
            return
        super().closeEvent(event)
        if not self._handed_on:
            self.closed.emit()


def _computer_zone() -> str:
    """The name of this computer's time zone where the system tells it."""
    from PySide6.QtCore import QTimeZone

    return bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
