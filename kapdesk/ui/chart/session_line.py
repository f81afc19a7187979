"""A session that was held, as a line of the chart's overview: which, when, what is missing, and what can be done."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from kapdesk.domain.phases import Medicine, SessionKind
from kapdesk.ui import look
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.lines import retone
from kapdesk.usecases.course.courses import SessionRow


class SessionLine(QWidget):
    """Shows one session at a time; what is wanted goes up with its row."""

    note_wanted = Signal(object)
    change_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._row: SessionRow | None = None
        self.what, self.unsigned, self.medicine = (look.chip("", "plain") for _ in range(3))
        self.day = look.label("", "muted")
        self.day.setWordWrap(False)
        self.remove, self.change, self.note = (
            look.button(words, "session_act", "quiet") for words in ("Remove", "Change", "Open note")
        )
        for button, signal in (
            (self.remove, self.remove_wanted),
            (self.change, self.change_wanted),
            (self.note, self.note_wanted),
        ):
            button.clicked.connect(lambda _=False, signal=signal: signal.emit(self._row))
        self._left, self._right = Flow(gap=8), Flow(gap=0)
        self._left.set_widgets([self.what, self.day, self.unsigned, self.medicine])
        self._right.set_widgets([self.remove, self.change, self.note])
        line = Columns(least=380, gap=4)
        line.add(self._left, 1)
        line.add(self._right)
        whole = look.column(self, gap=8)
        whole.addWidget(look.rule())
        whole.addWidget(line)

    def show_row(self, row: SessionRow, on: str) -> None:
        """Show another session; `on` is its day in words."""
        if row == self._row and self.day.text() == on:
            return
        self._row = row
        retone(self.what, row.words, row.kind.value)
        self.day.setText(on)
        retone(self.unsigned, "not signed" if row.note_id and not row.note_signed else "", "warning")
        unknown = row.kind is SessionKind.KETAMINE and row.medicine is Medicine.NOT_RECORDED
        retone(self.medicine, row.medicine.words if unknown else "", "warning")
        for button, verb, name in (
            (self.remove, "Remove", "remove_session"),
            (self.change, "Change", "change_session"),
            (self.note, "Open note" if row.note_id else "Write note", "note_of_session"),
        ):
            self._name(button, verb, f"{name}_{row.id}", f"{verb}: {row.words}, {on}")
        for button in (self.remove, self.change):
            button.setVisible(not row.note_signed)
        self._left.arrange()
        self._right.arrange()

    def _name(self, button: QPushButton, words: str, name: str, said: str) -> None:
        button.setText(words)
        button.setObjectName(name)
        button.setAccessibleName(said)
