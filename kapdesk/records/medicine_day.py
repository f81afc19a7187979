"""The medicine day: its record, what was said at the gate, the entries of the time line, scans; and integration."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.domain.gate import AnswerKind
from kapdesk.domain.medicine_day import DayEnding, EntryAct, EntryKind
from kapdesk.records.base import NEVER_REUSED, Key, Moment, OptionalMoment, Table, Uid, Words, one_of


class MedicineDay(Table):
    """One medicine day of a client, from arrival to leaving; `session_id` once medicine was taken, or was not for good.

    `order_id` and `gate` (JSON) are the order's version and the lines of the gate as they stood when it closed. The
    columns that begin with `line_` keep what is being typed; empty when nothing is.
    """

    __tablename__ = "medicine_day"
    __table_args__ = (one_of("ending", DayEnding), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointment.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("session.id"), unique=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("prescriber_order.id"))
    on_date: Mapped[date]
    zone: Mapped[str]
    begun_at: Mapped[Moment]
    gate_closed_at: Mapped[OptionalMoment]
    gate: Mapped[Words]
    ended_at: Mapped[OptionalMoment]
    ending: Mapped[Words]
    ending_words: Mapped[Words]
    from_paper: Mapped[bool] = mapped_column(default=False)
    line_kind: Mapped[Words]
    line_text: Mapped[Words]
    line_about: Mapped[int | None]
    line_at: Mapped[OptionalMoment]


class DayAnswer(Table):
    """What was said about a line of the gate (see `domain.gate.DayAnswer`); `data` is JSON. Rows never change."""

    __tablename__ = "day_answer"
    __table_args__ = (one_of("kind", AnswerKind), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    day_id: Mapped[int] = mapped_column(ForeignKey("medicine_day.id"), index=True)
    line: Mapped[str]
    kind: Mapped[str]
    answer: Mapped[Words]
    words: Mapped[Words]
    data: Mapped[Words]
    by_whom: Mapped[Words]
    how: Mapped[Words]
    said_at: Mapped[OptionalMoment]
    about: Mapped[Words]
    at: Mapped[Moment]


class DayEntry(Table):
    """An entry of the time line (see `domain.medicine_day.Entry`); `data` is JSON.

    Rows never change, but for words that were moved to the psychotherapy notes before signing.
    """

    __tablename__ = "day_entry"
    __table_args__ = (one_of("kind", EntryKind), one_of("act", EntryAct), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    day_id: Mapped[int] = mapped_column(ForeignKey("medicine_day.id"), index=True)
    kind: Mapped[str]
    at: Mapped[Moment]
    kept_at: Mapped[Moment]
    by_hand: Mapped[bool]
    words: Mapped[Words]
    data: Mapped[Words]
    about_id: Mapped[int | None] = mapped_column(ForeignKey("day_entry.id"), index=True)
    act: Mapped[Words]


class DayScan(Table):
    """A scan of the paper on which a medicine day was recorded."""

    __tablename__ = "day_scan"
    __table_args__ = (UniqueConstraint("day_id", "attachment_id"), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    day_id: Mapped[int] = mapped_column(ForeignKey("medicine_day.id"))
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), index=True)
    name: Mapped[Words]
    added_at: Mapped[Moment]


class Integration(Table):
    """What an integration note carries beside its text: its ketamine session, and what was asked (JSON, by name)."""

    __tablename__ = "integration"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Key]
    uid: Mapped[Uid]
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), unique=True)
    ketamine_id: Mapped[int | None] = mapped_column(ForeignKey("session.id"), index=True)
    asked: Mapped[Words]


class IntegrationStep(Table):
    """A concrete step to try, by a day; `outcome` is what became of it, as told at a later session."""

    __tablename__ = "integration_step"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Key]
    uid: Mapped[Uid]
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), index=True)
    place: Mapped[int]
    words: Mapped[str]
    by_date: Mapped[date | None]
    outcome: Mapped[Words]
    outcome_on: Mapped[date | None]
