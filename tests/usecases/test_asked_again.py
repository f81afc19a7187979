"""A material change of a wording: which parts it lacks, for how many clients it is due again, and who they are."""

import re
from dataclasses import replace
from datetime import date

from kapdesk.domain.paper_states import What
from kapdesk.domain.signatures import Role
from kapdesk.usecases.house import attachments
from kapdesk.usecases.paper import asked_again, paper_standings, papers_on_paper, wording
from kapdesk.usecases.paper.papers_on_paper import OnPaper
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY

NAME = "touch-agreement"
SCAN = b"%PDF-1.4\n%signed on paper\n"


def sign(vault: Vault, name: str, language: str = "en", paper: str = NAME, about: str = "") -> int:
    """A client who signed a paper on paper."""
    client = clients.create_client(vault, ClientFacts(name), NOW)
    both = ((Role.CLIENT, name, ""), (Role.THERAPIST, "Robin", ""))
    told = OnPaper(paper, date(2026, 3, 2), both, "1", language, about=about)
    papers_on_paper.file_from_paper(vault, client, told, [SCAN], NOW)
    return client


def test_who_signed_is_asked_again_after_a_material_change_only(vault: Vault) -> None:
    ada, ben, cleo, dora = (sign(vault, name) for name in ("Ada", "Ben", "Cleo", "Dora"))
    sign(vault, "Elia", "es")
    paper_standings.tell(vault, ben, NAME, What.NARROWED, TODAY, "hands only", "Ben", NOW, 2)
    paper_standings.tell(vault, cleo, NAME, What.REVOKED, TODAY, "", "Cleo", NOW)
    clients.archive_client(vault, dora, NOW)
    assert asked_again.how_many(vault, NAME, "en", TODAY) == 2
    assert asked_again.how_many(vault, NAME, "es", TODAY) == 1
    assert asked_again.how_many(vault, "recording", "en", TODAY) == 0
    text = wording.current_wording(vault, NAME).text
    wording.save_wording(vault, NAME, "en", replace(text, title="Touch"), "wording", NOW)
    assert asked_again.to_ask_again(vault, TODAY) == []
    wording.save_wording(vault, NAME, "en", replace(text, title="Touch, anew"), "material", NOW)
    due = asked_again.to_ask_again(vault, TODAY)
    assert [(one.client_id, one.title, one.version) for one in due] == [
        (ada, "Touch, anew", "1"),
        (ben, "Touch, anew", "1"),
    ]
    assert asked_again.to_ask_again(vault, TODAY, "recording") == []
    both = ((Role.CLIENT, "Ada", ""), (Role.THERAPIST, "Robin", ""))
    papers_on_paper.file_from_paper(vault, ada, OnPaper(NAME, TODAY, both, "3"), [SCAN], NOW)
    assert [one.client_id for one in asked_again.to_ask_again(vault, TODAY)] == [ben]


def test_a_part_that_is_left_out_is_named_and_stays_named_in_the_next_version(vault: Vault) -> None:
    text = wording.current_wording(vault, "consent-kap").text
    make = wording.proof_maker(vault, "consent-kap", "en", TODAY)
    assert make(text).lacking == ()
    without = replace(text, body=re.sub("off-label|off label", "freely", text.body, flags=re.IGNORECASE))
    found = make(without)
    assert found.lacking == ("off-label use",)
    assert found.warnings[0] == "This consent no longer covers: off-label use."
    wording.save_wording(vault, "consent-kap", "en", without, "material", NOW)
    assert wording.proof_maker(vault, "consent-kap", "en", TODAY)(without).lacking == ("off-label use",)


def test_a_scan_that_a_paper_holds_stays_when_something_else_lets_go_of_it(vault: Vault) -> None:
    sign(vault, "Ada")
    with vault.write() as db:
        attachments.let_go(db, 1)
    with vault.read() as db:
        assert attachments.read_file(db, 1) == SCAN
