"""What the button of a line of readiness does, from a chart."""

from datetime import date
from typing import TYPE_CHECKING

from kapdesk.domain.appointments import AppointmentKind
from kapdesk.domain.readiness import PAPERS, Line
from kapdesk.ui.calendar.booking_form import Wish
from kapdesk.usecases.calendar import free_time

if TYPE_CHECKING:
    from kapdesk.ui.chart.page import ChartPage

_TABS = {"order": "orders", "flag": "details", "person": "details", "note": "notes"}
"""The part of the chart in which it is done."""


def do(chart: "ChartPage", line: Line, on: date) -> None:
    """Lead to where it is done, or ask for it."""
    if line.act == "book":
        chart.book(_wish(chart, line, on))
    elif line.act == "answer":
        chart.open_tab("orders")
        chart.orders.enter_answer()
    elif line.act == "paper":
        chart.sign_paper(PAPERS[line.key])
    elif line.act in _TABS:
        chart.open_tab(_TABS[line.act])


def _wish(chart: "ChartPage", line: Line, on: date) -> Wish:
    """A preparation, the integration of the last ketamine session, or that of the coming one in its window."""
    if line.key == "prepared":
        return Wish(chart.client_id, AppointmentKind.PREPARATION)
    if line.key == "integrated":
        return Wish(chart.client_id, AppointmentKind.INTEGRATION)
    window = free_time.integration_window(chart.vault, chart.client_id or 0, on)
    return Wish(chart.client_id, AppointmentKind.INTEGRATION, not_before=window.first, by=window.last)
