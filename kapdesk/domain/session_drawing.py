"""The time line and the vitals of a session as plain shapes: one drawing that screen and paper both paint.

Units are pixels of the screen at 100 %; y grows downwards. Colour never says anything alone: words, numbers or shapes do.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from kapdesk.domain.entry_words import hour, whole_words
from kapdesk.domain.medicine_day import EntryKind, Shown, of_kind
from kapdesk.domain.session_clock import Band, band, medicine_in
from kapdesk.domain.session_record import SessionRecord

Tone = Literal["ink", "mute", "line", "ketamine", "ketamine_faint", "accent", "warning", "bad", "integration"]
Anchor = Literal["start", "middle", "end"]
LETTER = 0.56
"""The width of a letter beside its size, about: enough to keep words apart."""
SIZE = 12.0
"""The size of all words."""
_LEVEL = 17.0
_EDGE = 22.0
_NAMES_ROOM = 118.0
"""Room at the right, so that the name of the last mark fits beside its line."""
_BAR = 12.0
_TICKS = (5, 10, 15, 30, 60, 120, 240)
"""Minutes between two times on the axis; the first that leaves room is taken, else so many times the last one."""
_MOST_LEVELS = 14
"""Names above one another; a mark that would stand higher has its line alone, so that the drawing fits on a page."""


@dataclass(frozen=True)
class Stroke:
    """A straight line; `dashed` for what is a limit."""

    x1: float
    y1: float
    x2: float
    y2: float
    tone: Tone = "ink"
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    tone: Tone


@dataclass(frozen=True)
class Shape:
    """A mark of this kind about a point; `filled` or only its outline."""

    kind: Literal["circle", "square", "down", "up"]
    x: float
    y: float
    radius: float
    tone: Tone = "ink"
    filled: bool = True

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """The corners beside the point, in radii; a circle has none."""
        return _CORNERS.get(self.kind, ())


_CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "down": ((-1, -1), (1, -1), (0, 0.4)),
    "up": ((-1, 1), (1, 1), (0, -0.4)),
}


@dataclass(frozen=True)
class Words:
    """Words on a line; `y` is their base line, `anchor` which end of them `x` is."""

    x: float
    y: float
    words: str
    tone: Tone = "ink"
    anchor: Anchor = "start"
    bold: bool = False

    @property
    def span(self) -> tuple[float, float]:
        """From where to where they go, about."""
        width = LETTER * SIZE * len(self.words)
        left = {"start": self.x, "middle": self.x - width / 2, "end": self.x - width}[self.anchor]
        return left, left + width


Part = Stroke | Box | Shape | Words


@dataclass(frozen=True)
class Drawing:
    """Shapes in the order in which they are painted; `words` say the same to whoever does not see it."""

    width: float
    height: float
    parts: tuple[Part, ...]
    words: str


@dataclass(frozen=True)
class Axis:
    """Times along the width."""

    start: datetime
    end: datetime
    left: float
    right: float

    def x(self, at: datetime) -> float:
        """Where a moment stands; one outside stands at the end."""
        whole = max(60.0, (self.end - self.start).total_seconds())
        share = min(1.0, max(0.0, (at - self.start).total_seconds() / whole))
        return self.left + share * (self.right - self.left)

    def steps(self, least: float) -> int:
        """Minutes between two marks that are at least so far apart."""
        minutes = max(1.0, (self.end - self.start).total_seconds() / 60)
        needed = least * minutes / (self.right - self.left)
        return next((one for one in _TICKS if one >= needed), _TICKS[-1] * math.ceil(needed / _TICKS[-1]))


_NAMED = {
    EntryKind.MEDICINE_IN: "in",
    EntryKind.MEDICINE_OUT: "out",
    EntryKind.BOOSTER: "booster",
    EntryKind.ONSET: "onset",
    EntryKind.PEAK: "peak",
    EntryKind.RETURNING: "returning",
    EntryKind.ADVERSE_EVENT: "adverse event",
    EntryKind.NOT_TAKEN: "not taken",
}
"""What is named on the time line; all else is a dot."""


def time_line(record: SessionRecord, width: float) -> Drawing:
    """In, out, booster, onset, peak, returning and the band of the usual effects; every other entry is a dot."""
    shown = [one for one in record.shown if one.counts]
    if not shown:
        return Drawing(width, 20, (Words(0, 14, "Nothing is entered yet.", "mute"),), "Nothing is entered yet.")
    bands = bands_of(record.shown, record)
    axis = _axis(record, shown, bands, width)
    labels, levels = _labels(shown, axis, width)
    top = levels * _LEVEL + 8
    parts: list[Part] = [Box(axis.left, top, axis.right - axis.left, _BAR, "line")]
    for one in bands:
        parts += _band(one, axis, top)
    for mark, level in labels:
        if level >= levels:
            parts.append(Stroke(axis.x(mark.at), 4, axis.x(mark.at), top + _BAR + 3, _tone(mark), 1.6))
            continue
        y = (levels - level) * _LEVEL - 3
        parts.append(Stroke(axis.x(mark.at), y + 4, axis.x(mark.at), top + _BAR + 3, _tone(mark), 1.6))
        parts.append(_label(mark, axis, width, y))
    parts += [Shape("circle", axis.x(one.at), top + _BAR + 9, 2.6, "mute") for one in shown if one.kind not in _NAMED]
    below = top + _BAR + 30
    parts += _times(axis, below, top + _BAR)
    height = below + 6
    if unnamed := sum(level >= levels for _, level in labels):
        height += _LEVEL
        words = f"{unnamed} lines have no room for their names: they stand among the entries"
        parts.append(Words(axis.left, height - 4, words, "mute"))
    if bands:
        words = f"usual acute effects, {_minutes(record)}"
        height += _LEVEL
        parts += [Box(axis.left, height - 13, 18, 8, "ketamine"), Words(axis.left + 24, height - 4, words, "mute")]
        parts.append(Shape("circle", axis.left + 260, height - 9, 2.6, "mute"))
        parts.append(Words(axis.left + 268, height - 4, "another entry", "mute"))
    return Drawing(width, height + 4, tuple(parts), _said(shown, bands, record))


def bands_of(shown: Sequence[Shown], record: SessionRecord) -> list[Band]:
    """The usual acute effects after each medicine; a booster ends the one before and begins its own."""
    times = [one.at for one in of_kind(shown, EntryKind.MEDICINE_IN, EntryKind.BOOSTER)]
    figures, found = record.figures, []
    for number, since in enumerate(times):
        after = times[number + 1] if number + 1 < len(times) else None
        seen = [one for one in shown if one.at >= since and (after is None or one.at < after)]
        one = band(seen, figures.acute_from_minutes, figures.acute_to_minutes)
        if one is not None:
            cut = after or one.longer
            found.append(Band(one.start, min(one.shorter, cut), min(one.longer, cut)))
    return found


def _axis(record: SessionRecord, shown: Sequence[Shown], bands: Iterable[Band], width: float) -> Axis:
    moments = [one.at for one in shown] + [one.longer for one in bands]
    moments += [record.ended_at] if record.ended_at else []
    start, end = min(moments), max(moments)
    return Axis(start, max(end, start + timedelta(minutes=30)), _EDGE, width - min(_NAMES_ROOM, width / 4))


def _labels(shown: Sequence[Shown], axis: Axis, width: float) -> tuple[list[tuple[Shown, int]], int]:
    """Each named mark with the level of its name: above those of later marks whose lines would cross it; and how many
    levels are drawn.
    """
    found: list[tuple[Shown, int]] = []
    for one in reversed([one for one in shown if one.kind in _NAMED]):
        left, right = _label(one, axis, width, 0).span
        crossing = [level for other, level in found if left - 4 <= axis.x(other.at) <= right + 6]
        found.append((one, max(crossing) + 1 if crossing else 0))
    return found[::-1], min(_MOST_LEVELS, 1 + max((level for _, level in found), default=0))


def _label(mark: Shown, axis: Axis, width: float, y: float) -> Words:
    words = f"{_NAMED[mark.kind]} {hour(mark.at)}"
    x = max(0.0, min(axis.x(mark.at) - 1, width - LETTER * SIZE * len(words)))
    return Words(x, y, words, _tone(mark), "start", mark.kind is EntryKind.MEDICINE_IN)


def _tone(mark: Shown) -> Tone:
    return "bad" if mark.kind is EntryKind.ADVERSE_EVENT else "ink"


def _band(one: Band, axis: Axis, top: float) -> list[Part]:
    start, shorter, longer = (axis.x(at) for at in (one.start, one.shorter, one.longer))
    whole: list[Part] = [Box(start, top, max(1.0, shorter - start), _BAR, "ketamine")]
    return [*whole, Box(shorter, top, longer - shorter, _BAR, "ketamine_faint")] if longer > shorter else whole


def _times(axis: Axis, y: float, top: float) -> list[Part]:
    step = axis.steps(54)
    at = axis.start.replace(minute=axis.start.minute // step * step if step < 60 else 0, second=0, microsecond=0)
    found: list[Part] = []
    while at <= axis.end:
        if at >= axis.start:
            found.append(Stroke(axis.x(at), top, axis.x(at), top + 4, "mute"))
            found.append(Words(axis.x(at), y, hour(at), "mute", "middle"))
        at += timedelta(minutes=step)
    return found


def _minutes(record: SessionRecord) -> str:
    least, most = record.figures.acute_from_minutes, record.figures.acute_to_minutes
    return f"{least} min" if least == most else f"{least}–{most} min"


def _said(shown: Sequence[Shown], bands: Sequence[Band], record: SessionRecord) -> str:
    named = "; ".join(f"{hour(one.at)} {whole_words(one, shown)}" for one in shown if one.kind in _NAMED)
    usual = "; ".join(f"from {hour(one.start)} to {hour(one.longer)}" for one in bands)
    effects = f" Usual acute effects ({_minutes(record)}): {usual}." if usual else ""
    return f"Time line. {named}.{effects}"


def since(record: SessionRecord) -> tuple[datetime, str]:
    """From when minutes are counted in the chart of vitals, and how that is said."""
    taken = medicine_in(record.shown)
    return (taken, "minutes since medicine in") if taken else (record.begun_at, "minutes since arrival")
