"""What a course of KAP asks for, decided from plain values and a given day: where it stands, what is due and by when, what
is late or missing, when the next ketamine session may be, and why, in words.

The prescriber's order binds: its interval, its doses, its last day. The protocol's figures are recommendations with their
sources (`protocol.py`); what departs from them is said, never forbidden. Nothing here decides medicine.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kapdesk.domain.course_facts import Booked, Earliest, Ordered, SessionNow, count, days, times
from kapdesk.domain.dates import months_after, short
from kapdesk.domain.deviations import against_order, against_protocol, passed_over
from kapdesk.domain.phases import CourseFacts, Held, Phase, SessionKind, Stage, Tally, in_order, position, stage, tally

__all__ = ["Booked", "CourseNow", "Due", "Earliest", "Ordered", "SessionNow", "decide", "still_to_hold"]

Kind = Literal["preparation", "ketamine", "integration", "review", "ending", "follow_up"]
State = Literal["late", "due", "planned"]
_ORDER: tuple[State, ...] = ("late", "due", "planned")
_GRACE_DAYS = 14
"""Days after its day from which a follow-up counts as overdue; kapdesk's choice, nothing clinical rests on it."""


@dataclass(frozen=True)
class Due:
    """Something the course asks for. `cause` is the day it follows from; `by` the last good day, None when there is none;
    `booked_on` the day it is booked for.
    """

    kind: Kind
    number: int
    words: str
    state: State
    cause: date
    by: date | None
    why: str
    not_before: date | None = None
    booked_on: date | None = None
    appointment_id: int = 0


@dataclass(frozen=True)
class CourseNow:
    """All that is decided about a course on a day.

    `missing` is what was passed over and cannot be held in its time any more; `deviations` are bookings and sessions that
    depart from order or protocol, each in words; `binding` are those of them that depart from the order.
    """

    phase: Phase
    stage: Stage
    position: str
    summary: str
    sessions: tuple[SessionNow, ...]
    due: tuple[Due, ...]
    missing: tuple[str, ...]
    deviations: tuple[str, ...]
    binding: tuple[str, ...]
    earliest_next: Earliest
    near_end: bool
    why: tuple[str, ...]

    @property
    def next(self) -> Due | None:
        """The one next step."""
        return self.due[0] if self.due else None


def decide(
    course: CourseFacts,
    held: Sequence[Held],
    today: date,
    booked: Sequence[Booked] = (),
    order: Ordered | None = None,
    follow_up_months: Sequence[int] = (),
    followed_up: Collection[int] = (),
) -> CourseNow:
    """Decide; the same values give the same answer. Sessions after `today` are left out of account, and so are bookings of a
    day on which such a session was held; of bookings before `today` it is said that nobody said what became of them.

    `follow_up_months` are the months after the end at which to ask, `followed_up` those at which it was asked.
    """
    held = [one for one in held if one.on <= today]
    unsaid = [one for one in still_to_hold(booked, held, date.min) if one.on < today]
    booked = still_to_hold(booked, held, today)
    sums = tally(held)
    medicine_day = any(one.kind is SessionKind.KETAMINE and one.on == today for one in booked)
    where, now = position(course, sums, today, medicine_day), stage(course, sums)
    sessions = tuple(_sessions(held))
    asks_for_more = now not in (Stage.ENDED, Stage.CLOSING)
    earliest = _earliest(course, sums, order, today) if asks_for_more else Earliest()
    near_end = now is not Stage.ENDED and sums.taken > 0 and sums.taken >= course.planned_ketamine - 1
    if now is Stage.ENDED:
        due = list(follow_ups(course, today, follow_up_months, followed_up))
    else:
        due = [
            *(() if now is Stage.CLOSING else _preparations(course, sums, booked, today)),
            *_integrations(course, sums, booked, today),
            *(() if now is Stage.CLOSING else _ketamine(course, sums, booked, earliest, today)),
            *_closing(course, sums, sessions, now, near_end),
        ]
    due.sort(key=lambda one: (_ORDER.index(one.state), one.by or date.max, one.not_before or date.max))
    binding = tuple(against_order(sums, booked, order, today)) if now is not Stage.ENDED else ()
    apart = (*binding, *against_protocol(course, sums, sessions, booked, earliest, today))
    return CourseNow(
        where.phase,
        now,
        where.words,
        where.summary,
        sessions,
        tuple(due),
        tuple(passed_over(course, sessions, today)),
        apart,
        binding,
        earliest,
        near_end,
        (*_unsaid(unsaid, today), *_why(course, sums, now, earliest, near_end, today)),
    )


@dataclass(frozen=True)
class SoFar:
    """What was held by a day, and from when the next ketamine session may be."""

    sessions: tuple[SessionNow, ...]
    earliest_next: Earliest


