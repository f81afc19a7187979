"""Plans in the vault: drafts that are kept, versions that never change, signatures on paper, printing."""

import hashlib
import io
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from kapdesk.domain.plans import Goal, Person, PlanKind, SafetyPlan, TreatmentPlan
from kapdesk.errors import BadInput, KapdeskError, NotFound, PracticeDamaged, RecordSigned
from kapdesk.records.guards import GUARDS
from kapdesk.usecases.house import history, practice
from kapdesk.usecases.paper import papers
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import plans
from kapdesk.vault.database import Vault
from tests.conftest import FACTS, NOW, TODAY
from tests.domain.test_plans import SAFETY, SLEEP, TREATMENT

T, S = PlanKind.TREATMENT, PlanKind.SAFETY
LATER = NOW + timedelta(days=3)


@pytest.fixture
def ada(vault: Vault) -> int:
    facts = ClientFacts("Ada Quill", preferred_name="Addie", birth_date=date(1985, 2, 17))
    return clients.create_client(vault, facts, NOW)


def acts(vault: Vault, client_id: int) -> list[str]:
    """What the history says of the client's plans, the oldest first."""
    rows = [row.words for row in reversed(history.client_history(vault, client_id))]
    return [words for words in rows if words != "Client entered"]


def test_there_is_nothing_at_first(vault: Vault, ada: int) -> None:
    for kind in PlanKind:
        assert plans.current_plan(vault, ada, kind) is None
        assert plans.versions(vault, ada, kind) == []
        assert plans.get_draft(vault, ada, kind) is None
    assert plans.goals_of(vault, ada) == ()


@pytest.mark.parametrize("plan", [TREATMENT, SAFETY])
def test_a_version_is_read_as_it_was_saved(vault: Vault, ada: int, plan: plans.Plan) -> None:
    saved = plans.save_version(vault, ada, plan, NOW)
    assert (saved.version, saved.plan, saved.saved_at, saved.signatures) == (1, plan, NOW, ())
    assert plans.current_plan(vault, ada, saved.kind) == saved
    with vault.read() as db:
        body, kept = db.execute(text("SELECT body, sha256 FROM care_plan")).one()
    assert saved.sha256 == kept == hashlib.sha256(body).hexdigest()
    assert json.loads(body)["version"] == 1
    assert acts(vault, ada) == [f"Plan saved: {saved.kind.words.lower()}, version 1"]


def test_versions_count_up_for_each_kind_and_stay(vault: Vault, ada: int) -> None:
    first = plans.save_version(vault, ada, SAFETY, NOW)
    plans.save_version(vault, ada, TREATMENT, NOW)
    second = plans.save_version(vault, ada, replace(SAFETY, reasons="the garden, and Mateo"), LATER)
    assert second.version == 2
    assert plans.versions(vault, ada, S) == [second, first]
    assert [one.version for one in plans.versions(vault, ada, T)] == [1]


def test_what_says_the_same_makes_no_other_version(vault: Vault, ada: int) -> None:
    first = plans.save_version(vault, ada, TREATMENT, NOW)
    plans.save_draft(vault, ada, replace(TREATMENT, agreed="every week"), LATER)
    assert plans.save_version(vault, ada, replace(TREATMENT, concerns=f" {TREATMENT.concerns}\n"), LATER) == first
    assert plans.get_draft(vault, ada, T) is None
    assert len(plans.versions(vault, ada, T)) == 1


def test_what_cannot_be_saved_leaves_everything_as_it_was(vault: Vault, ada: int) -> None:
    plans.save_draft(vault, ada, SafetyPlan(people=(Person("", "505"),)), NOW)
    before = acts(vault, ada)
    with pytest.raises(BadInput, match="Say who this is"):
        plans.save_version(vault, ada, SafetyPlan(people=(Person("", "505"),)), NOW)
    with pytest.raises(BadInput, match="Nothing is written yet"):
        plans.save_version(vault, ada, TreatmentPlan(), NOW)
    with pytest.raises(KapdeskError):
        plans.save_version(vault, 999, TREATMENT, NOW)
    assert plans.get_draft(vault, ada, S) is not None
    assert acts(vault, ada) == before


def test_a_draft_is_kept_letter_by_letter(vault: Vault, ada: int) -> None:
    loose = TreatmentPlan(
        "low \n\n mood\n ", (Goal(1, " x", ("", " step\t", ""), "\n"), Goal(2)), "<b>&\ud83d", None, 0
    )
    assert plans.save_draft(vault, ada, loose, NOW, review_typed="9/31/26")
    draft = plans.get_draft(vault, ada, T)
    assert draft is not None
    assert (draft.plan, draft.review_typed, draft.changed_at) == (loose, "9/31/26", NOW)
    for at in (NOW, LATER):
        plans.save_draft(vault, ada, loose, at, review_typed="9/31/26")
    assert plans.get_draft(vault, ada, T) == draft
    assert plans.get_draft(vault, ada, S) is None
    assert acts(vault, ada) == ["Plan being written: treatment plan"]


