"""Courses of KAP, the sessions held in them, and how it goes after their end."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.domain.phases import Ending, Medicine, SessionKind, Stage
from kapdesk.records.base import NEVER_REUSED, Key, Moment, Table, Uid, Words, one_of


class Course(Table):
    """One course of a client; a second one can follow later. The figures are the course's own, copied at its start.

    `stage_by_hand` is what the therapist moved it to, `moved_why` her reason; empty while the stage follows from what was
    held. `ended_how` are the words beside `ended_kind`. `reviewed_on` and `review`: its end gone over with client and
    prescriber.
    """

    __tablename__ = "course"
    __table_args__ = (
        UniqueConstraint("client_id", "number"),
        CheckConstraint("planned_ketamine >= 1", name="planned_ketamine"),
        one_of("ended_kind", ["", *Ending]),
        one_of("stage_by_hand", ["", *(stage for stage in Stage if stage is not Stage.ENDED)]),
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
    ended_kind: Mapped[Words]
    ketamine_minutes: Mapped[int] = mapped_column(server_default="180")
    acute_from_minutes: Mapped[int] = mapped_column(server_default="45")
    acute_to_minutes: Mapped[int] = mapped_column(server_default="60")
    integrations_each: Mapped[int] = mapped_column(server_default="1")
    integration_from_days: Mapped[int] = mapped_column(server_default="1")
    integration_within_days: Mapped[int] = mapped_column(server_default="3")
    recommended_interval_days: Mapped[int] = mapped_column(server_default="14")
    vitals_minutes: Mapped[str] = mapped_column(server_default="40")
    stage_by_hand: Mapped[Words]
    moved_on: Mapped[date | None]
    moved_why: Mapped[Words]
    reviewed_on: Mapped[date | None]
    review: Mapped[Words]


class HeldSession(Table):
    """A therapy session that was held; `medicine` says of a ketamine session whether it was taken."""

    __tablename__ = "session"
    __table_args__ = (
        one_of("kind", SessionKind),
        one_of("medicine", Medicine),
        Index(None, "client_id", "held_on"),
        NEVER_REUSED,
    )

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    kind: Mapped[str]
    held_on: Mapped[date]
    medicine: Mapped[Words]


class FollowUp(Table):
    """How it goes some months after the end of a course: asked on which day, and what was heard."""

    __tablename__ = "follow_up"
    __table_args__ = (UniqueConstraint("course_id", "months"), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    months: Mapped[int]
    asked_on: Mapped[date]
    words: Mapped[Words]
    entered_at: Mapped[Moment]
