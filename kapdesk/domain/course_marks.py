"""The marks of the course line: what was held, what is due or late, what is booked, what is still planned."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from kapdesk.domain.course import CourseNow, Due, still_to_hold
from kapdesk.domain.course_facts import Booked
from kapdesk.domain.dates import short
from kapdesk.domain.phases import CourseFacts, Held, Mark, SessionKind, Stage, held_marks, tally


def marks_of(
    course: CourseFacts, held: Sequence[Held], now: CourseNow, booked: Sequence[Booked], today: date
) -> tuple[Mark, ...]:
    """The line from left to right. Once the course has ended, what was held and nothing else."""
    before = [one for one in held if one.on <= today]
    if course.ended_on is not None:
        return tuple(held_marks(before, today))
    coming = still_to_hold(booked, before, today)
    return (*held_marks(before, today), *_to_come(course, before, now, coming, today))


def _to_come(
    course: CourseFacts, held: Sequence[Held], now: CourseNow, booked: Sequence[Booked], today: date
) -> Iterator[Mark]:
    sums = tally(held)
    asked = [one for one in now.due if one.kind == "integration"]
    given = {one.appointment_id for one in asked if one.booked_on is not None}
    spare = [one for one in booked if one.kind is SessionKind.INTEGRATION and one.appointment_id not in given]
    for one in sorted(asked, key=lambda one: one.words):
        yield _integration(one, today)
    from_ = next((one.on for one in booked if one.kind is SessionKind.KETAMINE), date.max)
    yield from _spare(spare, sums.taken, date.min, from_, today)
    closing = now.stage is Stage.CLOSING
    preparations = sums.prepared if sums.taken or closing else course.planned_preparation
    yield from _row(SessionKind.PREPARATION, sums.prepared, preparations, booked, today)
    ketamine = list(_row(SessionKind.KETAMINE, sums.taken, 0 if closing else course.planned_ketamine, booked, today))
    if ketamine and ketamine[0].state == "planned" and now.earliest_next.on is not None:
        ketamine[0] = replace(ketamine[0], label=f"from {short(now.earliest_next.on, today)}")
    for place, mark in enumerate(ketamine, 1):
        yield mark
        if mark.on is not None:
            until = next((one.on for one in ketamine[place:] if one.on is not None), date.max)
            yield from _spare(spare, mark.number, mark.on, until, today)


def _row(kind: SessionKind, done: int, planned: int, booked: Sequence[Booked], today: date) -> Iterator[Mark]:
    """The sessions of a kind that are planned; the first of them take the bookings, further bookings stand behind."""
    appointments = [one for one in booked if one.kind is kind]
    for place in range(max(planned - done, len(appointments))):
        if place < len(appointments):
            yield _booked(appointments[place], done + place + 1, today)
        else:
            yield Mark(kind, done + place + 1, "planned", None, "")


def _spare(spare: Sequence[Booked], number: int, since: date, until: date, today: date) -> Iterator[Mark]:
    for one in spare:
        if since <= one.on < until:
            yield _booked(one, number, today)


def _booked(one: Booked, number: int, today: date) -> Mark:
    return Mark(one.kind, number, "booked", one.on, f"{_day(one.on, today)} booked", appointment_id=one.appointment_id)


def _integration(one: Due, today: date) -> Mark:
    kind, by = SessionKind.INTEGRATION, short(one.by, today) if one.by else ""
    if one.booked_on is not None:
        label = f"{_day(one.booked_on, today)} booked"
        if one.state == "planned":
            return Mark(kind, one.number, "booked", one.booked_on, label, appointment_id=one.appointment_id)
        past = f"integration {label}, window to {by}"
        return Mark(kind, one.number, one.state, one.booked_on, past, appointment_id=one.appointment_id)
    label = f"integration was due {by}" if one.state == "late" else f"integration by {by}"
    return Mark(kind, one.number, one.state, one.by, label)


def _day(on: date, today: date) -> str:
    return "today" if on == today else short(on, today)
