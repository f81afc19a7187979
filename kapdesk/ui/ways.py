"""Where the find box leads: to a record on its page, or to what the desk can do; and the ways between pages."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from kapdesk.domain.finding import Span
from kapdesk.domain.readiness import Line
from kapdesk.errors import KapdeskError
from kapdesk.ui import calendar_paper
from kapdesk.ui.find import FindBox
from kapdesk.ui.found import Command, Row
from kapdesk.ui.keys import COMMANDS
from kapdesk.ui.ready import acts
from kapdesk.ui.todo.task_dialog import TaskDialog
from kapdesk.usecases.medicine_day import locked, medicine_days
from kapdesk.usecases.paper import paper_signing
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.ui.window import Window


ALONE = ("session", "signing")
"""Pages that have the whole window: a client is in front of them."""


def commands(window: "Window") -> list[Command]:
    """What can be done from here."""
    return [
        Command((Span(words),), keys, partial(getattr(window, act), *([argument] if argument else [])))
        for words, keys, act, argument in COMMANDS
        if (act != "new_note" or window.page == "chart") and not (act.startswith("new_") and window.vault.reads_only)
    ]


def find_anything(window: "Window") -> None:
    """Show the box that finds anything, and go where it says."""
    box = FindBox(window.vault, window.clock, commands(window), _open_chart(window), window)
    if box.exec() and box.chosen is not None:
        QTimer.singleShot(0, window, partial(go_to, window, box.chosen))
    box.deleteLater()


def new_task(window: "Window") -> None:
    """Ask for a task; in a chart it is this client's."""
    here = _open_chart(window)
    dialog = TaskDialog(window.vault, window.clock, here[0] if here else None, None, window)
    if dialog.exec() and dialog.undo is not None:
        window.messages.say(dialog.undo.words, dialog.undo)
        if window.page == "todo":
            window.todo.refresh()
        elif here and window.chart.tab == "overview":
            window.chart.overview.tasks.refresh()
    dialog.deleteLater()


def _open_chart(window: "Window") -> tuple[int, str] | None:
    """The client whose chart is in sight."""
    if window.page != "chart" or window.chart.client_id is None:
        return None
    return window.chart.client_id, clients.get_client(window.vault, window.chart.client_id).name


def begin_session(window: "Window", client_id: int, appointment_id: int | None = None) -> None:
    """Begin the medicine day of a client, or take up the one that is open, and show it; what forbids it is said."""
    try:
        day_id = medicine_days.begin(window.vault, client_id, window.clock(), appointment_id)
    except KapdeskError as error:
        window.messages.say(str(error))
        return
    window.open_session(day_id)


def sign_paper(window: "Window", client_id: int, name: str, language: str = "") -> None:
    """Take a paper in hand for a client, or the one that was begun, and show it; what forbids it is said.

    Without a language it is in the client's.
    """
    try:
        draft_id = paper_signing.begin(window.vault, client_id, name, language, window.clock())
    except KapdeskError as error:
        window.messages.say(str(error))
        return
    go_on_signing(window, draft_id)


def go_on_signing(window: "Window", draft_id: int) -> None:
    """Show a paper that was begun; what forbids it is said."""
    try:
        window.signing.open_paper(draft_id)
    except KapdeskError as error:
        window.messages.say(str(error))
        return
    window.show_page("signing")


def leave_signing(window: "Window", client_id: int) -> None:
    """Back to the papers of the client's chart."""
    if window.chart.client_id == client_id:
        window.show_page("chart")
    else:
        window.open_client(client_id)
    if window.page == "chart":
        window.chart.open_tab("papers")
        window.chart.papers.start()


def do_in_chart(window: "Window", line: Line, on: date) -> None:
    """What a line of the gate asks for is done in the chart; the session is resumed from there."""
    if window.session.day is None:
        return
    window.open_client(window.session.day.client_id)
    if window.page == "chart":
        acts.do(window.chart, line, on)


def frame_for(window: "Window", alone: bool) -> None:
    """The session, and a paper being signed, have the whole window: no sidebar, no strip with messages."""
    if window.sidebar.isHidden() is alone:
        return
    window.sidebar.setVisible(not alone)
    window.foot.setVisible(not alone)
    window.banner.setVisible(False)
    window.refresh_frame()


def idle_minutes(window: "Window") -> int:
    """While a ketamine session runs, whatever page is in sight, its own minutes count."""
    running = locked.running_day(window.vault, window.clock()) is not None
    return window.preferences.session_idle_minutes if running else window.preferences.idle_minutes


def show_day(window: "Window", day: date) -> None:
    """Show a day in the calendar."""
    window.show_page("calendar")
    window.calendar.show_day(day)


def hand_out_calendar(window: "Window", vault: Vault, clock: Callable[[], datetime], export: bool) -> None:
    """Print the calendar or save it as PDF, or write it to a file for other calendars; from the day in sight."""
    show = calendar_paper.show_export if export else calendar_paper.show_print
    words = show(vault, clock, window.calendar.cursor_at.day, window)
    if words:
        window.messages.say(words)


def go_to(window: "Window", row: Row) -> None:
    """Show what was found, on the page where it stands."""
    if isinstance(row, Command):
        row.act()
    elif row.kind == "note" and row.client_id is not None:
        window.open_note(row.client_id, int(row.id))
    elif row.kind == "contact":
        window.show_page("contacts")
        window.contacts.open_contact(int(row.id))
    elif row.kind == "task":
        window.show_page("todo")
        window.todo.show_task(int(row.id))
    elif row.client_id is None:
        window.show_page("papers")
        window.papers.open_paper(str(row.id))
    else:
        window.open_client(row.client_id)
        if row.kind == "paper" and window.page == "chart":
            window.chart.open_tab("papers")
