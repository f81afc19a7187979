"""Notes, their addenda, the frozen bytes of what was signed, and the psychotherapy notes that are kept apart."""

from datetime import date

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.domain.notes import AddendumKind, NoteKind, Printed
from kapdesk.records.base import NEVER_REUSED, Key, Moment, OptionalMoment, Table, Uid, Words, one_of


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
    """A progress note. Until it is signed, `text` is the draft; afterwards the signed record counts.

    `form` names the sections it was written in (see `domain.forms`); the session's facts are as they were, in words.
    """

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
    form: Mapped[Words]
    started_at: Mapped[OptionalMoment]
    stopped_at: Mapped[OptionalMoment]
    place: Mapped[Words]
    present: Mapped[Words]
    modality: Mapped[Words]
    diagnosis: Mapped[Words]


class Addendum(Table):
    """What was added to a signed note; signed itself as it is written. One kind says that the note is an error."""

    __tablename__ = "addendum"
    __table_args__ = (one_of("kind", AddendumKind), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), index=True)
    signed_id: Mapped[int] = mapped_column(ForeignKey("signed_record.id"), unique=True)
    kind: Mapped[str] = mapped_column(String, server_default=AddendumKind.ADDENDUM.value)


class NoteWithheld(Table):
    """A signed note of another person: out of this client's views, search and prints; the note itself stays as it is.

    `printed` is the therapist's answer; `session_too` says that its session was not this client's either; `copied_to` is
    the draft that was begun for the right client.
    """

    __tablename__ = "note_withheld"
    __table_args__ = (one_of("printed", Printed), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    note_id: Mapped[int] = mapped_column(ForeignKey("note.id"), unique=True)
    reason: Mapped[str]
    printed: Mapped[str]
    session_too: Mapped[bool]
    withheld_at: Mapped[Moment]
    copied_to: Mapped[int | None] = mapped_column(ForeignKey("note.id"))


class PsychotherapyNote(Table):
    """A psychotherapy note (45 CFR 164.501): never searched, printed or exported with the chart."""

    __tablename__ = "psychotherapy_note"
    __table_args__ = (Index(None, "client_id", "on_date"), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"))
    on_date: Mapped[date]
    text: Mapped[Words]
    created_at: Mapped[Moment]
    changed_at: Mapped[Moment]


class NoteForm(Table):
    """A kind of note that the practice made: a name, what it is about, and its sections (JSON, a list of words)."""

    __tablename__ = "note_form"
    __table_args__ = (one_of("kind", NoteKind), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    name: Mapped[str] = mapped_column(String, unique=True)
    kind: Mapped[str]
    sections: Mapped[str]
    retired: Mapped[bool] = mapped_column(default=False)


class Snippet(Table):
    """Words that a few letters after a semicolon stand for; `text` holds places to fill as `{words}`."""

    __tablename__ = "snippet"
    __table_args__ = (NEVER_REUSED,)

    id: Mapped[Key]
    uid: Mapped[Uid]
    name: Mapped[str] = mapped_column(String, unique=True)
    text: Mapped[Words]
