"""The order as a form, group by group; nothing in it is filled in beforehand but what an earlier version said."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from kapdesk.domain.orders import Order
from kapdesk.errors import BadInput
from kapdesk.ui import look
from kapdesk.ui.details.entry import EntryForm
from kapdesk.ui.orders import fields
from kapdesk.ui.theme import px


class OrderForm(QWidget):
    """The fields; `changed` with each key, `order` reads them, `typed` gives them as they stand."""

    changed = Signal()

    def __init__(self, before: Order | None, prescribers: Mapping[str, int]) -> None:
        super().__init__()
        self._before, self._prescribers = before, prescribers
        start = fields.typed(before) if before else fields.TypedOrder()
        layout = look.column(self, gap=10)
        layout.setContentsMargins(0, 0, px(14), 0)
        self.parts: list[EntryForm] = []
        for group in fields.groups(tuple(prescribers), before is not None):
            layout.addSpacing(px(6) if self.parts else 0)
            layout.addWidget(look.label(group.heading, "heading"))
            if group.hint:
                warns = group.hint == fields.NEVER_STOP
                layout.addWidget(look.label(group.hint, "warning" if warns else "muted"))
            part = EntryForm(group.asks, start)
            self.parts.append(part)
            layout.addWidget(part)
        layout.addStretch(1)
        for widget in self.widgets().values():
            on_change(widget, self.changed.emit)

    def widgets(self) -> dict[str, QWidget]:
        """The fields by their names."""
        return {name: widget for part in self.parts for name, widget in part.fields.items()}

    def typed(self) -> dict[str, str]:
        """What stands in each field, whether it can be kept or not."""
        return {name: words for part in self.parts for name, words in part.typed().items()}

    def put_typed(self, typed: Mapping[str, str]) -> None:
        """Put back what `typed` gave; nothing of it counts as typed."""
        self.blockSignals(True)
        for part in self.parts:
            part.put_typed(typed)
        self.blockSignals(False)

    def order(self) -> tuple[Order, str]:
        """The order as typed, and what changed; BadInput with the field's name."""
        whole = fields.TypedOrder()
        for part in self.parts:
            entry = part.entry()
            whole = fields.merged(whole, entry, part.fields)
        return fields.order_of(whole, self._before or Order(), dict(self._prescribers)), whole.change

    def show_problem(self, problem: BadInput | None) -> QWidget | None:
        """Tell a problem at its field and take the cursor there; None takes all away. The field, when it has one here."""
        told = BadInput("", "") if problem is None else BadInput(str(problem), fields.field_of(problem.field))
        for part in self.parts:
            part.show_problem(told)
        return self.widgets().get(told.field)

    def start(self) -> None:
        """The cursor in the first field."""
        self.parts[0].start()


def on_change(widget: QWidget, told: Callable[[], None]) -> None:
    """Tell each change of a field, whatever its kind."""
    if isinstance(widget, QComboBox):
        signal = widget.editTextChanged if widget.isEditable() else widget.currentIndexChanged
        signal.connect(lambda _: told())
    elif isinstance(widget, QLineEdit):
        widget.textChanged.connect(lambda _: told())
    elif isinstance(widget, QPlainTextEdit):
        widget.textChanged.connect(told)


def prescribers_of(people: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Names to choose from, each with its contact; of two with one name the first."""
    found: dict[str, int] = {}
    for name, contact_id in people:
        found.setdefault(name, contact_id)
    return found
