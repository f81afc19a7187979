"""What was told about health, and ways to reach: kept line by line, changed, removed, all with the way back."""

from dataclasses import replace
from datetime import date

import pytest

from kapdesk.domain.contacts import Answer, Way, WayKind
from kapdesk.domain.health import Allergy, Diagnosis, Flag, HowKnown, Medicine, Weight
from kapdesk.errors import BadInput, NotFound
from kapdesk.usecases.house import history
from kapdesk.usecases.people import clients, entries, health
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.people.entries import Entry
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY

ENTRIES: tuple[tuple[Entry, dict[str, object]], ...] = (
    (Way(WayKind.PHONE, "505-555-0177", "mobile", Answer.NO), {"may_write": Answer.YES}),
    (Diagnosis("F33.1", "unspeakable", TODAY, None, "Dr. Amari"), {"until_on": TODAY}),
    (Flag("unspeakable", HowKnown.SAID, Weight.TELL), {"told_on": TODAY, "told_how": "by telephone"}),
    (Allergy("unspeakable", "rash"), {"told_on": TODAY}),
    (Medicine("unspeakable", "one a day", last_asked=TODAY), {"stopped_on": TODAY}),
)


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill"), NOW)


@pytest.mark.parametrize(("entry", "change"), ENTRIES, ids=lambda one: type(one).__name__)
def test_an_entry_is_kept_changed_removed_and_each_step_taken_back(
    vault: Vault, ada: int, entry: Entry, change: dict[str, object]
) -> None:
    def kept() -> list[Entry]:
        return entries.entries_of(vault, ada, type(entry))  # type: ignore[type-var]

    entered = entries.save_entry(vault, ada, entry, NOW)
    (first,) = kept()
    assert replace(first, id=0, **({"position": 0} if isinstance(first, Way) else {})) == entry
    changed = entries.save_entry(vault, ada, replace(first, **change), NOW)  # type: ignore[arg-type]
    assert kept() == [replace(first, **change)]  # type: ignore[arg-type]
    changed.take_back(vault, NOW)
    assert kept() == [first]
    removed = entries.remove_entry(vault, ada, first, NOW)
    assert kept() == []
    removed.take_back(vault, NOW)
    assert kept() == [first]
    entered.take_back(vault, NOW)
    assert kept() == []
    words = " ".join(row.words for row in history.client_history(vault, ada))
    assert "unspeakable" not in words
    assert "505" not in words
    assert all(name.replace("_", " ") in words for name in change)


def test_an_entry_of_another_chart_is_not_touched(vault: Vault, ada: int) -> None:
    ben = clients.create_client(vault, ClientFacts("Ben Reyes"), NOW)
    entries.save_entry(vault, ada, Allergy("Penicillin"), NOW)
    (hers,) = entries.entries_of(vault, ada, Allergy)
    with pytest.raises(NotFound):
        entries.save_entry(vault, ben, replace(hers, substance="Latex"), NOW)
    with pytest.raises(NotFound):
        entries.remove_entry(vault, ben, hers, NOW)
    assert entries.entries_of(vault, ada, Allergy) == [hers]


def test_the_way_that_is_tried_first_comes_first(vault: Vault, ada: int) -> None:
    for value in ("1111111", "2222222", "3333333"):
        entries.save_entry(vault, ada, Way(value=value), NOW)
    third = entries.entries_of(vault, ada, Way)[2]
    undo = entries.put_first(vault, ada, third.id, NOW)
    assert [way.value for way in entries.entries_of(vault, ada, Way)] == ["3333333", "1111111", "2222222"]
    undo.take_back(vault, NOW)
    assert [way.value for way in entries.entries_of(vault, ada, Way)] == ["1111111", "2222222", "3333333"]


def test_leave_is_said_and_not_guessed() -> None:
    assert Way(value="1").leave == "message not asked, writing not asked"
    assert (
        Way(value="1", may_leave_message=Answer.NO, may_write=Answer.YES).leave == "may not leave a message, may write"
    )
    assert Way(WayKind.EMAIL, "a@b").leave == "writing not asked"


def test_none_told_is_an_answer_only_once_it_was_asked(vault: Vault, ada: int) -> None:
    assert health.health_of(vault, ada).allergies_asked_on is None
    undo = health.asked(vault, ada, "allergies", TODAY, NOW)
    told = health.health_of(vault, ada)
    assert (told.allergies, told.allergies_asked_on, told.medicines_asked_on) == ((), TODAY, None)
    undo.take_back(vault, NOW)
    assert health.health_of(vault, ada).allergies_asked_on is None
    with pytest.raises(BadInput, match="still to come"):
        health.asked(vault, ada, "medicines", date(2026, 6, 10), NOW)


def test_the_open_comes_before_the_closed(vault: Vault, ada: int) -> None:
    for what, weight, closed in (("a", Weight.TELL, TODAY), ("b", Weight.NOTE, None), ("c", Weight.STOP_AND_ASK, None)):
        entries.save_entry(vault, ada, Flag(what, HowKnown.SAID, weight, closed_on=closed), NOW)
    entries.save_entry(vault, ada, Medicine("stopped", stopped_on=TODAY), NOW)
    entries.save_entry(vault, ada, Medicine("taken"), NOW)
    told = health.health_of(vault, ada)
    assert [flag.what for flag in told.flags] == ["c", "b", "a"]
    assert [medicine.name for medicine in told.medicines] == ["taken", "stopped"]
