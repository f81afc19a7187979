"""A paper on file as it was filed: page by page, scans one after the other, with a copy for the client."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from kapdesk.domain.authorizations import Content
from kapdesk.domain.disclosures import ForWhom
from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.chart_papers.scan_list import check_pages
from kapdesk.ui.days import moment, shown
from kapdesk.ui.disclosures.entering import Handing
from kapdesk.ui.disclosures.for_whom import ForWhomBox
from kapdesk.ui.flow import Flow, fit
from kapdesk.ui.orders.scans import PictureView
from kapdesk.ui.papers.preview import Preview, page_steps
from kapdesk.ui.signing import copies
from kapdesk.usecases.paper import filed_papers
from kapdesk.usecases.paper.filed_papers import PaperOnFile
from kapdesk.vault.database import Vault


class PaperDialog(QDialog):
    """Shows the exact bytes from memory; `done_words` once a copy was handed over."""

    def __init__(
        self, vault: Vault, clock: Callable[[], datetime], paper_id: int, title: str, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("paper_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self._paper_id = vault, clock, paper_id
        self.done_words = ""
        self.place = 0
        self.paper = filed_papers.get_paper(vault, paper_id)
        layout = look.column(self, gap=10, margin=20)
        heading = look.label(title, "heading", "paper_title")
        heading.setWordWrap(True)
        layout.addWidget(heading)
        layout.addWidget(look.label(_facts(self.paper), "small", "paper_facts"))
        self.error = look.error_line("paper_error")
        layout.addWidget(self.error)
        self.preview = Preview()
        self.preview.setAccessibleName("The paper on file")
        self._places = QStackedWidget()
        self._places.addWidget(self.preview)
        layout.addWidget(self._places, 1)
        layout.addWidget(self._bar())
        self.show_place(0)
        fit(self, 900, 960)

    def _bar(self) -> Flow:
        self._steps = list(page_steps(self.preview, "filed_"))
        self._smaller, self._larger = look.button("−", "picture_smaller"), look.button("+", "picture_larger")
        for one, words, factor in ((self._smaller, "Smaller picture", 0.8), (self._larger, "Larger picture", 1.25)):
            one.setAccessibleName(words)
            one.clicked.connect(partial(self._zoom, factor))
        self._before, self._after = (
            look.button("‹ File before", "file_before"),
            look.button("Next file ›", "file_after"),
        )
        self._before.clicked.connect(lambda: self.show_place(self.place - 1))
        self._after.clicked.connect(lambda: self.show_place(self.place + 1))
        self._which = look.label("", "small", "file_number")
        self._which.setWordWrap(False)
        copy, save = look.button("Print a copy…", "paper_copy"), look.button("Save a copy…", "paper_save")
        copy.clicked.connect(partial(self.copy, "printed"))
        save.clicked.connect(partial(self.copy, "saved"))
        close = look.button("Close", "close_paper", "primary")
        close.clicked.connect(self.accept)
        bar = Flow(gap=8)
        files = [self._before, self._which, self._after]
        self.for_whom = ForWhomBox(ForWhom.CLIENT)
        bar.set_widgets([*self._steps, self._smaller, self._larger, *files, self.for_whom, copy, save, close])
        if len(self.paper.sha256s) < 2:
            for part in files:
                part.hide()
        return bar

    def show_place(self, place: int) -> None:
        """Show one of its files; a sentence where it cannot be shown."""
        of = len(self.paper.sha256s)
        self.place = min(max(0, place), max(0, of - 1))
        look.show_error(self.error, "")
        self._which.setText(f"File {self.place + 1} of {of}")
        self._before.setEnabled(self.place > 0)
        self._after.setEnabled(self.place < of - 1)
        try:
            data = filed_papers.open_paper(self._vault, self._paper_id, self._clock(), self.place)
        except KapdeskError as problem:
            look.show_error(self.error, str(problem))
            return
        pdf = self.paper.media_types[self.place] == "application/pdf"
        for step in self._steps:
            step.setVisible(pdf)
        for button in (self._smaller, self._larger):
            button.setVisible(not pdf)
        while (old := self._places.widget(1)) is not None:
            self._places.removeWidget(old)
            old.deleteLater()
        if pdf:
            self._show_pdf(data)
        else:
            self._show_picture(data)

    def copy(self, how: str) -> None:
        """Print or save a copy for the client, entered in the chart, or for somebody else, entered in the register."""
        look.show_error(self.error, "")
        what = f"Copy of a paper on file: {self.paper.facts.title}"
        handing = Handing(self.paper.client_id, what, (Content.OTHER,), self._paper_id)
        going = self.for_whom.ask(self._vault, self._clock, handing, self)
        if going is None:
            return
        try:
            words = copies.hand_over(self, self._vault, self._clock, self._paper_id, how, self.place, going)
        except KapdeskError as problem:
            look.show_error(self.error, str(problem))
            return
        self.done_words = words or self.done_words
        if words:
            self.accept()

    def _show_pdf(self, data: bytes) -> None:
        self._places.setCurrentIndex(0)
        try:
            check_pages(data)
        except KapdeskError as problem:
            self.preview.clear()
            look.show_error(self.error, str(problem))
            return
        self.preview.show_pdf(data)
        self.preview.setFocus()

    def _show_picture(self, data: bytes) -> None:
        picture = PictureView(data)
        if not picture.shown:
            look.show_error(self.error, "The picture is damaged and cannot be shown. A saved copy may open elsewhere.")
        self._places.setCurrentIndex(self._places.addWidget(picture))

    def _zoom(self, factor: float) -> None:
        picture = self._places.currentWidget()
        if isinstance(picture, PictureView):
            picture.zoom_by(factor)


def _facts(paper: PaperOnFile) -> str:
    """Who signed, when; the wording; the proof."""
    facts = paper.facts
    signed = ", ".join(
        f"{one.role.words.lower()} {one.name}{f', {moment(one.at)}' if one.at else ''}" for one in paper.filled.signed
    )
    parts = [
        f"Signed: {signed}" if signed else f"Came {shown(facts.from_on)}",
        f"version {facts.version}" if facts.version else "",
        f"present: {paper.filled.present}" if paper.filled.present else "",
        f"signed all the same because: {paper.reason}" if paper.reason else "",
        f"filed {moment(paper.filed_at)}",
        f"SHA-256 {paper.sha256s[0][:16]}…" if paper.sha256s else "",
    ]
    return " · ".join(filter(None, parts))
