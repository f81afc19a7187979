"""What needs the therapist: each line with its reason and day, in the order of urgency."""

from datetime import date, timedelta

from kapdesk.domain.client_needs import (
    ClientFacts,
    Coming,
    LeftOpen,
    Passed,
    SaidAtIntake,
    UnsignedNote,
    needs_of,
)
from kapdesk.domain.course import Ordered, decide
from kapdesk.domain.needs import Kind, Need, backup, in_order, task
from kapdesk.domain.orders import NO_ORDER, Limits, Order, standing_of
from kapdesk.domain.phases import CourseFacts, Held, SessionKind
from kapdesk.domain.readiness import Line

TODAY = date(2026, 6, 9)
PREPARATION, KETAMINE, INTEGRATION = SessionKind
ORDER = Order(
    "Dr. Amari",
    written_on=date(2026, 5, 2),
    doses_authorised=3,
    valid_until=date(2026, 6, 13),
    limits=Limits(140, 90, None, None, 100),
    id=7,
)


def found(facts: ClientFacts) -> list[Need]:
    return in_order(needs_of(facts, TODAY))


def client(**more: object) -> ClientFacts:
    return ClientFacts(1, "Rosa Delgado", **more)


def said(needs: list[Need]) -> list[tuple[str, str, str]]:
    return [(need.label, need.words, need.act.verb) for need in needs]


def coming(days: int, integration: int | None = None, *lines: Line) -> Coming:
    on = TODAY + timedelta(days=days)
    booked = None if integration is None else TODAY + timedelta(days=integration)
    return Coming(5, on, lines, on + timedelta(days=1), on + timedelta(days=3), booked)


def test_a_client_with_nothing_open_needs_nothing():
    assert found(client()) == []


def test_a_ketamine_session_that_was_left_open_stands_above_what_else_is_late():
    flags = [(3, "Sleep apnea")]
    needs = found(client(flags=flags, open_days=[LeftOpen(7, TODAY - timedelta(days=1), True), LeftOpen(8, TODAY)]))
    assert said(needs) == [
        ("1 day late", "Ketamine session of June 8 was left open", "Resume"),
        ("today", "Ketamine session of June 9 is open", "Resume"),
        ("stop, ask", "The prescriber has not answered: Sleep apnea", "Open"),
    ]
    assert [need.act.day_id for need in needs] == [7, 8, 0]


def test_notes_are_asked_for_by_the_next_day():
    needs = found(client(
        unsigned=[UnsignedNote(3, "Ketamine session note", date(2026, 6, 8), True), UnsignedNote(4, "General note", date(2026, 6, 1))],
        unwritten=[(9, date(2026, 6, 9))],
    ))  # fmt: skip
    assert said(needs) == [
        ("7 days late", "General note of June 1 is not signed", "Write"),
        ("today", "Ketamine session of June 9 has no note", "Write"),
        ("today", "Ketamine session of June 8 has no signed note", "Write"),
    ]
    assert [need.act.note_id or need.act.session_id for need in needs] == [4, 9, 3]


def test_an_integration_is_asked_for_before_and_after_the_ketamine_session():
    before = found(client(coming=[coming(0)]))
    assert said(before) == [("by Jun 12", "No integration booked within 3 days of June 9", "Book")]
    act = before[0].act
    assert (act.book, act.not_before, act.by) == (INTEGRATION, date(2026, 6, 10), date(2026, 6, 12))
    assert found(client(coming=[coming(0, 2)])) == []
    assert found(client(coming=[coming(0, 6)]))[0].why == "One is booked for Jun 15, after the window."
    assert found(client(coming=[coming(8)])) == [], "not so long before"
    held = [Held(1, KETAMINE, TODAY - timedelta(days=5))]
    after = found(client(due=decide(CourseFacts(planned_preparation=0), held, TODAY).due))
    assert said(after)[0] == ("2 days late", "Integration of ketamine session 1 was due Jun 7, 2 days ago", "Book")


def test_tomorrows_lines_and_consent_are_said_in_time():
    consent = Line("consent", "client", "Consent for KAP signed", "red", "Not on file.", "paper")
    asked = Line("risk", "practice", "Mood", "asked")
    tomorrow = found(client(coming=[coming(1, 2, consent, asked)]))
    assert said(tomorrow) == [
        ("today", "Tomorrow’s ketamine session: 1 open", "Open"),
        ("by Jun 10", "Consent for the ketamine session of June 10", "Sign"),
    ]
    assert [need.kind for need in found(client(coming=[coming(14, 15, consent)]))] == [Kind.CONSENT]
    assert found(client(coming=[coming(15, 16, consent)])) == []


def test_an_order_that_runs_out_ended_or_is_missing():
    standing = standing_of(ORDER, [date(2026, 5, 12), date(2026, 5, 26)], TODAY)
    need = found(client(order=standing, ketamine_next=True))[0]
    assert (need.label, need.words, need.act.verb) == (
        "by Jun 13",
        "Prescriber’s order runs out, 1 dose left on it",
        "Letter",
    )
    assert need.why == "The order of May 2 (Dr. Amari). It is valid to Jun 13."
    used = standing_of(ORDER, [date(2026, 5, day) for day in (4, 12, 26)], TODAY)
    assert found(client(order=used, ketamine_next=True))[0].words == "Order used up, 3 of 3 doses taken"
    assert found(client(order=NO_ORDER, ketamine_next=True))[0].act.verb == "Enter"
    assert found(client(order=NO_ORDER, ketamine_next=False)) == []


