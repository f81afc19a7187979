"""Each entry of a medicine day as one sentence, for screen and paper alike.

What an entry's data may hold beyond what `vitals`, `tablets`, `touch` and `leaving` say: medicine out `how` (spit, swallow);
tablets left behind `halves`, `strength_mg`, `done`; an adverse event the names of `EVENT`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kapdesk.domain.leaving import Driver, Judgement, Path, leaving_of
from kapdesk.domain.medicine_day import Entry, EntryKind, Shown, of_kind
from kapdesk.domain.tablets import Dose, count_words
from kapdesk.domain.touch import Touch, TouchAct, touch_of
from kapdesk.domain.vitals import vitals_of

EVENT = {
    "what": "what",
    "onset": "onset",
    "severity": "severity",
    "action": "action",
    "outcome": "outcome",
    "told": "prescriber told",
    "told_at": "told at",
    "told_how": "told how",
}
"""What is kept about an adverse event, by name, and how it is said."""
MOVED = "moved to the psychotherapy notes"
_OUT = {"spit": "spat", "swallow": "swallowed"}


def entry_words(shown: Shown, every: Sequence[Shown] = ()) -> str:
    """An entry as it stands now: `Tears: quiet`, `Medicine out, spat, after 12 min`, `… (withdrawn 9:59: a slip)`.

    `every` is the whole time line: from it minutes since the medicine are counted.
    """
    if shown.moved:
        said = f"{shown.kind.words}: {MOVED}"
    else:
        said = _said(shown.kind, shown.at, shown.words, shown.data, every)
    if not shown.withdrawn:
        return said
    when = f"withdrawn {hour(shown.changed_at)}" if shown.changed_at else "withdrawn"
    return f"{said} ({when}: {shown.why})" if shown.why else f"{said} ({when})"


def before_words(entry: Entry, every: Sequence[Shown] = ()) -> str:
    """What an entry said before it was corrected, with its time: `9:55 Tears: quiet`."""
    return f"{hour(entry.at)} {_said(entry.kind, entry.at, entry.words, entry.data, every)}"


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


def _said(kind: EntryKind, at: datetime, words: str, data: Mapping[str, Any], every: Sequence[Shown]) -> str:
    match kind:
        case EntryKind.VITALS:
            return _vitals(words, data)
        case EntryKind.MEDICINE_IN | EntryKind.BOOSTER:
            return _medicine(kind, words, data)
        case EntryKind.MEDICINE_OUT:
            return _out(at, words, data, every)
        case EntryKind.TOUCH:
            return _touch(words, data)
        case EntryKind.TABLETS_LEFT:
            return _left(words, data)
        case EntryKind.ADVERSE_EVENT:
            return _with(kind.words, "; ".join([*([words] if words else []), *event_lines(data)]))
        case EntryKind.FIT_TO_LEAVE:
            return _leaving(words, data)
        case _:
            return _with(kind.words, words)


def _with(head: str, words: str) -> str:
    return f"{head}: {words}" if words else head


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


def _out(at: datetime, words: str, data: Mapping[str, Any], every: Sequence[Shown]) -> str:
    parts = [EntryKind.MEDICINE_OUT.words, _OUT.get(data.get("how", ""), "")]
    minutes = held_minutes(at, every)
    parts.append(f"after {minutes} min" if minutes is not None else "")
    return _with(", ".join(part for part in parts if part), words)


def held_minutes(out: datetime, every: Sequence[Shown]) -> int | None:
    """Whole minutes from the last medicine before this moment; None when none was taken before."""
    taken = [one.at for one in of_kind(every, EntryKind.MEDICINE_IN, EntryKind.BOOSTER) if one.at <= out]
    return int((out - max(taken)).total_seconds() // 60) if taken else None


def _touch(words: str, data: Mapping[str, Any]) -> str:
    if "act" not in data:
        return _with(EntryKind.TOUCH.words, words)
    touch = touch_of(data)
    return _with(f"Touch {touch.act.words}", "; ".join(part for part in (_touch_parts(touch), words) if part))


def _touch_parts(touch: Touch) -> str:
    if touch.act is TouchAct.NARROWED:
        left = f"{', '.join(touch.left)} stays agreed" if touch.left else "no touch is agreed any more"
        return ", ".join(part for part in (left, f"asked by {touch.asked_by}" if touch.asked_by else "") if part)
    parts = (
        touch.where,
        f"by {touch.who}" if touch.who else "",
        f"asked by {touch.asked_by}" if touch.asked_by else "",
    )
    return ", ".join(part for part in parts if part)


def _left(words: str, data: Mapping[str, Any]) -> str:
    counted = Dose(data["halves"], data.get("strength_mg")).words if data.get("halves") else ""
    parts = (counted, data.get("done", ""), words)
    return _with(EntryKind.TABLETS_LEFT.words, "; ".join(part for part in parts if part))


def event_lines(data: Mapping[str, Any]) -> tuple[str, ...]:
    """What is kept about an adverse event: `severity: mild`; what was not said is left out."""
    return tuple(f"{words}: {data[name]}" for name, words in EVENT.items() if data.get(name))


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
