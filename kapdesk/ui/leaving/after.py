"""What an offer after a session does with the desk: the note, the integration booking, tomorrow's call, the letter."""

from datetime import timedelta
from typing import TYPE_CHECKING

from kapdesk.domain.appointments import AppointmentKind
from kapdesk.errors import KapdeskError
from kapdesk.ui.calendar.booking_form import Wish
from kapdesk.ui.today import acts
from kapdesk.usecases.calendar import free_time
from kapdesk.usecases.desk import tasks
from kapdesk.usecases.medicine_day import day_note, leaving
from kapdesk.usecases.medicine_day.medicine_days import Day

if TYPE_CHECKING:
    from kapdesk.ui.window import Window


def do(window: "Window", day: Day, offer: str) -> None:
    """Answer `offer_wanted` of the panel: `note`, `integration`, `call`, `letter`."""
    {"note": write_note, "integration": book_integration, "call": plan_call, "letter": write_letter}[offer](window, day)


def write_note(window: "Window", day: Day) -> None:
    """Open the note of the session, begun when there is none."""
    try:
        client_id, note_id = day_note.note_of_day(window.vault, day.id, window.clock())
    except KapdeskError as problem:
        window.messages.say(str(problem))
        return
    window.refresh_frame()
    window.open_note(client_id, note_id)


def book_integration(window: "Window", day: Day) -> None:
    """Ask for the integration in its window after this session, over the page in sight."""
    best = free_time.integration_window(window.vault, day.client_id, day.on)
    wish = Wish(day.client_id, AppointmentKind.INTEGRATION, not_before=best.first, by=best.last)
    acts.book(window, wish)


def plan_call(window: "Window", day: Day) -> None:
    """Enter tomorrow's call as a task of this client; once is enough."""
    if leaving.afterwards(window.vault, day.id, window.clock()).call:
        window.messages.say("Tomorrow’s call is planned already.")
        return
    due = day.on + timedelta(days=1)
    undo = tasks.add_task(window.vault, leaving.CALL, window.clock(), due, day.client_id)
    window.messages.say(undo.words, undo)
    window.refresh_frame()


def write_letter(window: "Window", day: Day) -> None:
    """Write to the prescriber, in the chart's orders."""
    window.open_client(day.client_id)
    if window.page == "chart":
        window.chart.open_tab("orders")
        window.chart.orders.write_letter()
