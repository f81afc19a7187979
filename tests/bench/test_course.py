"""The chart's overview: the course decided, the whole page read and painted; against a practice of a tenth of the records."""

from collections.abc import Callable
from datetime import date, datetime, time
from itertools import cycle

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from kapdesk.domain.appointments import AppointmentKind, When
from kapdesk.domain.orders import Order
from kapdesk.ui import theme
from kapdesk.ui.chart.overview import Overview
from kapdesk.usecases.calendar import appointments
from kapdesk.usecases.calendar.appointments import Booking
from kapdesk.usecases.course import courses
from kapdesk.usecases.house import opening
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.prescribing import orders
from kapdesk.vault.database import Vault
from tests.bench.conftest import Practice, copy_practice, measured, timed
from tests.conftest import NOW, PASSPHRASE, TODAY


def test_overview_of_a_chart(practices: Callable[[str], Practice], tmp_path_factory, qapp: QApplication) -> None:
    theme.apply(qapp, False, 1.0)
    theme.load_more_fonts()
    found = {size: _measure(copy_practice(practices(size), tmp_path_factory.mktemp(size)), qapp) for size in SIZES}
    what_is_timed = (
        "the course, read and decided",
        "the chart's overview, read and painted again",
        "another client's overview, read and painted",
    )
    for at, what in enumerate(what_is_timed):
        measured(
            f"{what}, 2,000 clients", found["large"][at], found["small"][at], "≤ 50 ms; ≤ 2 × a tenth of the records"
        )


SIZES = ("small", "large")


def _measure(folder, app: QApplication) -> tuple[float, float, float]:
    vault = opening.open_practice(opening.unlock(folder, Secret.passphrase(PASSPHRASE), NOW), NOW)
    try:
        _fill(vault)
        page = Overview(vault, lambda: NOW)
        page.resize(1020, 640)
        page.show_client(1)
        page.show()

        def shown() -> None:
            page.refresh()
            page.repaint()
            app.processEvents()
            app.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as the program's own loop does

        turn = cycle((2, 1))

        def another() -> None:
            page.show_client(next(turn))
            shown()

        decided = timed(lambda: courses.course_view(vault, 1, TODAY), 15)
        painted, other = timed(shown, 15), timed(another, 15)
        page.hide()
        page.deleteLater()
    finally:
        opening.close_practice(vault, NOW)
    return decided, painted, other


def _fill(vault: Vault) -> None:
    """An order, and two bookings, so that everything is there to be decided."""
    orders.enter_order(vault, 1, Order("Dr. Amari", written_on=date(2026, 5, 2), interval_days=7), NOW)
    for kind, day in ((AppointmentKind.INTEGRATION, 10), (AppointmentKind.KETAMINE, 23)):
        when = When(datetime.combine(date(2026, 6, day), time(10)), 50, "America/Denver")
        appointments.book(vault, Booking(kind, when, 1), NOW)
