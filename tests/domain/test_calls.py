"""What the sheet of a call says in one line, whether there is space, how long somebody waits."""

from datetime import date

import pytest

from kapdesk.domain.calls import Call, Fit, NextStep, Safety, Space, next_steps, waits
from kapdesk.domain.contacts import Answer
from tests.conftest import TODAY

YESTERDAY = date(2026, 6, 8)


def test_what_was_not_asked_reads_not_asked() -> None:
    assert Call().summary(TODAY) == (
        "Day of the call not entered · prescriber not asked · safety not asked · fit not judged yet · Not agreed yet"
    )


def test_a_sheet_in_one_line() -> None:
    call = Call(
        YESTERDAY, "sleep", Answer.YES, "Dr. Amari", Safety.NONE, "", YESTERDAY, Fit.GOOD, next_step=NextStep.BOOK
    )
    assert call.summary(TODAY) == (
        "Call of Jun 8 · Dr. Amari · No thoughts of dying or harm, asked Jun 8 · a good fit · "
        "Book a first preparation session"
    )
    assert "no prescriber yet" in Call(prescriber=Answer.NO, prescriber_words="Dr. No").summary(TODAY)


def test_safety_was_asked_on_the_day_of_its_answer() -> None:
    first = Call(safety_now=Safety.THOUGHTS).answered(Call(), YESTERDAY)
    assert first.safety_asked_on == YESTERDAY
    again = Call(safety_now=Safety.THOUGHTS, safety="what was said").answered(first, TODAY)
    assert again.safety_asked_on == YESTERDAY
    assert Call(safety_now=Safety.INTENT).answered(first, TODAY).safety_asked_on == TODAY
    assert Call(safety_asked_on=TODAY).answered(first, TODAY).safety_asked_on is None


@pytest.mark.parametrize(
    ("capacity", "active", "words", "full"),
    [
        (None, 3, "Capacity not set · 3 clients active", False),
        (20, 18, "Space for 2 of 20", False),
        (7, 7, "Full: 7 of 7", True),
        (7, 9, "Full: 9 clients active, capacity 7", True),
    ],
)
def test_space(capacity: int | None, active: int, words: str, full: bool) -> None:
    space = Space(capacity, active)
    assert (space.words, space.full) == (words, full)


def test_when_full_the_wait_list_comes_first() -> None:
    assert next_steps(Space(7, 7))[1] is NextStep.WAIT
    for space in (Space(7, 6), Space(None, 90)):
        assert next_steps(space)[1] is NextStep.BOOK
    assert sorted(next_steps(Space(7, 7))) == sorted(NextStep)


def test_how_long_somebody_waits() -> None:
    assert [waits(on, TODAY) for on in (None, TODAY, YESTERDAY, date(2026, 4, 27))] == [
        "day not known",
        "since today",
        "1 day",
        "43 days",
    ]
