"""The shipped papers: plain words, the rules of the field, and nothing that changes unseen."""

import io
import os
import re
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader

from kapdesk.printing import layout, text
from kapdesk.printing.blocks import Block
from tests.printing.test_layout import placed

REFERENCE = Path(__file__).parent.parent / "reference"
PAPERS = text.available()
INTRODUCTION = text.load("kap-introduction")
MEDICINE_DAY = [
    text.load(name) for name in ("preparing-for-your-medicine-day", "your-medicine-day", "after-your-ketamine-session")
]
SAYING_THE_SIGNS = [
    text.load(name)
    for name in (
        "consent-kap", "transport", "touch-agreement", "who-does-what", "crisis-and-emergency",
        "appointment-and-ride-reminder",
    )
]  # fmt: skip
HANDOUTS = [paper for paper in PAPERS if paper.kind == "handout" and paper != INTRODUCTION]
VALUES = {"practice_name": "PRACTICE", "therapist": "THERAPIST", "contact": "CONTACT", "phone": "PHONE"}
EVERY = {field.name: field.name.upper() for paper in PAPERS for field in paper.fields} | VALUES
SIGNED = [paper for paper in PAPERS if paper.kind not in ("handout", "letter")]
PRESCRIBED = (
    "THIS NOTICE DESCRIBES HOW MEDICAL INFORMATION ABOUT YOU MAY BE USED AND DISCLOSED AND HOW YOU CAN GET ACCESS TO THIS "
    "INFORMATION. PLEASE REVIEW IT CAREFULLY."
)
"""The header of 45 CFR 164.520(b)(1)(i), word for word."""


@cache
def printed(paper: text.Wording) -> str:
    """The paper's words as they are printed, a paragraph each; a cell left empty is a line to write on."""
    blocks = text.fill(paper, EVERY)
    return "\n\n".join(f"{block.bullet} {_words(block, paper)}".strip() for block in blocks) + "\n"


def _words(block: Block, paper: text.Wording) -> str:
    if block.kind == "mark":
        return _marked(block.name, paper)
    if block.kind == "row":
        return " ".join("".join(span.words for span in cell) or "____" for cell in block.cells)
    return block.words


def _marked(name: str, paper: text.Wording) -> str:
    """The boxes to tick, or the words to put initials to."""
    for choice in paper.choices:
        if choice.name == name:
            return "\n\n".join([choice.ask, *(f"☐ {option.words}" for option in choice.options)])
    (said,) = [one.words for one in paper.acknowledged if one.name == name]
    return f"____ {said}"


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
        r"\bRDTs?\b|\blozenges?\b|\bboosters?\b|\b(one|two|three|half an?|\d+)( of the)? (tablets?|pills?)\b",
        r"esketamine|spravato|ketalar|troche|midazolam|ondansetron|lorazepam|alprazolam|clonazepam|diazepam|zolpidem",
        r"benzodiazepine|stimulant|opioid|maoi|ssri|snri|antacid|cannabis|marijuana|psilocybin|\blsd\b|mdma|\bcbd\b|\bthc\b",
        r"lamotrigine|propranolol|clonidine|naltrexone|lithium|bupropion|adderall|ibuprofen|aspirin|acetaminophen|tylenol",
        r"\b(life-changing|transform\w*|heal|heals|healed|healing|rewire\w*|reset|always works|will help you)\b",
        r"\b(cure|cures|cured|guarantee|guarantees|breakthrough|miracle|safe and effective treatment|proven)\b",
        r"\b(patient|patients)\b",
    ],
)  # fmt: skip
def test_a_paper_holds_no_doses_hours_drug_names_or_promises(paper: text.Wording, forbidden: str) -> None:
    assert re.findall(forbidden, plain(paper), re.IGNORECASE) == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_paper_says_no_time_for_food_drink_or_medicines_of_its_own(paper: text.Wording) -> None:
    for sentence in re.split(r"[.!?]\s|\n\n", plain(paper)):
        if re.search(
            r"\b(eat|eating|food|meals?|snack|drinks?|drinking|liquids?|clear fluids?|fast|alcohol)\b", sentence
        ):
            timed = re.search(r"\d|\b(two|four|six|eight|twelve|midnight|hours? before)\b", sentence)
            assert not timed, sentence


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_paper_that_speaks_of_sessions_has_both_emergency_numbers(paper: text.Wording) -> None:
    if "ketamine session" in plain(paper):
        assert re.search(r"[Cc]all 911", plain(paper))
        assert re.search(r"call or text 988", plain(paper), re.IGNORECASE)


