"""Fields that are typed at the gate: Enter goes to the next one, and after the last it keeps them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QWidget

from kapdesk.ui import look


@dataclass(frozen=True)
class Field:
    """A field: what a BadInput calls it, its words, an example; short ones stand side by side."""

    name: str
    words: str
    example: str = ""
    short: bool = False


class TypedFields(QWidget):
    """A few fields of one line each; `typed` when a key changed one of them."""

    typed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows = look.column(self, gap=8)
        self._fields: dict[str, QLineEdit] = {}
        self._asked: tuple[Field, ...] = ()

    def ask(self, fields: Sequence[Field], values: Mapping[str, str]) -> None:
        """Show these fields with what was typed into them before."""
        if tuple(fields) != self._asked:
            self._build(fields)
        for name, widget in self._fields.items():
            look.mark_wrong(widget, False)
            if widget.text() != values.get(name, ""):
                widget.setText(values.get(name, ""))
        self.setVisible(bool(fields))

    def _build(self, fields: Sequence[Field]) -> None:
        self._asked, self._fields = tuple(fields), {}
        look.clear(self._rows)
        beside: QHBoxLayout | None = None
        for one in fields:
            widget = look.line(f"gate_{one.name}", one.words, one.example)
            widget.setProperty("large", True)
            widget.textEdited.connect(self.typed)
            self._fields[one.name] = widget
            box = look.field(one.words, widget)
            if one.short and beside is None:
                beside = look.row(gap=10)
                self._rows.addLayout(beside)
            if one.short and beside is not None:
                beside.addWidget(box, 1)
            else:
                self._rows.addWidget(box)

    def values(self) -> dict[str, str]:
        """What stands in them, by name."""
        return {name: widget.text() for name, widget in self._fields.items()}

    def put(self, values: Mapping[str, str]) -> None:
        """Type into them."""
        for name, text in values.items():
            self._fields[name].setText(text)
        self.open()
        self.typed.emit()

    def open(self) -> None:
        """Go to the first one that is empty, else to the last."""
        fields = list(self._fields.values())
        if fields:
            first = next((one for one in fields if not one.text()), fields[-1])
            first.setFocus()
            first.setCursorPosition(len(first.text()))

    @property
    def is_open(self) -> bool:
        """Whether one is being typed in."""
        return QApplication.focusWidget() in self._fields.values()

    def enter(self) -> bool:
        """Enter was pressed in one of them: go to the next; True after the last."""
        fields = list(self._fields.values())
        at = next((place for place, one in enumerate(fields) if one is QApplication.focusWidget()), len(fields) - 1)
        if at < len(fields) - 1:
            fields[at + 1].setFocus()
            fields[at + 1].selectAll()
            return False
        return True

    def show_problem(self, name: str) -> None:
        """Frame the field that cannot be kept so, and go to it."""
        for one, widget in self._fields.items():
            look.mark_wrong(widget, one == name)
        found = self._fields.get(name) or next(iter(self._fields.values()), None)
        if found is not None:
            found.setFocus()
