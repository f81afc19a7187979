"""Today as the therapist uses it: what stands there, and the one button that does it."""

from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kapdesk.domain.clients import Place
from kapdesk.domain.medicine_day import DayEnding
from kapdesk.domain.needs import Kind, Need
from kapdesk.domain.paper_states import KAP_CONSENT
from kapdesk.preferences import Preferences
from kapdesk.ui.calendar.booking import BookingDialog
from kapdesk.ui.calendar.status import StatusDialog
from kapdesk.ui.first.dialog import FirstBackupDialog
from kapdesk.ui.orders.letter import LetterDialog
from kapdesk.ui.tasks import Tasks
from kapdesk.ui.today.dialogs import PutOffDialog
from kapdesk.ui.window import Window
from kapdesk.usecases.calendar import appointments
from kapdesk.usecases.course import ready
from kapdesk.usecases.desk import tasks, today
from kapdesk.usecases.house import opening, setup
from kapdesk.usecases.medicine_day import gate, medicine_days
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault
from tests.conftest import FACTS, NOW, PASSPHRASE, TODAY, ZONE
from tests.papers import signed_on_paper
from tests.ui.seen import button, in_dialog, words_on

MORNING = datetime(2026, 6, 9, 8, 55, tzinfo=ZONE)


@pytest.fixture
def window(qtbot: QtBot, sample: Vault) -> Window:
    """The desk at five to nine."""
    made = Window(sample, lambda: MORNING, Tasks(), Preferences())
    qtbot.addWidget(made, before_close_func=lambda one: one.close_down())
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def need(window: Window, kind: Kind, client: str = "") -> Need:
    window.today.refresh()
    assert window.today.view is not None
    return next(one for one in window.today.view.needs if one.kind is kind and one.client.startswith(client))


def press(window: Window, one: Need) -> None:
    """The button of a line, as it stands on the page."""
    if all(line.need is None or line.need.key != one.key or line.isHidden() for line in window.today.needs):
        button(window.today, "more_needs").click()
    button(window.today, f"need_{one.key}").click()


def test_the_desk_opens_on_today(window: Window) -> None:
    assert window.page == "today"
    words = words_on(window.today)
    assert "Tuesday, June 9" in words
    assert "Ketamine session 3 of 8 · the rest is asked at the start" in words
    assert "1 open" in words
    assert "ready" not in words.lower()
    assert "No integration booked within 3 days of June 9" in words
    begin = window.today.appointments[0].act
    assert (begin.text(), begin.accessibleName()) == (
        "Begin",
        "Begin: Rosa Delgado, 9:00–12:00, Ketamine session 3 of 8 · the rest is asked at the start",
    )
    window.show_page("clients")
    QTimer.singleShot(0, lambda: None)
    window.show_page("today")
    assert window.sidebar.findChild(QPushButton, "nav_today").isChecked()


def test_a_ketamine_session_is_begun_from_today_resumed_from_everywhere_and_postponed(
    window: Window, sample: Vault
) -> None:
    rosa = window.today.appointments[0]
    rosa.act.click()
    assert (window.page, window.session.day.client if window.session.day else "") == ("session", "Rosa Delgado")
    (opened,) = medicine_days.open_days(sample)
    gate.answer(sample, opened.id, "risk", MORNING, "thoughts", "at night")
    window.show_page("today")
    assert (rosa.act.text(), rosa.open.text()) == ("Resume", "in session")
    window.open_client(opened.client_id)
    card = window.chart.overview.ready
    words = words_on(card)
    assert "Ketamine session of today: at its gate" in words
    assert "! Mood, thoughts of death or harm\nThe practice’s. Thoughts of death or harm, no intent. at night" in words
    card.begin.click()
    assert window.page == "session"
    window.show_appointment(rosa._row.row.id if rosa._row else 0)
    begin = button(window.calendar, "appointment_note")
    assert begin.text() == "Begin"
    begin.click()
    assert [one.id for one in medicine_days.open_days(sample)] == [opened.id], "it is taken up, not begun twice"
    window.show_page("today")
    window.today.show_view(today.read_today(sample, MORNING + timedelta(days=1)))
    left = window.today.needs[0].need
    assert left is not None
    assert (left.words, left.label) == ("Ketamine session of June 9 was left open", "1 day late")
    button(window.today, f"need_{left.key}").click()
    assert window.page == "session"
    medicine_days.end(sample, opened.id, DayEnding.POSTPONED, "not sober", MORNING)
    window.show_page("today")
    assert (rosa.act.text(), rosa.open.text()) == ("Begin", "postponed")


