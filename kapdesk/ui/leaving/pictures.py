"""Fit to leave as pictures: usual, the minimum stay not over, not fit, no driver, against advice, without medicine, after."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kapdesk.domain.leaving import LIST, Driver, Judgement, Leaving
from kapdesk.domain.medicine_day import EntryKind
from kapdesk.domain.tablets import Dose
from kapdesk.domain.vitals import read_vitals
from kapdesk.ui import look, theme
from kapdesk.ui.leaving.panel import LeavingPanel
from kapdesk.usecases.course import protocol
from kapdesk.usecases.medicine_day import day_entries, gate, leaving, medicine, medicine_days
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault

_YES = dict.fromkeys(LIST, "yes")
_RELEASED = {"released_to": "Ana Marsh", "phone": "505-555-0142"}


def draw(
    take: Callable[[QWidget, str], None], vault: Vault, clock: Callable[[], datetime], size: tuple[int, int]
) -> None:
    """Draw them of a session of the sample, on its own ground; the copy is changed by it."""
    now = clock()
    somebody = next(row.id for row in clients.list_clients(vault, now.date()) if row.name.startswith("Theo"))
    day_id = _session(vault, somebody, now)
    here = [now]
    panel = LeavingPanel(vault, lambda: here[0])
    screen = _screen(panel, size)

    def show(typed: dict[str, Any], name: str) -> None:
        panel.show_day(medicine_days.get_day(vault, day_id, here[0]))
        panel.put(typed)
        if name in ("leaving-early", "leaving-usual"):
            panel.form.asked.start()
            panel.show_top()
        else:
            panel.form.judgement.setFocus()
        if typed.get("wrong"):
            panel.keep_look()
        take(screen, name)

    show({"judgement": Judgement.NOT_YET, "answers": {"oriented": "yes", "steady": "no"}}, "leaving-early")
    leaving.look(vault, day_id, Leaving(answers={"oriented": "yes", "steady": "no"}, words="tired, sways"), here[0])
    here[0] = now + timedelta(minutes=50)
    data = read_vitals("128/80 74 98").data
    day_entries.enter_event(vault, day_id, EntryKind.VITALS, here[0], here[0], "", data)
    usual = {"answers": _YES, "judgement": Judgement.FIT, "driver": Driver.HERE, **_RELEASED}
    show({**usual, "tablets": "kept by the client"}, "leaving-usual")
    show({**usual, "driver": Driver.ABSENT, "released_to": "", "wrong": True}, "leaving-no-driver")
    show({"judgement": Judgement.NOT_FIT, "path": "wait", "again_minutes": "20"}, "leaving-not-fit")
    show({"judgement": Judgement.NOT_FIT, "path": "prescriber", "reached": "Dr. Amari"}, "leaving-prescriber")
    show({"judgement": Judgement.AGAINST_ADVICE, "wrong": True}, "leaving-against-advice")
    kept = Leaving(Judgement.FIT, _YES, driver=Driver.HERE, released_to="Ana Marsh", left_at=here[0])
    leaving.look(vault, day_id, kept, here[0], "kept by the client")
    panel.show_day(medicine_days.get_day(vault, day_id, here[0]))
    take(screen, "leaving-after")
    screen.hide()
    screen.deleteLater()


def _screen(panel: LeavingPanel, size: tuple[int, int]) -> QWidget:
    """The panel as it stands on the screen of the session: always dark."""
    screen = QWidget()
    screen.setObjectName("session_page")
    screen.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    theme.darken(screen)
    look.column(screen).addWidget(panel)
    screen.resize(*size)
    screen.show()
    screen.activateWindow()
    return screen


def _session(vault: Vault, client_id: int, now: datetime) -> int:
    """Medicine in two hours ago, readings, an adverse event, a practice that sets a minimum stay."""
    figures = protocol.get_protocol(vault)
    protocol.save_protocol(vault, type(figures)(**vars(figures) | {"minimum_stay_minutes": 120}), now)

    def ago(minutes: int) -> datetime:
        return now - timedelta(minutes=minutes)

    day_id = medicine_days.begin(vault, client_id, ago(140))
    gate.answer(vault, day_id, "vitals", ago(130), data=read_vitals("124/78 72 98").data)
    medicine.take_in(vault, day_id, Dose(4, 100), 5, "T. Marsh, 100 mg", ago(110), ago(110))
    for minutes, typed in ((70, "146/92 88 97"), (5, "134/84 78 98")):
        data = read_vitals(typed).data
        day_entries.enter_event(vault, day_id, EntryKind.VITALS, ago(minutes), ago(minutes), "", data)
    day_entries.enter_event(vault, day_id, EntryKind.ADVERSE_EVENT, ago(68), ago(68), "dizzy, lay down")
    return day_id
