"""“I have a backup”: which one, what opens it, where it will lie; then it is restored and opens straight on."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from kapdesk import paths
from kapdesk.domain.file_names import fitted, what_is_wrong
from kapdesk.errors import BadInput, Cancelled, KapdeskError
from kapdesk.ui import ask, look
from kapdesk.ui.days import moment
from kapdesk.ui.first import typed
from kapdesk.ui.flow import fit
from kapdesk.ui.moving.found import FoundList
from kapdesk.ui.moving.secret import SecretFields
from kapdesk.ui.progress import Progress
from kapdesk.ui.tasks import Tasks
from kapdesk.usecases.house import backups, opening
from kapdesk.usecases.house.backups import RestoreReport
from kapdesk.usecases.house.found_backups import FoundBackup
from kapdesk.usecases.house.opening import Unlocked
from kapdesk.vault.half_made import SUFFIX

_STEPS = ("which backup", "what opens it", "where it will lie")
_NEXT = ("Next", "Next", "Restore", "Open it")
_AFTER = (
    "What was written after that moment is not in it. If the old computer still runs, retire the practice file there "
    "(Practice page, Backups, “Move to another computer…”), so that the two do not drift apart. Then choose where backups "
    "go on this computer."
)


class RestoreDialog(QDialog):
    """Makes a practice file from a backup; `opened` carries what opens it when it shall open straight on.

    `restored` carries its folder once it is there, and `put_by` does when it was closed without being opened.
    """

    opened = Signal(object)
    restored = Signal(object)
    put_by = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        clock: Callable[[], datetime],
        backup_folder: str,
        backup: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("restore_dialog")
        self.setWindowTitle("kapdesk")
        self._clock = clock
        self._backup: FoundBackup | None = None
        self._unlocked: Unlocked | None = None
        self._folder = paths.documents()
        self.found = FoundList(tasks, backup_folder)
        self.fields = SecretFields()
        whole = look.column(self, gap=12, margin=24)
        whole.addWidget(look.label("Go on from a backup", "title"))
        self.where = look.label("", "muted", "restore_step")
        whole.addWidget(self.where)
        self.steps = QStackedWidget()
        whole.addWidget(self.steps, 1)
        for build in (self._which, self._what_opens, self._where_to, self._read_back):
            self.steps.addWidget(look.scroll(build()))
        self.error = look.error_line("restore_error")
        whole.addWidget(self.error)
        self.progress = Progress(tasks, "moving")
        whole.addWidget(self.progress)
        self.cancel = look.button("Cancel", "cancel")
        self.cancel.clicked.connect(self.reject)
        self.back = look.button("Back", "back")
        self.back.clicked.connect(self.go_back)
        self.next = look.button("Next", "next", "primary")
        self.next.clicked.connect(self.go_on)
        whole.addLayout(look.row(self.cancel, None, self.back, self.next))
        self.show_step(0)
        fit(self, 720, 600)
        self.found.chosen_now.connect(self.go_on)
        if backup is not None:
            self.found.take(backup)
        self.found.look()

    def _which(self) -> QWidget:
        frame, layout = look.card("Which backup?")
        layout.addWidget(self.found, 1)
        return frame

    def _what_opens(self) -> QWidget:
        frame, layout = look.card("What opens it?")
        self.which = look.label("", "strong", "restore_which")
        self.which.setWordWrap(True)
        layout.addWidget(self.which)
        layout.addWidget(self.fields)
        layout.addStretch(1)
        return frame

    def _where_to(self) -> QWidget:
        frame, layout = look.card("Where it will lie")
        layout.addWidget(
            look.label("The practice file on this computer. Nothing that is there is overwritten.", "muted")
        )
        self.name = look.line("restore_name", "Name of the practice file")
        layout.addWidget(look.field("Name of the practice file", self.name))
        self.place = look.label("", "small", "restore_place")
        layout.addWidget(self.place)
        self.taken = look.label("", "warning", "restore_taken")
        layout.addWidget(self.taken)
        choose = look.button("Choose another folder…", "choose_folder", "quiet")
        choose.clicked.connect(self._choose_folder)
        layout.addLayout(look.row(choose, None))
        layout.addStretch(1)
        self.name.textChanged.connect(self._show_place)
        return frame

    def _read_back(self) -> QWidget:
        frame, layout = look.card("The practice is back")
        self.counted = look.label("", "strong", "restore_counted")
        self.counted.setWordWrap(True)
        layout.addWidget(self.counted)
        self.lies = look.label("", "body", "restore_lies")
        layout.addWidget(self.lies)
        layout.addWidget(look.label(_AFTER))
        layout.addStretch(1)
        return frame

    @property
    def target(self) -> Path:
        """The practice file that will be made."""
        return self._folder / f"{self.name.text().strip()}{SUFFIX}"

    def set_folder(self, folder: Path) -> None:
        """Where the practice file will lie."""
        self._folder = folder
        self._show_place()

    def go_on(self) -> None:
        """The next step, once this one holds."""
        if self.progress.running:
            return
        look.show_error(self.error, "")
        try:
            (self._choose, self._prove, self._restore, self._open)[self.steps.currentIndex()]()
        except KapdeskError as error:
            self._failed(error)

    def go_back(self) -> None:
        """The step before; what was typed stays."""
        look.show_error(self.error, "")
        self.show_step(max(0, self.steps.currentIndex() - 1))

    def show_step(self, step: int) -> None:
        """Show a step, ready to be answered."""
        self.steps.setCurrentIndex(step)
        self.where.setText(f"Step {step + 1} of 3 · {_STEPS[step]}" if step < len(_STEPS) else "Done")
        self.back.setVisible(0 < step < len(_STEPS))
        self.next.setText(_NEXT[step])
        self.next.setAccessibleName(_NEXT[step])
        self.cancel.setText("Close" if step == len(_STEPS) else "Cancel")
        if step == 0:
            self.found.list.setFocus()
        elif step == 1:
            self.fields.start()
        else:
            self.next.setFocus()

    def _choose(self) -> None:
        self._backup = self.found.chosen()
        self.which.setText(f"{self._backup.practice}, made {moment(self._backup.made)} ({self._backup.path.name})")
        self._suggest(self._backup)
        self.show_step(1)

    def _prove(self) -> None:
        if not self.fields.text.text():
            self.fields.start()
            return
        path, secret = self._chosen().path, self.fields.secret()
        self._run(
            "Trying it", lambda progress: backups.prove_secret(path, secret, progress), lambda _none: self.show_step(2)
        )

    def _restore(self) -> None:
        name = self.name.text().strip()
        if wrong := what_is_wrong(name):
            raise BadInput(f"Give the practice file a name, {wrong}", "name")
        if paths.is_there(self.target):
            raise BadInput("There is a practice file of that name already. Choose another name or folder.", "name")
        path, secret, folder, at = self._chosen().path, self.fields.secret(), self.target, self._clock()

        def work(progress: Callable[[str, float], None]) -> tuple[RestoreReport, Unlocked]:
            report = backups.restore_backup(path, secret, folder, at, progress, keep_aside=False)
            return report, opening.unlock(report.folder, secret, at)

        typed.begin_making(folder)
        self._run("Restoring", work, self._restored)

    def _restored(self, made: tuple[RestoreReport, Unlocked]) -> None:
        report, self._unlocked = made
        self.fields.text.clear()
        found = report.report
        self.counted.setText(f"{found.clients:,} clients and {found.notes:,} notes, as of {moment(found.made_at)}.")
        self.lies.setText(f"Everything was read back and checked. It lies at {report.folder}.")
        self.show_step(3)
        self.restored.emit(report.folder)
        typed.end_making()

    def _open(self) -> None:
        unlocked, self._unlocked = self._unlocked, None
        self.accept()
        if unlocked is not None:
            self.opened.emit(unlocked)

    def _run(self, words: str, work: Callable[[Any], Any], done: Callable[[Any], None]) -> None:
        self._set_busy(True)
        self.progress.run(words, work, partial(self._ended, done), self._failed)

    def _ended(self, done: Callable[[Any], None], result: Any) -> None:
        self._set_busy(False)
        done(result)

    def _set_busy(self, busy: bool) -> None:
        for one in (self.next, self.back, self.steps):
            one.setEnabled(not busy)

    def _failed(self, error: KapdeskError) -> None:
        self._set_busy(False)
        look.show_error(self.error, str(error))
        look.set_role(self.error, "muted" if isinstance(error, Cancelled) else "bad")
        step = self.steps.currentIndex()
        if step == 1:
            self.fields.start()
        elif step == len(_STEPS) - 1:
            typed.end_making()
            look.mark_wrong(self.name, isinstance(error, BadInput))
            self.name.setFocus()

    def _chosen(self) -> FoundBackup:
        return self._backup or self.found.chosen()

    def _suggest(self, backup: FoundBackup) -> None:
        """The practice's own name, or one beside what is there."""
        name = fitted(backup.practice)
        name = "practice" if what_is_wrong(name) else name
        self.taken.clear()
        if paths.is_there(self._folder / f"{name}{SUFFIX}"):
            self.taken.setText(f"“{name}” is there already and stays as it is; so this one is given another name.")
            day = f"{fitted(name, leaving=25)} restored {self._clock():%Y-%m-%d}"
            number, name = 1, day
            while paths.is_there(self._folder / f"{name}{SUFFIX}"):
                number += 1
                name = f"{day} {number}"
        self.taken.setVisible(bool(self.taken.text()))
        self.name.setText(name)

    def _choose_folder(self) -> None:
        chosen = ask.folder(self, "Where the practice file will lie", self._folder)
        if chosen is not None:
            self.set_folder(chosen)

    def _show_place(self) -> None:
        look.mark_wrong(self.name, False)
        self.place.setText(f"It will be {self.target}" if self.name.text().strip() else f"In {self._folder}")

    def reject(self) -> None:
        """Escape stops what runs; else it closes."""
        if self.progress.running:
            self.progress.stop_it()
        else:
            super().reject()

    def done(self, code: int) -> None:
        """Closed, also by a lock: what runs is stopped, and a key that nobody wants is dropped."""
        self.found.gone = True
        if self.progress.running:
            self.progress.stop_it()
        self.fields.text.clear()
        if self._unlocked is not None:
            opening.forget_key(self._unlocked)
            folder, self._unlocked = self._unlocked.folder, None
            self.put_by.emit(folder)
        super().done(code)
