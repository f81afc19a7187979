"""What was measured, taken or planned beside the client's own order: each comparison names its order, or says that nothing
is on file. Nothing is compared with anything else, and what is not on file is never good.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kapdesk.domain.dates import short
from kapdesk.domain.orders import Limits, Order

NO_LIMIT = "no limit on file"


@dataclass(frozen=True)
class Reading:
    """What was measured: mmHg, beats a minute, per cent; None was not measured."""

    systolic: int | None = None
    diastolic: int | None = None
    pulse: int | None = None
    spo2: int | None = None


@dataclass(frozen=True)
class Compared:
    """One comparison: `what` (Blood pressure, Pulse …), the words with the order's name, and its level.

    `level` is good only within the limits of an order that has not ended; what is not on file is amber.
    """

    what: str
    state: Literal["within", "outside", "no_limit"]
    words: str
    level: Literal["good", "amber", "bad"]


def compare_reading(order: Order | None, reading: Reading, today: date) -> tuple[Compared, ...]:
    """A reading beside the order's limits: blood pressure, pulse and oxygen saturation, as far as each was measured."""
    found = []
    if reading.systolic is not None or reading.diastolic is not None:
        found.append(_pressure(order, reading, today))
    if reading.pulse is not None:
        least, most = (order.limits.pulse_least, order.limits.pulse_most) if order else (None, None)
        found.append(_one(order, "Pulse", str(reading.pulse), [(reading.pulse, least, most)], span(least, most), today))
    if reading.spo2 is not None:
        least = order.limits.spo2_least if order else None
        shown, sides = f"{reading.spo2} %", [(reading.spo2, least, None)]
        found.append(_one(order, "SpO₂", shown, sides, span(least, None, " %"), today, upper=False))
    return tuple(found)


def together(compared: Sequence[Compared]) -> str:
    """All of it on a line: each order and result is said once, and what was measured is named where figures alone do not
    say it.
    """
    found: dict[str, list[str]] = {}
    for one in compared:
        about, _, measured = one.words.rpartition(": ")
        name = {"Pulse": "pulse ", "SpO₂": "SpO₂ "}.get(one.what, "")
        found.setdefault(about, []).append(f"{name}{measured}")
    return "; ".join(f"{about}: {'; '.join(measured)}" for about, measured in found.items())


def compare_dose(order: Order | None, milligrams: float, today: date) -> Compared:
    """What was taken or is planned, in mg, beside the order's dose."""
    least, most = (order.dose_least_mg, order.dose_most_mg) if order else (None, None)
    shown = f"{milligrams:g} mg"
    if order is None or (most is None and least is None):
        words = f"no dose in mg on file{_in(order, today)}: {shown}"
        return Compared("Dose", "no_limit", words, "amber")
    return _one(order, "Dose", shown, [(milligrams, least, most)], f"ordered {span(least, most, ' mg')}", today, "dose")


def earliest_next(order: Order | None, last_taken: date | None) -> date | None:
    """The first day on which the order allows the next dose; None when it says no interval, or nothing was taken yet."""
    if order is None or order.interval_days is None or last_taken is None:
        return None
    return last_taken + timedelta(days=order.interval_days)


def compare_interval(order: Order | None, last_taken: date | None, on: date, today: date) -> Compared | None:
    """A day for a ketamine session beside the order's interval; None when no medicine was taken before."""
    if last_taken is None:
        return None
    days = _days((on - last_taken).days)
    earliest = earliest_next(order, last_taken)
    if order is None or earliest is None:
        words = f"no interval on file{_in(order, today)}: {days} since {short(last_taken, today)}"
        return Compared("Interval", "no_limit", words, "amber")
    asked = f"{days} since {short(last_taken, today)}, at least {_days(order.interval_days or 0)}"
    if on < earliest:
        words = f"sooner than {order.named(today)} allows: {asked}, so from {short(earliest, today)}"
        return Compared("Interval", "outside", words, "bad")
    words = f"within the interval of {order.named(today)}: {asked}"
    return Compared("Interval", "within", words, _level(order, today))


