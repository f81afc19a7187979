"""For whom something is printed or saved: my own file, the client, somebody else. The quick path asks nothing."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from kapdesk.domain.disclosures import OWN_FILE, TO_CLIENT, ForWhom, GoingOut
from kapdesk.ui import look
from kapdesk.ui.disclosures.entering import DisclosureDialog, Handing
from kapdesk.vault.database import Vault

_HINTS = {
    ForWhom.OWN: "Entered in the history only.",
    ForWhom.CLIENT: "Entered in the register as given to the client.",
    ForWhom.ELSE: "You are asked to whom and on what basis; entered in the register.",
}


class ForWhomBox(QWidget):
    """A choice beside the buttons that print and save; `ask` is called by what they do, before anything leaves."""

    def __init__(self, first: ForWhom = ForWhom.OWN) -> None:
        super().__init__()
        self.choice = look.choice("for_whom", "For whom it is printed or saved")
        self.choice.setMinimumContentsLength(14)
        for one in ForWhom:
            self.choice.addItem(one.words, one)
        self.choice.currentIndexChanged.connect(lambda _: self._say())
        words = look.label("For", "muted")
        words.setWordWrap(False)
        words.setBuddy(self.choice)
        self.setLayout(look.row(words, self.choice, gap=6))
        self.choose(first)
        self._say()

    def value(self) -> ForWhom:
        """For whom it is."""
        return ForWhom(self.choice.currentData())

    def choose(self, one: ForWhom) -> None:
        """Show this as chosen."""
        self.choice.setCurrentIndex(list(ForWhom).index(one))

    def ask(
        self, vault: Vault, clock: Callable[[], datetime], handing: Handing, parent: QWidget | None = None
    ) -> GoingOut | None:
        """How it is entered; None when somebody thought better of it. Only for somebody else is anything asked."""
        if self.value() is ForWhom.OWN:
            return OWN_FILE
        if self.value() is ForWhom.CLIENT:
            return TO_CLIENT
        dialog = DisclosureDialog(vault, clock, handing.client_id, parent or self.window(), handing)
        going = dialog.going if dialog.exec() else None
        dialog.deleteLater()
        return going

    def _say(self) -> None:
        self.choice.setToolTip(_HINTS[self.value()])
        self.choice.setAccessibleDescription(_HINTS[self.value()])
