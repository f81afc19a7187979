"""Today as pictures: a usual morning, late things, what was put off, an empty day; its dialogs, and the card of readiness."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.first_things import FIRST_THINGS
from kapdesk.domain.needs import Kind
from kapdesk.ui.today.dialogs import PutOffDialog, TickDialog
from kapdesk.usecases.desk import putting_off, today
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.ui.window import Window

_MORNING = time(8, 55)
_LATER_DAYS = 17


def draw(
    take: Callable[[QWidget, str], None],
    show: Callable[[QDialog, str], None],
    window: "Window",
    vault: Vault,
    clock: Callable[[], datetime],
) -> None:
    """Draw them all, before other pictures change the practice; `take` draws a widget as it is, `show` a dialog."""
    page = window.today
    window.show_page("today")
    morning = datetime.combine(clock().date(), _MORNING, clock().tzinfo)
    view = today.read_today(vault, morning)
    page.show_view(view)
    take(window, "today")
    page.show_view(today.read_today(vault, morning + timedelta(days=_LATER_DAYS)))
    take(window, "today-late")
    need = next(one for one in view.needs if one.kind is Kind.FOLLOW_UP)
    undo = putting_off.put_off(
        vault,
        need.key,
        need.client_id,
        clock().date() + timedelta(days=5),
        "She asked to be called on Sunday.",
        clock(),
    )
    page.show_view(replace(today.read_today(vault, morning), needs=view.needs[:2]))
    page.show_what_was_put_off()
    take(window, "today-put-off")
    page.show_what_was_put_off()
    undo.take_back(vault, clock())
    page.show_view(replace(view, appointments=(), needs=(), week=()))
    take(window, "today-empty")
    page.first_thing.show_thing(FIRST_THINGS["introduction"])
    take(window, "today-first-thing")
    page.refresh()
    show(PutOffDialog(vault, clock, need.key, f"{need.words} · {need.client}", need.client_id, window), "put-off")
    rosa = view.appointments[0].row
    dialog = TickDialog(vault, clock, rosa.client_id or 0, "baseline", rosa.client, window)
    dialog.by_whom.clear()
    dialog.keep()
    show(dialog, "tick-wrong")
