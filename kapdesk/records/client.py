"""Clients."""

from datetime import date

from sqlalchemy.orm import Mapped

from kapdesk.domain.clients import Status
from kapdesk.records.base import NEVER_REUSED, Key, Table, Uid, Words, one_of


class Client(Table):
    """One person of the practice; `status_before` is what the archive gives back."""

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
    since: Mapped[date]
    phone: Mapped[Words]
    email: Mapped[Words]
    address: Mapped[Words]
    emergency_contact: Mapped[Words]
    prescriber: Mapped[Words]
    referred_by: Mapped[Words]
    concerns: Mapped[Words]
