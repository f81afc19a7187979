"""Choose a new passphrase: after the recovery key was used, or on the Practice page."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog, QProgressBar, QWidget

from kapdesk.errors import KapdeskError
from kapdesk.ui.look import button, column, error_line, field, label, line, row, show_error
from kapdesk.ui.passphrase import NewPassphrase
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.theme import px


class NewPassphraseDialog(QDialog):
    """Asks for the present secret (unless it is known already) and the new passphrase; `prepared` is ready to be applied."""

    def __init__(
        self,
        folder: Path,
        tasks: Tasks,
        known_words: Callable[[], Sequence[str]],
        present: Any = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("new_passphrase_dialog")
        self.setWindowTitle("kapdesk")
        self.setMinimumWidth(px(480))
        self._folder = folder
        self._tasks = tasks
        self._words = known_words
        self._present = present
        self.prepared: Any = None
        layout = column(self, gap=12, margin=24)
        layout.addWidget(label("A new passphrase", "heading"))
        words = (
            "You came in with the recovery key. Choose a new passphrase for every day."
            if present is not None
            else "Older backups keep opening with the passphrase of their day."
        )
        layout.addWidget(label(words, "muted"))
        self.present = line("present_passphrase", "Present passphrase", secret=True)
        if present is None:
            layout.addWidget(field("Present passphrase", self.present))
        self.new = NewPassphrase(known_words)
        layout.addWidget(self.new)
        self._error = error_line("new_passphrase_error")
        layout.addWidget(self._error)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName("Making keys")
        self._bar.hide()
        layout.addWidget(self._bar)
        cancel = button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        self._set = button("Set the passphrase", "set_passphrase", "primary")
        self._set.clicked.connect(self.try_set)
        layout.addLayout(row(None, cancel, self._set))

    def try_set(self) -> None:
        """Check, and derive in the worker."""
        problem = self.new.problem()
        if not problem and self._present is None and not self.present.text():
            problem = "Type the present passphrase too."
        show_error(self._error, problem)
        if problem or not self._set.isEnabled():
            return
        from kapdesk.usecases.house import opening

        present = self._present or opening.Secret.passphrase(self.present.text())
        folder, new, words = self._folder, self.new.text(), list(self._words())
        self._bar.show()
        self._set.setEnabled(False)
        self._tasks.run(
            "Making keys",
            lambda progress: opening.prepare_passphrase(folder, present, new, progress, words),
            self._done,
            self._failed,
        )

    def _done(self, prepared: object) -> None:
        self.prepared = prepared
        self.new.wipe()
        self.present.clear()
        self.accept()

    def _failed(self, error: KapdeskError) -> None:
        self._bar.hide()
        self._set.setEnabled(True)
        show_error(self._error, str(error))


def set_new_passphrase(
    parent: QWidget | None, vault: Any, unlocked: Any, tasks: Tasks, clock: Callable[[], datetime]
) -> bool:
    """After the recovery key was used: ask for a new passphrase and set it; False when none was chosen."""
    from kapdesk.usecases.house import opening, practice

    facts = practice.get_practice(vault)
    dialog = NewPassphraseDialog(unlocked.folder, tasks, lambda: opening.known_words(facts), unlocked.secret, parent)
    try:
        if not dialog.exec():
            return False
        opening.apply_passphrase(vault, dialog.prepared, clock())
    finally:
        dialog.deleteLater()
    return True
