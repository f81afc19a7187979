"""What a button of Today does: the dialog, the page or the act that its line asks for; and the lines of readiness in a chart."""

from typing import TYPE_CHECKING

from kapdesk.domain.appointments import AppointmentKind
from kapdesk.domain.clients import Place
from kapdesk.domain.needs import Kind, Need
from kapdesk.errors import KapdeskError
from kapdesk.ui import ways
from kapdesk.ui.calendar.booking import BookingDialog
from kapdesk.ui.calendar.booking_form import Wish
from kapdesk.ui.calendar.status import StatusDialog
from kapdesk.usecases.calendar import appointments
from kapdesk.usecases.desk import tasks
from kapdesk.usecases.desk.today import TodayRow

if TYPE_CHECKING:
    from kapdesk.ui.window import Window


_TABS = {Kind.FLAG: "details", Kind.REQUEST: "disclosures"}
"""The part of the chart in which it is done."""


def open_appointment(window: "Window", row: TodayRow) -> None:
    """The sheet of a call; the medicine day of a ketamine session that is booked; the note of any other appointment, begun
    when there is none; its own dialog where it is nobody's.
    """
    one = row.row
    if row.day_id:
        window.open_session(row.day_id)
        return
    if one.client_id is None:
        book(window, Wish(appointment_id=one.id))
    elif one.kind is AppointmentKind.CALL:
        window.open_client(one.client_id)
        window.chart.open_call()
    elif one.begins(window.clock().date()):
        ways.begin_session(window, one.client_id, one.id)
    else:
        try:
            client_id, note_id = appointments.open_note(window.vault, one.id, window.clock())
        except KapdeskError as error:
            window.messages.say(str(error))
            return
        window.refresh_frame()
        window.open_note(client_id, note_id)


def book(window: "Window", wish: Wish) -> None:
    """Ask for a booking over the page in sight."""
    try:
        dialog = BookingDialog(window.vault, window.clock, wish, window)
    except KapdeskError as problem:
        window.messages.say(str(problem))
        return
    if dialog.exec() and dialog.booked is not None:
        window.messages.say(dialog.booked.undo.words, dialog.booked.undo)
        window.refresh_page()
    dialog.deleteLater()


def do(window: "Window", need: Need) -> None:
    """The one thing that a line asks for."""
    act = need.act
    if need.kind is Kind.TASK:
        _complete(window, act.task_id)
    elif need.kind is Kind.OPEN_DAY:
        window.open_session(act.day_id)
    elif need.kind is Kind.BACKUP:
        window.back_up()
    elif need.kind is Kind.NOTE and need.client_id is not None:
        window.open_note(need.client_id, act.note_id)
    elif need.kind in (Kind.CONSENT, Kind.PAPER) and need.client_id is not None:
        ways.sign_paper(window, need.client_id, act.paper)
    elif need.kind in (Kind.OUTCOME, Kind.MEDICINE_OUTCOME):
        _say_outcome(window, act.appointment_id)
    elif act.verb == "Book":
        kind = AppointmentKind(act.book.value) if act.book else AppointmentKind.CALL
        book(window, Wish(need.client_id, kind, not_before=act.not_before, by=act.by))
    elif act.appointment_id:
        window.show_page("calendar")
        window.calendar.show_appointment(act.appointment_id)
    elif need.client_id is not None:
        _in_chart(window, need, need.client_id)


def _in_chart(window: "Window", need: Need, client_id: int) -> None:
    window.open_client(client_id)
    if window.page != "chart":
        return
    chart = window.chart
    if need.kind in (Kind.RISK_SAID, Kind.FLAG_SAID):
        chart.open_intake_review()
    elif need.kind is Kind.OPEN_SESSION:
        chart.note_for(need.act.session_id)
    elif need.kind is Kind.SAFETY:
        chart.open_call()
    elif need.kind in _TABS:
        chart.open_tab(_TABS[need.kind])
    elif need.kind is Kind.REVIEW:
        chart.overview.course.enter_review()
    elif need.kind is Kind.FOLLOW_UP:
        chart.overview.course.enter_follow_up(need.act.course_months, need.act.course_id or None)
    elif need.kind in (Kind.ORDER, Kind.PRESCRIBER_VISIT):
        _about_order(window, need)


def _about_order(window: "Window", need: Need) -> None:
    orders = window.chart.orders
    window.chart.open_tab("orders")
    if need.kind is Kind.PRESCRIBER_VISIT:
        orders.enter_answer()
    elif need.act.verb == "Letter":
        orders.write_letter()
    else:
        orders.new_order()


def _complete(window: "Window", task_id: int) -> None:
    try:
        undo = tasks.complete_task(window.vault, task_id, window.clock())
    except KapdeskError as error:
        window.messages.say(str(error))
    else:
        window.messages.say(undo.words, undo)
    window.refresh_page()


def _say_outcome(window: "Window", appointment_id: int) -> None:
    try:
        row = appointments.get(window.vault, appointment_id)
    except KapdeskError as error:
        window.messages.say(str(error))
        return
    dialog = StatusDialog(window.vault, window.clock, row, window)
    if dialog.exec() and dialog.undo is not None:
        window.messages.say(dialog.undo.words, dialog.undo)
        window.refresh_page()
    dialog.deleteLater()


def show_group(window: "Window", place: Place) -> None:
    """The clients who are there, in the list."""
    window.show_page("clients")
    window.clients.show_place(place)
