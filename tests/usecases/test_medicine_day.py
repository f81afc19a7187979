"""A medicine day from arrival to its end: the gate, the medicine, the time line; nothing is overwritten."""

from datetime import date, datetime, timedelta

import pytest

from kapdesk.domain.appointments import AppointmentKind, When
from kapdesk.domain.gate import GateLine, in_the_way, is_emergency
from kapdesk.domain.medicine_day import DayEnding, EntryKind, OpenLine, standing
from kapdesk.domain.orders import Limits, Order
from kapdesk.domain.tablets import Dose
from kapdesk.domain.vitals import read_vitals
from kapdesk.errors import BadInput
from kapdesk.usecases.calendar import appointments
from kapdesk.usecases.calendar.appointments import Booking
from kapdesk.usecases.course import courses
from kapdesk.usecases.desk import today
from kapdesk.usecases.medicine_day import day_entries, gate, locked, medicine, medicine_days
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.prescribing import orders
from kapdesk.usecases.writing import private_notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY

NINE = NOW.replace(hour=9, minute=0)


def at(hour: int, minute: int, second: int = 0) -> datetime:
    return NOW.replace(hour=hour, minute=minute, second=second)


@pytest.fixture
def client(vault: Vault) -> int:
    """Somebody with an order, and a ketamine session booked for today."""
    number = clients.create_client(vault, ClientFacts("Rosa Delgado"), NINE)
    order = Order(
        "Dr. Amari",
        written_on=date(2026, 5, 2),
        dose_least_mg=100,
        dose_most_mg=200,
        doses_authorised=4,
        interval_days=14,
        drug_holds="none",
        limits=Limits(systolic_most=140, diastolic_most=90, pulse_most=100),
    )
    orders.enter_order(vault, number, order, NINE)
    when = When(datetime.combine(TODAY, NINE.time()), 180, "America/Denver")
    appointments.book(vault, Booking(AppointmentKind.KETAMINE, when, number), NINE)
    return number


@pytest.fixture
def day(vault: Vault, client: int) -> int:
    return medicine_days.begin(vault, client, NINE)


def line(vault: Vault, day: int, key: str) -> GateLine:
    return next(one for one in gate.gate(vault, day, NINE) if one.line.key == key)


def test_beginning_twice_takes_up_the_same_day(vault: Vault, client: int, day: int) -> None:
    assert medicine_days.begin(vault, client, at(9, 5)) == day
    found = medicine_days.get_day(vault, day, NINE)
    assert (found.initials, found.number, found.booked_until) == ("R. D.", 1, at(12, 0))
    assert [one.id for one in medicine_days.open_days(vault)] == [day]


def test_each_owner_has_its_own_way_through_the_gate(vault: Vault, day: int) -> None:
    assert line(vault, day, "agrees").needs == "ask"
    gate.answer(vault, day, "agrees", at(9, 1), "no")
    assert line(vault, day, "agrees").needs == "client"
    with pytest.raises(BadInput):
        gate.pass_with_reason(vault, day, line(vault, day, "agrees"), "hurry", at(9, 2))
    gate.answer(vault, day, "instructions", at(9, 2), "no", "coffee at 8")
    gate.pass_with_reason(
        vault, day, line(vault, day, "instructions"), "black coffee only, prescriber allows", at(9, 3)
    )
    assert line(vault, day, "instructions").needs == ""
    gate.answer(vault, day, "instructions", at(9, 4), "no", "and a roll")
    assert line(vault, day, "instructions").needs == "reason", "a reason holds for what it was given for"
    high = read_vitals("150/92 88")
    gate.answer(vault, day, "vitals", at(9, 5), data=high.data)
    found = line(vault, day, "vitals")
    assert (found.line.state, found.needs) == ("red", "prescriber")
    assert "outside the limits of the order of May 2 (Dr. Amari): 150/92, up to 140/90" in found.line.why
    gate.prescriber_answered(vault, day, found, "Dr. Amari", "by telephone", "up to 155 today", at(9, 7), at(9, 8))
    assert line(vault, day, "vitals").passed_by.startswith("Dr. Amari, by telephone at 09:07: up to 155")
    assert [one.words for one in orders.list_answers(vault, 1)] == ["up to 155 today"]