def test_an_appointment_leads_to_its_note_in_one_click(window: Window, sample: Vault) -> None:
    theo = window.today.appointments[2]
    assert theo.name.text() == "Theo Marsh"
    theo.act.click()
    assert window.page == "chart"
    editor = window.chart.notes.editor
    note = notes.get_note(sample, editor.note_id, TODAY)
    assert (note.head.kind.value, note.head.on) == ("integration", TODAY)
    assert appointments.appointment_of_note(sample, editor.note_id).kind.value == "integration"


def test_the_integration_is_booked_from_its_line_and_the_line_goes(window: Window) -> None:
    one = need(window, Kind.INTEGRATION, "Rosa")

    def book(dialog: QDialog) -> None:
        assert isinstance(dialog, BookingDialog)
        assert date(2026, 6, 10) <= dialog.form.day.day() <= date(2026, 6, 12)
        dialog.keep()

    in_dialog(BookingDialog, book, lambda: press(window, one))
    assert window.page == "today"
    with pytest.raises(StopIteration):
        need(window, Kind.INTEGRATION, "Rosa")
    assert "nothing open yet" in words_on(window.today)
    window.messages.undo()
    assert need(window, Kind.INTEGRATION, "Rosa").key == one.key


def test_a_line_is_put_off_with_a_reason_shown_and_brought_back(window: Window) -> None:
    one = need(window, Kind.FOLLOW_UP, "Zoë")

    def put_off(dialog: QDialog) -> None:
        assert isinstance(dialog, PutOffDialog)
        dialog.keep()
        assert "Say why it can wait." in words_on(dialog)
        dialog.reason.setText("On a journey")
        dialog.until.set_day(TODAY)
        dialog.keep()
        assert "Choose a day to come." in words_on(dialog)
        dialog.until.set_day(TODAY + timedelta(days=5))
        dialog.keep()

    in_dialog(PutOffDialog, put_off, lambda: button(window.today, f"later_{one.key}").click())
    assert one.key not in [line.key for line in window.today.view.needs]
    show = button(window.today, "show_put_off")
    assert show.text() == "Show what was put off (1)"
    show.click()
    assert "Put off to Jun 14: On a journey" in words_on(window.today)
    button(window.today, f"back_{one.key}").click()
    assert need(window, Kind.FOLLOW_UP, "Zoë").key == one.key


def test_each_kind_of_line_leads_where_it_is_done(window: Window, sample: Vault) -> None:
    tasks.add_task(sample, "Call the pharmacy", MORNING, TODAY)
    press(window, need(window, Kind.NOTE, "Theo"))
    assert (window.page, window.chart.tab) == ("chart", "notes")
    window.show_page("today")
    press(window, need(window, Kind.TASK))
    assert tasks.list_tasks(sample, TODAY) == []
    in_dialog(LetterDialog, lambda dialog: None, lambda: press(window, need(window, Kind.ORDER, "Maya")))
    assert window.chart.tab == "orders"
    window.show_page("today")
    press(window, need(window, Kind.FLAG, "Ines"))
    assert window.chart.tab == "details"
    window.show_page("today")
    press(window, need(window, Kind.ORDER_BOOKING, "Maya"))
    assert (window.page, window.calendar.chosen().title) == ("calendar", "Maya Lindqvist")
    window.show_page("today")

    consent = need(window, Kind.CONSENT, "Maya")
    press(window, consent)
    assert window.page == "signing"
    signed_on_paper(sample, consent.client_id or 0, MORNING, KAP_CONSENT)
    window.show_page("today")
    with pytest.raises(StopIteration):
        need(window, Kind.CONSENT, "Maya")


def test_what_became_of_an_appointment_is_said_from_its_line(
    qtbot: QtBot, sample: Vault, tasks: Tasks, clock: Callable[[], datetime]
) -> None:
    """At 14:02 Rosa's morning has passed and nobody said what became of it."""
    made = Window(sample, clock, tasks, Preferences())
    qtbot.addWidget(made, before_close_func=lambda one: one.close_down())
    made.show()
    one = need(made, Kind.MEDICINE_OUTCOME, "Rosa")
    assert one.words == "What became of it: Ketamine session, June 9?"
    in_dialog(StatusDialog, lambda dialog: None, lambda: press(made, one))
    assert need(made, Kind.MEDICINE_OUTCOME, "Rosa").key == one.key, "nothing was said, so it stays"
    appointments.set_status(sample, one.act.appointment_id, appointments.AppointmentStatus.NO_SHOW, NOW)
    with pytest.raises(StopIteration):
        need(made, Kind.MEDICINE_OUTCOME, "Rosa")


