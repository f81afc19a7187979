"""The session screen as pictures: running, outside the limits, the line open, panels, look-ups, the emergency card."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.medicine_day import EntryKind
from kapdesk.domain.tablets import Dose
from kapdesk.domain.vitals import read_vitals
from kapdesk.ui.session.page import SessionPage
from kapdesk.usecases import clients, day_entries, gate, medicine, medicine_days
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.ui.window import Window


class _Times:
    """A clock that the pictures set."""

    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def at(self, words: str) -> datetime:
        """Set it to a time of the day: `9:26`."""
        hour, minute = words.split(":")
        self.now = self.now.replace(hour=int(hour), minute=int(minute), second=0)
        return self.now


def draw(
    take: Callable[[QWidget, str], None],
    show: Callable[[QDialog, str], None],
    window: "Window",
    vault: Vault,
    clock: Callable[[], datetime],
) -> None:
    """Draw them all; `take` draws a widget as it is. The day that is begun for them stays in the practice."""
    times = _Times(clock())
    somebody = next(row.id for row in clients.list_all_clients(vault, clock().date()) if row.name.startswith("Rosa"))
    day = _begun(vault, somebody, times)
    before, window.clock = window.clock, times
    page = window.session
    page.clock = page.running._clock = page.running.typing._clock = times
    try:
        _running(take, window, page, vault, day, times)
    finally:
        window.clock = before
        window.show_page("today")


def _begun(vault: Vault, client_id: int, times: _Times) -> int:
    day = medicine_days.begin(vault, client_id, times.at("8:55"))
    gate.answer(vault, day, "touch_today", times.at("9:01"), data={"agreed": ["hand", "shoulder"]})
    gate.answer(vault, day, "intention", times.at("9:02"), words="Let the grief have its own room.")
    gate.answer(vault, day, "tablets", times.at("9:03"), data={"taken": 4, "brought": 4, "strength_mg": 100})
    return day


def _running(
    take: Callable[[QWidget, str], None],
    window: "Window",
    page: SessionPage,
    vault: Vault,
    day: int,
    times: _Times,
) -> None:
    day_entries.enter_event(
        vault, day, EntryKind.VITALS, times.at("9:20"), times.at("9:20"), "", read_vitals("124/78 72 98").data
    )
    at = times.at("9:26")
    medicine.take_in(vault, day, Dose(4, 100), 4, "", at, at)
    out = day_entries.enter_event(
        vault, day, EntryKind.MEDICINE_OUT, times.at("9:38"), times.at("9:38"), "", {"how": "spat"}
    )
    del out
    for when, kind, words in (
        ("9:44", EntryKind.SPOKE, "it is wide here"),
        ("9:49", EntryKind.MUSIC, "“Glass lake”, softer"),
        ("9:55", EntryKind.TEARS, "quiet, own hand on chest"),
    ):
        day_entries.enter_event(vault, day, kind, times.at(when), times.now, words)
    times.now = times.at("9:58") + timedelta(seconds=10)
    window.open_session(day)
    take(window, "session-running")
