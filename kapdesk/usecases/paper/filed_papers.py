"""Papers on file: filed once, read and proved by their SHA-256 for ever, copies handed over."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain.dates import in_full
from kapdesk.domain.disclosures import TO_CLIENT, ForWhom, GoingOut
from kapdesk.domain.filled import Filled, filled_of
from kapdesk.domain.paper_states import What
from kapdesk.errors import NotFound, PracticeDamaged
from kapdesk.records.attachment import Attachment
from kapdesk.records.client import Client
from kapdesk.records.filed_paper import FiledPaper, PaperEvent, PaperFile
from kapdesk.records.history import HistoryEntry
from kapdesk.records.paper import PaperGiven
from kapdesk.usecases.house.attachments import keep_file, read_file
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.register.disclosures import add_going_out
from kapdesk.usecases.writing.signed import canonical
from kapdesk.vault.database import Vault

FORMAT = 1
"""The number of the form of a filed paper's bytes."""
How = Literal["screen", "paper", "received"]


@dataclass(frozen=True)
class Facts:
    """What is filed beside the bytes; `signed_at` is None where only the day is known."""

    name: str
    kind: str
    title: str
    language: str
    how: How
    from_on: date
    about: str = ""
    version: str = ""
    wording_sha256: str = ""
    signed_at: datetime | None = None
    until: date | None = None
    lacking: str = ""
    words: str = ""


@dataclass(frozen=True)
class PaperOnFile:
    """A paper as it was filed, for its reader; `reason` is why it was signed although something spoke against it."""

    id: int
    client_id: int
    facts: Facts
    filled: Filled
    reason: str
    media_types: tuple[str, ...]
    sha256s: tuple[str, ...]
    filed_at: datetime


def file_paper(
    db: Session,
    client_id: int,
    facts: Facts,
    filled: Filled,
    files: Sequence[bytes],
    at: datetime,
    reason: str = "",
    more: Mapping[str, Any] | None = None,
) -> int:
    """File a paper for ever, in the caller's write: its facts, what fills it, its exact bytes, and what belongs to it beside
    that (`more`, as the answers of an intake); returns its id.
    """
    client = db.get_one(Client, client_id)
    body = canonical(
        {
            "format": FORMAT,
            "kind": "paper",
            "paper": {name: _plain(value) for name, value in vars(facts).items()},
            "filled": filled.data(),
            "reason": reason,
            "client": {"uid": client.uid, "legal_name": client.legal_name, "birth_date": _plain(client.birth_date)},
            "files": [hashlib.sha256(one).hexdigest() for one in files],
            "filed_at": at.isoformat(),
            **(more or {}),
        }
    )
    row = FiledPaper(
        **vars(facts),
        client_id=client_id,
        format=FORMAT,
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        files=len(files),
        filed_at=at,
    )
    db.add(row)
    db.flush()
    for place, data in enumerate(files):
        db.add(PaperFile(paper_id=row.id, place=place, attachment_id=keep_file(db, data, at)))
    db.flush()
    return row.id


def get_paper(vault: Vault, paper_id: int) -> PaperOnFile:
    """A paper on file; NotFound, or PracticeDamaged when it is not as it was filed."""
    with vault.read() as db:
        row = find_paper(db, paper_id)
        facts, body = _of_row(row), _proved(row.body, row.sha256)
        _check_facts(facts, row.filed_at, db.get_one(Client, row.client_id).uid, body)
        kept = db.execute(_files(paper_id)).all()
        return PaperOnFile(
            row.id,
            row.client_id,
            facts,
            filled_of(body["filled"]),
            body["reason"],
            tuple(one.media_type for one in kept),
            tuple(one.sha256 for one in kept),
            row.filed_at,
        )


def exact_bytes(vault: Vault, paper_id: int, place: int = 0) -> bytes:
    """The very bytes that were filed, proved by their SHA-256; NotFound, PracticeDamaged."""
    with vault.read() as db:
        return _bytes_of(db, paper_id, place)


def open_paper(vault: Vault, paper_id: int, at: datetime, place: int = 0) -> bytes:
    """The same, to be shown in the desk: entered in the history."""
    with vault.write() as db:
        data = _bytes_of(db, paper_id, place)
        enter(db, at, "paper", "opened", paper_id, find_paper(db, paper_id).client_id)
    return data


def copy_handed(
    vault: Vault, paper_id: int, how: Literal["printed", "saved"], at: datetime, going: GoingOut = TO_CLIENT
) -> None:
    """Enter that a copy of a paper on file was printed or saved: handed to the client, for somebody else, or for the own file."""
    with vault.write() as db:
        row = find_paper(db, paper_id)
        first = db.execute(_files(paper_id)).first()
        sha256 = first.sha256 if first else row.sha256
        what = f"Copy of a paper on file: {row.title}, {in_full(row.from_on)}"
        add_going_out(db, row.client_id, going, what, how, at, sha256)
        if going.for_whom is ForWhom.CLIENT:
            db.add(
                PaperGiven(
                    client_id=row.client_id,
                    name=row.name,
                    title=row.title,
                    language=row.language,
                    version=row.version,
                    page="",
                    how=how,
                    given_at=at,
                    sha256=sha256,
                    filed_id=paper_id,
                )
            )
        enter(db, at, "paper", f"copy_{how}", paper_id, row.client_id)


