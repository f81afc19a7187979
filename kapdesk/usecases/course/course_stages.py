"""What the therapist settles of a running course herself: its figures, its stage, the review of its end, and its end."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kapdesk.domain.dates import short
from kapdesk.domain.phases import Ending, Stage
from kapdesk.domain.protocol import Protocol, checked
from kapdesk.errors import BadInput
from kapdesk.records.course import Course, FollowUp
from kapdesk.usecases.course.courses import newest_course, running_course
from kapdesk.usecases.course.deciding import held_in
from kapdesk.usecases.course.protocol import changed_figures, columns_of, course_figures
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people.clients import name_of
from kapdesk.vault.database import Vault


def end_course(vault: Vault, client_id: int, on: date, ending: Ending, why: str, at: datetime) -> Undo:
    """End the running course; BadInput without a reason (but for one that was completed), or before its last session."""
    why = " ".join(why.split())
    if ending.asks_why and not why:
        raise BadInput("Say why the course ended, in a few words.", "why")
    with vault.write() as db:
        course = running_course(db, client_id)
        _check_end(db, course, on, at.date())
        course.ended_on, course.ended_kind, course.ended_how = on, ending.value, why
        enter(db, at, "course", "ended", course.id, client_id)
        course_id, name = course.id, name_of(db, client_id)
    return Undo(f"Course ended: {name}", lambda vault, at: _reopen(vault, course_id, at))


def change_figures(vault: Vault, client_id: int, figures: Protocol, at: datetime) -> Undo:
    """Keep other figures for the running course, the practice's stay; BadInput with the figure's name."""
    checked(figures)
    with vault.write() as db:
        course = running_course(db, client_id)
        before, course_id = columns_of(course_figures(course)), course.id
        _keep_figures(db, course, columns_of(figures), at)
        name = name_of(db, client_id)
    return Undo(f"Figures of the course changed: {name}", lambda vault, at: _figures_back(vault, course_id, before, at))


def move_stage(vault: Vault, client_id: int, stage: Stage, why: str, at: datetime) -> Undo:
    """Move the running course to a stage by hand; BadInput without a reason. It stays there until it follows again."""
    why = " ".join(why.split())
    if not why:
        raise BadInput("Say why, in a few words. The reason stands beside the stage.", "why")
    if stage is Stage.ENDED:
        raise BadInput("A course ends with a day and a reason: use “End the course”.", "stage")
    values = {"stage_by_hand": stage.value, "moved_on": at.date(), "moved_why": why}
    return _keep(vault, client_id, values, "moved", f"Course moved to “{stage.words.lower()}”", at)


def follow_again(vault: Vault, client_id: int, at: datetime) -> Undo:
    """Let the stage of the running course follow from what was held again."""
    values = {"stage_by_hand": "", "moved_on": None, "moved_why": ""}
    return _keep(vault, client_id, values, "follows_again", "The stage follows from what was held again", at)


def enter_review(vault: Vault, client_id: int, on: date, words: str, at: datetime) -> Undo:
    """Enter that the end was gone over with client and prescriber; BadInput without words, or for a day to come."""
    words = words.strip()
    if not words:
        raise BadInput("Say what client and prescriber think of the end, in a few words.", "words")
    if on > at.date():
        raise BadInput(f"{short(on, at.date())} is still to come. Enter the day on which it was gone over.", "on")
    with vault.read() as db:
        started = running_course(db, client_id).started_on
    if on < started:
        raise BadInput(f"The course started on {short(started, at.date())}. Is the day right?", "on")
    values = {"reviewed_on": on, "review": words}
    return _keep(vault, client_id, values, "reviewed", "Review of the course entered", at)


def _check_end(db: Session, course: Course, on: date, today: date) -> None:
    """A course ends when it has, and after all that was held in it (BadInput)."""
    if on > today:
        raise BadInput(f"{short(on, today)} is still to come. Enter the end once it is there.", "on")
    if on < course.started_on:
        raise BadInput(f"The course started on {short(course.started_on, today)}. It cannot end before.", "on")
    last = max((one.on for one in held_in(db, [course.id])[course.id]), default=None)
    if last is not None and on < last:
        raise BadInput(f"A session was held on {short(last, today)}. The course ends on that day or later.", "on")


def _reopen(vault: Vault, course_id: int, at: datetime) -> None:
    with vault.write() as db:
        course = db.get_one(Course, course_id)
        if newest_course(db, course.client_id) is not course:
            raise BadInput("Another course was started meanwhile, so this one stays ended.", "")
        if db.scalar(select(func.count()).select_from(FollowUp).where(FollowUp.course_id == course_id)):
            raise BadInput("Follow-ups were entered meanwhile. Take them back first.", "")
        course.ended_on, course.ended_kind, course.ended_how = None, "", ""
        enter(db, at, "course", "changed", course_id, course.client_id, ("ended_on",))


def _keep(vault: Vault, client_id: int, values: dict[str, Any], act: str, words: str, at: datetime) -> Undo:
    with vault.write() as db:
        course = running_course(db, client_id)
        course_id, before = course.id, {name: getattr(course, name) for name in values}
        words = f"{words}: {name_of(db, client_id)}"
        for name, value in values.items():
            setattr(course, name, value)
        enter(db, at, "course", act, course_id, client_id)

    def take_back(vault: Vault, at: datetime) -> None:
        with vault.write() as db:
            course = db.get_one(Course, course_id)
            for name, value in before.items():
                setattr(course, name, value)
            enter(db, at, "course", "changed", course_id, client_id, _named(before))

    return Undo(words, take_back)


def _named(values: dict[str, Any]) -> tuple[str, ...]:
    return ("review",) if "review" in values else ("stage",)


def _keep_figures(db: Session, course: Course, columns: dict[str, Any], at: datetime) -> None:
    before = course_figures(course)
    for name, value in columns.items():
        setattr(course, name, value)
    changed = changed_figures(before, course_figures(course))
    if changed:
        enter(db, at, "course", "changed", course.id, course.client_id, changed)


def _figures_back(vault: Vault, course_id: int, before: dict[str, Any], at: datetime) -> None:
    with vault.write() as db:
        _keep_figures(db, db.get_one(Course, course_id), before, at)
