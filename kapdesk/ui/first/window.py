"""The first launch: your practice; your passphrase and recovery sheet; where backups go. Or a backup, or a look at the sample.

Up to the making of the file, what was typed is kept on this computer; from there on, what is still open stands in the
practice itself. So a crash or a power loss goes on where it was.
"""

import contextlib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QProgressBar, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from kapdesk.errors import BadInput, KapdeskError
from kapdesk.preferences import Preferences, known_practices
from kapdesk.ui import ask
from kapdesk.ui.below import more_below
from kapdesk.ui.first import typed, words
from kapdesk.ui.first.backup_place import BackupPlace
from kapdesk.ui.first.disk import DiskPart
from kapdesk.ui.first.passphrase_step import passphrase_step
from kapdesk.ui.first.practice_step import PracticeStep
from kapdesk.ui.first.sheet_step import SheetStep
from kapdesk.ui.first.there_already import practices_in_documents, there_already
from kapdesk.ui.flow import Flow, fit
from kapdesk.ui.help.link import help_link
from kapdesk.ui.look import button, column, error_line, label, row, scroll, show_error
from kapdesk.ui.passphrase import NewPassphrase
from kapdesk.ui.recovery import RecoveryPanel
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.theme import px
from kapdesk.ui.unlock import other_practices

_KEPT_AFTER = 500
"""Milliseconds after the last key until what was typed is kept."""
_PRACTICE, _PASSPHRASE, _SHEET, _BACKUPS = range(4)


