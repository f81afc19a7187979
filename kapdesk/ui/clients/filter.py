"""Which clients are wanted, as a small form; kept under a name when one is given."""

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.clients import Status
from kapdesk.domain.phases import Phase
from kapdesk.ui.look import button, choice, column, error_line, field, label, line, row, show_error
from kapdesk.ui.theme import px
from kapdesk.usecases.people.client_list import Wanted

OPEN = (
    ("", "Whatever is open"),
    ("due", "Something is due or late"),
    ("unsigned", "Notes to sign"),
    ("missing", "Something is missing"),
)
"""What a list can be narrowed to, and its words."""


class FilterDialog(QDialog):
    """Status, phase, what is open, words of the name; `wanted` and `name` once it was accepted."""

    def __init__(self, present: Wanted, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filter_dialog")
        self.setWindowTitle("kapdesk")
        self.setMinimumWidth(px(400))
        layout = column(self, gap=12, margin=24)
        layout.addWidget(label("Which clients", "heading"))
        self.status = choice("filter_status", "Status")
        self.status.addItem("All current", "")
        for one in Status:
            self.status.addItem(one.words, one.value)
        self.phase = choice("filter_phase", "Phase")
        self.phase.addItem("Any phase", "")
        for phase in Phase:
            self.phase.addItem(phase.words, phase.value)
        self.waits = choice("filter_open", "What is open")
        for value, words in OPEN:
            self.waits.addItem(words, value)
        self.words = line("filter_words", "Words of the name")
        self.words.setText(present.search)
        self.keep_as = line("filter_name", "Keep it under this name", "such as “To call this week”")
        chosen = ((self.status, present.status), (self.phase, present.phase), (self.waits, present.open))
        for box, kept in chosen:
            box.setCurrentIndex(box.findData(str(kept or "")))
        for words, widget in (
            ("Status", self.status),
            ("Phase", self.phase),
            ("What is open", self.waits),
            ("Words of the name", self.words),
            ("Keep it under this name (if you like)", self.keep_as),
        ):
            layout.addWidget(field(words, widget))
        self._error = error_line("filter_error")
        layout.addWidget(self._error)
        cancel = button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        show = button("Show these", "show_these", "primary")
        show.clicked.connect(self.accept)
        layout.addLayout(row(None, cancel, show))

    def wanted(self) -> Wanted:
        """The clients as asked for."""
        status, phase = self.status.currentData(), self.phase.currentData()
        return Wanted(
            self.words.text().strip(),
            Status(status) if status else None,
            Phase(phase) if phase else None,
            self.waits.currentData(),
        )

    def name(self) -> str:
        """The name to keep it under; empty when it is for now only."""
        return self.keep_as.text().strip()

    def show_problem(self, sentence: str) -> None:
        """Say why the view cannot be kept."""
        show_error(self._error, sentence)
