"""The calendar: appointments, and the sheet of an introductory call."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.domain.appointments import AppointmentKind, AppointmentStatus, CancelledBy
from kapdesk.domain.calls import Fit, NextStep, Safety
from kapdesk.domain.contacts import Answer
from kapdesk.records.base import NEVER_REUSED, Key, Moment, Table, Uid, WallTime, Words, one_of


class Appointment(Table):
    """A time that is kept, as the wall clock shows it in its zone (see `domain.appointments.When`); UTC is never stored.

    `series` is the same in all appointments of one series, empty otherwise. `session_id` is the session that was held in
    it; `note_id` a note of it that belongs to no session (of a call, for instance).
    """

    __tablename__ = "appointment"
    __table_args__ = (
        one_of("kind", AppointmentKind),
        one_of("status", AppointmentStatus),
        one_of("cancelled_by", CancelledBy),
        CheckConstraint("minutes > 0", name="minutes"),
        NEVER_REUSED,
    )

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int | None] = mapped_column(ForeignKey("client.id"), index=True)
    kind: Mapped[str]
    starts: Mapped[WallTime] = mapped_column(index=True)
    minutes: Mapped[int]
    zone: Mapped[str]
    second: Mapped[bool] = mapped_column(default=False)
    words: Mapped[Words]
    status: Mapped[str]
    cancelled_by: Mapped[Words]
    status_words: Mapped[Words]
    series: Mapped[str] = mapped_column(String, default="", server_default="", index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("session.id"), unique=True)
    note_id: Mapped[int | None] = mapped_column(ForeignKey("note.id"), unique=True)
    entered_at: Mapped[Moment]


class CallSheet(Table):
    """What was asked in an introductory call; one a client."""

    __tablename__ = "call_sheet"
    __table_args__ = (
        one_of("prescriber", Answer),
        one_of("safety_now", Safety),
        one_of("fit", Fit),
        one_of("next_step", NextStep),
        NEVER_REUSED,
    )

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), unique=True)
    called_on: Mapped[date | None]
    reason: Mapped[Words]
    prescriber: Mapped[Words]
    prescriber_words: Mapped[Words]
    safety_now: Mapped[Words]
    safety: Mapped[Words]
    safety_asked_on: Mapped[date | None]
    fit: Mapped[Words]
    fit_words: Mapped[Words]
    space: Mapped[Words]
    next_step: Mapped[Words]
    next_words: Mapped[Words]
    changed_at: Mapped[Moment]
