"""The intake of a client: the questions with what was answered, group by group. An answer never changes: a correction is a
new one, and the newest counts.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kapdesk.domain.intake import Answer, Group, How, Outcome, Question, Questions, Said, checked
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.intake import IntakeAnswer, IntakeOutcome
from kapdesk.usecases.asking.intake_questions import questions
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people.clients import find_client
from kapdesk.usecases.people.form_drafts import form_in, put_form
from kapdesk.vault.database import Vault


@dataclass(frozen=True)
class Asked:
    """A question with its newest answer (None: not asked yet), those before it, and what is typed and not kept."""

    question: Question
    answer: Answer | None = None
    earlier: tuple[Answer, ...] = ()
    typed: Answer | None = None


@dataclass(frozen=True)
class AskedGroup:
    """A group of questions and how far it has come."""

    group: Group
    asked: tuple[Asked, ...]

    @property
    def done(self) -> int:
        """How many of its questions are done with."""
        return sum(one.answer is not None for one in self.asked)

    @property
    def progress(self) -> str:
        """`3 of 11`."""
        return f"{self.done} of {len(self.asked)}"


@dataclass(frozen=True)
class Intake:
    """A client's intake; `first_on` and `last_on` are the days of the first and the newest answer, None before there is one."""

    client_id: int
    questions: Questions
    groups: tuple[AskedGroup, ...]
    first_on: date | None = None
    last_on: date | None = None

    @property
    def done(self) -> int:
        """How many questions are done with."""
        return sum(one.done for one in self.groups)

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(len(one.asked) for one in self.groups)

    def asked(self, key: str) -> Asked:
        """A question of it; NotFound."""
        found = next((one for group in self.groups for one in group.asked if one.question.key == key), None)
        if found is None:
            raise NotFound("This question is not in the intake.")
        return found


def read(vault: Vault, client_id: int, language: str = "en") -> Intake:
    """The intake of a client in a language; the answers are those that were given, whichever language they were asked in."""
    with vault.read() as db:
        find_client(db, client_id)
        return read_in(db, client_id, language)


def read_in(db: Session, client_id: int, language: str = "en") -> Intake:
    """The same in a caller's transaction."""
    drafts, found = _typed(db, client_id), questions(language)
    given = answers_of(db, [client_id]).get(client_id, {})
    groups = tuple(
        AskedGroup(group, tuple(_asked(one, given.get(one.key, []), drafts.get(one.key)) for one in group.questions))
        for group in found.groups
    )
    newest = [one.answer for group in groups for one in group.asked if one.answer is not None]
    days = [one.said_on for one in newest]
    return Intake(client_id, found, groups, min(days, default=None), max(days, default=None))


def answer(
    vault: Vault, client_id: int, question: str, given: Answer, at: datetime, said_on: date | None = None
) -> Undo | None:
    """Keep an answer to a question, by its key; what was typed of it is done with. None when the same is kept already.

    `said_on` is another day than today, as for a paper that was filled in before. BadInput with the field's name.
    """
    asked = _find(question, given.language)
    kept = replace(given, question=question, asked=asked.words, said_on=said_on or at.date())
    if kept.said_on > at.date():
        raise BadInput("This day is still to come. Type the day on which it was answered.", "said_on")
    kept = checked(asked, kept)
    with vault.write() as db:
        find_client(db, client_id)
        before = newest(db, client_id, question)
        if kept.same_as(before) or (before is None and not kept.given):
            kept_id = 0
        else:
            kept_id = _add(db, client_id, replace(kept, version=questions(given.language).version), at)
        _keep_typed(db, client_id, question, None, at)
    if not kept_id:
        return None
    words = "answered" if kept.said is Said.ANSWERED else kept.said.words.lower()
    return Undo(
        f"“{_short(asked.words)}”: {words}", lambda vault, at: _enter_again(vault, client_id, question, before, at)
    )


def keep_typed(vault: Vault, client_id: int, question: str, given: Answer | None, at: datetime) -> None:
    """Keep what stands in a question's fields and is no answer yet; None when it is done with."""
    with vault.write() as db:
        find_client(db, client_id)
        _keep_typed(db, client_id, question, given, at)


def _keep_typed(db: Session, client_id: int, question: str, given: Answer | None, at: datetime) -> None:
    draft = form_in(db, client_id, "intake")
    before = draft.typed if draft is not None else {}
    now = {key: one for key, one in before.items() if key != question}
    if given is not None:
        content = {"words": given.words, "choices": given.choices, "parts": given.parts}
        now[question] = json.dumps(content, ensure_ascii=False)
    if now != before:
        put_form(db, client_id, "intake", now or None, at)


def _typed(db: Session, client_id: int) -> dict[str, Answer]:
    """What is typed and not kept yet, by the question's key."""
    draft = form_in(db, client_id, "intake")
    kept = {key: json.loads(one) for key, one in draft.typed.items()} if draft is not None else {}
    return {
        key: Answer(key, "", Said.ANSWERED, one["words"], tuple(one["choices"]), one["parts"])
        for key, one in kept.items()
    }


