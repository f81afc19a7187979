"""What a client asked of her record, with its clock: a copy, an amendment, an accounting of disclosures."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.domain.requests import RequestAnswer, RequestKind
from kapdesk.records.base import NEVER_REUSED, Key, Moment, Table, Uid, Words, one_of


class RecordRequest(Table):
    """A request; `days` is the limit that held when it came, `extra_days` what it was extended by, with reason and day."""

    __tablename__ = "record_request"
    __table_args__ = (one_of("kind", RequestKind), one_of("answer", RequestAnswer), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    kind: Mapped[str]
    received_on: Mapped[date]
    words: Mapped[Words]
    days: Mapped[int]
    extra_days: Mapped[int]
    extended_on: Mapped[date | None]
    extended_words: Mapped[Words]
    answer: Mapped[Words]
    answered_on: Mapped[date | None]
    answer_words: Mapped[Words]
    entered_at: Mapped[Moment]
