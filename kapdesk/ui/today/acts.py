"""What a button of Today does: to the page, the dialog or the act that its line asks for."""

from typing import TYPE_CHECKING

from kapdesk.domain.clients import Place
from kapdesk.domain.needs import Kind, Need
from kapdesk.errors import KapdeskError
from kapdesk.ui.today.dialogs import TickDialog
from kapdesk.usecases import holding, tasks
from kapdesk.usecases.today import TodayRow

if TYPE_CHECKING:
    from kapdesk.ui.window import Window


def open_appointment(window: "Window", row: TodayRow) -> None:
    """The note of an appointment of today, begun when there is none."""
    try:
        client_id, note_id = holding.open_note(window.vault, row.row.id, window.clock())
    except KapdeskError as error:
        window.messages.say(str(error))
        return
    window.refresh_frame()
    window.open_note(client_id, note_id)


def do(window: "Window", need: Need) -> None:
    """The one thing that a line asks for."""
    act = need.act
    if need.kind is Kind.TASK:
        undo = tasks.complete_task(window.vault, act.task_id, window.clock())
        window.messages.say(undo.words, undo)
        window.today.refresh()
    elif need.kind is Kind.BACKUP:
        window.back_up()
    elif need.client_id is None:
        return
    elif need.kind is Kind.NOTE:
        window.open_note(need.client_id, act.note_id)
    elif need.kind is Kind.CONSENT:
        _tick(window, need)
    else:
        window.open_client(need.client_id)
        if need.kind is Kind.OPEN_SESSION and window.page == "chart":
            window.chart.note_for(act.session_id)
        elif need.kind is Kind.FLAG and window.page == "chart":
            window.chart.open_tab("details")


def _tick(window: "Window", need: Need) -> None:
    dialog = TickDialog(window.vault, window.clock, need.client_id or 0, "consent", need.client, window)
    if dialog.exec() and dialog.undo is not None:
        window.messages.say(dialog.undo.words, dialog.undo)
        window.today.refresh()
    dialog.deleteLater()


def show_group(window: "Window", place: Place) -> None:
    """The clients who are there, in the list."""
    window.show_page("clients")
    window.clients.show_place(place)
