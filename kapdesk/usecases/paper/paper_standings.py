"""How clients' papers stand: read for one client or for all; declining, narrowing, revoking; who is to be asked again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from kapdesk.domain import paper_states as rules
from kapdesk.domain.paper_states import Event, Filed, Standing, State, What
from kapdesk.errors import BadInput, NotFound
from kapdesk.records.filed_paper import FiledPaper, PaperEvent
from kapdesk.records.paper import Wording as WordingRecord
from kapdesk.usecases.house.history import enter
from kapdesk.usecases.house.undo import Undo
from kapdesk.usecases.paper.filed_papers import find_paper, proof_of
from kapdesk.usecases.people.clients import find_client
from kapdesk.vault.database import Vault


@dataclass(frozen=True)
class PaperRow:
    """A paper on file with how it stands, and what happened to it; `files` counts its scans or its PDF."""

    id: int
    name: str
    about: str
    title: str
    kind: str
    language: str
    version: str
    how: str
    from_on: date
    until: date | None
    words: str
    files: int
    sha256: str
    filed_at: datetime
    standing: Standing
    events: tuple[Event, ...]


@dataclass(frozen=True)
class OnFile:
    """The papers and events of one client or of all, by client's id."""

    papers: Mapping[int, Sequence[Filed]]
    events: Mapping[int, Sequence[Event]]

    def standing(self, client_id: int, name: str, on: date, about: str = "") -> Standing:
        """How a paper of a client stands on a day."""
        return rules.standing(name, about, self.papers.get(client_id, ()), self.events.get(client_id, ()), on)

    def standings(self, client_id: int, name: str, on: date) -> list[Standing]:
        """The same for each of several papers of a name, the newest first; one that is missing when there is none."""
        papers, events = self.papers.get(client_id, ()), self.events.get(client_id, ())
        if not papers and not events:
            return [Standing(name, "", State.MISSING)]
        filed = [(one.from_on, one.id, one.about) for one in papers if one.name == name]
        told = [(one.from_on, one.id, one.about) for one in events if one.name == name]
        abouts: dict[str, str] = {}
        for _, _, about in sorted([*filed, *told], reverse=True):
            abouts.setdefault(rules.about_key(about), about)
        return [rules.standing(name, about, papers, events, on) for about in abouts.values() or ("",)]


def read_on_file(db: Session, client_id: int | None = None) -> OnFile:
    """Read it in a few queries, in a caller's transaction. `filed_at` stands behind the bytes, and every page of them is
    unlocked to come to it: it is read only where it is asked for.
    """
    of_one, values = client_id is not None, {"client": client_id}
    told: dict[int, list[Event]] = defaultdict(list)
    for row in db.scalars(_told(of_one), values):
        told[row.client_id].append(_event(row))
    changes, found = _changes(db), db.execute(_filed(of_one), values).all()
    same_day = {(number, one.from_on) for number, several in told.items() for one in several if one.paper_id is None}
    asked = [one.id for one in found if (one.client_id, one.from_on) in same_day]
    moments = select(FiledPaper.id, FiledPaper.filed_at).where(FiledPaper.id.in_(asked))
    filed_at = dict(db.execute(moments).all()) if asked else {}
    filed: dict[int, list[Filed]] = defaultdict(list)
    for one in found:
        stale = _is_stale(one.name, one.language, one.version, one.wording_sha256, changes)
        at = filed_at.get(one.id)
        filed[one.client_id].append(
            Filed(one.id, one.name, one.about, one.version, one.from_on, one.until, stale, one.lacking, at)
        )
    return OnFile(filed, told)


@cache
def _told(of_one: bool) -> Select[PaperEvent]:
    """The question itself, of one client or of all: to put it together costs more than its answer, so it is done once."""
    events = select(PaperEvent).order_by(PaperEvent.id)
    return events.where(PaperEvent.client_id == bindparam("client")) if of_one else events


@cache
def _filed(of_one: bool) -> Any:
    papers = select(
        FiledPaper.id, FiledPaper.client_id, FiledPaper.name, FiledPaper.about, FiledPaper.version, FiledPaper.from_on,
        FiledPaper.until, FiledPaper.lacking, FiledPaper.wording_sha256, FiledPaper.language,
    ).where(FiledPaper.how != "received")  # fmt: skip
    return papers.where(FiledPaper.client_id == bindparam("client")) if of_one else papers


def list_filed(vault: Vault, client_id: int, today: date) -> list[PaperRow]:
    """Every paper of a client that is on file, the newest first, each with how it stands today."""
    with vault.read() as db:
        found = read_on_file(db, client_id)
        rows = list(db.scalars(select(FiledPaper).where(FiledPaper.client_id == client_id)))
    papers = {one.id: one for one in found.papers.get(client_id, ())}
    events = rules.in_force(found.events.get(client_id, ()))
    made = [_row(one, papers.get(one.id), papers.values(), events, today) for one in rows]
    return sorted(made, key=lambda one: (one.from_on, one.id), reverse=True)


def standing_of(vault: Vault, client_id: int, name: str, today: date, about: str = "") -> Standing:
    """How a paper of a client stands today."""
    with vault.read() as db:
        return read_on_file(db, client_id).standing(client_id, name, today, about)