def so_far(course: CourseFacts, held: Sequence[Held], on: date, order: Ordered | None = None) -> SoFar:
    """The part of `decide` that a medicine day on `on` rests on, whatever stage the course is in: a session beyond those
    that were planned is bound by the order's interval as well.
    """
    held = [one for one in held if one.on <= on]
    return SoFar(tuple(_sessions(held)), _earliest(course, tally(held), order, on))


def still_to_hold(booked: Sequence[Booked], held: Sequence[Held], today: date) -> list[Booked]:
    """The bookings from `today` on, in their order, without those whose session was entered for that day already."""
    there = [(one.kind, one.on) for one in held]
    coming: list[Booked] = []
    for one in sorted(booked, key=lambda one: (one.on, one.appointment_id)):
        if (one.kind, one.on) in there:
            there.remove((one.kind, one.on))
        elif one.on >= today:
            coming.append(one)
    return coming


def _sessions(held: Sequence[Held]) -> Iterator[SessionNow]:
    counts = dict.fromkeys(SessionKind, 0)
    ordered = in_order(held)
    for at, one in enumerate(ordered):
        if one.kind is SessionKind.KETAMINE and not one.dosed:
            yield SessionNow(one.session_id, one.kind, 0, one.on)
            continue
        counts[one.kind] += 1
        after: list[int] = []
        if one.dosed:
            for later in ordered[at + 1 :]:
                if later.dosed:
                    break
                if later.kind is SessionKind.INTEGRATION:
                    after.append((later.on - one.on).days)
        yield SessionNow(one.session_id, one.kind, counts[one.kind], one.on, one.dosed, tuple(after))


def _earliest(course: CourseFacts, sums: Tally, order: Ordered | None, today: date) -> Earliest:
    if sums.last_ketamine is None:
        return Earliest(why="No ketamine session was held yet, so no interval runs.")
    last = short(sums.last_ketamine, today)
    recommended = sums.last_ketamine + timedelta(days=course.recommended_interval_days)
    advice = f"this course recommends {days(course.recommended_interval_days)}: {short(recommended, today)}"
    if order is None or order.interval_days is None:
        why = "no order is on file" if order is None else f"{order.name} says no interval"
        return Earliest(recommended, None, recommended, f"After the session of {last}, {why}; {advice}.")
    by_order = sums.last_ketamine + timedelta(days=order.interval_days)
    binds = f"{order.name} asks {days(order.interval_days)} after the session of {last}: {short(by_order, today)}"
    return Earliest(by_order, by_order, recommended, f"{binds}; {advice}." if recommended != by_order else f"{binds}.")


def _preparations(course: CourseFacts, sums: Tally, booked: Sequence[Booked], today: date) -> Iterator[Due]:
    if sums.taken or sums.prepared >= course.planned_preparation:
        return
    number, planned = sums.prepared + 1, course.planned_preparation
    appointment = _first(booked, SessionKind.PREPARATION)
    why = f"This course plans {count(planned, 'preparation session')} before the first ketamine session."
    cause = sums.last or course.started_on or today
    words = f"Preparation {number} of {planned}"
    if appointment:
        words += f" booked for {short(appointment.on, today)}"
    yield Due(
        "preparation", number, words, "planned" if appointment else "due", min(cause, today), None, why,
        booked_on=appointment.on if appointment else None,
        appointment_id=appointment.appointment_id if appointment else 0,
    )  # fmt: skip


def _integrations(course: CourseFacts, sums: Tally, booked: Sequence[Booked], today: date) -> Iterator[Due]:
    """The integrations that the last ketamine session still asks for; one without medicine asks for none."""
    last = sums.last_ketamine
    if last is None:
        return
    first, by = (last + timedelta(days=days) for days in (course.integration_from_days, course.integration_within_days))
    what = f"ketamine session {sums.taken}"
    window = (
        f"{course.integration_from_days} to {days(course.integration_within_days)} after {what} of {short(last, today)}"
    )
    appointments = [one for one in booked if one.kind is SessionKind.INTEGRATION]
    for number in range(sums.integrated + 1, course.integrations_each + 1):
        nth = f" {number}" if course.integrations_each > 1 else ""
        why = f"An integration is best held {window}."
        place = number - sums.integrated - 1
        one = appointments[place] if place < len(appointments) else None
        if one is not None:
            words = f"Integration{nth} of {what} booked for {short(one.on, today)}"
            if one.on > by:
                words += f", after its window ends on {short(by, today)}"
            state: State = "late" if today > by else "due" if one.on > by else "planned"
            yield Due("integration", sums.taken, words, state, last, by, why, first, one.on, one.appointment_id)
        elif today > by:
            late = days((today - by).days)
            words = f"Integration{nth} of {what} was due {short(by, today)}, {late} ago"
            yield Due("integration", sums.taken, words, "late", last, by, why, first)
        else:
            words = f"Integration{nth} of {what} by {short(by, today)}, not booked"
            yield Due("integration", sums.taken, words, "due", last, by, why, first)


