"""The record of a ketamine session as one thing, read the same way from an open day and from signed bytes.

`content_of` gives the plain values that are signed, `record_of` reads them again; what it does not know it leaves alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from kapdesk.domain.contacts import Answer
from kapdesk.domain.gate import AnswerKind, DayAnswer, GateLine
from kapdesk.domain.limits import Compared, compare_dose, compare_reading
from kapdesk.domain.medicine_day import DayEnding, Entry, EntryAct, EntryKind, Shown, of_kind, standing
from kapdesk.domain.orders import Limits, Order, SpitOrSwallow
from kapdesk.domain.readiness import Line
from kapdesk.domain.tablets import Dose
from kapdesk.domain.vitals import Vitals, vitals_of


@dataclass(frozen=True)
class Figures:
    """The course's own figures in minutes: band of the usual acute effects, times of vitals, minimum stay (0: none)."""

    acute_from_minutes: int = 0
    acute_to_minutes: int = 0
    vitals_minutes: tuple[int, ...] = ()
    minimum_stay_minutes: int = 0


@dataclass(frozen=True)
class VitalsTaken:
    """Vitals at a time, and what they were beside the order; `entry` is the entry's id, None for those at the gate."""

    at: datetime
    vitals: Vitals
    compared: tuple[Compared, ...]
    entry: int | None = None
    words: str = ""

    @property
    def outside(self) -> bool:
        """Whether something is outside the order's limits."""
        return any(one.state == "outside" for one in self.compared)


@dataclass(frozen=True)
class ScanHead:
    """A scan of the sheet on which the day was recorded: its name, SHA-256 and when it was added."""

    name: str
    sha256: str
    added_at: datetime
    id: int = 0


@dataclass(frozen=True)
class Signature:
    """Who signed when, and the SHA-256 of the signed bytes."""

    by: str
    licence: str
    at: datetime
    sha256: str


@dataclass(frozen=True)
class SessionRecord:
    """Everything that the record of a medicine day holds, times in the practice's zone.

    `gate` are the lines as they stood when it closed, `answers` all that was said about them, `entries` every version of
    every entry. `compared_dose` is what was taken first beside the order's dose. `signed` is None while it is open.
    """

    uid: str
    on: date
    zone: str
    number: int
    begun_at: datetime
    gate_closed_at: datetime | None
    ended_at: datetime | None
    ending: DayEnding
    ending_words: str
    from_paper: bool
    order: Order | None
    figures: Figures
    gate: tuple[GateLine, ...]
    answers: tuple[DayAnswer, ...]
    entries: tuple[Entry, ...]
    readings: tuple[VitalsTaken, ...]
    compared_dose: Compared | None
    scans: tuple[ScanHead, ...] = ()
    signed: Signature | None = None

    @property
    def shown(self) -> tuple[Shown, ...]:
        """Every entry in its newest version, in the order in which things happened."""
        return standing(self.entries)

    @property
    def intention(self) -> str:
        """In the client's words; empty when it was not asked."""
        said = [one for one in self.answers if one.line == "intention" and one.kind is AnswerKind.ASKED]
        return said[-1].words if said else ""


def readings_of(
    answers: Sequence[DayAnswer], entries: Sequence[Entry], order: Order | None, on: date
) -> tuple[VitalsTaken, ...]:
    """Vitals said at the gate and on the time line, each beside the order; what was withdrawn is left out."""
    found = [
        VitalsTaken(one.at, vitals_of(one.data), _compared(one.data, order, on), None, one.words)
        for one in answers
        if one.line == "vitals" and one.kind is AnswerKind.ASKED
    ]
    found += [
        VitalsTaken(one.at, vitals_of(one.data), _compared(one.data, order, on), one.id, one.words)
        for one in of_kind(standing(entries), EntryKind.VITALS)
    ]
    return tuple(sorted(found, key=lambda one: one.at))


def _compared(data: Mapping[str, Any], order: Order | None, on: date) -> tuple[Compared, ...]:
    return compare_reading(order, vitals_of(data).reading, on)


