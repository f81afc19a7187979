"""The Spanish papers: the same papers as the English ones in structure and figures, in plain and tidy Spanish."""

import io
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader

from kapdesk import paths
from kapdesk.printing import fonts, layout, text
from kapdesk.printing.blocks import Block
from kapdesk.usecases.asking import intake_questions

FOLDER = paths.resources() / "papers"
PAPERS = text.available("es")
LISTS = sorted(file.stem for file in (FOLDER / "en").glob("*.toml") if file.stem != "intake")
TELL_TALE = re.compile(
    r"\b(the|and|you|your|with|for|of|to|is|are|this|that|not|my|if|or|when|from|will|can|have|has|what|therapist|"
    r"client|prescriber|session|sessions|medicine|page|signature|printed|call|practice|paper|please|any|by|on)\b"
)
"""English words that are no Spanish ones; a Spanish text that holds one was not translated to its end."""
_NAMES = re.compile(r"“[^”]*”|\b[A-Z]+(_[A-Z]+)*\b|www\.\S+")
"""What stays English in a Spanish text: words quoted with their translation, fields as `values_of` fills them, addresses."""


def values_of(paper: text.Wording) -> dict[str, str]:
    return {field.name: field.name.upper() for field in paper.fields}


@cache
def blocks_of(paper: text.Wording) -> list[Block]:
    return text.fill(paper, values_of(paper))


@cache
def said(paper: text.Wording) -> str:
    """All words that a client reads, a paragraph each; without the references, whose titles stay as they are."""
    lines = [paper.title, *(block.words for block in blocks_of(paper))]
    if "Referencias" in lines:
        at = lines.index("Referencias")
        lines = [*lines[:at], lines[-1]]
    lines += [option.words for one in paper.choices for option in one.options]
    lines += [one.words for one in paper.acknowledged]
    return "\n\n".join(lines)


def english_of(paper: text.Wording) -> text.Wording:
    return text.load(paper.name)


def shape(paper: text.Wording) -> list[tuple[object, ...]]:
    """Every block without its words: what kind, how deep, which bullet or number, in which box, which cells are empty."""
    return [
        (one.kind, one.level, one.bullet, one.inset, tuple(bool(cell) for cell in one.cells), one.name)
        for one in blocks_of(paper)
    ]


def figures(words: str) -> Counter[str]:
    """The numbers of a text, with their commas and points between digits; not of words repeated in English."""
    return Counter(re.findall(r"\d+(?:[.,:]\d+)*", re.sub(r"\(“[^”]*”\)", "", words)))


def syllables(word: str) -> int:
    """The syllables of a Spanish word: a weak vowel without an accent makes one with the vowel beside it."""
    word = re.sub(r"qu(?=[eiéí])|gu(?=[eiéí])", "g", word.lower())
    word = re.sub(r"y\b", "i", word)
    return max(1, len(re.findall(r"[iuü]?[aeoáéó][iuü]?|[íú]|[iuü]{1,2}", word)))


def ease(words: str) -> float:
    """How easy a Spanish text is to read: Szigriszt-Pazos (1993); 55 to 65 is usual, above it easy."""
    sentences = [one for one in re.split(r"[.!?:;]\s|\n\n", words) if re.search(r"\w", one)]
    found = re.findall(r"[a-záéíóúüñ]+", words.lower())
    return 206.835 - 62.3 * sum(map(syllables, found)) / len(found) - len(found) / len(sentences)


def test_every_paper_is_there_in_spanish_too() -> None:
    assert [one.name for one in PAPERS] == [one.name for one in text.available("en")]
    assert {one.name for one in (FOLDER / "es").glob("*.toml")} == {one.name for one in (FOLDER / "en").glob("*.toml")}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_spanish_paper_is_the_english_one_in_structure(paper: text.Wording) -> None:
    english = english_of(paper)
    assert shape(paper) == shape(english)
    for same in ("kind", "purpose", "version", "material", "fields", "signatures", "initials"):
        assert getattr(paper, same) == getattr(english, same), same
    assert [(one.name, one.ask, one.several, [option.key for option in one.options]) for one in paper.choices] == [
        (one.name, one.ask, one.several, [option.key for option in one.options]) for one in english.choices
    ]
    assert [one.name for one in paper.acknowledged] == [one.name for one in english.acknowledged]
    assert [one.words for one in paper.parts] == [one.words for one in english.parts]
    assert text.parts_left_out(paper) == ()


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_spanish_paper_fills_the_same_fields_in_the_same_places(paper: text.Wording) -> None:
    def places(one: text.Wording) -> list[list[str]]:
        return [sorted(span.words for span in _spans(block) if span.value) for block in blocks_of(one)]

    assert places(paper) == places(english_of(paper))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_spanish_paper_stresses_what_the_english_one_stresses(paper: text.Wording) -> None:
    def stressed(one: text.Wording) -> list[bool]:
        return [any(span.bold for span in _spans(block)) for block in blocks_of(one)]

    assert stressed(paper) == stressed(english_of(paper))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_every_figure_is_the_same(paper: text.Wording) -> None:
    """Piece for piece; 988 stands twice where one calls or writes, and 2 is what one presses there for Spanish."""
    for spanish, english in zip(pieces(paper), pieces(english_of(paper)), strict=True):
        here, there = figures(spanish), figures(english)
        assert bool(here["988"]) == bool(there["988"])
        assert not there - here
        assert set(here - there) <= ({"2", "988"} if there["988"] else set()), spanish


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_where_one_is_told_to_call_988_one_is_told_how_to_be_answered_in_spanish(paper: text.Wording) -> None:
    for piece in pieces(paper):
        if "Llame al 988" in piece or ("\n" in piece and "988" in piece):
            assert re.search("oprima el 2 para español", piece, re.IGNORECASE)
            assert re.search("manden? (la palabra AYUDA por mensaje de|el) texto", piece)


