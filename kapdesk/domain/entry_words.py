"""Each entry of a medicine day as one sentence, for screen and paper alike.

What an entry's data may hold beyond what `vitals`, `tablets`, `touch` and `leaving` say: medicine out `how` (spat,
swallowed); tablets left behind `left` in halves, `strength_mg`; an adverse event the names of `ADVERSE_FIELDS`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kapdesk.domain.leaving import Driver, Judgement, Path, leaving_of
from kapdesk.domain.medicine_day import Entry, EntryKind, Shown, of_kind
from kapdesk.domain.tablets import Dose, count_words
from kapdesk.domain.touch import Touch, TouchAct, touch_of
from kapdesk.domain.vitals import vitals_of

ADVERSE_FIELDS = {
    "what": "What",
    "onset": "Onset",
    "severity": "Severity",
    "action": "Action",
    "outcome": "Outcome",
    "prescriber_told": "Prescriber told",
}
"""What an adverse event's form asks, by the names under which an entry keeps it (kap-facts, 5)."""
MOVED = "moved to the psychotherapy notes"
OUT = {"spat": "spat", "swallowed": "swallowed"}
"""What became of the medicine, by the name under which it is kept."""
_NAMES = {EntryKind.MUSIC: "Music", EntryKind.OBSERVATION: ""}
"""What is called more shortly once words follow."""


def entry_words(shown: Shown, since: datetime | None = None) -> str:
    """An entry as it stands now: `Tears: quiet`, `Vitals 124/78, 72, SpO₂ 98`, `Medicine out, spat, after 12 min`.

    `since` is when medicine was taken last before it: how long it was held is said with “Medicine out”.
    """
    if shown.moved:
        return f"{shown.kind.words}: {MOVED}"
    return _said(shown.kind, shown.at, shown.words, shown.data, since)


def whole_words(shown: Shown, every: Sequence[Shown]) -> str:
    """The same among all entries of its day, and its withdrawal: `Music change (withdrawn 9:59: a slip)`."""
    said = entry_words(shown, taken_before(shown.at, every))
    if not shown.withdrawn:
        return said
    when = f"withdrawn {hour(shown.changed_at)}" if shown.changed_at else "withdrawn"
    return f"{said} ({when}: {shown.why})" if shown.why else f"{said} ({when})"


def what_it_was(shown: Shown) -> tuple[str, ...]:
    """What an entry said before its corrections, each with its time, the oldest first."""
    return tuple(before_words(one) for one in shown.before)


def adverse_missing(shown: Shown) -> tuple[str, ...]:
    """What an adverse event's form does not say yet, in words."""
    return tuple(words.lower() for name, words in ADVERSE_FIELDS.items() if not shown.data.get(name))


def before_words(entry: Entry) -> str:
    """What an entry said before it was corrected, with its time: `9:55 Tears: quiet`."""
    return f"{hour(entry.at)} {_said(entry.kind, entry.at, entry.words, entry.data, None)}"


def marks(shown: Shown, from_paper: bool = False) -> tuple[str, ...]:
    """What is said beside an entry: that its time was typed, that it was corrected, that it comes from paper; beside
    the medicine, how much of the gate was open.
    """
    found = []
    if from_paper:
        found.append("from paper")
    elif shown.by_hand:
        found.append("time set by hand")
    if shown.before:
        found.append(f"corrected {hour(shown.changed_at)}" if shown.changed_at and not shown.withdrawn else "corrected")
    if (still := shown.data.get("open")) and not from_paper:
        found.append(f"{len(still)} line{'' if len(still) == 1 else 's'} of the gate open")
    return tuple(found)


def hour(at: datetime | None) -> str:
    """`9:55`; empty for none."""
    return "" if at is None else f"{at:%H:%M}".removeprefix("0")


def _said(kind: EntryKind, at: datetime, words: str, data: Mapping[str, Any], since: datetime | None) -> str:
    match kind:
        case EntryKind.VITALS:
            return _vitals(words, data)
        case EntryKind.MEDICINE_IN | EntryKind.BOOSTER:
            return _medicine(kind, words, data)
        case EntryKind.MEDICINE_OUT:
            return _out(at, words, data, since)
        case EntryKind.TOUCH:
            return _touch(words, data)
        case EntryKind.TABLETS_LEFT:
            return _left(words, data)
        case EntryKind.ADVERSE_EVENT:
            return _with(kind.words, "; ".join([*([words] if words else []), *event_lines(data)]))
        case EntryKind.FIT_TO_LEAVE:
            return _leaving(words, data)
        case EntryKind.SPOKE:
            return _with(kind.words, words if not words or words[0] in "“\"'‘" else f"“{words}”")
        case _:
            return _with(_NAMES.get(kind, kind.words), words) if words else kind.words


