"""A whole course lived through, from the introductory call to the last follow-up, with the dates moving on: every due and late
thing appears on its day, goes when it is done, and each departure from protocol or order is explained.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from kapdesk.domain.appointments import AppointmentKind, AppointmentStatus, CancelledBy, When
from kapdesk.domain.calls import Call, NextStep, Safety
from kapdesk.domain.clients import Place, Status
from kapdesk.domain.contacts import Answer
from kapdesk.domain.orders import AnswerKind, Limits, Order, PrescriberAnswer
from kapdesk.domain.paper_states import KAP_CONSENT
from kapdesk.domain.phases import Ending, Medicine, Phase, Stage
from kapdesk.usecases.calendar import appointments
from kapdesk.usecases.calendar.appointments import Booking
from kapdesk.usecases.course import course_stages, courses, follow_ups, ready
from kapdesk.usecases.course.deciding import decisions
from kapdesk.usecases.desk import putting_off, today
from kapdesk.usecases.house import backups, history
from kapdesk.usecases.people import calls, clients, wait_list
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.prescribing import orders
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault
from tests.conftest import ZONE
from tests.papers import signed_on_paper

BEGIN = date(2026, 1, 5)
CALL, PREPARATION, KETAMINE, INTEGRATION = list(AppointmentKind)[:4]
ORDER = Order(
    "Dr. Amari",
    written_on=BEGIN + timedelta(days=20),
    doses_authorised=8,
    interval_days=14,
    limits=Limits(140, 90, None, None, 100),
    drug_holds="none",
    valid_until=BEGIN + timedelta(days=200),
    follow_up_on=BEGIN + timedelta(days=60),
)


class Desk:
    """The desk on a day that moves on; what a therapist does in a course, in her words."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.day = vault, BEGIN
        self.client = clients.create_client(vault, ClientFacts("Ada Quill", status=Status.INQUIRY), self.now())

    def now(self, hour: int = 8) -> datetime:
        return datetime.combine(self.day, time(hour), ZONE)

    def go_to(self, day: date) -> None:
        self.day = day

    def needs(self, day: date | None = None) -> list[str]:
        """What needs the therapist about this client, as "label: words"."""
        now = datetime.combine(day or self.day, time(8), ZONE)
        view = today.read_today(self.vault, now)
        return [f"{need.label}: {need.words}" for need in view.needs if need.client_id == self.client]

    def place(self) -> Place:
        view = today.read_today(self.vault, self.now())
        return next(group.place for group in view.groups if group.number)

    def row(self) -> str:
        (row,) = today.read_today(self.vault, self.now()).appointments
        return row.words

    def decided(self) -> object:
        with self.vault.read() as db:
            return decisions(db, self.day, self.client)[self.client].now

    def book(self, kind: AppointmentKind, day: date, hour: int = 9) -> int:
        when = When(datetime.combine(day, time(hour)), 50, ZONE.key)
        return appointments.book(self.vault, Booking(kind, when, self.client), self.now()).ids[0]

    def hold(self, number: int, medicine: Medicine | None = None, sign: bool = True) -> None:
        appointments.hold(self.vault, number, self.now(18), medicine)
        if sign:
            _, note = appointments.open_note(self.vault, number, self.now(18))
            notes.save_draft(self.vault, note, "What was.", self.now(18))
            notes.sign_note(self.vault, note, self.now(19))


@pytest.fixture
def desk(vault: Vault) -> Desk:
    made = backups.BackupReport(vault.folder / "x.kdbk", datetime.combine(BEGIN, time(7), ZONE), 1, {"client": 0})
    backups.record_backup(vault, made, made.made_at)
    return Desk(vault)


