"""The prescriber's order: what was written, in the prescriber's words, and what is compared with it.

No figure here has a default: what the order does not say is "not on file". Nothing is ever compared with anything but
the client's own order, and every comparison names it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kapdesk.domain.contacts import Answer


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
