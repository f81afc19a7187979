"""A small dialog: a heading, some fields, an error line, two buttons."""

from collections.abc import Callable
from datetime import date

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask
from kapdesk.ui.date_field import DateField
from kapdesk.ui.look import button, column, error_line, field, label, mark_wrong, row, show_error
from kapdesk.ui.theme import px


class SmallDialog(QDialog):
    """Fields by the names that a use case's BadInput gives them; `act` is what the primary button does.

    `result_undo` is what it returned. Words that were typed are not thrown away without a question.
    """

    def __init__(self, heading: str, verb: str, act: Callable[[], object], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("kapdesk")
        self.setMinimumWidth(px(400))
        self._act = act
        self.result_undo: object = None
        self._fields: dict[str, QWidget] = {}
        self._prose: list[tuple[QPlainTextEdit, str]] = []
        whole = column(self, gap=12, margin=24)
        whole.addWidget(label(heading, "heading"))
        self.inside = column(gap=10)
        whole.addLayout(self.inside, 1)
        self.error = error_line("small_error")
        whole.addWidget(self.error)
        self._cancel = cancel = button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        self.primary = button(verb, "keep", "primary", "Ctrl+Return")
        self.primary.clicked.connect(self.keep)
        whole.addLayout(row(None, cancel, self.primary))

    def add(self, name: str, words: str, widget: QWidget, hint: str = "") -> QWidget:
        """Add a field under its label; `name` is what a problem calls it. Returns both together."""
        first = not self._fields
        self._fields[name] = widget
        if isinstance(widget, DateField):
            self._fields[widget.objectName()] = widget
        if isinstance(widget, QPlainTextEdit):
            self._prose.append((widget, widget.toPlainText()))
        box = field(words, widget, hint)
        self.inside.addWidget(box)
        self.follow(widget)
        if first:
            widget.setFocus()
        return box

    def follow(self, last: QWidget) -> None:
        """Let the buttons come after this widget when one goes on with Tab."""
        self.setTabOrder(last, self._cancel)
        self.setTabOrder(self._cancel, self.primary)

    def keep(self) -> None:
        """Do it, or say why not at its field."""
        for widget in self._fields.values():
            mark_wrong(widget, False)
        try:
            self.result_undo = self._act()
        except KapdeskError as problem:
            self.show_problem(problem)
            return
        self.accept()

    def show_problem(self, problem: KapdeskError) -> None:
        """Say what cannot be kept, and go to its field."""
        show_error(self.error, str(problem))
        wrong = self._fields.get(problem.field) if isinstance(problem, BadInput) else None
        if wrong is not None:
            mark_wrong(wrong, True)
            wrong.setFocus()
        self.grow()

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the words ask for that wrap."""
        super().showEvent(event)
        self.grow()

    def grow(self) -> None:
        """Take the height that the fields need at this width; never less than before."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            needed = layout.totalHeightForWidth(self.width())
            if needed > self.height():
                self.resize(self.width(), needed)

    def reject(self) -> None:
        """Close; what was typed is not thrown away without a question."""
        typed = any(widget.toPlainText() != before for widget, before in self._prose)
        if not typed or ask.confirm(self, "Close without keeping what you typed?", "Close without keeping"):
            super().reject()


def read_day(edit: DateField) -> date:
    """The day in a field; BadInput when there is none."""
    day = edit.day()
    if day is None:
        raise BadInput("Type the day.", edit.objectName())
    return day
