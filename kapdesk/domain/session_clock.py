"""The clock of a ketamine session: since when, the band of the usual acute effects, and when vitals are due next.

Nothing here says that anything is over: the band is what is usual, and fades (kap-facts, 5).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kapdesk.domain.limits import Compared, compare_reading
from kapdesk.domain.medicine_day import EntryKind, Shown, of_kind
from kapdesk.domain.orders import Order
from kapdesk.domain.vitals import Vitals, vitals_of

_BEFORE_DUE = timedelta(minutes=10)
"""A reading so shortly before its time counts for it."""


@dataclass(frozen=True)
class Band:
    """When acute effects usually are: from `start`, until between `shorter` and `longer`."""

    start: datetime
    shorter: datetime
    longer: datetime


@dataclass(frozen=True)
class Due:
    """When vitals are due next, and why: after so many minutes, again as asked, or at the end."""

    at: datetime
    why: str


def medicine_in(shown: Sequence[Shown]) -> datetime | None:
    """When the medicine was taken first; None while it was not."""
    return next((one.at for one in of_kind(shown, EntryKind.MEDICINE_IN)), None)


def last_medicine(shown: Sequence[Shown]) -> datetime | None:
    """When medicine was taken last, a booster counted."""
    return max((one.at for one in of_kind(shown, EntryKind.MEDICINE_IN, EntryKind.BOOSTER)), default=None)


def band(shown: Sequence[Shown], from_minutes: int, to_minutes: int) -> Band | None:
    """The usual acute effects from onset, else from the moment the medicine was out; a booster begins them anew.

    `from_minutes` and `to_minutes` are the course's own figures. None until there is something to count from.
    """
    since = last_medicine(shown)
    if since is None:
        return None
    after = [one for one in shown if one.counts and one.at >= since]
    onset = of_kind(after, EntryKind.ONSET)
    out = of_kind(after, EntryKind.MEDICINE_OUT)
    booster = [one for one in of_kind(shown, EntryKind.BOOSTER) if one.at == since]
    begun = onset[:1] or out[:1] or booster[:1]
    if not begun:
        return None
    start = begun[0].at
    return Band(start, start + timedelta(minutes=from_minutes), start + timedelta(minutes=to_minutes))


def next_vitals(shown: Sequence[Shown], minutes: Sequence[int]) -> Due | None:
    """When vitals are due next: again as asked with the last reading, else the next of the usual times after medicine in.

    A reading that was refused or not possible leaves standing when the one before was to be repeated. None before medicine in and after the last of the times: then they are due at the end, which no clock knows.
    """
    since = medicine_in(shown)
    readings = of_kind(shown, EntryKind.VITALS)
    for one in reversed(readings):
        vitals = vitals_of(one.data)
        if vitals.again_minutes is not None:
            return Due(one.at + timedelta(minutes=vitals.again_minutes), "again, as asked")
        if not vitals.state:
            break
    if since is None:
        return None
    for after in sorted(minutes):
        at = since + timedelta(minutes=after)
        if not any(one.at >= at - _BEFORE_DUE for one in readings):
            return Due(at, f"{after} min after medicine in")
    return None


def still_outside(
    order: Order | None, readings: Sequence[tuple[datetime, Vitals]], today: date
) -> list[tuple[datetime, list[Compared]]]:
    """What was outside the order's limits when it was measured last, newest first; a reading that was refused, or that
    measured something else, takes nothing back. `readings` in the order of their times.
    """
    found, measured = [], set()
    for at, vitals in reversed(readings):
        new = [one for one in compare_reading(order, vitals.reading, today) if one.what not in measured]
        measured |= {one.what for one in new}
        if out := [one for one in new if one.state == "outside"]:
            found.append((at, out))
    return found


def elapsed(since: datetime, now: datetime) -> str:
    """`00:32:10`; a moment that is still to come gives zeros."""
    seconds = max(0, int((now - since).total_seconds()))
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def in_minutes(at: datetime, now: datetime) -> str:
    """`in 8 min`, `now`, `3 min ago`, after three hours `5 h ago`."""
    minutes = int((at - now).total_seconds() // 60)
    seconds = (at - now).total_seconds()
    if seconds >= 60:
        return f"in {minutes} min" if seconds % 60 == 0 else f"in {minutes + 1} min"
    if seconds > -60:
        return "now"
    if seconds <= -10_800:
        return f"{int(-seconds // 3600)} h ago"
    return f"{int(-seconds // 60)} min ago"