def _ketamine(
    course: CourseFacts, sums: Tally, booked: Sequence[Booked], earliest: Earliest, today: date
) -> Iterator[Due]:
    number = sums.taken + 1
    if number > course.planned_ketamine or (sums.taken == 0 and sums.prepared < course.planned_preparation):
        return
    appointment = _first(booked, SessionKind.KETAMINE)
    words = f"Ketamine session {number} of {course.planned_ketamine}"
    if appointment is not None:
        words += f" booked for {short(appointment.on, today)}"
    elif earliest.on is not None and earliest.on > today:
        words += f" from {short(earliest.on, today)}"
    else:
        words += " can be booked"
    yield Due(
        "ketamine", number, words, "planned", sums.last_ketamine or sums.last or course.started_on or today, None,
        earliest.why, earliest.on,
        appointment.on if appointment else None, appointment.appointment_id if appointment else 0,
    )  # fmt: skip


def _closing(
    course: CourseFacts, sums: Tally, sessions: Sequence[SessionNow], now: Stage, near_end: bool
) -> Iterator[Due]:
    if near_end and sums.last_ketamine is not None:
        since = next(one.on for one in sessions if one.dosed and one.number >= max(1, course.planned_ketamine - 1))
        if course.reviewed_on is None or course.reviewed_on < since:
            left = course.planned_ketamine - sums.taken
            why = (
                f"{count(left, 'ketamine session')} of {course.planned_ketamine} left"
                if left > 0
                else f"All {course.planned_ketamine} planned ketamine sessions were held"
            )
            words = "Go over the end of the course with client and prescriber"
            yield Due(
                "review",
                sums.taken,
                words,
                "due",
                since,
                None,
                f"{why}; the end is a natural stopping point to look at together.",
            )
    if now is Stage.CLOSING and sums.last is not None:
        why = (
            "The stage was moved by hand." if course.stage_by_hand else "All planned sessions were held and integrated."
        )
        yield Due(
            "ending",
            sums.taken,
            "End the course, or plan more sessions",
            "due",
            min(sums.last, course.moved_on or sums.last),
            None,
            why,
        )


def follow_ups(course: CourseFacts, today: date, months: Sequence[int], done: Collection[int]) -> Iterator[Due]:
    """The follow-ups that an ended course still asks for, by its months; `done` are those at which it was asked."""
    ended = course.ended_on
    if ended is None:
        return
    for number in months:
        if number in done:
            continue
        by = months_after(ended, number)
        words = f"Follow-up {number} month{'' if number == 1 else 's'} after the course, {short(by, today)}"
        state: State = "planned" if today < by else "due" if today <= by + timedelta(days=_GRACE_DAYS) else "late"
        why = f"The course ended on {short(ended, today)}; this practice asks how it goes {number} months later."
        yield Due("follow_up", number, words, state, ended, by, why.replace("1 months", "1 month"), by)


def _unsaid(passed: Sequence[Booked], today: date) -> Iterator[str]:
    """Bookings whose day is over and of which nobody said what became of them; nothing is counted until then."""
    for one in passed:
        what = "ketamine session" if one.kind is SessionKind.KETAMINE else one.kind.value
        yield f"Nobody said yet what became of the {what} booked for {short(one.on, today)}; it is not counted."


def _why(
    course: CourseFacts, sums: Tally, now: Stage, earliest: Earliest, near_end: bool, today: date
) -> Iterator[str]:
    held = f"{count(sums.prepared, 'preparation')} of {course.planned_preparation} and {count(sums.taken, 'ketamine session')} of {course.planned_ketamine} held"
    if now is Stage.ENDED:
        yield f"The course ended{': ' + course.ended_how if course.ended_how else ''}."
        return
    if course.stage_by_hand is not None:
        yield f"Moved by hand: {course.moved_why}"
    yield f"{held}."
    if sums.taken:
        integrated = f"integrated {times(sums.integrated)}" if sums.integrated else "not integrated yet"
        asks = times(course.integrations_each)
        yield f"The last ketamine session was {integrated}; this course asks for it {asks}."
    if earliest.why:
        yield earliest.why
    if near_end:
        yield "The course is near its end: look at it with client and prescriber."


def _first(booked: Sequence[Booked], kind: SessionKind) -> Booked | None:
    return next((one for one in booked if one.kind is kind), None)
