"""The calendar: a day, a week or a month, with everything that is done in it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from kapdesk.domain.appointments import When, Which, within_calendar
from kapdesk.errors import KapdeskError
from kapdesk.ui import look
from kapdesk.ui.calendar import pieces
from kapdesk.ui.calendar.booking import BookingDialog, Wish
from kapdesk.ui.calendar.cursor import Cursor
from kapdesk.ui.calendar.days_view import DaysView
from kapdesk.ui.calendar.foot import Foot
from kapdesk.ui.calendar.go_to import GoToDialog
from kapdesk.ui.calendar.header import VIEWS, CalendarHeader, View
from kapdesk.ui.calendar.hours import HoursDialog
from kapdesk.ui.calendar.menu import appointment_menu
from kapdesk.ui.calendar.month import MonthGrid, days_of_month
from kapdesk.ui.calendar.moving import may_move
from kapdesk.ui.calendar.status import StatusDialog
from kapdesk.ui.calendar.words import appointment_in_words, day_in_words, days_in_words, span_in_words
from kapdesk.ui.days import first_of_week, month_name
from kapdesk.ui.flow import page_margins, roomy
from kapdesk.ui.theme import px
from kapdesk.usecases.calendar import appointments, free_time
from kapdesk.usecases.calendar.appointments import AppointmentRow, Booking
from kapdesk.usecases.house import practice
from kapdesk.usecases.house.undo import Undo
from kapdesk.vault.database import Vault

_EMPTY = "Nothing is booked here. Click a time, or go to one with the arrow keys and press Enter, to book."


class CalendarPage(QWidget):
    """Appointments; `note_wanted` carries client and note, `begin_wanted` the client and the ketamine appointment of today,
    `client_chosen` whose chart is wanted.
    """

    said = Signal(str, object)
    changed = Signal()
    client_chosen = Signal(int)
    note_wanted = Signal(int, int)
    begin_wanted = Signal(int, int)
    print_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._vault, self._clock = vault, clock
        self.view: View = "week"
        self.rows: list[AppointmentRow] = []
        self.zone = practice.get_practice(vault).time_zone
        now = self.now()
        self.cursor_at = Cursor(now.date(), 9 * 60)
        self._build()
        self._add_keys()
        self._minute = QTimer(self, interval=60_000)
        self._minute.timeout.connect(self._tick)
        self._minute.start()

    # Building

    def _build(self) -> None:
        whole = QWidget()
        look.column(self).addWidget(roomy(whole))
        layout = look.column(whole, gap=12)
        page_margins(layout)
        self.header = CalendarHeader()
        layout.addWidget(self.header)
        frame, inside = look.card()
        inside.setContentsMargins(1, 1, 1, px(10))
        self._stack = QStackedWidget()
        self.days = DaysView()
        self.grid = self.days.grid
        self.month = MonthGrid()
        self._stack.addWidget(self.days)
        self._stack.addWidget(self.month)
        inside.addWidget(self._stack, 1)
        self.foot = Foot(
            (
                ("Note", "appointment_note", "O", self.open_note),
                ("Chart", "appointment_chart", "C", self.open_chart),
                ("Change…", "appointment_change", "Enter", self.open_chosen),
                ("Status…", "appointment_status", "S", self.change_status),
                ("Remove", "appointment_remove", "Delete", self.remove),
            )
        )
        below = QVBoxLayout()
        below.setContentsMargins(px(12), px(2), px(12), 0)
        below.addWidget(self.foot)
        inside.addLayout(below)
        layout.addWidget(frame, 1)
        for grid in (self.grid, self.month):
            grid.cursor_moved.connect(self._follow)
            grid.book_wanted.connect(lambda day, minute: self.book(Wish(day=day, minute=minute)))
            grid.opened.connect(self.open_appointment)
            grid.moved.connect(self.move_appointment)
            grid.menu_wanted.connect(self._show_menu)
        self.month.day_wanted.connect(self._show_one_day)
        header = self.header
        header.stepped.connect(self.step)
        header.today_wanted.connect(self.show_today)
        header.view_wanted.connect(self.show_view)
        header.hours_wanted.connect(self.change_hours)
        header.booking_wanted.connect(self.book_here)
        header.print_wanted.connect(self.print_wanted)
        header.export_wanted.connect(self.export_wanted)

    def _add_keys(self) -> None:
        acts: tuple[tuple[str, Callable[[], object]], ...] = (
            *((view[0].upper(), partial(self.show_view, view)) for view in VIEWS),
            ("T", self.show_today),
            ("Home", self.show_today),
            ("PgUp", partial(self.step, -1)),
            ("PgDown", partial(self.step, 1)),
            ("N", self.book_here),
            ("S", self.change_status),
            ("G", self.go_to_day),
            ("O", self.open_note),
            ("C", self.open_chart),
            ("Delete", self.remove),
            ("Ctrl+P", self.print_wanted.emit),
        )
        for keys, act in acts:
            QShortcut(QKeySequence(keys), self, act).setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # Showing

    def refresh(self) -> None:
        """Read what is in sight again; cursor and choice stay."""
        now = self.now()
        first, last = self._span()
        self.rows, hours = free_time.read_days(self._vault, first, last, self.zone)
        if self.view == "month":
            self.month.show_month(days_of_month(self.cursor_at.day), self.rows, hours, now, self.cursor_at)
            title = month_name(self.cursor_at.day)
        else:
            days = [first]
            if self.view == "week":
                days = pieces.days_of_week(first, self.rows, hours, self.cursor_at.day)
            self.grid.empty_words = _EMPTY
            self.grid.show_days(days, self.rows, hours, now, self.cursor_at)
            self.cursor_at = self.grid.cursor_at
            self.days.show_notes(self.zone)
            title = span_in_words(days[0], days[-1])
        for part, in_sight in ((self.month, self.view == "month"), (self.days, self.view != "month")):
            policy = QSizePolicy.Policy.Preferred if in_sight else QSizePolicy.Policy.Ignored
            part.setSizePolicy(policy, policy)  # only what is in sight asks for room
        self._stack.setCurrentIndex(1 if self.view == "month" else 0)
        self.header.show_view(self.view, title)
        self._show_chosen()

    def close_down(self) -> None:
        """Nothing here is unsaved."""

    def start(self) -> None:
        """Ready for the keyboard."""
        self._in_sight().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_view(self, view: View) -> None:
        """Show a day, a week or a month around the cursor."""
        self.view = view
        self.refresh()
        self.start()

    def show_day(self, day: date, minute: int | None = None) -> None:
        """Put the cursor on a day."""
        day = within_calendar(day)
        self._follow(Cursor(day, self.cursor_at.minute if minute is None else minute))
        self.refresh()

    def show_today(self) -> None:
        """Put the cursor on today."""
        self.show_day(self.now().date())

    def show_appointment(self, appointment_id: int) -> None:
        """Show an appointment's day with it chosen."""
        try:
            row = appointments.get(self._vault, appointment_id)
        except KapdeskError as problem:
            self.said.emit(str(problem), None)
            return
        self.cursor_at = _at(row)
        self.refresh()
        self.start()
        self._scroll()

    def step(self, by: int) -> None:
        """A day, a week or a month on or back."""
        day = self.cursor_at.day
        if self.view == "month":
            months = day.year * 12 + day.month - 1 + by
            first = date(months // 12, months % 12 + 1, 1)
            last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            self.show_day(min(last, first + timedelta(days=day.day - 1)))
        else:
            self.show_day(day + timedelta(days=by * (7 if self.view == "week" else 1)))

    def go_to_day(self) -> None:
        """Ask for a day."""
        dialog = GoToDialog(self.cursor_at.day, self)
        if dialog.exec() and dialog.day is not None:
            self.show_day(dialog.day)
        dialog.deleteLater()

    def chosen(self) -> AppointmentRow | None:
        """The chosen appointment."""
        return next((row for row in self.rows if row.id == self.cursor_at.chosen), None)

    # Doing

    def book_here(self) -> None:
        """Book at the cursor."""
        chosen = self.chosen()
        minute = None if self.view == "month" or chosen is not None else self.cursor_at.minute
        self.book(Wish(day=self.cursor_at.day, minute=minute))

    def book(self, wish: Wish) -> None:
        """Ask for a booking, or for the changes of one; then show it."""
        try:
            dialog = BookingDialog(self._vault, self._clock, wish, self)
        except KapdeskError as problem:
            self.said.emit(str(problem), None)
            return
        if dialog.exec() and dialog.booked is not None:
            self.cursor_at = _at(appointments.get(self._vault, dialog.booked.ids[0]))
            self._say(dialog.booked.undo)
        dialog.deleteLater()

    def open_appointment(self, appointment_id: int) -> None:
        """Change an appointment in its dialog."""
        self.book(Wish(appointment_id=appointment_id))

    def open_chosen(self) -> None:
        """The same for the chosen one."""
        if self.cursor_at.chosen is not None:
            self.open_appointment(self.cursor_at.chosen)

    def move_appointment(self, appointment_id: int, starts: datetime, minutes: int) -> None:
        """Move or stretch; what it would overlap is asked before it is kept."""
        row = next(row for row in self.rows if row.id == appointment_id)
        when = When(starts, minutes, row.when.zone, row.when.moved_to(starts).second)
        booking = Booking(row.kind, when, row.client_id, row.words)
        try:
            appointments.check_change(self._vault, row.id, booking)
        except KapdeskError as problem:
            self.said.emit(str(problem), None)
            self.refresh()
            return
        if may_move(self, self._vault, when, row):
            self._do(lambda: appointments.change(self._vault, row.id, booking, self._clock()))
        else:
            self.refresh()

    def change_status(self) -> None:
        """Ask what became of the chosen appointment."""
        row = self.chosen()
        if row is not None:
            self._run(StatusDialog(self._vault, self._clock, row, self))

    def remove(self, which: Which = Which.THIS) -> None:
        """Take the chosen appointment out of the calendar."""
        row = self.chosen()
        if row is not None:
            self._do(lambda: appointments.remove(self._vault, row.id, self._clock(), which))

    def open_note(self) -> None:
        """Lead to the note of the chosen appointment; a ketamine session of today begins its medicine day instead."""
        row = self.chosen()
        if row is None:
            return
        if row.begins(self.now().date()):
            self.begin_wanted.emit(row.client_id, row.id)
            return
        try:
            client_id, note_id = appointments.open_note(self._vault, row.id, self._clock())
        except KapdeskError as problem:
            self.said.emit(str(problem), None)
            return
        self.changed.emit()
        self.note_wanted.emit(client_id, note_id)

    def open_chart(self) -> None:
        """Lead to the chart of the chosen appointment."""
        row = self.chosen()
        if row is not None and row.client_id is not None:
            self.client_chosen.emit(row.client_id)

    def change_hours(self) -> None:
        """Ask for the working hours."""
        self._run(HoursDialog(self._vault, self._clock, self))

    # Beneath

    def _show_menu(self, _appointment_id: int, place: QPoint) -> None:
        appointment_menu(self, self.chosen()).popup(place)

    def _show_one_day(self, day: date) -> None:
        self.cursor_at = Cursor(day, self.cursor_at.minute)
        self.show_view("day")

    def _follow(self, cursor: Cursor) -> None:
        """The cursor moved; what lies outside is read."""
        before, self.cursor_at = self.cursor_at, cursor
        days: Sequence[date] = self.month.days if self.view == "month" else self.grid.days
        other_month = self.view == "month" and (before.day.year, before.day.month) != (
            cursor.day.year,
            cursor.day.month,
        )
        if cursor.day not in days or other_month:
            self.refresh()
        else:
            self._show_chosen()
        self._scroll()

    def _scroll(self) -> None:
        if self.view != "month":
            self.days.show_cursor()

    def _show_chosen(self) -> None:
        row = self.chosen()
        today = self.now().date()
        if row is not None:
            words = f"{day_in_words(row.when.day, today)}, {appointment_in_words(row)}"
        elif self.view == "month":
            words = days_in_words(self.cursor_at.day, today, self.rows)
        else:
            at = self.cursor_at
            words = f"{day_in_words(at.day, today)}, {at.minute // 60}:{at.minute % 60:02}: free. Enter books it."
        self.foot.show_chosen(words, row, today)
        grid = self._in_sight()
        grid.setAccessibleName(f"Calendar, {self.header.title.text()}. {words}")
        grid.setAccessibleDescription(days_in_words(self.cursor_at.day, today, self.rows))

    def _in_sight(self) -> QWidget:
        return self.month if self.view == "month" else self.grid

    def _span(self) -> tuple[date, date]:
        day = self.cursor_at.day
        if self.view == "day":
            return day, day
        if self.view == "month":
            days = days_of_month(day)
            return days[0], days[-1]
        first = first_of_week(day)
        return first, first + timedelta(days=6)

    def now(self) -> datetime:
        """The moment in the practice's time zone."""
        return self._clock().astimezone(ZoneInfo(self.zone))

    def _tick(self) -> None:
        self.grid.now = self.now()
        self.grid.update()

    def _run(self, dialog: StatusDialog | HoursDialog) -> None:
        if dialog.exec() and dialog.undo is not None:
            self._say(dialog.undo)
        dialog.deleteLater()

    def _do(self, act: Callable[[], Undo]) -> None:
        try:
            undo = act()
        except KapdeskError as problem:
            self.said.emit(str(problem), None)
            self.refresh()
            return
        self._say(undo)

    def _say(self, undo: Undo) -> None:
        self.said.emit(undo.words, undo)
        self.changed.emit()
        found = self.cursor_at.chosen
        if found is not None:
            try:
                self.cursor_at = _at(appointments.get(self._vault, found))
            except KapdeskError:  # it was just removed
                self.cursor_at = Cursor(self.cursor_at.day, self.cursor_at.minute)
        self.refresh()
        self._scroll()


def _at(row: AppointmentRow) -> Cursor:
    return Cursor(row.when.day, row.when.starts.hour * 60 + row.when.starts.minute, row.id)
