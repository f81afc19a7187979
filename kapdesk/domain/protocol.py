"""The protocol's figures: each a default with its source, never a rule of the program.

[S] is "An Introduction to Ketamine-Assisted Psychotherapy" (Kelley Parke, PhD, LPCC).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from kapdesk.errors import BadInput

FOUNDING_DOCUMENT = "An Introduction to Ketamine-Assisted Psychotherapy (K. Parke)"
OWN_START = "kapdesk’s start value; nothing clinical rests on it"


@dataclass(frozen=True)
class Protocol:
    """What courses are measured against. A course copies the figures of `OF_A_COURSE` at its start and can differ."""

    preparations: int = 3
    """Preparation sessions before the first ketamine session: at least 3, sometimes 4 or more [S]."""
    planned_ketamine: int = 8
    """Ketamine sessions in a full course: 8 to 10 are usually enough in that practice's experience [S]."""
    ketamine_minutes: int = 180
    """Minutes booked for a ketamine session, which lasts 2 to 2.5 hours [S]."""
    acute_from_minutes: int = 45
    """Minutes: the shorter end of the usual acute effects of sublingual ketamine, 45 to 60 [S]."""
    acute_to_minutes: int = 60
    """Minutes: the longer end of the same [S]."""
    integrations_each: int = 1
    """Integration sessions for each ketamine session: at least 1, 2 or more when there is much material [S]."""
    integration_from_days: int = 1
    """Days after a ketamine session from which an integration session is best held: 1 to 3 [S]."""
    integration_within_days: int = 3
    """Days after a ketamine session by which it is best held [S]."""
    recommended_interval_days: int = 14
    """Days between ketamine sessions: this practice's recommendation [S]; the prescriber's order binds."""
    vitals_minutes: tuple[int, ...] = (40,)
    """Minutes after medicine in at which vitals are usually taken, besides before and at the end (kap-facts, 5)."""
    minimum_stay_minutes: int = 0
    """Minutes that a client stays at least after the last medicine; 0: the practice sets none (kap-facts, 5)."""
    call_minutes: int = 20
    """Minutes of the free introductory call [S]."""
    preparation_minutes: int = 50
    """Minutes booked for a preparation session; no source, a usual hour of therapy."""
    integration_minutes: int = 50
    """Minutes booked for an integration session; no source, a usual hour of therapy."""
    follow_up_months: tuple[int, ...] = (1, 3, 6)
    """Months after the end of a course at which the practice asks how it goes, as the measures do (kap-facts, 7)."""


@dataclass(frozen=True)
class Figure:
    """A figure as the settings show it: its words, its unit, its source and what it may be."""

    name: str
    words: str
    unit: str
    source: str
    least: int
    most: int


FIGURES = (
    Figure("preparations", "Preparation sessions before the first ketamine session", "sessions", f"{FOUNDING_DOCUMENT}: at least 3, sometimes 4 or more", 0, 20),
    Figure("planned_ketamine", "Ketamine sessions planned for a course", "sessions", f"{FOUNDING_DOCUMENT}: 8 to 10 are usually enough in that practice’s experience, reviewed with the prescriber; no study proves a number", 1, 99),
    Figure("ketamine_minutes", "Booked for a ketamine session", "minutes", f"{FOUNDING_DOCUMENT}: it lasts 2 to 2.5 hours, 3 are booked", 15, 600),
    Figure("acute_from_minutes", "Usual acute effects, from", "minutes", f"{FOUNDING_DOCUMENT}: 45 to 60 minutes", 5, 300),
    Figure("acute_to_minutes", "Usual acute effects, to", "minutes", f"{FOUNDING_DOCUMENT}: 45 to 60 minutes", 5, 300),
    Figure("integrations_each", "Integration sessions for each ketamine session", "sessions", f"{FOUNDING_DOCUMENT}: at least 1, 2 or more when there is much material", 1, 10),
    Figure("integration_from_days", "Integration window, from", "days after", f"{FOUNDING_DOCUMENT}: ideally 1 to 3 days after", 0, 30),
    Figure("integration_within_days", "Integration window, to", "days after", f"{FOUNDING_DOCUMENT}: ideally 1 to 3 days after", 0, 60),
    Figure("recommended_interval_days", "Recommended between ketamine sessions (the prescriber’s order binds)", "days", f"{FOUNDING_DOCUMENT}: one every 14 days is that practice’s recommendation", 1, 365),
    Figure("vitals_minutes", "Usual vitals besides before and at the end", "minutes after medicine in", "Usual in practices of KAP: before, about 40 minutes, at the end", 1, 300),
    Figure("minimum_stay_minutes", "Stay at least, after the last medicine (0: none is set)", "minutes", "The practice’s own rule; none is shipped", 0, 600),
    Figure("call_minutes", "Booked for an introductory call", "minutes", f"{FOUNDING_DOCUMENT}: about 20 minutes, free", 5, 120),
    Figure("preparation_minutes", "Booked for a preparation session", "minutes", OWN_START, 15, 300),
    Figure("integration_minutes", "Booked for an integration session", "minutes", OWN_START, 15, 300),
    Figure("follow_up_months", "Follow-up after the end of a course", "months after", "The times at which measures are usually repeated: 1, 3 and 6 months", 1, 60),
)  # fmt: skip
"""Every figure there is, in the order of the settings."""

OF_A_COURSE = (
    "planned_ketamine",
    "ketamine_minutes",
    "acute_from_minutes",
    "acute_to_minutes",
    "integrations_each",
    "integration_from_days",
    "integration_within_days",
    "recommended_interval_days",
    "vitals_minutes",
)
"""What a course copies under the same name; its `planned_preparation` copies `preparations`."""

FOUNDING = Protocol()
_PAIRS = (("acute_from_minutes", "acute_to_minutes"), ("integration_from_days", "integration_within_days"))


def checked(protocol: Protocol) -> Protocol:
    """The same, when every figure may stand; BadInput with the figure's name otherwise."""
    for figure in FIGURES:
        value = getattr(protocol, figure.name)
        several = value if isinstance(value, tuple) else (value,)
        if not all(figure.least <= one <= figure.most for one in several):
            raise BadInput(f"{figure.words}: between {figure.least} and {figure.most} {figure.unit}.", figure.name)
        if isinstance(value, tuple) and list(value) != sorted(set(value)):
            raise BadInput(f"{figure.words}: each number once, the smaller first.", figure.name)
    for low, high in _PAIRS:
        if getattr(protocol, low) > getattr(protocol, high):
            raise BadInput(f"{_figure(low).words} must not be more than “to”.", low)
    return protocol


def as_kept(protocol: Protocol) -> dict[str, Any]:
    """Only what differs from the founding document's figures, as JSON can hold it."""
    usual = asdict(FOUNDING)
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(protocol).items()
        if value != usual[name]
    }


def from_kept(kept: Mapping[str, Any]) -> Protocol:
    """The figures from what `as_kept` gave; what this program does not know is left alone."""
    known = {field.name for field in fields(Protocol)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in kept.items() if name in known
    }
    return replace(FOUNDING, **values)


def _figure(name: str) -> Figure:
    return next(figure for figure in FIGURES if figure.name == name)
