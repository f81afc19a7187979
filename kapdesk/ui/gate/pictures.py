"""The gate of an invented client as pictures: asked, typed, left, amber, red, green, without an order, current intent."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kapdesk.domain.gate import in_the_way
from kapdesk.domain.medicine_day import DayEnding
from kapdesk.domain.orders import Limits, Order
from kapdesk.domain.vitals import read_vitals
from kapdesk.ui import look, theme
from kapdesk.ui.gate.panel import GatePanel
from kapdesk.ui.gate.views import ASK, Turn
from kapdesk.usecases.course import ready
from kapdesk.usecases.medicine_day import gate, medicine_days
from kapdesk.usecases.medicine_day.medicine_days import Day
from kapdesk.usecases.people import clients
from kapdesk.usecases.prescribing import orders
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.ui.window import Window

_ARRIVAL = time(8, 52)


def draw(
    take: Callable[[QWidget, str], None], vault: Vault, clock: Callable[[], datetime], size: tuple[int, int]
) -> None:
    """Draw them all; the copy is changed by it."""
    at = datetime.combine(clock().date(), _ARRIVAL, clock().tzinfo)
    rosa, nobody_ordered = (_client(vault, at, name) for name in ("Rosa", "Ines"))
    order_with_limits(vault, rosa, at)
    panel = GatePanel(vault, lambda: at + timedelta(minutes=4))
    screen = _screen(panel, size)
    day = medicine_days.begin(vault, rosa, at)
    _show(panel, vault, day, at)
    take(screen, "gate-asked")
    _answer_first(vault, day, at)
    _show(panel, vault, day, at)
    panel.turn_to("tablets")
    _type(panel, {"label": "R. Delgado, 100 mg RDT", "strength": "100", "brought": "4", "taken": "2"})
    take(screen, "gate-tablets")
    panel.enter()
    panel.turn_to("touch_today")
    for place in ("hand", "shoulder"):
        panel.do(f"place_{place}")
    take(screen, "gate-touch")
    panel.enter()
    gate.answer(vault, day, "intention", at, words="Let the grief have its own room.")
    _show(panel, vault, day, at)
    panel.turn_to("vitals")
    _type(panel, {"line": "148/94 88"})
    take(screen, "gate-vitals")
    until = at + timedelta(minutes=13)
    gate.leave_for_later(vault, day, "vitals", "resting, second reading", until, at)
    _let_go_on(vault, day, rosa, at)
    _show(panel, vault, day, at)
    panel.turn_to("vitals")
    panel.back()
    take(screen, "gate-later")
    _states(lambda name: take(screen, name), panel, vault, day, rosa, at)
    other = medicine_days.begin(vault, nobody_ordered, at)
    _show(panel, vault, other, at)
    panel.turn_to("order")
    take(screen, "gate-no-order")
    screen.hide()
    screen.deleteLater()


def _states(
    take: Callable[[str], None], panel: GatePanel, vault: Vault, day: int, client_id: int, at: datetime
) -> None:
    """Red, amber, green, and current intent."""
    gate.answer(vault, day, "vitals", at, data=read_vitals("148/94 88").data)
    _show(panel, vault, day, at)
    panel.turn_to("vitals")
    take("gate-red")
    panel.do("prescriber")
    take("gate-prescriber")
    panel.back()
    gate.answer(vault, day, "instructions", at, "no", "black coffee at 7")
    gate.answer(vault, day, "vitals", at, data=read_vitals("124/78 72 98").data)
    _show(panel, vault, day, at)
    panel.turn_to("instructions")
    panel.go_to_medicine()
    take("gate-amber")
    gate.answer(vault, day, "instructions", at, "yes")
    _let_go_on(vault, day, client_id, at)
    _show(panel, vault, day, at)
    take("gate-green")
    gate.answer(vault, day, "risk", at, "intent")
    _show(panel, vault, day, at)
    take("gate-intent")


def around(take: Callable[[QWidget, str], None], window: "Window", vault: Vault, clock: Callable[[], datetime]) -> None:
    """The records that are open, on Today and in a chart; then they are closed again."""
    window.show_page("today")
    take(window, "today-in-session")
    window.open_client(_client(vault, clock(), "Ines"))
    take(window, "chart-in-session")
    for one in medicine_days.open_days(vault):
        medicine_days.end(vault, one.id, DayEnding.MISTAKE, "Begun for a picture.", clock())
    window.refresh_page()


def _screen(panel: GatePanel, size: tuple[int, int]) -> QWidget:
    """The panel as it stands on the screen of the session: always dark."""
    screen = QWidget()
    screen.setObjectName("session_page")
    screen.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    theme.darken(screen)
    look.column(screen).addWidget(panel)
    screen.resize(*size)
    screen.show()
    return screen


def order_with_limits(vault: Vault, client_id: int, at: datetime) -> None:
    """An order of the day that says everything, whatever the pictures before left on file."""
    order = Order(
        "Dr. S. Amari",
        written_on=at.date(),
        dose_least_mg=200,
        dose_most_mg=200,
        doses_authorised=2,
        interval_days=14,
        drug_holds="Morning medicine as usual.",
        limits=Limits(systolic_most=140, diastolic_most=90, pulse_most=100),
        valid_until=at.date() + timedelta(days=90),
    )
    orders.enter_order(vault, client_id, order, at)


def _answer_first(vault: Vault, day: int, at: datetime) -> None:
    for line, choice, words in (
        ("agrees", "yes", ""),
        ("risk", "none", ""),
        ("news", "no", ""),
        ("instructions", "yes", ""),
        ("arrival", "", "Slept 7 h. Toast and tea at 6. No alcohol since Friday."),
        ("label", "yes", ""),
    ):
        gate.answer(vault, day, line, at, choice, words)


def _let_go_on(vault: Vault, day: int, client_id: int, at: datetime) -> None:
    """What is open in the chart: ticked, seen, passed with a reason, answered."""
    ready.tick(vault, client_id, "baseline", at.date(), "Dana Whitfield", "", None, at)
    for one in in_the_way(gate.gate(vault, day, at)):
        if one.needs == "reason":
            gate.pass_with_reason(vault, day, one, "Talked about and agreed with the client.", at)
        elif one.needs == "seen":
            gate.see(vault, day, one, at)
        elif one.needs == "prescriber":
            said = (one, "Dr. Amari", "by telephone", "Known to me, go on.", at, at)
            gate.prescriber_answered(vault, day, *said)


def _show(panel: GatePanel, vault: Vault, day_id: int, at: datetime) -> Day:
    day = medicine_days.get_day(vault, day_id, at)
    panel.show_day(day)
    return day


def _type(panel: GatePanel, values: dict[str, str]) -> None:
    assert panel.turn == Turn(panel.turn.line, ASK)
    panel.asking.fields.put(values)


def _client(vault: Vault, at: datetime, name: str) -> int:
    return next(row.id for row in clients.list_all_clients(vault, at.date()) if row.name.startswith(name))