@pytest.mark.parametrize("paper", [INTRODUCTION, *MEDICINE_DAY, *SAYING_THE_SIGNS], ids=lambda paper: paper.name)
@pytest.mark.parametrize(
    "sign",
    [
        "chest pain", "trouble breathing", "sudden severe headache", r"changes? in sight", "a seizure",
        r"weakness (or numbness )?on one side", r"faint(s|ing)", "hard to wake", r"911", r"[Cc]all or text 988",
        "ending your life or harming yourself",
    ],
)  # fmt: skip
def test_a_medicine_day_paper_has_each_emergency_sign_in_a_box(paper: text.Wording, sign: str) -> None:
    boxes: dict[int, str] = {}
    for block in text.fill(paper, EVERY):
        if block.inset:
            boxes[block.inset] = f"{boxes.get(block.inset, '')} {block.words}"
    emergency = " ".join(box for box in boxes.values() if re.search("911|988", box))
    assert re.search(sign, emergency)


@pytest.mark.parametrize("paper", MEDICINE_DAY, ids=lambda paper: paper.name)
def test_what_the_prescriber_decides_is_left_to_write_in(paper: text.Wording) -> None:
    _, _, after_head = printed(paper).partition("As your prescriber told you:\n\n")
    asked = [line.removesuffix(" ____") for line in after_head.split("\n\n") if line.endswith(" ____")]
    for what in ("food|eating", "drink", "medicine"):
        assert re.search(what, " ".join(asked).lower()), asked


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("preparing-for-your-medicine-day", (
            "take them there yourself", "Never stop or change a prescribed medicine on your own", "I do not give medical advice",
            "cannot drive until you have slept through the night", "Who takes me home", "locked away",
            "pregnant", "you can always change your mind", "One to three days after", "a date that has not passed",
            "used alcohol or other substances", "How many tablets", "Blood pressure or other readings",
        )),
        ("your-medicine-day", (
            "three hours", "two to two and a half", "you take the tablets yourself", "the medicine stays in your hands",
            "for several minutes and spit out what is left", "as your prescriber told you", "45 to 60 minutes", "eye mask",
            "music without words", "with you the whole time", "water and a light snack", "walk steadily", "not by the clock",
            "thoughts of death or self-harm", "can become less on the day, never more", "stay yours", "your tablets",
            "the adult who takes you home", "do not drive, use machines, or make binding decisions", "label of your tablets",
        )),
        ("after-your-ketamine-session", (
            "Do not drive", "use machines", "decide anything binding", "slept through the night", "say that ketamine was taken",
            "Do not take tablets that are left over", "No alcohol or other substances", "not an emergency service",
            "Your prescriber ____", "THERAPIST PHONE", "low mood can come in the days after", "one to three days from now",
            "Tomorrow we have a short call", "If they do not, call 911",
        )),
        ("integration-at-home", (
            "making sense of it", "The larger part happens in your own days", "big decisions wait", "begin this week",
            "some good feelings do not last", "may be true, partly true", "worse from day to day", "____ ____ ____", "CONTACT",
        )),
        ("setting-an-intention", (
            "a few plain words", "It is a direction, not a demand", "Ketamine does not take orders", "some never do",
            "change your intention at any time", "In my own words, for now ____ ____", "CONTACT",
        )),
        ("music-and-eye-mask", (
            "Both are offers", "headphones", "no words in a language that you know", "or silence", "whenever you want",
            "contact lenses", "hearing aids", "Music that is good for me", "CONTACT",
        )),
        ("who-does-what", (
            "decide whether ketamine is suitable for you", "do not prescribe, distribute, store, or administer",
            "do not give medical advice", "stay with you through the whole session", "The tablets are yours",
            "With your written permission", "call the pharmacy or your prescriber", "CONTACT",
        )),
        ("crisis-and-emergency", (
            "PRESCRIBER_NAME", "PRESCRIBER_PHONE", "THERAPIST", "PHONE", "Someone you trust", "not an emergency service",
            "Do not drive to the hospital yourself", "safety plan",
        )),
        ("closing-letter", (
            "LETTER_WORDS", "ask for a copy at any time", "no longer your therapist", "If you want to come back",
            "Call or text 988", "Call 911",
        )),
        ("appointment-and-ride-reminder", (
            "SESSION_DAY SESSION_TIME ADDRESS", "ADULT_NAME ADULT_PHONE",
            "As your prescriber told you: PRESCRIBER_INSTRUCTIONS", "Never stop a prescribed medicine on your own",
        )),
        ("record-copy-cover", (
            "ENCLOSED", "PERIOD", "RECIPIENT RECIPIENT_ADDRESS", "Psychotherapy notes are not part of this copy",
            "ask me to amend it", "42 CFR part 2 prohibits unauthorized use or disclosure of these records",
        )),
        ("privacy-notice", (
            "This notice holds from: EFFECTIVE_DATE", "I tell your prescriber that your blood pressure was high",
            "I send a bill", "my accountant", "most uses and sharing of psychotherapy notes", "sale of health information",
            "If you paid for a service in full yourself", "within 30 days", "within 60 days", "six years before",
            "paper copy of this notice", "tell you if there was a breach", "42 CFR Part 2", "a clear chance to say no",
            "Secretary of the U.S. Department of Health and Human Services", "I will not hold it against you",
            "must follow the notice that is in force", "I may change this notice", "You do not have to sign",
        )),
        ("release", (
            "RECIPIENT", "RECIPIENT_ADDRESS", "RELEASE_WHAT", "RELEASE_PURPOSE", "EXPIRES", "Both ways", "One way",
            "do not depend on it", "What was shared before that", "could share it again", "acts for the client",
            "copy of this paper", "42 CFR Part 2", "Psychotherapy notes",
        )),
        ("recording", ("nothing is recorded", "☐ No recording. ☐ Sound only.", "also under the medicine", "I delete it")),
        ("electronic-signing", ("on paper instead", "costs you nothing", "no cost", "stays valid", "opens PDF files")),
        ("state-notice", ("STATE_NOTICE", "says only that you received this notice")),
    ],
)  # fmt: skip
def test_a_handout_holds_what_it_is_for(name: str, said: tuple[str, ...]) -> None:
    words = " ".join(printed(text.load(name)).split())
    assert [one for one in said if one not in words] == []


