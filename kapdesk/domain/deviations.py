"""What departs from the prescriber's order or from the course's own figures, in words; said, never forbidden."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from kapdesk.domain.course_facts import Booked, Earliest, Ordered, SessionNow, count, days
from kapdesk.domain.dates import short
from kapdesk.domain.phases import CourseFacts, SessionKind, Tally


def against_order(sums: Tally, booked: Sequence[Booked], order: Ordered | None, today: date) -> Iterator[str]:
    """Bookings of ketamine sessions that depart from the order; each names it."""
    appointments = [one for one in booked if one.kind is SessionKind.KETAMINE]
    if order is None:
        return
    for number, one in enumerate(appointments):
        what = f"The ketamine session booked for {short(one.on, today)}"
        if order.withdrawn_on is not None:
            yield f"{what}: {order.name} was withdrawn on {short(order.withdrawn_on, today)}."
        if order.valid_until is not None and one.on > order.valid_until:
            yield f"{what} is after {order.name} ends, {short(order.valid_until, today)}."
        if order.doses_left is not None and number >= order.doses_left:
            yield f"{what}: {order.name} leaves {count(order.doses_left, 'dose')}."
        before = appointments[number - 1].on if number else sums.last_ketamine
        if order.interval_days is not None and before is not None and (one.on - before).days < order.interval_days:
            earliest_on = short(before + timedelta(days=order.interval_days), today)
            yield f"{what} is {days((one.on - before).days)} after the one before; {order.name} asks {days(order.interval_days)}, so {earliest_on} at the earliest."


def against_protocol(
    course: CourseFacts,
    sums: Tally,
    sessions: Sequence[SessionNow],
    booked: Sequence[Booked],
    earliest: Earliest,
    today: date,
) -> Iterator[str]:
    """Sessions and bookings that depart from the course's own figures, and a stage that was moved by hand."""
    dosed = [one for one in sessions if one.dosed]
    yield from _held_apart(course, sessions, dosed)
    if course.ended_on is not None:
        return
    if course.stage_by_hand is not None:
        moved = f" on {short(course.moved_on, today)}" if course.moved_on else ""
        yield f"The stage was moved to “{course.stage_by_hand.words.lower()}” by hand{moved}: {course.moved_why}"
    for one in booked:
        if one.kind is SessionKind.KETAMINE:
            yield from _booked_apart(course, sums, booked, one, earliest, today)


def _held_apart(course: CourseFacts, sessions: Sequence[SessionNow], dosed: Sequence[SessionNow]) -> Iterator[str]:
    for before, one in itertools.pairwise(dosed):
        if (one.on - before.on).days < course.recommended_interval_days:
            since = days((one.on - before.on).days)
            yield (
                f"Ketamine session {one.number} was held {since} after session {before.number}; "
                f"this course recommends {course.recommended_interval_days}."
            )
    prepared = sum(one.kind is SessionKind.PREPARATION and one.on <= dosed[0].on for one in sessions) if dosed else 0
    if dosed and prepared < course.planned_preparation:
        yield f"Ketamine session 1 was held after {count(prepared, 'preparation')} of {course.planned_preparation}."
    window = course.integration_within_days
    for one in dosed:
        for after in one.integrated_after_days[: course.integrations_each]:
            if after > window:
                yield f"Ketamine session {one.number} was integrated {days(after)} after it; its window is {days(window)}."
    if len(dosed) > course.planned_ketamine:
        yield f"{count(len(dosed), 'ketamine session')} were held; {course.planned_ketamine} were planned."


def _booked_apart(
    course: CourseFacts, sums: Tally, booked: Sequence[Booked], one: Booked, earliest: Earliest, today: date
) -> Iterator[str]:
    what = f"The ketamine session booked for {short(one.on, today)}"
    if earliest.recommended is not None and sums.last_ketamine is not None and one.on < earliest.recommended:
        since = days((one.on - sums.last_ketamine).days)
        yield f"{what} is {since} after the last; this course recommends {course.recommended_interval_days}."
    if not sums.taken:
        prepared = sums.prepared + sum(other.kind is SessionKind.PREPARATION and other.on <= one.on for other in booked)
        if prepared < course.planned_preparation:
            yield f"{what} comes after {count(prepared, 'preparation')} of {course.planned_preparation}."


def passed_over(course: CourseFacts, sessions: Sequence[SessionNow], today: date) -> Iterator[str]:
    """What was passed over: ketamine sessions that were not integrated before the next, or before the course ended."""
    dosed = [one for one in sessions if one.dosed]
    past = dosed if course.ended_on is not None else dosed[:-1]
    for one in past:
        have = len(one.integrated_after_days)
        if have < course.integrations_each:
            until = "the course ended" if one is dosed[-1] else f"session {one.number + 1} was held"
            amount = "not integrated" if not have else f"integrated {have} of {course.integrations_each} times"
            yield f"Ketamine session {one.number} of {short(one.on, today)} was {amount} before {until}."
