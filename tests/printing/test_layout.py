"""The printed page, read back."""

import io
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from kapdesk.errors import BadInput
from kapdesk.printing import fonts, layout, text
from kapdesk.printing.recovery_sheet import recovery_sheet
from kapdesk.usecases.secrets import propose_recovery_key
from tests.conftest import TODAY

VALUES = {
    "practice_name": "Juniper Street Psychotherapy",
    "therapist": "Robin Alder, PhD, LPCC",
    "contact": "505-555-0199 · robin@example.org",
}
GOLDEN = Path(__file__).parent.parent / "reference" / "kap-introduction.txt"


def introduction(page: str = "letter", fictional: bool = False, **values: str) -> layout.Printed:
    """The KAP introduction."""
    return layout.handout(
        text.load("kap-introduction"), {**VALUES, **values}, page=page, made_on=TODAY, fictional=fictional
    )


def read(pdf: bytes) -> tuple[PdfReader, str]:
    """The PDF and its words on one line."""
    reader = PdfReader(io.BytesIO(pdf))
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize(("page", "width"), [("letter", 612), ("a4", 595)])
def test_the_introduction_as_it_is_printed(page: str, width: int) -> None:
    printed = introduction(page)
    reader, words = read(printed.pdf)
    assert printed.pages == len(reader.pages) == 4
    assert round(float(reader.pages[0].mediabox.width)) == width
    assert reader.metadata is not None
    assert reader.metadata.title == "An introduction to ketamine-assisted psychotherapy"
    assert reader.trailer["/Root"]["/Lang"] == "en-US"
    assert "Phase two: ketamine sessions" in [one.title for one in reader.outline if not isinstance(one, list)] + [
        inner.title for one in reader.outline if isinstance(one, list) for inner in one
    ]
    for said in (
        *VALUES.values(),
        "page 4 of 4",
        "version 1",
        "June 9, 2026",
        "October 2023",
        "off-label",
        "1962",
        "30917760",
    ):
        assert said in words
    assert "Fictional" not in words


def test_every_font_is_embedded_and_none_is_helvetica() -> None:
    reader, _ = read(introduction(practice_name="Łódź ≥ Praxis").pdf)
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            found = font.get_object()
            assert "Helvetica" not in found["/BaseFont"]
            assert "/FontFile2" in found["/FontDescriptor"]


def test_the_same_input_gives_the_same_bytes() -> None:
    assert introduction().pdf == introduction().pdf


def test_a_fictional_practice_says_so_on_every_page() -> None:
    reader, _ = read(introduction(fictional=True).pdf)
    assert all("Fictional sample" in page.extract_text() for page in reader.pages)


def test_the_golden_text() -> None:
    reader, _ = read(introduction().pdf)
    words = "\n\n".join(page.extract_text() for page in reader.pages) + "\n"
    if not GOLDEN.exists():
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(words, "utf-8")
    assert words == GOLDEN.read_text("utf-8")


HOSTILE = (
    "<b>bold", "</para>", "&amp; &lt; &", "]]>", "<img src='file:///etc/passwd'/>", "$title", "a\x00b\x1bc", "\ud800", "x" * 10_000,
    "שלום עולם", "السلام عليكم", "👩‍👩‍👧", "zero\u200bwidth", "日本", "a\r\nb\rc", "\u202e", "-" * 500, "{{7*7}}", "%s%n",
)  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_words_are_printed_or_named(value: str) -> None:
    printed = introduction(practice_name=f"A {value} B")
    _, words = read(printed.pdf)
    assert printed.unprintable == tuple(fonts.unprintable(value))
    for letter in printed.unprintable:
        assert f"U+{ord(letter):04X}" in words
    if value.isascii() and value.isprintable() and len(value) < 60:
        assert value in words


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_words_become_sound_markup(value: str) -> None:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    fonts.register()
    Paragraph(fonts.markup(value, bold=True), ParagraphStyle("x", fontName=fonts.BODY)).wrap(300, 1e6)


def test_an_error_inside_carries_no_words() -> None:
    from reportlab.platypus import Paragraph

    class Broken(Paragraph):  # type: ignore[misc]
        def wrap(self, *_: float) -> tuple[float, float]:
            raise ValueError("unmistakable")

    with pytest.raises(RuntimeError) as failed:
        layout.document(layout.Sheet("t", "p", "f", "en", "letter"), [Broken("x")])
    assert "unmistakable" not in str(failed.value)
    assert failed.value.__suppress_context__


def test_a_logo_is_printed_and_a_bad_one_said() -> None:
    picture = io.BytesIO()
    Image.new("RGBA", (400, 100), "#24655F").save(picture, "PNG")
    printed = layout.handout(
        text.load("kap-introduction"), VALUES, page="letter", made_on=TODAY, logo=picture.getvalue()
    )
    assert PdfReader(io.BytesIO(printed.pdf)).pages[0].images
    for bad in (b"words", b"\x89PNG\r\n\x1a\n" + bytes(50), picture.getvalue()[:60]):
        with pytest.raises(BadInput, match="logo"):
            layout.handout(text.load("kap-introduction"), VALUES, page="letter", made_on=TODAY, logo=bad)


def test_the_recovery_sheet_is_one_page_with_both_forms() -> None:
    key = propose_recovery_key()
    pdf = recovery_sheet("Juniper", "juniper.kapdesk", key.words, key.age_identity, date(2026, 6, 9), "letter", False)
    reader, words = read(pdf)
    assert len(reader.pages) == 1
    assert all(group in words for group in key.groups)
    assert key.age_identity in re.sub(r"\s", "", words)
    assert "sealed envelope" in words