def test_a_course_from_the_call_to_the_last_follow_up(desk: Desk) -> None:
    vault = desk.vault
    # The call
    assert desk.needs() == ["due: No introductory call is booked or held"]
    call = desk.book(CALL, BEGIN + timedelta(days=1))
    assert (desk.needs(), desk.place()) == ([], Place.INQUIRY)
    desk.go_to(BEGIN + timedelta(days=2))
    assert desk.needs() == ["1 day late: What became of it: Introductory call, January 6?"]
    appointments.hold(vault, call, desk.now())
    calls.save_call(
        vault, desk.client, Call(desk.day, "pain", Answer.YES, "Dr. Amari", next_step=NextStep.WAIT), desk.now()
    )
    wait_list.join(vault, desk.client, desk.now())
    assert desk.needs() == []
    wait_list.leave(vault, desk.client, Status.ACTIVE, desk.now())
    courses.start_course(vault, desk.client, desk.day, desk.now())

    # Three preparations
    for number in (1, 2, 3):
        assert desk.needs() == [f"due: Preparation {number} of 3, not booked"]
        day = desk.day + timedelta(days=4)
        appointment = desk.book(PREPARATION, day)
        assert desk.needs() == []
        desk.go_to(day)
        assert (desk.row(), desk.place()) == (f"Preparation {number} of 3", Place.PREPARATION)
        desk.hold(appointment)
    assert desk.needs() == ["due: No prescriber’s order is on file"]
    desk.go_to(BEGIN + timedelta(days=21))
    order = orders.enter_order(vault, desk.client, ORDER, desk.now())
    assert desk.needs() == []

    # Eight ketamine sessions, each integrated
    for number in range(1, 9):
        _a_ketamine_session_with_its_integration(desk, number, order)
    assert desk.place() is Place.CLOSING

    # The end and what follows
    assert desk.needs() == ["due: End the course, or plan more sessions"]
    course_stages.end_course(vault, desk.client, desk.day, Ending.COMPLETED, "", desk.now(20))
    ended, course_id = desk.day, courses.course_view(vault, desk.client, desk.day).course_id
    assert desk.needs() == []
    clients.update_client(vault, desk.client, ClientFacts("Ada Quill", status=Status.CLOSED), desk.now(20))
    for months in (1, 3, 6):
        due = desk.decided().due[0].by
        assert desk.needs(due - timedelta(days=1)) == []
        words = f"Follow-up {months} month{'s' if months > 1 else ''} after the course"
        assert [need.split(",")[0] for need in desk.needs(due)] == [f"today: {words}"]
        assert desk.needs(due + timedelta(days=20))[0].startswith(f"20 days late: {words}")
        desk.go_to(due)
        follow_ups.enter_follow_up(vault, course_id, months, due, "Well.", desk.now())
        assert desk.needs() == []
    assert desk.day > ended + timedelta(days=180)
    assert courses.course_view(vault, desk.client, desk.day).phase is Phase.ENDED


def _a_ketamine_session_with_its_integration(desk: Desk, number: int, order: int) -> None:
    vault = desk.vault
    day = desk.day + timedelta(days=13 if number > 1 else 9)
    appointment = desk.book(KETAMINE, day)
    if number == 1:
        assert not any("Consent" in need for need in desk.needs(day - timedelta(days=15)))
        consent = f"by {_short(day)}: Consent for the ketamine session of {_long(day)}"
        assert desk.needs(day - timedelta(days=9)) == [consent]
        signed_on_paper(vault, desk.client, desk.now(), KAP_CONSENT)
    before = desk.needs(day - timedelta(days=1))
    assert f"by {_short(day + timedelta(days=3))}: No integration booked within 3 days of {_long(day)}" in before
    assert any(need.startswith("today: Tomorrow’s ketamine session:") for need in before)
    integration = desk.book(INTEGRATION, day + timedelta(days=2))
    assert not any("No integration" in need for need in desk.needs(day - timedelta(days=1)))
    desk.go_to(day)
    assert desk.row() == f"Ketamine session {number} of 8 · the rest is asked at the start"
    desk.hold(appointment, Medicine.TAKEN, sign=False)
    assert f"today: Ketamine session of {_long(day)} has no note" in desk.needs()
    _, note = appointments.open_note(vault, appointment, desk.now(12))
    desk.go_to(day + timedelta(days=1))
    assert f"today: Ketamine session of {_long(day)} has no signed note" in desk.needs()
    notes.save_draft(vault, note, "What was seen.", desk.now())
    notes.sign_note(vault, note, desk.now())
    assert not any("signed note" in need for need in desk.needs())
    late = desk.needs(day + timedelta(days=5))
    assert any("after its window ends" in need or "What became of it" in need or "was due" in need for need in late)
    desk.go_to(day + timedelta(days=2))
    desk.hold(integration)
    assert desk.decided().sessions[-2].integrated_after_days == (2,)
    if number == 2:
        assert any("Follow-up with the prescriber" in need for need in desk.needs(ORDER.follow_up_on))
        answer = PrescriberAnswer(AnswerKind.FOLLOW_UP, "", desk.day, "Dr. Amari", "visit", "Go on.", order)
        orders.enter_answer(vault, desk.client, answer, desk.now(19))
        assert not any("Follow-up with the prescriber" in need for need in desk.needs(ORDER.follow_up_on))
    if number == 7:
        assert "due: Go over the end of the course with client and prescriber" in desk.needs()
        assert any("runs out, 1 dose left" in need for need in desk.needs())
        course_stages.enter_review(vault, desk.client, desk.day, "Both think one more is enough.", desk.now(19))
        assert "due: Go over the end of the course with client and prescriber" not in desk.needs()


def _short(day: date) -> str:
    return f"{day:%b} {day.day}"


