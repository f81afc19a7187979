"""A client's details as a form; a bad entry is told at its field, and nothing typed is lost."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from kapdesk.domain.clients import Status
from kapdesk.domain.contacts import Answer
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui.date_field import DateField
from kapdesk.ui.flow import Columns
from kapdesk.ui.look import choice, column, error_line, field, line, mark_wrong, show_error, text_box
from kapdesk.ui.theme import px
from kapdesk.usecases.people.clients import ClientFacts, FirstWays

WORDS = {
    "legal_name": ("Name", ""),
    "preferred_name": ("Called (when different)", ""),
    "pronouns": ("Pronouns", ""),
    "birth_date": ("Birth date", ""),
    "phone": ("Telephone", ""),
    "may_leave_message": ("May I leave a message there?", ""),
    "email": ("Email", ""),
    "address": ("Address", ""),
    "language": ("Language", ""),
    "occupation": ("Occupation", ""),
    "referred_by": ("Referred by", ""),
    "insurance": ("Insurance", "in words"),
    "status": ("Status", ""),
    "since": ("Client since", ""),
    "concerns": ("What brings the client", ""),
    "goals": ("Goals, in the client's words", ""),
}
"""What each detail is called, and what its field suggests."""
SHORT = (
    "legal_name",
    "phone",
    "referred_by",
    "email",
    "concerns",
    "may_leave_message",
    "status",
    "preferred_name",
    "pronouns",
    "birth_date",
)
"""What is asked on a first call, what is heard first standing first."""
WHOLE = (
    "legal_name",
    "preferred_name",
    "pronouns",
    "birth_date",
    "address",
    "language",
    "occupation",
    "referred_by",
    "insurance",
    "status",
    "since",
    "concerns",
    "goals",
)
"""A client's own details; ways to reach her and the people around her are entered one by one."""
_ALONE = ("address", "concerns", "goals")
_FACTS = tuple(one.name for one in fields(ClientFacts))


class ClientForm(QWidget):
    """The fields; `facts` reads them, `show_problem` puts a sentence under the field it is about, else on `error`."""

    def __init__(self, names: Sequence[str], facts: ClientFacts | None = None) -> None:
        super().__init__()
        self._before = facts or ClientFacts("")
        self.fields: dict[str, QWidget] = {}
        self._errors: dict[str, QLabel] = {}
        layout = column(self, gap=10)
        layout.setContentsMargins(0, 0, px(14), 0)
        for together in _pairs(names):
            side_by_side = Columns(least=400, gap=14)
            for name in together:
                side_by_side.add(self._boxed(name), 1)
            layout.addWidget(side_by_side)
        self.error = error_line("form_error")
        layout.addWidget(self.error)
        layout.addStretch(1)

    def facts(self) -> ClientFacts:
        """The details as typed; BadInput for a day that is none. What the form does not show stays as it was."""
        values = {name: self._value(name) for name in self.fields if name in _FACTS}
        return replace(self._before, **values)  # type: ignore[arg-type]  # each field gives its own type

    def ways(self) -> FirstWays:
        """How the client is reached, where the form asks for it."""
        asked = {name: self._value(name) for name in self.fields if name not in _FACTS}
        return FirstWays(**asked)  # type: ignore[arg-type]  # each field gives its own type

    def words(self) -> tuple[str, ...]:
        """All that is typed, to see whether anything was."""
        return tuple(_typed(one) for one in self.fields.values())

    def show_problem(self, problem: KapdeskError) -> None:
        """Tell an error at its field, and take the cursor there."""
        self.clear_problems()
        named = problem.field if isinstance(problem, BadInput) else ""
        if named not in self.fields:
            show_error(self.error, str(problem))
            return
        mark_wrong(self.fields[named], True)
        show_error(self._errors[named], str(problem))
        self.fields[named].setFocus()

    def clear_problems(self) -> None:
        """Take the sentences away."""
        show_error(self.error, "")
        for name, one in self.fields.items():
            mark_wrong(one, False)
            show_error(self._errors[name], "")

    def start(self) -> None:
        """The cursor in the first field."""
        next(iter(self.fields.values())).setFocus()

    def _boxed(self, name: str) -> QWidget:
        widget = self._build(name)
        self.fields[name] = widget
        self._errors[name] = error_line(f"{name}_error")
        box = QWidget()
        layout = column(box, gap=2)
        layout.addWidget(field(WORDS[name][0], widget))
        layout.addWidget(self._errors[name])
        layout.addStretch(1)
        return box

    def _build(self, name: str) -> QWidget:
        value: Any = getattr(self._before, name, "")
        words, hint = WORDS[name]
        if name in ("birth_date", "since"):
            return DateField(name, words, value)
        if name == "status":
            return _status_choice(value)
        if name == "may_leave_message":
            return answer_choice(name, words)
        if name in _ALONE:
            box = text_box(name, words, 2 if name == "address" else 3)
            box.setPlainText(value)
            box.setMaximumHeight(box.minimumHeight())
            return box
        one = line(name, words, hint)
        one.setText(value)
        return one

    def _value(self, name: str) -> object:
        widget = self.fields[name]
        if isinstance(widget, DateField):
            return widget.day()
        if isinstance(widget, QComboBox):
            return (Status if name == "status" else Answer)(widget.currentData())
        return _typed(widget)


def answer_choice(name: str, words: str, present: Answer = Answer.NOT_ASKED) -> QComboBox:
    """A question with three answers, “not asked” among them, so that none is taken for granted."""
    box = choice(name, words)
    for one in Answer:
        box.addItem(one.words, one.value)
    box.setCurrentIndex(box.findData(present.value))
    return box


def _pairs(names: Sequence[str]) -> list[list[str]]:
    """Fields two by two; those of several lines by themselves."""
    rows: list[list[str]] = []
    for name in names:
        if rows and len(rows[-1]) == 1 and name not in _ALONE and rows[-1][0] not in _ALONE:
            rows[-1].append(name)
        else:
            rows.append([name])
    return rows


def _typed(widget: QWidget) -> str:
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    assert isinstance(widget, QLineEdit)
    return widget.text()


def _status_choice(present: Status) -> QComboBox:
    box = QComboBox()
    box.setObjectName("status")
    box.setAccessibleName(WORDS["status"][0])
    for one in Status:
        if one is not Status.ARCHIVED or present is Status.ARCHIVED:
            box.addItem(one.words, one.value)
    box.setCurrentIndex(box.findData(present.value))
    box.setEnabled(present is not Status.ARCHIVED)
    return box
