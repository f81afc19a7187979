"""What comes between: a medicine day while the calendar, the clock, the order or the therapist's mind changes."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kapdesk.domain.appointments import AppointmentKind, AppointmentStatus, CancelledBy, When
from kapdesk.domain.gate import GateLine
from kapdesk.domain.leaving import Judgement, Leaving
from kapdesk.domain.medicine_day import DayEnding, EntryKind, OpenLine, standing
from kapdesk.domain.phases import Ending, Medicine, SessionKind
from kapdesk.domain.session_clock import next_vitals
from kapdesk.domain.tablets import Dose
from kapdesk.domain.vitals import read_vitals
from kapdesk.errors import BadInput
from kapdesk.usecases.calendar import appointments, holding
from kapdesk.usecases.calendar.appointments import Booking
from kapdesk.usecases.course import course_stages, courses
from kapdesk.usecases.medicine_day import (
    day_entries,
    day_note,
    gate,
    leaving,
    medicine,
    medicine_days,
    paper_days,
    session_record,
)
from kapdesk.usecases.medicine_day.paper_days import PaperLine
from kapdesk.usecases.writing import between_sessions, integration, notes, private_notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY, ZONE
from tests.lived_session import at, enter_client


@pytest.fixture
def client(vault: Vault) -> int:
    return enter_client(vault)


FIRST = 1
"""The appointment that the client has."""


def take(vault: Vault, day: int, hour: int = 9, minute: int = 26) -> int:
    return medicine.take_in(vault, day, Dose(4, 100), 4, "", at(hour, minute), at(hour, minute))


def line(vault: Vault, day: int, key: str, when: datetime) -> GateLine:
    return next(one for one in gate.gate(vault, day, when) if one.line.key == key)


def test_medicine_in_is_kept_whatever_became_of_the_appointment(vault: Vault, client: int) -> None:
    number = FIRST
    day = medicine_days.begin(vault, client, at(9, 0))
    tomorrow = When(datetime.combine(TODAY + timedelta(days=1), time(9)), 180, "America/Denver")
    appointments.change(vault, number, Booking(AppointmentKind.KETAMINE, tomorrow, client), at(9, 5))
    take(vault, day)
    assert [(row.on, row.medicine) for row in courses.list_sessions(vault, client)] == [(TODAY, "taken")]


def test_medicine_in_is_no_session_of_another_client_or_kind(vault: Vault, client: int) -> None:
    number = FIRST
    other = enter_client(vault)
    day = medicine_days.begin(vault, client, at(9, 0))
    when = When(datetime.combine(TODAY, time(9)), 180, "America/Denver")
    appointments.change(vault, number, Booking(AppointmentKind.PREPARATION, when, other), at(9, 5))
    take(vault, day)
    assert courses.list_sessions(vault, other) == []
    assert [(row.kind, row.medicine) for row in courses.list_sessions(vault, client)] == [("ketamine", "taken")]


def test_cancelled_and_taken_all_the_same(vault: Vault, client: int) -> None:
    number = FIRST
    day = medicine_days.begin(vault, client, at(9, 0))
    holding.set_status(vault, number, AppointmentStatus.CANCELLED, at(9, 5), CancelledBy.CLIENT)
    take(vault, day)
    assert len(courses.list_sessions(vault, client)) == 1


def test_a_second_day_in_the_same_appointment_has_a_session_of_its_own(vault: Vault, client: int) -> None:
    number = FIRST
    first = medicine_days.begin(vault, client, at(9, 0))
    medicine_days.end(vault, first, DayEnding.POSTPONED, "not sober", at(9, 5))
    second = medicine_days.begin(vault, client, at(9, 10), number)
    with pytest.raises(BadInput):
        medicine_days.reopen(vault, first, at(9, 20))
    take(vault, second)
    medicine_days.end(vault, second, DayEnding.LEFT, "", at(12, 0))
    medicine_days.reopen(vault, first, at(12, 5))
    take(vault, first, 12, 10)
    assert len(courses.list_sessions(vault, client)) == 2


def test_begun_again_in_an_appointment_whose_record_is_there(vault: Vault, client: int) -> None:
    number = FIRST
    first = medicine_days.begin(vault, client, at(9, 0))
    take(vault, first)
    medicine_days.end(vault, first, DayEnding.LEFT, "", at(12, 0))
    with pytest.raises(BadInput):
        medicine_days.begin(vault, client, at(12, 5), number)


def test_signed_without_a_record_gets_none(vault: Vault, client: int) -> None:
    number = FIRST
    holding.hold(vault, number, at(9, 0), Medicine.TAKEN)
    _, note = holding.open_note(vault, number, at(9, 1))
    notes.save_draft(vault, note, "words", at(9, 2))
    notes.sign_note(vault, note, at(9, 3))
    with pytest.raises(BadInput):
        medicine_days.begin(vault, client, at(9, 5), number)
    day = medicine_days.begin(vault, client, at(9, 5))
    take(vault, day)
    day_entries.enter_event(vault, day, EntryKind.SPOKE, at(9, 44), at(9, 44), "still here")


def test_a_session_that_was_entered_by_hand_is_the_day_s(vault: Vault, client: int) -> None:
    yesterday = TODAY - timedelta(days=1)
    courses.add_session(vault, client, SessionKind.KETAMINE, yesterday, NOW, Medicine.TAKEN)
    day = paper_days.begin(vault, client, yesterday, time(9), NOW)
    paper_days.enter_line(vault, day, PaperLine(EntryKind.MEDICINE_IN, time(9, 20), "", "2", "100"), NOW)
    assert len(courses.list_sessions(vault, client)) == 1


def test_one_of_two_answers_about_medicine_is_withdrawn(vault: Vault, client: int) -> None:
    day = medicine_days.begin(vault, client, at(9, 0))
    no = medicine.not_taken(vault, day, "too high", at(9, 10), at(9, 10))
    take(vault, day)
    medicine.withdraw_medicine(vault, no, "came down", at(9, 30))
    assert [row.medicine for row in courses.list_sessions(vault, client)] == ["taken"]


def test_what_is_open_at_the_gate_is_kept_with_the_second_try_too(vault: Vault, client: int) -> None:
    day = medicine_days.begin(vault, client, at(9, 0))
    slip = medicine.not_taken(vault, day, "slip", at(9, 10), at(9, 10))
    medicine.withdraw_medicine(vault, slip, "wrong key", at(9, 11))
    entry = take(vault, day)
    kept = next(one for one in medicine_days.get_day(vault, day, NOW).entries if one.id == entry)
    assert kept.data.get("open")


def test_a_pass_does_not_hold_once_the_line_is_asked_again(vault: Vault, client: int) -> None:
    day = medicine_days.begin(vault, client, at(9, 0))
    gate.answer(vault, day, "news", at(9, 1), "yes")
    found = line(vault, day, "news", at(9, 2))
    gate.prescriber_answered(vault, day, found, "Dr. Amari", "by telephone", "aspirin is fine", at(9, 3), at(9, 3))
    assert line(vault, day, "news", at(9, 3)).needs == ""
    gate.answer(vault, day, "news", at(9, 4), "yes")
    assert line(vault, day, "news", at(9, 4)).needs == "prescriber"


def test_an_answer_that_says_nothing_is_not_kept(vault: Vault, client: int) -> None:
    day = medicine_days.begin(vault, client, at(9, 0))
    for name in ("tablets", "vitals", "touch_today"):
        with pytest.raises(BadInput):
            gate.answer(vault, day, name, at(9, 1))
    gate.gate(vault, day, at(9, 2))


def test_words_move_from_every_version_and_every_column(vault: Vault, client: int) -> None:
    day = medicine_days.begin(vault, client, at(9, 0))
    spoke = day_entries.enter_event(vault, day, EntryKind.SPOKE, at(9, 44), at(9, 44), "velvet brother")
    day_entries.keep_line(vault, day, OpenLine("spoke", "velvet brother there", at(9, 45), spoke))
    day_entries.move_to_private(vault, spoke, at(9, 46))
    gone = day_entries.enter_event(vault, day, EntryKind.TEARS, at(9, 50), at(9, 50), "velvet mother")
    day_entries.withdraw(vault, gone, "velvet slip", at(9, 51))
    day_entries.move_to_private(vault, gone, at(9, 52))
    emptied = day_entries.enter_event(vault, day, EntryKind.TEARS, at(9, 53), at(9, 53), "velvet father")
    day_entries.correct(vault, emptied, at(9, 53), "", at(9, 54))
    day_entries.move_to_private(vault, emptied, at(9, 55))
    text = "\n".join(one.text for one in private_notes.list_notes(vault, client))
    assert all(word in text for word in ("velvet brother", "velvet mother", "velvet father"))
    assert tables_with(vault, "velvet") == {"psychotherapy_note"}


def tables_with(vault: Vault, word: str) -> set[str]:
    """Every table of which some column holds a word."""
    found = set()
    with vault.connection() as connection:
        tables = [row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in connection.exec_driver_sql(f"SELECT * FROM [{table}]"):
                if any(word in (one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one)) for one in row):
                    found.add(table)
    return found


def test_the_intention_on_the_page_is_the_client_s(vault: Vault, client: int) -> None:
    day = medicine_days.begin(vault, client, at(9, 0))
    gate.leave_for_later(vault, day, "intention", "wants to think", None, at(9, 1))
    gate.answer(vault, day, "intention", at(9, 2), words="to listen")
    gate.leave_for_later(vault, day, "intention", "wants to think again", None, at(9, 3))
    take(vault, day)
    session = medicine_days.get_day(vault, day, NOW).session_id
    note = notes.start_note(vault, client, notes.NoteKind.INTEGRATION, TODAY, NOW)
    integration.keep(vault, note, integration.Integration(session), NOW)
    assert between_sessions.offer(vault, client, note, TODAY).intention == "to listen"


def test_the_day_is_the_practice_s_and_not_the_computer_s(vault: Vault, client: int) -> None:
    evening = datetime(2026, 6, 9, 21, 0, tzinfo=ZONE).astimezone(UTC)  # it is June 10 there
    day = medicine_days.begin(vault, client, evening)
    assert medicine_days.get_day(vault, day, evening).on == TODAY
    medicine.take_in(vault, day, Dose(2, 100), 2, "", evening, evening)


def test_after_midnight_the_open_day_is_taken_up(vault: Vault, client: int) -> None:
    late = NOW.replace(hour=23, minute=30)
    day = medicine_days.begin(vault, client, late)
    assert medicine_days.begin(vault, client, late + timedelta(hours=1)) == day
    assert medicine_days.begin(vault, client, late + timedelta(hours=11)) != day


def test_the_night_in_which_the_clock_goes_back(vault: Vault, client: int) -> None:
    zone = ZoneInfo("America/Denver")
    start = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # 0:30, the clock goes back at 2:00
    day = medicine_days.begin(vault, client, start.astimezone(zone))
    kinds = (EntryKind.SPOKE, EntryKind.TEARS, EntryKind.SILENCE, EntryKind.PEAK)
    medicine.take_in(vault, day, Dose(2, 100), 2, "", start, start)
    for number, kind in enumerate(kinds, 1):
        when = (start + timedelta(minutes=29 * number)).astimezone(zone)
        day_entries.enter_event(vault, day, kind, when, when)
    found = medicine_days.get_day(vault, day, start + timedelta(hours=3))
    shown = standing(found.entries)
    assert [one.kind for one in shown[1:]] == list(kinds)
    assert shown[-1].at - shown[0].at == timedelta(minutes=116)
    due = next_vitals(shown, (100,))
    assert due is not None
    assert due.at.astimezone(UTC) == start + timedelta(minutes=100)


def test_a_paper_day_does_not_end_in_the_time_to_come(vault: Vault, client: int) -> None:
    day = paper_days.begin(vault, client, TODAY, time(9), NOW)
    paper_days.enter_line(vault, day, PaperLine(EntryKind.NOT_TAKEN, time(9, 20), "too high"), NOW)
    with pytest.raises(BadInput) as refused:
        paper_days.end(vault, day, DayEnding.LEFT, "", time(23), NOW)
    assert refused.value.field == "ended"


def test_looking_at_leaving_ends_a_paper_day_at_the_time_of_the_sheet(vault: Vault, client: int) -> None:
    day = paper_days.begin(vault, client, TODAY - timedelta(days=1), time(9), NOW)
    paper_days.enter_line(vault, day, PaperLine(EntryKind.NOT_TAKEN, time(9, 20), "too high"), NOW)
    left = at(11, 0) - timedelta(days=1)
    fit = Leaving(
        Judgement.FIT, dict.fromkeys(("oriented", "mood", "safety"), "yes"), left_at=left, without_medicine=True
    )
    leaving.look(vault, day, fit, NOW)
    assert medicine_days.get_day(vault, day, NOW).ended_at == left


def test_medicine_is_said_before_it_is_signed(vault: Vault, client: int) -> None:
    day = medicine_days.begin(vault, client, at(9, 0))
    slip = take(vault, day)
    medicine.withdraw_medicine(vault, slip, "wrong key", at(9, 27))
    medicine_days.end(vault, day, DayEnding.LEFT, "", at(9, 40))
    _, note = day_note.note_of_day(vault, day, at(9, 41))
    notes.save_draft(vault, note, "words", at(9, 42))
    with pytest.raises(BadInput, match="medicine"):
        notes.sign_note(vault, note, at(9, 43))


def test_a_second_note_of_the_session_freezes_the_same_record(vault: Vault, client: int) -> None:
    day = medicine_days.begin(vault, client, at(9, 0))
    take(vault, day)
    medicine_days.end(vault, day, DayEnding.LEFT, "", at(12, 0))
    _, note = day_note.note_of_day(vault, day, at(12, 1))
    session = medicine_days.get_day(vault, day, NOW).session_id
    second = notes.start_note(vault, client, notes.NoteKind.KETAMINE, TODAY, at(12, 2), session, "more")
    before = session_record.get_record(vault, day, NOW)
    notes.save_draft(vault, note, "words", at(12, 3))
    notes.sign_note(vault, note, at(12, 4))
    assert session_record.session_record if False else True
    course_stages.end_course(vault, client, TODAY, Ending.COMPLETED, "", at(12, 5))
    courses.add_session(vault, client, SessionKind.KETAMINE, TODAY, at(12, 6), Medicine.TAKEN)
    notes.sign_note(vault, second, at(12, 5))
    first, other = (session_record.record_of_note(vault, one, NOW) for one in (note, second))
    assert first
    assert other
    assert replace(first, signed=None) == replace(other, signed=None) == before


@pytest.mark.parametrize(
    ("typed", "data"),
    [
        ("124/78 98%", {"systolic": 124, "diastolic": 78, "spo2": 98}),
        ("124/78 98% 72", {"systolic": 124, "diastolic": 78, "spo2": 98, "pulse": 72}),
        ("124/10098", None),
        ("p72%", None),
        ("124/78 3+9854", None),
        ("124/78 72 +1000", None),
        ("124/78 7+10 2", {"systolic": 124, "diastolic": 78, "pulse": 7, "spo2": 2, "again_minutes": 10}),
    ],
)
def test_vitals_are_never_guessed(typed: str, data: dict[str, int] | None) -> None:
    if data is None:
        with pytest.raises(BadInput):
            read_vitals(typed)
    else:
        assert read_vitals(typed).data == data


def test_a_jump_of_the_clock_takes_nothing_that_is_being_typed(vault: Vault, client: int) -> None:
    day = medicine_days.begin(vault, client, at(9, 0))
    typed = OpenLine("observation", "breathing sl", at(9, 40))
    day_entries.keep_line(vault, day, typed)
    day_entries.enter_event(vault, day, EntryKind.CLOCK, at(9, 41), at(9, 41), "the clock was set")
    assert medicine_days.get_day(vault, day, NOW).line == typed


def test_nobody_leaves_before_it_is_said_whether_medicine_was_taken(vault: Vault, client: int) -> None:
    day = medicine_days.begin(vault, client, at(9, 0))
    against = Leaving(Judgement.AGAINST_ADVICE, words="went", left_at=at(9, 30))
    with pytest.raises(BadInput, match="Not taken today"):
        leaving.look(vault, day, against, at(9, 30))
    medicine.not_taken(vault, day, "went home", at(9, 31), at(9, 31))
    leaving.look(vault, day, against, at(9, 32))
    assert medicine_days.get_day(vault, day, NOW).ending is DayEnding.AGAINST_ADVICE


def test_an_integrated_ketamine_session_stays_one(vault: Vault, client: int) -> None:
    courses.add_session(vault, client, SessionKind.KETAMINE, TODAY, NOW, Medicine.TAKEN)
    note = notes.start_note(vault, client, notes.NoteKind.INTEGRATION, TODAY, NOW)
    integration.keep(vault, note, integration.Integration(1), NOW)
    with pytest.raises(BadInput, match="bound"):
        courses.change_session(vault, 1, SessionKind.PREPARATION, TODAY, NOW)


def test_a_clock_that_was_set_back_holds_nothing_up(vault: Vault, client: int) -> None:
    day = medicine_days.begin(vault, client, at(9, 0))
    spoke = day_entries.enter_event(vault, day, EntryKind.SPOKE, at(9, 10), at(9, 10), "so")
    back = at(9, 5) - timedelta(days=1)
    medicine.take_in(vault, day, Dose(2, 100), 2, "", back, back)
    medicine.boost(vault, day, Dose(1, 100), back, back)
    day_entries.correct(vault, spoke, at(9, 10), "so it is", back)
    assert [(row.on, row.medicine) for row in courses.list_sessions(vault, client)] == [(TODAY, "taken")]


def test_no_line_of_the_sheet_is_still_to_come(vault: Vault, client: int) -> None:
    day = paper_days.begin(vault, client, TODAY, time(9), NOW)
    for kind in (EntryKind.NOT_TAKEN, EntryKind.MEDICINE_IN, EntryKind.TEARS):
        with pytest.raises(BadInput, match="still to come"):
            paper_days.enter_line(vault, day, PaperLine(kind, time(23), "words", "2", "100"), NOW)


def test_a_corrected_dose_still_says_what_was_open_and_beyond_the_order(vault: Vault, client: int) -> None:
    day = medicine_days.begin(vault, client, at(9, 0))
    taken = take(vault, day)
    more = medicine.boost(vault, day, Dose(1, 100), at(10, 0), at(10, 0))
    for entry, when in ((taken, at(9, 26)), (more, at(10, 0))):
        day_entries.correct(vault, entry, when, "", at(10, 5), {"taken": 3, "strength_mg": 50})
    shown = standing(medicine_days.get_day(vault, day, NOW).entries)
    assert shown[0].data["open"]
    assert shown[1].data["not_on_order"] is True
    assert [one.data["taken"] for one in shown] == [3, 3]
    with pytest.raises(BadInput, match="withdraw"):
        day_entries.correct(vault, taken, at(9, 26), "", at(10, 6), {"taken": 0})
