"""Papers on file: those that were signed, on the screen or on paper, with what happened to them; and those being signed."""

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.domain.paper_states import What
from kapdesk.records.base import NEVER_REUSED, Key, Moment, OptionalMoment, Table, Uid, Words, one_of


class FiledPaper(Table):
    """One paper of a client as it was signed, or as it came. Rows never change.

    `body` is canonical JSON (values, what was ticked, initials, signatures, who was present) with its SHA-256; the exact
    bytes of the PDF, or of the scans, are the `files` attachments in `paper_file`. `about` is whom it is about, where a
    client may have several; `lacking` is what is not complete on it.
    """

    __tablename__ = "filed_paper"
    __table_args__ = (one_of("how", ("screen", "paper", "received")), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    name: Mapped[str]
    about: Mapped[Words]
    kind: Mapped[str]
    title: Mapped[str]
    language: Mapped[str]
    version: Mapped[Words]
    wording_sha256: Mapped[Words]
    how: Mapped[str]
    from_on: Mapped[date]
    signed_at: Mapped[OptionalMoment]
    until: Mapped[date | None]
    lacking: Mapped[Words]
    words: Mapped[Words]
    format: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    files: Mapped[int]
    filed_at: Mapped[Moment]


class PaperFile(Table):
    """A file of a paper; `place` counts from 0. Rows never change, and no paper has more than it was filed with."""

    __tablename__ = "paper_file"
    __table_args__ = (UniqueConstraint("paper_id", "place"), NEVER_REUSED)

    id: Mapped[Key]
    paper_id: Mapped[int] = mapped_column(ForeignKey("filed_paper.id"))
    place: Mapped[int]
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), index=True)


class PaperEvent(Table):
    """What happened to a paper, or was said of one that was not signed (see `domain.paper_states`). Rows never change."""

    __tablename__ = "paper_event"
    __table_args__ = (one_of("what", What), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("filed_paper.id"))
    name: Mapped[str]
    about: Mapped[Words]
    what: Mapped[str]
    from_on: Mapped[date]
    words: Mapped[Words]
    by_whom: Mapped[str]
    about_id: Mapped[int | None] = mapped_column(ForeignKey("paper_event.id"))
    entered_at: Mapped[Moment]


class PaperDraft(Table):
    """A paper that is being prepared and signed; `body` is JSON."""

    __tablename__ = "paper_draft"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    name: Mapped[str]
    language: Mapped[str]
    body: Mapped[Words]
    begun_at: Mapped[Moment]
    changed_at: Mapped[Moment]


class Part2Tag(Table):
    """That a paper, or all of a client's record where no paper is named, holds records under 42 CFR Part 2."""

    __tablename__ = "part2_tag"
    __table_args__ = (UniqueConstraint("client_id", "paper_id"), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("filed_paper.id"))
    words: Mapped[Words]
    set_at: Mapped[Moment]
