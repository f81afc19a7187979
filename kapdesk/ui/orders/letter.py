"""The letter to the prescriber: its parts at the left, the page as it will be at the right; printing or saving enters it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Literal

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QWidget

from kapdesk import paths
from kapdesk.domain.authorizations import PART2_WARNING, Cover, Found
from kapdesk.domain.disclosures import Disclosure
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask, look, printer
from kapdesk.ui.disclosures.entering import may_go
from kapdesk.ui.flow import Columns, Flow, fit, roomy
from kapdesk.ui.orders.letter_form import LetterForm
from kapdesk.ui.papers.preview import Preview, page_steps, unprintable_words
from kapdesk.ui.theme import px
from kapdesk.usecases.people import clients, form_drafts
from kapdesk.usecases.prescribing import letters
from kapdesk.usecases.prescribing.letters import MadeLetter
from kapdesk.usecases.register import authorizations
from kapdesk.vault.database import Vault

_TITLE = "Letter to the prescriber"
_DRAW_AFTER = 350
"""Milliseconds after the last key until the page is laid out anew; that takes some 50 ms."""


class LetterDialog(QDialog):
    """Puts the letter together; `done_words` say what was printed or saved. What is typed is kept however it is closed."""

    def __init__(self, vault: Vault, clock: Callable[[], datetime], client_id: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("letter_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self._client_id = vault, clock, client_id
        self.done_words = ""
        self.made: MadeLetter | None = None
        layout = look.column(self, gap=12, margin=20)
        heading = look.label(f"Letter to the prescriber about {clients.get_client(vault, client_id).name}", "heading")
        heading.setWordWrap(True)
        layout.addWidget(heading)
        self.form = LetterForm(letters.offer(vault, client_id, clock().date()), clock().date())
        self._empty = self._nothing = self.form.typed()
        self._timer = QTimer(self, singleShot=True, interval=_DRAW_AFTER)
        self._timer.timeout.connect(self._typed)
        sides = Columns(least=600, gap=16)
        parts = look.scroll(self.form)
        parts.setMinimumHeight(px(260))
        sides.add(parts, 1)
        sides.add(self._page(), 1)
        layout.addWidget(roomy(sides), 1)
        self.error = look.error_line("letter_error")
        layout.addWidget(self.error)
        layout.addWidget(self._acts())
        draft = form_drafts.get_form(vault, client_id, "letter")
        if draft is not None:
            self.form.put_typed(draft.typed)
            self._nothing = self.form.typed()
        self.form.changed.connect(self._timer.start)
        self.draw()
        self.form.start()
        fit(self, 1180, 860)

    def _typed(self) -> None:
        self.draw()
        self._keep()

    def draw(self) -> None:
        """Lay the page out as it is chosen now; what is missing is said below the page."""
        self._timer.stop()
        self.made = None
        try:
            self.made = letters.make_letter(self._vault, self._client_id, self.form.letter(), self._clock().date())
        except BadInput as problem:
            self.preview.clear()
            self._pages.setText(str(problem))
            look.show_error(self._lacking, "")
        else:
            self.preview.show_pdf(self.made.pdf, stay=True)
            long = self.made.pages > 1
            self._pages.setText(f"{self.made.pages} pages; shorten it or go on." if long else "One page.")
            look.show_error(self._lacking, unprintable_words(self.made.unprintable))
            look.set_role(self._pages, "warning" if long else "small")
        for one in (self._print, self._save):
            one.setEnabled(self.made is not None)
        self._say_cover()

    def _cover(self, made: MadeLetter, entry: Disclosure) -> Cover | None:
        today = self._clock().date()
        return authorizations.look(self._vault, self._client_id, entry.to_whom, made.contents, entry.basis, today)

    def _say_cover(self) -> None:
        """What the releases and Part 2 say about the letter, before it goes."""
        entry = self.form.disclosure()
        cover = self._cover(self.made, entry) if self.made is not None else None
        part2 = PART2_WARNING if self.made is not None and self.made.part2 else ""
        look.show_error(self._release, "\n".join(filter(None, (cover.sentence if cover else "", part2))))
        look.set_role(self._release, "warning" if part2 or (cover is not None and cover.asks) else "muted")

    def hand_out(self, save: bool) -> None:
        """Print the letter or save it as PDF, and enter it as disclosed in the same act."""
        self.draw()
        look.show_error(self.error, "")
        made = self.made
        if made is None:
            return
        try:
            entry = self.form.disclosure()
            letters.check_disclosure(made, entry, self._clock().date())
            cover = self._cover(made, entry)
            if not may_go(self, replace(entry, part2=made.part2), cover):
                return
            if cover is not None and cover.found in (Found.COVERED, Found.LOOK, Found.NARROWER):
                entry = replace(entry, paper_id=cover.paper_id)
            words = self._saved(made.pdf) if save else self._printed(made.pdf)
        except BadInput as problem:
            if not self.form.show_problem(problem):
                look.show_error(self.error, str(problem))
            return
        except KapdeskError as error:
            look.show_error(self.error, str(error))
            return
        if words:
            self._enter(made, entry, "saved" if save else "printed", words)

    def _enter(self, made: MadeLetter, entry: Disclosure, how: Literal["printed", "saved"], words: str) -> None:
        """Enter what left the desk; that this failed must not stay unseen."""
        try:
            letters.hand_out(self._vault, made, how, entry, self.form.told_how(), self._clock())
            form_drafts.keep_form(self._vault, self._client_id, "letter", None, self._clock())
        except KapdeskError as error:
            sentence = f"{words} But it could not be entered as disclosed: {error} Enter it by hand under Disclosures."
            look.show_error(self.error, sentence)
            return
        self._nothing = self.form.typed()  # nothing is left to keep
        self.done_words = f"{words} Entered in the register of disclosures."
        self.accept()

    def reject(self) -> None:
        """Close; what is typed is kept first, and what cannot be kept stays in sight."""
        if self._keep():
            super().reject()

    def done(self, result: int) -> None:
        """Close whatever comes, at a lock for instance; keep what can be kept."""
        self._keep()
        super().done(result)

    def _keep(self) -> bool:
        typed = self.form.typed()
        if typed == self._nothing:
            return True
        try:
            form_drafts.keep_form(self._vault, self._client_id, "letter", typed, self._clock())
        except KapdeskError as error:
            look.show_error(self.error, f"Not kept. {error}")
            return False
        self._nothing = typed
        return True

    def discard(self) -> None:
        """Throw away what was typed, after a question."""
        if self.form.typed() != self._empty and not ask.confirm(self, "Throw this letter away?", "Throw away"):
            return
        form_drafts.keep_form(self._vault, self._client_id, "letter", None, self._clock())
        self._nothing = self.form.typed()
        self.reject()

    def _page(self) -> QWidget:
        place = QWidget()
        column = look.column(place, gap=8)
        self.preview = Preview()
        self.preview.setAccessibleName("Preview of the letter")
        steps: Sequence[QWidget] = page_steps(self.preview, "letter_")
        self._pages = look.label("", "small", "letter_pages")
        above = Flow(gap=8)
        above.set_widgets([*steps])
        column.addWidget(above)
        column.addWidget(self.preview, 1)
        column.addWidget(self._pages)
        self._lacking = look.label("", "warning", "letter_lacking")
        self._lacking.hide()
        column.addWidget(self._lacking)
        self._release = look.label("", "warning", "letter_release")
        self._release.hide()
        column.addWidget(self._release)
        return place

    def _acts(self) -> QWidget:
        discard = look.button("Discard", "discard_letter", "quiet")
        discard.clicked.connect(self.discard)
        close = look.button("Close", "close_letter")
        close.setAccessibleName("Close; what you typed is kept")
        close.clicked.connect(self.reject)
        self._save = look.button("Save as PDF…", "save_letter")
        self._save.clicked.connect(partial(self.hand_out, True))
        self._print = look.button("Print…", "print_letter", "primary", "Ctrl+P")
        self._print.setDefault(False)  # Enter in a field of one line must not print
        self._print.setAutoDefault(False)
        self._print.clicked.connect(partial(self.hand_out, False))
        acts = Flow(gap=10)
        acts.set_widgets([discard, close, self._save, self._print])
        return acts

    def _printed(self, pdf: bytes) -> str:
        return "Letter printed." if printer.print_pdf(self, pdf, _TITLE) else ""

    def _saved(self, pdf: bytes) -> str:
        path = ask.save_file(self, "Save the letter", paths.documents() / "letter.pdf", "PDF (*.pdf)")
        if path is None:
            return ""
        path = path if path.suffix else path.with_suffix(".pdf")
        printer.save_pdf(path, pdf)
        return f"Letter saved as {path.name}; the file is not encrypted."
