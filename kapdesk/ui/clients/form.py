"""A client's details as a form; a bad entry is told at its field, and nothing typed is lost."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from kapdesk.domain.clients import Status
from kapdesk.errors import BadInput
from kapdesk.ui.date_field import DateField
from kapdesk.ui.flow import Columns
from kapdesk.ui.look import column, error_line, field, line, mark_wrong, show_error, text_box
from kapdesk.usecases.clients import ClientFacts

_LABELS = {
    "legal_name": "Name",
    "preferred_name": "Called (when different)",
    "pronouns": "Pronouns",
    "birth_date": "Birth date",
    "phone": "Telephone",
    "email": "Email",
    "address": "Address",
    "status": "Status",
    "since": "Client since",
    "referred_by": "Referred by",
    "prescriber": "Prescriber",
    "emergency_contact": "Emergency contact",
    "concerns": "What brings the client",
}
_HINTS = {"emergency_contact": "name, relation, telephone", "prescriber": "name, telephone"}
SHORT: tuple[tuple[str, ...], ...] = (
    ("legal_name", "preferred_name"),
    ("pronouns", "birth_date"),
    ("phone", "email"),
    ("status", "referred_by"),
    ("concerns",),
)
"""What a new client needs."""
WHOLE: tuple[tuple[str, ...], ...] = (
    ("legal_name", "preferred_name"),
    ("pronouns", "birth_date"),
    ("phone", "email"),
    ("address", "emergency_contact"),
    ("prescriber", "referred_by"),
    ("status", "since"),
    ("concerns",),
)
"""Everything on file."""


class ClientForm(QWidget):
    """The fields; `facts` reads them, `show_problem` puts a sentence under the field it is about."""

    def __init__(self, rows: Sequence[Sequence[str]], facts: ClientFacts | None = None) -> None:
        super().__init__()
        self._before = facts or ClientFacts("")
        self._fields: dict[str, QWidget] = {}
        self._errors: dict[str, QLabel] = {}
        layout = column(self, gap=10)
        for names in rows:
            side_by_side = Columns(least=400, gap=14)
            for name in names:
                side_by_side.add(self._boxed(name), 1)
            layout.addWidget(side_by_side)

    def facts(self) -> ClientFacts:
        """The details as typed; BadInput for a day that is none. What the form does not show stays as it was."""
        values = {name: self._value(name) for name in self._fields}
        return replace(self._before, **values)  # type: ignore[arg-type]  # each field gives its own type

    def words(self) -> tuple[str, ...]:
        """All that is typed, to see whether anything was."""
        return tuple(_typed(one) for one in self._fields.values())

    def show_problem(self, error: BadInput) -> bool:
        """Tell an error at its field, and take the cursor there; False when it belongs to no field here."""
        self.clear_problems()
        if error.field not in self._fields:
            return False
        mark_wrong(self._fields[error.field], True)
        show_error(self._errors[error.field], str(error))
        self._fields[error.field].setFocus()
        return True

    def clear_problems(self) -> None:
        """Take the sentences away."""
        for name, one in self._fields.items():
            mark_wrong(one, False)
            show_error(self._errors[name], "")

    def start(self) -> None:
        """The cursor in the first field."""
        next(iter(self._fields.values())).setFocus()

    def _boxed(self, name: str) -> QWidget:
        widget = self._build(name)
        self._fields[name] = widget
        self._errors[name] = error_line(f"{name}_error")
        box = QWidget()
        layout = column(box, gap=2)
        layout.addWidget(field(_LABELS[name], widget))
        layout.addWidget(self._errors[name])
        layout.addStretch(1)
        return box

    def _build(self, name: str) -> QWidget:
        value = getattr(self._before, name)
        if name in ("birth_date", "since"):
            return DateField(name, _LABELS[name], value)
        if name == "status":
            return _status_choice(value)
        if name in ("concerns", "address"):
            box = text_box(name, _LABELS[name], 3 if name == "concerns" else 2)
            box.setPlainText(value)
            box.setMaximumHeight(box.minimumHeight())
            return box
        one = line(name, _LABELS[name], _HINTS.get(name, ""))
        one.setText(value)
        return one

    def _value(self, name: str) -> object:
        widget = self._fields[name]
        if isinstance(widget, DateField):
            return widget.day()
        if isinstance(widget, QComboBox):
            return Status(widget.currentData())
        return _typed(widget)


def label_of(name: str) -> str:
    """What a detail is called on the screen."""
    return _LABELS[name]


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
    box.setAccessibleName(_LABELS["status"])
    for one in Status:
        if one is not Status.ARCHIVED or present is Status.ARCHIVED:
            box.addItem(one.words, one.value)
    box.setCurrentIndex(box.findData(present.value))
    box.setEnabled(present is not Status.ARCHIVED)
    return box
