"""What the left side of the gate says at each turn: a question, a line that is in the way, a form, or that all is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kapdesk.domain.gate import QUESTIONS, GateLine, Question, in_the_way, question_of
from kapdesk.domain.limits import compare_dose, limits_in_words
from kapdesk.domain.tablets import Dose, read_halves, read_strength
from kapdesk.domain.touch import PLACES
from kapdesk.domain.vitals import EXAMPLE
from kapdesk.errors import BadInput
from kapdesk.ui import look
from kapdesk.ui.gate.asking import Asked, Key
from kapdesk.ui.gate.typed import Field
from kapdesk.ui.ready.card import ROLES, SIGNS, VERBS
from kapdesk.usecases.medicine_day.medicine_days import Day

ASK = "ask"
_FORMS: dict[str, tuple[str, str, tuple[Field, ...]]] = {
    "reason": ("Passed with a reason", "Keep the reason", (Field("words", "Why it goes on all the same"),)),
    "prescriber": (
        "The prescriber’s answer",
        "Keep: it may go on",
        (
            Field("by_whom", "Who answered", short=True),
            Field("said_at", "At what time", "9:05", short=True),
            Field("how", "How", "by telephone"),
            Field("words", "In which words"),
        ),
    ),
    "later": (
        "Left for later",
        "Leave it",
        (Field("words", "Why", "resting, second reading"), Field("until", "Again at (may stay empty)", "9:05")),
    ),
    "postpone": ("Postpone the session", "Postpone", (Field("words", "Why the session is postponed"),)),
    "without": (
        "Hold the session without medicine",
        "No medicine today",
        (Field("words", "Why no medicine is taken today"),),
    ),
    "mistake": ("Begun by mistake", "Close this record", (Field("words", "What happened"),)),
}
_IF_NOT = "If the answer is no: Esc, then P postpones or Q holds the session without medicine, with the answer as why."
OF_THE_DAY = ("postpone", "without", "mistake")
"""The forms that are about the day, not about one of its lines."""


@dataclass(frozen=True)
class Turn:
    """What the gate turns to: a line (empty: none), and what is done about it: `ask`, or a form; empty: it is looked at."""

    line: str = ""
    purpose: str = ""

    @property
    def name(self) -> str:
        """What a draft of it is called: `vitals`, `ride:reason`, `:postpone`."""
        return self.line if self.purpose == ASK else f"{self.line}:{self.purpose}"


def turn_of(name: str) -> Turn:
    """What `Turn.name` gave."""
    line, colon, purpose = name.partition(":")
    return Turn(line, purpose if colon else ASK)


def view(day: Day, found: Sequence[GateLine], turn: Turn, draft: Mapping[str, str], now: datetime) -> Asked:
    """What is shown at this turn."""
    progress, foot = where(day, found, now), _foot(bool(in_the_way(found)))
    line = next((one for one in found if one.line.key == turn.line), None)
    if turn.purpose in _FORMS:
        return _form(day, line, turn.purpose, draft, now, progress, foot)
    question = question_of(turn.line)
    if turn.purpose == ASK and question is not None and line is not None:
        return _question(day, line, question, draft, now, progress, foot)
    if line is not None:
        return _line(day, line, now, progress, foot)
    return _nothing(found, progress, foot)


def where(day: Day, found: Sequence[GateLine], now: datetime) -> str:
    """Whose session it is, the time of day, and how far one is."""
    of_day = [one for one in found if question_of(one.line.key)]
    asked, still = sum(one.needs != "ask" for one in of_day), len(in_the_way(found))
    left = f"{still} in the way" if still else "nothing is in the way"
    return f"{now:%H:%M} · ketamine session {day.number} · {day.initials} · {asked} of {len(of_day)} asked · {left}"


def closed(day: Day) -> Asked:
    """The gate closed with the medicine, or with its being left out."""
    words = f"The gate closed at {day.gate_closed_at:%H:%M}." if day.gate_closed_at else "This record is closed."
    why = "As it stood then, it is kept with the session. What is found out now is an entry of the time line."
    return Asked(day.ending.words if day.ended_at else "", words, "muted", why)


def _foot(still: bool) -> tuple[Key, ...]:
    found = [
        Key("K", "Medicine in", "medicine", "plain" if still else "primary"),
        Key("P", "Postpone…", "postpone", "quiet"),
        Key("Q", "Hold without medicine…", "without", "quiet"),
        Key("E", "Emergency card", "emergency", "quiet"),
        Key("", "Begun by mistake…", "mistake", "quiet"),
    ]
    return (*found, Key("", "Medicine was taken anyway…", "anyway", "quiet")) if still else tuple(found)


def _form(
    day: Day,
    line: GateLine | None,
    purpose: str,
    draft: Mapping[str, str],
    now: datetime,
    progress: str,
    foot: tuple[Key, ...],
) -> Asked:
    heading, verb, fields = _FORMS[purpose]
    values = dict(draft)
    if purpose == "prescriber":
        known = {
            "by_whom": day.order.prescriber if day.order else day.around.prescriber.name,
            "said_at": f"{now:%H:%M}",
        }
        values = {**known, **values}
    why = ""
    if line is not None and purpose not in OF_THE_DAY:
        why = f"{line.line.words}: {line.line.why}" if line.line.why else line.line.words
    acts = (Key("Enter", verb, "enter", "primary"), Key("Esc", "Back", "back", "quiet"))
    beneath = _IF_NOT if purpose == "prescriber" else ""
    return Asked(progress, heading, "body", why, (), fields, values, beneath, acts, foot)


def _question(
    day: Day,
    line: GateLine,
    question: Question,
    draft: Mapping[str, str],
    now: datetime,
    progress: str,
    foot: tuple[Key, ...],
) -> Asked:
    chosen = draft.get("choice", "")
    choices = tuple(
        Key(one.key, one.words, f"choice_{one.answer}", chosen=(chosen == one.answer) if chosen else None)
        for one in question.choices
    )
    if question.wants == "touch":
        picked = draft.get("places", "").split(", ")
        choices = (
            *(
                Key(str(place), words, f"place_{words}", chosen=words in picked)
                for place, words in enumerate(PLACES, 1)
            ),
            Key("N", "No touch today", "no_touch"),
        )
    keep = "Keep" if question.wants != "words" or not choices or chosen else "Add words, then choose"
    acts = [Key("Enter", keep, "enter")] if question.wants else []
    again = line.needs != "ask"
    acts.append(Key("Esc", "Leave it as it is", "back", "quiet") if again else Key("L", "Later…", "later", "quiet"))
    why = f"Now: {line.line.why or line.answer}" if again else _due(line, now)
    beneath, level = compared(day, question, draft, now)
    fields = _fields(question)
    return Asked(progress, question.ask, "body", why, choices, fields, draft, beneath, tuple(acts), foot, level)


def _due(line: GateLine, now: datetime) -> str:
    if not line.left:
        return ""
    if line.waits(now):
        return f"Left: {line.left}, again at {line.again_at:%H:%M}"
    return f"Due since {line.again_at:%H:%M}: {line.left}" if line.again_at else f"Left: {line.left}"


def _fields(question: Question) -> tuple[Field, ...]:
    if question.wants == "tablets":
        return (
            Field("label", "Label, as it is read"),
            Field("strength", "One tablet, mg", "100", short=True),
            Field("brought", "Brought", "2", short=True),
            Field("taken", "To be taken", "2", short=True),
        )
    if question.wants == "vitals":
        return (Field("line", "Pressure, pulse, saturation, breathing; or refused; or not possible", EXAMPLE),)
    if question.wants == "touch":
        return (Field("other", "Other words, or where not"),)
    if question.wants == "words":
        return (Field("words", "In words"),)
    return ()


def compared(day: Day, question: Question, draft: Mapping[str, str], now: datetime) -> tuple[str, look.Role]:
    """What stands beneath the fields: the order's limits, or what is typed beside the order's dose."""
    if question.wants == "vitals":
        of = f"Limits of {day.order.named(now.date())}" if day.order else "Limits"
        return f"{of}: {limits_in_words(day.order)}", "muted" if day.order else "warning"
    if question.wants != "tablets":
        return "", "muted"
    try:
        strength = read_strength(draft.get("strength", ""), "strength")
        dose = Dose(read_halves(draft.get("taken", ""), "taken"), strength)
    except BadInput:
        return "The total in mg is compared with the order as it is typed.", "muted"
    if dose.milligrams is None:
        return f"{dose.words}: without a strength nothing is compared.", "warning"
    found = compare_dose(day.order, dose.milligrams, now.date())
    levels: dict[str, look.Role] = {"good": "body", "amber": "warning", "bad": "bad"}
    return f"{dose.words}: {found.words}", levels[found.level]


def _line(day: Day, one: GateLine, now: datetime, progress: str, foot: tuple[Key, ...]) -> Asked:
    """A line that is in the way, or that is looked at."""
    line, due = one.line, asks_again(one, now)
    reads = line.key == "vitals"
    again = Key("Enter" if due else "G", "Read again" if reads else "Ask again", "ask", "primary" if due else "plain")
    acts: list[Key] = [again] if due else []
    if one.needs == "seen":
        acts.append(Key("S" if due else "Enter", "Seen", "seen", "plain" if due else "primary"))
    if one.needs in ("seen", "prescriber"):
        primary = one.needs == "prescriber" and not due
        acts.append(Key("A", "Prescriber’s answer…", "prescriber", "primary" if primary else "plain"))
    if one.needs == "reason":
        acts.append(Key("R", "Reason…", "reason", "plain" if due else "primary"))
    if line.act and one.needs:
        acts.append(Key("D", VERBS[line.act], "do"))
    if not due and question_of(line.key) is not None:
        acts.append(again)
    if one.needs:
        acts.append(Key("L", "Rest, read again later…" if reads else "Later…", "later", "quiet"))
    sign, _ = SIGNS[line.state]
    heading = f"{sign} {line.words}"
    why = " ".join(part for part in (line.why, _due(one, now)) if part)
    beneath = one.passed_by or (_way(day, one) if one.needs else "There is nothing to do about it.")
    return Asked(progress, heading, ROLES.get(line.state, "body"), why, (), (), {}, beneath, tuple(acts), foot)


def asks_again(one: GateLine, now: datetime) -> bool:
    """Whether Enter asks one of the day's own lines again: the time until which it was left has come."""
    return one.is_due(now) and question_of(one.line.key) is not None


