"""What a client may ask of her record, and by when it is answered (kap-facts, 8).

45 CFR 164.524: a copy within 30 days, once 30 more; 164.526: an amendment within 60, once 30 more; 164.528: an accounting of
disclosures within 60, once 30 more. A state's law may be shorter; the shorter limit is the practice's setting.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from kapdesk.domain.dates import in_full, short
from kapdesk.errors import BadInput


class RequestKind(StrEnum):
    """What is asked for."""

    COPY = "copy"
    AMENDMENT = "amendment"
    ACCOUNTING = "accounting"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {"copy": "Copy of the record", "amendment": "Amendment", "accounting": "Accounting of disclosures"}[
            self.value
        ]


class RequestAnswer(StrEnum):
    """What became of it; open until it is answered."""

    OPEN = ""
    GIVEN = "given"
    PARTLY = "partly"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return self.value.capitalize() or "Open"


FEDERAL_DAYS = {RequestKind.COPY: 30, RequestKind.AMENDMENT: 60, RequestKind.ACCOUNTING: 60}
"""Days to answer in, as 45 CFR 164.524, 164.526 and 164.528 say."""
EXTRA_DAYS = 30
"""By how many days the limit can be extended, once, with a reason told to the client."""


@dataclass(frozen=True)
class Request:
    """A request as it stands; `days` is the limit that held when it came."""

    kind: RequestKind | None
    received_on: date
    words: str = ""
    days: int = 0
    extra_days: int = 0
    extended_on: date | None = None
    extended_words: str = ""
    answer: RequestAnswer = RequestAnswer.OPEN
    answered_on: date | None = None
    answer_words: str = ""
    id: int = 0

    @property
    def due(self) -> date:
        """The last day to answer on."""
        return self.received_on + timedelta(days=self.days + self.extra_days)

    @property
    def open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.answer is RequestAnswer.OPEN

    def checked(self, today: date) -> "Request":
        """The same without outer blanks; BadInput when it cannot be kept."""
        request = replace(
            self,
            words=self.words.strip(),
            extended_words=self.extended_words.strip(),
            answer_words=self.answer_words.strip(),
        )
        if request.kind is None:
            raise BadInput("Choose what is asked for.", "kind")
        if request.received_on > today:
            raise BadInput("The day is still to come. Type the day on which the request came.", "received_on")
        if not 1 <= request.days <= FEDERAL_DAYS[request.kind]:
            raise BadInput(f"The limit is between 1 and {FEDERAL_DAYS[request.kind]} days.", "days")
        if request.kind is RequestKind.AMENDMENT and not request.words:
            raise BadInput("Say what is to be amended, and why, in the client’s words.", "words")
        if request.extra_days and not request.extended_words:
            raise BadInput("Say why more time is needed; the client is told so in writing.", "extended_words")
        if not request.open and request.answered_on is None:
            raise BadInput("Type the day of the answer.", "answered_on")
        if request.answered_on and not request.received_on <= request.answered_on <= today:
            raise BadInput("The answer lies between the day of the request and today.", "answered_on")
        if request.answer in (RequestAnswer.DENIED, RequestAnswer.PARTLY) and not request.answer_words:
            raise BadInput("Say what was denied and on what ground; the client is told so in writing.", "answer_words")
        return request


SOON_DAYS = 10
"""Days before its last one from which a request is said on Today; kapdesk's choice."""

RECEIVED, LONGER, AMENDED, COPY_COVER = "request-received", "request-extended", "request-amended", "record-copy-cover"
_DENIED = {RequestKind.COPY: "request-copy-denied", RequestKind.AMENDMENT: "request-amendment-denied"}


def letters_of(request: Request) -> tuple[str, ...]:
    """The papers that can be written about a request as it stands, the one that is wanted now first."""
    said: list[str] = []
    if request.open:
        said = [LONGER, RECEIVED] if request.extra_days else [RECEIVED]
        return (*said, COPY_COVER) if request.kind is RequestKind.COPY else tuple(said)
    if request.answer in (RequestAnswer.DENIED, RequestAnswer.PARTLY) and request.kind in _DENIED:
        said.append(_DENIED[request.kind])
    if request.answer in (RequestAnswer.GIVEN, RequestAnswer.PARTLY):
        given = {RequestKind.COPY: COPY_COVER, RequestKind.AMENDMENT: AMENDED}
        said += [given[request.kind]] if request.kind in given else []
    return tuple(said)


def clock_words(request: Request, today: date) -> str:
    """How its clock stands: `12 days left, due Jun 21`, `3 days late`, `given Jun 3`."""
    if not request.open:
        day = f" {short(request.answered_on, today)}" if request.answered_on else ""
        return f"{request.answer.words.lower()}{day}"
    days = (request.due - today).days
    if days < 0:
        return f"{-days} day{'' if days == -1 else 's'} late, was due {short(request.due, today)}"
    left = "due today" if days == 0 else f"{days} day{'' if days == 1 else 's'} left, due {short(request.due, today)}"
    return f"{left}, extended" if request.extra_days else left


def addendum_words(request: Request) -> tuple[str, str]:
    """What an addendum says that a client asked for: why it is written, and her words; the note itself never changes."""
    why = f"The client asked on {in_full(request.received_on)} that the record be amended."
    return why, f"The client’s words: {request.words}"
