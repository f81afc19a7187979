"""The fictional sample practice: complete, plausible, and unmistakably invented."""

import re
import tomllib
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).parents[1] / "resources" / "sample"
FILES = sorted((SAMPLE / "clients").glob("*.toml"))
STATUSES = {"inquiry", "wait_list", "active", "closing", "closed", "archived"}
SESSION_KINDS = ["preparation", "ketamine", "integration"]
NOTE_KINDS = {"contact", "general", *SESSION_KINDS}
TEXT_KEYS = {
    "legal_name", "preferred_name", "pronouns", "status", "address", "language", "occupation", "referred_by",
    "insurance", "concerns", "goals",
}  # fmt: skip
SOMETIMES = {"private",
    "birth_date", "course", "session", "person", "diagnosis", "flag", "allergy", "medicine", "own",
    "allergies_asked", "medicines_asked",
}  # fmt: skip
PRACTICE_KEYS = {"name", "therapist", "credentials", "licence", "phone", "email", "address", "time_zone"}
ABSOLUTE_DATE = re.compile(
    r"\b(?:19|20)\d\d\b(?!/)|\b\d{1,2}/\d{1,2}/\d{2,4}\b"
    r"|\b(?:January|February|April|June|July|August|September|October|November|December)\b"
    r"|\b(?:March|May|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.? \d"
)
TABLETS = re.compile(r"Brought (\d+)(?: tablets)?, took (\d+), kept (\d+)")
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def clients() -> list[dict[str, Any]]:
    return [load(path) for path in FILES]


def notes() -> list[dict[str, Any]]:
    return [note for client in clients() for note in client.get("note", [])]


def words_of(client: dict[str, Any]) -> list[str]:
    """All prose of a client's chart: concerns, notes, addenda."""
    prose = [client["concerns"], client["goals"]]
    for kind in ("flag", "medicine", "allergy", "diagnosis"):
        prose += [words for one in client.get(kind, []) for words in one.values() if isinstance(words, str)]
    for note in client.get("note", []):
        prose.append(note.get("text", ""))
        prose += [part for one in note.get("addendum", []) for part in (one["reason"], one["text"])]
    return prose


def test_the_practice_has_every_fact_and_is_invented():
    practice = load(SAMPLE / "practice.toml")["practice"]
    assert set(practice) == PRACTICE_KEYS
    assert all(practice.values())
    assert practice["name"] == "High Mesa Psychotherapy"
    assert practice["time_zone"] == "America/Denver"
    assert practice["email"].endswith("example.org")


def test_there_are_twelve_clients_in_every_status():
    assert len(FILES) == 12
    assert [int(path.name[:2]) for path in FILES] == list(range(1, 13))
    assert {client["status"] for client in clients()} == STATUSES
    assert len({client["legal_name"] for client in clients()}) == 12
    assert any(not client["legal_name"].isascii() for client in clients())


def test_there_are_about_150_notes_and_nearly_all_are_signed():
    every = notes()
    assert 140 <= len(every) <= 160
    assert {note["kind"] for note in every} == NOTE_KINDS
    signed = sum(note["signed"] for note in every)
    assert 0.9 * len(every) < signed < len(every)
    assert 2 <= sum(len(note.get("addendum", [])) for note in every) <= 4


@each_file
def test_a_client_has_the_required_keys(path: Path):
    client = load(path)
    assert set(client) - SOMETIMES == TEXT_KEYS | {"since", "note", "way"}
    assert all(isinstance(client[key], str) for key in TEXT_KEYS)
    assert client["legal_name"]
    assert type(client["since"]) is int
    assert client["since"] <= 0
    if client["status"] != "inquiry":
        assert type(client["birth_date"]) is date
        assert date(1920, 1, 1) < client["birth_date"] < date(2005, 1, 1)


@each_file
def test_people_are_in_the_book_or_named_with_a_number(path: Path):
    book = load(SAMPLE / "contacts.toml")
    for number, person in enumerate(load(path).get("person", [])):
        assert set(person) <= {"contact", "same_as_first", "name", "phone", "role", "relation"}
        assert ("contact" in person) + ("same_as_first" in person) + ("name" in person) == 1
        assert person.get("contact", "amari") in book
        assert number or "same_as_first" not in person
        assert ("name" in person) == ("phone" in person)


@each_file
def test_what_was_told_lies_within_the_time_of_the_chart(path: Path):
    client = load(path)
    told = [one for kind in ("flag", "medicine", "allergy", "diagnosis") for one in client.get(kind, [])]
    days = [value for one in told for value in one.values() if isinstance(value, int)]
    asked = [client[name] for name in ("allergies_asked", "medicines_asked") if name in client]
    assert all(client["since"] <= day <= 0 for day in days + asked)
    for flag in client.get("flag", []):
        in_order = [flag[name] for name in ("noted_on", "told_on", "answered_on", "closed_on") if name in flag]
        assert in_order == sorted(in_order)
        assert ("answer" in flag) == ("answered_on" in flag)


def test_there_is_a_flag_told_and_one_that_waits_for_an_answer():
    flags = [flag for client in clients() for flag in client.get("flag", []) if "closed_on" not in flag]
    assert any("answer" in flag for flag in flags)
    assert any("answer" not in flag for flag in flags)


