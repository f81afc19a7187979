"""Finding anything: clients, notes, contacts, papers and tasks by their words. Psychotherapy notes are never among them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kapdesk.domain import finding
from kapdesk.domain.clients import Status
from kapdesk.domain.contacts import ContactKind
from kapdesk.domain.dates import long
from kapdesk.domain.finding import KINDS, Patterns, Question, Span, Spans, Term, fold_text, in_context, marked, words_of
from kapdesk.records.client import Client
from kapdesk.records.contact import ClientContact, Contact
from kapdesk.records.note import Note
from kapdesk.records.paper import PaperGiven
from kapdesk.records.task import Task
from kapdesk.usecases.desk.search import addenda_texts, notes_with
from kapdesk.usecases.paper.wording import wordings_to_list
from kapdesk.usecases.writing.note_rows import head_of, heads
from kapdesk.vault.database import Vault

__all__ = ["COUNTED", "KINDS", "Finds", "Found", "Span", "Spans", "find", "in_one_line", "words_of"]

COUNTED = 1000
"""Notes are counted up to here."""
_OF_OTHERS = 6
"""What is shown of each other kind, when notes are asked for too."""


@dataclass(frozen=True)
class Found:
    """Something that was found: what it is, whose, of which day; `state` is said beside the title.

    `id` is the record's number, or the name of a paper of the library; `title` and `snippet` carry what to mark.
    """

    kind: str
    id: int | str
    client_id: int | None
    client: str
    on: date | None
    title: Spans
    snippet: Spans
    state: str = ""


@dataclass(frozen=True)
class Finds:
    """What was found, kind by kind, notes the newest first; `notes` counts them all, up to `COUNTED` (`more`: beyond)."""

    rows: tuple[Found, ...] = ()
    notes: int = 0
    more: bool = False


@dataclass(frozen=True)
class _Person:
    """A client as far as it takes to find her; `folded` are her names."""

    id: int
    name: str
    legal: str
    status: str
    folded: str


@dataclass(frozen=True)
class _Asked:
    """A question, made ready."""

    question: Question
    patterns: Patterns
    today: date
    client_id: int | None
    people: dict[int, _Person]
    most: int

    def in_span(self, day: date) -> bool:
        """Whether a day lies in the span that is asked for."""
        since, until = self.question.since, self.question.until
        return (since is None or day >= since) and (until is None or day <= until)

    @property
    def undated(self) -> bool:
        """Whether no days are asked for, so that what has none may be shown."""
        return self.question.since is None and self.question.until is None

    def name_of(self, client_id: int | None) -> str:
        """A client's name; empty for nobody."""
        return self.people[client_id].name if client_id is not None else ""


def find(
    vault: Vault, line: str, today: date, client_id: int | None = None, most: int = 40, others: int = _OF_OTHERS
) -> Finds:
    """What a line of the search box asks for, at most so many of each kind; with a client, in that chart only.

    Where no kind is asked for, at most `others` of each kind that is not a note.
    Any line is safe. An empty one, or one without a letter, finds nothing.
    """
    question = finding.understand(line)
    if question.empty:
        return Finds()
    with vault.read() as db:
        asked = _Asked(question, finding.patterns_of(question.terms), today, client_id, _people(db), most)
        rows: list[Found] = []
        for kind, search in (("client", _clients), ("contact", _contacts), ("paper", _papers), ("task", _tasks)):
            if question.wants(kind) and (question.terms or kind in question.kinds):
                rows += search(db, asked)[: most if question.kinds else others]
        ids = []
        if question.wants("note"):
            ids = notes_with(db, question, COUNTED + 1, client_id, _named(question.terms, asked.people.values()))
        rows += _notes(db, asked, ids[:most])
    return Finds(tuple(rows), min(len(ids), COUNTED), len(ids) > COUNTED)


def in_one_line(row: Found) -> str:
    """What was found, as a line of a table: of a note its words, of all else the title too."""
    parts = (row.snippet,) if row.kind == "note" else (row.title, row.snippet)
    return " · ".join(" ".join(words.split()) for part in parts if (words := words_of(part)))


def _people(db: Session) -> dict[int, _Person]:
    query = select(Client.id, Client.preferred_name, Client.legal_name, Client.status)
    return {
        number: _Person(number, preferred or legal, legal, status, fold_text(f"{preferred}\n{legal}"))
        for number, preferred, legal, status in db.execute(query)
    }


def _named(terms: Sequence[Term], people: Iterable[_Person]) -> dict[Term, Sequence[int]]:
    """Terms that are names of clients, when there are others beside them: “rosa garden” is Rosa’s garden."""
    if len(terms) < 2:  # a name and something else
        return {}
    single = [term for term in terms if " " not in term.words and not term.whole]
    found: dict[Term, list[int]] = {}
    for one in people:
        for term in single:
            if term.words in one.folded and term.words in one.folded.split():
                found.setdefault(term, []).append(one.id)
    return dict(found) if len(found) < len(terms) else {}


