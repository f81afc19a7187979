"""The practice's own wording: versions that never change, drafts that are never lost, files that are checked."""

import io
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from kapdesk.errors import BadInput, BadWording, CannotWrite, NotFound
from kapdesk.printing import own, text
from kapdesk.usecases.house import history, opening, practice
from kapdesk.usecases.house.practice import PracticeFacts
from kapdesk.usecases.house.secrets import Secret
from kapdesk.usecases.paper import papers, proof, wording
from kapdesk.usecases.paper.proof import PaperText
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.vault.database import Vault
from tests.conftest import FACTS, NOW, PASSPHRASE, TODAY

NAME, EN = "kap-introduction", "en"
OWN = PaperText("Before you begin", "For newcomers.", "# Before you begin\n\nI am $therapist.\n\nCall $contact.\n")


def printed(vault: Vault) -> str:
    """The words of the paper as it is printed now."""
    pages = PdfReader(io.BytesIO(papers.print_paper(vault, NAME, "letter", TODAY).pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def save(vault: Vault, written: PaperText = OWN, change: wording.Change = "wording") -> wording.CurrentWording:
    return wording.save_wording(vault, NAME, EN, written, change, NOW)


def test_the_shipped_text_counts_until_one_writes_another(vault: Vault) -> None:
    shipped = wording.current_wording(vault, NAME)
    assert (shipped.own, shipped.version) == (False, 1)
    assert shipped.sha256 == text.load(NAME).sha256
    saved = save(vault)
    assert wording.current_wording(vault, NAME) == saved
    assert (saved.own, saved.version, saved.based_on, saved.text) == (True, 2, 1, OWN)
    row = next(one for one in papers.list_papers(vault) if one.name == NAME)
    assert (row.title, row.purpose, row.version, row.own) == ("Before you begin", "For newcomers.", "2", True)
    assert "I am Robin Alder, PhD, LPCC. Call 505-555-0199 · robin@example.org." in printed(vault)
    assert "version 2" in printed(vault)
    with pytest.raises(NotFound):
        wording.current_wording(vault, "nothing")


def test_a_paper_handed_over_keeps_version_and_bytes(vault: Vault) -> None:
    client = clients.create_client(vault, ClientFacts("Ada Quill"), NOW)
    save(vault)
    made = papers.print_paper(vault, NAME, "letter", TODAY, client)
    papers.hand_to_client(vault, made, client, "saved", NOW)
    save(vault, replace(OWN, title="Another"))
    given_then = papers.papers_of_client(vault, client)[0]
    assert (given_then.title, given_then.version, given_then.sha256) == ("Before you begin", "2", made.sha256)


def test_versions_are_listed_with_date_kind_and_size(vault: Vault) -> None:
    save(vault)
    wording.save_wording(vault, NAME, EN, replace(OWN, body="Much shorter."), "material", NOW + timedelta(days=1))
    wording.back_to_shipped(vault, NAME, EN, NOW + timedelta(days=2))
    words = len(text.load(NAME).body.split())
    assert [(one.number, one.change, one.size, one.counts) for one in wording.versions(vault, NAME)] == [
        (4, "shipped", words, False), (3, "material", 2, False), (2, "wording", 9, False), (0, "", words, True),
    ]  # fmt: skip
    assert [one.at for one in wording.versions(vault, NAME)][1:] == [NOW + timedelta(days=1), NOW, None]
    assert wording.text_of(vault, NAME, EN, 2) == OWN
    assert wording.text_of(vault, NAME, EN, 4).body == text.load(NAME).body
    with pytest.raises(NotFound, match="no version 9"):
        wording.text_of(vault, NAME, EN, 9)


def test_the_difference_names_title_and_purpose_in_words(vault: Vault) -> None:
    new = replace(OWN, title="Before we begin", body=OWN.body.replace("Call", "Write to"))
    changed = [(one.kind, one.words) for one in wording.difference(OWN, new) if one.kind != "same"]
    assert changed == [
        ("removed", "Title: Before you begin"), ("added", "Title: Before we begin"),
        ("removed", "Call $contact."), ("added", "Write to $contact."),
    ]  # fmt: skip


def test_what_does_not_differ_is_no_version(vault: Vault) -> None:
    for number in (1, 2):
        now = wording.current_wording(vault, NAME).text
        with pytest.raises(BadInput, match=f"Nothing differs from version {number}"):
            save(vault, now)
        if number == 1:
            save(vault)
    assert len(wording.versions(vault, NAME)) == 2


def test_the_shipped_text_can_count_again_and_that_can_be_taken_back(vault: Vault) -> None:
    save(vault, change="material")
    draft = replace(OWN, body="I began to write")
    wording.keep_draft(vault, NAME, EN, draft, NOW)
    undo = wording.back_to_shipped(vault, NAME, EN, NOW)
    assert wording.current_wording(vault, NAME).text.body == text.load(NAME).body
    assert "version 1" in printed(vault)
    assert wording.draft_of(vault, NAME) is None
    with pytest.raises(BadInput, match="counts already"):
        wording.back_to_shipped(vault, NAME, EN, NOW)
    undo.take_back(vault, NOW)
    again = wording.current_wording(vault, NAME)
    assert (again.text, again.version) == (OWN, 4)
    kept = wording.draft_of(vault, NAME)
    assert kept is not None
    assert kept.text == draft
    newer = wording.back_to_shipped(vault, NAME, EN, NOW)
    save(vault, replace(OWN, title="Newer"))
    with pytest.raises(BadInput, match="newer version"):
        newer.take_back(vault, NOW)


@pytest.mark.parametrize(
    ("body", "line", "sentence"),
    [
        ("one\n\n$nobody", 3, "Line 3: the field $nobody is not one of this paper’s."),
        ("one\n- two\n- costs $5", 3, "Line 3: a lone $; write $$ for a dollar sign."),
        ("![a](b)", 1, "Line 1: image cannot be printed; write it as text."),
        ("one\r\n\r\n<b>two</b>", 3, "Line 3: html inline cannot be printed; write it as text."),
        ("one\n\n- a\n  - b\n    - c\n      - d\n        - e", 7, "Line 7: too many lists or boxes within each other."),
        (" \n", 1, "Line 1: there are no words yet."),
        ("one\n\ud800", 2, "half of a character"),
        ("x" * own.LARGEST, 0, "larger than 1 MB"),
        ("|" + "a|" * 60 + "\n|" + "-|" * 60, 0, "No page can hold this text."),
    ],
)
def test_bad_wording_is_said_at_its_line_and_not_kept(vault: Vault, body: str, line: int, sentence: str) -> None:
    with pytest.raises(BadWording) as failed:
        save(vault, replace(OWN, body=body))
    assert sentence in str(failed.value)
    assert failed.value.line == line
    assert len(wording.versions(vault, NAME)) == 1


@pytest.mark.parametrize(
    ("written", "field"),
    [
        (replace(OWN, title=" "), "title"),
        (replace(OWN, title="x" * 201), "title"),
        (replace(OWN, purpose=""), "purpose"),
        (replace(OWN, purpose="\udfff"), "purpose"),
    ],
)
def test_title_and_purpose_are_checked(vault: Vault, written: PaperText, field: str) -> None:
    with pytest.raises(BadInput) as failed:
        save(vault, written)
    assert failed.value.field == field


def test_a_field_that_is_left_out_is_warned_of_and_no_longer_asked_for(vault: Vault) -> None:
    practice.save_practice(vault, replace(FACTS, phone="", email=""), NOW)
    assert [one.field for one in papers.questions(vault, NAME)] == ["phone"]
    without = replace(OWN, body="I am $therapist. My license: $licence.")
    made = wording.proof_maker(vault, NAME, EN, TODAY)(without)
    assert [one.split(" (")[0] for one in made.warnings] == [
        "Your text leaves out $practice_name", "Your text leaves out $contact",
    ]  # fmt: skip
    save(vault, without)
    assert papers.questions(vault, NAME) == []
    assert "My license: NM-0000." in printed(vault)


def test_a_proof_shows_in_brackets_what_is_not_on_file(vault: Vault) -> None:
    practice.save_practice(vault, replace(FACTS, therapist=""), NOW)
    made = wording.proof_maker(vault, NAME, EN, TODAY)(OWN)
    page = PdfReader(io.BytesIO(made.pdf)).pages[0].extract_text()
    assert "I am [your name]." in page
    assert "version 2" in page


def test_the_fields_are_offered_with_what_they_print(vault: Vault) -> None:
    fields = {one.name: one for one in wording.fields_to_insert(vault, NAME)}
    assert list(fields)[:3] == ["practice_name", "therapist", "contact"]
    assert fields["licence"].ask == "your license number"
    assert fields["therapist"].value == "Robin Alder, PhD, LPCC"


def test_a_draft_is_kept_whatever_it_says_and_is_there_after_a_crash(vault: Vault, tmp_path: Path) -> None:
    draft = PaperText("", "", "half a sentence $ and \ud800 <b>")
    wording.keep_draft(vault, NAME, EN, draft, NOW)
    copy = tmp_path / "after.kapdesk"
    vault.checkpoint()
    shutil.copytree(vault.folder, copy)  # as a crash leaves it
    found = opening.open_practice(opening.unlock(copy, Secret.passphrase(PASSPHRASE), NOW), NOW)
    try:
        assert wording.draft_of(found, NAME) == wording.WordingDraft(draft, NOW)
        row = next(one for one in papers.list_papers(found) if one.name == NAME)
        assert (row.draft_at, row.own) == (NOW, False)
    finally:
        opening.close_practice(found, NOW)


def test_a_draft_is_over_when_it_is_saved_or_like_what_counts(vault: Vault) -> None:
    wording.keep_draft(vault, NAME, EN, OWN, NOW)
    save(vault)
    assert wording.draft_of(vault, NAME) is None
    wording.keep_draft(vault, NAME, EN, replace(OWN, body="other"), NOW)
    wording.keep_draft(vault, NAME, EN, OWN, NOW)
    assert wording.draft_of(vault, NAME) is None


def test_a_discarded_draft_can_come_back(vault: Vault) -> None:
    wording.keep_draft(vault, NAME, EN, OWN, NOW)
    undo = wording.discard_draft(vault, NAME, EN, NOW)
    assert wording.draft_of(vault, NAME) is None
    undo.take_back(vault, NOW)
    assert wording.draft_of(vault, NAME) == wording.WordingDraft(OWN, NOW)


def test_a_wording_goes_to_a_file_and_comes_back_the_same(vault: Vault, tmp_path: Path) -> None:
    odd = PaperText('A "title" with \\ and 👩', "It’s\x7f for us.", 'a | b\n\n+++\n\n[x]: y\n\n"$therapist" \\$$ \n')
    save(vault, odd)
    file = tmp_path / "mine.md"
    assert wording.export_wording(vault, NAME, EN, file, NOW) == 2
    wording.back_to_shipped(vault, NAME, EN, NOW)
    wording.keep_draft(vault, NAME, EN, OWN, NOW)
    undo = wording.import_wording(vault, NAME, EN, file, NOW)
    found = wording.draft_of(vault, NAME)
    assert found is not None
    assert found.text == odd
    assert not wording.current_wording(vault, NAME).own  # a file is a draft until it is saved
    undo.take_back(vault, NOW)
    assert wording.draft_of(vault, NAME) == wording.WordingDraft(OWN, NOW)
    words = [one.words for one in history.practice_history(vault)][:4]
    assert words == [
        f"Wording read in from a file: {text.load(NAME).title}",
        f"Back to the shipped text: {text.load(NAME).title}, version 1",
        'Wording written to a file: A "title" with \\ and 👩, version 2',
        'Own wording saved: A "title" with \\ and 👩, version 2, wording only',
    ]


HEAD = '+++\nkind = "handout"\ntitle = "T"\npurpose = "P"\nversion = 7\n'


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (HEAD.replace("handout", "consent") + "+++\nx", "line 2: the kind of this paper stays “handout”"),
        (HEAD + 'name = "other"\n+++\nx', "line 6: these are the words of another paper, not of “kap-introduction”"),
        (HEAD + 'signatures = ["client"]\n+++\nx', "line 6: who signs this paper cannot be changed"),
        (HEAD + "initials = true\n+++\nx", "line 6: what is initialled cannot be changed"),
        (HEAD + 'fields = [{ name = "dose", ask = "x" }]\n+++\n$dose', "line 6: nothing on file is called “dose”"),
        (HEAD + "+++\n\n$therapist", "line 8: the field $therapist is not one"),
        (HEAD + "version = 8\n+++\nx", "line 6: the head is not well formed"),
        (HEAD + "version = 1e400\n+++\nx", "the head is not well formed"),
        ("only words", "line 1: it must begin with a head"),
        (b"+++\n\n\xff", "line 3: it is not text in UTF-8"),
        (b"x" * (own.LARGEST + 1), "larger than 1 MB"),
        (b"", "line 1"),
    ],
)
def test_a_file_is_refused_with_its_line(vault: Vault, tmp_path: Path, data: str | bytes, sentence: str) -> None:
    file = tmp_path / "given.md"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(BadWording) as failed:
        wording.import_wording(vault, NAME, EN, file, NOW)
    assert str(failed.value).startswith("given.md")
    assert sentence in str(failed.value)
    assert wording.draft_of(vault, NAME) is None


