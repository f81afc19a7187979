"""Three hours in a dark room, by keyboard alone at 150 %: a booster, a reading outside the limits, a kill -9, a lock, an
adverse event; and the signed record of it, which prints whole and cannot be changed.
"""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kapdesk.domain.medicine_day import DayEnding, EntryKind, standing
from kapdesk.domain.notes import NoteKind
from kapdesk.errors import KapdeskError, RecordSigned
from kapdesk.ui import ask, theme
from kapdesk.usecases.house import opening
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.medicine_day import day_entries, medicine_days
from kapdesk.usecases.writing import note_printing, notes
from kapdesk.usecases.writing.note_printing import Chosen
from kapdesk.vault.database import Vault
from tests.conftest import PASSPHRASE
from tests.ui.lived import DAY, Times, opened, rosa
from tests.ui.seen import focus, tab_to, type_keys

LIVED = Path(__file__).with_name("lived.py")


def live_until_killed(folder: Path) -> None:
    """The first hour, in a process that is killed in the middle of a word."""
    room = {**os.environ, "PYTHONPATH": str(LIVED.parents[2]), "XDG_CONFIG_HOME": str(folder.parent / "other")}
    command = [sys.executable, str(LIVED), str(folder), PASSPHRASE]
    told = subprocess.run(command, capture_output=True, text=True, env=room, check=False)
    assert (told.returncode, told.stdout) == (-9, "lived\n"), told.stderr


def unlocked(folder: Path, times: Times) -> Vault:
    return opening.open_practice(opening.unlock(folder, Secret.passphrase(PASSPHRASE), times()), times())


@pytest.mark.timeout(240)
def test_a_session_of_three_hours(sample_folder: Path, qapp: QApplication, qtbot: QtBot) -> None:
    live_until_killed(sample_folder)
    theme.apply(qapp, True, 1.5)
    times = Times()
    times.at("10:08")
    vault = unlocked(sample_folder, times)
    window = opened(vault, times)
    window.take_up()
    page = window.session
    assert window.page == "session"
    assert page.running.clock.clock.text() == "00:42:00"
    assert page.running.line.edit.text() == "no headache, answers clear"
    type_keys("ly", "Enter")
    type_keys("a", "Enter", "Enter", "blood pressure above the limit, no symptoms", "Enter")
    for minute, line in (("10:16", "146/88 96 97 +10"), ("10:26", "134/84 88 98")):
        times.at(minute)
        type_keys("v", line, "Enter")
    type_keys("v", "13")
    place = window.place()
    window.close_down()
    window.hide()
    opening.close_practice(vault, times())
    times.at("10:30")
    vault = unlocked(sample_folder, times)
    window = opened(vault, times)
    window.go_to(place)
    page = window.session
    assert (window.page, page.running.line.edit.text()) == ("session", "13")
    type_keys("0/80 84 98", "Enter", "j", "the roof again", "Enter")
    for minute, pressed in (("11:02", "r"), ("11:12", "l"), ("11:20", "b")):
        times.at(minute)
        type_keys(pressed)
    times.at("12:00")
    type_keys("v", "126/80 74 98", "Enter", "f")
    leave(times)
    day_id = page.day_id or 0
    assert medicine_days.get_day(vault, day_id, times()).ending is DayEnding.LEFT
    type_keys("n")
    assert window.page == "chart"
    QTest.keyClicks(focus(), "She found the one she had left out.")
    ask.answer(True)
    type_keys("Ctrl+Enter")
    qtbot.waitUntil(lambda: medicine_days.get_day(vault, day_id, times()).signed)  # a button’s key clicks in a moment
    prove(vault, day_id, times)
    window.close_down()
    window.hide()
    opening.close_practice(vault, times())


def leave(times: Times) -> None:
    """The list, the judgement, released to, the time."""
    type_keys(*"yyyyyyyy")
    tab_to("judgement_not_yet")
    type_keys("Right")
    tab_to("driver_not_asked")
    type_keys("Right")
    tab_to("released_to")
    type_keys("Luis Delgado")
    tab_to("leaving_phone")
    type_keys("505-555-0142")
    times.at("12:10")
    type_keys("Ctrl+Enter")


def prove(vault: Vault, day_id: int, times: Times) -> None:
    """The signed record is whole, in order, and nothing changes it."""
    day = medicine_days.get_day(vault, day_id, times())
    assert day.signed
    kinds = [one.kind for one in standing(day.entries)]
    for kind in (EntryKind.BOOSTER, EntryKind.ADVERSE_EVENT, EntryKind.RETURNING, EntryKind.FIT_TO_LEAVE):
        assert kind in kinds
    client = rosa(vault)
    note = next(
        one for one in notes.list_notes(vault, client, DAY.date()) if one.session_id == day.session_id and one.signed_at
    )
    assert note.kind is NoteKind.KETAMINE
    printed = note_printing.lay_out(note_printing.gather(vault, client, Chosen(ids=(note.id,)), DAY.date()))
    words = " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(printed.pdf)).pages).split())
    at = -1
    for said in IN_ORDER:
        found = words.find(said, at + 1)
        assert found > at, f"“{said}” is missing, or not in its place: {words}"
        at = found
    assert "the roof again" not in words, "that is for the psychotherapy notes"
    with pytest.raises(RecordSigned):
        day_entries.correct(vault, day.entries[-1].id, times(), "otherwise", times())
    with pytest.raises(KapdeskError):
        medicine_days.reopen(vault, day_id, times())


IN_ORDER = (
    "She found the one she had left out.",
    "Medicine in: 2 × 100 mg",
    "Medicine out, spat, after 12 min",
    "it is wide here",
    "Booster: ",
    "quiet, own hand on chest",
    "152/94, 104, SpO₂ 97",
    "no headache, answers clearly",
    "blood pressure above the limit, no symptoms",
    "146/88, 96",
    "134/84, 88",
    "130/80, 84",
    "Returning",
    "Food and drink",
    "Bathroom",
    "126/80, 74",
    "Signed by",
)
