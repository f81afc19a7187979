"""The calendar on paper, read back: initials only, or what one needs on the day the computer is dead."""

import io
import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine, event

from kapdesk.domain.appointments import AppointmentKind, AppointmentStatus, CancelledBy, When
from kapdesk.domain.contacts import Answer, Contact, ContactKind, Role, Way, WayKind
from kapdesk.domain.health import Allergy
from kapdesk.domain.orders import Limits, Order
from kapdesk.errors import BadInput
from kapdesk.usecases.calendar import appointments, calendar_print, holding
from kapdesk.usecases.calendar.appointments import Booking
from kapdesk.usecases.calendar.calendar_print import Wanted, Which
from kapdesk.usecases.house import history
from kapdesk.usecases.people import clients, contacts, entries
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.people.contacts import Link
from kapdesk.usecases.prescribing import orders
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.hostile import texts

ZONE = "America/Denver"
WEEK = date(2026, 6, 8)


def pages(vault: Vault, which: Which, first: date, kinds: bool = False, page: str = "") -> list[str]:
    made = calendar_print.calendar_pdf(vault, Wanted(which, first, kinds, page), TODAY)
    return [page.extract_text() for page in PdfReader(io.BytesIO(made.pdf)).pages]


def wall(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """What the clock on the wall shows."""
    return datetime.combine(date(year, month, day), time(hour, minute))


def book(
    vault: Vault, kind: AppointmentKind, starts: datetime, minutes: int, client: int | None = None, words: str = ""
) -> int:
    return appointments.book(vault, Booking(kind, When(starts, minutes, ZONE), client, words), NOW).ids[0]


@pytest.fixture
def ada(vault: Vault) -> int:
    """Somebody with everything on file, and two appointments in the week."""
    client = clients.create_client(vault, ClientFacts("Adelaide Quill", "Ada Quill"), NOW)
    entries.save_entry(vault, client, Way(WayKind.PHONE, "505-555-0101", "mobile", Answer.NO), NOW)
    entries.save_entry(vault, client, Allergy("Latex", "hives"), NOW)
    for name, phone, role in (
        ("Lee Quill", "505-555-0102", Role.EMERGENCY),
        ("Dr. Amari", "505-555-0120", Role.PRESCRIBER),
        ("Sam Rider", "", Role.DRIVER),
    ):
        contacts.save_person(vault, client, Contact(name, ContactKind.OTHER, phone=phone), Link(role), NOW)
    order = Order("Dr. Amari", written_on=date(2026, 5, 2), limits=Limits(140, 90, pulse_most=100), doses_authorised=3)
    orders.enter_order(vault, client, order, NOW)
    book(vault, AppointmentKind.KETAMINE, wall(2026, 6, 9, 9), 180, client, "brings her sister")
    book(vault, AppointmentKind.INTEGRATION, wall(2026, 6, 11, 13, 30), 50, client)
    return client


@pytest.mark.parametrize("page", ["letter", "a4"])
def test_a_week_holds_times_and_initials_and_nothing_else_of_anybody(vault: Vault, ada: int, page: str) -> None:
    book(vault, AppointmentKind.UNAVAILABLE, wall(2026, 6, 12, 13), 4 * 60, words="dentist")
    gone = book(vault, AppointmentKind.PREPARATION, wall(2026, 6, 10, 8), 50, ada)
    appointments.remove(vault, gone, NOW)
    words = "\n".join(pages(vault, Which.WEEK, WEEK, page=page))
    for said in ("June 8, 2026 to June 14, 2026", "9:00–12:00", "3 h", "A. Q.", "13:30–14:20", "50 min", "Unavailable"):
        assert said in words
    assert words.count("nothing booked") == 4
    for never in ("Quill", "Ada", "Ketamine", "Integration", "sister", "dentist", "505-555-0101", "8:00"):
        assert never not in words
    with_kinds = "\n".join(pages(vault, Which.WEEK, WEEK, kinds=True, page=page))
    assert "Ketamine session" in with_kinds
    assert "Quill" not in with_kinds


def test_the_day_sheet_says_what_one_needs(vault: Vault, ada: int) -> None:
    words = "\n".join(pages(vault, Which.DAY_SHEET, TODAY))
    for said in (
        "Tuesday, June 9, 2026",
        "9:00–12:00",
        "Ada Quill",
        "(Adelaide Quill)",
        "Ketamine session",
        "505-555-0101 (mobile, may not leave a message, writing not asked)",
        "Lee Quill · 505-555-0102",
        "Dr. Amari · 505-555-0120",
        "Sam Rider · no telephone entered",
        "blood pressure up to 140/90, pulse up to 100",
        "order of May 2",
        "Latex (hives)",
        "988",
        "911",
        "505-555-0199",
        "shred it when the day is over",
    ):
        assert said in re.sub(r"\s+", " ", words), said
    assert "13:30" not in words


def test_what_is_not_on_file_is_said(vault: Vault) -> None:
    client = clients.create_client(vault, ClientFacts("Ben Active"), NOW)
    book(vault, AppointmentKind.KETAMINE, wall(2026, 6, 9, 9), 180, client)
    book(vault, AppointmentKind.CALL, wall(2026, 6, 9, 16), 20, client)
    words = "\n".join(pages(vault, Which.DAY_SHEET, TODAY))
    assert words.count("not entered") == 5
    assert "no limit on file: no order on file" in words
    assert words.count("not asked") == 1


def test_an_order_that_does_not_hold_says_so(vault: Vault, ada: int) -> None:
    order = Order("Dr. Renn", written_on=date(2026, 5, 20), valid_until=date(2026, 6, 1))
    orders.enter_order(vault, ada, order, NOW)
    words = re.sub(r"\s+", " ", "\n".join(pages(vault, Which.DAY_SHEET, TODAY)))
    assert "blood pressure no limit on file, pulse no limit on file" in words
    assert "(Dr. Renn), expired Jun 1" in words


def test_cancelled_is_left_out_and_long_absences_stand_on_each_day(vault: Vault, ada: int) -> None:
    book(vault, AppointmentKind.UNAVAILABLE, wall(2026, 6, 9, 15), 48 * 60)
    words = "\n".join(pages(vault, Which.WEEK, WEEK))
    for said in ("15:00–24:00", "0:00–24:00", "0:00–15:00", "2 days"):
        assert said in words
    row = appointments.of_client(vault, ada)[0]
    assert "9:00–12:00" in words
    holding.set_status(vault, row.id, AppointmentStatus.CANCELLED, NOW, CancelledBy.CLIENT)
    assert "9:00–12:00" not in "\n".join(pages(vault, Which.WEEK, WEEK))


def test_printing_is_entered_and_a_day_sheet_in_each_chart(vault: Vault, ada: int) -> None:
    calendar_print.enter_printed(vault, Wanted(Which.WEEK, WEEK, True), "saved", NOW)
    calendar_print.enter_printed(vault, Wanted(Which.DAY_SHEET, TODAY), "printed", NOW)
    said = [row.words for row in history.practice_history(vault)][:3]
    sheet = "Calendar printed: day sheet of June 9, 2026"
    assert said == [sheet, sheet, "Calendar saved as PDF: week from June 8, 2026, initials and kinds"]
    assert history.client_history(vault, ada)[0].words == sheet


def test_an_empty_day_and_a_page_that_is_none(vault: Vault) -> None:
    assert "No appointment on this day." in pages(vault, Which.DAY_SHEET, TODAY)[0]
    assert "nothing booked" in pages(vault, Which.DAY, TODAY)[0]
    with pytest.raises(BadInput, match="Letter or A4"):
        pages(vault, Which.DAY, TODAY, page="a5")


def test_a_full_day_with_hostile_words_is_printed(vault: Vault) -> None:
    for number, words in enumerate(text.replace("\ud800", "") for text in texts(24)):
        client = clients.create_client(vault, ClientFacts(f"N{number} {words}"), NOW)
        starts = wall(2026, 6, 9, 8) + timedelta(minutes=20 * number)
        book(vault, AppointmentKind.PREPARATION, starts, 20, client, words)
    for which in Which:
        assert pages(vault, which, TODAY)


def test_a_day_sheet_is_read_in_a_few_queries_however_many_clients(vault: Vault, ada: int) -> None:
    asked: list[str] = []

    def count(*told: Any) -> None:
        asked.append(told[2])

    event.listen(Engine, "before_cursor_execute", count)
    try:
        calendar_print.calendar_pdf(vault, Wanted(Which.DAY_SHEET, TODAY), TODAY)
        few = len(asked)
        for number in range(5):
            client = clients.create_client(vault, ClientFacts(f"Client {number}"), NOW)
            book(vault, AppointmentKind.INTEGRATION, wall(2026, 6, 9, 13 + number), 50, client)
        asked.clear()
        calendar_print.calendar_pdf(vault, Wanted(Which.DAY_SHEET, TODAY), TODAY)
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    assert len(asked) == few