def test_flags_visits_outcomes_and_calls():
    needs = found(client(
        flags=[(2, "Seizures")], prescriber_visit=date(2026, 6, 8), passed=[Passed(6, "Preparation", date(2026, 6, 5))],
        inquiry_since=date(2026, 6, 1),
    ))  # fmt: skip
    assert said(needs) == [
        ("stop, ask", "The prescriber has not answered: Seizures", "Open"),
        ("4 days late", "What became of it: Preparation, June 5?", "Say"),
        ("1 day late", "Follow-up with the prescriber, June 8", "Enter"),
        ("due", "No introductory call is booked or held", "Book"),
    ]


def test_what_departs_from_the_order_is_said():
    held = [Held(1, KETAMINE, TODAY - timedelta(days=5)), Held(2, INTEGRATION, TODAY - timedelta(days=4))]
    from kapdesk.domain.course import Booked

    order = Ordered("the order of May 2 (Dr. Amari)", date(2026, 5, 2), 14)
    now = decide(CourseFacts(planned_preparation=0), held, TODAY, [Booked(KETAMINE, TODAY, 5)], order)
    need = found(client(binding=now.binding, coming=[coming(0, 1)]))[0]
    assert (need.label, need.kind) == ("today", Kind.ORDER_BOOKING)
    assert "the order of May 2 (Dr. Amari) asks 14 days" in need.words


def test_the_end_and_what_follows():
    course = CourseFacts(planned_preparation=0, planned_ketamine=1, ended_on=date(2026, 3, 1))
    due = decide(course, [], TODAY, follow_up_months=(1, 3, 6), followed_up={1}).due
    need = found(client(due=due))[0]
    assert (need.label, need.words, need.act.course_months) == (
        "8 days late", "Follow-up 3 months after the course, Jun 1", 3,
    )  # fmt: skip
    held = [Held(1, KETAMINE, TODAY - timedelta(days=5)), Held(2, INTEGRATION, TODAY - timedelta(days=4))]
    due = decide(CourseFacts(planned_preparation=0, planned_ketamine=1), held, TODAY).due
    assert [need.kind for need in found(client(due=due))] == [Kind.REVIEW, Kind.ENDING]


def test_every_line_has_a_name_of_its_own_and_urgency_decides_the_order():
    needs = in_order([
        task(1, "Call the pharmacy", TODAY, TODAY, None, ""),
        task(2, "Renew the insurance", TODAY - timedelta(days=3), TODAY, None, ""),
        backup("Last good backup: June 1", red=False),
        *needs_of(client(unsigned=[UnsignedNote(3, "General note", date(2026, 6, 8))]), TODAY),
    ])  # fmt: skip
    assert [need.key for need in needs] == ["task:2", "note:3", "task:1", "backup:0"]
    assert backup("No backup yet", red=True).urgency == "late"


def test_what_is_about_safety_stands_first():
    needs = found(client(
        intent_said_on=date(2026, 6, 8), passed=[Passed(6, "Ketamine session", date(2026, 6, 8), True)],
        unsigned=[UnsignedNote(4, "General note", date(2026, 5, 1))], coming=[coming(-1)],
    ))  # fmt: skip
    assert [need.kind for need in needs] == [Kind.SAFETY, Kind.MEDICINE_OUTCOME, Kind.NOTE, Kind.INTEGRATION]
    assert needs[0].words == "Current intent was said in the call of June 8"
    assert needs[1].why == "Until it is said, no dose is counted and no integration window runs."
    assert needs[3].words == "No integration booked within 3 days of June 8", "not known, but waited for"


def test_an_order_stays_urgent_once_it_has_ended():
    ended = standing_of(ORDER, [], date(2026, 6, 20))
    need = in_order(needs_of(client(order=ended, ketamine_next=True), date(2026, 6, 20)))[0]
    assert (need.label, need.words) == ("7 days late", "Order expired Jun 13")


def test_two_departures_from_an_order_are_put_off_apart():
    keys = {need.key for need in found(client(binding=("One.", "Another."), coming=[coming(3, 4)]))}
    assert len(keys) == 2
    again = {need.key for need in found(client(binding=("Another.",), coming=[coming(3, 4)]))}
    assert again < keys, "one keeps its name when the other is gone"


def test_each_of_two_integrations_has_a_line_of_its_own():
    held = [Held(1, KETAMINE, TODAY - timedelta(days=5))]
    due = decide(CourseFacts(planned_preparation=0, integrations_each=2), held, TODAY).due
    keys = [need.key for need in found(client(due=due)) if need.kind is Kind.INTEGRATION]
    assert len(set(keys)) == 2


def test_what_was_said_about_risk_at_intake_stands_above_all_else():
    answers = [
        SaidAtIntake(7, "Do you feel safe today?", "I am not sure", TODAY, risk=True),
        SaidAtIntake(9, "Have you been told?", "A stroke", TODAY, risk=False),
        SaidAtIntake(8, "Have you hurt yourself?", "In the past", TODAY, risk=True),
    ]
    risk, flag = in_order(found(client(at_intake=answers)))
    assert (risk.kind, risk.urgency, risk.key) == (Kind.RISK_SAID, "late", "risk_said:1-8")
    assert risk.words.startswith("2 answers at intake about risk")
    assert "I am not sure" in risk.why
    assert (flag.kind, flag.urgency) == (Kind.FLAG_SAID, "due")
    assert flag.words.startswith("1 answer at intake for the prescriber")
