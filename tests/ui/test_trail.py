"""The history as one reads it in the chart and on the Practice page."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from kapdesk.ui import ask, printer
from kapdesk.ui.trail import TrailPane
from kapdesk.ui.window import Window
from kapdesk.usecases.house import history
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.ui.seen import words_on


def rosa(vault: Vault) -> int:
    return next(row.id for row in clients.list_clients(vault, TODAY) if row.name == "Rosa Delgado")


def column(pane: TrailPane, number: int) -> list[str]:
    return [pane.model.index(row, number).data() for row in range(pane.model.rowCount())]


@pytest.fixture
def pane(window: Window, sample: Vault) -> TrailPane:
    """Rosa's history."""
    window.open_client(rosa(sample))
    window.chart.open_tab("history")
    return window.chart.history


@pytest.fixture
def whole(window: Window) -> TrailPane:
    """The practice's history."""
    window.show_practice("History")
    return window.practice.history


def test_an_entry_reads_as_a_therapist_says_it(pane: TrailPane) -> None:
    assert ("June 4, 11:46", "Note of June 4 signed") in list(zip(column(pane, 0), column(pane, 1), strict=True))
    assert column(pane, 1)[0] == "Chart opened"


_OF_THE_COURSE = ("Session", "Course", "Ticked", "Medicine", "A line of the gate", "Fit to leave looked at")


def test_it_is_narrowed_by_words_kind_and_days(pane: TrailPane, qtbot: QtBot) -> None:
    every = pane.model.rowCount()
    QTest.keyClicks(pane.words, "signed")
    qtbot.waitUntil(lambda: pane.model.rowCount() < every)
    assert all("signed" in words.lower() for words in column(pane, 1))
    pane.words.clear()
    pane.group.setCurrentText("Course and sessions")
    qtbot.waitUntil(lambda: all(words.startswith(_OF_THE_COURSE) for words in column(pane, 1)))
    pane.group.setCurrentIndex(0)
    pane.since.setFocus()
    pane.since.setText("6/4/2026")
    pane.until.setText("6/4/2026")
    QTest.keyClick(pane.since, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: 0 < pane.model.rowCount() < every)
    assert all(when.startswith("June 4,") for when in column(pane, 0))
    assert f"{pane.model.rowCount()} entries" in words_on(pane)


def test_a_day_that_is_none_is_said_and_what_is_shown_stays(pane: TrailPane) -> None:
    before = column(pane, 1)
    pane.since.setText("yesteryear")
    pane.refresh()
    assert "“yesteryear” is not a day" in words_on(pane)
    assert column(pane, 1) == before


def test_nothing_like_it_offers_everything_again(pane: TrailPane, qtbot: QtBot) -> None:
    every = pane.model.rowCount()
    pane.words.setText("no entry says this")
    qtbot.waitUntil(lambda: "Nothing found" in words_on(pane))
    pane.findChild(QPushButton, "client_history_all").click()
    assert pane.model.rowCount() == every


def test_older_entries_come_as_one_scrolls(whole: TrailPane, sample: Vault) -> None:
    assert whole.model.rowCount() == 200
    assert "The newest 200 entries" in words_on(whole)
    while whole.model.canFetchMore(whole.table.rootIndex()):
        whole.table.scrollToBottom()
        QApplication.processEvents()
    rows = history.practice_history(sample, 10_000)
    assert column(whole, 2) == [row.words for row in rows]
    assert len(rows) > 500


def test_enter_opens_the_chart_of_an_entry(whole: TrailPane, window: Window, sample: Vault) -> None:
    at = next(number for number, name in enumerate(column(whole, 1)) if name == "Rosa Delgado")
    whole.table.selectRow(at)
    whole.table.setFocus()
    QTest.keyClick(whole.table, Qt.Key.Key_Return)
    assert (window.page, window.chart.client_id) == ("chart", rosa(sample))


