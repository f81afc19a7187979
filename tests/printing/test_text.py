"""The wording of papers: heads, fields, and values that never become markup."""

import hashlib

import pytest

from kapdesk.errors import BadWording, MissingFields, NotFound
from kapdesk.printing import text
from kapdesk.printing.blocks import Block, Span

HEAD = '+++\nkind = "handout"\ntitle = "T"\npurpose = "P"\nversion = 1\nfields = [{ name = "who", ask = "your name" }]\n+++\n'
SHORT = '+++\nkind = "handout"\ntitle = "T"\npurpose = "P"\nversion = 1\n'


def wording(body: str, head: str = HEAD) -> text.Wording:
    """A paper of the given body."""
    return text.parse((head + body).encode(), "test", "en")


def filled(body: str, value: str = "x") -> list[Block]:
    """The blocks of a body whose only field has this value."""
    return text.fill(wording(body), {"who": value})


def words(blocks: list[Block]) -> list[str]:
    """The words of each block."""
    return [block.words for block in blocks]


def test_fields_are_filled_and_missing_ones_named() -> None:
    paper = wording("Dear $who, that is $$5.")
    assert words(text.fill(paper, {"who": "Ada"})) == ["Dear Ada, that is $5."]
    assert [field.ask for field in text.missing(paper, {"who": " "})] == ["your name"]
    with pytest.raises(MissingFields, match="your name") as failed:
        text.fill(paper, {})
    assert failed.value.fields == ("who",)


def test_all_missing_fields_are_named_at_once() -> None:
    head = SHORT + 'fields = [{ name = "a", ask = "the first" }, { name = "b", ask = "the second" }]\n+++\n'
    with pytest.raises(MissingFields, match="the first, the second") as failed:
        text.fill(wording("$a $b", head), {})
    assert failed.value.fields == ("a", "b")


@pytest.mark.parametrize(
    "value", ["**bold**", "# head", "- item", "> box", "| a | b |", "$who", "$$", "$", "[x](y)", "`c`", "<b>", "a\nb"]
)
def test_a_value_never_becomes_markup(value: str) -> None:
    blocks = filled("Dear **$who**.", value)
    assert words(blocks) == [f"Dear {value}."]
    assert blocks[0].spans[1] == Span(value, bold=True, value=True)


@pytest.mark.parametrize(
    ("body", "printed"),
    [("\\$who", "x"), ("&#36;who", "x"), ("`$who`", "x"), ("*a$who*b", "axb"), ("$$who", "$who")],
)
def test_a_field_is_a_field_wherever_it_stands(body: str, printed: str) -> None:
    assert words(filled(body)) == [printed]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"no head", r"test\.md, line 1"),
        (b"+++\nkind = 'x'\n", "line 1"),
        (HEAD.encode() + b"one\n\n$other", "line 10: the field \\$other"),
        (HEAD.encode() + b"one\ntwo\n$other", "line 10: the field \\$other"),
        (HEAD.encode() + b"> - one\n>   &#36;other", "line 9: the field \\$other"),
        (HEAD.encode() + b"cost $5", "line 8: a lone \\$"),
        (b"+++\nkind = \n+++\n", "line 2"),
        (b'+++\nkind = "poem"\ntitle = ""\npurpose = ""\nversion = 1\n+++\n', "line 2: kind is one of"),
        (b'+++\ntitle = "x"\n+++\n', "lacks “kind”"),
        (SHORT.encode() + b'colour = "red"\n+++\n', "line 6: the head knows no “colour”"),
        (SHORT.replace("version = 1", "version = true").encode() + b"+++\n", "line 5: version"),
        (SHORT.replace('"T"', "3").encode() + b"+++\n", "line 3: title"),
        (SHORT.encode() + b'fields = [{ name = "Who", ask = "x" }]\n+++\n', "line 6: fields"),
        (SHORT.encode() + b'fields = [{ name = "a", ask = "x" }, { name = "a", ask = "y" }]\n+++\n', "each once"),
        (SHORT.encode() + b"signatures = [1]\n+++\n", "line 6: signatures"),
        (SHORT.encode() + b'initials = "yes"\n+++\n', "line 6: initials"),
        (b"\xff", "line 1: it is not text in UTF-8"),
        (SHORT.encode() + b'name = "other"\n+++\n', "line 6: these are the words of another paper, not of “test”"),
        (SHORT.encode() + b"shipped = -1\n+++\n", "line 6: shipped"),
        (SHORT.encode() + b"+++\n> > > > > > > > > > deep", "line 7: too many lists or boxes"),
        (SHORT.encode() + b"+++\n| a | b |\n|---|---|\n| c | d | \xe2\x9c\x93 |", "line 9: this row has more cells"),
        (SHORT.encode() + b"+++\n> - | a |\n>   |---|\n>   | b |\n>   | c | d", "line 10: this row has more cells"),
    ],
)
def test_bad_wording_is_said_at_its_line(data: bytes, sentence: str) -> None:
    with pytest.raises(BadWording, match=sentence):
        text.parse(data, "test", "en")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("one\n\n![picture](https://example.org/a.png)", "line 10: image"),
        ("[words](https://example.org)", "line 8: link"),
        ("one <b>two</b>", "line 8: html inline"),
        ("one\n\n<table>\n</table>", "line 10: html block"),
        ("```\ncode\n```", "line 8: fence"),
        ("one\n\n    code", "line 10: code block"),
    ],
)
def test_what_the_page_cannot_show_is_refused_not_dropped(body: str, sentence: str) -> None:
    with pytest.raises(BadWording, match=f"{sentence} cannot be printed"):
        wording(body)


