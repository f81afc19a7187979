"""Clients, and what the practice keeps of them beside the chart's standard fields."""

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.domain.clients import Status
from kapdesk.records.base import NEVER_REUSED, Key, Table, Uid, Words, one_of


class Client(Table):
    """One person of the practice; `status_before` is what the archive gives back.

    `wait_listed_on` is the day she was put on the wait list, as far as it is known.
    `allergies_asked_on` and `medicines_asked_on` say when she was asked, also when there was nothing to tell.
    """

    __tablename__ = "client"
    __table_args__ = (one_of("status", Status), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    legal_name: Mapped[str]
    preferred_name: Mapped[Words]
    pronouns: Mapped[Words]
    birth_date: Mapped[date | None]
    status: Mapped[str]
    status_before: Mapped[Words]
    wait_listed_on: Mapped[date | None]
    since: Mapped[date]
    address: Mapped[Words]
    referred_by: Mapped[Words]
    concerns: Mapped[Words]
    language: Mapped[Words]
    occupation: Mapped[Words]
    insurance: Mapped[Words]
    goals: Mapped[Words]
    allergies_asked_on: Mapped[date | None]
    medicines_asked_on: Mapped[date | None]


class ClientPhoto(Table):
    """A small picture of a client, made anew from the one that was chosen."""

    __tablename__ = "client_photo"
    __table_args__ = (UniqueConstraint("client_id"), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    picture: Mapped[bytes] = mapped_column(LargeBinary)


class DetailField(Table):
    """A field that the practice added to every client's details; a retired one is kept with what it holds."""

    __tablename__ = "detail_field"
    __table_args__ = (UniqueConstraint("name"), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    name: Mapped[str]
    position: Mapped[int]
    retired: Mapped[bool]


class ClientDetail(Table):
    """What such a field holds for a client."""

    __tablename__ = "client_detail"
    __table_args__ = (UniqueConstraint("client_id", "field_id"), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    field_id: Mapped[int] = mapped_column(ForeignKey("detail_field.id"))
    value: Mapped[str]
