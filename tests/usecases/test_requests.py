"""Requests about the record: their clocks by the setting, once more time, an answer with its ground, letters, on Today."""

import hashlib
import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from kapdesk.domain.disclosures import TO_CLIENT, Basis, Span
from kapdesk.domain.requests import RequestAnswer, RequestKind, addendum_words, clock_words
from kapdesk.errors import BadInput, MissingFields, NotFound
from kapdesk.usecases.desk import today
from kapdesk.usecases.house import history, practice
from kapdesk.usecases.people import clients
from kapdesk.usecases.people.clients import ClientFacts
from kapdesk.usecases.register import disclosures, request_letters, requests
from kapdesk.vault.database import Vault
from tests.conftest import NOW, TODAY
from tests.printing.test_plans import HOSTILE

COPY, AMENDMENT, ACCOUNTING = RequestKind.COPY, RequestKind.AMENDMENT, RequestKind.ACCOUNTING


@pytest.fixture
def ada(vault: Vault) -> int:
    return clients.create_client(vault, ClientFacts("Ada Quill", address="7 Elm St\nCedar Wash, NM"), NOW)


def asked(vault: Vault, client: int, kind: RequestKind, days_ago: int = 0, words: str = "All of it") -> int:
    requests.enter_request(vault, client, kind, TODAY - timedelta(days=days_ago), words, NOW)
    return max(one.id for one in requests.list_requests(vault, client))


def needs(vault: Vault) -> list[tuple[str, str]]:
    shown = today.read_today(vault, NOW).needs
    return [(one.words, one.label) for one in shown if one.kind == "request"]


def letter(vault: Vault, number: int, name: str, **typed: str) -> str:
    made = request_letters.make(vault, number, name, typed, TODAY)
    return " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made.pdf)).pages).split())


def test_a_clock_runs_by_the_limit_that_held_and_is_said_from_ten_days_before(vault: Vault, ada: int) -> None:
    first = asked(vault, ada, COPY, 19)
    assert needs(vault) == []
    with pytest.raises(BadInput, match="only be shorter") as problem:
        requests.save_limits(vault, {COPY: 31}, NOW)
    assert problem.value.field == "copy"
    undo = requests.save_limits(vault, {COPY: 15, AMENDMENT: 60, ACCOUNTING: 60}, NOW)
    second = asked(vault, ada, COPY, 16)
    assert (requests.get_request(vault, first).days, requests.get_request(vault, second).days) == (30, 15)
    assert needs(vault) == [("Copy of the record: answer by June 8", "1 day late")]
    assert clock_words(requests.get_request(vault, first), TODAY) == "11 days left, due Jun 20"
    undo.take_back(vault, NOW)
    assert requests.get_limits(vault)[COPY] == 30
    requests.remove(vault, second, NOW).take_back(vault, NOW)
    assert requests.get_request(vault, second).days == 15
    asked(vault, ada, AMENDMENT, 50, "Monday, not Tuesday")
    assert ("Amendment: answer by June 19", "by Jun 19") in needs(vault)


def test_it_is_extended_once_with_a_reason_while_it_runs(vault: Vault, ada: int) -> None:
    number = asked(vault, ada, COPY, 30)
    with pytest.raises(BadInput, match="Say why more time"):
        requests.extend(vault, number, "  ", NOW)
    undo = requests.extend(vault, number, "The older half is on paper.", NOW)
    assert requests.get_request(vault, number).due == TODAY + timedelta(days=30)
    with pytest.raises(BadInput, match="once"):
        requests.extend(vault, number, "again", NOW)
    words = letter(vault, number, "request-extended")
    assert "The older half is on paper." in words
    assert "by July 9, 2026" in words
    undo.take_back(vault, NOW)
    assert requests.get_request(vault, number).due == TODAY
    late = asked(vault, ada, COPY, 31)
    with pytest.raises(BadInput, match="last day is over"):
        requests.extend(vault, late, "why", NOW)


