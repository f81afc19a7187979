"""Fit to leave on its screen, by keyboard alone; nothing typed is lost, nothing is answered that was not asked."""

# ruff: noqa: F811  # fixtures of another module are parameters here

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kapdesk.domain.integration import Integration, Step
from kapdesk.domain.leaving import Driver, Judgement, leaving_of
from kapdesk.domain.medicine_day import DayEnding, EntryKind, OpenLine, of_kind, standing
from kapdesk.domain.notes import NoteKind
from kapdesk.domain.tablets import Dose
from kapdesk.domain.vitals import read_vitals
from kapdesk.ui.leaving import after
from kapdesk.ui.leaving.form import LeavingForm
from kapdesk.ui.leaving.panel import LINE, LeavingPanel
from kapdesk.ui.session.page import SessionPage
from kapdesk.ui.window import Window
from kapdesk.usecases.desk import tasks
from kapdesk.usecases.medicine_day import day_entries, gate, leaving, medicine, medicine_days
from kapdesk.usecases.writing import integration, notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.ui.seen import tab_to, type_keys, words_on
from tests.usecases.test_medicine_day import at, client, day  # noqa: F401  # fixtures

Key = Qt.Key


class Told:
    """What the panel asked for, in order."""

    def __init__(self, panel: LeavingPanel) -> None:
        self.heard: list[str] = []
        panel.back.connect(lambda: self.heard.append("back"))
        panel.changed.connect(lambda: self.heard.append("changed"))
        panel.ended.connect(lambda: self.heard.append("ended"))
        for signal in (panel.look_wanted, panel.paper_wanted, panel.offer_wanted):
            signal.connect(self.heard.append)


@pytest.fixture
def session(vault: Vault, day: int) -> int:
    gate.answer(vault, day, "vitals", at(9, 20), data=read_vitals("124/78 72").data)
    medicine.take_in(vault, day, Dose(4, 100), 5, "", at(9, 26), at(9, 26))
    data = read_vitals("142/80 80").data
    day_entries.enter_event(vault, day, EntryKind.VITALS, at(11, 5), at(11, 5), "", data)
    return day


