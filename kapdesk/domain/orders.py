"""The prescriber's order: what was written, in the prescriber's words, and what is compared with it.

No figure here has a default: what the order does not say is "not on file". Nothing is ever compared with anything but
the client's own order, and every comparison names it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from kapdesk.domain.contacts import Answer, stripped
from kapdesk.domain.dates import short
from kapdesk.errors import BadInput

_LONGEST_DAYS = 10 * 365
"""No order is valid for longer; a date behind that is a typing error."""
IN_ERROR = "Entered in error"
"""How the `change` of a version begins that puts away what never was this client's order."""
RUNS_OUT_DAYS = 14
"""Days before its end, the last one counted, in which an order is said to run out: kapdesk’s start value; nothing clinical
rests on it."""


class SpitOrSwallow(StrEnum):
    """What becomes of the medicine after it was held in the mouth."""

    NOT_SAID = ""
    SPIT = "spit"
    SWALLOW = "swallow"
    EITHER = "either"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {"": "Not said", "either": "Either, as the client prefers"}.get(self.value, self.value.capitalize())


class AnswerKind(StrEnum):
    """What the prescriber said after the order was written."""

    ANSWER = "answer"
    FOLLOW_UP = "follow_up"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return "Answer to a question" if self is AnswerKind.ANSWER else "Follow-up visit held"


@dataclass(frozen=True)
class Limits:
    """The order's limits: mmHg, beats a minute, per cent; None is not on file."""

    systolic_most: int | None = None
    diastolic_most: int | None = None
    systolic_least: int | None = None
    diastolic_least: int | None = None
    pulse_most: int | None = None
    pulse_least: int | None = None
    spo2_least: int | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Which of the upper limits is not on file, in words."""
        pressure = self.systolic_most is None or self.diastolic_most is None
        return (*(("blood pressure",) * pressure), *(("pulse",) * (self.pulse_most is None)))


@dataclass(frozen=True)
class Order:
    """One version of one order. Milligrams, minutes and days where a name ends so; None and '' are not on file.

    `number` counts a client's orders, `version` the versions of one; `written_on` is the prescriber's date.
    """

    prescriber: str = ""
    prescriber_id: int | None = None
    written_on: date | None = None
    form: str = ""
    strength: str = ""
    dose: str = ""
    dose_least_mg: int | None = None
    dose_most_mg: int | None = None
    doses_authorised: int | None = None
    booster: Answer = Answer.NOT_ASKED
    booster_words: str = ""
    hold_words: str = ""
    hold_least_minutes: int | None = None
    hold_most_minutes: int | None = None
    spit_or_swallow: SpitOrSwallow = SpitOrSwallow.NOT_SAID
    interval_days: int | None = None
    food_and_drink: str = ""
    drug_holds: str = ""
    limits: Limits = Limits()
    other_limits: str = ""
    valid_until: date | None = None
    follow_up_on: date | None = None
    words: str = ""
    withdrawn_on: date | None = None
    change: str = ""
    id: int = 0
    number: int = 0
    version: int = 0

    def checked(self, today: date) -> "Order":
        """The same without outer blanks; BadInput with the field's name when it cannot be kept."""
        order = stripped(self)
        if not order.prescriber:
            raise BadInput("Say who wrote the order.", "prescriber")
        if order.written_on is None:
            raise BadInput("Type the day that stands on the order.", "written_on")
        _check_days(order, order.written_on, today)
        for name, (least, most, words) in _PLAUSIBLE.items():
            _check_number(getattr(order if hasattr(order, name) else order.limits, name), name, least, most, words)
        for low, high, words in _PAIRS:
            _check_pair(order, low, high, words)
        return order

    @property
    def in_error(self) -> bool:
        """Whether it was entered here by mistake, and never was this client's order."""
        return self.withdrawn_on is not None and self.change.startswith(IN_ERROR)

    def name(self, today: date) -> str:
        """Which order it is, in words: `the order of May 2 (Dr. Amari)`."""
        day = f" of {short(self.written_on, today)}" if self.written_on else ""
        return f"the order{day} ({self.prescriber})"

    def named(self, today: date) -> str:
        """The same, and whether it has ended."""
        words = self.name(today)
        if self.withdrawn_on is not None and self.withdrawn_on <= today:
            return f"{words}, withdrawn {short(self.withdrawn_on, today)}"
        if self.valid_until is not None and self.valid_until < today:
            return f"{words}, expired {short(self.valid_until, today)}"
        return words


