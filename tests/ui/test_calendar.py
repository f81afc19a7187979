"""The calendar with real mouse and keys: booking, dragging, overlap asked, what became of it, notes and back."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kapdesk.domain.appointments import AppointmentKind, AppointmentStatus, When
from kapdesk.domain.phases import Medicine, SessionKind
from kapdesk.ui import ask, theme
from kapdesk.ui.calendar.booking import BookingDialog, Wish
from kapdesk.ui.calendar.grid import DayGrid
from kapdesk.ui.calendar.page import CalendarPage
from kapdesk.ui.calendar.status import StatusDialog
from kapdesk.ui.window import Window
from kapdesk.usecases.calendar import appointments, free_time
from kapdesk.usecases.calendar.appointments import AppointmentRow, Booking
from kapdesk.usecases.course import courses, ready
from kapdesk.usecases.people import clients
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.ui.seen import PATIENCE, in_dialog

Key, Left = Qt.Key, Qt.MouseButton.LeftButton
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
ZONE = "America/Denver"
D = TypeVar("D", bound=QDialog)


def rows(vault: Vault, day: date = TODAY) -> list[AppointmentRow]:
    return appointments.list_between(vault, day, day, ZONE)


def told(vault: Vault, day: date = TODAY) -> list[str]:
    return [f"{row.when.words} {row.title}" for row in rows(vault, day)]


def one(vault: Vault, title: str, day: date = TODAY) -> AppointmentRow:
    return next(row for row in rows(vault, day) if row.title == title)


def place(grid: DayGrid, day: date, hour: float) -> QPoint:
    x = grid.gutter + (grid.days.index(day) + 0.5) * grid.column_width
    return QPoint(round(x), round(grid.y_of(hour * 60)))


def drag(grid: QWidget, start: QPoint, end: QPoint, finer: bool = False, release: bool = True) -> None:
    keys = SHIFT if finer else Qt.KeyboardModifier.NoModifier
    QTest.mousePress(grid, Left, keys, start)
    for share in (0.3, 0.7, 1.0):
        between = start + (end - start) * share
        at = QPointF(between)
        there = QPointF(grid.mapToGlobal(between))
        QApplication.sendEvent(grid, QMouseEvent(QEvent.Type.MouseMove, at, there, Left, Left, keys))
    if release:
        QTest.mouseRelease(grid, Left, keys, end)


@pytest.fixture
def page(window: Window) -> CalendarPage:
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, PATIENCE)
    QTest.keyClick(window, Key.Key_2, CTRL)
    assert window.page == "calendar"
    QApplication.processEvents()
    return window.calendar


def choose(page: CalendarPage, vault: Vault, title: str, day: date = TODAY) -> AppointmentRow:
    row = one(vault, title, day)
    page.show_appointment(row.id)
    QApplication.processEvents()
    return row


def test_the_week_shows_what_is_kept_and_says_it(page: CalendarPage) -> None:
    assert page.header.title.text() == "June 7–12, 2026"  # the Sunday only because something was held on it
    assert page.grid.hasFocus()
    assert page.foot.said.words == "Tuesday, June 9 (today), 9:00–12:00, Rosa Delgado, ketamine session, booked"
    assert "13:30–14:20, Theo Marsh, integration, booked; 15:00–15:50, Ines Okafor" in page.grid.accessibleDescription()
    assert page.grid.first_hour == 7  # somebody comes after the night shift
    assert {button.accessibleName() for button in page.findChildren(QPushButton)} >= {"Earlier", "Later", "Status…"}


def test_views_and_days_by_key(page: CalendarPage) -> None:
    for key, title in (
        (Key.Key_D, "Tuesday, June 9, 2026"),
        (Key.Key_PageDown, "Wednesday, June 10, 2026"),
        (Key.Key_M, "June 2026"),
        (Key.Key_PageUp, "May 2026"),
        (Key.Key_T, "June 2026"),
        (Key.Key_W, "June 7–12, 2026"),
        (Key.Key_PageDown, "June 15–19, 2026"),
        (Key.Key_Home, "June 7–12, 2026"),
    ):
        QTest.keyClick(QApplication.focusWidget(), key)
        assert page.header.title.text() == title

    def go(dialog: QDialog) -> None:
        dialog.findChild(QWidget, "go_to_day").setText("11/1/2026")  # type: ignore[attr-defined]
        QTest.keyClick(dialog, Key.Key_Return)

    in_dialog(QDialog, go, lambda: QTest.keyClick(page.grid, Key.Key_G))
    assert page.header.title.text() == "November 1–6, 2026"


def test_arrows_go_over_times_and_appointments(page: CalendarPage) -> None:
    said = []
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Up, Key.Key_Right, Key.Key_Left, Key.Key_Left):
        QTest.keyClick(page.grid, key)
        said.append(page.foot.said.words.split(", ", 2)[2])
    assert said == [
        "12:00: free. Enter books it.",
        "12:15–13:15, Lunch, and airing the room, unavailable",
        "13:15: free. Enter books it.",
        "12:15–13:15, Lunch, and airing the room, unavailable",
        "13:00: free. Enter books it.",  # Wednesday
        "12:15–13:15, Lunch, and airing the room, unavailable",
        "13:00: free. Enter books it.",  # Monday
    ]
    assert page.cursor_at.day == date(2026, 6, 8)


def test_a_click_on_an_empty_time_books_it(page: CalendarPage, window: Window, sample: Vault) -> None:
    friday = date(2026, 6, 12)

    def book(dialog: BookingDialog) -> None:
        assert (dialog.form.day.text(), dialog.form.start.text()) == ("6/12/2026", "10:15")
        dialog.form.client.setEditText("maya lindqvist")
        dialog.form.kind.setCurrentIndex(dialog.form.kind.findData("preparation"))
        assert dialog.form.minutes.value() == 50
        QTest.keyClick(dialog.form.words, Key.Key_Return)

    in_dialog(BookingDialog, book, lambda: QTest.mouseClick(page.grid, Left, pos=place(page.grid, friday, 10.4)))
    assert told(sample, friday) == ["10:15–11:05 Maya Lindqvist", "13:00–17:00 Training"]
    assert page.chosen() == one(sample, "Maya Lindqvist", friday)
    window.messages.undo()
    assert told(sample, friday) == ["13:00–17:00 Training"]


def test_dragged_to_another_day_and_back_by_undo(page: CalendarPage, window: Window, sample: Vault) -> None:
    friday = date(2026, 6, 12)
    drag(page.grid, place(page.grid, TODAY, 15.2), place(page.grid, friday, 10.27))
    assert "10:00–10:50 Ines Okafor" in told(sample, friday)
    assert page.foot.said.words.startswith("Friday, June 12, 10:00–10:50, Ines Okafor")
    window.messages.undo()
    assert "15:00–15:50 Ines Okafor" in told(sample)


@pytest.mark.styled
def test_its_lower_edge_stretches_it_and_shift_is_finer(page: CalendarPage, sample: Vault) -> None:
    piece = next(each for each in page.grid.pieces if each.row.title == "Ines Okafor")
    edge = QPoint(page.grid.rect_of(piece).center().x(), page.grid.rect_of(piece).bottom() - 1)
    drag(page.grid, edge, QPoint(edge.x(), round(page.grid.y_of(16 * 60 + 16))))
    assert "15:00–16:15 Ines Okafor" in told(sample)
    piece = next(each for each in page.grid.pieces if each.row.title == "Ines Okafor")
    edge = QPoint(page.grid.rect_of(piece).center().x(), page.grid.rect_of(piece).bottom() - 1)
    drag(page.grid, edge, QPoint(edge.x(), round(page.grid.y_of(15 * 60 + 53))), finer=True)
    assert "15:00–15:55 Ines Okafor" in told(sample)


def test_escape_takes_a_drag_back_and_says_nothing(page: CalendarPage, window: Window, sample: Vault) -> None:
    before = told(sample)
    drag(page.grid, place(page.grid, TODAY, 15.2), place(page.grid, TODAY, 17.2), release=False)
    assert page.grid.drag is not None
    assert page.grid.drag.moving
    QTest.keyClick(page.grid, Key.Key_Escape)
    QTest.mouseRelease(page.grid, Left, pos=place(page.grid, TODAY, 17.2))
    assert told(sample) == before
    assert not window.messages.isVisible()


@pytest.mark.parametrize("keep", [True, False])
def test_an_overlap_is_asked_before_it_is_kept(page: CalendarPage, sample: Vault, keep: bool) -> None:
    ask.answer(keep)
    drag(page.grid, place(page.grid, TODAY, 15.2), place(page.grid, TODAY, 13.95))
    assert ask.asked == ["Overlaps with Theo Marsh, 13:30–14:20."]
    assert ("13:45–14:35 Ines Okafor" in told(sample)) is keep
    if keep:
        lanes = {each.row.title: each.lanes for each in page.grid.pieces if page.grid.days[each.column] == TODAY}
        assert (lanes["Ines Okafor"], lanes["Theo Marsh"], lanes["Rosa Delgado"]) == (2, 2, 1)


def test_alt_and_arrows_move_and_stretch(page: CalendarPage, sample: Vault) -> None:
    choose(page, sample, "Ines Okafor")
    ask.answer()
    QTest.keyClick(page.grid, Key.Key_Down, ALT)
    QTest.keyClick(page.grid, Key.Key_Down, ALT | SHIFT)
    QTest.keyClick(page.grid, Key.Key_Up, ALT)
    QTest.keyClick(page.grid, Key.Key_Right, ALT)
    assert "15:00–16:05 Ines Okafor" in told(sample, TODAY + timedelta(1))
    assert page.chosen() is not None


def test_what_was_held_is_moved_only_when_that_is_said(page: CalendarPage, window: Window, sample: Vault) -> None:
    row = choose(page, sample, "Theo Marsh")
    appointments.hold(sample, row.id, NOW)
    page.refresh()
    ask.answer(False)
    QTest.keyClick(page.grid, Key.Key_Down, ALT)
    assert ask.asked == ["This appointment was held. Move it all the same?"]
    assert "13:30–14:20 Theo Marsh" in told(sample)
    ask.answer(True)
    QTest.keyClick(page.grid, Key.Key_Down, ALT)
    assert "13:45–14:35 Theo Marsh" in told(sample)
    QTest.keyClick(page.grid, Key.Key_Right, ALT)  # refused, and nothing is asked
    assert ask.asked == ["This appointment was held. Move it all the same?"]  # that of before
    assert "13:45–14:35 Theo Marsh" in told(sample)
    assert "A session or a note belongs" in window.messages.findChild(QWidget, "message").text()  # type: ignore[attr-defined]


def test_the_calendar_has_ends(page: CalendarPage) -> None:
    page.show_day(date.max)
    for view in ("month", "week", "day"):
        page.show_view(view)  # type: ignore[arg-type]
        page.step(1)
        for key in (Key.Key_Right, Key.Key_Down):
            QTest.keyClick(QApplication.focusWidget(), key)
    assert page.cursor_at.day == date(2100, 12, 31)

    def go(dialog: QDialog) -> None:
        field, error = dialog.findChild(QWidget, "go_to_day"), dialog.findChild(QLabel, "go_to_error")
        for day, sentence in (
            ("12/31/9999", "Is 9999 the right year? Type a day between 1900 and 2100."),
            ("1/1/1950", "The calendar goes from 1990 to 2100."),
        ):
            field.setText(day)  # type: ignore[attr-defined]
            QTest.keyClick(dialog, Key.Key_Return)
            assert error.text() == sentence

    in_dialog(QDialog, go, lambda: QTest.keyClick(page, Key.Key_G))


def test_delete_and_undo(page: CalendarPage, window: Window, sample: Vault) -> None:
    choose(page, sample, "J. Whitcombe")
    QTest.keyClick(page.grid, Key.Key_Delete)
    assert "16:30–16:50 J. Whitcombe" not in told(sample)
    assert page.chosen() is None
    QTest.keyClick(window, Key.Key_Z, CTRL)
    assert "16:30–16:50 J. Whitcombe" in told(sample)


def test_held_asks_of_a_ketamine_session_whether_medicine_was_taken(page: CalendarPage, sample: Vault) -> None:
    row = choose(page, sample, "Rosa Delgado")

    def act(dialog: StatusDialog) -> None:
        dialog.choose(AppointmentStatus.HELD)
        dialog.keep()
        assert dialog.error.text() == "Say whether medicine was taken in this ketamine session."
        assert dialog.isVisible()
        dialog.medicine[Medicine.TAKEN].click()
        dialog.keep()

    in_dialog(StatusDialog, act, lambda: QTest.keyClick(page.grid, Key.Key_S))
    row = appointments.get(sample, row.id)
    assert (row.status, row.session_id is not None) == (AppointmentStatus.HELD, True)
    assert sum(one.on == TODAY for one in courses.list_sessions(sample, row.client_id or 0)) == 1


def test_cancelled_asks_by_whom(page: CalendarPage, sample: Vault) -> None:
    row = choose(page, sample, "Ines Okafor")

    def act(dialog: StatusDialog) -> None:
        dialog.choose(AppointmentStatus.CANCELLED)
        dialog.keep()
        assert dialog.error.text() == "Say who cancelled."
        dialog.by.setCurrentIndex(dialog.by.findData("client"))
        dialog.words.setText("a cold")
        dialog.keep()

    in_dialog(StatusDialog, act, page.change_status)
    assert appointments.get(sample, row.id).state == "Cancelled by client"
    assert page.foot.said.words.endswith("cancelled by client, a cold")


def test_to_the_note_in_one_step_and_back_to_the_appointment(page: CalendarPage, window: Window, sample: Vault) -> None:
    row = choose(page, sample, "Theo Marsh")
    page.findChild(QPushButton, "appointment_note").click()
    assert window.page == "chart"
    shown = window.chart.notes.shown
    assert shown is not None
    assert (row.client_id, shown) == appointments.open_note(sample, row.id, NOW)
    link = window.chart.notes.appointment
    assert link.isVisible()
    assert link.button.text() == "Appointment of June 9, 13:30"
    page.show_view("month")
    link.button.click()
    assert window.page == "calendar"
    assert page.chosen() == appointments.get(sample, row.id)
    page.findChild(QPushButton, "appointment_chart").click()
    assert (window.page, window.chart.client_id) == ("chart", row.client_id)
    window.chart.notes.new_note()
    assert not link.isVisible()


def test_a_note_of_tomorrow_is_refused_in_words(page: CalendarPage, window: Window, sample: Vault) -> None:
    choose(page, sample, "Łukasz Wrona", TODAY + timedelta(1))
    QTest.keyClick(page.grid, Key.Key_O)
    assert window.page == "calendar"
    assert "June 10 is still to come." in window.messages.findChild(QWidget, "message").text()  # type: ignore[attr-defined]


def test_after_a_ketamine_session_the_integration_is_offered(page: CalendarPage, window: Window, sample: Vault) -> None:
    wren = next(row.id for row in clients.list_clients(sample, TODAY) if row.name.startswith("Wren"))
    seen: list[str] = []

    def act(dialog: BookingDialog) -> None:
        said = [words.text() for words in dialog.findChildren(QLabel)]
        missing = ready.missing_for(sample, wren, date(2026, 6, 16), TODAY)
        assert missing
        assert {f"• {sentence}" for sentence in missing} <= set(said)
        assert "To look at for that day" in said
        assert dialog.form._one_by_one.isVisible()
        assert not dialog.form.repeat.isVisible()
        assert dialog.form.minutes.value() == 180
        dialog.keep()
        assert dialog.isVisible()
        seen.append(dialog.offer.findChild(QWidget, "offer_title").text())  # type: ignore[attr-defined]
        assert (dialog.offer.day.text(), dialog.offer.start.text()) == ("6/17/2026", "9:00")
        dialog.offer.start.setText("15:15")
        dialog.offer.day.setText("6/20/2026")
        seen.append(dialog.offer.warning.text())
        dialog.offer.day.setText("6/17/2026")
        seen.append(dialog.offer.warning.text())
        dialog.offer.start.setText("16:00")
        QTest.keyClick(dialog.offer.keep_button, Key.Key_Return)

    wish = Wish(wren, AppointmentKind.KETAMINE, date(2026, 6, 16), 540)
    in_dialog(BookingDialog, act, lambda: page.book(wish))
    assert seen == [
        "Book the integration June 17–19?",
        "Saturday, June 20 is outside these days.",
        "Overlaps with Ines Okafor, 15:00–15:50.",
    ]
    assert told(sample, date(2026, 6, 17)) == ["15:00–15:50 Ines Okafor", "16:00–16:50 Wren Halvorsen"]
    window.messages.undo()
    assert told(sample, date(2026, 6, 16)) == []
    assert told(sample, date(2026, 6, 17)) == ["15:00–15:50 Ines Okafor"]


def test_the_dialog_says_the_window_the_overlap_and_what_cannot_be(
    window: Window, sample: Vault, clock: Callable[[], datetime]
) -> None:
    rosa = next(row.id for row in clients.list_clients(sample, TODAY) if row.name.startswith("Rosa"))
    wish = Wish(rosa, AppointmentKind.INTEGRATION, not_before=date(2026, 6, 10), by=date(2026, 6, 12))
    dialog = BookingDialog(sample, clock, wish, window)
    form = dialog.form
    assert (form.day.text(), form.start.text(), form.minutes.value()) == ("6/10/2026", "9:00", 50)
    assert dialog.window_words.text() == "Best June 10–12."
    form.day.setText("6/15/2026")
    assert dialog.outside.text() == "June 15 is outside these days."
    form.day.setText("6/10/2026")
    form.start.setText("12:30")
    assert dialog.overlap.text() == "Overlaps with Consultation group, 12:00–13:00."
    assert dialog.keep_button.text() == "Book although it overlaps"
    form.minutes.setValue(80)
    form.kind.setCurrentIndex(form.kind.findData("ketamine"))
    assert form.minutes.value() == 80  # a length given by hand stays
    for day, start, sentence in (
        ("", "12:30", "Type the day."),
        ("6/10/2026", "", "Type the time"),
        ("6/10/2026", "25:00", "is not a time of day"),
        ("3/14/2027", "2:30", "There is no 2:30 on that day"),
    ):
        form.day.setText(day)
        form.start.setText(start)
        dialog.keep()
        assert sentence in "".join(label.text() for label in form._errors.values())
    form.day.setText("6/10/2026")
    form.start.setText("10 o")
    dialog.keep()
    assert "is not a time of day" in form._errors["starts"].text()
    form.start.setText("10")
    assert form._errors["starts"].text() == ""
    form.start.editingFinished.emit()
    assert form.start.text() == "10:00"
    form.client.setEditText("ines")
    form.client.words.editingFinished.emit()
    assert (form.client.currentText(), form.client_if_any() is None) == ("Ines Okafor", False)
    form.client.setEditText("nobody of that name")
    dialog.keep()
    assert "There is no client “nobody of that name”" in form._errors["client"].text()
    form.client.setEditText("")
    form.kind.setCurrentIndex(form.kind.findData("other"))
    form.words.setText("Night watch")
    form.day.setText("11/1/2026")
    form.start.setText("1:30")
    assert form._twice.isVisibleTo(dialog)
    form.minutes.setValue(50)
    assert form.ends.text() == "Ends 1:20, after clocks went back (50 min)."
    form.second.setCurrentIndex(1)
    assert form.ends.text() == "Ends 2:20 (50 min)."
    form.repeat.setCurrentIndex(1)
    form.times.setValue(3)
    dialog.keep()
    assert dialog.booked is not None
    found = [appointments.get(sample, number).when for number in dialog.booked.ids]
    assert [when.day.isoformat() for when in found] == ["2026-11-01", "2026-11-08", "2026-11-15"]
    assert [when.second for when in found] == [True, False, False]
    dialog.deleteLater()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_what_is_open_for_a_ketamine_session_is_in_sight(
    scale: float, qapp: QApplication, qtbot: QtBot, sample: Vault, clock: Callable[[], datetime]
) -> None:
    theme.apply(qapp, False, scale)
    behind = QWidget()
    behind.resize(1024, 700)
    qtbot.addWidget(behind)
    wren = next(row.id for row in clients.list_clients(sample, TODAY) if row.name.startswith("Wren"))
    dialog = BookingDialog(sample, clock, Wish(wren, AppointmentKind.KETAMINE, date(2026, 6, 16), 540), behind)
    dialog.show()
    QApplication.processEvents()
    QApplication.processEvents()
    item = dialog.form.under_the_day.itemAt(0)
    assert item is not None
    headline = item.widget()
    assert headline is not None
    assert headline.visibleRegion().boundingRect().height() == headline.height()
    assert dialog.height() <= 700
    for label in dialog.form.findChildren(QLabel):  # none is squeezed
        if label.isVisible():
            assert label.height() >= label.heightForWidth(label.width())


def test_one_of_a_series_or_all_of_it(page: CalendarPage, sample: Vault) -> None:
    row = choose(page, sample, "Consultation group", TODAY + timedelta(1))

    def act(dialog: BookingDialog) -> None:
        dialog.form.start.setText("13:00")
        dialog.form.which.setCurrentIndex(dialog.form.which.findData("all"))
        dialog.keep()

    in_dialog(BookingDialog, act, lambda: QTest.keyClick(page.grid, Key.Key_Return))
    later = appointments.list_between(sample, TODAY, TODAY + timedelta(90), ZONE)
    assert {other.when.words for other in later if other.series == row.series} == {"13:00–14:00"}


def test_the_month_leads_to_the_day_and_moves_by_drag(page: CalendarPage, sample: Vault) -> None:
    page.show_view("month")
    QApplication.processEvents()
    month = page.month
    line = next(rect for row, rect in month.lines_of(date(2026, 6, 17))[0] if row.title == "Ines Okafor")
    drag(month, line.center(), month.cell(date(2026, 6, 18)).center())
    assert told(sample, date(2026, 6, 18)) == ["15:00–15:50 Ines Okafor"]
    QTest.keyClick(month, Key.Key_Left, ALT)
    assert told(sample, date(2026, 6, 17)) == ["15:00–15:50 Ines Okafor"]
    more = month.lines_of(TODAY)[1]
    assert more is not None
    QTest.mouseClick(month, Left, pos=more.center())
    assert (page.view, page.header.title.text()) == ("day", "Tuesday, June 9, 2026")


def test_working_hours_are_kept_and_shade_the_rest(page: CalendarPage, sample: Vault) -> None:
    def act(dialog: QDialog) -> None:
        dialog.worked[5].setChecked(True)  # type: ignore[attr-defined]
        dialog.ends[5].setText("8:00")  # type: ignore[attr-defined]
        dialog.keep()  # type: ignore[attr-defined]
        assert dialog.error.text() == "A day’s work ends after it begins."  # type: ignore[attr-defined]
        dialog.ends[5].setText("13:00")  # type: ignore[attr-defined]
        dialog.keep()  # type: ignore[attr-defined]

    in_dialog(QDialog, act, page.change_hours)
    assert free_time.get_hours(sample).days[5] == (540, 780)
    assert page.grid.days[-1] == date(2026, 6, 13)


def test_an_empty_calendar_says_how_to_begin(empty_window: Window) -> None:
    empty_window.show_page("calendar")
    assert "Click a time" in empty_window.calendar.grid.empty_words
    assert empty_window.calendar.foot.said.words == "Tuesday, June 9 (today), 9:00: free. Enter books it."


def test_booked_from_the_chart(window: Window, sample: Vault) -> None:
    ines = next(row.id for row in clients.list_clients(sample, TODAY) if row.name.startswith("Ines"))
    window.open_client(ines)

    def act(dialog: BookingDialog) -> None:
        assert dialog.form.client.currentText() == "Ines Okafor"
        dialog.form.day.setText("6/18/2026")
        dialog.form.start.setText("11:00")
        dialog.keep()

    in_dialog(BookingDialog, act, window.chart.findChild(QPushButton, "chart_book").click)
    assert told(sample, date(2026, 6, 18)) == ["11:00–11:50 Ines Okafor"]
    rosa = next(row.id for row in clients.list_clients(sample, TODAY) if row.name.startswith("Rosa"))
    window.open_client(rosa)

    def look(dialog: BookingDialog) -> None:  # the integration of the session that is booked today
        assert dialog.form.kind_chosen() is AppointmentKind.INTEGRATION
        assert dialog.window_words.text() == "Best June 10–12."

    in_dialog(BookingDialog, look, window.chart.findChild(QPushButton, "chart_book").click)


def test_the_samples_held_sessions_have_held_appointments(sample: Vault) -> None:
    found = appointments.list_between(sample, TODAY - timedelta(60), TODAY, ZONE)
    held = [row for row in found if row.status is AppointmentStatus.HELD and row.kind.session]
    assert len(held) >= 8
    for row in held:
        sessions = {one.id: one for one in courses.list_sessions(sample, row.client_id or 0)}
        assert sessions[row.session_id or 0].on == row.when.day
        assert sessions[row.session_id or 0].kind is SessionKind(row.kind.value)
    booked = [row.title for row in rows(sample) if row.status is AppointmentStatus.BOOKED and row.client]
    assert booked == ["Rosa Delgado", "Theo Marsh", "Ines Okafor", "J. Whitcombe"]


@pytest.mark.parametrize("scale", [0.8, 2.0])
def test_every_size_of_text_has_room(
    scale: float, qapp: QApplication, qtbot: QtBot, sample: Vault, clock: Callable[[], datetime]
) -> None:
    theme.apply(qapp, False, scale)
    for number in range(6):
        start = datetime.fromisoformat("2026-06-11T09:00") + timedelta(minutes=10 * number)
        appointments.book(sample, Booking(AppointmentKind.OTHER, When(start, 50, ZONE), None, f"nr {number}"), NOW)
    page = CalendarPage(sample, clock)
    qtbot.addWidget(page)
    page.resize(1024 - 340, 660)
    page.show()
    for view in ("week", "day", "month"):
        page.show_view(view)  # type: ignore[arg-type]
        page.grab()
    for button in page.findChildren(QPushButton):
        if button.isVisible():
            assert button.width() >= button.minimumSizeHint().width(), button.text()