def _with(head: str, words: str) -> str:
    return ": ".join(part for part in (head, words) if part)


def _vitals(words: str, data: Mapping[str, Any]) -> str:
    vitals = vitals_of(data)
    said = f"Vitals {vitals.words}" if vitals.words else "Vitals"
    again = f", again in {vitals.again_minutes} min" if vitals.again_minutes is not None else ""
    return _with(said + again, words)


def _medicine(kind: EntryKind, words: str, data: Mapping[str, Any]) -> str:
    if "taken" not in data:
        return _with(kind.words, words)
    said = f"{kind.words}: {Dose(data['taken'], data.get('strength_mg')).words}, taken by the client"
    if "brought" in data:
        said += f" ({count_words(data['brought'])} brought)"
    if data.get("not_on_order"):
        said += ", not on the order"
    return f"{said}; {words}" if words else said


def _out(at: datetime, words: str, data: Mapping[str, Any], since: datetime | None) -> str:
    minutes = None if since is None or since > at else int((at - since).total_seconds() // 60)
    held = f"after {minutes} min" if minutes is not None else ""
    parts = (EntryKind.MEDICINE_OUT.words, OUT.get(data.get("how", ""), ""), held)
    return _with(", ".join(part for part in parts if part), words)


def taken_before(at: datetime, every: Sequence[Shown]) -> datetime | None:
    """When medicine was taken last up to a moment, a booster counted; None when none was."""
    return max(
        (one.at for one in of_kind(every, EntryKind.MEDICINE_IN, EntryKind.BOOSTER) if one.at <= at), default=None
    )


def _touch(words: str, data: Mapping[str, Any]) -> str:
    if "act" not in data:
        return _with(EntryKind.TOUCH.words, words)
    touch = touch_of(data)
    beyond = "not agreed sober" if data.get("beyond") else ""
    parts = (_touch_parts(touch), beyond, words)
    return _with(f"Touch {touch.act.words}", "; ".join(part for part in parts if part))


def _touch_parts(touch: Touch) -> str:
    if touch.act is TouchAct.NARROWED:
        left = f"{', '.join(touch.left)} stays agreed" if touch.left else "no touch is agreed any more"
        return ", ".join(part for part in (left, f"asked by {touch.asked_by}" if touch.asked_by else "") if part)
    whole = " touches " in touch.who or "own hand" in touch.who  # else it is a name, or words of her own
    who = touch.who if whole or not touch.who else f"by {touch.who}"
    parts = (
        touch.where,
        who,
        f"asked by {touch.asked_by}" if touch.asked_by else "",
    )
    return ", ".join(part for part in parts if part)


def _left(words: str, data: Mapping[str, Any]) -> str:
    halves = data.get("left")
    counted = "" if not halves else _counted(halves, data.get("strength_mg"))
    parts = (counted, words)
    return _with(EntryKind.TABLETS_LEFT.words, "; ".join(part for part in parts if part))


def _counted(halves: int, strength_mg: int | None) -> str:
    return count_words(halves) if strength_mg is None else Dose(halves, strength_mg).words


def event_lines(data: Mapping[str, Any]) -> tuple[str, ...]:
    """What is kept about an adverse event: `severity: mild`; what was not said is left out."""
    named = ((words.lower() if name != "what" else "", data.get(name)) for name, words in ADVERSE_FIELDS.items())
    return tuple(": ".join(part for part in (words, said) if part) for words, said in named if said)


def _leaving(words: str, data: Mapping[str, Any]) -> str:
    if "judgement" not in data:
        return _with(EntryKind.FIT_TO_LEAVE.words, words)
    leaving = leaving_of(data, words)
    fit = leaving.judgement is Judgement.FIT
    released = ", ".join(part for part in (leaving.released_to, leaving.phone) if part)
    parts = (
        words,
        leaving.path.words if leaving.path is not Path.NONE else "",
        f"reached: {leaving.reached}" if leaving.reached else "",
        f"looked at again in {leaving.again_minutes} min" if leaving.again_minutes else "",
        f"{'handed' if leaving.path is Path.EMERGENCY else 'released'} to {released}" if released else "",
        f"driver: {leaving.driver.words.lower()}" if leaving.driver is not Driver.NOT_SAID else "",
        f"left {hour(leaving.left_at)}" if leaving.left_at else "",
        f"not yes: {', '.join(leaving.not_yes).lower()}" if fit and leaving.not_yes else "",
        f"no: {', '.join(leaving.noes).lower()}" if not fit and leaving.noes else "",
        leaving.instructions,
    )
    return _with(_judged(leaving.judgement), "; ".join(part for part in parts if part))


def _judged(judgement: Judgement) -> str:
    return "Fit to leave, not yet" if judgement is Judgement.NOT_YET else judgement.words
