"""What is best booked next for a client, by what the course asks for."""

from datetime import date, timedelta

from kapdesk.domain.phases import SessionKind
from kapdesk.usecases.course.deciding import Decided, decisions
from kapdesk.vault.database import Vault

Wanted = tuple[SessionKind, date | None, date | None]
"""A kind of session, the day before which it is not to be, and the last good day; None where there is none."""


def next_booking(vault: Vault, client_id: int, today: date) -> Wanted | None:
    """The first session that the course asks for and that is not booked; None without a course, or when there is none.

    The integration of a ketamine session that is booked comes before another ketamine session. Days that are past are
    left out.
    """
    with vault.read() as db:
        decided = decisions(db, today, client_id).get(client_id)
    if decided is None:
        return None
    for due in decided.now.due:
        if due.kind == "ketamine":
            asked = _integration_to_come(decided) or _another_ketamine(decided, due.number, due.not_before)
        elif due.kind in ("preparation", "integration") and due.booked_on is None:
            asked = (SessionKind(due.kind), due.not_before, due.by)
        else:
            asked = None
        if asked is not None:
            kind, first, last = asked
            return kind, _to_come(first, today), _to_come(last, today)
    return None


def _integration_to_come(decided: Decided) -> Wanted | None:
    """The integration of the first ketamine session that is booked without one in its window."""
    course = decided.facts
    planned = [one.on for one in decided.booked if one.kind is SessionKind.INTEGRATION]
    for one in decided.booked:
        first = one.on + timedelta(days=course.integration_from_days)
        last = one.on + timedelta(days=course.integration_within_days)
        if one.kind is SessionKind.KETAMINE and not any(first <= on <= last for on in planned):
            return SessionKind.INTEGRATION, first, last
    return None


def _another_ketamine(decided: Decided, number: int, not_before: date | None) -> Wanted | None:
    """The ketamine session after those that are booked, while the course plans one; `number` is the next to be held."""
    booked = sum(one.kind is SessionKind.KETAMINE for one in decided.booked)
    if number + booked > decided.facts.planned_ketamine:
        return None
    return SessionKind.KETAMINE, None if booked else not_before, None


def _to_come(day: date | None, today: date) -> date | None:
    return day if day is not None and day >= today else None
