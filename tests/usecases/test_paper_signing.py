"""A paper from being prepared to its exact bytes on file; what nobody may sign; what was signed on paper."""

import io
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
import sqlalchemy
from pypdf import PdfReader

from kapdesk.domain.filled import Filled
from kapdesk.domain.paper_states import State, What
from kapdesk.domain.signatures import Role, Signature
from kapdesk.domain.strokes import Point
from kapdesk.domain.tablets import Dose
from kapdesk.errors import BadInput, PracticeDamaged
from kapdesk.usecases.course import courses
from kapdesk.usecases.house import practice
from kapdesk.usecases.medicine_day import medicine, medicine_days, touch_agreement
from kapdesk.usecases.paper import asked_again, filed_papers, paper_signing, paper_standings, papers_on_paper, wording
from kapdesk.usecases.paper.papers_on_paper import OnPaper
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY

DRAWN = ((Point(0.1, 0.1), Point(0.2, 0.05, 20), Point(0.4, 0.2, 40)), (Point(0.5, 0.1, 90),))
PDF = b"%PDF-1.4\n%scan\n"


@pytest.fixture
def client(vault: Vault) -> int:
    facts = replace(practice.get_practice(vault), name="High Mesa", therapist="Robin Alder", phone="505-555-0100")
    practice.save_practice(vault, facts, NOW)
    return clients.create_client(vault, ClientFacts("Ada Example", birth_date=date(1990, 2, 3)), NOW)


def ready_to_sign(vault: Vault, client: int, name: str = "consent-kap", at: datetime = NOW) -> int:
    """A paper with everything entered but the signatures."""
    draft = paper_signing.begin(vault, client, name, "en", at)
    hand = paper_signing.in_hand(vault, draft, at.date())
    filled = Filled(
        {one.name: f"[{one.name}]" for one in hand.fields if not one.value},
        {one.name: (one.options[0][0],) for one in hand.choices},
        {number: "A. E." for number, _ in (*hand.points, *hand.acknowledged)},
        present="nobody else",
    )
    paper_signing.keep(vault, draft, filled, at)
    return draft


def sign_all(vault: Vault, draft: int, at: datetime = NOW) -> int:
    """Everybody signs, and it is filed."""
    for role in paper_signing.in_hand(vault, draft, at.date()).unsigned:
        how = ("drawn", DRAWN) if role is Role.CLIENT else ("typed", ())
        paper_signing.sign(vault, draft, Signature(role, f"Name of {role.value}", how[0], strokes=how[1]), at)  # type: ignore[arg-type]
    return paper_signing.file_signed(vault, draft, at)


def test_a_consent_goes_from_the_chart_to_its_exact_bytes(vault: Vault, client: int) -> None:
    draft = paper_signing.begin(vault, client, "consent-kap", "en", NOW)
    hand = paper_signing.in_hand(vault, draft, TODAY)
    assert {one.name: one.source for one in hand.fields}["client_name"] == "chart"
    assert hand.gaps[-1].startswith("not initialled")
    with pytest.raises(BadInput, match="Before it is signed"):
        paper_signing.sign(vault, draft, Signature(Role.CLIENT, "Ada Example", "typed"), NOW)
    assert ready_to_sign(vault, client) == draft
    filed = sign_all(vault, draft)
    assert paper_signing.drafts(vault, client) == []
    data = filed_papers.exact_bytes(vault, filed)
    assert data.startswith(b"%PDF")
    kept = filed_papers.get_paper(vault, filed)
    assert [one.role for one in kept.filled.signed] == [Role.CLIENT, Role.THERAPIST]
    assert kept.filled.signed[0].strokes
    assert kept.facts.signed_at == NOW
    assert paper_standings.standing_of(vault, client, "consent-kap", TODAY).state is State.SIGNED
    with vault.read() as db:
        assert filed_papers.check_papers(db) == 1


