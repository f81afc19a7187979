"""The wait list: joined, left, put right, in the order of the day; however the status came about."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kapdesk.domain.calls import Call, Safety
from kapdesk.domain.clients import Status
from kapdesk.errors import BadInput
from kapdesk.usecases.house import history
from kapdesk.usecases.people import calls, clients, wait_list
from kapdesk.usecases.people.clients import ClientFacts, FirstWays
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY


def entered(vault: Vault, name: str, days: int = 0, status: Status = Status.INQUIRY) -> int:
    return clients.create_client(vault, ClientFacts(name, status=status), NOW - timedelta(days=days))


def order(vault: Vault) -> list[tuple[str, str]]:
    return [(row.name, row.waits) for row in wait_list.list_waiting(vault, TODAY)]


def day_of(vault: Vault, client: int) -> date | None:
    return next(row.on for row in wait_list.list_waiting(vault, TODAY) if row.client_id == client)


def test_the_longest_first_and_unknown_days_last(vault: Vault) -> None:
    assert wait_list.list_waiting(vault, TODAY) == []
    late, first, unknown, older = (entered(vault, name, days) for name, days in zip("LFUO", (1, 2, 3, 9), strict=True))
    wait_list.join(vault, late, NOW)
    wait_list.join(vault, first, NOW, TODAY - timedelta(days=43))
    for one in (unknown, older):
        wait_list.join(vault, one, NOW)
        wait_list.set_day(vault, one, None, NOW)
    assert order(vault) == [("F", "43 days"), ("L", "since today"), ("O", "day not known"), ("U", "day not known")]
    assert [row.place for row in wait_list.list_waiting(vault, TODAY)] == [1, 2, 3, 4]


def test_reason_and_safety_come_from_the_call(vault: Vault) -> None:
    facts = ClientFacts("Ada Quill", concerns="from the details")
    ada = clients.create_client(vault, facts, NOW, FirstWays("505-555-0101"))
    wait_list.join(vault, ada, NOW)
    row = wait_list.list_waiting(vault, TODAY)[0]
    assert (row.phone, row.reason, row.safety) == ("505-555-0101", "from the details", "Safety not asked")
    calls.save_call(vault, ada, Call(reason="from the call", safety_now=Safety.NONE), NOW)
    row = wait_list.list_waiting(vault, TODAY)[0]
    assert (row.reason, row.safety) == ("from the call", "No thoughts of dying or harm, asked Jun 9")


def test_joining_and_leaving_are_undone_and_entered(vault: Vault) -> None:
    ada = entered(vault, "Ada Quill")
    undo = wait_list.join(vault, ada, NOW, TODAY - timedelta(days=5))
    with pytest.raises(BadInput, match="already"):
        wait_list.join(vault, ada, NOW)
    back = wait_list.leave(vault, ada, Status.ACTIVE, NOW)
    assert clients.get_client(vault, ada).status is Status.ACTIVE
    with pytest.raises(BadInput, match="not on the wait list any more"):
        wait_list.leave(vault, ada, Status.ACTIVE, NOW)
    back.take_back(vault, NOW)
    assert order(vault) == [("Ada Quill", "5 days")]
    undo.take_back(vault, NOW)
    assert clients.get_client(vault, ada).status is Status.INQUIRY
    said = [row.words for row in reversed(history.client_history(vault, ada))][1:]
    assert said == [
        "Put on the wait list",
        "Taken off the wait list",
        "Put on the wait list",
        "Taken off the wait list",
    ]


def test_what_cannot_be_is_refused(vault: Vault) -> None:
    ada = entered(vault, "Ada Quill")
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(BadInput, match="still to come"):
        wait_list.join(vault, ada, NOW, tomorrow)
    with pytest.raises(BadInput, match="not on the wait list"):
        wait_list.set_day(vault, ada, TODAY, NOW)
    wait_list.join(vault, ada, NOW)
    with pytest.raises(BadInput, match="still to come"):
        wait_list.set_day(vault, ada, tomorrow, NOW)
    with pytest.raises(BadInput, match="inquiry again"):
        wait_list.leave(vault, ada, Status.ARCHIVED, NOW)
    clients.archive_client(vault, ada, NOW)
    with pytest.raises(BadInput, match="archive"):
        wait_list.join(vault, ada, NOW)


def test_the_clients_form_gives_the_day_too(vault: Vault) -> None:
    new = entered(vault, "Ada Quill", 3, Status.WAIT_LIST)
    assert day_of(vault, new) == TODAY - timedelta(days=3)
    facts = clients.get_client(vault, new)
    clients.update_client(vault, new, replace(facts, goals="sleep"), NOW)
    assert day_of(vault, new) == TODAY - timedelta(days=3)
    left = clients.update_client(vault, new, replace(facts, status=Status.ACTIVE), NOW)
    again = clients.update_client(vault, new, facts, NOW)
    assert day_of(vault, new) == TODAY
    again.take_back(vault, NOW)
    left.take_back(vault, NOW)
    assert day_of(vault, new) == TODAY - timedelta(days=3)


def test_the_archive_gives_the_day_back(vault: Vault) -> None:
    ada = entered(vault, "Ada Quill", 3, Status.WAIT_LIST)
    clients.archive_client(vault, ada, NOW)
    assert order(vault) == []
    clients.update_client(vault, ada, replace(clients.get_client(vault, ada), goals="sleep"), NOW)
    clients.restore_client(vault, ada, NOW)
    assert order(vault) == [("Ada Quill", "3 days")]