def no_copy_wanted(vault: Vault, paper_id: int, at: datetime) -> None:
    """Enter that a copy was offered, and the client wanted none."""
    with vault.write() as db:
        enter(db, at, "paper", "no_copy", paper_id, find_paper(db, paper_id).client_id)


def find_paper(db: Session, paper_id: int) -> FiledPaper:
    """The row; NotFound."""
    row = db.get(FiledPaper, paper_id)
    if row is None:
        raise NotFound("This paper is not on file.")
    return row


def check_papers(db: Session) -> int:
    """Prove every paper on file by its SHA-256: whose it is, what is said beside it, and its files; and that each one of which
    the history tells is there, with what was said of it. Their number, or PracticeDamaged.

    That the files themselves are whole is `attachments.check_files`.
    """
    held: dict[int, list[str]] = {}
    files = select(PaperFile.paper_id, Attachment.sha256).join(Attachment, Attachment.id == PaperFile.attachment_id)
    for paper_id, sha256 in db.execute(files.order_by(PaperFile.paper_id, PaperFile.place)):
        held.setdefault(paper_id, []).append(sha256)
    number = 0
    columns = (getattr(FiledPaper, name) for name in ("id", "body", "sha256", "files", "filed_at", *_FACTS))
    query = select(Client.uid, *columns).join(Client, Client.id == FiledPaper.client_id, isouter=True)
    for row in db.execute(query.execution_options(yield_per=500)):
        body = _proved(row.body, row.sha256)
        _check_facts(_of_row(row), row.filed_at, row.uid, body)
        if body["files"] != held.get(row.id, []) or len(body["files"]) != row.files:
            raise PracticeDamaged(_DAMAGED)
        number += 1
    _check_events(db)
    for acts, there in ((_FILING, FiledPaper), (tuple(What), PaperEvent)):
        told = select(HistoryEntry.id).where(HistoryEntry.subject == "paper", HistoryEntry.action.in_(acts))
        if db.scalar(told.where(HistoryEntry.subject_id.not_in(select(there.id))).limit(1)) is not None:
            raise PracticeDamaged(
                "A signed paper is gone, or what was said of it. Restore the newest backup; this file is kept aside."
            )
    return number


def proof_of(event: PaperEvent) -> str:
    """What the history says of an entry about a paper, so that its words and days are proved by the chain."""
    told = {name: _plain(getattr(event, name)) for name in _TOLD}
    return f"{_PROOF}{hashlib.sha256(canonical(told)).hexdigest()[:32]}"


def _check_events(db: Session) -> None:
    """PracticeDamaged when an entry about a paper is not as the history has it."""
    query = (
        select(PaperEvent, HistoryEntry.detail)
        .join(HistoryEntry, HistoryEntry.subject_id == PaperEvent.id)
        .where(HistoryEntry.subject == "paper", HistoryEntry.action.in_(tuple(What)))
    )
    for event, detail in db.execute(query):
        if detail.startswith(_PROOF) and detail != proof_of(event):
            raise PracticeDamaged(_DAMAGED)


_PROOF = "SHA-256 "
_TOLD = ("uid", "client_id", "paper_id", "name", "about", "what", "from_on", "words", "by_whom", "about_id")
_FILING = ("filed", "filed_from_paper", "received")
"""The acts by which a paper comes on file."""
_FACTS = tuple(Facts.__dataclass_fields__)


def _of_row(row: Any) -> Facts:
    return Facts(**{name: getattr(row, name) for name in _FACTS})


def _check_facts(facts: Facts, filed_at: datetime, client_uid: str, body: Mapping[str, Any]) -> None:
    """PracticeDamaged when what stands beside a paper's bytes is not what they say."""
    beside = {name: _plain(getattr(facts, name)) for name in _FACTS}
    if (beside, filed_at.isoformat(), client_uid) != (body["paper"], body["filed_at"], body["client"]["uid"]):
        raise PracticeDamaged(_DAMAGED)


_DAMAGED = "A signed paper is not as it was filed. Restore the newest backup; this file is kept aside."


def _proved(body: bytes, sha256: str) -> dict[str, Any]:
    if hashlib.sha256(body).hexdigest() != sha256:
        raise PracticeDamaged(_DAMAGED)
    found: dict[str, Any] = json.loads(body.decode("utf-8", "surrogatepass"))
    return found


def _bytes_of(db: Session, paper_id: int, place: int) -> bytes:
    row = find_paper(db, paper_id)
    wanted = _proved(row.body, row.sha256)["files"]
    number = db.scalar(select(PaperFile.attachment_id).where(PaperFile.paper_id == paper_id, PaperFile.place == place))
    if number is None:
        raise NotFound("There is no file with this paper: it was entered as kept outside of kapdesk.")
    data = read_file(db, number)
    if hashlib.sha256(data).hexdigest() != wanted[place]:
        raise PracticeDamaged(_DAMAGED)
    return data


def _files(paper_id: int) -> Any:
    query = select(Attachment.media_type, Attachment.sha256).join(PaperFile, PaperFile.attachment_id == Attachment.id)
    return query.where(PaperFile.paper_id == paper_id).order_by(PaperFile.place)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
