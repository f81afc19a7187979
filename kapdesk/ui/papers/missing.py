"""What a paper still needs, asked for in place and kept on the Practice page; a paper is never printed with a hole."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui.look import button, card, clear, column, error_line, field, label, line, mark_wrong, row, show_error
from kapdesk.ui.theme import px
from kapdesk.usecases import practice
from kapdesk.usecases.papers import Question
from kapdesk.vault.database import Vault


class MissingFacts(QWidget):
    """Asks the questions of one paper; `answered` carries the Undo once the answers are kept."""

    answered = Signal(object)

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock
        self.fields: dict[str, QLineEdit] = {}
        outer = column(self)
        frame, inner = card("Before this can be printed")
        frame.setMaximumWidth(px(520))
        inner.addWidget(label("It is asked once, kept on the Practice page, and stands on every paper.", "muted"))
        self._questions = column(gap=10)
        inner.addLayout(self._questions)
        self._error = error_line("missing_error")
        inner.addWidget(self._error)
        keep = button("Keep and show the paper", "keep_facts", "primary")
        keep.clicked.connect(self.keep)
        inner.addLayout(row(None, keep))
        outer.addWidget(frame)
        outer.addStretch(1)

    def ask(self, questions: Sequence[Question]) -> None:
        """Show the questions of a paper; what is typed for the same questions stays."""
        if [one.field for one in questions] == list(self.fields):
            return
        clear(self._questions)
        self.fields = {}
        show_error(self._error, "")
        for one in questions:
            words = one.words[:1].upper() + one.words[1:]
            self.fields[one.field] = line(one.field, words)
            self.fields[one.field].returnPressed.connect(self.keep)
            self._questions.addWidget(field(words, self.fields[one.field]))

    def keep(self) -> None:
        """Keep the answers; an empty one is pointed at."""
        for one in self.fields.values():
            mark_wrong(one, False)
        empty = [one for one in self.fields.values() if not one.text().strip()]
        if empty:
            mark_wrong(empty[0], True)
            empty[0].setFocus()
            show_error(self._error, "This one is still empty. The paper needs it.")
            return
        values = {_belongs(name, one.text()): one.text() for name, one in self.fields.items()}
        try:
            facts = replace(practice.get_practice(self._vault), **values)  # type: ignore[arg-type]  # all are words
            undo = practice.save_practice(self._vault, facts, self._clock())
        except BadInput as problem:
            wrong = self.fields.get(problem.field)
            if wrong is not None:
                mark_wrong(wrong, True)
                wrong.setFocus()
            show_error(self._error, str(problem))
        except KapdeskError as error:
            show_error(self._error, str(error))
        else:
            self.fields = {}
            self.answered.emit(undo)


def _belongs(name: str, text: str) -> str:
    """Where an answer is kept: an address typed where a telephone number was asked for is the email."""
    return "email" if name == "phone" and "@" in text else name
