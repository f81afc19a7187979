"""Tasks: entered, changed, done, taken back; nothing is lost and the history says what was done."""

from datetime import timedelta

import pytest

from kapdesk.errors import BadInput, NotFound
from kapdesk.usecases.desk import tasks
from kapdesk.usecases.desk.tasks import TaskRow
from kapdesk.usecases.house import history
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill"), NOW)


def only(vault: Vault, done: bool = False) -> TaskRow:
    """The one task there is."""
    (row,) = tasks.list_tasks(vault, TODAY, done)
    return row


def test_tasks_stand_by_their_day_and_say_when(vault: Vault, ada: int) -> None:
    for words, days in (("b", 1), ("a", 0), ("none", None), ("late", -1), ("later", -12), ("far", 22)):
        due = None if days is None else TODAY + timedelta(days=days)
        tasks.add_task(vault, words, NOW, due, ada if words == "a" else None)
    rows = tasks.list_tasks(vault, TODAY)
    assert [(row.words, row.state, row.when) for row in rows] == [
        ("later", "late", "12 days late"),
        ("late", "late", "1 day late"),
        ("a", "today", "due today"),
        ("b", "coming", "due tomorrow"),
        ("far", "coming", "due July 1"),
        ("none", "open", "no day"),
    ]
    assert [row.client for row in rows] == ["", "", "Ada Quill", "", "", ""]
    assert [row.words for row in tasks.list_tasks(vault, TODAY, client_id=ada)] == ["a"]
    assert tasks.count_due(vault, TODAY) == 3
    assert tasks.count_due(vault, TODAY - timedelta(days=2)) == 1


def test_a_task_without_words_or_for_nobody_on_file_is_refused(vault: Vault) -> None:
    with pytest.raises(BadInput, match="Say what is to be done") as refused:
        tasks.add_task(vault, " \n ", NOW)
    assert refused.value.field == "words"
    with pytest.raises(NotFound, match="no client number 99"):
        tasks.add_task(vault, "call", NOW, None, 99)
    assert tasks.list_tasks(vault, TODAY) == []


def test_done_open_again_and_back(vault: Vault) -> None:
    tasks.add_task(vault, "call", NOW, TODAY)
    undo = tasks.complete_task(vault, only(vault).id, NOW)
    assert undo.words == "Done: call"
    assert tasks.list_tasks(vault, TODAY) == []
    assert only(vault, done=True).when == "done June 9"
    undo.take_back(vault, NOW)
    assert only(vault).state == "today"
    later = NOW + timedelta(days=3)
    tasks.complete_task(vault, only(vault).id, later)
    tasks.reopen_task(vault, only(vault, done=True).id, later).take_back(vault, later + timedelta(days=1))
    assert only(vault, done=True).done_at == later


def test_a_change_and_its_undo(vault: Vault, ada: int) -> None:
    tasks.add_task(vault, "call", NOW, TODAY, ada)
    before = only(vault)
    undo = tasks.change_task(vault, before.id, "write", None, None, NOW)
    assert (only(vault).words, only(vault).due_on, only(vault).client_id) == ("write", None, None)
    undo.take_back(vault, NOW)
    assert only(vault) == before
    with pytest.raises(BadInput):
        tasks.change_task(vault, before.id, "", None, None, NOW)
    with pytest.raises(NotFound):
        tasks.change_task(vault, 99, "words", None, None, NOW)
    assert only(vault) == before


@pytest.mark.parametrize("done", [False, True])
def test_a_removed_task_comes_back_as_it_was(vault: Vault, ada: int, done: bool) -> None:
    tasks.add_task(vault, "call", NOW, TODAY, ada)
    if done:
        tasks.complete_task(vault, only(vault).id, NOW)
    before = only(vault, done)
    undo = tasks.remove_task(vault, before.id, NOW)
    assert tasks.list_tasks(vault, TODAY, done) == []
    with pytest.raises(NotFound):
        tasks.complete_task(vault, before.id, NOW)
    undo.take_back(vault, NOW)
    assert only(vault, done) == before


def test_an_entered_task_can_be_taken_back(vault: Vault) -> None:
    tasks.add_task(vault, "call", NOW).take_back(vault, NOW)
    assert tasks.list_tasks(vault, TODAY) == []


def test_the_history_says_what_was_done_and_never_the_words(vault: Vault, ada: int) -> None:
    tasks.add_task(vault, "unspeakable", NOW, TODAY, ada)
    task = only(vault)
    tasks.complete_task(vault, task.id, NOW)
    tasks.complete_task(vault, task.id, NOW)  # again: nothing changes
    tasks.reopen_task(vault, task.id, NOW)
    tasks.change_task(vault, task.id, "unspeakable", None, None, NOW)
    words = [row.words for row in reversed(history.client_history(vault, ada))]
    assert words[1:] == ["Task entered", "Task done", "Task open again", "Task changed (due on, client)"]
    tasks.remove_task(vault, task.id, NOW)
    assert [row.words for row in history.practice_history(vault, 2)] == [
        "Task removed",
        "Task changed (due on, client)",
    ]
    assert not any("unspeakable" in row.words for row in history.practice_history(vault))


def test_long_words_are_kept_whole_and_said_short(vault: Vault) -> None:
    words = "call " * 40
    undo = tasks.add_task(vault, words, NOW)
    assert only(vault).words == words.strip()
    assert len(undo.words) < 70
    assert undo.words.endswith(" …")