@dataclass(frozen=True)
class PrescriberAnswer:
    """What the prescriber said later: what was asked, when, by whom, how, in which words."""

    kind: AnswerKind = AnswerKind.ANSWER
    asked: str = ""
    on: date | None = None
    by_whom: str = ""
    how: str = ""
    words: str = ""
    order_id: int | None = None
    id: int = 0

    def checked(self, today: date) -> "PrescriberAnswer":
        """The same without outer blanks; BadInput with the field's name when it cannot be kept."""
        answer = stripped(self)
        if answer.on is None:
            raise BadInput("Type the day on which it was said, or the visit was held.", "on")
        if answer.on > today:
            raise BadInput(f"{short(answer.on, today)} is still to come. Type the day on which it was said.", "on")
        _check_year(answer.on, "on")
        if not answer.by_whom:
            raise BadInput("Say who answered, or whom the client saw.", "by_whom")
        if not answer.words and answer.kind is AnswerKind.ANSWER:
            raise BadInput("Type the answer in the prescriber’s words.", "words")
        return answer


State = Literal["none", "valid", "not_yet", "expired", "withdrawn", "used_up"]
Level = Literal["good", "amber", "bad", "none"]


@dataclass(frozen=True)
class OrderStanding:
    """How an order stands on a day. `doses_left` is None when the order says no number; `runs_out` asks for a new one.

    `level` is good only for an order in force with its end, doses and limits on file that does not run out.
    """

    order: Order | None
    doses_taken: int
    doses_left: int | None
    state: State
    words: str
    level: Level
    runs_out: bool = False


NO_ORDER = OrderStanding(None, 0, None, "none", "No order on file", "none")


def standing_of(order: Order | None, taken_on: Sequence[date], today: date) -> OrderStanding:
    """How an order stands: `taken_on` are the days of a client's ketamine sessions in which medicine was taken.

    Doses are counted from the day that stands on the order; what was taken before belongs to an earlier one.
    """
    if order is None or order.written_on is None:
        return NO_ORDER
    taken = sum(order.written_on <= day <= today for day in taken_on)
    left = None if order.doses_authorised is None else max(0, order.doses_authorised - taken)
    ended = _ended(order, order.written_on, taken, left, today)
    if ended is not None:
        return OrderStanding(order, taken, left, ended[0], ended[1], "bad")
    days = None if order.valid_until is None else (order.valid_until - today).days
    runs_out = left == 1 or (days is not None and days < RUNS_OUT_DAYS)
    good = not (runs_out or order.limits.missing) and left is not None and days is not None
    words = _in_force_words(order, left, today)
    return OrderStanding(order, taken, left, "valid", words, "good" if good else "amber", runs_out)


def _in_force_words(order: Order, left: int | None, today: date) -> str:
    """`Order valid to Jul 1, 2 doses left`, and what is not on file: `…, no number of doses, no limits on file`."""
    missing = order.limits.missing
    said = [
        f"valid to {short(order.valid_until, today)}" if order.valid_until else "",
        "" if left is None else f"{left} dose{'' if left == 1 else 's'} left",
    ]
    lacking = [
        "" if order.valid_until else "no end",
        "no number of doses" if left is None else "",
        "no limits" if len(missing) > 1 else f"no limit for {missing[0]}" if missing else "",
    ]
    unsaid = ", ".join(filter(None, lacking))
    parts = [*said, f"{unsaid} on file" if unsaid else ""]
    return f"Order {'' if order.valid_until else 'with '}{', '.join(filter(None, parts))}"


def in_force(orders: Iterable[Order], today: date | None = None) -> Order | None:
    """Of a client's orders (the newest version of each) the one that holds: written last, but not after `today`.

    When all are dated later, the first of them. One that was entered in error never holds.
    """
    dated = sorted(
        (one for one in orders if one.written_on and not one.in_error),
        key=lambda one: (one.written_on or date.min, one.number),
    )
    begun = [one for one in dated if today is None or (one.written_on or date.min) <= today]
    return begun[-1] if begun else dated[0] if dated else None


def _ended(order: Order, written_on: date, taken: int, left: int | None, today: date) -> tuple[State, str] | None:
    """Why an order is not in force, and in words."""
    if order.withdrawn_on is not None and order.withdrawn_on <= today:
        return "withdrawn", f"Order withdrawn {short(order.withdrawn_on, today)}"
    if written_on > today:
        return "not_yet", f"Order dated {short(written_on, today)}, not in force yet"
    if order.valid_until is not None and order.valid_until < today:
        return "expired", f"Order expired {short(order.valid_until, today)}"
    if left == 0:
        return "used_up", f"Order used up, {taken} of {order.doses_authorised} doses taken"
    return None