def tell(
    vault: Vault,
    client_id: int,
    name: str,
    what: What,
    from_on: date,
    words: str,
    by_whom: str,
    at: datetime,
    paper_id: int | None = None,
    about: str = "",
) -> Undo:
    """Enter that a paper was declined, narrowed, revoked, or its acknowledgement refused: accepted at any time, also under the
    medicine. BadInput for what cannot be kept. The entry stays; the way back is another entry.
    """
    with vault.write() as db:
        find_client(db, client_id)
        if paper_id is not None:
            paper = find_paper(db, paper_id)
            if paper.client_id != client_id:
                raise BadInput("This paper is in another chart.", "paper")
            name, about = paper.name, paper.about
            if from_on < paper.from_on:
                raise BadInput("The paper was not signed yet on that day. Is the day wrong?", "from_on")
        event = Event(0, what, name, about, from_on, words.strip(), " ".join(by_whom.split()), paper_id).checked(
            at.date()
        )
        if what is What.NARROWED and paper_id is None:
            raise BadInput("Only a paper that was signed can be narrowed.", "what")
        number = _add(db, client_id, event, at)
    return Undo(f"{what.words}", lambda vault, at: take_back(vault, number, "taken back at once", at))


def take_back(vault: Vault, event_id: int, why: str, at: datetime) -> None:
    """Say that an event was entered by mistake: both entries stay, and it holds no more. BadInput without a reason."""
    if not why.strip():
        raise BadInput("Say why this entry was a mistake.", "words")
    with vault.write() as db:
        row = db.get(PaperEvent, event_id)
        if row is None:
            raise NotFound("This entry is not there.")
        if row.what == What.TAKEN_BACK:
            raise BadInput("An entry that was taken back stays so. Enter it once more.", "words")
        if db.scalar(select(PaperEvent.id).where(PaperEvent.about_id == event_id).limit(1)):
            return
        event = Event(
            0, What.TAKEN_BACK, row.name, row.about, at.date(), why.strip(), row.by_whom, row.paper_id, event_id
        )
        _add(db, row.client_id, event, at)


_MOST_DIGITS = 6
"""Of a version's number; what is longer, or no number, was typed and is none that kapdesk gave."""
Changes = Mapping[tuple[str, str], Sequence[tuple[str, str]]]
"""The wordings of a paper that counted one after the other, each as its SHA-256 and the kind of its change."""


def _changes(db: Session) -> Changes:
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for name, language, change, sha256 in db.execute(_worded()):
        found[name, language].append(("" if change == "shipped" else sha256, change))
    return found


@cache
def _worded() -> Any:
    query = select(WordingRecord.name, WordingRecord.language, WordingRecord.change, WordingRecord.sha256)
    return query.order_by(WordingRecord.id)


def _is_stale(name: str, language: str, version: str, sha256: str, changes: Changes) -> bool:
    """Whether a material change came after the wording that was signed; a shipped text counts as changed in what it agrees to
    when its head says so for a version above the signed one.
    """
    from kapdesk.printing import text

    counted = changes.get((name, language), ())
    try:
        shipped = text.load(name, language)
    except NotFound:
        return False
    own = [sha or shipped.sha256 for sha, _ in counted]
    signed_at = max((at for at, sha in enumerate(own) if sha == sha256), default=-1)
    if any(change == "material" for _, change in counted[signed_at + 1 :]):
        return True
    back = [at for at, (_, change) in enumerate(counted) if change == "shipped"]
    since = max((at for at in back if at <= signed_at), default=-1)
    if any(at > signed_at for at in back) and any(
        change == "material" for _, change in counted[since + 1 : signed_at + 1]
    ):
        return True  # what it agreed to went away again with the own wording
    counts_now = not counted or counted[-1][1] == "shipped"
    was_shipped = sha256 not in [sha for sha, _ in counted]
    number = int(version) if version.isdecimal() and len(version) <= _MOST_DIGITS else 0
    return counts_now and was_shipped and sha256 != shipped.sha256 and number < shipped.material


def _row(
    row: FiledPaper, paper: Filed | None, papers: Iterable[Filed], events: Sequence[Event], today: date
) -> PaperRow:
    told: tuple[Event, ...] = ()
    if paper is None:
        standing = Standing(row.name, row.about, State.SIGNED, row.from_on, paper_id=row.id)
    else:
        mine = [one for one in events if rules.same_paper(one, row.name, row.about)]
        after = [
            one.from_on
            for one in papers
            if rules.same_paper(one, row.name, row.about) and (one.from_on, one.id) > (row.from_on, row.id)
        ]
        standing = rules.state_of(paper, mine, today, min(after, default=None))
        told = tuple(one for one in mine if one.paper_id == row.id)
    return PaperRow(
        row.id, row.name, row.about, row.title, row.kind, row.language, row.version, row.how, row.from_on, row.until,
        row.words, row.files, row.sha256, row.filed_at, standing, told,
    )  # fmt: skip


def _add(db: Session, client_id: int, event: Event, at: datetime) -> int:
    row = PaperEvent(
        client_id=client_id,
        paper_id=event.paper_id,
        name=event.name,
        about=event.about,
        what=event.what.value,
        from_on=event.from_on,
        words=event.words,
        by_whom=event.by_whom,
        about_id=event.about_id,
        entered_at=at,
    )
    db.add(row)
    db.flush()
    enter(db, at, "paper", event.what.value, row.id, client_id, detail=proof_of(row))
    return row.id


def _event(row: PaperEvent) -> Event:
    return Event(
        row.id, What(row.what), row.name, row.about, row.from_on, row.words, row.by_whom, row.paper_id, row.about_id,
        row.entered_at,
    )  # fmt: skip
