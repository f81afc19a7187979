"""A day to go to in the calendar."""

from datetime import date

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.appointments import BEYOND, within_calendar
from kapdesk.errors import BadInput
from kapdesk.ui import look
from kapdesk.ui.date_field import DateField
from kapdesk.ui.theme import px


class GoToDialog(QDialog):
    """Asks for a day; `day` is what was typed."""

    def __init__(self, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("go_to_dialog")
        self.setWindowTitle("kapdesk")
        self.setMinimumWidth(px(320))
        self.day: date | None = None
        layout = look.column(self, gap=12, margin=24)
        layout.addWidget(look.label("Go to a day", "heading"))
        self.field = DateField("go_to_day", "Day", day)
        layout.addWidget(self.field)
        self.error = look.error_line("go_to_error")
        layout.addWidget(self.error)
        cancel = look.button("Cancel", "cancel")
        cancel.clicked.connect(self.reject)
        go = look.button("Go", "go_to", "primary")
        go.clicked.connect(self.keep)
        layout.addLayout(look.row(None, cancel, go))
        self.field.selectAll()
        self.field.setFocus()

    def keep(self) -> None:
        """Take the day, or say what is wrong."""
        try:
            self.day = self.field.day()
        except BadInput as problem:
            look.show_error(self.error, str(problem))
            return
        if self.day is None:
            look.show_error(self.error, "Type the day.")
            return
        if self.day != within_calendar(self.day):
            look.show_error(self.error, BEYOND)
            return
        self.accept()
