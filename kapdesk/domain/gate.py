"""The gate before the medicine: the lines of readiness, what the day itself answered, and what lets each line go on.

Prescriber's lines go on only with the prescriber's answer where something speaks against it; what is merely not on file
must be seen. The client's have no way round: sign or postpone; a consent that was narrowed must be seen. The practice's are passed with a written reason. Current
intent to die or to harm is an emergency, and nothing passes it (kap-facts, 3 and 4).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

from kapdesk.domain.limits import compare_dose, compare_reading, together
from kapdesk.domain.orders import Order
from kapdesk.domain.readiness import Line, State
from kapdesk.domain.tablets import Dose, count_words
from kapdesk.domain.vitals import vitals_of

Needs = Literal["", "ask", "prescriber", "seen", "client", "reason", "emergency"]
"""What a line still needs: to be asked, the prescriber's answer, to be seen, the client, a written reason, help at once."""
INTENT = "intent"


class AnswerKind(StrEnum):
    """What was said about a line of the gate."""

    ASKED = "asked"
    REASON = "reason"
    PRESCRIBER = "prescriber"
    SEEN = "seen"
    LATER = "later"


@dataclass(frozen=True)
class DayAnswer:
    """What was said about a line on the day; for the prescriber's answer also who, how and when.

    `about` is the line's why when a reason, an answer or “seen” was given: it holds for that state of the line only, and
    until the line is asked again.
    """

    line: str
    kind: AnswerKind
    at: datetime
    answer: str = ""
    words: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    by_whom: str = ""
    how: str = ""
    said_at: datetime | None = None
    about: str = ""
    id: int = 0


@dataclass(frozen=True)
class Choice:
    """One answer by one key: its state, and what the line then says."""

    key: str
    answer: str
    words: str
    state: State
    why: str = ""


@dataclass(frozen=True)
class Question:
    """How a day's own line is asked: aloud, with its choices; `wants` names what is typed, beside or instead.

    `words` are always wanted where no choice is offered; with choices they may follow.
    """

    line: str
    ask: str
    choices: tuple[Choice, ...] = ()
    wants: Literal["", "words", "tablets", "vitals", "touch"] = ""


def _yes_no(state: State, no: str) -> tuple[Choice, ...]:
    return Choice("Y", "yes", "Yes", "green"), Choice("N", "no", "No", state, no)


QUESTIONS = (
    Question(
        "agrees",
        "Consent said again aloud: sober, understands, still wants it?",
        _yes_no("red", "Not sober, or does not want it today."),
    ),
    Question(
        "risk",
        "Mood, thoughts of death or of harm to self or others?",
        (
            Choice("N", "none", "None", "green"),
            Choice("T", "thoughts", "Thoughts, no intent", "amber", "Thoughts of death or harm, no intent."),
            Choice("I", INTENT, "Intent now", "red", "Current intent: the medicine waits."),
        ),
        "words",
    ),
    Question(
        "news",
        "Anything new since the order: diagnosis, medicine, symptom, pregnancy?",
        (Choice("N", "no", "Nothing new", "green"), Choice("Y", "yes", "Something new", "red", "Something is new.")),
        "words",
    ),
    Question(
        "instructions",
        "Prescriber’s instructions on food, drink and medicines followed?",
        _yes_no("amber", "Not followed."),
        "words",
    ),
    Question("arrival", "Sleep, last food and drink, substances", (), "words"),
    Question(
        "label", "Label read: this client’s, not expired?", _yes_no("amber", "Another name, or expired."), "words"
    ),
    Question("tablets", "Tablets brought, and what is to be taken", (), "tablets"),
    Question("touch_today", "Touch asked again: what is agreed today?", (), "touch"),
    Question("intention", "Intention, in the client’s words", (), "words"),
    Question("vitals", "Vitals before", (), "vitals"),
)
"""The day's own lines in the order in which they are asked."""


