"""The gate of a medicine day: its lines live, the day's own answers, reasons, and the prescriber's word."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from kapdesk.domain.gate import AnswerKind, GateLine, about, gate_lines, question_of
from kapdesk.domain.orders import PrescriberAnswer
from kapdesk.domain.readiness import Line
from kapdesk.errors import BadInput
from kapdesk.records.medicine_day import DayAnswer as AnswerRecord
from kapdesk.records.medicine_day import MedicineDay
from kapdesk.records.order import OrderAnswer
from kapdesk.usecases.course.ready import readiness_in
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.medicine_day.medicine_days import Day, close_line, day_of, find_day, open_days_in
from kapdesk.vault.database import Vault

_WANTED: dict[str, tuple[str, ...]] = {"tablets": ("taken", "brought"), "touch": ("agreed",)}
"""What the data of an answer must hold, by what its question wants."""


@dataclass(frozen=True)
class OpenGate:
    """A medicine day that is open: when the medicine closed its gate (None: not yet), and the lines."""

    day_id: int
    on: date
    closed_at: datetime | None
    lines: tuple[GateLine, ...]


def gate(vault: Vault, day_id: int, now: datetime) -> tuple[GateLine, ...]:
    """Every line as it stands now; once the gate is closed, as it stood then."""
    with vault.read() as db:
        return gate_in(db, day_of(db, day_id, now), now)


def gate_in(db: Session, day: Day, now: datetime) -> tuple[GateLine, ...]:
    """The same in an open read or write."""
    if day.gate_closed_at is not None:
        return frozen_gate(db.get_one(MedicineDay, day.id).gate)
    lines = readiness_in(db, day.client_id, day.on, now.date())
    return gate_lines(lines, day.answers, day.order, now.date())


def gate_of_client(vault: Vault, client_id: int, on: date, now: datetime) -> tuple[GateLine, ...]:
    """The lines for a client and a day of which no record is begun yet: the day's own are not asked."""
    from kapdesk.usecases.prescribing.order_rows import current_orders

    with vault.read() as db:
        order = current_orders(db, client_id, on).get(client_id)
        return gate_lines(readiness_in(db, client_id, on, now.date()), (), order, now.date())


def open_gate(vault: Vault, client_id: int, now: datetime) -> OpenGate | None:
    """The record of a client's medicine day that is open, with its gate as it stands; None when none is."""
    with vault.read() as db:
        opened = next((one for one in open_days_in(db) if one.client_id == client_id), None)
        if opened is None:
            return None
        return OpenGate(opened.id, opened.on, opened.medicine_at, gate_in(db, day_of(db, opened.id, now), now))


def frozen_gate(kept: str) -> tuple[GateLine, ...]:
    """The lines as they were frozen."""
    found = []
    for one in json.loads(kept or "[]"):
        again = datetime.fromisoformat(one["again_at"]) if one.get("again_at") else None
        found.append(GateLine(**{**one, "line": Line(**one["line"]), "again_at": again}))
    return tuple(found)


def answer(
    vault: Vault,
    day_id: int,
    line: str,
    at: datetime,
    choice: str = "",
    words: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    """Keep what the day answered to one of its own lines; asked again, the newer answer counts and the older stays.

    BadInput when the line is answered by a choice and none of its choices is given, or by what was counted, measured or
    agreed and nothing is.
    """
    question = question_of(line)
    if question is None:
        raise ValueError(f"{line} is not asked on the day")
    if question.choices and choice not in [one.answer for one in question.choices]:
        raise BadInput(f"Choose: {', '.join(one.words for one in question.choices)}.", "choice")
    if any(name not in (data or {}) for name in _WANTED.get(question.wants, ())) or (
        question.wants == "vitals" and not data
    ):
        raise BadInput("Nothing was entered for this line.", "line")
    with vault.write() as db:
        _keep(db, day_id, line, AnswerKind.ASKED, at, "answered", answer=choice, words=words.strip(), data=_json(data))


def leave_for_later(vault: Vault, day_id: int, line: str, words: str, until: datetime | None, at: datetime) -> None:
    """Leave a line open to come back to it: `resting, second reading at 9:05`. BadInput without words and without a time."""
    if not words.strip() and until is None:
        raise BadInput("Say why it is left, or until when.", "words")
    with vault.write() as db:
        _keep(db, day_id, line, AnswerKind.LATER, at, "answered", words=words.strip(), said_at=until)


def see(vault: Vault, day_id: int, found: GateLine, at: datetime) -> None:
    """What is not on file was seen; it stays amber. Only for a line that needs no more."""
    if found.needs != "seen":
        raise BadInput("This line needs more than being seen.", "")
    with vault.write() as db:
        _keep(db, day_id, found.line.key, AnswerKind.SEEN, at, "passed", about=about(found.line))


def pass_with_reason(vault: Vault, day_id: int, found: GateLine, reason: str, at: datetime) -> None:
    """One of the practice's own lines is passed with a written reason; BadInput for all other lines and for no reason."""
    if found.needs != "reason":
        raise BadInput("Only the practice’s own lines are passed with a reason.", "")
    if not reason.strip():
        raise BadInput("Write the reason.", "words")
    with vault.write() as db:
        values = {"words": reason.strip(), "about": about(found.line)}
        _keep(db, day_id, found.line.key, AnswerKind.REASON, at, "passed", **values)


def prescriber_answered(
    vault: Vault, day_id: int, found: GateLine, by_whom: str, how: str, words: str, said_at: datetime, at: datetime
) -> None:
    """The prescriber's answer lets a line go on: who, when, how, words. It is kept with the order too.

    BadInput when one of them is missing, or the line is not the prescriber's.
    """
    if found.line.owner != "prescriber" or found.needs not in ("prescriber", "seen"):
        raise BadInput("This is not a line that the prescriber’s answer lets go on.", "")
    if not how.strip():
        raise BadInput("Say how it was said: by telephone, message, in person.", "how")
    if said_at > at:
        raise BadInput("That time is still to come.", "said_at")
    asked = f"{found.line.words}: {found.line.why}" if found.line.why else found.line.words
    told = PrescriberAnswer(asked=asked, on=said_at.date(), by_whom=by_whom, how=how, words=words).checked(at.date())
    with vault.write() as db:
        values = {"words": told.words, "by_whom": told.by_whom, "how": told.how, "said_at": said_at}
        line = found.line.key
        row = _keep(
            db, day_id, line, AnswerKind.PRESCRIBER, at, "prescriber_answered", about=about(found.line), **values
        )
        order = day_of(db, day_id, at).order
        db.add(
            OrderAnswer(
                client_id=row.client_id,
                order_id=order.id if order else None,
                kind=told.kind.value,
                asked=told.asked,
                on_date=told.on,
                by_whom=told.by_whom,
                how=told.how,
                words=told.words,
                entered_at=at,
            )
        )


def _keep(db: Session, day_id: int, line: str, kind: AnswerKind, at: datetime, act: str, **values: Any) -> MedicineDay:
    row = find_day(db, day_id)
    if row.gate_closed_at is not None:
        raise BadInput("The gate closed with the medicine. What is found out now is an entry of the time line.", "")
    db.add(AnswerRecord(day_id=day_id, line=line, kind=kind.value, at=at, **values))
    close_line(row)
    db.flush()
    enter(db, at, "medicine_day", act, row.id, row.client_id, (line,))
    return row


def _json(data: Mapping[str, Any] | None) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True) if data else ""
