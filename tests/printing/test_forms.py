"""Papers that are ticked, initialled and signed, read back; in all sizes."""

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from pypdf import PdfReader

from kapdesk import paths
from kapdesk.domain.filled import Filled
from kapdesk.domain.signatures import Role, Signature
from kapdesk.domain.strokes import Point
from kapdesk.errors import BadInput
from kapdesk.printing import fonts, layout, text, words
from tests.hostile import texts
from tests.printing.test_layout import TODAY, placed, read

AT = datetime(2026, 6, 9, 14, 5, tzinfo=timezone(timedelta(hours=-6)))
STROKES = (
    (Point(0.1, 0.2), Point(0.2, 0.05, 20), Point(0.3, 0.22, 40), Point(0.5, 0.1, 60)),
    (Point(0.4, 0.02),),
)
HEAD = """+++
kind = "consent"
title = "A consent"
purpose = "P"
version = 3
fields = [{ name = "who", ask = "x" }]
choices = [{ name = "way", ask = "Which?", options = [{ key = "a", words = "the first" }, { key = "b", words = "the second" }] }]
acknowledged = [{ name = "seen", words = "These words are initialled apart." }]
signatures = ["client", "adult", "therapist"]
initials = true
+++
"""
BODY = "# A consent\n\nFor $who.\n\n1. The first point\n2. The second point\n\n$way\n\n$seen\n\n## Before you sign\n\nThe last words."
WORDING = text.parse(f"{HEAD}{BODY}".encode(), "a-consent", "en")
SIGNED = (
    Signature(Role.REPRESENTATIVE, "Ada Quill", "drawn", AT, "mother, by law", STROKES),
    Signature(Role.ADULT, "Jonah Quill", "typed", AT, "brother"),
    Signature(Role.THERAPIST, "Robin Alder", "drawn", AT, "", STROKES),
)
FILLED = Filled(
    {"who": "Ada"}, {"way": ("b",)}, {"1": "AQ", "2": "A.Q.", "seen": "aq"}, SIGNED, "Robin Alder", date(2027, 6, 9)
)


def made(
    filled: Filled = FILLED, size: str = "", wording: text.Wording = WORDING, page: str = "letter"
) -> layout.Printed:
    """The paper, filled and signed."""
    values = {"who": "", "practice_name": "Juniper", **filled.values}
    return layout.handout(wording, values, page=page, made_on=TODAY, filled=filled, blank=True, size=size)


def contents(pdf: bytes) -> str:
    """What the pages draw."""
    return "\n".join(page.get_contents().get_data().decode("latin-1") for page in PdfReader(io.BytesIO(pdf)).pages)  # type: ignore[union-attr]


def test_a_signed_paper_says_who_signed_how_and_when() -> None:
    _, said = read(made().pdf)
    for expected in (
        "AQ 1. The first point", "Initial here: aq", "Ada Quill", "Representative of the client", "mother, by law",
        "Signed on the screen on June 9, 2026 at 2:05 PM (UTC−6)", "Name typed as signature on June 9, 2026", "brother",
        "Present: Robin Alder", "This holds through June 9, 2027.", f"Wording a-consent, version 3, SHA-256 {WORDING.sha256}.",
    ):  # fmt: skip
        assert expected in said
    assert "Name in print" not in said
    assert "Signature " not in said


def test_a_blank_paper_has_lines_for_who_signs() -> None:
    _, said = read(made(Filled()).pdf)
    assert said.count("Date and time") == said.count("Name in print") == said.count("Signature") == 3
    assert (
        said.count("Relation and authority, if you sign for the client") == said.count("Who you are to the client") == 1
    )
    assert "Initial here:" in said


def test_boxes_crosses_and_signatures_are_lines_and_curves() -> None:
    fonts_of = {str(font) for font in re.findall(r"/F\d+", contents(made().pdf))}
    blank, full = contents(made(Filled()).pdf), contents(made().pdf)
    assert blank.count(" re S") == full.count(" re S") == 2
    assert [len(re.findall(r" c\s", one)) for one in (blank, full)] == [0, 2 * 3]
    ticked = contents(made(replace(FILLED, ticked={"way": ("a", "b")})).pdf)
    assert len(re.findall(r"1\.7 w", ticked)) == 2 > len(re.findall(r"1\.7 w", full)) == 1
    assert len(fonts_of) <= 4