def _clients(_db: Session, asked: _Asked) -> list[Found]:
    found = []
    for one in asked.people.values():
        if not asked.undated or asked.client_id not in (None, one.id):
            continue
        if finding.folded_holds(one.folded, asked.patterns):
            legal = marked(one.legal, asked.patterns) if one.legal != one.name else ()
            title = marked(one.name, asked.patterns)
            found.append(Found("client", one.id, one.id, one.name, None, title, legal, Status(one.status).words))
    return sorted(found, key=lambda row: (row.state == Status.ARCHIVED.words, fold_text(row.client)))


def _notes(db: Session, asked: _Asked, ids: Sequence[int]) -> list[Found]:
    texts: dict[int, str] = dict(db.execute(select(Note.id, Note.text).where(Note.id.in_(ids))).all())
    added = addenda_texts(db, ids)
    found = []
    for row in db.execute(heads().where(Note.id.in_(ids))):
        head = head_of(row, asked.today)
        text = "\n".join([texts[head.id], *added.get(head.id, ())])
        state = "entered in error" if head.in_error else "" if head.signed_at else "not signed"
        found.append(
            Found(
                "note",
                head.id,
                row.client_id,
                asked.name_of(row.client_id),
                head.on,
                marked(asked.name_of(row.client_id), asked.patterns),
                in_context(text, asked.question.terms),
                " · ".join(part for part in (head.kind_words, state) if part),
            )
        )
    return found


def _contacts(db: Session, asked: _Asked) -> list[Found]:
    if not asked.undated:
        return []
    query = select(Contact)
    if asked.client_id is not None:
        query = query.where(
            Contact.id.in_(select(ClientContact.contact_id).where(ClientContact.client_id == asked.client_id))
        )
    found = []
    for one in db.scalars(query):
        ways = " · ".join(
            part for part in (one.organization, one.phone, one.fax, one.email, " ".join(one.address.split())) if part
        )
        if finding.holds(f"{one.name}\n{ways}\n{one.notes}", asked.patterns):
            kind = ContactKind(one.kind).words
            said = f"{ways}\n{one.notes}" if asked.patterns else ways
            snippet = in_context(said, asked.question.terms) if said.strip() else ()
            state = f"{kind} · archived" if one.archived else kind
            found.append(Found("contact", one.id, None, "", None, marked(one.name, asked.patterns), snippet, state))
    return sorted(found, key=lambda row: fold_text(words_of(row.title)))


def _papers(db: Session, asked: _Asked) -> list[Found]:
    return [*_library(db, asked), *_given(db, asked)]


def _library(db: Session, asked: _Asked) -> Iterator[Found]:
    if not asked.undated or asked.client_id is not None:
        return
    for one in wordings_to_list(db, "en"):
        if finding.holds(f"{one.title}\n{one.purpose}", asked.patterns):
            purpose = marked(one.purpose, asked.patterns)
            yield Found("paper", one.name, None, "", None, marked(one.title, asked.patterns), purpose, "Library")


def _given(db: Session, asked: _Asked) -> Iterator[Found]:
    """Papers that were handed over, the newest first; found by their titles."""
    titles = [one for one in db.scalars(select(PaperGiven.title).distinct()) if finding.holds(one, asked.patterns)]
    query = select(PaperGiven).where(PaperGiven.title.in_(titles)).order_by(PaperGiven.id.desc())
    if asked.client_id is not None:
        query = query.where(PaperGiven.client_id == asked.client_id)
    left = asked.most
    for one in db.scalars(query):
        on = one.given_at.date()
        if left and asked.in_span(on):
            left -= 1
            name, how = asked.name_of(one.client_id), "printed" if one.how == "printed" else "saved as PDF"
            snippet = (Span(f"Version {one.version}, {how}"),)
            yield Found("paper", one.id, one.client_id, name, on, marked(one.title, asked.patterns), snippet, "Given")


def _tasks(db: Session, asked: _Asked) -> list[Found]:
    """Tasks, the open ones first, then those done last."""
    query = select(Task).order_by(Task.done_at.is_not(None), Task.done_at.desc(), Task.due_on, Task.id)
    if asked.client_id is not None:
        query = query.where(Task.client_id == asked.client_id)
    found = []
    for one in db.scalars(query):
        on = one.due_on or one.created_at.date()
        if asked.in_span(on) and finding.holds(one.words, asked.patterns):
            name = asked.name_of(one.client_id)
            state = "Done" if one.done_at else f"Due {long(one.due_on, asked.today)}" if one.due_on else "Open"
            found.append(
                Found("task", one.id, one.client_id, name, one.due_on, marked(one.words, asked.patterns), (), state)
            )
    return found