def _long(day: date) -> str:
    return f"{day:%B} {day.day}"


def _prepared(desk: Desk) -> None:
    courses.start_course(desk.vault, desk.client, desk.day, desk.now())
    clients.update_client(desk.vault, desk.client, ClientFacts("Ada Quill", status=Status.ACTIVE), desk.now())
    for _ in range(3):
        desk.go_to(desk.day + timedelta(days=3))
        desk.hold(desk.book(PREPARATION, desk.day))
    desk.go_to(BEGIN + timedelta(days=21))
    orders.enter_order(desk.vault, desk.client, ORDER, desk.now())


def test_departures_from_order_and_protocol_are_explained(desk: Desk) -> None:
    _prepared(desk)
    desk.hold(desk.book(KETAMINE, desk.day), Medicine.TAKEN)
    soon = desk.book(KETAMINE, desk.day + timedelta(days=7))
    line = f"The ketamine session booked for {_short(desk.day + timedelta(days=7))} is 7 days after the one before; "
    assert any(line in need and "the order of Jan 25 (Dr. Amari) asks 14 days" in need for need in desk.needs())
    words = ready.missing_for(desk.vault, desk.client, desk.day + timedelta(days=7), desk.day)
    assert any("asks 14 days after" in one for one in words)
    appointments.set_status(desk.vault, soon, AppointmentStatus.CANCELLED, desk.now(), CancelledBy.PRACTICE)
    assert not any("asks 14 days" in need for need in desk.needs())


def test_a_second_booked_session_is_measured_against_the_first(desk: Desk) -> None:
    _prepared(desk)
    first, second = desk.day + timedelta(days=3), desk.day + timedelta(days=10)
    desk.book(KETAMINE, first)
    desk.book(KETAMINE, second)
    lines = {line.key: line for line in ready.readiness(desk.vault, desk.client, second, desk.day)}
    assert (lines["interval"].state, lines["doses"].why) == ("red", "7 left for this day.")
    assert "14 days after the session of" in lines["interval"].why
    assert (lines["integrated"].state, lines["recommended"].state) == ("amber", "amber")
    assert {line.key: line.state for line in ready.readiness(desk.vault, desk.client, first, desk.day)}[
        "interval"
    ] == "green"


def test_ketamine_booked_without_a_course_is_not_passed_over(desk: Desk) -> None:
    desk.book(KETAMINE, desk.day + timedelta(days=1))
    lines = {
        line.key: line for line in ready.readiness(desk.vault, desk.client, desk.day + timedelta(days=1), desk.day)
    }
    assert (lines["course"].state, lines["course"].why) == ("red", "No course was started.")
    words = desk.needs()
    assert any("Tomorrow’s ketamine session" in need for need in words)
    assert any("No prescriber’s order is on file" in need for need in words)
    _prepared(desk)
    course_stages.end_course(desk.vault, desk.client, desk.day, Ending.PRESCRIBER_STOPPED, "pressure", desk.now(20))
    assert any("pressure" in one for one in ready.missing_for(desk.vault, desk.client, desk.day, desk.day))


def test_follow_ups_of_an_earlier_course_go_on(desk: Desk) -> None:
    _prepared(desk)
    course_stages.end_course(desk.vault, desk.client, desk.day, Ending.CLIENT_STOPPED, "pauses", desk.now(20))
    ended = courses.course_view(desk.vault, desk.client, desk.day).course_id
    courses.start_course(desk.vault, desk.client, desk.day, desk.now(21))
    later = desk.day + timedelta(days=31)
    assert any("Follow-up 1 month after the earlier course" in need for need in desk.needs(later))
    desk.go_to(later)
    follow_ups.enter_follow_up(desk.vault, ended, 1, later, "Well.", desk.now())
    assert not any("Follow-up" in need for need in desk.needs())


def test_current_intent_in_the_call_stands_on_top_until_it_is_answered(desk: Desk) -> None:
    sheet = Call(desk.day, "pain", safety_now=Safety.INTENT, safety_asked_on=desk.day)
    calls.save_call(desk.vault, desk.client, sheet, desk.now())
    assert desk.needs()[0] == "safety: Current intent was said in the call of January 5"
    calls.save_call(desk.vault, desk.client, replace(sheet, safety_now=Safety.THOUGHTS), desk.now())
    assert not any("intent" in need for need in desk.needs())


def test_a_note_begun_ahead_is_not_late_before_its_session_has_ended(desk: Desk) -> None:
    courses.start_course(desk.vault, desk.client, desk.day, desk.now())
    number = desk.book(PREPARATION, desk.day, hour=15)
    appointments.open_note(desk.vault, number, desk.now())
    assert not any("not signed" in need for need in desk.needs())
    assert courses.list_sessions(desk.vault, desk.client) == []
    assert any("not signed" in need for need in desk.needs(desk.day + timedelta(days=1)))


