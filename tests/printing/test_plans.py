"""Plans on paper, read back from the PDF: one page, no words as markup, help at the top, signatures at the end."""

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from kapdesk.domain.plans import EMERGENCY, Goal, Person, Plan, SafetyPlan, TreatmentPlan
from kapdesk.printing.layout import Printed
from kapdesk.printing.plans import Facts, plan_page, wording
from tests.domain.test_plans import FRIENDS, SAFETY, SLEEP, TREATMENT

FACTS = Facts(
    version=2,
    saved_on=date(2026, 6, 9),
    client="Ada Quill",
    called="Addie",
    born=date(1985, 2, 17),
    practice="Juniper Street Psychotherapy",
    therapist="Robin Alder, PhD, LPCC",
    phone="505-555-0199",
)
PRINTED_ON = date(2026, 6, 10)
HOSTILE = (
    "<b>bold</b> & <font size=90>big</font> </para>",
    "{called} {client} %s $phone ${x}",
    "&#65; &nbsp; <!-- gone --> ]]>",
    "\x1b]0;title \x00\x07 \u202eright to left\u202c \ud83d",
    "שלום مرحبا Ωμέγα 漢字 🌿",
    "w" * 900,
    "ends with a colon:",
    "'; DROP TABLE care_plan; --",
    "=cmd|' /C calc'!A0",
)


def page(plan: Plan, facts: Facts = FACTS, size: str = "letter") -> Printed:
    return plan_page(plan, facts, size, PRINTED_ON)


def words_of(printed: Printed) -> list[str]:
    """The words of each page."""
    return [one.extract_text() for one in PdfReader(io.BytesIO(printed.pdf)).pages]


@pytest.mark.parametrize("size", ["letter", "a4"])
def test_a_usual_safety_plan_is_one_page(size: str) -> None:
    usual = replace(
        SAFETY,
        warning_signs="\n".join(f"sign number {number} that it is getting hard again" for number in range(5)),
        what_helps="\n".join(f"thing number {number} that helps without anybody" for number in range(6)),
        people=tuple(Person(f"Friend {number}", f"505-555-010{number}") for number in range(4)),
        professionals=tuple(Person(f"Dr. {name}", "505-555-0150", "Mon–Thu, 9 to 4") for name in ("Amari", "Osei")),
        safe_place="medicines for one week only\nthe key with Luis\nno alcohol at home",
        reasons="Mateo\nLucía\nthe garden",
    )
    printed = page(usual, size=size)
    assert printed.pages == 1
    (words,) = words_of(printed)
    for expected in ("Safety plan", "Addie’s plan", "sign number 4", "Friend 3", "Dr. Osei", "the garden"):
        assert expected in words
    assert "Robin Alder, PhD, LPCC · 505-555-0199 · my therapist" in words


def test_a_usual_treatment_plan_is_one_page_with_signature_lines() -> None:
    printed = page(TREATMENT)
    assert printed.pages == 1
    (words,) = words_of(printed)
    for expected in (
        "For Ada Quill, born February 17, 1985",
        "Goal 1",
        "no screen after nine",
        "five nights of seven",
        "Goal 2, reached",
        "September 1, 2026",
        "Ada Quill (client)",
        "Robin Alder, PhD, LPCC (therapist)",
        "Date",
    ):
        assert expected in " ".join(words.split())


def test_goals_stand_in_their_order_with_their_numbers() -> None:
    words = words_of(page(replace(TREATMENT, goals=(FRIENDS, SLEEP))))[0]
    assert words.index("See friends again") < words.index("Sleep through most nights")
    assert words.index("Goal 2") < words.index("Goal 1")


@pytest.mark.parametrize("plan", [TREATMENT, SAFETY])
def test_the_foot_says_which_version_and_of_when(plan: Plan) -> None:
    words = words_of(page(plan))[0]
    assert "version 2 of June 9, 2026 · printed June 10, 2026" in words
    assert "page 1 of 1" in words


