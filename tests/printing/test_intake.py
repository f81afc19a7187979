"""The intake on paper, read back: to be written on, and with what was answered."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from kapdesk.domain.intake import Answer, Group, How, Option, Question, Questions, Said
from kapdesk.printing import intake, layout, text, words
from kapdesk.usecases.asking.intake_questions import languages, questions
from tests.hostile import texts
from tests.printing.test_forms import contents
from tests.printing.test_layout import TODAY, placed, read

OPTIONS = (Option("a", "The first one"), Option("b", "The second one"))
ASKED = Questions(
    2,
    "en",
    (
        Group(
            "g",
            "Some questions",
            (
                Question("name", "What is your name?", hint="All of it."),
                Question("story", "What happened?", "lines"),
                Question("some", "Which of these?", "several", OPTIONS),
                Question("call", "May I call?", "yes_no"),
                Question("born", "When were you born?", "date"),
                Question("who", "Whom may I call?", "contact"),
                Question("hard", "What is hard?", "lines"),
                Question("ill", "What are you allergic to?", "list"),
                Question("left", "And this?"),
            ),
            "Leave out what you like.",
        ),
    ),
)
DAY = date(2026, 6, 3)
ANSWERS = {
    one.question: one
    for one in (
        Answer("name", "What was your name?", Said.ANSWERED, "Ada\nQuill", said_on=DAY),
        Answer("some", "", Said.ANSWERED, "and a word", ("b",), said_on=DAY),
        Answer("call", "", Said.ANSWERED, "", ("yes",), said_on=DAY, how=How.PAPER),
        Answer("born", "", Said.ANSWERED, "", (), {"date": "1984-04-02"}, DAY),
        Answer("who", "", Said.ANSWERED, "", (), {"name": "Jonah", "relation": "brother", "phone": "505"}, DAY),
        Answer("hard", "", Said.TALK, "not today", said_on=DAY),
        Answer("ill", "", Said.NONE, said_on=DAY),
        Answer("gone", "A question of before?", Said.ANSWERED, "yes, that", said_on=DAY),
    )
}


def made(answers: dict[str, Answer] | None, asked: Questions = ASKED, size: str = "") -> layout.Printed:
    """The paper in the language of the questions."""
    wording = text.load("intake", asked.language)
    values = {one.name: "x" for one in wording.fields} if answers is not None else {}
    said = intake.asked(asked, answers)
    return layout.handout(wording, values, page="letter", made_on=TODAY, blank=answers is None, size=size, asked=said)


def test_the_blank_intake_has_lines_and_boxes_by_how_a_question_is_answered() -> None:
    printed = made(None)
    _, said = read(printed.pdf)
    assert said.count("I would rather talk about it") == 9
    for expected in (
        "Some questions",
        "Leave out what you like.",
        "All of it.",
        "Who this is to you",
        "Month, day, year",
    ):
        assert expected in said
    assert said.index("What is your name?") < said.index("And this?") < said.index("Client Signature")
    assert contents(printed.pdf).count(" re S") == 9 + 2 + 2


def test_the_filled_intake_says_what_was_answered_how_and_when() -> None:
    printed = made(ANSWERS)
    _, said = read(printed.pdf)
    for expected in (
        "What was your name?", "said on June 3, 2026", "Ada Quill", "The second one and a word", "Yes", "written on June 3",
        "April 2, 1984", "Jonah · brother · 505", "Would rather talk about this. not today", "Nothing to tell.", "Not answered.",
        "Other answers", "A question of before?",
    ):  # fmt: skip
        assert expected in said
    assert "The first one" not in said
    assert "I would rather talk" not in said
    assert contents(printed.pdf).count(" re S") == 2


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("size", ["", "18"])
def test_the_shipped_intake_keeps_a_question_with_its_answer(language: str, size: str) -> None:
    if language not in languages():
        pytest.skip("no intake in this language")
    asked = questions(language)
    reader = PdfReader(io.BytesIO(made(None, asked, size).pdf))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    for question in (one for group in asked.groups for one in group.questions if one.options):
        assert any(question.words in page and question.options[-1].words in page for page in pages), question.key


@pytest.mark.parametrize(
    ("value", "size"), [("word " * 600, "18"), ("</para>$x\ud800😀", ""), *[(one, "") for one in texts(2)]]
)
def test_whatever_was_answered_prints(value: str, size: str) -> None:
    answers = {
        one.key: Answer(
            one.key, f"Q {value}", Said.ANSWERED, f"A {value}", (value,), {"name": value, "date": value}, DAY
        )
        for one in ASKED.groups[0].questions[:2]
    }
    reader, said = read(made(answers, size=size).pdf)
    if value.isascii() and value.isprintable():
        assert said.count(value.split()[0]) >= 2 * 5 * len(value.split()) - 60
    for page in reader.pages:
        assert all(50 < x < 612 - 50 and 25 < y < 792 - 25 for x, y, _ in placed(page))


def test_what_stands_over_a_group_stays_with_its_first_question() -> None:
    asked = questions("es")
    pages = ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made(None, asked, "18").pdf)).pages]
    for group in (one for one in asked.groups if one.words):
        first, over = ("".join(one.split()) for one in (group.questions[0].words, group.words))
        assert any(over in page and first in page.partition(over)[2] for page in pages), group.title