def test_where_everyone_is_leads_to_the_list(window: Window) -> None:
    button(window.today, f"group_{Place.KETAMINE}").click()
    assert window.page == "clients"
    rows = window.clients.model.rows()
    assert [row.name for row in rows] == ["Łukasz Wrona", "Maya Lindqvist", "Rosa Delgado", "Theo Marsh"]


def test_the_week_leads_to_the_calendar_by_mouse_and_by_keys(window: Window, qtbot: QtBot) -> None:
    week = window.today.week
    interface = QAccessible.queryAccessibleInterface(week)
    assert interface.text(QAccessible.Text.Name) == "This week"
    assert "Tuesday: 9:00–12:00 Ketamine session, Rosa Delgado" in week.accessibleDescription()
    week.setFocus()
    qtbot.keyClick(week, Qt.Key.Key_Right)
    qtbot.keyClick(week, Qt.Key.Key_Return)
    assert (window.page, window.calendar.cursor_at.day) == ("calendar", TODAY + timedelta(days=1))


def test_an_empty_practice_is_greeted_kindly(empty_window: Window) -> None:
    words = words_on(empty_window.today)
    assert "Nothing is booked today." in words
    assert "No backup yet" in words
    assert button(empty_window.today, "new_client_from_today").text() == "New client"


def test_every_button_has_a_name_of_its_own(window: Window) -> None:
    button(window.today, "more_needs").click()
    buttons = [one for one in window.today.findChildren(QPushButton) if one.isVisibleTo(window.today)]
    assert [one.text() for one in buttons if not (one.accessibleName() and one.objectName())] == []
    assert len({one.objectName() for one in buttons}) == len(buttons)
    assert len(buttons) > 40


def test_the_chart_says_what_the_next_medicine_day_needs(window: Window, sample: Vault) -> None:
    rosa = window.today.appointments[0]._row.row.client_id
    window.open_client(rosa)
    card = window.chart.overview.ready
    words = words_on(card)
    assert "Ready for today?" in words
    assert "! No integration booked by Jun 12" in words
    assert "○ Asked at the start: Dose matches the tablets" in words
    in_dialog(BookingDialog, lambda dialog: None, lambda: button(card, "ready_integration").click())
    maya = next(one.client_id for one in window.today.view.needs if one.client == "Maya Lindqvist")
    window.open_client(maya)
    assert "Expired after May 30" in words_on(card)
    button(card, "ready_consent").click()
    assert window.page == "signing"
    assert [line.state for line in ready.readiness(sample, maya, TODAY, TODAY) if line.key == "consent"] == ["red"]


def test_the_times_stand_one_below_the_other(window: Window) -> None:
    """Also beside a name without words, such as lunch."""
    QApplication.processEvents()
    lines = [one for one in window.today.appointments if one.isVisible()]
    assert any(one.words.isHidden() for one in lines)
    assert len({one.time.mapTo(window, QPoint()).x() for one in lines}) == 1


def test_a_new_practice_has_one_first_thing_which_can_wait(qtbot: QtBot, tmp_path: Path) -> None:
    made = opening.create_practice(tmp_path / "new.kapdesk", PASSPHRASE, FACTS, NOW, guided=True)
    with closing(opening.open_practice(made.unlocked, NOW)) as vault:
        _first_things(qtbot, tmp_path, vault)


def _first_things(qtbot: QtBot, tmp_path: Path, vault: Vault) -> None:
    setup.prove_recovery(vault, NOW)
    setup.end(vault)
    window = Window(vault, lambda: NOW, Tasks(), Preferences())
    qtbot.addWidget(window, before_close_func=lambda one: one.close_down())
    window.show()
    first = window.today.first_thing

    def said() -> str:
        return "\n".join(one.text() for one in first.findChildren(QLabel))

    def back_up(dialog: QDialog) -> None:
        dialog.place.set_place(tmp_path)
        dialog.findChild(QPushButton, "make_first_backup").click()
        qtbot.waitUntil(lambda: dialog.place.done)

    in_dialog(FirstBackupDialog, back_up, first.findChild(QPushButton, "do_first_thing").click)
    assert list(tmp_path.glob("new-*.kdbk"))
    assert "introduction" in said()
    first.findChild(QPushButton, "do_first_thing").click()
    assert (window.page, window.papers.library.name) == ("papers", "kap-introduction")
    window.show_page("today")
    first.findChild(QPushButton, "first_thing_later").click()
    assert "first client" in said()
    window.messages.undo()
    assert "introduction" in said()
    window.close_down()


def test_an_older_practice_has_no_first_thing(window: Window) -> None:
    assert window.today.first_thing.isHidden()
