"""Where the find box leads: to a record on its page, or to what the desk can do."""

from functools import partial
from typing import TYPE_CHECKING

from kapdesk.domain.finding import Span
from kapdesk.ui.found import Command, Row
from kapdesk.ui.keys import COMMANDS

if TYPE_CHECKING:
    from kapdesk.ui.window import Window


def commands(window: "Window") -> list[Command]:
    """What can be done from here."""
    return [
        Command((Span(words),), keys, partial(getattr(window, act), *([argument] if argument else [])))
        for words, keys, act, argument in COMMANDS
        if act != "new_note" or window.page == "chart"
    ]


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
