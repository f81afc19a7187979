"""The printed page, read back."""

import io
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PageObject, PdfReader
from reportlab.platypus import Paragraph, Table

from kapdesk.errors import BadInput, MissingFields
from kapdesk.printing import fonts, layout, story, text
from kapdesk.printing.styles import COLUMN, SIDE
from tests.printing.test_fonts import HOSTILE

TODAY = date(2026, 6, 9)
VALUES = {
    "practice_name": "Juniper Street Psychotherapy",
    "therapist": "Robin Alder, PhD, LPCC",
    "contact": "505-555-0199 · robin@example.org",
}
HEAD = '+++\nkind = "consent"\ntitle = "T"\npurpose = "P"\nversion = 1\nfields = [{ name = "who", ask = "x" }]\n'


@cache
def introduction(page: str = "letter", fictional: bool = False, logo: bytes = b"", **values: str) -> layout.Printed:
    """The KAP introduction."""
    return layout.handout(
        text.load("kap-introduction"), {**VALUES, **values}, page=page, made_on=TODAY, fictional=fictional, logo=logo
    )


def paper(body: str, head: str = "", who: str = "x", practice: str = "P", logo: bytes = b"") -> layout.Printed:
    """A paper of the test's own wording."""
    wording = text.parse(f"{HEAD}{head}+++\n{body}".encode(), "test", "en")
    values = {"who": who, "practice_name": practice}
    return layout.handout(wording, values, page="letter", made_on=TODAY, logo=logo)


@cache
def read(pdf: bytes) -> tuple[PdfReader, str]:
    """The PDF and its words on one line."""
    reader = PdfReader(io.BytesIO(pdf))
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def placed(page: PageObject) -> list[tuple[float, float, str]]:
    """The words of a page with their places, in points from the lower left corner."""
    found: list[tuple[float, float, str]] = []

    def note(said: str, outer: list[float], inner: list[float], *_: object) -> None:
        if said.strip():
            found.append((outer[4] + inner[4], outer[5] + inner[5], said.strip()))

    page.extract_text(visitor_text=note)
    return found


def picture(width: int = 400, height: int = 100, kind: str = "PNG") -> bytes:
    """A logo."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#24655F").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(("page", "size"), [("letter", (612, 792)), ("a4", (595, 841))])
def test_the_introduction_as_it_is_printed(page: str, size: tuple[int, int]) -> None:
    printed = introduction(page)
    reader, words = read(printed.pdf)
    assert printed.pages == len(reader.pages) == 4
    assert (int(reader.pages[0].mediabox.width), int(reader.pages[0].mediabox.height)) == size
    assert reader.metadata is not None
    assert reader.metadata.title == "An introduction to ketamine-assisted psychotherapy"
    assert reader.metadata.author == "Juniper Street Psychotherapy"
    assert reader.trailer["/Root"]["/Lang"] == "en-US"
    assert all(value in words for value in VALUES.values())
    assert "Fictional" not in words
    assert printed.unprintable == ()


def test_each_foot_says_practice_title_version_and_page() -> None:
    reader, _ = read(introduction().pdf)
    for number, page in enumerate(reader.pages, 1):
        foot = " ".join(page.extract_text().split())
        title = "Juniper Street Psychotherapy · An introduction to ketamine-assisted psychotherapy"
        assert f"{title} · version 1 · printed June 9, 2026" in foot
        assert f"page {number} of 4" in foot


def test_a_practices_name_is_left_out_of_the_foot_rather_than_cut_to_a_stump() -> None:
    sheet = layout.Sheet("A rather long title", "High Mesa Psychotherapy", "version 1 · printed today", "en", "letter")
    names = {layout._foot(sheet, 8.0, room, 500)[0].partition(" · A rather")[0] for room in range(180, 420, 5)}
    assert "High Mesa Psychotherapy" in names
    assert {one for one in names if one.endswith("…") and 2 * len(one) < len("High Mesa Psychotherapy")} == set()


def test_each_heading_is_a_bookmark_that_leads_to_its_page() -> None:
    reader, _ = read(introduction().pdf)
    marks = [
        (one.title, reader.get_destination_page_number(one)) for one in reader.outline if not isinstance(one, list)
    ]
    blocks = text.fill(text.load("kap-introduction"), VALUES)
    assert [title for title, _ in marks] == [block.words for block in blocks if block.kind == "heading"]
    for title, page in marks:
        assert page is not None
        assert title in " ".join(reader.pages[page].extract_text().split())
    assert {page for _, page in marks} == {0, 1, 2, 3}


def test_every_word_of_the_paper_is_printed_in_order() -> None:
    for printed in (introduction(), introduction("a4")):
        reader, _ = read(printed.pdf)
        pages = [page.extract_text().split("\n") for page in reader.pages]
        whole = "".join("".join(line for line in lines if "· version 1 ·" not in line) for lines in pages)
        squeezed, at = "".join(whole.split()), 0
        for block in text.fill(text.load("kap-introduction"), VALUES):
            found = squeezed.find("".join(block.words.split()), at)
            assert found >= at or _is_split(squeezed, block.words, at), block.words
            at = max(at, found)


def _is_split(squeezed: str, words: str, at: int) -> bool:
    """Whether a paragraph stands there in two parts, a page's foot between them."""
    squeezed = squeezed[at:]
    for part in range(1, 4):
        squeezed = squeezed.replace(f"page{part}of4", "")
    return "".join(words.split()) in squeezed


