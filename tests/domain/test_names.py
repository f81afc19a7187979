"""Who may be the same person: folded, swapped, mistyped; and who may not."""

from datetime import date

import pytest

from kapdesk.domain.names import Known, Register, digits, fold

ROSA = Known(7, "Rosa Delgado", "Rosa Elena Delgado", date(1985, 2, 17), ("505-555-0141",), ("rosa@example.org",))
JOSE = Known(8, "José Núñez", "José Núñez", None, (), ())
BOOK = Register([ROSA, JOSE, Known(9, "Al Ng", "Al Ng", date(1990, 1, 1), ("555-0100",), ())])


def reasons(**entered: object) -> list[tuple[str, tuple[str, ...]]]:
    """Who is pointed out, and why."""
    return [(one.name, one.reasons) for one in BOOK.alike(Known(**entered))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "typed",
    ["rosa delgado", "Delgado, Rosa", "DELGADO  ROSA", "Rosa Elena Delgado", "Rósa Delgado", "Rosa M. Delgado"],
)
def test_the_same_name_is_known_again(typed: str) -> None:
    assert reasons(legal_name=typed) == [("Rosa Delgado", ("the same name",))]


@pytest.mark.parametrize(
    "typed", ["Rosa Delgdo", "Rosaa Delgado", "Roza Delgado", "Rosa Delagdo", "Delgado Rsoa", "Rosa Zelgado"]
)
def test_one_wrong_letter_is_nearly_the_same_name(typed: str) -> None:
    assert reasons(legal_name=typed) == [("Rosa Delgado", ("nearly the same name",))]


@pytest.mark.parametrize("typed", ["Rosa", "Rosa Delgada Vega", "Rita Delgado", "Ed Ng", ""])
def test_another_name_is_another_person(typed: str) -> None:
    assert reasons(legal_name=typed) == []


def test_accents_do_not_hide_anybody() -> None:
    assert reasons(legal_name="Nunez Jose") == [("José Núñez", ("the same name",))]


@pytest.mark.parametrize("typed", ["(505) 555 0141", "+1 505.555.0141", "15055550141"])
def test_a_telephone_is_compared_by_its_digits(typed: str) -> None:
    assert reasons(legal_name="Somebody Else", phones=(typed,)) == [("Rosa Delgado", ("the same telephone",))]


def test_birth_date_and_email_are_reasons_and_the_most_reasons_come_first() -> None:
    found = reasons(legal_name="Nunez Jose", birth_date=date(1985, 2, 17), emails=(" ROSA@example.org ",))
    assert found == [
        ("Rosa Delgado", ("the same birth date", "the same email")),
        ("José Núñez", ("the same name",)),
    ]


def test_a_few_digits_are_no_telephone() -> None:
    assert digits("911") == ""
    assert digits("555-0100") == "5550100"
    assert reasons(legal_name="X Y", phones=("911",)) == []


def test_letters_without_a_plain_form_are_folded_too() -> None:
    assert fold("Łukasz Bjørn") == "lukasz bjorn"
