"""What needs the therapist, from plain values and a given day: each line with its reason, its day and the one thing that does it.

A line is named by its kind and what it is about, so that it can be put off to a day and comes back by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Literal

from kapdesk.domain.dates import long, short
from kapdesk.domain.phases import SessionKind
from kapdesk.domain.requests import SOON_DAYS as REQUEST_DAYS
from kapdesk.domain.requests import Request


class Kind(StrEnum):
    """What kind of thing it is; of two as urgent, the one that stands first here comes first."""

    SAFETY = "safety"
    RISK_SAID = "risk_said"
    OPEN_DAY = "open_day"
    FLAG = "flag"
    FLAG_SAID = "flag_said"
    ORDER_BOOKING = "order_booking"
    CONSENT = "consent"
    PAPER = "paper"
    GATE = "gate"
    MEDICINE_OUTCOME = "medicine_outcome"
    INTEGRATION = "integration"
    OPEN_SESSION = "open_session"
    NOTE = "note"
    ORDER = "order"
    PRESCRIBER_VISIT = "prescriber_visit"
    OUTCOME = "outcome"
    BACKUP = "backup"
    FOLLOW_UP = "follow_up"
    TASK = "task"
    REQUEST = "request"
    REVIEW = "review"
    ENDING = "ending"
    PREPARATION = "preparation"
    CALL = "call"


_SAFETY_FIRST = (
    Kind.SAFETY,
    Kind.RISK_SAID,
    Kind.OPEN_DAY,
    Kind.FLAG,
    Kind.ORDER_BOOKING,
    Kind.CONSENT,
    Kind.PAPER,
    Kind.GATE,
    Kind.MEDICINE_OUTCOME,
)
"""What stands above everything else that is due by today."""
Urgency = Literal["late", "today", "soon", "due"]


@dataclass(frozen=True)
class Act:
    """The one thing that does it: the verb on its button, and what it is done to (ids, 0 where there is none; `paper` by its name)."""

    verb: str
    note_id: int = 0
    session_id: int = 0
    appointment_id: int = 0
    task_id: int = 0
    day_id: int = 0
    course_months: int = 0
    course_id: int = 0
    paper: str = ""
    book: SessionKind | None = None
    not_before: date | None = None
    by: date | None = None


@dataclass(frozen=True)
class Need:
    """One line of “Needs you”. `due` is the day it should be done by, None without one; `label` says it in words."""

    key: str
    kind: Kind
    words: str
    why: str
    act: Act
    urgency: Urgency
    label: str
    due: date | None = None
    client_id: int | None = None
    client: str = ""


def in_order(needs: Iterable[Need]) -> list[Need]:
    """The most urgent first: what is about safety and due by today, then what else is, the longest overdue first; what is due
    soon by its day; what has no day by its kind.
    """
    kinds = list(Kind)

    def rank(one: Need) -> tuple[int, int, date, int, str, str]:
        now, soon = one.urgency in ("late", "today"), one.urgency == "soon"
        kind = kinds.index(one.kind)
        group = 0 if now and one.kind in _SAFETY_FIRST else 1 if now else 2 if soon else 3
        return (group, 0 if group in (1, 2) else kind, one.due or date.min, kind, one.client, one.key)

    return sorted(needs, key=rank)


def task(task_id: int, words: str, due: date, today: date, client_id: int | None, client: str) -> Need:
    """A task that is due."""
    need = line_of(Kind.TASK, task_id, words, "A task of yours.", Act("Done", task_id=task_id), due)
    return dated(need, today, client_id, client)


def request(asked: Request, today: date, client_id: int, client: str) -> Need | None:
    """What a client asked of her record, from ten days before its last day; None before that."""
    if asked.kind is None or (asked.due - today).days > REQUEST_DAYS:
        return None
    words = f"{asked.kind.words}: answer by {long(asked.due, today)}"
    more = f", extended by {asked.extra_days}" if asked.extra_days else ""
    why = f"Asked for on {long(asked.received_on, today)}; the limit is {asked.days} days{more}."
    return dated(line_of(Kind.REQUEST, asked.id, words, why, Act("Open"), asked.due), today, client_id, client)


def backup(headline: str, red: bool) -> Need:
    """The backup is overdue."""
    need = line_of(Kind.BACKUP, 0, headline, "Records are safe once they were read back from a backup.", Act("Back up"))
    return replace(need, urgency="late", label="overdue") if red else need


def line_of(kind: Kind, about: int | str, words: str, why: str, act: Act, due: date | None = None) -> Need:
    """A line by its kind and what it is about; whose it is and how urgent is said by `dated`."""
    return Need(f"{kind}:{about}", kind, words, why, act, "due", "due", due)


def dated(need: Need, today: date, client_id: int | None, client: str) -> Need:
    """Whose it is, and its urgency and label by its day."""
    if need.due is None:
        return replace(need, client_id=client_id, client=client)
    days = (need.due - today).days
    urgency: Urgency = "late" if days < 0 else "today" if days == 0 else "soon"
    late = f"{-days} day{'' if days == -1 else 's'} late"
    label = {"late": late, "today": "today"}.get(urgency) or f"by {short(need.due, today)}"
    return replace(need, urgency=urgency, label=label, client_id=client_id, client=client)
