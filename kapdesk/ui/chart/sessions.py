"""Entering a session or a course: small dialogs with a kind and a day."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from kapdesk.domain.phases import SessionKind
from kapdesk.domain.protocol import FOUNDING
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui.date_field import DateField
from kapdesk.ui.look import button, column, error_line, field, label, mark_wrong, number, row, show_error
from kapdesk.ui.theme import px

ENDINGS = ("completed", "client stopped", "prescriber stopped", "referred", "other")


class _Small(QDialog):
    """A heading, some fields, an error line, two buttons; `act` is what the primary one does."""

    def __init__(self, heading: str, verb: str, act: Callable[[], object], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("kapdesk")
        self.setMinimumWidth(px(400))
        self._act = act
        self.result_undo: object = None
        whole = column(self, gap=12, margin=24)
        whole.addWidget(label(heading, "heading"))
        self.inside = column(gap=10)
        whole.addLayout(self.inside)
        self.error = error_line("small_error")
        whole.addWidget(self.error)
        cancel = button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        self.primary = button(verb, "keep", "primary")
        self.primary.clicked.connect(self.keep)
        whole.addLayout(row(None, cancel, self.primary))

    def keep(self) -> None:
        """Do it, or say why not."""
        try:
            self.result_undo = self._act()
        except KapdeskError as error:
            show_error(self.error, str(error))
            return
        self.accept()


def _read_day(edit: DateField) -> date:
    mark_wrong(edit, False)
    try:
        day = edit.day()
        if day is None:
            raise BadInput("Type the day.", "on")
    except BadInput:
        mark_wrong(edit, True)
        edit.setFocus()
        raise
    return day


class SessionDialog(_Small):
    """A session's kind and day; `keep(kind, day)` enters or changes it."""

    def __init__(
        self,
        heading: str,
        kind: SessionKind,
        day: date,
        keep: Callable[[SessionKind, date], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(heading, "Enter" if heading.startswith("Enter") else "Save", self._keep_it, parent)
        self.setObjectName("session_dialog")
        self._keep_session = keep
        self.kind = QComboBox()
        self.kind.setObjectName("kind")
        self.kind.setAccessibleName("Kind of session")
        for one in SessionKind:
            self.kind.addItem(one.words, one.value)
        self.kind.setCurrentIndex(self.kind.findData(kind.value))
        self.day = DateField("day", "Day", day)
        self.inside.addWidget(field("Kind", self.kind))
        self.inside.addWidget(field("Held on", self.day))
        self.kind.setFocus()

    def _keep_it(self) -> object:
        return self._keep_session(SessionKind(self.kind.currentData()), _read_day(self.day))


class StartCourseDialog(_Small):
    """When a course starts, and how many ketamine sessions it is planned with."""

    def __init__(self, day: date, keep: Callable[[date, int], object], parent: QWidget | None = None) -> None:
        super().__init__("Start a course", "Start", self._keep_it, parent)
        self.setObjectName("start_course_dialog")
        self._keep_course = keep
        self.day = DateField("day", "Day", day)
        usual = FOUNDING.planned_ketamine
        self.planned = number("planned_ketamine", "Planned ketamine sessions", 1, 99, usual)
        self.inside.addWidget(field("Starts on", self.day))
        hint = "8 to 10 are usually enough by the founding document; the course keeps its own number."
        self.inside.addWidget(field("Planned ketamine sessions", self.planned, hint))

    def _keep_it(self) -> object:
        return self._keep_course(_read_day(self.day), self.planned.value())


class EndCourseDialog(_Small):
    """When and how a course ended."""

    def __init__(self, day: date, keep: Callable[[date, str], object], parent: QWidget | None = None) -> None:
        super().__init__("End the course", "End the course", self._keep_it, parent)
        self.setObjectName("end_course_dialog")
        self._keep_course = keep
        self.day = DateField("day", "Day", day)
        self.how = QComboBox()
        self.how.setObjectName("how")
        self.how.setAccessibleName("How it ended")
        self.how.setEditable(True)
        self.how.addItems(ENDINGS)
        self.inside.addWidget(field("Ended on", self.day))
        self.inside.addWidget(field("How", self.how))

    def _keep_it(self) -> object:
        return self._keep_course(_read_day(self.day), self.how.currentText())
