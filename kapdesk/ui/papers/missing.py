"""What a paper still needs, asked for in place; a paper is never printed with a hole, but may have lines to write on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui.flow import Flow
from kapdesk.ui.look import (
    button,
    card,
    clear,
    column,
    error_line,
    field,
    label,
    line,
    mark_wrong,
    scroll,
    show_error,
    text_box,
)
from kapdesk.ui.theme import px
from kapdesk.usecases.house import practice
from kapdesk.usecases.paper import papers
from kapdesk.usecases.paper.papers import Question
from kapdesk.vault.database import Vault

_LONG = frozenset(
    ("letter_words", "prescriber_instructions", "release_what", "enclosed", "fees", "ketamine_fees", "board_contact")
) | {"state_notice", "recipient_address", "client_address"}
"""Fields whose answers have several lines."""
_WHERE = {
    "facts": "It is asked once, kept on the Practice page, and stands on every paper.",
    "papers": "It is your practice’s, and offered again for the next paper.",
    "once": "It is for this print only. What belongs in the chart, enter there.",
}
_EMPTY = "This one is still empty. The paper needs it. For a line to write on, choose “Lines where it is empty”."
_KEEP_AFTER = 1_500
"""Milliseconds after the first key that is not kept, as in a note."""


class MissingFacts(QWidget):
    """Asks the questions of one paper; `answered` carries the Undo (or None) once the answers are kept, `typed` what stands
    there at a pause, `lines_wanted` when what is empty should be lines.
    """

    answered = Signal(object)
    typed = Signal(object)
    lines_wanted = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock
        self.fields: dict[str, QLineEdit | QPlainTextEdit] = {}
        self._asked: list[Question] = []
        self._language = "en"
        self._language = "en"
        self._timer = QTimer(self, singleShot=True, interval=_KEEP_AFTER)
        self._timer.timeout.connect(self.keep_typing)
        outer = column(self)
        inside = QWidget()
        whole = column(inside)
        frame, inner = card("Before this can be printed")
        frame.setMaximumWidth(px(560))
        self._questions = column(gap=10)
        inner.addLayout(self._questions)
        self._error = error_line("missing_error")
        inner.addWidget(self._error)
        keep = button("Keep and show the paper", "keep_facts", "primary")
        keep.clicked.connect(self.keep)
        self._lines = button("Lines where it is empty", "lines_for_missing")
        self._lines.clicked.connect(self._want_lines)
        acts = Flow(gap=10)
        acts.set_widgets([keep, self._lines])
        inner.addWidget(acts)
        whole.addWidget(frame)
        whole.addStretch(1)
        outer.addWidget(scroll(inside))

    def ask(self, questions: Sequence[Question], given: Mapping[str, str] | None = None, language: str = "en") -> None:
        """Show the questions of a paper with what was typed before; what stands there for the same questions stays."""
        if list(questions) == self._asked and language == self._language and self.fields:
            return
        self._language = language
        clear(self._questions)
        self.fields, self._asked, self._language = {}, list(questions), language
        show_error(self._error, "")
        for keep, where in _WHERE.items():
            mine = [one for one in questions if one.keep == keep]
            if mine:
                self._questions.addWidget(label(where, "muted"))
            for one in mine:
                self._questions.addWidget(self._field(one, (given or {}).get(one.field, "")))

    def values(self) -> dict[str, str]:
        """What stands in the fields."""
        return {name: _text(one) for name, one in self.fields.items()}

    def keep(self) -> None:
        """Keep the answers; an empty one is pointed at."""
        for one in self.fields.values():
            mark_wrong(one, False)
        empty = [one for one in self.fields.values() if not _text(one).strip()]
        if empty:
            self._point_at(empty[0], _EMPTY)
            return
        self._finish()

    def forget(self) -> None:
        """Let go of the questions."""
        self._timer.stop()
        self.fields, self._asked = {}, []

    def keep_typing(self) -> None:
        """Tell what stands there now."""
        self._timer.stop()
        if self.fields:
            self.typed.emit(self.values())

    def _want_lines(self) -> None:
        """Keep what was typed, and leave lines for the rest."""
        self.lines_wanted.emit()
        self._finish()

    def _finish(self) -> None:
        """Keep what is the practice's; the rest goes with `typed`."""
        try:
            undo = self._keep_facts()
        except BadInput as problem:
            wrong = self.fields.get(problem.field)
            if wrong is not None:
                self._point_at(wrong, str(problem))
            show_error(self._error, str(problem))
        except KapdeskError as error:
            show_error(self._error, str(error))
        else:
            self.keep_typing()
            self.forget()
            self.answered.emit(undo)

    def _keep_facts(self) -> object:
        """The practice's facts and what it says on its papers; the Undo of the facts."""
        given = {one.field: self.values()[one.field] for one in self._asked if self.values()[one.field].strip()}
        kept = {one.field: given[one.field] for one in self._asked if one.keep == "papers" and one.field in given}
        facts = {_belongs(one.field, given[one.field]): given[one.field] for one in self._asked_facts(given)}
        undo = None
        if facts:
            new = replace(practice.get_practice(self._vault), **facts)  # type: ignore[arg-type]  # all are words
            undo = practice.save_practice(self._vault, new, self._clock())
        if kept:
            papers.keep_answers(self._vault, kept, self._language)
        return undo

    def _asked_facts(self, given: Mapping[str, str]) -> list[Question]:
        return [one for one in self._asked if one.keep == "facts" and one.field in given]

    def _field(self, one: Question, given: str) -> QWidget:
        words = one.words[:1].upper() + one.words[1:]
        if one.field in _LONG:
            box = text_box(one.field, words, 3)
            box.setPlainText(given)
            box.textChanged.connect(self._soon)
            self.fields[one.field] = box
        else:
            single = line(one.field, words)
            single.setText(given)
            single.textEdited.connect(self._soon)
            single.returnPressed.connect(self.keep)
            self.fields[one.field] = single
        return field(words, self.fields[one.field])

    def _soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _point_at(self, wrong: QWidget, sentence: str) -> None:
        mark_wrong(wrong, True)
        wrong.setFocus()
        show_error(self._error, sentence)


def _text(widget: QLineEdit | QPlainTextEdit) -> str:
    return widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()


def _belongs(name: str, text: str) -> str:
    """Where an answer is kept: an address typed where a telephone number was asked for is the email."""
    return "email" if name == "phone" and "@" in text else name
