"""Treatment plans and safety plans: versions that never change, and the draft of the next one."""

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.records.base import NEVER_REUSED, Key, Moment, Table, Uid, Words, one_of

KINDS = ("treatment", "safety")


class Plan(Table):
    """A version of a client's plan; `body` is canonical JSON, `format` the number of its form. Rows never change."""

    __tablename__ = "care_plan"
    __table_args__ = (one_of("kind", KINDS), UniqueConstraint("client_id", "kind", "version"), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    kind: Mapped[str]
    version: Mapped[int]
    format: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    saved_at: Mapped[Moment]


class PlanDraft(Table):
    """What is being written for the next version; JSON. One a client and kind."""

    __tablename__ = "plan_draft"
    __table_args__ = (one_of("kind", KINDS), UniqueConstraint("client_id", "kind"), NEVER_REUSED)

    id: Mapped[Key]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    kind: Mapped[str]
    body: Mapped[Words]
    changed_at: Mapped[Moment]


class PlanSignature(Table):
    """That a printed plan was signed on paper: by whom and on which day. Rows never change."""

    __tablename__ = "plan_signature"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Key]
    uid: Mapped[Uid]
    plan_id: Mapped[int] = mapped_column(ForeignKey("care_plan.id"), index=True)
    signed_by: Mapped[str]
    signed_on: Mapped[date]
    entered_at: Mapped[Moment]