def test_what_was_signed_is_not_changed_behind_the_signature(vault: Vault, client: int) -> None:
    draft = ready_to_sign(vault, client)
    paper_signing.sign(vault, draft, Signature(Role.CLIENT, "Ada", "drawn", strokes=DRAWN), NOW)
    filled = paper_signing.in_hand(vault, draft, TODAY).filled
    with pytest.raises(BadInput, match="Take the signatures off"):
        paper_signing.keep(vault, draft, replace(filled, present="somebody"), NOW)
    text = wording.current_wording(vault, "consent-kap").text
    wording.save_wording(vault, "consent-kap", "en", replace(text, title="Another title"), "wording", NOW)
    with pytest.raises(BadInput, match="wording of this paper was changed"):
        paper_signing.sign(vault, draft, Signature(Role.THERAPIST, "Robin", "typed"), NOW)
    paper_signing.take_signatures_off(vault, draft, NOW)
    paper_signing.keep(vault, draft, replace(filled, present="somebody"), NOW)
    assert sign_all(vault, draft)


@pytest.mark.parametrize("words", ["", "the client asked for it"])
def test_no_consent_is_signed_under_the_medicine_and_other_papers_with_a_reason(
    vault: Vault, client: int, words: str
) -> None:
    consent, release = ready_to_sign(vault, client), ready_to_sign(vault, client, "release")
    courses.start_course(vault, client, TODAY, NOW)
    day = medicine_days.begin(vault, client, NOW)
    paper_signing.sign(vault, consent, Signature(Role.CLIENT, "Ada", "typed"), NOW)  # at the gate, before medicine
    paper_signing.take_signatures_off(vault, consent, NOW)
    medicine.take_in(vault, day, Dose(2, 100), 2, "Ada", NOW, NOW)
    later = NOW + timedelta(hours=1)
    with pytest.raises(BadInput, match="not given under the medicine"):
        paper_signing.sign(vault, consent, Signature(Role.CLIENT, "Ada", "typed"), later, words)
    act = Signature(Role.CLIENT, "Ada", "typed")
    if words:
        paper_signing.sign(vault, release, act, later, words)
    else:
        with pytest.raises(BadInput, match="Say why"):
            paper_signing.sign(vault, release, act, later)
    on_paper = OnPaper("consent-kap", TODAY, ((Role.CLIENT, "Ada", ""), (Role.THERAPIST, "Robin", "")), "1")
    with pytest.raises(BadInput, match="no time of signing"):
        papers_on_paper.file_from_paper(vault, client, on_paper, [PDF], later)
    before = replace(on_paper, at=(NOW - timedelta(hours=1)).time().replace(tzinfo=None))
    filed = papers_on_paper.file_from_paper(vault, client, before, [PDF], later)
    paper_standings.tell(vault, client, "", What.REVOKED, TODAY, "she wants no more", "Ada", later, filed)
    found = paper_standings.standing_of(vault, client, "consent-kap", TODAY)
    assert (found.state, found.words) == (State.REVOKED, "she wants no more")


def test_only_a_material_change_makes_it_due_again(vault: Vault, client: int) -> None:
    sign_all(vault, ready_to_sign(vault, client))
    text = wording.current_wording(vault, "consent-kap").text
    wording.save_wording(vault, "consent-kap", "en", replace(text, title="One"), "wording", NOW)
    assert asked_again.to_ask_again(vault, TODAY) == []
    wording.save_wording(vault, "consent-kap", "en", replace(text, title="Two"), "material", NOW)
    assert [(one.client, one.name, one.version) for one in asked_again.to_ask_again(vault, TODAY)] == [
        ("Ada Example", "consent-kap", "1")
    ]
    wording.back_to_shipped(vault, "consent-kap", "en", NOW)
    assert asked_again.to_ask_again(vault, TODAY) == []
    wording.save_wording(vault, "consent-kap", "en", replace(text, title="Three"), "wording", NOW)
    sign_all(vault, ready_to_sign(vault, client, at=NOW), NOW)
    assert [one.standing.state for one in paper_standings.list_filed(vault, client, TODAY)] == [
        State.SIGNED,
        State.REPLACED,
    ]


