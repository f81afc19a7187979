"""One entry as a dialog: what it asks for is a list of fields; a bad one is told at its field, and nothing typed is lost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QPlainTextEdit, QWidget

from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask, look
from kapdesk.ui.date_field import DateField
from kapdesk.ui.flow import Columns, fit
from kapdesk.ui.theme import px
from kapdesk.usecases.house.undo import Undo


@dataclass(frozen=True)
class Ask:
    """A field of an entry: a `line`, a `text` of some lines, a `day`, a `choice`, or words `offered` beside own ones.

    `warn` looks at what is typed and says what it is not sure of; it never refuses.
    """

    name: str
    words: str
    kind: Literal["line", "text", "day", "choice", "offered"] = "line"
    hint: str = ""
    choices: tuple[tuple[str, Any], ...] = ()
    warn: Callable[[str], str] | None = None
    alone: bool = False


class EntryForm(QWidget):
    """The fields of an entry; `entry` reads them."""

    def __init__(self, asks: Sequence[Ask], entry: Any) -> None:
        super().__init__()
        self._asks, self._before = asks, entry
        self.fields: dict[str, QWidget] = {}
        self._errors: dict[str, QLabel] = {}
        layout = look.column(self, gap=10)
        layout.setContentsMargins(0, 0, px(14), 0)
        for together in _rows(asks):
            side_by_side = Columns(least=400, gap=14)
            for one in together:
                side_by_side.add(self._boxed(one), 1)
            layout.addWidget(side_by_side)
        layout.addStretch(1)

    def entry(self) -> Any:
        """The entry as typed; BadInput for a day that is none."""
        return replace(self._before, **{one.name: self._value(one) for one in self._asks})

    def fill(self, entry: Any) -> None:
        """Show another entry."""
        self._before = entry
        for one in self._asks:
            _put(self.fields[one.name], getattr(entry, one.name))

    def words(self) -> tuple[str, ...]:
        """All that is typed, to see whether anything was."""
        return tuple(self.typed().values())

    def typed(self) -> dict[str, str]:
        """What stands in each field, whether it can be kept or not."""
        return {name: _typed(widget) for name, widget in self.fields.items()}

    def put_typed(self, typed: Mapping[str, str]) -> None:
        """Put back what `typed` gave."""
        for name, widget in self.fields.items():
            if name in typed:
                _put_typed(widget, typed[name])

    def show_problem(self, problem: BadInput) -> bool:
        """Tell an error at its field, and take the cursor there; False when it is about none of them."""
        for name, widget in self.fields.items():
            look.mark_wrong(widget, name == problem.field)
            look.show_error(self._errors[name], str(problem) if name == problem.field else "")
        if problem.field in self.fields:
            self.fields[problem.field].setFocus()
        return problem.field in self.fields

    def start(self) -> None:
        """The cursor in the first field."""
        next(iter(self.fields.values())).setFocus()

    def _boxed(self, one: Ask) -> QWidget:
        widget = _build(one, getattr(self._before, one.name))
        self.fields[one.name] = widget
        self._errors[one.name] = look.error_line(f"{one.name}_error")
        box = QWidget()
        layout = look.column(box, gap=2)
        layout.addWidget(look.field(one.words, widget))
        if one.warn is not None:
            layout.addWidget(_warning(one.name, one.warn, widget))
        layout.addWidget(self._errors[one.name])
        layout.addStretch(1)
        return box

    def _value(self, one: Ask) -> Any:
        widget = self.fields[one.name]
        if isinstance(widget, DateField):
            return widget.day()
        if one.kind == "choice":
            assert isinstance(widget, QComboBox)
            return one.choices[widget.currentIndex()][1]
        return _typed(widget)


class Undoing(Protocol):
    """A dialog that does something which can be taken back: `undo` then is the way back."""

    undo: Undo | None

    def exec(self) -> int:
        """Ask."""

    def deleteLater(self) -> None:  # noqa: N802  # Qt's name
        """Let go of it."""


def run_dialog(dialog: Undoing) -> tuple[bool, Undo | None]:
    """Ask, and let go of the dialog: whether something was done, and the way back."""
    done = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return done, dialog.undo if done else None


class EntryDialog(QDialog):
    """An entry's form with Save, Cancel and, for one that is kept already, Remove; `undo` once something was done that
    can be taken back.
    """

    def __init__(
        self,
        heading: str,
        asks: Sequence[Ask],
        entry: Any,
        keep: Callable[[Any], Undo | None],
        remove: Callable[[], Undo] | None = None,
        parent: QWidget | None = None,
        hint: str = "",
    ) -> None:
        super().__init__(parent)
        self.setObjectName("entry_dialog")
        self.setWindowTitle("kapdesk")
        self._keep, self._remove = keep, remove
        self.undo: Undo | None = None
        layout = look.column(self, gap=12, margin=24)
        layout.addWidget(look.label(heading, "heading"))
        if hint:
            layout.addWidget(look.label(hint, "muted"))
        self.form = EntryForm(asks, entry)
        layout.addWidget(look.scroll(self.form), 1)
        self._error = look.error_line("entry_error")
        layout.addWidget(self._error)
        cancel = look.button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        save = look.button("Save", "save_entry", "primary")
        save.clicked.connect(self.save)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.save)
        out = look.button("Remove", "remove_entry", "danger")
        out.clicked.connect(self.remove)
        layout.addLayout(look.row(out, None, cancel, save))
        out.setVisible(remove is not None)
        self._nothing = self.form.words()
        fit(self, 600, min(660, 250 + 66 * len(list(_rows(asks)))))

    def save(self) -> None:
        """Keep the entry, or say at the field why not."""
        self._run(lambda: self._keep(self.form.entry()))

    def remove(self) -> None:
        """Take the entry out; it can be taken back from the message bar."""
        if self._remove is not None:
            self._run(self._remove)

    def reject(self) -> None:
        """Close; something typed is not thrown away without a question."""
        typed = self.form.words() != self._nothing
        if not typed or ask.confirm(self, "Close this form? What you typed is not kept.", "Close without keeping"):
            super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        """The cursor stands in the first field."""
        super().showEvent(event)
        self.form.start()

    def _run(self, act: Callable[[], Undo | None]) -> None:
        look.show_error(self._error, "")
        try:
            self.undo = act()
        except BadInput as problem:
            if not self.form.show_problem(problem):
                look.show_error(self._error, str(problem))
        except KapdeskError as error:
            look.show_error(self._error, str(error))
        else:
            self.accept()


def _rows(asks: Sequence[Ask]) -> list[list[Ask]]:
    """Fields two by two; those of several lines by themselves."""
    rows: list[list[Ask]] = []
    for one in asks:
        alone = one.alone or one.kind in ("text", "offered")
        if (
            rows
            and len(rows[-1]) == 1
            and not alone
            and not (rows[-1][0].alone or rows[-1][0].kind in ("text", "offered"))
        ):
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def _build(one: Ask, value: Any) -> QWidget:
    widget: QWidget
    if one.kind == "day":
        return DateField(one.name, one.words, value)
    if one.kind == "text":
        widget = look.text_box(one.name, one.words, 2)
    elif one.kind == "line":
        widget = look.line(one.name, one.words, one.hint)
    else:
        widget = look.choice(one.name, one.words)
        for words, each in one.choices:
            widget.addItem(words, each)
        if one.kind == "offered":
            own = look.line(f"{one.name}_words", one.words, one.hint)
            widget.setEditable(True)
            widget.setLineEdit(own)
            widget.setMaxVisibleItems(16)
    _put(widget, value)
    return widget


def _put(widget: QWidget, value: Any) -> None:
    if isinstance(widget, DateField):
        widget.set_day(value)
    elif isinstance(widget, QComboBox) and widget.isEditable():
        widget.setCurrentIndex(-1)
        widget.setEditText(value)
    elif isinstance(widget, QComboBox):
        values = [widget.itemData(at) for at in range(widget.count())]
        widget.setCurrentIndex(values.index(value) if value in values else 0)
    elif isinstance(widget, QPlainTextEdit):
        widget.setPlainText(value)
    elif isinstance(widget, QLineEdit):
        widget.setText(value)


def _put_typed(widget: QWidget, words: str) -> None:
    if isinstance(widget, QComboBox) and not widget.isEditable():
        widget.setCurrentIndex(max(0, widget.findText(words)))
    elif isinstance(widget, DateField):
        widget.setText(words)
    else:
        _put(widget, words)


def _typed(widget: QWidget) -> str:
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    assert isinstance(widget, QLineEdit)
    return widget.text()


def _warning(name: str, warn: Callable[[str], str], widget: QWidget) -> QLabel:
    """A line that says what is not sure about the words in the field."""
    said = look.label("", "warning", f"{name}_warning")
    assert isinstance(widget, QLineEdit)

    def say(words: str) -> None:
        look.show_error(said, warn(words))

    widget.textChanged.connect(say)
    say(widget.text())
    return said