class FirstLaunch(QWidget):
    """Makes a practice file step by step; `made` carries the open practice, the others what was chosen instead."""

    made = Signal(object)
    file_made = Signal(object)
    known_wanted = Signal(object)
    open_wanted = Signal()
    backup_wanted = Signal()
    sample_wanted = Signal()
    back_wanted = Signal()
    closed = Signal()

    def __init__(
        self, tasks: Tasks, clock: Callable[[], datetime], preferences: Preferences, can_go_back: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("kapdesk")
        self._tasks, self._clock, self._can_go_back = tasks, clock, can_go_back
        self._preferences = preferences
        self._vault: Any = None
        self._handed_on = False
        self.step_one = PracticeStep()
        self.sheet = SheetStep(clock)
        self.place = BackupPlace(clock, tasks, preferences)
        self.disk = DiskPart()
        whole = column(self, gap=12)
        whole.setContentsMargins(*[min(px(24), 28)] * 4)  # room is short where text is large
        self._where = label("", "muted", "step_words")
        head = Flow(gap=16)
        head.set_widgets([label("Welcome to kapdesk", "title"), self._where])
        whole.addWidget(head)
        self._steps = QStackedWidget()
        whole.addWidget(self._steps, 1)
        first, one = self._practice_step()
        self.passphrase = NewPassphrase(self.step_one.known_words)
        two, last = passphrase_step(self.passphrase), self._backups_step()
        for step in (first, two, self.sheet, last):
            self._steps.addWidget(step)
        self._foot(whole, more_below([one, two, self.sheet.area, last]))
        self._wire()
        if found := typed.kept():
            self.step_one.put(found)
            self._keeping.stop()
        self._again.setVisible(bool(found))
        self._show_step(_PRACTICE)
        fit(self, 760, 760)

    @property
    def fields(self) -> dict[str, QLineEdit]:
        """The fields of the first step."""
        return self.step_one.fields

    @property
    def target(self) -> Path:
        """The practice file that will be made."""
        return self.step_one.target

    @property
    def recovery(self) -> RecoveryPanel | None:
        """The recovery key, while it is shown."""
        return self.sheet.recovery

    def _practice_step(self) -> tuple[QWidget, QScrollArea]:
        """The step, and what scrolls in it: the other ways stay in sight."""
        outer = column(whole := QWidget(), gap=10)
        area = scroll(self.step_one)
        outer.addWidget(area, 1)
        self._again = QWidget()
        self._over = button("Start over", "start_over", "quiet")
        self._over.clicked.connect(self.start_over)
        column(self._again).addLayout(row(label("What you typed before is still here.", "small"), self._over, None))
        outer.addWidget(self._again)
        self._instead = Flow(gap=4)
        others = (
            ("I have a backup…", "have_backup", self.backup_wanted),
            ("Look at a sample practice", "look_at_sample", self.sample_wanted),
        )
        made = [button(words, name, "quiet") for words, name, _ in others]
        for one, (_, _, wanted) in zip(made, others, strict=True):
            one.clicked.connect(wanted)
        known = known_practices(self._preferences)
        if not known and (known := practices_in_documents()):  # the settings were lost: no practice seems to be gone
            outer.insertWidget(0, there_already(known[0], self.known_wanted.emit))
        opens = other_practices(
            known, self.known_wanted.emit, self.open_wanted.emit, "Open a practice file…", "open_existing"
        )
        self._instead.set_widgets([opens, *made, help_link()])
        outer.addWidget(self._instead)
        return whole, area

    def _backups_step(self) -> QScrollArea:
        whole = QWidget()
        layout = column(whole, gap=12)
        layout.addWidget(self.place)
        layout.addWidget(self.disk)
        self._risk = label(words.NO_BACKUP, "small", "without_backup")
        layout.addWidget(self._risk)
        layout.addStretch(1)
        return scroll(whole)

    def _foot(self, whole: QVBoxLayout, more: QPushButton) -> None:
        self._error = error_line("first_launch_error")
        self._doing = label("", "small", "doing")
        self._bar = QProgressBar()
        self._bar.setObjectName("making")
        self._bar.setAccessibleName("Progress")
        self._bar.setRange(0, 0)
        for one in (self._error, self._doing, self._bar):
            one.hide()
            whole.addWidget(one)
        self._back = button("Back", "back")
        self._later = button("Later", "later")
        self._next = button("Next", "next", "primary")
        whole.addLayout(row(self._back, more, None, self._later, self._next))

    def _wire(self) -> None:
        self._back.clicked.connect(self.go_back)
        self._later.clicked.connect(self.put_off)
        self._next.clicked.connect(self.go_on)
        self._tasks.started.connect(self._work)
        self._tasks.idle.connect(self._rest)
        self.place.made.connect(self._backed_up)
        self.disk.answered.connect(partial(self._attempt, self._keep, "disk"))
        self._keeping = QTimer(self, singleShot=True, interval=_KEPT_AFTER)
        self._keeping.timeout.connect(self.keep_typed)
        self.step_one.changed.connect(self._keeping.start)

    def go_on(self) -> None:
        """The next step, once this one holds."""
        if self._tasks.busy:
            return
        show_error(self._error, "")
        leave = (self._leave_practice, self._make, self._leave_sheet, self._leave_backups)
        self._attempt(leave[self._steps.currentIndex()])

    def go_back(self) -> None:
        """The step before; from the first one, to where one came from."""
        show_error(self._error, "")
        if self._steps.currentIndex() == _PRACTICE:
            self.keep_typed()
            self.back_wanted.emit()
        elif self._steps.currentIndex() == _PASSPHRASE:
            self._show_step(_PRACTICE)

    def put_off(self) -> None:
        """Later: it stays a thing to do."""
        show_error(self._error, "")
        try:
            if self._steps.currentIndex() == _SHEET:
                self._keep("recovery", "later")
                self._show_backups()
            else:
                self._keep("backups", "later")
                self._finish()
        except KapdeskError as error:
            self._failed(error)

    def resume(self, vault: Any) -> None:
        """Go on with a practice whose file was made before, at the step where it was left; the recovery key is a new one."""
        from kapdesk.usecases.house import setup

        self._vault = vault
        found = setup.read_setup(vault)
        if found is not None and found.recovery == "open":
            self.sheet.show_new(vault)
            self._show_step(_SHEET)
        else:
            self._show_backups()

    def start_over(self) -> None:
        """Forget what was typed before."""
        self._keeping.stop()
        typed.forget()
        self.step_one.put({})
        self._keeping.stop()
        self._again.hide()
        self.fields["name"].setFocus()

    def keep_typed(self) -> None:
        """Keep what was typed, until the file is made."""
        self._keeping.stop()
        if self._steps.currentIndex() < _SHEET and any(
            self.step_one.typed()[name] for name in (*self.fields, "file_name")
        ):
            typed.keep(self.step_one.typed())

    def _leave_practice(self) -> None:
        self.step_one.check()
        self.keep_typed()
        self._show_step(_PASSPHRASE)

    def _make(self) -> None:
        self.step_one.check()
        problem = self.passphrase.problem()
        if problem:
            raise BadInput(problem)
        from kapdesk.usecases.house import opening

        folder, text, facts, at = self.target, self.passphrase.text(), self.step_one.facts(), self._clock()
        self._keeping.stop()
        typed.keep(self.step_one.typed())
        typed.begin_making(folder)
        self._tasks.run(
            "Making the practice file",
            lambda progress: opening.create_practice(folder, text, facts, at, progress, guided=True),
            self._made,
            self._not_made,
        )

    def _made(self, created: Any) -> None:
        from kapdesk.usecases.house import opening

        self.passphrase.wipe()
        folder = created.unlocked.folder
        self.file_made.emit(folder)  # known before what leads to it is forgotten
        typed.forget()
        try:
            self._vault = opening.open_practice(created.unlocked, self._clock())
        except KapdeskError as error:
            ask.tell(self, f"{error}\n\n{words.MADE_ALL_THE_SAME}")
            self.known_wanted.emit(folder)
            return
        finally:
            created.unlocked.key.wipe()
        self.sheet.show_first(self._vault, created.recovery_key)
        self._show_step(_SHEET)

    def _not_made(self, error: KapdeskError) -> None:
        self.keep_typed()  # without the mark that it is being made
        self._failed(error)

    def _leave_sheet(self) -> None:
        self.sheet.prove()
        self._show_backups()

    def _show_backups(self) -> None:
        self.place.show_for(self._vault)
        self._show_step(_BACKUPS)

    def _leave_backups(self) -> None:
        if self.place.done:
            self._keep("backups", "done")
            self._finish()
        else:
            self.place.back_up()

    def _backed_up(self) -> None:
        self._next.setText("Open kapdesk")
        self._next.setAccessibleName("Open kapdesk")
        self._later.hide()
        self._risk.hide()
        self._next.setFocus()

    def _keep(self, part: Any, state: Any) -> None:
        from kapdesk.usecases.house import setup

        setup.answer(self._vault, part, state)

    def _attempt(self, act: Callable[..., object], *of: object) -> None:
        try:
            act(*of)
        except KapdeskError as error:
            self._failed(error)

    def _finish(self) -> None:
        from kapdesk.usecases.house import setup

        setup.end(self._vault)
        vault, self._vault = self._vault, None
        self.made.emit(vault)

    def _work(self, words: str) -> None:
        self._set_busy(True, words)

    def _rest(self) -> None:
        self._set_busy(False)

    def _set_busy(self, busy: bool, words: str = "") -> None:
        here = busy and self._steps.currentIndex() != _BACKUPS  # there its own progress is shown
        self._doing.setText(words + " …")
        self._doing.setVisible(here)
        self._bar.setVisible(here)
        for one in (self._next, self._back, self._later, self._instead, self._over):
            one.setEnabled(not busy)

    def _failed(self, error: KapdeskError) -> None:
        show_error(self._error, str(error))
        wrong = getattr(error, "field", "")
        if wrong:
            self._show_step(_PRACTICE)
            self.step_one.show_wrong(wrong)

    def _show_step(self, step: int) -> None:
        self._steps.setCurrentIndex(step)
        self._where.setText(words.STEPS[step])
        self._back.setVisible(step == _PASSPHRASE or (step == _PRACTICE and self._can_go_back))
        self._later.setVisible(step in (_SHEET, _BACKUPS))
        self._next.setText(words.NEXT[step])
        self._next.setAccessibleName(words.NEXT[step])
        if step == _PRACTICE:
            (self.findChild(QPushButton, "open_there_already") or self.fields["name"]).setFocus()
        elif step == _PASSPHRASE:
            self.passphrase.first.setFocus()
        elif step == _SHEET and self.recovery is not None:
            self.recovery.typed.setFocus()
        else:
            self._next.setFocus()

    def fill_time_zones(self) -> None:
        """Offer the time zones, this computer's first; after the window is shown."""
        self.step_one.fill_time_zones(self._clock())

    def let_go(self) -> None:
        """Keep what was typed, and close the practice that was made: the program ends."""
        self.keep_typed()
        vault, self._vault = self._vault, None
        if vault is not None:
            from kapdesk.usecases.house import opening

            with contextlib.suppress(KapdeskError):  # it is closed all the same, and nothing was typed into it
                opening.close_practice(vault, self._clock())

    def hand_on(self) -> None:
        """Close because another window takes over."""
        self._handed_on = True
        self.let_go()
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

    def hideEvent(self, event: QHideEvent) -> None:
        """Another window takes its place; one may come back."""
        super().hideEvent(event)
        self.keep_typed()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing this window by hand ends the program; not by mistake before the recovery key is known to be kept."""
        unproved = self._vault is not None and self._steps.currentIndex() == _SHEET
        if unproved and not self._handed_on and not ask.confirm(self, words.UNPROVED, "Close", words.NOT_AGAIN):
            event.ignore()
            return
        super().closeEvent(event)
        if not self._handed_on:
            self._tasks.stop()
            self.closed.emit()
