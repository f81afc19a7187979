"""Which notes to print or save: this one, a span of days, or all; psychotherapy notes only when asked for by name."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QDialog, QProgressBar, QRadioButton, QWidget

from kapdesk import paths
from kapdesk.domain.authorizations import Content
from kapdesk.domain.disclosures import GoingOut
from kapdesk.errors import Cancelled, KapdeskError
from kapdesk.ui import ask, printer
from kapdesk.ui.date_field import DateField
from kapdesk.ui.disclosures.entering import Handing
from kapdesk.ui.disclosures.for_whom import ForWhomBox
from kapdesk.ui.flow import Flow, fit
from kapdesk.ui.look import button, column, error_line, field, label, line, show_error
from kapdesk.ui.papers.preview import unprintable_words
from kapdesk.ui.tasks import Progress, Tasks
from kapdesk.usecases.writing import note_printing, private_notes
from kapdesk.usecases.writing.note_printing import LAYING_OUT, Chosen, Gathered
from kapdesk.vault.database import Vault

_THIS, _SPAN, _ALL = range(3)


class PrintNotesDialog(QDialog):
    """Prints or saves; `done_words` say what was done. The layout runs on the worker, and Escape stops it.

    Psychotherapy notes are behind the passphrase here too, unless the practice turned that off.
    """

    def __init__(
        self,
        vault: Vault,
        clock: Callable[[], datetime],
        tasks: Tasks,
        client_id: int,
        note_id: int | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("print_notes_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self._tasks = vault, clock, tasks
        self._client_id, self._note_id = client_id, note_id
        self._waiting = 0
        self._must_prove = private_notes.asks_again(vault)
        self.done_words = ""
        layout = column(self, gap=12, margin=24)
        layout.addWidget(label("Print or save notes", "heading"))
        for one in (*self._choices(), *self._more()):
            layout.addWidget(one)
        self._which.idToggled.connect(self._offer_more)
        self._which.button(_THIS).setEnabled(note_id is not None)
        self._which.button(_THIS if note_id is not None else _ALL).setChecked(True)
        layout.addStretch(1)
        self.error = error_line("print_notes_error")
        layout.addWidget(self.error)
        self._progress = QProgressBar()
        self._progress.setRange(0, 100)
        self._progress.setAccessibleName(LAYING_OUT)
        self._progress.hide()
        tasks.progressed.connect(self._show_progress)
        layout.addWidget(self._progress)
        cancel = button("Cancel", "cancel_print_notes")
        cancel.clicked.connect(self.reject)
        self._save = button("Save as PDF…", "save_notes")
        self._save.clicked.connect(partial(self.make, True))
        self._print = button("Print…", "print_notes", "primary", "Ctrl+P")
        self._print.clicked.connect(partial(self.make, False))
        self.for_whom = ForWhomBox()
        acts = Flow(gap=10)
        acts.set_widgets([self.for_whom, cancel, self._save, self._print])
        layout.addWidget(acts)
        fit(self, 600, 420)

    def make(self, save: bool) -> None:
        """Prove the passphrase where it is asked for, gather the notes, lay them out on the worker; then print or save."""
        show_error(self.error, "")
        try:
            chosen = self._chosen()
        except KapdeskError as problem:
            show_error(self.error, str(problem))
            return
        if chosen.private and self._must_prove:
            self._prove(chosen, save)
        else:
            self._lay_out(chosen, save)

    def reject(self) -> None:
        """Close; what is being laid out stops at its next note."""
        self._waiting += 1
        super().reject()

    def _offer_more(self, which: int, chosen: bool) -> None:
        """Drafts and psychotherapy notes go with several notes; a tick that would do nothing cannot be set."""
        if which == _THIS:
            for one in (self.drafts, self.private):
                one.setEnabled(not chosen)
            self.private.setChecked(False)

    def _prove(self, chosen: Chosen, save: bool) -> None:
        typed, folder = self.secret.text(), self._vault.folder
        if not typed:
            show_error(self.error, "Type the passphrase of this practice to print psychotherapy notes.")
            self.secret.setFocus()
            return
        self._begin()
        self._tasks.run(
            "Checking the passphrase",
            lambda progress: private_notes.prove_passphrase(folder, typed, progress),
            partial(self._proved, chosen, save, self._waiting),
            partial(self._refused, self._waiting),
        )

    def _proved(self, chosen: Chosen, save: bool, number: int, _nothing: Any) -> None:
        if number == self._waiting:
            self._must_prove = False
            self.secret.clear()
            self.private.toggled.emit(True)
            self._lay_out(chosen, save)

    def _refused(self, number: int, problem: KapdeskError) -> None:
        if not isinstance(problem, Cancelled):
            private_notes.refused(self._vault, self._client_id, self._clock())
        self._failed(number, problem)
        if number == self._waiting:
            self.secret.selectAll()
            self.secret.setFocus()

    def _lay_out(self, chosen: Chosen, save: bool) -> None:
        going = self._for_whom(chosen)
        if going is None:
            self._busy(False)
            return
        self._begin()
        number = self._waiting
        try:
            gathered = note_printing.gather(self._vault, self._client_id, chosen, self._clock().date(), going.part2)
        except KapdeskError as problem:
            self._failed(number, problem)
            return

        def work(progress: Progress) -> Any:
            def step(words: str, fraction: float) -> None:
                if number != self._waiting:
                    raise Cancelled
                progress(words, fraction)

            return note_printing.lay_out(gathered, step)

        self._tasks.run(
            LAYING_OUT, work, partial(self._hand_out, gathered, going, save, number), partial(self._failed, number)
        )

    def _for_whom(self, chosen: Chosen) -> GoingOut | None:
        contents = [Content.SUMMARY, Content.PROGRESS, Content.ATTENDANCE]
        contents += [Content.NOTES] if chosen.private else []
        handing = Handing(self._client_id, "Notes", tuple(contents))
        return self.for_whom.ask(self._vault, self._clock, handing, self)

    def _begin(self) -> None:
        self._waiting += 1
        self._progress.setValue(0)
        self._busy(True)

    def _show_progress(self, words: str, fraction: float) -> None:
        if words == LAYING_OUT:
            self._progress.setValue(round(100 * fraction))

    def _chosen(self) -> Chosen:
        which = self._which.checkedId()
        if which == _THIS and self._note_id is not None:
            return Chosen(ids=(self._note_id,), drafts=True, private=False)
        first, last = (self.first.day(), self.last.day()) if which == _SPAN else (None, None)
        return Chosen((), first, last, self.drafts.isChecked(), self.private.isChecked())

    def _hand_out(self, gathered: Gathered, going: GoingOut, save: bool, number: int, printed: Any) -> None:
        if number != self._waiting:
            return
        self._busy(False)
        try:
            words = self._saved(printed.pdf) if save else self._printed(printed.pdf)
            if not words:
                return
            note_printing.enter_printed(
                self._vault,
                gathered,
                "saved" if save else "printed",
                self._clock(),
                going,
                hashlib.sha256(printed.pdf).hexdigest(),
            )
        except KapdeskError as problem:
            show_error(self.error, str(problem))
            return
        lacking = unprintable_words(printed.unprintable)
        self.done_words = f"{words} {lacking}".strip()
        self.accept()

    def _printed(self, pdf: bytes) -> str:
        return "Notes printed." if printer.print_pdf(self, pdf, "Notes") else ""

    def _saved(self, pdf: bytes) -> str:
        path = ask.save_file(self, "Save the notes", paths.documents() / "notes.pdf", "PDF (*.pdf)")
        if path is None:
            return ""
        path = path if path.suffix else path.with_suffix(".pdf")
        printer.save_pdf(path, pdf)
        return f"Notes saved as {path.name}. The file is not encrypted: keep it where nobody else reads it."

    def _failed(self, number: int, problem: KapdeskError) -> None:
        if number == self._waiting:
            self._busy(False)
            show_error(self.error, str(problem))

    def _busy(self, busy: bool) -> None:
        self._progress.setVisible(busy)
        for one in (self._save, self._print):
            one.setEnabled(not busy)

    def _choices(self) -> Iterator[QWidget]:
        self._which = QButtonGroup(self)
        for number, (name, words) in enumerate(
            (("this", "This note"), ("span", "Of these days"), ("all", "All notes"))
        ):
            one = QRadioButton(words)
            one.setObjectName(f"print_{name}")
            self._which.addButton(one, number)
            yield self._span(one) if number == _SPAN else one

    def _more(self) -> Iterator[QWidget]:
        """What can go with several notes; psychotherapy notes with the passphrase."""
        self.drafts = QCheckBox("Drafts too, each marked as not signed")
        self.drafts.setObjectName("print_drafts")
        self.private = QCheckBox("Psychotherapy notes too (kept apart; only when you mean to hand them on)")
        self.private.setObjectName("print_private")
        self.secret = line("print_passphrase", "Passphrase of the practice", "", secret=True)
        passphrase = field("Passphrase of the practice", self.secret)
        passphrase.hide()
        self.private.toggled.connect(lambda ticked: passphrase.setVisible(ticked and self._must_prove))
        yield from (self.drafts, self.private, passphrase)

    def _span(self, choice: QRadioButton) -> QWidget:
        self.first = DateField("print_first", "First day")
        self.last = DateField("print_last", "Last day")
        for one in (self.first, self.last):
            one.textEdited.connect(lambda _: choice.setChecked(True))
        flow = Flow(gap=8)
        flow.set_widgets([choice, self.first, label("to"), self.last])
        return flow
