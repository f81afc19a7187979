"""The head of the calendar: which days are in sight, earlier and later, the three views, and what concerns all of it."""

from functools import partial
from typing import Literal, get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from kapdesk.ui import look
from kapdesk.ui.flow import Columns, Flow

View = Literal["day", "week", "month"]
VIEWS: tuple[View, ...] = get_args(View)


class CalendarHeader(Columns):
    """Says what is wanted; `stepped` carries −1 or 1."""

    stepped = Signal(int)
    today_wanted = Signal()
    view_wanted = Signal(str)
    hours_wanted = Signal()
    print_wanted = Signal()
    export_wanted = Signal()
    booking_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(least=900, gap=12)
        self.title = look.label("", "title", "calendar_title")
        self._group = QButtonGroup(self)
        self._views: dict[str, QPushButton] = {}
        back, today, on = (
            self._button("‹", "calendar_back", "Earlier", "PgUp"),
            self._button("Today", "calendar_today", "Today", "T"),
            self._button("›", "calendar_on", "Later", "PgDown"),
        )
        back.clicked.connect(lambda: self.stepped.emit(-1))
        on.clicked.connect(lambda: self.stepped.emit(1))
        today.clicked.connect(self.today_wanted)
        views = [self._view(view) for view in VIEWS]
        hours = self._button("Hours…", "calendar_hours", "Working hours…")
        hours.clicked.connect(self.hours_wanted)
        printing = self._button("Print…", "calendar_print", "Print…", "Ctrl+P")
        printing.clicked.connect(self.print_wanted)
        export = self._button("Export…", "calendar_export", "Export…")
        export.clicked.connect(self.export_wanted)
        book = look.button("Book…", "calendar_book", "primary")
        book.setToolTip("N")
        book.clicked.connect(self.booking_wanted)
        flow = Flow(gap=8)
        flow.set_widgets([back, today, on, *views, hours, printing, export, book])
        self.add(self.title, 1)
        self.add(flow)

    def show_view(self, view: View, title: str) -> None:
        """Mark the view, and say which days are in sight."""
        self._views[view].setChecked(True)
        self.title.setText(title)

    def _button(self, words: str, name: str, spoken: str, key: str = "") -> QPushButton:
        one = look.button(words, name)
        one.setAccessibleName(spoken)
        one.setToolTip(f"{spoken}  {key}".strip())
        return one

    def _view(self, view: View) -> QWidget:
        one = look.button(view.capitalize(), f"calendar_{view}", "choice")
        one.setCheckable(True)
        one.setToolTip(view[0].upper())
        one.clicked.connect(partial(self.view_wanted.emit, view))
        self._group.addButton(one)
        self._views[view] = one
        return one
