"""The accounting of disclosures: which days, the page as it will be, printed or saved; it may answer a request."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Literal

from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from kapdesk import paths
from kapdesk.domain.disclosures import ForWhom, Span, six_years_before
from kapdesk.domain.requests import Request
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask, look, printer
from kapdesk.ui.date_field import DateField
from kapdesk.ui.days import shown
from kapdesk.ui.disclosures.entering import Handing
from kapdesk.ui.disclosures.for_whom import ForWhomBox
from kapdesk.ui.flow import Flow, fit, roomy
from kapdesk.ui.language import language_choice
from kapdesk.ui.papers.preview import Preview, page_steps, unprintable_words
from kapdesk.ui.theme import px
from kapdesk.usecases.register import disclosures, requests
from kapdesk.usecases.register.disclosures import Accounting
from kapdesk.vault.database import Vault

_TITLE = "Accounting of disclosures"


class AccountingDialog(QDialog):
    """Shows the page for the days that are typed; `done_words` say what was done."""

    def __init__(
        self,
        vault: Vault,
        clock: Callable[[], datetime],
        client_id: int,
        parent: QWidget | None,
        waiting: Sequence[Request] = (),
    ) -> None:
        super().__init__(parent)
        self.setObjectName("accounting_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self._client_id = vault, clock, client_id
        self._waiting = tuple(waiting)
        self._prepared: Accounting | None = None
        self._pdf = b""
        self.done_words = ""
        whole = look.column(self, gap=10, margin=20)
        whole.addWidget(look.label(_TITLE, "heading"))
        inside = QWidget()
        layout = look.column(inside, gap=10)
        whole.addWidget(roomy(inside), 1)
        words = "The last six years, without treatment, what the client got herself and what she authorized in writing."
        layout.addWidget(look.label(words, "muted"))
        layout.addWidget(self._which())
        self.preview = Preview()
        self.preview.setAccessibleName("The accounting as it will be printed")
        self.preview.setMinimumHeight(px(220))
        layout.addWidget(self.preview, 1)
        self.error = look.error_line("accounting_error")
        whole.addWidget(self.error)
        whole.addWidget(self._acts())
        self.draw()
        fit(self, 860, 900)

    def draw(self) -> None:
        """Lay out the page for the days that are typed; what is wrong is said at the day's field."""
        look.show_error(self.error, "")
        for one in (self.first, self.last):
            look.mark_wrong(one, False)
        self._prepared = None
        try:
            first, last = self.first.day(), self.last.day()
            if first is None or last is None:
                raise BadInput("Type both days.", "first" if first is None else "last")
            span = Span(first, last, self.whole.isChecked())
            today = self._clock().date()
            self._prepared = disclosures.prepare_accounting(self._vault, self._client_id, span, today)
            made = disclosures.accounting_pdf(
                self._prepared, self.language.currentData(), str(self.page.currentData() or "")
            )
        except KapdeskError as problem:
            field = problem.field.removeprefix("accounting_") if isinstance(problem, BadInput) else ""
            if field in ("first", "last"):
                look.mark_wrong({"first": self.first, "last": self.last}[field], True)
            look.show_error(self.error, str(problem))
            self.preview.clear()
        else:
            self._pdf = made.pdf
            self.preview.show_pdf(made.pdf, stay=True)
            look.show_error(self.error, unprintable_words(made.unprintable))
        for button in (self._print, self._save):
            button.setEnabled(self._prepared is not None)

    def hand_out(self, how: Literal["printed", "saved"]) -> None:
        """Print or save it; entered in the history, in the register, and as the answer to a request where one is chosen."""
        self.draw()
        prepared = self._prepared
        if prepared is None:
            return
        going = self.for_whom.ask(self._vault, self._clock, Handing(self._client_id, _TITLE), self)
        if going is None:
            return
        number = self.answers.currentData()
        sha256 = hashlib.sha256(self._pdf).hexdigest()
        try:
            words = self._saved() if how == "saved" else self._printed()
            if not words:
                return
            requests.hand_accounting(
                self._vault, self._client_id, prepared, how, going, self._clock(), sha256, number or None
            )
        except KapdeskError as error:
            look.show_error(self.error, str(error))
            return
        self.done_words = f"{words} The request is entered as answered." if number else words
        self.accept()

    def _printed(self) -> str:
        return f"{_TITLE} printed." if printer.print_pdf(self, self._pdf, _TITLE) else ""

    def _saved(self) -> str:
        path = ask.save_file(self, f"Save: {_TITLE}", paths.documents() / "accounting.pdf", "PDF (*.pdf)")
        if path is None:
            return ""
        path = path if path.suffix else path.with_suffix(".pdf")
        printer.save_pdf(path, self._pdf)
        return f"{_TITLE} saved as {path.name}. The file is not encrypted: keep it where nobody else reads it."

    def _which(self) -> QWidget:
        today = self._clock().date()
        self.first = DateField("accounting_first", "First day", six_years_before(today))
        self.last = DateField("accounting_last", "Last day", today)
        for one in (self.first, self.last):
            one.editingFinished.connect(self.draw)
        self.whole = QCheckBox("All, also treatment, to the client, authorized")
        self.whole.setObjectName("accounting_whole")
        self.whole.setAccessibleName("All disclosures, also those that the law leaves out")
        self.whole.toggled.connect(lambda _: self.draw())
        self.page = look.choice("accounting_page", "Size of the paper")
        for words, name in (("Usual size", ""), ("Letter", "letter"), ("A4", "a4")):
            self.page.addItem(words, name)
        self.language = language_choice(self._vault, self._client_id, "accounting_language", "accounting")
        for box in (self.page, self.language):
            box.currentIndexChanged.connect(lambda _: self.draw())
        self.answers = look.choice("accounting_answers", "Which request it answers")
        self.answers.setMinimumContentsLength(24)
        self.answers.addItem("Answers no request", 0)
        for asked in self._waiting:
            self.answers.addItem(f"Answers the request of {shown(asked.received_on)}", asked.id)
        self.answers.setCurrentIndex(1 if self._waiting else 0)
        flow = Flow(gap=10)
        parts: list[QWidget] = [self.first, look.label("to"), self.last, self.whole, self.page, self.language]
        flow.set_widgets([*parts, self.answers] if self._waiting else parts)
        return flow

    def _acts(self) -> QWidget:
        steps = page_steps(self.preview, "accounting_")
        self.for_whom = ForWhomBox(ForWhom.CLIENT)
        close = look.button("Close", "close_accounting")
        close.clicked.connect(self.reject)
        self._save = look.button("Save as PDF…", "save_accounting")
        self._save.clicked.connect(partial(self.hand_out, "saved"))
        self._print = look.button("Print…", "print_accounting", "primary", "Ctrl+P")
        self._print.clicked.connect(partial(self.hand_out, "printed"))
        acts = Flow(gap=10)
        acts.set_widgets([*steps, self.for_whom, close, self._save, self._print])
        return acts
