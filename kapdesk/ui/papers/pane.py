"""One paper, for the library or for a client: what it still needs, its preview, print and save."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from kapdesk import paths
from kapdesk.errors import KapdeskError
from kapdesk.ui import ask, printer
from kapdesk.ui.flow import Flow
from kapdesk.ui.look import button, column, error_line, label, show_error
from kapdesk.ui.papers.missing import MissingFacts
from kapdesk.ui.papers.preview import Preview, page_steps, unprintable_words
from kapdesk.usecases import clients, papers, practice
from kapdesk.usecases.papers import How, PrintedPaper
from kapdesk.usecases.undo import Undo
from kapdesk.vault.database import Vault

_SIZES = (("Letter", "letter"), ("A4", "a4"))


class PaperPane(QWidget):
    """Shows a paper; `handed` when it was printed or saved, `client_wanted` when it is to be handed to somebody,
    `edit_wanted` when its wording is to be written.
    """

    said = Signal(str, object)
    changed = Signal()
    handed = Signal()
    client_wanted = Signal()
    edit_wanted = Signal(str)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock
        self._name = ""
        self._client_id: int | None = None
        self.printed: PrintedPaper | None = None
        layout = column(self, gap=10)
        self.preview = Preview()
        self.preview.page_shown.connect(self._say_page)
        self._bar = self._build_bar()
        layout.addWidget(self._bar)
        self._said = label("", "warning", "unprintable")
        self._error = error_line("paper_error")
        layout.addWidget(self._said)
        layout.addWidget(self._error)
        self.missing = MissingFacts(vault, clock)
        self.missing.answered.connect(self._answered)
        self._places = QStackedWidget()
        self._places.addWidget(self.preview)
        self._places.addWidget(self.missing)
        layout.addWidget(self._places, 1)

    def show_paper(self, name: str, client_id: int | None = None) -> None:
        """Show a paper of the library, for a client when one is given."""
        self._name, self._client_id = name, client_id
        self._to_client.setVisible(client_id is None)
        self._bar.arrange()
        page = practice.get_practice(self._vault).page
        self.size_choice.setCurrentIndex(max(0, self.size_choice.findData(page)))
        self.make()

    def make(self) -> None:
        """Make the paper anew; what is not on file is asked for."""
        if not self._name:
            return
        show_error(self._error, "")
        show_error(self._said, "")
        self.printed = None
        try:
            questions = papers.questions(self._vault, self._name, self._client_id)
            if not questions:
                page, today = self.size_choice.currentData(), self._clock().date()
                self.printed = papers.print_paper(self._vault, self._name, page, today, self._client_id)
        except KapdeskError as error:
            self.preview.clear()
            show_error(self._error, str(error))
            self._enable()
            return
        if self.printed is None:
            self.missing.ask(questions)
        else:
            self.preview.show_pdf(self.printed.pdf)
            show_error(self._said, unprintable_words(self.printed.unprintable))
        self._enable()

    def print_now(self) -> None:
        """Ask the system's print dialog, and print."""
        if self.printed is None:
            return
        try:
            if printer.print_pdf(self, self.printed.pdf, self.printed.title):
                self._enter(self.printed, "printed", f"{self.printed.title} printed")
        except KapdeskError as error:
            show_error(self._error, str(error))

    def save(self) -> None:
        """Save as PDF, under a name that says nothing of a client."""
        if self.printed is None:
            return
        suggested = paths.documents() / f"{self.printed.name}.pdf"
        path = ask.save_file(self, f"Save {self.printed.title}", suggested, "PDF (*.pdf)")
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".pdf")
        try:
            printer.save_pdf(path, self.printed.pdf)
            self._enter(self.printed, "saved", f"{self.printed.title} saved as {path.name}")
        except KapdeskError as error:
            show_error(self._error, str(error))

    def _enter(self, printed: PrintedPaper, how: How, words: str) -> None:
        papers.hand_to_client(self._vault, printed, self._client_id, how, self._clock())
        show_error(self._error, "")
        if self._client_id is not None:
            name = clients.get_client(self._vault, self._client_id).name
            words = f"{words}, and entered in the chart of {name}"
        self.handed.emit()
        self.said.emit(words, None)
        self.changed.emit()

    def _answered(self, undo: Undo) -> None:
        self.said.emit(undo.words, undo)
        self.make()
        self.changed.emit()

    def _build_bar(self) -> Flow:
        self.size_choice = QComboBox()
        self.size_choice.setObjectName("page_size")
        self.size_choice.setAccessibleName("Page size")
        for words, value in _SIZES:
            self.size_choice.addItem(words, value)
        self.size_choice.activated.connect(self.make)
        self._smaller, self._larger, self._page = page_steps(self.preview)
        self._print = button("Print…", "print_paper", "primary", "Ctrl+P")
        self._print.clicked.connect(self.print_now)
        self._save = button("Save as PDF…", "save_paper", "plain", "Ctrl+S")
        self._save.clicked.connect(self.save)
        self._to_client = button("Hand to a client…", "hand_to_client")
        self._to_client.clicked.connect(self.client_wanted)
        edit = button("Edit the wording…", "edit_wording", "plain", "Ctrl+E")
        edit.clicked.connect(lambda: self.edit_wanted.emit(self._name))
        look = [self.size_choice, self._smaller, self._larger, self._page]
        bar = Flow(gap=8)
        bar.set_widgets([self._print, self._save, self._to_client, edit, *look])
        return bar

    def _enable(self) -> None:
        ready = self.printed is not None
        for one in (self._print, self._save, self._to_client, self._smaller, self._larger, self.size_choice):
            one.setEnabled(ready)
        self._places.setCurrentIndex(0 if ready or not self.missing.fields else 1)
        self._page.setVisible(ready)

    def _say_page(self, number: int, pages: int) -> None:
        if self.printed is not None:
            self.preview.setAccessibleName(f"Preview of {self.printed.title}, page {number} of {pages}")