def test_an_answer_says_its_day_and_a_denial_its_ground_and_what_the_client_can_do(vault: Vault, ada: int) -> None:
    number = asked(vault, ada, AMENDMENT, 3, HOSTILE[0])
    with pytest.raises(BadInput) as problem:
        requests.answer(vault, number, RequestAnswer.DENIED, TODAY, "", NOW)
    assert problem.value.field == "answer_words"
    with pytest.raises(BadInput) as problem:
        requests.answer(vault, number, RequestAnswer.GIVEN, TODAY - timedelta(days=4), "", NOW)
    assert problem.value.field == "answered_on"
    with pytest.raises(BadInput, match="does not fit"):
        letter(vault, number, "request-amendment-denied")
    undo = requests.answer(vault, number, RequestAnswer.DENIED, TODAY, HOSTILE[1], NOW)
    assert needs(vault) == []
    words = letter(vault, number, "request-amendment-denied")
    for part in (
        "statement of disagreement",
        "this letter along",
        "Office for Civil Rights",
        "505-555-0199",
        "Ada Quill",
    ):
        assert part in words
    assert "<b>bold</b> & <font size=90>big</font> </para>" in words
    assert "{called} {client} %s $phone ${x}" in words
    undo.take_back(vault, NOW)
    assert requests.get_request(vault, number).open
    why, said = addendum_words(requests.get_request(vault, number))
    assert why == "The client asked on June 6, 2026 that the record be amended."
    assert HOSTILE[0] in said
    copy = asked(vault, ada, COPY)
    requests.answer(vault, copy, RequestAnswer.PARTLY, TODAY, "Not the letters of others.", NOW)
    assert "I ask for a review." in letter(vault, copy, "request-copy-denied")


def test_a_letter_asks_for_what_is_not_on_file_and_is_entered_as_given(vault: Vault, ada: int) -> None:
    number = asked(vault, ada, COPY)
    facts = replace(practice.get_practice(vault), address="")
    practice.save_practice(vault, facts, NOW)
    offered = {one.name: one for one in request_letters.letters(vault, number, TODAY)}
    fields = {one.name: one.value for one in offered["request-received"].fields}
    assert (fields["answer_by"], fields["address"]) == ("July 9, 2026", "")
    with pytest.raises(MissingFields, match="your address"):
        letter(vault, number, "request-received")
    made = request_letters.make(vault, number, "request-received", {"address": "12 Juniper Street"}, TODAY)
    request_letters.hand_out(vault, number, made, "printed", NOW)
    (entry,) = disclosures.list_disclosures(vault, ada)
    assert (entry.basis, entry.what) == (Basis.TO_CLIENT, "Letter: Your request about your record")
    assert entry.sha256 == hashlib.sha256(made.pdf).hexdigest()
    acts = [row.words for row in history.read_history(vault, history.Acts(ada), NOW.tzinfo)]
    assert "Letter about a request printed: Your request about your record" in acts
    with pytest.raises(NotFound, match="language"):
        request_letters.make(vault, number, "request-received", {}, TODAY, "xx")


def test_an_accounting_answers_its_request_in_the_same_act(vault: Vault, ada: int) -> None:
    number = asked(vault, ada, ACCOUNTING)
    prepared = disclosures.prepare_accounting(vault, ada, Span(date(2020, 6, 9), TODAY), TODAY)
    requests.hand_accounting(vault, ada, prepared, "printed", TO_CLIENT, NOW, "cd" * 32, number)
    answered = requests.get_request(vault, number)
    assert (answered.answer, answered.answered_on) == (RequestAnswer.GIVEN, TODAY)
    (entry,) = disclosures.list_disclosures(vault, ada)
    assert (entry.what, entry.basis) == ("Accounting of disclosures", Basis.TO_CLIENT)
    with pytest.raises(NotFound):
        requests.hand_accounting(vault, ada, prepared, "printed", TO_CLIENT, NOW, "", 99)
    assert len(disclosures.list_disclosures(vault, ada)) == 1
