"""The phase and the course line follow from what was held."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapdesk.domain.phases import CourseFacts, Held, Phase, SessionKind, check_session, marks, position
from kapdesk.errors import BadInput

TODAY = date(2026, 6, 9)
PREPARATION, KETAMINE, INTEGRATION = SessionKind
COURSE = CourseFacts()


def held(*sessions: tuple[SessionKind, int]) -> list[Held]:
    """Sessions as (kind, days from today)."""
    return [Held(number, kind, TODAY + timedelta(days=days)) for number, (kind, days) in enumerate(sessions, 1)]


PREPARED = [(PREPARATION, -60), (PREPARATION, -50), (PREPARATION, -40)]


@pytest.mark.parametrize(
    ("sessions", "phase", "words"),
    [
        ([], Phase.PREPARATION, "Preparation not begun"),
        (PREPARED[:2], Phase.PREPARATION, "Preparation 2 of 3"),
        ([*PREPARED, (PREPARATION, -30)], Phase.PREPARATION, "Preparation 4 of 4"),
        ([*PREPARED, (KETAMINE, 0)], Phase.KETAMINE, "Ketamine session 1 of 8 today"),
        ([*PREPARED, (KETAMINE, 0), (INTEGRATION, 0)], Phase.KETAMINE, "Ketamine session 2 of 8 next"),
        ([*PREPARED, (KETAMINE, -1)], Phase.INTEGRATION, "Integration of ketamine session 1"),
        ([*PREPARED, (KETAMINE, -2), (INTEGRATION, -1)], Phase.KETAMINE, "Ketamine session 2 of 8 next"),
    ],
)
def test_where_the_course_stands(sessions: list[tuple[SessionKind, int]], phase: Phase, words: str) -> None:
    found = position(COURSE, held(*sessions), TODAY)
    assert (found.phase, found.words) == (phase, words)


def test_after_the_last_planned_session_the_course_integrates() -> None:
    sessions = [(KETAMINE, -30), (INTEGRATION, -29), (KETAMINE, -10), (INTEGRATION, -9)]
    found = position(CourseFacts(planned_ketamine=2), held(*sessions), TODAY)
    assert (found.phase, found.words) == (Phase.INTEGRATION, "All 2 planned ketamine sessions held")


def test_an_ended_course_says_when_and_how() -> None:
    ended = CourseFacts(ended_on=date(2026, 5, 1), ended_how="client stopped")
    assert position(ended, held(*PREPARED), TODAY).words == "Ended May 1 · client stopped"
    assert all(mark.state == "held" for mark in marks(ended, held(*PREPARED), TODAY))


def test_the_course_line_shows_what_was_held_what_is_due_and_what_is_planned() -> None:
    line = marks(COURSE, held(*PREPARED, (KETAMINE, -30), (INTEGRATION, -28), (KETAMINE, -1)), TODAY)
    assert [(mark.kind.value[0], mark.number, mark.state, mark.label) for mark in line] == [
        ("p", 1, "held", "Apr 10"),
        ("p", 2, "held", "Apr 20"),
        ("p", 3, "held", "Apr 30"),
        ("k", 1, "held", "May 10"),
        ("i", 1, "held", "+2 days"),
        ("k", 2, "held", "Jun 8"),
        ("i", 2, "due", "integration by Jun 11"),
        ("k", 3, "planned", "from Jun 22"),
        *(("k", number, "planned", "") for number in range(4, 9)),
    ]


def test_an_integration_that_is_late_says_so() -> None:
    late = marks(COURSE, held(*PREPARED, (KETAMINE, -5)), TODAY)[4]
    assert (late.state, late.label) == ("late", "integration was due Jun 7")


@given(st.lists(st.tuples(st.sampled_from(list(SessionKind)), st.integers(-200, 0)), max_size=30))
def test_any_history_has_one_phase_and_all_its_sessions_on_the_line(sessions: list[tuple[SessionKind, int]]) -> None:
    given_sessions = held(*sessions)
    line = marks(COURSE, given_sessions, TODAY)
    assert position(COURSE, given_sessions, TODAY).phase in set(Phase) - {Phase.NONE, Phase.ENDED}
    assert [mark.session_id for mark in line if mark.session_id] == [
        one.session_id
        for one in sorted(given_sessions, key=lambda o: (o.on, list(SessionKind).index(o.kind), o.session_id))
    ]
    taken = sum(kind is KETAMINE for kind, _ in sessions)
    assert sum(mark.kind is KETAMINE for mark in line) == max(COURSE.planned_ketamine, taken)


def test_a_session_of_tomorrow_cannot_be_entered() -> None:
    with pytest.raises(BadInput, match="still to come"):
        check_session(KETAMINE, TODAY + timedelta(days=1), TODAY)
    check_session(KETAMINE, TODAY, TODAY)
