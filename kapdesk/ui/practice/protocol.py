"""The protocol: the practice's figures for courses to come, each with its source."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kapdesk.domain.protocol import FIGURES, FOUNDING
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import look
from kapdesk.ui.figures import FigureFields
from kapdesk.usecases.course import protocol
from kapdesk.vault.database import Vault

_WORDS = (
    "What new courses are measured against. Each figure is a start value with its source, never a rule: change what is done "
    "differently here."
)
_OF_COURSES = (
    "A course copies these figures when it starts. Courses that are running keep their own; change those in the chart, under "
    "“More” and “Figures of this course…”."
)


class ProtocolForm(QWidget):
    """Every figure as a field; saved as a whole, with undo."""

    said = Signal(str, object)
    changed = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._vault, self._clock = vault, clock
        frame, layout = look.card("Protocol")
        layout.addWidget(look.label(_WORDS, "muted"))
        layout.addWidget(look.label(_OF_COURSES, "muted", "protocol_of_courses"))
        self.fields = FigureFields([one.name for one in FIGURES], FOUNDING)
        for line in self.fields.lines.values():
            line.returnPressed.connect(self.save)
        layout.addWidget(self.fields)
        self.error = look.error_line("protocol_error")
        layout.addWidget(self.error)
        keep = look.button("Save", "save_protocol", "primary")
        keep.clicked.connect(self.save)
        layout.addLayout(look.row(None, keep))
        look.column(self).addWidget(frame)
        self.refresh()

    def refresh(self) -> None:
        """Show what is kept."""
        self._before = protocol.get_protocol(self._vault)
        self.fields.show_figures(self._before)
        look.show_error(self.error, "")

    def save(self) -> None:
        """Keep the figures; what cannot be kept is said at its field."""
        self.fields.mark(None)
        try:
            undo = protocol.save_protocol(self._vault, self.fields.typed(self._before), self._clock())
        except KapdeskError as problem:
            at_field = isinstance(problem, BadInput) and self.fields.mark(problem)
            look.show_error(self.error, "" if at_field else str(problem))
            return
        self.refresh()
        self.said.emit(undo.words, undo)
        self.changed.emit()

    def has_unsaved(self) -> bool:
        """Whether something was typed that is not kept."""
        return self.fields.has_unsaved()