def pieces(paper: text.Wording) -> list[str]:
    """The words of every block, a framed box as one; and what is acknowledged."""
    found: list[str] = []
    box = 0
    for block in blocks_of(paper):
        if block.inset and block.inset == box:
            found[-1] += f"\n{block.words}"
        else:
            found.append(block.words)
        box = block.inset
    return found + [one.words for one in paper.acknowledged]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_no_english_is_left_over(paper: text.Wording) -> None:
    words = _NAMES.sub("", said(paper).replace(english_header(paper), "")).lower()
    assert sorted(set(TELL_TALE.findall(words))) == []


def english_header(paper: text.Wording) -> str:
    """The sentence that 45 CFR 164.520(b)(1)(i) prescribes; the Spanish notice has it in English too."""
    if paper.name != "privacy-notice":
        return "\0"
    return next(block.words for block in blocks_of(paper) if "THIS NOTICE DESCRIBES" in block.words)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_spanish_paper_is_plain_to_read(paper: text.Wording) -> None:
    words = said(paper)
    assert ease(words) >= 60
    sentences = re.split(r"(?<=[.!?;:])\s+|\n\n", words)
    longest = max(sentences, key=lambda one: len(one.split()))
    assert len(longest.split()) <= 45, longest
    assert re.findall(r"\b(tú|vosotros|os|vuestr\w+|tu|tus|ti|contigo|tienes|puedes|eres)\b", words) == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_spanish_paper_is_set_with_care(paper: text.Wording) -> None:
    check_typography(f"{paper.body}\n{said(paper)}")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_words_has_the_same_entries(name: str) -> None:
    spanish, english = (
        dict(_entries(tomllib.loads((FOLDER / one / f"{name}.toml").read_text("utf-8")))) for one in ("es", "en")
    )
    assert list(spanish) == list(english)
    for key, words in spanish.items():
        assert re.findall(r"\{\w+\}", words) == re.findall(r"\{\w+\}", english[key]) or key == "relation", key
        assert len(words.splitlines()) == len(english[key].splitlines()), key
        assert words.count("|") == english[key].count("|"), key
        assert not TELL_TALE.findall(re.sub(r"\{\w+\}", "", words).lower()), key
        assert figures(words) - figures(english[key]) <= Counter({"2": 1}), key
        check_typography(words)


def test_the_intake_asks_in_spanish() -> None:
    """That its keys are the same is told with the intake's questions."""
    groups = intake_questions.questions("es").groups
    said = [words for group in groups for words in (group.title, group.words)]
    said += [words for group in groups for one in group.questions for words in (one.words, one.hint)]
    said += [option.words for group in groups for one in group.questions for option in one.options]
    for words in filter(None, said):
        assert not TELL_TALE.findall(_NAMES.sub("", words).lower()), words
        check_typography(words)
    for group in groups:
        for one in group.questions:
            assert one.words.count("¿") >= 1, one.key


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_spanish_paper_prints(paper: text.Wording) -> None:
    made = layout.handout(paper, values_of(paper), page="letter", made_on=date(2026, 6, 9))
    assert made.unprintable == ()
    assert made.pages <= 2 or paper.kind != "handout" or paper.name == "kap-introduction"
    reader = PdfReader(io.BytesIO(made.pdf))
    assert reader.trailer["/Root"]["/Lang"].startswith("es")
    assert reader.metadata is not None
    assert reader.metadata.title == paper.title
    words = "".join("".join(one.extract_text() for one in reader.pages).split())
    for block in blocks_of(paper):
        for span in _spans(block):
            assert all(word in words for word in fonts.clean(span.words).split())


@pytest.mark.parametrize("page", ["letter", "a4"])
def test_the_card_for_a_crisis_is_one_page_in_spanish_too(page: str) -> None:
    card = text.load("crisis-and-emergency", "es")
    assert layout.handout(card, values_of(card), page=page, made_on=date(2026, 6, 9)).pages == 1


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("medicina", 4), ("psicoterapia", 5), ("día", 2), ("seguridad", 4), ("quien", 1), ("ayuda", 3), ("guerra", 2),
        ("oír", 2), ("ciudad", 2), ("leer", 2), ("hoy", 1), ("yo", 1), ("agua", 2), ("sesión", 2), ("maíz", 2), ("muy", 1),
    ],
)  # fmt: skip
def test_spanish_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_ease_tells_easy_from_hard() -> None:
    assert ease("El gato come pan. La casa es azul. Hoy voy al mar.\n") > 90
    assert (
        ease("Las investigaciones preliminares, notoriamente heterogéneas metodológicamente, sugieren efectividad.\n")
        < 20
    )


def check_typography(words: str) -> None:
    """Quotes, dashes, spaces and question marks as Spanish sets them in the United States."""
    for wrong in ('"', "'", "«", "»", "...", " ,", " .", " ;", " :", "¿ ", " ?", "¡ ", " !", "( ", " )", "--", "’"):
        if wrong != "--" or "|---" not in words:
            assert wrong not in words, wrong
    assert words.count("“") == words.count("”")
    assert words.count("¿") == words.count("?")
    assert words.count("¡") == words.count("!")
    assert not re.search(r"\b(\w+) \1\b", re.sub(r"[A-Z_]{3,}", "", words)), "a word stands twice"
    assert not re.search(r"\d(a|p)\.?m\b", words)


def _spans(block: Block) -> Iterator[Any]:
    for cell in block.cells or (block.spans,):
        yield from cell


def _entries(content: dict[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _entries(value, f"{place}{key}.")
        else:
            yield f"{place}{key}", value
