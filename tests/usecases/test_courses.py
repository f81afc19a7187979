"""The life of a course in acts: medicine said, moved by hand, gone over, ended, asked after, begun a second time."""

import json
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import text

from kapdesk.domain.appointments import AppointmentKind, When
from kapdesk.domain.clients import Next, Status
from kapdesk.domain.notes import NoteKind
from kapdesk.domain.orders import Order
from kapdesk.domain.phases import Ending, Medicine, Phase, SessionKind, Stage
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.course import HeldSession
from kapdesk.usecases.calendar import appointments
from kapdesk.usecases.calendar.appointments import Booking
from kapdesk.usecases.course import course_stages, courses, follow_ups
from kapdesk.usecases.course.course_told import course_told
from kapdesk.usecases.house import history
from kapdesk.usecases.people import client_list, clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.prescribing import orders
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY

PREPARATION, KETAMINE, INTEGRATION = SessionKind
TAKEN, NOT_TAKEN = Medicine.TAKEN, Medicine.NOT_TAKEN


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill", status=Status.ACTIVE), NOW)


def later(days: int) -> datetime:
    return NOW + timedelta(days=days)


def hold(vault: Vault, client_id: int, *sessions: tuple[SessionKind, int]) -> None:
    """Enter sessions as (kind, days from today), ketamine with medicine."""
    for kind, days in sessions:
        courses.add_session(vault, client_id, kind, TODAY + timedelta(days=days), NOW, TAKEN)


def book(vault: Vault, client_id: int, kind: AppointmentKind, day: date) -> None:
    when = When(datetime.combine(day, time(10)), 50, "America/Denver")
    appointments.book(vault, Booking(kind, when, client_id), NOW)


def view(vault: Vault, client_id: int, today: date = TODAY) -> courses.CourseView:
    return courses.course_view(vault, client_id, today)


def acts(vault: Vault, client_id: int) -> list[str]:
    return [row.words for row in history.read_history(vault, history.Acts(client_id), NOW.tzinfo)]


def test_of_a_ketamine_session_it_must_be_said_whether_medicine_was_taken(vault: Vault, ada: int) -> None:
    with pytest.raises(BadInput, match="Say whether medicine was taken") as problem:
        courses.add_session(vault, ada, KETAMINE, TODAY, NOW)
    assert problem.value.field == "medicine"
    assert view(vault, ada).course_id is None
    hold(vault, ada, (PREPARATION, -3), (KETAMINE, -1))
    assert [row.medicine for row in courses.list_sessions(vault, ada)] == [TAKEN, Medicine.NOT_RECORDED]


def test_without_medicine_a_session_counts_for_no_dose_and_asks_for_no_integration(vault: Vault, ada: int) -> None:
    hold(vault, ada, (KETAMINE, -30), (INTEGRATION, -29))
    courses.add_session(vault, ada, KETAMINE, TODAY - timedelta(days=5), NOW, NOT_TAKEN)
    hold(vault, ada, (KETAMINE, 0))
    found = view(vault, ada)
    assert found.position == "Ketamine session 2 of 8 today"
    assert [(mark.number, mark.state, mark.label) for mark in found.marks[:5]] == [
        (1, "held", "May 10"),
        (1, "held", "+1 day"),
        (1, "without", "Jun 4 no medicine"),
        (2, "today", "today"),
        (2, "due", "integration by Jun 12"),
    ]
    assert [row.words for row in courses.list_sessions(vault, ada)] == [
        "Ketamine session 2",
        "Ketamine session without medicine",
        "Integration 1",
        "Ketamine session 1",
    ]
    row = next(row for row in client_list.read_rows(vault, TODAY) if row.id == ada)
    assert (row.position, row.next.words) == (found.position, "Integration by Jun 12")


def test_what_was_not_recorded_can_be_said_until_the_note_is_signed(vault: Vault, ada: int) -> None:
    hold(vault, ada, (KETAMINE, -1))
    session = courses.list_sessions(vault, ada)[0]
    with vault.write() as db:  # as an older version of kapdesk kept it
        db.get_one(HeldSession, session.id).medicine = ""
    assert view(vault, ada).position == "Integration of ketamine session 1"
    undo = courses.change_session(vault, session.id, KETAMINE, session.on, NOW, NOT_TAKEN)
    assert acts(vault, ada)[0] == "Session of June 8 changed (medicine)"
    assert view(vault, ada).position == "Preparation not begun"
    undo.take_back(vault, NOW)
    assert courses.list_sessions(vault, ada)[0].medicine is Medicine.NOT_RECORDED
    courses.change_session(vault, session.id, KETAMINE, session.on, NOW, TAKEN)
    note = notes.start_note(vault, ada, NoteKind.KETAMINE, session.on, NOW, session.id, "Quiet.")
    notes.sign_note(vault, note, NOW)
    with vault.read() as db:
        body = json.loads(db.execute(text("SELECT body FROM signed_record")).scalar_one())
    assert body["session"]["medicine"] == "taken"


