"""From the answers of an intake into the chart: each is proposed, taken with its source, or the chart is kept as it is. A
conflict is asked and never overwritten.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from kapdesk.domain.contacts import Contact, Way
from kapdesk.domain.dates import short
from kapdesk.domain.health import Allergy, Flag, Medicine, Weight
from kapdesk.domain.intake import Answer, Outcome, Question, decided
from kapdesk.domain.names import fold
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.intake import IntakeOutcome
from kapdesk.usecases.asking import intake_pieces as pieces
from kapdesk.usecases.asking.intake import answers_of, enter_outcome, find_answer, outcomes_of
from kapdesk.usecases.asking.intake_pieces import AskedOn, Chart, Fact, How, Somebody, Stands, State, Value
from kapdesk.usecases.asking.intake_questions import questions
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people.clients import change_facts, find_client
from kapdesk.usecases.people.contacts import Link, put_person
from kapdesk.usecases.people.entries import add_entry, change_entry, drop_entry
from kapdesk.usecases.people.health import put_asked
from kapdesk.vault.database import Vault

Back = Callable[[Session, datetime], None]
PLACES = {
    "legal_name": "Legal name",
    "preferred_name": "Preferred name",
    "pronouns": "Pronouns",
    "birth_date": "Birth date",
    "address": "Address",
    "phone": "Telephone",
    "email": "Email",
    "language": "Language",
    "occupation": "Occupation",
    "goals": "Goals",
    "concerns": "Concerns",
    "emergency": "Emergency contact",
    "driver": "Ride home",
    "physician": "Physician",
    "prescriber": "Prescriber",
    "medicines": "Medicines, as told",
    "allergies": "Allergies, as told",
    "flag": "Flag for the prescriber",
}
"""What a place of the chart is called on the screen."""


@dataclass(frozen=True)
class Proposal:
    """A part of an answer that has a place in the chart.

    `said` is what would stand there, `chart` what stands there now; `ways_out` how a conflict is settled beside keeping the
    chart (how, and the verb). `weight` is the one that kapdesk proposes for a flag. `outcome` is OPEN until it was decided.
    """

    answer: Answer
    part: str
    target: str
    place: str
    said: str
    state: State
    chart: str
    ways_out: tuple[tuple[How, str], ...]
    outcome: Outcome
    weight: Weight | None = None

    @property
    def open(self) -> bool:
        """Whether it waits to be decided: what the chart has already does not."""
        return self.outcome is Outcome.OPEN and self.state != "same"


def proposals(vault: Vault, client_id: int) -> list[Proposal]:
    """Everything the newest answers have for the chart: flags first, then in the order of the questions."""
    with vault.read() as db:
        find_client(db, client_id)
        given = _newest(db, client_id)
        chart = pieces.read_chart(db, client_id)
        outcomes = outcomes_of(db, [one.id for one in given.values()])
    found = []
    for question in _asked():
        answer = given.get(question.key)
        for part, value in pieces.values(question, answer, given) if answer is not None else ():
            how = decided(part, _told(outcomes.get(answer.id, ()))) if answer is not None else Outcome.OPEN
            stands = pieces.stands(value, chart)
            weight = value.weight if isinstance(value, Flag) else None
            found.append(_proposal(answer, part, question, value, stands, how, weight))  # type: ignore[arg-type]  # answered
    return sorted(found, key=lambda one: one.target != "flag")


def take(
    vault: Vault, answer_id: int, part: str, at: datetime, how: How | None = None, weight: Weight | None = None
) -> Undo:
    """Take a part of an answer into the chart and enter that it was. BadInput where the chart has something else and `how`
    does not say what becomes of it, where it is there already, and where it cannot stand in the chart as it was said.
    """
    with vault.write() as db:
        place, back = _take(db, answer_id, part, at, how, weight)

    def take_back(vault: Vault, at: datetime) -> None:
        with vault.write() as db:
            back(db, at)

    return Undo(f"{place} taken into the chart", take_back)


def take_new(vault: Vault, client_id: int, at: datetime) -> Undo:
    """Take everything at once of which the chart has nothing yet; flags are looked at one by one. BadInput when there is none,
    or when one of them cannot stand in the chart as it was said: then none is taken.
    """
    wanted = [one for one in proposals(vault, client_id) if one.open and one.state == "new" and one.target != "flag"]
    if not wanted:
        raise BadInput("There is nothing new to take.", "part")
    backs = []
    with vault.write() as db:
        for one in wanted:
            try:
                backs.append(_take(db, one.answer.id, one.part, at)[1])
            except BadInput as problem:
                raise BadInput(f"{one.place}, “{one.said}”: {problem}", "part") from None

    def take_back(vault: Vault, at: datetime) -> None:
        with vault.write() as db:
            for back in reversed(backs):
                back(db, at)

    number = len(wanted)
    return Undo(f"{number} answer{'' if number == 1 else 's'} taken into the chart", take_back)


def _take(
    db: Session, answer_id: int, part: str, at: datetime, how: How | None = None, weight: Weight | None = None
) -> tuple[str, Back]:
    """The same in the caller's write: what the place is called, and the way back."""
    client_id, answer, question, value = _value(db, answer_id, part)
    if isinstance(value, Flag) and weight is not None:
        value = replace(value, weight=weight)
    chart = pieces.read_chart(db, client_id)
    stands = pieces.stands(value, chart)
    _check(stands, how)
    place, undo = _put(db, client_id, value, stands, how or stands.how, chart, at)
    enter_outcome(db, client_id, answer.id, Outcome.TAKEN, f"{place}#{part}", "", at)

    def back(db: Session, at: datetime) -> None:
        undo(db, at)
        enter_outcome(db, client_id, answer_id, Outcome.OPEN, f"{place}#{part}", "", at)

    return PLACES[question.target], back


