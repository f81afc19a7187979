"""Save a wording as a new version: what kind of change it is is asked, never guessed."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.ui.flow import fit
from kapdesk.ui.look import button, card, column, label, row, scroll
from kapdesk.usecases.paper.proof import no_longer_says
from kapdesk.usecases.paper.wording import Change, CurrentWording

_KINDS: tuple[tuple[Change, str, str], ...] = (
    (
        "wording",
        "&Wording only",
        "The meaning stays: spelling, plainer words, another order. Nobody needs to be told.",
    ),
    (
        "material",
        "&Material",
        "The meaning changes: a risk, a right, a fee, what somebody agrees to. Who signed an older one is asked again.",
    ),
)


class SaveVersionDialog(QDialog):
    """Asks for the kind of change; `change` is the answer, None when it was closed. `signers` go by a signed older version."""

    def __init__(
        self, title: str, differs: str, warnings: Sequence[str], parent: QWidget | None = None, signers: int = 0
    ) -> None:
        super().__init__(parent)
        self.setObjectName("save_version_dialog")
        self.setWindowTitle("kapdesk")
        self.change: Change | None = None
        layout = column(self, gap=12, margin=24)
        heading = label(f"Save “{title}” as a new version", "heading")
        heading.setWordWrap(True)
        layout.addWidget(heading)
        inside = QWidget()
        words = column(inside, gap=12)
        words.addWidget(label(differs, "muted", "what_differs"))
        for warning in warnings:
            words.addWidget(label(warning, "warning"))
        words.addWidget(label("Is it a change of words only, or of what the paper says?"))
        for change, verb, meaning in _KINDS:
            frame, box = card()
            choose = button(verb, f"save_{change}")
            choose.setAccessibleDescription(meaning)
            choose.setAutoDefault(True)
            choose.clicked.connect(lambda _=False, change=change: self.choose(change))
            box.addLayout(row(choose, None))
            box.addWidget(label(meaning, "small"))
            if change == "material" and signers:
                box.addWidget(label(f"Due again for {clients_in_words(signers)}.", "warning", "due_again"))
            words.addWidget(frame)
        words.addStretch(1)
        layout.addWidget(scroll(inside), 1)
        cancel = button("Cancel", "cancel_save")
        cancel.clicked.connect(self.reject)
        layout.addLayout(row(None, cancel))
        fit(self, 540, 580)
        cancel.setAutoDefault(True)
        cancel.setDefault(True)  # Enter alone must not say what kind of change it is
        cancel.setFocus()

    def choose(self, change: Change) -> None:
        """Take an answer."""
        self.change = change
        self.accept()


def clients_in_words(number: int) -> str:
    """`1 client`, `3 clients`."""
    return "1 client" if number == 1 else f"{number:,} clients"


def lacking_question(kind: str, lacking: Sequence[str]) -> tuple[str, str, str]:
    """What is asked before a text is saved that says nothing of a part it must have: the question, its verb, what else to say."""
    return (
        f"{no_longer_says(kind, lacking)} A paper of this kind should. Save all the same?",
        "Save all the same",
        "kapdesk looks for certain words. If your text says the same in other words, it is covered; your attorney can tell.",
    )


def saved_words(saved: CurrentWording, change: Change, signers: int) -> str:
    """What is said of a version that was saved."""
    words = f"Version {saved.version} of “{saved.text.title}” saved. It is printed from now on."
    if change == "material" and signers:
        words += f" It is due again for {clients_in_words(signers)}."
    return words
