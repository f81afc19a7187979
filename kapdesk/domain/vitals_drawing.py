"""The vitals of a session against the minutes since medicine in, the order's limits as dashed lines with their names."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from kapdesk.domain.entry_words import hour
from kapdesk.domain.limits import NO_LIMIT
from kapdesk.domain.orders import Limits
from kapdesk.domain.session_drawing import SIZE, Axis, Drawing, Part, Shape, Stroke, Tone, Words, since
from kapdesk.domain.session_record import SessionRecord, VitalsTaken

_LEFT, _RIGHT = 62.0, 150.0
"""Room for the scale at the left and for the names of the limits at the right."""
_GAP = 30.0
"""Between two panels, with the heading of the lower one."""


@dataclass(frozen=True)
class _Panel:
    """One scale: what it shows, between which numbers, its height, its limits as (name, words), its mark."""

    title: str
    names: tuple[str, ...]
    height: float
    room: int
    step: int
    limits: tuple[tuple[str, str], ...]
    tone: Tone


_PANELS = (
    _Panel(
        "Blood pressure, mmHg",
        ("systolic", "diastolic"),
        150.0,
        14,
        20,
        (
            ("systolic_most", "upper, up to"),
            ("systolic_least", "upper, from"),
            ("diastolic_most", "lower, up to"),
            ("diastolic_least", "lower, from"),
        ),
        "ink",
    ),
    _Panel(
        "Pulse, beats a minute", ("pulse",), 66.0, 14, 20, (("pulse_most", "up to"), ("pulse_least", "from")), "accent"
    ),
    _Panel("SpO₂, %", ("spo2",), 44.0, 2, 4, (("spo2_least", "from"),), "integration"),
)


@dataclass(frozen=True)
class _Scale:
    """Numbers along the height between two edges."""

    low: float
    high: float
    top: float
    bottom: float

    def y(self, value: float) -> float:
        """Where a value stands; one outside stands at the edge."""
        share = (min(self.high, max(self.low, value)) - self.low) / (self.high - self.low)
        return self.bottom - share * (self.bottom - self.top)


def vitals_chart(record: SessionRecord, width: float) -> Drawing:
    """Blood pressure as pairs, pulse and oxygen saturation, each on its own scale; what is outside its limit has a !."""
    measured = [one for one in record.readings if not one.vitals.state]
    if not measured:
        return Drawing(width, 20, (Words(0, 14, "No vitals are measured.", "mute"),), _said(record))
    limits = record.order.limits if record.order else Limits()
    axis = _axis(record, measured, width)
    parts: list[Part] = []
    top = 0.0
    for panel in _PANELS:
        if not any(getattr(one.vitals, name) is not None for one in measured for name in panel.names):
            continue
        scale = _scale(panel, measured, limits, top + 24)
        parts += [Words(0, top + 12, panel.title, "mute"), *_grid(panel, scale, axis)]
        parts += _limit_lines(panel, limits, scale, axis)
        parts += _marks(panel, measured, limits, scale, axis)
        top = scale.bottom + _GAP - 16
    parts += _minutes(record, axis, top + 4)
    parts += _legend(top + 50, record)
    return Drawing(width, top + 58, tuple(parts), _said(record))


def _axis(record: SessionRecord, measured: Sequence[VitalsTaken], width: float) -> Axis:
    begun, _ = since(record)
    moments = [begun, *(one.at for one in measured)]
    start, end = min(moments), max(moments)
    return Axis(start, max(end, start + timedelta(minutes=30)), _LEFT, width - _RIGHT)


def _scale(panel: _Panel, measured: Sequence[VitalsTaken], limits: Limits, top: float) -> _Scale:
    values = [getattr(one.vitals, name) for one in measured for name in panel.names]
    values = [value for value in (*values, *(getattr(limits, name) for name, _ in panel.limits)) if value is not None]
    low = (min(values) - panel.room) // panel.step * panel.step
    high = -(-(max(values) + panel.room) // panel.step) * panel.step
    high = 100 if "spo2" in panel.names and max(values) <= 100 else high  # no more than all of it, but as it was typed
    return _Scale(low, high, top, top + panel.height)


def _grid(panel: _Panel, scale: _Scale, axis: Axis) -> list[Part]:
    left, right = axis.left - 22, axis.right + 8
    parts: list[Part] = []
    step = panel.step if (scale.high - scale.low) / panel.step <= panel.height / 18 else scale.high - scale.low
    value = scale.low
    while value <= scale.high:
        parts.append(Stroke(left, scale.y(value), right, scale.y(value), "line"))
        parts.append(Words(left - 6, scale.y(value) + 4, f"{value:g}", "mute", "end"))
        value += step
    return parts


def _limit_lines(panel: _Panel, limits: Limits, scale: _Scale, axis: Axis) -> list[Part]:
    """Each limit as a dashed line with its name beside it; names that would touch are moved apart."""
    named = [(value, words) for name, words in panel.limits if (value := getattr(limits, name)) is not None]
    parts: list[Part] = []
    last = scale.top - SIZE
    for value, words in sorted(named, reverse=True):
        y = scale.y(value)
        parts.append(Stroke(axis.left - 22, y, axis.right + 8, y, panel.tone, 1.2, dashed=True))
        last = max(y + 4, last + SIZE + 2)
        parts.append(Words(axis.right + 14, last, f"{words} {value}", panel.tone))
    if not named:
        parts.append(Words(axis.right + 14, scale.top + 12, NO_LIMIT, "warning"))
    return parts


def _marks(panel: _Panel, measured: Sequence[VitalsTaken], limits: Limits, scale: _Scale, axis: Axis) -> Iterator[Part]:
    if panel.names == ("systolic", "diastolic"):
        for one in measured:
            yield from _pressure(one, limits, scale, axis)
        return
    name = panel.names[0]
    kind: Literal["circle", "square"] = "circle" if name == "pulse" else "square"
    points = [(axis.x(one.at), value) for one in measured if (value := getattr(one.vitals, name)) is not None]
    for before, after in itertools.pairwise(points):
        yield Stroke(before[0], scale.y(before[1]), after[0], scale.y(after[1]), panel.tone, 1.2)
    for x, value in points:
        yield Shape(kind, x, scale.y(value), 3.6, panel.tone)
        yield Words(x, scale.y(value) - 7, _number(name, value, limits), panel.tone, "middle")


def _pressure(one: VitalsTaken, limits: Limits, scale: _Scale, axis: Axis) -> Iterator[Part]:
    x, upper, lower = axis.x(one.at), one.vitals.systolic, one.vitals.diastolic
    if upper is not None and lower is not None:
        yield Stroke(x, scale.y(upper), x, scale.y(lower), "ink", 1.4)
    if upper is not None:
        yield Shape("down", x, scale.y(upper), 5)
        yield Words(x, scale.y(upper) - 8, _number("systolic", upper, limits), "ink", "middle", True)
    if lower is not None:
        yield Shape("up", x, scale.y(lower), 5)
        yield Words(x, scale.y(lower) + 17, _number("diastolic", lower, limits), "ink", "middle", True)


def _number(name: str, value: int, limits: Limits) -> str:
    """The value, with a ! when it is outside of its own limit."""
    least, most = (getattr(limits, f"{name}_{end}", None) for end in ("least", "most"))
    outside = (least is not None and value < least) or (most is not None and value > most)
    return f"{value} !" if outside else str(value)


def _minutes(record: SessionRecord, axis: Axis, y: float) -> list[Part]:
    begun, words = since(record)
    step = axis.steps(44)
    minutes = -(int((begun - axis.start).total_seconds() // 60) // step * step)
    parts: list[Part] = []
    while begun + timedelta(minutes=minutes) <= axis.end:
        x = axis.x(begun + timedelta(minutes=minutes))
        parts.append(Stroke(x, y - 14, x, y - 9, "mute"))
        parts.append(Words(x, y + 4, f"{minutes}".replace("-", "−"), "mute", "middle"))
        minutes += step
    return [*parts, Words((axis.left + axis.right) / 2, y + 20, words, "mute", "middle")]


def _legend(y: float, record: SessionRecord) -> list[Part]:
    """Whose limits the dashed lines are, and what the ! says."""
    order = record.order
    if order is None:
        return [Words(0, y, f"{NO_LIMIT}: there was no order", "warning")]
    if all(value is None for value in vars(order.limits).values()):
        return [Words(0, y, f"{NO_LIMIT} in {order.name(record.on)}", "warning")]
    return [Words(0, y, f"dashed: limits of {order.name(record.on)}; ! outside of them", "mute")]


def _said(record: SessionRecord) -> str:
    rows = [
        f"{hour(one.at)} {one.vitals.words}{', outside the limits' if one.outside else ''}" for one in record.readings
    ]
    return f"Vitals. {'; '.join(rows)}."
