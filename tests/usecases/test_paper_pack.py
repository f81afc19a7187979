"""The intake pack: which papers are preset, what fills them, that each is entered by itself."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from kapdesk.domain.paper_states import INTAKE_PACK, What
from kapdesk.domain.signatures import Role
from kapdesk.errors import BadInput, NotFound
from kapdesk.usecases.house import history
from kapdesk.usecases.paper import paper_pack, paper_standings, papers, papers_on_paper
from kapdesk.usecases.paper.papers_on_paper import OnPaper
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY


@pytest.fixture
def ada(vault: Vault) -> int:
    """A client who signed one of the papers, and declined another."""
    client = clients.create_client(vault, ClientFacts("Ada Quill", birth_date=date(1990, 2, 3)), NOW)
    both = ((Role.CLIENT, "Ada", ""), (Role.THERAPIST, "Robin", ""))
    told = OnPaper("touch-agreement", date(2026, 3, 2), both, "1", kept_where="blue folder")
    papers_on_paper.file_from_paper(vault, client, told, [], NOW)
    paper_standings.tell(vault, client, "consent-to-contact", What.DECLINED, TODAY, "by mail only", "Ada", NOW)
    return client


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_what_is_missing_is_preset(vault: Vault, ada: int) -> None:
    lines = paper_pack.lines_of_pack(vault, ada, "en", TODAY)
    assert [one.name for one in lines] == list(INTAKE_PACK)
    states = {one.name: (one.state, one.wanted) for one in lines}
    assert states["touch-agreement"] == ("signed Mar 2, version 1", False)
    assert states["consent-to-contact"][1] is False
    assert states["consent-kap"] == ("not signed", True)
    nobody = paper_pack.lines_of_pack(vault, None, "es", TODAY)
    assert all(one.wanted and not one.state for one in nobody)
    assert nobody[0].title != lines[0].title
    with pytest.raises(NotFound):
        paper_pack.lines_of_pack(vault, 99, "en", TODAY)


def test_a_pack_is_filled_from_the_chart_with_lines_elsewhere_and_entered_paper_by_paper(
    vault: Vault, ada: int
) -> None:
    steps: list[float] = []
    chosen = ["transport", "consent-kap", "release"]
    make = paper_pack.pack_maker(vault, chosen, ada, "en", "letter", "18", TODAY)
    made = make(lambda _words, fraction: steps.append(fraction))
    assert [one.name for one in made] == ["consent-kap", "release", "transport"]  # in the order they are gone through
    assert steps == [0.0, 1 / 3, 2 / 3, 1.0]
    assert all("Ada Quill" in words_of(one.pdf) for one in made)
    assert paper_pack.file_names(made) == ["1-consent-kap.pdf", "2-release.pdf", "3-transport.pdf"]
    before = len(history.client_history(vault, ada))
    paper_pack.enter_pack(vault, made, ada, "printed", NOW)
    given = papers.papers_of_client(vault, ada)
    assert [(one.name, one.sha256) for one in reversed(given)] == [(one.name, one.sha256) for one in made]
    assert len(history.client_history(vault, ada)) == before + 3
    with pytest.raises(BadInput, match="at least one"):
        paper_pack.pack_maker(vault, [], ada, "en", "letter", "", TODAY)