@pytest.mark.parametrize("size", ["letter", "a4"])
def test_a_plan_is_spanish_around_what_was_written(size: str) -> None:
    treatment = plan_page(TREATMENT, FACTS, size, PRINTED_ON, "es")
    safety = plan_page(SAFETY, FACTS, size, PRINTED_ON, "es")
    assert (treatment.pages, safety.pages) == (1, 1)
    words = " ".join(" ".join(words_of(treatment) + words_of(safety)).split())
    for expected in (
        "Para Ada Quill, fecha de nacimiento: 17 de febrero de 1985",
        "Meta 2, lograda",
        "El 1 de septiembre de 2026 usted y yo repasamos este plan",
        "Ada Quill (cliente)",
        "Robin Alder, PhD, LPCC (terapeuta)",
        "El plan de Addie para las horas difíciles",
        "988 Línea de Prevención del Suicidio y Crisis",
        "911 cuando hay peligro",
        "Robin Alder, PhD, LPCC · 505-555-0199 · mi terapeuta",
        "versión 2 del 9 de junio de 2026 · impreso el 10 de junio de 2026",
        "página 1 de 1",
        "Fecha",
    ):
        assert expected in words
    assert "Date" not in words
    lacking = plan_page(SafetyPlan("漢"), FACTS, size, PRINTED_ON, "es")
    assert "En esta página no se pudo imprimir" in words_of(lacking)[0]
    unnamed = plan_page(TREATMENT, replace(FACTS, therapist=""), size, PRINTED_ON, "es")
    assert "Terapeuta" in words_of(unnamed)[0]


@pytest.mark.parametrize("plan", [TREATMENT, SAFETY])
def test_every_font_is_embedded(plan: Plan) -> None:
    for one in PdfReader(io.BytesIO(page(plan).pdf)).pages:
        for font in one["/Resources"]["/Font"].values():  # type: ignore[index]
            described = font.get_object()
            inner = described["/DescendantFonts"][0].get_object() if "/DescendantFonts" in described else described
            assert "/FontFile2" in inner["/FontDescriptor"], described["/BaseFont"]


def test_help_stands_on_the_first_page_however_long_the_plan_is() -> None:
    long = replace(SAFETY, warning_signs="\n".join(f"sign {number}" for number in range(300)))
    printed = page(long)
    first, *more = words_of(printed)
    assert printed.pages == len(more) + 1 > 3
    assert "988" in first
    assert "911" in first
    assert "sign 299" in "".join(more)
    for size in ("letter", "a4"):
        (words,) = words_of(page(SafetyPlan("one sign"), size=size))
        assert "988" in words
        assert "911" in words


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_is_typed_becomes_markup(hostile: str) -> None:
    facts = replace(FACTS, client=hostile, called=hostile, phone=hostile, therapist=hostile, practice="P")
    person = Person(hostile, hostile, hostile)
    safety = SafetyPlan(*[f"{hostile}\n{hostile}"] * 3, (person,), (person,), hostile, hostile)
    treatment = TreatmentPlan(hostile, (Goal(1, hostile, (hostile, hostile), hostile),), f"{hostile}\n{hostile}")
    for plan in (safety, treatment):
        words = "".join("".join(words_of(page(plan, facts))).split())
        if hostile.isascii() and hostile.isprintable():
            assert words.count("".join(hostile.split())) >= 6


@pytest.mark.parametrize("end", ["", ":"])
def test_a_text_of_many_pages_is_printed_to_its_end(end: str) -> None:
    endless = "word " * 3_500 + "last" + end
    for plan in (
        SafetyPlan(endless),
        SafetyPlan(people=(Person(endless, "1"),)),
        TreatmentPlan(goals=(Goal(1, endless),)),
    ):
        words = words_of(page(plan))
        assert len(words) > 3
        assert "last" in "".join(words)


def test_characters_that_no_font_has_are_named() -> None:
    printed = page(SafetyPlan("漢"))
    assert printed.unprintable == ("漢",)
    assert "U+6F22" in words_of(printed)[0]


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert page(SAFETY).pdf == page(SAFETY).pdf


def test_the_papers_words_are_complete_and_name_the_emergency_numbers() -> None:
    words = wording("en")
    assert set(words) == {"treatment", "safety"}
    for number, _ in EMERGENCY:
        assert words["safety"][number].startswith(f"{number}|")
