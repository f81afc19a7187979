"""Any words of a person become sound markup, and what no font has is named."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from kapdesk.printing import fonts

HOSTILE = (
    "<b>bold", "</para>", "&amp; &lt; &", "]]>", "<img src='file:///etc/passwd'/>", "$title", "a\x00b\x1bc", "\ud800",
    "x" * 10_000, "שלום עולם", "السلام عليكم", "👩\u200d👩\u200d👧", "zero\u200bwidth", "日本", "a\r\nb\rc", "\u202e", "-" * 500, "{{7*7}}",
    "%s%n", "<br/>" * 50, "<!-- x", "<?xml?>", "&#60;b&#62;", "\ufffe\uffff", "\ue000", "\u0378", "e\u0301" * 200, "a\tb",
    "x\u2028y\u0085z", "", " ", "\n\n\n", "الله " * 400, "א" * 10_000, "\u202eabc\u202c", "\N{ZERO WIDTH JOINER}" * 99, "😀" * 200,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.booleans(), st.booleans())
@example("<b>&</i>", True, True)
@example("\ud800\udfff", False, False)
@example("\u05ef\U00012544", False, False)
def test_any_words_become_sound_markup(value: str, bold: bool, italic: bool) -> None:
    fonts.register()
    look = ParagraphStyle("x", fontName=fonts.BODY)
    drawn = Paragraph(fonts.markup(value, bold, italic), look)
    drawn.wrap(300, 1e6)
    assert len("".join(drawn.getPlainText().split())) == len("".join(_drawn(value).split()))
    Paragraph(fonts.code(value, 9), look).wrap(300, 1e6)  # its face lacks more letters; it must not raise


def _drawn(value: str) -> str:
    """The words as they stand on the page: what no font has is a white square."""
    lacking = set(fonts.unprintable(value))
    return "".join("□" if letter in lacking else letter for line in fonts._lines(value) for letter in line)


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_words_stay_words(value: str) -> None:
    fonts.register()
    drawn = Paragraph(fonts.markup(value), ParagraphStyle("x", fontName=fonts.BODY, splitLongWords=1))
    assert drawn.wrap(300, 1e6)[0] <= 300.01
    assert "".join(drawn.getPlainText().split()) == "".join(_drawn(value).split())


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("a\x00b\x1b[0m", "ab[0m"), ("a\r\nb\rc\u2028d", "a\nb\nc\nd"), ("a\u00a0b\u2003c\td", "a\u00a0b c d"),
        ("\ud800x\udfff", "�x�"), ("e\u0301", "é"), ("no\u00adse\u200b", "nose"), ("❤\ufe0f", "❤"), ("\u202eabc", "abc"),
        ("\u0378\ue000", "\u0378\ue000"),
    ],
)  # fmt: skip
def test_clean_words(raw: str, kept: str) -> None:
    assert fonts.clean(raw) == kept


def test_each_letter_is_set_in_a_font_that_has_it() -> None:
    runs = list(fonts.runs("Łódź ≥ ☂ x 日", fonts.BODY))
    assert runs == [(fonts.BODY, "Łódź ≥ "), (fonts.FALLBACK, "☂ "), (fonts.BODY, "x "), (fonts.FALLBACK, "□")]
    assert list(fonts.runs("☂", fonts.BOLD)) == [(fonts.FALLBACK_BOLD, "☂")]


@pytest.mark.parametrize("face", [fonts.BODY, fonts.BOLD, fonts.ITALIC, fonts.BOLD_ITALIC, fonts.CODE])
def test_no_face_prints_a_hole(face: str) -> None:
    everything = "".join(map(chr, sorted(fonts._coverage(fonts.BODY) | fonts._coverage(fonts.FALLBACK))))
    line = fonts.clean(everything).replace("\n", "")
    runs = list(fonts.runs(line, face))
    assert "".join(run for _, run in runs) == line
    for font, run in runs:
        assert fonts._coverage(font).issuperset(map(ord, run)), font


def test_what_no_font_has_is_listed_once_and_named() -> None:
    assert fonts.unprintable("日本日 ok ≥") == ["日", "本"]
    assert fonts.names_of("日") == "U+65E5 CJK UNIFIED IDEOGRAPH-65E5"
    assert fonts.names_of(map(chr, range(0x4E00, 0x4E00 + 25))).endswith(", and 5 more")


def test_right_to_left_words_are_joined_and_turned() -> None:
    assert fonts._lines("שלום עולם") == ["םלוע\u00a0םולש"]
    assert fonts._lines("سلام") == ["م\N{ARABIC LIGATURE LAM WITH ALEF FINAL FORM}\N{ARABIC LETTER SEEN INITIAL FORM}"]
    assert fonts.unprintable("السلام عليكم مُحَمَّد שָׁלוֹם") == []


def test_long_right_to_left_words_go_on_line_by_line() -> None:
    lines = fonts._lines(" ".join(f"אחת{number}" for number in range(30)))
    numbers = [[int(one) for one in re.findall(r"\d+", line)] for line in lines]
    assert len(lines) > 2
    assert [number for line in numbers for number in reversed(line)] == list(range(30))


def test_words_are_shortened_to_their_room() -> None:
    assert fonts.shortened("short", 8, 100) == "short"
    for words in ("x" * 10_000, "two\nlines " * 50, "日" * 500, "א" * 500):
        short = fonts.shortened(words, 8, 100)
        assert short.endswith("…")
        assert 60 < fonts.width(short, 8) <= 100
