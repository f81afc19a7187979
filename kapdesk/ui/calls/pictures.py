"""The sheet of the introductory call, the wait list and the capacity as pictures, in their states."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.calls import Call, NextStep, Safety
from kapdesk.domain.clients import Status
from kapdesk.ui.calls.sheet import CallDialog
from kapdesk.ui.calls.wait_list import DayDialog, WaitListDialog
from kapdesk.usecases.people import calls, capacity, clients, wait_list
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.ui.window import Window


def draw(
    take: Callable[[QWidget, str], None],
    show: Callable[[QDialog, str], None],
    window: "Window",
    vault: Vault,
    clock: Callable[[], datetime],
) -> None:
    """Draw them all; `take` draws a widget as it is, `show` a dialog. The practice is as before afterwards."""
    at, today = clock(), clock().date()
    ids = {row.name.split()[0]: row.id for row in clients.list_clients(vault, today)}
    asking, waiting = ids["J."], ids["Hollis"]
    window.open_client(asking)
    take(window, "chart-inquiry")
    for client, name in ((asking, "call-begun"), (waiting, "call-waits"), (ids["Wren"], "call-booked")):
        show(CallDialog(vault, clock, client, window), name)
    before = calls.view(vault, asking).call
    calls.save_call(vault, asking, replace(before, called_on=today, safety_now=Safety.INTENT, safety="a plan"), at)
    show(CallDialog(vault, clock, asking, window), "call-intent")
    window.chart.refresh()
    take(window, "chart-inquiry-intent")
    calls.save_call(vault, asking, replace(before, called_on=today, next_step=NextStep.BOOK), at)
    show(_scrolled(CallDialog(vault, clock, asking, window)), "call-full-booking")
    undo = capacity.set_capacity(vault, 9, at)
    show(_scrolled(CallDialog(vault, clock, asking, window)), "call-space")
    undo.take_back(vault, at)
    wrong = CallDialog(vault, clock, asking, window)
    wrong.called_on.setText("someday")
    wrong.keep()
    show(wrong, "call-wrong-day")
    calls.save_call(vault, asking, replace(Call(), prescriber_words=before.prescriber_words), at)
    _wait_list(show, window, vault, clock, asking, waiting)


def _wait_list(
    show: Callable[[QDialog, str], None],
    window: "Window",
    vault: Vault,
    clock: Callable[[], datetime],
    asking: int,
    waiting: int,
) -> None:
    at = clock()
    joined = wait_list.join(vault, asking, at)
    show(WaitListDialog(vault, clock, window), "wait-list")
    more = capacity.set_capacity(vault, 9, at)
    unknown = wait_list.set_day(vault, asking, None, at)
    show(WaitListDialog(vault, clock, window), "wait-list-space")
    show(DayDialog("J. Whitcombe", at.date(), lambda on: wait_list.set_day(vault, asking, on, at), window), "wait-day")
    for undo in (unknown, more, joined):
        undo.take_back(vault, at)
    left = wait_list.leave(vault, waiting, Status.INQUIRY, at)
    show(WaitListDialog(vault, clock, window), "wait-list-empty")
    left.take_back(vault, at)


def _scrolled(dialog: CallDialog) -> CallDialog:
    """Down at the next step."""
    dialog.show()
    dialog.next.words.setFocus()
    return dialog
