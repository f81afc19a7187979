"""Tasks: what the therapist means to do, for a client or free, with or without a day."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from kapdesk.domain.dates import long
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.client import Client
from kapdesk.records.task import Task
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people.clients import find_client
from kapdesk.vault.database import Vault

State = Literal["late", "today", "coming", "open", "done"]

_SHOWN = 40
"""Letters of a task's words in a message."""


@dataclass(frozen=True)
class TaskRow:
    """A task in a list; `state` is by the day of `today`, and `when` says it in words."""

    id: int
    words: str
    due_on: date | None
    client_id: int | None
    client: str
    done_at: datetime | None
    state: State
    when: str


def list_tasks(vault: Vault, today: date, done: bool = False, client_id: int | None = None) -> list[TaskRow]:
    """Open tasks, those due first at the head and those without a day last; or those done, the last done first."""
    query = _tasks(done, client_id is not None)
    with vault.read() as db:
        found = db.execute(query, {"client": client_id})
        return [_row(task, preferred or legal or "", today) for task, preferred, legal in found]


@cache
def _tasks(done: bool, of_one: bool) -> Any:
    query = select(Task, Client.preferred_name, Client.legal_name).outerjoin(Client, Client.id == Task.client_id)
    query = query.where(Task.done_at.is_not(None) if done else Task.done_at.is_(None))
    if of_one:
        query = query.where(Task.client_id == bindparam("client"))
    if done:
        return query.order_by(Task.done_at.desc(), Task.id.desc())
    return query.order_by(Task.due_on.is_(None), Task.due_on, Task.id)


def get_task(vault: Vault, task_id: int, today: date) -> TaskRow:
    """One task; NotFound."""
    with vault.read() as db:
        task = _find(db, task_id)
        client = find_client(db, task.client_id) if task.client_id else None
        return _row(task, (client.preferred_name or client.legal_name) if client else "", today)


def add_task(vault: Vault, words: str, at: datetime, due_on: date | None = None, client_id: int | None = None) -> Undo:
    """Enter a task; BadInput without words."""
    words = _checked(words)
    with vault.write() as db:
        if client_id is not None:
            find_client(db, client_id)
        task = Task(words=words, due_on=due_on, client_id=client_id, created_at=at)
        db.add(task)
        db.flush()
        enter(db, at, "task", "created", task.id, client_id)
        task_id = task.id
    return Undo(f"Task entered: {_short(words)}", lambda vault, at: remove_task(vault, task_id, at))


def change_task(
    vault: Vault, task_id: int, words: str, due_on: date | None, client_id: int | None, at: datetime
) -> Undo:
    """Keep a task's other words, day or client; BadInput without words, NotFound."""
    words = _checked(words)
    with vault.write() as db:
        task = _find(db, task_id)
        if client_id is not None:
            find_client(db, client_id)
        before = task.words, task.due_on, task.client_id
        new = {"words": words, "due_on": due_on, "client_id": client_id}
        changed = [name for name, value in new.items() if getattr(task, name) != value]
        for name in changed:
            setattr(task, name, new[name])
        if changed:
            _enter_changed(db, task, before[2], changed, at)
    return Undo(f"Task changed: {_short(words)}", lambda vault, at: change_task(vault, task_id, *before, at))


def complete_task(vault: Vault, task_id: int, at: datetime) -> Undo:
    """A task is done; NotFound."""
    words = _set_done(vault, task_id, at, at)
    return Undo(f"Done: {_short(words)}", lambda vault, at: _set_done(vault, task_id, None, at))


def reopen_task(vault: Vault, task_id: int, at: datetime) -> Undo:
    """A task that was done is open again; NotFound."""
    with vault.read() as db:
        done_at = _find(db, task_id).done_at
    words = _set_done(vault, task_id, None, at)
    return Undo(f"Open again: {_short(words)}", lambda vault, at: _set_done(vault, task_id, done_at, at))


def remove_task(vault: Vault, task_id: int, at: datetime) -> Undo:
    """Take a task off the list; undo brings it back as it was. NotFound."""
    with vault.write() as db:
        task = _find(db, task_id)
        kept = {column.name: getattr(task, column.name) for column in Task.__table__.columns}
        db.delete(task)
        enter(db, at, "task", "removed", task_id, task.client_id)
    return Undo(f"Task removed: {_short(kept['words'])}", lambda vault, at: _bring_back(vault, kept, at))


def count_due(vault: Vault, today: date) -> int:
    """How many open tasks are due by today."""
    return sum(1 for row in list_tasks(vault, today) if row.state in ("late", "today"))


def _checked(words: str) -> str:
    words = " ".join(words.split())
    if not words:
        raise BadInput("Say what is to be done.", "words")
    return words


def _find(db: Session, task_id: int) -> Task:
    task = db.get(Task, task_id)
    if task is None:
        raise NotFound("This task is not there any more.")
    return task


def _row(task: Task, client: str, today: date) -> TaskRow:
    state, when = _state(task, today)
    return TaskRow(task.id, task.words, task.due_on, task.client_id, client, task.done_at, state, when)


def _state(task: Task, today: date) -> tuple[State, str]:
    if task.done_at is not None:
        return "done", f"done {long(task.done_at.date(), today)}"
    if task.due_on is None:
        return "open", "no day"
    days = (task.due_on - today).days
    if days < 0:
        return "late", f"{-days} day{'' if days == -1 else 's'} late"
    if days == 0:
        return "today", "due today"
    return "coming", "due tomorrow" if days == 1 else f"due {long(task.due_on, today)}"


def _set_done(vault: Vault, task_id: int, done_at: datetime | None, at: datetime) -> str:
    with vault.write() as db:
        task = _find(db, task_id)
        if (task.done_at is None) != (done_at is None):
            task.done_at = done_at
            enter(db, at, "task", "reopened" if done_at is None else "done", task_id, task.client_id)
        return task.words


def _enter_changed(db: Session, task: Task, former: int | None, changed: list[str], at: datetime) -> None:
    """In the history of the client it belongs to, and of the one it belonged to before."""
    fields = ["client" if name == "client_id" else name for name in changed]
    for client_id in dict.fromkeys((former, task.client_id)):
        enter(db, at, "task", "changed", task.id, client_id, fields)


def _bring_back(vault: Vault, kept: dict[str, Any], at: datetime) -> None:
    with vault.write() as db:
        db.add(Task(**kept))
        db.flush()
        enter(db, at, "task", "created", kept["id"], kept["client_id"])


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else words[:_SHOWN].rsplit(" ", 1)[0] + " …"
