"""Letters about a request: received, more time, denied, amended, the cover of a copy; filled from the chart and the request."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy.orm import Session

from kapdesk import paths
from kapdesk.domain.disclosures import TO_CLIENT
from kapdesk.domain.filled import Filled
from kapdesk.domain.requests import Request, RequestAnswer, letters_of
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.request import RecordRequest
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.paper.paper_values import known_values
from kapdesk.usecases.paper.papers import PrintedPaper, lay_out
from kapdesk.usecases.paper.wording import wording_to_print
from kapdesk.usecases.people.clients import find_client
from kapdesk.usecases.register.disclosures import add_going_out
from kapdesk.usecases.register.requests import find_request, request_of
from kapdesk.vault.database import Vault


@dataclass(frozen=True)
class LetterField:
    """A field of the letter: its name, what it asks for, and what stands there."""

    name: str
    ask: str
    value: str


@dataclass(frozen=True)
class RequestLetter:
    """A letter that can be written about a request."""

    name: str
    title: str
    fields: tuple[LetterField, ...]


def letters(vault: Vault, request_id: int, today: date, language: str = "en") -> list[RequestLetter]:
    """The letters about a request as it stands, each with what is on file for it; one that is not there is left out."""
    with vault.read() as db:
        row = find_request(db, request_id)
        return [one for name in letters_of(request_of(row)) for one in _letter(db, row, name, language, today)]


def client_of(vault: Vault, request_id: int) -> int:
    """Whose request it is; NotFound."""
    with vault.read() as db:
        return find_request(db, request_id).client_id


def make(
    vault: Vault,
    request_id: int,
    name: str,
    typed: Mapping[str, str],
    today: date,
    language: str = "en",
    page: str = "",
    size: str = "",
) -> PrintedPaper:
    """A letter as PDF; MissingFields names what is neither on file nor typed, BadInput a letter that does not fit."""
    with vault.read() as db:
        row = find_request(db, request_id)
        if name not in letters_of(request_of(row)):
            raise BadInput("This letter does not fit the request as it stands now.", "letter")
        values = {**dict(_values(db, row, language, today)), **typed}
        return lay_out(db, wording_to_print(db, name, language), Filled(values), page, today, size)


def hand_out(
    vault: Vault, request_id: int, printed: PrintedPaper, how: Literal["printed", "saved"], at: datetime
) -> None:
    """Enter a letter that was printed or saved: in the history, and as given to the client in the register."""
    with vault.write() as db:
        row = find_request(db, request_id)
        add_going_out(db, row.client_id, TO_CLIENT, f"Letter: {printed.title}", how, at, printed.sha256)
        enter(db, at, "request", how, request_id, row.client_id, detail=printed.title)


def _letter(db: Session, row: RecordRequest, name: str, language: str, today: date) -> Iterator[RequestLetter]:
    try:
        wording = wording_to_print(db, name, language)
    except NotFound:
        return
    values = dict(_values(db, row, language, today))
    fields = tuple(LetterField(one.name, one.ask, values.get(one.name, "")) for one in wording.fields)
    yield RequestLetter(name, wording.title, fields)


def _values(db: Session, row: RecordRequest, language: str, today: date) -> Iterator[tuple[str, str]]:
    from kapdesk.printing.words import in_full

    request = request_of(row)
    for name, value in known_values(db, row.client_id, language, today).items():
        yield name, value.words
    client = find_client(db, row.client_id)
    yield "recipient", client.legal_name
    yield "recipient_address", client.address
    yield "request_what", _asked(request, language)
    yield "request_received", in_full(request.received_on, language)
    yield "answer_by", in_full(request.due, language)
    yield "extension_reason", request.extended_words
    denied = request.answer in (RequestAnswer.DENIED, RequestAnswer.PARTLY)
    yield "denial_reason" if denied else "amended_how", request.answer_words


def _asked(request: Request, language: str) -> str:
    """What was asked for, in the letter's language, with the client's own words."""
    file = paths.resources() / "papers" / language / "requests.toml"
    if not file.exists():
        raise NotFound("The letters about a request are not written in this language yet. Choose another one.")
    words: dict[str, str] = tomllib.loads(file.read_text("utf-8"))
    assert request.kind is not None
    asked = words[request.kind.value]
    own = " ".join(request.words.split())
    return words["with_words"].format(what=asked, words=own) if own else asked
