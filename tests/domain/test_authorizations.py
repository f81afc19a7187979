"""Which release lets something go to somebody, said in a sentence before it goes; and what an accounting lists."""

from datetime import date

import pytest

from kapdesk.domain.authorizations import (
    Content,
    Found,
    Release,
    covering,
    needs_release,
    part2_question,
    same_recipient,
)
from kapdesk.domain.disclosures import Basis, Disclosure, Span, accounted
from kapdesk.domain.paper_states import RELEASE, RELEASE_NOTES, Standing, State
from kapdesk.errors import BadInput

DAY = date(2026, 6, 9)
SIGNED = date(2026, 5, 2)
WIDE = (Content.ATTENDANCE, Content.PROGRESS)


def release(state: State = State.SIGNED, covers: tuple[Content, ...] = WIDE, words: str = "", **more: str) -> Release:
    name, about = more.pop("name", RELEASE), more.pop("about", "Dr. S. Amari")
    return Release(Standing(name, about, state, SIGNED, words, 7), covers, **more)


@pytest.mark.parametrize(
    ("found", "kind", "sentence"),
    [
        (release(), Found.COVERED, "The release for Dr. S. Amari of May 2, 2026 covers attendance and dates."),
        (release(State.EXPIRED), Found.EXPIRED, "The release for Dr. S. Amari expired on May 2, 2026."),
        (release(State.REVOKED, words="no more"), Found.REVOKED, "was revoked on May 2, 2026: “no more”."),
        (release(State.NARROWED, words="dates only"), Found.NARROWER, "was narrowed on May 2, 2026: “dates only”."),
        (release(State.DECLINED), Found.MISSING, "was declined on May 2, 2026."),
        (release(State.INCOMPLETE, words="not ticked: what"), Found.MISSING, "is not complete: not ticked: what."),
        (release(State.OUT_OF_DATE), Found.LOOK, "its wording was changed since."),
        (release(covers=()), Found.LOOK, "is on the paper and not entered here. Look at it."),
        (release(one_way="get"), Found.NARROWER, "lets them give to you, not you to them."),
        (
            release(covers=(Content.PROGRESS,)),
            Found.NARROWER,
            "covers progress and questionnaires, not attendance and dates.",
        ),
        (release(ends="when treatment ends"), Found.COVERED, "It ends: “when treatment ends”."),
    ],
)
def test_each_standing_of_a_release_is_one_sentence(found: Release, kind: Found, sentence: str) -> None:
    cover = covering([found], "Dr. S. Amari, Cedar Wash Psychiatry", [Content.ATTENDANCE], DAY)
    assert cover.found is kind
    assert sentence in cover.sentence
    assert cover.asks is (kind is not Found.COVERED)
    assert cover.paper_id == 7


def test_a_later_no_under_another_spelling_is_said_and_a_name_in_capitals_is_a_name() -> None:
    revoked = Release(Standing(RELEASE, "Dr. S. Amari, MD", State.REVOKED, DAY, "no more", 8))
    cover = covering([release(), revoked], "Dr. S. Amari", [Content.ATTENDANCE], DAY)
    assert (cover.found, cover.paper_id) == (Found.LOOK, 7)
    assert "But the release for Dr. S. Amari, MD was revoked" in cover.sentence
    before = Release(Standing(RELEASE, "Dr. S. Amari, MD", State.REVOKED, date(2026, 5, 1), "no more", 8))
    assert covering([release(), before], "Dr. S. Amari", [Content.ATTENDANCE], DAY).found is Found.COVERED
    assert covering([release(about="UCSF")], "UCSF", [Content.ATTENDANCE], DAY).found is Found.COVERED
    assert same_recipient("McDonald", "McDonald, MD")


def test_the_best_release_counts_and_nobody_elses() -> None:
    many = [release(State.EXPIRED), release(about="Dr. Amari’s neighbor"), release(about="dr s amari")]
    assert covering(many, "Dr. S. Amari", [Content.PROGRESS], DAY).found is Found.COVERED
    missing = covering(many, "County Court", [Content.PROGRESS], DAY)
    assert (missing.found, missing.paper_id) == (Found.MISSING, None)
    assert missing.sentence == "No release for County Court is on file."
    alike = covering([release(about="Dr. S. Amari, prescriber")], "Dr. S. Amari, Cedar Wash", [Content.PROGRESS], DAY)
    assert (alike.found, alike.paper_id) == (Found.LOOK, 7)
    assert "is on file. Is it for Dr. S. Amari, Cedar Wash? Look at it." in alike.sentence


@pytest.mark.parametrize(
    ("about", "to_whom", "same"),
    [
        ("Lenore Pike, PMHNP", "LENORE PIKE, Cedar Wash, Fax 505-555-0128", True),
        ("Cedar Wash Psychiatry", "Dr. S. Amari, Cedar Wash Psychiatry", True),
        ("Dr. S. Amari, Cedar Wash Psychiatry", "Cedar Wash Psychiatry", False),
        ("Dr. José Núñez", "Jose Nunez", True),
        ("Smith, John", "Smith, Mary", False),
        ("", "Dr. S. Amari", False),
        ("Dr. S. Amari", "Dr. S. Amaris", False),
    ],
)
def test_the_same_recipient_is_known_by_the_name_with_or_without_its_place(
    about: str, to_whom: str, same: bool
) -> None:
    assert same_recipient(about, to_whom) is same


def test_psychotherapy_notes_need_a_form_of_their_own_and_a_basis_is_enough_for_the_rest() -> None:
    notes = (Content.NOTES, Content.SUMMARY)
    cover = covering([release(covers=tuple(Content))], "Dr. S. Amari", notes, DAY)
    assert cover.found is Found.MISSING
    assert "need a form of their own" in cover.sentence
    own = release(name=RELEASE_NOTES, covers=())
    assert covering([own], "Dr. S. Amari", notes, DAY).found is Found.COVERED
    assert [basis for basis in Basis if needs_release(basis, ())] == [Basis.AUTHORIZATION]
    assert not {Basis.THREAT, Basis.REQUIRED_BY_LAW, Basis.TO_CLIENT} & {
        basis for basis in Basis if needs_release(basis, notes)
    }
    assert needs_release(Basis.TREATMENT, notes)


def test_part_2_is_asked_about_unless_a_release_covers_it() -> None:
    covered = covering([release()], "Dr. S. Amari", [Content.PROGRESS], DAY)
    assert part2_question(Basis.AUTHORIZATION, covered) == ""
    assert "42 CFR Part 2" in part2_question(Basis.TREATMENT, None)


def test_an_accounting_leaves_out_what_the_law_leaves_out_and_goes_back_six_years() -> None:
    entries = [Disclosure(DAY, basis.value, "x", "y", basis, id=number) for number, basis in enumerate(Basis)]
    span = Span(date(2020, 6, 9), DAY).checked(DAY)
    assert [one.to_whom for one in accounted(entries, span)] == ["required_by_law", "threat", "other"]
    assert len(accounted(entries, Span(span.first, span.last, whole=True))) == len(Basis)
    assert accounted(entries, Span(date(2020, 6, 9), date(2026, 6, 8))) == ()
    for first, last in ((date(2020, 6, 8), DAY), (DAY, date(2026, 6, 1)), (SIGNED, date(2026, 6, 10))):
        with pytest.raises(BadInput):
            Span(first, last).checked(DAY)
