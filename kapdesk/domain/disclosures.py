"""What left the practice about a client: to whom, what, for what purpose and on what basis (45 CFR 164.528)."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from kapdesk.errors import BadInput


class Basis(StrEnum):
    """Why it may be disclosed."""

    TREATMENT = "treatment"
    AUTHORIZATION = "authorization"
    TO_CLIENT = "to_client"
    REQUIRED_BY_LAW = "required_by_law"
    THREAT = "threat"
    OTHER = "other"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {
            "treatment": "Treatment",
            "authorization": "The client’s authorization",
            "to_client": "To the client",
            "required_by_law": "Required by law",
            "threat": "A threat to safety",
            "other": "Other",
        }[self.value]


@dataclass(frozen=True)
class Disclosure:
    """One entry of the list; `on` is the day it left the practice, `how` in a few words (printed, saved, told)."""

    on: date
    to_whom: str
    what: str
    purpose: str
    basis: Basis | None
    basis_words: str = ""
    how: str = ""
    sha256: str = ""
    id: int = 0

    def checked(self, today: date) -> "Disclosure":
        """The same without outer blanks; BadInput when it cannot be kept."""
        words: dict[str, Any] = {
            name: " ".join(getattr(self, name).split()) for name in ("to_whom", "what", "purpose", "basis_words", "how")
        }
        entry = replace(self, **words)
        if entry.on > today:
            raise BadInput("The day is still to come. Type the day on which it left the practice.", "on")
        if not entry.to_whom:
            raise BadInput("Say to whom it goes.", "to_whom")
        if not entry.what:
            raise BadInput("Say what was disclosed.", "what")
        if not entry.purpose:
            raise BadInput("Say for what purpose.", "purpose")
        if entry.basis is None:
            raise BadInput("Choose the basis on which it may be disclosed.", "basis")
        if entry.basis is Basis.OTHER and not entry.basis_words:
            raise BadInput("Say in words on what basis.", "basis_words")
        return entry