@pytest.mark.parametrize("paper", HANDOUTS, ids=lambda paper: paper.name)
def test_a_handout_is_the_clients_own_and_from_one_person(paper: text.Wording) -> None:
    words = printed(paper)
    assert words.startswith(f"{paper.title}\n")
    assert "PRACTICE\nTHERAPIST\n" in words
    assert not re.search(r"\b(our practice|our team|our staff|our therapists?|my team|my staff|the client)\b", words)
    assert {field.name for field in paper.fields} <= {*VALUES, "prescriber_name", "prescriber_phone"}


LONG = EVERY | {
    "practice_name": "The Juniper and Cottonwood Center for Contemplative Psychotherapy, Trauma Recovery, and Integrative "
    "Counseling of Northern New Mexico, PLLC",
    "therapist": "Maximiliana Oyelaran-Featherstonehaugh, PhD, LPCC-S, LMFT, CADC, SEP",
    "contact": "505-555-0199, extension 20 · maximiliana.oyelaran-featherstonehaugh@juniper-and-cottonwood.example",
    "phone": "505-555-0199, extension 20",
}


@pytest.mark.parametrize("paper", HANDOUTS, ids=lambda paper: paper.name)
@pytest.mark.parametrize("page", ["letter", "a4"])
@pytest.mark.parametrize("values", [EVERY, LONG], ids=["short", "long"])
def test_a_handout_is_one_or_two_full_pages(paper: text.Wording, page: str, values: dict[str, str]) -> None:
    made = layout.handout(paper, values, page=page, made_on=date(2026, 6, 9))
    pages = PdfReader(io.BytesIO(made.pdf)).pages
    assert made.pages == len(pages) <= 2
    words = "".join("".join(one.extract_text() for one in pages).split())
    assert all("".join(values[field.name].split()) in words for field in paper.fields)
    assert "$" not in words
    for number, one in enumerate(pages, 1):
        height = float(one.mediabox.height)
        lowest = min(y for _, y, _ in placed(one) if y > 62)  # above the foot; lines to write on may follow below
        full = 1 - lowest / height
        assert full > (0.7 if number < made.pages else 0.4) or paper.name == "crisis-and-emergency", number


