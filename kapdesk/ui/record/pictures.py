"""The record of a session as pictures: in the chart, below its note, on paper, and as it is entered from paper."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from kapdesk.domain.leaving import LIST, Driver, Judgement, Leaving
from kapdesk.domain.medicine_day import DayEnding, EntryKind
from kapdesk.domain.tablets import Dose
from kapdesk.domain.vitals import read_vitals
from kapdesk.ui.record.paper import blank_dialog, record_dialog
from kapdesk.ui.record.paper_day import BeginDialog, PaperDayDialog
from kapdesk.ui.record.scans import DayScansDialog
from kapdesk.usecases.medicine_day import day_entries, day_note, gate, medicine, medicine_days, paper_days
from kapdesk.usecases.medicine_day.paper_days import PaperLine
from kapdesk.usecases.people import clients
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.ui.window import Window

_LIVED, _ON_PAPER, _NONE = "Des", "Noor", "Hollis"


def draw(
    take: Callable[[QWidget, str], None],
    show: Callable[[QDialog, str], None],
    window: "Window",
    vault: Vault,
    clock: Callable[[], datetime],
) -> None:
    """Draw them all; `take` draws a widget as it is, `show` a dialog."""
    ids = {row.name.split()[0]: row.id for row in clients.list_all_clients(vault, clock().date())}
    lived = ids.get(_LIVED) or next(iter(ids.values()))
    day = _live_through(vault, lived, lambda hour, minute: clock().replace(hour=hour, minute=minute))
    window.open_client(lived)
    window.chart.open_tab("sessions")
    take(window, "chart-sessions")
    _, note = day_note.note_of_day(vault, day, clock())
    window.chart.open_note(note)
    take(window, "chart-note-of-day")
    window.chart.notes.record.fold.setChecked(True)
    take(window, "chart-note-of-day-record")
    window.chart.notes.close_down()
    notes.save_draft(vault, note, "## Session\n\nShe met her grief, and came back slowly.", clock())
    notes.sign_note(vault, note, clock())
    window.chart.open_note(note)
    take(window, "chart-note-with-record")
    window.chart.open_tab("sessions")
    take(window, "chart-sessions-signed")
    show(record_dialog(vault, clock, day, window), "record-paper")
    show(blank_dialog(vault, clock, lived, window), "record-blank")
    show(DayScansDialog(vault, clock, day, True, window), "record-scans")
    window.open_client(ids.get(_NONE) or lived)
    window.chart.open_tab("sessions")
    take(window, "chart-sessions-none")
    _from_paper(show, window, vault, clock, ids.get(_ON_PAPER) or lived)


def _from_paper(
    show: Callable[[QDialog, str], None], window: "Window", vault: Vault, clock: Callable[[], datetime], client_id: int
) -> None:
    show(BeginDialog(vault, clock, client_id, window), "paper-begin")
    day = paper_days.begin(vault, client_id, clock().date() - timedelta(days=1), time(9), clock())
    for line in (
        PaperLine(EntryKind.VITALS, time(9, 12), "122/76 70 98"),
        PaperLine(EntryKind.MEDICINE_IN, time(9, 20), taken="2", strength="100", brought="2"),
        PaperLine(EntryKind.MEDICINE_OUT, time(9, 32), out="spat"),
        PaperLine(EntryKind.TEARS, time(9, 50), "quiet"),
    ):
        paper_days.enter_line(vault, day, line, clock())
    dialog = PaperDayDialog(vault, clock, day, window)
    dialog.words.setProperty("text", "98 over 60")
    dialog.time.set_minute(10 * 60 + 5)
    dialog.add_line()
    show(dialog, "paper-day")
    paper_days.end(vault, day, DayEnding.LEFT, "", time(11, 45), clock())


def _live_through(vault: Vault, client_id: int, at: Callable[[int, int], datetime]) -> int:
    """A session with a booster, a reading outside the limits and an adverse event; its day's id."""
    day = medicine_days.begin(vault, client_id, at(9, 0))
    gate.answer(vault, day, "agrees", at(9, 1), "yes")
    gate.answer(vault, day, "risk", at(9, 2), "none")
    gate.answer(vault, day, "news", at(9, 2), "no")
    gate.answer(vault, day, "instructions", at(9, 2), "no", "coffee at 8")
    found = next(one for one in gate.gate(vault, day, at(9, 3)) if one.line.key == "instructions")
    gate.pass_with_reason(vault, day, found, "Black coffee only; the prescriber’s sheet allows it.", at(9, 3))
    gate.answer(vault, day, "arrival", at(9, 3), words="slept 7 h, toast at 5, nothing else")
    gate.answer(vault, day, "label", at(9, 4), "yes")
    gate.answer(vault, day, "tablets", at(9, 4), data={"taken": 4, "strength_mg": 100, "brought": 6})
    gate.answer(vault, day, "touch_today", at(9, 5), data={"agreed": ["hand", "shoulder"]})
    gate.answer(vault, day, "intention", at(9, 6), words="Let the grief have its own room.")
    gate.answer(vault, day, "vitals", at(9, 20), data=read_vitals("124/78 72 98").data)
    medicine.take_in(vault, day, Dose(4, 100), 6, "Ketamine RDT 100 mg", at(9, 26), at(9, 26))
    for kind, hour, minute, words, data in _EVENTS:
        day_entries.enter_event(vault, day, kind, at(hour, minute), at(hour, minute), words, data)
    medicine.boost(vault, day, Dose(1, 100), at(10, 2), at(10, 2))
    music = day_entries.enter_event(vault, day, EntryKind.MUSIC, at(10, 20), at(10, 20))
    day_entries.withdraw(vault, music, "pressed by mistake", at(10, 21))
    fit = Leaving(
        Judgement.FIT, dict.fromkeys(LIST, "yes"), driver=Driver.HERE, released_to="Luis", phone="505-555-0142",
        left_at=at(11, 50),
    )  # fmt: skip
    day_entries.enter_event(vault, day, EntryKind.FIT_TO_LEAVE, at(11, 50), at(11, 50), "", fit.data)
    medicine_days.end(vault, day, DayEnding.LEFT, "", at(11, 50))
    return day


_EVENTS: tuple[tuple[EntryKind, int, int, str, dict[str, object]], ...] = (
    (EntryKind.MEDICINE_OUT, 9, 38, "", {"how": "spat"}),
    (EntryKind.ONSET, 9, 41, "", {}),
    (EntryKind.SPOKE, 9, 44, "it is wide here", {}),
    (EntryKind.TEARS, 9, 55, "quiet, own hand on chest", {}),
    (EntryKind.PEAK, 10, 4, "", {}),
    (EntryKind.VITALS, 10, 6, "", read_vitals("152/94 88 97").data),
    (EntryKind.ADVERSE_EVENT, 10, 10, "", {"what": "vomited once", "severity": "mild", "outcome": "settled in 5 min"}),
    (
        EntryKind.TOUCH, 10, 12, "",
        {"act": "given", "who": "therapist", "where": "hand on shoulder", "asked_by": "the client"},
    ),
    (EntryKind.RETURNING, 10, 55, "", {}),
    (EntryKind.VITALS, 11, 30, "", read_vitals("126/80 76 98").data),
)  # fmt: skip