def _check_days(order: Order, written_on: date, today: date) -> None:
    if written_on > today:
        raise BadInput(
            f"{short(written_on, today)} is still to come. Type the day that stands on the order.", "written_on"
        )
    _check_year(written_on, "written_on")
    for name, words in (
        ("valid_until", "The order would end before it was written. Is one of the days wrong?"),
        ("follow_up_on", "The follow-up would be before the order was written. Is one of the days wrong?"),
        ("withdrawn_on", "The order would be withdrawn before it was written. Is one of the days wrong?"),
    ):
        day: date | None = getattr(order, name)
        if day is not None and day < written_on:
            raise BadInput(words, name)
        if day is not None and day > written_on + timedelta(days=_LONGEST_DAYS):
            raise BadInput(f"Is {day.year} the right year?", name)
    if order.withdrawn_on is not None and order.withdrawn_on > today:
        raise BadInput(f"{short(order.withdrawn_on, today)} is still to come.", "withdrawn_on")


def _check_year(day: date, field: str) -> None:
    if day.year < 1990:
        raise BadInput(f"Is {day.year} the right year?", field)


def _check_number(value: int | None, name: str, least: int, most: int, words: str) -> None:
    if value is not None and not least <= value <= most:
        raise BadInput(f"{words}: {value} looks like a slip of the keys. Between {least} and {most} can be kept.", name)


def _check_pair(order: Order, low: str, high: str, words: str) -> None:
    holder = order if hasattr(order, low) else order.limits
    least, most = getattr(holder, low), getattr(holder, high)
    if least is not None and most is not None and least > most:
        raise BadInput(f"{words}: “from” is more than “to”. Is one of the numbers wrong?", low)


_PLAUSIBLE = {
    "dose_least_mg": (1, 5000, "Dose in mg, from"),
    "dose_most_mg": (1, 5000, "Dose in mg, to"),
    "doses_authorised": (1, 200, "Number of doses"),
    "hold_least_minutes": (1, 240, "Minutes in the mouth, from"),
    "hold_most_minutes": (1, 240, "Minutes in the mouth, to"),
    "interval_days": (1, 3650, "Days between doses"),
    "systolic_most": (40, 350, "Upper blood pressure, up to"),
    "diastolic_most": (20, 250, "Lower blood pressure, up to"),
    "systolic_least": (20, 350, "Upper blood pressure, from"),
    "diastolic_least": (10, 250, "Lower blood pressure, from"),
    "pulse_most": (20, 350, "Pulse, up to"),
    "pulse_least": (10, 350, "Pulse, from"),
    "spo2_least": (30, 100, "Oxygen saturation, from"),
}
"""What can be no typing error, wide on purpose: bounds of the keyboard, not of medicine."""
_PAIRS = (
    ("dose_least_mg", "dose_most_mg", "Dose in mg"),
    ("hold_least_minutes", "hold_most_minutes", "Minutes in the mouth"),
    ("systolic_least", "systolic_most", "Upper blood pressure"),
    ("diastolic_least", "diastolic_most", "Lower blood pressure"),
    ("pulse_least", "pulse_most", "Pulse"),
)
NUMBERS = (
    *(field.name for field in fields(Order) if field.name in _PLAUSIBLE),
    *(field.name for field in fields(Limits)),
)
"""The names of an order's numbers; those of `Limits` are kept in `limits`."""


def differences(before: Order, after: Order) -> tuple[str, ...]:
    """The names of what two versions of an order say differently, in the order of the form."""
    holders = ((before, after, Order), (before.limits, after.limits, Limits))
    return tuple(
        field.name
        for old, new, kind in holders
        for field in fields(kind)
        if field.name not in _NOT_SAID and getattr(old, field.name) != getattr(new, field.name)
    )


def same_order(one: Order, other: Order) -> bool:
    """Whether two entries look like the same sheet of paper: the same day and, but for capitals and points, the same name."""
    names = ["".join(part for part in order.prescriber.casefold() if part.isalnum()) for order in (one, other)]
    return one.written_on == other.written_on and (names[0] in names[1] or names[1] in names[0])


_NOT_SAID = ("limits", "change", "id", "number", "version", "prescriber_id")
