"""What was decided of a course, in sentences: the next ketamine session by the order and beside it, and the whole why."""

from datetime import date
from typing import Literal

from kapdesk.domain.course import CourseNow
from kapdesk.domain.course_facts import Earliest
from kapdesk.domain.dates import short


def by_order(earliest: Earliest, order_on_file: bool, today: date) -> tuple[str, Literal["plain", "warning"]]:
    """From when the next ketamine session may be by the order, and what is recommended beside it; and how it is shown.

    Empty before the first ketamine session. What no order says is said, as a warning.
    """
    if earliest.recommended is None:
        return "", "plain"
    recommended = short(earliest.recommended, today)
    if earliest.by_order is None:
        lacking = "the order says no interval" if order_on_file else "no order on file"
        return f"recommended from {recommended} · {lacking}", "warning"
    if earliest.by_order == earliest.recommended:
        return f"order and recommendation: from {recommended}", "plain"
    return f"order: from {short(earliest.by_order, today)} · recommended {recommended}", "plain"


def explained(now: CourseNow) -> tuple[str, ...]:
    """Every reason there is, each once: where the course stands, why each thing is due, what departs, what was passed over."""
    moved = any("by hand" in one for one in now.deviations)  # said there with its day
    found = [one for one in now.why if not (moved and one.startswith("Moved by hand"))]
    found += [one.why for one in now.due if not (moved and one.kind == "ending")]
    sentences = (*found, *now.deviations, *now.missing)
    return tuple(dict.fromkeys(one[:1].upper() + one[1:] for one in sentences if one))
