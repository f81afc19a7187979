"""A note that stands in the wrong chart: out of it, with a trace, and begun again where it belongs."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QDialog, QPushButton, QWidget

from kapdesk.domain.notes import Printed
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask
from kapdesk.ui.days import moment, shown
from kapdesk.ui.flow import Flow, fit
from kapdesk.ui.look import button, column, error_line, field, label, line, row, scroll, show_error
from kapdesk.ui.papers.choose_client import ChooseClientDialog
from kapdesk.usecases.medicine_day import session_record
from kapdesk.usecases.people import clients
from kapdesk.usecases.writing import notes
from kapdesk.usecases.writing.notes import NoteHead
from kapdesk.vault.database import Vault

_PRINTED = (
    (Printed.NO, "No"),
    (Printed.YES, "Yes"),
    (Printed.NOT_KNOWN, "Not known"),
)


def choose_other_client(vault: Vault, clock: Callable[[], datetime], words: str, parent: QWidget) -> int | None:
    """Ask for a client; None when the question was closed."""
    dialog = ChooseClientDialog(vault, clock, words, parent)
    dialog.exec()
    client_id = dialog.client_id
    dialog.deleteLater()
    return client_id


class WrongChartDialog(QDialog):
    """What must be known before a signed note is taken out; `done_for` is the draft in the right chart, 0 without one."""

    def __init__(
        self, vault: Vault, clock: Callable[[], datetime], head: NoteHead, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("wrong_chart_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock, self._head = vault, clock, head
        self.right_client: int | None = None
        self.done_for: int | None = None
        outer = column(self, gap=12, margin=24)
        outer.addWidget(label("This note is another client’s", "heading"))
        inside = QWidget()
        layout = column(inside, gap=12)
        words = (
            "It is taken out of this chart: out of its list, its search and its prints. It stays in the practice file as it "
            "was signed, and the history says what happened. For the right client it is begun again as a draft, for you to "
            "read and sign."
        )
        layout.addWidget(label(words, "muted"))
        self.reason = line("wrong_chart_reason", "Why it does not belong here", "such as: written in the wrong window")
        layout.addWidget(field("Why it does not belong here", self.reason))
        layout.addWidget(self._who())
        layout.addWidget(self._was_printed())
        self.session_too = QCheckBox("Its session was not this client’s either: leave it out of this course")
        self.session_too.setObjectName("wrong_chart_session")
        layout.addWidget(self.session_too)
        self.session_too.setVisible(head.session_id is not None)
        if session_record.record_of_note(vault, head.id, clock()) is not None:
            words = (
                "The record of the medicine day was signed with this note. It stays with it and is not copied: in the right "
                "chart the day is entered from paper."
            )
            layout.addWidget(label(words, "warning", "wrong_chart_record"))
        layout.addStretch(1)
        outer.addWidget(scroll(inside), 1)
        self.error = error_line("wrong_chart_error")
        outer.addWidget(self.error)
        cancel = button("Cancel", "cancel_wrong_chart", "primary")
        cancel.clicked.connect(self.reject)
        take_out = button("Take it out of this chart", "take_out", "danger")
        take_out.clicked.connect(self.take_out)
        outer.addLayout(row(None, take_out, cancel))
        fit(self, 620, 560)

    def choose_client(self) -> None:
        """Ask whose note it is."""
        found = choose_other_client(self._vault, self._clock, "Whose note is it?", self)
        if found is not None:
            self.right_client = found
            self._whose.setText(clients.get_client(self._vault, found).name)

    def take_out(self) -> None:
        """Do it, after one question; what is missing is said."""
        chosen = self._printed.checkedId()
        try:
            if not self.reason.text().strip():
                raise BadInput("Say why the note does not belong here.", "reason")
            if chosen < 0:
                raise BadInput("Say whether it was ever printed or handed on; “not known” is an answer too.", "printed")
            sentence = "Take this note out of this chart? It cannot be put back."
            if not ask.confirm(self, sentence, "Take it out"):
                return
            self.done_for = (
                notes.withhold_note(
                    self._vault,
                    self._head.id,
                    self.reason.text(),
                    _PRINTED[chosen][0],
                    self._clock(),
                    self.right_client,
                    self.session_too.isChecked(),
                )
                or 0
            )
        except KapdeskError as problem:
            show_error(self.error, str(problem))
            return
        self.accept()

    def _who(self) -> QWidget:
        choose = button("Choose the client…", "choose_right_client")
        choose.clicked.connect(self.choose_client)
        self._whose = label("nobody chosen: it is only taken out", "muted", "right_client")
        flow = Flow(gap=10)
        flow.set_widgets([choose, self._whose])
        return field("Whose note it is", flow)

    def _was_printed(self) -> QWidget:
        self._printed = QButtonGroup(self)
        answers: list[QWidget] = []
        for number, (_, words) in enumerate(_PRINTED):
            one = button(words, f"printed_{number}", "choice")
            one.setAccessibleName(f"Was it ever printed or handed on? {words}")
            one.setCheckable(True)
            one.toggled.connect(partial(_tick, one, words))
            self._printed.addButton(one, number)
            answers.append(one)
        flow = Flow(gap=8)
        flow.set_widgets(answers)
        known = notes.printings_since(self._vault, self._head.id)
        hint = (
            f"Notes of this client were printed or saved {moment(known[-1], self._clock())}."
            if known
            else f"The desk printed no notes of this client since {shown(self._head.on)}."
        )
        return field("Was it ever printed or handed on?", flow, hint)


def _tick(one: QPushButton, words: str, chosen: bool) -> None:
    one.setText(f"✓ {words}" if chosen else words)
