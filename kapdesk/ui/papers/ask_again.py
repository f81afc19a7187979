"""Clients who signed an older wording of a paper and are to be asked again, with one click each to begin signing."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.dates import short
from kapdesk.ui.flow import fit
from kapdesk.ui.look import button, column, label, row, rule, scroll
from kapdesk.usecases.paper import asked_again
from kapdesk.usecases.paper.asked_again import AskAgain
from kapdesk.vault.database import Vault

_WHY = (
    "What these papers agree to was changed after they were signed. Until the new wording is signed, the older one does not "
    "count as current."
)


class AskAgainDialog(QDialog):
    """The list; `sign_wanted` with client, paper's name and language closes it and begins signing."""

    sign_wanted = Signal(int, str, str)

    def __init__(
        self, vault: Vault, clock: Callable[[], datetime], name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("ask_again_dialog")
        self.setWindowTitle("kapdesk")
        self._today = clock().date()
        self.rows = asked_again.to_ask_again(vault, self._today, name)
        layout = column(self, gap=12, margin=24)
        layout.addWidget(label("To be asked again", "heading"))
        layout.addWidget(label(_WHY, "muted"))
        inside = QWidget()
        lines = column(inside, gap=8)
        title = ""
        for number, one in enumerate(self.rows):
            if one.title != title:
                title = one.title
                heading = label(title, "strong")
                heading.setWordWrap(True)
                lines.addWidget(heading)
            lines.addWidget(rule())
            lines.addWidget(self._line(one, number))
        if not self.rows:
            lines.addWidget(label("Nobody: everybody has signed the wording that counts.", "muted"))
        lines.addStretch(1)
        layout.addWidget(scroll(inside), 1)
        close = button("Close", "close", "primary")
        close.clicked.connect(self.accept)
        layout.addLayout(row(None, close))
        fit(self, 600, 560)

    def sign(self, one: AskAgain) -> None:
        """Begin with one client."""
        self.accept()
        self.sign_wanted.emit(one.client_id, one.name, one.language)

    def _line(self, one: AskAgain, number: int) -> QWidget:
        box = QWidget()
        words = column(gap=2)
        who = label(one.client, "strong")
        who.setWordWrap(True)
        words.addWidget(who)
        about = f" · {one.about}" if one.about else ""
        spanish = " · in Spanish" if one.language == "es" else ""
        words.addWidget(
            label(f"signed {short(one.signed_on, self._today)}, version {one.version}{about}{spanish}", "small")
        )
        begin = button("Sign…", f"sign_again_{number}")
        begin.setAccessibleName(f"Begin signing {one.title} with {one.client}")
        begin.clicked.connect(partial(self.sign, one))
        layout = row(gap=12)
        layout.addLayout(words, 1)
        layout.addWidget(begin)
        box.setLayout(layout)
        return box
