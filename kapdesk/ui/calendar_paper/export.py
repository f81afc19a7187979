"""The calendar written to a file for other calendars: which days, and initials or only “busy”."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk import paths
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask, look, printer
from kapdesk.ui.choices import Choices
from kapdesk.ui.date_field import DateField
from kapdesk.ui.flow import Columns
from kapdesk.ui.theme import px
from kapdesk.usecases.calendar import calendar_export
from kapdesk.usecases.calendar.calendar_export import Shown
from kapdesk.vault.database import Vault

_WEEKS = 4


def show_export(vault: Vault, clock: Callable[[], datetime], day: date, parent: QWidget | None = None) -> str:
    """Ask which days go into a file; what was done in words, empty when nothing was."""
    dialog = ExportDialog(vault, clock, day, parent)
    dialog.exec()
    words = dialog.done_words
    dialog.deleteLater()
    return words


class ExportDialog(QDialog):
    """Days and what stands at them; `done_words` say what was written."""

    def __init__(self, vault: Vault, clock: Callable[[], datetime], day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("calendar_export_dialog")
        self.setWindowTitle("kapdesk")
        self.setMinimumWidth(px(520))
        self._vault, self._clock = vault, clock
        self.done_words = ""
        layout = look.column(self, gap=12, margin=22)
        layout.addWidget(look.label("Export the calendar", "heading"))
        words = (
            "Writes an .ics file that other calendars read. No name, no kind of appointment and no words of yours go "
            "into it. What was cancelled or missed is left out."
        )
        layout.addWidget(look.label(words, "muted"))
        self.first = DateField("export_first", "First day", day)
        self.last = DateField("export_last", "Last day", day + timedelta(weeks=_WEEKS, days=-1))
        span = Columns(least=360, gap=12)
        span.add(look.field("From", self.first), 1)
        span.add(look.field("To", self.last), 1)
        layout.addWidget(span)
        self.shown: Choices[Shown] = Choices("export_shown", "What stands at each time", Shown)
        layout.addWidget(look.field("At each time", self.shown))
        note = "The file is not encrypted. Whoever has it, or the calendar it goes into, sees when you work."
        layout.addWidget(look.label(note, "warning", "export_note"))
        self.error = look.error_line("export_error")
        layout.addWidget(self.error)
        cancel = look.button("Cancel", "cancel_export")
        cancel.clicked.connect(self.reject)
        save = look.button("Save as .ics…", "save_ics", "primary", "Ctrl+S")
        save.clicked.connect(self.save)
        layout.addLayout(look.row(None, cancel, save))
        self.first.setFocus()

    def save(self) -> None:
        """Write the file where the person chooses; it is entered in the history."""
        fields = {"first": self.first, "last": self.last, "export_first": self.first, "export_last": self.last}
        try:
            first, last = (self._day(field) for field in (self.first, self.last))
            shown, at = self.shown.value(), self._clock()
            data, number = calendar_export.calendar_ics(self._vault, first, last, shown, at)
            path = ask.save_file(self, "Save the calendar", paths.documents() / "calendar.ics", "iCalendar (*.ics)")
            if path is None:
                return
            path = path if path.suffix else path.with_suffix(".ics")
            printer.save_pdf(path, data)
            calendar_export.enter_exported(self._vault, first, last, shown, number, at)
        except KapdeskError as problem:
            wrong = fields.get(problem.field) if isinstance(problem, BadInput) else None
            for field in (self.first, self.last):
                look.mark_wrong(field, field is wrong)
            if wrong is not None:
                wrong.setFocus()
            look.show_error(self.error, str(problem))
            return
        what = "1 appointment" if number == 1 else f"{number} appointments"
        self.done_words = f"{what} written to {path.name}. The file is not encrypted."
        self.accept()

    def _day(self, field: DateField) -> date:
        day = field.day()
        if day is None:
            raise BadInput("Type the first and the last day.", field.objectName())
        return day
