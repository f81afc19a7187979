"""Notes, their addenda, and the frozen bytes of what was signed."""

from datetime import date

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.domain.notes import NoteKind
from kapdesk.records.base import NEVER_REUSED, Key, Moment, Table, Uid, Words, one_of


class SignedRecord(Table):
    """What was signed, for ever: canonical JSON bytes, their SHA-256 and the number of their format."""

    __tablename__ = "signed_record"
    __table_args__ = (one_of("kind", ("note", "addendum")), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    kind: Mapped[str]
    format: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[Moment]


class Note(Table):
    """A progress note. Until it is signed, `text` is the draft; afterwards the signed record counts."""

    __tablename__ = "note"
    __table_args__ = (
        one_of("kind", NoteKind),
        Index(None, "client_id", "on_date"),
        Index("ix_note_unsigned", "client_id", sqlite_where=mapped_column("signed_id").column.is_(None)),
        NEVER_REUSED,
    )

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("session.id"), index=True)
    kind: Mapped[str]
    on_date: Mapped[date]
    text: Mapped[Words]
    created_at: Mapped[Moment]
    changed_at: Mapped[Moment]
    signed_id: Mapped[int | None] = mapped_column(ForeignKey("signed_record.id"), unique=True)


class Addendum(Table):
    """What was added to a signed note; signed itself as it is written."""

    __tablename__ = "addendum"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Key]
    uid: Mapped[Uid]
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), index=True)
    signed_id: Mapped[int] = mapped_column(ForeignKey("signed_record.id"), unique=True)
