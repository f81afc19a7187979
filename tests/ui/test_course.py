"""The course on screen: its card in the chart, its dialogs, and the practice's protocol."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kapdesk.domain.appointments import AppointmentKind, When
from kapdesk.domain.phases import Ending, Medicine, SessionKind
from kapdesk.domain.protocol import FOUNDING
from kapdesk.ui import ask
from kapdesk.ui.chart.course_card import CourseCard
from kapdesk.ui.chart.course_dialogs import EndCourseDialog, FiguresDialog, MoveStageDialog, WordsDialog
from kapdesk.ui.chart.sessions import SessionDialog
from kapdesk.ui.practice.protocol import ProtocolForm
from kapdesk.ui.small_dialog import SmallDialog
from kapdesk.ui.window import Window
from kapdesk.usecases.calendar import appointments
from kapdesk.usecases.course import course_stages, courses, protocol
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.ui.seen import words_on

PREPARATION, KETAMINE, INTEGRATION = SessionKind


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill"), NOW)


@pytest.fixture
def card(qtbot: QtBot, vault: Vault, ada: int) -> CourseCard:
    made = CourseCard(vault, lambda: NOW)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.changed.connect(made.refresh)
    made.show_client(ada)
    made.refresh()
    made.show()
    return made


def answering(monkeypatch: pytest.MonkeyPatch, kind: type[SmallDialog], answer: Callable[..., None]) -> None:
    """Let dialogs of a kind be answered instead of shown."""

    def run(dialog: SmallDialog) -> int:
        answer(dialog)
        return dialog.result()

    monkeypatch.setattr(kind, "exec", run)


def test_a_ketamine_session_is_not_entered_before_medicine_was_said(
    card: CourseCard, vault: Vault, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(dialog: SessionDialog) -> None:
        assert not dialog.medicine.isVisibleTo(dialog)
        dialog.kind.setCurrentIndex(dialog.kind.findData("ketamine"))
        assert dialog.medicine.isVisibleTo(dialog)
        assert dialog.medicine.currentIndex() == -1, "nothing is chosen beforehand"
        dialog.keep()
        assert "Say whether medicine was taken" in dialog.error.text()
        assert dialog.medicine.property("wrong")
        dialog.medicine.setCurrentIndex(dialog.medicine.findData("not_taken"))
        dialog.keep()

    answering(monkeypatch, SessionDialog, answer)
    card.enter_session()
    assert courses.list_sessions(vault, ada)[0].medicine is Medicine.NOT_TAKEN
    assert "Ketamine session without medicine, held Jun 9, 2026" in card.line.accessibleDescription()
    assert card.line.labels()[0].words == "Jun 9 no medicine"


def test_the_card_says_what_is_due_by_the_order_and_why(card: CourseCard, vault: Vault, ada: int) -> None:
    for kind, day in ((KETAMINE, 1), (INTEGRATION, 2), (KETAMINE, 8)):
        courses.add_session(vault, ada, kind, date(2026, 6, day), NOW, Medicine.TAKEN)
    card.refresh()
    said = words_on(card)
    assert "Integration of ketamine session 2 by Jun 11, not booked" in said
    assert "recommended from Jun 22 · no order on file" in said
    assert "this course recommends 14." not in said
    assert card.why.isVisibleTo(card)
    card.why.click()
    said = words_on(card)
    assert "An integration is best held 1 to 3 days after ketamine session 2 of Jun 8." in said
    assert "Ketamine session 2 was held 7 days after session 1; this course recommends 14." in said


def test_a_course_is_moved_gone_over_ended_and_asked_after(
    card: CourseCard, vault: Vault, ada: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    courses.start_course(vault, ada, date(2026, 3, 1), NOW, planned_ketamine=1)
    for kind, day in ((KETAMINE, 1), (INTEGRATION, 2)):
        courses.add_session(vault, ada, kind, date(2026, 4, day), NOW, Medicine.TAKEN)
    card.refresh()
    assert not card.acts["follow_again"].isVisible()

    def move(dialog: MoveStageDialog) -> None:
        dialog.stage.setCurrentIndex(dialog.stage.findData("under_way"))
        dialog.keep()
        assert dialog.error.text() == "Say why, in a few words. The reason stands beside the stage."
        dialog.why.setPlainText("Two more sessions are planned.")
        dialog.keep()

    answering(monkeypatch, MoveStageDialog, move)
    card.acts["move_stage"].trigger()
    assert "moved by hand" in words_on(card)
    assert card.acts["follow_again"].isVisible()
    card.acts["follow_again"].trigger()
    assert "moved by hand" not in words_on(card)

    def write(dialog: WordsDialog) -> None:
        dialog.day.setText("4/20/2026")
        dialog.words.setPlainText("Well, and glad of it.")
        dialog.keep()

    answering(monkeypatch, WordsDialog, write)
    card.findChild(QPushButton, "do_review_1").click()
    assert "Gone over with client and prescriber on Apr 20: Well, and glad of it." in words_on(card)

    def end(dialog: EndCourseDialog) -> None:
        assert dialog.how.currentIndex() == -1
        dialog.how.setCurrentIndex(dialog.how.findData("completed"))
        dialog.day.setText("4/10/2026")
        dialog.keep()

    answering(monkeypatch, EndCourseDialog, end)
    card.findChild(QPushButton, "do_ending_1").click()
    said = words_on(card)
    assert "Ended Apr 10 · completed." in said
    assert "Follow-up 1 month after the course, May 10" in said
    with qtbot.waitSignal(card.said) as told:
        card.findChild(QPushButton, "do_follow_up_1").click()
    assert told.args[0] == "Follow-up entered: Ada Quill"
    assert "Follow-up after 1 month, asked Apr 20: Well, and glad of it." in words_on(card)
    card.findChild(QPushButton, "remove_follow_up_1").click()
    assert "asked Apr 20" not in words_on(card)
    assert card.findChild(QPushButton, "start_course").text() == "Start a second course…"


def test_the_end_says_what_is_still_open(
    card: CourseCard, vault: Vault, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    answering(monkeypatch, EndCourseDialog, lambda dialog: said.append(words_on(dialog)))
    courses.start_course(vault, ada, date(2026, 3, 1), NOW)
    card.refresh()
    card.end_course()
    assert "still booked" not in said[0]
    assert "gone over" not in said[0]
    courses.add_session(vault, ada, KETAMINE, date(2026, 6, 1), NOW, Medicine.TAKEN)
    for kind, start in (
        (AppointmentKind.INTEGRATION, "2026-06-12T09:00"),
        (AppointmentKind.KETAMINE, "2026-06-23T09:00"),
    ):
        when = When(datetime.fromisoformat(start), 50, "America/Denver")
        appointments.book(vault, appointments.Booking(kind, when, ada), NOW)
    card.refresh()
    card.end_course()
    words = "2 appointments are still booked: integration Jun 12, ketamine session Jun 23; they stay in the calendar."
    assert words in said[1]
    assert "The end was not gone over with client and prescriber yet." in said[1]


def test_a_course_has_its_own_figures_and_goes_back_to_the_practices(
    card: CourseCard, vault: Vault, ada: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    courses.start_course(vault, ada, date(2026, 3, 1), NOW)
    card.refresh()

    def change(dialog: FiguresDialog) -> None:
        assert "call_minutes" not in dialog.fields.lines
        line = dialog.fields.lines["recommended_interval_days"]
        line.setText("two weeks")
        dialog.keep()
        error = dialog.fields.errors["recommended_interval_days"]
        assert error.text() == "“two weeks” cannot be kept. Type a whole number, such as 14."
        line.setText("21")
        dialog.fields.lines["integration_from_days"].setText("5")
        dialog.keep()
        assert "must not be more than" in dialog.fields.errors["integration_from_days"].text()
        dialog.fields._back["integration_from_days"].click()
        dialog.keep()

    answering(monkeypatch, FiguresDialog, change)
    card.acts["course_figures"].trigger()
    assert courses.course_view(vault, ada, TODAY).facts.recommended_interval_days == 21


def test_words_that_were_typed_are_not_thrown_away_without_a_question(
    card: CourseCard, vault: Vault, ada: int, qtbot: QtBot
) -> None:
    dialog = EndCourseDialog(TODAY, lambda *_: None, card)
    dialog.show()
    assert dialog.focusWidget() is dialog.day
    dialog.why.setPlainText("moves to another town")
    ask.answer(False)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    ask.answer(True)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_protocol_shows_each_figure_with_its_source_and_the_way_back(qtbot: QtBot, vault: Vault, ada: int) -> None:
    form = ProtocolForm(vault, lambda: NOW)
    qtbot.addWidget(form)
    form.show()
    said = words_on(form)
    assert "Founding document’s value: 3 · " in said
    assert "at least 3, sometimes 4 or more" in said
    assert "Courses that are running keep their own" in said
    back = form.findChild(QPushButton, "back_follow_up_months")
    assert not back.isVisibleTo(form)
    line = form.fields.lines["follow_up_months"]
    line.clear()
    qtbot.keyClicks(line, "1, three")
    form.save()
    assert "Type whole numbers with commas between them, such as 1, 3, 6." in words_on(form)
    assert line.text() == "1, three"
    line.setText("2, 12")
    with qtbot.waitSignal(form.said) as told:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert protocol.get_protocol(vault).follow_up_months == (2, 12)
    assert back.isVisibleTo(form)
    back.click()
    assert line.text() == "1, 3, 6"
    assert form.has_unsaved()
    told.args[1].take_back(vault, NOW)
    assert protocol.get_protocol(vault) == FOUNDING


def test_what_was_typed_in_the_protocol_is_kept_when_the_page_closes_down(window: Window, sample: Vault) -> None:
    window.show_page("practice")
    window.practice.open_tab("Protocol")
    lines = window.practice.protocol.fields.lines
    lines["call_minutes"].setText("many")
    assert not window.practice.close_down()
    lines["call_minutes"].setText("25")
    assert window.practice.close_down()
    assert protocol.get_protocol(sample).call_minutes == 25


def test_the_chart_of_the_window_follows(window: Window, sample: Vault) -> None:
    rosa = next(row.id for row in clients.list_clients(sample, TODAY) if row.name == "Rosa Delgado")
    window.open_client(rosa)
    card = window.chart.overview.course
    assert {"to come", "Under way"} <= set(words_on(card).splitlines())
    assert "Ketamine session 3, booked for Jun 9, 2026" in card.line.accessibleDescription()
    course_stages.end_course(sample, rosa, TODAY, Ending.REFERRED, "to Dr. Amari’s group", NOW)
    window.refresh_frame()
    window.chart.refresh()
    assert "Ended Jun 9 · referred: to Dr. Amari’s group." in words_on(card)
