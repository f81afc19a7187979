"""What a client asks of her record: entered, given more time, answered; the letters about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Literal

from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from kapdesk import paths
from kapdesk.domain.requests import FEDERAL_DAYS, Request, RequestAnswer, RequestKind
from kapdesk.errors import BadInput, KapdeskError, MissingFields
from kapdesk.ui import ask, look, printer
from kapdesk.ui.details.entry import Ask, EntryDialog
from kapdesk.ui.flow import Columns, Flow, fit, roomy
from kapdesk.ui.language import language_choice
from kapdesk.ui.papers.preview import Preview, page_steps, unprintable_words
from kapdesk.ui.theme import px
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.paper.papers import PrintedPaper
from kapdesk.usecases.register import request_letters, requests
from kapdesk.usecases.register.request_letters import RequestLetter
from kapdesk.vault.database import Vault

_LONG = ("denial_reason", "extension_reason", "amended_how", "request_what", "enclosed", "client_address")
"""Fields of a letter that may hold several lines."""
_OF_REQUEST = ("request_what", "answer_by", "extension_reason", "denial_reason", "amended_how", "enclosed", "period")
"""What is looked through before a letter goes; all else is from the chart and the practice, and asked for where it is missing."""


@dataclass(frozen=True)
class _Typed:
    """What is asked for when a request comes, or is answered."""

    kind: RequestKind | None = None
    on: date | None = None
    words: str = ""
    answer: RequestAnswer = RequestAnswer.OPEN


def new_request(vault: Vault, clock: Callable[[], datetime], client_id: int, parent: QWidget) -> EntryDialog:
    """What was asked for, and when; its clock runs from that day."""
    limits = requests.get_limits(vault)
    kinds = tuple((f"{kind.words} ({limits[kind]} days)", kind) for kind in RequestKind)
    asks = (
        Ask("kind", "What is asked for", "choice", choices=(("Choose…", None), *kinds)),
        Ask("on", "It came on", "day"),
        Ask("words", "In the client’s words", "text"),
    )

    def keep(typed: _Typed) -> Undo:
        if typed.on is None:
            raise BadInput("Type the day on which the request came.", "on")
        try:
            return requests.enter_request(vault, client_id, typed.kind, typed.on, typed.words, clock())
        except BadInput as problem:
            raise BadInput(str(problem), "on" if problem.field == "received_on" else problem.field) from None

    hint = "For an amendment: what is to be changed, and why. The record itself is never overwritten."
    return EntryDialog("A request about the record", asks, _Typed(on=clock().date()), keep, parent=parent, hint=hint)


def more_time(vault: Vault, clock: Callable[[], datetime], request: Request, parent: QWidget) -> EntryDialog:
    """Why it takes longer: once, by 30 days, and the client is told in writing before the first limit is over."""
    asks = (Ask("words", "Why more time is needed", "text"),)

    def keep(typed: _Typed) -> Undo:
        try:
            return requests.extend(vault, request.id, typed.words, clock())
        except BadInput as problem:
            raise BadInput(str(problem), "words") from None

    hint = "The law allows 30 more days, once. The client is told why, and by when, in writing: the letter is offered."
    return EntryDialog("More time for this request", asks, _Typed(), keep, parent=parent, hint=hint)


def answered(vault: Vault, clock: Callable[[], datetime], request: Request, parent: QWidget) -> EntryDialog:
    """What became of it; a denial says its ground."""
    answers = tuple((one.words, one) for one in RequestAnswer if one is not RequestAnswer.OPEN)
    asks = (
        Ask("answer", "What became of it", "choice", choices=(("Choose…", RequestAnswer.OPEN), *answers)),
        Ask("on", "On", "day"),
        Ask("words", "What was done; of a denial what, and on what ground", "text"),
    )

    def keep(typed: _Typed) -> Undo:
        try:
            return requests.answer(vault, request.id, typed.answer, typed.on, typed.words, clock())
        except BadInput as problem:
            field = {"answered_on": "on", "answer_words": "words"}.get(problem.field, problem.field)
            raise BadInput(str(problem), field) from None

    hint = {
        RequestKind.COPY: "Psychotherapy notes are not part of the right to a copy.",
        RequestKind.AMENDMENT: "An amendment is linked, never written over: add it to the note as an addendum.",
        RequestKind.ACCOUNTING: "“Accounting…” enters the answer by itself when it is printed or saved.",
    }[request.kind or RequestKind.COPY]
    return EntryDialog("The answer", asks, _Typed(on=clock().date()), keep, parent=parent, hint=hint)


class RequestLetterDialog(QDialog):
    """A letter about a request: what fills it at the left, the page at the right; `done_words` say what was done."""

    def __init__(self, vault: Vault, clock: Callable[[], datetime], request_id: int, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName("request_letter_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self._request_id = vault, clock, request_id
        whose = request_letters.client_of(vault, request_id)
        self.language = language_choice(vault, whose, "request_letter_language", "letter")
        self._made: PrintedPaper | None = None
        self._fields: dict[str, QLineEdit | QPlainTextEdit] = {}
        self.done_words = ""
        layout = look.column(self, gap=10, margin=20)
        layout.addWidget(look.label("Letter about the request", "heading"))
        self.which = look.choice("request_letter", "Which letter")
        self._letters = self._offered()
        for one in self._letters:
            self.which.addItem(one.title, one.name)
        above = Flow(gap=10)
        self.which.setMinimumContentsLength(34)
        above.set_widgets([self.which, self.language])
        layout.addWidget(above)
        sides = Columns(least=620, gap=16)
        self._inside = QWidget()
        self._column = look.column(self._inside, gap=8)
        self._column.setContentsMargins(0, 0, px(12), 0)
        parts = look.scroll(self._inside)
        parts.setMinimumHeight(px(220))
        sides.add(parts, 1)
        self.preview = Preview()
        self.preview.setAccessibleName("Preview of the letter")
        sides.add(self.preview, 1)
        layout.addWidget(roomy(sides), 1)
        self.error = look.error_line("request_letter_error")
        layout.addWidget(self.error)
        layout.addWidget(self._acts())
        self.which.currentIndexChanged.connect(lambda _: self._show_fields())
        self.language.currentIndexChanged.connect(lambda _: self._show_fields())
        self._show_fields()
        fit(self, 1080, 820)

    def draw(self) -> None:
        """Lay the letter out as it is filled now; what is missing is said below."""
        look.show_error(self.error, "")
        self._made = None
        typed = {name: _words_in(widget) for name, widget in self._fields.items()}
        name = str(self.which.currentData() or "")
        try:
            if not name:
                raise BadInput("There is no letter for a request that stands like this.", "letter")
            self._made = request_letters.make(
                self._vault, self._request_id, name, typed, self._clock().date(), self._code()
            )
        except KapdeskError as problem:
            for field, widget in self._fields.items():
                look.mark_wrong(widget, isinstance(problem, MissingFields) and field in problem.fields)
            look.show_error(self.error, str(problem))
            self.preview.clear()
        else:
            for widget in self._fields.values():
                look.mark_wrong(widget, False)
            self.preview.show_pdf(self._made.pdf, stay=True)
            look.show_error(self.error, unprintable_words(self._made.unprintable))
        for one in (self._print, self._save):
            one.setEnabled(self._made is not None)

    def hand_out(self, how: Literal["printed", "saved"]) -> None:
        """Print or save it; entered in the history, and in the register as given to the client."""
        self.draw()
        made = self._made
        if made is None:
            return
        try:
            words = self._saved(made) if how == "saved" else self._printed(made)
            if not words:
                return
            request_letters.hand_out(self._vault, self._request_id, made, how, self._clock())
        except KapdeskError as error:
            look.show_error(self.error, str(error))
            return
        self.done_words = words
        self.accept()

    def _code(self) -> str:
        return str(self.language.currentData())

    def _offered(self) -> list[RequestLetter]:
        return request_letters.letters(self._vault, self._request_id, self._clock().date(), self._code())

    def _show_fields(self) -> None:
        self._letters = self._offered()
        look.clear(self._column)
        self._fields = {}
        letter = next((one for one in self._letters if one.name == self.which.currentData()), None)
        for one in letter.fields if letter is not None else ():
            if one.value and one.name not in _OF_REQUEST:
                continue
            title = one.ask[:1].upper() + one.ask[1:]
            widget: QLineEdit | QPlainTextEdit
            if one.name in _LONG or "\n" in one.value:
                widget = look.text_box(f"letter_{one.name}", title, 3)
                widget.setPlainText(one.value)
                widget.textChanged.connect(self.draw)
            else:
                widget = look.line(f"letter_{one.name}", title)
                widget.setText(one.value)
                widget.editingFinished.connect(self.draw)
            self._fields[one.name] = widget
            self._column.addWidget(look.field(title, widget))
        self._column.addStretch(1)
        self.draw()

    def _acts(self) -> QWidget:
        steps = page_steps(self.preview, "request_letter_")
        close = look.button("Close", "close_request_letter")
        close.clicked.connect(self.reject)
        self._save = look.button("Save as PDF…", "save_request_letter")
        self._save.clicked.connect(partial(self.hand_out, "saved"))
        self._print = look.button("Print…", "print_request_letter", "primary", "Ctrl+P")
        self._print.setDefault(False)  # Enter in a field of one line must not print
        self._print.setAutoDefault(False)
        self._print.clicked.connect(partial(self.hand_out, "printed"))
        acts = Flow(gap=10)
        acts.set_widgets([*steps, close, self._save, self._print])
        return acts

    def _printed(self, made: PrintedPaper) -> str:
        return f"{made.title}: printed." if printer.print_pdf(self, made.pdf, made.title) else ""

    def _saved(self, made: PrintedPaper) -> str:
        path = ask.save_file(self, f"Save: {made.title}", paths.documents() / f"{made.name}.pdf", "PDF (*.pdf)")
        if path is None:
            return ""
        path = path if path.suffix else path.with_suffix(".pdf")
        printer.save_pdf(path, made.pdf)
        return f"{made.title}: saved as {path.name}. The file is not encrypted."


def _words_in(widget: QLineEdit | QPlainTextEdit) -> str:
    return widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()


class LimitsCard(QWidget):
    """In how many days the practice answers: the state's limits where they are shorter than the federal ones."""

    def __init__(self, vault: Vault, clock: Callable[[], datetime], say: Callable[[str, object], object]) -> None:
        super().__init__()
        self._vault, self._clock, self._say_done = vault, clock, say
        frame, layout = look.card("Requests about the record")
        look.column(self).addWidget(frame)
        words = (
            "Days to answer in, from the day a request comes. Federal law (45 CFR 164.524, 164.526, 164.528) sets the longest; "
            "where your state asks for less, type its number. Requests that run keep their own."
        )
        layout.addWidget(look.label(words, "muted"))
        self.numbers: dict[RequestKind, QSpinBox] = {}
        self._kept: dict[RequestKind, int] = {}
        row = Columns(least=560, gap=14)
        for kind in RequestKind:
            number = look.number(f"days_{kind.value}", f"{kind.words}, days", 1, FEDERAL_DAYS[kind], FEDERAL_DAYS[kind])
            self.numbers[kind] = number
            row.add(look.field(f"{kind.words} (at most {FEDERAL_DAYS[kind]})", number), 1)
        layout.addWidget(row)
        keep = look.button("Save", "save_request_days")
        keep.setAccessibleName("Save the days to answer a request")
        keep.clicked.connect(self.save)
        layout.addLayout(look.row(None, keep))
        self.refresh()

    def refresh(self) -> None:
        """Show what is kept; what is being typed stays."""
        if any(self.numbers[kind].value() != days for kind, days in self._kept.items()):
            return
        self._kept = requests.get_limits(self._vault)
        for kind, days in self._kept.items():
            self.numbers[kind].setValue(days)

    def save(self) -> None:
        """Keep the numbers."""
        typed = {kind: one.value() for kind, one in self.numbers.items()}
        undo = requests.save_limits(self._vault, typed, self._clock())
        self._kept = typed
        self._say_done(undo.words, undo)
