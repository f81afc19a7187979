"""Papers that were handed to a client, and the practice's own wording of them."""

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.records.base import NEVER_REUSED, Key, Moment, Table, Uid, one_of
from kapdesk.records.filed_paper import FiledPaper


class PaperGiven(Table):
    """Which wording, in which version, was handed over when and how; the SHA-256 is of the printed bytes.

    `filed_id` is the signed paper of which this was a copy.
    """

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
    filed_id: Mapped[int | None] = mapped_column(ForeignKey(FiledPaper.id))


class Wording(Table):
    """A version of a paper's words that the practice saved; the newest one counts. Rows never change.

    `change` is `wording` (words only), `material` (those who signed an older version are asked again), or `shipped`
    (from here on the shipped text counts again; `body` is then empty).
    """

    __tablename__ = "wording"
    __table_args__ = (
        one_of("change", ("wording", "material", "shipped")),
        UniqueConstraint("name", "language", "version"),
        NEVER_REUSED,
    )

    id: Mapped[Key]
    uid: Mapped[Uid]
    name: Mapped[str]
    language: Mapped[str]
    version: Mapped[int]
    change: Mapped[str]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    saved_at: Mapped[Moment]