def test_another_chart_shows_its_own_from_the_beginning(pane: TrailPane, window: Window, sample: Vault) -> None:
    pane.words.setText("signed")
    other = next(row.id for row in clients.list_clients(sample, TODAY) if row.name == "Hollis Tran")
    window.open_client(other)
    window.chart.open_tab("history")
    assert pane.words.text() == ""
    assert column(pane, 1) == [row.words for row in history.client_history(sample, other)]


def test_a_chain_that_holds_is_said(whole: TrailPane, sample: Vault, qtbot: QtBot) -> None:
    number = history.practice_history(sample, 1)[0].id
    whole.findChild(QPushButton, "practice_history_check").click()
    qtbot.waitUntil(lambda: not whole.checking)
    assert f"The chain holds: all {number} entries" in words_on(whole)


def test_the_check_can_be_stopped(whole: TrailPane, qtbot: QtBot) -> None:
    button = whole.findChild(QPushButton, "practice_history_check")
    button.click()
    assert button.text() == "Stop"
    button.click()
    assert not whole.checking
    assert "Stopped." in words_on(whole)
    assert button.text() == "Check the chain"


def test_a_broken_chain_is_said_in_plain_words_and_stays_readable(
    whole: TrailPane, sample: Vault, qtbot: QtBot
) -> None:
    with sample.write() as db:
        db.execute(text("DROP TRIGGER history_update_guard"))
        db.execute(text("UPDATE history SET client_id = 3 WHERE id = 300"))
    whole.check()
    qtbot.waitUntil(lambda: not whole.checking)
    assert "does not hold from entry 300 on" in whole.verdict.text()
    assert "make a backup under a new name" in whole.verdict.text()
    assert whole.verdict.property("role") == "bad"
    assert whole.verdict.isVisible()
    whole.refresh()
    assert whole.model.rowCount() == 200


def test_one_clients_history_is_saved_and_that_is_entered(
    pane: TrailPane, window: Window, sample: Vault, tmp_path: Path, qtbot: QtBot
) -> None:
    pane.group.setCurrentText("Notes")
    ask.answer(tmp_path / "rosa")
    with qtbot.waitSignal(pane.said) as said:
        pane.findChild(QPushButton, "save_history").click()
    assert said.args == ["History saved as rosa.pdf", None]
    words = "\n".join(page.extract_text() for page in PdfReader(tmp_path / "rosa.pdf").pages)
    assert "Rosa Elena Delgado" in words
    assert "Note of June 4 signed" in words
    assert "Session of" not in words
    assert history.client_history(sample, rosa(sample))[0].words == "History saved as PDF"


def test_a_printing_is_entered_and_a_cancelled_one_is_not(
    pane: TrailPane, sample: Vault, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    ask.answer(None)
    pane.findChild(QPushButton, "save_history").click()
    assert history.client_history(sample, rosa(sample))[0].words == "Chart opened"
    printed: list[int] = []
    monkeypatch.setattr(printer, "print_pdf", lambda _parent, pdf, _title: printed.append(len(pdf)) or True)
    with qtbot.waitSignal(pane.said):
        pane.findChild(QPushButton, "print_history").click()
    assert printed
    assert history.client_history(sample, rosa(sample))[0].words == "History printed"
    assert column(pane, 1)[0] == "History printed"


def test_nothing_to_print_is_said(pane: TrailPane, qtbot: QtBot) -> None:
    pane.words.setText("no entry says this")
    with qtbot.waitSignal(pane.said) as said:
        pane.hand_out("printed")
    assert "There is nothing to print" in said.args[0]


def test_a_lock_ends_the_check(window: Window, sample: Vault) -> None:
    window.show_practice("History")
    window.practice.history.check()
    assert window.close_down()
    assert not window.practice.history.checking


def test_thousands_of_entries_are_read_a_page_at_a_time(
    window: Window, sample: Vault, clock: Callable[[], datetime]
) -> None:
    with sample.write() as db:
        for _ in range(2_000):
            history.enter(db, NOW, "client", "viewed", 6, 6)
    window.show_practice("History")
    pane = window.practice.history
    assert pane.model.rowCount() == 200
    pane.table.scrollToBottom()
    QApplication.processEvents()
    assert 200 < pane.model.rowCount() <= 600
