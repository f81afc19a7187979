"""What the answers of an intake are to a chart: a detail, a way to reach the client, a person, a medicine, a flag; and how the
chart stands to it: new, the same, or a conflict that is asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.contacts import Answer as Leave
from kapdesk.domain.contacts import Contact, Role, Way, WayKind
from kapdesk.domain.dates import in_full
from kapdesk.domain.health import Allergy, Flag, HowKnown, Medicine, Weight
from kapdesk.domain.intake import ASKED, Answer, Question, lines_of, parts_of
from kapdesk.domain.names import digits, fold
from kapdesk.records.contact import Contact as ContactRecord
from kapdesk.usecases.people.clients import ClientFacts, facts_of, find_client
from kapdesk.usecases.people.contacts import PersonRow, contact_of, read_people
from kapdesk.usecases.people.entries import read_entries
from kapdesk.usecases.people.health import Asked as About

State = Literal["new", "same", "conflict"]
How = Literal["add", "replace", "book"]
FACTS = (
    "legal_name",
    "preferred_name",
    "pronouns",
    "birth_date",
    "address",
    "language",
    "occupation",
    "goals",
    "concerns",
)
_LISTS = ("goals", "concerns")
_ROLES = {one: Role(one) for one in ("emergency", "driver", "physician", "prescriber")}
_ADD: tuple[How, str] = ("add", "Add to it")
_OTHER: tuple[How, str] = ("add", "Add another")
_USE: tuple[How, str] = ("replace", "Use this")


@dataclass(frozen=True)
class Fact:
    """A detail of the client's own."""

    field: str
    value: str | date


@dataclass(frozen=True)
class Somebody:
    """A person around the client, as told."""

    role: Role
    name: str
    relation: str
    phone: str


@dataclass(frozen=True)
class AskedOn:
    """The day on which the client was asked about medicines or allergies; `none`: she told of none."""

    about: About
    on: date
    none: bool


Value = Fact | Way | Flag | Allergy | Medicine | Somebody | AskedOn


@dataclass(frozen=True)
class Chart:
    """What the chart has, as far as an intake asks about it; `book` are the contacts of the practice by their folded names."""

    facts: ClientFacts
    ways: Sequence[Way]
    people: Sequence[PersonRow]
    flags: Sequence[Flag]
    allergies: Sequence[Allergy]
    medicines: Sequence[Medicine]
    asked: Mapping[str, date | None]
    book: Mapping[str, Contact]


@dataclass(frozen=True)
class Stands:
    """How the chart stands to a value: in words what it has, where (`way:3`; empty for a new entry), the ways out of a conflict
    (how, and the verb), and `how` it is taken where nothing is asked.
    """

    state: State
    words: str = ""
    place: str = ""
    ways_out: tuple[tuple[How, str], ...] = ()
    how: How = "add"


def read_chart(db: Session, client_id: int) -> Chart:
    """What a client's chart has."""
    client = find_client(db, client_id)
    book = {fold(row.name).strip(): contact_of(row) for row in db.scalars(select(ContactRecord))}
    return Chart(
        facts_of(client),
        read_entries(db, client_id, Way),
        read_people(db, client_id),
        read_entries(db, client_id, Flag),
        read_entries(db, client_id, Allergy),
        read_entries(db, client_id, Medicine),
        {"allergies": client.allergies_asked_on, "medicines": client.medicines_asked_on},
        book,
    )


def values(question: Question, answer: Answer, beside: Mapping[str, Answer]) -> Iterator[tuple[str, Value]]:
    """What an answer becomes in the chart, by its parts; `beside` are the newest answers, by question."""
    for part in parts_of(question, answer):
        value = _value(question, answer, part, beside)
        if value is not None:
            yield part, value


