"""The introductory call: what is asked in it, whether there is space for one more client, and how long somebody waits."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kapdesk.domain.contacts import Answer
from kapdesk.domain.dates import short

NOT_ASKED = "not asked"
"""How what was not asked reads."""
INTENT_STEPS = (
    "Stay on the line.",
    "Call or text 988, or call 911, with the client. Ask where the client is now.",
    "Reach the emergency contact, and open the safety plan together.",
)
"""What to do at once when there is current intent, in this order."""


class Safety(StrEnum):
    """What was said when safety was asked about: thoughts of dying or of harming somebody, now."""

    NOT_ASKED = ""
    NONE = "none"
    THOUGHTS = "thoughts"
    INTENT = "intent"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {
            "": "Not asked",
            "none": "No thoughts of dying or harm",
            "thoughts": "Thoughts, no intent now",
            "intent": "Current intent",
        }[self.value]


class Fit(StrEnum):
    """Whether the two seem to fit, by the therapist's impression."""

    NOT_ASKED = ""
    GOOD = "good"
    UNSURE = "unsure"
    NOT = "not"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {"": "Not judged yet", "good": "A good fit", "unsure": "Not sure yet", "not": "Not a fit"}[self.value]


class NextStep(StrEnum):
    """What was agreed at the end of the call."""

    OPEN = ""
    BOOK = "book"
    WAIT = "wait"
    THINK = "think"
    REFER = "refer"
    NONE = "none"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {
            "": "Not agreed yet",
            "book": "Book a first preparation session",
            "wait": "Put on the wait list",
            "think": "The client thinks it over",
            "refer": "Referred elsewhere",
            "none": "No further step",
        }[self.value]


@dataclass(frozen=True)
class Call:
    """The sheet of a call; what was not asked is empty and reads "not asked"."""

    called_on: date | None = None
    reason: str = ""
    prescriber: Answer = Answer.NOT_ASKED
    prescriber_words: str = ""
    safety_now: Safety = Safety.NOT_ASKED
    safety: str = ""
    safety_asked_on: date | None = None
    fit: Fit = Fit.NOT_ASKED
    fit_words: str = ""
    space: str = ""
    next_step: NextStep = NextStep.OPEN
    next_words: str = ""

    def answered(self, before: "Call", today: date) -> "Call":
        """The same, with the day on which safety was asked: that of the answer, for as long as there is one."""
        if self.safety_now is Safety.NOT_ASKED:
            return replace(self, safety_asked_on=None)
        if self.safety_now is before.safety_now and before.safety_asked_on is not None:
            return replace(self, safety_asked_on=before.safety_asked_on)
        return replace(self, safety_asked_on=today)

    def safety_line(self, today: date) -> str:
        """What was said about safety, and when it was asked: `No thoughts of dying or harm, asked Jun 9`."""
        if self.safety_now is Safety.NOT_ASKED:
            return f"Safety {NOT_ASKED}"
        asked = f", asked {short(self.safety_asked_on, today)}" if self.safety_asked_on else ""
        return f"{self.safety_now.words}{asked}"

    def summary(self, today: date) -> str:
        """The sheet in one line: when, prescriber, safety, fit, next step; what was not asked is said too."""
        when = f"Call of {short(self.called_on, today)}" if self.called_on else "Day of the call not entered"
        prescriber = {
            Answer.YES: self.prescriber_words.strip() or "has a prescriber",
            Answer.NO: "no prescriber yet",
        }.get(self.prescriber, f"prescriber {NOT_ASKED}")
        safety = self.safety_line(today) if self.safety_now else f"safety {NOT_ASKED}"
        fit = self.fit.words.lower() if self.fit else f"fit {self.fit.words.lower()}"
        return " · ".join((when, prescriber, safety, fit, self.next_step.words))


@dataclass(frozen=True)
class Space:
    """How many clients the practice takes (None: not set), and how many there are: active, or in a running course."""

    capacity: int | None
    active: int

    @property
    def free(self) -> int | None:
        """How many more there is space for; None when no capacity is set."""
        return None if self.capacity is None else max(0, self.capacity - self.active)

    @property
    def full(self) -> bool:
        """Whether there is no space for one more; never so while no capacity is set."""
        return self.free == 0

    @property
    def words(self) -> str:
        """`Space for 2 of 20`; that it is full, or that no capacity is set, is said as such."""
        if self.capacity is None:
            return f"Capacity not set · {clients(self.active)} active"
        if self.active > self.capacity:
            return f"Full: {clients(self.active)} active, capacity {self.capacity}"
        return f"Full: {self.active} of {self.capacity}" if self.full else f"Space for {self.free} of {self.capacity}"


def next_steps(space: Space) -> tuple[NextStep, ...]:
    """What can be agreed, in the order in which it is offered: when the practice is full, the wait list before a booking."""
    steps = list(NextStep)
    if space.full:
        steps.remove(NextStep.WAIT)
        steps.insert(1, NextStep.WAIT)
    return tuple(steps)


def clients(number: int) -> str:
    """`1 client`, `2 clients`."""
    return "1 client" if number == 1 else f"{number} clients"


def waits(on: date | None, today: date) -> str:
    """How long somebody has been on the wait list: `43 days`, `since today`; a day that is not known is said."""
    if on is None:
        return "day not known"
    days = (today - on).days
    return "since today" if days <= 0 else "1 day" if days == 1 else f"{days} days"
