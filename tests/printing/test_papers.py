"""The shipped papers: plain words, the rules of the field, and nothing that changes unseen."""

import os
import re
from pathlib import Path

import pytest

from kapdesk.printing import text

REFERENCE = Path(__file__).parent.parent / "reference"
PAPERS = text.available()
INTRODUCTION = text.load("kap-introduction")
VALUES = {"practice_name": "PRACTICE", "therapist": "THERAPIST", "contact": "CONTACT"}


def printed(paper: text.Wording) -> str:
    """The paper's words as they are printed, a paragraph each."""
    blocks = text.fill(paper, {field.name: VALUES.get(field.name, field.name.upper()) for field in paper.fields})
    return "\n\n".join(f"{block.bullet} {block.words}".strip() for block in blocks) + "\n"


def plain(paper: text.Wording) -> str:
    """The paper's words without its references."""
    return printed(paper).split("\n\nReferences\n")[0]


def syllables(word: str) -> int:
    """The syllables of an English word, counted by its vowels."""
    word = re.sub(r"[^a-z]", "", word)
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee"))
    silent = silent or (word.endswith("ed") and not word.endswith(("ted", "ded", "eed")))
    return max(1, groups - (silent and groups > 1))


def grade(words: str) -> float:
    """The Flesch-Kincaid grade of a text: years of school that it asks of its reader."""
    sentences = [one for one in re.split(r"[.!?:]\s|\n\n|[.!?]”", words) if re.search(r"[A-Za-z]", one)]
    found = re.findall(r"[a-z][a-z’'-]*", words.lower())
    return 0.39 * len(found) / len(sentences) + 11.8 * sum(map(syllables, found)) / len(found) - 15.59


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1),
        ("table", 2),
        ("take", 1),
        ("medicine", 3),
        ("walked", 1),
        ("needed", 2),
        ("psychotherapy", 5),
        ("the", 1),
    ],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_tells_easy_from_hard() -> None:
    assert grade("The cat sat. The dog ran. We go home.\n") < 2
    assert (
        grade(
            "Notwithstanding considerable methodological heterogeneity, preliminary investigations suggest efficacy.\n"
        )
        > 14
    )


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_paper_is_plain_to_read(paper: text.Wording) -> None:
    assert grade(plain(paper)) <= 9.0
    sentences = re.split(r"(?<=[.!?])\s+", plain(paper).replace("\n\n", ". "))
    assert max(len(one.split()) for one in sentences) <= 40


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
@pytest.mark.parametrize(
    "forbidden",
    [
        r"\d\s*mg\b|milligram|microgram|\bdos(e|es|age|ing)\b",
        r"hours?\s+(before|without|of fasting)|\bfast(s|ing)?\b (for|from)|empty stomach",
        r"\b(we|I|will|therapist) (will |can )?(administer|give you (the |your )?(ketamine|medicine)|dispense|prescribe)",
        r"esketamine|spravato|troche|midazolam|ondansetron|lorazepam|lamotrigine|propranolol|clonidine|ssri|naltrexone",
        r"\b(cure|cures|cured|guarantee|guarantees|breakthrough|miracle|safe and effective treatment|proven)\b",
        r"\b(patient|patients)\b",
    ],
)  # fmt: skip
def test_a_paper_holds_no_doses_hours_drug_names_or_promises(paper: text.Wording, forbidden: str) -> None:
    assert re.findall(forbidden, plain(paper), re.IGNORECASE) == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_medicine_day_paper_has_both_emergency_numbers(paper: text.Wording) -> None:
    if "ketamine session" in plain(paper):
        assert re.search(r"[Cc]all 911", plain(paper))
        assert re.search(r"call or text 988", plain(paper), re.IGNORECASE)


@pytest.mark.parametrize(
    "said",
    [
        "1962", "1970", "anesthetic", "glutamate", "dissociative", "pain", "PTSD", "within hours", "weeks or months",
        "fast relief may not last", "off-label", "October 2023", "compounded", "not approved for any psychiatric disorder",
        "sedation", "dissociation", "raised blood pressure", "slowed breathing", "urinary problems", "misuse", "Schedule III",
        "do not prescribe, distribute, store, or administer", "at least three times", "four times or more", "intention",
        "three hours", "two to two and a half", "45 to 60 minutes", "eye mask", "headphones", "water and a light snack",
        "one every 14 days", "at least once after each ketamine session", "one to three days", "8 to 10 ketamine sessions",
        "natural stopping point", "stop at any time", "bladder", "addiction", "pregnant", "breastfeeding", "under 18",
        "psychosis or mania", "Do not drive", "binding decisions", "slept through the night", "not medical monitoring",
        "free phone call of 20 minutes", "waiting list", "Never stop a prescribed medicine", "cannot promise you a result",
        "30917760", "37128856", "235 people", "no comparison group", "PRACTICE", "THERAPIST", "CONTACT",
    ],
)  # fmt: skip
def test_the_introduction_holds_what_an_honest_one_needs(said: str) -> None:
    assert said in " ".join(printed(INTRODUCTION).split())


def test_the_warning_stands_in_a_box_of_its_own() -> None:
    boxes = [block.words for block in text.fill(INTRODUCTION, VALUES) if block.inset]
    assert boxes[0] == "Off-label use and the FDA’s warning"
    assert "In October 2023 the FDA warned about compounded ketamine." in " ".join(boxes)


def test_the_introduction_speaks_as_one_person() -> None:
    assert not re.search(r"\b(our practice|our team|our staff|our therapists?|my team|my staff)\b", plain(INTRODUCTION))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_paper_is_word_for_word_the_one_on_record(paper: text.Wording) -> None:
    """A changed text is a new version; KAPDESK_NEW_REFERENCE=1 writes the words anew."""
    record = REFERENCE / f"{paper.name}.txt"
    words = f"{paper.title}, version {paper.version}\n\n{printed(paper)}"
    if os.environ.get("KAPDESK_NEW_REFERENCE"):
        record.write_text(words, "utf-8")
    assert words == record.read_text("utf-8")