def answers_of(
    db: Session, client_ids: Iterable[int], keys: Iterable[str] | None = None
) -> dict[int, dict[str, list[Answer]]]:
    """Every answer of some clients, by client and question, the newest first."""
    query = select(IntakeAnswer).where(IntakeAnswer.client_id.in_(list(client_ids)))
    if keys is not None:
        query = query.where(IntakeAnswer.question.in_(list(keys)))
    found: dict[int, dict[str, list[Answer]]] = defaultdict(lambda: defaultdict(list))
    for row in db.scalars(query.order_by(IntakeAnswer.id.desc())):
        found[row.client_id][row.question].append(answer_of(row))
    return found


def newest(db: Session, client_id: int, question: str) -> Answer | None:
    """The answer that counts; None when the question was not asked, or its answer taken back."""
    query = select(IntakeAnswer).where(IntakeAnswer.client_id == client_id, IntakeAnswer.question == question)
    row = db.scalars(query.order_by(IntakeAnswer.id.desc()).limit(1)).first()
    found = answer_of(row) if row is not None else None
    return found if found is not None and found.given else None


def find_answer(db: Session, answer_id: int) -> tuple[int, Answer]:
    """A client and her answer; NotFound, BadInput when it was answered anew since."""
    row = db.get(IntakeAnswer, answer_id)
    if row is None:
        raise NotFound("This answer is not in the intake.")
    last = db.scalar(
        select(func.max(IntakeAnswer.id)).where(
            IntakeAnswer.client_id == row.client_id, IntakeAnswer.question == row.question
        )
    )
    if last != row.id:
        raise BadInput("This question was answered anew. Look at the newer answer.", "answer")
    return row.client_id, answer_of(row)


def outcomes_of(db: Session, answer_ids: Iterable[int]) -> dict[int, list[IntakeOutcome]]:
    """What became of some answers, as it was entered."""
    query = select(IntakeOutcome).where(IntakeOutcome.answer_id.in_(list(answer_ids))).order_by(IntakeOutcome.id)
    found: dict[int, list[IntakeOutcome]] = defaultdict(list)
    for row in db.scalars(query):
        found[row.answer_id].append(row)
    return found


def enter_outcome(
    db: Session, client_id: int, answer_id: int, what: Outcome, target: str, words: str, at: datetime
) -> None:
    """Enter what became of an answer, in the caller's write."""
    db.add(IntakeOutcome(answer_id=answer_id, what=what.value, target=target, words=words, at=at))
    db.flush()
    enter(db, at, "intake", what.value, answer_id, client_id)


def _asked(question: Question, given: list[Answer], draft: Answer | None) -> Asked:
    first = given[0] if given and given[0].given else None
    return Asked(question, first, tuple(one for one in given if one is not first and one.given), draft)


def _add(db: Session, client_id: int, given: Answer, at: datetime) -> int:
    row = IntakeAnswer(
        client_id=client_id,
        question=given.question,
        asked=given.asked,
        version=given.version,
        language=given.language,
        said=given.said.value,
        words=given.words,
        choices=json.dumps(given.choices) if given.choices else "",
        parts=json.dumps(given.parts, ensure_ascii=False) if given.parts else "",
        said_on=given.said_on,
        how=given.how.value,
        entered_at=at,
    )
    db.add(row)
    db.flush()
    enter(db, at, "intake", "answered", row.id, client_id)
    return row.id


def _enter_again(vault: Vault, client_id: int, question: str, before: Answer | None, at: datetime) -> None:
    """Enter the answer that counted before once more, with what had become of it; "not asked" when there was none."""
    with vault.write() as db:
        if before is None:
            now = newest(db, client_id, question)
            if now is not None:
                _add(db, client_id, replace(now, said=Said.SKIPPED, words="", choices=(), parts={}), at)
            return
        again = _add(db, client_id, before, at)
        for one in outcomes_of(db, [before.id]).get(before.id, []):
            enter_outcome(db, client_id, again, Outcome(one.what), one.target, one.words, at)


def _find(question: str, language: str) -> Question:
    found = questions(language).question(question)
    if found is None:
        raise NotFound("This question is not in the intake.")
    return found


def answer_of(row: Any) -> Answer:
    """An answer from its row."""
    return Answer(
        row.question,
        row.asked,
        Said(row.said),
        row.words,
        tuple(json.loads(row.choices)) if row.choices else (),
        json.loads(row.parts) if row.parts else {},
        row.said_on,
        How(row.how),
        row.version,
        row.language,
        row.id,
    )


def _short(words: str, most: int = 48) -> str:
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"


def as_data(found: Answer) -> dict[str, object]:
    """An answer as a signed paper holds it."""
    data = {name: value for name, value in asdict(found).items() if name != "id"}
    return {**data, "said": found.said.value, "how": found.how.value, "said_on": found.said_on.isoformat()}