def keep_chart(vault: Vault, answer_id: int, part: str, at: datetime, words: str = "") -> Undo:
    """Keep the chart as it is against an answer, with a reason in words or none; a flag is not noted."""
    with vault.write() as db:
        client_id, answer, question, _ = _value(db, answer_id, part)
        enter_outcome(db, client_id, answer.id, Outcome.KEPT, f"{question.target}#{part}", words.strip(), at)

    def take_back(vault: Vault, at: datetime) -> None:
        with vault.write() as db:
            enter_outcome(db, client_id, answer_id, Outcome.OPEN, f"{question.target}#{part}", "", at)

    return Undo(f"{PLACES[question.target]}: the chart stays as it is", take_back)


def sources(vault: Vault, client_id: int, today: date) -> dict[str, str]:
    """Where entries of the chart are from that were taken from the intake and stand as they were said: `client said, Jun 3` by
    place (`goals`, `way:3`, `person:2`, `flag:7`).
    """
    with vault.read() as db:
        given = answers_of(db, [client_id]).get(client_id, {})
        if not given:
            return {}
        chart = pieces.read_chart(db, client_id)
        outcomes = outcomes_of(db, [one.id for several in given.values() for one in several])
    newest = {key: several[0] for key, several in given.items()}
    found: dict[str, str] = {}
    for question in _asked():
        for answer in reversed(given.get(question.key, [])):
            told = _told(outcomes.get(answer.id, ()))
            for part, value in pieces.values(question, answer, newest):
                place = next((target for what, target in reversed(told) if target.endswith(f"#{part}")), "")
                stands = pieces.stands(value, chart)
                taken = decided(part, told) is Outcome.TAKEN and stands.state == "same"
                if taken and stands.place == place.partition("#")[0]:
                    found[stands.place] = f"{answer.how.words}, {short(answer.said_on, today)}"
    return found


def _asked() -> list[Question]:
    """The questions whose answers have a place in the chart."""
    return [one for group in questions().groups for one in group.questions if one.target in PLACES]


def _newest(db: Session, client_id: int) -> dict[str, Answer]:
    given = answers_of(db, [client_id]).get(client_id, {})
    return {key: several[0] for key, several in given.items()}


def _told(outcomes: Sequence[IntakeOutcome]) -> list[tuple[Outcome, str]]:
    return [(Outcome(one.what), one.target) for one in outcomes]


