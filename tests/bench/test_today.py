"""Today with 60 active clients and with 6: read, shown and painted."""

from datetime import datetime, time, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from kapdesk.domain.appointments import AppointmentKind, When
from kapdesk.domain.clients import Status
from kapdesk.domain.notes import NoteKind
from kapdesk.domain.orders import Limits, Order
from kapdesk.domain.phases import Medicine, SessionKind
from kapdesk.ui import theme
from kapdesk.ui.today.page import TodayPage
from kapdesk.usecases.calendar import appointments
from kapdesk.usecases.calendar.appointments import Booking
from kapdesk.usecases.course import courses
from kapdesk.usecases.desk import today
from kapdesk.usecases.house import opening
from kapdesk.usecases.house.practice import PracticeFacts
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.prescribing import orders
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault
from tests.bench.conftest import measured, timed
from tests.conftest import NOW, PASSPHRASE, TODAY

LARGE, SMALL = 60, 6
_KINDS = (AppointmentKind.PREPARATION, AppointmentKind.KETAMINE, AppointmentKind.INTEGRATION)
_HELD = (
    (SessionKind.PREPARATION, -70),
    (SessionKind.PREPARATION, -63),
    (SessionKind.PREPARATION, -56),
    (SessionKind.KETAMINE, -42),
    (SessionKind.INTEGRATION, -40),
    (SessionKind.KETAMINE, -14),
)


def test_today(tmp_path: Path, qapp: QApplication) -> None:
    theme.apply(qapp, False, 1.0)
    theme.load_more_fonts()
    large, small = (_measure(tmp_path / f"{count}.kapdesk", count, qapp) for count in (LARGE, SMALL))
    target = "≤ 50 ms; ≤ 2 × a tenth of the records"
    for at, what in enumerate(("Today, read", "Today, read, shown and painted")):
        measured(f"{what}, {LARGE} active clients", large[at], small[at], target)


def _measure(folder: Path, count: int, app: QApplication) -> tuple[float, float]:
    created = opening.create_practice(folder, PASSPHRASE, PracticeFacts(name="Bench", therapist="Nobody Real"), NOW)
    vault = opening.open_practice(created.unlocked, NOW)
    try:
        for number in range(count):
            _client(vault, number)
        page = TodayPage(vault, lambda: NOW)
        page.resize(1020, 760)
        page.show()

        def shown() -> None:
            page.refresh()
            page.repaint()
            app.processEvents()
            app.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as the program's own loop does

        read, painted = timed(lambda: today.read_today(vault, NOW), 15), timed(shown, 15)
        page.hide()
        page.deleteLater()
    finally:
        opening.close_practice(vault, NOW)
    return read, painted


def _client(vault: Vault, number: int) -> None:
    """Somebody in the middle of a course: sessions, an order, three bookings, every third with something late."""
    at = NOW - timedelta(days=80)
    client = clients.create_client(vault, ClientFacts(f"Ada Person {number}", status=Status.ACTIVE), at)
    for kind, days in _HELD:
        on = TODAY + timedelta(days=days)
        medicine = Medicine.TAKEN if kind is SessionKind.KETAMINE else Medicine.NOT_RECORDED
        courses.add_session(vault, client, kind, on, NOW, medicine)
        session = max(row.id for row in courses.list_sessions(vault, client))
        note = notes.start_note(vault, client, NoteKind(kind.value), on, NOW, session, "words")
        if number % 3 or days != -14:
            notes.sign_note(vault, note, NOW)
    limits = Limits(140, 90, None, None, 100)
    written = TODAY - timedelta(days=60)
    orders.enter_order(
        vault, client, Order("Dr. Amari", written_on=written, doses_authorised=4, interval_days=14, limits=limits), NOW
    )
    for step, kind in enumerate(_KINDS):
        starts = datetime.combine(TODAY + timedelta(days=number % 10 + step), time(8 + number % 8))
        appointments.book(vault, Booking(kind, When(starts, 50, "America/Denver"), client), NOW)