def test_what_was_said_of_a_paper_is_taken_back_by_another_entry(vault: Vault, client: int) -> None:
    filed = sign_all(vault, ready_to_sign(vault, client))
    undo = paper_standings.tell(vault, client, "", What.NARROWED, TODAY, "no feet", "Ada", NOW, filed)
    assert paper_standings.standing_of(vault, client, "consent-kap", TODAY).state is State.NARROWED
    undo.take_back(vault, NOW)
    assert paper_standings.standing_of(vault, client, "consent-kap", TODAY).state is State.SIGNED
    paper_standings.tell(
        vault, client, "privacy-notice", What.REFUSED, TODAY, "offered twice, did not sign", "Ada", NOW
    )
    assert paper_standings.standing_of(vault, client, "privacy-notice", TODAY).state is State.REFUSED


def test_a_paper_without_a_scan_says_where_it_lies(vault: Vault, client: int) -> None:
    told = OnPaper("consent-therapy", TODAY, ((Role.CLIENT, "Ada", ""), (Role.THERAPIST, "Robin", "")), "1")
    with pytest.raises(BadInput, match="where the paper lies"):
        papers_on_paper.file_from_paper(vault, client, told, [], NOW)
    with pytest.raises(BadInput, match="PDF, PNG and JPEG"):
        papers_on_paper.file_from_paper(vault, client, told, [b"hello"], NOW)
    filed = papers_on_paper.file_from_paper(vault, client, replace(told, kept_where="the blue folder"), [], NOW)
    assert filed_papers.get_paper(vault, filed).facts.words == "the blue folder"
    assert papers_on_paper.receive(vault, client, "Summary of another clinic", TODAY, "", [PDF], NOW)
    assert [one.name for one in paper_standings.list_filed(vault, client, TODAY)] == ["received", "consent-therapy"]


def test_the_places_of_the_touch_agreement_are_in_sight_in_the_session(vault: Vault, client: int) -> None:
    assert touch_agreement.in_sight(vault, client, TODAY) == ("Not signed.",)
    draft = ready_to_sign(vault, client, "touch-agreement")
    filled = paper_signing.in_hand(vault, draft, TODAY).filled
    paper_signing.keep(vault, draft, replace(filled, ticked={"places": ("hand", "upper_back")}), NOW)
    filed = sign_all(vault, draft)
    assert touch_agreement.in_sight(vault, client, TODAY) == (
        "Signed Jun 9, version 1.",
        "Ticked on it: hand, upper back.",
    )
    paper_standings.tell(vault, client, "", What.REVOKED, TODAY, "", "Ada", NOW, filed)
    assert touch_agreement.in_sight(vault, client, TODAY) == ("Revoked Jun 9.",)


@pytest.mark.parametrize("version", ["²", "9" * 40])
def test_a_version_typed_from_paper_never_stops_the_chart(vault: Vault, client: int, version: str) -> None:
    told = OnPaper("consent-therapy", TODAY, ((Role.CLIENT, "Ada", ""), (Role.THERAPIST, "Robin", "")), version)
    told = replace(told, kept_where="the blue folder")
    with pytest.raises(BadInput, match="still to come"):
        papers_on_paper.file_from_paper(vault, client, replace(told, at=time(23, 59)), [], NOW)
    with pytest.raises(BadInput, match="in the foot"):
        papers_on_paper.file_from_paper(vault, client, replace(told, version="9" * 41), [], NOW)
    papers_on_paper.file_from_paper(vault, client, told, [], NOW)
    assert paper_standings.list_filed(vault, client, TODAY)[0].version == version


def test_going_back_from_a_material_wording_is_material_for_who_signed_it(vault: Vault, client: int) -> None:
    text = wording.current_wording(vault, "consent-kap").text
    wording.save_wording(vault, "consent-kap", "en", replace(text, title="One"), "material", NOW)
    sign_all(vault, ready_to_sign(vault, client))
    assert asked_again.to_ask_again(vault, TODAY) == []
    wording.back_to_shipped(vault, "consent-kap", "en", NOW)
    assert [one.name for one in asked_again.to_ask_again(vault, TODAY)] == ["consent-kap"]