def test_removing_and_bringing_back_keeps_the_word_about_medicine(vault: Vault, ada: int) -> None:
    courses.add_session(vault, ada, KETAMINE, TODAY, NOW, NOT_TAKEN)
    before = courses.list_sessions(vault, ada)
    undo = courses.remove_session(vault, before[0].id, NOW)
    undo.take_back(vault, NOW)
    assert courses.list_sessions(vault, ada) == before


def test_a_course_is_moved_by_hand_with_a_reason_and_follows_again(vault: Vault, ada: int) -> None:
    with pytest.raises(BadInput, match="No course is under way"):
        course_stages.move_stage(vault, ada, Stage.CLOSING, "moves away", NOW)
    hold(vault, ada, (PREPARATION, -9), (KETAMINE, -8), (INTEGRATION, -7))
    with pytest.raises(BadInput) as problem:
        course_stages.move_stage(vault, ada, Stage.CLOSING, "  ", NOW)
    assert problem.value.field == "why"
    undo = course_stages.move_stage(vault, ada, Stage.CLOSING, "She moves to another town.", NOW)
    found = view(vault, ada)
    assert (found.now.stage, found.position) == (Stage.CLOSING, "Closing after 1 ketamine session")
    assert "ending" in [one.kind for one in found.due]
    assert all(mark.session_id for mark in found.marks), "closing asks for no more sessions"
    assert acts(vault, ada)[0] == "Course moved to another stage by hand"
    assert "moves to another town" not in " ".join(acts(vault, ada)), "reasons stay in the chart"
    course_stages.follow_again(vault, ada, NOW)
    assert view(vault, ada).now.stage is Stage.UNDER_WAY
    assert acts(vault, ada)[0] == "Stage of the course follows from what was held again"
    undo.take_back(vault, NOW)
    assert view(vault, ada).facts.stage_by_hand is None
    assert acts(vault, ada)[0] == "Course changed (stage)"


def test_the_end_is_gone_over_and_asked_for_again_when_the_plan_grows(vault: Vault, ada: int) -> None:
    courses.start_course(vault, ada, TODAY - timedelta(days=90), NOW, planned_ketamine=2)
    hold(vault, ada, (KETAMINE, -20), (INTEGRATION, -19))
    assert view(vault, ada).now.near_end
    assert "review" in [one.kind for one in view(vault, ada).due]
    for on, words, field in (
        (TODAY, " ", "words"),
        (TODAY + timedelta(days=1), "Both agree.", "on"),
        (TODAY - timedelta(days=99), "Both agree.", "on"),
    ):
        with pytest.raises(BadInput) as problem:
            course_stages.enter_review(vault, ada, on, words, NOW)
        assert problem.value.field == field
    undo = course_stages.enter_review(vault, ada, TODAY, "Both agree.", NOW)
    assert "review" not in [one.kind for one in view(vault, ada).due]
    assert view(vault, ada).review == "Both agree."
    undo.take_back(vault, NOW)
    assert "review" in [one.kind for one in view(vault, ada).due]


@pytest.mark.parametrize(
    ("on", "ending", "why", "field", "sentence"),
    [
        (TODAY, Ending.OTHER, " ", "why", "Say why the course ended"),
        (TODAY + timedelta(days=1), Ending.COMPLETED, "", "on", "still to come"),
        (TODAY - timedelta(days=3), Ending.COMPLETED, "", "on", "A session was held on Jun 8"),
        (TODAY - timedelta(days=99), Ending.COMPLETED, "", "on", "The course started on Apr 1"),
    ],
)
def test_an_end_that_cannot_be_is_refused(
    vault: Vault, ada: int, on: date, ending: Ending, why: str, field: str, sentence: str
) -> None:
    courses.start_course(vault, ada, date(2026, 4, 1), NOW)
    hold(vault, ada, (PREPARATION, -1))
    with pytest.raises(BadInput, match=sentence) as problem:
        course_stages.end_course(vault, ada, on, ending, why, NOW)
    assert problem.value.field == field
    assert view(vault, ada).running


