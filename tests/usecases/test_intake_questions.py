"""The questions of the intake: keys that stand for ever, the same in every language, mistakes named with their line."""

from pathlib import Path

import pytest

from kapdesk.domain import flags
from kapdesk.domain.intake import Questions
from kapdesk.errors import BadWording, NotFound
from kapdesk.usecases.asking import intake_questions

HEAD = 'version = 1\nlanguage = "en"\n[[groups]]\nkey = "you"\ntitle = "You"\n'


def _frame(found: Questions) -> list[tuple[object, ...]]:
    """All but the words."""
    return [
        (group.key, one.key, one.kind, one.target, [(o.key, o.flag, o.chart, o.clear, o.urgent) for o in one.options])
        for group in found.groups
        for one in group.questions
    ]


def test_every_language_asks_the_same() -> None:
    english = intake_questions.questions()
    asked = [one for group in english.groups for one in group.questions]
    assert intake_questions.languages()[0] == "en"
    assert 45 <= len(asked) <= 65
    for language in intake_questions.languages():
        found = intake_questions.questions(language)
        assert found.language == language
        assert _frame(found) == _frame(english)
        assert all(one.words.strip() for group in found.groups for one in group.questions)
    with pytest.raises(NotFound, match="no intake in the language"):
        intake_questions.questions("../en")


def test_everything_that_a_prescriber_wants_to_know_is_asked_and_proposed_to_be_told() -> None:
    options = [option for g in intake_questions.questions().groups for q in g.questions for option in q.options]
    proposed = [one.chart for one in options if one.flag]
    used = {"Ketamine use disorder", "Other active substance use disorder"}  # a client names a habit, not a diagnosis
    measured = {"Blood pressure", "Other change in health or medicines"}
    assert set(flags.OFFERED) - used - measured <= set(proposed)
    assert sum("hard to stop" in one for one in proposed) == 2
    assert {one.flag for one in options} == {"", "tell"}


def test_what_is_asked_about_risk_has_an_answer_that_is_plainly_no_and_one_that_calls_for_help() -> None:
    risk = [one for g in intake_questions.questions().groups for one in g.questions if one.target == "risk"]
    assert len(risk) >= 6
    assert all(sum(option.clear for option in one.options) == 1 for one in risk)
    assert {one.key for one in risk if any(o.urgent for o in one.options)} == {
        "suicide_thoughts",
        "harm_others",
        "safe_now",
    }


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("questions = [", "cannot be read"),
        ("questions = []", "has no questions"),
        (
            'questions = [\n{ key = "a", words = "A?" },\n{ key = "a", words = "B?" },\n]',
            "line 8: “a” stands there twice",
        ),
        ('questions = [{ key = "a" }]', "line 6: “a” needs “words”"),
        ('questions = [{ key = "a", words = "A?", kind = "essay" }]', "unknown kind “essay”"),
        ('questions = [{ key = "a", words = "A?", target = "shoe" }]', "unknown target “shoe”"),
        ('questions = [{ key = "a", words = "A?", kind = "one" }]', "needs options"),
        ('questions = [{ key = "a", words = "A?", colour = "red" }]', "unknown entry “colour”"),
        ('questions = [{ key = "A b", words = "A?" }]', "small letters"),
        (
            'questions = [{ key = "a", words = "A?", kind = "one", options = [{ key = "x", words = "X", flag = "kill" }] }]',
            "unknown weight “kill”",
        ),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_line(tmp_path: Path, body: str, sentence: str) -> None:
    file = tmp_path / "intake.toml"
    file.write_text(HEAD + body + "\n", "utf-8")
    with pytest.raises(BadWording, match=sentence):
        intake_questions.read(file)