@pytest.mark.parametrize("size", ["", "12", "18"])
@pytest.mark.parametrize("page", ["letter", "a4"])
def test_the_signatures_never_stand_without_words_of_the_text(size: str, page: str) -> None:
    for lines in range(0, 40, 4):
        wording = replace(WORDING, body="# A consent\n\n" + "A line.\n\n" * lines + "The last words.")
        last = PdfReader(io.BytesIO(made(size=size, wording=wording, page=page).pdf)).pages
        for one in last:
            said = one.extract_text()
            if "Client" in said or "Therapist" in said:
                assert "The last words." in said or said.index("A consent") < said.index("Robin Alder")
            assert ("The last words." not in said) or "Representative" in said


@pytest.mark.parametrize(("size", "points"), [("", 10.1), ("12", 12), ("18", 18)])
def test_the_text_is_as_large_as_was_asked_for(size: str, points: float) -> None:
    reader = PdfReader(io.BytesIO(made(size=size).pdf))
    found = {}

    def note(said: str, outer: list[float], inner: list[float], _: object, at: float) -> None:
        found.setdefault(said.strip(), at * outer[0] * inner[0])

    for one in reader.pages:
        one.extract_text(visitor_text=note)
    (large,) = {at for said, at in found.items() if "The last words." in said}
    assert large == pytest.approx(points, abs=0.05)
    heading = reader.outline[-1]
    assert not isinstance(heading, list)
    page = reader.pages[reader.get_destination_page_number(heading) or 0]
    (y,) = [y for _, y, said in placed(page) if said.startswith("Before you")]
    assert heading.top is not None
    assert y < float(heading.top) < y + 45
    assert page.mediabox.width == 612


def test_an_unknown_size_is_said() -> None:
    with pytest.raises(BadInput, match="18 points") as failed:
        made(size="14")
    assert failed.value.field == "size"


def test_the_same_signed_paper_gives_the_same_bytes() -> None:
    assert made(size="18").pdf == made(size="18").pdf


LONG = (
    "<b>&amp;",
    "$who $$ {names}",
    "א" * 900,
    "السلام عليكم",
    "👩\u200d👩 😀",
    "zero\u200b\x00\x1b",
    "\ud800",
    "x" * 3_000,
    "word " * 600,
)


@pytest.mark.parametrize(("value", "size"), [*zip([*LONG, *texts(7)], ["18", ""] * 8, strict=True)])
def test_whatever_is_entered_prints_whole_and_inside_the_page(value: str, size: str) -> None:
    signed = tuple(replace(one, name=f"N {value}", relation=f"R {value}") for one in SIGNED)
    marks = {"1": f"I {value}", "2": "B", "seen": f"S {value}"}
    printed = made(Filled({"who": f"W {value}"}, {"way": ("b",)}, marks, signed, f"P {value}"), size)
    reader, said = read(printed.pdf)
    assert printed.unprintable == tuple(fonts.unprintable(value))
    if (plain := " ".join(value.split())).isascii() and plain.isprintable():
        whole = "".join(
            re.sub(r"Juniper · A consent( ·)? version 3 · printed June 9, 2026 page \d+ of \d+", "", said).split()
        )
        assert whole.count("".join(plain.split())) >= 8
    for page in reader.pages:
        for x, y, _ in placed(page):
            assert 50 < x < 612 - 50
            assert 25 < y < 792 - 25


def test_strokes_that_are_none_are_left_out() -> None:
    broken = ((Point(float("nan"), 0.1), Point(float("inf"), 0.1)), (Point(0.1, 0.1),))
    signed = (replace(SIGNED[0], strokes=broken), replace(SIGNED[2], strokes=()))
    assert not re.search("nan|inf", contents(made(replace(FILLED, signed=signed)).pdf))


def test_a_time_is_written_with_its_zone() -> None:
    assert words.time_of_day(AT, "es") == "2:05\u00a0p. m. (UTC−6)"
    assert words.time_of_day(datetime(2026, 1, 1, 0, 7, tzinfo=UTC), "en") == "12:07\u00a0AM (UTC+0)"
    assert words.time_of_day(AT.replace(tzinfo=timezone(timedelta(hours=5, minutes=45))), "en").endswith("(UTC+5:45)")
    assert words.time_of_day(AT.replace(tzinfo=None), "en") == "2:05\u00a0PM"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_language_has_the_words_of_a_page(language: str) -> None:
    if not (paths.resources() / "papers" / language / "words.toml").exists():
        pytest.skip("no papers in this language")
    ours, theirs = words.words("en"), words.words(language)
    assert set(ours) == set(theirs)
    for key, said in ours.items():
        assert set(re.findall(r"{\w+}", said)) == set(re.findall(r"{\w+}", theirs[key])), key
