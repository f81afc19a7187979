"""A record as it will be on paper, before it is printed or saved; the finished or the blank one."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Literal

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk import paths
from kapdesk.errors import KapdeskError
from kapdesk.ui import ask, look, printer
from kapdesk.ui.flow import Flow, fit
from kapdesk.ui.papers.preview import Preview, page_steps, unprintable_words
from kapdesk.usecases import paper_days, record_printing
from kapdesk.vault.database import Vault

How = Literal["printed", "saved"]


class PaperDialog(QDialog):
    """Shows the pages; `enter` is told how they left the desk, and `done_words` say it."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        file: str,
        pdf: bytes,
        unprintable: tuple[str, ...],
        enter: Callable[[How], None],
    ) -> None:
        super().__init__(parent)
        self.setObjectName("record_paper_dialog")
        self.setWindowTitle("kapdesk")
        self._title, self._file, self._pdf, self._enter = title, file, pdf, enter
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
        acts.set_widgets([*steps, close, save, show])
        layout.addWidget(acts)
        self.preview.show_pdf(pdf)
        fit(self, 860, 940)

    def hand_out(self, how: How) -> None:
        """Print or save, and enter it in the history."""
        try:
            words = self._saved() if how == "saved" else self._printed()
            if not words:
                return
            self._enter(how)
        except KapdeskError as error:
            look.show_error(self.error, str(error))
            return
        self.done_words = words
        self.accept()

    def _printed(self) -> str:
        return f"{self._title} printed." if printer.print_pdf(self, self._pdf, self._title) else ""

    def _saved(self) -> str:
        path = ask.save_file(self, f"Save: {self._title}", paths.documents() / self._file, "PDF (*.pdf)")
        if path is None:
            return ""
        path = path if path.suffix else path.with_suffix(".pdf")
        printer.save_pdf(path, self._pdf)
        return f"Saved as {path.name}. The file is not encrypted: keep it where nobody else reads it."


def record_dialog(vault: Vault, clock: Callable[[], datetime], day_id: int, parent: QWidget) -> PaperDialog:
    """The record of a day; NotFound."""
    printed = record_printing.record_pdf(vault, day_id, clock())
    return PaperDialog(
        parent,
        "Record of the ketamine session",
        "ketamine-session.pdf",
        printed.pdf,
        printed.unprintable,
        lambda how: record_printing.enter_printed(vault, day_id, how, clock()),
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
        lambda how: paper_days.enter_blank(vault, client_id, how, clock()),
    )
