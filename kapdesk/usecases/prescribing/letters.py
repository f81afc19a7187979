"""The letter to the prescriber: made of chosen parts of the chart, and entered as disclosed in the act that prints it.

Psychotherapy notes are never among the parts; a progress note only when it is signed, and only the sections chosen.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from sqlalchemy.orm import Session

from kapdesk.domain.authorizations import Content
from kapdesk.domain.contacts import Contact, Role
from kapdesk.domain.course import CourseNow
from kapdesk.domain.dates import in_full, long
from kapdesk.domain.disclosures import Disclosure
from kapdesk.domain.forms import sections_of
from kapdesk.domain.health import Flag
from kapdesk.domain.limits import limits_in_words, span
from kapdesk.domain.orders import Order, OrderStanding, standing_of
from kapdesk.domain.phases import SessionKind
from kapdesk.errors import BadInput
from kapdesk.records.note import Note as NoteRecord
from kapdesk.usecases.course.deciding import decisions
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.practice import facts_of
from kapdesk.usecases.people.clients import find_client
from kapdesk.usecases.people.contacts import read_people
from kapdesk.usecases.people.entries import change_entry, read_entries
from kapdesk.usecases.prescribing.order_rows import days_taken, newest_versions, standings
from kapdesk.usecases.register.disclosures import add_disclosure
from kapdesk.usecases.register.part2 import is_tagged_in
from kapdesk.usecases.writing.note_rows import heads, whole_notes
from kapdesk.vault.database import Vault

if TYPE_CHECKING:
    from kapdesk.printing.letter import Part

_LATEST_NOTES = 12
"""Signed notes that are offered, the newest first."""


@dataclass(frozen=True)
class Section:
    """A section of a signed note that can be chosen for the letter; `number` counts a note's sections."""

    note_id: int
    number: int
    note: str
    heading: str
    text: str


