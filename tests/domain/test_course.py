"""What a course asks for, decided from plain values: examples as a therapist would check them, and any history."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapdesk.domain.course import Booked, CourseNow, Ordered, decide
from kapdesk.domain.phases import CourseFacts, Held, Medicine, Phase, SessionKind, Stage

TODAY = date(2026, 6, 9)
PREPARATION, KETAMINE, INTEGRATION = SessionKind
COURSE = CourseFacts(started_on=date(2026, 3, 1))
PREPARED = [(PREPARATION, -60), (PREPARATION, -50), (PREPARATION, -40)]
MONTHS = (1, 3, 6)


def held(*sessions: tuple[SessionKind, int], without: tuple[int, ...] = ()) -> list[Held]:
    """Sessions as (kind, days from today); those whose place is in `without` were held without medicine."""
    return [
        Held(place, kind, TODAY + timedelta(days=days), medicine=_medicine(kind, place in without))
        for place, (kind, days) in enumerate(sessions)
    ]


def _medicine(kind: SessionKind, without: bool) -> Medicine:
    if kind is not KETAMINE:
        return Medicine.NOT_RECORDED
    return Medicine.NOT_TAKEN if without else Medicine.TAKEN


def booked(*appointments: tuple[SessionKind, int]) -> list[Booked]:
    return [Booked(kind, TODAY + timedelta(days=days), number) for number, (kind, days) in enumerate(appointments, 1)]


def order(interval: int | None = 14, left: int | None = 6, until: int | None = 60) -> Ordered:
    ends = None if until is None else TODAY + timedelta(days=until)
    return Ordered("the order of May 2 (Dr. Amari)", date(2026, 5, 2), interval, ends, left)


def said(now: CourseNow) -> list[tuple[str, str]]:
    return [(one.state, one.words) for one in now.due]


def test_a_new_course_asks_for_its_preparations():
    now = decide(COURSE, [], TODAY)
    assert (now.stage, now.phase, now.position) == (Stage.PLANNED, Phase.PREPARATION, "Preparation not begun")
    assert said(now) == [("due", "Preparation 1 of 3")]
    now = decide(COURSE, held((PREPARATION, -3)), TODAY, booked((PREPARATION, 4)))
    assert (now.stage, said(now)) == (Stage.PREPARING, [("planned", "Preparation 2 of 3 booked for Jun 13")])
    assert now.next.appointment_id == 1


def test_after_a_ketamine_session_the_integration_is_due_then_late_then_booked():
    sessions = held(*PREPARED, (KETAMINE, -1))
    now = decide(COURSE, sessions, TODAY, order=order())
    assert said(now)[0] == ("due", "Integration of ketamine session 1 by Jun 11, not booked")
    assert (now.next.cause, now.next.not_before, now.next.by) == (date(2026, 6, 8), date(2026, 6, 9), date(2026, 6, 11))
    assert now.next.why == "An integration is best held 1 to 3 days after ketamine session 1 of Jun 8."
    late = decide(COURSE, held(*PREPARED, (KETAMINE, -5)), TODAY)
    assert said(late)[0] == ("late", "Integration of ketamine session 1 was due Jun 7, 2 days ago")
    inside = decide(COURSE, sessions, TODAY, booked((INTEGRATION, 1)))
    assert ("planned", "Integration of ketamine session 1 booked for Jun 10") in said(inside)
    outside = decide(COURSE, sessions, TODAY, booked((INTEGRATION, 6)))
    assert said(outside)[0] == (
        "due",
        "Integration of ketamine session 1 booked for Jun 15, after its window ends on Jun 11",
    )


def test_a_booking_after_the_window_is_due_until_the_window_has_passed():
    for ago, state in ((3, "due"), (4, "late")):
        now = decide(COURSE, held(*PREPARED, (KETAMINE, -ago)), TODAY, booked((INTEGRATION, 2)))
        assert now.next.state == state


def test_two_integrations_are_asked_for_where_the_course_says_so():
    course = replace(COURSE, integrations_each=2)
    now = decide(course, held(*PREPARED, (KETAMINE, -2), (INTEGRATION, -1)), TODAY)
    assert said(now)[0] == ("due", "Integration 2 of ketamine session 1 by Jun 10, not booked")
    assert (now.phase, now.stage) == (Phase.INTEGRATION, Stage.UNDER_WAY)


def test_the_orders_interval_binds_and_the_recommendation_stands_beside_it():
    sessions = held(*PREPARED, (KETAMINE, -5), (INTEGRATION, -4))
    now = decide(COURSE, sessions, TODAY, order=order(interval=7))
    earliest = now.earliest_next
    assert (earliest.on, earliest.by_order, earliest.recommended) == (
        date(2026, 6, 11),
        date(2026, 6, 11),
        date(2026, 6, 18),
    )
    assert earliest.why == (
        "the order of May 2 (Dr. Amari) asks 7 days after the session of Jun 4: Jun 11; "
        "this course recommends 14 days: Jun 18."
    )
    silent = decide(COURSE, sessions, TODAY, order=order(interval=None)).earliest_next
    assert (silent.on, silent.by_order) == (date(2026, 6, 18), None)
    assert "says no interval" in silent.why
    assert "no order is on file" in decide(COURSE, sessions, TODAY).earliest_next.why


def test_bookings_that_depart_from_order_or_protocol_are_explained():
    sessions = held(*PREPARED, (KETAMINE, -5), (INTEGRATION, -4))
    soon = decide(COURSE, sessions, TODAY, booked((KETAMINE, 1)), order(interval=7))
    assert soon.binding == (
        (
            "The ketamine session booked for Jun 10 is 6 days after the one before; the order of May 2 (Dr. Amari) asks 7 days, "
            "so Jun 11 at the earliest."
        ),
    )
    assert soon.deviations[1] == (
        "The ketamine session booked for Jun 10 is 6 days after the last; this course recommends 14."
    )
    many = decide(COURSE, sessions, TODAY, booked((KETAMINE, 10), (KETAMINE, 70)), order(left=1))
    assert many.binding == (
        "The ketamine session booked for Aug 18 is after the order of May 2 (Dr. Amari) ends, Aug 8.",
        "The ketamine session booked for Aug 18: the order of May 2 (Dr. Amari) leaves 1 dose.",
    )
    early = decide(COURSE, held((PREPARATION, -9)), TODAY, booked((PREPARATION, 1), (KETAMINE, 5)), order())
    assert early.deviations == ("The ketamine session booked for Jun 14 comes after 2 preparations of 3.",)


def test_a_session_without_medicine_counts_for_no_dose_and_asks_for_no_integration():
    sessions = held(*PREPARED, (KETAMINE, -20), (INTEGRATION, -19), (KETAMINE, -2), without=(5,))
    now = decide(COURSE, sessions, TODAY, order=order())
    assert now.position == "Ketamine session 2 of 8 next"
    assert [one.kind for one in now.due] == ["ketamine"]
    assert now.earliest_next.on == date(2026, 6, 3)
    assert [(one.number, one.dosed) for one in now.sessions if one.kind is KETAMINE] == [(1, True), (0, False)]


def test_an_integration_after_a_session_without_medicine_belongs_to_the_dose_before():
    sessions = held(*PREPARED, (KETAMINE, -20), (KETAMINE, -10), (INTEGRATION, -9), without=(4,))
    assert [one.integrated_after_days for one in decide(COURSE, sessions, TODAY).sessions[3:5]] == [(11,), ()]


def test_a_booking_of_a_session_that_was_entered_is_no_other_session():
    now = decide(COURSE, held(*PREPARED, (KETAMINE, 0)), TODAY, booked((KETAMINE, 0), (KETAMINE, 20)), order())
    assert now.binding == ()
    assert [one.words for one in now.due if one.kind == "ketamine"] == ["Ketamine session 2 of 8 booked for Jun 29"]


def test_a_booked_ketamine_session_makes_the_day_a_medicine_day():
    now = decide(COURSE, held(*PREPARED), TODAY, booked((KETAMINE, 0)))
    assert (now.phase, now.position) == (Phase.KETAMINE, "Ketamine session 1 of 8 today")
    assert decide(COURSE, held(*PREPARED), TODAY, booked((KETAMINE, 1))).phase is Phase.PREPARATION


def test_what_was_passed_over_stays_said():
    now = decide(COURSE, held(*PREPARED, (KETAMINE, -30), (KETAMINE, -23), (INTEGRATION, -18)), TODAY)
    assert now.missing == ("Ketamine session 1 of May 10 was not integrated before session 2 was held.",)
    assert now.deviations == (
        "Ketamine session 2 was held 7 days after session 1; this course recommends 14.",
        "Ketamine session 2 was integrated 5 days after it; its window is 3 days.",
    )


def test_a_booking_of_which_nobody_said_what_became_of_it_is_told():
    now = decide(COURSE, held(*PREPARED), TODAY, booked((KETAMINE, -3)), order())
    assert now.why[0] == "Nobody said yet what became of the ketamine session booked for Jun 6; it is not counted."
    assert now.position == "Preparation 3 of 3"


def test_the_end_comes_near_is_gone_over_and_comes():
    course = replace(COURSE, planned_ketamine=2)
    near = held(*PREPARED, (KETAMINE, -30), (INTEGRATION, -29))
    now = decide(course, near, TODAY)
    assert now.near_end
    assert ("due", "Go over the end of the course with client and prescriber") in said(now)
    reviewed = replace(course, reviewed_on=TODAY - timedelta(days=20))
    assert [one.kind for one in decide(reviewed, near, TODAY).due] == ["ketamine"]
    done = [*near, *held((KETAMINE, -10), (INTEGRATION, -9))]
    closing = decide(reviewed, done, TODAY)
    assert (closing.stage, [one.words for one in closing.due]) == (
        Stage.CLOSING,
        ["End the course, or plan more sessions"],
    )
    assert closing.earliest_next.on is None, "no session is planned any more"


def test_after_the_end_only_follow_ups_are_asked_for():
    course = replace(COURSE, ended_on=date(2026, 3, 31), ended_how="completed")
    now = decide(course, held(*PREPARED), TODAY, follow_up_months=MONTHS)
    assert (now.phase, now.stage, now.earliest_next.on) == (Phase.ENDED, Stage.ENDED, None)
    assert [(one.state, one.by) for one in now.due] == [
        ("late", date(2026, 4, 30)),
        ("planned", date(2026, 6, 30)),
        ("planned", date(2026, 9, 30)),
    ]
    assert [one.number for one in decide(course, [], TODAY, follow_up_months=MONTHS, followed_up={1}).due] == [3, 6]


def test_a_stage_moved_by_hand_says_so_and_why():
    course = replace(
        COURSE, stage_by_hand=Stage.CLOSING, moved_on=date(2026, 6, 1), moved_why="She moves to another state."
    )
    now = decide(course, held(*PREPARED, (KETAMINE, -30), (INTEGRATION, -29)), TODAY)
    assert (now.stage, now.phase, now.position) == (
        Stage.CLOSING,
        Phase.INTEGRATION,
        "Closing after 1 ketamine session",
    )
    assert now.why[0] == "Moved by hand: She moves to another state."
    assert now.deviations[-1] == "The stage was moved to “closing” by hand on Jun 1: She moves to another state."
    assert any(one.kind == "ending" for one in now.due)


histories = st.lists(st.tuples(st.sampled_from(list(SessionKind)), st.integers(-400, 30), st.booleans()), max_size=25)
appointments = st.lists(st.tuples(st.sampled_from(list(SessionKind)), st.integers(-20, 90)), max_size=6)
courses = st.builds(
    CourseFacts,
    planned_preparation=st.integers(0, 5),
    planned_ketamine=st.integers(1, 10),
    integrations_each=st.integers(1, 3),
    integration_from_days=st.integers(0, 2),
    integration_within_days=st.integers(2, 7),
    recommended_interval_days=st.integers(1, 30),
    started_on=st.just(date(2025, 1, 1)),
    ended_on=st.sampled_from([None, None, date(2026, 5, 1)]),
    stage_by_hand=st.sampled_from([None, None, *(one for one in Stage if one is not Stage.ENDED)]),
    moved_why=st.just("because"),
)
orders = st.one_of(
    st.none(),
    st.builds(
        Ordered,
        name=st.just("the order"),
        written_on=st.just(date(2026, 1, 1)),
        interval_days=st.one_of(st.none(), st.integers(1, 40)),
        valid_until=st.one_of(st.none(), st.just(date(2026, 7, 1))),
        doses_left=st.one_of(st.none(), st.integers(0, 8)),
    ),
)


def sessions_of(history: list[tuple[SessionKind, int, bool]]) -> list[Held]:
    without = tuple(place for place, one in enumerate(history) if one[2])
    return held(*((kind, days) for kind, days, _ in history), without=without)


@given(courses, histories, appointments, orders)
def test_any_history_has_one_phase_and_dates_that_follow_their_causes(course, history, appointed, ordered):
    sessions, coming = sessions_of(history), booked(*appointed)
    now = decide(course, sessions, TODAY, coming, ordered, MONTHS)
    assert now == decide(course, list(reversed(sessions)), TODAY, list(reversed(coming)), ordered, MONTHS)
    assert now.phase is not Phase.NONE
    assert (now.phase is Phase.ENDED) == (now.stage is Stage.ENDED) == (course.ended_on is not None)
    for one in now.due:
        assert one.by is None or one.by >= one.cause
        assert one.not_before is None or one.not_before >= one.cause
        assert one.why
        assert (one.state == "late") <= (one.by is not None and one.by < TODAY)
    earliest = now.earliest_next
    dosed = [one.on for one in now.sessions if one.dosed]
    for day in (earliest.on, earliest.by_order, earliest.recommended):
        assert day is None or day > max(dosed)
    if earliest.by_order is not None:
        assert earliest.on == earliest.by_order, "the order binds"
    assert set(now.binding) <= set(now.deviations)


@given(courses, histories, st.tuples(st.sampled_from(list(SessionKind)), st.integers(-400, 0), st.booleans()))
def test_another_session_never_lowers_a_count(course, history, more):
    before = decide(course, sessions_of(history), TODAY)
    after = decide(course, sessions_of([*history, more]), TODAY)

    def counts(now: CourseNow) -> list[int]:
        return [
            sum(one.kind is kind and (one.dosed or kind is not KETAMINE) for one in now.sessions)
            for kind in SessionKind
        ]

    assert all(old <= new for old, new in zip(counts(before), counts(after), strict=True))
    assert len(after.sessions) == len(before.sessions) + 1
    assert sum(counts(after)) - sum(counts(before)) == (0 if more[0] is KETAMINE and more[2] else 1)


@pytest.mark.parametrize(("day", "months", "then"), [
    (date(2026, 1, 31), 1, date(2026, 2, 28)),
    (date(2026, 11, 30), 3, date(2027, 2, 28)),
    (date(2026, 6, 9), 6, date(2026, 12, 9)),
])  # fmt: skip
def test_months_later_stay_in_the_month(day: date, months: int, then: date):
    course = replace(COURSE, ended_on=day)
    assert decide(course, [], day, follow_up_months=(months,)).due[0].by == then