def test_check_notices_what_a_hand_with_the_key_changed_beside_the_bytes(vault: Vault, client: int) -> None:
    clients.create_client(vault, ClientFacts("Ben Other"), NOW)
    filed = sign_all(vault, ready_to_sign(vault, client, "electronic-signing"))
    with vault.write() as db:
        db.execute(sqlalchemy.text("DROP TRIGGER filed_paper_update_guard"))
    for change in (
        "title = 'Another'",
        "about = 'somebody'",
        "from_on = '2026-01-01'",
        "until = '2030-01-01'",
        "lacking = 'point 3'",
        "signed_at = NULL",
        "client_id = 2",
        "filed_at = '2026-01-01T00:00:00.000000Z+00:00'",
    ):
        with pytest.raises(PracticeDamaged, match="not as it was filed"):
            changed_and_checked(vault, f"UPDATE filed_paper SET {change}")
    paper_standings.tell(vault, client, "", What.REVOKED, TODAY, "no more", "Ada", NOW, filed)
    with vault.write() as db:
        for name in ("filed_paper_delete", "paper_file_delete", "paper_event_delete", "paper_event_update"):
            db.execute(sqlalchemy.text(f"DROP TRIGGER {name}_guard"))
    for change in ("words = 'go on'", "from_on = '2026-12-01'", "by_whom = 'somebody'"):
        with pytest.raises(PracticeDamaged, match="not as it was filed"):
            changed_and_checked(vault, f"UPDATE paper_event SET {change}")
    for deletes in (
        "DELETE FROM paper_event",
        "DELETE FROM paper_event; DELETE FROM paper_file; DELETE FROM filed_paper",
    ):
        with pytest.raises(PracticeDamaged, match="is gone"):
            changed_and_checked(vault, deletes)
    with vault.write() as db:
        db.execute(sqlalchemy.text("UPDATE filed_paper SET lacking = 'point 3'"))
    with pytest.raises(PracticeDamaged):
        filed_papers.get_paper(vault, filed)


def changed_and_checked(vault: Vault, change: str) -> None:
    """In one write, so that what was damaged is undone."""
    with vault.write() as db:
        for statement in change.split("; "):
            db.execute(sqlalchemy.text(statement))
        filed_papers.check_papers(db)


def test_the_page_that_was_signed_is_the_one_that_is_filed(vault: Vault, client: int) -> None:
    draft = ready_to_sign(vault, client)
    paper_signing.sign(vault, draft, Signature(Role.CLIENT, "Ada", "typed"), NOW)
    paper_signing.sign(vault, draft, Signature(Role.THERAPIST, "Robin", "typed"), NOW)
    seen = paper_signing.look(vault, draft, TODAY)
    facts = practice.get_practice(vault)
    practice.save_practice(vault, replace(facts, name="Low Mesa", page="a4", phone="505-555-0199"), NOW)
    clients.update_client(vault, client, ClientFacts("Ada Newname"), NOW)
    days_later = NOW + timedelta(days=3)
    again = paper_signing.look(vault, draft, days_later.date())
    filed = paper_signing.file_signed(vault, draft, days_later)
    data = filed_papers.exact_bytes(vault, filed)
    assert without_times(seen.pdf) == without_times(again.pdf) == without_times(data)


def without_times(pdf: bytes) -> tuple[str, ...]:
    """The words of every page, with its size."""
    return tuple(f"{one.mediabox} {one.extract_text()}" for one in PdfReader(io.BytesIO(pdf)).pages)


def test_initials_stand_under_the_wording_they_were_given_for(vault: Vault, client: int) -> None:
    draft = ready_to_sign(vault, client)
    assert paper_signing.in_hand(vault, draft, TODAY).gaps == ()
    text = wording.current_wording(vault, "consent-kap").text
    wording.save_wording(vault, "consent-kap", "en", replace(text, title="Other points"), "material", NOW)
    hand = paper_signing.in_hand(vault, draft, TODAY)
    assert hand.filled.initials == {}
    assert hand.gaps[0] == "no point is initialled yet"
    initials = {number: "A. E." for number, _ in (*hand.points, *hand.acknowledged)}
    paper_signing.keep(vault, draft, replace(hand.filled, initials=initials), NOW)
    assert paper_signing.in_hand(vault, draft, TODAY).gaps == ()


