"""The gate: nothing is green that was not asked, and no line goes on without what its owner must give."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from kapdesk.domain.gate import (
    INTENT,
    QUESTIONS,
    AnswerKind,
    DayAnswer,
    GateLine,
    about,
    gate_lines,
    in_the_way,
    is_emergency,
    what_is_next,
)
from kapdesk.domain.orders import Limits, Order
from kapdesk.domain.readiness import Line
from kapdesk.domain.vitals import read_vitals

TODAY = date(2026, 6, 9)
NINE = datetime(2026, 6, 9, 9, 0, tzinfo=UTC)
ORDER = Order(
    "Dr. Amari",
    written_on=date(2026, 5, 2),
    dose_least_mg=100,
    dose_most_mg=200,
    limits=Limits(systolic_most=140, diastolic_most=90, pulse_most=100),
)
OWNERS = {"tablets": "prescriber", "news": "prescriber", "vitals": "prescriber", "agrees": "client"}
ASKED = tuple(Line(one.line, OWNERS.get(one.line, "practice"), one.line, "asked") for one in QUESTIONS)
PASS = {
    ("prescriber", "red"): {"prescriber"},
    ("prescriber", "amber"): {"prescriber", "seen"},
    ("practice", "red"): {"reason"},
    ("practice", "amber"): {"reason"},
    ("client", "red"): set(),
    ("client", "amber"): set(),
}


def stood(line: Line, *answers: DayAnswer, order: Order | None = ORDER) -> GateLine:
    return gate_lines([line], answers, order, TODAY)[0]


def asked(line: str, answer: str = "", words: str = "", **data: object) -> DayAnswer:
    return DayAnswer(line, AnswerKind.ASKED, NINE, answer, words, data)


@pytest.mark.parametrize(("owner", "state"), list(PASS))
def test_a_line_goes_on_only_with_what_its_owner_must_give_for_the_line_as_it_stands(owner: str, state: str):
    line = Line("x", owner, "Something", state, "a why")
    for kind in AnswerKind:
        given = DayAnswer("x", kind, NINE, words="words", by_whom="Dr. Amari", about=about(line))
        found = stood(line, given)
        assert (found.needs == "") is (kind.value in PASS[owner, state]), (owner, state, kind)
        assert bool(found.passed_by) is (found.needs == "")
        assert stood(Line("x", owner, "Something", state, "another why"), given).needs, "it holds for one state only"
        assert found.line.state == state, "what goes on stays what it is"


def test_a_line_that_was_not_asked_is_never_green_whatever_else_was_said():
    for line, kind, answer, words in product(ASKED, AnswerKind, ("", "yes", "no", "none", "other"), ("", "words")):
        if kind is AnswerKind.ASKED and answer in {
            c.answer for q in QUESTIONS if q.line == line.key for c in q.choices
        }:
            continue
        if kind is AnswerKind.ASKED and line.key in ("tablets", "vitals", "touch_today", "arrival", "intention"):
            continue
        found = stood(line, DayAnswer(line.key, kind, NINE, answer, words, about=about(line)))
        assert found.line.state != "green", (line.key, kind, answer)
        assert found.needs, (line.key, kind, answer)
    assert len(in_the_way(gate_lines(ASKED, (), ORDER, TODAY))) == len(QUESTIONS)


def test_the_answers_of_the_day_decide_and_the_newest_counts():
    line = {one.key: one for one in ASKED}
    assert stood(line["risk"], asked("risk", "none")).line.state == "green"
    assert stood(line["risk"], asked("risk", "thoughts", "at night")).needs == "reason"
    assert stood(line["risk"], asked("risk", "none"), asked("risk", INTENT)).needs == "emergency"
    calmed = stood(line["risk"], asked("risk", INTENT), asked("risk", "none"))
    assert (calmed.line.state, calmed.needs, calmed.line.why) == ("amber", "reason", "Intent was said at 09:00.")
    assert stood(line["agrees"], asked("agrees", "no")).needs == "client"
    assert stood(line["news"], asked("news", "yes", "a new drug")).needs == "prescriber"
    assert stood(line["news"], asked("news", "yes"), asked("news", "no")).line.state == "green"
    assert stood(line["arrival"], asked("arrival")).line.state == "amber"
    assert stood(line["touch_today"], asked("touch_today", agreed=[])).line.why == "Agreed: no touch."


@pytest.mark.parametrize(
    ("typed", "order", "state"),
    [
        ("124/78 72", ORDER, "green"),
        ("150/78 72", ORDER, "red"),
        ("124/78 72 98", ORDER, "green"),  # an order limits saturation only if it says so
        ("124/78", ORDER, "amber"),  # no pulse
        ("refused", ORDER, "amber"),
        ("124/78 72", None, "amber"),
    ],
)
def test_vitals_are_green_only_within_the_limits_on_file(typed: str, order: Order | None, state: str):
    line = next(one for one in ASKED if one.key == "vitals")
    assert stood(line, asked("vitals", **read_vitals(typed).data), order=order).line.state == state


@pytest.mark.parametrize(
    ("data", "order", "state"),
    [
        ({"strength_mg": 100, "brought": 8, "taken": 4}, ORDER, "green"),
        ({"strength_mg": 100, "brought": 8, "taken": 6}, ORDER, "red"),
        ({"strength_mg": 100, "brought": 2, "taken": 4}, ORDER, "amber"),
        ({"brought": 8, "taken": 4}, ORDER, "amber"),
        ({"strength_mg": 100, "brought": 8, "taken": 0}, Order("Dr. Amari", dose_most_mg=200), "amber"),
        ({"strength_mg": 100, "brought": 8, "taken": 4}, None, "amber"),
    ],
)
def test_tablets_are_green_only_at_the_orders_dose_and_when_so_many_were_brought(
    data: dict[str, int], order: Order | None, state: str
):
    line = next(one for one in ASKED if one.key == "tablets")
    assert stood(line, asked("tablets", **data), order=order).line.state == state


def test_the_gate_goes_from_one_line_to_the_next_and_comes_back_to_what_was_left():
    lines = (*ASKED, Line("ride", "practice", "Ride home", "amber"))

    def after(key: str, *answers: DayAnswer, now: datetime = NINE) -> str:
        return what_is_next(gate_lines(lines, answers, ORDER, TODAY), now, key)

    assert after("") == "agrees"
    assert after("agrees", asked("agrees", "yes")) == "risk"
    assert after("vitals", asked("vitals", **read_vitals("124/78 72").data)) == "agrees", (
        "those before are not forgotten"
    )
    good = (
        asked("agrees", "yes"),
        asked("risk", "none"),
        asked("news", "no"),
        asked("instructions", "yes"),
        asked("arrival", words="slept"),
        asked("label", "yes"),
        asked("tablets", strength_mg=100, brought=4, taken=4),
        asked("touch_today", agreed=["hand"]),
        asked("intention", words="rest"),
    )
    five = NINE + timedelta(minutes=5)
    later = DayAnswer("vitals", AnswerKind.LATER, NINE, words="resting", said_at=five)
    assert after("vitals", *good, later) == "ride"
    reason = DayAnswer("ride", AnswerKind.REASON, NINE, words="walks home", about=about(lines[-1]))
    assert after("ride", *good, later, reason) == "", "what waits for a time waits"
    assert after("ride", *good, later, reason, now=five) == "vitals"
    found = gate_lines(lines, (*good, later, asked("risk", INTENT)), ORDER, TODAY)
    assert is_emergency(found)
    assert what_is_next(found, five, "vitals") == "risk"
