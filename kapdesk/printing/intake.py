"""The questions of the intake on paper: with lines and boxes, or with what was answered."""

from collections.abc import Iterator, Mapping
from datetime import date

from kapdesk.domain.intake import NO, PERSON, YES, Answer, Question, Questions, Said
from kapdesk.printing.blocks import Block, Span
from kapdesk.printing.words import in_full, words

_LINES = {"text": 1, "lines": 3, "list": 5, "one": 0, "several": 1, "yes_no": 1}
"""How many lines there are to write on, by how a question is answered; three for what a client may want to tell at length."""


def asked(questions: Questions, answers: Mapping[str, Answer] | None) -> list[Block]:
    """The questions as they stand after the introduction: to be written on where there are no `answers` (by the question's
    key), else with what was answered to each, and when.
    """
    return list(_to_answer(questions) if answers is None else _answered(questions, answers))


def _to_answer(questions: Questions) -> Iterator[Block]:
    said = words(questions.language)
    for group in questions.groups:
        yield Block("heading", (Span(group.title),), 2)
        if group.words:
            yield Block("paragraph", (Span(group.words),))
        for one in group.questions:
            yield Block("asked", (Span(one.words),), 1, name=said["rather_talk"])
            if one.hint:
                yield Block("hint", (Span(one.hint),))
            yield from _room(one, said)


def _room(question: Question, said: Mapping[str, str]) -> Iterator[Block]:
    """Boxes to tick and lines to write on."""
    if question.kind in ("one", "several", "yes_no"):
        offered = [one.words for one in question.options] or [said[YES], said[NO]]
        yield from (Block("option", (Span(one),)) for one in offered)
    if question.kind == "contact":
        yield Block("write", level=1, cells=tuple((Span(said[f"person_{part}"]),) for part in PERSON))
    elif question.kind == "date":
        yield Block("write", level=1, cells=((Span(said["day_written"]),),))
    else:
        yield Block("write", level=_LINES[question.kind])


def _answered(questions: Questions, answers: Mapping[str, Answer]) -> Iterator[Block]:
    said, known = words(questions.language), set()
    for group in questions.groups:
        yield Block("heading", (Span(group.title),), 2)
        for one in group.questions:
            known.add(one.key)
            yield from _answer(one, answers.get(one.key), said, questions.language)
    others = [one for key, one in answers.items() if key not in known]
    if others:
        yield Block("heading", (Span(said["other_answers"]),), 2)
    for answer in others:
        yield from _answer(Question(answer.question, answer.asked), answer, said, questions.language)


def _answer(question: Question, answer: Answer | None, said: Mapping[str, str], language: str) -> Iterator[Block]:
    """The question in the words in which it was asked, and what was answered."""
    words_then = answer.asked if answer is not None and answer.asked else question.words
    if answer is None or answer.said is Said.SKIPPED:
        yield Block("asked", (Span(words_then),))
        yield Block("answer", (Span(said["not_answered"], italic=True),))
        return
    told = said[f"answer_{answer.how.value}"].format(day=in_full(answer.said_on, language))
    yield Block("asked", (Span(words_then),), name=told)
    for choice in answer.choices:
        offered = question.option(choice)
        yield Block("option", (Span(offered.words if offered else said.get(choice, choice)),), ticked=True)
    pieces = [] if answer.said is Said.ANSWERED else [Span(said[answer.said.value], italic=True)]
    person = [answer.parts[part] for part in PERSON if answer.parts.get(part)]
    others = [value for part, value in answer.parts.items() if part not in (*PERSON, "date")]
    day = _day(answer.parts.get("date", ""), language)
    pieces += [Span(one) for one in (" · ".join(person), day, *others, answer.words) if one]
    if pieces:
        lines = [span for at, piece in enumerate(pieces) for span in ((Span("\n"), piece) if at else (piece,))]
        yield Block("answer", tuple(lines))


def _day(written: str, language: str) -> str:
    """A day in words; what is none stays as it is written."""
    try:
        return in_full(date.fromisoformat(written), language)
    except ValueError:
        return written
