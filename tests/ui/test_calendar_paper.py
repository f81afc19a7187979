"""Printing the calendar and writing it to a file: what is shown, what is entered, what is said."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kapdesk.ui import ask, printer
from kapdesk.ui.calendar_paper.export import ExportDialog
from kapdesk.ui.calendar_paper.paper import CalendarPaperDialog
from kapdesk.ui.window import Window
from kapdesk.usecases.calendar.calendar_print import Which
from kapdesk.usecases.house import history
from kapdesk.vault.database import Vault
from tests.conftest import TODAY
from tests.ui.seen import words_on


def newest(vault: Vault) -> str:
    return history.practice_history(vault)[0].words


def test_a_week_a_day_and_the_day_sheet(
    qtbot: QtBot, sample: Vault, clock: Callable[[], datetime], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = CalendarPaperDialog(sample, clock, TODAY)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "shred" not in words_on(dialog)
    dialog.day.setText("someday")
    dialog.make()
    assert "“someday” is not a day" in words_on(dialog)
    assert not dialog.findChild(QPushButton, "print_calendar").isEnabled()
    dialog.day.setText("6/9/2026")
    dialog.findChild(QPushButton, "calendar_which_day_sheet").click()
    assert "shred it when the day is over" in words_on(dialog)
    assert dialog.preview.pages == 2
    assert not dialog.kinds.isEnabled()
    monkeypatch.setattr(printer, "print_pdf", lambda *_: False)
    dialog.hand_out(False)
    assert dialog.isVisible()
    ask.answer(tmp_path / "today")
    dialog.hand_out(True)
    assert not dialog.isVisible()
    assert (
        dialog.done_words
        == "Calendar saved as today.pdf. The file is not encrypted: keep it where nobody else reads it."
    )
    assert (tmp_path / "today.pdf").read_bytes().startswith(b"%PDF")
    assert newest(sample) == "Calendar saved as PDF: day sheet of June 9, 2026"
    again = CalendarPaperDialog(sample, clock, TODAY)
    qtbot.addWidget(again)
    again.choose(Which.WEEK)
    again.kinds.setChecked(True)
    monkeypatch.setattr(printer, "print_pdf", lambda *_: True)
    again.hand_out(False)
    assert newest(sample) == "Calendar printed: week from June 7, 2026, initials and kinds"


def test_the_file_for_other_calendars(
    qtbot: QtBot, sample: Vault, clock: Callable[[], datetime], tmp_path: Path
) -> None:
    dialog = ExportDialog(sample, clock, TODAY)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "The file is not encrypted." in words_on(dialog)
    for first, last, said in (
        ("someday", "6/9/2026", "is not a day"),
        ("6/9/2026", "", "Type the first and the last day."),
        ("6/9/2026", "6/8/2026", "The last day is before the first one."),
    ):
        dialog.first.setText(first)
        dialog.last.setText(last)
        QTest.keyClick(dialog.last, Qt.Key.Key_Return)
        assert said in words_on(dialog)
    dialog.last.setText("6/9/2026")
    ask.answer(tmp_path / "june")
    QTest.keyClick(dialog.last, Qt.Key.Key_Return)
    assert dialog.done_words.endswith("written to june.ics. The file is not encrypted.")
    events = Calendar.from_ical((tmp_path / "june.ics").read_bytes()).walk("VEVENT")
    assert {str(event["summary"]) for event in events} == {"busy"}
    assert (
        newest(sample) == f"Calendar written to a file: June 9, 2026 to June 9, 2026, busy, {len(events)} appointments"
    )


def test_both_are_reached_from_the_calendar(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    for kind in (CalendarPaperDialog, ExportDialog):
        monkeypatch.setattr(kind, "exec", lambda dialog: asked.append(dialog.objectName()))
    window.show_page("calendar")
    window.calendar.print_wanted.emit()
    window.calendar.export_wanted.emit()
    assert asked == ["calendar_paper_dialog", "calendar_export_dialog"]
