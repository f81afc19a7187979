"""What was told about a client's health: diagnoses, flags for the prescriber, allergies, medicines."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.domain.health import HowKnown, Weight
from kapdesk.records.base import NEVER_REUSED, Key, Table, Uid, Words, one_of


class Diagnosis(Table):
    """A code and words as the therapist typed them, and by whom it was made."""

    __tablename__ = "diagnosis"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    code: Mapped[Words]
    words: Mapped[Words]
    from_on: Mapped[date | None]
    until_on: Mapped[date | None]
    by_whom: Mapped[Words]


class PrescriberFlag(Table):
    """Something the prescriber is to know; the prescriber's answer stands beside it."""

    __tablename__ = "prescriber_flag"
    __table_args__ = (one_of("how_known", HowKnown), one_of("weight", Weight), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    what: Mapped[str]
    how_known: Mapped[str]
    weight: Mapped[str]
    words: Mapped[Words]
    noted_on: Mapped[date | None]
    told_on: Mapped[date | None]
    told_how: Mapped[Words]
    answer: Mapped[Words]
    answered_by: Mapped[Words]
    answered_on: Mapped[date | None]
    closed_on: Mapped[date | None]


class Allergy(Table):
    """A substance and what it does, as told."""

    __tablename__ = "allergy"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    substance: Mapped[str]
    reaction: Mapped[Words]
    told_on: Mapped[date | None]


class Medicine(Table):
    """A medicine as told; the practice prescribes and keeps none."""

    __tablename__ = "medicine"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    name: Mapped[str]
    dose: Mapped[Words]
    prescribed_by: Mapped[Words]
    since: Mapped[Words]
    source: Mapped[Words]
    last_asked: Mapped[date | None]
    stopped_on: Mapped[date | None]
