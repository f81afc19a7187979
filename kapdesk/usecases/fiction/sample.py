"""The fictional sample practice, filled from `resources/sample` with dates relative to a given day."""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from kapdesk import paths
from kapdesk.domain.clients import Status
from kapdesk.domain.contacts import Answer, Contact, ContactKind, Role, Way, WayKind
from kapdesk.domain.health import Allergy, Diagnosis, Flag, HowKnown, Medicine, Weight
from kapdesk.domain.notes import NoteKind
from kapdesk.domain.phases import Ending, SessionKind
from kapdesk.domain.phases import Medicine as InSession
from kapdesk.errors import BadInput, KapdeskError
from kapdesk.records.course import HeldSession
from kapdesk.records.note import Note
from kapdesk.usecases.course import course_stages, courses
from kapdesk.usecases.fiction import (
    sample_calls,
    sample_days,
    sample_intake,
    sample_orders,
    sample_papers,
    sample_today,
)
from kapdesk.usecases.fiction.sample_calendar import fill_calendar
from kapdesk.usecases.house import opening, practice
from kapdesk.usecases.house.opening import Created, Unlocked
from kapdesk.usecases.house.practice import PracticeFacts
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.people import clients, contacts, details, entries, health
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.people.contacts import Link
from kapdesk.usecases.writing import notes, private_notes
from kapdesk.vault import slots
from kapdesk.vault.connection import Progress, silent, span
from kapdesk.vault.database import DATABASE, Vault
from kapdesk.vault.snapshot import take_snapshot

PASSPHRASE = "high mesa sample with nobody real in it"  # noqa: S105  # protects nothing: see below
"""Of the demonstration only, and said on the screen: there is nothing in it to protect."""
_MORNING = time(9, 0)
_BEFORE = timedelta(days=730)
"""The sample's practice file is older than anything in it."""

_TOLD = ((Diagnosis, "diagnosis"), (Flag, "flag"), (Allergy, "allergy"), (Medicine, "medicine"))

Act = tuple[datetime, Callable[[Vault, datetime], object]]


def sample_facts() -> PracticeFacts:
    """The sample's practice and therapist, marked as fictional."""
    content = tomllib.loads((_folder() / "practice.toml").read_text("utf-8"))
    return PracticeFacts(**content["practice"], fictional=True)


def open_or_create_sample(folder: Path, on: date, at: datetime, progress: Progress = silent) -> Unlocked:
    """The sample at `folder` as it was left; made when there is none, beside what has that name and is none. For a worker."""
    number, file = 1, folder
    while paths.is_there(file):
        with suppress(KapdeskError):
            return opening.unlock(file, Secret.passphrase(PASSPHRASE), at, progress)
        number += 1
        file = folder.with_name(f"{folder.stem} {number}{folder.suffix}")
    return create_sample(file, PASSPHRASE, on, progress).unlocked


def create_sample(folder: Path, passphrase: str, on: date, progress: Progress = silent) -> Created:
    """Make the sample practice as it would stand on the day `on`. For a worker; raises as `create_practice` does."""
    facts = sample_facts()
    begun = datetime.combine(on, _MORNING, ZoneInfo(facts.time_zone)) - _BEFORE

    def fill(unlocked: Unlocked) -> None:
        vault = opening.open_practice(unlocked, begun + timedelta(minutes=1))
        try:
            fill_sample(vault, on, span(progress, 0.1, 1.0))
        finally:
            opening.close_practice(vault, datetime.combine(on, time(), begun.tzinfo), quietly=True)

    return opening.create_practice(folder, passphrase, facts, begun, span(progress, 0.0, 0.1), fill=fill)


def sample_day(vault: Vault) -> date:
    """The present day of a sample practice: that of its newest note or session; BadInput for a practice that is not
    fictional.
    """
    if not practice.get_practice(vault).fictional:
        raise BadInput("Pictures are drawn of a sample practice only. Make one: kapdesk new FILE --sample")
    with vault.read() as db:
        days = [db.scalar(select(func.max(column))) for column in (HeldSession.held_on, Note.on_date)]
    return max((day for day in days if day is not None), default=date(2026, 6, 9))


