"""The second step's second half: the recovery key, printed or written down, and proved by typing one of its groups."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from kapdesk.errors import BadInput
from kapdesk.ui.first.words import NO_SHEET
from kapdesk.ui.look import card, column, label, scroll
from kapdesk.ui.recovery import RecoveryPanel

_AGAIN = "The key that was shown before is kept nowhere, and this one takes its place. Destroy a sheet that you printed before."


class SheetStep(QWidget):
    """Shows the key of a practice that is open, once; `prove` keeps that it is on paper."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._clock = clock
        self._proved: Callable[[], object] = bool
        self.recovery: RecoveryPanel | None = None
        frame, self._inside = card("Your recovery sheet")
        above = column(inside := QWidget(), gap=12)
        above.addWidget(frame)
        above.addWidget(label(NO_SHEET, "small", "without_sheet"))
        above.addStretch(1)
        self.area = scroll(inside)
        self._whole = column(self, gap=12)
        self._whole.addWidget(self.area, 1)

    def show_first(self, vault: Any, key: Any) -> None:
        """The key with which the practice was just made."""
        from kapdesk.usecases.house import setup

        self._proved = lambda: setup.prove_recovery(vault, self._clock())
        self._show(vault, key)

    def show_new(self, vault: Any) -> None:
        """A new key: the first was shown and is kept nowhere."""
        from kapdesk.usecases.house import opening

        key = opening.propose_recovery_key()
        self._proved = lambda: opening.replace_recovery_key(vault, key, self._clock())
        self._inside.addWidget(label(_AGAIN, "warning", "new_key"))
        self._show(vault, key)

    def prove(self) -> None:
        """Keep that the key is on paper, once its group was typed; BadInput else."""
        if self.recovery is None or not self.recovery.confirmed():
            raise BadInput("That is not the group that was asked for. Look at the sheet, or above, and type it again.")
        self._proved()

    def _show(self, vault: Any, key: Any) -> None:
        from kapdesk.usecases.house import opening, practice

        folder, facts, day = vault.folder, practice.get_practice(vault), self._clock().date()
        self.recovery = RecoveryPanel(
            key, lambda: opening.recovery_sheet(facts, folder, key, facts.page, day), folder.parent
        )
        self._inside.addWidget(self.recovery)
        self._whole.addWidget(self.recovery.acts)