@pytest.mark.parametrize("name", ["nothing", "../../pyproject", "", "KAP"])
def test_an_unknown_paper_is_said(name: str) -> None:
    with pytest.raises(NotFound, match=r"There are: .*kap-introduction"):
        text.load(name)


@pytest.mark.parametrize("language", ["fr", "../en", ""])
def test_a_language_without_papers_has_none(language: str) -> None:
    assert text.available(language) == []
    with pytest.raises(NotFound):
        text.load("kap-introduction", language)


def test_a_wording_is_known_by_its_bytes() -> None:
    data = (HEAD + "$who").encode()
    assert text.parse(data, "test", "en").sha256 == hashlib.sha256(data).hexdigest()
    for same in (b"\xef\xbb\xbf" + data, data.replace(b"\n", b"\r\n")):
        other = text.parse(same, "test", "en")
        assert (other.title, other.fields, other.body) == ("T", (text.Field("who", "your name"),), "$who")
        assert other.sha256 != hashlib.sha256(data).hexdigest()


def test_a_fence_in_the_body_is_no_end_of_the_head() -> None:
    assert words(text.fill(wording("one\n\n+++\n\ntwo", SHORT + "+++\n"), {})) == ["one", "+++", "two"]


def test_blocks_keep_their_kind() -> None:
    body = "## Head\n\n- one\n- *two*\n\n3. third\n4. fourth\n\n   more of it\n\n> **Box**\n> words\n\n> - second\n\n---\n\na\\\nb"
    kinds = [(block.kind, block.bullet, block.inset) for block in filled(body)]
    assert kinds == [
        ("heading", "", 0), ("item", "•", 0), ("item", "•", 0), ("item", "3.", 0), ("item", "4.", 0), ("item", "", 0),
        ("paragraph", "", 1), ("item", "•", 2), ("rule", "", 0), ("paragraph", "", 0),
    ]  # fmt: skip
    assert filled(body)[-1].words == "a\nb"


def test_no_words_vanish_as_the_address_of_a_link() -> None:
    assert words(filled("[one]: two 'three'")) == ["[one]: two 'three'"]


def test_a_wording_may_name_its_paper() -> None:
    assert wording("", SHORT + 'name = "test"\nshipped = 3\n+++\n').shipped == 3


def test_lists_within_lists_keep_their_depth_and_numbers() -> None:
    blocks = filled("1. one\n   - inner\n2. two")
    assert [(block.level, block.bullet) for block in blocks] == [(1, "1."), (2, "•"), (1, "2.")]


def test_a_table_is_rows_of_cells() -> None:
    head, row = filled("| A | B |\n|---|---|\n| **c** | $who |")
    assert (head.kind, head.level, head.words) == ("row", 1, "A B")
    assert (row.kind, row.level) == ("row", 0)
    assert row.cells == ((Span("c", bold=True),), (Span("x", value=True),))


def test_who_signs_is_kept() -> None:
    paper = wording("", SHORT + 'signatures = ["client", "therapist"]\ninitials = true\n+++\n')
    assert paper.signatures == ("client", "therapist")
    assert paper.initials
