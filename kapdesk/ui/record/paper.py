"""A record as it will be on paper, before it is printed or saved; the finished or the blank one."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Literal

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk import paths
from kapdesk.domain.authorizations import Content
from kapdesk.domain.disclosures import OWN_FILE, GoingOut
from kapdesk.errors import KapdeskError
from kapdesk.ui import ask, look, printer
from kapdesk.ui.disclosures.entering import Handing
from kapdesk.ui.disclosures.for_whom import ForWhomBox
from kapdesk.ui.flow import Flow, fit
from kapdesk.ui.papers.preview import Preview, page_steps, unprintable_words
from kapdesk.usecases.medicine_day import day_scans, paper_days, record_printing
from kapdesk.vault.database import Vault

How = Literal["printed", "saved"]


class PaperDialog(QDialog):
    """Shows the pages; `enter` is told how they left the desk, and `done_words` say it.

    What holds something of a client has `ask_for_whom`, and `make` to be laid out again with the notice of 42 CFR Part 2.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        file: str,
        pdf: bytes,
        unprintable: tuple[str, ...],
        enter: Callable[[How, GoingOut, str], None],
        make: Callable[[bool], bytes] | None = None,
        ask_for_whom: Callable[[ForWhomBox, QDialog], GoingOut | None] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("record_paper_dialog")
        self.setWindowTitle("kapdesk")
        self._title, self._file, self._pdf, self._enter = title, file, pdf, enter
        self._make, self._ask_for_whom = make, ask_for_whom
        self.done_words = ""
        layout = look.column(self, gap=10, margin=20)
        heading = look.label(title, "heading")
        heading.setWordWrap(True)
        layout.addWidget(heading)
        self.preview = Preview()
        layout.addWidget(self.preview, 1)
        steps = page_steps(self.preview, "record_")
        self.error = look.error_line("record_paper_error")
        layout.addWidget(self.error)
        look.show_error(self.error, unprintable_words(unprintable))
        close = look.button("Close", "close_record_paper")
        close.clicked.connect(self.reject)
        save = look.button("Save as PDF…", "save_record")
        save.clicked.connect(partial(self.hand_out, "saved"))
        show = look.button("Print…", "print_record", "primary", "Ctrl+P")
        show.clicked.connect(partial(self.hand_out, "printed"))
        acts = Flow(gap=10)
        self.for_whom = ForWhomBox()
        acts.set_widgets([*steps, *([self.for_whom] if ask_for_whom is not None else []), close, save, show])
        layout.addWidget(acts)
        self.preview.show_pdf(pdf)
        fit(self, 860, 940)

    def hand_out(self, how: How) -> None:
        """Print or save, and enter it in the history."""
        going = self._ask_for_whom(self.for_whom, self) if self._ask_for_whom is not None else OWN_FILE
        if going is None:
            return
        try:
            pdf = self._make(True) if going.part2 and self._make is not None else self._pdf
            words = self._saved(pdf) if how == "saved" else self._printed(pdf)
            if not words:
                return
            self._enter(how, going, hashlib.sha256(pdf).hexdigest())
        except KapdeskError as error:
            look.show_error(self.error, str(error))
            return
        self.done_words = words
        self.accept()

    def _printed(self, pdf: bytes) -> str:
        return f"{self._title} printed." if printer.print_pdf(self, pdf, self._title) else ""

    def _saved(self, pdf: bytes) -> str:
        path = ask.save_file(self, f"Save: {self._title}", paths.documents() / self._file, "PDF (*.pdf)")
        if path is None:
            return ""
        path = path if path.suffix else path.with_suffix(".pdf")
        printer.save_pdf(path, pdf)
        return f"Saved as {path.name}. The file is not encrypted: keep it where nobody else reads it."


def record_dialog(vault: Vault, clock: Callable[[], datetime], day_id: int, parent: QWidget) -> PaperDialog:
    """The record of a day; NotFound."""
    printed = record_printing.record_pdf(vault, day_id, clock())
    client_id = day_scans.client_of(vault, day_id)
    handing = Handing(client_id, "Record of the ketamine session", (Content.MEDICATION, Content.PROGRESS))
    return PaperDialog(
        parent,
        "Record of the ketamine session",
        "ketamine-session.pdf",
        printed.pdf,
        printed.unprintable,
        lambda how, going, sha256: record_printing.enter_printed(vault, day_id, how, clock(), going, sha256),
        lambda part2: record_printing.record_pdf(vault, day_id, clock(), part2).pdf,
        lambda box, dialog: box.ask(vault, clock, handing, dialog),
    )


def blank_dialog(vault: Vault, clock: Callable[[], datetime], client_id: int | None, parent: QWidget) -> PaperDialog:
    """The blank record, for a client or for whoever comes."""
    printed = paper_days.blank_pdf(vault, client_id, clock().date())
    return PaperDialog(
        parent,
        "Blank record of a medicine day",
        "medicine-day-blank.pdf",
        printed.pdf,
        printed.unprintable,
        lambda how, _going, _sha256: paper_days.enter_blank(vault, client_id, how, clock()),
    )
