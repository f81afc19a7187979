"""The chart: its head, its tabs, the course and its sessions, details, history."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTextEdit,
)
from pytestqt.qtbot import QtBot

from kapdesk.domain.clients import Status
from kapdesk.domain.notes import NoteKind
from kapdesk.domain.phases import Medicine, SessionKind
from kapdesk.ui.chart.course_dialogs import EndCourseDialog, StartCourseDialog
from kapdesk.ui.chart.page import KEYS, TABS, ChartPage
from kapdesk.ui.chart.sessions import SessionDialog
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.window import Window
from kapdesk.usecases.course import courses
from kapdesk.usecases.house import history
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.ui.seen import words_on

Clock = Callable[[], datetime]
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill", status=Status.ACTIVE), NOW)


@pytest.fixture
def chart(qtbot: QtBot, vault: Vault, clock: Clock, ada: int) -> Iterator[ChartPage]:
    yield from opened(qtbot, vault, clock, ada)


@pytest.fixture
def rosa(qtbot: QtBot, sample: Vault, clock: Clock) -> Iterator[ChartPage]:
    found = next(row.id for row in clients.list_clients(sample, TODAY) if row.name == "Rosa Delgado")
    yield from opened(qtbot, sample, clock, found)


def opened(qtbot: QtBot, vault: Vault, clock: Clock, client_id: int) -> Iterator[ChartPage]:
    """A chart in sight."""
    tasks = Tasks()
    made = ChartPage(vault, clock, tasks)
    qtbot.addWidget(made)
    made.resize(1060, 780)
    made.show()
    made.open_client(client_id)
    yield made
    made.close_down()


def answered(monkeypatch: pytest.MonkeyPatch, kind: type, answer: Callable[..., None]) -> list[object]:
    """Let a dialog be answered instead of shown; the list holds those that were."""
    seen: list[object] = []

    def run(dialog: SessionDialog) -> int:
        seen.append(dialog)
        answer(dialog)
        return dialog.result()

    monkeypatch.setattr(kind, "exec", run)
    return seen


def test_the_head_says_who_it_is_and_where_the_course_stands(rosa: ChartPage) -> None:
    said = words_on(rosa)
    for words in (
        "Rosa Delgado",
        "she/her · 41 · since March 3",
        "Ketamine session 3 of 8 today",
        "Order valid to Jul 1, 2 doses left",
        "1 unsigned note",
    ):
        assert words in said


def test_opening_a_chart_is_entered_once_and_refreshing_is_not(chart: ChartPage, vault: Vault, ada: int) -> None:
    chart.refresh()
    chart.open_tab("history")
    opened_times = [row for row in history.client_history(vault, ada) if row.words == "Chart opened"]
    assert len(opened_times) == 1


@pytest.mark.parametrize(("key", "name"), list(zip(KEYS, TABS, strict=True)))
def test_every_part_is_reached_by_alt_and_its_key(
    window: Window, sample: Vault, qtbot: QtBot, key: str, name: str
) -> None:
    window.open_client(1)
    window.chart.open_tab("history" if name == "overview" else "overview")
    qtbot.keyClick(window, Qt.Key(ord(key)), ALT)
    assert window.chart.tab == name


def test_ctrl_tab_goes_through_the_parts(window: Window, qtbot: QtBot) -> None:
    window.open_client(1)
    qtbot.keyClick(window, Qt.Key.Key_Tab, CTRL)
    assert window.chart.tab == "notes"
    window.chart.open_tab("overview")
    qtbot.keyClick(window, Qt.Key.Key_Tab, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert window.chart.tab == "psychotherapy"


def test_without_a_course_the_overview_says_what_comes_first(chart: ChartPage) -> None:
    said = words_on(chart)
    assert "No course yet. It starts with the first session you enter, usually a preparation." in said
    assert "Every note is signed." in said
    assert chart.findChild(QPushButton, "start_course").isVisible()
    assert not chart.findChild(QPushButton, "course_menu_button").isVisible()


def test_a_session_is_entered_with_kind_and_day_and_can_be_undone(
    chart: ChartPage, vault: Vault, ada: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def type_it(dialog: SessionDialog) -> None:
        assert dialog.day.text() == "6/9/2026"
        assert dialog.kind.currentText() == "Preparation"
        dialog.day.setText("6/31/2026")
        dialog.keep()
        assert "“6/31/2026” is not a day." in dialog.error.text()
        dialog.day.setText("6/10/2026")
        dialog.keep()
        assert dialog.error.text() == "Jun 10 is still to come. Enter a session once it was held."
        dialog.day.setText("6/8/2026")
        dialog.keep()

    seen = answered(monkeypatch, SessionDialog, type_it)
    with qtbot.waitSignal(chart.said) as said:
        chart.findChild(QPushButton, "enter_session").click()
    assert len(seen) == 1
    assert said.args[0] == "Preparation entered: Ada Quill"
    assert [row.on for row in courses.list_sessions(vault, ada)] == [date(2026, 6, 8)]
    assert "Preparation 1 of 3" in words_on(chart)
    said.args[1].take_back(vault, NOW)
    chart.refresh()
    assert courses.list_sessions(vault, ada) == []
    assert "No course yet." in words_on(chart)


def test_a_course_is_started_and_ended(
    chart: ChartPage, vault: Vault, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(dialog: StartCourseDialog) -> None:
        dialog.planned.setValue(6)
        dialog.keep()

    def end(dialog: EndCourseDialog) -> None:
        dialog.keep()
        assert dialog.error.text() == "Say how the course ended."
        dialog.how.setCurrentIndex(dialog.how.findData("client_stopped"))
        dialog.keep()
        assert dialog.error.text() == "Say why the course ended, in a few words."
        dialog.why.setPlainText("moves to another town")
        dialog.keep()

    answered(monkeypatch, StartCourseDialog, start)
    answered(monkeypatch, EndCourseDialog, end)
    chart.findChild(QPushButton, "start_course").click()
    assert courses.course_view(vault, ada, TODAY).planned_ketamine == 6
    chart.overview.course.acts["end_course"].trigger()
    assert courses.course_view(vault, ada, TODAY).ended_on == TODAY
    assert "Ended Jun 9 · client stopped: moves to another town" in words_on(chart)
    again = chart.findChild(QPushButton, "start_course")
    assert again.isVisibleTo(chart)
    assert again.text() == "Start a second course…"


def test_a_session_is_changed_and_removed(
    chart: ChartPage, vault: Vault, ada: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    courses.add_session(vault, ada, SessionKind.PREPARATION, date(2026, 6, 1), NOW)
    session = courses.list_sessions(vault, ada)[0]
    chart.refresh()

    def correct(dialog: SessionDialog) -> None:
        dialog.kind.setCurrentIndex(dialog.kind.findData("ketamine"))
        dialog.day.setText("June 2, 2026")
        dialog.keep()
        assert dialog.error.text() == "Say whether medicine was taken in this session."
        dialog.medicine.setCurrentIndex(dialog.medicine.findData("taken"))
        dialog.keep()

    answered(monkeypatch, SessionDialog, correct)
    chart.findChild(QPushButton, f"change_session_{session.id}").click()
    changed = courses.list_sessions(vault, ada)[0]
    assert (changed.kind, changed.on, changed.medicine) == (SessionKind.KETAMINE, date(2026, 6, 2), Medicine.TAKEN)
    QApplication.sendPostedEvents(None, 52)
    with qtbot.waitSignal(chart.said) as said:
        one = [button for button in chart.findChildren(QPushButton) if button.text() == "Remove"][-1]
        one.click()
    assert said.args[0] == "Session removed: Ada Quill"
    assert courses.list_sessions(vault, ada) == []
    said.args[1].take_back(vault, NOW)
    assert courses.list_sessions(vault, ada)[0].id == session.id


def test_a_session_with_a_signed_note_stays_and_opens_its_note(chart: ChartPage, vault: Vault, ada: int) -> None:
    courses.add_session(vault, ada, SessionKind.PREPARATION, date(2026, 6, 1), NOW)
    session = courses.list_sessions(vault, ada)[0]
    note = notes.start_note(vault, ada, NoteKind.PREPARATION, session.on, NOW, session.id, "Talked of music.")
    notes.sign_note(vault, note, NOW)
    chart.refresh()
    assert chart.findChild(QPushButton, f"remove_session_{session.id}").isHidden()
    chart.findChild(QPushButton, f"note_of_session_{session.id}").click()
    assert (chart.tab, chart.notes.shown) == ("notes", note)


def test_the_note_of_a_session_is_begun_from_its_line(chart: ChartPage, vault: Vault, ada: int) -> None:
    courses.add_session(vault, ada, SessionKind.PREPARATION, date(2026, 6, 1), NOW)
    session = courses.list_sessions(vault, ada)[0]
    chart.refresh()
    write = chart.findChild(QPushButton, f"note_of_session_{session.id}")
    assert write.accessibleName() == "Write note: Preparation 1, Jun 1"
    write.click()
    assert chart.tab == "notes"
    assert chart.notes.editor.day.text() == "6/1/2026"


def test_what_is_not_signed_is_listed_and_opens(rosa: ChartPage) -> None:
    write = next(one for one in rosa.findChildren(QPushButton) if one.objectName().startswith("write_"))
    assert write.accessibleName() == "Write: Ketamine session, Jun 9"
    write.click()
    assert rosa.tab == "notes"
    assert rosa.notes.editor.writing


def test_a_long_course_shows_the_newest_sessions_and_all_when_asked(chart: ChartPage, vault: Vault, ada: int) -> None:
    for number in range(15):
        courses.add_session(vault, ada, SessionKind.PREPARATION, date(2026, 5, 1 + number), NOW)
    chart.refresh()
    QApplication.processEvents()
    assert "Preparation 1" not in words_on(chart).splitlines()
    chart.findChild(QPushButton, "all_sessions").click()
    assert "Preparation 1" in words_on(chart).splitlines()


def test_details_are_changed_as_a_whole_with_undo(chart: ChartPage, vault: Vault, ada: int, qtbot: QtBot) -> None:
    chart.open_tab("details")
    chart.findChild(QPushButton, "edit_details").click()
    form = chart.details.form
    assert form is not None
    form.fields["birth_date"].setText("nonsense")
    chart.details.save()
    assert chart.findChild(QLabel, "birth_date_error").text().startswith("“nonsense” is not a day.")
    form.fields["birth_date"].setText("2/17/1985")
    form.fields["occupation"].setText("Potter")
    with qtbot.waitSignal(chart.said) as said:
        chart.details.save()
    assert clients.get_client(vault, ada).occupation == "Potter"
    assert "Feb 17, 1985" in words_on(chart)
    said.args[1].take_back(vault, NOW)
    assert clients.get_client(vault, ada).occupation == ""


def test_details_that_are_being_changed_are_not_lost(chart: ChartPage, vault: Vault, ada: int) -> None:
    chart.open_tab("details")
    chart.details.edit()
    assert chart.details.form is not None
    chart.details.form.fields["occupation"].setText("Potter")
    assert chart.close_down()
    assert clients.get_client(vault, ada).occupation == "Potter"
    chart.details.edit()
    assert chart.details.form is not None
    chart.details.form.fields["since"].setText("never")
    assert not chart.close_down()
    assert chart.details.editing()
    chart.details.cancel()


def test_the_chart_archives_with_undo(chart: ChartPage, vault: Vault, ada: int, qtbot: QtBot) -> None:
    chart.open_tab("details")
    with qtbot.waitSignal(chart.said) as said:
        chart.findChild(QPushButton, "archive").click()
    assert said.args[0] == "Ada Quill archived"
    assert clients.get_client(vault, ada).status is Status.ARCHIVED
    assert "Archived" in words_on(chart)
    said.args[1].take_back(vault, NOW)
    assert clients.get_client(vault, ada).status is Status.ACTIVE


def test_the_history_reads_as_day_time_and_words(chart: ChartPage) -> None:
    chart.open_tab("history")
    model = chart.history.model
    rows = [(model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())]
    assert rows == [("June 9, 14:02", "Chart opened"), ("June 9, 14:02", "Client entered")]


@pytest.mark.styled
def test_a_long_name_and_many_chips_wrap_in_a_narrow_place(qtbot: QtBot, vault: Vault, clock: Clock) -> None:
    long = clients.create_client(
        vault, ClientFacts("Maximiliana Wolfeschlegelsteinhausen de la Fuente y Alvarado"), NOW
    )
    for chart in opened(qtbot, vault, clock, long):
        chart.resize(420, 700)
        QApplication.processEvents()
        name = chart.findChild(QLabel, "client_name")
        assert name.width() <= 420
        assert name.height() >= name.fontMetrics().height() * 2


def test_everything_that_can_be_acted_on_has_a_name(rosa: ChartPage) -> None:
    kinds = (QPushButton, QLineEdit, QComboBox, QAbstractItemView, QTabBar, QPlainTextEdit, QTextEdit)
    for tab in TABS:
        rosa.open_tab(tab)
        if tab == "notes":
            rosa.notes.new_note()
        if tab == "plans":
            rosa.plans.pane.edit()
        if tab == "details":
            rosa.details.edit()
        QApplication.processEvents()
        for one in (widget for kind in kinds for widget in rosa.findChildren(kind)):
            if one.isVisibleTo(rosa) and one.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                assert one.objectName(), one
                assert one.accessibleName(), one.objectName()
        rosa.details.cancel()


def test_everything_is_reached_by_tab_alone(window: Window, qtbot: QtBot) -> None:
    window.open_client(1)
    window.chart.tabs.setFocus()
    seen: list[str] = []
    while (name := window.focusWidget().objectName()) not in seen:
        seen.append(name)
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert {"chart_tabs", "enter_session", "lock_now", "back_to_clients"} <= set(seen)
    assert {"hand_introduction", "safety_plan", "new_note"} <= set(seen)


@pytest.mark.styled
def test_another_chart_begins_at_its_top(rosa: ChartPage, sample: Vault) -> None:
    rosa.resize(1060, 500)
    QApplication.processEvents()
    bar = rosa.overview.area.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value() > 0
    rosa.open_client(next(row.id for row in clients.list_clients(sample, TODAY) if row.name == "Theo Marsh"))
    assert bar.value() == 0
