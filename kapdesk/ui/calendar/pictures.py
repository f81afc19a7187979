"""The calendar as pictures: empty and full weeks, day, month, booking, overlap, status, series, a week with a change."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.appointments import AppointmentKind, AppointmentStatus, When
from kapdesk.ui import ask
from kapdesk.ui.calendar.booking import BookingDialog, Wish
from kapdesk.ui.calendar.go_to import GoToDialog
from kapdesk.ui.calendar.grid import Drag
from kapdesk.ui.calendar.hours import HoursDialog
from kapdesk.ui.calendar.status import StatusDialog
from kapdesk.ui.calendar.words import AS_IT_WAS, overlap_in_words
from kapdesk.usecases.calendar import appointments
from kapdesk.usecases.calendar.appointments import Booking
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.ui.window import Window

Take = Callable[[QWidget, str], None]
Show = Callable[[QDialog, str], None]
_EMPTY_AFTER = 77
_CHANGE = date(2026, 11, 1)


def draw(take: Take, show: Show, window: "Window", vault: Vault, clock: Callable[[], datetime]) -> None:
    """Draw them all; `take` draws a widget as it is, `show` a dialog."""
    today = clock().date()
    page = window.calendar
    window.show_page("calendar")
    page.show_today()
    take(window, "calendar-week")
    rosa = next(row for row in page.rows if row.title == "Rosa Delgado" and row.when.day == today)
    page.show_appointment(rosa.id)
    take(window, "calendar-chosen")
    page.show_view("day")
    take(window, "calendar-day")
    page.show_view("month")
    take(window, "calendar-month")
    page.show_view("week")
    page.show_day(today + timedelta(days=_EMPTY_AFTER))
    take(window, "calendar-empty")
    page.show_today()
    _dragged(take, page)
    _dialogs(show, window, vault, clock)
    _full(take, window, vault, clock)


def _dragged(take: Take, page: "QWidget") -> None:
    """An appointment on its way to another time."""
    from kapdesk.ui.calendar.page import CalendarPage

    assert isinstance(page, CalendarPage)
    piece = next(one for one in page.grid.pieces if one.row.title == "Ines Okafor")
    page.grid.drag = Drag(piece, False, 0, piece.column, 13 * 60 + 45, 50, True)
    page.grid.update()
    take(page.window(), "calendar-dragged")
    page.grid.drag = None


def _dialogs(show: Show, window: "Window", vault: Vault, clock: Callable[[], datetime]) -> None:
    today = clock().date()
    page = window.calendar
    ids = {row.name.split()[0]: row.id for row in clients.list_clients(vault, today)}
    show(BookingDialog(vault, clock, Wish(day=today + timedelta(days=2)), window), "booking")
    wish = Wish(ids["Maya"], AppointmentKind.INTEGRATION, today, 13 * 60 + 15)
    show(BookingDialog(vault, clock, wish, window), "booking-overlap")
    wish = Wish(ids["Rosa"], AppointmentKind.INTEGRATION, today + timedelta(days=6), 9 * 60)
    show(BookingDialog(vault, clock, wish, window), "booking-outside")
    series = BookingDialog(vault, clock, Wish(None, AppointmentKind.OTHER, today + timedelta(days=3), 600), window)
    series.form.repeat.setCurrentIndex(1)
    series.form.words.setText("Supervision")
    show(series, "booking-series")
    wrong = BookingDialog(vault, clock, Wish(None, AppointmentKind.KETAMINE, today, 540), window)
    wrong.keep()
    show(wrong, "booking-wrong")
    wish = Wish(ids["Wren"], AppointmentKind.KETAMINE, today + timedelta(days=7), 540)
    dialog = BookingDialog(vault, clock, wish, window)
    show(dialog, "booking-ketamine")
    dialog = BookingDialog(vault, clock, wish, window)
    dialog.keep()
    if dialog.booked is not None:
        dialog.booked.undo.take_back(vault, clock())
    show(dialog, "booking-integration-offered")
    row = next(row for row in page.rows if row.kind is AppointmentKind.KETAMINE and row.when.day == today)
    status = StatusDialog(vault, clock, row, window)
    status.choose(AppointmentStatus.HELD)
    status.keep()
    show(status, "status-held")
    status = StatusDialog(vault, clock, row, window)
    status.choose(AppointmentStatus.CANCELLED)
    show(status, "status-cancelled")
    theo = next(row for row in page.rows if row.title == "Theo Marsh" and row.when.day == today)
    show(BookingDialog(vault, clock, Wish(appointment_id=theo.id), window), "booking-change")
    overlapping = appointments.overlaps(vault, theo.when)
    show(
        ask.question(window, overlap_in_words(overlapping), "Keep both", AS_IT_WAS, False), "calendar-overlap-question"
    )
    show(HoursDialog(vault, clock, window), "working-hours")
    show(GoToDialog(today, window), "calendar-go-to")


def _full(take: Take, window: "Window", vault: Vault, clock: Callable[[], datetime]) -> None:
    """A week that leaves no room, and the one in which clocks go back."""
    page, today = window.calendar, clock().date()
    zone = page.zone
    people = clients.list_clients(vault, today)
    kinds = [AppointmentKind.PREPARATION, AppointmentKind.INTEGRATION, AppointmentKind.KETAMINE]
    first = today + timedelta(days=21 - today.weekday())
    for number in range(30):
        day, slot = first + timedelta(days=number % 5), number // 5
        when = When(datetime.combine(day, time(8 + slot + slot // 3, 20 * (number % 3))), 50, zone)
        person = people[(number * 3) % len(people)]
        appointments.book(vault, Booking(kinds[number % 3], when, person.id), clock())
    page.show_day(first)
    take(window, "calendar-full")
    page.show_view("month")
    take(window, "calendar-month-full")
    page.show_view("week")
    for hour, second in ((1, False), (1, True), (3, False)):
        when = When(datetime.combine(_CHANGE, time(hour, 30)), 50, zone, second)
        words = "The second half past one" if second else "Night watch"
        appointments.book(vault, Booking(AppointmentKind.OTHER, when, None, words), clock())
    page.show_day(_CHANGE, 90)
    take(window, "calendar-clocks-go-back")
    page.show_today()
