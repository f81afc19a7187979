"""What a therapist types in a ketamine session, as steps that a seed decides; and what is on file after so many of them."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kapdesk.domain.medicine_day import FREE, PLAIN, EntryKind, OpenLine, standing
from kapdesk.domain.vitals import read_vitals
from kapdesk.usecases.medicine_day import day_entries, medicine_days
from kapdesk.vault.database import Vault

Step = tuple[str, str, str]
"""`key`: an entry by one key; `type`: the line so far; `enter`: the line becomes an entry. Then its kind, then its words."""
State = tuple[tuple[tuple[str, str], ...], tuple[str, str] | None]
"""The entries in the order in which they were made (kind, words), and the line that is being typed."""
_PLAIN = sorted(PLAIN)
_FREE = sorted(FREE)
START = datetime(2026, 6, 9, 9, 0, tzinfo=ZoneInfo("America/Denver"))


def steps(seed: int) -> Iterator[Step]:
    """Without end."""
    chance = random.Random(seed)
    while True:
        if chance.random() < 0.6:
            yield "key", chance.choice(_PLAIN), ""
            continue
        vitals = chance.random() < 0.3
        kind = EntryKind.VITALS.value if vitals else chance.choice(_FREE)
        upper, lower, pulse = chance.randint(100, 170), chance.randint(60, 95), chance.randint(55, 110)
        words = f"{upper}/{lower} {pulse}" if vitals else f"it is wide here, number {chance.randint(0, 10**6)}"
        for end in range(1, len(words) + 1):
            yield "type", kind, words[:end]
        yield "enter", kind, words


def act(vault: Vault, day: int, step: Step, number: int) -> None:
    """Do one step, each a second after the one before."""
    what, kind, words = step
    at = START + timedelta(seconds=number)
    if what == "key":
        day_entries.enter_event(vault, day, EntryKind(kind), at, at)
    elif what == "type":
        day_entries.keep_line(vault, day, OpenLine(kind, words, at))
    elif kind == EntryKind.VITALS:
        day_entries.enter_event(vault, day, EntryKind.VITALS, at, at, "", read_vitals(words).data)
    else:
        day_entries.enter_event(vault, day, EntryKind(kind), at, at, words)


def state_after(seed: int, number: int) -> State:
    """What is on file after so many steps."""
    entries, line = [], None
    for _, (what, kind, words) in zip(range(number), steps(seed), strict=False):
        if what == "type":
            line = kind, words
            continue
        entries.append((kind, words))
        line = None
    return tuple(entries), line


def state_on_file(vault: Vault, day: int) -> State:
    """What is on file."""
    found = medicine_days.get_day(vault, day, START)
    shown = standing(found.entries)
    entries = tuple((one.kind.value, _typed(one.words, dict(one.data))) for one in shown)
    return entries, (found.line.kind, found.line.text) if found.line else None


def _typed(words: str, data: dict[str, int]) -> str:
    return f"{data['systolic']}/{data['diastolic']} {data['pulse']}" if data else words
