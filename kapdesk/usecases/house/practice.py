"""The practice's own facts, as they stand on papers."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy.orm import Session

from kapdesk.errors import BadInput
from kapdesk.records.practice import Practice
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.vault.database import Vault

_LARGEST_LOGO = 2 * 1024 * 1024
_NAMES = {"therapist": "therapist", "time_zone": "time zone", "page": "page size"}


@dataclass(frozen=True)
class PracticeFacts:
    """Name, therapist and contact; `page` is `letter` or `a4`; `logo` a PNG or JPEG; `fictional` marks the sample."""

    name: str = ""
    therapist: str = ""
    credentials: str = ""
    licence: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    time_zone: str = "America/Denver"
    logo: bytes = b""
    page: str = "letter"
    fictional: bool = False

    @property
    def signer(self) -> str:
        """The therapist as she signs: `Dana Whitfield, PhD, LPCC`."""
        return ", ".join(part for part in (self.therapist, self.credentials) if part)

    @property
    def contact(self) -> str:
        """Telephone and email on one line."""
        return " · ".join(part for part in (self.phone, self.email) if part)


def get_practice(vault: Vault) -> PracticeFacts:
    """The practice's facts."""
    with vault.read() as db:
        return facts_of(db)


def facts_of(db: Session) -> PracticeFacts:
    """The practice's facts, inside a caller's transaction."""
    row = db.get_one(Practice, 1)
    return PracticeFacts(**{field.name: getattr(row, field.name) for field in fields(PracticeFacts)})


def save_practice(vault: Vault, facts: PracticeFacts, at: datetime) -> Undo:
    """Keep new facts; raises BadInput with the field's name."""
    facts = checked(facts)
    with vault.write() as db:
        before = facts_of(db)
        _put(db, replace(facts, fictional=before.fictional), at)
    return Undo("Practice saved", lambda vault, at: _restore(vault, before, at))


def checked(facts: PracticeFacts) -> PracticeFacts:
    """The facts with outer blanks removed; BadInput when one cannot be kept."""
    stripped: dict[str, Any] = {name: value.strip() for name, value in asdict(facts).items() if isinstance(value, str)}
    facts = replace(facts, **stripped)
    if facts.time_zone not in time_zone_names():
        raise BadInput(
            f"“{facts.time_zone}” is not a time zone. Choose one from the list, such as America/Denver.", "time_zone"
        )
    if facts.page not in ("letter", "a4"):
        raise BadInput("The page size is either Letter or A4.", "page")
    if facts.email and "@" not in facts.email:
        raise BadInput(f"“{facts.email}” is not an email address: it has no @.", "email")
    if len(facts.logo) > _LARGEST_LOGO:
        raise BadInput("The logo is larger than 2 MB. Choose a smaller picture.", "logo")
    if facts.logo and not facts.logo.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise BadInput("The logo is neither a PNG nor a JPEG picture. Choose another file.", "logo")
    return facts


def time_zones() -> list[str]:
    """The names of time zones, the United States' first."""
    return sorted(
        time_zone_names(), key=lambda name: (not name.startswith(("America/", "US/", "Pacific/Honolulu")), name)
    )


@cache
def time_zone_names() -> frozenset[str]:
    """The names of time zones that this computer knows."""
    return frozenset(available_timezones())


def zone(facts: PracticeFacts) -> ZoneInfo:
    """The practice's time zone."""
    return ZoneInfo(facts.time_zone)


def _put(db: Session, facts: PracticeFacts, at: datetime) -> None:
    row = db.get_one(Practice, 1)
    changed = [name for name, value in vars(facts).items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, getattr(facts, name))
    if changed:
        enter(db, at, "practice", "changed", fields=changed)


def _restore(vault: Vault, facts: PracticeFacts, at: datetime) -> None:
    with vault.write() as db:
        _put(db, facts, at)
