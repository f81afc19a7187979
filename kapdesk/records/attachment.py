"""Files kept in the practice file: one copy for each SHA-256, in parts."""

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.records.base import NEVER_REUSED, Key, Moment, Table, Uid


class Attachment(Table):
    """A file by its content; `size` in bytes."""

    __tablename__ = "attachment"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Key]
    uid: Mapped[Uid]
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    media_type: Mapped[str]
    size: Mapped[int]
    added_at: Mapped[Moment]


class AttachmentPart(Table):
    """A piece of a file; `number` counts from 0."""

    __tablename__ = "attachment_part"
    __table_args__ = (UniqueConstraint("attachment_id", "number"), NEVER_REUSED)

    id: Mapped[Key]
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    number: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary)