def test_a_file_written_elsewhere_is_read(vault: Vault, tmp_path: Path) -> None:
    file = tmp_path / "given.md"
    fields = 'fields = [{ name = "phone", ask = "their telephone" }]\n+++\n'
    file.write_bytes(b"\xef\xbb\xbf" + (HEAD + fields + "One\n\n$phone\n").replace("\n", "\r\n").encode())
    wording.import_wording(vault, NAME, EN, file, NOW)
    draft = wording.draft_of(vault, NAME)
    assert draft is not None
    assert draft.text == PaperText("T", "P", "One\n\n$phone\n")
    with pytest.raises(CannotWrite, match="not there"):
        wording.import_wording(vault, NAME, EN, tmp_path / "none.md", NOW)


def test_a_place_that_cannot_be_written_to_is_said_and_not_entered(vault: Vault, tmp_path: Path) -> None:
    before = len(history.practice_history(vault))
    with pytest.raises(CannotWrite):
        wording.export_wording(vault, NAME, EN, tmp_path / "none" / "x.md", NOW)
    assert len(history.practice_history(vault)) == before


def test_headings_may_begin_at_any_level(vault: Vault) -> None:
    save(vault, replace(OWN, body="#### Deep\n\nwords\n\n# Title\n\n### Skipped\n\nmore"))
    assert "Skipped" in printed(vault)