def test_every_font_is_embedded_and_none_is_helvetica() -> None:
    reader, _ = read(introduction(practice_name="Łódź ≥ ☂ Praxis").pdf)
    found = {
        str(font.get_object()["/BaseFont"]): "/FontFile2" in font.get_object()["/FontDescriptor"]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert all(found.values())
    assert not [name for name in found if "Helvetica" in name or "Times" in name]
    assert {name.split("+")[1] for name in found} >= {
        "SourceSans3-Regular",
        "SourceSans3-SemiBold",
        "SourceSans3-Italic",
    }


def test_the_same_input_gives_the_same_bytes() -> None:
    made_anew = introduction.__wrapped__(logo=picture()).pdf
    assert made_anew == introduction(logo=picture()).pdf
    assert introduction().pdf != introduction("a4").pdf


def test_a_fictional_practice_says_so_on_every_page() -> None:
    reader, _ = read(introduction(fictional=True).pdf)
    assert all("Fictional sample – not a real practice" in page.extract_text() for page in reader.pages)


def test_what_is_missing_is_named_and_never_printed_as_a_hole() -> None:
    with pytest.raises(MissingFields, match="your name, your telephone number or email address") as failed:
        introduction(therapist="", contact=" \n")
    assert failed.value.fields == ("therapist", "contact")


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_words_are_printed_or_named(value: str) -> None:
    body = "# Title\n\nwords\n\n## Side\n\nwords\n\n**who**\\\n$who"
    printed = paper(body, practice=f"A {value} B", who=f"C {value}", logo=picture())
    reader, words = read(printed.pdf)
    assert printed.unprintable == tuple(fonts.unprintable(value))
    for letter in printed.unprintable:
        assert f"U+{ord(letter):04X}" in words
    assert ("This page could not print" in words) == bool(printed.unprintable)
    if value.isascii() and value.isprintable() and len(value) < 60:
        assert value.strip() in words
    for page in reader.pages:
        for x, y, _ in placed(page):
            assert 50 < x < 612 - 50
            assert 25 < y < 792 - 25


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=400))
def test_any_words_in_a_field_print(value: str) -> None:
    printed = paper(
        "# Title $who\n\n## Side $who\n\n| $who | b |\n|---|---|\n| c | **$who** |\n\n- $who\n\n> $who",
        who=f"a {value}",
    )
    assert set(printed.unprintable) == set(
        fonts.unprintable(value)
    )  # beside other letters, some stand in another order


@pytest.mark.parametrize(
    "place", ["# $who", "## $who", "### $who", "> $who", "- $who", "| a |\n|---|\n| $who |", "*$who*"]
)
@pytest.mark.parametrize("value", ["word " * 2400, "x" * 9_000, "line\n" * 150], ids=["words", "word", "lines"])
def test_words_longer_than_a_page_go_on_the_next(place: str, value: str) -> None:
    printed = paper(place, who=value)
    _, words = read(printed.pdf)
    assert printed.pages > 1
    if " " in value or "\n" in value:
        assert words.count(value.split()[0]) >= len(value.split())
    else:
        assert words.count("x") >= len(value)


def test_a_heading_is_never_left_alone_at_the_foot() -> None:
    for lines in [*range(27, 34), *range(61, 66)]:
        body = "\n\n".join(f"line {at}" for at in range(lines)) + "\n\n## The heading\n\nits words\n\nmore"
        reader, _ = read(paper(body).pdf)
        for page in reader.pages:
            said = page.extract_text()
            assert ("The heading" in said) == ("its words" in said), lines


def test_a_box_stays_on_one_page() -> None:
    box = "> **Mind this**\n>\n> first\n>\n> second\n>\n> third"
    for lines in range(25, 33):
        body = "\n\n".join(f"line {at}" for at in range(lines)) + f"\n\n{box}\n\nafter"
        reader, _ = read(paper(body).pdf)
        assert [
            all(word in page.extract_text() for word in ("Mind this", "first", "third")) for page in reader.pages
        ].count(True) == 1


TABLE = "| When | What |\n|---|---|\n"


