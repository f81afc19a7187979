"""What is next by the rules of the course, and what is missing on file."""

from datetime import date

import pytest

from kapdesk.domain.clients import Next, OnFile, Status, missing, next_step
from kapdesk.domain.phases import CourseFacts, Held, SessionKind, Tally, marks, position, tally
from tests.conftest import TODAY

COURSE = CourseFacts(3, 8)
PREPARATION, KETAMINE, INTEGRATION = SessionKind
ALL = OnFile(True, True, True, True, 0)
NOTHING = OnFile(False, False, False, False, 2)


@pytest.mark.parametrize(
    ("sums", "found"),
    [
        (Tally(), Next("Preparation 1", "planned")),
        (Tally(prepared=2), Next("Preparation 3", "planned")),
        (Tally(prepared=3), Next("Ketamine 1", "planned")),
        (Tally(3, 1, date(2026, 6, 8), 0), Next("Integration by Jun 11", "due", date(2026, 6, 11))),
        (Tally(3, 1, date(2026, 6, 1), 0), Next("Integration was due Jun 4", "late", date(2026, 6, 4))),
        (Tally(3, 1, date(2026, 6, 1), 1), Next("Ketamine 2 from Jun 15", "planned")),
        (Tally(3, 8, date(2026, 6, 1), 1), Next()),
    ],
)
def test_the_next_step(sums: Tally, found: Next) -> None:
    assert next_step(COURSE, sums, TODAY) == found


def test_nothing_is_next_once_the_course_has_ended() -> None:
    assert next_step(CourseFacts(3, 8, TODAY), Tally(1), TODAY) == Next()


def test_the_sum_says_what_the_sessions_say() -> None:
    held = [
        Held(1, PREPARATION, date(2026, 5, 1)),
        Held(2, INTEGRATION, date(2026, 5, 20)),
        Held(3, KETAMINE, date(2026, 5, 20)),
        Held(4, KETAMINE, date(2026, 5, 10)),
    ]
    assert tally(held) == Tally(1, 2, date(2026, 5, 20), 1, date(2026, 5, 20))
    assert position(COURSE, tally(held), TODAY) == position(COURSE, held, TODAY)
    assert marks(COURSE, held, TODAY)[-1].number == 8


def test_somebody_who_only_asked_needs_a_way_to_be_reached() -> None:
    assert missing(Status.INQUIRY, False, OnFile(False, False, False, False, 0)) == ("a way to reach the client",)
    assert missing(Status.WAIT_LIST, False, OnFile(False, True, False, False, 0)) == ()


def test_in_the_work_everything_is_missed_by_its_name() -> None:
    assert missing(Status.ACTIVE, True, NOTHING) == (
        "2 unsigned notes",
        "a way to reach the client",
        "birth date",
        "emergency contact",
        "prescriber",
    )
    assert missing(Status.INQUIRY, True, NOTHING) == missing(Status.ACTIVE, True, NOTHING)
    assert missing(Status.ACTIVE, True, ALL) == ()


def test_once_work_has_ended_only_notes_are_missed() -> None:
    assert missing(Status.CLOSED, True, OnFile(False, False, False, False, 1)) == ("1 unsigned note",)
