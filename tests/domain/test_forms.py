"""Forms, quick choices and snippets: what is written stays as written, what was not asked says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapdesk.domain import choices, forms, snippets
from kapdesk.domain.notes import NoteKind
from kapdesk.errors import BadInput

PREPARATION = forms.own_form(NoteKind.PREPARATION)
LINES = st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=30)


@pytest.mark.parametrize(
    "form", [*(forms.own_form(kind) for kind in NoteKind), *forms.SHARED], ids=lambda one: one.name
)
def test_a_scaffold_is_the_sections_and_holds_no_words(form: forms.Form) -> None:
    text = forms.scaffold(form)
    assert [name for name, _ in forms.sections_of(text)] == list(form.sections)
    assert not forms.has_words(text, form)
    assert forms.empty_sections(text, form) == list(form.sections)


def test_every_session_note_has_what_a_session_note_carries() -> None:
    for kind in (NoteKind.PREPARATION, NoteKind.KETAMINE, NoteKind.INTEGRATION, NoteKind.GENERAL):
        assert {"Intervention", "Response", "Mental status", "Risk", "Plan"} <= set(forms.own_form(kind).sections)


def test_only_empty_headings_of_the_form_are_left_out() -> None:
    text = "## Risk\n\n## Plan\nCall on Friday.\n\n## My own heading\n\n## Response\n   \n"
    assert forms.without_empty_sections(text, PREPARATION) == "## Plan\nCall on Friday.\n\n## My own heading\n"
    assert forms.empty_sections(text, PREPARATION) == ["Risk", "Response"]


@given(st.lists(st.one_of(LINES, st.sampled_from([f"## {name}" for name in PREPARATION.sections])), max_size=12))
def test_whatever_is_written_is_kept_but_for_empty_headings(lines: list[str]) -> None:
    kept = forms.without_empty_sections("\n".join(lines), PREPARATION).split("\n")
    heads = {f"## {name}" for name in PREPARATION.sections}
    assert [one for one in kept if one.strip() and one.strip() not in heads] == [
        one for one in lines if one.strip() and one.strip() not in heads
    ]


@given(st.text(max_size=60), st.sampled_from(forms.SHARED))
def test_another_form_keeps_every_word(words: str, after: forms.Form) -> None:
    text = f"## Plan\n{words}\n\n## Risk\n\n"
    changed = forms.rearranged(text, PREPARATION, after)
    assert not words.strip() or words.strip("\n") in changed
    assert {name for name, _ in forms.sections_of(changed)} >= set(after.sections)


def test_carrying_forward_fills_empty_sections_and_says_whence() -> None:
    present = "## Goals and intention\nStay.\n\n## Plan\n\n## Risk\n\n"
    old = "## Goals and intention\nOld goal.\n\n## Plan\nWalk daily.\n\n## Risk\nasked, denied\n"
    carried = forms.carried(old, present, "June 2, 2026", PREPARATION)
    assert "Old goal." not in carried
    assert "## Plan\n\n*Carried from the note of June 2, 2026:*\n\nWalk daily." in carried
    assert "asked, denied" in carried
    only = forms.carried(old, present, "June 2, 2026", PREPARATION, only="Risk")
    assert "Walk daily." not in only
    assert "asked, denied" in only
    assert forms.carried("nothing under headings", present, "June 2, 2026", PREPARATION) == present


@pytest.mark.parametrize(
    ("name", "sections", "field"),
    [
        ("  ", ["One"], "name"),
        ("SOAP", ["One"], "name"),
        ("integration", ["One"], "name"),
        ("x" * 61, ["One"], "name"),
        ("Couples", ["One", "one"], "sections"),
        ("Couples", [str(number) for number in range(31)], "sections"),
    ],
)
def test_a_form_that_cannot_be_kept_is_said(name: str, sections: list[str], field: str) -> None:
    with pytest.raises(BadInput) as told:
        forms.checked_form(name, sections)
    assert told.value.field == field
    assert forms.checked_form(" Couples  session ", ["## Both ", " ", "Each"]) == ("Couples session", ("Both", "Each"))


@pytest.mark.parametrize("sheet", choices.SHEETS, ids=lambda one: one.key)
def test_nothing_is_normal_unless_it_was_chosen(sheet: choices.Sheet) -> None:
    lines = choices.sentences(sheet, {}, {}).split("\n")
    assert lines == [f"- **{group.name}:** not assessed." for group in sheet.groups]
    first = sheet.groups[0]
    said = choices.sentences(sheet, {first.name: [first.choices[0]]}, {sheet.groups[1].name: " in words. "})
    assert said.split("\n")[:2] == [
        f"- **{first.name}:** {first.choices[0]}.",
        f"- **{sheet.groups[1].name}:** in words.",
    ]


@pytest.mark.parametrize(
    ("line", "name"),
    [(";call", ";call"), ("Then ;call", ";call"), ("x;call", ""), ("; call", ""), (";Call", ""), (";mse", ";mse")],
)
def test_a_snippet_is_a_word_of_its_own(line: str, name: str) -> None:
    assert snippets.before_cursor(line) == name


def test_shipped_snippets_have_names_and_places() -> None:
    for one in snippets.SHIPPED:
        assert snippets.checked_snippet(one.name, one.text) == (one.name, one.text)
        assert snippets.places(one.text)
    for name, text, field in (("two words", "x", "name"), (";mse", "x", "name"), (";ok", "  ", "text")):
        with pytest.raises(BadInput) as told:
            snippets.checked_snippet(name, text)
        assert told.value.field == field
