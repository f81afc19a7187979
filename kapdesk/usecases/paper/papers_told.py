"""A client's papers as plain values for the command line, and the one on file that is meant by a name."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from kapdesk.domain.paper_states import INTAKE_PACK, Standing, State, about_key
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.attachment import Attachment
from kapdesk.records.filed_paper import FiledPaper, PaperFile
from kapdesk.usecases.house.attachments import ENDINGS
from kapdesk.usecases.paper.filed_papers import PaperOnFile, get_paper
from kapdesk.usecases.paper.paper_standings import list_filed, read_on_file
from kapdesk.usecases.people.clients import find_client
from kapdesk.vault.database import Vault


@dataclass(frozen=True)
class PaperTold:
    """A line of the list: the paper's name, its version, how it stands and since when.

    `sha256` is of the exact bytes on file, of each file where there are several scans, and empty where there is none.
    """

    paper: str
    version: str
    state: str
    date: str | None
    sha256: str


def papers_told(vault: Vault, client_id: int, today: date) -> list[dict[str, Any]]:
    """Every paper of a client that is on file, the newest first; then what is missing of the intake pack, or was declined."""
    with vault.read() as db:
        find_client(db, client_id)
        found = read_on_file(db, client_id)
        query = select(PaperFile.paper_id, Attachment.sha256).join(Attachment, Attachment.id == PaperFile.attachment_id)
        query = query.join(FiledPaper, FiledPaper.id == PaperFile.paper_id).where(FiledPaper.client_id == client_id)
        sums: dict[int, list[str]] = {}
        for paper_id, sha256 in db.execute(query.order_by(PaperFile.paper_id, PaperFile.place)):
            sums.setdefault(paper_id, []).append(sha256)
    rows = list_filed(vault, client_id, today)
    told = [
        PaperTold(
            one.name,
            one.version,
            "received" if one.how == "received" else one.standing.state.value,
            (one.standing.on or one.from_on).isoformat(),
            " ".join(sums.get(one.id, ())),
        )
        for one in rows
    ]
    there = {(one.name, about_key(one.about)) for one in rows}
    said = {(one.name, about_key(one.about)): one.about for one in found.events.get(client_id, ())}
    named = {name for name, _ in there}
    lacking = [(name, "") for name in INTAKE_PACK if name not in named and name not in {name for name, _ in said}]
    unsigned = [(one[0], about) for one, about in said.items() if one not in there]
    for name, about in [*unsigned, *lacking]:
        stands = found.standing(client_id, name, today, about)
        if stands.state is not State.MISSING or name in INTAKE_PACK:
            told.append(_without(stands))
    return [asdict(one) for one in told]


def newest_on_file(vault: Vault, client_id: int, name: str) -> PaperOnFile:
    """The newest paper of a name that a client has on file, however it stands; NotFound."""
    with vault.read() as db:
        find_client(db, client_id)
        query = select(FiledPaper.id).where(FiledPaper.client_id == client_id, FiledPaper.name == name)
        paper_id = db.scalar(query.order_by(FiledPaper.from_on.desc(), FiledPaper.id.desc()).limit(1))
        names = db.scalars(select(FiledPaper.name).where(FiledPaper.client_id == client_id).distinct()).all()
    if paper_id is None:
        there = ", ".join(sorted(names)) or "nothing yet"
        raise NotFound(f"This client has no signed “{name}” on file. On file: {there}.")
    return get_paper(vault, paper_id)


def file_names(paper: PaperOnFile, stem: str, suffix: str) -> list[str]:
    """What the files of a paper are called: the first as it was asked for, the others `-2`, `-3` with their own endings.

    NotFound when there is no file, BadInput when the ending is not that of the first one's kind.
    """
    if not paper.media_types:
        where = f" It is kept here: {paper.facts.words}" if paper.facts.words else ""
        raise NotFound(f"There is no scan of this paper: it was entered as kept on paper.{where}")
    endings = [ENDINGS[one] for one in paper.media_types]
    fitting = {".jpg": (".jpg", ".jpeg")}.get(endings[0], (endings[0],))
    if suffix.casefold() not in fitting:
        kind = {".png": "a picture (PNG)", ".jpg": "a picture (JPEG)", ".pdf": "a PDF"}[endings[0]]
        raise BadInput(f"This paper is on file as {kind}. Give the output a name that ends in {endings[0]}.", "out")
    more = [f"{stem}-{number}{ending}" for number, ending in enumerate(endings[1:], 2)]
    return [f"{stem}{suffix}", *more]


def _without(stands: Standing) -> PaperTold:
    return PaperTold(stands.name, "", stands.state.value, stands.on.isoformat() if stands.on else None, "")
