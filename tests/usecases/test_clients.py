"""Clients: entering, changing, the list with its columns and kept views, the head of a chart."""

from datetime import date

import pytest

from kapdesk.domain.clients import Next, Status
from kapdesk.domain.contacts import Answer, Contact, ContactKind, Role, Way, WayKind
from kapdesk.domain.health import Flag, HowKnown, Weight
from kapdesk.domain.names import Known
from kapdesk.domain.phases import Medicine, Phase, SessionKind
from kapdesk.errors import BadInput
from kapdesk.usecases.course import courses
from kapdesk.usecases.house import history
from kapdesk.usecases.people import chart, client_list, clients, contacts, entries
from kapdesk.usecases.people.client_list import USUAL, ClientRow, Wanted
from kapdesk.usecases.people.clients import ClientFacts, FirstWays
from kapdesk.usecases.people.contacts import Link
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY


def row_of(vault: Vault, name: str) -> ClientRow:
    """The line of somebody."""
    return next(row for row in client_list.read_rows(vault, TODAY) if row.name == name)


def test_a_first_call_leaves_a_name_and_a_number(vault: Vault) -> None:
    ways = FirstWays(" 505-555-0177 ", "ada@example.org", Answer.NO)
    ada = clients.create_client(vault, ClientFacts("Ada Quill"), NOW, ways)
    assert [(way.kind, way.value, way.may_leave_message) for way in entries.entries_of(vault, ada, Way)] == [
        (WayKind.PHONE, "505-555-0177", Answer.NO),
        (WayKind.EMAIL, "ada@example.org", Answer.NOT_ASKED),
    ]
    assert row_of(vault, "Ada Quill").phone == "505-555-0177"


@pytest.mark.parametrize(
    ("ways", "field"),
    [(FirstWays(email="ada"), "email"), (FirstWays(may_leave_message=Answer.YES), "phone")],
)
def test_a_first_call_says_at_which_field_it_cannot_be_kept(vault: Vault, ways: FirstWays, field: str) -> None:
    with pytest.raises(BadInput) as problem:
        clients.create_client(vault, ClientFacts("Ada Quill"), NOW, ways)
    assert problem.value.field == field
    assert clients.list_all_clients(vault, TODAY) == []


def test_the_list_says_what_is_next_and_what_is_missing(vault: Vault) -> None:
    ada = clients.create_client(vault, ClientFacts("Ada Quill", status=Status.ACTIVE), NOW)
    assert row_of(vault, "Ada Quill").missing == (
        "a way to reach the client",
        "birth date",
        "emergency contact",
        "prescriber",
    )
    courses.add_session(vault, ada, SessionKind.PREPARATION, date(2026, 6, 1), NOW)
    courses.add_session(vault, ada, SessionKind.KETAMINE, date(2026, 6, 2), NOW, Medicine.TAKEN)
    contacts.save_person(vault, ada, Contact("Dr. Amari", ContactKind.PRESCRIBER), Link(Role.PRESCRIBER), NOW)
    entries.save_entry(vault, ada, Way(value="505-555-0177"), NOW)
    row = row_of(vault, "Ada Quill")
    assert row.next == Next("Integration was due Jun 5", "late", date(2026, 6, 5))
    assert row.missing == ("birth date", "emergency contact")
    assert (row.phase, row.last_session, row.prescriber) == (Phase.INTEGRATION, date(2026, 6, 2), "Dr. Amari")


def test_an_integration_on_the_day_of_the_ketamine_session_counts(vault: Vault) -> None:
    ada = clients.create_client(vault, ClientFacts("Ada Quill", status=Status.ACTIVE), NOW)
    for kind in (SessionKind.KETAMINE, SessionKind.INTEGRATION):
        courses.add_session(vault, ada, kind, date(2026, 6, 2), NOW, Medicine.TAKEN)
    row = row_of(vault, "Ada Quill")
    assert row.position == courses.course_view(vault, ada, TODAY).position == "Ketamine session 2 of 8 next"
    assert row.next == Next("Ketamine 2 from Jun 16", "planned")


