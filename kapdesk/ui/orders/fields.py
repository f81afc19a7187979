"""What an order says: its fields in groups, for the form and for reading, and the way from typed words to an order."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from kapdesk.domain.contacts import Answer
from kapdesk.domain.limits import pair
from kapdesk.domain.order_words import BOOSTER, order_lines
from kapdesk.domain.orders import Limits, Order, SpitOrSwallow
from kapdesk.errors import BadInput
from kapdesk.ui.days import shown
from kapdesk.ui.details.entry import Ask

NEVER_STOP = "A prescribed medicine is never stopped without the prescriber who ordered it."
_PAIR = re.compile(r"(\d+|[–-])\s*/\s*(\d+|[–-])")
PRESSURE = {
    "pressure_most": ("systolic_most", "diastolic_most"),
    "pressure_least": ("systolic_least", "diastolic_least"),
}
"""Blood pressure is typed as one: `140/90`."""


@dataclass(frozen=True)
class TypedOrder:
    """An order as it is typed: numbers are words until it is kept."""

    prescriber: str = ""
    written_on: date | None = None
    valid_until: date | None = None
    follow_up_on: date | None = None
    form: str = ""
    strength: str = ""
    dose: str = ""
    dose_least_mg: str = ""
    dose_most_mg: str = ""
    doses_authorised: str = ""
    interval_days: str = ""
    booster: Answer = Answer.NOT_ASKED
    booster_words: str = ""
    hold_words: str = ""
    hold_least_minutes: str = ""
    hold_most_minutes: str = ""
    spit_or_swallow: SpitOrSwallow = SpitOrSwallow.NOT_SAID
    pressure_most: str = ""
    pressure_least: str = ""
    pulse_most: str = ""
    pulse_least: str = ""
    spo2_least: str = ""
    other_limits: str = ""
    food_and_drink: str = ""
    drug_holds: str = ""
    words: str = ""
    change: str = ""


@dataclass(frozen=True)
class Group:
    """Fields that belong together, under a heading with a hint."""

    heading: str
    hint: str
    asks: tuple[Ask, ...]


def groups(prescribers: Sequence[str], version: bool) -> tuple[Group, ...]:
    """The form's groups; a new version begins with what changed."""
    hint = "A new sheet with a day and a number of doses of its own is a new order; enter it as one."
    change = Group("What changed", hint, (Ask("change", "What changed, and how you know", "text"),))
    offered = tuple((name, name) for name in prescribers)
    who = Group(
        "Who and when",
        "Copy what the order says. What it does not say stays empty and is shown as not on file.",
        (
            Ask("prescriber", "Prescriber", "offered", "choose, or type the name", offered),
            Ask("written_on", "Written on: the day that stands on the order", "day"),
            Ask("valid_until", "Valid until", "day"),
            Ask("follow_up_on", "Next follow-up with the prescriber", "day", alone=True),
        ),
    )
    return ((change,) if version else ()) + (who, *_REST)


_REST = (
    Group(
        "Medicine and dose",
        "Doses are counted from the day that stands on the order, one for each session in which medicine was taken.",
        (
            Ask("form", "Form", hint="such as rapid dissolving tablets"),
            Ask("strength", "Strength of one"),
            Ask("dose", "Dose for a session, in the prescriber’s words; steps too", "text"),
            Ask("dose_least_mg", "Dose in mg, from"),
            Ask("dose_most_mg", "Dose in mg, to"),
            Ask("doses_authorised", "Number of doses allowed"),
            Ask("interval_days", "Days between doses, at least"),
            Ask("booster", "Booster", "choice", choices=tuple((words, one) for one, words in BOOSTER.items())),
            Ask("booster_words", "Booster, in the prescriber’s words"),
        ),
    ),
    Group(
        "In the mouth",
        "",
        (
            Ask("hold_least_minutes", "Minutes held, from"),
            Ask("hold_most_minutes", "Minutes held, to"),
            Ask("spit_or_swallow", "Then", "choice", choices=tuple((one.words, one) for one in SpitOrSwallow)),
            Ask("hold_words", "In the prescriber’s words"),
        ),
    ),
    Group(
        "Limits",
        "A reading is compared with nothing but these. A limit that is left empty is shown as “no limit on file”.",
        (
            Ask("pressure_most", "Blood pressure, up to", hint="upper/lower"),
            Ask("pressure_least", "Blood pressure, from", hint="upper/lower"),
            Ask("pulse_most", "Pulse, up to"),
            Ask("pulse_least", "Pulse, from"),
            Ask("spo2_least", "Oxygen saturation in per cent, from", alone=True),
            Ask("other_limits", "Other limits, in the prescriber’s words", "text"),
        ),
    ),
    Group(
        "Food, drink and other medicines",
        NEVER_STOP,
        (
            Ask("food_and_drink", "Food and drink before the session", "text"),
            Ask("drug_holds", "Medicines to be held or taken, as the prescriber says", "text"),
        ),
    ),
    Group("All else", "", (Ask("words", "What else the order says", "text"),)),
)

