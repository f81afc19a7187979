"""The intake: answers that never change, what became of them, risk first, and the way into the chart."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from kapdesk.domain.contacts import Answer as Leave
from kapdesk.domain.contacts import Contact, Role, Way, WayKind
from kapdesk.domain.health import Flag, Weight
from kapdesk.domain.intake import Answer, How, Outcome, Said
from kapdesk.domain.signatures import Role as Role_
from kapdesk.domain.signatures import Signature
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.intake import IntakeAnswer
from kapdesk.usecases.asking import intake, intake_chart, intake_review
from kapdesk.usecases.asking.intake_chart import Proposal
from kapdesk.usecases.house import history
from kapdesk.usecases.house.history import Acts
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.paper import filed_papers, paper_signing, papers
from kapdesk.usecases.people import clients, contacts, entries, health
from kapdesk.usecases.people.clients import ClientFacts, FirstWays
from kapdesk.usecases.people.contacts import Link
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY, ZONE
from tests.hostile import texts
from tests.printing.test_layout import read

LATER = NOW + timedelta(days=3)


@pytest.fixture
def client(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Example"), NOW, FirstWays(phone="505-555-0101"))


def say(
    vault: Vault, client: int, question: str, words: str = "", *choices: str, at: datetime = NOW, **parts: str
) -> Undo | None:
    """Answer a question."""
    return intake.answer(vault, client, question, Answer(question, "", Said.ANSWERED, words, choices, parts), at)


def said(vault: Vault, client: int, question: str) -> Answer | None:
    return intake.read(vault, client).asked(question).answer


def proposed(vault: Vault, client: int) -> dict[str, Proposal]:
    """By the question and the part."""
    return {f"{one.answer.question}/{one.part}": one for one in intake_chart.proposals(vault, client)}


def take(vault: Vault, client: int, name: str, at: datetime = NOW, **how: object) -> Undo:
    one = proposed(vault, client)[name]
    return intake_chart.take(vault, one.answer.id, one.part, at, **how)  # type: ignore[arg-type]


def test_the_newest_answer_counts_and_the_same_is_not_kept_again(vault: Vault, client: int) -> None:
    assert intake.read(vault, client).done == 0
    assert say(vault, client, "sleep", " Badly,\nfour hours ") is not None
    assert say(vault, client, "sleep", "Badly,\nfour hours") is None
    undo = say(vault, client, "sleep", "Better", at=LATER)
    found = intake.read(vault, client)
    asked = found.asked("sleep")
    assert asked.answer is not None
    assert (asked.answer.words, asked.answer.said_on) == ("Better", LATER.date())
    assert [one.words for one in asked.earlier] == ["Badly,\nfour hours"]
    assert (found.done, found.first_on, found.last_on) == (1, LATER.date(), LATER.date())
    assert next(one for one in found.groups if one.group.key == "days").progress == "1 of 4"
    assert undo is not None
    undo.take_back(vault, LATER)
    assert said(vault, client, "sleep") == replace(asked.earlier[0], id=3)
    first = intake.answer(vault, client, "faith", Answer("faith", "", Said.TALK), NOW)
    assert first is not None
    assert "would rather talk" in first.words
    first.take_back(vault, NOW)
    assert said(vault, client, "faith") is None
    with vault.read() as db:
        assert [one.question for one in db.scalars(select(IntakeAnswer))] == ["sleep"] * 3 + ["faith"] * 2
    assert sum(row.words == "Intake answered" for row in history.read_history(vault, Acts(client), ZONE)) == 5


def test_what_cannot_be_kept_is_said_at_its_field(vault: Vault, client: int) -> None:
    for question, given, field in (
        ("sleep", {"words": "  "}, "words"),
        ("heart", {"choices": ("stroke",)}, "choices"),
        ("safe_now", {"choices": ("safe", "not_safe")}, "choices"),
        ("emergency", {"parts": {"phone": "505-555-0142"}}, "name"),
        ("birth_date", {"parts": {"date": "2026-06-10"}}, "date"),
    ):
        with pytest.raises(BadInput) as problem:
            intake.answer(vault, client, question, Answer(question, "", Said.ANSWERED, **given), NOW)  # type: ignore[arg-type]
        assert problem.value.field == field
    with pytest.raises(BadInput, match="still to come"):
        intake.answer(vault, client, "sleep", Answer("sleep", "", Said.ANSWERED, "Well"), NOW, LATER.date())
    with pytest.raises(NotFound):
        say(vault, client, "shoe_size", "9")


def test_what_is_typed_lies_in_the_practice_file_until_it_is_kept(vault: Vault, client: int) -> None:
    typed = Answer("goals", "", Said.ANSWERED, "To sle")
    intake.keep_typed(vault, client, "goals", typed, NOW)
    intake.keep_typed(vault, client, "heart", Answer("heart", "", Said.ANSWERED, "", ("rhythm",)), NOW)
    assert intake.read(vault, client).asked("goals").typed == typed
    say(vault, client, "goals", "To sleep")
    assert intake.read(vault, client).asked("goals").typed is None
    assert intake.read(vault, client).asked("heart").typed is not None
    intake.keep_typed(vault, client, "heart", None, NOW)
    assert intake.read(vault, client).asked("heart").typed is None


def test_risk_stands_first_with_its_day_until_it_was_seen_to(vault: Vault, client: int) -> None:
    say(vault, client, "death_thoughts", "", "never")
    say(vault, client, "heart", "", "rhythm")
    assert [one.question.key for one in intake_review.first_lines(vault, client)] == ["heart"]
    say(vault, client, "self_harm", "but I was close", "never")
    intake.answer(vault, client, "attempts", Answer("attempts", "", Said.TALK), NOW)
    say(vault, client, "suicide_thoughts", "tonight", "intent", at=LATER)
    lines = intake_review.first_lines(vault, client)
    assert [(one.question.key, one.urgent) for one in lines] == [
        ("suicide_thoughts", True),
        ("attempts", False),
        ("self_harm", False),
        ("heart", False),
    ]
    assert lines[0].words.endswith("tonight")
    assert lines[0].answer.said_on == LATER.date()
    with vault.read() as db:
        assert [one.question.key for one in intake_review.open_for_today(db)[client]] == [
            one.question.key for one in lines
        ]
    with pytest.raises(BadInput, match="what you did"):
        intake_review.see_to(vault, lines[0].answer.id, " ", LATER)
    undo = intake_review.see_to(vault, lines[0].answer.id, "988 called together, plan made", LATER)
    last = intake_review.first_lines(vault, client)[-1]
    assert (last.question.key, last.open, last.seen, last.seen_on) == (
        "suicide_thoughts", False, "988 called together, plan made", LATER.date(),
    )  # fmt: skip
    undo.take_back(vault, LATER)
    assert intake_review.first_lines(vault, client)[0].question.key == "suicide_thoughts"
    intake_review.see_to(vault, lines[0].answer.id, "Seen", LATER)
    back = say(vault, client, "suicide_thoughts", "", "past", at=LATER)
    assert intake_review.first_lines(vault, client)[0].open
    with pytest.raises(BadInput, match="answered anew"):
        intake_review.see_to(vault, lines[0].answer.id, "Seen", LATER)
    assert back is not None
    back.take_back(vault, LATER)  # with what had become of it
    assert "suicide_thoughts" not in {one.question.key for one in intake_review.first_lines(vault, client) if one.open}


def test_a_flag_is_taken_with_the_weight_that_the_therapist_gives_it(vault: Vault, client: int) -> None:
    say(vault, client, "heart", "since 2019", "rhythm", "heart_disease")
    assert proposed(vault, client)["heart/rhythm"].weight is Weight.TELL
    undo = take(vault, client, "heart/rhythm", LATER, weight=Weight.STOP_AND_ASK)
    (flag,) = entries.entries_of(vault, client, Flag)
    assert (flag.what, flag.words, flag.weight) == ("Irregular heartbeat", "since 2019", Weight.STOP_AND_ASK)
    assert (flag.noted_on, flag.how_known and flag.how_known.value) == (TODAY, "said")
    assert intake_chart.sources(vault, client, TODAY) == {f"flag:{flag.id}": "client said, Jun 9"}
    with vault.read() as db:
        assert len(intake_review.open_for_today(db)[client]) == 1
    one = proposed(vault, client)["heart/heart_disease"]
    intake_chart.keep_chart(vault, one.answer.id, one.part, LATER)
    with vault.read() as db:
        assert intake_review.open_for_today(db) == {}
    undo.take_back(vault, LATER)
    assert entries.entries_of(vault, client, Flag) == []
    assert proposed(vault, client)["heart/rhythm"].outcome is Outcome.OPEN
    with vault.read() as db:
        assert client in intake_review.open_for_today(db)


def test_a_conflict_is_asked_and_never_overwritten(vault: Vault, client: int) -> None:
    facts = clients.get_client(vault, client)
    clients.update_client(vault, client, replace(facts, goals="Sleep", pronouns="she/her"), NOW)
    say(vault, client, "goals", "Less fear\nwork again")
    say(vault, client, "pronouns", "She / her")
    say(vault, client, "occupation", "Nurse")
    say(vault, client, "phone", "(505) 555 0199")
    say(vault, client, "phone_message", "", "no")
    found = proposed(vault, client)
    states = {name.partition("/")[0]: (one.state, one.chart) for name, one in found.items()}
    assert states == {
        "pronouns": ("same", "she/her"),
        "phone": ("conflict", "505-555-0101"),
        "occupation": ("new", ""),
        "goals": ("conflict", "Sleep"),
    }
    with pytest.raises(BadInput, match="The chart has something else: Sleep"):
        take(vault, client, "goals/whole")
    with pytest.raises(BadInput, match="has this already"):
        take(vault, client, "pronouns/whole")
    assert clients.get_client(vault, client).goals == "Sleep"
    undo = take(vault, client, "goals/whole", how="add")
    assert clients.get_client(vault, client).goals == "Sleep\nLess fear\nwork again"
    undo.take_back(vault, NOW)
    assert clients.get_client(vault, client).goals == "Sleep"
    take(vault, client, "goals/whole", how="replace")
    take(vault, client, "phone/whole", how="add")
    ways = entries.entries_of(vault, client, Way)
    assert [(one.value, one.may_leave_message) for one in ways] == [
        ("505-555-0101", Leave.NOT_ASKED), ("(505) 555 0199", Leave.NO),
    ]  # fmt: skip
    take(vault, client, "occupation/whole")
    sources = intake_chart.sources(vault, client, LATER.date())
    assert sources == dict.fromkeys(("goals", "occupation", f"way:{ways[1].id}"), "client said, Jun 9")
    clients.update_client(vault, client, replace(clients.get_client(vault, client), goals="Peace"), LATER)
    assert "goals" not in intake_chart.sources(vault, client, LATER.date())  # it is not what was said any more


def test_people_are_found_in_the_chart_and_in_the_contact_book(vault: Vault, client: int) -> None:
    book = contacts.create_contact(vault, Contact("Dr. Amari", phone="505-555-0170"), NOW)
    contacts.save_person(vault, client, Contact("Luis Example", phone="505-555-0142"), Link(Role.EMERGENCY), NOW)
    say(vault, client, "emergency", name="luis example", relation="brother", phone="505-555-0142")
    say(vault, client, "driver", name="Noor Hale", phone="505-555-0143")
    say(vault, client, "prescriber", name="Dr. Amari", phone="505-555-0999")
    say(vault, client, "physician", name="Dr. Amari", phone="(505) 555-0170")
    found = proposed(vault, client)
    assert {name.partition("/")[0]: one.state for name, one in found.items()} == {
        "emergency": "new",  # the relation only
        "driver": "new",
        "prescriber": "conflict",
        "physician": "new",
    }
    undos = [
        take(vault, client, "emergency/whole"),
        take(vault, client, "driver/whole"),
        take(vault, client, "prescriber/whole", how="book"),
        take(vault, client, "physician/whole"),
    ]
    people = {one.link.role: one for one in contacts.people_of(vault, client)}
    assert (people[Role.EMERGENCY].link.relation, people[Role.EMERGENCY].contact.name) == ("brother", "Luis Example")
    assert people[Role.DRIVER].contact.phone == "505-555-0143"
    assert people[Role.PRESCRIBER].contact.id == people[Role.PHYSICIAN].contact.id == book
    assert contacts.get_contact(vault, book).phone == "505-555-0170"
    say(vault, client, "driver", name="Kim Hale", phone="505-555-0144", at=LATER)
    assert proposed(vault, client)["driver/whole"].chart == "Noor Hale, 505-555-0143"
    undo = take(vault, client, "driver/whole", LATER, how="replace")
    assert [one.contact.name for one in contacts.people_of(vault, client) if one.link.role is Role.DRIVER] == [
        "Kim Hale"
    ]
    for one in (undo, *reversed(undos)):
        one.take_back(vault, LATER)
    (left,) = contacts.people_of(vault, client)
    assert (left.contact.name, left.link.relation) == ("Luis Example", "")


def test_medicines_and_allergies_go_line_by_line_with_the_day_of_asking(vault: Vault, client: int) -> None:
    say(vault, client, "medicines", "sertraline, 50 mg in the morning, Dr. Amari\n\nvitamin D")
    intake.answer(vault, client, "allergies", Answer("allergies", "", Said.NONE), NOW)
    found = proposed(vault, client)
    assert [one.said for one in found.values()] == [
        "sertraline, 50 mg in the morning, Dr. Amari", "vitamin D", "Asked on June 9, 2026", "None told, asked on June 9, 2026",
    ]  # fmt: skip
    for name in found:
        take(vault, client, name)
    told = health.health_of(vault, client)
    assert [(one.name, one.dose, one.last_asked) for one in told.medicines] == [
        ("sertraline", "50 mg in the morning, Dr. Amari", TODAY), ("vitamin D", "", TODAY),
    ]  # fmt: skip
    assert (told.medicines_asked_on, told.allergies_asked_on) == (TODAY, TODAY)
    assert all(one.state == "same" and not one.open for one in proposed(vault, client).values())
    say(vault, client, "medicines", "sertraline, 100 mg", at=LATER)
    again = proposed(vault, client)["medicines/0"]
    assert (again.state, again.chart) == ("conflict", "sertraline, 50 mg in the morning, Dr. Amari")
    assert (
        len(intake_chart.sources(vault, client, TODAY)) == 4
    )  # what was taken from the earlier answer keeps its source


def test_what_cannot_stand_in_the_chart_leaves_the_answer_as_it_was_said(vault: Vault, client: int) -> None:
    say(vault, client, "email", "ask me later")
    with pytest.raises(BadInput, match="not an email address"):
        take(vault, client, "email/whole")
    assert proposed(vault, client)["email/whole"].open
    intake.answer(
        vault, client, "email", Answer("email", "", Said.ANSWERED, "a@b.example", how=How.PAPER), NOW, date(2026, 6, 1)
    )
    take(vault, client, "email/whole")
    (way,) = [one for one in entries.entries_of(vault, client, Way) if one.kind is WayKind.EMAIL]
    assert intake_chart.sources(vault, client, TODAY)[f"way:{way.id}"] == "client wrote, Jun 1"


def test_hostile_words_are_kept_as_they_are(vault: Vault, client: int) -> None:
    for words in (*(one for one in texts(15) if one.strip() and "\ud800" not in one), "x" * 10_000):
        say(vault, client, "goals", words)
        say(vault, client, "emergency", words, name=words, phone=words)
        say(vault, client, "medicines", words)
        found = said(vault, client, "goals")
        assert found is not None
        assert found.words == words.strip()
        while waits := [one for one in proposed(vault, client).values() if one.open and one.target != "emergency"]:
            how = waits[0].ways_out[0][0] if waits[0].ways_out else None
            intake_chart.take(vault, waits[0].answer.id, waits[0].part, NOW, how)
        intake.keep_typed(vault, client, "faith", Answer("faith", "", Said.ANSWERED, words), NOW)
        typed = intake.read(vault, client).asked("faith").typed
        assert typed is not None
        assert typed.words == words


def test_a_signed_intake_holds_its_answers_and_none_is_changed_behind_the_signature(vault: Vault, client: int) -> None:
    clients.update_client(vault, client, replace(clients.get_client(vault, client), birth_date=date(1990, 2, 3)), NOW)
    say(vault, client, "goals", "To sleep")
    draft = paper_signing.begin(vault, client, "intake", "en", NOW)
    name = Signature(Role_.CLIENT, "Ada Example", "typed")
    paper_signing.sign(vault, draft, name, NOW)
    say(vault, client, "goals", "To sleep, and to sing")
    with pytest.raises(BadInput, match="or an answer on it, was changed"):
        paper_signing.sign(vault, draft, replace(name, role=Role_.THERAPIST, name="Robin Alder"), NOW)
    paper_signing.take_signatures_off(vault, draft, NOW)
    for role in paper_signing.in_hand(vault, draft, TODAY).unsigned:
        paper_signing.sign(vault, draft, replace(name, role=role), NOW)
    filed = paper_signing.file_signed(vault, draft, NOW)
    with vault.read() as db:
        body = json.loads(filed_papers.find_paper(db, filed).body)
        assert filed_papers.check_papers(db) == 1
    assert [(one["question"], one["words"]) for one in body["answers"]] == [("goals", "To sleep, and to sing")]
    _, said = read(filed_papers.exact_bytes(vault, filed))
    assert "What do you hope will be different when our work is done? said on" in said
    assert "To sleep, and to sing" in said
    assert "I would rather talk about it" not in said
    blank = papers.print_paper(vault, "intake", "letter", TODAY, client, size="18", blank=True)
    assert "I would rather talk about it" in (said := read(blank.pdf)[1])
    assert "To sleep" not in said