def test_current_intent_is_an_emergency_that_nothing_passes(vault: Vault, day: int) -> None:
    gate.answer(vault, day, "risk", at(9, 1), "intent", "a plan")
    found = gate.gate(vault, day, NINE)
    assert is_emergency(found)
    with pytest.raises(BadInput):
        gate.pass_with_reason(vault, day, line(vault, day, "risk"), "a reason", at(9, 2))


def test_medicine_in_closes_the_gate_and_holds_the_session(vault: Vault, client: int, day: int) -> None:
    before = in_the_way(gate.gate(vault, day, NINE))
    medicine.take_in(vault, day, Dose(4, 100), 4, "R. Delgado 100 mg", at(9, 26), at(9, 26))
    found = medicine_days.get_day(vault, day, at(9, 27))
    assert found.entries[0].data["open"] == [one.line.key for one in before], "what was open is kept with it"
    assert in_the_way(gate.gate(vault, day, at(9, 27))) == before, "and the gate stays as it was"
    assert [(row.on, row.medicine) for row in courses.list_sessions(vault, client)] == [(TODAY, "taken")]
    with pytest.raises(BadInput, match="closed with the medicine"):
        gate.answer(vault, day, "agrees", at(9, 28), "yes")
    with pytest.raises(BadInput, match="entered already"):
        medicine.take_in(vault, day, Dose(2, 100), 2, "", at(9, 30), at(9, 30))
    with pytest.raises(BadInput, match="record of the medicine day"):
        courses.remove_session(vault, found.session_id or 0, at(9, 30))
    with pytest.raises(BadInput, match="stays in the calendar"):
        appointments.remove(vault, 1, at(9, 30))


def test_medicine_that_was_a_slip_is_withdrawn_and_none_was_taken(vault: Vault, client: int, day: int) -> None:
    entry = medicine.take_in(vault, day, Dose(2, 100), 4, "", at(9, 26), at(9, 26))
    medicine.withdraw_medicine(vault, entry, "wrong key", at(9, 27))
    medicine.not_taken(vault, day, "too high", at(9, 30), at(9, 30))
    assert [row.medicine for row in courses.list_sessions(vault, client)] == ["not_taken"]


def test_entries_are_completed_corrected_and_withdrawn_but_never_overwritten(vault: Vault, day: int) -> None:
    spoke = day_entries.enter_event(vault, day, EntryKind.SPOKE, at(9, 44), at(9, 44))
    day_entries.complete(vault, spoke, "it is wide here", at(9, 45))
    tears = day_entries.enter_event(vault, day, EntryKind.TEARS, at(9, 55), at(9, 55), "quiet")
    day_entries.correct(vault, tears, at(9, 53), "quiet, own hand on chest", at(9, 56))
    music = day_entries.enter_event(vault, day, EntryKind.MUSIC, at(9, 58), at(9, 58))
    day_entries.withdraw(vault, music, "pressed by mistake", at(9, 59))
    shown = standing(medicine_days.get_day(vault, day, NOW).entries)
    assert [(one.kind, one.words, one.withdrawn) for one in shown] == [
        (EntryKind.SPOKE, "it is wide here", False),
        (EntryKind.TEARS, "quiet, own hand on chest", False),
        (EntryKind.MUSIC, "", True),
    ]
    assert shown[0].before == ()
    assert [(one.at, one.words) for one in shown[1].before] == [(at(9, 55), "quiet")]
    assert shown[1].by_hand
    with pytest.raises(BadInput, match="withdrawn"):
        day_entries.complete(vault, music, "more", at(10, 0))
    with pytest.raises(BadInput, match="still to come"):
        day_entries.correct(vault, tears, at(11, 0), "quiet", at(10, 0))


