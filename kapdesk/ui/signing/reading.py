"""Read together: the page exactly as it will be signed, large."""

from PySide6.QtWidgets import QWidget

from kapdesk.ui import look
from kapdesk.ui.papers.preview import Preview, page_steps, unprintable_words
from kapdesk.ui.theme import px
from kapdesk.usecases.paper.papers import PrintedPaper


class ReadStep(QWidget):
    """Shows the pages; what is not there yet is a line to write on."""

    def __init__(self) -> None:
        super().__init__()
        layout = look.column(self, gap=8)
        self.preview = Preview()
        self.preview.setAccessibleName("The paper, to be read together")
        self.preview.setMinimumHeight(px(120))  # a large text leaves little room
        self.gaps = look.label("", "warning", "read_gaps")
        layout.addWidget(self.gaps)
        self._said = look.label("", "warning", "read_unprintable")
        layout.addWidget(self._said)
        self._wait = look.label("Laying out the page…", "muted", "read_wait")
        self._wait.hide()
        layout.addWidget(self._wait)
        layout.addWidget(self.preview, 1)
        layout.addLayout(look.row(None, *page_steps(self.preview, "read_"), None))
        self._sha256 = ""

    def wait(self, gaps: str) -> None:
        """The pages are being laid out."""
        look.show_error(self.gaps, gaps)
        self._wait.setVisible(not self._sha256)

    def show_paper(self, printed: PrintedPaper) -> None:
        """Show the pages as they stand; where one was, when they are the same."""
        self._wait.hide()
        if printed.sha256 != self._sha256:
            self._sha256 = printed.sha256
            self.preview.show_pdf(printed.pdf)
        look.show_error(self._said, unprintable_words(printed.unprintable))

    def start(self) -> None:
        """The page keys scroll."""
        self.preview.setFocus()

    def clear(self) -> None:
        """Let go of the pages."""
        self._sha256 = ""
        self.preview.clear()
