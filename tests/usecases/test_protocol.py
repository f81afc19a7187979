"""The protocol: the practice's figures, their copies in courses, and changes of both in the history."""

from dataclasses import replace
from datetime import date

import pytest

from kapdesk.domain.clients import Status
from kapdesk.domain.phases import Medicine, SessionKind
from kapdesk.domain.protocol import FIGURES, FOUNDING, Protocol
from kapdesk.errors import BadInput
from kapdesk.usecases.course import course_stages, courses, protocol
from kapdesk.usecases.house import history
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY

OWN = replace(
    FOUNDING,
    preparations=4,
    planned_ketamine=6,
    integration_within_days=5,
    recommended_interval_days=21,
    vitals_minutes=(40, 80),
    follow_up_months=(2, 12),
)


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill", status=Status.ACTIVE), NOW)


def acts(vault: Vault, client_id: int | None = None) -> list[str]:
    """What the history says, the newest first."""
    return [row.words for row in history.read_history(vault, history.Acts(client_id), NOW.tzinfo)]


def test_a_new_practice_has_the_founding_documents_figures_each_with_its_source(vault: Vault) -> None:
    assert protocol.get_protocol(vault) == FOUNDING
    assert {one.name for one in FIGURES} == set(vars(FOUNDING))
    assert all(one.source and one.unit for one in FIGURES)


def test_other_figures_are_kept_named_in_the_history_and_taken_back(vault: Vault) -> None:
    undo = protocol.save_protocol(vault, OWN, NOW)
    assert protocol.get_protocol(vault) == OWN
    said = acts(vault)[0]
    assert "protocol" in said
    assert "recommended interval days" in said
    assert "call minutes" not in said
    undo.take_back(vault, NOW)
    assert protocol.get_protocol(vault) == FOUNDING
    before = len(acts(vault))
    protocol.save_protocol(vault, FOUNDING, NOW)
    assert len(acts(vault)) == before


@pytest.mark.parametrize(
    ("figures", "field"),
    [
        (replace(FOUNDING, planned_ketamine=0), "planned_ketamine"),
        (replace(FOUNDING, follow_up_months=(3, 1)), "follow_up_months"),
        (replace(FOUNDING, vitals_minutes=(40, 40)), "vitals_minutes"),
        (replace(FOUNDING, integration_from_days=9), "integration_from_days"),
        (replace(FOUNDING, recommended_interval_days=366), "recommended_interval_days"),
    ],
)
def test_a_figure_that_cannot_stand_is_named_and_nothing_is_kept(vault: Vault, figures: Protocol, field: str) -> None:
    with pytest.raises(BadInput) as problem:
        protocol.save_protocol(vault, figures, NOW)
    assert problem.value.field == field
    assert protocol.get_protocol(vault) == FOUNDING


def test_a_course_copies_the_figures_and_keeps_them_when_the_practice_changes_its_own(vault: Vault, ada: int) -> None:
    protocol.save_protocol(vault, OWN, NOW)
    courses.start_course(vault, ada, date(2026, 4, 1), NOW)
    protocol.save_protocol(vault, FOUNDING, NOW)
    view = courses.course_view(vault, ada, TODAY)
    assert view.figures == replace(OWN, follow_up_months=FOUNDING.follow_up_months)
    assert (view.planned_ketamine, view.facts.planned_preparation) == (6, 4)
    courses.add_session(vault, ada, SessionKind.KETAMINE, date(2026, 6, 5), NOW, Medicine.TAKEN)
    view = courses.course_view(vault, ada, TODAY)
    assert [one.words for one in view.due][:2] == [
        "Integration of ketamine session 1 by Jun 10, not booked",
        "Ketamine session 2 of 6 from Jun 26",
    ]


def test_a_courses_own_figures_are_changed_named_in_its_history_and_taken_back(vault: Vault, ada: int) -> None:
    with pytest.raises(BadInput, match="No course is under way"):
        course_stages.change_figures(vault, ada, OWN, NOW)
    courses.start_course(vault, ada, date(2026, 4, 1), NOW)
    with pytest.raises(BadInput) as problem:
        course_stages.change_figures(vault, ada, replace(FOUNDING, integrations_each=0), NOW)
    assert problem.value.field == "integrations_each"
    undo = course_stages.change_figures(vault, ada, replace(FOUNDING, integrations_each=2, vitals_minutes=()), NOW)
    assert acts(vault, ada)[0] == "Course changed (integrations each, vitals minutes)"
    figures = courses.course_view(vault, ada, TODAY).figures
    assert (figures.integrations_each, figures.vitals_minutes) == (2, ())
    assert protocol.get_protocol(vault) == FOUNDING
    undo.take_back(vault, NOW)
    assert courses.course_view(vault, ada, TODAY).figures == FOUNDING
