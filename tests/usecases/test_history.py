"""The history as it is read: narrowed, in words, page by page; its chain checked, its print entered."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from kapdesk.domain import history as rules
from kapdesk.domain.notes import NoteKind
from kapdesk.errors import BadInput, HistoryBroken
from kapdesk.usecases.desk import tasks
from kapdesk.usecases.house import history, history_print
from kapdesk.usecases.house.history import Acts, Links
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.writing import notes
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY, ZONE


@pytest.fixture
def ada(vault: Vault) -> int:
    """A client with a note of June 2, signed on June 3 and amended on June 4."""
    client = clients.create_client(vault, ClientFacts("Ada Quill"), NOW - timedelta(days=20))
    on = datetime(2026, 6, 3, 14, 2, tzinfo=ZONE)
    note = notes.start_note(vault, client, NoteKind.GENERAL, on.date() - timedelta(days=1), on, text="words")
    notes.sign_note(vault, note, on)
    notes.add_addendum(vault, note, "forgotten", "more", on + timedelta(days=1))
    return client


def words(vault: Vault, wanted: Acts) -> list[str]:
    """What the wanted entries say, the newest first."""
    return [row.words for row in history.read_history(vault, wanted, ZONE)]


def check(vault: Vault, most: int = 3) -> Links:
    """The whole chain, a few entries at a time."""
    links = Links()
    while not links.done:
        links = history.check_on(vault, links, most)
    return links


def test_entries_read_as_a_therapist_says_it(vault: Vault, ada: int) -> None:
    assert words(vault, Acts(ada)) == [
        "Addendum signed · note of June 2",
        "Note of June 2 signed",
        "Note of June 2 begun",
        "Client entered",
    ]
    first = history.read_history(vault, Acts(ada), ZONE)[1]
    assert (first.at, first.client) == (datetime(2026, 6, 3, 14, 2, tzinfo=ZONE), "Ada Quill")


def test_entries_are_narrowed_by_words_kind_days_and_client(vault: Vault, ada: int) -> None:
    ben = clients.create_client(vault, ClientFacts("Benjámin Oak"), NOW)
    clients.update_client(vault, ben, ClientFacts("Benjámin Oak", address="12 Elm"), NOW)
    assert words(vault, Acts(words="SIGNED")) == ["Addendum signed · note of June 2", "Note of June 2 signed"]
    assert words(vault, Acts(words="signed addendum")) == ["Addendum signed · note of June 2"]
    assert words(vault, Acts(words="benjamin")) == ["Details changed (address)", "Client entered"]
    assert words(vault, Acts(words="address")) == ["Details changed (address)"]
    assert (
        words(vault, Acts(ben, words="ada")) == words(vault, Acts(words="100%")) == words(vault, Acts(words="_")) == []
    )
    assert words(vault, Acts(ada, group="Details and contacts")) == ["Client entered"]
    assert words(vault, Acts(ada, since=TODAY - timedelta(days=6), until=TODAY - timedelta(days=6))) == [
        "Note of June 2 signed",
        "Note of June 2 begun",
    ]
    assert words(vault, Acts(ada, until=TODAY - timedelta(days=10))) == ["Client entered"]


def test_a_day_is_a_day_of_the_practice(vault: Vault, ada: int) -> None:
    late = datetime(2026, 6, 5, 23, 30, tzinfo=ZONE)  # already the sixth in UTC
    tasks.add_task(vault, "call", late, None, ada)
    day = late.date()
    assert words(vault, Acts(ada, since=day, until=day)) == ["Task entered"]
    assert words(vault, Acts(ada, since=day + timedelta(days=1))) == []


def test_every_act_is_of_a_kind() -> None:
    assert frozenset().union(*(rules.acts_of(group) for group in rules.GROUPS)) == rules.KNOWN
    assert ("client", "viewed") in rules.acts_of("Charts and notes opened")
    assert ("paper", "saved") in rules.acts_of("Printed, saved, exported")
    assert ("plan", "saved") not in rules.acts_of("Printed, saved, exported")
    assert all(rules.acts_of(group) for group in rules.GROUPS)


def test_older_entries_are_read_as_one_goes_on(sample: Vault) -> None:
    every = history.practice_history(sample, 10_000)
    found: list[history.HistoryRow] = []
    while more := history.read_history(sample, Acts(), ZONE, found[-1].id if found else None, 100):
        found += more
    assert found == every
    assert len(every) > 500


def test_a_whole_chain_holds_and_says_how_long_it_is(vault: Vault, ada: int) -> None:
    number = len(history.practice_history(vault))
    assert (check(vault).checked, check(vault, 1000).entries) == (number, number)


BREAKS = {
    "changed": "UPDATE history SET at = '2026-06-03T20:03:00.000000Z-06:00' WHERE id = 5",
    "renamed": "UPDATE history SET action = 'changed' WHERE id = 5",
    "removed": "DELETE FROM history WHERE id = 5",
    "given to another": "UPDATE history SET client_id = 7 WHERE id = 5",
}


@pytest.mark.parametrize("deed", list(BREAKS))
def test_a_broken_chain_says_from_where_on_and_what_to_do(vault: Vault, ada: int, deed: str) -> None:
    before = words(vault, Acts())
    with vault.write() as db:
        for name in ("history_update_guard", "history_delete_guard"):
            db.execute(text(f"DROP TRIGGER {name}"))
        db.execute(text(BREAKS[deed]))
    for most in (1, 3, 1000):
        with pytest.raises(
            HistoryBroken, match=r"from entry [56] on.*can still be read.*restore the newest older backup"
        ):
            check(vault, most)
    assert len(words(vault, Acts())) == len(before) - (deed == "removed")


def test_the_print_holds_every_entry_and_is_entered(vault: Vault, ada: int) -> None:
    for number in range(450):
        tasks.add_task(vault, f"task {number}", NOW, None, ada)
    prepared = history_print.prepare_history(vault, Acts(ada), NOW)
    made = history_print.history_pdf(prepared)
    pages = [page.extract_text() for page in PdfReader(BytesIO(made.pdf)).pages]
    whole = "\n".join(pages)
    assert whole.count("Task entered") == 450
    assert "Ada Quill" in pages[0]
    assert "454 entries" in pages[0]
    assert all("When" in page for page in pages)
    assert "June 3, 2026, 14:02" in whole
    assert "Note of June 2 signed" in whole
    assert prepared.proof.split()[-1].rstrip(".") in whole.replace("\r\n", "").replace("\n", "")
    history_print.enter_history_printed(vault, ada, "printed", NOW)
    assert words(vault, Acts(ada))[0] == "History printed"
    assert words(vault, Acts(ada, group="Printed, saved, exported")) == ["History printed"]


def test_nothing_is_printed_when_nothing_is_like_it(vault: Vault, ada: int) -> None:
    with pytest.raises(BadInput, match="nothing to print"):
        history_print.prepare_history(vault, Acts(ada, words="zzz"), NOW)
    with pytest.raises(BadInput, match="one client"):
        history_print.prepare_history(vault, Acts(), NOW)
    wanted = Acts(ada, "signed", "Notes", TODAY - timedelta(days=6), TODAY)
    assert history_print.prepare_history(vault, wanted, NOW).which == (
        "Notes, with “signed”, from June 3, 2026, to June 9, 2026"
    )
