"""A new passphrase, typed twice or made of random words, with an honest estimate."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QWidget

from kapdesk.ui.look import button, column, field, label, line, row
from kapdesk.ui.theme import px


class NewPassphrase(QWidget):
    """Two fields, a meter, a sentence; `changed` when either field does."""

    changed = Signal()

    def __init__(self, known_words: Callable[[], Sequence[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known_words = known_words
        layout = column(self, gap=8)
        self.first = line("new_passphrase", "New passphrase", secret=True)
        self.again = line("repeat_passphrase", "The same passphrase again", secret=True)
        self._meter = QProgressBar()
        self._meter.setRange(0, 4)
        self._meter.setAccessibleName("Strength of the passphrase")
        self._words = label("", "small", "strength")
        self._made = label("", "key", "generated_words")
        self._made.setWordWrap(True)
        self._made.hide()
        make = button("Make one from random words", "generate", "quiet")
        make.clicked.connect(self._generate)
        show = button("Show", "show_passphrase", "quiet")
        show.setCheckable(True)
        show.toggled.connect(self._show)
        layout.addWidget(field("New passphrase", self.first))
        layout.addWidget(self._meter)
        layout.addWidget(self._words)
        layout.addWidget(field("The same again", self.again))
        layout.addLayout(row(make, show, None, gap=4))
        layout.addWidget(self._made)
        self.first.textChanged.connect(self._rate)
        self.again.textChanged.connect(self.changed)
        self._rate()

    def problem(self) -> str:
        """Why this cannot be taken yet; empty when it can."""
        from kapdesk.usecases.house.secrets import rate_passphrase

        strength = rate_passphrase(self.first.text(), self._known_words())
        if not strength.enough:
            return strength.sentence
        if self.first.text() != self.again.text():
            return "The two do not match yet." if self.again.text() else "Type the same passphrase once more."
        return ""

    def text(self) -> str:
        """The passphrase."""
        return self.first.text()

    def wipe(self) -> None:
        """Empty the fields."""
        for one in (self.first, self.again):
            one.clear()
        self._made.clear()
        self._made.hide()

    def _rate(self) -> None:
        from kapdesk.usecases.house.secrets import rate_passphrase

        strength = rate_passphrase(self.first.text(), self._known_words())
        self._meter.setValue(strength.score)
        self._words.setText(strength.sentence)
        self.changed.emit()

    def _generate(self) -> None:
        from kapdesk.usecases.house.secrets import generate_passphrase

        words = generate_passphrase()
        self._made.setText(words)
        self._made.show()
        self.first.setText(words)
        self.again.clear()
        self.again.setFocus()

    def _show(self, on: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        self.first.setEchoMode(mode)
        self.again.setEchoMode(mode)
        self._made.setMinimumHeight(px(24) if self._made.text() else 0)
