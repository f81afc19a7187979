"""The practice itself (one row), its settings, and the backups that were made of it."""

from sqlalchemy import CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.records.base import NEVER_REUSED, Key, Moment, Table, Uid, Words


class Practice(Table):
    """Name, therapist and contact as they stand on papers; `fictional` marks the sample."""

    __tablename__ = "practice"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[Uid]
    name: Mapped[Words]
    therapist: Mapped[Words]
    credentials: Mapped[Words]
    licence: Mapped[Words]
    phone: Mapped[Words]
    email: Mapped[Words]
    address: Mapped[Words]
    time_zone: Mapped[Words]
    page: Mapped[Words]
    logo: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    fictional: Mapped[bool] = mapped_column(default=False)


class BackupMade(Table):
    """A backup that was read back and found whole; `counts` is JSON, rows per table."""

    __tablename__ = "backup_made"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Key]
    made_at: Mapped[Moment]
    file_name: Mapped[Words]
    size: Mapped[int]
    counts: Mapped[str]


class Setting(Table):
    """A choice of the practice: its name, and its value as JSON."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Words]
