"""Ready for the medicine day: whose each line is, how it stands, and that nothing is green that was not asked."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kapdesk.domain.course import Ordered, so_far
from kapdesk.domain.paper_states import KAP_CONSENT, Standing, State
from kapdesk.domain.phases import CourseFacts, Held, Medicine, SessionKind
from kapdesk.domain.readiness import PAPERS, Known, Line, OrderForDay, Tick, lines, open_lines

TODAY = date(2026, 6, 9)
PREPARATION, KETAMINE, INTEGRATION = SessionKind
ORDER = OrderForDay(
    "the order of May 2 (Dr. Amari)", "valid", "Order valid to Jul 1, 2 doses left.", "good", 2, 14, True, True
)


def known(last_ketamine: int = -28, interval: int = 14, **more: object) -> Known:
    """A client prepared three times, with one ketamine session some days ago and its integration the day after."""
    sessions = [(PREPARATION, -60), (PREPARATION, -50), (PREPARATION, -40)]
    sessions += [(KETAMINE, last_ketamine), (INTEGRATION, last_ketamine + 1)]
    held = [
        Held(
            number,
            kind,
            TODAY + timedelta(days=days),
            number,
            Medicine.TAKEN if kind is KETAMINE else Medicine.NOT_RECORDED,
        )
        for number, (kind, days) in enumerate(sessions, 1)
    ]
    ordered = Ordered(ORDER.name, date(2026, 5, 2), interval, date(2026, 7, 1), 2)
    return replace(Known(so_far(CourseFacts(), held, TODAY, ordered), ORDER), **more)


FULL = {
    "integration_booked_on": TODAY + timedelta(days=2),
    "integration_by": TODAY + timedelta(days=3),
    "ride": "Luis Delgado, 505-555-0142",
    "emergency": "Luis Delgado, 505-555-0142",
    "ticks": {"baseline": Tick("baseline", date(2026, 4, 2), "Dana Whitfield", "version 2")},
    "papers": {name: Standing(name, "", State.SIGNED, date(2026, 4, 2), "", 1, "2") for name in PAPERS.values()},
}


def consent(state: State, words: str = "") -> dict[str, object]:
    """The consent for KAP in this state since yesterday."""
    return {"papers": {KAP_CONSENT: Standing(KAP_CONSENT, "", state, date(2026, 6, 8), words, 1, "1")}}


def by_key(found: tuple[Line, ...]) -> dict[str, Line]:
    return {line.key: line for line in found}


def test_everything_on_file_leaves_only_what_the_day_itself_must_say():
    found = lines(known(**FULL), TODAY, TODAY)
    assert open_lines(found) == ()
    asked = [line.key for line in found if line.state == "asked"]
    assert asked == [
        "tablets", "news", "vitals", "agrees", "instructions", "arrival", "label", "touch_today", "intention", "risk",
    ]  # fmt: skip
    assert [line.owner for line in found] == sorted(
        (line.owner for line in found), key=["prescriber", "client", "practice"].index
    )


def test_nothing_on_file_is_never_green():
    found = lines(Known(so_far(CourseFacts(), [], TODAY)), TODAY, TODAY)
    assert {line.key for line in found if line.state == "green"} == {"flags"}
    assert by_key(found)["order"].why == "No order is on file."


@pytest.mark.parametrize(
    ("change", "key", "state", "why"),
    [
        ({"order": replace(ORDER, doses_left=0)}, "doses", "red", "None is left for this day on the order of May 2 (Dr. Amari)."),
        ({"order": replace(ORDER, doses_left=None)}, "doses", "amber", "The order of May 2 (Dr. Amari) says no number of doses."),
        ({"order": replace(ORDER, has_limits=False)}, "limits", "amber", "No limit on file in the order of May 2 (Dr. Amari)."),
        ({"order": replace(ORDER, has_holds=False)}, "holds", "amber", "The order of May 2 (Dr. Amari) says nothing about other medicines."),
        ({"order": replace(ORDER, level="bad", words="Order expired Jun 1.")}, "order", "red", "Order expired Jun 1."),
        ({"order": replace(ORDER, follow_up_overdue=date(2026, 6, 1))}, "follow_up", "red", "It was due on Jun 1."),
        ({"flags_unanswered": ["Seizures"]}, "flags", "red", "No answer yet: Seizures."),
        ({"papers": {}}, "consent", "red", "Not on file."),
        ({"papers": {}, "ticks": {"consent": Tick("consent", date(2026, 6, 1), "D. W.")}}, "consent", "red", "Not on file. On your word of Jun 1: file the paper."),
        (consent(State.EXPIRED), "consent", "red", "Expired after Jun 8."),
        (consent(State.REVOKED, "wants no more"), "consent", "red", "Revoked Jun 8: wants no more."),
        (consent(State.OUT_OF_DATE), "consent", "red", "Signed Jun 8, version 1; what it agrees to was changed since."),
        (consent(State.NARROWED, "no booster"), "consent", "amber", "Narrowed Jun 8: no booster."),
        ({"papers": {}}, "touch", "amber", "Not on file."),
        ({"ticks": {}}, "baseline", "amber", "Not ticked yet."),
        ({"unsigned_preparations": 1}, "prepared", "amber", "1 not signed or not written."),
        ({"last_integrated": False}, "integrated", "amber", "The session of May 12 was not integrated yet."),
        ({"integration_booked_on": None}, "integration", "amber", ""),
        ({"integration_booked_on": TODAY + timedelta(days=5)}, "integration", "amber", "Its window ends on Jun 12."),
        ({"ride": ""}, "ride", "amber", "Nobody with a telephone number is named in the chart."),
    ],
)  # fmt: skip
def test_each_line_says_what_is_open_and_why(change: dict[str, object], key: str, state: str, why: str):
    line = by_key(lines(known(**{**FULL, **change}), TODAY, TODAY))[key]
    assert (line.state, line.why) == (state, why)


def test_the_orders_interval_is_the_prescribers_and_the_recommendation_the_practices():
    soon = by_key(lines(known(last_ketamine=-8, interval=7, **FULL), TODAY, TODAY))
    assert (soon["interval"].state, soon["recommended"].state) == ("green", "amber")
    assert soon["recommended"].why == "This course recommends 14: Jun 15."
    too_soon = by_key(lines(known(last_ketamine=-8, interval=10, **FULL), TODAY, TODAY))
    assert (too_soon["interval"].state, too_soon["interval"].owner) == ("red", "prescriber")
    assert "asks 10 days" in too_soon["interval"].why


def test_a_ketamine_session_before_its_preparations_is_the_practices_line():
    held = [Held(1, PREPARATION, TODAY - timedelta(days=3))]
    found = by_key(lines(Known(so_far(CourseFacts(), held, TODAY), ORDER, **FULL), TODAY, TODAY))
    assert (found["prepared"].state, found["prepared"].why) == ("amber", "1 of 3 held.")
    assert "integrated" not in found


def test_a_session_beyond_those_planned_is_bound_by_the_orders_interval_too():
    held = [Held(1, KETAMINE, TODAY - timedelta(days=5), 1, Medicine.TAKEN)]
    ordered = Ordered(ORDER.name, date(2026, 5, 2), 14, date(2026, 7, 1), 2)
    found = by_key(lines(Known(so_far(CourseFacts(3, 1), held, TODAY, ordered), ORDER), TODAY, TODAY))
    assert found["interval"].state == "red"
