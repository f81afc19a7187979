"""Papers that were handed to a client."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.records.base import NEVER_REUSED, Key, Moment, Table, Uid, one_of


class PaperGiven(Table):
    """Which wording, in which version, was handed over when and how; the SHA-256 is of the printed bytes."""

    __tablename__ = "paper_given"
    __table_args__ = (one_of("how", ("printed", "saved")), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    name: Mapped[str]
    title: Mapped[str]
    language: Mapped[str]
    version: Mapped[str]
    page: Mapped[str]
    how: Mapped[str]
    given_at: Mapped[Moment]
    sha256: Mapped[str] = mapped_column(String(64))
