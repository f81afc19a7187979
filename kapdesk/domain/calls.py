"""The introductory call: what is asked in it, and the wait list."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kapdesk.domain.contacts import Answer


class Fit(StrEnum):
    """Whether the two seem to fit, by the therapist's impression."""

    NOT_ASKED = ""
    GOOD = "good"
    UNSURE = "unsure"
    NOT = "not"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {"": "Not asked", "good": "A good fit", "unsure": "Not sure yet", "not": "Not a fit"}[self.value]


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
    safety: str = ""
    safety_asked_on: date | None = None
    fit: Fit = Fit.NOT_ASKED
    fit_words: str = ""
    space: str = ""
    next_step: NextStep = NextStep.OPEN
    next_words: str = ""
