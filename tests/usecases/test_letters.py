"""The letter to the prescriber: what was chosen and no more, entered as disclosed in the act that prints it."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from kapdesk.domain.disclosures import Basis, Disclosure
from kapdesk.domain.health import Flag, HowKnown, Weight
from kapdesk.errors import BadInput
from kapdesk.usecases.house import history
from kapdesk.usecases.people import clients, entries
from kapdesk.usecases.prescribing import letters
from kapdesk.usecases.prescribing.letters import Letter, MadeLetter
from kapdesk.usecases.register import disclosures
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.printing.test_plans import HOSTILE

ENTRY = Disclosure(TODAY, "Dr. S. Amari", "", "Review of the order", Basis.TREATMENT)
LETTER = Letter("Dr. S. Amari", why="The third session is near.", reply=True)


@pytest.fixture
def rosa(sample: Vault) -> int:
    return next(row.id for row in clients.list_all_clients(sample, TODAY) if row.name.startswith("Rosa"))


def words_of(made: MadeLetter) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made.pdf)).pages)


def test_only_what_was_chosen_stands_on_the_page(sample: Vault, rosa: int) -> None:
    have = letters.offer(sample, rosa, TODAY)
    bare = words_of(letters.make_letter(sample, rosa, LETTER, TODAY))
    assert "The third session is near." in bare
    assert "The prescriber’s reply" in bare
    for part in ("Ketamine session 3 of 8", "140/90", "Blood pressure", "April 14"):
        assert part not in bare
    full = replace(
        LETTER, position=True, sessions=True, order=True, flags=(have.flags[0].id,), question="May we go on?"
    )
    made = letters.make_letter(sample, rosa, full, TODAY)
    assert made.pages == 1
    words = words_of(made)
    for part in (
        "About Rosa Elena Delgado, born",
        "Ketamine session 3 of 8 today",
        "1: April 14 · 2: May 12",
        "The order of May 2 (Dr. S. Amari). Order valid to Jul 1, 2 doses left.",
        "blood pressure up to 140/90, pulse up to 100",
        "Blood pressure (measured, noted May 12, told May 13",
        "May we go on?",
        "Dana Whitfield",
    ):
        assert part in " ".join(words.split())
    assert "where the course stands; ketamine sessions held" in made.what


def test_of_notes_only_chosen_sections_of_signed_ones(sample: Vault, rosa: int) -> None:
    have = letters.offer(sample, rosa, TODAY)
    assert have.sections
    assert not any("Still to ask: touch agreement" in one.text for one in have.sections)  # that note is a draft
    assert not any("zephyrine" in one.text for one in have.sections)  # that one is a psychotherapy note
    one = have.sections[0]
    made = letters.make_letter(sample, rosa, replace(LETTER, sections=((one.note_id, one.number),)), TODAY)
    assert " ".join(one.text.split())[:40] in " ".join(words_of(made).split())


def test_printing_enters_the_disclosure_and_the_flags_as_told(sample: Vault, rosa: int) -> None:
    entries.save_entry(sample, rosa, Flag("Pregnancy", HowKnown.SAID, Weight.STOP_AND_ASK), NOW)
    flag = next(one for one in entries.entries_of(sample, rosa, Flag) if one.what == "Pregnancy")
    before = disclosures.list_disclosures(sample, rosa)
    made = letters.make_letter(sample, rosa, replace(LETTER, flags=(flag.id,)), TODAY)
    letters.hand_out(sample, made, "printed", ENTRY, "by letter", NOW)
    new, *rest = disclosures.list_disclosures(sample, rosa)
    assert rest == before
    assert (new.sha256, new.how, new.basis) == (made.sha256, "letter, printed", Basis.TREATMENT)
    assert "for you to know" in new.what
    told = next(one for one in entries.entries_of(sample, rosa, Flag) if one.id == flag.id)
    assert (told.told_on, told.told_how, told.answer) == (TODAY, "by letter", "")
    acts = [row.words for row in history.read_history(sample, history.Acts(rosa), NOW.tzinfo)]
    assert {"Letter printed", "Disclosure entered"} <= set(acts)


def test_flags_stay_untold_unless_asked_for_and_a_bad_entry_keeps_nothing(sample: Vault, rosa: int) -> None:
    entries.save_entry(sample, rosa, Flag("Pregnancy", HowKnown.SAID, Weight.STOP_AND_ASK), NOW)
    flag = next(one for one in entries.entries_of(sample, rosa, Flag) if one.what == "Pregnancy")
    made = letters.make_letter(sample, rosa, replace(LETTER, flags=(flag.id,)), TODAY)
    before = len(disclosures.list_disclosures(sample, rosa))
    with pytest.raises(BadInput, match="basis"):
        letters.hand_out(sample, made, "saved", replace(ENTRY, basis=None), "by letter", NOW)
    assert len(disclosures.list_disclosures(sample, rosa)) == before
    letters.hand_out(sample, made, "saved", ENTRY, None, NOW)
    assert next(one for one in entries.entries_of(sample, rosa, Flag) if one.id == flag.id).told_on is None


def test_a_letter_needs_somebody_and_something(sample: Vault, rosa: int) -> None:
    with pytest.raises(BadInput) as problem:
        letters.make_letter(sample, rosa, replace(LETTER, to=" "), TODAY)
    assert problem.value.field == "to"
    with pytest.raises(BadInput) as problem:
        letters.make_letter(sample, rosa, replace(LETTER, why=""), TODAY)
    assert problem.value.field == "why"


def test_the_same_letter_has_the_same_bytes_and_hostile_words_stay_words(sample: Vault, rosa: int) -> None:
    odd = replace(LETTER, why="\n".join(HOSTILE), observed=HOSTILE[0], to=HOSTILE[1], address=HOSTILE[0])
    made = letters.make_letter(sample, rosa, odd, TODAY)
    assert made.sha256 == letters.make_letter(sample, rosa, odd, TODAY).sha256
    words = words_of(made)
    assert "<b>bold</b> & <font size=90>big</font> </para>" in words
    assert "{called} {client} %s $phone ${x}" in words


def test_a_long_letter_goes_on_over_the_page(sample: Vault, rosa: int) -> None:
    made = letters.make_letter(sample, rosa, replace(LETTER, observed="She slept well.\n" * 90), TODAY)
    assert made.pages > 1
