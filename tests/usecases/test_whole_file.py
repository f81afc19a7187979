"""A new client from the introductory call to a complete, signed file, on the screen and by scan; the gate sees it, and every
signed paper prints the same years later, whatever happened to wording, fonts and layout.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kapdesk.domain.authorizations import Content
from kapdesk.domain.calls import Call
from kapdesk.domain.contacts import Contact, ContactKind, Role
from kapdesk.domain.disclosures import Basis
from kapdesk.domain.filled import Filled
from kapdesk.domain.paper_states import INTAKE_PACK, State, What
from kapdesk.domain.readiness import PAPERS
from kapdesk.domain.signatures import Role as Signer
from kapdesk.domain.signatures import Signature
from kapdesk.printing import fonts
from kapdesk.usecases.course import courses, ready
from kapdesk.usecases.house import practice
from kapdesk.usecases.paper import asked_again, filed_papers, paper_signing, paper_standings, papers_on_paper, wording
from kapdesk.usecases.paper.papers_on_paper import OnPaper
from kapdesk.usecases.people import calls, clients, contacts
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.people.contacts import Link
from kapdesk.usecases.register import authorizations
from kapdesk.vault.database import Vault
from tests.conftest import FACTS, NOW, TODAY
from tests.usecases.test_paper_signing import DRAWN, PDF

ON_SCREEN = ("consent-therapy", "privacy-notice", "consent-kap", "release", "transport", "electronic-signing")
BY_SCAN = ("intake", "touch-agreement", "consent-to-contact")


def sign_on_screen(vault: Vault, client: int, name: str, at: datetime) -> int:
    """All steps, in the order of the page."""
    draft = paper_signing.begin(vault, client, name, "en", at)
    hand = paper_signing.in_hand(vault, draft, at.date())
    filled = Filled(
        {one.name: f"what was said for {one.name}" for one in hand.fields if not one.value},
        {one.name: tuple(key for key, _ in one.options[:1]) for one in hand.choices},
        {number: "N. W." for number, _ in (*hand.points, *hand.acknowledged)},
    )
    paper_signing.keep(vault, draft, filled, at)
    for role in hand.unsigned:
        paper_signing.sign(vault, draft, Signature(role, "Nora West", "drawn", relation="sister", strokes=DRAWN), at)
    return paper_signing.file_signed(vault, draft, at)


def test_from_the_call_to_a_complete_file(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    practice.save_practice(vault, FACTS, NOW)
    client = clients.create_client(vault, ClientFacts("Nora West"), NOW)
    calls.save_call(vault, client, Call(called_on=TODAY), NOW)
    courses.start_course(vault, client, TODAY, NOW)
    driver = Contact("Sam West", ContactKind.DRIVER, phone="505-555-0177")
    contacts.save_person(vault, client, driver, Link(Role.DRIVER, "brother"), NOW)
    assert set(ON_SCREEN) | set(BY_SCAN) == set(INTAKE_PACK)
    filed = {name: sign_on_screen(vault, client, name, NOW) for name in ON_SCREEN}
    signers = ((Signer.CLIENT, "Nora West", ""), (Signer.THERAPIST, "Robin Alder", ""))
    for name in BY_SCAN:
        told = OnPaper(name, TODAY, signers, "1")
        filed[name] = papers_on_paper.file_from_paper(vault, client, told, [PDF + name.encode()], NOW)
    assert filed_papers.get_paper(vault, filed["transport"]).facts.about == "Sam West"
    lines = {line.key: line.state for line in ready.readiness(vault, client, TODAY, TODAY)}
    assert [lines[key] for key in PAPERS] == ["green"] * 4
    before = {name: filed_papers.exact_bytes(vault, number) for name, number in filed.items()}

    years = NOW + timedelta(days=2500)
    for name in ON_SCREEN:
        text = wording.current_wording(vault, name).text
        wording.save_wording(vault, name, "en", replace(text, title=f"Another {name}"), "material", years)
    practice.save_practice(vault, replace(FACTS, name="Another practice", page="a4"), years)
    monkeypatch.setattr(fonts, "BODY", "Helvetica")
    assert {name: filed_papers.exact_bytes(vault, number) for name, number in filed.items()} == before
    with vault.read() as db:
        assert filed_papers.check_papers(db) == len(INTAKE_PACK)
    due = [one.name for one in asked_again.to_ask_again(vault, years.date())]
    assert sorted(due) == sorted(ON_SCREEN)
    states = {one.name: one.standing.state for one in paper_standings.list_filed(vault, client, years.date())}
    assert {states[name] for name in BY_SCAN} == {State.SIGNED}


def test_a_release_to_somebody_else_does_not_hide_that_the_prescribers_was_revoked(vault: Vault) -> None:
    client = clients.create_client(vault, ClientFacts("Nora West"), NOW)
    courses.start_course(vault, client, TODAY, NOW)
    prescriber = Contact("Dr. S. Amari", ContactKind.PRESCRIBER, phone="505-555-0100")
    contacts.save_person(vault, client, prescriber, Link(Role.PRESCRIBER, ""), NOW)
    signers = ((Signer.CLIENT, "Nora West", ""),)
    ids = [
        papers_on_paper.file_from_paper(
            vault, client, OnPaper("release", TODAY, signers, "1", about=about, kept_where="binder"), (), NOW
        )
        for about in ("S. Amari, MD", "May West")
    ]

    def release() -> tuple[str, str]:
        lines = ready.readiness(vault, client, TODAY, TODAY)
        return next((one.state, one.why) for one in lines if one.key == "release")

    assert release() == ("green", "Signed Jun 9, version 1 (S. Amari, MD)")
    paper_standings.tell(
        vault, client, "release", What.REVOKED, TODAY, "no more", "Nora", NOW, ids[0], about="S. Amari, MD"
    )
    assert release() == ("amber", "Revoked Jun 9: no more (S. Amari, MD).")


def test_that_a_release_was_revoked_is_said_before_a_letter_for_treatment_too(vault: Vault) -> None:
    client = clients.create_client(vault, ClientFacts("Nora West"), NOW)

    def said(basis: Basis) -> str:
        cover = authorizations.look(vault, client, "Dr. S. Amari", (Content.SUMMARY,), basis, TODAY)
        return cover.sentence if cover else ""

    assert said(Basis.TREATMENT) == ""
    told = OnPaper(
        "release", TODAY, ((Signer.CLIENT, "Nora West", ""),), "1", about="Dr. S. Amari", kept_where="binder"
    )
    paper = papers_on_paper.file_from_paper(vault, client, told, (), NOW)
    assert said(Basis.TREATMENT) == ""
    paper_standings.tell(
        vault, client, "release", What.REVOKED, TODAY, "no more", "Nora", NOW, paper, about="Dr. S. Amari"
    )
    assert "was revoked on June 9, 2026: “no more”. Treatment needs no release" in said(Basis.TREATMENT)
    assert said(Basis.REQUIRED_BY_LAW) == ""