def _value(question: Question, answer: Answer, part: str, beside: Mapping[str, Answer]) -> Value | None:
    target, words = question.target, answer.words
    if target == "birth_date":
        return Fact(target, date.fromisoformat(answer.parts["date"])) if "date" in answer.parts else None
    if target in FACTS:
        return Fact(target, words)
    if target == "phone":
        return Way(WayKind.PHONE, words, may_leave_message=_leave(beside.get("phone_message")))
    if target == "email":
        return Way(WayKind.EMAIL, words, may_write=_leave(beside.get("email_write")))
    if target in _ROLES and answer.parts.get("name"):
        parts = answer.parts
        return Somebody(_ROLES[target], parts["name"], parts.get("relation", ""), parts.get("phone", ""))
    if target == "flag":
        return _flag(question, answer, part)
    if target in ("medicines", "allergies"):
        about: About = "medicines" if target == "medicines" else "allergies"
        lines = lines_of(answer)
        if part == ASKED:
            return AskedOn(about, answer.said_on, not lines)
        first, _, rest = (one.strip() for one in lines[int(part)].partition(","))
        if about == "allergies":
            return Allergy(first, rest, answer.said_on)
        return Medicine(first, rest, source="Client, at intake", last_asked=answer.said_on)
    return None


def _flag(question: Question, answer: Answer, part: str) -> Flag:
    option = question.option(part)
    what = option.chart if option is not None else " ".join(answer.words.split())
    weight = Weight(option.flag) if option is not None and option.flag else Weight.TELL
    more = answer.words if option is not None else ""
    return Flag(what, HowKnown.SAID, weight, more, noted_on=answer.said_on)


def _leave(answer: Answer | None) -> Leave:
    return Leave(answer.choices[0]) if answer is not None and answer.choices else Leave.NOT_ASKED


def stands(value: Value, chart: Chart) -> Stands:
    """How the chart stands to a value."""
    match value:
        case Fact():
            return _fact(value, chart)
        case Way():
            return _way(value, chart)
        case Somebody():
            return _somebody(value, chart)
        case Flag():
            same = next((one for one in chart.flags if one.closed_on is None and _alike(one.what, value.what)), None)
            return Stands("same", same.what, f"flag:{same.id}") if same else Stands("new")
        case Allergy():
            same_one = next((one for one in chart.allergies if _alike(one.substance, value.substance)), None)
            return _told("allergy", same_one, value.reaction, same_one.reaction if same_one else "")
        case Medicine():
            return _medicine(value, chart)
        case AskedOn():
            return _asked(value, chart)


def _fact(value: Fact, chart: Chart) -> Stands:
    has = getattr(chart.facts, value.field)
    if not has:
        return Stands("new", place=value.field)
    if isinstance(value.value, date):
        same, words = has == value.value, in_full(has)
    elif value.field in _LISTS:
        lines = {_plain(line) for line in has.splitlines()}
        same, words = all(_plain(line) in lines for line in value.value.splitlines()), has
    else:
        same, words = _alike(has, value.value), has
    if same:
        return Stands("same", words, value.field)
    return Stands("conflict", words, value.field, (_USE, _ADD) if value.field in _LISTS else (_USE,))


def _way(value: Way, chart: Chart) -> Stands:
    kind = [one for one in chart.ways if one.kind is value.kind]
    field: Literal["may_leave_message", "may_write"]
    field = "may_leave_message" if value.kind is WayKind.PHONE else "may_write"
    same = next((one for one in kind if _same_way(one, value)), None)
    if same is not None:
        said, has = getattr(value, field), getattr(same, field)
        words, place = f"{same.value} ({same.leave})", f"way:{same.id}"
        if said in (Leave.NOT_ASKED, has):
            return Stands("same", words, place)
        if has is Leave.NOT_ASKED:
            return Stands("new", words, place, how="replace")
        return Stands("conflict", words, place, (_USE,))
    if not kind:
        return Stands("new")
    words, place = "; ".join(one.value for one in kind), f"way:{kind[0].id}"
    return Stands("conflict", words, place, (_OTHER, _USE) if len(kind) == 1 else (_OTHER,))


def _somebody(value: Somebody, chart: Chart) -> Stands:
    there = [one for one in chart.people if one.link.role is value.role]
    same = next((one for one in there if _alike(one.contact.name, value.name)), None)
    if same is not None:
        words, place = _person(same.contact, same.link.relation), f"person:{same.link.id}"
        if _agrees(same.contact.phone, value.phone, digits) and _agrees(same.link.relation, value.relation, _plain):
            if (value.phone and not same.contact.phone) or (value.relation and not same.link.relation):
                return Stands("new", words, place, how="replace")
            return Stands("same", words, place)
        return Stands("conflict", words, place, (("replace", "Change it in the book"),))
    known = chart.book.get(fold(value.name).strip())
    if there:
        words = "; ".join(_person(one.contact, one.link.relation) for one in there)
        ways = (_OTHER, _USE) if len(there) == 1 else (_OTHER,)
        return Stands("conflict", words, f"person:{there[0].link.id}", ways)
    if known is None:
        return Stands("new")
    if value.phone and digits(value.phone) and digits(value.phone) == digits(known.phone):
        return Stands("new", how="book")
    words = f"The contact book has {_person(known, known.organization)}"
    return Stands("conflict", words, "", (("book", "Same person"), ("add", "Somebody else")))