def test_a_course_ends_is_reopened_by_undo_and_followed_by_a_second(vault: Vault, ada: int) -> None:
    hold(vault, ada, (PREPARATION, -40), (KETAMINE, -30))
    end = TODAY - timedelta(days=20)
    undo = course_stages.end_course(vault, ada, end, Ending.CLIENT_STOPPED, "She  had enough.", NOW)
    found = view(vault, ada)
    assert (found.phase, found.position) == (Phase.ENDED, "Ended May 20 · client stopped: She had enough.")
    assert found.now.missing == ("Ketamine session 1 of May 10 was not integrated before the course ended.",)
    assert view(vault, ada, end - timedelta(days=1)).running, "the day before it had not ended"
    undo.take_back(vault, NOW)
    assert view(vault, ada).running
    course_stages.end_course(vault, ada, end, Ending.COMPLETED, "", NOW)
    courses.add_session(vault, ada, INTEGRATION, end - timedelta(days=1), NOW)
    assert view(vault, ada).number == 1, "a forgotten session of the first course belongs there"
    with pytest.raises(BadInput) as problem:
        courses.start_course(vault, ada, end - timedelta(days=1), NOW)
    assert problem.value.field == "on"
    added = courses.add_session(vault, ada, PREPARATION, TODAY, NOW)
    assert added.words == "Preparation entered: Ada Quill; another course begins with it"
    second = view(vault, ada)
    assert (second.number, second.summary) == (2, "Preparation 1 of 3")
    with pytest.raises(BadInput, match="Another course was started"):
        undo.take_back(vault, NOW)


def test_a_session_entered_late_belongs_to_the_course_of_its_day(vault: Vault, ada: int) -> None:
    def course_of(day: int) -> int:
        courses.add_session(vault, ada, INTEGRATION, TODAY - timedelta(days=day), NOW)
        on = TODAY - timedelta(days=day)
        return next(row.course for row in courses.list_sessions(vault, ada) if row.on == on)

    hold(vault, ada, (PREPARATION, -90))
    course_stages.end_course(vault, ada, TODAY - timedelta(days=60), Ending.COMPLETED, "", NOW)
    courses.start_course(vault, ada, TODAY - timedelta(days=30), NOW)
    assert [course_of(day) for day in (70, 60, 45, 30, 10)] == [1, 1, 2, 2, 2], (
        "a day in no course is the running one's"
    )


def test_no_session_lands_after_the_end_of_its_course(vault: Vault, ada: int) -> None:
    hold(vault, ada, (PREPARATION, -40), (INTEGRATION, -5))
    last, first = courses.list_sessions(vault, ada)
    removed = courses.remove_session(vault, last.id, NOW)
    end = course_stages.end_course(vault, ada, TODAY - timedelta(days=20), Ending.COMPLETED, "", NOW)
    for act in (
        lambda: removed.take_back(vault, NOW),
        lambda: courses.change_session(vault, first.id, PREPARATION, TODAY - timedelta(days=19), NOW),
    ):
        with pytest.raises(BadInput, match="ended on May 20") as problem:
            act()
        assert problem.value.field == "on"
    assert courses.list_sessions(vault, ada) == [first]
    courses.change_session(vault, first.id, PREPARATION, TODAY - timedelta(days=20), NOW)
    end.take_back(vault, NOW)
    removed.take_back(vault, NOW)
    assert courses.list_sessions(vault, ada)[0] == last


def test_what_others_stand_on_is_not_undone_by_halves(vault: Vault, ada: int) -> None:
    added = courses.add_session(vault, ada, PREPARATION, TODAY, NOW)
    hold(vault, ada, (PREPARATION, 0))
    before = courses.list_sessions(vault, ada)
    with pytest.raises(BadInput, match="Sessions were entered in this course meanwhile"):
        added.take_back(vault, NOW)
    assert courses.list_sessions(vault, ada) == before
    bo = clients.create_client(vault, ClientFacts("Bo Fern"), NOW)
    started = courses.start_course(vault, bo, TODAY, NOW)
    course_stages.end_course(vault, bo, TODAY, Ending.COMPLETED, "", NOW)
    follow_ups.enter_follow_up(vault, view(vault, bo).course_id or 0, 1, TODAY, "Well.", NOW)
    with pytest.raises(BadInput, match="Follow-ups were entered"):
        started.take_back(vault, NOW)


def test_what_is_said_of_a_course_names_the_client(vault: Vault, ada: int) -> None:
    undos = [
        courses.start_course(vault, ada, TODAY, NOW),
        courses.add_session(vault, ada, KETAMINE, TODAY, NOW, TAKEN),
        course_stages.change_figures(vault, ada, view(vault, ada).figures, NOW),
        course_stages.move_stage(vault, ada, Stage.CLOSING, "moves", NOW),
        course_stages.follow_again(vault, ada, NOW),
        course_stages.enter_review(vault, ada, TODAY, "Fine.", NOW),
        course_stages.end_course(vault, ada, TODAY, Ending.COMPLETED, "", NOW),
        follow_ups.enter_follow_up(vault, view(vault, ada).course_id or 0, 1, TODAY, "Well.", NOW),
        courses.remove_session(vault, courses.list_sessions(vault, ada)[0].id, NOW),
    ]
    assert [undo.words for undo in undos if not undo.words.endswith(": Ada Quill")] == []


