"""A reading, a dose, a day beside the client's own order: each comparison names it, and nothing missing is good."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapdesk.domain.limits import (
    Compared,
    Reading,
    compare_dose,
    compare_interval,
    compare_reading,
    earliest_next,
    limits_in_words,
    together,
)
from kapdesk.domain.orders import Limits, Order
from tests.conftest import TODAY

ORDER = Order(
    "Dr. Amari",
    written_on=date(2026, 5, 2),
    dose_least_mg=100,
    dose_most_mg=200,
    interval_days=14,
    valid_until=date(2026, 7, 1),
    limits=Limits(140, 90, pulse_most=100, spo2_least=94),
)


def words_of(found: tuple[Compared, ...]) -> list[tuple[str, str]]:
    return [(one.words, one.level) for one in found]


def test_a_reading_outside_names_the_order_and_its_prescriber() -> None:
    assert words_of(compare_reading(ORDER, Reading(168, 98, 104, 92), TODAY)) == [
        ("outside the limits of the order of May 2 (Dr. Amari): 168/98, up to 140/90", "bad"),
        ("outside the limits of the order of May 2 (Dr. Amari): 104, up to 100", "bad"),
        ("outside the limits of the order of May 2 (Dr. Amari): 92 %, from 94 %", "bad"),
    ]


def test_a_reading_within_names_the_order_too_and_what_was_not_measured_is_left_out() -> None:
    assert words_of(compare_reading(ORDER, Reading(140, 90), TODAY)) == [
        ("within the limits of the order of May 2 (Dr. Amari): 140/90, up to 140/90", "good")
    ]


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (None, "no limit on file: 124/78"),
        (replace(ORDER, limits=Limits()), "no limit on file in the order of May 2 (Dr. Amari): 124/78"),
        (
            replace(ORDER, limits=Limits(140)),
            "not all of it has a limit in the order of May 2 (Dr. Amari): 124/78, up to 140/–, otherwise no limit on file",
        ),
    ],
)
def test_without_a_limit_nothing_is_good(order: Order | None, words: str) -> None:
    assert words_of(compare_reading(order, Reading(124, 78), TODAY)) == [(words, "amber")]


def test_the_limits_of_an_order_that_has_ended_are_named_as_such_and_never_good() -> None:
    expired = replace(ORDER, valid_until=date(2026, 6, 1))
    assert words_of(compare_reading(expired, Reading(124, 78), TODAY)) == [
        ("within the limits of the order of May 2 (Dr. Amari), expired Jun 1: 124/78, up to 140/90", "amber")
    ]


PART = st.none() | st.integers(30, 220)
LIMITS = st.builds(
    Limits, PART, PART, systolic_least=PART, diastolic_least=PART, pulse_most=PART, pulse_least=PART, spo2_least=PART
)
READINGS = st.builds(Reading, PART, PART, PART, PART)


@given(LIMITS, READINGS)
def test_outside_is_exactly_what_passes_a_limit_and_good_needs_one(limits: Limits, reading: Reading) -> None:
    found = {one.what: one for one in compare_reading(replace(ORDER, limits=limits), reading, TODAY)}
    if reading.pulse is not None:
        over = limits.pulse_most is not None and reading.pulse > limits.pulse_most
        under = limits.pulse_least is not None and reading.pulse < limits.pulse_least
        assert (found["Pulse"].state == "outside") == (over or under)
        assert found["Pulse"].level != "good" or limits.pulse_most is not None
    for one in found.values():
        assert "the order of May 2 (Dr. Amari)" in one.words
        assert "no limit on file" in one.words or one.state != "no_limit"
        assert (one.level == "good") == (one.state == "within")


@pytest.mark.parametrize(
    ("milligrams", "words", "level"),
    [
        (150, "within the dose of the order of May 2 (Dr. Amari): 150 mg, ordered 100 to 200 mg", "good"),
        (250, "outside the dose of the order of May 2 (Dr. Amari): 250 mg, ordered 100 to 200 mg", "bad"),
        (50, "outside the dose of the order of May 2 (Dr. Amari): 50 mg, ordered 100 to 200 mg", "bad"),
    ],
)
def test_a_dose_beside_the_order(milligrams: int, words: str, level: str) -> None:
    compared = compare_dose(ORDER, milligrams, TODAY)
    assert (compared.words, compared.level) == (words, level)


def test_a_dose_without_one_on_file_is_said() -> None:
    silent = replace(ORDER, dose_least_mg=None, dose_most_mg=None)
    assert compare_dose(silent, 100, TODAY).words == "no dose in mg on file in the order of May 2 (Dr. Amari): 100 mg"
    assert compare_dose(None, 100, TODAY).level == "amber"


def test_the_interval_is_the_orders_own() -> None:
    last = date(2026, 5, 12)
    assert earliest_next(ORDER, last) == date(2026, 5, 26)
    assert earliest_next(replace(ORDER, interval_days=None), last) is None
    assert compare_interval(ORDER, None, TODAY, TODAY) is None
    fine, soon = (compare_interval(ORDER, last, day, TODAY) for day in (TODAY, date(2026, 5, 25)))
    assert fine is not None
    assert soon is not None
    assert fine.words == "within the interval of the order of May 2 (Dr. Amari): 28 days since May 12, at least 14 days"
    assert soon.level == "bad"
    assert "sooner than the order of May 2 (Dr. Amari) allows" in soon.words
    assert "so from May 26" in soon.words
    first = compare_interval(ORDER, last, date(2026, 5, 26), TODAY)
    assert first is not None
    assert first.level == "good"
    unknown = compare_interval(replace(ORDER, interval_days=None), last, TODAY, TODAY)
    assert unknown is not None
    assert (unknown.level, "no interval on file" in unknown.words) == ("amber", True)


def test_limits_on_a_line() -> None:
    assert limits_in_words(ORDER) == "blood pressure up to 140/90, pulse up to 100, SpO₂ from 94 %"
    assert (
        limits_in_words(replace(ORDER, limits=Limits(160, 90))) == "blood pressure up to 160/90, pulse no limit on file"
    )
    assert limits_in_words(None) == "no limit on file"


def test_a_reading_is_said_on_a_line_with_its_order_once() -> None:
    order = Order("Dr. Amari", limits=Limits(systolic_most=140, diastolic_most=90, pulse_most=100))
    said = together(compare_reading(order, Reading(152, 94, 104, 97), date(2026, 6, 9)))
    assert said.count("outside the limits of") == 1
    assert ": 152/94, up to 140/90; pulse 104, up to 100; no limit on file in " in said
    assert said.endswith(": SpO₂ 97 %")
