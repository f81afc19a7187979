"""Who and what stands around a client's session: ride, emergency contact, prescriber, the address of the room."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.contacts import Role
from kapdesk.domain.orders import Order
from kapdesk.records.contact import ClientContact, Contact
from kapdesk.usecases.house.practice import facts_of


@dataclass(frozen=True)
class Person:
    """Somebody with a telephone number; both empty when nobody is on file."""

    name: str = ""
    phone: str = ""

    @property
    def words(self) -> str:
        """`Luis, 505-555-0142`."""
        return ", ".join(part for part in (self.name, self.phone) if part)


@dataclass(frozen=True)
class Around:
    """Who and what stands around the session: ride, emergency contact, prescriber, and the address of the room."""

    ride: Person = Person()
    emergency: Person = Person()
    prescriber: Person = Person()
    room: str = ""


def around_of(db: Session, client_id: int, order: Order | None) -> Around:
    """Who and what stands around a client's session, in an open read; the prescriber is the order's."""
    prescriber = _contact(db, client_id, Role.PRESCRIBER)
    if order is not None:
        known = db.get(Contact, order.prescriber_id) if order.prescriber_id else None
        same = prescriber.phone if prescriber.name == order.prescriber else ""
        prescriber = Person(order.prescriber, known.phone if known else same)
    return Around(
        _contact(db, client_id, Role.DRIVER),
        _contact(db, client_id, Role.EMERGENCY),
        prescriber,
        facts_of(db).address,
    )


def _contact(db: Session, client_id: int, role: Role) -> Person:
    """The newest contact in a role, one with a telephone number before one without."""
    found = db.execute(
        select(Contact.name, Contact.phone)
        .join(ClientContact, ClientContact.contact_id == Contact.id)
        .where(ClientContact.client_id == client_id, ClientContact.role == role.value)
        .order_by(Contact.phone == "", ClientContact.id.desc())
        .limit(1)
    ).first()
    return Person(*found) if found else Person()