def test_a_free_line_moves_to_the_psychotherapy_notes_and_leaves_no_words(vault: Vault, client: int, day: int) -> None:
    spoke = day_entries.enter_event(vault, day, EntryKind.SPOKE, at(9, 44), at(9, 44), "my brother")
    day_entries.correct(vault, spoke, at(9, 44), "my brother is there", at(9, 45))
    day_entries.move_to_private(vault, spoke, at(9, 50))
    found = medicine_days.get_day(vault, day, NOW)
    assert not any(one.words or one.data for one in found.entries)
    shown = standing(found.entries)[0]
    assert (shown.moved, shown.before, shown.at) == (True, (), at(9, 44))
    day_entries.write_private(vault, day, "heavy", at(9, 55))
    assert [one.text for one in private_notes.list_notes(vault, client)] == [
        "Ketamine session of Jun 9\n\n09:44 my brother is there\n\n09:55 heavy"
    ]
    out = day_entries.enter_event(vault, day, EntryKind.VITALS, at(10, 0), at(10, 0), "", read_vitals("120/80").data)
    with pytest.raises(BadInput, match="stays in the chart"):
        day_entries.move_to_private(vault, out, at(10, 1))


def test_the_line_being_typed_is_kept_and_closed_by_its_entry(vault: Vault, day: int) -> None:
    typed = OpenLine("observation", "breathing sl", at(9, 40))
    day_entries.keep_line(vault, day, typed)
    assert medicine_days.get_day(vault, day, NOW).line == typed
    day_entries.enter_event(vault, day, EntryKind.OBSERVATION, at(9, 40), at(9, 41), "breathing slow")
    assert medicine_days.get_day(vault, day, NOW).line is None


def test_postponing_needs_a_reason_and_no_medicine(vault: Vault, day: int) -> None:
    with pytest.raises(BadInput):
        medicine_days.end(vault, day, DayEnding.POSTPONED, " ", at(9, 10))
    medicine_days.end(vault, day, DayEnding.POSTPONED, "not sober", at(9, 10))
    with pytest.raises(BadInput, match="corrected, withdrawn or moved, not added"):
        day_entries.enter_event(vault, day, EntryKind.SPOKE, at(9, 11), at(9, 11))
    medicine_days.reopen(vault, day, at(9, 12))
    medicine.take_in(vault, day, Dose(4, 100), 4, "", at(9, 26), at(9, 26) + timedelta(seconds=1))
    with pytest.raises(BadInput, match="cannot be postponed"):
        medicine_days.end(vault, day, DayEnding.POSTPONED, "why", at(9, 30))


def test_today_counts_the_session_that_runs_as_the_one_it_is(vault: Vault, client: int) -> None:
    courses.start_course(vault, client, TODAY, NINE)
    day = medicine_days.begin(vault, client, NINE)
    before = today.read_today(vault, NINE).appointments[0].words
    medicine.take_in(vault, day, Dose(4, 100), 4, "", at(9, 26), at(9, 26))
    after = today.read_today(vault, at(9, 30)).appointments[0].words
    assert (before, after) == ("Ketamine session 1 of 8", "Ketamine session 1 of 8")


def test_a_session_runs_for_some_hours_and_never_from_paper(vault: Vault, client: int, day: int) -> None:
    assert locked.running_day(vault, at(16, 59)) == day
    assert locked.running_day(vault, at(17, 1)) is None, "left open: the desk locks by itself again"
    medicine_days.end(vault, day, DayEnding.MISTAKE, "wrong client", at(9, 1))
    medicine_days.begin(vault, client, at(9, 2), paper_of=TODAY)
    assert locked.running_day(vault, at(9, 3)) is None


def test_after_the_end_and_before_signing_entries_are_corrected_and_moved_but_what_it_rests_on_stays(
    vault: Vault, client: int, day: int
) -> None:
    taken = medicine.take_in(vault, day, Dose(4, 100), 4, "", at(9, 26), at(9, 26))
    spoke = day_entries.enter_event(vault, day, EntryKind.SPOKE, at(9, 44), at(9, 44), "my brother")
    medicine_days.end(vault, day, DayEnding.LEFT, "", at(12, 10))
    day_entries.correct(vault, spoke, at(9, 45), "my brother is there", at(12, 30))
    day_entries.move_to_private(vault, spoke, at(12, 31))
    assert [one.text for one in private_notes.list_notes(vault, client)] == [
        "Ketamine session of Jun 9\n\n09:45 my brother is there"
    ]
    with pytest.raises(BadInput, match="so it stays"):
        medicine.withdraw_medicine(vault, taken, "a slip", at(12, 32))
    assert medicine_days.get_day(vault, day, NOW).ended_at is not None
