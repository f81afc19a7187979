"""Papers in two languages: what was typed for the English ones is not put into the Spanish ones."""

from kapdesk.usecases import clients, papers
from kapdesk.usecases.clients import ClientFacts
from kapdesk.usecases.paper_values import known_values
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY


def asked(vault: Vault, client: int | None, language: str) -> set[str]:
    """The practice's own words that a paper still asks for."""
    questions = papers.questions(vault, "consent-therapy", client, language, TODAY)
    return {one.field for one in questions if one.keep == "papers"}


def test_the_practices_words_are_asked_for_in_each_language(vault: Vault) -> None:
    client = clients.create_client(vault, ClientFacts("Luz Amaro", language="Spanish"), NOW)
    english = {"fees": "$150 a session", "cancellation_notice": "two days", "board_contact": "The Board, Santa Fe"}
    papers.keep_answers(vault, english)
    for whose in (None, client):
        assert asked(vault, whose, "en") == set()
        assert asked(vault, whose, "es") == {"fees", "cancellation_notice"}, "an address is the same in every language"
    papers.keep_answers(vault, {"fees": "$150 por sesión", "cancellation_notice": "dos días"}, "es")
    assert asked(vault, client, "es") == set()
    with vault.read() as db:
        both = [known_values(db, client, language, TODAY)["fees"].words for language in ("en", "es")]
    assert both == ["$150 a session", "$150 por sesión"]