@each_file
def test_the_course_runs_in_a_plausible_order(path: Path):
    client = load(path)
    sessions, course = client.get("session", []), client.get("course")
    assert (course is None) == (not sessions)
    if course is None:
        assert client["status"] in {"inquiry", "wait_list"}
        return
    assert set(course) <= {"started", "planned_ketamine", "ended", "ending", "why"}
    assert all(set(one) - {"medicine"} == {"kind", "on"} and one["kind"] in SESSION_KINDS for one in sessions)
    days = [one["on"] for one in sessions]
    assert days == sorted(days)
    assert client["since"] <= course["started"] == days[0]
    assert days[-1] <= 0
    kinds = [one["kind"] for one in sessions]
    ketamine = [one["on"] for one in sessions if one["kind"] == "ketamine" and "medicine" not in one]
    assert len(ketamine) <= course["planned_ketamine"]
    assert all(later - earlier >= 14 for earlier, later in pairwise(ketamine))
    if ketamine:
        first = kinds.index("ketamine")
        assert first >= 3
        assert set(kinds[:first]) == {"preparation"}
        assert "preparation" not in kinds[first:]
    else:
        assert set(kinds) == {"preparation"}


@each_file
def test_a_course_has_ended_when_the_chart_is_closed(path: Path):
    client = load(path)
    course = client.get("course", {})
    assert ("ended" in course) == ("ending" in course) == (client["status"] in {"closed", "archived"})
    if "ended" in course:
        assert client["session"][-1]["on"] <= course["ended"] <= 0


def test_every_ketamine_session_is_integrated_but_the_last():
    for client in clients():
        dosed = [one for one in client.get("session", []) if "medicine" not in one]
        kinds = [one["kind"] for one in dosed if one["kind"] != "preparation"]
        assert not any(pair == ("ketamine", "ketamine") for pair in pairwise(kinds))


@each_file
def test_notes_belong_to_their_sessions(path: Path):
    client = load(path)
    sessions = client.get("session", [])
    days = [note["on"] for note in client["note"]]
    assert days == sorted(days)
    assert client["since"] <= days[0]
    assert days[-1] <= 0
    for note in client["note"]:
        assert set(note) <= {"kind", "on", "session", "signed", "text", "addendum"}
        assert note["kind"] in NOTE_KINDS
        assert type(note["signed"]) is bool
        assert note["text"] == note["text"].strip() != ""
        begun_ahead = note["on"] == 0 and not note["signed"]
        assert ("session" in note) == (note["kind"] in SESSION_KINDS and not begun_ahead)
        if "session" in note:
            session = sessions[note["session"] - 1]
            assert (session["kind"], session["on"]) == (note["kind"], note["on"])
    numbers = [note["session"] for note in client["note"] if "session" in note]
    assert numbers == list(range(1, len(sessions) + 1))


def test_one_medicine_day_was_held_without_medicine():
    sessions = [one for client in clients() for one in client.get("session", []) if "medicine" in one]
    assert [(one["kind"], one["medicine"]) for one in sessions] == [("ketamine", "not_taken")]


def test_only_signed_notes_have_addenda_written_later():
    for note in notes():
        for addendum in note.get("addendum", []):
            assert note["signed"]
            assert set(addendum) == {"reason", "text", "on"}
            assert addendum["reason"]
            assert addendum["text"]
            assert note["on"] <= addendum["on"] <= 0


@each_file
def test_tablets_are_counted_right_and_seen_in_every_ketamine_session(path: Path):
    for note in load(path)["note"]:
        found = TABLETS.search(note["text"])
        if note["kind"] == "ketamine" and note["signed"] and "without medicine" not in note["text"]:
            assert found is not None
        if found:
            brought, taken, kept = map(int, found.groups())
            assert brought - taken == kept


def test_notes_are_as_long_as_notes_are():
    lengths = [len(note["text"].split()) for note in notes()]
    assert min(lengths) >= 18
    assert max(lengths) <= 320
    assert 3 <= sum(length > 180 for length in lengths) <= 6
    assert 60 <= sorted(lengths)[len(lengths) // 2] <= 100
    assert len({note["text"] for note in notes()}) == len(lengths)


def test_one_note_and_no_other_place_speaks_of_a_cafe():
    assert sum("café" in note["text"] for note in notes()) == 1
    everywhere = "".join(path.read_text(encoding="utf-8") for path in FILES)
    assert Counter(re.findall(r"caf[eé]", everywhere, re.IGNORECASE)) == {"café": 1}


@pytest.mark.parametrize(
    "path", [SAMPLE / "practice.toml", SAMPLE / "contacts.toml", *FILES], ids=lambda path: path.stem
)
def test_nothing_leads_to_a_real_person(path: Path):
    text = path.read_text(encoding="utf-8")
    telephones = re.findall(r"\b(?:\d{3}[-. ])?\d{3}[-. ]\d{4}\b", text)
    assert telephones
    assert all("555-01" in one for one in telephones)
    assert all(address.endswith("example.org") for address in re.findall(r"\S+@([\w.-]+)", text))
    apart = tomllib.loads(text).get("private", ())
    assert text.casefold().count("zephyrine") == sum("zephyrine" in one["text"].casefold() for one in apart)


@each_file
def test_prose_is_relative_to_the_given_day_and_says_what_was_observed(path: Path):
    for prose in words_of(load(path)):
        assert not ABSOLUTE_DATE.search(prose), ABSOLUTE_DATE.search(prose)
        assert "administer" not in prose.casefold()
        assert not re.search(r"\d ?mg\b", prose)
