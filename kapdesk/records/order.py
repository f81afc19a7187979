"""The prescriber's orders as they were written, their scans, and what the prescriber said later."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.domain.contacts import Answer
from kapdesk.domain.orders import AnswerKind, SpitOrSwallow
from kapdesk.records.base import NEVER_REUSED, Key, Moment, Table, Uid, Words, one_of


class PrescriberOrder(Table):
    """One version of one order (`number` counts a client's orders); see `domain.orders.Order`. Rows never change."""

    __tablename__ = "prescriber_order"
    __table_args__ = (
        one_of("booster", Answer),
        one_of("spit_or_swallow", SpitOrSwallow),
        UniqueConstraint("client_id", "number", "version"),
        NEVER_REUSED,
    )

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    number: Mapped[int]
    version: Mapped[int]
    prescriber_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    prescriber: Mapped[str]
    written_on: Mapped[date]
    form: Mapped[Words]
    strength: Mapped[Words]
    dose: Mapped[Words]
    dose_least_mg: Mapped[int | None]
    dose_most_mg: Mapped[int | None]
    doses_authorised: Mapped[int | None]
    booster: Mapped[Words]
    booster_words: Mapped[Words]
    hold_words: Mapped[Words]
    hold_least_minutes: Mapped[int | None]
    hold_most_minutes: Mapped[int | None]
    spit_or_swallow: Mapped[Words]
    interval_days: Mapped[int | None]
    food_and_drink: Mapped[Words]
    drug_holds: Mapped[Words]
    systolic_most: Mapped[int | None]
    diastolic_most: Mapped[int | None]
    systolic_least: Mapped[int | None]
    diastolic_least: Mapped[int | None]
    pulse_most: Mapped[int | None]
    pulse_least: Mapped[int | None]
    spo2_least: Mapped[int | None]
    other_limits: Mapped[Words]
    valid_until: Mapped[date | None]
    follow_up_on: Mapped[date | None]
    words: Mapped[Words]
    withdrawn_on: Mapped[date | None]
    change: Mapped[Words]
    entered_at: Mapped[Moment]


class OrderScan(Table):
    """A scan or photograph of the order as it was written; of one version, and so of its order."""

    __tablename__ = "order_scan"
    __table_args__ = (UniqueConstraint("order_id", "attachment_id"), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    order_id: Mapped[int] = mapped_column(ForeignKey("prescriber_order.id"))
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), index=True)
    name: Mapped[Words]
    added_at: Mapped[Moment]


class OrderAnswer(Table):
    """What the prescriber said after an order was written, or before there was one."""

    __tablename__ = "order_answer"
    __table_args__ = (one_of("kind", AnswerKind), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("prescriber_order.id"), index=True)
    kind: Mapped[str]
    asked: Mapped[Words]
    on_date: Mapped[date]
    by_whom: Mapped[str]
    how: Mapped[Words]
    words: Mapped[str]
    entered_at: Mapped[Moment]
