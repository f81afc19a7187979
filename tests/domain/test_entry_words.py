"""Each entry of the time line as one sentence."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from kapdesk.domain.entry_words import entry_words, marks, what_it_was, whole_words
from kapdesk.domain.medicine_day import Entry, EntryAct, EntryKind, Shown, standing

_ZONE = timezone(timedelta(hours=-6))


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 6, 9, hour, minute, tzinfo=_ZONE)


def entry(kind: EntryKind, when: datetime, words: str = "", **data: Any) -> Shown:
    return Shown(1, kind, when, words, data, False)


TAKEN = entry(EntryKind.MEDICINE_IN, at(9, 26), taken=4, strength_mg=100, brought=4)


@pytest.mark.parametrize(
    ("kind", "words", "data", "said"),
    [
        (EntryKind.TEARS, "quiet, own hand on chest", {}, "Tears: quiet, own hand on chest"),
        (EntryKind.PEAK, "", {}, "Peak"),
        (EntryKind.VITALS, "", {"systolic": 124, "diastolic": 78, "pulse": 72, "spo2": 98}, "Vitals 124/78, 72, SpO₂ 98"),
        (EntryKind.VITALS, "asleep", {"state": "refused", "again_minutes": 10}, "Vitals refused, again in 10 min: asleep"),
        (
            EntryKind.MEDICINE_IN,
            "",
            {"taken": 4, "strength_mg": 100, "brought": 4, "open": ["risk"]},
            "Medicine in: 2 × 100 mg, taken by the client (2 brought)",
        ),
        (EntryKind.MEDICINE_OUT, "", {"how": "spat"}, "Medicine out, spat, after 12 min"),
        (
            EntryKind.BOOSTER,
            "",
            {"taken": 1, "strength_mg": 100, "not_on_order": True},
            "Booster: ½ × 100 mg, taken by the client, not on the order",
        ),
        (
            EntryKind.TOUCH,
            "",
            {"act": "given", "who": "therapist", "where": "hand on shoulder", "asked_by": "the client"},
            "Touch given: hand on shoulder, by therapist, asked by the client",
        ),
        (EntryKind.TOUCH, "", {"act": "narrowed", "left": []}, "Touch narrowed: no touch is agreed any more"),
        (EntryKind.TABLETS_LEFT, "put away", {"left": 1, "strength_mg": 100}, "Tablets left behind: ½ × 100 mg; put away"),
        (EntryKind.TABLETS_LEFT, "taken home", {"left": 3}, "Tablets left behind: 1½; taken home"),
        (EntryKind.SPOKE, "it is wide here", {}, "Spoke: “it is wide here”"),
        (EntryKind.MUSIC, "softer", {}, "Music: softer"),
        (EntryKind.OBSERVATION, "breathing slow", {}, "breathing slow"),
        (EntryKind.ADVERSE_EVENT, "vomiting", {"severity": "mild"}, "Adverse event: vomiting; severity: mild"),
        (
            EntryKind.FIT_TO_LEAVE,
            "",
            {"judgement": "not_yet"},
            "Fit to leave, not yet",
        ),
    ],
)  # fmt: skip
def test_an_entry_is_one_sentence(kind: EntryKind, words: str, data: Mapping[str, Any], said: str) -> None:
    assert entry_words(Shown(2, kind, at(9, 38), words, data, False), TAKEN.at) == said


def test_withdrawn_corrected_and_moved_are_said() -> None:
    entries = [
        Entry(1, EntryKind.MUSIC, at(9, 58), at(9, 58)),
        Entry(2, EntryKind.MUSIC, at(9, 58), at(9, 59), "pressed by mistake", about=1, act=EntryAct.WITHDRAWN),
        Entry(3, EntryKind.TEARS, at(9, 55), at(9, 55), "quiet"),
        Entry(4, EntryKind.TEARS, at(9, 53), at(9, 56), "loud", by_hand=True, about=3, act=EntryAct.CORRECTED),
        Entry(5, EntryKind.SPOKE, at(9, 44), at(9, 44)),
        Entry(6, EntryKind.SPOKE, at(9, 44), at(9, 50), about=5, act=EntryAct.MOVED),
    ]
    spoke, tears, music = standing(entries)
    assert whole_words(music, ()) == "Music change (withdrawn 9:59: pressed by mistake)"
    assert entry_words(tears) == "Tears: loud"
    assert marks(tears) == ("time set by hand", "corrected 9:56")
    assert what_it_was(tears) == ("9:55 Tears: quiet",)
    assert entry_words(spoke) == "Spoke: moved to the psychotherapy notes"
