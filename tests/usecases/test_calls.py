"""The sheet of the introductory call: kept as it is typed, with a history that names fields and never words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kapdesk.domain.calls import Call, Fit, NextStep, Safety
from kapdesk.domain.clients import Status
from kapdesk.domain.contacts import Answer, Contact
from kapdesk.domain.phases import Ending
from kapdesk.errors import BadInput, NotFound
from kapdesk.usecases.course import course_stages, courses
from kapdesk.usecases.house import history
from kapdesk.usecases.people import calls, capacity, clients, contacts
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.people.contacts import Link
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY

FULL = Call(
    TODAY,
    "“I sleep in pieces.”; DROP TABLE 😀",
    Answer.YES,
    "Dr. Amari",
    Safety.THOUGHTS,
    "comes and goes, no plan",
    TODAY,
    Fit.UNSURE,
    "wants it fast",
    "told: about a month",
    NextStep.THINK,
    "calls back Friday",
)


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill"), NOW)


def entered(vault: Vault, client: int) -> list[str]:
    rows = history.client_history(vault, client)
    return [row.words for row in reversed(rows) if "introductory call" in row.words]


def test_the_whole_sheet_is_kept_and_read_back(vault: Vault, ada: int) -> None:
    assert not calls.view(vault, ada).begun
    assert calls.save_call(vault, ada, FULL, NOW) == FULL
    view = calls.view(vault, ada)
    assert (view.call, view.begun, view.minutes, view.asking) == (FULL, True, 20, True)
    assert calls.summary(vault, ada, TODAY).startswith("Call of Jun 9 · Dr. Amari · Thoughts, no intent now")
    with pytest.raises(NotFound):
        calls.save_call(vault, 99, FULL, NOW)


def test_the_history_names_fields_once_for_a_days_typing_and_every_answer(vault: Vault, ada: int) -> None:
    call = Call()
    for letters in ("p", "pa", "pain"):
        call = calls.save_call(vault, ada, replace(call, reason=letters), NOW)
    for answer in (Safety.THOUGHTS, Safety.INTENT):
        call = calls.save_call(vault, ada, replace(call, safety_now=answer), NOW)
    calls.save_call(vault, ada, call, NOW)
    call = calls.save_call(vault, ada, replace(call, reason="pain", safety="a plan"), NOW + timedelta(hours=1))
    calls.save_call(vault, ada, replace(call, reason="pain, low"), NOW + timedelta(days=1))
    sheet = "Sheet of the introductory call changed"
    assert entered(vault, ada) == [
        f"{sheet} (reason)",
        f"{sheet} (safety now, safety asked on)",
        f"{sheet} (safety now)",
        f"{sheet} (safety)",
        f"{sheet} (reason)",
    ]


def test_a_call_on_a_day_to_come_is_refused(vault: Vault, ada: int) -> None:
    with pytest.raises(BadInput) as refused:
        calls.save_call(vault, ada, Call(TODAY + timedelta(days=1), "x"), NOW)
    assert refused.value.field == "called_on"
    assert not calls.view(vault, ada).begun


def test_whom_to_reach_stands_beside_the_sheet(vault: Vault, ada: int) -> None:
    contacts.save_person(vault, ada, Contact("Lee Quill", phone="505-555-0101"), Link(relation="sister"), NOW)
    assert calls.view(vault, ada).emergency == ("Lee Quill (sister) · 505-555-0101",)


def test_an_inquiry_is_closed_and_asks_again(vault: Vault, ada: int) -> None:
    undo = calls.close_inquiry(vault, ada, NOW)
    assert clients.get_client(vault, ada).status is Status.CLOSED
    with pytest.raises(BadInput, match="Only an inquiry"):
        calls.close_inquiry(vault, ada, NOW)
    undo.take_back(vault, NOW)
    assert clients.get_client(vault, ada).status is Status.INQUIRY


def test_space_counts_who_is_active_or_in_a_running_course(vault: Vault, ada: int) -> None:
    assert (capacity.space(vault).capacity, capacity.space(vault).active) == (None, 0)
    clients.create_client(vault, ClientFacts("Ben Active", status=Status.ACTIVE), NOW)
    closing = clients.create_client(vault, ClientFacts("Cleo Closing", status=Status.CLOSING), NOW)
    courses.start_course(vault, closing, TODAY, NOW)
    gone = clients.create_client(vault, ClientFacts("Di Gone", status=Status.ACTIVE), NOW)
    courses.start_course(vault, gone, TODAY, NOW)
    clients.archive_client(vault, gone, NOW)
    undo = capacity.set_capacity(vault, 2, NOW)
    assert calls.view(vault, ada).space.words == "Full: 2 of 2"
    assert history.practice_history(vault)[0].words == "Settings changed (capacity)"
    course_stages.end_course(vault, closing, TODAY, Ending.COMPLETED, "", NOW)
    assert capacity.space(vault).words == "Space for 1 of 2"
    undo.take_back(vault, NOW)
    assert capacity.space(vault).capacity is None
    for wrong in (0, -1, 501):
        with pytest.raises(BadInput) as refused:
            capacity.set_capacity(vault, wrong, NOW)
        assert refused.value.field == "capacity"
