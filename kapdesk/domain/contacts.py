"""Ways to reach a client, the people around her, and what an entry needs before it can be kept."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from kapdesk.errors import BadInput


class Answer(StrEnum):
    """Leave that was asked for: three states, and none of them is guessed."""

    NOT_ASKED = ""
    YES = "yes"
    NO = "no"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return "Not asked" if self is Answer.NOT_ASKED else self.value.capitalize()


class WayKind(StrEnum):
    """How a client is reached."""

    PHONE = "phone"
    EMAIL = "email"
    POST = "post"
    OTHER = "other"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return "Telephone" if self is WayKind.PHONE else self.value.capitalize()


class ContactKind(StrEnum):
    """What somebody in the contact book is, to whomever; the executor of the professional will is the practice's own."""

    PRESCRIBER = "prescriber"
    PHYSICIAN = "physician"
    PHARMACY = "pharmacy"
    DRIVER = "driver"
    FAMILY = "family"
    EXECUTOR = "executor"
    OTHER = "other"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return "Family or friend" if self is ContactKind.FAMILY else self.value.capitalize()


class Role(StrEnum):
    """What a contact is to one client; somebody may be several things."""

    EMERGENCY = "emergency"
    PRESCRIBER = "prescriber"
    PHYSICIAN = "physician"
    PHARMACY = "pharmacy"
    DRIVER = "driver"
    FAMILY = "family"
    OTHER = "other"

    @property
    def words(self) -> str:
        """As it stands on the screen."""
        return {
            Role.EMERGENCY: "Emergency contact",
            Role.DRIVER: "Ride home",
            Role.FAMILY: "Family or friend",
        }.get(self, self.value.capitalize())

    @property
    def kind(self) -> ContactKind:
        """The kind of contact that such a person usually is."""
        return {Role.EMERGENCY: ContactKind.FAMILY}.get(self) or ContactKind(self.value)


@dataclass(frozen=True)
class Way:
    """A way to reach a client, as asked; `position` orders them, 0 is not placed yet."""

    kind: WayKind = WayKind.PHONE
    value: str = ""
    label: str = ""
    may_leave_message: Answer = Answer.NOT_ASKED
    may_write: Answer = Answer.NOT_ASKED
    position: int = 0
    id: int = 0

    def checked(self, today: date) -> "Way":
        """The same without outer blanks; BadInput when it cannot be kept."""
        way = stripped(self)
        if not way.value:
            raise BadInput("Type the number or the address, or cancel.", "value")
        if way.kind is WayKind.EMAIL:
            check_email(way.value, "value")
        return way

    @property
    def leave(self) -> str:
        """What was agreed on it, in words: `may leave a message, may not write`; what was not asked is said too."""
        parts = []
        if self.kind in (WayKind.PHONE, WayKind.OTHER):
            parts.append(_leave(self.may_leave_message, "leave a message", "message"))
        parts.append(_leave(self.may_write, "write", "writing"))
        return ", ".join(parts)


@dataclass(frozen=True)
class Contact:
    """Somebody of the contact book."""

    name: str = ""
    kind: ContactKind = ContactKind.OTHER
    organization: str = ""
    phone: str = ""
    email: str = ""
    fax: str = ""
    address: str = ""
    notes: str = ""
    archived: bool = False
    id: int = 0

    def checked(self) -> "Contact":
        """The same without outer blanks; BadInput when it cannot be kept."""
        contact = stripped(self)
        if not contact.name:
            raise BadInput("Enter a name, of the person or of the place.", "name")
        if contact.email:
            check_email(contact.email, "email")
        return contact

    @property
    def where(self) -> str:
        """Place, address and telephone, one below the other."""
        return "\n".join(filter(None, (self.organization, self.address, self.phone)))

    @property
    def reach(self) -> str:
        """Telephone, email and fax on a line."""
        fax = f"fax {self.fax}" if self.fax else ""
        return " · ".join(part for part in (self.phone, self.email, fax) if part)


Entry = TypeVar("Entry")


def stripped(entry: Entry) -> Entry:
    """A dataclass with the outer blanks of its words removed."""
    words: dict[str, Any] = {name: value.strip() for name, value in asdict(entry).items() if type(value) is str}  # type: ignore[call-overload]  # a dataclass
    return replace(entry, **words)  # type: ignore[type-var]  # a dataclass


def check_email(address: str, field: str) -> None:
    """BadInput for what cannot be an email address."""
    if "@" not in address:
        raise BadInput(f"“{address}” is not an email address: it has no @.", field)


def _leave(answer: Answer, act: str, noun: str) -> str:
    if answer is Answer.NOT_ASKED:
        return f"{noun} not asked"
    return f"may {act}" if answer is Answer.YES else f"may not {act}"
