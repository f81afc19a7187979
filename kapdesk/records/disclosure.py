"""The list of what left the practice about a client."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.domain.disclosures import Basis
from kapdesk.records.base import NEVER_REUSED, Key, Moment, Table, Uid, Words, one_of
from kapdesk.records.filed_paper import FiledPaper


class Disclosure(Table):
    """To whom, what, for what purpose, on what basis; the SHA-256 is of the bytes, where there are some. Rows never change.

    `part2` says that records under 42 CFR Part 2 were among it; `paper_id` is the authorization that it rests on.
    """

    __tablename__ = "disclosure"
    __table_args__ = (one_of("basis", Basis), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    on_date: Mapped[date]
    to_whom: Mapped[str]
    what: Mapped[str]
    purpose: Mapped[str]
    basis: Mapped[str]
    basis_words: Mapped[Words]
    how: Mapped[Words]
    sha256: Mapped[str] = mapped_column(String(64), default="", server_default="")
    entered_at: Mapped[Moment]
    part2: Mapped[bool] = mapped_column(default=False, server_default="0")
    paper_id: Mapped[int | None] = mapped_column(ForeignKey(FiledPaper.id))
