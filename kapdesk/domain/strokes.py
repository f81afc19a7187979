"""A signature as it was drawn: strokes of a pen, a mouse or a finger, and the smooth curves through them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kapdesk.errors import BadInput

MOST_POINTS = 20_000
"""More is no signature any more; a long one drawn slowly has about 2,000."""
_LEAST_SPAN = 0.02
"""Of the pad's width: what is shorter and lower than this is a slip of the hand."""


@dataclass(frozen=True)
class Point:
    """Where the pen was: `x` and `y` as parts of the pad's width (y grows downwards), `t` in milliseconds since it began."""

    x: float
    y: float
    t: int = 0


Stroke = tuple[Point, ...]
Strokes = tuple[Stroke, ...]
Curve = tuple[Point, Point, Point, Point]
"""A cubic Bézier curve: from, two handles, to."""


def checked(strokes: Strokes) -> Strokes:
    """The strokes that hold a point; BadInput when there is no signature in them."""
    kept = tuple(stroke for stroke in strokes if stroke)
    if sum(map(len, kept)) > MOST_POINTS:
        raise BadInput("This drawing is too long for a signature. Clear it and sign again.", "signature")
    if not kept or max(_span(kept)) < _LEAST_SPAN:
        raise BadInput("Nothing is signed yet. Draw the signature, or type the name instead.", "signature")
    return kept


def bounds(strokes: Strokes) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the drawing; zeros when it is empty."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return (0.0, 0.0, 0.0, 0.0)
    xs, ys = [point.x for point in points], [point.y for point in points]
    return (min(xs), min(ys), max(xs), max(ys))


def curves(stroke: Stroke) -> Iterator[Curve]:
    """Smooth curves through all points of a stroke (Catmull-Rom as Bézier); one for each step from point to point."""
    for at in range(len(stroke) - 1):
        before, start = stroke[max(0, at - 1)], stroke[at]
        end, after = stroke[at + 1], stroke[min(len(stroke) - 1, at + 2)]
        first = Point(start.x + (end.x - before.x) / 6, start.y + (end.y - before.y) / 6)
        second = Point(end.x - (after.x - start.x) / 6, end.y - (after.y - start.y) / 6)
        yield start, first, second, end


def picture(strokes: Strokes) -> str:
    """The drawing as an SVG picture, a thousand units as wide as the pad; empty without strokes."""
    if not strokes:
        return ""
    left, top, right, bottom = (round(1000 * one) for one in bounds(strokes))
    lines = []
    for stroke in strokes:
        path = f"M{_at(stroke[0])}" + "".join(f"C{_at(a)} {_at(b)} {_at(end)}" for _, a, b, end in curves(stroke))
        lines.append(f'<path d="{path if len(stroke) > 1 else path + "l1 0"}"/>')
    box = f"{left - 10} {top - 10} {right - left + 20} {bottom - top + 20}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" fill="none" stroke="#000" stroke-width="6"'
    return f'{head} stroke-linecap="round" stroke-linejoin="round">{"".join(lines)}</svg>'


def _at(point: Point) -> str:
    return f"{1000 * point.x:.1f},{1000 * point.y:.1f}"


def to_data(strokes: Strokes) -> list[list[list[float]]]:
    """As JSON holds it: strokes of [x, y, t], rounded to a ten-thousandth of the pad's width."""
    return [[[round(one.x, 4), round(one.y, 4), one.t] for one in stroke] for stroke in strokes]


def of_data(data: Sequence[Any]) -> Strokes:
    """The strokes that `to_data` wrote."""
    return tuple(tuple(Point(float(x), float(y), int(t)) for x, y, t in stroke) for stroke in data)


def _span(strokes: Strokes) -> tuple[float, float]:
    left, top, right, bottom = bounds(strokes)
    return right - left, bottom - top
