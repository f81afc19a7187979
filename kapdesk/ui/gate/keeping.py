"""What Enter keeps at the gate: an answer, a reason, the prescriber's word, a line left for later, the end of the day."""

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtWidgets import QWidget

from kapdesk.domain.gate import GateLine, Question
from kapdesk.domain.medicine_day import DayEnding
from kapdesk.domain.tablets import read_halves, read_strength
from kapdesk.domain.vitals import implausible, read_vitals
from kapdesk.errors import BadInput
from kapdesk.ui import ask
from kapdesk.ui.days import parse_time
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.medicine_day import gate, medicine, medicine_days
from kapdesk.vault.database import Vault


def keep_answer(
    vault: Vault, day_id: int, question: Question, draft: Mapping[str, str], now: datetime, over: QWidget
) -> bool:
    """Keep what was typed for one of the day's own lines; False when it is asked about and not right. BadInput."""
    line = question.line
    if question.wants == "vitals":
        vitals = read_vitals(draft.get("line", ""))
        odd = implausible(vitals)
        if odd and not ask.confirm(over, odd, "Keep it", "As typed, it looks like a slip of the keys.", danger=False):
            return False
        gate.answer(vault, day_id, line, now, data=vitals.data)
    elif question.wants == "tablets":
        gate.answer(vault, day_id, line, now, words=draft.get("label", ""), data=_tablets(draft))
    elif question.wants == "touch":
        gate.answer(vault, day_id, line, now, words=draft.get("other", ""), data={"agreed": _agreed(draft)})
    else:
        if not question.choices and not draft.get("words", "").strip():
            raise BadInput("Type what was said, or leave it for later.", "words")
        gate.answer(vault, day_id, line, now, draft.get("choice", ""), draft.get("words", ""))
    return True


def _tablets(draft: Mapping[str, str]) -> dict[str, object]:
    strength = read_strength(draft.get("strength", ""), "strength")
    brought = read_halves(draft.get("brought", ""), "brought")
    taken = read_halves(draft.get("taken", ""), "taken")
    if taken < 1:
        raise BadInput("Type how many are to be taken. If none, hold the session without medicine (Q).", "taken")
    label = draft.get("label", "").strip()
    found: dict[str, object] = {"strength_mg": strength, "brought": brought, "taken": taken, "label": label}
    return {name: value for name, value in found.items() if value not in (None, "")}


def _agreed(draft: Mapping[str, str]) -> list[str]:
    places = [one for one in draft.get("places", "").split(", ") if one]
    other = draft.get("other", "").strip()
    if not places and not other:
        raise BadInput("Choose with the digits, type other words, or press N for no touch today.", "")
    return [*places, *([other] if other else [])]


def keep_form(
    vault: Vault, day_id: int, found: GateLine | None, purpose: str, values: Mapping[str, str], now: datetime
) -> None:
    """Keep a form about a line, or about the day; BadInput names its field."""
    words = values.get("words", "")
    if purpose == "postpone":
        medicine_days.end(vault, day_id, DayEnding.POSTPONED, words, now)
    elif purpose == "mistake":
        medicine_days.end(vault, day_id, DayEnding.MISTAKE, words, now)
    elif purpose == "without":
        medicine.not_taken(vault, day_id, words, now, now)
    elif found is None:
        raise BadInput("This line is not there any more.", "")
    elif purpose == "reason":
        gate.pass_with_reason(vault, day_id, found, words, now)
    elif purpose == "later":
        until = _moment(values.get("until", ""), "until", now)
        gate.leave_for_later(vault, day_id, found.line.key, words, until, now)
    elif purpose == "prescriber":
        said_at = _moment(values.get("said_at", ""), "said_at", now)
        if said_at is None:
            raise BadInput("Type at what time it was said.", "said_at")
        who, how = values.get("by_whom", ""), values.get("how", "")
        gate.prescriber_answered(vault, day_id, found, who, how, words, said_at, now)


def way_back(day_id: int, purpose: str) -> Undo:
    """The record was closed as postponed, or as begun by mistake: it can be opened again."""
    words = "Session postponed" if purpose == "postpone" else "Record closed: begun by mistake"
    return Undo(words, lambda vault, at: medicine_days.reopen(vault, day_id, at))


def _moment(typed: str, name: str, now: datetime) -> datetime | None:
    time = parse_time(typed, name)
    return None if time is None else datetime.combine(now.date(), time, now.tzinfo)
