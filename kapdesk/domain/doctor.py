"""How it is with the program and the practice file: lines, and the rules by which one of them is good, amber or red."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

Level = Literal["good", "amber", "red"]
MARKS: dict[Level, str] = {"good": " ", "amber": "!", "red": "X"}
"""What stands before a line in text, where there is no colour."""

KB, MB, GB = 1_000, 1_000_000, 1_000_000_000
_TIMES_THE_SIZE, _SPARE = 3, 500 * MB
"""A snapshot, its backup and a restored copy find room, and the system keeps some."""
_TIGHT = 100 * MB
_CHECK_AFTER_DAYS = 30
_CLOCK_SLACK = timedelta(minutes=2)


class Part(StrEnum):
    """The headings under which lines stand, in their order."""

    PRACTICE = "Practice file"
    BACKUPS = "Backups and checks"
    PLACES = "Where files lie, and room"
    PROGRAM = "The program"
    FONTS = "Fonts"
    PRINTERS = "Printers"
    SCREEN = "Screen"


@dataclass(frozen=True)
class Line:
    """One thing that was looked at: `value` as it is, `todo` what to do when it is not good.

    `told` is the value as it may be passed on, where `value` could name somebody.
    """

    part: Part
    what: str
    value: str
    level: Level = "good"
    todo: str = ""
    told: str | None = None

    @property
    def safe(self) -> str:
        """The value as it may be passed on."""
        return self.value if self.told is None else self.told


def in_size(size: int) -> str:
    """`1.2 GB`, `24 MB`, `840 KB`: as the system's own windows count, in thousands."""
    if size >= GB:
        return f"{size / GB:.1f} GB"
    return f"{size / MB:.0f} MB" if size >= 10 * MB else f"{size / MB:.1f} MB" if size >= MB else f"{size / KB:.0f} KB"


def room_wanted(size: int) -> int:
    """Bytes that should be free beside a practice file of `size` bytes."""
    return _TIMES_THE_SIZE * size + _SPARE


def room_level(free: int, size: int) -> Level:
    """Amber below what is wanted; red where the next backup or update of the file may find no room."""
    if free >= room_wanted(size):
        return "good"
    return "red" if free < size + _TIGHT else "amber"


_DAMAGE = (
    "1. Write nothing more into this practice. What is not written yet, write on paper.",
    "2. Keep the damaged file: do not delete, move or rename its folder.",
    "3. Go to Practice → Backups → “Restore a backup…” and restore the newest backup under a new name. {backup}",
    "4. Lock, choose “Open another practice…”, open the restored one, and go on there. Compare what was written since.",
)


def damage_steps(backup: str) -> str:
    """What to do when a check found damage, a step a line; `backup` says which backup is the newest."""
    return "\n".join(_DAMAGE).format(backup=backup)


def check_level(days: int | None) -> Level:
    """Days since the whole file was checked; None: never."""
    return "amber" if days is None or days > _CHECK_AFTER_DAYS else "good"


def clock_is_behind(newest: datetime | None, now: datetime) -> bool:
    """Whether the newest entry of the history lies in the future, by more than the clocks of two computers differ."""
    return newest is not None and newest > now + _CLOCK_SLACK


def days_ago(days: int) -> str:
    """`today`, `yesterday`, `9 days ago`."""
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def summary(lines: Sequence[Line]) -> tuple[Level, str]:
    """The worst level, and all in one sentence."""
    red, amber = (sum(one.level == level for one in lines) for level in ("red", "amber"))
    if not red and not amber:
        return "good", "Everything that was looked at is well."
    acts = {0: "", 1: "1 thing needs you now"}.get(red, f"{red} things need you now")
    looks = {0: "", 1: "1 thing to look at"}.get(amber, f"{amber} things to look at")
    return ("red" if red else "amber"), f"{' and '.join(filter(None, (acts, looks)))}. What to do stands below."


def grouped(lines: Iterable[Line]) -> list[tuple[Part, list[Line]]]:
    """The lines under their headings; headings without lines are left out."""
    by_part: dict[Part, list[Line]] = {}
    for line in lines:
        by_part.setdefault(line.part, []).append(line)
    return [(part, by_part[part]) for part in Part if part in by_part]


def in_text(lines: Sequence[Line], safe: bool) -> list[str]:
    """The lines as text; `safe` leaves out every name and every place that could name somebody."""
    width = max((len(one.what) for one in lines), default=0)
    text: list[str] = []
    for part, group in grouped(lines):
        text += ["", str(part)] if text else [str(part)]
        for one in group:
            text.append(f"{MARKS[one.level]} {one.what.ljust(width)}  {one.safe if safe else one.value}".rstrip())
            if one.level != "good" and one.todo:
                text += [f"  {'':{width}}  → {step}" for step in one.todo.splitlines()]
    return text