def copy_of(folder: Path, secret: Secret, to: Path, at: datetime) -> Path:
    """A copy of a closed sample practice in the folder `to`; BadInput for a practice that is not fictional."""
    vault = opening.open_practice(opening.unlock(folder, secret, at), at)
    copy = to / folder.name
    try:
        sample_day(vault)
        copy.mkdir(mode=0o700)
        take_snapshot(vault.source(), copy / DATABASE)
        for name in (slots.NAME, slots.COPY):
            (copy / name).write_bytes((folder / name).read_bytes())
    finally:
        opening.close_practice(vault, at)
    return copy


def fill_sample(vault: Vault, on: date, progress: Progress = silent) -> None:
    """Enter the sample's clients, courses, sessions and notes, act by act in the order of their times, as of the
    day `on`.
    """
    zone = ZoneInfo(sample_facts().time_zone)
    acts: list[Act] = []
    book = _enter_book(vault, datetime.combine(on, _MORNING, zone) - _BEFORE + timedelta(hours=1))
    for file in sorted((_folder() / "clients").glob("*.toml")):
        acts += _Chart(tomllib.loads(file.read_text("utf-8")), book, on, zone).acts()
    acts += sample_calls.acts(on, zone)
    acts += sample_orders.acts(book, on, zone)
    acts += sample_today.acts(on, zone)
    acts += sample_papers.acts(on, zone)
    acts += sample_intake.acts(on, zone)
    for number, (at, act) in enumerate(sorted(acts, key=lambda one: one[0])):
        progress("Writing the sample", number / len(acts))
        act(vault, at)
    fill_calendar(vault, on, zone)
    notes.put_down(vault)


def _enter_book(vault: Vault, at: datetime) -> dict[str, Contact]:
    """The contact book, each contact by the key that the charts name it by."""
    content = tomllib.loads((_folder() / "contacts.toml").read_text("utf-8"))
    book: dict[str, Contact] = {}
    for number, (key, words) in enumerate(content.items()):
        contact = Contact(**{**words, "kind": ContactKind(words["kind"])})
        contact_id = contacts.create_contact(vault, contact, at + timedelta(minutes=number))
        book[key] = replace(contact, id=contact_id)
    return book


