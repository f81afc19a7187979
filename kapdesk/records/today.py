"""What the therapist put off, and what she ticked because no part of the desk knows it yet."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.records.base import NEVER_REUSED, Key, Moment, Table, Uid, Words


class PutOff(Table):
    """A line of “Needs you” that was put off; `need` names the line (see `domain.needs`)."""

    __tablename__ = "put_off"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    need: Mapped[str] = mapped_column(unique=True)
    until: Mapped[date]
    reason: Mapped[str]
    put_off_at: Mapped[Moment]


class ReadinessTick(Table):
    """That something for the medicine day is there, on the therapist's word: what, since when, who says so, until when."""

    __tablename__ = "readiness_tick"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    line: Mapped[str]
    on_date: Mapped[date]
    by_whom: Mapped[str]
    words: Mapped[Words]
    until: Mapped[date | None]
    ticked_at: Mapped[Moment]
