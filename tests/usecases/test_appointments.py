"""The calendar's acts on a real practice: booking, series, what became of an appointment, notes, and the way back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kapdesk.domain.appointments import AppointmentKind, AppointmentStatus, CancelledBy, When, Which
from kapdesk.domain.notes import NoteKind
from kapdesk.domain.phases import Medicine, SessionKind
from kapdesk.domain.series import Repeat, Rhythm
from kapdesk.errors import BadInput, NotFound, RecordSigned
from kapdesk.usecases.calendar import appointments
from kapdesk.usecases.calendar.appointments import AppointmentRow, Booking
from kapdesk.usecases.calendar.next_booking import next_booking
from kapdesk.usecases.course import courses
from kapdesk.usecases.house import practice
from kapdesk.usecases.house.history import client_history
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import notes, signing
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY

ZONE = "America/Denver"
CALL, KETAMINE, INTEGRATION = AppointmentKind.CALL, AppointmentKind.KETAMINE, AppointmentKind.INTEGRATION
OTHER, UNAVAILABLE, PREPARATION = AppointmentKind.OTHER, AppointmentKind.UNAVAILABLE, AppointmentKind.PREPARATION
HELD, BOOKED, CANCELLED = AppointmentStatus.HELD, AppointmentStatus.BOOKED, AppointmentStatus.CANCELLED


def when(text: str, minutes: int = 50) -> When:
    return When(datetime.fromisoformat(text), minutes, ZONE)


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill"), NOW)


def book(vault: Vault, kind: AppointmentKind, text: str, client: int | None, minutes: int = 50, words: str = "") -> int:
    return appointments.book(vault, Booking(kind, when(text, minutes), client, words), NOW).ids[0]


def listed(vault: Vault, first: date = TODAY, last: date = TODAY) -> list[AppointmentRow]:
    return appointments.list_between(vault, first, last, ZONE)


def take_back(vault: Vault, undo: Undo) -> None:
    undo.take_back(vault, NOW)


def test_booked_it_stands_in_its_day_and_undo_takes_it_out(vault: Vault, ada: int) -> None:
    booked = appointments.book(vault, Booking(KETAMINE, when("2026-06-09T09:00", 180), ada, " with  Luis "), NOW)
    row = listed(vault)[0]
    assert (row.title, row.initials, row.kind, row.words) == ("Ada Quill", "A. Q.", KETAMINE, "with Luis")
    assert (row.status, row.state, row.when.words) == (BOOKED, "", "9:00–12:00")
    assert booked.undo.words == "Booked: Ada Quill, June 9, 9:00"
    assert listed(vault, TODAY + timedelta(1), TODAY + timedelta(9)) == []
    assert appointments.of_client(vault, ada) == [row]
    take_back(vault, booked.undo)
    assert listed(vault) == []
    with pytest.raises(NotFound, match="not in the calendar any more"):
        appointments.get(vault, row.id)
    words = [entry.words for entry in client_history(vault, ada)]
    assert words[:1] == ["Appointment taken out of the calendar"]


@pytest.mark.parametrize(
    ("kind", "who", "text", "field"),
    [
        (KETAMINE, False, "2026-06-09T09:00", "client"),
        (UNAVAILABLE, True, "2026-06-09T09:00", "client"),
        (OTHER, False, "2026-06-09T09:00", "words"),
        (CALL, False, "2026-06-09T09:00", "client"),
        (CALL, True, "9999-12-31T23:30", "day"),
        (CALL, True, "2026-03-08T02:30", "starts"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_is(
    vault: Vault, ada: int, kind: AppointmentKind, who: bool, text: str, field: str
) -> None:
    with pytest.raises(BadInput) as problem:
        book(vault, kind, text, ada if who else None)
    assert problem.value.field == field
    assert appointments.list_between(vault, date(2026, 1, 1), date(2026, 12, 31), ZONE) == []


def test_overlaps_are_told_before_and_a_cancelled_one_takes_no_time(vault: Vault, ada: int) -> None:
    first = book(vault, CALL, "2026-06-09T09:00", ada)
    assert [row.id for row in appointments.overlaps(vault, when("2026-06-09T09:49"))] == [first]
    assert appointments.overlaps(vault, when("2026-06-09T09:50")) == []
    assert appointments.overlaps(vault, when("2026-06-09T09:00"), except_id=first) == []
    away = book(vault, UNAVAILABLE, "2026-06-01T00:00", None, 20 * 24 * 60, "away")
    assert [row.id for row in appointments.overlaps(vault, when("2026-06-15T09:00"))] == [away]
    assert [row.title for row in listed(vault, date(2026, 6, 20), date(2026, 6, 22))] == ["away"]
    assert listed(vault, date(2026, 6, 21), date(2026, 6, 22)) == []
    appointments.set_status(vault, first, CANCELLED, NOW, CancelledBy.CLIENT)
    assert [row.id for row in appointments.overlaps(vault, when("2026-06-09T09:00"))] == [away]


def test_kept_in_another_zone_it_is_shown_on_the_practices_wall(vault: Vault, ada: int) -> None:
    practice.save_practice(vault, replace(practice.get_practice(vault), time_zone="Pacific/Kiritimati"), NOW)
    there = When(datetime.fromisoformat("2026-06-10T05:30"), 50, "Pacific/Kiritimati")  # 9:30 on June 9 in Denver
    appointments.book(vault, Booking(CALL, there, ada), NOW)
    practice.save_practice(vault, replace(practice.get_practice(vault), time_zone=ZONE), NOW)
    row = listed(vault)[0]
    assert (row.when.words, row.when.day, row.when.zone) == ("9:30–10:20", TODAY, ZONE)
    assert appointments.overlaps(vault, when("2026-06-09T10:00")) == [row]


def test_moved_and_back(vault: Vault, ada: int) -> None:
    number = book(vault, PREPARATION, "2026-06-09T09:00", ada)
    other = clients.create_client(vault, ClientFacts("Bo Fern"), NOW)
    undo = appointments.change(vault, number, Booking(INTEGRATION, when("2026-06-12T10:15", 80), other, "long"), NOW)
    assert undo.words == "Changed: Bo Fern, June 12, 10:15"
    row = appointments.get(vault, number)
    assert (row.kind, row.client_id, row.when.minutes, row.words) == (INTEGRATION, other, 80, "long")
    take_back(vault, undo)
    row = appointments.get(vault, number)
    assert (row.kind, row.client_id, row.when, row.words) == (PREPARATION, ada, when("2026-06-09T09:00"), "")


def series(vault: Vault, ada: int) -> tuple[int, ...]:
    repeat = Repeat(Rhythm.WEEKLY, times=4)
    return appointments.book_series(vault, Booking(OTHER, when("2026-10-20T09:00"), ada), repeat, NOW).ids


def days(vault: Vault, ada: int) -> list[str]:
    return [f"{row.when.starts:%m-%d %H:%M}" for row in appointments.of_client(vault, ada)]


def test_a_series_is_one_step_and_changes_as_is_said(vault: Vault, ada: int) -> None:
    ids = series(vault, ada)
    assert len({row.series for row in appointments.of_client(vault, ada)}) == 1
    assert days(vault, ada) == ["10-20 09:00", "10-27 09:00", "11-03 09:00", "11-10 09:00"]
    one = Booking(OTHER, when("2026-10-28T10:00"), ada)
    for which, expected in (
        (Which.THIS, ["10-20 09:00", "10-28 10:00", "11-03 09:00", "11-10 09:00"]),
        (Which.AFTER, ["10-20 09:00", "10-28 10:00", "11-04 10:00", "11-11 10:00"]),
        (Which.ALL, ["10-21 10:00", "10-28 10:00", "11-04 10:00", "11-11 10:00"]),
    ):
        undo = appointments.change(vault, ids[1], one, NOW, which)
        assert days(vault, ada) == expected
        take_back(vault, undo)
        assert days(vault, ada) == ["10-20 09:00", "10-27 09:00", "11-03 09:00", "11-10 09:00"]
    undo = appointments.remove(vault, ids[2], NOW, Which.AFTER)
    assert days(vault, ada) == ["10-20 09:00", "10-27 09:00"]
    assert undo.words.endswith("and 1 more")
    take_back(vault, undo)
    assert len(days(vault, ada)) == 4


def test_what_was_cancelled_stays_when_its_series_goes(vault: Vault, ada: int) -> None:
    ids = series(vault, ada)
    appointments.set_status(vault, ids[3], CANCELLED, NOW, CancelledBy.PRACTICE, "ill")
    appointments.remove(vault, ids[0], NOW, Which.ALL)
    left = appointments.of_client(vault, ada)
    assert [(row.id, row.state, row.status_words) for row in left] == [(ids[3], "Cancelled by practice", "ill")]


def test_a_series_with_a_day_that_cannot_be_books_nothing(vault: Vault, ada: int) -> None:
    repeat = Repeat(Rhythm.WEEKLY, times=3)
    with pytest.raises(BadInput, match="March 8, 2026: There is no"):
        appointments.book_series(vault, Booking(OTHER, when("2026-03-01T02:30"), ada), repeat, NOW)
    assert appointments.of_client(vault, ada) == []


def test_ketamine_sessions_are_booked_one_by_one(vault: Vault, ada: int) -> None:
    repeat = Repeat(Rhythm.WEEKLY, times=3)
    with pytest.raises(BadInput, match="one by one"):
        appointments.book_series(vault, Booking(KETAMINE, when("2026-10-20T09:00"), ada), repeat, NOW)
    assert appointments.of_client(vault, ada) == []
    ids = series(vault, ada)
    with pytest.raises(BadInput, match="one by one"):
        appointments.change(vault, ids[0], Booking(KETAMINE, when("2026-10-20T09:00"), ada), NOW, Which.ALL)
    assert {row.kind for row in appointments.of_client(vault, ada)} == {OTHER}


def test_bookings_made_together_are_taken_out_together_or_not_at_all(vault: Vault, ada: int) -> None:
    first = book(vault, INTEGRATION, "2026-06-09T09:00", ada)
    second = book(vault, INTEGRATION, "2026-06-10T09:00", ada)
    undo = appointments.booked_together("Booked both", (second, first))
    appointments.hold(vault, first, NOW)
    with pytest.raises(BadInput, match="so all stay"):
        take_back(vault, undo)
    assert len(appointments.of_client(vault, ada)) == 2
    appointments.set_status(vault, first, BOOKED, NOW)
    take_back(vault, undo)
    assert appointments.of_client(vault, ada) == []


def test_a_series_moved_to_a_time_that_is_skipped_names_the_day(vault: Vault, ada: int) -> None:
    repeat = Repeat(Rhythm.WEEKLY, times=3)
    ids = appointments.book_series(vault, Booking(OTHER, when("2026-03-01T04:30"), ada), repeat, NOW).ids
    with pytest.raises(BadInput, match="March 8, 2026: There is no 2:30"):
        appointments.change(vault, ids[0], Booking(OTHER, when("2026-03-01T02:30"), ada), NOW, Which.ALL)
    assert days(vault, ada) == ["03-01 04:30", "03-08 04:30", "03-15 04:30"]


def test_held_enters_the_session_in_the_course_and_undo_takes_both_out(vault: Vault, ada: int) -> None:
    number = book(vault, KETAMINE, "2026-06-09T09:00", ada, 180)
    with pytest.raises(BadInput, match="Say whether medicine was taken"):
        appointments.set_status(vault, number, HELD, NOW)
    undo = appointments.hold(vault, number, NOW, Medicine.NOT_TAKEN)
    row = appointments.get(vault, number)
    sessions = courses.list_sessions(vault, ada)
    assert [(one.id, one.kind, one.on) for one in sessions] == [(row.session_id, SessionKind.KETAMINE, TODAY)]
    assert row.status is HELD
    take_back(vault, undo)
    assert courses.list_sessions(vault, ada) == []
    assert courses.course_view(vault, ada, TODAY).course_id is None
    assert (appointments.get(vault, number).status, appointments.get(vault, number).session_id) == (BOOKED, None)


def test_a_session_that_was_entered_by_hand_is_taken_not_entered_twice(vault: Vault, ada: int) -> None:
    courses.add_session(vault, ada, SessionKind.INTEGRATION, TODAY, NOW)
    number = book(vault, INTEGRATION, "2026-06-09T09:00", ada)
    undo = appointments.hold(vault, number, NOW)
    assert appointments.get(vault, number).session_id == courses.list_sessions(vault, ada)[0].id
    second = book(vault, INTEGRATION, "2026-06-09T13:00", ada)
    appointments.hold(vault, second, NOW)
    assert len(courses.list_sessions(vault, ada)) == 2
    take_back(vault, undo)
    assert len(courses.list_sessions(vault, ada)) == 2
    assert appointments.get(vault, number).status is BOOKED


def test_a_day_to_come_is_neither_held_nor_missed_but_may_be_cancelled(vault: Vault, ada: int) -> None:
    number = book(vault, INTEGRATION, "2026-06-10T09:00", ada)
    for act in (
        lambda: appointments.hold(vault, number, NOW),
        lambda: appointments.set_status(vault, number, AppointmentStatus.NO_SHOW, NOW),
        lambda: appointments.open_note(vault, number, NOW),
    ):
        with pytest.raises(BadInput, match="is still to come"):
            act()
    with pytest.raises(BadInput, match="Say who cancelled"):
        appointments.set_status(vault, number, CANCELLED, NOW)
    undo = appointments.set_status(vault, number, CANCELLED, NOW, CancelledBy.CLIENT, "a cold")
    row = appointments.get(vault, number)
    assert (row.state, row.status_words) == ("Cancelled by client", "a cold")
    take_back(vault, undo)
    row = appointments.get(vault, number)
    assert (row.state, row.status_words, row.cancelled_by) == ("", "", CancelledBy.NOBODY)


def test_held_was_a_mistake(vault: Vault, ada: int) -> None:
    number = book(vault, INTEGRATION, "2026-06-09T09:00", ada)
    appointments.hold(vault, number, NOW)
    undo = appointments.set_status(vault, number, AppointmentStatus.NO_SHOW, NOW)
    assert courses.list_sessions(vault, ada) == []
    take_back(vault, undo)
    assert appointments.get(vault, number).session_id == courses.list_sessions(vault, ada)[0].id
    with pytest.raises(BadInput, match="its day, kind and client stay"):
        appointments.change(vault, number, Booking(INTEGRATION, when("2026-06-08T09:00"), ada), NOW)
    appointments.change(vault, number, Booking(INTEGRATION, when("2026-06-09T09:15", 60), ada), NOW)
    courses.remove_session(vault, courses.list_sessions(vault, ada)[0].id, NOW)
    assert appointments.get(vault, number).status is BOOKED


def test_the_note_of_a_session_in_one_step(vault: Vault, ada: int) -> None:
    number = book(vault, KETAMINE, "2026-06-09T09:00", ada, 180)
    client, note_id = appointments.open_note(vault, number, NOW)
    assert client == ada
    note = notes.get_note(vault, note_id, TODAY)
    assert (note.head.kind, note.facts.words) == (NoteKind.KETAMINE, "9:00–12:00 (180 min)")
    assert "## Intention" in note.text
    row = appointments.get(vault, number)
    assert (row.status, row.session_id, row.note_id) == (BOOKED, None, note_id), "writing does not say that it was held"
    assert courses.list_sessions(vault, ada) == []
    assert appointments.open_note(vault, number, NOW) == (ada, note_id)
    assert appointments.appointment_of_note(vault, note_id) == row
    notes.save_draft(vault, note_id, "as it was", NOW)
    with pytest.raises(BadInput, match="whether medicine was taken"):
        signing.sign_note(vault, note_id, NOW)
    undo = appointments.hold(vault, number, NOW, Medicine.TAKEN)
    (session,) = courses.list_sessions(vault, ada)
    assert notes.get_note(vault, note_id, TODAY).head.session_id == session.id
    take_back(vault, undo)
    assert (appointments.get(vault, number), courses.list_sessions(vault, ada)) == (row, [])
    appointments.hold(vault, number, NOW, Medicine.TAKEN)
    undo = appointments.set_status(vault, number, AppointmentStatus.NO_SHOW, NOW)
    assert notes.get_note(vault, note_id, TODAY).head.session_id is None, "the draft stays"
    take_back(vault, undo)
    signing.sign_note(vault, note_id, NOW)
    row = appointments.get(vault, number)
    assert row.session_id == notes.get_note(vault, note_id, TODAY).head.session_id
    with pytest.raises(RecordSigned):
        appointments.set_status(vault, number, BOOKED, NOW)
    with pytest.raises(RecordSigned):
        appointments.hold(vault, number, NOW, Medicine.NOT_TAKEN)
    appointments.hold(vault, number, NOW, Medicine.TAKEN)  # what was not recorded counts as taken
    undo = appointments.remove(vault, number, NOW)
    assert notes.get_note(vault, note_id, TODAY).head.signed_at is not None
    assert len(courses.list_sessions(vault, ada)) == 1
    take_back(vault, undo)
    assert appointments.appointment_of_note(vault, note_id) == replace(row)


def test_a_signed_note_says_that_its_session_was_held(vault: Vault, ada: int) -> None:
    number = book(vault, INTEGRATION, "2026-06-09T15:00", ada)
    draft = notes.start_note(vault, ada, NoteKind.INTEGRATION, TODAY, NOW, text="thought of beforehand")
    assert appointments.open_note(vault, number, NOW) == (ada, draft), "what was begun for the day is taken"
    assert appointments.get(vault, number).status is BOOKED
    signing.sign_note(vault, draft, NOW)
    row = appointments.get(vault, number)
    assert (row.status, row.session_id) == (HELD, courses.list_sessions(vault, ada)[0].id)


def test_a_session_entered_by_hand_stays_when_its_appointment_lets_it_go(vault: Vault, ada: int) -> None:
    courses.add_session(vault, ada, SessionKind.INTEGRATION, TODAY, NOW - timedelta(hours=1))
    number = book(vault, INTEGRATION, "2026-06-09T09:00", ada)
    appointments.hold(vault, number, NOW)
    assert len(courses.list_sessions(vault, ada)) == 1
    undo = appointments.set_status(vault, number, BOOKED, NOW)
    assert len(courses.list_sessions(vault, ada)) == 1
    take_back(vault, undo)
    assert appointments.get(vault, number).session_id == courses.list_sessions(vault, ada)[0].id


def test_the_note_of_a_call_is_kept_with_it(vault: Vault, ada: int) -> None:
    number = book(vault, CALL, "2026-06-09T16:30", ada, 20)
    _, note_id = appointments.open_note(vault, number, NOW + timedelta(hours=3))
    assert notes.get_note(vault, note_id, TODAY).head.kind is NoteKind.CONTACT
    row = appointments.get(vault, number)
    assert (row.note_id, row.session_id, row.status) == (note_id, None, BOOKED)
    assert appointments.appointment_of_note(vault, note_id) == row
    undo = notes.discard_draft(vault, note_id, NOW)
    assert appointments.get(vault, number).note_id is None
    take_back(vault, undo)
    assert appointments.open_note(vault, number, NOW) == (ada, note_id)
    other = clients.create_client(vault, ClientFacts("Bo Fern"), NOW)
    signing.move_draft(vault, note_id, other, NOW)
    assert appointments.open_note(vault, number, NOW) != (ada, note_id)


def test_nobodys_time_has_no_note_and_a_missed_one_a_note_of_contact(vault: Vault, ada: int) -> None:
    away = book(vault, UNAVAILABLE, "2026-06-09T12:00", None)
    with pytest.raises(BadInput, match="no client"):
        appointments.open_note(vault, away, NOW)
    number = book(vault, INTEGRATION, "2026-06-09T09:00", ada)
    appointments.set_status(vault, number, AppointmentStatus.NO_SHOW, NOW, words="not reached")
    _, note_id = appointments.open_note(vault, number, NOW)
    assert notes.get_note(vault, note_id, TODAY).head.kind is NoteKind.CONTACT
    assert courses.list_sessions(vault, ada) == []


def test_undo_of_a_booking_that_was_held_meanwhile_leaves_it(vault: Vault, ada: int) -> None:
    booked = appointments.book(vault, Booking(INTEGRATION, when("2026-06-09T09:00"), ada), NOW)
    moved = appointments.change(vault, booked.ids[0], Booking(INTEGRATION, when("2026-06-08T09:00"), ada), NOW)
    appointments.hold(vault, booked.ids[0], NOW)
    for undo in (booked.undo, moved):
        with pytest.raises(BadInput):
            take_back(vault, undo)
    assert appointments.get(vault, booked.ids[0]).status is HELD


def test_what_is_best_booked_next_follows_the_course(sample: Vault) -> None:
    found = {row.name.split()[0]: row.id for row in clients.list_clients(sample, TODAY)}
    asked = {name: next_booking(sample, found[name], TODAY) for name in ("Maya", "Rosa", "Wren", "Ines")}
    assert asked == {
        "Maya": (SessionKind.INTEGRATION, None, date(2026, 6, 10)),
        "Rosa": (SessionKind.INTEGRATION, date(2026, 6, 10), date(2026, 6, 12)),  # the ketamine session is today
        "Wren": (SessionKind.KETAMINE, None, None),
        "Ines": None,
    }
    book(sample, INTEGRATION, "2026-06-11T09:00", found["Rosa"])
    assert next_booking(sample, found["Rosa"], TODAY) == (SessionKind.KETAMINE, None, None)


def test_a_day_beyond_the_calendar_is_refused(vault: Vault, ada: int) -> None:
    with pytest.raises(BadInput, match="from 1990 to 2100"):
        book(vault, INTEGRATION, "9999-12-31T23:00", ada)


def test_today_is_the_practices_day_wherever_the_computer_is(vault: Vault, ada: int) -> None:
    number = book(vault, INTEGRATION, "2026-06-09T21:00", ada)
    appointments.hold(vault, number, datetime(2026, 6, 10, 3, 50, tzinfo=UTC))
    assert courses.list_sessions(vault, ada)[0].on == TODAY
