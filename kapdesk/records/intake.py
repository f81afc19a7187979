"""What a client answered at intake, and what became of each answer."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kapdesk.domain.intake import How, Outcome, Said
from kapdesk.records.base import NEVER_REUSED, Key, Moment, Table, Uid, Words, one_of


class IntakeAnswer(Table):
    """An answer with its question as it was asked; the newest one of a question counts. Rows never change.

    `question` is its key, `asked` its words, `version` that of the questions; `choices` are the keys that were chosen and
    `parts` (JSON) the fields of a structured answer; `said` says whether it was answered at all.
    """

    __tablename__ = "intake_answer"
    __table_args__ = (one_of("said", Said), one_of("how", How), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), index=True)
    question: Mapped[str]
    asked: Mapped[str]
    version: Mapped[int]
    language: Mapped[str]
    said: Mapped[str]
    words: Mapped[Words]
    choices: Mapped[Words]
    parts: Mapped[Words]
    said_on: Mapped[date]
    how: Mapped[str]
    entered_at: Mapped[Moment]


class IntakeOutcome(Table):
    """What became of an answer: taken into the chart, the chart kept as it was, seen; the newest counts. Rows never change.

    `target` names the place of the chart, such as `goals#whole`, `way:3#whole` or `flag:7#stroke`: behind the # is the part of the
    answer (see `domain.intake.parts_of`). Empty for the answer as a whole.
    """

    __tablename__ = "intake_outcome"
    __table_args__ = (one_of("what", Outcome), NEVER_REUSED)

    id: Mapped[Key]
    uid: Mapped[Uid]
    answer_id: Mapped[int] = mapped_column(ForeignKey("intake_answer.id"), index=True)
    what: Mapped[str]
    target: Mapped[Words]
    words: Mapped[Words]
    at: Mapped[Moment]