def test_a_lone_surrogate_is_saved_and_printed_around(vault: Vault, ada: int) -> None:
    saved = plans.save_version(vault, ada, SafetyPlan("a\ud83db"), NOW)
    assert plans.current_plan(vault, ada, S) == saved
    assert plans.print_plan(vault, saved.id, "letter", TODAY).pages == 1


def test_what_says_the_same_as_the_version_is_no_draft(vault: Vault, ada: int) -> None:
    assert not plans.save_draft(vault, ada, TreatmentPlan(), NOW)
    plans.save_version(vault, ada, SAFETY, NOW)
    assert plans.save_draft(vault, ada, replace(SAFETY, reasons=""), NOW)
    assert not plans.save_draft(vault, ada, SAFETY, NOW)
    assert plans.get_draft(vault, ada, S) is None


def test_a_discarded_draft_comes_back(vault: Vault, ada: int) -> None:
    plans.save_draft(vault, ada, SAFETY, NOW)
    kept = plans.get_draft(vault, ada, S)
    undo = plans.discard_draft(vault, ada, S, NOW)
    assert undo.words == "Draft of the safety plan discarded"
    assert plans.get_draft(vault, ada, S) is None
    undo.take_back(vault, NOW)
    assert plans.get_draft(vault, ada, S) == kept
    assert acts(vault, ada) == [
        "Plan being written: safety plan",
        "Draft of a plan discarded: safety plan",
        "Plan being written: safety plan",
    ]


def test_bringing_a_draft_back_never_takes_the_place_of_another(vault: Vault, ada: int) -> None:
    plans.save_draft(vault, ada, SAFETY, NOW)
    undo = plans.discard_draft(vault, ada, S, NOW)
    other = SafetyPlan("begun since")
    plans.save_draft(vault, ada, other, NOW)
    with pytest.raises(BadInput, match="Another draft was begun since"):
        undo.take_back(vault, NOW)
    draft = plans.get_draft(vault, ada, S)
    assert draft is not None
    assert draft.plan == other
    with pytest.raises(NotFound):
        plans.discard_draft(vault, ada, T, NOW)


def test_a_removed_goal_comes_back_into_what_is_being_written(vault: Vault, ada: int) -> None:
    plans.save_version(vault, ada, TREATMENT, NOW)
    without = replace(TREATMENT, goals=TREATMENT.goals[1:], agreed="new words")
    plans.save_draft(vault, ada, without, NOW, review_typed="soon")
    plans.restore_goal(vault, ada, SLEEP, 0, NOW)
    draft = plans.get_draft(vault, ada, T)
    assert draft is not None
    assert draft.plan == replace(TREATMENT, agreed="new words")
    assert draft.review_typed == "soon"
    plans.save_version(vault, ada, without, NOW)
    plans.restore_goal(vault, ada, SLEEP, 0, NOW)
    draft = plans.get_draft(vault, ada, T)
    assert draft is not None
    assert draft.plan == replace(TREATMENT, agreed="new words")


def test_notes_see_the_goals_of_the_newest_version(vault: Vault, ada: int) -> None:
    plans.save_version(vault, ada, TREATMENT, NOW)
    plans.save_draft(vault, ada, TreatmentPlan(goals=(Goal(9, "not saved"),)), NOW)
    assert plans.goals_of(vault, ada) == TREATMENT.goals
    assert plans.goals_of(vault, ada)[0].name == "Goal 1"


def test_a_signature_on_paper_is_entered_for_its_version(vault: Vault, ada: int) -> None:
    first = plans.save_version(vault, ada, TREATMENT, NOW)
    by = plans.signers(vault, ada)
    assert by == ("Ada Quill (client)", "Robin Alder, PhD, LPCC (therapist)")
    entered = plans.enter_signature(vault, first.id, [*by, " "], date(2026, 6, 8), NOW)
    assert [(one.by, one.on) for one in entered.signatures] == [(name, date(2026, 6, 8)) for name in by]
    second = plans.save_version(vault, ada, replace(TREATMENT, agreed="new"), LATER)
    assert second.signatures == ()
    assert plans.versions(vault, ada, T)[1] == entered
    assert "Plan entered as signed on paper: treatment plan, version 1" in acts(vault, ada)


def test_a_signature_needs_a_name_and_a_day_that_was(vault: Vault, ada: int) -> None:
    saved = plans.save_version(vault, ada, TREATMENT, NOW)
    with pytest.raises(BadInput, match="Say who signed"):
        plans.enter_signature(vault, saved.id, ["", " "], TODAY, NOW)
    with pytest.raises(BadInput, match="June 10 is still to come"):
        plans.enter_signature(vault, saved.id, ["Ada"], date(2026, 6, 10), NOW)
    with pytest.raises(NotFound):
        plans.enter_signature(vault, 99, ["Ada"], TODAY, NOW)
    plans.enter_signature(vault, saved.id, ["Ada"], TODAY, NOW)
    with pytest.raises(BadInput, match="entered already"):
        plans.enter_signature(vault, saved.id, ["Somebody", "Ada"], TODAY, NOW)
    current = plans.current_plan(vault, ada, T)
    assert current is not None
    assert [one.by for one in current.signatures] == ["Ada"]


