"""The entries of a medicine day in words, as they stand on the screen and on paper: what happened, what was said about it."""

from datetime import datetime

from kapdesk.domain.medicine_day import EntryKind, Shown
from kapdesk.domain.tablets import Dose, count_words
from kapdesk.domain.touch import TouchAct, touch_of
from kapdesk.domain.vitals import vitals_of

_PLAIN_NAMES = {EntryKind.MUSIC: "Music", EntryKind.OBSERVATION: "", EntryKind.CLOCK: "Clock"}
"""What is called more shortly once words follow."""


def entry_words(shown: Shown, since: datetime | None = None) -> str:
    """`Spoke: “it is wide here”`, `Medicine in: 2 × 100 mg, taken by the client (2 brought)`, `Vitals 124/78, 72, SpO₂ 98`.

    `since` is when the medicine was taken: how long it was held in the mouth is said with “Medicine out”.
    """
    return _with(_happened(shown, since), shown)


def what_it_was(shown: Shown) -> tuple[str, ...]:
    """What an entry said before its corrections, each in words with its time, the oldest first."""
    return tuple(
        f"{one.at:%H:%M} {_with(_happened(_as_shown(shown, one.words, one.data)), _as_shown(shown, one.words, one.data))}"
        for one in shown.before
    )


def _as_shown(shown: Shown, words: str, data: object) -> Shown:
    return Shown(shown.id, shown.kind, shown.at, words, data, False)  # type: ignore[arg-type]  # an entry's own data


def _with(happened: str, shown: Shown) -> str:
    words = shown.words
    if shown.moved:
        return f"{shown.kind.words}: moved to the psychotherapy notes"
    if not words:
        return happened or shown.kind.words
    if shown.kind is EntryKind.SPOKE:
        words = words if words[0] in "“\"'‘" else f"“{words}”"
    return f"{happened}: {words}" if happened else words


def _happened(shown: Shown, since: datetime | None = None) -> str:
    kind, data = shown.kind, shown.data
    if kind is EntryKind.VITALS and data:
        vitals = vitals_of(data)
        again = f", again in {vitals.again_minutes} min" if vitals.again_minutes is not None else ""
        return f"Vitals {vitals.words}{again}"
    if kind is EntryKind.MEDICINE_IN and "taken" in data:
        brought = f" ({count_words(data['brought'])} brought)" if data.get("brought") else ""
        label = f", label: {data['label']}" if data.get("label") else ""
        return f"Medicine in: {Dose(data['taken'], data.get('strength_mg')).words}, taken by the client{brought}{label}"
    if kind is EntryKind.BOOSTER and "taken" in data:
        beyond = ", not on the order" if data.get("not_on_order") else ""
        return f"Booster: {Dose(data['taken'], data.get('strength_mg')).words}, taken by the client{beyond}"
    if kind is EntryKind.MEDICINE_OUT:
        how = {"spat": ", spat out", "swallowed": ", swallowed"}.get(data.get("how", ""), "")
        minutes = int((shown.at - since).total_seconds() // 60) if since is not None and shown.at >= since else None
        return f"Medicine out{how}" + (f" after {minutes} min" if minutes is not None else "")
    if kind is EntryKind.TOUCH and data.get("act"):
        return _touch(shown)
    if kind is EntryKind.TABLETS_LEFT and "left" in data:
        left = data["left"]
        return f"Tablets left behind: {count_words(left)}"
    if kind is EntryKind.ADVERSE_EVENT and data:
        return _adverse(shown)
    return _PLAIN_NAMES[kind] if kind in _PLAIN_NAMES and shown.words else kind.words


def _touch(shown: Shown) -> str:
    touch = touch_of(shown.data)
    if touch.act is TouchAct.NARROWED:
        left = f"now {', '.join(touch.left)}" if touch.left else "none any more"
        return f"Touch narrowed: {left}"
    parts = (
        touch.who,
        touch.where,
        f"asked by {touch.asked_by}" if touch.asked_by else "",
        "not agreed sober" if shown.data.get("beyond") else "",
    )
    said = ", ".join(part for part in parts if part)
    return f"Touch {touch.act.words}: {said}" if said else f"Touch {touch.act.words}"


ADVERSE_FIELDS = {
    "what": "What",
    "onset": "Onset",
    "severity": "Severity",
    "action": "Action",
    "outcome": "Outcome",
    "prescriber_told": "Prescriber told",
}
"""What an adverse event's form asks, by the names under which an entry keeps it (kap-facts, 5)."""


def _adverse(shown: Shown) -> str:
    said = [(words, shown.data[name]) for name, words in ADVERSE_FIELDS.items() if shown.data.get(name)]
    if not said:
        return shown.kind.words
    first = said[0][1] if said[0][0] == "What" else ""
    rest = "; ".join(f"{words.lower()}: {value}" for words, value in said if words != "What")
    return f"{shown.kind.words}: " + "; ".join(part for part in (first, rest) if part)


def adverse_missing(shown: Shown) -> tuple[str, ...]:
    """What an adverse event's form does not say yet, in words."""
    return tuple(words.lower() for name, words in ADVERSE_FIELDS.items() if not shown.data.get(name))
