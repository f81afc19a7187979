"""Where one is at the desk, so that unlocking, another size of text, and the start after a crash lead back there."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kapdesk.errors import NotFound
from kapdesk.ui import ways
from kapdesk.ui.practice.page import TABS
from kapdesk.usecases.medicine_day import locked
from kapdesk.usecases.writing import notes

if TYPE_CHECKING:
    from kapdesk.ui.window import Window


@dataclass(frozen=True)
class Place:
    """Where one was, so that unlocking returns there; kept in memory only, as numbers."""

    page: str = "today"
    client_id: int | None = None
    tab: str = "overview"
    note_id: int | None = None
    day_id: int | None = None
    draft_id: int | None = None


def here(window: "Window") -> Place:
    """Where one is."""
    if window.page == "session":
        return Place("session", day_id=window.session.day_id)
    if window.page == "signing":
        return Place("signing", window.signing.client_id, "papers", draft_id=window.signing.draft_id)
    if window.page == "practice":
        return Place("practice", tab=window.practice.tab)
    if window.page != "chart":
        return Place(window.page)
    return Place("chart", window.chart.client_id, window.chart.tab, window.chart.notes.shown)


def go_to(window: "Window", place: Place, names: tuple[str, ...]) -> None:
    """Return to where one was."""
    if place.page == "session" and place.day_id is not None and _open_session(window, place.day_id):
        return
    if place.page == "signing" and place.draft_id is not None:
        ways.go_on_signing(window, place.draft_id)
        if window.page == "signing":
            return
    if place.page not in ("chart", "signing") or place.client_id is None:
        window.show_page(place.page if place.page in names and place.page != "chart" else "today")
        if place.page == "practice" and place.tab in TABS:
            window.practice.open_tab(place.tab)
        return
    window.open_client(place.client_id)
    window.chart.open_tab(place.tab)
    if place.tab == "notes" and place.note_id is not None:
        window.chart.open_note(place.note_id)


def take_up(window: "Window") -> None:
    """After a crash or a power loss: back to the session that is being held, or to the note that was being written."""
    running = locked.running_day(window.vault, window.clock())
    if running is not None:
        go_to(window, Place("session", day_id=running), ())
        return
    writing = notes.note_being_written(window.vault)
    if writing is None:
        return
    notes.put_down(window.vault)
    client_id, note_id = writing
    window.go_to(Place("chart", client_id, "notes", note_id))
    window.messages.say("This note was being written when kapdesk stopped. It is here as it was last saved.")


def _open_session(window: "Window", day_id: int) -> bool:
    try:
        window.open_session(day_id)
    except NotFound:
        return False
    return True
