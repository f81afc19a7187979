"""What was disclosed: entered by hand, and the whole list to read, print and save."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk import paths
from kapdesk.domain.disclosures import Basis, Disclosure
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask, look, printer
from kapdesk.ui.days import shown
from kapdesk.ui.details.cards import add_rows, entry_row
from kapdesk.ui.details.entry import Ask, EntryDialog
from kapdesk.ui.flow import Flow, fit
from kapdesk.ui.papers.preview import unprintable_words
from kapdesk.ui.theme import px
from kapdesk.usecases import clients, disclosures
from kapdesk.vault.database import Vault

BASES = (("Choose…", None), *((one.words, one) for one in Basis))
DISCLOSURE = (
    Ask("on", "On", "day"),
    Ask("to_whom", "To whom", hint="name, and address where known"),
    Ask("what", "What was disclosed", "text"),
    Ask("purpose", "For what purpose", alone=True),
    Ask("basis", "On what basis", "choice", choices=BASES),
    Ask("basis_words", "The basis in more words", hint="such as the release of May 2"),
    Ask("how", "How", hint="such as told by telephone", alone=True),
)
_TITLE = "List of disclosures"
_FIRST = (
    "Nothing is entered yet. A letter printed or saved from the chart enters itself; what you tell somebody by telephone "
    "you enter by hand. The client may ask for this list."
)


def ask_disclosure(vault: Vault, clock: Callable[[], datetime], client_id: int, parent: QWidget) -> bool:
    """Ask for what was disclosed and enter it; whether it was. There is no undo: an entry of the list stays."""

    def keep(typed: Disclosure) -> None:
        if typed.on is None:
            raise BadInput("Type the day on which it left the practice.", "on")
        disclosures.enter_disclosure(vault, client_id, typed, clock())

    entry = Disclosure(clock().date(), "", "", "", None)
    hint = "An entry stays; it cannot be changed or taken out."
    dialog = EntryDialog("A disclosure", DISCLOSURE, entry, keep, parent=parent, hint=hint)
    entered = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return entered


def disclosure_row(one: Disclosure) -> QWidget:
    """An entry of the list."""
    basis = one.basis.words if one.basis else ""
    by = " · ".join(part for part in (basis, one.basis_words, one.how) if part)
    return entry_row(f"{shown(one.on)} · {one.to_whom}", (), (one.what, f"Purpose: {one.purpose}", by))


class DisclosuresDialog(QDialog):
    """The list, to read, to add to, to print and to save; `done_words` say what was done."""

    def __init__(self, vault: Vault, clock: Callable[[], datetime], client_id: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("disclosures_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self._client_id = vault, clock, client_id
        self.done_words = ""
        layout = look.column(self, gap=12, margin=24)
        name = clients.get_client(vault, client_id).name
        heading = look.label(f"Disclosures about {name}", "heading")
        heading.setWordWrap(True)
        layout.addWidget(heading)
        words = "What left the practice: when, to whom, what, for what purpose, on what basis. Entries stay."
        layout.addWidget(look.label(words, "muted"))
        self._inside = QWidget()
        self._rows = look.column(self._inside, gap=8)
        self._rows.setContentsMargins(0, 0, px(14), 0)
        layout.addWidget(look.scroll(self._inside), 1)
        self.error = look.error_line("disclosures_error")
        layout.addWidget(self.error)
        close = look.button("Close", "close_disclosures", "primary")
        close.clicked.connect(self.accept)
        self._save = look.button("Save as PDF…", "save_disclosures")
        self._save.clicked.connect(lambda: self.hand_out(save=True))
        self._print = look.button("Print…", "print_disclosures", "plain", "Ctrl+P")
        self._print.clicked.connect(lambda: self.hand_out(save=False))
        add = look.button("Enter…", "enter_listed_disclosure")
        add.setAccessibleName("Enter a disclosure")
        add.clicked.connect(self.add)
        acts = Flow(gap=10)
        acts.set_widgets([add, self._print, self._save, close])
        layout.addWidget(acts)
        self.refresh()
        close.setFocus()
        fit(self, 720, 640)

    def refresh(self) -> None:
        """Read the list again."""
        look.clear(self._rows)
        entries = disclosures.list_disclosures(self._vault, self._client_id)
        add_rows(self._rows, [disclosure_row(one) for one in entries], _FIRST)
        self._rows.addStretch(1)
        for one in (self._save, self._print):
            one.setEnabled(bool(entries))

    def add(self) -> None:
        """Enter what was disclosed otherwise."""
        if ask_disclosure(self._vault, self._clock, self._client_id, self):
            self.done_words = "Disclosure entered"
            self.refresh()

    def hand_out(self, save: bool) -> None:
        """Print the list or save it as PDF; entered in the history."""
        look.show_error(self.error, "")
        try:
            prepared = disclosures.prepare_list(self._vault, self._client_id, self._clock().date())
            made = disclosures.list_pdf(prepared)
            words = self._saved(made.pdf) if save else self._printed(made.pdf)
            if not words:
                return
            disclosures.enter_list_printed(self._vault, self._client_id, "saved" if save else "printed", self._clock())
        except KapdeskError as error:
            look.show_error(self.error, str(error))
            return
        self.done_words = f"{words} {unprintable_words(made.unprintable)}".strip()
        self.accept()

    def _printed(self, pdf: bytes) -> str:
        return f"{_TITLE} printed." if printer.print_pdf(self, pdf, _TITLE) else ""

    def _saved(self, pdf: bytes) -> str:
        path = ask.save_file(self, "Save the list", paths.documents() / "disclosures.pdf", "PDF (*.pdf)")
        if path is None:
            return ""
        path = path if path.suffix else path.with_suffix(".pdf")
        printer.save_pdf(path, pdf)
        return f"{_TITLE} saved as {path.name}. The file is not encrypted: keep it where nobody else reads it."
