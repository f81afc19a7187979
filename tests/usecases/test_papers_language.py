"""Papers in two languages: what was typed for the English ones is not put into the Spanish ones."""

from kapdesk.usecases.paper import paper_signing, papers
from kapdesk.usecases.paper.paper_values import known_values
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
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


def test_a_paper_to_sign_is_begun_in_the_clients_language(vault: Vault) -> None:
    luz = clients.create_client(vault, ClientFacts("Luz Amaro", language="Spanish, English"), NOW)
    ada = clients.create_client(vault, ClientFacts("Ada Quill"), NOW)
    begun = {one: paper_signing.begin(vault, one, "consent-kap", "", NOW) for one in (luz, ada)}
    read = {one: paper_signing.in_hand(vault, number, TODAY) for one, number in begun.items()}
    assert (read[luz].language, read[ada].language) == ("es", "en")
    assert read[luz].title == "Consentimiento para la psicoterapia asistida con ketamina"
    english = paper_signing.begin(vault, luz, "consent-kap", "en", NOW)
    assert paper_signing.begin(vault, luz, "consent-kap", "", NOW) == english, "what was begun last is gone on with"
