"""What all tables share: names of constraints, keys, and the types of moments and dates."""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import CheckConstraint, Dialect, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, mapped_column


class Table(DeclarativeBase):
    """The base of every mapped table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class MomentType(TypeDecorator[datetime]):
    """What happened: kept as UTC followed by the offset it had, so that text order is time order; naive is refused."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """`2026-06-09T20:02:03.000000Z-06:00` for 14:02 in Denver."""
        if value is None:
            return None
        offset = value.utcoffset()
        if offset is None:
            raise ValueError("a moment needs its offset from UTC")
        minutes = round(offset.total_seconds() / 60)
        sign = "-" if minutes < 0 else "+"
        utc = value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
        return f"{utc}Z{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The moment with the offset it was kept with."""
        if value is None:
            return None
        utc, _, offset = str(value).partition("Z")
        minutes = (int(offset[1:3]) * 60 + int(offset[4:6])) * (-1 if offset[0] == "-" else 1)
        return datetime.fromisoformat(utc + "+00:00").astimezone(timezone(timedelta(minutes=minutes)))


class WallTimeType(TypeDecorator[datetime]):
    """What a clock on the wall shows, without a zone: `2026-06-09T09:00`; text order is order of the wall. Aware is refused."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To the minute."""
        if value is None:
            return None
        if value.tzinfo is not None:
            raise ValueError("a wall time has no zone of its own")
        return value.isoformat(timespec="minutes")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The naive time."""
        return None if value is None else datetime.fromisoformat(str(value))


def new_uid() -> str:
    """128 random bits: the same record in every copy of the practice."""
    return secrets.token_hex(16)


def one_of(name: str, values: Iterable[str] | type[StrEnum]) -> CheckConstraint:
    """A check that a text column holds one of an enumeration's values."""
    allowed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{name} IN ({allowed})", name=name)


Key = Annotated[int, mapped_column(primary_key=True, autoincrement=True)]
Uid = Annotated[str, mapped_column(String(32), unique=True, default=new_uid)]
Moment = Annotated[datetime, mapped_column(MomentType)]
WallTime = Annotated[datetime, mapped_column(WallTimeType)]
OptionalMoment = Annotated[datetime | None, mapped_column(MomentType)]
Words = Annotated[str, mapped_column(String, default="", server_default="")]
NEVER_REUSED = {"sqlite_autoincrement": True}
