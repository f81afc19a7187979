"""How it goes some months after the end of a course: asked on which day, and what was heard."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from kapdesk.domain.dates import short
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.course import Course, FollowUp
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people.clients import name_of
from kapdesk.vault.database import Vault


@dataclass(frozen=True)
class FollowUpRow:
    """A follow-up that was done: how many months after the end it was meant for, when it was, and the words heard."""

    id: int
    months: int
    asked_on: date
    words: str


def follow_ups_of(db: Session, course_id: int) -> list[FollowUpRow]:
    """Those of a course, in the order of their months."""
    return [FollowUpRow(*row) for row in db.execute(_of_course(), {"course": course_id})]


@cache
def _of_course() -> Any:
    return (
        select(FollowUp.id, FollowUp.months, FollowUp.asked_on, FollowUp.words)
        .where(FollowUp.course_id == bindparam("course"))
        .order_by(FollowUp.months)
    )


def enter_follow_up(vault: Vault, course_id: int, months: int, on: date, words: str, at: datetime) -> Undo:
    """Enter what was heard; BadInput without words, for a day to come or before the end, or when it was entered already."""
    words = words.strip()
    if not words:
        raise BadInput("Say what you heard; “no answer” is an answer too.", "words")
    today = at.date()
    if on > today:
        raise BadInput(f"{short(on, today)} is still to come. Enter the day on which you asked.", "on")
    with vault.write() as db:
        course = db.get(Course, course_id)
        if course is None or course.ended_on is None:
            raise BadInput("This course has not ended. Follow-ups come after its end.", "")
        if on < course.ended_on:
            raise BadInput(f"The course ended on {short(course.ended_on, today)}. You asked on a later day.", "on")
        if any(one.months == months for one in follow_ups_of(db, course_id)):
            raise BadInput("This follow-up is entered already.", "")
        values = {"client_id": course.client_id, "course_id": course_id, "months": months, "asked_on": on}
        follow_up_id = _put(db, {**values, "words": words, "entered_at": at}, at)
        name = name_of(db, course.client_id)
    return Undo(f"Follow-up entered: {name}", lambda vault, at: remove_follow_up(vault, follow_up_id, at))


def remove_follow_up(vault: Vault, follow_up_id: int, at: datetime) -> Undo:
    """Take one back; undo brings it back as it was. NotFound."""
    with vault.write() as db:
        row = db.get(FollowUp, follow_up_id)
        if row is None:
            raise NotFound("This follow-up is not there any more.")
        kept = {column.name: getattr(row, column.name) for column in FollowUp.__table__.columns}
        db.delete(row)
        enter(db, at, "follow_up", "removed", follow_up_id, row.client_id)
        name = name_of(db, kept["client_id"])

    def bring_back(vault: Vault, at: datetime) -> None:
        with vault.write() as db:
            _put(db, kept, at)

    return Undo(f"Follow-up taken back: {name}", bring_back)


def _put(db: Session, values: dict[str, Any], at: datetime) -> int:
    row = FollowUp(**values)
    db.add(row)
    db.flush()
    enter(db, at, "follow_up", "created", row.id, row.client_id)
    return row.id
