"""File and copy: the paper as it is filed, its exact bytes, and the client's copy."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kapdesk.domain.signatures import Signature
from kapdesk.ui import look
from kapdesk.ui.days import moment, shown
from kapdesk.ui.flow import Columns
from kapdesk.ui.papers.preview import Preview, page_steps
from kapdesk.ui.theme import px
from kapdesk.usecases.paper.filed_papers import PaperOnFile
from kapdesk.usecases.paper.paper_signing import PaperInHand
from kapdesk.usecases.paper.papers import PrintedPaper

_COPIES = (("Print a copy…", "printed"), ("Save a copy as PDF…", "saved"), ("No copy wanted", "none"))


class FileStep(QWidget):
    """What is filed, and the copy, at the left; the signed page at the right. `copy_wanted`: printed, saved, none."""

    copy_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.preview = Preview()
        self.preview.setAccessibleName("The paper as it is filed")
        self.preview.setMinimumHeight(px(240))
        both = Columns(least=820, gap=16)
        pages = QWidget()
        left = look.column(pages, gap=8)
        left.addWidget(self.preview, 1)
        left.addLayout(look.row(None, *page_steps(self.preview, "file_"), None))
        frame, self._facts = look.card()
        frame.setMinimumWidth(px(280))
        self._heading = look.label("", "heading", "file_heading")
        self._heading.setWordWrap(True)
        self._words = look.label("", "body", "file_words")
        self._proof = look.label("", "small", "file_proof")
        self._proof.setMinimumWidth(px(120))
        self.error = look.error_line("file_error")
        self._given = look.label("", "body", "file_given")
        for one in (self._heading, self._words, self._proof, self.error, self._given):
            self._facts.addWidget(one)
        self._copies = QWidget()
        column = look.column(self._copies, gap=8)
        column.addWidget(look.label("A copy for the client", "strong"))
        self.buttons = {}
        for words, how in _COPIES:
            button = look.button(words, f"copy_{how}")
            button.clicked.connect(partial(self.copy_wanted.emit, how))
            column.addWidget(button)
            self.buttons[how] = button
        self._facts.addWidget(self._copies)
        self._facts.addStretch(1)
        both.add(frame, 2)
        both.add(pages, 3)
        look.column(self).addWidget(look.scroll(both))
        self._shown = ""

    def show_hand(self, hand: PaperInHand, missing: str) -> None:
        """Before it is filed: who signed, and what is missing."""
        self._heading.setText("Ready to be filed" if not missing else "Not complete yet")
        lines = [_signed(one) for one in hand.filled.signed]
        if hand.filled.until:
            lines.append(f"Holds until {shown(hand.filled.until)}.")
        self._words.setText("\n".join([*lines, missing] if missing else lines))
        self._proof.setText("Filed, it can never be changed; it can be narrowed, revoked, or signed anew.")
        self._copies.hide()
        look.show_error(self._given, "")
        look.show_error(self.error, "")

    def show_paper(self, printed: PrintedPaper) -> None:
        """The pages as they would be filed now."""
        self._show_pages(printed.pdf, printed.sha256)

    def show_filed(self, paper: PaperOnFile, pdf: bytes) -> None:
        """On file: its proof, and the copy."""
        self._show_pages(pdf, paper.sha256s[0])
        self._heading.setText("✓ On file")
        self._words.setText("\n".join(_signed(one) for one in paper.filled.signed))
        version = f"Version {paper.facts.version}. " if paper.facts.version else ""
        self._proof.setText(f"{version}SHA-256 {paper.sha256s[0][:16]}…")
        self.buttons["none"].setEnabled(True)
        self._copies.show()

    def say_given(self, words: str) -> None:
        """What became of the copy."""
        look.show_error(self._given, words)
        self.buttons["none"].setEnabled(False)  # said once, or no longer so

    def start(self, filed: bool) -> None:
        """On the first way to hand over a copy, or on the page."""
        if filed:
            self.buttons["printed"].setFocus()
        else:
            self.preview.setFocus()

    def clear(self) -> None:
        """Let go of the pages."""
        self._shown = ""
        self.preview.clear()

    def _show_pages(self, pdf: bytes, sha256: str) -> None:
        if self._shown != sha256:
            self._shown = sha256
            self.preview.show_pdf(pdf)


def _signed(one: Signature) -> str:
    at = f", {moment(one.at)}" if one.at else ""
    return f"✓ {one.role.words}: {one.name}{at}"
