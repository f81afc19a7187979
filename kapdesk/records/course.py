"""Courses of KAP and the sessions held in them."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.domain.phases import SessionKind
from kapdesk.records.base import NEVER_REUSED, Key, Table, Uid, Words, one_of


class Course(Table):
    """One course of a client; a second one can follow later. The planned numbers are the course's own."""

    __tablename__ = "course"
    __table_args__ = (
        UniqueConstraint("client_id", "number"),
        CheckConstraint("planned_ketamine >= 1", name="planned_ketamine"),
        NEVER_REUSED,
    )

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    number: Mapped[int]
    started_on: Mapped[date]
    planned_preparation: Mapped[int]
    planned_ketamine: Mapped[int]
    ended_on: Mapped[date | None]
    ended_how: Mapped[Words]


class HeldSession(Table):
    """A therapy session that was held."""

    __tablename__ = "session"
    __table_args__ = (one_of("kind", SessionKind), Index(None, "client_id", "held_on"), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    kind: Mapped[str]
    held_on: Mapped[date]