@pytest.mark.parametrize("page", ["letter", "a4"])
def test_the_card_for_a_crisis_is_one_page(page: str) -> None:
    made = layout.handout(text.load("crisis-and-emergency"), EVERY, page=page, made_on=date(2026, 6, 9))
    assert made.pages == 1


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_no_section_begins_with_a_box(paper: text.Wording) -> None:
    """The box is over both columns, where the section's heading stands."""
    for before, block in pairwise(text.fill(paper, EVERY)):
        assert not (before.kind == "heading" and before.level == 2 and block.inset > before.inset)


@pytest.mark.parametrize("paper", HANDOUTS, ids=lambda paper: paper.name)
def test_no_handout_ends_with_a_table_and_no_two_tables_touch(paper: text.Wording) -> None:
    """Each table is led to by words, so that one knows what to write there."""
    blocks = text.fill(paper, EVERY)
    assert blocks[-1].kind != "row"
    for before, block in pairwise(blocks):
        assert not (block.kind == "row" and block.level and before.kind == "row")


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


@pytest.mark.parametrize("paper", SIGNED, ids=lambda paper: paper.name)
def test_a_paper_to_sign_names_its_required_parts_and_has_them_all(paper: text.Wording) -> None:
    assert paper.parts
    assert text.parts_left_out(paper) == ()
    assert paper.signatures[0] == "client"
    assert text.check_body(paper, 1, "line") >= {field.name for field in paper.fields} | text.marks_of(paper)


def test_no_point_of_the_consent_for_this_therapy_can_be_taken_out_unnoticed() -> None:
    consent = text.load("consent-kap")
    points = re.findall(r"^\d+\. .+\n", consent.body, re.MULTILINE)
    kept = [one for one in points if not text.parts_left_out(replace(consent, body=consent.body.replace(one, "")))]
    assert len(points) == 30
    assert kept == []
    assert text.parts_left_out(replace(consent, body="", title="", acknowledged=())) == consent.parts


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_paper_never_says_what_only_the_program_may_say_or_nobody(paper: text.Wording) -> None:
    forbidden = r"HIPAA[- ]complian\w+|\badministered\b|starting text|\battorney\b|\bAI\b|\bkapdesk\b"
    assert re.findall(forbidden, printed(paper), re.IGNORECASE) == []


def test_each_point_of_the_consent_for_this_therapy_is_initialled_in_order() -> None:
    consent = text.load("consent-kap")
    points = [block for block in text.fill(consent, EVERY) if block.kind == "item" and block.bullet != "•"]
    assert [point.bullet for point in points] == [f"{number}." for number in range(1, len(points) + 1)]
    assert all(point.spans[0].bold for point in points)
    assert consent.initials
    assert consent.signatures == ("client", "therapist")
    assert [one.name for one in consent.acknowledged] == ["fda", "emergency"]


@pytest.mark.parametrize(
    "said",
    [
        "October 2023", "not approved for any psychiatric disorder", "sedation", "dissociation", "raised blood pressure",
        "slowed breathing", "urinary", "misuse", "compounded", "not medical monitoring",
    ],
)  # fmt: skip
def test_the_warning_is_acknowledged_apart_with_all_that_it_names(said: str) -> None:
    (fda,) = [one.words for one in text.load("consent-kap").acknowledged if one.name == "fda"]
    assert said in fda


def test_the_privacy_notice_begins_with_the_prescribed_header_in_a_box_of_its_own() -> None:
    title, header, *_ = text.fill(text.load("privacy-notice"), EVERY)
    assert title.kind == "heading"
    assert (header.words, header.inset) == (PRESCRIBED, 1)
    assert all(span.bold for span in header.spans)