def test_the_list_says_of_everybody_what_the_chart_says(sample: Vault) -> None:
    for row in client_list.read_rows(sample, TODAY):
        view = courses.course_view(sample, row.id, TODAY)
        held = [session.on for session in courses.list_sessions(sample, row.id) if session.course == view.number]
        assert (row.phase, row.position) == (view.phase, view.position), row.name
        assert row.last_session == max(held, default=None), row.name
        open_marks = [mark for mark in view.marks if mark.state in ("due", "late")]
        assert bool(open_marks) == (row.next.state in ("due", "late")), row.name


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted("delgado ros"), ["Rosa Delgado"]),
        (Wanted(status=Status.ARCHIVED), ["Corinne Vasseur"]),
        (Wanted(phase=Phase.KETAMINE), ["Rosa Delgado"]),
        (Wanted(status=Status.ACTIVE, open="unsigned"), ["Ines Okafor", "Łukasz Wrona", "Rosa Delgado"]),
        (Wanted(open="due"), ["Łukasz Wrona", "Maya Lindqvist"]),
    ],
)
def test_which_clients_are_wanted(sample: Vault, wanted: Wanted, names: list[str]) -> None:
    found = [row.name for row in client_list.choose(client_list.read_rows(sample, TODAY), wanted)]
    assert set(names) <= set(found)
    if not wanted.open:
        assert found == names


def test_every_column_sorts_and_turns_around(sample: Vault) -> None:
    rows = client_list.read_rows(sample, TODAY)
    for sort in client_list.COLUMNS:
        there = client_list.choose(rows, Wanted(), sort)
        back = client_list.choose(rows, Wanted(), sort, descending=True)
        assert {row.id for row in there} == {row.id for row in back}
        assert there != back, sort
    late_first = client_list.choose(rows, Wanted(), "next")
    assert late_first[0].next.state == "late"


def test_columns_are_chosen_kept_and_taken_back(vault: Vault) -> None:
    assert client_list.chosen_columns(vault) == USUAL
    undo = client_list.choose_columns(vault, ["phone", "status"], NOW)
    assert client_list.chosen_columns(vault) == ("name", "status", "phone")
    undo.take_back(vault, NOW)
    assert client_list.chosen_columns(vault) == USUAL


def test_a_view_is_kept_replaced_and_forgotten(vault: Vault) -> None:
    waiting = Wanted("q", Status.WAIT_LIST, Phase.NONE, "missing")
    client_list.keep_view(vault, " To  call ", waiting, NOW)
    assert [(view.name, view.wanted) for view in client_list.views(vault)] == [("To call", waiting)]
    undo = client_list.keep_view(vault, "To call", Wanted(), NOW)
    undo.take_back(vault, NOW)
    assert client_list.views(vault)[0].wanted == waiting
    undo = client_list.forget_view(vault, "To call", NOW)
    assert client_list.views(vault) == []
    undo.take_back(vault, NOW)
    assert client_list.views(vault)[0].wanted == waiting
    with pytest.raises(BadInput, match="Type a name"):
        client_list.keep_view(vault, " ", Wanted(), NOW)


def test_somebody_on_file_is_known_again_from_the_archive_too(sample: Vault) -> None:
    register = client_list.register(sample)
    assert [one.name for one in register.alike(Known(legal_name="Vasseur Corinne"))] == ["Corinne Vasseur"]
    assert [one.name for one in register.alike(Known(phones=("(505) 555-0141",)))] == ["Rosa Delgado"]


def test_changed_details_are_entered_by_the_fields_names_only(vault: Vault) -> None:
    ada = clients.create_client(vault, ClientFacts("Ada Quill"), NOW)
    facts = ClientFacts("Ada Quill", occupation="unspeakable", goals="unspeakable", since=TODAY)
    undo = clients.update_client(vault, ada, facts, NOW)
    assert history.client_history(vault, ada)[0].words == "Details changed (occupation, goals)"
    undo.take_back(vault, NOW)
    assert clients.get_client(vault, ada).goals == ""


def test_open_flags_stand_in_the_charts_head_until_they_are_closed(vault: Vault) -> None:
    ada = clients.create_client(vault, ClientFacts("Ada Quill", status=Status.ACTIVE), NOW)
    entries.save_entry(vault, ada, Flag("Blood pressure", HowKnown.MEASURED, Weight.TELL), NOW)
    entries.save_entry(vault, ada, Flag("Stroke", HowKnown.SAID, Weight.STOP_AND_ASK), NOW)
    entries.save_entry(vault, ada, Flag("Cystitis", HowKnown.RECORD, Weight.NOTE), NOW)
    shown = [(chip.words, chip.tone) for chip in chart.chart_head(vault, ada, TODAY).chips]
    assert shown == [("Stop and ask: stroke", "bad"), ("Tell prescriber: blood pressure", "warning")]


def test_the_lines_about_a_client_name_whom_to_call(sample: Vault) -> None:
    rosa = row_of(sample, "Rosa Delgado").id
    assert chart.about(sample, rosa)[:3] == [
        ("Telephone", "505-555-0141"),
        ("Emergency contact", "Luis Delgado (husband) · 505-555-0142"),
        ("Prescriber", "Dr. S. Amari · 505-555-0120"),
    ]
