"""The gate as it is told outside the desk: plain values, and the same in lines for a terminal."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from kapdesk.domain.gate import NEEDS, in_the_way
from kapdesk.domain.medicine_day import DayEnding
from kapdesk.records.medicine_day import MedicineDay
from kapdesk.usecases.medicine_day import gate
from kapdesk.vault.database import Vault


def gate_told(vault: Vault, client_id: int, on: date, now: datetime) -> dict[str, Any]:
    """Every line for a client and a day: `owner`, `line`, `state`, `why`; once the record of that day is begun, also what it
    still needs and what let it go on.
    """
    with vault.read() as db:
        begun = select(MedicineDay.id).where(
            MedicineDay.client_id == client_id,
            MedicineDay.on_date == on,
            MedicineDay.ending.not_in((DayEnding.MISTAKE.value, DayEnding.POSTPONED.value)),
        )
        day_id = db.scalar(begun.order_by(MedicineDay.id.desc()).limit(1))
    found = gate.gate_of_client(vault, client_id, on, now) if day_id is None else gate.gate(vault, day_id, now)
    lines = []
    for one in found:
        told = {"key": one.line.key, "owner": one.line.owner, "line": one.line.words, "state": one.line.state}
        told["why"] = one.line.why
        if day_id is not None:
            told |= {"needs": one.needs, "passed_by": one.passed_by}
        lines.append(told)
    return {"on": on.isoformat(), "begun": day_id is not None, "open": len(in_the_way(found)), "lines": lines}


def in_lines(told: dict[str, Any], client: str) -> Iterator[str]:
    """The same to be read: one line each, grouped by whose it is."""
    yield f"{client}, {told['on']}: {told['open']} of {len(told['lines'])} in the way of the medicine"
    owner = ""
    for line in told["lines"]:
        if line["owner"] != owner:
            owner = line["owner"]
            yield f"The {owner}’s"
        why = f": {line['why']}" if line["why"] else ""
        after = line.get("passed_by") or NEEDS[line.get("needs", "")]
        yield f"  {line['state']:<7}{line['line']}{why}{f' ({after})' if after else ''}"
