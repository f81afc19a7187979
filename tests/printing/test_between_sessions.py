"""The page between sessions: one page, the client's own words as words, plain to read, help at its foot."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from kapdesk.printing.between_sessions import Around, Words, between_page, blocks_of, wording
from kapdesk.printing.layout import Printed
from tests.printing.test_papers import REFERENCE, grade
from tests.printing.test_plans import HOSTILE

AROUND = Around("Addie", date(2026, 6, 9), "PRACTICE", "THERAPIST", "PHONE")
WORDS = Words(
    "Let the grief have its own room.",
    "A wide sea, and my brother at the shore.\nHe waved.",
    (("Sit on the porch before work", date(2026, 6, 20)), ("Call my sister", date(2026, 6, 14))),
)
PRINTED_ON = date(2026, 6, 11)


def page(words: Words, around: Around = AROUND, size: str = "letter") -> Printed:
    return between_page(words, around, size, PRINTED_ON)


def read(printed: Printed) -> str:
    return " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(printed.pdf)).pages).split())


@pytest.mark.parametrize("size", ["letter", "a4"])
@pytest.mark.parametrize("words", [WORDS, Words()])
def test_it_is_one_page(words: Words, size: str) -> None:
    printed = page(words, size=size)
    assert printed.pages == 1
    said = read(printed)
    for expected in ("Between sessions", "Room to write or draw", "988", "911", "THERAPIST · PHONE"):
        assert expected in said


def test_it_is_spanish_around_the_clients_words() -> None:
    printed = between_page(WORDS, AROUND, "letter", PRINTED_ON, "es")
    assert printed.pages == 1
    said = read(printed)
    for expected in (
        "Entre sesiones",
        "Para Addie, después de la sesión del 9 de junio de 2026",
        "Let the grief have its own room.",
        "Sit on the porch before work 20 de junio de 2026",
        "988 Llame (oprima el 2 para español)",
        "impreso el 11 de junio de 2026",
    ):
        assert expected in said


def test_its_words_are_the_golden_ones() -> None:
    own = wording("en")
    lines = []
    for block in blocks_of(WORDS, AROUND, own):
        cells = ["".join(span.words for span in cell) or "____" for cell in block.cells]
        lines.append(f"{block.bullet} {' '.join(cells) or block.words}".strip())
    lines += [own["room"], own["help"], *(f"{number}  {own[number]}" for number in ("988", "911")), own["me"]]
    assert "\n\n".join(lines) + "\n" == (REFERENCE / "between-sessions.txt").read_text("utf-8")


def test_it_is_plain_to_read_and_names_no_medicine() -> None:
    own = "\n\n".join(wording("en").values())
    assert grade(own + "\n") <= 9.0
    for word in ("ketamine", "dose", " mg", "tablet", "fasting"):
        assert word not in own.lower()


def test_long_words_of_the_client_are_never_cut() -> None:
    long = "\n".join(f"line {number} of what came" for number in range(90))
    printed = page(Words("", long))
    assert printed.pages > 1
    said = read(printed)
    assert all(f"line {number} of" in said for number in range(90))


def test_nothing_typed_becomes_markup() -> None:
    printed = page(Words(HOSTILE[0], "\n".join(HOSTILE), ((HOSTILE[1], None),)))
    said = read(printed)
    assert "<b>bold</b> & <font size=90>big</font>" in said
    assert "{called} {client} %s $phone ${x}" in said