@dataclass(frozen=True)
class GateLine:
    """A line at the gate: as it stands now, what it still needs (empty: it may go on), and what let it go on.

    `left` says why it was left for later, `again_at` when it is to be resumed (None: once the others are done).
    """

    line: Line
    needs: Needs
    passed_by: str = ""
    answer: str = ""
    words: str = ""
    again_at: datetime | None = None
    left: str = ""

    def waits(self, now: datetime) -> bool:
        """Whether it was left for a time that is still to come."""
        return self.again_at is not None and self.again_at > now

    def is_due(self, now: datetime) -> bool:
        """Whether it was left for a time that has come."""
        return bool(self.needs) and self.again_at is not None and self.again_at <= now


def gate_lines(
    lines: Sequence[Line], answers: Iterable[DayAnswer], order: Order | None, today: date
) -> tuple[GateLine, ...]:
    """Every line with what the day said about it; `answers` in the order in which they were given."""
    said: dict[str, list[DayAnswer]] = {}
    for answer in answers:
        said.setdefault(answer.line, []).append(answer)
    return tuple(_gate_line(line, said.get(line.key, []), order, today) for line in lines)


def in_the_way(found: Iterable[GateLine]) -> tuple[GateLine, ...]:
    """The lines that keep the gate closed."""
    return tuple(one for one in found if one.needs)


def what_is_next(found: Sequence[GateLine], now: datetime, after: str = "") -> str:
    """The key of the line to turn to after another one; empty when there is nothing to do now.

    Current intent before all; then what is to be asked, in its order; then what keeps the gate closed; at last what was
    left without a time. What was left for a time still to come waits.
    """
    if is_emergency(found):
        return next(one.line.key for one in found if one.needs == "emergency")
    by_key = {one.line.key: one for one in found}
    questions = [by_key[one.line] for one in QUESTIONS if one.line in by_key]
    asked = [one for one in questions if one.needs == "ask" and (not one.left or one.is_due(now))]
    if asked:
        places = [one.line.key for one in questions]
        past = places.index(after) if after in places else -1
        return min(asked, key=lambda one: (places.index(one.line.key) <= past, places.index(one.line.key))).line.key
    closed = [one for one in in_the_way(found) if not one.waits(now)]
    closed.sort(key=lambda one: bool(one.left) and not one.is_due(now))
    return closed[0].line.key if closed else ""


NEEDS: dict[str, str] = {
    "": "",
    "ask": "to be asked",
    "prescriber": "needs the prescriber’s answer",
    "seen": "to be seen",
    "client": "the client’s to say or sign, or postpone",
    "reason": "needs a written reason",
    "emergency": "help at once",
}
"""What a line still needs, in words."""


def is_emergency(found: Iterable[GateLine]) -> bool:
    """Whether there is current intent: safety plan, prescriber, 988 or 911, and no way on."""
    return any(one.needs == "emergency" for one in found)


def question_of(line: str) -> Question | None:
    """How a line is asked on the day; None for what the chart knows."""
    return next((one for one in QUESTIONS if one.line == line), None)


def _gate_line(line: Line, said: Sequence[DayAnswer], order: Order | None, today: date) -> GateLine:
    asked = next((one for one in reversed(said) if one.kind is AnswerKind.ASKED), None)
    if asked is None and line.state == "asked":
        later = said[-1] if said and said[-1].kind is AnswerKind.LATER else None
        return GateLine(line, "ask", again_at=later.said_at if later else None, left=_left(later))
    if asked is not None:
        line = _after_intent(_answered(line, asked, order, today), asked, said)
    answer, words = (asked.answer, asked.words) if asked else ("", "")
    if line.state == "green":
        return GateLine(line, "", answer=answer, words=words)
    needs = _needs(line, answer)
    since = said[said.index(asked) :] if asked else said
    for one in reversed(since):
        if one.about == about(line) and one.kind.value in _PASSES[needs]:
            return GateLine(line, "", _passed(one), answer, words)
    later = said[-1] if said and said[-1].kind is AnswerKind.LATER else None
    return GateLine(line, needs, "", answer, words, later.said_at if later else None, _left(later))


def _after_intent(line: Line, asked: DayAnswer, said: Sequence[DayAnswer]) -> Line:
    """Once intent was said, another answer on the same day is not green by itself: it goes on with words."""
    before = next((one for one in said if one.kind is AnswerKind.ASKED and one.answer == INTENT), None)
    if line.key != "risk" or before is None or asked.answer == INTENT:
        return line
    state: State = "amber" if line.state == "green" else line.state
    why = " ".join(part for part in (f"Intent was said at {before.at:%H:%M}.", line.why) if part)
    return replace(line, state=state, why=why)