@pytest.fixture
def panel(qtbot: QtBot, vault: Vault, session: int) -> Iterator[LeavingPanel]:
    made = LeavingPanel(vault, lambda: NOW)
    qtbot.addWidget(made)
    made.resize(1024, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_day(medicine_days.get_day(vault, session, NOW))
    yield made
    made.close_down()


def type_in(qtbot: QtBot, name: str, words: str) -> None:
    tab_to(name)
    here = QApplication.focusWidget()
    assert here is not None
    qtbot.keyClicks(here, words)


def test_from_the_list_to_what_comes_after_by_keyboard_alone(
    panel: LeavingPanel, vault: Vault, session: int, qtbot: QtBot
) -> None:
    told = Told(panel)
    seen = words_on(panel)
    for expected in ("at the start · 09:20", "124/78, 72", "last · 11:05", "142/80, 80"):
        assert expected in seen
    assert "outside the limits of the order of May 2 (Dr. Amari): 142/80, up to 140/90" in seen
    assert "½ tablet brought and not taken" in seen
    assert panel.form.asked.answers() == {}, "nothing is answered before it is asked"
    type_keys(Key.Key_Y, Key.Key_N, Key.Key_Up, Key.Key_Y, *[Key.Key_Y] * 6)
    assert set(panel.form.asked.answers().values()) == {"yes"}
    type_in(qtbot, "tablets_left", "kept by the client")
    tab_to("judgement_not_yet")
    type_keys(Key.Key_Right)
    tab_to("driver_not_asked")
    type_keys(Key.Key_Right)
    type_keys(Key.Key_Return, held=Qt.KeyboardModifier.ControlModifier)
    assert "Say to whom the client is released." in words_on(panel)
    here = QApplication.focusWidget()
    assert here is not None
    assert here.objectName() == "released_to"
    qtbot.keyClicks(here, "Luis")
    type_in(qtbot, "leaving_phone", "505-555-0142")
    type_keys(Key.Key_Return, held=Qt.KeyboardModifier.ControlModifier)
    found = medicine_days.get_day(vault, session, NOW)
    last = of_kind(standing(found.entries), EntryKind.FIT_TO_LEAVE)[-1]
    left = leaving_of(last.data, last.words)
    assert (found.ending, left.driver, left.released_to, left.left_at) == (DayEnding.LEFT, Driver.HERE, "Luis", NOW)
    assert of_kind(standing(found.entries), EntryKind.TABLETS_LEFT)[0].words == "kept by the client"
    assert "Fit to leave at 14:02" in words_on(panel)
    type_keys(Key.Key_P, Key.Key_N, Key.Key_I, Key.Key_C, Key.Key_L, Key.Key_Escape)
    assert told.heard == ["changed", "after-your-ketamine-session", "note", "integration", "call", "letter", "ended"]


def test_what_is_typed_comes_back_after_a_kill(panel: LeavingPanel, vault: Vault, session: int, qtbot: QtBot) -> None:
    type_keys(Key.Key_Y, Key.Key_N)
    tab_to("judgement_not_yet")
    type_keys(Key.Key_Right, Key.Key_Right)
    type_in(qtbot, "leaving_words", "sways a litt")
    qtbot.waitUntil(
        lambda: "sways a litt" in (medicine_days.get_day(vault, session, NOW).line or OpenLine("", "", NOW)).text
    )
    again = LeavingPanel(vault, lambda: NOW)
    qtbot.addWidget(again)
    again.show_day(medicine_days.get_day(vault, session, NOW))
    assert again.form.typed() == panel.form.typed()
    assert again.form.asked.answers() == {"oriented": "yes", "steady": "no"}
    assert again.form.judgement.value() is Judgement.NOT_FIT
    line = medicine_days.get_day(vault, session, NOW).line
    assert line is not None
    assert (line.kind, json.loads(line.text)["words"]) == (LINE, "sways a litt")


def test_not_yet_is_a_look_that_stays_and_leads_back(
    panel: LeavingPanel, vault: Vault, session: int, qtbot: QtBot
) -> None:
    told = Told(panel)
    type_keys(Key.Key_N, Key.Key_Escape)
    assert told.heard == ["back"]
    day_entries.enter_event(vault, session, EntryKind.BATHROOM, NOW, NOW)
    panel.show_day(medicine_days.get_day(vault, session, NOW))
    assert panel.form.asked.answers() == {"oriented": "no"}, "what was typed before another entry is here again"
    type_keys(Key.Key_Return, held=Qt.KeyboardModifier.ControlModifier)
    assert told.heard == ["back", "changed", "back"]
    panel.show_day(medicine_days.get_day(vault, session, NOW))
    assert "14:02  Fit to leave, not yet: no: oriented to person, place and time" in words_on(panel)
    assert panel.form.asked.answers() == {}


def test_911_shows_the_card_and_ends_only_with_a_time(
    panel: LeavingPanel, vault: Vault, session: int, qtbot: QtBot
) -> None:
    told = Told(panel)
    tab_to("judgement_not_yet")
    type_keys(Key.Key_Right, Key.Key_Right)
    tab_to("path_not_asked")
    type_keys(*[Key.Key_Right] * 3)
    assert told.heard == ["emergency"]
    assert panel.form.left_at.text() == "", "no time is offered while the client is here"
    type_keys(Key.Key_Return, held=Qt.KeyboardModifier.ControlModifier)
    assert medicine_days.get_day(vault, session, NOW).ended_at is None


def test_the_offers_begin_the_note_and_plan_the_call_once(
    empty_window: Window,
    vault: Vault,
    session: int,
    client: int,
) -> None:
    medicine_days.end(vault, session, DayEnding.LEFT, "", NOW)
    found = medicine_days.get_day(vault, session, NOW)
    for _ in range(2):
        after.do(empty_window, found, "call")
    assert [(one.words, one.due_on) for one in tasks.list_tasks(vault, TODAY)] == [
        ("Call after the ketamine session", datetime(2026, 6, 10).date())  # noqa: DTZ001  # a day
    ]
    after.do(empty_window, found, "note")
    assert [(one.session_id, one.kind.value) for one in notes.list_notes(vault, client, TODAY)] == [
        (found.session_id, "ketamine")
    ]
    assert empty_window.page == "chart"


def test_the_session_comes_back_to_the_list_and_counts_to_the_next_look(
    qtbot: QtBot, vault: Vault, session: int
) -> None:
    day_entries.keep_line(vault, session, OpenLine(LINE, '{"answers": {"oriented": "yes"}}', NOW))
    page = SessionPage(vault, lambda: NOW)
    qtbot.addWidget(page)
    page.open_day(session)
    assert page.stack.currentWidget() is page.leaving
    assert page.leaving.form.asked.answers() == {"oriented": "yes"}
    page.leaving.put({"judgement": "not_fit", "path": "wait", "again_minutes": "20"})
    page.leaving.keep_look()
    assert page.stack.currentWidget() is page.running
    clock = page.running.clock
    assert (clock.next_words.text(), clock.next.text()) == ("next look", "in 20 min")
    page.close_down()


def test_at_the_gate_stands_what_was_carried_over(qtbot: QtBot, vault: Vault, day: int, client: int) -> None:
    note = notes.start_note(vault, client, NoteKind.INTEGRATION, TODAY, NOW, None, "words")
    integration.keep(vault, note, Integration(steps=(Step("sit on the porch", TODAY),)), NOW)
    page = SessionPage(vault, lambda: NOW)
    qtbot.addWidget(page)
    page.open_day(day)
    assert "sit on the porch" in words_on(page.steps)
    medicine.take_in(vault, day, Dose(4, 100), 5, "", NOW, NOW)
    page.refresh()
    assert page.steps.isHidden()
    page.close_down()


def test_every_answer_can_be_seen_and_has_a_name(panel: LeavingPanel) -> None:
    for one in panel.findChildren(QPushButton):
        assert one.objectName()
        assert one.accessibleName()


@pytest.mark.parametrize(("days", "offered"), [(0, "14:02"), (1, "")])
def test_a_session_left_open_overnight_is_not_offered_the_time_of_the_next_day(
    vault: Vault, session: int, qtbot: QtBot, days: int, offered: str
) -> None:
    form = LeavingForm(lambda: NOW + timedelta(days=days))
    qtbot.addWidget(form)
    form.show_view(leaving.leaving_view(vault, session, NOW))
    form.put({"judgement": "fit"})
    assert form.left_at.text() == offered
    assert ("This session is of June 9. Type when the client left." in words_on(form)) is bool(days)