def limits_in_words(order: Order | None) -> str:
    """An order's limits on a line: `up to 140/90, pulse up to 100`; what has none is named, and why it is amber."""
    if order is None:
        return NO_LIMIT
    limits = order.limits
    parts = [
        f"blood pressure {pressure_span(limits) or NO_LIMIT}",
        f"pulse {span(limits.pulse_least, limits.pulse_most) or NO_LIMIT}",
        f"SpO₂ {span(limits.spo2_least, None, ' %')}" if limits.spo2_least is not None else "",
    ]
    return ", ".join(part for part in parts if part)


def span(least: int | None, most: int | None, unit: str = "") -> str:
    """A range in words: `up to 100`, `from 50 to 100 mg`, `100 mg`; empty when neither end is on file."""
    if least is not None and most is not None:
        return f"{most}{unit}" if least == most else f"{least} to {most}{unit}"
    if most is not None:
        return f"up to {most}{unit}"
    return "" if least is None else f"from {least}{unit}"


def pressure_span(limits: Limits) -> str:
    """The limits of blood pressure in words: `up to 140/90`; empty when there is none."""
    least = pair(limits.systolic_least, limits.diastolic_least)
    most = pair(limits.systolic_most, limits.diastolic_most)
    return ", ".join(f"{word} {both}" for word, both in (("from", least), ("up to", most)) if both)


def pair(upper: int | None, lower: int | None) -> str:
    """`140/90`; `140/–` when one of the two is missing, empty when both are."""
    if upper is None and lower is None:
        return ""
    return "/".join("–" if one is None else str(one) for one in (upper, lower))


def _pressure(order: Order | None, reading: Reading, today: date) -> Compared:
    shown = pair(reading.systolic, reading.diastolic)
    if order is None:
        return _one(None, "Blood pressure", shown, [], "", today)
    limits = order.limits
    sides = [
        (reading.systolic, limits.systolic_least, limits.systolic_most),
        (reading.diastolic, limits.diastolic_least, limits.diastolic_most),
    ]
    measured = [side for side in sides if side[0] is not None]
    return _one(order, "Blood pressure", shown, measured, pressure_span(limits), today)


def _one(
    order: Order | None,
    what: str,
    shown: str,
    sides: Sequence[tuple[float | None, int | None, int | None]],
    limit: str,
    today: date,
    kind: str = "limits",
    upper: bool = True,
) -> Compared:
    """`sides` are (measured, least, most); `upper` says which end must be on file for "within"."""
    if order is None or not limit:
        return Compared(what, "no_limit", f"{NO_LIMIT}{_in(order, today)}: {shown}", "amber")
    name = order.named(today)
    if any(_outside(*side) for side in sides):
        return Compared(what, "outside", f"outside the {kind} of {name}: {shown}, {limit}", "bad")
    if any((most if upper else least) is None for _, least, most in sides):
        words = f"not all of it has a limit in {name}: {shown}, {limit}, otherwise {NO_LIMIT}"
        return Compared(what, "no_limit", words, "amber")
    return Compared(what, "within", f"within the {kind} of {name}: {shown}, {limit}", _level(order, today))


def _outside(measured: float | None, least: int | None, most: int | None) -> bool:
    if measured is None:
        return False
    return (least is not None and measured < least) or (most is not None and measured > most)


def _in(order: Order | None, today: date) -> str:
    return "" if order is None else f" in {order.named(today)}"


def _level(order: Order, today: date) -> Literal["good", "amber"]:
    """Within the limits of an order that has ended is not good."""
    withdrawn = order.withdrawn_on is not None and order.withdrawn_on <= today
    expired = order.valid_until is not None and order.valid_until < today
    return "amber" if withdrawn or expired else "good"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