_READ: dict[str, str] = {
    ask.name: ask.words for group in _REST for ask in group.asks
} | {
    "prescriber": "Prescriber",
    "written_on": "Written on",
    "valid_until": "Valid until",
    "follow_up_on": "Next follow-up",
    "dose": "Dose for a session",
    "dose_least_mg": "Dose in mg",
    "dose_most_mg": "Dose in mg",
    "doses_authorised": "Doses allowed",
    "interval_days": "Between doses",
    "hold_words": "In the mouth, in words",
    "hold_least_minutes": "Held in the mouth",
    "hold_most_minutes": "Held in the mouth",
    "spit_or_swallow": "Spit or swallow",
    "drug_holds": "Other medicines",
    "food_and_drink": "Food and drink",
    "other_limits": "Other limits",
    "words": "All else",
    "withdrawn_on": "Withdrawn",
}  # fmt: skip
"""What a field is called where an order is read."""


def name_of(field: str) -> str:
    """What a field of an order is called, for a list of what changed."""
    if field in ("systolic_most", "diastolic_most", "systolic_least", "diastolic_least"):
        return "Blood pressure"
    return {"pulse_most": "Pulse", "pulse_least": "Pulse", "spo2_least": "Oxygen saturation"}.get(field, _READ[field])


def to_read(order: Order) -> list[tuple[str, str]]:
    """An order line by line, heading and words; empty words are not on file."""
    return order_lines(order, shown)


def typed(order: Order) -> TypedOrder:
    """An order as it stands in the form; what changed begins empty."""
    values: dict[str, Any] = {}
    for field in fields(TypedOrder):
        if field.name in PRESSURE:
            values[field.name] = pair(*(getattr(order.limits, name) for name in PRESSURE[field.name]))
        elif field.name in (*_LIMIT_NAMES, *_NUMBERS):
            number = getattr(order.limits if field.name in _LIMIT_NAMES else order, field.name)
            values[field.name] = "" if number is None else str(number)
        else:
            values[field.name] = getattr(order, field.name)
    return TypedOrder(**{**values, "change": ""})


def order_of(words: TypedOrder, before: Order, contacts: dict[str, int]) -> Order:
    """The order that was typed; BadInput with the field's name for a number that is none."""
    values: dict[str, Any] = {}
    limits: dict[str, int | None] = {}
    for field in fields(TypedOrder):
        value = getattr(words, field.name)
        if field.name in PRESSURE:
            limits.update(zip(PRESSURE[field.name], _parsed_pair(value, field.name), strict=True))
        elif field.name in _LIMIT_NAMES:
            limits[field.name] = parse_number(value, field.name)
        elif field.name in _NUMBERS:
            values[field.name] = parse_number(value, field.name)
        elif field.name != "change":
            values[field.name] = value
    name = words.prescriber.strip()
    return Order(
        **values,
        limits=Limits(**limits),
        prescriber_id=contacts.get(name),
        withdrawn_on=before.withdrawn_on,
        id=before.id,
        number=before.number,
        version=before.version,
    )


def field_of(problem: str) -> str:
    """The form's field for a field of the order: blood pressure is typed as one."""
    return next((name for name, both in PRESSURE.items() if problem in both), problem)


def parse_number(text: str, field: str) -> int | None:
    """A whole number as typed; None for an empty field, BadInput for what is none."""
    text = text.strip()
    if not text:
        return None
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII):
        raise BadInput(f"“{text}” is not a whole number. Type digits only, or leave the field empty.", field)
    return int(text)


def _parsed_pair(text: str, field: str) -> tuple[int | None, int | None]:
    text = text.strip()
    if not text:
        return None, None
    found = _PAIR.fullmatch(text)
    if not found or not any(part.isdigit() for part in found.groups()):
        raise BadInput(
            "Type both numbers with a stroke between them. Where the order names only one, put – for the other.", field
        )
    upper, lower = (int(part) if part.isdigit() else None for part in found.groups())
    return upper, lower


_LIMIT_NAMES = ("pulse_most", "pulse_least", "spo2_least")
_NUMBERS = (
    "dose_least_mg",
    "dose_most_mg",
    "doses_authorised",
    "interval_days",
    "hold_least_minutes",
    "hold_most_minutes",
)


def merged(whole: TypedOrder, part: TypedOrder, names: Iterable[str]) -> TypedOrder:
    """`whole` with the fields `names` taken from `part`."""
    return replace(whole, **{name: getattr(part, name) for name in names})
