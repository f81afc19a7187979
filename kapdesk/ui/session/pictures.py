"""The session screen as pictures: running, outside the limits, the line open, panels, look-ups, the emergency card."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.medicine_day import EntryKind
from kapdesk.domain.tablets import Dose
from kapdesk.domain.touch import TouchAct
from kapdesk.domain.vitals import read_vitals
from kapdesk.ui.gate.pictures import order_with_limits
from kapdesk.ui.session.emergency import Emergency
from kapdesk.ui.session.page import SessionPage
from kapdesk.ui.session.stand_by import StandBy, StandByStrip
from kapdesk.ui.session.touch_panel import TouchPanel
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.unlock import UnlockWindow
from kapdesk.usecases.medicine_day import day_entries, gate, medicine, medicine_days
from kapdesk.usecases.people import clients
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
    ids = {row.name.split()[0]: row.id for row in clients.list_all_clients(vault, clock().date())}
    somebody, nobody = ids["Rosa"], ids["Hollis"]
    day = _begun(vault, somebody, times)
    before, window.clock = window.clock, times
    page = window.session
    page.clock = page.running._clock = page.running.typing._clock = times
    try:
        _running(take, window, page, vault, day, times)
        _without(take, window, vault, nobody, times)
    finally:
        window.clock = before
        window.show_page("today")


def _begun(vault: Vault, client_id: int, times: _Times) -> int:
    order_with_limits(vault, client_id, times.at("8:50"))
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
    vitals = read_vitals("124/78 72 98").data
    day_entries.enter_event(vault, day, EntryKind.VITALS, times.at("9:20"), times.at("9:20"), "", vitals)
    at = times.at("9:26")
    window.open_session(day)
    page.running.press("K", at)
    take(window, "session-medicine-in")
    _close(page)
    medicine.take_in(vault, day, Dose(4, 100), 4, "", at, at)
    at = times.at("9:38")
    day_entries.enter_event(vault, day, EntryKind.MEDICINE_OUT, at, at, "", {"how": "spat"})
    for when, kind, words in (
        ("9:44", EntryKind.SPOKE, "it is wide here"),
        ("9:49", EntryKind.MUSIC, "“Glass lake”, softer"),
        ("9:55", EntryKind.TEARS, "quiet, own hand on chest"),
    ):
        day_entries.enter_event(vault, day, kind, times.at(when), times.now, words)
    times.now = times.at("9:58") + timedelta(seconds=10)
    window.open_session(day)
    take(window, "session-running")
    _typing(take, window, page, times)
    _panels(take, window, page, times)
    _later(take, window, page, vault, day, times)


def _typing(take: Callable[[QWidget, str], None], window: "Window", page: SessionPage, times: _Times) -> None:
    running = page.running
    running.press("S", times.now)
    take(window, "session-in-hand")
    running.press("ENTER", times.now)
    running.line.edit.setText("the house has no roof and that is fine")
    take(window, "session-line-open")
    running.typing.enter()
    running.press("J", times.now)
    running.line.edit.setText("her brother again; keep for later")
    take(window, "session-line-private")
    running.press("ESCAPE", times.now)
    take(window, "session-line-put-aside")
    running.press("ENTER", times.now)
    running.line.edit.clear()
    running.press("ESCAPE", times.now)


def _panels(take: Callable[[QWidget, str], None], window: "Window", page: SessionPage, times: _Times) -> None:
    running = page.running
    for key, name in (("X", "booster"), ("H", "touch"), ("E", "emergency")):
        running.press(key, times.now)
        if page.over is not None:
            take(window, f"session-{name}")
        if key == "H" and isinstance(page.over, TouchPanel):
            page.over.choose(TouchAct.GIVEN)
            take(window, "session-touch-where")
        _close(page)
    for what in ("chart", "order", "safety", "touch"):
        page.look_up(what)
        take(window, f"session-look-{what}")
        _close(page)


def _later(
    take: Callable[[QWidget, str], None],
    window: "Window",
    page: SessionPage,
    vault: Vault,
    day: int,
    times: _Times,
) -> None:
    shown = {one.kind: one.id for one in page.running.shown}
    day_entries.correct(vault, shown[EntryKind.TEARS], times.at("9:53"), "quiet, own hand on chest", times.at("10:02"))
    day_entries.withdraw(vault, shown[EntryKind.MUSIC], "pressed by mistake", times.now)
    high = read_vitals("152/94 96 97 +10").data
    day_entries.enter_event(vault, day, EntryKind.VITALS, times.at("10:06"), times.now, "", high)
    times.at("10:17")
    window.open_session(day)
    take(window, "session-outside-limits")
    page.running.press("A", times.now)
    take(window, "session-adverse-signs")
    _close(page)
    page.running.press("ENTER", times.now)
    if page.over is not None:
        page.over.put({"what": "Headache, sudden", "onset": "10:15, while lying"})
    take(window, "session-adverse-form")
    _close(page)
    take(window, "session-adverse-event")
    page.running.press("DOWN", times.now)
    page.running.press("DOWN", times.now)
    page.say("This stays in the chart (vitals); it is not for the psychotherapy notes.")
    take(window, "session-chosen")
    page.messages.forget()


def _without(
    take: Callable[[QWidget, str], None], window: "Window", vault: Vault, client_id: int, times: _Times
) -> None:
    day = medicine_days.begin(vault, client_id, times.at("9:00"))
    medicine.not_taken(vault, day, "decided together to wait", times.at("9:20"), times.now)
    window.open_session(day)
    take(window, "session-without-medicine")


def _close(page: SessionPage) -> None:
    while page.over is not None:
        page.over.escape()


def draw_locked(take: Callable[[QWidget, str], None], folder: Path, clock: Callable[[], datetime]) -> None:
    """The locked screen while a session runs, and the emergency card over it."""
    times = _Times(clock())
    card = Emergency("41 Juniper Lane, Suite 3, Cedar Wash, NM 87000", "Dr. S. Amari, 505-555-0120")
    said = StandBy(times.at("9:26"), times.at("10:06"), card)
    times.now = times.at("10:07") + timedelta(seconds=12)
    locked = UnlockWindow(folder, Tasks(), times, True, said)
    locked.show()
    take(locked, "session-locked")
    strip = locked.findChild(StandByStrip)
    assert isinstance(strip, StandByStrip)
    strip.show_card()
    take(locked, "session-locked-emergency")
    locked.hand_on()
