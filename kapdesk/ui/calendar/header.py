"""The head of the calendar: which days are in sight, earlier and later, the three views, and what concerns all of it."""

from functools import partial
from typing import Literal, get_args

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QPushButton, QWidget

from kapdesk.ui import look
from kapdesk.ui.flow import Columns, Flow
from kapdesk.ui.theme import px

View = Literal["day", "week", "month"]
VIEWS: tuple[View, ...] = get_args(View)
_WIDE = 900
"""Pixels at 100 % in which title and buttons stand side by side."""


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
        super().__init__(least=_WIDE, gap=12)
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
        self._seldom = (today, hours, printing, export)
        self._more = self._button("More", "calendar_more", "More of the calendar")
        self._more.clicked.connect(lambda: self.menu().popup(self._more.mapToGlobal(QPoint(0, self._more.height()))))
        self._flow = Flow(gap=8)
        self._flow.set_widgets([back, today, on, *views, hours, printing, export, self._more, book])
        self._more.hide()
        self.add(self.title, 1)
        self.add(self._flow)

    def menu(self) -> QMenu:
        """What has no room as a button where it is narrow."""
        menu = QMenu(self)
        menu.setObjectName("calendar_menu")
        menu.aboutToHide.connect(menu.deleteLater)
        for one in self._seldom:
            menu.addAction(one.text(), one.click)
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, what is seldom wanted goes into a menu."""
        super().resizeEvent(event)
        narrow = event.size().width() < px(_WIDE)
        for one in self._seldom:
            one.setVisible(not narrow)
        self._more.setVisible(narrow)
        self._flow.arrange()

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
