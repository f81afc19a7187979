"""Tasks of the therapist, for a client or free."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.records.base import NEVER_REUSED, Key, Moment, OptionalMoment, Table, Uid


class Task(Table):
    """Something to do; `done_at` once it is done."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_open", "due_on", sqlite_where=mapped_column("done_at").column.is_(None)),
        NEVER_REUSED,
    )

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    words: Mapped[str]
    due_on: Mapped[date | None]
    created_at: Mapped[Moment]
    done_at: Mapped[OptionalMoment]
