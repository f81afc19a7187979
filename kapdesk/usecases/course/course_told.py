"""A course as plain values and as lines of text, for the command line."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from kapdesk.domain.course import Due
from kapdesk.domain.course_facts import Earliest, SessionNow
from kapdesk.domain.course_words import by_order, explained
from kapdesk.domain.orders import OrderStanding
from kapdesk.domain.phases import Medicine, SessionKind
from kapdesk.usecases.course.courses import CourseView


def course_told(course: CourseView, today: date) -> dict[str, Any]:
    """What JSON can hold; days as 2026-06-09, None where there is nothing."""
    now = course.now
    medicine = {one.session_id: one.medicine for one in course.held}
    return {
        "phase": course.phase.value,
        "stage": now.stage.value if now else None,
        "position": course.position,
        "sessions": [_session(one, medicine[one.session_id]) for one in now.sessions] if now else [],
        "due": [_due(one) for one in course.due],
        "earliest_next": _earliest(now.earliest_next if now else Earliest(), course.order.order is not None, today),
        "order": _order(course.order),
        "why": list(explained(now)) if now else ["No course was started yet."],
    }


def in_lines(told: dict[str, Any], name: str) -> Iterator[str]:
    """The same to read on a terminal."""
    yield " · ".join(
        part for part in (name, (told["stage"] or "no course").replace("_", " "), told["position"]) if part
    )
    for one in told["sessions"]:
        number = f" {one['number']}" if one["number"] else ""
        medicine = f", {one['medicine'].replace('_', ' ')}" if one["medicine"] else ""
        after = ", ".join(f"+{days}" for days in one["integrated_after_days"])
        yield f"  {one['on']}  {one['kind']}{number}{medicine}" + (f", integrated {after} days" if after else "")
    for one in told["due"]:
        yield f"  {one['state']}: {one['words']}"
    if told["earliest_next"]["words"]:
        yield f"  next ketamine session: {told['earliest_next']['words']}"
    yield f"  {told['order']['words'] if told['order'] else 'No order on file'}"
    for sentence in told["why"]:
        yield f"  why: {sentence}"


def _session(one: SessionNow, medicine: Medicine) -> dict[str, Any]:
    ketamine = one.kind is SessionKind.KETAMINE
    return {
        "id": one.session_id,
        "number": one.number or None,
        "kind": one.kind.value,
        "on": one.on.isoformat(),
        "medicine": (medicine.value or "not_recorded") if ketamine else None,
        "integrated_after_days": list(one.integrated_after_days),
    }


def _due(one: Due) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "words": one.words,
        "by": _day(one.by),
        "state": one.state,
        "why": one.why,
        "booked_on": _day(one.booked_on),
    }


def _earliest(earliest: Earliest, order_on_file: bool, today: date) -> dict[str, Any]:
    return {
        "on": _day(earliest.on),
        "by_order": _day(earliest.by_order),
        "recommended": _day(earliest.recommended),
        "words": by_order(earliest, order_on_file, today)[0],
        "why": earliest.why,
    }


def _order(standing: OrderStanding) -> dict[str, Any] | None:
    order = standing.order
    if order is None:
        return None
    return {
        "prescriber": order.prescriber,
        "written_on": _day(order.written_on),
        "valid_until": _day(order.valid_until),
        "doses_left": standing.doses_left,
        "words": standing.words,
    }


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None
