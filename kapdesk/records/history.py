"""The history: what was done when, to which record and which of its fields; never a value."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.records.base import NEVER_REUSED, Key, Moment, Table, Words


class HistoryEntry(Table):
    """One link of the chain: `hash` covers the entry and the hash before it. `fields` are names, joined by commas."""

    __tablename__ = "history"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Key]
    at: Mapped[Moment]
    action: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int | None]
    client_id: Mapped[int | None] = mapped_column(index=True)
    fields: Mapped[Words]
    detail: Mapped[Words]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
