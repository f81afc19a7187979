"""What is looked at first in an intake: answers about risk, and what the prescriber should know; open until it was seen to."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from kapdesk.domain import intake as rules
from kapdesk.domain.client_needs import SaidAtIntake
from kapdesk.domain.intake import Answer, Outcome, Question
from kapdesk.errors import BadInput
from kapdesk.records.intake import IntakeAnswer, IntakeOutcome
from kapdesk.usecases.asking.intake import answer_of, answers_of, enter_outcome, find_answer, outcomes_of
from kapdesk.usecases.asking.intake_questions import questions
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people.clients import find_client
from kapdesk.vault.database import Vault


@dataclass(frozen=True)
class FirstLine:
    """An answer that is looked at first; `earlier` are what was answered before, with their days.

    `risk`: about risk, else for the prescriber; `urgent`: help is needed at once; `seen_on` and `seen` say when and how it was
    seen to, None and empty while it is open or where its flags were decided on one by one.
    """

    answer: Answer
    question: Question
    words: str
    risk: bool
    urgent: bool
    open: bool
    seen_on: date | None = None
    seen: str = ""
    earlier: tuple[tuple[date, str], ...] = ()

    @property
    def asked(self) -> str:
        """The question as it is asked in English."""
        return self.question.words


def first_lines(vault: Vault, client_id: int) -> list[FirstLine]:
    """What is looked at first: the open before what was seen to, what is urgent, then risk, then flags."""
    with vault.read() as db:
        find_client(db, client_id)
        given = answers_of(db, [client_id], _first()).get(client_id, {})
        newest = [one[0] for one in given.values()]
        outcomes = outcomes_of(db, [one.id for one in newest])
        lines = [_line(one, outcomes.get(one.id, ()), given[one.question][1:]) for one in newest]
    return in_order([one for one in lines if one is not None])


def open_for_today(db: Session) -> dict[int, list[FirstLine]]:
    """The lines that are open, by client, for all clients at once."""
    rows = db.connection().execute(_said_first()).all()  # as plain rows: there may be thousands
    told: dict[int, list[IntakeOutcome]] = defaultdict(list)
    for one in db.scalars(_became_of_first()):
        told[one.answer_id].append(one)
    found: dict[int, list[FirstLine]] = defaultdict(list)
    plain_no = {(one.key, json.dumps([option.key])) for one in _first_asked() for option in one.options if option.clear}
    for row in rows:
        if (row.question, row.choices) in plain_no and not row.words:
            continue
        line = _line(answer_of(row), told.get(row.id, ()), ())
        if line is not None and line.open:
            found[row.client_id].append(line)
    return {client_id: in_order(lines) for client_id, lines in found.items()}


@cache
def _last_of_first() -> Select[int]:
    """The newest answer of each client to each of the questions that are looked at first."""
    return (
        select(func.max(IntakeAnswer.id))
        .where(IntakeAnswer.question.in_(_first()))
        .group_by(IntakeAnswer.client_id, IntakeAnswer.question)
    )


@cache
def _said_first() -> Any:
    said = (rules.Said.ANSWERED.value, rules.Said.TALK.value)
    return select(*IntakeAnswer.__table__.columns).where(
        IntakeAnswer.id.in_(_last_of_first()), IntakeAnswer.said.in_(said)
    )


@cache
def _became_of_first() -> Select[IntakeOutcome]:
    return select(IntakeOutcome).where(IntakeOutcome.answer_id.in_(_last_of_first())).order_by(IntakeOutcome.id)


def said_at_intake(db: Session) -> dict[int, list[SaidAtIntake]]:
    """The same as a line of Today asks of it."""
    return {
        client_id: [
            SaidAtIntake(one.answer.id, one.asked, one.words, one.answer.said_on, one.risk, one.urgent) for one in lines
        ]
        for client_id, lines in open_for_today(db).items()
    }


def see_to(vault: Vault, answer_id: int, words: str, at: datetime) -> Undo:
    """Enter that an answer was seen to, and how; BadInput without words, or when it was answered anew since."""
    words = words.strip()
    if not words:
        raise BadInput("Say what you did about it, or decided.", "words")
    with vault.write() as db:
        client_id, answer = find_answer(db, answer_id)
        enter_outcome(db, client_id, answer.id, Outcome.SEEN, "", words, at)

    def take_back(vault: Vault, at: datetime) -> None:
        with vault.write() as db:
            enter_outcome(db, client_id, answer_id, Outcome.OPEN, "", "", at)

    return Undo("Answer seen to", take_back)


def in_order(lines: Sequence[FirstLine]) -> list[FirstLine]:
    """The open before what was seen to, what is urgent first, then risk, then flags; each in the order of the questions."""
    place = {key: at for at, key in enumerate(_first())}
    return sorted(lines, key=lambda one: (not one.open, not one.urgent, not one.risk, place[one.question.key]))


def _first() -> list[str]:
    """The keys of the questions whose answers are looked at first."""
    return [one.key for one in _first_asked()]


@cache
def _first_asked() -> tuple[Question, ...]:
    asked = [one for group in questions().groups for one in group.questions]
    return tuple(one for one in asked if one.target in ("risk", "flag"))


def _line(answer: Answer, outcomes: Sequence[IntakeOutcome], earlier: Sequence[Answer]) -> FirstLine | None:
    question = questions().question(answer.question)
    assert question is not None
    if not rules.first_look(question, answer):
        return None
    told = [(Outcome(one.what), one.target) for one in outcomes]
    still = rules.is_open(question, answer, told)
    seen = next((one for one in reversed(outcomes) if one.what == Outcome.SEEN.value), None) if not still else None
    return FirstLine(
        answer,
        question,
        rules.in_words(question, answer),
        question.target == "risk",
        rules.is_urgent(question, answer),
        still,
        seen.at.date() if seen is not None else None,
        seen.words if seen is not None else "",
        tuple((one.said_on, rules.in_words(question, one)) for one in earlier if one.given),
    )
