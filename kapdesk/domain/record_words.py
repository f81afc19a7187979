"""The record of a session in words: sections of rows that screen, paper and command line show in the same order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kapdesk.domain.dates import in_full
from kapdesk.domain.entry_words import entry_words, event_lines, hour, marks, what_it_was, whole_words
from kapdesk.domain.gate import AnswerKind, DayAnswer, GateLine, question_of
from kapdesk.domain.leaving import LIST, leaving_of
from kapdesk.domain.limits import NO_LIMIT
from kapdesk.domain.medicine_day import DayEnding, EntryKind, Shown, of_kind
from kapdesk.domain.medicine_observed import observed, observed_lines
from kapdesk.domain.order_words import AS_LIMIT, order_lines
from kapdesk.domain.session_drawing import since
from kapdesk.domain.session_record import SessionRecord
from kapdesk.domain.tablets import Dose, count_words
from kapdesk.domain.vitals import vitals_of

Key = Literal["order", "gate", "said", "medicine", "time_line", "vitals", "entries", "events", "leaving", "scans"]
COMPACT: tuple[Key, ...] = ("medicine", "time_line", "vitals", "entries", "events", "leaving")
"""What stands below a note on the screen; the whole record is in the chart and on paper."""
_STATES = {"green": "in order", "amber": "amber", "red": "red", "asked": "not asked"}
_OWNERS = {"prescriber": "Prescriber", "client": "Client", "practice": "Practice"}
_NEEDS = {
    "": "",
    "ask": "Open: not asked.",
    "prescriber": "Open: the prescriber’s answer is missing.",
    "seen": "Open: not seen.",
    "client": "Open: the client’s to sign or to say.",
    "reason": "Open: no reason was given.",
    "emergency": "Open: an emergency.",
}


@dataclass(frozen=True)
class Row:
    """A row of a section; the first line of a cell is what it says, the others say more. `struck` was withdrawn."""

    cells: tuple[str, ...]
    struck: bool = False
    warning: bool = False


@dataclass(frozen=True)
class Section:
    """A part of the record: its title, the heads of its columns (none: they say themselves), its rows, a remark."""

    key: Key
    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    remark: str = ""


def title_of(record: SessionRecord) -> str:
    """`Ketamine session 3`; of a day without a session only the day."""
    seen = observed(record.shown)
    if seen.taken_at:
        return f"Ketamine session {record.number}"
    return "Ketamine session without medicine" if seen.not_taken_at else "Medicine day without a session"


def head_lines(record: SessionRecord) -> tuple[str, ...]:
    """When it was, how it ended, in which words the client had an intention."""
    begun = f"{in_full(record.on)}, begun {hour(record.begun_at)}"
    if record.ended_at is None:
        ended = "not ended"
    else:
        ended = f"ended {hour(record.ended_at)}: {record.ending.words}"
        ended += f" ({record.ending_words})" if record.ending_words else ""
    lines = [f"{begun}, {ended}. Times of {record.zone.replace('_', ' ')}."]
    if record.from_paper:
        lines.append("Entered from paper: every entry and time below was typed from the sheet.")
    if record.intention:
        lines.append(f"Intention, in the client’s words: “{record.intention}”")
    if record.figures.minimum_stay_minutes:
        lines.append(f"Minimum stay after the last medicine: {record.figures.minimum_stay_minutes} min.")
    return tuple(lines)


def sections(record: SessionRecord) -> tuple[Section, ...]:
    """Every section that holds something, in the order of the record."""
    every = (
        _order(record),
        _gate(record),
        _said(record),
        Section("medicine", "Medicine as observed", (), _medicine(record)),
        Section("time_line", "Time line", (), ()),
        _vitals(record),
        _entries(record),
        Section("events", "Adverse events", ("Time", "What"), tuple(_events(record))),
        Section("leaving", "Fit to leave", ("Time", "What"), tuple(_leaving(record))),
        Section("scans", "Scans of the paper", ("Name", "SHA-256"), _scans(record)),
    )
    return tuple(one for one in every if one.rows or one.key in ("order", "time_line", "vitals", "entries"))


def _order(record: SessionRecord) -> Section:
    order = record.order
    if order is None:
        why = "No order was on file when the gate closed." if record.gate_closed_at else "No order is on file."
        return Section("order", "The prescriber’s order", (), (), why)
    rows, lacking = [], []
    for what, words in order_lines(order, _full):
        if not words and what not in AS_LIMIT:
            lacking.append(what.lower())
        else:
            rows.append(Row((what, words or NO_LIMIT), warning=not words))
    more = (
        ("Not on file", ", ".join(lacking)),
        ("Withdrawn", _full(order.withdrawn_on)),
        ("What changed", order.change),
    )
    rows += [Row(pair) for pair in more if pair[1]]
    when = (
        f", the version in force when the gate closed at {hour(record.gate_closed_at)}" if record.gate_closed_at else ""
    )
    return Section(
        "order", "The prescriber’s order", (), tuple(rows), f"Order {order.number}, version {order.version}{when}."
    )


def _full(day: date | None) -> str:
    return in_full(day) if day else ""


def _gate(record: SessionRecord) -> Section:
    closed = f"Closed at {hour(record.gate_closed_at)}." if record.gate_closed_at else "Not closed: as it stands now."
    if record.from_paper:
        closed += " The day was kept on paper: what was asked there stands on the sheet."
    rows = tuple(
        Row((_OWNERS[one.line.owner], _line(one), _STATES[one.line.state]), warning=bool(one.needs))
        for one in record.gate
    )
    return Section("gate", "The gate", ("Whose", "Line", "State"), rows, closed)


def _line(one: GateLine) -> str:
    answer = _choice(one.line.key, one.answer) if one.answer else ""
    parts = (one.line.words, answer, one.line.why, one.passed_by, _NEEDS[one.needs])
    return "\n".join(dict.fromkeys(part for part in parts if part))


def _choice(line: str, answer: str) -> str:
    question = question_of(line)
    found = next((one.words for one in question.choices if one.answer == answer), "") if question else ""
    return f"Answer: {found or answer}."


def _said(record: SessionRecord) -> Section:
    names = {one.line.key: one.line.words for one in record.gate}
    rows = tuple(Row((hour(one.at), names.get(one.line, one.line), _answer(one))) for one in record.answers)
    return Section("said", "What was said at the gate", ("Time", "Line", "Said"), rows)


def _answer(one: DayAnswer) -> str:
    if one.kind is AnswerKind.SEEN:
        return "Seen, that it is not on file."
    if one.kind is AnswerKind.REASON:
        return f"Passed with a reason: {one.words}"
    if one.kind is AnswerKind.LATER:
        until = f" until {hour(one.said_at)}" if one.said_at else ""
        return f"Left for later{until}{f': {one.words}' if one.words else '.'}"
    if one.kind is AnswerKind.PRESCRIBER:
        when = f", {in_full(one.said_at.date())} {hour(one.said_at)}" if one.said_at else ""
        return f"{one.by_whom}, {one.how}{when}: {one.words}"
    said = [_choice(one.line, one.answer).removeprefix("Answer: ") if one.answer else "", one.words, _data(one)]
    return "\n".join(part for part in said if part) or "Nothing was said."


def _data(one: DayAnswer) -> str:
    data = one.data
    if one.line == "vitals" and data:
        return vitals_of(data).words
    if "taken" in data:
        dose = Dose(data["taken"], data.get("strength_mg")).words
        return f"{dose} to be taken, {count_words(data.get('brought', 0))} brought"
    if "agreed" in data:
        return f"Agreed: {', '.join(data['agreed']) or 'no touch'}"
    return ""


def _medicine(record: SessionRecord) -> tuple[Row, ...]:
    beyond = record.compared_dose is not None and record.compared_dose.state == "outside"
    lines = observed_lines(observed(record.shown), record.compared_dose)
    return tuple(Row(pair, warning=beyond and pair[0] == "Dose") for pair in lines)


def _vitals(record: SessionRecord) -> Section:
    begun, words = since(record)
    rows = []
    for one in record.readings:
        minutes = str(int((one.at - begun).total_seconds() // 60)).replace("-", "−")
        read = "\n".join(
            part for part in (one.vitals.words, one.words, "at the gate" if one.entry is None else "") if part
        )
        beside = "\n".join(f"{compared.what}: {compared.words}" for compared in one.compared)
        rows.append(Row((hour(one.at), minutes, read, beside or "not compared"), warning=one.outside))
    return Section(
        "vitals", "Vitals", ("Time", words.replace("minutes", "Min"), "Reading", "Beside the order"), tuple(rows)
    )


def _entries(record: SessionRecord) -> Section:
    shown = record.shown
    rows = tuple(Row((hour(one.at), _entry(one, record)), struck=one.withdrawn) for one in shown)
    days = {one.at.date() for one in shown} - {record.on}
    remark = "Entries of the night after stand in their order." if days else ""
    return Section("entries", "Every entry", ("Time", "What"), rows, remark)


def _entry(one: Shown, record: SessionRecord) -> str:
    beside = ", ".join(marks(one, record.from_paper))
    lines = [f"{whole_words(one, record.shown)}{f' [{beside}]' if beside else ''}"]
    lines += [f"was {words}" for words in what_it_was(one)]
    return "\n".join(lines)


def _events(record: SessionRecord) -> Iterator[Row]:
    for one in of_kind(record.shown, EntryKind.ADVERSE_EVENT):
        said = [one.words, *event_lines(one.data)]
        yield Row((hour(one.at), "\n".join(part for part in said if part) or "Nothing more was entered."))


def _leaving(record: SessionRecord) -> Iterator[Row]:
    for one in of_kind(record.shown, EntryKind.FIT_TO_LEAVE):
        lines = [entry_words(one)]
        if "judgement" in one.data:
            answers = leaving_of(one.data).answers
            lines += [f"{words}: {answers.get(name) or 'not asked'}" for name, words in LIST.items()]
            lines += [f"Instructions: {one.data['instructions']}"] if one.data.get("instructions") else []
        yield Row((hour(one.at), "\n".join(lines)))
    if record.ending is not DayEnding.OPEN and record.ended_at:
        words = f": {record.ending_words}" if record.ending_words else ""
        yield Row((hour(record.ended_at), f"Ended: {record.ending.words}{words}"))


def _scans(record: SessionRecord) -> tuple[Row, ...]:
    return tuple(Row((one.name or "Scan", one.sha256)) for one in record.scans)
