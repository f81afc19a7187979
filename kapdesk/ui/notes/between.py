"""The page between sessions: the client's own words, read once more before they go out; printed, or saved as PDF."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk import paths
from kapdesk.domain.disclosures import TO_CLIENT
from kapdesk.errors import KapdeskError
from kapdesk.ui import ask, look, printer
from kapdesk.ui.flow import fit
from kapdesk.ui.language import language_choice
from kapdesk.usecases.house import practice
from kapdesk.usecases.paper import papers
from kapdesk.usecases.paper.papers import How, PrintedPaper
from kapdesk.usecases.writing import between_sessions
from kapdesk.usecases.writing.between_sessions import TITLE
from kapdesk.vault.database import Vault


class BetweenDialog(QDialog):
    """Asks for the words of the page; `done_words` say what was done once it was printed or saved."""

    def __init__(
        self,
        vault: Vault,
        clock: Callable[[], datetime],
        client_id: int,
        note_id: int | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("between_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self._client_id = vault, clock, client_id
        self.done_words = ""
        self._offer = between_sessions.offer(vault, client_id, note_id, clock().date())
        inside = QWidget()
        fields = look.column(inside, gap=12)
        self.intention = look.text_box("between_intention", "Intention, in the client’s words", 2)
        self.came = look.text_box("between_came", "What came, in the client’s words", 4)
        self.intention.setPlainText(self._offer.intention)
        self.came.setPlainText(self._offer.came)
        fields.addWidget(look.field("Intention, in the client’s words", self.intention, "From the medicine day."))
        hint = "From the section “What came” of your note. Leave out what is yours; empty, it is a line to write on."
        fields.addWidget(look.field("What came, in the client’s words", self.came, hint))
        today = clock().date()
        steps = "\n".join(f"•  {one.in_words(today)}" for one in self._offer.steps)
        fields.addWidget(look.label("Steps on the page", "small"))
        fields.addWidget(look.label(steps or "None yet: two empty lines.", "body", "between_steps"))
        fields.addStretch(1)
        whole = look.column(self, gap=12, margin=24)
        whole.addWidget(look.label("A page for between sessions", "heading"))
        whole.addWidget(look.label("It goes home with the client. Read it once more before you hand it over.", "muted"))
        whole.addWidget(look.scroll(inside), 1)
        self.error = look.error_line("between_error")
        whole.addWidget(self.error)
        cancel = look.button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        save = look.button("Save as PDF…", "save_between")
        save.clicked.connect(self.save)
        show = look.button("Print…", "print_between", "primary")
        show.clicked.connect(self.print_now)
        self.language = language_choice(vault, client_id, "language_between", "page")
        whole.addLayout(look.row(self.language, None, cancel, save, show))
        fit(self, 560, 560)

    def made(self) -> PrintedPaper | None:
        """The page as PDF; what is to be known about it is said."""
        steps = [(one.words, one.by) for one in self._offer.steps]
        words = between_sessions.words_of(self.intention.toPlainText(), self.came.toPlainText(), steps)
        page, on = practice.get_practice(self._vault).page, self._clock().date()
        after, language = self._offer.ketamine_on, self.language.currentData()
        try:
            return between_sessions.make(self._vault, self._client_id, words, after, page, on, language)
        except KapdeskError as problem:
            look.show_error(self.error, str(problem))
            return None

    def print_now(self) -> None:
        """Ask the system's print dialog, and print."""
        made = self.made()
        if made is not None and self._fits(made):
            try:
                if printer.print_pdf(self, made.pdf, TITLE):
                    self._enter(made, "printed", f"{TITLE}: printed")
            except KapdeskError as problem:
                look.show_error(self.error, str(problem))

    def save(self) -> None:
        """Save it as PDF, under a name that says nothing of a client."""
        made = self.made()
        if made is None or not self._fits(made):
            return
        path = ask.save_file(self, f"Save {TITLE}", paths.documents() / f"{made.name}.pdf", "PDF (*.pdf)")
        if path is None:
            return
        path = path if path.suffix else path.with_suffix(".pdf")
        try:
            printer.save_pdf(path, made.pdf)
            self._enter(made, "saved", f"{TITLE}: saved as {path.name}")
        except KapdeskError as problem:
            look.show_error(self.error, str(problem))

    def _fits(self, made: PrintedPaper) -> bool:
        """Longer words take a second page: said, and the person decides."""
        if made.pages == 1:
            return True
        return ask.confirm(
            self, f"The words take {made.pages} pages. Print it so?", "Print it so", "Shorter ones fit on one.", False
        )

    def _enter(self, made: PrintedPaper, how: How, words: str) -> None:
        papers.hand_to_client(self._vault, made, self._client_id, how, self._clock(), TO_CLIENT)
        self.done_words = f"{words}, and entered in the chart"
        self.accept()


def ask_page(
    vault: Vault,
    clock: Callable[[], datetime],
    client_id: int,
    note_id: int | None,
    say: Callable[[str, object], object],
    parent: QWidget,
) -> bool:
    """Ask for the page's words over the page in sight; whether it was printed or saved."""
    dialog = BetweenDialog(vault, clock, client_id, note_id, parent.window())
    done = bool(dialog.exec())
    if done:
        say(dialog.done_words, None)
    dialog.deleteLater()
    return done
