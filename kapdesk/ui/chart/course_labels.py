"""The words under the marks of the course line, set so that none covers another."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF

from kapdesk.domain.phases import Mark, SessionKind
from kapdesk.ui.paint import font
from kapdesk.ui.theme import px

LEVELS = 4
"""Lines of labels below the marks: sessions first, what follows from them below."""
_HEIGHT = 17
_MOST_JOINED = 4
_APART = 8


@dataclass
class Label:
    """Words, their colour's name, and their place; `needed` says that they must not be left out."""

    words: str
    tone: str
    font: QFont
    box: QRectF
    level: int = 0
    needed: bool = True


def labels_of(marks: Sequence[tuple[Mark, float]]) -> list[Label]:
    """The labels of one row of marks, each mark with its x; those that matter most first."""
    labels: list[Label] = []
    for run in _runs(marks):
        kind = run[0][0].kind
        if kind is SessionKind.KETAMINE:
            labels += [
                _label(
                    mark.label, "ketamine" if mark.state in ("today", "booked") else "mute", x, mark.state == "today"
                )
                for mark, x in run
            ]
        elif kind is SessionKind.PREPARATION:
            labels += _of_preparations(run)
        else:
            labels += _of_integrations(run)
    return sorted((label for label in labels if label.words), key=lambda label: not label.needed)


def set_apart(labels: Sequence[Label], width: float) -> list[Label]:
    """Move labels inside the width and down to a level where they cover no other; spare ones are left out instead."""
    kept: list[Label] = []
    for label in labels:
        left = min(max(label.box.left(), 0.0), max(0.0, width - label.box.width()))
        label.box.moveLeft(left)
        while label.level < LEVELS - 1 and label.needed and _covers(label, kept):
            label.level += 1
        if label.needed or not _covers(label, kept):
            kept.append(label)
    return kept


def joined(labels: Sequence[str]) -> str:
    """Several `+n days` as one label: `+2, +5 days`."""
    if len(labels) == 1:
        return labels[0]
    if len(labels) > _MOST_JOINED:
        return f"{labels[0]} … {labels[-1]}"
    counted = [label.split()[0] if label.startswith("+") else label for label in labels]
    return ", ".join(counted) + (" days" if labels[-1].startswith("+") else "")


def _of_preparations(run: Sequence[tuple[Mark, float]]) -> list[Label]:
    dated = [(mark, x) for mark, x in run if mark.label]
    ends = {0, len(dated) - 1}
    return [_label(mark.label, "mute", x, needed=number in ends) for number, (mark, x) in enumerate(dated)]


def _of_integrations(run: Sequence[tuple[Mark, float]]) -> list[Label]:
    labels = []
    held = [(mark, x) for mark, x in run if mark.state in ("held", "today")]
    if held:
        middle = (held[0][1] + held[-1][1]) / 2
        labels.append(_label(joined([mark.label for mark, _ in held]), "integration", middle, level=1))
    for mark, x in run:
        if mark.state == "booked":
            labels.append(_label(mark.label, "integration", x, level=1))
        if mark.state in ("due", "late"):
            labels.append(_label(mark.label, "bad" if mark.state == "late" else "warning", x, level=1))
    return labels


def _label(words: str, tone: str, x: float, bold: bool = False, level: int = 0, needed: bool = True) -> Label:
    chosen = font(13, QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    width = QFontMetricsF(chosen).horizontalAdvance(words) + 2
    return Label(words, tone, chosen, QRectF(x - width / 2, 0, width, px(_HEIGHT)), level, needed)


def _covers(label: Label, others: Sequence[Label]) -> bool:
    wide = label.box.adjusted(-px(_APART), 0, px(_APART), 0)
    return any(
        other.level == label.level and wide.left() < other.box.right() and other.box.left() < wide.right()
        for other in others
    )


def _runs(marks: Sequence[tuple[Mark, float]]) -> list[list[tuple[Mark, float]]]:
    """Neighbours of one kind."""
    runs: list[list[tuple[Mark, float]]] = []
    for one in marks:
        if runs and runs[-1][-1][0].kind is one[0].kind:
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs
