"""Notes on paper: every word comes out, in its place, whatever it is; read back from the PDF."""

import io
import unicodedata
from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from kapdesk.errors import BadInput, Cancelled
from kapdesk.printing.layout import Printed
from kapdesk.printing.notes import AddendumPage, Around, NotePage, note_blocks, notes_pdf
from tests import hostile

AROUND = Around(
    "Ada Quill", date(1985, 2, 17), "Juniper", "Robin Alder", "June 2 to June 9, 2026", "Head: entry 5, abc"
)
NOTE = NotePage(
    "Integration · June 2, 2026",
    ("9:05–10:00 (55 min) · office",),
    "## Themes\nShe said *softly* that **it** held.\nSecond line.\n\n1. one\n2. two",
    "Signed by Robin Alder, June 2, 2026, 14:02 · SHA-256 aa",
    (AddendumPage("a word was missing", "It was six.", "Signed by Robin Alder, June 3"),),
)
HOSTILE = (
    "<para>&<b>x</i>",
    '<img src="file:///etc/passwd"/>',
    "![p](file:///etc/passwd) [l](http://x)",
    "    indented",
    "```\nfence\n```",
    "a" * 3000,
    "&lt;b&gt; &amp; &#0;",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "[ref]: http://x",
    "<!-- gone? -->",
    "\x00\x07\ud800\ufffe",
    "שלום عليكم 日本 😀",
    "# \n## \n- \n1.",
    "*" * 200,
    "\\* \\_ ~~x~~",
)


def printed(*notes: NotePage, private: tuple[NotePage, ...] = (), page: str = "letter") -> Printed:
    return notes_pdf(notes, private, AROUND, page, date(2026, 6, 9))


def words_of(made: Printed) -> str:
    return "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(made.pdf)).pages)


def test_a_note_has_its_head_words_signature_and_addendum_in_order() -> None:
    words = words_of(printed(NOTE))
    wanted = (
        "Notes of Ada Quill",
        "born February 17, 1985",
        "1 note · June 2 to June 9, 2026",
        "Integration · June 2, 2026",
        "9:05–10:00 (55 min) · office",
        "Themes",
        "She said softly that it held.\nSecond line.",
        "one",
        "Signed by Robin Alder, June 2, 2026, 14:02 · SHA-256 aa",
        "Addendum 1",
        "Why: a word was missing",
        "It was six.",
        "Head: entry 5, abc",
        "page 1 of 1",
    )
    places = [words.find(one) for one in wanted]
    assert -1 not in places[:-1], dict(zip(wanted, places, strict=True))
    assert places[:-1] == sorted(places[:-1])
    assert wanted[-1] in words


def test_a_draft_an_error_and_psychotherapy_notes_say_what_they_are() -> None:
    draft = NotePage("General · June 9, 2026", (), "half", "")
    error = NotePage("Contact · June 1, 2026", (), "struck", "Signed", (AddendumPage("wrong", "", "S", True),), True)
    private = NotePage("Psychotherapy note · June 1, 2026", (), "zephyrine", "not signed")
    words = words_of(printed(draft, error, private=(private,)))
    for wanted in (
        "DRAFT: not signed",
        "2 notes",
        "1 of them not signed",
        "Entered in error: see the addendum.",
        "Addendum 1: entered in error",
        "and 1 psychotherapy note, asked for by name",
        "45 CFR 164.501",
        "zephyrine",
    ):
        assert wanted in words
    assert "zephyrine" not in words_of(printed(draft, error))


@pytest.mark.parametrize("page", ["letter", "a4"])
def test_the_same_notes_are_the_same_bytes_and_each_is_bookmarked(page: str) -> None:
    many = tuple(NotePage(f"General · June {day}, 2026", (), "words " * 400, "Signed") for day in range(1, 9))
    made = printed(*many, page=page)
    assert made == printed(*many, page=page)
    reader = PdfReader(io.BytesIO(made.pdf))
    assert made.pages == len(reader.pages) > 2

    def titles(outline: list[object]) -> list[str]:
        found: list[str] = []
        for one in outline:
            found += titles(one) if isinstance(one, list) else [str(one["/Title"])]  # type: ignore[index]
        return found

    assert [one for one in titles(reader.outline) if one.startswith("General")] == [one.title for one in many]


def letters(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_words(text: str) -> None:
    made = printed(NotePage(text, (text,), f"{text}\n\nEnd.", text, (AddendumPage(text, text, text),)))
    assert "End." in words_of(made)


@pytest.mark.parametrize(
    "text", ["<para>&<b>x</i>", "![p](file:///etc/passwd)", "&lt;b&gt; &amp;", "\\* \\_ ~~x~~", "<!-- gone? -->"]
)
def test_what_is_no_markdown_of_a_note_stands_there_as_it_was_typed(text: str) -> None:
    assert letters(text) in letters(words_of(printed(NotePage("t", (), f"a {text} b", "s"))))


@pytest.mark.parametrize("number", [300, pytest.param(3000, marks=pytest.mark.long)])
def test_hostile_texts_can_be_printed(number: int) -> None:
    """Ten a note, so that they meet each other too."""
    found = hostile.texts(number)
    notes = [NotePage(found[at], (), "\n\n".join(found[at : at + 10]), found[at + 1]) for at in range(0, number, 10)]
    assert printed(*notes).pages >= number // 60


def test_an_unknown_page_size_is_refused() -> None:
    with pytest.raises(BadInput):
        printed(NOTE, page="legal")


def counted(words: str) -> Counter[str]:
    return Counter(letter for letter in words if letter.isalpha())


def check_no_letter_is_lost(text: str) -> None:
    assert counted(" ".join(block.words for block in note_blocks(text))) == counted(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_letter_of_a_hostile_text_is_lost(text: str) -> None:
    check_no_letter_is_lost(text)


def test_no_letter_of_many_hostile_texts_is_lost() -> None:
    found = hostile.texts(3000)
    for at in range(0, 3000, 10):
        check_no_letter_is_lost("\n".join(found[at : at + 10]))


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(["- ", "1. ", "# ", "*", "**", "_", "\n", "\n\n", "    ", "> ", "=", "`", "ab", "c", "[x]: y"])
    )
)
def test_no_letter_is_lost_however_signs_meet(pieces: list[str]) -> None:
    check_no_letter_is_lost("".join(pieces))


@pytest.mark.parametrize("depth", [9, 10, 40, 600])
def test_lists_within_lists_keep_their_words_however_deep(depth: int) -> None:
    assert "zebra" in words_of(printed(NotePage("t", (), "- " * depth + "zebra", "s")))


def test_a_list_begins_with_the_number_that_was_typed() -> None:
    words = words_of(printed(NotePage("t", (), "0. none at all\n1. one\n\n- a point\n\n7. seven", "s")))
    assert "0. none at all\n1. one\n• a point\n7. seven" in words


@pytest.mark.parametrize("words", range(4, 60, 5))
def test_no_heading_ends_a_page(words: int) -> None:
    text = f"## Themes\n\n{'She slept well. ' * words}\n\n## Plan\n\n{'Walk on. ' * 2 * words}"
    added = AddendumPage("Why it was added", "More words. " * words, "Signed again")
    facts = ("9:05–10:00 (55 min) · office", "late entry, begun 3 days after")
    made = printed(*(NotePage(f"Note {number} of many", facts, text, "Signed", (added,)) for number in range(9)))
    heads = ("Note ", "9:05", "late entry", "Themes", "Plan", "Addendum", "Why:")
    for page in PdfReader(io.BytesIO(made.pdf)).pages:
        lines = [line for line in page.extract_text().split("\n") if line and "confidential" not in line]
        last = [line for line in lines if not line.startswith("page ")][-1]
        assert not last.startswith(heads), last


def test_a_draft_says_so_before_its_first_word_and_after_its_last() -> None:
    words = words_of(printed(NotePage("General", (), "First. " + "words " * 3000 + "Last.", "")))
    assert words.index("DRAFT: not signed") < words.index("First.")
    assert words.index("Last.") < words.rindex("DRAFT: not signed")


def test_psychotherapy_notes_begin_a_page_and_the_end_says_how_many_notes_there_were() -> None:
    made = printed(NOTE, NOTE, private=(NotePage("Psychotherapy note", (), "zephyrine", "not signed"),))
    first, second = (page.extract_text() for page in PdfReader(io.BytesIO(made.pdf)).pages)
    assert "45 CFR" not in first
    assert "Printed June 9, 2026" in first
    assert "zephyrine" in second
    assert "End of 2 notes and 1 psychotherapy note. Head: entry 5, abc" in second


def test_the_layout_tells_how_far_it_is_and_stops_when_told() -> None:
    done: list[float] = []
    notes_pdf([NOTE] * 20, (), AROUND, "letter", date(2026, 6, 9), done.append)
    assert done == sorted(done)
    assert len(done) == 40

    def stop(fraction: float) -> None:
        if fraction > 0.7:
            raise Cancelled

    with pytest.raises(Cancelled):
        notes_pdf([NOTE] * 20, (), AROUND, "letter", date(2026, 6, 9), stop)
