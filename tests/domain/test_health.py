"""What an entry about health needs, how a code looks, and a flag's few words in the header."""

from dataclasses import replace
from datetime import date

import pytest

from kapdesk.domain.flags import OFFERED
from kapdesk.domain.health import Allergy, Diagnosis, Flag, HowKnown, Medicine, Weight, looks_like_icd10
from kapdesk.errors import BadInput
from tests.conftest import TODAY

TOMORROW = date(2026, 6, 10)
FLAG = Flag("Blood pressure", HowKnown.MEASURED, Weight.TELL)


@pytest.mark.parametrize("code", ["F33.1", "f331", "F43.10", "Z00", "G47.33", "U07.1", "S52.521A"])
def test_codes_of_icd10_are_known_by_their_shape(code: str) -> None:
    assert looks_like_icd10(code)


@pytest.mark.parametrize("code", ["33.1", "FF3", "F3", "296.33", "F33.12345", "depression", ""])
def test_other_words_do_not_look_like_a_code(code: str) -> None:
    assert not looks_like_icd10(code)


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (Flag(), "what"),
        (Flag("Stroke"), "how_known"),
        (Flag("Stroke", HowKnown.SAID), "weight"),
        (replace(FLAG, told_how="by telephone"), "told_on"),
        (replace(FLAG, told_on=TOMORROW), "told_on"),
        (replace(FLAG, answer="yes"), "answered_on"),
        (replace(FLAG, answered_on=TODAY), "answer"),
        (Diagnosis(), "words"),
        (Diagnosis("F33.1", from_on=TODAY, until_on=date(2026, 1, 1)), "until_on"),
        (Allergy(), "substance"),
        (Medicine(dose="5"), "name"),
        (Medicine("x", last_asked=TOMORROW), "last_asked"),
    ],
)
def test_what_cannot_be_kept_names_its_field(entry: Flag | Diagnosis | Allergy | Medicine, field: str) -> None:
    with pytest.raises(BadInput) as problem:
        entry.checked(TODAY)
    assert problem.value.field == field


def test_any_code_is_kept_as_typed() -> None:
    assert Diagnosis(" not a code ").checked(TODAY) == Diagnosis("not a code")


@pytest.mark.parametrize(
    ("flag", "words"),
    [
        (FLAG, "Tell prescriber: blood pressure"),
        (replace(FLAG, told_on=TODAY), "Told prescriber: blood pressure"),
        (replace(FLAG, weight=Weight.STOP_AND_ASK), "Stop and ask: blood pressure"),
        (replace(FLAG, weight=Weight.STOP_AND_ASK, told_on=TODAY), "Stop and ask, told: blood pressure"),
        (replace(FLAG, what="MAOI"), "Tell prescriber: MAOI"),
    ],
)
def test_a_flag_in_a_few_words(flag: Flag, words: str) -> None:
    assert flag.chip[0] == words


def test_a_flag_is_open_until_it_is_closed_and_a_note_never_is() -> None:
    assert FLAG.open
    assert FLAG.unanswered
    answered = replace(FLAG, told_on=TODAY, answer="go on", answered_on=TODAY)
    assert answered.open
    assert not answered.unanswered
    assert not replace(FLAG, closed_on=TODAY).open
    assert not replace(FLAG, weight=Weight.NOTE).open


def test_the_offered_flags_are_distinct_and_name_no_limit() -> None:
    assert len(set(OFFERED)) == len(OFFERED) > 25
    assert not any(letter.isdigit() for one in OFFERED if one != "Under 18" for letter in one)