def test_a_saved_version_cannot_change_by_sql(vault: Vault, ada: int) -> None:
    saved = plans.save_version(vault, ada, TREATMENT, NOW)
    plans.enter_signature(vault, saved.id, ["Ada"], TODAY, NOW)
    for statement in (
        "UPDATE care_plan SET body = x'7b7d'",
        "DELETE FROM care_plan",
        "UPDATE plan_signature SET signed_by = 'Eve'",
        "DELETE FROM plan_signature",
    ):
        with pytest.raises(RecordSigned), vault.write() as db:
            db.execute(text(statement))
    assert plans.versions(vault, ada, T)[0].plan == TREATMENT


def test_bytes_that_are_not_those_that_were_saved_are_never_shown(vault: Vault, ada: int) -> None:
    saved = plans.save_version(vault, ada, SAFETY, NOW)
    with vault.read() as db:
        assert plans.check_plans(db) == 1
    with vault.write() as db:
        db.execute(text("DROP TRIGGER care_plan_update_guard"))
        db.execute(text("UPDATE care_plan SET body = CAST(replace(body, '505-555-0142', '505-555-0199') AS BLOB)"))
        db.execute(text(GUARDS["care_plan_update_guard"]))
    for read in (
        lambda: plans.current_plan(vault, ada, S),
        lambda: plans.versions(vault, ada, S),
        lambda: plans.print_plan(vault, saved.id, "letter", TODAY),
        lambda: plans.save_version(vault, ada, SafetyPlan("new"), NOW),
    ):
        with pytest.raises(PracticeDamaged, match="A plan is not as it was saved"):
            read()
    with pytest.raises(PracticeDamaged), vault.read() as db:
        plans.check_plans(db)


def test_a_printed_plan_is_entered_among_the_papers(vault: Vault, ada: int) -> None:
    plans.save_version(vault, ada, SAFETY, NOW)
    saved = plans.save_version(vault, ada, replace(SAFETY, reasons="Mateo"), NOW)
    printed = plans.print_plan(vault, saved.id, "a4", TODAY)
    assert (printed.name, printed.title, printed.version, printed.page, printed.pages) == (
        "safety-plan",
        "Safety plan",
        "2",
        "a4",
        1,
    )
    papers.hand_to_client(vault, printed, ada, "printed", NOW)
    given = papers.papers_of_client(vault, ada)[0]
    assert (given.title, given.version, given.how, given.sha256) == ("Safety plan", "2", "printed", printed.sha256)
    assert acts(vault, ada)[-1] == "Paper printed: Safety plan, version 2"
    words = PdfReader(io.BytesIO(printed.pdf)).pages[0].extract_text()
    for expected in ("Addie’s plan", "Robin Alder", "505-555-0199", "988", "911", "Mateo"):
        assert expected in words


def test_a_plan_goes_out_in_spanish(vault: Vault, ada: int) -> None:
    saved = plans.save_version(vault, ada, SAFETY, NOW)
    printed = plans.print_plan(vault, saved.id, "letter", TODAY, "es")
    assert (printed.language, printed.title) == ("es", "Safety plan")
    papers.hand_to_client(vault, printed, ada, "printed", NOW)
    assert papers.papers_of_client(vault, ada)[0].sha256 == printed.sha256
    words = PdfReader(io.BytesIO(printed.pdf)).pages[0].extract_text()
    for expected in ("El plan de Addie", "988", "911", "mi terapeuta"):
        assert expected in words


def test_an_older_version_is_printed_as_it_was(vault: Vault, ada: int) -> None:
    first = plans.save_version(vault, ada, TREATMENT, NOW)
    plans.save_version(vault, ada, TreatmentPlan("other concerns"), LATER)
    words = PdfReader(io.BytesIO(plans.print_plan(vault, first.id, "letter", TODAY).pdf)).pages[0].extract_text()
    assert "Low mood since winter" in words
    assert "version 1 of June 9, 2026" in words
    assert "other concerns" not in words
    with pytest.raises(NotFound):
        plans.print_plan(vault, 99, "letter", TODAY)
    with pytest.raises(BadInput, match="Letter or A4"):
        plans.print_plan(vault, first.id, "legal", TODAY)


def test_a_safety_plan_is_printed_even_when_the_practice_has_no_telephone(vault: Vault, ada: int) -> None:
    practice.save_practice(vault, replace(FACTS, therapist="", phone=""), NOW)
    saved = plans.save_version(vault, ada, SAFETY, NOW)
    words = PdfReader(io.BytesIO(plans.print_plan(vault, saved.id, "letter", TODAY).pdf)).pages[0].extract_text()
    assert "______" in words
    assert "988" in words
