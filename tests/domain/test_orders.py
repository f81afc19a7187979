"""What an order needs before it is kept, and how it stands on a day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapdesk.domain.orders import AnswerKind, Limits, Order, PrescriberAnswer, in_force, standing_of
from kapdesk.errors import BadInput
from tests.conftest import TODAY

MAY_2, JULY_1 = date(2026, 5, 2), date(2026, 7, 1)
ORDER = Order(
    "Dr. Amari",
    written_on=MAY_2,
    doses_authorised=3,
    valid_until=JULY_1,
    limits=Limits(140, 90, pulse_most=100),
)
TAKEN = [date(2026, 4, 14), date(2026, 5, 12)]


def test_the_order_of_the_picture_is_valid_with_two_doses_left() -> None:
    standing = standing_of(ORDER, TAKEN, TODAY)
    assert (standing.words, standing.level) == ("Order valid to Jul 1, 2 doses left", "good")
    assert (standing.doses_taken, standing.doses_left, standing.runs_out) == (1, 2, False)


@pytest.mark.parametrize(
    ("order", "words", "level"),
    [
        (None, "No order on file", "none"),
        (replace(ORDER, doses_authorised=2), "Order valid to Jul 1, 1 dose left", "amber"),
        (replace(ORDER, valid_until=date(2026, 6, 13)), "Order valid to Jun 13, 2 doses left", "amber"),
        (replace(ORDER, valid_until=TODAY), "Order valid to Jun 9, 2 doses left", "amber"),
        (replace(ORDER, valid_until=date(2026, 6, 8)), "Order expired Jun 8", "bad"),
        (replace(ORDER, doses_authorised=1), "Order used up, 1 of 1 doses taken", "bad"),
        (replace(ORDER, withdrawn_on=date(2026, 6, 1)), "Order withdrawn Jun 1", "bad"),
        (replace(ORDER, written_on=date(2026, 6, 20)), "Order dated Jun 20, not in force yet", "bad"),
        (replace(ORDER, doses_authorised=None), "Order valid to Jul 1, no number of doses on file", "amber"),
        (replace(ORDER, valid_until=None), "Order with 2 doses left, no end on file", "amber"),
        (
            replace(ORDER, limits=Limits()),
            "Order valid to Jul 1, 2 doses left, no limits on file",
            "amber",
        ),
        (
            Order("Dr. Amari", written_on=MAY_2),
            "Order with no end, no number of doses, no limits on file",
            "amber",
        ),
        (
            replace(ORDER, limits=Limits(140, 90)),
            "Order valid to Jul 1, 2 doses left, no limit for pulse on file",
            "amber",
        ),
    ],
)
def test_how_an_order_stands_in_words(order: Order | None, words: str, level: str) -> None:
    standing = standing_of(order, TAKEN, TODAY)
    assert (standing.words, standing.level) == (words, level)


DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
ORDERS = st.builds(
    Order,
    prescriber=st.just("Dr. Amari"),
    written_on=DAYS,
    doses_authorised=st.none() | st.integers(1, 12),
    valid_until=st.none() | DAYS,
    withdrawn_on=st.none() | DAYS,
    limits=st.builds(
        Limits,
        systolic_most=st.none() | st.integers(100, 200),
        diastolic_most=st.none() | st.integers(60, 120),
        pulse_most=st.none() | st.integers(60, 150),
    ),
)


@given(ORDERS, st.lists(DAYS, max_size=15), DAYS, DAYS)
def test_one_more_dose_never_leaves_more_and_good_means_that_all_is_on_file(
    order: Order, taken: list[date], another: date, today: date
) -> None:
    before, after = standing_of(order, taken, today), standing_of(order, [*taken, another], today)
    assert before == standing_of(order, list(reversed(taken)), today)
    if before.doses_left is not None and after.doses_left is not None:
        assert 0 <= after.doses_left <= before.doses_left <= (order.doses_authorised or 0)
    if before.level == "good":
        assert before.state == "valid"
        assert not order.limits.missing
        assert before.doses_left
        assert order.valid_until is not None
        assert order.written_on is not None
        assert order.written_on <= today <= order.valid_until
        assert order.withdrawn_on is None or order.withdrawn_on > today
    assert (before.level == "bad") == (before.state not in ("valid", "none"))


@given(st.lists(ORDERS, min_size=1, max_size=5), DAYS)
def test_the_order_written_last_holds(orders: list[Order], today: date) -> None:
    chosen = in_force(orders, today)
    assert chosen is not None
    assert chosen.written_on is not None
    begun = [one.written_on for one in orders if one.written_on and one.written_on <= today]
    assert chosen.written_on == (max(begun) if begun else min(one.written_on for one in orders if one.written_on))


@pytest.mark.parametrize(
    ("order", "field"),
    [
        (replace(ORDER, prescriber="  "), "prescriber"),
        (replace(ORDER, written_on=None), "written_on"),
        (replace(ORDER, written_on=TODAY + timedelta(1)), "written_on"),
        (replace(ORDER, written_on=date(1926, 5, 2)), "written_on"),
        (replace(ORDER, valid_until=date(2026, 5, 1)), "valid_until"),
        (replace(ORDER, valid_until=date(2062, 5, 1)), "valid_until"),
        (replace(ORDER, follow_up_on=date(2026, 5, 1)), "follow_up_on"),
        (replace(ORDER, withdrawn_on=TODAY + timedelta(1)), "withdrawn_on"),
        (replace(ORDER, dose_least_mg=200, dose_most_mg=100), "dose_least_mg"),
        (replace(ORDER, doses_authorised=0), "doses_authorised"),
        (replace(ORDER, interval_days=-1), "interval_days"),
        (replace(ORDER, hold_least_minutes=20, hold_most_minutes=10), "hold_least_minutes"),
        (replace(ORDER, limits=Limits(1400, 90)), "systolic_most"),
        (replace(ORDER, limits=Limits(140, 90, systolic_least=150)), "systolic_least"),
        (replace(ORDER, limits=Limits(spo2_least=101)), "spo2_least"),
    ],
)
def test_what_cannot_be_kept_names_its_field(order: Order, field: str) -> None:
    with pytest.raises(BadInput) as problem:
        order.checked(TODAY)
    assert problem.value.field == field


def test_an_order_of_which_little_is_known_is_kept_without_a_guess() -> None:
    kept = Order(" Dr. Amari ", written_on=TODAY).checked(TODAY)
    assert kept == Order("Dr. Amari", written_on=TODAY)


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (PrescriberAnswer(by_whom="Dr. Amari", words="Go on."), "on"),
        (PrescriberAnswer(on=TODAY + timedelta(1), by_whom="Dr. Amari", words="Go on."), "on"),
        (PrescriberAnswer(on=TODAY, words="Go on."), "by_whom"),
        (PrescriberAnswer(on=TODAY, by_whom="Dr. Amari"), "words"),
    ],
)
def test_an_answer_needs_who_when_and_the_words(answer: PrescriberAnswer, field: str) -> None:
    with pytest.raises(BadInput) as problem:
        answer.checked(TODAY)
    assert problem.value.field == field
    assert PrescriberAnswer(AnswerKind.FOLLOW_UP, on=TODAY, by_whom="Dr. Amari").checked(TODAY).words == ""