def _way(day: Day, one: GateLine) -> str:
    person = day.around.prescriber.words
    otherwise = "Otherwise postpone, or hold the session without medicine."
    if one.needs == "prescriber":
        return f"It goes on only with the prescriber’s answer{f' ({person})' if person else ''}. {otherwise}"
    if one.needs == "seen":
        return "Nothing speaks against it, but it is not all on file. See it, or ask the prescriber."
    if one.needs == "client":
        signs = one.line.key == "consent"
        return f"{'The client signs it.' if signs else 'Only the client can say this.'} {otherwise}"
    return "It goes on with a written reason." if one.needs == "reason" else ""


def _nothing(found: Sequence[GateLine], progress: str, foot: tuple[Key, ...]) -> Asked:
    waiting = [one for one in found if one.needs and one.left]
    if not waiting:
        acts = (Key("Enter", "Medicine in", "medicine", "primary"),)
        return Asked(
            progress, "Nothing is in the way.", "body", "The gate closes with the medicine.", acts=acts, foot=foot
        )
    said = "\n".join(
        f"{one.line.words}: {one.left}{f', {one.again_at:%H:%M}' if one.again_at else ''}" for one in waiting
    )
    digits = {line: (place + 1) % 10 for place, line in enumerate(asked_lines())}
    sooner = "; ".join(f"{digits[one.line.key]} {one.line.words}" for one in waiting if one.line.key in digits)
    beneath = f"Sooner, by its digit: {sooner}." if sooner else ""
    return Asked(progress, "Everything else is said.", "body", f"Waiting for:\n{said}", beneath=beneath, foot=foot)


def asked_lines() -> tuple[str, ...]:
    """The day's own lines, in the order of their digits."""
    return tuple(one.line for one in QUESTIONS)


def beside(found: Sequence[GateLine], line: str, by: int) -> str:
    """The line before or after another: the day's own in their order, then what else is in the way."""
    asked = list(asked_lines())
    places = asked + [one.line.key for one in in_the_way(found) if one.line.key not in asked]
    at = places.index(line) + by if line in places else 0 if by > 0 else -1
    return places[at % len(places)]


def types_at_once(turn: Turn, draft: Mapping[str, str]) -> bool:
    """Whether the next key is typed into a field: where words alone are wanted, and where a choice asks for words."""
    question = question_of(turn.line)
    if turn.purpose != ASK or question is None:
        return bool(turn.purpose)
    return bool(draft.get("choice")) or (not question.choices and question.wants not in ("", "touch"))
