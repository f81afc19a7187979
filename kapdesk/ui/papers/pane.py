"""One paper, for the library or for a client: what it still needs, its preview, print and save."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QStackedWidget, QVBoxLayout, QWidget

from kapdesk import paths
from kapdesk.domain.disclosures import ForWhom, GoingOut
from kapdesk.errors import KapdeskError
from kapdesk.ui import ask, printer
from kapdesk.ui.disclosures.entering import Handing
from kapdesk.ui.disclosures.for_whom import ForWhomBox
from kapdesk.ui.flow import Flow
from kapdesk.ui.look import button, choice, column, error_line, label, show_error
from kapdesk.ui.papers.kinds import SIZES, to_be_reviewed
from kapdesk.ui.papers.missing import MissingFacts
from kapdesk.ui.papers.preview import Preview, page_steps, unprintable_words
from kapdesk.usecases.house import practice
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.paper import paper_typed, papers
from kapdesk.usecases.paper.papers import How, PaperRow, PrintedPaper
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault

_PAGES = (("Letter", "letter"), ("A4", "a4"))


class PaperPane(QWidget):
    """Shows a paper; `handed` when it was printed or saved, `client_wanted` when it is to be handed to somebody,
    `edit_wanted` when its wording is to be written, `sign_wanted` when the client is to sign it on the screen.
    """

    said = Signal(str, object)
    changed = Signal()
    handed = Signal()
    client_wanted = Signal()
    edit_wanted = Signal(str)
    sign_wanted = Signal(int, str, str)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock
        self._row: PaperRow | None = None
        self._language = "en"
        self._client_id: int | None = None
        self.printed: PrintedPaper | None = None
        layout = column(self, gap=8)
        self._build_head(layout)
        self.preview = Preview()
        self.preview.page_shown.connect(self._say_page)
        self._acts = self._build_acts()
        self._look = self._build_look()
        layout.addWidget(self._acts)
        layout.addWidget(self._look)
        self._said = label("", "warning", "unprintable")
        self._error = error_line("paper_error")
        layout.addWidget(self._said)
        layout.addWidget(self._error)
        self.missing = MissingFacts(vault, clock)
        self.missing.answered.connect(self._answered)
        self.missing.typed.connect(self._keep_typed)
        self.missing.lines_wanted.connect(lambda: self.lines.setChecked(True))
        self._places = QStackedWidget()
        self._places.addWidget(self.preview)
        self._places.addWidget(self.missing)
        layout.addWidget(self._places, 1)

    def show_paper(self, row: PaperRow, language: str = "en", client_id: int | None = None, state: str = "") -> None:
        """Show a paper of the library, for a client when one is given; `state` says which version it is."""
        if (row.name, language, client_id) != (self._name, self._language, self._client_id):
            self.missing.keep_typing()
            self.missing.forget()
            self.lines.setChecked(False)
        self._row, self._language, self._client_id = row, language, client_id
        self._title.setText(row.title)
        self._purpose.setText(row.purpose)
        self._version.setText(state)
        show_error(self._review, to_be_reviewed(row.kind, language))
        self._to_client.setVisible(client_id is None)
        self._to_client.setText("Fill for a client…" if row.personal else "Hand to a client…")
        self.for_whom.setVisible(client_id is not None and row.kind == "letter")
        self.for_whom.choose(ForWhom.CLIENT)
        self._sign.setVisible(client_id is not None and row.signed and row.kind != "letter")
        self._acts.arrange()
        page = practice.get_practice(self._vault).page
        self.size_choice.setCurrentIndex(max(0, self.size_choice.findData(page)))
        self.make()

    def make(self) -> None:
        """Make the paper anew; what is not on file is asked for, unless lines are wanted there."""
        row = self._row
        if row is None:
            return
        show_error(self._error, "")
        show_error(self._said, "")
        self.printed = None
        questions = []
        try:
            typed = paper_typed.typed_for(self._vault, self._client_id, self._name, self._language)
            if not self.lines.isChecked():
                asked = papers.questions(self._vault, self._name, self._client_id, self._language, self._clock().date())
                questions = [one for one in asked if self._changing or not typed.get(one.field, "").strip()]
                questions = asked if questions else []
            if not questions:
                self.printed = self._made(typed)
        except KapdeskError as error:
            self.preview.clear()
            show_error(self._error, str(error))
            self._enable()
            return
        self._change.setVisible(bool(typed) and self._client_id is not None)
        self.lines.setVisible(
            self.lines.isChecked() or bool(questions) or (row.personal and self._client_id is not None)
        )
        self._acts.arrange()
        self._look.arrange()
        if self.printed is None:
            self.preview.clear()
            self.missing.ask(questions, typed, self._language)
        else:
            self.preview.show_pdf(self.printed.pdf)
            show_error(self._said, unprintable_words(self.printed.unprintable))
        self._enable()

    def print_now(self) -> None:
        """Ask the system's print dialog, and print."""
        try:
            made, going = self._leaving()
            if made is not None and printer.print_pdf(self, made.pdf, made.title):
                self._enter(made, "printed", f"{made.title} printed", going)
        except KapdeskError as error:
            show_error(self._error, str(error))

    def save(self) -> None:
        """Save as PDF, under a name that says nothing of a client."""
        try:
            made, going = self._leaving()
            if made is None:
                return
            suggested = paths.documents() / f"{made.name}.pdf"
            path = ask.save_file(self, f"Save {made.title}", suggested, "PDF (*.pdf)")
            if path is None:
                return
            path = path if path.suffix else path.with_suffix(".pdf")
            printer.save_pdf(path, made.pdf)
            self._enter(made, "saved", f"{made.title} saved as {path.name}", going)
        except KapdeskError as error:
            show_error(self._error, str(error))

    def start(self) -> None:
        """Ready for what comes next: the first question, or the button that prints."""
        first = next(iter(self.missing.fields.values()), None) if self.printed is None else None
        (first or self._print).setFocus()

    def change_answers(self) -> None:
        """Ask again for what was typed for this print."""
        self._changing = True
        self.lines.setChecked(False)
        self.missing.forget()
        self.make()

    def close_down(self) -> None:
        """Keep what is being typed, and let go of the pages."""
        self.missing.keep_typing()
        self.preview.clear()

    @property
    def _name(self) -> str:
        return self._row.name if self._row else ""

    def _leaving(self) -> tuple[PrintedPaper | None, GoingOut | None]:
        """What is about to leave the desk, and how it is entered; nothing when somebody thought better of it. A letter holds
        what is in the chart: it may be a disclosure.
        """
        made, row = self.printed, self._row
        if made is None or row is None or self._client_id is None or row.kind != "letter":
            return made, None
        going = self.for_whom.ask(self._vault, self._clock, Handing(self._client_id, made.title), self.window())
        if going is None:
            return None, None
        typed = paper_typed.typed_for(self._vault, self._client_id, self._name, self._language)
        return (self._made(typed, part2=True) if going.part2 else made), going

    def _made(self, typed: dict[str, str], part2: bool = False) -> PrintedPaper:
        """The pages; what only a chart has is a line for somebody who is not known yet."""
        assert self._row is not None
        blank = self.lines.isChecked() or (self._client_id is None and self._row.personal)
        return papers.print_paper(
            self._vault,
            self._name,
            self.size_choice.currentData(),
            self._clock().date(),
            self._client_id,
            self._language,
            self.type_size.currentData(),
            blank,
            typed,
            part2,
        )

    def _enter(self, printed: PrintedPaper, how: How, words: str, going: GoingOut | None) -> None:
        papers.hand_to_client(self._vault, printed, self._client_id, how, self._clock(), going)
        paper_typed.keep_typed(self._vault, self._client_id, printed.name, printed.language, {})
        show_error(self._error, "")
        if self._client_id is not None:
            name = clients.get_client(self._vault, self._client_id).name
            words = f"{words}, and entered in the chart of {name}"
        self.handed.emit()
        self.said.emit(words, None)
        self.changed.emit()

    def _keep_typed(self, values: dict[str, str]) -> None:
        paper_typed.keep_typed(self._vault, self._client_id, self._name, self._language, values)

    def _answered(self, undo: Undo | None) -> None:
        self._changing = False
        if undo is not None:
            self.said.emit(undo.words, undo)
        self.make()
        self.changed.emit()

    def _build_head(self, layout: QVBoxLayout) -> None:
        self._title = label("", "heading", "paper_title_shown")
        self._title.setWordWrap(True)
        self._purpose = label("", "muted", "paper_purpose")
        self._version = label("", "small", "paper_version")
        self._review = label("", "warning", "to_be_reviewed")
        for one in (self._title, self._purpose, self._version, self._review):
            layout.addWidget(one)

    def _build_acts(self) -> Flow:
        self._print = button("Print…", "print_paper", "primary", "Ctrl+P")
        self._print.clicked.connect(self.print_now)
        self._save = button("Save as PDF…", "save_paper", "plain", "Ctrl+S")
        self._save.clicked.connect(self.save)
        self._to_client = button("Hand to a client…", "hand_to_client")
        self._to_client.clicked.connect(self.client_wanted)
        self._sign = button("Sign on the screen…", "sign_on_screen")
        self._sign.clicked.connect(lambda: self.sign_wanted.emit(self._client_id, self._name, self._language))
        self.for_whom = ForWhomBox(ForWhom.CLIENT)
        self._change = button("Change what you typed…", "change_answers")
        self._change.clicked.connect(self.change_answers)
        edit = button("Edit the wording…", "edit_wording", "plain", "Ctrl+E")
        edit.clicked.connect(lambda: self.edit_wanted.emit(self._name))
        acts = Flow(gap=8)
        acts.set_widgets([self._print, self._save, self._sign, self._to_client, self.for_whom, self._change, edit])
        return acts

    def _build_look(self) -> Flow:
        self.size_choice = choice("page_size", "Page size")
        self.size_choice.setMinimumContentsLength(5)
        for words, value in _PAGES:
            self.size_choice.addItem(words, value)
        self.type_size = choice("type_size", "Size of the type")
        self.type_size.setMinimumContentsLength(9)
        for words, value in SIZES:
            self.type_size.addItem(words, value)
        for box in (self.size_choice, self.type_size):
            box.activated.connect(self.make)
        self.lines = QCheckBox("Lines to write on")
        self.lines.setObjectName("lines")
        self.lines.setAccessibleName("Lines to write on for what is missing")
        self.lines.clicked.connect(self._lines_chosen)
        self._changing = False
        self._steps = page_steps(self.preview)
        look = Flow(gap=8)
        look.set_widgets([self.size_choice, self.type_size, self.lines, *self._steps])
        return look

    def _say_page(self, page: int, pages: int) -> None:
        whose = f" of {self.printed.title}, page {page} of {pages}" if self.printed else ""
        self.preview.setAccessibleName(f"Preview{whose}")

    def _lines_chosen(self) -> None:
        self.missing.keep_typing()
        self.make()

    def _enable(self) -> None:
        ready = self.printed is not None
        for one in (self._print, self._save, self.size_choice, self.type_size, *self._steps):
            one.setEnabled(ready)
        self._places.setCurrentIndex(0 if ready or not self.missing.fields else 1)
