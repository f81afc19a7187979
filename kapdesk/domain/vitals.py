"""Vitals typed on one line: `124/78 72 98 14` is blood pressure, pulse, oxygen saturation, breaths a minute."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kapdesk.domain.limits import Reading
from kapdesk.errors import BadInput

State = Literal["", "refused", "not_possible"]
EXAMPLE = "124/78 72 98"
_REFUSED = frozenset({"refused", "refuse", "r"})
_NOT_POSSIBLE = frozenset({"not possible", "notpossible", "np", "not"})
_PRESSURE = re.compile(r"(\d{1,3})\s*/\s*(\d{1,3})(?!\d)")
_AGAIN = re.compile(r"\+\s*(\d{1,3})(?!\d)")
_NAMED = {"p": "pulse", "hr": "pulse", "s": "spo2", "spo2": "spo2", "b": "breathing", "rr": "breathing"}
_IN_ORDER = ("pulse", "spo2", "breathing")
_PLAUSIBLE = {
    "systolic": (60, 260, "upper blood pressure"),
    "diastolic": (30, 160, "lower blood pressure"),
    "pulse": (30, 220, "pulse"),
    "spo2": (70, 100, "oxygen saturation"),
    "breathing": (4, 60, "breaths a minute"),
}
"""Beyond these a slip of the keys is likelier than the reading, so it is asked: bounds of the keyboard, not of medicine."""


@dataclass(frozen=True)
class Vitals:
    """A reading: mmHg, beats and breaths a minute, per cent; None was not measured. `again_minutes`: read again so soon."""

    systolic: int | None = None
    diastolic: int | None = None
    pulse: int | None = None
    spo2: int | None = None
    breathing: int | None = None
    state: State = ""
    again_minutes: int | None = None

    @property
    def reading(self) -> Reading:
        """What is compared with an order's limits."""
        return Reading(self.systolic, self.diastolic, self.pulse, self.spo2)

    @property
    def data(self) -> dict[str, Any]:
        """As an entry keeps it."""
        return {name: value for name, value in vars(self).items() if value not in (None, "")}

    @property
    def words(self) -> str:
        """`124/78, 72, SpO₂ 98, breathing 14`; what was not measured is left out."""
        if self.state:
            return "refused" if self.state == "refused" else "not possible"
        pressure = f"{self.systolic}/{self.diastolic}" if self.systolic is not None else ""
        parts = (
            pressure,
            "" if self.pulse is None else (str(self.pulse) if pressure else f"pulse {self.pulse}"),
            "" if self.spo2 is None else f"SpO₂ {self.spo2}",
            "" if self.breathing is None else f"breathing {self.breathing}",
        )
        return ", ".join(part for part in parts if part)


_LONGEST_WAIT = 120
"""Minutes: who reads again later than that has mistyped, or means the end of the session; a bound of the keyboard."""


def vitals_of(data: Mapping[str, Any]) -> Vitals:
    """What `Vitals.data` gave; what this program does not know is left alone."""
    return Vitals(**{name: data[name] for name in Vitals.__dataclass_fields__ if name in data})


def read_vitals(typed: str) -> Vitals:
    """A typed line; BadInput that says how it is written when it cannot be understood. Nothing is guessed.

    Numbers after the pressure are pulse, saturation and breathing, in this order; each can be named (`p72 s98 b14`), and
    `98%` is a saturation wherever it stands.
    `refused` and `not possible` stand alone; `+10` says that it is read again in ten minutes.
    """
    text = " ".join(typed.lower().replace(",", " ").split())
    again = _AGAIN.search(text)
    if again:
        text = f"{text[: again.start()]} {text[again.end() :]}".strip()
    minutes = int(again[1]) if again else None
    if text in _REFUSED:
        return Vitals(state="refused", again_minutes=minutes)
    if text in _NOT_POSSIBLE:
        return Vitals(state="not_possible", again_minutes=minutes)
    found: dict[str, Any] = {}
    pressure = _PRESSURE.match(text)
    if pressure:
        found["systolic"], found["diastolic"] = int(pressure[1]), int(pressure[2])
        text = text[pressure.end() :]
    places = iter(_IN_ORDER)
    for part in text.split():
        _read_part(part, found, places)
    if not found:
        raise _not_understood()
    return Vitals(**found, again_minutes=minutes)


def _read_part(part: str, found: dict[str, Any], places: Any) -> None:
    named = re.fullmatch(r"(spo2|[a-z]+)[:=]?(\d{1,3})%?", part)
    if named and named[1] in _NAMED:
        name, digits = _NAMED[named[1]], named[2]
    elif re.fullmatch(r"\d{1,3}%", part):
        name, digits = "spo2", part.rstrip("%")
    elif re.fullmatch(r"\d{1,3}", part):
        name, digits = next((one for one in places if one not in found), ""), part
    else:
        raise _not_understood(part)
    if part.endswith("%") and name != "spo2":
        raise _not_understood(part)
    if not name or name in found:
        raise _not_understood(part)
    found[name] = int(digits)


def implausible(vitals: Vitals) -> str:
    """What looks like a slip of the keys, as a question; empty when nothing does."""
    odd = [
        f"{words} {value}"
        for name, (least, most, words) in _PLAUSIBLE.items()
        if (value := getattr(vitals, name)) is not None and not least <= value <= most
    ]
    both = vitals.systolic is not None and vitals.diastolic is not None
    if both and (vitals.systolic or 0) <= (vitals.diastolic or 0):
        odd.append(f"{vitals.systolic} over {vitals.diastolic}")
    if (vitals.again_minutes or 0) > _LONGEST_WAIT:
        odd.append(f"again in {vitals.again_minutes} min")
    return f"Is this right: {', '.join(odd)}?" if odd else ""


def _not_understood(part: str = "") -> BadInput:
    which = f"“{part}” was not understood. " if part else ""
    return BadInput(
        f"{which}Type pressure, pulse, saturation, breathing: {EXAMPLE} 14. Or “refused”, or “not possible”.", "line"
    )
