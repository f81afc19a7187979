"""Integration notes: bound to their ketamine session, frozen with signing, their steps carried to the next session's start."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text as sql

from kapdesk.domain.contacts import Answer
from kapdesk.domain.integration import Integration, Outcome, Said, Step
from kapdesk.domain.notes import AddendumKind, NoteKind, Printed
from kapdesk.domain.phases import Medicine, SessionKind
from kapdesk.errors import BadInput, RecordSigned
from kapdesk.usecases.course import courses
from kapdesk.usecases.house import history
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import integration, notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY

PORCH, WALK = Step("sit on the porch before work", date(2026, 6, 20)), Step("walk on Sunday", date(2026, 6, 14))
ASKED = {"mood_dip": Said(Answer.YES, "Thursday"), "bladder": Said(Answer.NO), "safety": Said(Answer.NOT_ASKED)}


def held(vault: Vault, client: int, kind: SessionKind, days_ago: int, medicine: Medicine = Medicine.TAKEN) -> int:
    """A session that was held, entered by hand; its id."""
    day = TODAY - timedelta(days=days_ago)
    answer = medicine if kind is SessionKind.KETAMINE else Medicine.NOT_RECORDED
    courses.add_session(vault, client, kind, day, NOW, answer)
    return next(one.id for one in courses.list_sessions(vault, client) if one.on == day)


@pytest.fixture
def client(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Rosa Delgado"), NOW)


@pytest.fixture
def ketamine(vault: Vault, client: int) -> int:
    """Two ketamine sessions with medicine, and one without after them; the second of them."""
    held(vault, client, SessionKind.KETAMINE, 30)
    second = held(vault, client, SessionKind.KETAMINE, 2)
    held(vault, client, SessionKind.KETAMINE, 1, Medicine.NOT_TAKEN)
    return second


@pytest.fixture
def note(vault: Vault, client: int) -> int:
    return notes.start_note(vault, client, NoteKind.INTEGRATION, TODAY, NOW, None, "## What came\nthe sea")


def keep(vault: Vault, note: int, ketamine: int | None, *steps: Step) -> None:
    integration.keep(vault, note, Integration(ketamine, ASKED, steps), NOW)


def take_back(vault: Vault, undo: Undo) -> None:
    undo.take_back(vault, NOW)


def test_the_last_session_with_medicine_is_offered_first(vault: Vault, client: int, ketamine: int, note: int) -> None:
    offered = integration.sessions_to_integrate(vault, client, TODAY, note)
    assert [one.words for one in offered] == ["ketamine session 2, Jun 7", "ketamine session 1, May 10"]
    keep(vault, note, ketamine)
    assert integration.sessions_to_integrate(vault, client, TODAY, note) == offered, "the note in hand does not count"
    assert integration.sessions_to_integrate(vault, client, TODAY, None)[0].words.endswith("Jun 7, integrated once")


def test_what_is_kept_with_the_draft(vault: Vault, client: int, ketamine: int, note: int) -> None:
    keep(vault, note, ketamine, Step("  walk  on Sunday ", WALK.by), Step("", None), PORCH)
    kept = integration.get(vault, note)
    assert kept is not None
    assert (kept.ketamine_id, [(one.words, one.by) for one in kept.steps]) == (
        ketamine, [(WALK.words, WALK.by), (PORCH.words, PORCH.by)],
    )  # fmt: skip
    ids = [one.id for one in kept.steps]
    keep(vault, note, ketamine, PORCH)
    again = integration.get(vault, note)
    assert again is not None
    assert ([one.id for one in again.steps], dict(again.asked)) == (
        ids[:1], {"mood_dip": Said(Answer.YES, "Thursday"), "bladder": Said(Answer.NO)},
    )  # fmt: skip
    assert [one.words for one in history.client_history(vault, client)].count("Integration changed") == 1
    with pytest.raises(BadInput, match="3 steps are enough"):
        keep(vault, note, ketamine, *[PORCH] * 4)
    with pytest.raises(BadInput, match="does not belong"):
        keep(vault, note, 999)
    with pytest.raises(BadInput, match="bound to this ketamine session"):
        courses.remove_session(vault, ketamine, NOW)


def test_worrying_answers_lead_to_the_prescriber_and_the_safety_plan() -> None:
    asked = {"bladder": Said(Answer.YES), "safety": Said(Answer.YES), "sleep": Said(Answer.YES)}
    assert Integration(asked=asked).then == (
        "Tell the prescriber, today.",
        "Open the safety plan now. Tell the prescriber. 988, or 911 when there is danger.",
    )
    assert Integration(asked={"bladder": Said(Answer.NO)}).then == ()


def test_discarding_takes_it_along_and_undo_brings_it_back(vault: Vault, ketamine: int, note: int) -> None:
    keep(vault, note, ketamine, PORCH)
    before = integration.get(vault, note)
    undo = notes.discard_draft(vault, note, NOW)
    assert integration.get(vault, note) is None
    take_back(vault, undo)
    assert integration.get(vault, note) == before


def test_a_draft_in_another_chart_lets_go_of_the_session(vault: Vault, ketamine: int, note: int) -> None:
    keep(vault, note, ketamine, PORCH)
    other = clients.create_client(vault, ClientFacts("Theo Ames"), NOW)
    undo = notes.move_draft(vault, note, other, NOW)
    moved = integration.get(vault, note)
    assert moved is not None
    assert (moved.ketamine_id, moved.steps[0].words) == (None, PORCH.words)
    assert [one.words for one in integration.open_steps(vault, other)] == [PORCH.words]
    take_back(vault, undo)
    back = integration.get(vault, note)
    assert back is not None
    assert back.ketamine_id == ketamine


def test_signing_freezes_all_but_what_becomes_of_the_steps(vault: Vault, client: int, ketamine: int, note: int) -> None:
    keep(vault, note, ketamine, WALK, Step("call her sister", None))
    with pytest.raises(BadInput, match="By which day is “call her sister” tried"):
        notes.sign_note(vault, note, NOW)
    keep(vault, note, ketamine, WALK, PORCH)
    notes.sign_note(vault, note, NOW)
    with pytest.raises(RecordSigned):
        keep(vault, note, ketamine, PORCH)
    for statement in (
        "UPDATE integration SET asked = ''",
        "UPDATE integration_step SET words = 'other'",
        "DELETE FROM integration_step",
        "DELETE FROM integration",
    ):
        with pytest.raises(RecordSigned), vault.write() as db:
            db.execute(sql(statement))
    told = integration.read(vault, note)
    assert told is not None
    assert told.signed(TODAY) == (
        "Integrates the ketamine session of June 7, 2026",
        "Mood lower in the days after? Yes: Thursday",
        "Sleep worse than before? Not asked",
        "Pain, blood, or trouble when passing urine, or going much more often? No",
        "Thoughts of death or of harm to self or others? Not asked",
        "Step 1: walk on Sunday · by Jun 14",
        "Step 2: sit on the porch before work · by Jun 20",
    )
    undo = integration.tell_outcome(vault, told.steps[0].id, Outcome.PARTLY, "once, then it rained", NOW)
    after = integration.read(vault, note)
    assert after is not None
    assert after.signed(TODAY) == told.signed(TODAY)
    assert after.told(TODAY) == ("Step 1 · Partly: once, then it rained, told Jun 9",)
    assert after.steps[0].in_words(TODAY) == "walk on Sunday · by Jun 14 · Partly: once, then it rained, told Jun 9"
    assert [one.words for one in integration.open_steps(vault, client)] == [PORCH.words]
    take_back(vault, undo)
    assert [one.words for one in integration.open_steps(vault, client)] == [WALK.words, PORCH.words]
    assert [one.words for one in integration.open_steps(vault, client, besides=note)] == []


def test_steps_of_a_note_in_error_or_in_a_wrong_chart_are_not_carried_on(
    vault: Vault, client: int, ketamine: int, note: int
) -> None:
    keep(vault, note, ketamine, PORCH)
    notes.sign_note(vault, note, NOW)
    other = clients.create_client(vault, ClientFacts("Theo Ames"), NOW)
    copied = notes.withhold_note(vault, note, "Theo’s", Printed.NO, NOW, other)
    assert copied is not None
    assert integration.open_steps(vault, client) == []
    begun = integration.get(vault, copied)
    assert begun is not None
    assert (begun.ketamine_id, begun.steps[0].words, begun.asked["mood_dip"]) == (None, PORCH.words, ASKED["mood_dip"])
    notes.sign_note(vault, copied, NOW)
    notes.add_addendum(vault, copied, "of another day", "", NOW, AddendumKind.ERROR)
    assert integration.open_steps(vault, other) == []
