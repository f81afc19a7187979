"""The wording of papers: heads, fields, and values that never become markup."""

import re

import pytest

from kapdesk.errors import BadWording, MissingFields, NotFound
from kapdesk.printing import text

HEAD = '+++\nkind = "handout"\ntitle = "T"\npurpose = "P"\nversion = 1\nfields = [{ name = "who", ask = "your name" }]\n+++\n'


def wording(body: str, head: str = HEAD) -> text.Wording:
    """A paper of the given body."""
    return text.parse((head + body).encode(), "test", "en")


def words(blocks: list[text.Block]) -> list[str]:
    """The words of each block."""
    return ["".join(span.words for span in block.spans) for block in blocks]


def test_fields_are_filled_and_missing_ones_named() -> None:
    paper = wording("Dear $who, that is $$5.")
    assert words(text.fill(paper, {"who": "Ada"})) == ["Dear Ada, that is $5."]
    assert [field.ask for field in text.missing(paper, {"who": " "})] == ["your name"]
    with pytest.raises(MissingFields, match="your name") as failed:
        text.fill(paper, {})
    assert failed.value.fields == ("who",)


@pytest.mark.parametrize(
    "value", ["**bold**", "# head", "- item", "> box", "$who", "$$", "[x](y)", "`c`", "<b>", "a\nb"]
)
def test_a_value_never_becomes_markup(value: str) -> None:
    blocks = text.fill(wording("Dear **$who**."), {"who": value})
    assert words(blocks) == [f"Dear {value}."]
    assert blocks[0].spans[1] == text.Span(value, bold=True)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"no head", "line 1"),
        (HEAD.encode() + b"one\n\n$other", "line 10: the field \\$other"),
        (HEAD.encode() + b"cost $5", "line 8: a lone \\$"),
        (b"+++\nkind = \n+++\n", "line 2"),
        (b'+++\nkind = "poem"\ntitle = ""\npurpose = ""\nversion = 1\n+++\n', "kind is one of"),
        (b'+++\ntitle = "x"\n+++\n', "lacks"),
        (b"\xff", "UTF-8"),
    ],
)
def test_bad_wording_is_said_at_its_line(data: bytes, sentence: str) -> None:
    with pytest.raises(BadWording, match=sentence):
        text.parse(data, "test", "en")


@pytest.mark.parametrize("name", ["nothing", "../../pyproject", "", "KAP"])
def test_an_unknown_paper_is_said(name: str) -> None:
    with pytest.raises(NotFound, match="There are: "):
        text.load(name)


def test_blocks_keep_their_kind() -> None:
    body = "## Head\n\n- one\n- *two*\n\n1. first\n2. second\n\n> **Box**\n> words\n\n---\n\na\\\nb"
    kinds = [(block.kind, block.bullet, block.inset) for block in text.fill(wording(body), {"who": "x"})]
    assert kinds == [
        ("heading", "", False), ("item", "•", False), ("item", "•", False), ("item", "1.", False), ("item", "2.", False),
        ("paragraph", "", True), ("rule", "", False), ("paragraph", "", False),
    ]  # fmt: skip


def _syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    return max(1, groups - (word.endswith("e") and not word.endswith("le") and groups > 1))


def grade(paper: str) -> float:
    """The Flesch-Kincaid grade of a text."""
    sentences = [one for one in re.split(r"[.!?:]\s|\n", paper) if re.search(r"[a-z]", one)]
    found = re.findall(r"[a-z’']+", paper.lower())
    return 0.39 * len(found) / len(sentences) + 11.8 * sum(map(_syllables, found)) / len(found) - 15.59


@pytest.mark.parametrize("paper", text.available(), ids=lambda paper: paper.name)
def test_shipped_papers_are_plain_and_keep_the_rules(paper: text.Wording) -> None:
    plain = paper.body.split("## References")[0]
    assert grade(plain) < 9.5
    assert not re.search(r"\d\s*mg\b|milligram", plain)
    assert not re.search(r"\d+\s*hours?\s+(before|of fasting)|fast(ing)? for", plain)
    assert not re.search(r"\b(we|I) (will )?(administer|give you (the )?(ketamine|medicine))", plain)
    assert "911" in plain
    assert "988" in plain
