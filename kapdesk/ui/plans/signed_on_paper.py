"""Entering that a printed plan was signed: by whom, and on which day."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import look
from kapdesk.ui.date_field import DateField
from kapdesk.ui.flow import Flow, fit
from kapdesk.ui.theme import px
from kapdesk.usecases.writing import plans
from kapdesk.usecases.writing.plans import PlanVersion
from kapdesk.vault.database import Vault


class SignedOnPaperDialog(QDialog):
    """Client and therapist to choose, somebody else to name, and the day; nobody is chosen beforehand."""

    def __init__(
        self, vault: Vault, clock: Callable[[], datetime], version: PlanVersion, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("signed_on_paper_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self._version = vault, clock, version
        whole = look.column(self, gap=12, margin=24)
        whole.addWidget(look.label(f"{version.kind.words}, version {version.version}: signed on paper", "heading"))
        inside = QWidget()
        layout = look.column(inside, gap=12)
        layout.setContentsMargins(0, 0, px(14), 0)
        words = "Choose who signed the printed page. An entry stays; it cannot be taken back."
        layout.addWidget(look.label(words, "muted"))
        self.signers = plans.signers(vault, version.client_id)
        self.buttons = [_choice(*one) for one in zip(("Client", "Therapist"), self.signers, strict=True)]
        who = Flow(gap=8)
        who.set_widgets([*self.buttons])
        layout.addWidget(who)
        layout.addWidget(look.label(", ".join(self.signers), "small"))
        self.other = look.line("other_signed", "Somebody else who signed", "name, and whose representative")
        layout.addWidget(look.field("Somebody else", self.other))
        self.day = DateField("on", "Day of the signature", clock().date())
        layout.addWidget(look.field("Signed on", self.day))
        layout.addStretch(1)
        whole.addWidget(look.scroll(inside), 1)
        self.error = look.error_line("signed_error")
        whole.addWidget(self.error)
        cancel = look.button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        enter = look.button("Enter", "enter_signed", "primary")
        enter.clicked.connect(self.enter)
        whole.addLayout(look.row(None, cancel, enter))
        self.buttons[0].setFocus()
        fit(self, 480, 430)

    def enter(self) -> None:
        """Enter it, or say why not."""
        chosen = [name for button, name in zip(self.buttons, self.signers, strict=True) if button.isChecked()]
        look.mark_wrong(self.day, False)
        try:
            day = self.day.day()
            if day is None:
                raise BadInput("Type the day.", "on")
            plans.enter_signature(self._vault, self._version.id, [*chosen, self.other.text()], day, self._clock())
        except KapdeskError as problem:
            look.mark_wrong(self.day, getattr(problem, "field", "") == "on")
            look.show_error(self.error, str(problem))
            return
        self.accept()


def _choice(words: str, name: str) -> QPushButton:
    """A button that stays pressed; `name` is whose signature it stands for."""
    made = look.button(words, f"{words.lower()}_signed", "choice")
    made.setCheckable(True)
    made.setAccessibleName(f"Signed by {name}")
    return made