def test_what_began_yesterday_and_goes_on_stands_on_today(desk: Desk) -> None:
    when = When(datetime.combine(desk.day - timedelta(days=1), time(9)), 3 * 24 * 60, ZONE.key)
    appointments.book(desk.vault, Booking(AppointmentKind.UNAVAILABLE, when, None, "Away"), desk.now())
    assert [row.row.words for row in today.read_today(desk.vault, desk.now()).appointments] == ["Away"]


def test_a_ketamine_session_without_medicine_asks_for_nothing_more(desk: Desk) -> None:
    _prepared(desk)
    before = desk.decided()
    desk.hold(desk.book(KETAMINE, desk.day), Medicine.NOT_TAKEN)
    now = desk.decided()
    assert (now.position, now.stage) == (before.position, Stage.PREPARING)
    assert not any("ntegration" in need for need in desk.needs(desk.day + timedelta(days=5)))
    (file,) = orders.list_orders(desk.vault, desk.client, desk.day)
    assert file.standing.doses_left == 8


def test_a_line_is_put_off_with_a_reason_and_comes_back_on_its_day(desk: Desk) -> None:
    need = today.read_today(desk.vault, desk.now()).needs[0]
    undo = putting_off.put_off(
        desk.vault, need.key, desk.client, BEGIN + timedelta(days=3), "  She travels. ", desk.now()
    )
    view = today.read_today(desk.vault, desk.now())
    assert (view.needs, [(one.until, one.reason) for one in view.put_off]) == (
        (),
        [(BEGIN + timedelta(days=3), "She travels.")],
    )
    assert len(desk.needs(BEGIN + timedelta(days=3))) == 1
    assert history.client_history(desk.vault, desk.client)[0].words == "A line of “Needs you” put off"
    undo.take_back(desk.vault, desk.now())
    assert len(desk.needs()) == 1
    putting_off.put_off(desk.vault, need.key, desk.client, BEGIN + timedelta(days=3), "first", desk.now())
    again = putting_off.put_off(desk.vault, need.key, desk.client, BEGIN + timedelta(days=9), "second", desk.now())
    again.take_back(desk.vault, desk.now())
    assert [one.reason for one in today.read_today(desk.vault, desk.now()).put_off] == ["first"]
    for until, reason, field in ((BEGIN, "x", "until"), (BEGIN + timedelta(days=1), " ", "reason")):
        with pytest.raises(Exception, match=r"Choose a day to come|Say why it can wait") as refused:
            putting_off.put_off(desk.vault, need.key, desk.client, until, reason, desk.now())
        assert refused.value.field == field


def test_the_sample_reads_as_the_day_it_is(sample: Vault) -> None:
    view = today.read_today(sample, datetime(2026, 6, 9, 8, 55, tzinfo=ZONE))
    assert [(row.row.title, row.words, row.open) for row in view.appointments if row.row.client_id] == [
        ("Rosa Delgado", "Ketamine session 3 of 8 · the rest is asked at the start", "1 open"),
        ("Theo Marsh", "Integration of ketamine session 1, yesterday", ""),
        ("Ines Okafor", "Preparation 2 of 3", ""),
        ("J. Whitcombe", "Introductory call, referred by Dr. Amari", ""),
    ]
    assert view.appointments[0].lines == ("No integration booked by Jun 12",)
    assert {group.place: group.number for group in view.groups} == {
        Place.INQUIRY: 2,
        Place.PREPARATION: 2,
        Place.KETAMINE: 4,
        Place.CLOSING: 1,
    }
    assert "Ketamine session of June 8 has no signed note" in [need.words for need in view.needs]
    assert all(need.why and need.act.verb for need in view.needs)
    keys = [need.key for need in view.needs]
    assert len(keys) == len(set(keys)), "each line has a name of its own"
    empty = today.read_today(sample, datetime(2026, 6, 13, 8, 55, tzinfo=ZONE))
    assert empty.appointments == ()


def test_an_appointment_kept_in_another_zone_is_of_the_practices_day(desk: Desk) -> None:
    """23:30 in Denver, entered while the practice's clock hung in New York, is still the Denver evening."""
    when = When(datetime.combine(BEGIN + timedelta(days=1), time(1, 30)), 20, "America/New_York")
    appointments.book(desk.vault, Booking(CALL, when, desk.client), desk.now())
    (row,) = today.read_today(desk.vault, desk.now()).appointments
    assert (row.row.when.starts, row.row.when.zone) == (datetime.combine(BEGIN, time(23, 30)), ZONE.key)
    assert replace(row.row.when, second=False).at == when.at
