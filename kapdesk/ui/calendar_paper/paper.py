"""What of the calendar to print or save: a week or a day with initials only, or the day sheet for a dead computer."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from kapdesk import paths
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.ui import ask, look, printer
from kapdesk.ui.choices import Choices
from kapdesk.ui.date_field import DateField
from kapdesk.ui.days import first_of_week
from kapdesk.ui.flow import Columns, Flow, fit
from kapdesk.ui.papers.preview import Preview, page_steps, unprintable_words
from kapdesk.ui.theme import px
from kapdesk.usecases.calendar import calendar_print
from kapdesk.usecases.calendar.calendar_print import Wanted, Which
from kapdesk.usecases.house import practice
from kapdesk.vault.database import Vault

_SIZES = (("Letter", "letter"), ("A4", "a4"))
_NOT_ENCRYPTED = "The file is not encrypted: keep it where nobody else reads it."


def show_print(vault: Vault, clock: Callable[[], datetime], day: date, parent: QWidget | None = None) -> str:
    """Ask what to print or save, beginning with the week of a day; what was done in words, empty when nothing was."""
    dialog = CalendarPaperDialog(vault, clock, day, parent)
    dialog.exec()
    words = dialog.done_words
    dialog.deleteLater()
    return words


class CalendarPaperDialog(QDialog):
    """Choices, and below them the pages; `done_words` say what was printed or saved."""

    def __init__(self, vault: Vault, clock: Callable[[], datetime], day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("calendar_paper_dialog")
        self.setWindowTitle("kapdesk")
        self._vault, self._clock = vault, clock
        self.done_words = ""
        self._pdf = b""
        self._wanted: Wanted | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.make)
        layout = look.column(self, gap=12, margin=22)
        layout.addWidget(look.label("Print the calendar", "heading"))
        inside = QWidget()
        within = look.column(inside, gap=10)
        within.addWidget(self._choices(day))
        within.addWidget(self.private)
        self.preview = Preview()
        self.preview.setAccessibleName("Preview of the calendar on paper")
        self.preview.setMinimumHeight(px(160))
        within.addWidget(self.preview, 1)
        layout.addWidget(look.scroll(inside), 1)
        self.error = look.error_line("calendar_paper_error")
        layout.addWidget(self.error)
        layout.addWidget(self._foot())
        fit(self, 1040, 760)
        self.make()
        self.which.setFocus()

    def make(self) -> None:
        """Make the pages anew; what cannot be is said."""
        self._soon.stop()
        try:
            wanted = self.wanted()
            QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
            try:
                made = calendar_print.calendar_pdf(self._vault, wanted, self._clock().date())
            finally:
                QGuiApplication.restoreOverrideCursor()
        except KapdeskError as problem:
            self._wanted, self._pdf = None, b""
            self.preview.clear()
            self.preview.page_shown.emit(0, 0)
            look.mark_wrong(self.day, isinstance(problem, BadInput) and problem.field == self.day.objectName())
            look.show_error(self.error, str(problem))
        else:
            self._wanted, self._pdf = wanted, made.pdf
            self.preview.show_pdf(made.pdf)
            look.mark_wrong(self.day, False)
            look.show_error(self.error, unprintable_words(made.unprintable))
        for one in (self._print, self._save):
            one.setEnabled(self._wanted is not None)

    def wanted(self) -> Wanted:
        """What is chosen; BadInput with the field's name."""
        day = self.day.day()
        if day is None:
            raise BadInput("Type the day.", self.day.objectName())
        which = self.which.value()
        first = first_of_week(day) if which is Which.WEEK else day
        kinds = self.kinds.isChecked() and which is not Which.DAY_SHEET
        return Wanted(which, first, kinds, self.size_choice.currentData())

    def choose(self, which: Which) -> None:
        """Choose what to print."""
        self.which.choose(which)
        self._chosen()

    def hand_out(self, save: bool) -> None:
        """Print or save what is shown; it is entered in the history."""
        if self._soon.isActive():
            self.make()
        if self._wanted is None:
            return
        try:
            words = self._saved(self._wanted) if save else self._printed()
            if not words:
                return
            calendar_print.enter_printed(self._vault, self._wanted, "saved" if save else "printed", self._clock())
        except KapdeskError as problem:
            look.show_error(self.error, str(problem))
            return
        self.done_words = words
        self.accept()

    def _printed(self) -> str:
        return "Calendar printed." if printer.print_pdf(self, self._pdf, "Calendar") else ""

    def _saved(self, wanted: Wanted) -> str:
        suggested = paths.documents() / f"{wanted.file_name}.pdf"
        path = ask.save_file(self, "Save the calendar", suggested, "PDF (*.pdf)")
        if path is None:
            return ""
        path = path if path.suffix else path.with_suffix(".pdf")
        printer.save_pdf(path, self._pdf)
        return f"Calendar saved as {path.name}. {_NOT_ENCRYPTED}"

    def _choices(self, day: date) -> QWidget:
        self.which: Choices[Which] = Choices("calendar_which", "What to print", Which)
        self.which.chosen.connect(self._chosen)
        self.day = DateField("calendar_day", "Day, or any day of the week", day)
        self.day.setMaximumWidth(px(140))
        self.day.day_changed.connect(self._soon.start)
        self.kinds = QCheckBox("Kinds too (call, preparation …)")
        self.kinds.setObjectName("print_kinds")
        self.kinds.toggled.connect(self._soon.start)
        self.size_choice = look.choice("calendar_page_size", "Page size")
        for words, value in _SIZES:
            self.size_choice.addItem(words, value)
        page = practice.get_practice(self._vault).page
        self.size_choice.setCurrentIndex(max(0, self.size_choice.findData(page)))
        self.size_choice.currentIndexChanged.connect(self._soon.start)
        self.private = look.label(
            "The day sheet holds names, telephone numbers and the orders’ limits: what you need when the computer is "
            "dead. Keep it with you, and shred it when the day is over.",
            "warning",
            "day_sheet_private",
        )
        self.private.hide()
        choices = QWidget()
        layout = look.column(choices, gap=10)
        more = Flow(gap=14)
        more.set_widgets([self.day, self.kinds, self.size_choice])
        layout.addWidget(self.which)
        layout.addWidget(more)
        return choices

    def _foot(self) -> QWidget:
        cancel = look.button("Close", "close_calendar_paper")
        cancel.clicked.connect(self.reject)
        self._save = look.button("Save as PDF…", "save_calendar", "plain", "Ctrl+S")
        self._save.clicked.connect(lambda: self.hand_out(True))
        self._print = look.button("Print…", "print_calendar", "primary", "Ctrl+P")
        self._print.clicked.connect(lambda: self.hand_out(False))
        steps, acts = Flow(gap=6), Flow(gap=10)
        steps.set_widgets(list(page_steps(self.preview, "calendar_")))
        acts.set_widgets([cancel, self._save, self._print])
        foot = Columns(least=520, gap=8)
        foot.add(steps, 1)
        foot.add(acts)
        return foot

    def _chosen(self) -> None:
        sheet = self.which.value() is Which.DAY_SHEET
        self.kinds.setEnabled(not sheet)
        self.private.setVisible(sheet)
        self._soon.start()
