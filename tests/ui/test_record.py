"""The record on the screen: the chart's medicine days, the note with its record, a day entered from paper, scans, print."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kapdesk.domain.disclosures import ForWhom
from kapdesk.domain.medicine_day import DayEnding, EntryKind
from kapdesk.ui import ask
from kapdesk.ui.notes.tab import NotesTab
from kapdesk.ui.notes.wrong_chart import WrongChartDialog
from kapdesk.ui.record.drawing import DrawingView
from kapdesk.ui.record.paper import PaperDialog, blank_dialog, record_dialog
from kapdesk.ui.record.paper_day import BeginDialog, PaperDayDialog
from kapdesk.ui.record.scans import DayScansDialog
from kapdesk.ui.record.tab import SessionsTab
from kapdesk.usecases.house import history
from kapdesk.usecases.medicine_day import medicine_days, session_record
from kapdesk.usecases.register import disclosures
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.lived_session import at, enter_client, live_through, sign
from tests.ui.seen import press, words_on

Clock = Callable[[], datetime]


@pytest.fixture
def client(vault: Vault) -> int:
    return enter_client(vault)


@pytest.fixture
def tab(qtbot: QtBot, vault: Vault, clock: Clock, client: int) -> SessionsTab:
    made = SessionsTab(vault, clock)
    qtbot.addWidget(made)
    made.resize(1100, 760)
    made.show()
    made.show_client(client)
    made.refresh()
    return made


def test_the_days_stand_in_the_chart_with_their_record(
    tab: SessionsTab, vault: Vault, client: int, qtbot: QtBot
) -> None:
    assert "None yet." in words_on(tab)
    day = live_through(vault, client)
    tab.refresh()
    words = words_on(tab)
    for one in (
        "2 × 100 mg + 1 booster",
        "in 9:26, out 9:38, ended 11:50",
        "Ended, not signed",
        "Tears: quiet, own hand on chest",
    ):
        assert one in words
    assert "my brother" not in words
    line = tab.findChild(DrawingView, "record_time_line")
    assert "9:26 Medicine in: 2 × 100 mg" in line.accessibleDescription()
    with qtbot.waitSignal(tab.note_wanted) as wanted:
        press(tab, "note_of_day")
    assert wanted.args == [day]
    assert tab.findChild(QPushButton, "resume_day").text() == "Correct entries…"
    view = tab.view.findChild(QLabel, "record_title")
    tab.refresh()
    assert tab.view.findChild(QLabel, "record_title") is view, "what did not change is not built again"
    sign(vault, day)
    tab.refresh()
    assert "Signed by Robin Alder, PhD, LPCC" in words_on(tab)
    assert not tab.findChild(QPushButton, "resume_day").isVisibleTo(tab)


def test_an_open_day_is_resumed_from_here(tab: SessionsTab, vault: Vault, client: int, qtbot: QtBot) -> None:
    day = medicine_days.begin(vault, client, at(9, 0))
    tab.refresh()
    with qtbot.waitSignal(tab.session_wanted) as wanted:
        press(tab, "resume_day")
    assert wanted.args == [day]


def test_the_note_of_a_day_shows_its_record_before_and_after_signing(
    qtbot: QtBot, vault: Vault, clock: Clock, client: int
) -> None:
    day = live_through(vault, client)
    made = NotesTab(vault, clock)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    made.show_client(client)
    made.note_for_session(medicine_days.get_day(vault, day, NOW).session_id or 0)
    assert made.editor.note_id is not None
    assert "2 × 100 mg + 1 booster" in made.record.line.text()
    assert "Medicine as observed" not in words_on(made.record)
    made.record.fold.setChecked(True)
    assert "Medicine as observed" in words_on(made.record)
    made.editor.text.set_text("She met her grief.")
    ask.answer(True)
    made.editor.sign()
    assert not made.record.isVisibleTo(made)
    words = words_on(made.reader)
    assert "Record of ketamine session 1" in words
    assert "Booster: ½ × 100 mg, taken by the client, not on the order" in words
    assert "The gate" not in words, "the whole record is in the chart and on paper"


def test_a_sheet_is_entered_line_by_line(qtbot: QtBot, vault: Vault, clock: Clock, client: int) -> None:
    begin = BeginDialog(vault, clock, client, None)
    qtbot.addWidget(begin)
    begin.on.set_day(TODAY - timedelta(days=1))
    begin.keep()
    assert begin.error.text() == "Type when the client arrived."
    begin.begun.setText("9")
    begin.keep()
    made = PaperDayDialog(vault, clock, begin.day_id, None)
    qtbot.addWidget(made)
    made.show()

    def enter(kind: EntryKind, when: str, words: str = "", **more: str) -> None:
        made.kind.setCurrentIndex(made.kind.findData(kind))
        made.time.setText(when)
        made.words.setText(words)
        for name, value in more.items():
            getattr(made, name).setText(value)
        made.add_line()

    enter(EntryKind.VITALS, "9:10", "124 over 78")
    assert "was not understood" in made.error.text()
    assert made.words.text() == "124 over 78", "nothing typed is lost"
    enter(EntryKind.VITALS, "9:10", "124/78 72 98")
    enter(EntryKind.MEDICINE_IN, "9:20", taken="2", strength="100", brought="3")
    enter(EntryKind.TEARS, "9:50", "quiet")
    assert made.error.text() == ""
    shown = words_on(made)
    for one in (
        "9:10  Vitals 124/78, 72, SpO₂ 98",
        "9:20  Medicine in: 2 × 100 mg, taken by the client (3 brought)",
        "9:50  Tears: quiet",
    ):
        assert one in shown
    entry = medicine_days.get_day(vault, begin.day_id, NOW).entries[-1].id
    ask.answer(True)
    press(made, f"withdraw_{entry}")
    assert "withdrawn" in words_on(made)
    made.end()
    assert made.end_error.text() == "Type the time that stands on the sheet."
    made.ended_at.setText("11:45")
    made.ending.setCurrentIndex(made.ending.findData(DayEnding.LEFT))
    made.end()
    assert made.ended
    record = session_record.get_record(vault, begin.day_id, NOW)
    assert (record.from_paper, record.ending) == (True, DayEnding.LEFT)


def test_closing_with_a_line_half_typed_asks_first(qtbot: QtBot, vault: Vault, clock: Clock, client: int) -> None:
    day = medicine_days.begin(vault, client, at(9, 0), paper_of=TODAY)
    made = PaperDayDialog(vault, clock, day, None)
    qtbot.addWidget(made)
    made.show()
    made.words.setText("quie")
    ask.answer(False)
    made.reject()
    assert made.isVisible()
    ask.answer(True)
    made.reject()
    assert not made.isVisible()


def test_scans_are_attached_until_the_note_is_signed(
    qtbot: QtBot, vault: Vault, clock: Clock, client: int, tmp_path: Path
) -> None:
    day = live_through(vault, client)
    sheet, other = tmp_path / "sheet.png", tmp_path / "other.txt"
    Image.new("RGB", (40, 40), "white").save(sheet)
    other.write_text("words")
    made = DayScansDialog(vault, clock, day, False)
    qtbot.addWidget(made)
    ask.answer(other, sheet, sheet)
    made.choose()
    assert "PDF, PNG and JPEG" in made.error.text()
    made.choose()
    assert "sheet.png" in [one.text() for one in made.findChildren(QLabel)]
    made.choose()
    assert "attached to this day already" in made.error.text()
    sign(vault, day)
    signed = DayScansDialog(vault, clock, day, True)
    qtbot.addWidget(signed)
    assert not signed.findChild(QPushButton, "attach_day_scan").isEnabled()
    assert signed.findChild(QPushButton, "remove_day_scan_1") is None


@pytest.mark.parametrize("blank", [False, True])
def test_what_is_saved_as_pdf_is_entered_in_the_history(
    qtbot: QtBot, vault: Vault, clock: Clock, client: int, tmp_path: Path, blank: bool
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    made: PaperDialog
    if blank:
        made = blank_dialog(vault, clock, client, parent)
    else:
        made = record_dialog(vault, clock, live_through(vault, client), parent)
    ask.answer(tmp_path / "paper")
    made.hand_out("saved")
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
    words = [row.words for row in history.client_history(vault, client)]
    what = "Blank record of a medicine day" if blank else "Record of the medicine day"
    assert f"{what} saved as PDF" in words
    assert "not encrypted" in made.done_words


def test_a_note_in_the_wrong_chart_says_that_the_record_stays(
    qtbot: QtBot, vault: Vault, clock: Clock, client: int
) -> None:
    note = sign(vault, live_through(vault, client))
    made = WrongChartDialog(vault, clock, notes.get_note(vault, note, TODAY).head)
    qtbot.addWidget(made)
    assert "is not copied" in made.findChild(QLabel, "wrong_chart_record").text()


def test_a_signed_record_for_the_client_is_entered_in_the_register(
    qtbot: QtBot, vault: Vault, clock: Clock, client: int, tmp_path: Path
) -> None:
    day = live_through(vault, client)
    sign(vault, day)
    parent = QWidget()
    qtbot.addWidget(parent)
    made = record_dialog(vault, clock, day, parent)
    made.for_whom.choose(ForWhom.CLIENT)
    ask.answer(tmp_path / "record.pdf")
    made.hand_out("saved")
    (entry,) = disclosures.list_disclosures(vault, client)
    assert entry.what.startswith("Record of the ketamine session of ")
    assert entry.sha256 == hashlib.sha256((tmp_path / "record.pdf").read_bytes()).hexdigest()