def test_follow_ups_come_due_after_the_end_and_go_when_entered(vault: Vault, ada: int) -> None:
    hold(vault, ada, (PREPARATION, -40))
    course_stages.end_course(vault, ada, TODAY, Ending.COMPLETED, "", NOW)
    course_id = view(vault, ada).course_id or 0
    states = {day: [one.state for one in view(vault, ada, day).due] for day in (date(2026, 7, 8), date(2026, 7, 9))}
    assert list(states.values()) == [["planned"] * 3, ["due", "planned", "planned"]]
    at = later(31)
    for on, words, field in (
        (TODAY + timedelta(days=31), "", "words"),
        (TODAY + timedelta(days=99), "Well.", "on"),
        (TODAY - timedelta(days=1), "Well.", "on"),
    ):
        with pytest.raises(BadInput) as problem:
            follow_ups.enter_follow_up(vault, course_id, 1, on, words, at)
        assert problem.value.field == field
    undo = follow_ups.enter_follow_up(vault, course_id, 1, at.date(), "Sleeps well.", at)
    after = view(vault, ada, at.date())
    assert [one.number for one in after.due] == [3, 6]
    assert [(one.months, one.words) for one in after.follow_ups] == [(1, "Sleeps well.")]
    with pytest.raises(BadInput, match="entered already"):
        follow_ups.enter_follow_up(vault, course_id, 1, at.date(), "Again.", at)
    undo.take_back(vault, at)
    assert [one.number for one in view(vault, ada, at.date()).due] == [1, 3, 6]
    with pytest.raises(NotFound):
        follow_ups.remove_follow_up(vault, 1, at)


def test_bookings_and_the_order_stand_on_the_line_and_in_the_list(vault: Vault, ada: int) -> None:
    hold(vault, ada, (KETAMINE, -1))
    orders.enter_order(vault, ada, Order("Dr. Amari", written_on=date(2026, 5, 2), interval_days=7), NOW)
    found = view(vault, ada)
    assert found.marks[2].label == "from Jun 15"
    assert (found.now.earliest_next.by_order, found.now.earliest_next.recommended) == (
        date(2026, 6, 15),
        date(2026, 6, 22),
    )
    book(vault, ada, AppointmentKind.INTEGRATION, date(2026, 6, 11))
    book(vault, ada, AppointmentKind.KETAMINE, date(2026, 6, 23))
    book(vault, ada, AppointmentKind.INTEGRATION, date(2026, 6, 25))
    found = view(vault, ada)
    assert [(mark.kind, mark.number, mark.state, mark.label) for mark in found.marks[1:5]] == [
        (INTEGRATION, 1, "booked", "Jun 11 booked"),
        (KETAMINE, 2, "booked", "Jun 23 booked"),
        (INTEGRATION, 2, "booked", "Jun 25 booked"),
        (KETAMINE, 3, "planned", ""),
    ]
    row = next(row for row in client_list.read_rows(vault, TODAY) if row.id == ada)
    assert row.next == Next("Integration booked Jun 11", "planned", date(2026, 6, 11))
    assert found.now.binding == ()
    book(vault, ada, AppointmentKind.KETAMINE, date(2026, 6, 12))
    assert "asks 7 days" in view(vault, ada).now.binding[0]


def test_a_course_is_told_as_plain_values(vault: Vault, ada: int) -> None:
    told = course_told(view(vault, ada), TODAY)
    assert (told["phase"], told["stage"], told["sessions"], told["order"]) == ("none", None, [], None)
    hold(vault, ada, (KETAMINE, -20), (INTEGRATION, -18))
    courses.add_session(vault, ada, KETAMINE, TODAY, NOW, NOT_TAKEN)
    told = course_told(view(vault, ada), TODAY)
    assert told["sessions"][0] == {
        "id": 1,
        "number": 1,
        "kind": "ketamine",
        "on": "2026-05-20",
        "medicine": "taken",
        "integrated_after_days": [2],
    }
    assert (told["sessions"][2]["number"], told["sessions"][2]["medicine"]) == (None, "not_taken")
    assert told["earliest_next"]["on"] == "2026-06-03"
    assert "no order is on file" in told["earliest_next"]["why"]
    assert told["due"][0]["state"] == "planned"
    with pytest.raises(NotFound):
        view(vault, 999)