def test_a_cell_left_empty_has_room_to_write_in() -> None:
    reader, _ = read(
        paper(f"# T\n\nlead\n\n| Ask {'it all ' * 9} | Told |\n|---|---|\n| one | |\n| two | |\n| | |\n\nend").pdf
    )
    at = {said: (x, y) for x, y, said in placed(reader.pages[0])}
    assert at["one"][1] - at["two"][1] > 22
    assert at["two"][1] - at["end"][1] > 44
    assert 612 - SIDE - at["Told"][0] > 130


def test_tables_one_after_the_other_keep_their_heads() -> None:
    blocks = text.fill(text.parse(f"{HEAD}+++\n{TABLE}| 1 | 2 |\n\n{TABLE}| 3 | 4 |".encode(), "t", "en"), {"who": "x"})
    assert [one.repeatRows for one in story.flow(blocks, 480) if isinstance(one, Table)] == [1, 1]


def test_a_short_table_stays_on_one_page_and_a_long_one_goes_on_by_rows() -> None:
    rows = "".join(f"| row {row} | {'words of the row ' * 9} |\n" for row in range(14))
    for lines in (22, 25, 26, 27, 28, 29):
        before = "\n\n".join(f"line {at}" for at in range(lines))
        short = [
            page.extract_text() for page in read(paper(f"{before}\n\n{TABLE}| a | one |\n| b | two |").pdf)[0].pages
        ]
        assert [("When" in page, "one" in page, "two" in page) for page in short].count((True, True, True)) == 1
        long = [page.extract_text() for page in read(paper(f"{before}\n\n## Side\n\n{TABLE}{rows}").pdf)[0].pages]
        assert ("Side" in long[0]) == ("row 0" in long[0]), lines
        assert "row 0" in long[0] or lines > 25
        assert all("When" in page for page in long[1:])


def test_a_row_longer_than_a_page_stays_in_its_column() -> None:
    reader, _ = read(paper(f"{TABLE}| **first** | {'word ' * 3000}|").pdf)
    assert len(reader.pages) > 2
    for page in reader.pages:
        (left,) = [x for x, _, said in placed(page) if said == "When"]
        assert left == pytest.approx(SIDE + COLUMN)


def test_long_side_headings_do_not_run_into_each_other() -> None:
    body = "## A heading of very many words that take up lines\n\nshort\n\n## Another one of very many words\n\nshort too\n\n## Third"
    reader, _ = read(paper(body).pdf)
    heights = {said: y for _, y, said in placed(reader.pages[0])}
    assert heights["A heading of very"] == pytest.approx(heights["short"])
    assert heights["take up lines"] - 12 > heights["short too"] == pytest.approx(heights["Another one of"])
    assert heights["very many words"] - 12 > heights["Third"]


def test_who_signs_and_initials_gets_lines() -> None:
    printed = paper(
        "# T\n\n1. first point\n2. second point\n\nend", 'signatures = ["client", "therapist"]\ninitials = true\n'
    )
    _, words = read(printed.pdf)
    assert "1. first point" in words
    assert "2. second point" in words
    assert words.index("end") < words.index("Client Signature Date and time") < words.index("Therapist Signature")


def test_an_error_inside_carries_no_words() -> None:
    class Broken(Paragraph):  # type: ignore[misc]
        def wrap(self, *_: float) -> tuple[float, float]:
            raise ValueError("unmistakable")

    with pytest.raises(RuntimeError) as failed:
        layout.document(layout.Sheet("t", "p", "f", "en", "letter"), [Broken("x")])
    assert "unmistakable" not in str(failed.value)
    assert failed.value.__suppress_context__


def test_an_error_while_the_story_is_made_carries_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "escape", lambda words: f"<broken {words}")
    with pytest.raises(RuntimeError) as failed:
        introduction(practice_name="unmistakable")
    assert "unmistakable" not in str(failed.value)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_printed_on_the_first_page_only(kind: str) -> None:
    reader, _ = read(introduction(logo=picture(4000, 1000, kind)).pdf)
    assert [len(page.images) for page in reader.pages] == [1, 0, 0, 0]
    assert reader.pages[0].images[0].image.width <= 720


@pytest.mark.parametrize(
    "bad",
    [b"words", b"\x89PNG\r\n\x1a\n" + bytes(50), picture()[:60], b"GIF89a" + bytes(40), b"<svg xmlns='x'/>"],
    ids=["words", "header only", "cut", "gif", "svg"],
)
def test_a_bad_logo_is_said(bad: bytes) -> None:
    with pytest.raises(BadInput, match="logo") as failed:
        introduction(logo=bad)
    assert failed.value.field == "logo"


def test_a_picture_of_too_many_pixels_is_refused_unread() -> None:
    with pytest.raises(BadInput, match="40 million"):
        introduction(logo=_claiming(100_000, 100_000))


def _claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be huge."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10))) + chunk(b"IEND", b"")


def test_an_unknown_page_size_is_said() -> None:
    with pytest.raises(BadInput, match="Letter or A4"):
        introduction("legal")