@dataclass(frozen=True)
class Offer:
    """What the chart has for a letter; empty words are not on file and cannot be chosen.

    `prescriber` is who wrote the order in force, when there is exactly one such order.
    """

    to: tuple[Contact, ...]
    prescriber: str
    position: str
    sessions: str
    order: str
    flags: tuple[Flag, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Letter:
    """A letter as the therapist puts it together; `sections` are (note, number of the section)."""

    to: str = ""
    address: str = ""
    why: str = ""
    position: bool = False
    sessions: bool = False
    observed: str = ""
    sections: tuple[tuple[int, int], ...] = ()
    readings: str = ""
    flags: tuple[int, ...] = ()
    order: bool = False
    question: str = ""
    reply: bool = True


@dataclass(frozen=True)
class MadeLetter:
    """The finished letter; `what` says for the register which parts it holds, `contents` what it holds as a release
    names it; `part2` that the notice of 42 CFR Part 2 stands on it.
    """

    client_id: int
    letter: Letter
    pdf: bytes
    pages: int
    unprintable: tuple[str, ...]
    sha256: str
    what: str
    part2: bool = False
    contents: tuple[Content, ...] = ()


def offer(vault: Vault, client_id: int, today: date) -> Offer:
    """What can be chosen for a letter about a client."""
    with vault.read() as db:
        return _offer(db, client_id, today)


def make_letter(vault: Vault, client_id: int, letter: Letter, today: date) -> MadeLetter:
    """The letter as PDF; BadInput for what is missing. Nothing is entered yet."""
    from kapdesk.printing import letter as printing

    if not letter.to.strip():
        raise BadInput("Say to whom the letter goes.", "to")
    with vault.read() as db:
        client, practice = find_client(db, client_id), facts_of(db)
        parts = tuple(_parts(letter, _offer(db, client_id, today), today))
        part2 = is_tagged_in(db, client_id)
    if not parts:
        raise BadInput("The letter says nothing yet. Type why you write, or choose what it holds.", "why")
    sender = [practice.signer or "", practice.licence, practice.name, practice.contact]
    page = printing.LetterPage(
        to=tuple(filter(None, (letter.to.strip(), *letter.address.strip().split("\n")))),
        client=client.legal_name,
        born=client.birth_date,
        parts=parts,
        sender=tuple(filter(None, sender)),
        practice=practice.name,
        reply=letter.reply,
        logo=practice.logo,
        fictional=practice.fictional,
        part2=part2,
    )
    printed = printing.letter(page, practice.page, today)
    what = f"Letter of {in_full(today)}: " + "; ".join(_summed(parts))
    digest = hashlib.sha256(printed.pdf).hexdigest()
    contents = (*contents_of(letter), *((Content.SUBSTANCE_USE,) if part2 else ()))
    return MadeLetter(client_id, letter, printed.pdf, printed.pages, printed.unprintable, digest, what, part2, contents)


def contents_of(letter: Letter) -> tuple[Content, ...]:
    """What a letter holds, as a release names it; what is typed freely is the therapist's to weigh."""
    chosen = (
        (Content.ATTENDANCE, letter.sessions),
        (Content.SUMMARY, bool(letter.sections)),
        (Content.PROGRESS, letter.position or bool(letter.observed.strip())),
        (Content.MEDICATION, letter.order or bool(letter.readings.strip())),
        (Content.SAFETY, bool(letter.flags)),
    )
    return tuple(content for content, there in chosen if there)


def hand_out(
    vault: Vault,
    made: MadeLetter,
    how: Literal["printed", "saved"],
    disclosure: Disclosure,
    told_how: str | None,
    at: datetime,
) -> int:
    """Enter a letter that was printed or saved: disclosed, in the history, and its flags as told where `told_how` says how.

    The entry's what, hash and manner are the letter's own. BadInput with the field's name; then nothing is entered.
    """
    words = {"printed": "letter, printed", "saved": "letter, saved as PDF"}[how]
    entry = replace(disclosure, what=made.what, how=words, sha256=made.sha256, part2=made.part2)
    with vault.write() as db:
        entry_id = add_disclosure(db, made.client_id, entry, at)
        enter(db, at, "letter", how, entry_id, made.client_id)
        if told_how is not None:
            _tell(db, made, told_how.strip() or "by letter", disclosure.on, at)
    return entry_id


def check_disclosure(made: MadeLetter, disclosure: Disclosure, today: date) -> None:
    """Refuse (BadInput) an entry that could not be kept, before anything is printed."""
    replace(disclosure, what=made.what).checked(today)


def _tell(db: Session, made: MadeLetter, told_how: str, on: date, at: datetime) -> None:
    for flag in read_entries(db, made.client_id, Flag):
        if flag.id in made.letter.flags and flag.told_on is None:
            change_entry(db, made.client_id, replace(flag, told_on=on, told_how=told_how), at)


def _offer(db: Session, client_id: int, today: date) -> Offer:
    find_client(db, client_id)
    course = decisions(db, today, client_id).get(client_id)
    where = course.now if course else None
    people = read_people(db, client_id)
    prescribers = [row.contact for row in people if row.link.role is Role.PRESCRIBER]
    others = [row.contact for row in people if row.link.role is Role.PHYSICIAN]
    flags = tuple(flag for flag in read_entries(db, client_id, Flag) if flag.open)
    return Offer(
        (*prescribers, *others),
        _prescriber(db, client_id, today),
        " · ".join(dict.fromkeys((where.position, where.summary))) if where else "",
        _sessions(where, today),
        _order_words(standings(db, today, client_id).get(client_id), today),
        flags,
        tuple(_sections(db, client_id, today)),
    )


def _prescriber(db: Session, client_id: int, today: date) -> str:
    taken = days_taken(db, client_id).get(client_id, ())
    found = [one for one in newest_versions(db, client_id).get(client_id, ()) if not one.in_error]
    valid = [one.prescriber for one in found if standing_of(one, taken, today).state == "valid"]
    return valid[0] if len(valid) == 1 else ""


def _sessions(course: CourseNow | None, today: date) -> str:
    """The ketamine sessions of the newest course, a line each; those without medicine have no number."""
    ketamine = [one for one in course.sessions if one.kind is SessionKind.KETAMINE] if course else []
    return "\n".join(
        f"{one.number}: {long(one.on, today)}" if one.dosed else f"{long(one.on, today)}, without medicine"
        for one in ketamine
    )


def _order_words(current: OrderStanding | None, today: date) -> str:
    """The order as the practice has it; what it does not say is said."""
    if current is None or current.order is None:
        return ""
    order = current.order
    taken = f"{current.doses_taken} of {order.doses_authorised}" if order.doses_authorised else str(current.doses_taken)
    name = order.named(today)
    limits = "; ".join(filter(None, (limits_in_words(order), order.other_limits.rstrip(" ."))))
    lines = [
        f"{name[:1].upper()}{name[1:]}. {current.words}.",
        f"Dose: {_dose(order)}. Doses taken on it: {taken}.",
        f"Limits: {limits}.",
        f"Between doses: {f'at least {order.interval_days} days' if order.interval_days else 'not on file'}.",
    ]
    return "\n".join(lines)


def _dose(order: Order) -> str:
    milligrams = span(order.dose_least_mg, order.dose_most_mg, " mg")
    words = order.dose.rstrip(" .")
    if words and milligrams:
        return f"{words} ({milligrams})"
    return words or milligrams or "not on file"


def _sections(db: Session, client_id: int, today: date) -> Iterator[Section]:
    wanted = heads().where(NoteRecord.client_id == client_id, NoteRecord.signed_id.is_not(None)).limit(_LATEST_NOTES)
    for note in whole_notes(db, wanted, today):
        if note.head.in_error:
            continue
        name = f"{note.head.kind_words} · {in_full(note.head.on)}"
        for number, (title, text) in enumerate(sections_of(note.text)):
            if text.strip():
                yield Section(note.head.id, number, name, title, text.strip("\n"))


def _parts(letter: Letter, have: Offer, today: date) -> "Iterator[Part]":
    from kapdesk.printing.letter import Part

    flags = [flag for flag in have.flags if flag.id in letter.flags]
    chosen = (
        ("Why I write", letter.why),
        ("Where the course stands", have.position * letter.position),
        ("Ketamine sessions held", have.sessions.replace("\n", " · ") * letter.sessions),
        ("What was observed", letter.observed),
        *((_title(one), one.text) for one in have.sections if (one.note_id, one.number) in letter.sections),
        ("Readings", letter.readings),
        ("For you to know", "\n".join(_flag_words(flags, today))),
        ("Your order as I have it", have.order * letter.order),
        ("What I ask", letter.question),
    )
    titles = {_title(one) for one in have.sections}
    for heading, text in chosen:
        if text.strip():
            yield Part(heading, text, markdown=heading in titles)


def _title(one: Section) -> str:
    return f"{one.heading} (from the note: {one.note})" if one.heading else f"From the note: {one.note}"


def _flag_words(flags: Sequence[Flag], today: date) -> Iterator[str]:
    for flag in flags:
        known = f"{flag.how_known.words.lower()}" if flag.how_known else ""
        noted = f"noted {long(flag.noted_on, today)}" if flag.noted_on else ""
        told = f"told {long(flag.told_on, today)}" if flag.told_on else ""
        told += f", {_lower(flag.told_how)}" if told and flag.told_how else ""
        answer = f"your answer: {flag.answer}" if flag.answer else "no answer yet" if flag.told_on else ""
        facts = ", ".join(filter(None, (known, noted, told, answer)))
        yield " ".join(filter(None, (f"{flag.what} ({facts}).", flag.words)))


def _summed(parts: "Iterable[Part]") -> Iterator[str]:
    """Which parts a letter holds, for the list of disclosures."""
    for part in parts:
        yield _lower(part.heading)


def _lower(words: str) -> str:
    """Words as they stand within a sentence."""
    return words[:1].lower() + words[1:] if words[1:2].islower() or words[1:2] == " " else words
