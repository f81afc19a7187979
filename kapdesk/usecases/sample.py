"""The fictional sample practice, filled from `resources/sample` with dates relative to a given day."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from kapdesk import paths
from kapdesk.domain.clients import Status
from kapdesk.domain.notes import NoteKind
from kapdesk.domain.phases import SessionKind
from kapdesk.errors import BadInput
from kapdesk.records.course import HeldSession
from kapdesk.usecases import clients, courses, notes, opening, practice
from kapdesk.usecases.clients import ClientFacts
from kapdesk.usecases.opening import Created
from kapdesk.usecases.practice import PracticeFacts
from kapdesk.usecases.secrets import Secret
from kapdesk.vault import slots
from kapdesk.vault.connection import Progress, silent
from kapdesk.vault.database import DATABASE, Vault
from kapdesk.vault.snapshot import take_snapshot

PASSPHRASE = "high mesa sample with nobody real in it"  # noqa: S105  # protects nothing: see below
"""Of the demonstration only, and said on the screen: there is nothing in it to protect."""
_MORNING = time(9, 0)
_BEFORE = timedelta(days=730)
"""The sample's practice file is older than anything in it."""

Act = tuple[datetime, Callable[[Vault, datetime], object]]


def sample_facts() -> PracticeFacts:
    """The sample's practice and therapist, marked as fictional."""
    content = tomllib.loads((_folder() / "practice.toml").read_text("utf-8"))
    return PracticeFacts(**content["practice"], fictional=True)


def create_sample(folder: Path, passphrase: str, on: date, progress: Progress = silent) -> Created:
    """Make the sample practice as it would stand on the day `on`. For a worker; raises as `create_practice` does."""
    facts = sample_facts()
    begun = datetime.combine(on, _MORNING, ZoneInfo(facts.time_zone)) - _BEFORE
    created = opening.create_practice(folder, passphrase, facts, begun, progress)
    vault = opening.open_practice(created.unlocked, begun + timedelta(minutes=1))
    try:
        fill_sample(vault, on)
    finally:
        opening.close_practice(vault, datetime.combine(on, time(), begun.tzinfo), quietly=True)
    return created


def sample_day(vault: Vault) -> date:
    """The present day of a sample practice: that of its newest session; BadInput for a practice that is not
    fictional.
    """
    if not practice.get_practice(vault).fictional:
        raise BadInput("Pictures are drawn of a sample practice only. Make one: kapdesk new FILE --sample")
    with vault.read() as db:
        newest = db.scalar(select(func.max(HeldSession.held_on)))
    return newest or date(2026, 6, 9)


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


def fill_sample(vault: Vault, on: date) -> None:
    """Enter the sample's clients, courses, sessions and notes, act by act in the order of their times, as of the
    day `on`.
    """
    zone = ZoneInfo(sample_facts().time_zone)
    acts: list[Act] = []
    for file in sorted((_folder() / "clients").glob("*.toml")):
        acts += _Chart(tomllib.loads(file.read_text("utf-8")), on, zone).acts()
    for at, act in sorted(acts, key=lambda one: one[0]):
        act(vault, at)


class _Chart:
    """One client's file as acts in time; the ids that the vault gives out are kept for the acts that follow."""

    def __init__(self, content: dict[str, Any], on: date, zone: ZoneInfo) -> None:
        self._content = content
        self._on = on
        self._zone = zone
        self._client = 0
        self._sessions: dict[int, int] = {}
        self._notes: dict[int, int] = {}

    def acts(self) -> Iterator[Act]:
        """What was done when; a day's acts follow each other by minutes."""
        content = self._content
        yield self._moment(content["since"]), self._enter
        course = content.get("course")
        if course:
            yield self._moment(course["started"], 5), lambda vault, at: self._start(vault, course, at)
            if "ended" in course:
                yield self._moment(course["ended"], 360), lambda vault, at: self._end(vault, course, at)
        for number, one in enumerate(content.get("session", ()), 1):
            yield self._moment(one["on"], 30), partial(self._add_session, number, one)
        for number, one in enumerate(content.get("note", ())):
            yield self._moment(one["on"], 90 + number), partial(self._begin_note, number, one)
            if one.get("signed", True):
                yield self._moment(one["on"], 150 + number), partial(self._sign, number)
            for added in one.get("addendum", ()):
                yield self._moment(added["on"], 240 + number), partial(self._add, number, added)
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

    def _start(self, vault: Vault, course: dict[str, Any], at: datetime) -> None:
        courses.start_course(vault, self._client, at.date(), at, course.get("planned_ketamine", 8))

    def _end(self, vault: Vault, course: dict[str, Any], at: datetime) -> None:
        courses.end_course(vault, self._client, at.date(), course.get("how", "completed"), at)

    def _add_session(self, number: int, one: dict[str, Any], vault: Vault, at: datetime) -> None:
        courses.add_session(vault, self._client, SessionKind(one["kind"]), at.date(), at)
        self._sessions[number] = max(row.id for row in courses.list_sessions(vault, self._client))

    def _begin_note(self, number: int, one: dict[str, Any], vault: Vault, at: datetime) -> None:
        session_id = self._sessions[one["session"]] if "session" in one else None
        self._notes[number] = notes.start_note(
            vault, self._client, NoteKind(one["kind"]), at.date(), at, session_id, one["text"].strip()
        )

    def _sign(self, number: int, vault: Vault, at: datetime) -> None:
        notes.sign_note(vault, self._notes[number], at)

    def _add(self, number: int, added: dict[str, Any], vault: Vault, at: datetime) -> None:
        notes.add_addendum(vault, self._notes[number], added["reason"], added["text"].strip(), at)

    def _moment(self, offset: int, minutes: int = 0) -> datetime:
        return datetime.combine(self._on + timedelta(days=offset), _MORNING, self._zone) + timedelta(minutes=minutes)


def _folder() -> Path:
    return paths.resources() / "sample"