def _proposal(
    answer: Answer, part: str, question: Question, value: Value, stands: Stands, how: Outcome, weight: Weight | None
) -> Proposal:
    place, said = PLACES[question.target], pieces.in_words(value)
    return Proposal(
        answer, part, question.target, place, said, stands.state, stands.words, stands.ways_out, how, weight
    )


def _value(db: Session, answer_id: int, part: str) -> tuple[int, Answer, Question, Value]:
    client_id, answer = find_answer(db, answer_id)
    question = questions().question(answer.question)
    given = _newest(db, client_id)
    for name, value in pieces.values(question, answer, given) if question is not None else ():
        if name == part and question is not None:
            return client_id, answer, question, value
    raise NotFound("This part of the answer has no place in the chart.")


def _check(stands: Stands, how: How | None) -> None:
    """A conflict is asked: only a way out of it that was chosen is taken."""
    if stands.state == "same":
        raise BadInput("The chart has this already.", "part")
    if stands.state == "conflict" and how is None:
        raise BadInput(f"The chart has something else: {stands.words}. Choose which of them holds.", "part")
    if how is not None and how not in ([one for one, _ in stands.ways_out] or [stands.how]):
        raise BadInput("The chart was changed since. Look at it again.", "part")


def _put(
    db: Session, client_id: int, value: Value, stands: Stands, how: How, chart: Chart, at: datetime
) -> tuple[str, Back]:
    """Write a value into the chart; its place, and the way back."""
    match value:
        case Fact():
            return _put_fact(db, client_id, value, how, chart, at)
        case Somebody():
            return _put_somebody(db, client_id, value, stands, how, chart, at)
        case AskedOn():
            before, about = put_asked(db, client_id, value.about, value.on, at), value.about
            return f"asked_{about}", lambda db, at: _drop(put_asked(db, client_id, about, before, at))
        case Way() | Allergy() | Medicine() | Flag():
            return _put_entry(db, client_id, value, stands, how, chart, at)


def _put_fact(db: Session, client_id: int, value: Fact, how: How, chart: Chart, at: datetime) -> tuple[str, Back]:
    new, has = value.value, getattr(chart.facts, value.field)
    if how == "add" and has and isinstance(new, str):
        new = f"{has}\n{new}"
    change_facts(db, client_id, {value.field: new}, at)
    return value.field, lambda db, at: _drop(change_facts(db, client_id, {value.field: has}, at))


def _put_entry(
    db: Session,
    client_id: int,
    value: Way | Allergy | Medicine | Flag,
    stands: Stands,
    how: How,
    chart: Chart,
    at: datetime,
) -> tuple[str, Back]:
    subject = type(value).__name__.lower()
    if how == "add" or isinstance(value, Flag):
        number = add_entry(db, client_id, value.checked(at.date()), at)
        return f"{subject}:{number}", lambda db, at: _drop(drop_entry(db, client_id, type(value), number, at))
    entry, before = pieces.merged(value, chart, stands.place)
    change_entry(db, client_id, entry.checked(at.date()), at)
    return stands.place, lambda db, at: change_entry(db, client_id, before, at)


def _put_somebody(
    db: Session, client_id: int, value: Somebody, stands: Stands, how: How, chart: Chart, at: datetime
) -> tuple[str, Back]:
    """`replace`: the same person with other numbers, or somebody else in that place; `book`: as the contact book has her."""
    told = Contact(value.name, value.role.kind, phone=value.phone)
    link = Link(value.role, value.relation)
    if how == "book":
        told = chart.book[fold(value.name).strip()]
    elif how == "replace":
        there = next(one for one in chart.people if stands.place == f"person:{one.link.id}")
        link = replace(there.link, relation=value.relation or there.link.relation)
        if fold(there.contact.name).strip() == fold(value.name).strip():
            told = replace(there.contact, phone=value.phone or there.contact.phone)
        else:
            link = replace(link, relation=value.relation)
    number, _, back = put_person(db, client_id, told, link, at)
    return f"person:{number}", back


def _drop(_: object) -> None:
    """Nothing more is made of it."""