def _medicine(value: Medicine, chart: Chart) -> Stands:
    same = next((one for one in chart.medicines if _alike(one.name, value.name)), None)
    if same is not None and same.stopped_on is not None:
        words = f"{same.name}, stopped on {in_full(same.stopped_on)}"
        return Stands("conflict", words, f"medicine:{same.id}", (_OTHER,))
    return _told("medicine", same, value.dose, same.dose if same else "")


def _told(kind: str, same: Any, said: str, has: str) -> Stands:
    """Something of a list: it is there, it is there with other words, or it is new."""
    if same is None:
        return Stands("new")
    name = same.substance if kind == "allergy" else same.name
    words, place = f"{name}, {has}" if has else name, f"{kind}:{same.id}"
    if not _agrees(has, said, _plain):
        return Stands("conflict", words, place, (_USE,))
    return Stands("new", words, place, how="replace") if said and not has else Stands("same", words, place)


def _asked(value: AskedOn, chart: Chart) -> Stands:
    on, place = chart.asked[value.about], f"asked_{value.about}"
    words = f"asked on {in_full(on)}" if on is not None else ""
    if on is not None and on >= value.on:
        return Stands("same", words, place)
    has = [one.substance for one in chart.allergies] if value.about == "allergies" else []
    if value.about == "medicines":
        has = [one.name for one in chart.medicines if one.stopped_on is None]
    if value.none and has:
        return Stands("conflict", "; ".join(has), place, (("replace", "Enter the day only"),))
    return Stands("new", words, place, how="replace")


def in_words(value: Value) -> str:
    """A value as it would stand in the chart."""
    match value:
        case Fact():
            return in_full(value.value) if isinstance(value.value, date) else value.value
        case Way():
            asked = value.may_leave_message or value.may_write
            return f"{value.value} ({value.leave})" if asked else value.value
        case Somebody():
            return _person(Contact(value.name, phone=value.phone), value.relation)
        case Flag():
            return f"{value.what}: {value.words}" if value.words else value.what
        case Allergy():
            return f"{value.substance}, {value.reaction}" if value.reaction else value.substance
        case Medicine():
            return f"{value.name}, {value.dose}" if value.dose else value.name
        case AskedOn():
            return f"{'None told, asked' if value.none else 'Asked'} on {in_full(value.on)}"


Told = Way | Allergy | Medicine


def merged(value: Told, chart: Chart, place: str) -> tuple[Told, Told]:
    """An entry of the chart with what was said put into it, and as it is."""
    number = int(place.partition(":")[2])
    match value:
        case Way():
            way = next(one for one in chart.ways if one.id == number)
            leave, write = value.may_leave_message or way.may_leave_message, value.may_write or way.may_write
            return replace(way, value=value.value, may_leave_message=leave, may_write=write), way
        case Allergy():
            allergy = next(one for one in chart.allergies if one.id == number)
            return replace(allergy, reaction=value.reaction, told_on=value.told_on), allergy
        case Medicine():
            medicine = next(one for one in chart.medicines if one.id == number)
            kept = replace(medicine, dose=value.dose, source=value.source, last_asked=value.last_asked)
            return kept, medicine


def _same_way(has: Way, said: Way) -> bool:
    if has.kind is WayKind.PHONE and digits(said.value):
        return digits(has.value) == digits(said.value)
    return _alike(has.value, said.value)


def _agrees(has: str, said: str, plain: Any) -> bool:
    """Whether what was said says nothing against what the chart has."""
    return not said or not has or bool(plain(has) == plain(said))


def _alike(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(words: str) -> str:
    return "".join(words.casefold().split())


def _person(contact: Contact, more: str) -> str:
    name = f"{contact.name} ({more})" if more else contact.name
    return f"{name}, {contact.phone}" if contact.phone else name
