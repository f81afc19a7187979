"""What was told about a client's health, read as a whole; and when she was asked, also when there was nothing to tell."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy.orm import Session

from kapdesk.domain.dates import short
from kapdesk.domain.health import Allergy, Diagnosis, Flag, Medicine, Weight
from kapdesk.errors import BadInput
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people.clients import find_client
from kapdesk.usecases.people.entries import read_entries
from kapdesk.vault.database import Vault

Asked = Literal["allergies", "medicines"]


@dataclass(frozen=True)
class HealthTold:
    """Flags, allergies, medicines and diagnoses of a client, and when she was asked about two of them."""

    flags: tuple[Flag, ...]
    allergies: tuple[Allergy, ...]
    medicines: tuple[Medicine, ...]
    diagnoses: tuple[Diagnosis, ...]
    allergies_asked_on: date | None
    medicines_asked_on: date | None


def health_of(vault: Vault, client_id: int) -> HealthTold:
    """Everything that was told, the open before the closed; NotFound."""
    with vault.read() as db:
        client = find_client(db, client_id)
        flags = sorted(read_entries(db, client_id, Flag), key=_flag_order)
        medicines = sorted(read_entries(db, client_id, Medicine), key=lambda one: one.stopped_on is not None)
        diagnoses = sorted(read_entries(db, client_id, Diagnosis), key=lambda one: one.until_on is not None)
        return HealthTold(
            tuple(flags),
            tuple(read_entries(db, client_id, Allergy)),
            tuple(medicines),
            tuple(diagnoses),
            client.allergies_asked_on,
            client.medicines_asked_on,
        )


def asked(vault: Vault, client_id: int, about: Asked, on: date | None, at: datetime) -> Undo:
    """Enter the day on which the client was asked about allergies or medicines; None takes the day away."""
    if on is not None and on > at.date():
        raise BadInput(f"{short(on, at.date())} is still to come. Type the day on which you asked.", "asked_on")
    with vault.write() as db:
        before = put_asked(db, client_id, about, on, at)
    words = f"Asked about {about}: {short(on, at.date())}" if on else f"Day of asking about {about} taken away"
    return Undo(words, lambda vault, at: asked(vault, client_id, about, before, at))


def put_asked(db: Session, client_id: int, about: Asked, on: date | None, at: datetime) -> date | None:
    """The same in the caller's write; the day that stood there."""
    client, field = find_client(db, client_id), f"{about}_asked_on"
    before: date | None = getattr(client, field)
    setattr(client, field, on)
    if before != on:
        enter(db, at, "client", "changed", client_id, client_id, (field,))
    return before


def open_flags(db: Session, client_id: int) -> list[Flag]:
    """The flags that are neither closed nor mere notes, those without an answer first."""
    return sorted((flag for flag in read_entries(db, client_id, Flag) if flag.open), key=_flag_order)


def _flag_order(flag: Flag) -> tuple[bool, bool, int, int]:
    weight = list(Weight).index(flag.weight) if flag.weight else len(Weight)
    return flag.closed_on is not None, bool(flag.answer), weight, flag.id