SIGNS = (
    "# ", "## ", "### ", "- ", "1. ", "> ", "\n", "\n\n", "**", "*", "_", "`", "``", "$therapist", "$$", "$", "word ", "    ",
    "\t", "\\", "&amp;", "&#36;", "<b>", "[a]: b", "[a](b)", "![x](y)", "~~~", "---", "+++", "===", "é", "👩", "\ud800", "\x00",
    "\u202e", "עברית", "日本", "\u2028", "\x0c", "\xad", "<http://a>", "|", "|---|---|", "\n|word|✓|", "longwordwithoutend" * 9,
    "|a|b|\n|-|-|\n|c|d|\n", "> > > ",
)  # fmt: skip
MARKDOWN = st.lists(st.sampled_from(SIGNS) | st.text(max_size=5), max_size=40).map("".join)
PROOF = proof.maker(text.load(NAME), PracticeFacts(name="J"), 2, date(2026, 6, 9))


@settings(max_examples=120, deadline=None)
@given(MARKDOWN)
def test_whatever_is_typed_is_printed_or_said_at_its_line(body: str) -> None:
    wrong_line = 0
    try:
        made = proof.written_anew(text.load(NAME), replace(OWN, body=body), 2)
        pages = PROOF(replace(OWN, body=body)).pages
    except BadWording as error:
        wrong_line = error.line
    else:
        assert pages > 0
        values = {"therapist": "T", "contact": "C"}
        assert sum(block.words.count("word") for block in text.fill(made, values)) == body.count("word")
        assert text.parse(own.as_bytes(made), NAME, EN) == made
        return
    assert 1 <= wrong_line <= len(body.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


@settings(max_examples=100, deadline=None)
@given(st.text(), st.text())
def test_any_title_is_kept_or_said(title: str, purpose: str) -> None:
    wrong = ""
    try:
        made = proof.written_anew(text.load(NAME), PaperText(title, purpose, "words"), 2)
    except BadInput as problem:
        wrong = problem.field
    else:
        assert text.parse(own.as_bytes(made), NAME, EN) == made
        return
    assert wrong in ("title", "purpose")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([b"", b"+++\n", HEAD.encode()]), st.binary(max_size=60), st.sampled_from([b"", b"\n+++\nwords"]))
def test_any_file_is_read_or_refused(before: bytes, data: bytes, after: bytes) -> None:
    shipped = text.load(NAME)
    wrong_line = 1
    try:
        made = own.adopt(before + data + after, shipped, "given.md")
    except BadWording as error:
        wrong_line = error.line
    else:
        assert (made.name, made.kind) == (NAME, shipped.kind)
    assert wrong_line > 0