def dose_of(entries: Sequence[Entry], order: Order | None, on: date) -> Compared | None:
    """What was taken first, beside the order's dose; None when nothing was, or its strength was not read."""
    taken = of_kind(standing(entries), EntryKind.MEDICINE_IN)
    dose = Dose(taken[0].data.get("taken", 0), taken[0].data.get("strength_mg")) if taken else None
    if dose is None or dose.milligrams is None:
        return None
    return compare_dose(order, dose.milligrams, on)


def content_of(record: SessionRecord) -> dict[str, Any]:
    """The record as plain values, as it is signed; the signature itself is no part of it."""
    content: dict[str, Any] = plain(record)
    del content["signed"]
    for one in content["scans"]:
        del one["id"]  # the number of a row in this file, and nothing of the record
    return content


def plain(value: Any) -> Any:
    """A value as JSON can hold it: moments and dates in ISO 8601, enumerations by value."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    return value


def record_of(content: Mapping[str, Any], signed: Signature | None = None) -> SessionRecord:
    """What `content_of` gave."""
    figures = _known(Figures, content["figures"])
    return SessionRecord(
        uid=content["uid"],
        on=date.fromisoformat(content["on"]),
        zone=content["zone"],
        number=content["number"],
        begun_at=datetime.fromisoformat(content["begun_at"]),
        gate_closed_at=_moment(content["gate_closed_at"]),
        ended_at=_moment(content["ended_at"]),
        ending=DayEnding(content["ending"]),
        ending_words=content["ending_words"],
        from_paper=content["from_paper"],
        order=_order(content["order"]),
        figures=Figures(**{**figures, "vitals_minutes": tuple(figures.get("vitals_minutes", ()))}),
        gate=tuple(_gate_line(one) for one in content["gate"]),
        answers=tuple(_answer(one) for one in content["answers"]),
        entries=tuple(_entry(one) for one in content["entries"]),
        readings=tuple(_reading(one) for one in content["readings"]),
        compared_dose=Compared(**_known(Compared, content["compared_dose"])) if content["compared_dose"] else None,
        scans=tuple(
            ScanHead(one["name"], one["sha256"], datetime.fromisoformat(one["added_at"])) for one in content["scans"]
        ),
        signed=signed,
    )


def _known(kind: type, content: Mapping[str, Any]) -> dict[str, Any]:
    """Only what this program knows, so that a record of a later one can still be read."""
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in content.items() if name in names}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _order(content: Mapping[str, Any] | None) -> Order | None:
    if content is None:
        return None
    known = _known(Order, content)
    days = {name: _day(known.get(name)) for name in ("written_on", "valid_until", "follow_up_on", "withdrawn_on")}
    return Order(
        **{
            **known,
            **days,
            "booster": Answer(known["booster"]),
            "spit_or_swallow": SpitOrSwallow(known["spit_or_swallow"]),
            "limits": Limits(**_known(Limits, known["limits"])),
        }
    )


def _gate_line(content: Mapping[str, Any]) -> GateLine:
    known = _known(GateLine, content)
    line = Line(**_known(Line, known["line"]))
    return GateLine(**{**known, "line": line, "again_at": _moment(known.get("again_at"))})


def _answer(content: Mapping[str, Any]) -> DayAnswer:
    known = _known(DayAnswer, content)
    moments = {"at": datetime.fromisoformat(known["at"]), "said_at": _moment(known.get("said_at"))}
    return DayAnswer(**{**known, **moments, "kind": AnswerKind(known["kind"])})


def _entry(content: Mapping[str, Any]) -> Entry:
    known = _known(Entry, content)
    moments = {name: datetime.fromisoformat(known[name]) for name in ("at", "kept_at")}
    return Entry(**{**known, **moments, "kind": EntryKind(known["kind"]), "act": EntryAct(known["act"])})


def _reading(content: Mapping[str, Any]) -> VitalsTaken:
    compared = tuple(Compared(**_known(Compared, one)) for one in content["compared"])
    at = datetime.fromisoformat(content["at"])
    return VitalsTaken(at, vitals_of(content["vitals"]), compared, content["entry"], content["words"])
