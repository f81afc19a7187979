"""“Move to another computer”: a backup onto a stick, what to do at the new one, and then the file here is retired."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from kapdesk.errors import Cancelled, KapdeskError
from kapdesk.ui import ask, drives, look, printer
from kapdesk.ui.beginnings import free
from kapdesk.ui.drives import Drive
from kapdesk.ui.flow import Flow, fit
from kapdesk.ui.progress import Progress
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.theme import px
from kapdesk.usecases.house import backups, moving
from kapdesk.usecases.house.backups import BackupReport
from kapdesk.vault.database import Vault

_WHAT = (
    "Your practice goes to the other computer as a backup on a stick, encrypted as ever. Put the installer of kapdesk on the "
    "same stick. You will need your passphrase there, or the recovery key."
)
_NO_DRIVE = "No stick or drive is plugged in. Plug one in, wait until the computer shows it, and press “Look again”."
_THERE = (
    "Plug the stick into the new computer and run the installer of kapdesk from it.",
    "Start kapdesk and press “I have a backup…”.",
    "The backup stands on top of the list: press “Next”.",
    "Type your passphrase, press “Next”, then “Restore”, then “Open it”.",
)
_RETIRE = (
    "Then retire the file here, so that nothing is written into it by mistake. It stays and can be read. You can also do that "
    "later, here, when the new computer works."
)


class LeaveDialog(QDialog):
    """Makes the backup and reads it back; `backed_up` carries its report, `ask_to_retire` asks and says whether it was done."""

    backed_up = Signal(object)

    def __init__(
        self,
        vault: Vault,
        clock: Callable[[], datetime],
        tasks: Tasks,
        ask_to_retire: Callable[[], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("leave_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self._ask_to_retire = vault, clock, ask_to_retire
        self._drives: list[Drive] = []
        self._report: BackupReport | None = None
        whole = look.column(self, gap=12, margin=24)
        whole.addWidget(look.label("Move to another computer", "title"))
        self.steps = QStackedWidget()
        whole.addWidget(self.steps, 1)
        for build in (self._where, self._what_now):
            self.steps.addWidget(look.scroll(build()))
        self.error = look.error_line("leave_error")
        whole.addWidget(self.error)
        self.progress = Progress(tasks, "moving")
        whole.addWidget(self.progress)
        self.cancel = look.button("Cancel", "cancel")
        self.cancel.clicked.connect(self.reject)
        self.make = look.button("Make the backup", "make_backup_for_move", "primary")
        self.make.clicked.connect(self.back_up)
        self.retire = look.button("Retire this file…", "retire_file", "danger")
        self.retire.clicked.connect(self._retire)
        self.retire.hide()
        whole.addLayout(look.row(self.retire, None, self.cancel, self.make))
        fit(self, 680, 580)
        self.look_again()

    def _where(self) -> QWidget:
        frame, layout = look.card("A backup for the stick")
        layout.addWidget(look.label(_WHAT))
        self.words = look.label("", "muted", "leave_words")
        layout.addWidget(self.words)
        self.list = QListWidget()
        self.list.setObjectName("drives")
        self.list.setAccessibleName("Drives that are plugged in")
        self.list.itemActivated.connect(lambda _item: self.back_up())
        self.list.setMinimumHeight(px(44))
        layout.addWidget(self.list, 1)
        self._nothing = QWidget()
        layout.addWidget(self._nothing, 1)
        other = look.button("Another folder…", "another_folder")
        other.clicked.connect(self.choose_folder)
        again = look.button("Look again", "look_again")
        again.clicked.connect(self.look_again)
        acts = Flow(gap=8)
        acts.set_widgets([other, again])
        layout.addWidget(acts)
        return frame

    def _what_now(self) -> QWidget:
        frame, layout = look.card("What to do now")
        self.made = look.label("", "strong", "leave_made")
        self.made.setWordWrap(True)
        layout.addWidget(self.made)
        for number, words in enumerate(_THERE, 1):
            layout.addWidget(look.label(f"{number}.  {words}"))
        print_it = look.button("Print these steps…", "print_steps")
        print_it.clicked.connect(self.print_steps)
        save = look.button("Save as PDF…", "save_steps")
        save.clicked.connect(self.save_steps)
        ways = Flow(gap=8)
        ways.set_widgets([print_it, save])
        layout.addWidget(ways)
        layout.addWidget(look.rule())
        layout.addWidget(look.label(_RETIRE, "body", "retire_words"))
        layout.addStretch(1)
        return frame

    def look_again(self) -> None:
        """List the drives that are plugged in now."""
        self.show_drives(drives.for_backups(self._vault.folder))

    def show_drives(self, found: list[Drive]) -> None:
        """List drives to choose from, the first one chosen."""
        self._drives = found
        self.list.clear()
        for one in found:
            self.list.addItem(QListWidgetItem(f"{one.words}   ·   {one.folder}"))
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))
        self._nothing.setVisible(not found)
        self.words.setText("Where the backup goes:" if found else _NO_DRIVE)
        self.make.setEnabled(bool(found))
        if found:
            self.list.setFocus()

    def choose_folder(self) -> None:
        """Another place than a drive that was found."""
        chosen = ask.folder(self, "Where the backup goes", Path.home())
        if chosen is not None:
            self._back_up_to(chosen)

    def back_up(self) -> None:
        """Make the backup on the drive that is chosen."""
        row = self.list.currentRow()
        if row >= 0 and not self.progress.running:
            self._back_up_to(self._drives[row].folder)

    def _back_up_to(self, folder: Path) -> None:
        look.show_error(self.error, "")
        at = self._clock()
        to = free(folder / backups.suggested_name(self._vault, at))
        try:
            source = backups.prepare_backup(self._vault)
        except KapdeskError as error:
            self._failed(error)
            return
        self._busy(True)
        self.progress.run(
            "Backing up", lambda progress: backups.make_backup(source, to, at, progress), self._done, self._failed
        )

    def _done(self, report: BackupReport) -> None:
        self._busy(False)
        try:
            backups.record_backup(self._vault, report, self._clock())
        except KapdeskError as error:
            self._failed(error)
            return
        self.backed_up.emit(report)
        self.show_made(report)

    def show_made(self, report: BackupReport) -> None:
        """Say what was read back, and what to do now."""
        self._report = report
        self.made.setText(f"{report.path.name}: {report.words}. It lies in {report.path.parent}.")
        self.steps.setCurrentIndex(1)
        self.make.hide()
        self.retire.setVisible(not self._vault.reads_only)
        self.cancel.setText("Later" if not self._vault.reads_only else "Close")
        self.cancel.setFocus()

    def print_steps(self) -> None:
        """Print the steps, to be followed at the new computer."""
        self._hand_out(lambda pdf: printer.print_pdf(self, pdf, "Moving kapdesk to another computer"))

    def save_steps(self) -> None:
        """Save the same page; beside the backup it is on the stick."""
        assert self._report is not None
        suggested = self._report.path.with_name("moving-kapdesk.pdf")
        path = ask.save_file(self, "Save the steps", suggested, "PDF (*.pdf)")
        if path is not None:
            self._hand_out(lambda pdf: printer.save_pdf(path, pdf))

    def _hand_out(self, give: Callable[[bytes], object]) -> None:
        assert self._report is not None
        look.show_error(self.error, "")
        try:
            give(moving.print_steps(self._vault, self._report.path.name, self._report.made_at, self._clock()))
        except KapdeskError as error:
            self._failed(error)

    def _retire(self) -> None:
        if self._ask_to_retire():
            self.accept()

    def _failed(self, error: KapdeskError) -> None:
        self._busy(False)
        backups.record_damage(self._vault, error, self._clock())
        look.show_error(self.error, str(error))
        look.set_role(self.error, "muted" if isinstance(error, Cancelled) else "bad")

    def _busy(self, busy: bool) -> None:
        for one in (self.make, self.steps):
            one.setEnabled(not busy)

    def reject(self) -> None:
        """Escape stops what runs; else it closes."""
        if self.progress.running:
            self.progress.stop_it()
        else:
            super().reject()

    def done(self, code: Any) -> None:
        """Closed, also by a lock: what runs is stopped."""
        if self.progress.running:
            self.progress.stop_it()
        super().done(code)