def test_half_a_character_is_said_when_it_is_typed_and_a_day_that_is_past_before_it_is_signed(
    vault: Vault, client: int
) -> None:
    draft = ready_to_sign(vault, client, "release")
    filled = paper_signing.in_hand(vault, draft, TODAY).filled
    with pytest.raises(BadInput, match="half a character"):
        paper_signing.keep(vault, draft, replace(filled, present="\ud800"), NOW)
    paper_signing.keep(vault, draft, replace(filled, until=TODAY - timedelta(days=1)), NOW)
    with pytest.raises(BadInput, match="last day"):
        paper_signing.sign(vault, draft, Signature(Role.CLIENT, "Ada", "typed"), NOW)


def test_after_medicine_no_clock_lets_the_client_sign_and_the_adult_who_comes_may(vault: Vault, client: int) -> None:
    consent = ready_to_sign(vault, client)
    courses.start_course(vault, client, TODAY, NOW)
    day = medicine_days.begin(vault, client, NOW)
    ride = ready_to_sign(vault, client, "transport")
    paper_signing.sign(vault, ride, Signature(Role.CLIENT, "Ada", "typed"), NOW)
    medicine.take_in(vault, day, Dose(2, 100), 2, "Ada", NOW, NOW)
    for role, relation in ((Role.CLIENT, ""), (Role.REPRESENTATIVE, "mother")):
        with pytest.raises(BadInput, match="not given under the medicine"):
            paper_signing.sign(
                vault, consent, Signature(role, "A", "typed", relation=relation), NOW - timedelta(hours=2)
            )
    adult = Signature(Role.ADULT, "Ben", "typed", relation="husband")  # he comes after the medicine, and took none
    paper_signing.sign(vault, ride, adult, NOW + timedelta(hours=2))


def test_declined_after_signing_on_one_day_holds_and_signed_after_declining_too(vault: Vault, client: int) -> None:
    told = OnPaper("recording", TODAY, ((Role.CLIENT, "Ada", ""), (Role.THERAPIST, "R", "")), "1", kept_where="folder")
    later = NOW + timedelta(hours=1)
    papers_on_paper.file_from_paper(vault, client, told, [], NOW)
    paper_standings.tell(vault, client, "recording", What.DECLINED, TODAY, "no more", "Ada", later)
    assert paper_standings.standing_of(vault, client, "recording", TODAY).state is State.DECLINED
    papers_on_paper.file_from_paper(vault, client, told, [], later + timedelta(hours=1))
    assert paper_standings.standing_of(vault, client, "recording", TODAY).state is State.SIGNED


def test_no_entry_goes_into_another_chart_or_comes_twice(vault: Vault, client: int) -> None:
    other = clients.create_client(vault, ClientFacts("Ben Other"), NOW)
    told = OnPaper("recording", TODAY, ((Role.CLIENT, "Ada", ""), (Role.THERAPIST, "R", "")), "1", kept_where="folder")
    filed = papers_on_paper.file_from_paper(vault, client, told, [], NOW)
    with pytest.raises(BadInput, match="another chart"):
        paper_standings.tell(vault, other, "", What.REVOKED, TODAY, "", "Ben", NOW, filed)
    undo = paper_standings.tell(vault, client, "", What.REVOKED, TODAY, "", "Ada", NOW, filed)
    undo.take_back(vault, NOW)
    events = paper_standings.list_filed(vault, client, TODAY)[0].events
    assert events == ()
    with pytest.raises(BadInput, match="stays so"):
        paper_standings.take_back(vault, 2, "another slip", NOW)
    draft = paper_signing.begin(vault, client, "transport", "en", NOW)
    away = paper_signing.put_away(vault, draft, NOW)
    away.take_back(vault, NOW)
    away.take_back(vault, NOW)
    assert [one.id for one in paper_signing.drafts(vault, client)] == [draft]
