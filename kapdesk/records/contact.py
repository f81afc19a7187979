"""Ways to reach a client, and the contact book that all clients share."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.domain.contacts import Answer, ContactKind, Role, WayKind
from kapdesk.records.base import NEVER_REUSED, Key, Table, Uid, Words, one_of


class ContactWay(Table):
    """A telephone number, an address to write to; leave to use it is `yes`, `no` or was not asked."""

    __tablename__ = "contact_way"
    __table_args__ = (
        one_of("kind", WayKind),
        one_of("may_leave_message", Answer),
        one_of("may_write", Answer),
        NEVER_REUSED,
    )

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    kind: Mapped[str]
    label: Mapped[Words]
    value: Mapped[str]
    may_leave_message: Mapped[Words]
    may_write: Mapped[Words]
    position: Mapped[int]


class Contact(Table):
    """Somebody that clients or the practice have to do with; one row, however many charts name her."""

    __tablename__ = "contact"
    __table_args__ = (one_of("kind", ContactKind), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    name: Mapped[str]
    organization: Mapped[Words]
    kind: Mapped[str]
    phone: Mapped[Words]
    email: Mapped[Words]
    fax: Mapped[Words]
    address: Mapped[Words]
    notes: Mapped[Words]
    archived: Mapped[bool]


class ClientContact(Table):
    """What a contact is to a client."""

    __tablename__ = "client_contact"
    __table_args__ = (one_of("role", Role), UniqueConstraint("client_id", "contact_id", "role"), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    role: Mapped[str]
    relation: Mapped[Words]
    note: Mapped[Words]