class _Chart:
    """One client's file as acts in time; the ids that the vault gives out are kept for the acts that follow."""

    def __init__(self, content: dict[str, Any], book: dict[str, Contact], on: date, zone: ZoneInfo) -> None:
        self._content = content
        self._days = sample_days.days(on)
        self._book = book
        self._on = on
        self._zone = zone
        self._client = 0
        self._sessions: dict[int, int] = {}
        self._notes: dict[int, int] = {}

    def acts(self) -> Iterator[Act]:
        """What was done when; a day's acts follow each other by minutes."""
        content = self._content
        yield self._moment(content["since"]), self._enter
        yield self._moment(content["since"], 1), self._enter_people
        yield from self._told()
        course = content.get("course")
        if course:
            yield self._moment(course["started"], 5), lambda vault, at: self._start(vault, course, at)
            if "ended" in course:
                yield self._moment(course["ended"], 360), lambda vault, at: self._end(vault, course, at)
        for number, one in enumerate(content.get("session", ()), 1):
            yield self._moment(one["on"], 30), partial(self._add_session, number, one)
        for number, one in enumerate(content.get("note", ())):
            kept = (content["legal_name"], self._day(one["on"])) in self._days and one["kind"] == "ketamine"
            after = 120 if kept else 0  # a record of the day is ended before its note is begun
            yield self._moment(one["on"], 90 + after + number), partial(self._begin_note, number, one)
            if one.get("signed", True):
                yield self._moment(one["on"], 150 + after + number), partial(self._sign, number)
            for added in one.get("addendum", ()):
                yield self._moment(added["on"], 240 + number), partial(self._add, number, added)
        for number, one in enumerate(content.get("private", ())):
            yield self._moment(one["on"], 200 + number), partial(self._write_apart, one["text"].strip())
        if content["status"] == Status.ARCHIVED:
            yield self._moment(-1, 480), lambda vault, at: clients.archive_client(vault, self._client, at)

    def _enter(self, vault: Vault, at: datetime) -> None:
        words = {name: value for name, value in self._content.items() if isinstance(value, str)}
        status = Status(words.pop("status"))
        facts = ClientFacts(
            **words,
            birth_date=self._content.get("birth_date"),
            since=at.date(),
            status=Status.CLOSED if status is Status.ARCHIVED else status,
        )
        self._client = clients.create_client(vault, facts, at)

    def _enter_people(self, vault: Vault, at: datetime) -> None:
        """Ways to reach the client, and the people around her."""
        for one in self._content.get("way", ()):
            message, write = (Answer(one.get(name, "")) for name in ("may_leave_message", "may_write"))
            way = Way(WayKind(one["kind"]), one["value"], one.get("label", ""), message, write)
            entries.save_entry(vault, self._client, way, at)
        first: Contact | None = None
        for one in self._content.get("person", ()):
            role = Role(one["role"])
            if "contact" in one:
                contact = self._book[one["contact"]]
            elif "same_as_first" in one and first is not None:
                contact = first
            else:
                contact = Contact(one["name"], role.kind, phone=one["phone"])
            contacts.save_person(vault, self._client, contact, Link(role, one.get("relation", "")), at)
            if first is None:
                first = contacts.people_of(vault, self._client)[0].contact

    def _told(self) -> Iterator[Act]:
        """What was told about health, each entered on the last day that it speaks of."""
        for kind, name in _TOLD:
            for one in self._content.get(name, ()):
                days = [value for value in one.values() if isinstance(value, int)]
                moment = self._moment(max(days, default=self._content["since"]), 20)
                yield moment, partial(self._tell, kind, one)
        for about in ("allergies", "medicines"):
            if f"{about}_asked" in self._content:
                moment = self._moment(self._content[f"{about}_asked"], 21)
                yield moment, partial(self._asked, about)
        if "own" in self._content:
            yield self._moment(self._content["since"], 22), self._fill_own

    def _tell(self, kind: type[Any], one: dict[str, Any], vault: Vault, at: datetime) -> None:
        values = {name: self._day(value) if isinstance(value, int) else value for name, value in one.items()}
        if kind is Flag:
            values |= {"how_known": HowKnown(one["how_known"]), "weight": Weight(one["weight"])}
        entries.save_entry(vault, self._client, kind(**values), at)

    def _asked(self, about: Any, vault: Vault, at: datetime) -> None:
        health.asked(vault, self._client, about, at.date(), at)

    def _fill_own(self, vault: Vault, at: datetime) -> None:
        for name, value in self._content["own"].items():
            known = {field.name: field.id for field in details.list_fields(vault)}
            if name not in known:
                details.add_field(vault, name, at)
                known = {field.name: field.id for field in details.list_fields(vault)}
            details.save_values(vault, self._client, {known[name]: value}, at)

    def _start(self, vault: Vault, course: dict[str, Any], at: datetime) -> None:
        courses.start_course(vault, self._client, at.date(), at, course.get("planned_ketamine", 8))

    def _end(self, vault: Vault, course: dict[str, Any], at: datetime) -> None:
        course_stages.end_course(vault, self._client, at.date(), Ending(course["ending"]), course.get("why", ""), at)

    def _add_session(self, number: int, one: dict[str, Any], vault: Vault, at: datetime) -> None:
        kind = SessionKind(one["kind"])
        day = self._days.get((self._content["legal_name"], at.date()))
        if kind is SessionKind.KETAMINE and day is not None:
            self._sessions[number] = sample_days.live(vault, day, at.date(), self._zone)
            return
        usual = InSession.TAKEN if kind is SessionKind.KETAMINE else InSession.NOT_RECORDED
        courses.add_session(vault, self._client, kind, at.date(), at, InSession(one.get("medicine", usual)))
        self._sessions[number] = max(row.id for row in courses.list_sessions(vault, self._client))

    def _begin_note(self, number: int, one: dict[str, Any], vault: Vault, at: datetime) -> None:
        session_id = self._sessions[one["session"]] if "session" in one else None
        self._notes[number] = notes.start_note(
            vault, self._client, NoteKind(one["kind"]), at.date(), at, session_id, one["text"].strip()
        )

    def _write_apart(self, text: str, vault: Vault, at: datetime) -> None:
        private_notes.start_note(vault, self._client, at.date(), text, at)

    def _sign(self, number: int, vault: Vault, at: datetime) -> None:
        notes.sign_note(vault, self._notes[number], at)

    def _add(self, number: int, added: dict[str, Any], vault: Vault, at: datetime) -> None:
        notes.add_addendum(vault, self._notes[number], added["reason"], added["text"].strip(), at)

    def _day(self, offset: int) -> date:
        return self._on + timedelta(days=offset)

    def _moment(self, offset: int, minutes: int = 0) -> datetime:
        return datetime.combine(self._day(offset), _MORNING, self._zone) + timedelta(minutes=minutes)


def _folder() -> Path:
    return paths.resources() / "sample"