def _left(later: DayAnswer | None) -> str:
    return (later.words or "left for later") if later else ""


_PASSES: dict[str, tuple[str, ...]] = {
    "prescriber": ("prescriber",),
    "seen": ("seen", "prescriber"),
    "reason": ("reason",),
    "client": (),
    "emergency": (),
}


def _needs(line: Line, answer: str) -> Needs:
    if line.key == "risk" and answer == INTENT:
        return "emergency"
    if line.owner == "client":
        return "seen" if line.act == "paper" and line.state == "amber" else "client"
    if line.owner == "prescriber":
        return "prescriber" if line.state == "red" else "seen"
    return "reason"


def about(line: Line) -> str:
    """What a reason or an answer is given for: the line as it stands; it does not hold for another state of it."""
    return f"{line.state}: {line.words}: {line.why}"


def _passed(answer: DayAnswer) -> str:
    if answer.kind is AnswerKind.REASON:
        return f"Passed with a reason: {answer.words}"
    if answer.kind is AnswerKind.SEEN:
        return f"Seen at {answer.at:%H:%M}"
    how = f", {answer.how}" if answer.how else ""
    when = f" at {answer.said_at:%H:%M}" if answer.said_at else ""
    return f"{answer.by_whom}{how}{when}: {answer.words}"


def _answered(line: Line, asked: DayAnswer, order: Order | None, today: date) -> Line:
    """The line as the day's answer leaves it."""
    question = question_of(line.key)
    if question is None:
        return line
    if question.wants == "tablets":
        return _tablets(line, asked, order, today)
    if question.wants == "vitals":
        return _vitals(line, asked, order, today)
    if question.wants == "touch":
        places = ", ".join(asked.data.get("agreed", ())) or "no touch"
        return replace(line, state="green", why=f"Agreed: {places}.")
    choice = next((one for one in question.choices if one.answer == asked.answer), None)
    if choice is None and question.choices:
        return replace(line, state="amber", why=" ".join(("None of its answers was given.", asked.words)).strip())
    if choice is None:
        return replace(line, state="green" if asked.words else "amber", why=asked.words or "Nothing was said.")
    why = " ".join(part for part in (choice.why, asked.words) if part)
    return replace(line, state=choice.state, why=why)


_STATES: dict[str, State] = {"within": "green", "outside": "red", "no_limit": "amber"}
"""What a comparison with the order makes of a line."""


def _tablets(line: Line, asked: DayAnswer, order: Order | None, today: date) -> Line:
    data = asked.data
    dose = Dose(data["taken"], data.get("strength_mg"))
    brought = f"{count_words(data['brought'])} brought"
    if not dose.halves:
        return replace(line, state="amber", why=f"None is to be taken, {brought}.")
    if dose.milligrams is None:
        return replace(line, state="amber", why=f"{dose.words}, {brought}: no strength read, not compared.")
    compared = compare_dose(order, dose.milligrams, today)
    state = _STATES[compared.state]
    if state == "green" and compared.level != "good":
        state = "amber"
    if dose.halves > data["brought"]:
        state, brought = "amber" if state == "green" else state, f"only {brought}"
    return replace(line, state=state, why=f"{dose.words}, {brought}; {compared.words}.")


def _vitals(line: Line, asked: DayAnswer, order: Order | None, today: date) -> Line:
    vitals = vitals_of(asked.data)
    if vitals.state:
        return replace(line, state="amber", why=f"{vitals.words.capitalize()}.")
    compared = compare_reading(order, vitals.reading, today)
    worst: State = "green"
    if any(one.level == "amber" for one in compared if one.what != "SpO₂" or one.state == "within"):
        worst = "amber"  # orders limit blood pressure and pulse; a saturation “if any” (kap-facts, 3)
    if any(one.state == "outside" for one in compared):
        worst = "red"
    if vitals.systolic is None or vitals.pulse is None:
        worst = "amber" if worst == "green" else worst
    return replace(line, state=worst, why=f"{vitals.words} ({asked.at:%H:%M}): {together(compared)}.")
