"""What is first to do in a new practice, in words."""

from dataclasses import dataclass
from typing import Literal

Name = Literal["recovery", "backups", "introduction", "client"]
PUT_OFF_DAYS = 7
"""What is put off is asked for again after so many days."""


@dataclass(frozen=True)
class FirstThing:
    """The one thing to do next in a new practice: a sentence, and the button that leads there."""

    name: Name
    headline: str
    words: str
    verb: str


FIRST_THINGS: dict[Name, FirstThing] = {
    "recovery": FirstThing(
        "recovery",
        "Your recovery sheet is not made yet",
        "If the passphrase is lost, only the recovery sheet opens the practice, for you and for your executor. The key that "
        "was shown before is kept nowhere: this makes a new one.",
        "Make your recovery sheet…",
    ),
    "backups": FirstThing(
        "backups",
        "There is no backup yet",
        "If this computer dies, everything in it is lost. Put in a stick, or choose another drive.",
        "Choose where backups go…",
    ),
    "introduction": FirstThing(
        "introduction",
        "Print the first paper",
        "The KAP introduction is what a new client reads first. Read it, and print a copy.",
        "Print the KAP introduction",
    ),
    "client": FirstThing(
        "client",
        "Enter your first client",
        "A name is enough to begin. Course, papers and notes are in the client’s chart.",
        "Enter a new client…",
    ),
}
